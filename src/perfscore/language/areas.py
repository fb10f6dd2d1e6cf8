"""Conditions as areas of the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from perfscore.core.lazy import lazy_pattern
from perfscore.core.units import canonical
from perfscore.language import deviations
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Either, Within
from perfscore.language.clauses.delay import ByDate
from perfscore.language.clauses.joined import Joined
from perfscore.language.clauses.joint import HowMany
from perfscore.language.clauses.notes import COMPARED
from perfscore.language.clauses.points import Listing
from perfscore.language.clauses.yes_no import BARE, WHOLE, Against, Otherwise, Saying, Standing
from perfscore.language.dated import days_of, last_day
from perfscore.language.direction import WANTED
from perfscore.language.facts import RANKS
from perfscore.language.measured import Measured
from perfscore.language.program import UnboundError
from perfscore.language.regions import Area, Span, complement
from perfscore.language.row import FULL, OF_RATES
from perfscore.language.statements import Condition

ZERO_WORDS = lazy_pattern(
    r"^(?:[^,]{0,6}?)(?:无(?!故|法|效|害化|人机|障碍|线电|偿|纸化|烟)|没有|零|没|未(?:再|被)?(?:发生|发现|出现|开展|举办|组织|建成|实施|完成|报送|提交|培训|新增|引进|产生|存在|造成|安排|建设|购置|发放|采购|召开|建立))"
)
FORMER = lazy_pattern(r"上年|去年|上一年|往年|同期|同比|环比|基期|上期|历年|前\d年")
_SHARES = lazy_pattern(r"完成|达成|执行|实现|控制率|到位率|目标|计划|任务|预算|进度")
#: Words of a fault that name the deadline: where there are several, they do not say which.
_DUE = lazy_pattern(r"按|如期|及时|规定|计划")
_ZERO = Fraction(0)


def area_of(rule: Measured, condition: Condition | None, taken: Sequence[Area] = ()) -> Area:
    """The numbers for which a condition holds; `taken` is what the clauses before it hold for.

    Raises:
        UnboundError: the row's number does not answer the condition.
    """
    match condition:
        case Within():
            return range_of(rule, condition)
        case Either(parts):
            return tuple(span for part in parts for span in range_of(rule, part))
        case ByDate():
            return days_of(rule.row, condition, rule.variable.unit)
        case Against("unmet", text) if (last := last_day(rule.row, rule.variable.unit)) is not None:
            if _DUE.search(text) and len(_days(rule)) > 1:
                raise UnboundError("没有写明“未按期”是过了哪一个期限", "写明每个期限之后怎样计分")
            # 未完成 after deadlines means never done, not done after the first of them.
            return (Span(last, False, None, True),)
        case Against(standing, text):
            _wanted(rule, condition)
            if BARE.fullmatch(text) and _tiers_apart(rule):
                raise UnboundError(f"没有写明“{text}”是与哪一个数相比", "写明超过或低于多少")
            if WHOLE.fullmatch(text) and rule.variable.unit == "%" and rule.target != FULL:
                raise UnboundError(f"指标值不是100%，“{text}”没有写明是多少", "写明要达到的数值")
            return _standing(rule, standing)
        case Otherwise():
            return complement(taken)
        case Saying(text) if ZERO_WORDS.search(text):
            return (Span(_ZERO, True, _ZERO, True),)
        case Saying() | HowMany() | Joined() | Listing() | None:
            raise UnboundError("数值标准里夹有文字条件", "把文字条件改写成数值条件，或另列一条指标")
        case _:
            assert_never(condition)


def _days(rule: Measured) -> set[object]:
    return {s.condition.day for s in rule.row.statements if isinstance(s.condition, ByDate)}


def range_of(rule: Measured, within: Within) -> Area:
    """The numbers in a range."""
    _same_quantity(rule, within)
    match within.measure:
        case "":
            return _plain(rule, within)
        case "late" if not rule.variable.goal:
            low, high = rule.ends(within)
            started = (_ZERO, False) if low is None else (low, within.low_in)
            return (Span(*started, high, within.high_in),)
        case "share":
            share = _share(rule)
            low, high = (None if end is None else end.value * share for end in (within.low, within.high))
            return (Span(low, within.low_in, high, within.high_in),)
        case "over" | "late":
            return (_beyond(rule, within, -1 if _goes_on_short(rule, within) else 1),)
        case "short" | "early":
            return (_beyond(rule, within, -1),)
        case "rank":
            if rule.variable.unit not in RANKS and not rule.row.goal.text.startswith(("第", "前")):
                raise UnboundError(COMPARED, "写明作比较的数值")
            return _plain(rule, replace(within, measure=""))
        case "past":
            return (_beyond(rule, within, 1),) if _past(rule) else _plain(rule, replace(within, measure=""))
        case "off":
            return _span(rule, within) if rule.variable.between else _beside(rule, within)
        case "around":
            return _around(rule, within)
        case "loose":
            assert within.low is not None  # noqa: S101
            if _inherits_short(rule) or rule.row.pick("percent", ("off-target", "of-target")) == "off-target":
                return (_beyond(rule, within, -1),)
            return (Span(None, True, within.low.value * rule.target / 100, False),)
        case "down" | "up":
            return _changed(rule, within)
        case "nth":
            raise UnboundError("条件没有读懂")
        case _:
            assert_never(within.measure)


def _span(rule: Measured, within: Within) -> Area:
    """The range itself, in the variable's unit."""
    low, high = rule.ends(within)
    return (Span(low, within.low_in, high, within.high_in),)


