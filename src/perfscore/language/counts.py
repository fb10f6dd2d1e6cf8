"""Rules over counts, lowered: a checklist that counters take points of, or counters with facts beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from fractions import Fraction

from perfscore.core.records import frozen
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.yes_no import Saying
from perfscore.language.counted import Counter, counter_of
from perfscore.language.mixed import lower_mixed
from perfscore.language.program import Need, Program, UnboundError
from perfscore.language.row import Row
from perfscore.language.statements import Statement, Template
from perfscore.language.terms import Greatest, Input, Term, add, minus, number, over, times
from perfscore.language.told import fact, if_yes, words_of


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
    items = _items(row)
    if sum(item.worth != 0 for item in items) < 2 or sum(item.worth for item in items) != row.points:
        return lower_mixed(row)
    if any(item.counters for item in items):
        return _item_by_item(row, items)
    if not any(step.amount.manner == "deduct" for step in row.steps):
        return lower_mixed(row)
    # Items that earn and a step that takes off for a missing one must say the same.
    if len(row.steps) != 1 or {item.worth for item in items} != {row.amount(row.steps[0].amount)}:
        raise UnboundError("逐项得分与逐项扣分的数额不同", "统一每项的分值")
    said = [item.statement for item in items]
    return lower_mixed(replace(row, template=Template(tuple(e for e in row.template.elements if e not in said))))


def _items(row: Row) -> list[_Item]:
    """The facts beside the counters, each with those that it stands over."""
    items: list[_Item] = []
    for n, statement in enumerate(row.statements):
        outcome = statement.outcome
        if isinstance(outcome, PerStep):
            if items and items[-1].statement.mark and not statement.mark and outcome.kind != "short":
                items[-1].counters.append(counter_of(row, statement, outcome, n))
        elif isinstance(statement.condition, Saying) and isinstance(outcome, Amount) and outcome.manner == "award":
            items.append(_Item(statement, row.amount(outcome)))
    return items


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
