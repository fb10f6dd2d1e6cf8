"""The cells that a form was read from, as a formula sees them: numbers, rates, figures written as text."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final

from perfscore.core.location import Location
from perfscore.core.numbers import read_figure
from perfscore.core.records import frozen
from perfscore.ooxml.formats import compile_format
from perfscore.ooxml.patch import View
from perfscore.ooxml.ranges import Place, parse_range
from perfscore.readers.document import Cell, Document, Table

#: A number whose shown digits betray whether a format cuts it.
_PROBE: Final = Decimal("0.123456789")
_MOST_DIGITS: Final = 6
#: The digits of a format code, to be widened.
_DIGITS: Final = re.compile(r"[#,0]*0(?:\.[0#]+)?")
_FIGURE: Final = re.compile(r"\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*([^\s\d]*)\s*")


def place_of(at: Location) -> Place:
    """Row and column of a cell in a sheet."""
    area = parse_range(at.cell or "")
    if area is None or not area.single:
        raise ValueError(f"{at} is no cell of a sheet")
    return area.top, area.left


def reference(at: Location, *, sheet: bool) -> str:
    """The cell as a formula names it, with its sheet where it stands in another one."""
    if not sheet or at.sheet is None:
        return at.cell or ""
    name = at.sheet.replace("'", "''")
    return f"'{name}'!{at.cell}"


@frozen
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


@frozen
class Cells:
    """The cells of a workbook with what the formats do to them."""

    document: Document
    view: View

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.name: table for table in self.document.tables}

    def table(self, name: str | None) -> Table | None:
        """The sheet of a name."""
        return self._tables.get(name or "")

    def cell(self, at: Location) -> Cell | None:
        """The cell at a place, inside a merge its first cell."""
        table = self.table(at.sheet)
        return None if table is None else table.get(*place_of(at))

    def anchor(self, at: Location) -> Location:
        """The place to write to: the first cell of the merge that a place lies in."""
        cell = self.cell(at)
        return at if cell is None else cell.at

    def formula(self, at: Location) -> str | None:
        """The formula of a cell."""
        cell = self.cell(at)
        return None if cell is None or cell.formula is None else str(cell.formula)

    def head_has_percent(self, at: Location) -> bool:
        """Whether the nearest text above a cell names percent, as 执行率（%） does."""
        table = self.table(at.sheet)
        row, column = place_of(at)
        for above in range(row - 1, 0, -1) if table is not None else ():
            cell = table.get(above, column) if table is not None else None
            if cell is not None and isinstance(cell.value, str) and cell.value.strip():
                return "%" in cell.shown or "％" in cell.shown
        return False

    def decimals(self, at: Location) -> int | None:
        """How many decimals a cell shows; None where its format does not cut them."""
        digits = self._shown(at).removesuffix("%").partition(".")[2]
        return None if len(digits) > _MOST_DIGITS else len(digits)

    def shows_percent(self, at: Location) -> bool:
        """Whether a cell, blank or not, shows its number as a percentage."""
        return self._shown(at).endswith("%")

    def code_for(self, at: Location, value: Decimal, *, percent: bool = False) -> str | None:
        """The number format that a cell needs to show a value, a rate in percent; None where its own does."""
        code = self.view.number_format(at.sheet or "", place_of(at))
        wider = _DIGITS.sub("0.00", code, count=1)
        last = "0.00%" if percent else "0.00"
        fitting = (one for one in (code, wider, last) if _shows(one, value) and one.endswith("%") == percent)
        found = next(fitting, last)
        return None if found == code else found

    def _shown(self, at: Location) -> str:
        """How the cell's format shows a number of nine decimals."""
        return _probed(self.view.number_format(at.sheet or "", place_of(at)))

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


def _shows(code: str, value: Decimal) -> bool:
    """Whether a format shows a number with all its digits; words may stand behind it."""
    match = _FIGURE.fullmatch(compile_format(code).show(value))
    if match is None:
        return False
    return Decimal(match[1].replace(",", "")) == (value * 100 if match[2] == "%" else value)


@lru_cache(maxsize=1024)
def _probed(code: str) -> str:
    return compile_format(code).show(_PROBE)


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
