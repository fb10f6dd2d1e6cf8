"""A rate that is written with the numbers it was worked out from: 回收200份，满意176份，满意度88%."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import Final

from perfscore.core.numbers import Interval
from perfscore.core.records import replace
from perfscore.core.units import dimension
from perfscore.language.agreement import agrees
from perfscore.language.values import Value

_PER_CENT: Final = Fraction(100)
#: Kinds of targets that one rate answers.
_KINDS: Final = ("bound", "exact", "range")


def derived(actual: Value, target: Value, indicator: str) -> Value:
    """The rate that answers the target, where the actual gives it beside the numbers behind it; else the actual.

    There must be one rate in percent, under a name that agrees with the indicator's, and a target in percent. Where two
    numbers of one unit stand beside it, one must be that part of the other: if they say otherwise it is not known
    which of the three is right.

    Args:
        actual: a list of named numbers.
        target: what the row asks for.
        indicator: the name of the indicator.
    """
    if actual.kind != "list" or target.kind not in _KINDS or target.unit != "%":
        return actual
    rates = [part for part in actual.parts if part.unit == "%" and part.kind == "exact"]
    others = [part for part in actual.parts if part not in rates]
    if len(rates) != 1 or any(part.kind != "exact" or dimension(part.unit) == "share" for part in others):
        return actual
    (rate,) = rates
    if not rate.label or not agrees(_one_word(rate.label), _one_word(indicator)) or not _follows(rate, others):
        return actual
    return replace(rate, relation="=", label="", raw=actual.raw)


def _one_word(name: str) -> str:
    """满意率 and 满意度 are one thing."""
    return name.replace("满意率", "满意度")


def _follows(rate: Value, others: list[Value]) -> bool:
    """Whether the rate may be what some pair of the numbers gives, or there is no pair that it could come from."""
    pairs = [
        (one, two)
        for one, two in permutations(others, 2)
        if one.unit == two.unit
        and one.low is not None
        and two.low is not None
        and one.low <= two.low
        and two.low > 0
    ]
    shown = Interval.around(rate.low, rate.decimals) if rate.low is not None else None
    if not pairs or shown is None:
        return shown is not None
    return any(
        shown.low <= Fraction(one.low or 0) / Fraction(two.low or 1) * _PER_CENT <= shown.high
        for one, two in pairs
    )
