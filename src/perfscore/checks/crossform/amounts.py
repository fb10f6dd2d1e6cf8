"""Amounts of forms in one unit, with what their written digits leave open."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce

from perfscore.checks.rates import EXACT_UNITS
from perfscore.checks.sums import figure
from perfscore.core.numbers import Exact, plain
from perfscore.core.records import frozen
from perfscore.core.units import convert
from perfscore.model import Number


@frozen
class Amount:
    """An amount in 元 and the half of a unit of its last written digit."""

    value: Fraction
    half: Fraction

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.value + other.value, self.half + other.half)

    def meets(self, other: Amount) -> bool:
        """Whether two written amounts may be the same one: their intervals, half-open, share a value."""
        return self.value == other.value or abs(self.value - other.value) < self.half + other.half

    def within(self, other: Amount) -> bool:
        """Whether a sum differs from an amount by no more than the bound of all that is written."""
        return abs(self.value - other.value) <= self.half + other.half

    def say(self, unit: str) -> str:
        """The amount as a number in a unit."""
        shown = convert(self.value, "元", unit)
        return plain(self.value if shown is None else shown, 6)


NOTHING = Amount(Fraction(0), Fraction(0))


def amount_of(value: Exact, decimals: int, unit: str) -> Amount | None:
    """An amount as written; one in 元 stands for itself. None where the unit is none of money."""
    size = convert(1, unit, "元") if unit else None
    if size is None:
        return None
    half = Fraction(0) if unit in EXACT_UNITS else Fraction(1, 2) / Fraction(10) ** decimals * size
    return Amount(Fraction(value) * size, half)


def amount(cell: Number | None, unit: str) -> Amount | None:
    """The amount in a cell of a form whose money is in that unit; None where the cell has no number."""
    written = figure(cell)
    return None if written is None else amount_of(written.value, written.decimals, unit)


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum of amounts."""
    return reduce(Amount.__add__, amounts, NOTHING)