def _plain(rule: Measured, within: Within) -> Area:
    """A range of the quantity itself, unless it goes on with what a deviation or a limit before it counted."""
    if deviations.named(within.subject) and _apart(rule, within):
        return _span(rule, within) if rule.variable.between else _beside(rule, within)
    if _beyond_limit(rule, within):
        return (_beyond(rule, within, 1),)
    span = _span(rule, within)
    high = within.high
    if high is not None and canonical(high.unit) == "%" != rule.variable.unit and _inherits_short(rule):
        # A line of its own (低于5%的 after 低于目标值5%以内的) is counted like the line before.
        return (_beyond(rule, Within(high, False), -1),)
    return span


def _share(rule: Measured) -> Fraction:
    """What 完成任务80%以上 is taken of: the target, or of a row of rates the rate itself, if the tiers name the target."""
    share = rule.target / 100
    if rule.variable.unit != "%" or share == 1:
        return share
    named = {q.value for w in rule.row.ranges if w.measure == "share" for q in w.ends}
    if rule.variable.goal in named or rule.row.pick("rate", ("actual", "of-target")) == "actual":
        return Fraction(1)
    return share


def _changed(rule: Measured, within: Within) -> Area:
    """A change, where the row's number is one; else a number beyond the target."""
    variable, way = rule.variable, within.measure
    changed = variable.change or variable.goal is None
    if not changed:
        ends = [w.low or w.high for w in rule.row.ranges if w.measure in ("up", "down")]
        changed = any(end is not None and end.unit and rule.at(end) == variable.goal for end in ends)
        if not changed and FORMER.search(within.subject):
            raise UnboundError("与上年相比的幅度不是指标值所说的量", "写明与指标值的关系", None)
    if not changed:
        return (_beyond(rule, within, -1 if way == "down" else 1),)
    (span,) = _span(rule, within)
    # 增长 where the row counts how much less there is.
    return (span.turned if variable.change and variable.measure != f"change-{way}" else span,)


def _goes_on_short(rule: Measured, within: Within) -> bool:
    """Whether 超过5个百分点不得分 goes on with 每低1个百分点扣1分: so many points short of the target."""
    points = within.measure == "over" and all(canonical(end.unit) == "百分点" for end in within.ends)
    kinds = {step.kind for step in rule.row.steps if step.amount.manner == "deduct"}
    return points and kinds == {"short"} and not _rewarded(rule, within)


