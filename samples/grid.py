"""Samples whose data are the printed grid itself: every cell as it is printed, and what is merged with what.

A data file holds the correct document, and in `fault` the cells that the faulty one prints instead. Of the cells of a
row, `<` goes on with the cell to the left and `^` with the cell above. Each character of `looks` says how a column is
printed: T title, C caption, U unit, S sign-off, L label, V text, N number, P prose.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from page import CAPTION, LABEL, PROSE, SIGN_OFF, TITLE, UNIT, VALUE, Look, Page, new_book, new_sheet, packed

LEFT, ABOVE = "<", "^"
NUMBER = "N"
LOOKS: dict[str, Look] = {
    "T": TITLE, "C": CAPTION, "U": UNIT, "S": SIGN_OFF, "L": LABEL, "V": VALUE, NUMBER: VALUE, "P": PROSE,
}  # fmt: skip
#: Cells of these looks stand over the table, and are no taller than their texts.
_OUTSIDE = frozenset("CUS")


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that the faulty document prints otherwise."""

    sheet: str
    cell: str
    shown: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its rows, and the looks of the columns of each row."""

    name: str
    widths: tuple[float, ...]
    landscape: bool
    rows: tuple[tuple[str, ...], ...]
    looks: tuple[str, ...]

    def with_faults(self, faults: tuple[Fault, ...]) -> Grid:
        """The sheet with the cells of its faults."""
        rows = [list(row) for row in self.rows]
        places = {
            f"{get_column_letter(column)}{row}": (row - 1, column - 1)
            for row, cells in enumerate(rows, 1)
            for column in range(1, len(cells) + 1)
        }
        for fault in faults:
            if fault.sheet == self.name:
                row, column = places[fault.cell]
                rows[row][column] = fault.shown
        return replace(self, rows=tuple(map(tuple, rows)))


@dataclass(frozen=True, slots=True)
class Document:
    """The sheets of a document, and the faults of its faulty version."""

    sheets: tuple[Grid, ...]
    faults: tuple[Fault, ...]

    def faulty(self) -> Document:
        """The document with its faults."""
        return Document(tuple(sheet.with_faults(self.faults) for sheet in self.sheets), ())

    def workbook(self) -> bytes:
        """The document as a workbook."""
        book = new_book()
        for sheet in self.sheets:
            _write(book, sheet)
        return packed(book)

    def text(self) -> bytes:
        """The document as text: tabs between cells, a merged cell at its first place, a blank line between sheets."""
        lines = []
        for sheet in self.sheets:
            for row in sheet.rows:
                cells = ("" if shown in (LEFT, ABOVE) else shown.replace("\n", "") for shown in row)
                lines.append("\t".join(cells).rstrip("\t"))
            lines.append("")
        return "\n".join(lines).encode()


def load(path: Path) -> Document:
    """Read a document from its data file.

    Raises:
        KeyError: the data file lacks a key, or a fault names a cell that is not there.
        ValueError: a row has another number of cells than the sheet has columns.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    sheets = []
    for sheet in data["sheet"]:
        widths = tuple(sheet["widths"])
        rows = [(tuple(row), block["looks"]) for block in sheet["block"] for row in block["rows"]]
        for row, looks in rows:
            if not len(row) == len(looks) == len(widths):
                raise ValueError(f"{path.name}: {len(widths)} columns, {looks}, {row}")
        sheets.append(
            Grid(
                sheet["name"],
                widths,
                sheet.get("landscape", False),
                tuple(row for row, _ in rows),
                tuple(looks for _, looks in rows),
            )
        )
    faults = tuple(Fault(fault["sheet"], fault["cell"], fault["shown"]) for fault in data["fault"])
    if unknown := {fault.sheet for fault in faults} - {sheet.name for sheet in sheets}:
        raise KeyError(f"{path.name}: {unknown}")
    return Document(tuple(sheets), faults)


def _write(book: Workbook, grid: Grid) -> None:
    sheet = new_sheet(book, grid.name, grid.widths, orientation="landscape" if grid.landscape else "portrait")
    page = Page(sheet, grid.widths)
    for number, (row, looks) in enumerate(zip(grid.rows, grid.looks, strict=True)):
        texts = []
        for column, shown in enumerate(row):
            if shown in (LEFT, ABOVE):
                continue
            right, bottom = _extent(grid, number, column)
            if looks[column] == NUMBER:
                page.put_number(column + 1, shown, right + 1, bottom - number + 1)
            else:
                page.put(column + 1, right + 1, shown, LOOKS[looks[column]], bottom - number + 1)
            if bottom == number and looks[column] != "T":
                texts.append((column + 1, right + 1, shown))
        title = looks[0] == "T"
        page.end_row(*texts, least=36 if title else 20 if looks[0] in _OUTSIDE else 26)


def _extent(grid: Grid, row: int, column: int) -> tuple[int, int]:
    """The last column and the last row of a merged cell, by its first."""
    right, bottom = column, row
    while right + 1 < len(grid.widths) and grid.rows[row][right + 1] == LEFT:
        right += 1
    while bottom + 1 < len(grid.rows) and grid.rows[bottom + 1][column] == ABOVE:
        bottom += 1
    return right, bottom
