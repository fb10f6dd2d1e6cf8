"""The texts of a document that may be titles of budget tables, whether a table was recognised below them or not."""

from __future__ import annotations

from typing import Final

from perfscore.core.text import squash
from perfscore.readers.document import Document

#: A longer text is no title of a table.
_LONGEST: Final = 60


def titles_in(document: Document) -> frozenset[str]:
    """Short texts that speak of a table, without blanks, and the names of sheets; lines of a list of contents are none."""
    shown = (
        cell.shown
        for table in document.tables
        for cell in (*table.caption, *table.cells.values(), *table.below)
        if len(cell.shown) < _LONGEST and "表" in cell.shown
    )
    texts = (squash(text) for text in shown)
    sheets = (f"{squash(table.name)}表" for table in document.tables if table.name)
    return frozenset((*(text for text in texts if ".." not in text and "…" not in text), *sheets))
