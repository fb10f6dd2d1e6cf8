"""Intervals of numbers: what a target admits and what an actual says, as exact fractions."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from perfscore.core.numbers import Interval
from perfscore.core.rational import rational
from perfscore.core.records import frozen, replace

if TYPE_CHECKING:
    from perfscore.language.values.record import Value


#: The numbers of a form are asked for by many checks.
_exactly = lru_cache(maxsize=4096)(rational)


@frozen
class Span:
    """An interval with marked ends, open to infinity where an end is None.

    `spread` is what the one written figure may stand for (half a unit of its last digit); None where there is none.
    """

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False
    spread: Interval | None = None

    @classmethod
    def of(cls, value: Value) -> Span | None:
        """The interval that a value with numbers writes down; None where it has no number."""
        if value.low is None and value.high is None:
            return None
        low = None if value.low is None else _exactly(value.low)
        high = low if value.high is value.low else None if value.high is None else _exactly(value.high)
        if value.kind == "range":
            return cls(low, high, value.low_open, value.high_open)
        return cls(low, high, value.relation == ">", value.relation == "<", value.interval)

    @classmethod
    def between(cls, low: Fraction | None, high: Fraction | None) -> Span:
        """The closed interval of two ends; one number where they are equal."""
        return cls(low, high, spread=Interval.point(low) if low is not None and low == high else None)

    @property
    def number(self) -> Fraction | None:
        """The one number of an interval that holds no other."""
        return self.low if self.low == self.high else None

    def times(self, low: Fraction, high: Fraction | None = None) -> Span:
        """The interval in another unit; two factors where the size of the unit itself lies between two ends."""
        high = low if high is None else high
        if low != high:
            ends = (self.low, self.high)
            if any(end is not None and end < 0 for end in ends):
                return Span(None, None)
            return Span.between(
                None if self.low is None else self.low * low, None if self.high is None else self.high * high
            )
        return replace(
            self,
            low=None if self.low is None else self.low * low,
            high=None if self.high is None else self.high * low,
            spread=None if self.spread is None else Interval(self.spread.low * low, self.spread.high * low),
        )

    def inside(self, other: Span) -> bool:
        """Whether every number of this interval belongs to the other."""
        return self._above(other) and self._below(other)

    def apart(self, other: Span) -> bool:
        """Whether no number belongs to both."""
        return _before(self, other) or _before(other, self)

    def judge(self, target: Span) -> bool | None:
        """Met where this interval lies inside the target, missed where outside, None where it does both."""
        if self.inside(target):
            return True
        return False if self.apart(target) else None

    def _above(self, other: Span) -> bool:
        if other.low is None:
            return True
        if self.low is None or self.low < other.low:
            return False
        return self.low > other.low or self.low_open or not other.low_open

    def _below(self, other: Span) -> bool:
        if other.high is None:
            return True
        if self.high is None or self.high > other.high:
            return False
        return self.high < other.high or self.high_open or not other.high_open


def _before(one: Span, two: Span) -> bool:
    if one.high is None or two.low is None:
        return False
    return one.high < two.low or (one.high == two.low and (one.high_open or two.low_open))
