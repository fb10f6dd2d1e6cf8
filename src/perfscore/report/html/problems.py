"""The problem list of a dossier as a page shows it: the blocks that the Word document is laid out of."""

from __future__ import annotations

from typing import Any

from perfscore.report.papers import problem_list
from perfscore.report.papers.blocks import Block
from perfscore.report.papers.problem_list import listed_of
from perfscore.report.papers.reading import units_of
from perfscore.report.style import Style


def problems(document: dict[str, Any], style: Style) -> list[tuple[str, Block]]:
    """The blocks of the list, each with its kind; the page has its own title."""
    return [
        (type(block).__name__, block)
        for unit in units_of([document], style)
        for block in problem_list.unit_blocks(listed_of(unit, style), style, breaks=False)
    ]
