"""Hiding persons in a copy of a document: throughout where its tables are drawn again, else only in what is added."""

from __future__ import annotations

from dataclasses import replace

from perfscore.core.persons import Mask
from perfscore.readers.document import Cell, Document, Table
from perfscore.report.style import Style
from perfscore.services.workbooks.redraw import Redrawn


def told(source: Redrawn, style: Style, hide: Mask | None) -> Redrawn:
    """The workbook that is changed in place, with what masking leaves in it."""
    if hide is None:
        return source
    note = style.say(
        "--mask 只隐去写入和列出的文字中的姓名、号码；原表单元格没有改动，其中的姓名、号码仍在，外发前请另行处理",
        "--mask hides persons in what was written and listed; the form's own cells are unchanged and still hold them",
    )
    return replace(source, notes=(*source.notes, note))


def shown(document: Document, hide: Mask | None) -> Document:
    """The document as its tables are drawn again."""
    if hide is None:
        return document
    return replace(document, tables=tuple(_masked(table, hide) for table in document.tables))


def _masked(table: Table, hide: Mask) -> Table:
    cells = {place: _masked_cell(cell, hide) for place, cell in table.cells.items()}
    caption, below = (tuple(_masked_cell(cell, hide) for cell in part) for part in (table.caption, table.below))
    return replace(table, cells=cells, caption=caption, below=below)


def _masked_cell(cell: Cell, hide: Mask) -> Cell:
    shown = hide.text(cell.shown)
    comment = hide.text(cell.comment) if cell.comment else cell.comment
    # A number that is a telephone is drawn as its hidden text.
    value = cell.value if shown == cell.shown else shown
    return replace(cell, value=value, shown=shown, comment=comment)
