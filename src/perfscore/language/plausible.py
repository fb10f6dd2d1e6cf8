"""The last look at a reading: one that its own row contradicts was not understood, and is refused.

A rule may be written badly, and then its defects are worth reporting; but where the reading itself rests on an
inference (a step, a share of the target, a limit in another unit), a score of nothing at the target, or full marks
however bad the actual, speaks against the inference rather than against the author.
"""

from __future__ import annotations

import re
from fractions import Fraction

from perfscore.core.units import canonical, is_counted
from perfscore.language import deviations
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Either, Quantity, Within
from perfscore.language.clauses.formula import Formula
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.yes_no import Against
from perfscore.language.measured import Measured
from perfscore.language.program import Program, UnboundError
from perfscore.language.terms import NoScoreError, value

PERIODIC = re.compile(r"每(?:个)?(?:季度|月|年度?|周|半年)")


def check(rule: Measured, program: Program) -> None:
    """Refuse a reading that the row contradicts.

    Raises:
        UnboundError: meeting the target gives nothing, or the worst actual gets full marks.
    """
    _every_period(rule)
    _foreign_percent(rule)
    _lone_cost(rule)
    _gained_once(rule)
    _parts_of_the_points(rule)
    need, goal = rule.variable.need, rule.variable.goal
    if need is not None and program.single == need.name:
        _both_sides(rule, program, need.name)
    if (
        need is not None
        and program.single == need.name
        and need.measure == "value"
        and rule.row.goal.high is not None
    ):
        ends = [
            _at(program, need.name, end) for end in (rule.row.goal.value, rule.row.goal.high) if end is not None
        ]
        if rule.row.points > 0 and set(ends) == {Fraction(0)} and not _only_adds(rule):
            raise UnboundError("按这样读，在指标值的范围内反而不得分，没有把握读懂", "写明各个数与指标值的关系")
    if need is None or goal is None or goal <= 0 or need.measure != "value" or program.single != need.name:
        return
    if not rule.variable.plain or rule.direction not in ("up", "down"):
        return
    _one_by_one(rule)
    _moot_share(rule)
    if _literal(rule):
        return
    worst = (goal * 20 + 1000) * (-1 if rule.direction == "up" else 1)
    better = goal * 6 / 5 if rule.direction == "up" else goal * 4 / 5
    if rule.variable.unit == "%" and rule.direction == "up":
        better = min(better, Fraction(100)) if goal < 100 else goal
    met, lost, more = (_at(program, need.name, at) for at in (goal, worst, better))
    ranges = rule.row.ranges
    bad = "short" if rule.direction == "up" else "over"
    if (
        any(w.measure == bad for w in ranges)
        and all(w.measure in (bad, "loose") or _only_bad(w, rule.direction) for w in ranges)
        and all(isinstance(s.condition, Within | Either) for s in rule.row.statements)
        and met not in (None, rule.row.points)
    ):
        raise UnboundError("只写了偏离指标值的几档，达到指标值时得几分没有写明", "写明达到指标值得几分")
    if met == 0 and rule.row.points > 0 and not _only_adds(rule):
        raise UnboundError("按这样读，达到指标值反而不得分，没有把握读懂", "写明各个数与指标值的关系")
    if lost is not None and lost >= rule.row.points > 0 and rule.row.punishes:
        raise UnboundError("按这样读，差到最差也不扣分，没有把握读懂", "写明各个数与指标值的关系")
    if more is not None and met is not None and more < met and not _two_sided(rule):
        raise UnboundError("按这样读，优于指标值反而少得分，没有把握读懂", "写明各个数与指标值的关系")


def _every_period(rule: Measured) -> None:
    """每月开展1次得满分: what is due each month is not answered by a number of the year."""
    for statement in rule.row.statements:
        condition, amount = statement.condition, statement.outcome
        if not (isinstance(condition, Within) and isinstance(amount, Amount) and amount.manner == "award"):
            continue
        period = PERIODIC.search(condition.subject)
        if period is None or period[0] in rule.row.goal.text or condition.subject.endswith(("数", "率", "量")):
            continue
        if is_counted(rule.variable.unit):
            reason = f"“{period[0]}”分别计算，只有一个数"
            raise UnboundError(reason, "写明全年应有多少，或按次分别填写", statement.span)


def _foreign_percent(rule: Measured) -> None:
    """超过1%扣1分 beside ≤6万元, alone: once, or for every per cent? A list of such tiers says that it is once."""
    if rule.variable.unit in ("%", "百分点", "") or rule.variable.need is None:
        return
    found = [
        statement
        for statement in rule.row.statements
        if isinstance(statement.condition, Within) and statement.condition.measure == ""
        for quantity in (statement.condition.low, statement.condition.high)
        if quantity is not None and canonical(quantity.unit) == "%"
    ]
    only = found[0] if len(found) == 1 else None
    if only is not None and isinstance(only.outcome, Amount) and only.outcome.manner == "deduct":
        raise UnboundError("没有写明是超过一次就扣，还是每超过百分之几扣", "写明“每超过指标值的1%”", only.span)


def _lone_cost(rule: Measured) -> None:
    """迟到3次扣1分 alone: at three, at every three, or at three and more? Nobody means that four cost nothing."""
    costs = [
        (s, s.condition)
        for s in rule.row.statements
        if isinstance(s.condition, Within)
        and s.condition.measure == ""
        and isinstance(s.outcome, Amount)
        and s.outcome.manner != "award"
    ]
    ranged = [s for s in rule.row.statements if isinstance(s.condition, Within | Either)]
    if len(costs) == len(ranged) == 1 and costs[0][1].exact:
        raise UnboundError(
            "没有写明是每次都扣，还是达到这个数才扣", "写明“每…扣几分”或“…以上扣几分”", costs[0][0].span
        )