def _beyond_limit(rule: Measured, within: Within) -> bool:
    """Whether 超过10% after 每超1% (超过5天 after 每延误1天) goes on counting from the target."""
    goal, low = rule.variable.goal, within.low
    if not goal or low is None or within.high is not None or within.subject:
        return False
    if any(w.measure == "past" for w in rule.row.ranges):
        return _past(rule)
    if canonical(low.unit) in ("%", "百分点") and rule.variable.unit not in OF_RATES:
        # Ten percent of a cost is no cost to be punished for: the limit is an excess.
        return rule.direction == "down" and low.value < 100 and not _rewarded(rule, within)
    if _all_punish_the_target(rule, within):
        return True
    steps = {step.kind for step in rule.row.steps if step.amount.manner == "deduct"}
    if not steps & {"over", "late"} or rule.variable.measure != "value":
        return False
    if rule.at(low) < goal:
        # Counted from zero, the limit would punish the target itself.
        return True
    return "late" in steps and rule.row.pick("limit", ("from-target", "from-zero")) == "from-target"


def _all_punish_the_target(rule: Measured, within: Within) -> bool:
    """Whether 超出5秒扣2分,超出10秒扣4分 beside ≤25秒 would punish the target itself, which another clause calls met."""
    if rule.direction != "down" or rule.variable.measure != "value" or not rule.target > 0:
        return False
    standing = any(
        isinstance(s.condition, Against) and s.condition.standing in ("met", "at-most")
        for s in rule.row.statements
    )
    costs = [
        w for s in rule.row.statements for w in s.ranges if s.amount is not None and s.amount.manner == "deduct"
    ]
    lows = [w.low for w in costs if not w.measure and not w.subject and w.high is None and w.low is not None]
    return standing and within in costs and len(lows) == len(costs) and all(rule.at(q) < rule.target for q in lows)


def _past(rule: Measured) -> bool:
    """Whether 超过5%以内 is an excess over the target, and no range of the row's own quantity."""
    ends = [q for w in rule.row.ranges for q in w.ends]
    if rule.variable.unit not in OF_RATES and all(canonical(q.unit) in ("%", "百分点") for q in ends):
        return True
    if any(rule.at(q) == rule.variable.goal for q in ends):
        return False  # the tiers name the target: what they range over is the quantity itself
    return rule.row.pick("limit", ("from-target", "from-zero")) == "from-target"


def _rewarded(rule: Measured, within: Within) -> bool:
    """Whether a condition earns points rather than costing them."""
    outcome = next((s.outcome for s in rule.row.statements if s.condition is within), None)
    return isinstance(outcome, Amount) and outcome.manner == "award" and rule.row.award(outcome) != 0


def _same_quantity(rule: Measured, within: Within) -> None:
    """A rate of another name says nothing about an amount: 节约率≥5% is no condition on the cost itself."""
    if within.measure or not within.subject or rule.variable.unit in OF_RATES or _SHARES.search(within.subject):
        return
    derived = not rule.variable.plain or any(deviations.named(w.subject) for w in rule.row.ranges)
    if not derived and any(canonical(q.unit) in ("%", "百分点") for q in within.ends):
        raise UnboundError(f"条件比较的“{within.subject}”不是指标值所说的量", "写明与指标值的关系")


def _inherits_short(rule: Measured) -> bool:
    return any(w.measure == "short" for w in rule.row.ranges)


def _apart(rule: Measured, within: Within) -> bool:
    """Whether a deviation named in a condition is not the row's own quantity."""
    target, goal = rule.row.goal, rule.variable.goal
    if goal is None or (target.high is not None and target.high == -goal):
        # A target of ±N is a deviation itself.
        return False
    if rule.variable.unit == "%" and target.sign in ("≤", "<"):
        return False
    return goal not in {q.value for q in within.ends}


def _beyond(rule: Measured, within: Within, side: int) -> Span:
    """So far beyond the end of the target on one side."""
    goal = rule.end(side)
    near, far = (None if end is None else goal + side * rule.distance(end) for end in (within.low, within.high))
    near_in = within.low_in
    if near is None:
        near, near_in = goal, False
    return Span(near, near_in, far, within.high_in) if side > 0 else Span(far, within.high_in, near, near_in)


