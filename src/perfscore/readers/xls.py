"""Workbooks of Excel 97–2003 and earlier (xls, et), through xlrd.

The format's library hands out cached results alone: whether a value is computed cannot be told, so `formula` stays
None and `uncached` false.
"""

from __future__ import annotations

import io
import math
from dataclasses import field
from decimal import Decimal
from typing import Any, Final

from perfscore.core.errors import ReadingError
from perfscore.core.location import Location, cell_name
from perfscore.core.records import mutable
from perfscore.ooxml.dates import to_python
from perfscore.ooxml.formats import NumberFormat, compile_format
from perfscore.ooxml.ranges import Place, Range, lay_merges
from perfscore.ooxml.styles import BUILTIN_FORMATS, GENERAL
from perfscore.readers.bounds import MOST_WORKBOOK_CELLS, refuse_beyond
from perfscore.readers.document import Cell, CellValue, Document, Table
from perfscore.readers.source import Source

_DAMAGED: Final = "旧版 Excel 文件已损坏或不完整，读不出来；请重新取得文件，或用 Excel/WPS 修复后另存为 .xlsx"
_ENCRYPTED: Final = "文件已加密（需要打开密码），无法读取；请用 Excel/WPS 打开，取消密码后另存再试"
_VISIBLE: Final = 0


def read(source: Source) -> Document:
    """Read a workbook: every sheet a table of the same name, in the workbook's order.

    Raises:
        ReadingError: the file is damaged or encrypted.
    """
    book = _open(source)
    reader = _Reader(source.file, book, _formats(book))
    tables = tuple(reader.table(sheet) for sheet in book.sheets())
    return Document(source.file, "xls", "native", tables, source.sha256, tuple(reader.notes))


def _open(source: Source) -> Any:
    import xlrd

    def load(encoding: str | None) -> Any:
        return xlrd.open_workbook(
            file_contents=source.data,
            formatting_info=True,
            ragged_rows=True,
            logfile=io.StringIO(),
            encoding_override=encoding,
            ignore_workbook_corruption=True,
        )

    try:
        try:
            return load(None)
        except UnicodeDecodeError:  # old files that do not name their code page
            return load("gb18030")
    except (
        Exception
    ) as error:  # the library raises whatever a broken record leads to, from IndexError to struct.error
        text = str(error).lower()
        reason = _ENCRYPTED if "encrypt" in text or "password" in text else _DAMAGED
        raise ReadingError(source.file, reason) from error


@mutable
class _Reader:
    """What the sheets of one workbook share."""

    file: str
    book: Any
    formats: dict[int, NumberFormat]
    notes: list[tuple[Location, str]] = field(default_factory=list)
    count: int = 0

    def table(self, sheet: Any) -> Table:
        hidden_sheet = sheet.visibility != _VISIBLE
        contents = self._contents(sheet)
        self.count += len(contents)
        refuse_beyond(self.count, MOST_WORKBOOK_CELLS, self.file)
        comments = {
            (row + 1, column + 1): note.text for (row, column), note in sheet.cell_note_map.items() if note.text
        }
        areas = [Range(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
        merges = lay_merges(areas, {*contents, *comments})
        for place, anchor in merges.covered.items():
            if place in comments:
                comments.setdefault(anchor, comments.pop(place))
            if contents.pop(place, None) is not None:
                at = Location(self.file, sheet.name, cell_name(*place))
                words = f"内容被以 {cell_name(*anchor)} 开头的合并单元格遮住，表面看不到，未读取"
                self.notes.append((at, words))
        hidden_rows = {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden}
        hidden_columns = {column + 1 for column, info in sheet.colinfo_map.items() if info.hidden}
        cells: dict[Place, Cell] = {}
        for place in sorted({*contents, *comments, *merges.spans}):
            value, shown = contents.get(place, (None, ""))
            cells[place] = Cell(
                value,
                shown,
                Location(self.file, sheet.name, cell_name(*place)),
                merge=merges.spans.get(place, (1, 1)),
                comment=comments.get(place),
                hidden=hidden_sheet or place[0] in hidden_rows or place[1] in hidden_columns,
            )
        return Table(sheet.name, cells, hidden_sheet)

    def _contents(self, sheet: Any) -> dict[Place, tuple[CellValue, str]]:
        import xlrd

        contents: dict[Place, tuple[CellValue, str]] = {}
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                kind = sheet.cell_type(row, column)
                if kind in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
                    continue
                value = sheet.cell_value(row, column)
                if value == "" and kind == xlrd.XL_CELL_TEXT:
                    continue
                style = self._format(sheet.cell_xf_index(row, column))
                place = (row + 1, column + 1)
                if kind in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
                    contents[place] = self._number(value, style)
                elif kind == xlrd.XL_CELL_BOOLEAN:
                    contents[place] = (bool(value), "TRUE" if value else "FALSE")
                elif kind == xlrd.XL_CELL_ERROR:
                    text = xlrd.error_text_from_code.get(value, "#ERR")
                    contents[place] = (text, text)
                else:
                    shown = style.show_text(value)
                    contents[place] = (value, shown.replace("\r\n", "\n").replace("\r", "\n"))
        return contents

    def _number(self, value: float, style: NumberFormat) -> tuple[CellValue, str]:
        if not math.isfinite(value):
            return str(value), str(value)
        # The file holds a binary number; its shortest decimal is what was typed or shown to fifteen digits.
        number = Decimal(int(value)) if value.is_integer() else Decimal(repr(value))
        date1904 = self.book.datemode == 1
        section = style.date_section
        moment = to_python(number, section, date1904=date1904) if section is not None else None
        return (number if moment is None else moment), style.show(number, date1904=date1904)

    def _format(self, index: int) -> NumberFormat:
        if not 0 <= index < len(self.book.xf_list):
            return GENERAL
        return self.formats.get(self.book.xf_list[index].format_key, GENERAL)


def _formats(book: Any) -> dict[int, NumberFormat]:
    """The formats by key; the library's own texts for formats without one are American and not used."""
    codes = BUILTIN_FORMATS | {entry.format_key: entry.format_str or "General" for entry in book.format_list}
    return {key: compile_format(code) for key, code in codes.items()}
