"""Rules over counts, lowered: counters of events, with the facts of a checklist beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.limits import Starting
from perfscore.language.clauses.notes import Stated
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.yes_no import Against, Otherwise, Saying
from perfscore.language.counted import (
    SOME_TIMES,
    Counter,
    alone,
    beyond_allowed,
    check_numbers,
    counter_of,
    restates,
)
from perfscore.language.mixed import lower_mixed
from perfscore.language.program import Need, Program, UnboundError
from perfscore.language.row import Row
from perfscore.language.statements import Statement
from perfscore.language.terms import Greatest, Input, Term, add, minus, number, over, times
from perfscore.language.told import fact, if_yes, vetoed, words_of

#: Nothing of it: 未提供, 没有开展, 不举办.
_DENIED = lazy_pattern(r"(?:未能?|没有?|不)(?=[^\W\d_]{2})")


@frozen
class _Item:
    """A fact that is worth points of its own, with the counters behind it that may take some of them."""

    statement: Statement
    worth: Fraction
    counters: list[Counter] = field(default_factory=list)


def lower_counts(row: Row) -> Program:
    """Counters of events, with the facts of a checklist beside them.

    Raises:
        UnboundError: what is counted and what else is paid do not add up.
    """
    if not _one_way(row):
        return lower_mixed(row)
    check_numbers(row)
    counters, items = _parted(row)
    checklist = sum(item.worth != 0 for item in items) > 1 and sum(item.worth for item in items) == row.points
    if checklist and any(item.counters for item in items):
        return _item_by_item(row, items)
    if len({c.need.name for c in counters}) < len(counters):
        return lower_mixed(row)
    counters = alone(counters)
    if checklist:
        # Items that earn and a step that takes off for a missing one must say the same.
        if len(counters) != 1 or {item.worth for item in items} != {counters[0].each}:
            raise UnboundError("逐项得分与逐项扣分的数额不同", "统一每项的分值")
    elif any(item.worth not in (0, row.points) for item in items):
        return lower_mixed(row)
    earning = all(c.step.amount.manner != "deduct" for c in counters)
    starting = row.template.first(Starting)
    if earning and (stated := row.template.first(Stated)) is not None and stated.points != row.points:
        # Points that are stated beside awards (基本分6分) are where these start, unless they are the row's.
        raise UnboundError("写明的分值与本行分值不同，加分从几分加起没有读懂", "写明基本分与加分")
    paid = _paid(row, counters, earning=earning)
    raw = paid if earning else minus(number(0 if starting is not None else row.start), paid)
    vetoes = [] if checklist else [one.statement for one in items if one.worth == 0 and _apart(one, counters)]
    low, high = row.bounds(down=starting is not None and starting.down)
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


def _one_way(row: Row) -> bool:
    """Whether all counters earn, or all cost, and nothing stands beside them but awards and what leaves nothing."""
    ways = {step.amount.manner == "deduct" for step in row.steps}
    return len(ways) == 1 and all(
        isinstance(s.outcome, PerStep)
        or s.outcome is None
        or restates(row, s)
        or (isinstance(s.condition, Saying) and isinstance(s.outcome, Amount) and s.outcome.manner == "award")
        for s in row.statements
    )


def _parted(row: Row) -> tuple[list[Counter], list[_Item]]:
    """The counters of a rule, and the facts beside them."""
    counters: list[Counter] = []
    items: list[_Item] = []
    for statement in row.statements:
        condition, outcome = statement.condition, statement.outcome
        if isinstance(outcome, PerStep):
            if condition is not None and not isinstance(condition, Saying | Against | Otherwise):
                raise UnboundError("计件扣分带有数值条件", "分开写")
            counters.append(counter_of(row, statement, outcome, len(counters)))
            if items and items[-1].statement.mark and not statement.mark and outcome.kind != "short":
                items[-1].counters.append(counters[-1])
        elif isinstance(condition, Saying) and isinstance(outcome, Amount) and outcome.manner == "award":
            if SOME_TIMES.search(condition.text):
                raise UnboundError("其中几次不扣分，怎样计数没有读懂", "写明从第几次起扣分", statement.span)
            items.append(_Item(statement, row.amount(outcome)))
    return counters, items


def _apart(item: _Item, counters: Sequence[Counter]) -> bool:
    """Whether a worded 不得分 beside counters is a fact of its own, and not the counted thing again."""
    said = words_of(item.statement)
    if any(said in c.need.name or c.need.name in said for c in counters):
        return False
    # What was not done at all (不提供的不得分) is none of it, where each of it earns.
    denied = _DENIED.match(said)
    undone = denied is not None and any(said[denied.end() :] in c.need.name for c in counters)
    return not (undone and all(c.step.amount.manner != "deduct" for c in counters))


def _paid(row: Row, counters: Sequence[Counter], *, earning: bool) -> Term:
    """What the counters give or take together, each within its own limit."""
    places = [n for n, s in enumerate(row.statements) if isinstance(s.outcome, PerStep)]
    if not earning and not row.own_limits().keys() <= set(places):
        raise UnboundError("限额写在几项扣分之间，管哪几项没有写明", "每一项后写明最多扣几分")
    each = [beyond_allowed(row, counters[0])] if len(counters) == 1 and not earning else [c.paid for c in counters]
    return row.at_most(add(*each), "most-on") if earning else row.taken(dict(zip(places, each, strict=True)))


def _item_by_item(row: Row, items: Sequence[_Item]) -> Program:
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