def _around(rule: Measured, within: Within) -> Area:
    """A deviation to either side: its size where its sign does not count, else both sides of the middle."""
    if not deviations.own(rule.row, rule.variable):
        return _beside(rule, within)
    need = rule.variable.need
    if need is None or not need.unsigned:
        return _beside(rule, within, (_ZERO, _ZERO))
    return _span(rule, within)


def _beside(rule: Measured, within: Within, middle: tuple[Fraction, Fraction] | None = None) -> Area:
    """So far from the nearer of two ends, those of the target."""
    goal, far = middle or (rule.end(-1), rule.end(1))
    low = None if within.low is None or within.low.value <= 0 else rule.distance(within.low)
    high = None if within.high is None else rule.distance(within.high)
    if low is not None:
        below = Span(None if high is None else goal - high, within.high_in, goal - low, within.low_in)
        above = Span(far + low, within.low_in, None if high is None else far + high, within.high_in)
        return (below, above)
    if high is None:
        raise UnboundError("偏差的范围只写了一端", "写明偏差的两端")
    return (Span(goal - high, within.high_in, far + high, within.high_in),)


def _wanted(rule: Measured, condition: Against) -> None:
    """Refuse full marks for the side of the target that the row does not want.

    Raises:
        UnboundError: at most the target has full marks where at least the target is wanted, or the other way round.
    """
    wanted = {"at-most": "down", "at-least": "up"}.get(condition.standing)
    row, told = rule.row, WANTED.get(rule.row.goal.sign)
    paid = next((s.outcome for s in row.statements if s.condition is condition), None)
    if wanted and told and told != wanted and isinstance(paid, Amount) and row.award(paid) == row.base:
        raise UnboundError("得满分的一侧与指标值的方向相反", "核对是“不超过”还是“不低于”")


def _tiers_apart(rule: Measured) -> bool:
    """Whether the clauses name other numbers than the target, to any of which a bare 超过的 may refer."""
    ends = {q.value for w in rule.row.ranges if w.measure in ("", "around") for q in w.ends}
    return bool(ends) and ends != {rule.variable.goal}


def _standing(rule: Measured, standing: Standing) -> Area:
    """How the actual stands to the target, in words."""
    if standing == "inside" or standing == "outside":  # noqa: PLR1714 - so that mypy knows what is left
        if rule.tolerance is None:
            raise UnboundError("没有写明误差范围", "写明允许误差是多少")
        return rule.tolerance if standing == "inside" else complement([rule.tolerance])
    if standing == "negative":
        return (Span(None, True, _ZERO, False),)
    goal, far = rule.end(-1), rule.end(1)
    below, above = Span(None, True, goal, False), Span(far, False, None, True)
    match standing:
        case "worse-high":
            return (above,)
        case "worse-low":
            return (below,)
        case "equal":
            return (Span(goal, True, far, True),)
        case "unequal":
            return (below, above)
        case "better":
            return (above,) if rule.direction != "down" else (below,)
        case "at-most" | "at-least":
            if rule.row.goal.high is not None:
                return met(rule)
            return complement([(above if standing == "at-most" else below,)])
        case "met":
            return met(rule)
        case "unmet":
            return complement([met(rule)])
        case _:
            assert_never(standing)


def met(rule: Measured) -> Area:
    """Where the target is met."""
    goal, sign = rule.target, rule.row.goal.sign
    if sign == "=" and rule.row.goal.high is not None:
        return (Span(goal, True, rule.row.goal.high, True),)
    if sign == "=" and rule.direction == "equal":
        exact = rule.row.pick("equality", ("at-least", "exact")) == "exact"
        return (Span(goal, True, goal if exact else None, True),)
    if any(w.measure == "early" and w.low is not None and w.low.value == 0 for w in rule.row.ranges):
        # 提前完成得10分,按时完成得8分: in time is neither early nor late.
        return (Span(goal, True, goal, True),)
    if rule.direction == "down":
        return (Span(None, True, goal, sign != "<"),)
    return (Span(goal, sign != ">", None, True),)
