"""What the unit column and the role of the cell add to a value that was read by itself."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from perfscore.core.records import replace
from perfscore.core.units import canonical, compatible, dimension, split_scale
from perfscore.language.moments import Moment
from perfscore.language.numerals import shifted

if TYPE_CHECKING:
    from perfscore.language.values.record import Value

_NUMERIC = frozenset({"bound", "range", "exact", "period", "change"})


def in_context(value: Value, unit: str, role: Literal["target", "actual"]) -> Value:
    """Give a value the unit of its column, where it has none, and an actual its “=”."""
    if value.kind == "list":
        from perfscore.language.values.lists import total

        parts = tuple(with_unit(part, unit) for part in value.parts)
        value = total(replace(value, parts=parts))
    else:
        value = with_unit(value, unit)
    if role == "actual" and value.relation is None and value.kind in ("exact", "date", "ratio", "period"):
        value = replace(value, relation="=")
    return value


def with_unit(value: Value, column: str) -> Value:
    """Give a value without unit the unit of a column; a value with its own unit keeps it."""
    if value.kind not in _NUMERIC:
        return value
    if not column or (value.low is None and value.high is None) or value.word:
        return _scaled(value)
    scale, unit = split_scale(column)
    if "scale-word" in value.notes:
        # 168万 in a column of 万元 is 168万元, not ten thousand times as much.
        scale = Decimal(1)
    number = value.number
    if unit == "年" and value.kind == "exact" and not value.unit and number is not None and 1990 <= number < 2100:
        year = Moment(int(number))
        return replace(value, kind="date", low=None, high=None, start=year, end=year)
    if value.unit.startswith("/"):
        # 12.50/页 in a column of 元 or 元/页
        head = unit.partition("/")[0]
        return _scaled(_times(replace(value, unit=canonical(head + value.unit)), scale))
    if value.unit:
        value = _scaled(value)
        return value if compatible(value.unit, unit) else _noted(value, "unit-differs")
    if unit == "%" and value.kind != "change":
        return _percent(value)
    value = _times(replace(value, unit=unit, bare=True), scale)
    if value.kind == "exact" and value.relation is None and is_span_of_time(unit):
        return replace(value, kind="period")
    return value


def is_span_of_time(unit: str) -> bool:
    """Whether a bare number in this unit is a duration; a number of days may also be a count (365天)."""
    return unit != "天" and dimension(unit) in ("time", "months", "workdays")


def _percent(value: Value) -> Value:
    """A bare number in a column of percentages: 0.985 is a fraction, 98.5 is not.

    Below and at a small upper bound (≤1) the number is taken as written: a limit of 100 % would say nothing.
    """
    numbers = [abs(number) for number in (value.low, value.high) if number is not None]
    fraction = max(numbers) <= 1 and any(numbers) and value.relation not in ("<=", "<")
    value = replace(value, unit="%", bare=True)
    if fraction:
        value = replace(_times(value, Decimal(100)), scale=0)
        # A 1 or 0.8 in such a column is a whole percentage, not one rounded to hundreds or tens.
        return _noted(replace(value, decimals=max(0, value.decimals)), "percent-from-fraction")
    return _noted(value, "percent-as-written")


def _scaled(value: Value) -> Value:
    """Units are kept without scale words: 万元 in the text has been multiplied already, 元/万人 stays."""
    scale, unit = split_scale(value.unit)
    return _times(replace(value, unit=unit), scale) if scale != 1 else value


def _times(value: Value, scale: Decimal) -> Value:
    if scale == 1:
        return value
    shift = scale.adjusted()
    return replace(
        value,
        low=None if value.low is None else shifted(value.low, shift),
        high=None if value.high is None else shifted(value.high, shift),
        decimals=value.decimals - shift,
        scale=value.scale + shift,
    )


def _noted(value: Value, note: str) -> Value:
    return replace(value, notes=(*value.notes, note))
