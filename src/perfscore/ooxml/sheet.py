"""A worksheet in one pass: cells with their formulas, merges, and what is hidden; numbers stay text here."""

from __future__ import annotations

from dataclasses import field
from typing import Final, NamedTuple

from perfscore.core.errors import ReadingError
from perfscore.core.location import cell_name
from perfscore.core.records import mutable
from perfscore.ooxml.formula import MAX_COLUMN, MAX_ROW, Moved, column_number
from perfscore.ooxml.package import Package
from perfscore.ooxml.ranges import Place, Range, parse_range
from perfscore.ooxml.strings import NAMESPACES, rich_text, unescaped
from perfscore.ooxml.xml import Element, is_count, is_true, local_name

_DIGITS: Final = "0123456789"
#: Arrays that lie side by side and are looked through for each cell.
_MOST_ARRAYS: Final = 256
_TAGS: Final = tuple(f"{{{space}}}{name}" for space in NAMESPACES for name in ("row", "col", "mergeCell"))


class RawCell(NamedTuple):
    """A cell as the sheet part holds it.

    Attributes:
        kind: the `t` attribute: `n` number, `s` index of a shared string, `str`, `inlineStr`, `b`, `e`, `d`.
        text: what is stored, None where nothing is.
        style: index of the cell's format.
        formula: without `=`; cells of a shared formula hold a moved copy, cells of an array that of the array.
    """

    kind: str
    text: str | None
    style: int
    formula: str | Moved | None


@mutable
class Sheet:
    """What a worksheet part holds; cells without content are left out, however many the file lists."""

    cells: dict[Place, RawCell] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def hides_column(self, column: int) -> bool:
        """Whether a column is hidden."""
        return any(low <= column <= high for low, high in self.hidden_columns)


def read_sheet(package: Package, part: str, name: str) -> Sheet:
    """Read a worksheet part.

    Args:
        package: the opened workbook.
        part: name of the worksheet's part.
        name: the sheet's name, for messages.

    Raises:
        ReadingError: the part is damaged, or holds a place outside a sheet.
    """
    return _SheetReader(package, part, name).read()


class _SheetReader:
    """The state of one pass: the last row, shared formulas by their number, arrays that are still open."""

    def __init__(self, package: Package, part: str, name: str) -> None:
        self._package = package
        self._part = part
        self._name = name
        self._sheet = Sheet()
        self._row = 0
        self._columns: dict[str, int] = {}
        self._shared: dict[str, tuple[str, Place]] = {}
        self._arrays: list[tuple[Range, str]] = []

    def read(self) -> Sheet:
        for element in self._package.stream(self._part, *_TAGS):
            kind = local_name(element)
            if kind == "row":
                self._read_row(element)
            elif kind == "mergeCell":
                self._sheet.merges.append(self._range(element.get("ref") or ""))
            elif is_true(element.get("hidden")) or element.get("width") == "0":
                low, high = element.get("min") or "", element.get("max") or ""
                if is_count(low) and is_count(high):
                    self._sheet.hidden_columns.append((int(low), int(high)))
        return self._sheet

    def _read_row(self, row: Element) -> None:
        namespace = row.tag[:-3]
        number = self._row = self._row_number(row)
        if is_true(row.get("hidden")) or row.get("ht") == "0":
            self._sheet.hidden_rows.add(number)
        if self._arrays:
            self._arrays = [array for array in self._arrays if array[0].bottom >= number]
        value_tag, formula_tag, inline_tag = namespace + "v", namespace + "f", namespace + "is"
        columns, cells = self._columns, self._sheet.cells
        column = 0
        for cell in row.iterchildren(namespace + "c"):
            reference = cell.get("r")
            if reference is None:
                column += 1
            else:
                letters = reference.rstrip(_DIGITS)
                column = columns.get(letters) or self._column(letters, reference)
            if not len(cell):
                continue
            kind = cell.get("t") or "n"
            text: str | None = None
            formula: str | Moved | None = None
            for child in cell:
                tag = child.tag
                if tag == value_tag:
                    text = child.text or ""
                elif tag == formula_tag:
                    formula = self._formula(child, (number, column))
                elif tag == inline_tag:
                    text = rich_text(child)
            if formula is None and self._arrays:
                formula = next((words for area, words in self._arrays if (number, column) in area), None)
            if not text and formula is None:
                continue
            if column > MAX_COLUMN:
                raise self._error(cell_name(number, column))
            if kind == "str" and text:
                text = unescaped(text)
            style = cell.get("s")
            cells[number, column] = RawCell(kind, text, int(style) if style and is_count(style) else 0, formula)

    def _row_number(self, row: Element) -> int:
        text = row.get("r")
        if text is None:
            # Some writers number the cells alone.
            reference = row[0].get("r") if len(row) else None
            text = reference.lstrip("$ABCDEFGHIJKLMNOPQRSTUVWXYZ") if reference else str(self._row + 1)
        if not is_count(text) or len(text) > 7 or not 1 <= int(text) <= MAX_ROW:
            raise self._error(f"第 {text} 行")
        return int(text)

    def _column(self, letters: str, reference: str) -> int:
        number = column_number(letters)
        if not number:
            raise self._error(reference)
        self._columns[letters] = number
        return number

    def _formula(self, element: Element, place: Place) -> str | Moved | None:
        text: str = element.text or ""
        match element.get("t"):
            case "shared":
                return self._shared_formula(element.get("si") or "", text, place)
            case "array" if text:
                area = parse_range(element.get("ref") or "")
                if area is not None and not area.single and len(self._arrays) < _MOST_ARRAYS:
                    self._arrays.append((area, text))
                return text
            case "dataTable":
                inputs = [element.get(name) for name in ("r1", "r2")]
                return f"TABLE({','.join(cell for cell in inputs if cell)})"
        return text or None

    def _shared_formula(self, number: str, text: str, place: Place) -> str | Moved:
        if text:
            self._shared[number] = (text, place)
            return text
        master = self._shared.get(number)
        if master is None:  # the cell that holds the text is gone; that it is computed is still known
            return ""
        formula, (row, column) = master
        return Moved(formula, place[0] - row, place[1] - column)

    def _range(self, text: str) -> Range:
        area = parse_range(text)
        if area is None:
            raise self._error(f"合并区域 {text}")
        return area

    def _error(self, what: str) -> ReadingError:
        reason = f"工作表“{self._name}”里有不存在的位置（{what}），文件已损坏；请用 Excel/WPS 修复后另存再试"
        return ReadingError(self._package.file, reason)
