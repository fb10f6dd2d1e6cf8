"""Scoring a row that states no rule: the rule set's formulas over target and actual.

The outcome is a list of readings, or a refusal that says why there is no defensible number. Nothing is assumed:
a completion rate against zero, a word against a quantity, a range missed, another unit are refusals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from perfscore.core.numbers import Interval, plain
from perfscore.core.trace import Step
from perfscore.core.units import convert
from perfscore.language.values import Value, is_completion_rate
from perfscore.rulesets import RuleSet
from perfscore.scoring.direction import Direction, of_target
from perfscore.scoring.formulas import Formula, Quantities, apply, formula
from perfscore.scoring.records import Status

MET = "met"


@dataclass(frozen=True, slots=True)
class Given:
    """An unrounded score under one reading."""

    name: str
    value: Fraction
    interval: Interval
    step: Step


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a row has no defensible number, in Chinese and English."""

    status: Status
    reason: str
    reason_en: str


def score_by_default(
    target: Value, actual: Value, points: Fraction, ruleset: RuleSet, direction: Direction | None
) -> tuple[Given, ...] | Refused:
    """Score by the rule set's formulas.

    Args:
        target, actual: as read; `direction` is what the indicator's name implies, used only where the target
            has no sign.
        points: the row's points.

    Returns:
        The readings, the rule set's default first, or the refusal.
    """
    refusal = _unusable(target, actual)
    if refusal is not None:
        return refusal
    if is_completion_rate(target, actual):
        return _by_completion(target, actual, points, ruleset)
    if target.kind == "qualitative" or actual.kind == "qualitative":
        return _words(target)
    if target.kind in ("bound", "exact") and actual.kind in ("exact", "bound") and _numeric(target, actual):
        return _by_numbers(target, actual, points, ruleset, of_target(target) or direction)
    if target.kind == "range" and actual.kind == "exact" and _numeric(target, actual):
        return _by_range(target, actual, points)
    return _by_sameness(target, actual, points)


def _unusable(target: Value, actual: Value) -> Refused | None:
    if target.kind == "empty":
        return Refused("no-rule", "指标值未填，无从计分", "the target is blank")
    if actual.kind == "empty" and not _is_none(actual):
        return Refused("no-actual", "实际完成值未填", "the actual value is blank")
    return None


def _is_none(actual: Value) -> bool:
    """Whether the actual says 无: none of a thing that is counted."""
    return actual.kind == "empty" and actual.empty == "none"


def _words(target: Value) -> Refused:
    if target.kind == "qualitative":
        return Refused(
            "no-rule",
            "定性指标没有写明评分标准，只能核对档次，不能重算得分",
            "a qualitative indicator without a stated rule can be checked against its band, not scored",
        )
    return Refused(
        "no-actual",
        "完成值是文字，没有与指标值可比的数",
        "the actual is a word, not a number comparable with the target",
    )


def _numeric(target: Value, actual: Value) -> bool:
    return target.low is not None or target.high is not None or actual.low is not None


def _number(value: Value) -> Fraction | None:
    """The one number of a bound or exact value."""
    return None if value.number is None else Fraction(value.number)


def _by_completion(
    target: Value, actual: Value, points: Fraction, ruleset: RuleSet
) -> tuple[Given, ...] | Refused:
    """The actual is a completion rate of the target, which itself was not recorded."""
    rate = _number(actual)
    if rate is None:
        return Refused(
            "no-actual",
            "完成值只写“完成”一类的字样，没有数",
            "the actual says only that it was done, without a number",
        )
    if _number(target) == 0:
        return Refused(
            "no-actual",
            "目标为 0，完成值填的是百分比，实际值没有记录，无法比较",
            "the target is zero and the actual a percentage: the value itself was not recorded",
        )
    if of_target(target) == "smaller":
        return Refused(
            "no-actual",
            "目标为上限，完成值填的是完成率，看不出实际值是否超过上限",
            "the target is an upper limit and the actual a completion rate: the value itself was not recorded",
        )
    if rate >= 100:
        return (_full(points, f"完成率 {plain(rate)}%"),)
    q = Quantities(points, Fraction(100), max(rate, Fraction(0)), "%")
    names = ruleset.equality.value if target.relation in ("=", None) else ruleset.positive.value
    return _missed(names, q, lambda value: value >= 100, _interval(actual))


def _by_numbers(
    target: Value, actual: Value, points: Fraction, ruleset: RuleSet, direction: Direction | None
) -> tuple[Given, ...] | Refused:
    """Two numbers in comparable units."""
    goal, raw = _number(target), _number(actual)
    if goal is None or raw is None:
        return Refused("no-actual", "指标值或完成值没有具体的数", "the target or the actual has no number")
    if actual.kind == "bound" and actual.relation not in ("=", None):
        return Refused("no-actual", "完成值写成了范围，没有具体的数", "the actual is a bound, not a number")
    factor = _factor(actual.unit, target.unit)
    if factor is None:
        return Refused(
            "no-actual",
            f"完成值的单位“{actual.unit}”与指标值的单位“{target.unit}”不能换算",
            f'units "{actual.unit}" and "{target.unit}" cannot be converted',
        )
    done = raw * factor
    spread = Interval(_interval(actual).low * factor, _interval(actual).high * factor)
    q = Quantities(points, goal, done, target.unit or actual.unit)
    relation = target.relation or "="
    holds = _relation(relation, goal, direction)
    if holds(done):
        return (_full(points, f"完成值 {q.words(done)}，{_sign(relation)} {q.words(goal)} 成立"),)
    if goal == 0:
        return (_zero(q, relation),)
    if goal < 0:
        return Refused(
            "no-rule", "指标值为负数且未达到，按比例计分没有意义", "a negative target was missed: no ratio applies"
        )
    if relation in (">=", ">"):
        return _missed(ruleset.positive.value, q, holds, spread)
    if relation in ("<=", "<"):
        return _missed(ruleset.negative.value, q, holds, spread)
    names = ruleset.negative.value if direction == "smaller" else ruleset.equality.value
    return _missed(names, q, holds, spread)


