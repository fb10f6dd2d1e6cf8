"""Points step by step as terms: where steps count from, on which side, and what they leave."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from perfscore.core.rational import rational
from perfscore.core.units import is_counted
from perfscore.language import deviations
from perfscore.language.areas import FORMER, area_of, range_of
from perfscore.language.clauses.conditions import Either, Quantity, Within
from perfscore.language.clauses.effects import GROWTH
from perfscore.language.clauses.limits import Standard
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.yes_no import Against
from perfscore.language.direction import WANTED
from perfscore.language.events import allowed
from perfscore.language.measured import Measured
from perfscore.language.program import UnboundError
from perfscore.language.regions import Area, Clause, Piece, Span, complement, edges
from perfscore.language.statements import Condition
from perfscore.language.terms import Greatest, Least, Nothing, Term, Whole, add, minus, number, over, times

#: Additions alone do not say what they are added to.
NO_BASE = Nothing("只写了加分，没有写明基本分", "base")


def stepped(
    rule: Measured, step: PerStep, condition: Condition | None, clauses: Sequence[Clause]
) -> tuple[Area, Term]:
    """Where steps run, and the score there; `clauses` are those that stand before them.

    Raises:
        UnboundError: the words do not say where the steps count from, or in which direction.
    """
    row, variable = rule.row, rule.variable.term
    if step.kind in ("short", "over") and any(map(_no_change, row.ranges)):
        raise UnboundError("每升降一个单位从哪里起算没有写明", "写明从哪个数起，每多少计几分")
    if rule.variable.goal and not rule.variable.change and FORMER.match(step.subject.lstrip("较比与同")):
        raise UnboundError("与上年相比的幅度不是指标值所说的量", "写明与指标值的关系")
    if isinstance(condition, Within) and condition.part:
        return range_of(rule, condition), _by_stretches(rule)
    each = row.amount(step.amount)
    if isinstance(condition, Against) and condition.standing == "outside" and rule.tolerance is not None:
        (span,) = rule.tolerance
        gap: Term = Greatest((minus(number(span.low or 0), variable), minus(variable, number(span.high or 0))))
        return complement([rule.tolerance]), _taken(rule, gap, step, each)
    guarded = _guarded_side(rule, step, condition)
    if guarded is None and _both_sides(rule, step, condition, clauses):
        if isinstance(condition, Within) and condition.measure == "around":
            return _beyond_deviation(rule, step, each, condition)
        return _around(rule, step, each, clauses)
    side = guarded or _side(rule, step)
    standard = _standard(rule, condition, side, clauses) if isinstance(condition, Within) else None
    condition = condition if standard is None else None
    if step.amount.manner == "award" and (step.kind not in ("event", "plain") or _grows_from_a_level(rule, step)):
        raise UnboundError("每增减一个单位得几分，起点没有写明", "写明从哪个数起、从几分起")
    if step.amount.manner == "award" or _earned_from_zero(rule):
        base, reference = rational(0), rational(0)
    else:
        reference, base = _reference(rule, step, condition, clauses, standard)
    free = condition is None and side > 0 and allowed(step, reference)
    if free and step.beyond and not step.all_beyond:
        reference, free = step.beyond, False
    awarded = any(c.award for c in clauses)
    # Where everything is lost right beyond what is allowed, what is allowed costs.
    lost = any(c.award == 0 and any(span.low == reference for span in c.area) for c in clauses)
    if free and not awarded and (lost or _every_time(rule)):
        reference, free = rational(0), False
    gap = minus(variable, number(reference)) if side > 0 else minus(number(reference), variable)
    if free and awarded and _every_time(rule):
        gap = variable
    cost = times(number(each), _count(rule, gap, step))
    off = row.limit("most-off") or row.limit("each-off")
    most = off if step.amount.manner == "deduct" else row.limit("most-on")
    cost = cost if most is None else Least((number(most), cost))
    term = minus(number(base), cost) if step.amount.manner == "deduct" else add(number(base), cost)
    if step.amount.manner == "add" and not row.has_base:
        term = cost if most == row.points else NO_BASE
    if isinstance(condition, Within | Either):
        return area_of(rule, condition), term
    return (Span(reference, False, None, True) if side > 0 else Span(None, True, reference, False),), term


def _every_time(rule: Measured) -> bool:
    """Whether every time costs, not only those beyond what the target allows."""
    return rule.row.pick("allowance", ("from-zero", "beyond-target")) == "from-zero"


def _grows_from_a_level(rule: Measured, step: PerStep) -> bool:
    """Whether growth earns points beside a target that is no growth."""
    return step.subject.endswith(GROWTH) and rule.row.goal.value is not None and not rule.row.goal.change


def _earned_from_zero(rule: Measured) -> bool:
    """Whether growth earns points from nothing on, so that the way down leaves from there as well."""
    growth = any(s.amount.manner == "award" and s.subject.endswith(GROWTH) for s in rule.row.steps)
    return growth and rule.variable.goal is None and not rule.row.ranges


def _by_stretches(rule: Measured) -> Term:
    """What is left where each stretch has a step of its own: 80%-90%的部分每低1%扣0.5分,80%以下的部分每低1%扣1分.

    Raises:
        UnboundError: other steps run beside them, or a stretch has no end to count from.
    """
    taken: list[Term] = []
    variable = rule.variable.term
    for statement in rule.row.statements:
        step, within = statement.outcome, statement.condition
        if not isinstance(step, PerStep):
            continue
        side = _side(rule, step)
        span = range_of(rule, within)[0] if isinstance(within, Within) and within.part else Span()
        near, far = (span.low, span.high) if side > 0 else (span.high, span.low)
        if near is None or step.amount.manner != "deduct":
            raise UnboundError("一部分按段扣分，其余怎样扣没有读懂", "逐段写明每多少扣几分", statement.span)
        gap = minus(variable, number(near)) if side > 0 else minus(number(near), variable)
        gap = Greatest((number(0), gap if far is None else Least((number(abs(far - near)), gap))))
        taken.append(times(number(rule.row.amount(step.amount)), _count(rule, gap, step)))
    return minus(number(rule.row.base), add(*taken))


def _no_change(within: Within) -> bool:
    """Whether a range is that of no change (持平), or of any change to one side."""
    based = within.measure in ("up", "down") and within.low is not None and not within.low.value
    return based and (within.exact or within.high is None)


def _taken(rule: Measured, gap: Term, step: PerStep, each: Fraction) -> Term:
    """What is left of the base."""
    return minus(number(rule.row.base), times(number(each), _count(rule, gap, step)))


def _count(rule: Measured, gap: Term, step: PerStep) -> Term:
    """The number of steps in a gap, in the reading under way."""
    size = rule.distance(step.step)
    if size == 0:
        raise UnboundError("目标值为零，百分比没有意义", "写明每多少单位扣分")
    steps, goal = over(gap, number(size)), rule.variable.goal
    if is_counted(rule.variable.unit) and size == 1 and (goal is None or goal.denominator == 1):
        return steps
    need = rule.variable.need
    if need is not None and need.kind == "day" and need.unit == "天" and size == 1:
        return steps  # a calendar has no parts of days
    mode = rule.row.part_of_step()
    return steps if mode == "proportional" else Whole(steps, up=mode == "started")


# -- the side ----------------------------------------------------------------------------------------------


def _side(rule: Measured, step: PerStep) -> int:
    """1 where larger values cost (or earn), -1 where smaller ones do."""
    if step.kind in ("short", "early"):
        return -1
    if step.kind in ("over", "late"):
        return 1
    if step.amount.manner == "award" and rule.direction in ("", "equal"):
        return 1  # what earns points for each of it is the better the more there is
    if rule.direction not in ("up", "down"):
        raise UnboundError("没有写明是超过还是低于", "写明“每超过”或“每低于”")
    return 1 if (rule.direction == "up") != (step.amount.manner == "deduct") else -1


def _guarded_side(rule: Measured, step: PerStep, condition: Condition | None) -> int | None:
    """The one side on which a distance from the target counts (未达标的,每相差1个百分点…), None for both."""
    if step.kind != "off":
        return None
    goal, bad = rule.row.goal, {"up": -1, "down": 1}.get(rule.direction)
    if isinstance(condition, Against) and condition.standing not in ("equal", "unequal", "outside", "inside"):
        side = {"unmet": bad, "worse-high": 1, "worse-low": -1, "better": -bad if bad else None}
        return side.get(condition.standing)
    if isinstance(condition, Within):
        if condition.measure in ("short", "loose", "over"):
            return 1 if condition.measure == "over" else -1
        if condition.measure == "" and not deviations.named(condition.subject):
            return 1 if condition.high is None else -1 if condition.low is None else None
    one_sided = goal.sign in WANTED and rule.variable.need is not None and not goal.high
    plain = not deviations.named(f"{step.subject}{goal.text}") and not rule.row.definitions
    # Better than a one-sided target is no fault by itself, yet the words count every distance.
    if not (condition is None and bad and one_sided and plain):
        return None
    return bad if rule.row.pick("deviation", ("both-sides", "bad-side")) == "bad-side" else None


def _both_sides(rule: Measured, step: PerStep, condition: Condition | None, clauses: Sequence[Clause]) -> bool:
    """Whether steps run on both sides of the target: by the words, or behind a band around it."""
    if step.kind == "off" or (isinstance(condition, Within) and condition.measure in ("off", "around")):
        return True
    return condition is None and any(_is_band(rule, clause) for clause in clauses)


def _is_band(rule: Measured, clause: Clause) -> bool:
    """Whether a clause pays for being near the target on either side."""
    goal, within = rule.variable.goal, clause.statement.condition if clause.statement is not None else None
    if not clause.award or goal is None or not isinstance(within, Within) or len(clause.area) != 1:
        return False
    low, high = clause.area[0].low, clause.area[0].high
    if low is None or high is None or low == high or high - goal != goal - low:
        return False
    return within.measure == "off" or deviations.named(within.subject)


# -- where steps count from --------------------------------------------------------------------------------


def _limits_only(condition: Within, side: int) -> bool:
    """A condition such as 不超过1%的 bounds where the steps run, it is not where they start."""
    return (side > 0 and condition.low is None) or (side < 0 and condition.high is None)


def _standard(rule: Measured, condition: Within, side: int, clauses: Sequence[Clause]) -> Fraction | None:
    """The standard that a condition before a step names (满意度≥90%,每低1个百分点…); None where it guards the step.

    A step runs on the bad side only, so a condition that holds on the good side cannot say when it applies. Short
    of the target it may still bound the ground on which the steps run, where another clause holds beyond it.
    """
    if condition.measure or condition.exact or not _limits_only(condition, side):
        return None
    edge = range_of(rule, condition)[0]
    end, goal = edge.high if side > 0 else edge.low, rule.variable.goal
    assert end is not None  # noqa: S101 - the side is bounded there
    if goal is None or end == goal:
        return end
    worse = end > goal if side > 0 else end < goal
    if worse and any(_goes_on(span, end, side) for c in clauses for span in c.area):
        return None
    return end if rule.row.pick("reference", ("threshold", "target")) == "threshold" else goal


def _goes_on(span: Span, end: Fraction, side: int) -> bool:
    """Whether a span holds just beyond an end, on the given side of it."""
    if side > 0:
        return (span.low is None or span.low <= end) and (span.high is None or span.high > end)
    return (span.high is None or span.high >= end) and (span.low is None or span.low < end)


def _reference(
    rule: Measured,
    step: PerStep,
    condition: Condition | None,
    clauses: Sequence[Clause],
    standard: Fraction | None,
) -> tuple[Fraction, Fraction]:
    """Where the steps count from, and the points there."""
    row, side = rule.row, _side(rule, step)
    goal = None if rule.variable.goal is None else rule.end(side)
    if standard is not None:
        return standard, row.base
    written = row.template.first(Standard)
    if written is not None and condition is None and not any(c.award for c in clauses):
        named = rule.at(Quantity(written.value, written.unit))
        if goal in (None, named) or row.pick("reference", ("threshold", "target")) == "threshold":
            return named, row.base
    if step.from_target:
        return _based(rule, rule.end(side), clauses)
    if isinstance(condition, Within | Either):
        return _from_condition(rule, condition, side, clauses)
    # A deduction counts from where the award ends, an addition from where it begins.
    upper = (side > 0) == (step.amount.manner == "deduct")
    near = edges(clauses, 1 if upper else -1) - {None}
    if near:
        return _based(rule, max(near) if side > 0 else min(near), clauses)  # type: ignore[type-var, arg-type]
    standards = [s.condition for s in row.statements if s.outcome is None and isinstance(s.condition, Within)]
    if standards and rule.tolerance is None:
        span = range_of(rule, standards[-1])[0]
        own = span.high if side > 0 else span.low
        if own is not None:
            return own, row.base
    return rule.end(side), row.base


def _from_condition(
    rule: Measured, condition: Within | Either, side: int, clauses: Sequence[Clause]
) -> tuple[Fraction, Fraction]:
    """Where steps count from that run in a range: its end, that of an award, or the target."""
    spans = area_of(rule, condition)
    own = spans[0].low if side > 0 else spans[-1].high
    goal, near = None if rule.variable.goal is None else rule.end(side), edges(clauses, side)
    limits = isinstance(condition, Within) and not condition.measure and _limits_only(condition, side)
    if own is None or limits:
        single = near - {None}
        edge = single.pop() if len(single) == 1 else None
        return (rule.end(side), rule.row.base) if edge is None else _based(rule, edge, clauses)
    if own in near or goal in (None, own) or side > 0:
        return _based(rule, own, clauses)
    if rule.row.pick("reference", ("threshold", "target")) == "threshold":
        return _based(rule, own, clauses)
    assert goal is not None  # noqa: S101 - the line above
    return goal, rule.row.base


def _based(rule: Measured, edge: Fraction, clauses: Sequence[Clause]) -> tuple[Fraction, Fraction]:
    """An end of clauses that steps count from, and the best that is awarded there."""
    best = [
        c.award
        for c in clauses
        if c.award is not None
        and any(span.covers(Piece(point=edge)) is not False or edge in (span.low, span.high) for span in c.area)
    ]
    return edge, max(best, default=rule.row.base) or rule.row.base


# -- both sides --------------------------------------------------------------------------------------------


def _around(rule: Measured, step: PerStep, each: Fraction, clauses: Sequence[Clause]) -> tuple[Area, Term]:
    """Steps on both sides of the target, or of the band that is awarded around it."""
    goal, far = rule.end(-1), rule.end(1)
    written = rule.row.template.first(Standard)
    if written is not None and {rule.at(Quantity(written.value, written.unit))} != {goal, far}:
        raise UnboundError("写明的标准与指标值不同", "统一标准与指标值")
    bands = (c.area[0] for c in clauses if c.award and c.area and not c.area[0].open)
    band = next(bands, Span())
    low, high = band.low or goal, band.high or far
    gap = Greatest((minus(number(low), rule.variable.term), minus(rule.variable.term, number(high))))
    return (Span(None, True, low, False), Span(high, False, None, True)), _taken(rule, gap, step, each)


def _beyond_deviation(rule: Measured, step: PerStep, each: Fraction, beyond: Within) -> tuple[Area, Term]:
    """Steps beyond so much of a deviation (超过±5%的,每1%…)."""
    area = range_of(rule, beyond)
    if beyond.low is None or area[-1].low is None:
        raise UnboundError("偏差在范围以内怎样按每单位计分没有写明", "写明超过多少以后每多少计几分")
    gaps = [minus(rule.variable.term, number(area[-1].low or 0))]
    if len(area) > 1:
        gaps.append(minus(number(area[0].high or 0), rule.variable.term))
    return area, _taken(rule, Greatest(tuple(gaps)), step, each)
