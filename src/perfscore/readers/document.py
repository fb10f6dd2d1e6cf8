"""What every reader delivers: located cells in tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.ooxml.formula import Moved
from perfscore.ooxml.package import Package

CellValue = str | Decimal | bool | date | datetime | time | None
Kind = Literal["xlsx", "xls", "docx", "pdf", "text"]
Provenance = Literal["native", "layer", "extracted"]

#: Merges of more rows are not listed under each of them: one may cover a whole sheet.
_TALL = 256


@frozen
class Cell:
    """A cell as the reader of a form sees it.

    Attributes:
        value: what is stored: text, an exact Decimal from the written digits, a truth value, a date, or None.
        shown: the text that is displayed, `94.00%` for a stored 0.94; it is what the form asserts.
        formula: the formula without `=`, as text or by `str()`; the value is then the cached result.
        uncached: there is a formula and no cached result; `shown` is empty.
        merge: rows and columns that the cell covers, (1, 1) when it is not the anchor of a merge.
        comment: text of a classic comment; notes of threads are left out.
        hidden: the row, column or sheet of the cell is hidden.
    """

    value: CellValue
    shown: str
    at: Location
    formula: str | Moved | None = None
    uncached: bool = False
    merge: tuple[int, int] = (1, 1)
    comment: str | None = None
    hidden: bool = False


#: First row, row behind the last, first column, column behind the last, anchor.
_Span = tuple[int, int, int, int, Cell]


@frozen
class Table:
    """A grid of cells: a worksheet, a table of a Word or PDF file, or the lines of a text.

    `cells` is sparse: (row, column), 1-based, holds anchors with content, a formula, a comment or a merge.
    In a text every line is a row and every tab-separated piece a column, so that row = line number; narrative
    lines are rows with one cell. `hidden` says that the whole sheet is hidden. `caption` holds up to five
    paragraphs that stand directly before a table of a Word file or a web page: title, year, unit; `below` those that
    follow it up to the next table, where notes stand.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell] = field(default_factory=lambda: MappingProxyType({}))
    hidden: bool = False
    caption: tuple[Cell, ...] = ()
    below: tuple[Cell, ...] = ()

    @cached_property
    def _by_row(self) -> dict[int, list[tuple[int, Cell]]]:
        rows: dict[int, list[tuple[int, Cell]]] = {}
        for (row, column), cell in sorted(self.cells.items()):
            rows.setdefault(row, []).append((column, cell))
        return rows

    @cached_property
    def _merged(self) -> tuple[dict[int, list[_Span]], list[_Span]]:
        """The merges by each row that they cross, and apart from them the tall ones."""
        by_row: dict[int, list[_Span]] = {}
        tall: list[_Span] = []
        for (row, column), cell in self.cells.items():
            height, width = cell.merge
            if height > _TALL:
                tall.append((row, row + height, column, column + width, cell))
            elif (height, width) != (1, 1):
                for crossed in range(row, row + height):
                    by_row.setdefault(crossed, []).append((row, row + height, column, column + width, cell))
        return by_row, tall

    @property
    def rows(self) -> list[int]:
        """The numbers of the rows that hold anything, in order."""
        return list(self._by_row)

    def row(self, number: int) -> list[tuple[int, Cell]]:
        """The anchors in a row as (column, cell), left to right."""
        return self._by_row.get(number, [])

    def get(self, row: int, column: int) -> Cell | None:
        """The cell at a place; inside a merge its anchor."""
        cell = self.cells.get((row, column))
        if cell is not None:
            return cell
        by_row, tall = self._merged
        for spans in (by_row.get(row, ()), tall):
            for top, bottom, left, right, anchor in spans:
                if top <= row < bottom and left <= column < right:
                    return anchor
        return None

    def __iter__(self) -> Iterator[tuple[int, list[tuple[int, Cell]]]]:
        """Rows as (number, anchors)."""
        return iter(self._by_row.items())


@frozen
class Document:
    """A file that was read.

    Attributes:
        file: the path as the user gave it.
        kind: what the content is, whatever the suffix says.
        provenance: `native` (workbooks, Word), `layer` (PDF text), `extracted` (text files, OCR).
        sha256: hash of the file's bytes, hexadecimal.
        notes: what a user should know about the reading, each with its place.
        added: sheets that perfscore itself put into the workbook; never part of `tables`.
        package: of an xlsx file, for whoever writes a copy of it.
    """

    file: str
    kind: Kind
    provenance: Provenance
    tables: tuple[Table, ...]
    sha256: str = ""
    notes: tuple[tuple[Location, str], ...] = ()
    added: tuple[Table, ...] = ()
    package: Package | None = field(default=None, compare=False, repr=False)
