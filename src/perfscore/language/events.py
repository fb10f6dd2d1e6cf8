"""What a step counts: events from the first one on, or the gap to a bound that the text itself states."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.units import canonical, dimension, is_counted
from perfscore.language.clauses.amounts import NONE, Amount
from perfscore.language.clauses.conditions import Quantity, Within
from perfscore.language.clauses.limits import Standard
from perfscore.language.clauses.per_unit import PerStep, is_thing
from perfscore.language.facts import Goal, in_unit
from perfscore.language.program import UnboundError
from perfscore.language.statements import Statement, Template

_FAULT = lazy_pattern("^[^,]{0,12}?[未不没无违]")
_WHOLE = 100
#: What a rate of things as they should be leaves out: what denies its words, or is late where it is of being in time.
_DENIED, _OVERDUE, _IN_TIME = (
    lazy_pattern("[未不没无]能?(?P<what>.+)"),
    lazy_pattern("逾期|延误|延期|超期|迟"),
    lazy_pattern("及时|按时|按期|如期"),
)
#: What any rate without a name may be a rate of.
_GENERIC = frozenset(["合格", "达标", "及时", "符合", "规范", "完成"])
#: Words of a count that begin beyond what is allowed: 超过的每起, 每再发生1起.
_BEYOND = lazy_pattern(r"超|多|再|额外|以上|以外|之外|增")


def own_bound(template: Template, points: Fraction) -> Statement | None:
    """The clause that states the bound of the best award (≥300人得满分); None where no plain range earns points."""
    best: tuple[Fraction, Statement] | None = None
    for statement in template.statements:
        condition, outcome = statement.condition, statement.outcome
        if not isinstance(condition, Within) or condition.measure or not isinstance(outcome, Amount):
            continue
        award = outcome.value(points) if outcome.manner == "award" else None
        if award and (best is None or award > best[0]):
            best = award, statement
    return None if best is None else best[1]


def counts_events(step: PerStep) -> bool:
    """Whether the words of a step alone count things that happen, whatever the row."""
    unit = step.step.unit
    if unit in ("%", "个百分点"):
        return False
    if step.kind == "plain" and step.every:
        return bool(unit) and is_counted(unit) and unit not in ("位次", "名次")
    return step.kind in ("event", "plain")


def is_count(step: PerStep, goal: Goal, template: Template) -> bool:
    """Whether a step counts events rather than a gap.

    Something missing is counted by itself where the target is zero or no number, unless the text states a number that
    it is missing from: ≥300人得满分,每少10人扣0.5分 counts from the 300.
    """
    if counts_events(step):
        return True
    missing = step.kind == "short" and is_counted(step.step.unit) and not _states_number(template)
    return missing and (goal.value is None or goal.value == 0)


def _states_number(template: Template) -> bool:
    """Whether a text says by itself how much there has to be, or that too little of it earns nothing."""
    if template.first(Standard) is not None:
        return True
    for statement in template.statements:
        condition, outcome = statement.condition, statement.outcome
        if not isinstance(condition, Within) or condition.measure:
            continue
        # Nothing for so many (3份以上不得分), or everything for none, counts what is missing itself.
        costs = isinstance(outcome, Amount) and (outcome == NONE or outcome.manner != "award")
        end = condition.high or condition.low
        if end is not None and end.value > 0 and (not costs or condition.low is None):
            return True
    return False


def delays_as_events(template: Template, goal: Goal) -> Template:
    """Beside counters, and in a row without a number or a day, the days that something is late are counted as well."""
    if goal.value is not None or goal.day is not None:
        return template
    late = [p for p in template.steps if p.kind == "late" and dimension(canonical(p.step.unit)) == "time"]
    if not late or not any(is_count(step, goal, template) for step in template.steps):
        return template
    return missing_as_events(template, late)


def missing_as_events(template: Template, events: list[PerStep]) -> Template:
    """Missing things and delays that are counted by themselves happen, as events do: none is best."""
    elements = [
        replace(e, outcome=replace(e.outcome, kind="event", subject=_named(e.outcome)))
        if isinstance(e, Statement) and isinstance(e.outcome, PerStep) and e.outcome in events
        else e
        for e in template.elements
    ]
    return Template(tuple(elements))


def missing_counted(template: Template, goal: Goal) -> Template:
    """缺3项 is three of what is counted, where what is missing is counted by itself, and no gap to the target."""
    if goal.value != 0 and (goal.value is not None or goal.unit or _states_number(template)):
        return template
    elements = [
        replace(e, condition=_counted(e.condition))
        if isinstance(e, Statement) and isinstance(e.condition, Within) and _is_missing(e.condition, goal)
        else e
        for e in template.elements
    ]
    return Template(tuple(elements))


def faults_of_the_rate(template: Template, goal: Goal, points: Fraction) -> Template:
    """Without full marks for a rate of 100 %, where every breach is counted: 及时率100%得5分,每逾期一笔扣0.5分.

    A hundred percent says that there was none; how many there were, another rate does not tell.
    """
    full = [s for s in template.statements if isinstance(s.condition, Within)]
    steps = [s for s in template.statements if isinstance(s.outcome, PerStep)]
    within = full[0].condition if len(full) == 1 else None
    if goal.value != _WHOLE or goal.unit != "%" or not steps or len(steps) + 1 != len(template.statements):
        return template
    if not isinstance(within, Within) or within.measure or within.low is None or within.low.value != _WHOLE:
        return template
    award = full[0].outcome
    whole = isinstance(award, Amount) and award.manner == "award" and award.value(points) == points
    if not whole or not all(_breach(s, within.subject) for s in steps):
        return template
    return Template(tuple(e for e in template.elements if e is not full[0]))


def _breach(statement: Statement, rate: str) -> bool:
    """Whether a clause takes points off for each thing that is not as the rate wants it."""
    step = statement.outcome
    if not isinstance(step, PerStep):
        return False
    denied = _DENIED.search(step.subject)
    late = _OVERDUE.search(step.subject) is not None and _IN_TIME.search(rate) is not None
    return (
        (late or (denied is not None and (denied["what"] in rate or (not rate and denied["what"] in _GENERIC))))
        and statement.condition is None
        and step.kind in ("event", "plain")
        and step.amount.manner == "deduct"
        and is_counted(step.step.unit)
    )


def short_of_bound(template: Template) -> Template:
    """Below a bound each of its things is one that is missing: 产量低于800件的,每件扣0.1分."""
    elements = [
        replace(e, outcome=replace(e.outcome, kind="short"))
        if isinstance(e, Statement)
        and isinstance(e.condition, Within)
        and isinstance(e.outcome, PerStep)
        and _of_bound(e.condition, e.outcome)
        else e
        for e in template.elements
    ]
    return Template(tuple(elements))


def _of_bound(within: Within, step: PerStep) -> bool:
    high = within.high if within.low is None and not within.measure and within.high_in is False else None
    plain = step.kind == "plain" and not step.subject and step.amount.manner == "deduct"
    return high is not None and plain and is_counted(step.step.unit) and high.unit == step.step.unit


def _is_missing(within: Within, goal: Goal) -> bool:
    return within.measure == "short" and (goal.value == 0 or all(is_counted(end.unit) for end in within.ends))


def _counted(missing: Within) -> Within:
    """So many missing, as a number of its own; where nothing is missing, no number of it is."""
    low, low_in = (missing.low, missing.low_in) if missing.low is not None else (Quantity(Fraction(0)), False)
    return replace(missing, measure="", low=low, low_in=low_in)


def in_words(template: Template) -> Template:
    """Where only a gap is counted, the fault that it makes (未按计划开展的,每少1次) is no name of the row's quantity."""
    steps = [s for s in template.statements if isinstance(s.outcome, PerStep)]
    only = steps[0].outcome if len(steps) == 1 else None
    if not isinstance(only, PerStep) or only.kind != "short" or not is_thing(only.step.unit):
        return template
    if _FAULT.search(only.subject) is None:
        return template
    plain = replace(steps[0], outcome=replace(only, subject=""))
    return Template(tuple(plain if e is steps[0] else e for e in template.elements))


