"""Rules over counts, lowered: counters of events, with the facts of a checklist beside them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.units import canonical
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.limits import Standard, Starting
from perfscore.language.clauses.notes import Stated
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.yes_no import Against, Otherwise, Saying
from perfscore.language.facts import in_unit
from perfscore.language.program import Need, Program, Setting, UnboundError
from perfscore.language.statements import Statement, Template
from perfscore.language.terms import (
    Case,
    Chosen,
    Greatest,
    Input,
    Is,
    Least,
    Nothing,
    Term,
    Whole,
    add,
    minus,
    number,
    over,
    times,
)
from perfscore.language.worded import NO, YES, amount_of, bounds, fact, has, if_yes, limit, own_limits, words_of

#: Words that take some of the events out of the count.
_SOME_TIMES = lazy_pattern(r"首|初次|第\d|第[一二三]|前\d|允许|整改|补报|补正|轻微|\d")


#: Nothing of it: 未提供, 没有开展, 不举办.
_DENIED = lazy_pattern(r"(?:未能?|没有?|不)(?=[^\W\d_]{2})")


@frozen
class _Counter:
    """A counter: its input and what one event costs or earns."""

    need: Need
    step: PerStep
    each: Fraction

    @property
    def paid(self) -> Term:
        happened: Term = Input(self.need.name)
        if self.step.beyond:
            happened = Greatest((number(0), minus(happened, number(self.step.beyond))))
        steps = over(happened, number(self.step.step.value))
        if self.step.step.value != 1:
            steps = Whole(steps, up=False)
        return times(number(self.each), steps)


def lower_counts(template: Template, setting: Setting) -> Program:
    """Counters of events, with the facts of a checklist beside them."""
    _check_numbers(template, setting)
    down = next((e.down for e in template.elements if isinstance(e, Starting)), None)
    counters: list[_Counter] = []
    items: list[tuple[Statement, list[_Counter]]] = []
    for statement in template.statements:
        outcome = statement.outcome
        if isinstance(outcome, PerStep):
            if statement.condition is not None and not isinstance(
                statement.condition, Saying | Against | Otherwise
            ):
                raise UnboundError("计件扣分带有数值条件", "分开写")
            counter = _counter(statement, outcome, setting, len(counters))
            counters.append(counter)
            if items and items[-1][0].mark and not statement.mark and outcome.kind != "short":
                items[-1][1].append(counter)
        elif isinstance(statement.condition, Saying) and isinstance(outcome, Amount) and outcome.manner == "award":
            items.append((statement, []))
            if _SOME_TIMES.search(statement.condition.text):
                raise UnboundError("其中几次不扣分，怎样计数没有读懂", "写明从第几次起扣分", statement.span)
        elif isinstance(statement.condition, Against) and _restates(statement, setting):
            continue
        elif outcome is not None:
            raise UnboundError("计件扣分之外还有别的得分条件", "分开写", statement.span)
    counters = _distinct(counters)
    total = sum((amount_of(s.outcome, setting) for s, _ in items if isinstance(s.outcome, Amount)), Fraction(0))
    paying = [s for s, _ in items if isinstance(s.outcome, Amount) and amount_of(s.outcome, setting)]
    checklist = len(paying) > 1 and total == setting.points
    if checklist and any(own for _, own in items):
        return _mixed(template, setting, items)
    if checklist:
        _same_as_items(items, counters, setting)
    elif any(
        isinstance(s.outcome, Amount) and amount_of(s.outcome, setting) not in (0, setting.points)
        for s, _ in items
    ):
        raise UnboundError("得分与扣分合不到本行的分值", "核对分值")
    earning = any(c.step.amount.manner != "deduct" for c in counters)
    base = Fraction(0) if earning or down is not None else setting.points
    if earning and any(c.step.amount.manner == "deduct" for c in counters):
        raise UnboundError("既加分又扣分，起点没有写明", "写明基本分")
    _same_points(template, setting, earning=earning)
    paid = _paid(template, counters, setting, earning=earning)
    raw = add(number(base), paid) if earning else minus(number(base), paid)
    vetoes = [] if checklist else [s for s, _ in items if _vetoes(s, counters, setting)]
    for veto in vetoes:
        raw = Chosen(
            (
                Case(Is(words_of(veto), (YES,)), number(0), words_of(veto)),
                Case(Is(words_of(veto), (NO,)), raw, ""),
            ),
            Nothing(f"没有报告是否{words_of(veto)}", "missing"),
        )
    low, high = bounds(template, setting, down=bool(down))
    needs = (*(c.need for c in counters), *(replace(fact(s), bad=True) for s in vetoes))
    only = needs[0].name if len(needs) == 1 else ""
    return Program(
        raw, low, high, needs, single=only, variable=Input(only) if only else None, goal=Fraction(0),
        direction="up" if earning else "down", stated_floor=has(template, "floor"),
        stated_cap=has(template, "cap"), counted=True,
    )  # fmt: skip


def _paid(template: Template, counters: list[_Counter], setting: Setting, *, earning: bool) -> Term:
    """What the counters give or take together, each within its own limit."""
    own = {} if earning else own_limits(template)
    places = [n for n, s in enumerate(template.statements) if isinstance(s.outcome, PerStep)]
    if not own.keys() <= set(places):
        raise UnboundError("限额写在几项扣分之间，管哪几项没有写明", "每一项后写明最多扣几分")
    each = [counter.paid for counter in counters]
    allowed = setting.goal.value or Fraction(0)
    limited = setting.goal.sign in ("≤", "<", "") and setting.goal.unit != "%" and allowed > 0
    if (
        limited
        and len(counters) == 1
        and not counters[0].step.beyond
        and not earning
        and setting.pick("allowance", ("from-zero", "beyond-target"), None) == "beyond-target"
    ):
        beyond = Greatest((number(0), minus(Input(counters[0].need.name), number(allowed))))
        each = [times(number(counters[0].each / counters[0].step.step.value), beyond)]
    paid = add(*(Least((number(own[n]), one)) if n in own else one for n, one in zip(places, each, strict=True)))
    most = None if own else limit(template, "most-on" if earning else "most-off")
    return paid if most is None else Least((number(most), paid))


def _check_numbers(template: Template, setting: Setting) -> None:
    """A target that is better the more there are is not what costs; a standard number of events may cost nothing."""
    if setting.goal.sign in ("≥", ">") and setting.goal.value and not _earning(template):
        raise UnboundError("按发现的件数扣分，而指标值是越多越好的数", "写明扣分的件数从哪里来")
    steps = [s.outcome for s in template.statements if isinstance(s.outcome, PerStep)]
    for standard in (e for e in template.elements if isinstance(e, Standard)):
        same = any(in_unit(standard.value, standard.unit, step.step.unit) is not None for step in steps)
        if standard.unit and standard.value and same:
            raise UnboundError("写明了标准的件数，从第几件起扣分没有写明", "写明“超过…的，每…扣几分”")


def _same_points(template: Template, setting: Setting, *, earning: bool) -> None:
    """Points that are stated beside awards (基本分6分) are where these start, unless they are the row's."""
    stated = next((e.points for e in template.elements if isinstance(e, Stated)), setting.points)
    if earning and stated != setting.points:
        raise UnboundError("写明的分值与本行分值不同，加分从几分加起没有读懂", "写明基本分与加分")


