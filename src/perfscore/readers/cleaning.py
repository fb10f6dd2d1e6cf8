"""What no program can show or store again is cleaned once, here, behind every reader, and said once.

Cells beyond the last column or row of a sheet (XFD, 1048576) are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from perfscore.core.location import Location
from perfscore.core.records import mutable, replace
from perfscore.core.visible import clean
from perfscore.ooxml.formula import MAX_COLUMN, MAX_ROW
from perfscore.readers.document import Cell, Document, Table

_LONGEST_NAME: Final = 200


def cleaned(document: Document) -> Document:
    """The document with every text clean and every cell inside a sheet; a note says what was done."""
    notes = _Notes(document.file)
    tables = tuple(
        notes.table(table, lines=document.kind == "text" and not table.name) for table in document.tables
    )
    if not notes.texts and not notes.beyond:
        return document
    return replace(document, tables=tables, notes=(*notes.said(), *document.notes))


@mutable
class _Notes:
    """Cleans tables and keeps count."""

    file: str
    texts: list[Location] = field(default_factory=list)
    beyond: int = 0

    def table(self, table: Table, *, lines: bool) -> Table:
        cells = self._cells(table.cells, clean(table.name), lines=lines)
        caption = tuple(self._cell(cell, table.name) for cell in table.caption)
        below = tuple(self._cell(cell, table.name) for cell in table.below)
        return replace(table, name=clean(table.name), cells=cells, caption=caption, below=below)

    def _cells(
        self, cells: Mapping[tuple[int, int], Cell], name: str, *, lines: bool
    ) -> dict[tuple[int, int], Cell]:
        kept: dict[tuple[int, int], Cell] = {}
        for place, cell in cells.items():
            # The lines of a text are no rows of a sheet.
            if place[1] > MAX_COLUMN or (place[0] > MAX_ROW and not lines):
                self.beyond += 1
                continue
            kept[place] = self._cell(cell, name)
        return kept

    def _cell(self, cell: Cell, sheet: str) -> Cell:
        value = clean(cell.value) if isinstance(cell.value, str) else cell.value
        shown, comment = clean(cell.shown), clean(cell.comment) if cell.comment else cell.comment
        moved = cell.at.sheet is not None and cell.at.sheet != sheet and clean(cell.at.sheet) == sheet
        if value == cell.value and shown == cell.shown and comment == cell.comment and not moved:
            return cell
        self.texts.append(cell.at)
        at = replace(cell.at, sheet=sheet) if moved else cell.at
        return replace(cell, value=value or None, shown=shown, comment=comment, at=at)

    def said(self) -> list[tuple[Location, str]]:
        found = []
        if self.texts:
            words = f"{len(self.texts)} 格文字里有控制字符，已去掉或换成“�”，例如 {clean(self.texts[0].place)[:_LONGEST_NAME]}；请核对原文"
            found.append((Location(self.file), words))
        if self.beyond:
            found.append(
                (Location(self.file), f"{self.beyond} 格在表的最后一列（XFD）或最后一行之外，未读取；请核对原文件")
            )
        return found