def _relation(relation: str, goal: Fraction, direction: Direction | None) -> Callable[[Fraction], bool]:
    """Whether a number meets the target; an equality target is met on its better side too (DOMAIN.md, Q1)."""
    if relation == ">=":
        return lambda value: value >= goal
    if relation == ">":
        return lambda value: value > goal
    if relation == "<=":
        return lambda value: value <= goal
    if relation == "<":
        return lambda value: value < goal
    if direction == "smaller" or goal == 0:
        return lambda value: value <= goal
    return lambda value: value >= goal


def _sign(relation: str) -> str:
    return {">=": "≥", "<=": "≤"}.get(relation, relation)


def _factor(unit: str, wanted: str) -> Fraction | None:
    """The factor from one unit to another; a missing unit is taken as the other's."""
    if unit == wanted or not unit or not wanted:
        return Fraction(1)
    return convert(Fraction(1), unit, wanted)


def _interval(actual: Value) -> Interval:
    """What the written actual stands for."""
    return actual.interval or Interval.point(_number(actual) or 0)


def _by_range(target: Value, actual: Value, points: Fraction) -> tuple[Given, ...] | Refused:
    low, high, done = target.low, target.high, _number(actual)
    factor = _factor(actual.unit, target.unit)
    if low is None or high is None or done is None or factor is None:
        return Refused("no-actual", "完成值与区间目标不能比较", "the actual cannot be compared with the range")
    done *= factor
    above = done > low or (done == low and not target.low_open)
    below = done < high or (done == high and not target.high_open)
    if above and below:
        return (_full(points, f"完成值 {plain(done)} 在 {target.say()} 之内"),)
    return Refused(
        "no-rule",
        "完成值在区间目标之外，规则集没有规定怎样计分",
        "outside the target range: the rule set has no formula",
    )


def _by_sameness(target: Value, actual: Value, points: Fraction) -> tuple[Given, ...] | Refused:
    """Dates, periods, ratios, lists: full marks when both say the same, otherwise no formula applies."""
    if _is_none(actual):
        if _number(target) == 0 and target.kind in ("bound", "exact"):
            return (_full(points, "完成值为无，即 0"),)
        return Refused("no-actual", "完成值为“无”，不能与指标值比较", 'the actual says "none"')
    if target.kind == "date" and actual.kind == "date":
        return _by_date(target, actual, points)
    if target.kind == actual.kind and target.say() == actual.say():
        return (_full(points, f"完成值与指标值相同：{target.say()}"),)
    return Refused(
        "no-rule",
        f"指标值“{target.say()}”与完成值“{actual.say()}”没有可用的计分公式",
        "no formula applies to this kind of target and actual",
    )


def _by_date(target: Value, actual: Value, points: Fraction) -> tuple[Given, ...] | Refused:
    """A deadline and the day on which it was done."""
    deadline, done = (value.end.bounds() if value.end is not None else None for value in (target, actual))
    if deadline is None or done is None or target.end is None:
        return Refused("no-actual", "日期没有写全，不能比较早晚", "a date is not complete and cannot be compared")
    if done[1] <= (deadline[1] if target.end.precise else deadline[0]):
        return (_full(points, f"{actual.say()} 不晚于 {target.say()}"),)
    if done[0] > deadline[1]:
        return Refused(
            "no-rule", "完成日期晚于目标，规则集没有规定怎样扣分", "late: the rule set has no formula for delay"
        )
    return Refused("no-actual", "日期写得不够细，看不出是否按期", "the dates are not precise enough to tell")


def _full(points: Fraction, why: str) -> Given:
    return Given(MET, points, Interval.point(points), Step("达标得满分", why, plain(points)))


def _zero(q: Quantities, relation: str) -> Given:
    why = f"目标为 0，完成值 {q.words(q.actual)} 不满足 {_sign(relation)} 0，任何比例公式都得 0 分"
    return Given("zero-target", Fraction(0), Interval.point(0), Step("零目标", why, "0"))


def _missed(
    names: tuple[str, ...], q: Quantities, holds: Callable[[Fraction], bool], spread: Interval
) -> tuple[Given, ...]:
    """Every formula of the rule set for a missed target."""
    return tuple(_reading(formula(name), q, holds, spread) for name in names)


def _reading(one: Formula, q: Quantities, holds: Callable[[Fraction], bool], spread: Interval) -> Given:
    def at(actual: Fraction) -> Fraction:
        if holds(actual):
            return q.points
        if actual < 0 or (actual == 0 and one.name == "inverse-ratio"):
            return Fraction(0)
        return apply(one, Quantities(q.points, q.target, actual, q.unit))

    value = at(q.actual)
    ends = [at(spread.low), value, at(spread.high)]
    step = Step(one.zh, one.words(q), plain(value, 6))
    return Given(f"formula: {one.name}", value, Interval(min(ends), max(ends)), step)
