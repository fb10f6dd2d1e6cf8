"""Rules over counts, lowered: counters of events, with the facts of a checklist beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.units import canonical
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.duty import Duty
from perfscore.language.clauses.limits import Standard, Starting
from perfscore.language.clauses.notes import Stated
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.words import TARGET
from perfscore.language.clauses.yes_no import REACHED, Against, Otherwise, Saying
from perfscore.language.facts import in_unit
from perfscore.language.program import Need, Program, UnboundError
from perfscore.language.row import Row
from perfscore.language.statements import Condition, Statement
from perfscore.language.terms import (
    Case,
    Chosen,
    Compare,
    Greatest,
    Input,
    Least,
    Term,
    Whole,
    add,
    minus,
    number,
    over,
    times,
)
from perfscore.language.told import fact, if_yes, vetoed, words_of

#: Words that take some of the events out of the count.
_SOME_TIMES = lazy_pattern(r"首|初次|第\d|第[一二三]|前\d|允许|整改|补报|补正|轻微|\d")

#: Nothing of it: 未提供, 没有开展, 不举办.
_DENIED = lazy_pattern(r"(?:未能?|没有?|不)(?=[^\W\d_]{2})")

#: All of it, as the target has it.
_ALL_DONE = lazy_pattern(
    rf"(?:全部|均|都)(?:完成|建成|达成|到位|办结)|(?:完成|建成)(?:全部|所有)(?:任务)?|(?:达到?|完成){TARGET}"
)

#: How what a rule counts without a name is asked for.
UNNAMED = "发生次数"


@frozen
class _Counter:
    """A counter: its input and what one event costs or earns."""

    need: Need
    step: PerStep
    each: Fraction
    part: str = "whole"
    all_beyond: bool = False

    @property
    def paid(self) -> Term:
        happened: Term = Input(self.need.name)
        if self.all_beyond:
            within = Compare(happened, "≤", number(self.step.beyond))
            happened = Chosen((Case(within, number(0), ""),), happened)
        elif self.step.beyond:
            happened = Greatest((number(0), minus(happened, number(self.step.beyond))))
        steps = over(happened, number(self.step.step.value))
        if self.step.step.value != 1 and self.part != "proportional":
            steps = Whole(steps, up=self.part == "started")
        return times(number(self.each), steps)


@frozen
class _Item:
    """A fact that is worth points of its own, with the counters behind it that may take some of them."""

    statement: Statement
    worth: Fraction
    counters: list[_Counter] = field(default_factory=list)


def lower_counts(row: Row) -> Program:
    """Counters of events, with the facts of a checklist beside them.

    Raises:
        UnboundError: what is counted and what else is paid do not add up.
    """
    _check_numbers(row)
    counters, items, bonus = _parted(row)
    counters = _distinct(counters)
    checklist = sum(item.worth != 0 for item in items) > 1 and sum(item.worth for item in items) == row.points
    if checklist and any(item.counters for item in items):
        return _mixed(row, items)
    if checklist:
        # Items that earn and a step that takes off for a missing one must say the same.
        if len(counters) != 1 or {item.worth for item in items} != {counters[0].each}:
            raise UnboundError("逐项得分与逐项扣分的数额不同", "统一每项的分值")
    elif any(item.worth not in (0, row.points) for item in items):
        raise UnboundError("得分与扣分合不到本行的分值", "核对分值")
    deducting = [c.step.amount.manner == "deduct" for c in counters]
    earning = not all(deducting)
    starting = row.template.first(Starting)
    if earning and any(deducting):
        raw = _both_ways(row, counters)
    else:
        stated = row.template.first(Stated) if earning else None
        based = stated is not None and stated.base and all(c.step.amount.manner == "add" for c in counters)
        if stated is not None and stated.points != row.points and not based:
            # Points that are stated beside awards (基本分6分) are where these start, unless they are the row's.
            raise UnboundError("写明的分值与本行分值不同，加分从几分加起没有读懂", "写明基本分与加分")
        paid = _paid(row, counters, earning=earning)
        raw = paid if earning else minus(number(0 if starting is not None else row.start), paid)
        raw = add(number(stated.points), raw) if based and stated is not None else raw
    if bonus:
        raw = add(raw, _for_all(row, counters, bonus))
    vetoes = [] if checklist else [one.statement for one in items if one.worth == 0 and _apart(one, counters)]
    low, high = row.bounds(down=starting is not None and starting.down)
    high = row.with_bonus(high) if row.template.first(Stated) is not None else high
    # 资料齐全得满分,缺1项扣1分: full marks for a fact say that nothing of the other happened.
    none = tuple((words_of(i.statement), False) for i in items if i.worth == row.points and not earning)
    needs = (
        *(replace(c.need, phrases=(*c.need.phrases, *none)) for c in counters),
        *(fact(s, bad=True) for s in vetoes),
    )
    only = needs[0].name if len(needs) == 1 else ""
    return Program(
        vetoed(raw, vetoes), low, high, needs, single=only, variable=Input(only) if only else None, goal=Fraction(0),
        direction="up" if earning else "down", stated_floor=row.has("floor"), stated_cap=row.has("cap"), counted=True,
    )  # fmt: skip


def _both_ways(row: Row, counters: list[_Counter]) -> Term:
    """What is added to a base that the text states, and what is taken from it.

    Raises:
        UnboundError: the text states no base, or limits that may be of one counter or of several.
    """
    stated = next((e for e in row.template.elements if isinstance(e, Stated) and e.base), None)
    if stated is None:
        raise UnboundError("既加分又扣分，起点没有写明", "写明基本分")
    places = [n for n, s in enumerate(row.statements) if isinstance(s.outcome, PerStep)]
    own = row.own_limits()
    if not own.keys() <= set(places):
        raise UnboundError("限额写在几项扣分之间，管哪几项没有写明", "每一项后写明最多扣几分")
    parts: dict[str, list[Term]] = {"add": [], "deduct": []}
    for place, counter in zip(places, counters, strict=True):
        if counter.step.amount.manner not in parts:
            raise UnboundError("既加分又扣分，起点没有写明", "写明每项是加分还是扣分")
        paid = Least((number(own[place]), counter.paid)) if place in own else counter.paid
        parts[counter.step.amount.manner].append(paid)
    off = add(*parts["deduct"])
    added = row.at_most(add(*parts["add"]), "most-on")
    return minus(add(number(stated.points), added), off if own else row.at_most(off, "most-off"))


def _check_numbers(row: Row) -> None:
    """A target that is better the more there are is not what costs; a standard number of events may cost nothing."""
    earning = any(step.amount.manner != "deduct" for step in row.steps)
    if row.goal.sign in ("≥", ">") and row.goal.value and not earning:
        raise UnboundError("按发现的件数扣分，而指标值是越多越好的数", "写明扣分的件数从哪里来")
    for standard in (e for e in row.template.elements if isinstance(e, Standard)):
        same = any(in_unit(standard.value, standard.unit, step.step.unit) is not None for step in row.steps)
        if standard.unit and standard.value and same:
            raise UnboundError("写明了标准的件数，从第几件起扣分没有写明", "写明“超过…的，每…扣几分”")


def _parted(row: Row) -> tuple[list[_Counter], list[_Item], Fraction]:
    """The counters of a rule, the facts beside them, and what is added for all that was to be done."""
    counters: list[_Counter] = []
    items: list[_Item] = []
    bonus = Fraction(0)
    for statement in row.statements:
        condition, outcome = statement.condition, statement.outcome
        if isinstance(outcome, PerStep):
            if condition is not None and not isinstance(condition, Saying | Against | Otherwise):
                raise UnboundError("计件扣分带有数值条件", "分开写")
            counters.append(_counter(row, statement, outcome, len(counters)))
            if items and items[-1].statement.mark and not statement.mark and outcome.kind != "short":
                items[-1].counters.append(counters[-1])
        elif isinstance(condition, Saying) and isinstance(outcome, Amount) and outcome.manner == "award":
            if _SOME_TIMES.search(condition.text):
                raise UnboundError("其中几次不扣分，怎样计数没有读懂", "写明从第几次起扣分", statement.span)
            items.append(_Item(statement, row.amount(outcome)))
        elif isinstance(outcome, Amount) and outcome.manner == "add" and _all_done(condition):
            bonus += row.amount(outcome)
        elif outcome is not None and not _restates(row, statement):
            raise UnboundError("计件扣分之外还有别的得分条件", "分开写", statement.span)
    return counters, items, bonus


def _all_done(condition: Condition | None) -> bool:
    """Whether a condition is that all that was to be done is done: 全部完成, 完成全部任务, 达到目标值."""
    met = isinstance(condition, Against) and condition.standing == "met"
    said = condition.text if isinstance(condition, Saying) or (met and isinstance(condition, Against)) else ""
    return _ALL_DONE.fullmatch(said) is not None


def _for_all(row: Row, counters: Sequence[_Counter], bonus: Fraction) -> Term:
    """What is added where the only thing that earns reaches its target.

    Raises:
        UnboundError: several things are counted, or the target is no number of them.
    """
    goal, only = row.goal, counters[0]
    unit = goal.unit or only.need.unit
    target = None if goal.value is None else in_unit(goal.value, unit, only.need.unit)
    if len(counters) > 1 or target is None or target <= 0 or only.step.amount.manner != "award":
        raise UnboundError("计件扣分之外还有别的得分条件", "分开写")
    reached = Compare(Input(only.need.name), "≥", number(target))
    return Chosen((Case(reached, number(bonus), ""),), number(0))


def _counter(row: Row, statement: Statement, step: PerStep, index: int) -> _Counter:
    unnamed = "缺少" if step.kind == "short" else f"第{index + 1}类次数"
    name = words_of(statement) or step.subject or unnamed
    # In a row without a number of its own, a number alone may be what was done.
    required = bool(row.goal.unit) or row.template.first(Duty) is not None
    spoken = step.kind == "short" and row.goal.value is None and required
    # What is missing is counted as that: 缺2项.
    lack = (("缺", True),) if step.kind == "short" and row.goal.value is None else ()
    unit = canonical(step.step.unit)
    need = Need(name, "count", mark=statement.mark, unit=unit, measure="count", spoken=spoken, phrases=lack)
    part = row.part_of_step() if step.step.value != 1 else "whole"
    every = step.all_beyond and row.pick("allowance", ("from-zero", "beyond-target")) == "from-zero"
    return _Counter(need, step, row.amount(step.amount), part, every)


def _restates(row: Row, statement: Statement) -> bool:
    """Whether a clause about the target only says what counting from the row's points says anyway."""
    amount, condition = statement.outcome, statement.condition
    met = isinstance(condition, Against) and condition.standing in REACHED
    return met and isinstance(amount, Amount) and amount.manner == "award" and row.amount(amount) == row.points


