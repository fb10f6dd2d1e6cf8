"""The cells that a form was read from, as a formula sees them: numbers, rates, figures written as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Final

from perfscore.core.location import Location
from perfscore.core.numbers import read_figure
from perfscore.ooxml.formula import column_number
from perfscore.ooxml.package import Package
from perfscore.ooxml.ranges import Place, parse_range
from perfscore.ooxml.styles import read_formats
from perfscore.ooxml.workbook import Workbook, read_workbook
from perfscore.ooxml.xml import Element, is_true, local_name
from perfscore.readers.document import Cell, Document, Table

_PLACE: Final = re.compile(r"([A-Z]+)(\d+)")
#: A number whose shown digits betray whether a format cuts it.
_PROBE: Final = Decimal("0.123456789")
_MOST_DIGITS: Final = 6
_FIGURE: Final = re.compile(r"\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*([^\s\d]*)\s*")


def place_of(at: Location) -> Place:
    """Row and column of a cell in a sheet."""
    match = _PLACE.fullmatch(at.cell or "")
    if match is None:
        raise ValueError(f"{at} is no cell of a sheet")
    return int(match[2]), column_number(match[1])


def reference(at: Location, *, sheet: bool) -> str:
    """The cell as a formula names it, with its sheet where it stands in another one."""
    if not sheet or at.sheet is None:
        return at.cell or ""
    name = at.sheet.replace("'", "''")
    return f"'{name}'!{at.cell}"


@dataclass(frozen=True, slots=True)
class Term:
    """A number in a cell.

    Attributes:
        text: the formula that gives the number as it is shown: 94.75 for a cell that shows 94.75%, divided by
            `scale`, so that a rate stays the fraction that its cell holds.
        scale: what the formula's value is multiplied by to get the shown number: 100 for a fraction, else 1.
        suffix: what is shown behind the number: `%`, a unit, or nothing.
        guard: a formula that is true where the cell holds a number.
        numeric: the cell holds a number and no text.
    """

    text: str
    scale: int
    suffix: str
    guard: str
    numeric: bool


@dataclass(frozen=True)
class Cells:
    """The cells of a workbook with what the formats do to them."""

    document: Document
    package: Package
    _sheets: dict[str, Element] = field(default_factory=dict)
    _formatted: dict[str, dict[Place, int]] = field(default_factory=dict)

    @cached_property
    def _workbook(self) -> Workbook:
        return read_workbook(self.package)

    @cached_property
    def _formats(self) -> list[str]:
        """How each cell format shows a number of nine decimals."""
        return [one.show(_PROBE) for one in read_formats(self.package, self._workbook.styles)]

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.name: table for table in self.document.tables}

    def table(self, name: str | None) -> Table | None:
        """The sheet of a name."""
        return self._tables.get(name or "")

    def hides_column(self, name: str, column: int) -> bool:
        """Whether a column of a sheet is hidden."""
        for element in self._part(name).iter("{*}col"):
            low, high = element.get("min") or "", element.get("max") or ""
            if low.isdecimal() and high.isdecimal() and int(low) <= column <= int(high):
                return is_true(element.get("hidden"))
        return False

    def _part(self, name: str) -> Element:
        """The part of a sheet."""
        if name not in self._sheets:
            entry = next(sheet for sheet in self._workbook.sheets if sheet.name == name)
            self._sheets[name] = self.package.xml(entry.part)
        return self._sheets[name]

    def drawn(self, name: str) -> Iterator[tuple[int, int, int, int]]:
        """The columns and rows (first, last) that pictures, charts and stamps lie over."""
        entry = next(sheet for sheet in self._workbook.sheets if sheet.name == name)
        part = self.package.related(entry.part, "drawing")
        for anchor in self.package.xml(part) if part is not None else ():
            corners = {local_name(child): child for child in anchor if local_name(child) in ("from", "to")}
            if not corners:
                continue
            ends = [_corner(corners.get(name)) for name in ("from", "to")]
            (top, left), (bottom, right) = ends[0], ends[1] if "to" in corners else ends[0]
            yield left, right, top, bottom

    def cell(self, at: Location) -> Cell | None:
        """The cell at a place, inside a merge its first cell."""
        table = self.table(at.sheet)
        return None if table is None else table.get(*place_of(at))

    def anchor(self, at: Location) -> Location:
        """The place to write to: the first cell of the merge that a place lies in."""
        cell = self.cell(at)
        return at if cell is None else cell.at

    def decimals(self, at: Location) -> int | None:
        """How many decimals a cell shows; None where its format does not cut them."""
        digits = self._shown(at).removesuffix("%").partition(".")[2]
        return None if len(digits) > _MOST_DIGITS else len(digits)

    def shows_percent(self, at: Location) -> bool:
        """Whether a cell, blank or not, shows its number as a percentage."""
        return self._shown(at).endswith("%")

    def _shown(self, at: Location) -> str:
        """How the cell's format shows a number of nine decimals."""
        style = self._styles(at.sheet or "").get(place_of(at), 0)
        formats = self._formats
        return formats[style] if style < len(formats) else str(_PROBE)

    def _styles(self, name: str) -> dict[Place, int]:
        """The formats of all cells of a sheet, blank ones too."""
        if name not in self._formatted:
            found: dict[Place, int] = {}
            for cell in self._part(name).iter("{*}c"):
                area = parse_range(cell.get("r") or "")
                style = cell.get("s") or "0"
                if area is not None and style.isdecimal():
                    found[area.top, area.left] = int(style)
            self._formatted[name] = found
        return self._formatted[name]

    def term(self, at: Location, *, sheet: bool) -> Term | None:
        """The number in a cell as a formula; None where its text is no plain figure.

        Args:
            at: the cell.
            sheet: whether the formula stands in another sheet.
        """
        own = self.cell(at)
        ref = reference(own.at if own is not None else at, sheet=sheet)
        if own is None or own.value is None:
            return Term(ref, 1, "", f"ISNUMBER({ref})", numeric=True)
        if isinstance(own.value, Decimal):
            return self._number(own, ref)
        match = _FIGURE.fullmatch(own.shown) if isinstance(own.value, str) else None
        if match is None or '"' in match[2]:
            return None
        return _text(ref, match[2])

    def _number(self, cell: Cell, ref: str) -> Term | None:
        percent = cell.shown.endswith("%")
        if read_figure(cell.shown) is None:
            return None  # the format adds words, or shows another number
        digits = self.decimals(cell.at)
        text = ref if digits is None else f"ROUND({ref},{digits + 2 if percent else digits})"
        return Term(text, 100 if percent else 1, "%" if percent else "", f"ISNUMBER({ref})", numeric=True)


def _corner(element: Element | None) -> Place:
    """Row and column of a corner, 1-based."""
    texts = {local_name(child): child.text or "" for child in element} if element is not None else {}
    numbers = [texts.get(name, "").strip() for name in ("row", "col")]
    row, column = (int(text) + 1 if text.isdecimal() else 1 for text in numbers)
    return row, column


def _text(ref: str, suffix: str) -> Term:
    """A figure stored as text; what is typed over it later may be a number."""
    bare = f'SUBSTITUTE({ref},",","")'
    if suffix == "%":
        text = f'IF(ISNUMBER({ref}),{ref},VALUE(SUBSTITUTE({bare},"%",""))/100)'
        return Term(text, 100, suffix, f"ISNUMBER({text})", numeric=False)
    if suffix:
        bare = f'SUBSTITUTE({bare},"{suffix}","")'
    text = f"VALUE({bare})"
    return Term(text, 1, suffix, f"ISNUMBER({text})", numeric=False)