def _gained_once(rule: Measured) -> None:
    """提前1天加1分: once for being early, or for every day? 提前3天加1分 says how early one must be."""
    for s in rule.row.statements:
        within = s.condition if isinstance(s.condition, Within) and s.condition.measure == "early" else None
        adds = isinstance(s.outcome, Amount) and s.outcome.manner == "add"
        if within is not None and adds and within.low is not None and within.low.value == 1:
            raise UnboundError("没有写明是提前就加，还是每提前一天都加", "写明“每提前…加几分”", s.span)


def _parts_of_the_points(rule: Measured) -> None:
    """达到目标得5分,满意度90%以上得5分 in a row of 10: each is a part, and one number cannot be both."""
    paid = [
        points
        for s in rule.row.statements
        if isinstance(s.outcome, Amount)
        and s.outcome.manner == "award"
        and (points := s.outcome.value(rule.row.points)) is not None
        and points > 0
    ]
    standing = next((s for s in rule.row.statements if isinstance(s.condition, Against)), None)
    if standing is not None and len(paid) > 1 and max(paid) < rule.row.points == sum(paid):
        raise UnboundError(
            "几项得分合计才是本行分值，一个完成值不能说明各项", "分成几项，写明各自的完成值", standing.span
        )


def _moot_share(rule: Measured) -> None:
    """完成20户,按完成比例得分 beside a target of 20: a share that begins where it is full was not meant as a gate."""
    paying = [s for s in rule.row.statements if s.outcome is not None]
    only = paying[0] if len(paying) == 1 else None
    if only is None or not isinstance(only.outcome, Prorata | Formula) or not isinstance(only.condition, Within):
        return
    end = only.condition.low if rule.direction == "up" else only.condition.high
    same = end is not None and (end.value, canonical(end.unit)) == (rule.variable.goal, rule.variable.unit)
    if only.condition.measure == "" and same:
        raise UnboundError("按比例得分只剩达到指标值的情形，没有把握读懂", "写明未达到指标值时怎样得分", only.span)


def _both_sides(rule: Measured, program: Program, name: str) -> None:
    """A tier or target of ±N names both sides; a deduction that spares one, or strikes the middle, was not understood."""
    goal = rule.row.goal
    symmetric = goal.value is not None and goal.high is not None and goal.value == -goal.high != 0
    middle = _at(program, name, Fraction(0)) if symmetric and rule.row.punishes else None
    if middle is not None and middle < rule.row.points:
        raise UnboundError("按这样读，没有偏差反而扣分，没有把握读懂", "写明正负偏差各怎样扣分", _deduction(rule))
    for within in rule.row.ranges:
        around = within.measure == "around" and rule.variable.need is not None and not rule.variable.need.unsigned
        named = within.low is not None and within.high is not None and within.low.value == -within.high.value != 0
        if not (around or named):
            continue
        far = 1000 * max(
            abs(q.value) for q in (within.low, within.high, Quantity(Fraction(1), "")) if q is not None
        )
        middle = goal.value or Fraction(0) if around else Fraction(0)
        ends = [_at(program, name, middle + side * far) for side in (-1, 1)]
        if rule.row.punishes and any(end is not None and end >= rule.row.points > 0 for end in ends):
            raise UnboundError(
                "按这样读，一侧的偏差再大也不扣分，没有把握读懂", "写明正负偏差各怎样扣分", _deduction(rule)
            )


def _deduction(rule: Measured) -> tuple[int, int] | None:
    """Where the deduction stands."""
    return next((s.span for s in rule.row.statements if isinstance(s.outcome, PerStep)), None)


def _one_by_one(rule: Measured) -> None:
    """`开展1次得1分` alone is no tier: it is every one, or one in all."""
    paying = [s for s in rule.row.statements if s.outcome is not None]
    only = paying[0] if len(paying) == 1 else None
    if only is None or not isinstance(only.outcome, Amount) or not isinstance(only.condition, Within):
        return
    points = only.outcome.value(rule.row.points)
    if only.condition.exact and points is not None and 0 < points < rule.row.points:
        raise UnboundError("只有一档，又不是满分：没有写明是每个单位得几分", "写明“每…得几分”", only.span)


def _at(program: Program, name: str, number: Fraction) -> Fraction | None:
    try:
        return value(program.term, {name: number})
    except NoScoreError:
        return None


def _literal(rule: Measured) -> bool:
    """Whether the rule is a formula or a plain list of tiers in the row's own unit: it means what it says."""
    tiers = all(isinstance(s.outcome, Amount) or s.outcome is None for s in rule.row.statements)
    same = all(
        w.measure == "" and q.unit and canonical(q.unit) == rule.variable.unit
        for w in rule.row.ranges
        for q in (w.low, w.high)
        if q is not None
    )
    return (tiers and same) or any(isinstance(s.outcome, Formula) for s in rule.row.statements)


def _only_bad(within: Within, direction: str) -> bool:
    """Whether a range is open towards the worse side alone."""
    return within.measure == "" and (within.low if direction == "up" else within.high) is None


def _only_adds(rule: Measured) -> bool:
    """A bonus item starts from nothing."""
    return all(s.amount is None or s.amount.manner == "add" for s in rule.row.statements)


def _two_sided(rule: Measured) -> bool:
    """Whether the words themselves look at both sides of the target."""
    sides = {step.kind for step in rule.row.steps}
    measures = {w.measure for w in rule.row.ranges}
    return (
        "off" in sides
        or {"short", "over"} <= sides
        or bool(measures & {"off", "over", "up", "down"})
        or any(w.low is not None and w.high is not None for w in rule.row.ranges)
        or any(deviations.named(w.subject) for w in rule.row.ranges)
        or rule.row.goal.high is not None
    )
