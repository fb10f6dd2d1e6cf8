"""The last look at a reading: one that its own row contradicts was not understood, and is refused.

A rule may be written badly, and then its defects are worth reporting; but where the reading itself rests on an
inference (a step, a share of the target, a limit in another unit), a score of nothing at the target, or full marks
however bad the actual, speaks against the inference rather than against the author.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import pairwise

from perfscore.core.lazy import lazy_pattern
from perfscore.core.rational import rational
from perfscore.core.units import canonical, is_counted
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Within
from perfscore.language.clauses.formula import Formula
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.yes_no import Against
from perfscore.language.deviations import named
from perfscore.language.measured import Measured
from perfscore.language.program import Need, Program, UnboundError
from perfscore.language.row import FULL, Row
from perfscore.language.statements import Statement
from perfscore.language.terms import NoScoreError, Term, value

PERIODIC = lazy_pattern(
    r"每(?:个)?(?:季度|月|年度?|周|半年|学期|学年)|单个?(?:季度?|月|周|日|天)|当[月日季周]|同一?个?[月日周]"
)
_YEARLY = lazy_pattern("每年度?")


def _never_costs(row: Row, at: Callable[[Fraction], Fraction | None]) -> None:
    """分值-(目标值-实际值)×0.5 in percent takes half a point off where nothing was done: its scale is not written.

    Raises:
        UnboundError: a formula leaves nearly all points to the worst actual.
    """
    less = any(isinstance(s.outcome, Formula) and s.outcome.say().startswith(LESS) for s in row.statements)
    if row.goal.unit != "%" or row.goal.sign in ("≤", "<") or not less:
        return
    worst = at(rational(0))
    if worst is not None and row.points > 0 and worst >= row.points * _NEARLY:
        raise UnboundError("按这样读，一点也没有完成也几乎得满分，公式里的比率怎样折算没有写明", "写明是否乘以100")


#: So much of the points is nearly all of them.
_NEARLY = Fraction(9, 10)
LESS = "得分=分值-"


def own_period(row: Row, within: Within) -> str:
    """The period that a range is of, where the row's number is not of the same one; empty where it is.

    A form is of a year: 每年不少于4次 beside ≥4次 is the target said again.
    """
    period = PERIODIC.search(within.subject)
    if period is None or period[0] in row.goal.text:
        return ""
    yearly = _YEARLY.fullmatch(period[0]) is not None and row.goal.value in {end.value for end in within.ends}
    return "" if yearly else period[0]


def check(rule: Measured, program: Program) -> None:
    """Refuse a reading that the row contradicts.

    Raises:
        UnboundError: meeting the target gives nothing, or the worst actual gets full marks.
    """
    row, need, goal = rule.row, rule.variable.need, rule.variable.goal
    _every_period(rule)
    _foreign_percent(rule)
    _lone_cost(row)
    _gained_once(row)
    _faults_alone(rule)
    _parts_of_the_points(row)
    if need is None or program.single != need.name:
        return
    at = partial(_at, program.term, need.name)
    _both_sides(row, need, at)
    _never_costs(row, at)
    if need.measure != "value":
        return
    if row.goal.high is not None and row.points > 0 and not _only_adds(row):
        ends = {at(end) for end in (row.goal.value, row.goal.high) if end is not None}
        if ends == {rational(0)}:
            raise UnboundError("按这样读，在指标值的范围内反而不得分，没有把握读懂", "写明各个数与指标值的关系")
    if goal is None or goal <= 0 or not rule.variable.plain or rule.direction not in ("up", "down"):
        return
    _sole_clause(rule)
    _pays_for_less(rule, goal, at)
    stepped = [s.condition for s in row.statements if isinstance(s.outcome, PerStep)]
    if stepped and all(not isinstance(c, Within) or c.part for c in stepped):
        # A step of its own range (低于80%的,每低1%扣0.4分) has its readings of where it starts.
        _worse_is_no_more(rule, goal, at)
    if not _literal(rule):
        _at_the_target(rule, goal, at)
    elif row.goal.sign and any(isinstance(s.outcome, Formula) for s in row.statements):
        _better_is_no_less(rule, goal, at)


def _pays_for_less(rule: Measured, goal: Fraction, at: Callable[[Fraction], Fraction | None]) -> None:
    """低于95%得5分 beside ≥95%, where nothing says what the target gives.

    Raises:
        UnboundError: all awards are for what falls short of the target, and meeting it gives one of them.
    """
    row, up = rule.row, rule.direction == "up"
    awards = [w for s, w, _ in _tiers(row, "award")]
    paying = [s for s in row.statements if s.outcome is not None]
    short = all(_only_bad(w, up=up) and _beyond_goal(rule, w, goal, up=up) for w in awards)
    met = at(goal)
    if awards and len(awards) == len(paying) and short and met is not None and 0 < met < row.points:
        raise UnboundError("只写了偏离指标值的几档，达到指标值时得几分没有写明", "写明达到指标值得几分")


def _beyond_goal(rule: Measured, within: Within, goal: Fraction, *, up: bool) -> bool:
    """Whether a range that is open to the worse side ends at the target or short of it."""
    end = within.high if up else within.low
    return end is not None and (rule.at(end) <= goal if up else rule.at(end) >= goal)


def _worse_is_no_more(rule: Measured, goal: Fraction, at: Callable[[Fraction], Fraction | None]) -> None:
    """Beside steps, an actual that is worse never scores more: 5%-10%得8分,超过10%的部分每1个百分点扣1分 goes on from 8.

    Raises:
        UnboundError: it does, so that where the steps start was not understood.
    """
    row, up = rule.row, rule.direction == "up"
    edges = {rule.at(q) for w in row.ranges if w.measure in ("", "around") for q in w.ends}
    places = {
        edge * share
        for edge in edges
        for share in (Fraction(95, 100), Fraction(999, 1000), 1, Fraction(1001, 1000), Fraction(105, 100))
    }
    worse = sorted((one for one in places if (one <= goal if up else one >= goal)), reverse=up)
    scores = [score for one in worse if (score := at(one)) is not None]  # from the target to the worst
    aside = row.goal.high is not None or any(
        w.measure in ("off", "around", "over", "up", "down") for w in row.ranges
    )
    if (
        any(more > less for less, more in pairwise(scores))
        and not aside
        and "off" not in {s.kind for s in row.steps}
    ):
        raise UnboundError("按这样读，差得多反而得分多，没有把握读懂", "写明扣分从哪一个数、哪一个分值起算")


def _better_is_no_less(rule: Measured, goal: Fraction, at: Callable[[Fraction], Fraction | None]) -> None:
    """得分=计划数/实际完成数×10 beside ≥100户 is the formula of the other direction (docs/language.md §3.12).

    Raises:
        UnboundError: what is better than the target scores less than the target.
    """
    up = rule.direction == "up"
    better = goal * 6 / 5 if up else goal * 4 / 5
    if rule.variable.unit == "%" and up:
        better = min(better, FULL) if goal < FULL else goal
    met, more = at(goal), at(better)
    if met is not None and more is not None and more < met and not _two_sided(rule.row):
        raise UnboundError("按这样读，优于指标值反而少得分，没有把握读懂", "写明各个数与指标值的关系")


def _at_the_target(rule: Measured, goal: Fraction, at: Callable[[Fraction], Fraction | None]) -> None:
    """Whether the target, the worst and something better than the target get what such a rule would give them."""
    row, up, points = rule.row, rule.direction == "up", rule.row.points
    better = goal * 6 / 5 if up else goal * 4 / 5
    if rule.variable.unit == "%" and up:
        better = min(better, FULL) if goal < FULL else goal
    met, lost, more = at(goal), at((goal * 20 + 1000) * (-1 if up else 1)), at(better)
    bad = "short" if up else "over"
    if (
        any(w.measure == bad for w in row.ranges)
        and all(w.measure in (bad, "loose") or _only_bad(w, up=up) for w in row.ranges)
        and all(s.ranges for s in row.statements)
        and met not in (None, points)
    ):
        raise UnboundError("只写了偏离指标值的几档，达到指标值时得几分没有写明", "写明达到指标值得几分")
    if met == 0 and points > 0 and not _only_adds(row):
        raise UnboundError("按这样读，达到指标值反而不得分，没有把握读懂", "写明各个数与指标值的关系")
    if lost is not None and lost >= points > 0 and row.punishes:
        raise UnboundError("按这样读，差到最差也不扣分，没有把握读懂", "写明各个数与指标值的关系")
    edges = [rule.at(q) for w in row.ranges if not w.measure for q in w.ends]
    beside = [edge * share for edge in edges for share in (Fraction(999, 1000), 1, Fraction(1001, 1000))]
    short = [at(one) for one in beside if (one < goal if up else one > goal)]
    if met is not None and any(one is not None and one > met for one in short) and not _two_sided(row):
        raise UnboundError("按这样读，没有达到指标值反而得分更多，没有把握读懂", "核对各档的界限和分值")
    if more is not None and met is not None and more < met and not _two_sided(row):
        raise UnboundError("按这样读，优于指标值反而少得分，没有把握读懂", "写明各个数与指标值的关系")


def _at(term: Term, name: str, actual: Fraction) -> Fraction | None:
    try:
        return value(term, {name: actual})
    except NoScoreError:
        return None


# -- what single clauses leave open ------------------------------------------------------------------------


def _tiers(row: Row, *manners: str) -> list[tuple[Statement, Within, Amount]]:
    """The clauses that give or take a fixed number of points for one range."""
    return [
        (s, s.condition, s.outcome)
        for s in row.statements
        if isinstance(s.condition, Within) and isinstance(s.outcome, Amount) and s.outcome.manner in manners
    ]


def _every_period(rule: Measured) -> None:
    """每月开展1次得满分: what is due each month is not answered by a number of the year."""
    for statement, within, _ in _tiers(rule.row, "award") if is_counted(rule.variable.unit) else ():
        period = own_period(rule.row, within)
        if not period or within.subject.endswith(("数", "率", "量")):
            continue
        reason = f"“{period}”分别计算，只有一个数"
        raise UnboundError(reason, "写明全年应有多少，或按次分别填写", statement.span)


#: What is missing or wrong, counted by itself: 断面不达标3个.
_FAULT = lazy_pattern("^[^,]{0,12}?[未不没无违]")


def _faults_alone(rule: Measured) -> None:
    """Faults counted as tiers are not the number that a row wants to be large or just so: 6个 are to reach the standard."""
    goal, ranges = rule.row.goal, rule.row.ranges
    wanted = bool(goal.value) and goal.sign not in ("≤", "<")
    if wanted and ranges and is_counted(rule.variable.unit) and all(_FAULT.search(w.subject) for w in ranges):
        raise UnboundError("按发现的件数扣分，而指标值是越多越好的数", "写明扣分的件数从哪里来")


def _foreign_percent(rule: Measured) -> None:
    """超过1%扣1分 beside ≤6万元, alone: once, or for every per cent? A list of such tiers says that it is once."""
    if rule.variable.unit in ("%", "百分点", "") or rule.variable.need is None:
        return
    ends = [
        statement
        for statement in rule.row.statements
        if isinstance(statement.condition, Within) and statement.condition.measure == ""
        for quantity in statement.condition.ends
        if canonical(quantity.unit) == "%"
    ]
    if len(ends) == 1 and isinstance(ends[0].outcome, Amount) and ends[0].outcome.manner == "deduct":
        raise UnboundError("没有写明是超过一次就扣，还是每超过百分之几扣", "写明“每超过指标值的1%”", ends[0].span)


def _lone_cost(row: Row) -> None:
    """迟到3次扣1分 alone: at three, at every three, or at three and more? Nobody means that four cost nothing."""
    costs = [(s, within) for s, within, _ in _tiers(row, "deduct", "add") if within.measure == ""]
    ranged = [s for s in row.statements if s.ranges]
    if len(costs) == len(ranged) == 1 and costs[0][1].exact:
        reason = "没有写明是每次都扣，还是达到这个数才扣"
        raise UnboundError(reason, "写明“每…扣几分”或“…以上扣几分”", costs[0][0].span)


def _gained_once(row: Row) -> None:
    """提前1天加1分: once for being early, or for every day? 提前3天加1分 says how early one must be."""
    for statement, within, _ in _tiers(row, "add"):
        if within.measure == "early" and within.low is not None and within.low.value == 1:
            raise UnboundError("没有写明是提前就加，还是每提前一天都加", "写明“每提前…加几分”", statement.span)


def _parts_of_the_points(row: Row) -> None:
    """达到目标得5分,满意度90%以上得5分 in a row of 10: each is a part, and one number cannot be both."""
    awards = [s.outcome for s in row.statements if isinstance(s.outcome, Amount) and s.outcome.manner == "award"]
    paid = [points for award in awards if (points := award.value(row.points))]
    standing = next((s for s in row.statements if isinstance(s.condition, Against)), None)
    if standing is not None and len(paid) > 1 and max(paid) < row.points == sum(paid):
        reason = "几项得分合计才是本行分值，一个完成值不能说明各项"
        raise UnboundError(reason, "分成几项，写明各自的完成值", standing.span)


def _sole_clause(rule: Measured) -> None:
    """A clause that is all there is: a tier that is no tier, a share that is no share."""
    paying = [s for s in rule.row.statements if s.outcome is not None]
    within = paying[0].condition if len(paying) == 1 else None
    if not isinstance(within, Within):
        return
    only, outcome = paying[0], paying[0].outcome
    points = outcome.value(rule.row.points) if isinstance(outcome, Amount) and within.exact else None
    if points is not None and 0 < points < rule.row.points:
        # 开展1次得1分: every one, or one in all.
        raise UnboundError("只有一档，又不是满分：没有写明是每个单位得几分", "写明“每…得几分”", only.span)
    end = within.low if rule.direction == "up" else within.high
    full = end is not None and (end.value, canonical(end.unit)) == (rule.variable.goal, rule.variable.unit)
    if isinstance(outcome, Prorata | Formula) and within.measure == "" and full:
        # 完成20户,按完成比例得分 beside a target of 20: a share that begins where it is full was not meant as a gate.
        raise UnboundError("按比例得分只剩达到指标值的情形，没有把握读懂", "写明未达到指标值时怎样得分", only.span)


def _both_sides(row: Row, need: Need, at: Callable[[Fraction], Fraction | None]) -> None:
    """A tier or target of ±N names both sides; a deduction that spares one, or strikes the middle, was not understood."""
    goal = row.goal
    if not row.punishes:
        return
    place = next((s.span for s in row.statements if isinstance(s.outcome, PerStep)), None)
    if goal.value is not None and goal.high is not None and goal.value == -goal.high != 0:
        middle = at(rational(0))
        if middle is not None and middle < row.points:
            raise UnboundError("按这样读，没有偏差反而扣分，没有把握读懂", "写明正负偏差各怎样扣分", place)
    for within in row.ranges:
        around = within.measure == "around" and not need.unsigned
        if not around and not (within.low and within.high and within.low.value == -within.high.value != 0):
            continue
        far = 1000 * max(rational(1), *(abs(q.value) for q in within.ends))
        middle = goal.value or rational(0) if around else rational(0)
        if any(end is not None and end >= row.points > 0 for end in (at(middle - far), at(middle + far))):
            raise UnboundError("按这样读，一侧的偏差再大也不扣分，没有把握读懂", "写明正负偏差各怎样扣分", place)


# -- kinds of rules ----------------------------------------------------------------------------------------


def _literal(rule: Measured) -> bool:
    """Whether the rule is a formula or a plain list of tiers in the row's own unit: it means what it says."""
    row, mine = rule.row, rule.variable.unit
    if any(isinstance(s.outcome, Formula) for s in row.statements):
        return True
    tiers = all(isinstance(s.outcome, Amount) or s.outcome is None for s in row.statements)
    return tiers and all(
        w.measure == "" and q.unit and canonical(q.unit) == mine for w in row.ranges for q in w.ends
    )


def _only_bad(within: Within, *, up: bool) -> bool:
    """Whether a range is open towards the worse side alone."""
    return within.measure == "" and (within.low if up else within.high) is None


def _only_adds(row: Row) -> bool:
    """A bonus item starts from nothing."""
    return all(s.amount is None or s.amount.manner == "add" for s in row.statements)


def _two_sided(row: Row) -> bool:
    """Whether the words themselves look at both sides of the target."""
    sides, measures = {step.kind for step in row.steps}, {w.measure for w in row.ranges}
    said = "off" in sides or {"short", "over"} <= sides or bool(measures & {"off", "over", "up", "down"})
    return said or row.goal.high is not None or any(len(w.ends) == 2 or named(w.subject) for w in row.ranges)
