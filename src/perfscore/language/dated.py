"""Deadlines and delays by the calendar: the variable is a day, or a month where the steps are months."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date
from fractions import Fraction

from perfscore.core.units import canonical
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.delay import ByDate, Day
from perfscore.language.clauses.limits import PartOfStep
from perfscore.language.clauses.yes_no import Against
from perfscore.language.facts import Goal
from perfscore.language.moments import read_moment
from perfscore.language.program import Need, UnboundError
from perfscore.language.regions import Area, Span
from perfscore.language.row import Row, Variable
from perfscore.language.statements import Template
from perfscore.language.terms import Input, NoScoreError

#: The year of dates without one; only differences count.
_YEAR = 2023
_MONTHS, _WORKDAYS = "个月", "工作日"


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


def month_ends(day: Day) -> bool:
    """Whether a day is the last of its month, so that months after it are whole ones: 12月31日."""
    last = monthrange(day.year or _YEAR, day.month)[1]
    return day.day is not None and day.day >= last


def _started(row: Row) -> bool:
    """Whether a month that has begun counts as one."""
    fixed = row.template.first(PartOfStep)
    return fixed is not None and fixed.mode == "started"


def day_variable(row: Row) -> Variable:
    """The day on which something is done, or the month where the steps are months.

    Raises:
        UnboundError: the steps are months and a deadline is a day within a month.
    """
    conditions = [s.condition for s in row.statements if isinstance(s.condition, ByDate)]
    unit = _MONTHS if any(canonical(step.step.unit) == _MONTHS for step in row.steps) else "天"
    if unit == _MONTHS and not all(c.day.day is None or month_ends(c.day) for c in conditions):
        raise UnboundError("按月扣分而期限写到日，不足一个月怎样计没有写明", "写明不足一个月怎样计")
    goal = row.goal.day or next((c.day for c in conditions if c.side == "before"), None)
    year = _year(row)
    number = None if goal is None else _number(goal, unit, year)
    days = {c.day for c in conditions} | ({row.goal.day} if row.goal.day is not None else set())
    need = Need(
        "完成时间",
        "day",
        spoken=unit == _MONTHS and _started(row),
        unit=unit,
        target=number,
        year=year or 0,
        delayed=len(days) == 1,
    )
    return Variable(Input("完成时间"), unit, number, need)


def in_workdays(row: Row) -> Row | None:
    """The rule as one on the delay alone, where steps are workdays behind one deadline: no calendar tells how many.

    None where a rule is of another kind.
    """
    late = [s for s in row.steps if s.kind == "late"]
    dates = [s for s in row.statements if isinstance(s.condition, ByDate)]
    one = len(dates) == 1 and isinstance(dates[0].condition, ByDate) and dates[0].condition.side == "before"
    if not late or not one or any(canonical(step.step.unit) != _WORKDAYS for step in late):
        return None
    elements = (
        replace(e, condition=Against("met", "按期完成")) if e is dates[0] else e for e in row.template.elements
    )
    return row.part(Template(tuple(elements)), row.points, Goal(text=row.goal.text))


def _year(row: Row) -> int | None:
    """One year for all days without one: that of the target, else the first that is written."""
    written = [row.goal.day, *(s.condition.day for s in row.statements if isinstance(s.condition, ByDate))]
    month = read_moment(row.goal.text)  # a month by itself is no day, but it has a year
    years = [*(day.year for day in written if day is not None), month and month[0].year]
    return next((year for year in years if year), None)


def _number(day: Day, unit: str, year: int | None, *, end: bool = True) -> Fraction:
    return Fraction(month_number(day, year) if unit == _MONTHS else day_number(day, end=end, year=year))


def last_day(row: Row, unit: str) -> Fraction | None:
    """The last day at which being done still earns points."""
    days = [
        _number(s.condition.day, unit, _year(row))
        for s in row.statements
        if isinstance(s.condition, ByDate)
        and s.condition.side != "after"
        and isinstance(s.outcome, Amount)
        and row.award(s.outcome)
    ]
    return max(days, default=None)


def days_of(row: Row, condition: ByDate, unit: str) -> Area:
    """The days before, after or in what a condition names."""
    day, mark = condition.day, True if condition.marked else None
    year = _year(row)
    first, last = _number(day, unit, year, end=False), _number(day, unit, year)
    match condition.side:
        case "before":
            return (Span(None, True, last, mark),)
        case "after" if condition.missed or (day.day is None and not condition.marked):
            return (Span(last, False, None, True),)
        case "after":
            return (Span(first, mark, None, True),)
        case "in":
            return (Span(first, True, last, True),)


def of_the_year(day: Day, need: Need) -> Day:
    """An actual day beside the deadline of a rule: without a year there, only the day of the year compares.

    Raises:
        NoScoreError: it lies so far from the deadline that it may be of the year before or after.
    """
    if need.year or day.year is None:
        return day
    same = replace(day, year=None)
    months = need.unit == "个月"
    ahead = (need.target or 0) - (month_number(same) if months else day_number(same))
    far = 6 if months else 183
    if need.target is not None and not -far <= ahead <= far:
        raise NoScoreError(f"期限没有写年份，“{day.say()}”是不是同一年的没有写明")
    return same