def _restates(statement: Statement, setting: Setting) -> bool:
    """Whether a clause about the target only says what counting from the row's points says anyway."""
    amount, condition = statement.outcome, statement.condition
    met = isinstance(condition, Against) and condition.standing in ("met", "equal", "inside")
    return (
        met
        and isinstance(amount, Amount)
        and amount.manner == "award"
        and amount_of(amount, setting) == setting.points
    )


def _earning(template: Template) -> bool:
    return any(isinstance(s.outcome, PerStep) and s.outcome.amount.manner != "deduct" for s in template.statements)


def _counter(statement: Statement, step: PerStep, setting: Setting, index: int) -> _Counter:
    name = step.subject or ("缺少" if step.kind == "short" else f"第{index + 1}类次数")
    if isinstance(statement.condition, Saying | Against):
        name = statement.condition.text
    need = Need(name, "count", mark=statement.mark, unit=canonical(step.step.unit), measure="count")
    return _Counter(need, step, amount_of(step.amount, setting))


def _distinct(counters: list[_Counter]) -> list[_Counter]:
    if len(counters) == 1:
        only = counters[0]
        unnamed = only.need.name == "缺少" or only.need.name.startswith("第1类")
        return [replace(only, need=replace(only.need, name="发生次数"))] if unnamed else counters
    if any(n > 1 for n in Counter(c.need.name for c in counters).values()):
        raise UnboundError("几种扣分说的是同一件事", "写明各自数什么")
    return counters


def _vetoes(statement: Statement, counters: list[_Counter], setting: Setting) -> bool:
    """Whether a worded 不得分 beside counters is a fact of its own, and not the counted thing again."""
    if not isinstance(statement.outcome, Amount) or amount_of(statement.outcome, setting) != 0:
        return False
    said = words_of(statement)
    if any(said in c.need.name or c.need.name in said for c in counters):
        return False
    # What was not done at all (不提供的不得分) is none of it, where each of it earns.
    denied = _DENIED.match(said)
    undone = denied is not None and any(said[denied.end() :] in c.need.name for c in counters)
    return not (undone and all(c.step.amount.manner != "deduct" for c in counters))


def _same_as_items(
    items: list[tuple[Statement, list[_Counter]]], counters: list[_Counter], setting: Setting
) -> None:
    """Items that earn and a step that takes off for a missing one must say the same."""
    amounts = {amount_of(s.outcome, setting) for s, _ in items if isinstance(s.outcome, Amount)}
    if len(counters) != 1 or amounts != {counters[0].each}:
        raise UnboundError("逐项得分与逐项扣分的数额不同", "统一每项的分值")


def _mixed(template: Template, setting: Setting, items: list[tuple[Statement, list[_Counter]]]) -> Program:
    """A checklist whose items may lose points by count."""
    terms: list[Term] = []
    needs: list[Need] = []
    for statement, own in items:
        assert isinstance(statement.outcome, Amount)  # noqa: S101
        worth = amount_of(statement.outcome, setting)
        if own:
            name = words_of(statement)
            counter = own[0]
            needs.append(replace(counter.need, name=name, mark=statement.mark))
            steps = over(Input(name), number(counter.step.step.value))
            terms.append(Greatest((number(0), minus(number(worth), times(number(counter.each), steps)))))
        else:
            needs.append(fact(statement))
            terms.append(if_yes(words_of(statement), worth))
    return Program(add(*terms), Fraction(0), setting.points, tuple(needs), stated_floor=has(template, "floor"))
