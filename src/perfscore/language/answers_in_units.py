"""The number of an actual in the unit of what is asked for."""

from __future__ import annotations

import re
from fractions import Fraction

from perfscore.core.numbers import plain
from perfscore.core.rational import rational
from perfscore.core.trace import Step
from perfscore.core.units import canonical, dimension
from perfscore.language.facts import Actual, in_unit
from perfscore.language.program import Need
from perfscore.language.terms import NoScoreError

#: Beside a percentage as small as this a bare 1 is 1 %.
SMALL = 3


def formula_input(number: Fraction, unit: str) -> Fraction:
    """A number as a formula takes it: a percentage as a share, 万 and 亿 written out."""
    if unit == "%":
        return number / 100
    scaled = re.fullmatch(r"([万亿])(.*)", unit)
    return number * {"万": 10**4, "亿": 10**8}[scaled[1]] if scaled else number


def percentage(done: Actual, planned: Actual) -> Fraction:
    """What was done of what was planned, in percent.

    Raises:
        NoScoreError: one of them is no plain number in the unit of the other, or nothing was planned.
    """
    if done.number is None or planned.number is None or done.several or planned.several:
        raise NoScoreError("完成数与计划数要填数")
    if not planned.number or done.number < 0 or canonical(done.unit) != canonical(planned.unit):
        raise NoScoreError("计划数为零，或者与完成数单位不同，算不出完成率")
    return rational(100) * done.number / planned.number


def converted(number: Fraction, unit: str, need: Need) -> Fraction:
    """A number in the unit of what is asked for.

    Raises:
        NoScoreError: the units do not go together.
    """
    found = in_unit(number, unit, need.unit)
    if found is None:
        raise NoScoreError(f"单位“{unit}”不能换算成“{need.unit}”")
    return found


def plain_number(need: Need, actual: Actual, number: Fraction, unit: str, notes: list[Step]) -> Fraction:
    """The row's own number, in its unit; what had to be assumed is noted.

    Raises:
        NoScoreError: its unit is another one, or whether it is a percentage or a share is open.
    """
    if need.unit == "%":
        if unit in ("%", "百分点"):
            return number
        if dimension(unit) == "share":
            return converted(number, unit, need)
        if unit:
            raise NoScoreError(f"指标按%计，“{actual.text}”的单位不同")
        return bare_percent(need, actual, number, notes)
    if unit == "%" and dimension(need.unit) != "share":
        if need.is_share:
            return number / 100
        if need.target is None or need.target == 0:
            raise NoScoreError("实际填的是百分比，不能与指标值比较")
        notes.append(
            Step("数值", f"按完成率 {actual.text} 折算，实际值本身没有填写", plain(number * need.target / 100, 6))
        )
        return number * need.target / 100
    found = in_unit(number, unit, need.unit)
    if found is None:
        raise NoScoreError(f"单位“{unit}”不能换算成“{need.unit}”")
    return found


def bare_percent(need: Need, actual: Actual, number: Fraction, notes: list[Step]) -> Fraction:
    """A number without % in a percent column: 0.985 and 98.5 are both possible, and one is named."""
    if number <= 0 or number > Fraction(3, 2):
        return number
    target = need.target
    if target is not None and target <= SMALL and actual.decimals == 0:
        return number
    if actual.decimals and (target is None or target >= 20):
        notes.append(Step("数值", f"{actual.text} 按 {plain(number * 100)}% 读", f"{plain(number * 100)}%"))
        return number * 100
    if number == 1 and target is not None and target == 100:
        raise NoScoreError("“1”可能是1%，也可能是100%")
    raise NoScoreError(f"“{actual.text}”可能是{plain(number)}%，也可能是{plain(number * 100)}%")