def _distinct(counters: list[_Counter]) -> list[_Counter]:
    if len(counters) == 1:
        (only,) = counters
        unnamed = only.need.name.startswith("第1类") or (only.need.name == "缺少" and not only.need.spoken)
        return [replace(only, need=replace(only.need, name=UNNAMED))] if unnamed else counters
    if len({c.need.name for c in counters}) < len(counters):
        raise UnboundError("几种扣分说的是同一件事", "写明各自数什么")
    return counters


def _apart(item: _Item, counters: Sequence[_Counter]) -> bool:
    """Whether a worded 不得分 beside counters is a fact of its own, and not the counted thing again."""
    said = words_of(item.statement)
    if any(said in c.need.name or c.need.name in said for c in counters):
        return False
    # What was not done at all (不提供的不得分) is none of it, where each of it earns.
    denied = _DENIED.match(said)
    undone = denied is not None and any(said[denied.end() :] in c.need.name for c in counters)
    return not (undone and all(c.step.amount.manner != "deduct" for c in counters))


def _paid(row: Row, counters: Sequence[_Counter], *, earning: bool) -> Term:
    """What the counters give or take together, each within its own limit."""
    places = [n for n, s in enumerate(row.statements) if isinstance(s.outcome, PerStep)]
    if not earning and not row.own_limits().keys() <= set(places):
        raise UnboundError("限额写在几项扣分之间，管哪几项没有写明", "每一项后写明最多扣几分")
    each = (
        [_beyond_allowed(row, counters[0])] if len(counters) == 1 and not earning else [c.paid for c in counters]
    )
    return row.at_most(add(*each), "most-on") if earning else row.taken(dict(zip(places, each, strict=True)))


