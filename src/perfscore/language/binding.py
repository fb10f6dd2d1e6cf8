"""Binding a template to its row: which family of rule it is, and all its readings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from perfscore.core.conventions import Conventions
from perfscore.core.lazy import lazy_pattern
from perfscore.core.rational import rational
from perfscore.core.records import replace
from perfscore.core.sourced import Unreadable
from perfscore.language.breaches import breaches, once
from perfscore.language.clauses.amounts import FULL, Amount
from perfscore.language.clauses.conditions import Either, Quantity, Within
from perfscore.language.clauses.delay import ByDate
from perfscore.language.clauses.formula import Formula
from perfscore.language.clauses.joined import Joined
from perfscore.language.clauses.limits import Starting
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.scope import scoped
from perfscore.language.clauses.sides import Side
from perfscore.language.clauses.yes_no import Against, Otherwise, Saying
from perfscore.language.combined import lower_combined
from perfscore.language.counts import lower_counts
from perfscore.language.dated import in_workdays
from perfscore.language.deviations import off_target
from perfscore.language.duties import owed
from perfscore.language.events import (
    delays_as_events,
    events_goal,
    faults_of_the_rate,
    in_words,
    is_count,
    missing_as_events,
    missing_counted,
    own_bound,
    short_of_bound,
)
from perfscore.language.facets import apart, asked
from perfscore.language.facts import Goal
from perfscore.language.floors import settled
from perfscore.language.levels import lower_levels
from perfscore.language.listed import lower_listed, said_again
from perfscore.language.mixed import lower_mixed
from perfscore.language.numeric import lower_dated, lower_numeric
from perfscore.language.ordinals import counted_up
from perfscore.language.program import (
    Direction,
    Program,
    Readings,
    Setting,
    UnboundError,
    enumerate_readings,
)
from perfscore.language.required import assures, at_odds, lacks_what_is_required
from perfscore.language.row import Row
from perfscore.language.sections import lower_sections, sections
from perfscore.language.several import lower_several, quantities_apart, the_measured
from perfscore.language.statements import Element, Statement, Template
from perfscore.language.told import words_of
from perfscore.language.worded import lower_worded
from perfscore.language.worded_facts import denies
from perfscore.language.worlds import is_joined, lower_joined


def bind(
    template: Template,
    points: Decimal,
    goal: Goal,
    direction: Direction | None,
    conventions: Conventions,
    foreign: frozenset[str] = frozenset(),
) -> Readings | Unreadable:
    """Lower a template for a row, in every admissible reading.

    `foreign` are names of quantities that are not the row's own, so that its actual says nothing of them.
    """
    setting = Setting(rational(points), goal, direction or "", conventions)
    if setting.points < 0:
        return Unreadable("", "分值为负", None, None, "核对分值")
    if template.ahead and not any(end.value == goal.value for within in template.ranges for end in within.ends):
        # Beside a target that says another thing they may well be a condition.
        return Unreadable(
            "", "这些字句没有读懂，可能影响得分", None, None, "改写成明确的得分条件，或移到指标解释里"
        )
    try:
        ready: list[Template] = []
        return enumerate_readings(
            lambda trial: _asked_apart(_lower_again(template, trial, ready), foreign), setting
        )
    except UnboundError as stop:
        return Unreadable("", stop.reason, stop.span, None, stop.settle)


def _asked_apart(program: Program, foreign: frozenset[str]) -> Program:
    """A rule over a quantity of another year: the row's own actual does not answer it."""
    return replace(program, single="") if program.single in foreign else program


def _own_side(template: Template, goal: Goal) -> Template:
    """Of clauses for targets in numbers and for targets in words the row takes its own.

    Raises:
        UnboundError: the row has no target that tells.
    """
    if not any(isinstance(element, Side) for element in template.elements):
        return template
    if goal.value is None and goal.day is None and not goal.text:
        raise UnboundError("没有指标值，不知道按定量还是定性计分", "填写指标值")
    own = "word" if goal.value is None and goal.day is None else "number"
    kept: list[Element] = []
    side = own
    for element in template.elements:
        if isinstance(element, Side):
            side = element.of
        elif side == own:
            kept.append(element)
    return Template(tuple(kept))


def _lower_again(template: Template, setting: Setting, ready: list[Template]) -> Program:
    """Lower a template for one of its readings; `ready` holds the clauses as they were prepared, once they were."""
    return _lower_one(Row(ready[0], setting)) if ready else _lower(template, setting, ready)


