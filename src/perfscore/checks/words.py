"""Words and related places that checks of several families share."""

from __future__ import annotations

from typing import Any

from perfscore.checks.subjects import View
from perfscore.core.findings import Related
from perfscore.core.sourced import Sourced


def notes(*cells: tuple[str, Sourced[Any] | None]) -> tuple[Related, ...]:
    """The related places of labelled cells with their printed texts; absent cells are left out."""
    return tuple(Related(cell.at, f"{label} {cell.raw}".strip()) for label, cell in cells if cell is not None)


def whose(view: View) -> str:
    """The words by which a form is told from the others of a dossier."""
    head = view.form.head
    return head.text("project") or head.text("unit") or head.text("department") or head.title.value
