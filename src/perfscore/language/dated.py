"""Deadlines and delays by the calendar: the variable is a day, or a month where the steps are months."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction

from perfscore.core.units import canonical
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.delay import ByDate, Day
from perfscore.language.program import Need, UnboundError
from perfscore.language.regions import Area, Span
from perfscore.language.row import Row, Variable
from perfscore.language.terms import Input

#: The year of dates without one; only differences count.
_YEAR = 2023
_MONTHS = "个月"


def day_number(day: Day, *, end: bool = True, year: int | None = None) -> int:
    """The day as a number; without a day the end (or the beginning) of the month."""
    base = day.year or year or _YEAR
    base += 1 if day.next_year else 0
    last = monthrange(base, day.month)[1]
    number = day.day if day.day is not None else last if end else 1
    return date(base, day.month, min(number, last)).toordinal()


def month_number(day: Day, year: int | None = None) -> int:
    """The month as a number."""
    base = (day.year or year or _YEAR) + (1 if day.next_year else 0)
    return base * 12 + day.month


def day_variable(row: Row) -> Variable:
    """The day on which something is done, or the month where the steps are months.

    Raises:
        UnboundError: the steps are months and the deadlines days.
    """
    conditions = [s.condition for s in row.statements if isinstance(s.condition, ByDate)]
    unit = _MONTHS if any(canonical(step.step.unit) == _MONTHS for step in row.steps) else "天"
    if unit == _MONTHS and any(c.day.day is not None for c in conditions):
        raise UnboundError("按月扣分而期限写到日，不足一个月怎样计没有写明", "写明不足一个月怎样计")
    goal = row.goal.day or next((c.day for c in conditions if c.side == "before"), None)
    number = None if goal is None else _number(goal, unit)
    return Variable(Input("完成时间"), unit, number, Need("完成时间", "day", unit=unit, target=number))


def _number(day: Day, unit: str, *, end: bool = True) -> Fraction:
    return Fraction(month_number(day) if unit == _MONTHS else day_number(day, end=end))


def last_day(row: Row, unit: str) -> Fraction | None:
    """The last day at which being done still earns points."""
    days = [
        _number(s.condition.day, unit)
        for s in row.statements
        if isinstance(s.condition, ByDate)
        and s.condition.side != "after"
        and isinstance(s.outcome, Amount)
        and row.award(s.outcome)
    ]
    return max(days, default=None)


def days_of(condition: ByDate, unit: str) -> Area:
    """The days before, after or in what a condition names."""
    day, mark = condition.day, True if condition.marked else None
    first, last = _number(day, unit, end=False), _number(day, unit)
    match condition.side:
        case "before":
            return (Span(None, True, last, mark),)
        case "after" if condition.missed or (day.day is None and not condition.marked):
            return (Span(last, False, None, True),)
        case "after":
            return (Span(first, mark, None, True),)
        case "in":
            return (Span(first, True, last, True),)
