"""The scale of a figure that is written without one beside one that has it: 95 beside ≥90万元, 59.85万元 beside ≤61."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from perfscore.core.lazy import lazy_pattern
from perfscore.core.units import is_counted
from perfscore.language.numerals import shifted
from perfscore.language.values.record import Value

Scale = Literal["", "scale: as-target", "scale: base-unit"]
AS_TARGET: Scale = "scale: as-target"
BASE_UNIT: Scale = "scale: base-unit"
_FIGURES = frozenset({"bound", "exact", "range", "period"})


def in_scale(target: Value, actual: Value) -> tuple[tuple[Scale, Value], ...]:
    """What an actual may stand for beside its target: one unnamed value, or the readings of its scale.

    A number without any unit takes the target's whole unit, with its scale word; where the base unit brings it
    nearer to the target (950000 beside ≥90万元), it is read that way too. A number that has taken the unit of its
    column (2.3 in a column of 人次) is in that unit; where the target's scale brings it nearer, it is read so too.
    A target without any unit may have left out that of the actual (≤61 beside 59.85万元) where that brings the two
    nearer to each other; the base unit stays a reading. Every value returned carries its unit, or has the target's none.
    """
    if _left_out(target, actual):
        scaled = as_target(target, actual)
        if _size(actual) * _size(scaled) >= _size(target) ** 2:
            return ((AS_TARGET, scaled), (BASE_UNIT, actual))
    if not _open(target, actual):
        return (("", actual),)
    in_base = replace(actual, unit=target.unit, bare=False)
    scaled = as_target(target, actual)
    # Of two candidates a factor apart, the nearer one by ratio is told by their product against the square.
    base_nearer = _size(in_base) * _size(scaled) >= _size(target) ** 2
    if actual.unit:
        return (("", in_base),) if base_nearer else ((BASE_UNIT, in_base), (AS_TARGET, scaled))
    return ((AS_TARGET, scaled), (BASE_UNIT, in_base)) if base_nearer else (("", scaled),)


def open_from(target: Value, one: Value) -> Fraction | None:
    """The square, of the figure as written, at which the base unit becomes the nearer one; None where nothing is open.

    Args:
        target: the target.
        one: a bare 1 in the column of the actuals.
    """
    if not _open(target, one):
        return None
    return _size(target) ** 2 / Fraction(10) ** (target.scale + one.scale)


#: What is counted of a part of the year, and what says that a number is of all of it.
_PART_OF_A_YEAR = lazy_pattern("/(?:半年|季度?|月|周|旬|日|天|学期)")
_OF_THE_YEAR = lazy_pattern("(?:全年|本年|年度|一年)(?:累计|共计?|合计)?")


def of_other_times(target: Value, actual: Value) -> bool:
    """Whether an actual is of the whole year, where its target is of each part of one, or the other way round.

    全年14篇 beside 每季度4篇, 每季度1次 beside ≥4次.
    """
    part = _PART_OF_A_YEAR.search(target.unit)
    own = _PART_OF_A_YEAR.search(actual.unit)
    if own is not None and part is None and is_counted(target.unit):
        return True  # 每季度1次 beside ≥4次
    return part is not None and _OF_THE_YEAR.match(actual.raw) is not None and part[0] not in actual.unit


def as_target(target: Value, actual: Value) -> Value:
    """The number of an actual, as it is written, in the whole unit of its target."""
    shift = target.scale - actual.scale
    return replace(
        actual,
        low=None if actual.low is None else shifted(actual.low, shift),
        high=None if actual.high is None else shifted(actual.high, shift),
        unit=target.unit,
        decimals=actual.decimals - shift,
        scale=target.scale,
        bare=False,
    )


def _left_out(target: Value, actual: Value) -> bool:
    """Whether a target has neither unit nor scale while its actual is written with a scale."""
    if target.kind not in _FIGURES or actual.kind not in _FIGURES or actual.bare:
        return False
    return not target.unit and target.scale == 0 < actual.scale and bool(_size(target))


def _open(target: Value, actual: Value) -> bool:
    """Whether the scale of an actual is not written while its target has a larger one."""
    if target.kind not in _FIGURES or actual.kind not in _FIGURES or "scale-word" in actual.notes:
        return False
    if target.scale <= actual.scale or not target.unit or not _size(target) or not _size(actual):
        return False
    return actual.unit == "" or (actual.bare and actual.unit == target.unit)


def _size(value: Value) -> Fraction:
    """The larger of the figures, without sign."""
    return max((abs(Fraction(end)) for end in (value.low, value.high) if end is not None), default=Fraction(0))