def _beyond_allowed(row: Row, counter: _Counter) -> Term:
    """What the only counter takes: of all events, or of those beyond the number that the target allows."""
    allowed = row.goal.value or Fraction(0)
    limited = row.goal.sign in ("≤", "<", "") and row.goal.unit != "%" and allowed > 0 and not counter.step.beyond
    if limited and row.pick("allowance", ("from-zero", "beyond-target")) == "beyond-target":
        beyond = Greatest((number(0), minus(Input(counter.need.name), number(allowed))))
        return times(number(counter.each / counter.step.step.value), beyond)
    return counter.paid


def _mixed(row: Row, items: Sequence[_Item]) -> Program:
    """A checklist whose items may lose points by count."""
    terms: list[Term] = []
    needs: list[Need] = []
    for item in items:
        name = words_of(item.statement)
        if item.counters:
            counter = item.counters[0]
            needs.append(replace(counter.need, name=name, mark=item.statement.mark))
            lost = times(number(counter.each), over(Input(name), number(counter.step.step.value)))
            terms.append(Greatest((number(0), minus(number(item.worth), lost))))
        else:
            needs.append(fact(item.statement))
            terms.append(if_yes(name, number(item.worth)))
    return Program(add(*terms), Fraction(0), row.points, tuple(needs), stated_floor=row.has("floor"))
