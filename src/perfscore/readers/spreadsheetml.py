"""XML spreadsheets of Excel 2003, nearly always under the name of an xls file.

The kind is `xls`. Formulas stay as the file writes them, in R1C1 notation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from datetime import datetime
from decimal import Decimal
from typing import Final

from perfscore.core.errors import ReadingError
from perfscore.core.location import Location, cell_name
from perfscore.core.records import mutable
from perfscore.ooxml.dates import to_python, to_serial
from perfscore.ooxml.formats import NumberFormat, compile_format
from perfscore.ooxml.formula import MAX_COLUMN, MAX_ROW
from perfscore.ooxml.ranges import Place, Range, lay_merges
from perfscore.ooxml.styles import GENERAL
from perfscore.ooxml.xml import Element, attribute, is_count, local_name, parse
from perfscore.readers.bounds import MOST_WORKBOOK_CELLS, refuse_beyond
from perfscore.readers.document import Cell, CellValue, Document, Table
from perfscore.readers.source import Source

_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)

#: Formats that the file may call by name.
_NAMED: Final = {
    "general number": "General",
    "general date": "yyyy/m/d h:mm",
    "long date": 'yyyy"年"m"月"d"日"',
    "medium date": "d-mmm-yy",
    "short date": "yyyy/m/d",
    "long time": "h:mm:ss",
    "medium time": "h:mm AM/PM",
    "short time": "h:mm",
    "currency": '"¥"#,##0.00;"¥"-#,##0.00',
    "fixed": "0.00",
    "standard": "#,##0.00",
    "percent": "0.00%",
    "scientific": "0.00E+00",
    "yes/no": '"Yes";"Yes";"No"',
    "true/false": '"True";"True";"False"',
    "on/off": '"On";"On";"Off"',
}


def read(source: Source) -> Document:
    """Read a workbook: every sheet a table of the same name, in order.

    Raises:
        ReadingError: the XML is broken or declares a DTD, or there is no sheet in it.
    """
    root = parse(source.data, source.file)
    formats = _formats(root)
    notes: list[tuple[Location, str]] = []
    tables: list[Table] = []
    for element in _named(root, "Worksheet"):
        name = attribute(element, "Name") or f"Sheet{len(tables) + 1}"
        tables.append(_Reader(source.file, name, formats, notes).table(element))
    if not tables:
        raise ReadingError(source.file, "XML 表格里没有工作表；请用 Excel/WPS 打开后另存为 .xlsx 再试")
    return Document(source.file, "xls", "native", tuple(tables), source.sha256, tuple(notes))


@mutable
class _Reader:
    """One sheet under construction."""

    file: str
    name: str
    formats: dict[str, NumberFormat]
    notes: list[tuple[Location, str]]
    cells: dict[Place, Cell] = field(default_factory=dict)
    areas: list[Range] = field(default_factory=list)
    column_styles: dict[int, str] = field(default_factory=dict)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    hidden: bool = False

    def table(self, sheet: Element) -> Table:
        options = next(_named(sheet, "WorksheetOptions"), None)
        if options is not None:
            self.hidden = any((entry.text or "").startswith("Sheet") for entry in _named(options, "Visible"))
        for grid in _named(sheet, "Table"):
            self._read_columns(grid)
            self._read_rows(grid)
        merges = lay_merges(self.areas, self.cells)
        for place, anchor in merges.covered.items():
            at = self.cells.pop(place).at
            self.notes.append((at, f"内容被以 {cell_name(*anchor)} 开头的合并单元格遮住，表面看不到，未读取"))
        return Table(self.name, dict(sorted(self.cells.items())), self.hidden)

    def _read_columns(self, grid: Element) -> None:
        column = 0
        for element in _named(grid, "Column"):
            column = _index(element, column + 1)
            last = column + _count(element, "Span")
            if attribute(element, "Hidden") == "1":
                self.hidden_columns.append((column, last))
            style = attribute(element, "StyleID")
            if style is not None:
                self.column_styles.update(dict.fromkeys(range(column, min(last, MAX_COLUMN) + 1), style))
            column = last

    def _read_rows(self, grid: Element) -> None:
        row = 0
        for element in _named(grid, "Row"):
            row = _index(element, row + 1)
            hidden = attribute(element, "Hidden") == "1"
            style = attribute(element, "StyleID")
            column = 0
            for cell in _named(element, "Cell"):
                column = _index(cell, column + 1)
                if not (row <= MAX_ROW and column <= MAX_COLUMN):
                    reason = f"工作表“{self.name}”里有不存在的位置，文件已损坏；请用 Excel/WPS 修复后另存再试"
                    raise ReadingError(self.file, reason)
                down, across = _count(cell, "MergeDown"), _count(cell, "MergeAcross")
                if down or across:
                    self.areas.append(Range(row, column, row + down, column + across))
                chosen = attribute(cell, "StyleID") or style or self.column_styles.get(column) or "Default"
                self._read_cell(
                    cell, (row, column), (down + 1, across + 1), hidden, self.formats.get(chosen, GENERAL)
                )
                column += across
            row += _count(element, "Span")

    def _read_cell(
        self, cell: Element, place: Place, merge: tuple[int, int], hidden_row: bool, style: NumberFormat
    ) -> None:
        data = next(_named(cell, "Data"), None)
        comment = "".join(text for entry in _named(cell, "Comment") for text in entry.itertext()).strip() or None
        formula = (attribute(cell, "Formula") or "").removeprefix("=") or None
        value, shown = _content(data, style) if data is not None else (None, "")
        if value in {None, ""} and merge == (1, 1) and comment is None and formula is None:
            return
        hidden = self.hidden or hidden_row or any(low <= place[1] <= high for low, high in self.hidden_columns)
        at = Location(self.file, self.name, cell_name(*place))
        uncached = formula is not None and data is None
        self.cells[place] = Cell(value, shown, at, formula, uncached, merge, comment, hidden)
        refuse_beyond(len(self.cells), MOST_WORKBOOK_CELLS, self.file)


def _content(data: Element, style: NumberFormat) -> tuple[CellValue, str]:
    text = "".join(data.itertext())
    match attribute(data, "Type"):
        case "Number" if _NUMBER.fullmatch(text.strip()) and len(text) <= 64:
            number = Decimal(text.strip())
            section = style.date_section
            moment = to_python(number, section) if section is not None else None
            return (number if moment is None else moment), style.show(number)
        case "DateTime":
            try:
                moment = datetime.fromisoformat(text.strip())
            except ValueError:
                return text, text
            serial = to_serial(moment)
            section = style.date_section
            if section is None:
                return moment, text
            return to_python(serial, section) or moment, style.show(serial)
        case "Boolean":
            return (True, "TRUE") if text.strip() == "1" else (False, "FALSE")
        case "Error" | "Number":
            return text, text
    return text, style.show_text(text).replace("\r\n", "\n").replace("\r", "\n")


def _formats(root: Element) -> dict[str, NumberFormat]:
    """The number format of each style; what a style leaves out it has from its parent."""
    codes: dict[str, str] = {}
    for styles in _named(root, "Styles"):
        for style in _named(styles, "Style"):  # a parent stands before its children
            own = next((attribute(entry, "Format") for entry in _named(style, "NumberFormat")), None)
            inherited = codes.get(attribute(style, "Parent") or "Default", "General")
            codes[attribute(style, "ID") or ""] = inherited if own is None else own
    return {name: compile_format(_NAMED.get(code.lower(), code)) for name, code in codes.items()}


def _named(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if local_name(child) == name)


def _index(element: Element, default: int) -> int:
    text = attribute(element, "Index")
    return int(text) if text is not None and is_count(text) and int(text) > 0 else default


def _count(element: Element, name: str) -> int:
    text = attribute(element, name)
    return min(int(text), MAX_ROW) if text is not None and is_count(text) else 0
