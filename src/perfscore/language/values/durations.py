"""Months, days and working days against each other: what is certain of one when another is given.

Months have 28 to 31 days and working days leave out holidays that no form names, so a length in one is an interval
in another. A month by itself may also be meant as 30 days.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from perfscore.core.units import dimension, factor, size
from perfscore.language.values.spans import Span

LENGTHS = frozenset({"time", "months", "workdays"})

#: The calendar repeats, for lengths of months, after four years.
_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_CYCLE = (*_MONTHS, *_MONTHS, *_MONTHS, 31, 29, *_MONTHS[2:])
_YEAR = 12
#: Of one working day, which in hours is not a whole day.
_WORKING_HOURS = 8


def in_length(span: Span, unit: str, wanted: str) -> Span | None:
    """A length of time in a unit of another kind; None where either is no length of time or both are of one kind."""
    kind, other = dimension(unit), dimension(wanted)
    if kind == other or kind not in LENGTHS or other not in LENGTHS:
        return None
    days = _days(span, unit, kind)
    if kind == "workdays" and size(wanted) < size("天") and days.low is not None:
        return Span.between(days.low * _WORKING_HOURS, None).times(factor("小时", wanted) or Fraction(1))
    if other == "time":
        return days.times(factor("天", wanted) or Fraction(1))
    if other == "workdays":
        return Span.between(Fraction(0), days.high)  # any of the days may be a holiday
    return Span.between(
        None if days.low is None else _months(days.low, longest=True),
        None if days.high is None else _months(days.high, longest=False),
    ).times(factor("个月", wanted) or Fraction(1))


def _days(span: Span, unit: str, kind: str) -> Span:
    if kind == "time":
        return span.times(factor(unit, "天") or Fraction(1))
    if kind == "workdays":
        return Span.between(span.low, None)
    months = span.times(factor(unit, "个月") or Fraction(1))
    return Span.between(
        None if months.low is None else _length(months.low, longest=False),
        None if months.high is None else _length(months.high, longest=True),
    )


def _length(months: Fraction, *, longest: bool) -> Fraction:
    """The fewest or most days that so many months may have; between whole months in proportion."""
    whole = months.numerator // months.denominator
    if whole < 0:
        return months * 31
    start, end = _whole(whole, longest=longest), _whole(whole + 1, longest=longest)
    return start + (months - whole) * (end - start)


def _months(days: Fraction, *, longest: bool) -> Fraction:
    """The months whose fewest or most days are so many."""
    whole = max(0, (days / 31).numerator // (days / 31).denominator - 1) if days > 0 else 0
    while _whole(whole + 1, longest=longest) < days:
        # From a month of 31 days on there is about one step in sixty: skip by the shortfall.
        short = days - _whole(whole + 1, longest=longest)
        whole += max(1, int(short / 31))
    start, end = _whole(whole, longest=longest), _whole(whole + 1, longest=longest)
    return whole + (days - start) / (end - start)


@lru_cache(maxsize=1024)
def _whole(months: int, *, longest: bool) -> int:
    cycles, rest = divmod(months, len(_CYCLE))
    twice = _CYCLE * 2
    found = [sum(twice[start : start + rest]) for start in range(len(_CYCLE))]
    if rest and months < _YEAR:
        found.append(30 * rest)
    return cycles * sum(_CYCLE) + (max(found) if longest else min(found))
