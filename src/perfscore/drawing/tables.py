"""Tables of a document as they are seen."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.core.pictures import DrawnCell, DrawnTable
from perfscore.readers.document import Document, Table


def drawn(document: Document) -> Iterator[DrawnTable]:
    """The tables of a document, in its order; those without a cell are left out."""
    for table in document.tables:
        cells = tuple(_cells(table))
        if not cells:
            continue
        lines = cells[0].at.cell is None
        yield DrawnTable(
            document.file,
            table.name or None,
            "lines" if lines else "grid",
            cells,
            table.hidden,
            tuple(cell.shown for cell in table.caption if cell.shown),
            tuple(cell.shown for cell in table.below if cell.shown),
        )


def _cells(table: Table) -> Iterator[DrawnCell]:
    for row, anchors in table:
        for column, cell in anchors:
            height, width = cell.merge
            yield DrawnCell(row, column, cell.shown, cell.at, height, width, cell.hidden)
