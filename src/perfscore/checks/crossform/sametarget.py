"""Whether two written targets are the same one: by their meaning, never by their spelling.

Where the words do not decide (a text, a season, a unit that one of them leaves out) nothing is said.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from perfscore.core.numbers import Interval
from perfscore.core.units import factor, is_counted
from perfscore.language.moments import Moment
from perfscore.language.values import Value

#: What differs: the figure, the direction of the sign, or the sign alone (≥ and =).
Difference = Literal["figure", "direction", "sign"]

_PLAIN: Final = ("bound", "exact", "period")
_UP, _DOWN = (">=", ">"), ("<=", "<")


def difference(one: Value, other: Value) -> Difference | None:
    """What differs between two targets, None where nothing does or where it cannot be told."""
    if "approximate" in (*one.notes, *other.notes) or one.parts or other.parts:
        return None
    if one.kind in _PLAIN and other.kind in _PLAIN:
        if one.start or one.end or other.start or other.end or one.word or other.word:
            return None
        if one.number is None or other.number is None:
            return None
        same = _equal((one.number, one), (other.number, other))
        return None if same is None else _signs(one, other) if same else "figure"
    if one.kind == other.kind == "change":
        return _changes(one, other)
    if one.kind == other.kind and one.kind in ("range", "ratio"):
        return _ends(one, other)
    if one.kind == other.kind == "date":
        return _dates(one, other)
    return None


def _equal(here: tuple[Decimal, Value], there: tuple[Decimal, Value]) -> bool | None:
    """Whether two figures are equal in one unit; None where the units do not tell."""
    (number, one), (figure, other) = here, there
    if one.unit == other.unit:
        return number == figure or (
            one.scale != other.scale and _near(number, one.decimals, figure, other.decimals)
        )
    if "" in (one.unit, other.unit):
        return _equal_without_unit(number, figure, one.unit or other.unit)
    ratio = factor(other.unit, one.unit)
    if ratio is None:
        return None
    if Fraction(number) == Fraction(figure) * ratio:
        return True
    wide = Interval.around(figure, other.decimals)
    scaled = Interval(wide.low * ratio, wide.high * ratio)
    return scaled.meets(Interval.around(number, one.decimals))


def _near(number: Decimal, digits: int, figure: Decimal, other_digits: int) -> bool:
    """Whether figures written in different sizes (84.99万元 and 849,875元) round to each other."""
    return Interval.around(number, digits).meets(Interval.around(figure, other_digits))


def _equal_without_unit(number: Decimal, figure: Decimal, unit: str) -> bool | None:
    """One of them is written without its unit: another figure in another size is no other figure."""
    if number == figure:
        return True
    if not (unit == "%" or is_counted(unit)) or 0 in (number, figure):
        return None
    return None if _power_of_ten(Fraction(number) / Fraction(figure)) else False


def _power_of_ten(ratio: Fraction) -> bool:
    if ratio < 1:
        ratio = 1 / ratio if ratio > 0 else Fraction(3)
    return ratio.denominator == 1 and str(ratio.numerator).strip("0") == "1"


def _signs(one: Value, other: Value) -> Difference | None:
    """Two equal figures under signs that are both written and do not say the same."""
    signs = {one.relation, other.relation}
    if None in signs or len(signs) == 1:
        return None
    if one.number is not None and _only_value(one, other):
        return None
    if signs & set(_UP) and signs & set(_DOWN):
        return "direction"
    return "sign"


def _only_value(one: Value, other: Value) -> bool:
    """≥100% and =100% admit the same, and so do ≤0次 and =0次: shares end at 100, counts and shares at 0."""
    signs = {one.relation, other.relation}
    if one.number == 100 and one.unit == other.unit == "%":
        return signs <= {">=", "="}
    return one.number == 0 and signs <= {"<=", "="}


def _changes(one: Value, other: Value) -> Difference | None:
    if one.number is None or other.number is None or one.base != other.base:
        return None
    same = _equal((one.number, one), (other.number, other))
    if same is None:
        return None
    if one.direction != other.direction:
        return "direction" if one.direction and other.direction else None
    return _signs(one, other) if same else "figure"


def _ends(one: Value, other: Value) -> Difference | None:
    if None in (one.low, one.high, other.low, other.high) or one.start or other.start:
        return None
    ends = [
        _equal((a, one), (b, other))
        for a, b in ((one.low, other.low), (one.high, other.high))
        if a is not None and b is not None
    ]
    return "figure" if False in ends and None not in ends else None


def _dates(one: Value, other: Value) -> Difference | None:
    """Two days or deadlines of the calendar; what only one of them says (the year, the day) does not differ."""
    here, there = one.end, other.end
    if here is None or there is None or (one.start is None) != (other.start is None):
        return None
    if one.start != (here if one.start else None) or other.start != (there if other.start else None):
        return None
    if not (_on_calendar(here) and _on_calendar(there)):
        return None
    if here.year and there.year and here.year != there.year:
        return "figure"
    if here.month is None or there.month is None:
        return None
    if here.month != there.month:
        return "figure"
    return "figure" if here.day and there.day and here.day != there.day else None


def _on_calendar(moment: Moment) -> bool:
    """Whether a moment is a day, a month or a year by its number."""
    return not (moment.quarter or moment.half or moment.relative or moment.every or moment.clock or moment.event)