def _named(step: PerStep) -> str:
    return step.subject + ("逾期" if step.kind == "late" else "")


def events_goal(goal: Goal, events: list[PerStep], bound: Statement | None) -> Goal:
    """Where events are counted, none is the target, unless the row allows some or the text has its own bound.

    Raises:
        UnboundError: the bound is better the more there are, and what is counted costs.
    """
    if goal.value is not None and goal.sign in ("≤", "<", "=", "") and goal.unit != "%":
        return goal
    unit = events[0].step.unit
    limit = bound.condition if bound is not None else None
    end = (limit.high or limit.low) if isinstance(limit, Within) else None
    if bound is None or not isinstance(limit, Within) or end is None or in_unit(end.value, end.unit, unit) is None:
        return Goal(Fraction(0), "≤", unit, text=goal.text)
    if limit.high is None or (limit.exact and end.value > 0):
        raise UnboundError(
            "得满分的条件是越多越好的数，而扣分按件数计", "写明“每少…扣几分”，或扣分的件数从哪里来", bound.span
        )
    # Less is better, and the only number is that of the text: no target is made of it.
    return Goal(None, "≤", unit, text=goal.text)


def allowed(step: PerStep, reference: Fraction) -> bool:
    """Whether it is open where events beyond an allowed number count from: 5起以内得满分,每发生1起扣1分."""
    return (
        reference > 0
        and step.amount.manner == "deduct"
        and counts_events(step)
        and is_counted(step.step.unit)
        and not step.from_target
        and _BEYOND.search(step.subject) is None
    )