def _lower(template: Template, setting: Setting, ready: list[Template] | None = None) -> Program:
    """Lower a template.

    Clauses of one kind that were prepared without any choice are laid into `ready`: they are the same in all readings.
    """
    if (listed := lower_listed(Row(template, setting))) is not None:
        return listed
    template = off_target(said_again(template, setting.points), setting.goal)
    if (breached := faults_of_the_rate(template, setting.goal, setting.points)) is not template:
        program = _lower(breached, replace(setting, goal=Goal(text=setting.goal.text)))
        # A hundred percent is none of them.
        needs = (replace(n, target=rational(0)) if n.kind == "count" else n for n in program.needs)
        return replace(program, needs=tuple(needs))
    if parts := sections(template, setting.points):
        return lower_sections(parts, setting, _lower)
    template = short_of_bound(owed(_own_side(template, setting.goal), setting))
    template = once(breaches(_all_in_words(template, setting.goal), setting.goal), setting.goal)
    if is_joined(template):
        return lower_joined(Row(template, setting), _lower)
    template = _listed_steps(settled(counted_up(_at_fault(template, setting.goal), setting), setting))
    template = _covering(missing_counted(template, setting.goal), setting.goal)
    template = delays_as_events(_fitting(template, setting), setting.goal)
    if apart(template, setting.goal):
        facets = asked(template, setting.goal)
        if facets.of("number") is None and (facets.of("count") or facets.of("fault")):
            return lower_mixed(Row(template, setting))
        return lower_combined(facets, setting, _lower_one)
    if ready is not None and not setting.open:
        ready.append(template)
    return _lower_one(Row(template, setting))


def _all_in_words(template: Template, goal: Goal) -> Template:
    """A standing and a fact at once are one fact where nothing is a number: 任务完成且质量优良, 任务完成但质量一般."""
    numbers = goal.value is not None or goal.day is not None or bool(template.steps)
    if numbers or any(isinstance(s.condition, Within | Either | ByDate) for s in template.statements):
        return template
    joined = [s.condition for s in template.statements if isinstance(s.condition, Joined)]
    if not joined or not all(isinstance(one.number, Against) for one in joined):
        return template
    elements = (
        replace(e, condition=Saying(e.condition.say()))
        if isinstance(e, Statement) and isinstance(e.condition, Joined)
        else e
        for e in template.elements
    )
    return Template(tuple(elements), template.spans, template.passed)


def _at_fault(template: Template, goal: Goal) -> Template:
    """A penalty behind a requirement and a fault is for the fault where the target is that it did not happen.

    Raises:
        UnboundError: the target does not tell what the penalty is for.
    """
    elements = list(template.elements)
    alone = len(template.statements) == 1
    for n, element in enumerate(template.elements):
        if not isinstance(element, Statement) or not at_odds(element):
            continue
        required, _, fault = words_of(element).rpartition(",")
        if alone and lacks_what_is_required(required, fault) and not scoped(required):
            # Nobody can do both: what is required has full marks, what is lacking is punished.
            elements[n : n + 1] = [
                replace(element, condition=Saying(required), outcome=FULL),
                replace(element, condition=Saying(fault)),
            ]
            break
        assured = assures(required) and not scoped(required)
        if not assured and (scoped(required) or not denies(goal.text, fault)):
            reason = "一句里既写了要求又写了缺失，不知扣分针对哪一个"
            raise UnboundError(reason, "分成两句，分别写明得几分、扣几分", element.span)
        elements[n] = replace(element, condition=Saying(fault))
    return Template(tuple(elements))


def _lower_one(row: Row) -> Program:
    """Lower clauses that ask about one kind of fact."""
    statements, goal, steps = row.statements, row.goal, row.steps
    conditions = [s.condition for s in statements]
    if (counted := in_workdays(row)) is not None:
        return lower_numeric(counted)
    if any(isinstance(c, ByDate) for c in conditions) or (goal.day is not None and _by_calendar(statements)):
        return lower_dated(row)
    if row.has("highest") and not all(isinstance(c, Saying) for c in conditions):
        raise UnboundError("取最高分的是哪几项，没有读懂", "写明每一级别得几分")
    ranged = any(isinstance(c, Within | Either) for c in conditions)
    events = [p for p in steps if is_count(p, goal, row.template)]
    if events and not ranged and not _tolerant(conditions):
        if len(events) != len(steps):
            raise UnboundError("既数件数又比数值，需要两个数", "分开写")
        return lower_counts(row)
    if events and len(events) == len(steps) and not _earn(events) and not _tolerant(conditions):
        goal = events_goal(goal, events, own_bound(row.template, row.points))
        row = row.part(missing_as_events(row.template, events), row.points, goal)
    elif not events:
        row = Row(in_words(row.template), row.setting)
    if (ranged or steps) and len(groups := quantities_apart(row.template)) > 1:
        own = the_measured(groups, goal)
        return lower_several(groups, row) if own is None else lower_numeric(Row(own, row.setting))
    against = any(isinstance(c, Against) for c in conditions)
    computed = any(isinstance(s.outcome, Prorata | Formula) for s in statements)
    if ranged or steps or computed or (against and goal.value is not None):
        return lower_numeric(row)
    if against and goal.day is None and row.template.first(Starting) is not None:
        raise UnboundError("加减分的起点没有写明", "写明基本分")
    return lower_levels(row) or lower_worded(row)


