"""A counter of events: what it asks for, and what each of them costs or earns."""

from __future__ import annotations

from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen, replace
from perfscore.core.units import canonical
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.limits import Standard
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.yes_no import Against
from perfscore.language.facts import in_unit
from perfscore.language.program import Need, UnboundError
from perfscore.language.row import Row
from perfscore.language.statements import Statement
from perfscore.language.terms import (
    Case,
    Chosen,
    Compare,
    Greatest,
    Input,
    Term,
    Whole,
    minus,
    number,
    over,
    times,
)
from perfscore.language.told import words_of

#: Words that take some of the events out of the count.
SOME_TIMES = lazy_pattern(r"首|初次|第\d|第[一二三]|前\d|允许|(?<!未)整改|补报|补正|轻微|\d")
#: How what a rule counts without a name is asked for.
UNNAMED = "发生次数"


@frozen
class Counter:
    """A counter: its input and what one event costs or earns."""

    need: Need
    step: PerStep
    each: Fraction
    part: str = "whole"
    all_beyond: bool = False

    @property
    def paid(self) -> Term:
        """What all of them give or take."""
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


def counter_of(row: Row, statement: Statement, step: PerStep, index: int) -> Counter:
    """The counter of a clause; without a name it is known by its place."""
    unnamed = "缺少" if step.kind == "short" else f"第{index + 1}类次数"
    name = words_of(statement) or step.subject or unnamed
    # In a row without a number of its own, a number alone may be what was done.
    spoken = step.kind == "short" and row.goal.value is None and bool(row.goal.unit)
    # What is missing is counted as that: 缺2项.
    lack = (("缺", True),) if step.kind == "short" and row.goal.value is None else ()
    unit = canonical(step.step.unit)
    need = Need(name, "count", mark=statement.mark, unit=unit, measure="count", spoken=spoken, phrases=lack)
    part = row.part_of_step() if step.step.value != 1 else "whole"
    every = step.all_beyond and row.pick("allowance", ("from-zero", "beyond-target")) == "from-zero"
    return Counter(need, step, row.amount(step.amount), part, every)


def restates(row: Row, statement: Statement) -> bool:
    """Whether a clause about the target only says what counting from the row's points says anyway."""
    amount, condition = statement.outcome, statement.condition
    met = isinstance(condition, Against) and condition.standing in ("met", "equal", "inside")
    return met and isinstance(amount, Amount) and amount.manner == "award" and row.amount(amount) == row.points


def alone(counters: list[Counter]) -> list[Counter]:
    """The counters, of which the only one needs no name."""
    if len(counters) != 1:
        return counters
    (only,) = counters
    unnamed = only.need.name.startswith("第1类") or (only.need.name == "缺少" and not only.need.spoken)
    return [replace(only, need=replace(only.need, name=UNNAMED))] if unnamed else counters


def beyond_allowed(row: Row, counter: Counter) -> Term:
    """What the only counter takes: of all events, or of those beyond the number that the target allows."""
    allowed = row.goal.value or Fraction(0)
    limited = row.goal.sign in ("≤", "<", "") and row.goal.unit != "%" and allowed > 0 and not counter.step.beyond
    if limited and row.pick("allowance", ("from-zero", "beyond-target")) == "beyond-target":
        beyond = Greatest((number(0), minus(Input(counter.need.name), number(allowed))))
        return times(number(counter.each / counter.step.step.value), beyond)
    return counter.paid


def check_numbers(row: Row) -> None:
    """Hold what is counted against the numbers of the row.

    Raises:
        UnboundError: the target is better the more there are, or a standard number of events may cost nothing.
    """
    earning = any(step.amount.manner != "deduct" for step in row.steps)
    if row.goal.sign in ("≥", ">") and row.goal.value and not earning:
        raise UnboundError("按发现的件数扣分，而指标值是越多越好的数", "写明扣分的件数从哪里来")
    for standard in (e for e in row.template.elements if isinstance(e, Standard)):
        same = any(in_unit(standard.value, standard.unit, step.step.unit) is not None for step in row.steps)
        if standard.unit and standard.value and same:
            raise UnboundError("写明了标准的件数，从第几件起扣分没有写明", "写明“超过…的，每…扣几分”")
