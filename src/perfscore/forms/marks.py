"""Marks in a document that are not meant for the public: 仅供内部审核, 征求意见稿."""

from __future__ import annotations

from itertools import chain

from perfscore.core.sourced import Sourced
from perfscore.core.text import squash
from perfscore.forms.vocabulary import vocabulary
from perfscore.readers.document import Document

#: A longer text is a sentence, whatever it speaks of.
_LONGEST = 20


def internal_marks(document: Document) -> tuple[Sourced[str], ...]:
    """The marks that stand alone in their row or paragraph, each once; 内部资料 beside other cells is an answer."""
    words = vocabulary().internal
    rows = (
        [cell for _, cell in anchors if cell.shown.strip()] for table in document.tables for _, anchors in table
    )
    alone = (cells[0] for cells in rows if len(cells) == 1)
    around = (cell for table in document.tables for cell in (*table.caption, *table.below))
    found = {
        cell.at: cell.shown
        for cell in chain(alone, around)
        if len(cell.shown) < _LONGEST and squash(cell.shown) in words
    }
    return tuple(Sourced(text.strip(), text, at) for at, text in found.items())
