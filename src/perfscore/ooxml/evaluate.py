"""What a formula of the simplest kind gives: + - * / over numbers and cells of its own sheet, SUM and ROUND, exactly.

Everything else is left alone: another function, another sheet, a name, a text where a number belongs. A wrong answer would
accuse the wrong person, so that None is the usual one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import round_to
from perfscore.core.records import mutable
from perfscore.ooxml.formula import MAX_ROW, Moved, column_number

#: What stands in a cell for a formula: its number, "" for a text that sums pass over, None for nothing; anything that cannot
#: be counted with raises `BeyondError`.
Look = Callable[[int, int], Decimal | str | None]

_TOKEN: Final = lazy_pattern(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)(?P<percent>%?)"
    r"|(?P<cell>\$?[A-Za-z]{1,3}\$?\d{1,7})(?![\w(!.])"
    r"|(?P<function>(?i:SUM|ROUND))\s*\(|(?P<sign>[-+*/(),:]))",
)
_CELL: Final = lazy_pattern(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_LONGEST: Final = 1_000
_DEEPEST: Final = 40
#: More cells than these are not added up for one formula: a running total over a long list would be read again and again.
MOST_CELLS: Final = 1_000
#: A number as near as this to the middle between two is rounded either way by a spreadsheet.
_TIE: Final = Fraction(1, 10**7)
_MOST_DIGITS: Final = 9

Token = tuple[str, str]


class BeyondError(Exception):
    """The formula is not of the kinds that are evaluated; it never leaves this module's callers."""


def evaluate(formula: str, look: Look) -> Fraction | None:
    """What a formula gives, None where it is not of the simplest kind or a cell of it holds no number.

    Args:
        formula: without the equals sign.
        look: what stands in a cell, by row and column from 1.

    >>> cells = {(1, 1): Decimal("8"), (2, 1): Decimal("0.25"), (3, 1): ""}
    >>> evaluate("ROUND(SUM(A1:A3)*A2,1)+1", lambda row, column: cells.get((row, column)))
    Fraction(31, 10)
    >>> evaluate("IF(A1>1,1,0)", lambda row, column: cells.get((row, column))) is None
    True
    """
    try:
        reader = _Reader(_tokens(formula), look)
        value = reader.sum()
    except (BeyondError, ZeroDivisionError):
        return None
    return value if reader.place == len(reader.tokens) else None


def written(formula: str | Moved | None) -> str | None:
    """The text of a formula of the simplest kind; None for another, of which no copy is worked out."""
    if formula is None:
        return None
    try:
        _tokens(formula.formula if isinstance(formula, Moved) else formula)
    except BeyondError:
        return None
    return str(formula)


@lru_cache(maxsize=1024)
def _tokens(formula: str) -> tuple[Token, ...]:
    if len(formula) > _LONGEST:
        raise BeyondError
    found: list[Token] = []
    place, text = 0, formula.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise BeyondError
        place = match.end()
        if match["number"] is not None:
            found.append(("percent" if match["percent"] else "number", match["number"]))
        elif match["cell"] is not None:
            found.append(("cell", match["cell"]))
        elif match["function"] is not None:
            found.append(("function", match["function"].upper()))
        else:
            found.append(("sign", match["sign"]))
    return tuple(found)


def _place(text: str) -> tuple[int, int]:
    match = _CELL.fullmatch(text)
    if match is None:
        raise BeyondError
    column, row = column_number(match[1]), int(match[2])
    if not column or not 1 <= row <= MAX_ROW:
        raise BeyondError
    return row, column


@mutable
class _Reader:
    """Reads tokens from left to right and computes on the way."""

    tokens: tuple[Token, ...]
    look: Look
    place: int = 0
    depth: int = 0

    def sum(self) -> Fraction:
        """Terms with + and - between them."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise BeyondError
        value = self.product()
        while (sign := self._sign("+-")) is not None:
            value = value + self.product() if sign == "+" else value - self.product()
        self.depth -= 1
        return value

    def product(self) -> Fraction:
        """Factors with * and / between them."""
        value = self.factor()
        while (sign := self._sign("*/")) is not None:
            value = value * self.factor() if sign == "*" else value / self.factor()
        return value

    def factor(self) -> Fraction:
        """A number, a cell, a function or a sum in brackets, with signs before it."""
        negative = False
        while (sign := self._sign("+-")) is not None:
            negative ^= sign == "-"
        kind, text = self._next()
        if kind in ("number", "percent"):
            value = Fraction(text) / (100 if kind == "percent" else 1)
        elif kind == "cell":
            value = self._number(*_place(text))
        elif kind == "function":
            value = self._rounded() if text == "ROUND" else self._added()
        elif text == "(":
            value = self.sum()
            self._expect(")")
        else:
            raise BeyondError
        return -value if negative else value

    def _added(self) -> Fraction:
        total = Fraction(0)
        while True:
            total += sum((Fraction(one) for one in self._addends()), Fraction(0))
            if self._sign(",") is None:
                self._expect(")")
                return total

    def _addends(self) -> Iterator[Decimal | Fraction]:
        """The numbers of one argument of SUM: of a range those that are numbers, else what the argument gives."""
        here = self.tokens[self.place : self.place + 3]
        if len(here) == 3 and [kind for kind, _ in here] == ["cell", "sign", "cell"] and here[1][1] == ":":
            self.place += 3
            (top, left), (bottom, right) = _place(here[0][1]), _place(here[2][1])
            rows, columns = sorted((top, bottom)), sorted((left, right))
            if (rows[1] - rows[0] + 1) * (columns[1] - columns[0] + 1) > MOST_CELLS:
                raise BeyondError
            for row in range(rows[0], rows[1] + 1):
                for column in range(columns[0], columns[1] + 1):
                    held = self.look(row, column)
                    if isinstance(held, Decimal):
                        yield held
            return
        yield self.sum()

    def _rounded(self) -> Fraction:
        value = self.sum()
        self._expect(",")
        digits = self.sum()
        self._expect(")")
        if digits.denominator != 1 or abs(digits) > _MOST_DIGITS:
            raise BeyondError
        scaled = abs(value) * Fraction(10) ** int(digits)
        if abs(scaled % 1 - Fraction(1, 2)) < _TIE:
            raise BeyondError
        return Fraction(round_to(value, int(digits)))

    def _number(self, row: int, column: int) -> Fraction:
        held = self.look(row, column)
        if isinstance(held, str):
            raise BeyondError
        return Fraction(held or 0)

    def _next(self) -> Token:
        if self.place >= len(self.tokens):
            raise BeyondError
        self.place += 1
        return self.tokens[self.place - 1]

    def _sign(self, signs: str) -> str | None:
        """The sign that comes next, taken, where it is one of these."""
        if self.place < len(self.tokens):
            kind, text = self.tokens[self.place]
            if kind == "sign" and text in signs:
                self.place += 1
                return text
        return None

    def _expect(self, sign: str) -> None:
        if self._sign(sign) is None:
            raise BeyondError