def _by_calendar(statements: tuple[Statement, ...]) -> bool:
    """Whether a rule is about being in time: standings, delays."""
    return any(isinstance(s.condition, Against) for s in statements) or any(
        isinstance(s.outcome, PerStep) and s.outcome.kind in ("late", "early") for s in statements
    )


def _tolerant(conditions: Sequence[object]) -> bool:
    return any(isinstance(c, Against) and c.standing in ("inside", "outside") for c in conditions)


def _earn(events: list[PerStep]) -> bool:
    return any(p.amount.manner != "deduct" for p in events)


def _listed_steps(template: Template) -> Template:
    """Several steps of a gap without 每 in a row are a list of tiers: `下降1个百分点扣1分，下降2个百分点扣3分`."""
    bare = [
        s
        for s in template.statements
        if isinstance(s.outcome, PerStep) and not s.outcome.every and s.condition is None
    ]
    same = Counter(
        (s.outcome.kind, s.outcome.step, s.outcome.subject) for s in bare if isinstance(s.outcome, PerStep)
    )
    if any(n > 1 for n in same.values()):
        raise UnboundError("几种扣分说的是同一件事", "写明各自数什么", bare[-1].span)
    bare = [s for s in bare if isinstance(s.outcome, PerStep) and s.outcome.kind not in ("plain", "event")]
    kinds = {(s.outcome.kind, s.outcome.subject) for s in bare if isinstance(s.outcome, PerStep)}
    if len(bare) < 2 or len(kinds) != 1:
        return template
    elements = list(template.elements)
    for n, element in enumerate(elements):
        if isinstance(element, Statement) and element in bare and isinstance(element.outcome, PerStep):
            step = element.outcome
            within = Within(step.step, True, step.step, True, subject=step.subject)
            if step.kind in ("short", "over"):
                within = Within(step.step, True, measure=step.kind)
            elements[n] = replace(element, condition=within, outcome=step.amount)
    return Template(tuple(elements))


def _fitting(template: Template, setting: Setting) -> Template:
    """Of formulas for the two kinds of target (正向指标…, 反向指标…) the row takes its own."""
    wanted = {"≥": "≥", ">": "≥", "≤": "≤", "<": "≤", "=": "="}.get(setting.goal.sign)
    signed = [s for s in template.statements if isinstance(s.outcome, Formula) and s.outcome.sign]
    signs = {s.outcome.sign for s in signed if isinstance(s.outcome, Formula)}
    if len(signs) < 2 or wanted not in signs:
        return template
    other = [s for s in signed if isinstance(s.outcome, Formula) and s.outcome.sign != wanted]
    return Template(tuple(e for e in template.elements if e not in other))


#: All that is due: 足额供应, 配齐.
_WHOLLY = lazy_pattern(
    r"(?:[足如]额|足量|如数|全额|全数|全部|全面|满额)[^,未不没]{2,6}|[^,未不没]{0,6}[配补建备]齐"
)


def _in_full(template: Template) -> Template:
    """`足额供应` is the target in words where another clause says what is given for less than the target."""
    said = [s for s in template.statements if isinstance(s.condition, Saying)]
    less = any(isinstance(s.condition, Against) and s.condition.standing == "unmet" for s in template.statements)
    words = said[0].condition.text if len(said) == 1 and isinstance(said[0].condition, Saying) else ""
    award = said[0].amount if words else None
    if not less or award is None or award.manner != "award" or not _WHOLLY.fullmatch(words):
        return template
    met = replace(said[0], condition=Against("met", words))
    return Template(tuple(met if e is said[0] else e for e in template.elements))


#: 覆盖全部村组
_ALL_OF = lazy_pattern(r"(?:覆盖|完成|实现|达到)(?:全部|所有)[^,未不没]{0,6}")


def _covering(template: Template, goal: Goal) -> Template:
    """`全覆盖` against a target of 100 % is the target in words, `足额供应` beside what less than the target costs."""
    if goal.value is None:
        return template
    if goal.value != 100 or goal.unit != "%":
        return _in_full(template)
    elements = list(template.elements)
    for n, element in enumerate(elements):
        if (
            isinstance(element, Statement)
            and isinstance(element.condition, Saying)
            and isinstance(element.outcome, Amount)
        ):
            text = element.condition.text
            if (text.startswith(("全", "100")) and len(text) <= 6) or _ALL_OF.fullmatch(text):
                elements[n] = replace(element, condition=Against("met", text))
            elif text.startswith(("未全", "未能全", "没有全")) and len(text) <= 8:
                elements[n] = replace(element, condition=Against("unmet", text))
    return Template(tuple(elements))


__all__ = ["Otherwise", "Quantity", "bind"]
