"""Deadlines and delays by the calendar: the variable is a day, or a month where the steps are months."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from fractions import Fraction

from perfscore.core.units import canonical
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.delay import ByDate, Day
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.yes_no import Against
from perfscore.language.measured import Variable
from perfscore.language.numeric import NumericRule
from perfscore.language.program import Direction, Need, Program, Setting, UnboundError
from perfscore.language.regions import Area, Span
from perfscore.language.statements import Template
from perfscore.language.terms import Input

#: The year of dates without one; only differences count.
_YEAR = 2023


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


class DatedRule(NumericRule):
    """One lowering of a rule by the calendar."""

    def _variable(self) -> Variable:
        steps = [s.outcome for s in self.statements if isinstance(s.outcome, PerStep)]
        self.monthly = any(canonical(p.step.unit) == "个月" for p in steps)
        conditions = [s.condition for s in self.statements if isinstance(s.condition, ByDate)]
        goal = self.setting.goal.day
        # One year for all: that of the target, else the first that is written.
        self.year = next((d.year for d in (goal, *(c.day for c in conditions)) if d is not None and d.year), None)
        if goal is None:
            befores = [c.day for c in conditions if c.side == "before"]
            goal = befores[0] if befores else None
        if self.monthly and any(c.day.day is not None for c in conditions):
            raise UnboundError("按月扣分而期限写到日，不足一个月怎样计没有写明", "写明不足一个月怎样计")
        number = None if goal is None else self._number(goal)
        unit = "个月" if self.monthly else "天"
        return Variable(
            Input("完成时间"), unit, number, Need("完成时间", "day", unit=unit, target=number, year=self.year or 0)
        )

    def _number(self, day: Day, *, end: bool = True) -> Fraction:
        return Fraction(month_number(day, self.year) if self.monthly else day_number(day, end=end, year=self.year))

    def _latest(self) -> Fraction | None:
        """The last day at which being done still earns points."""
        days = [
            self._number(s.condition.day)
            for s in self.statements
            if isinstance(s.condition, ByDate)
            and s.condition.side != "after"
            and isinstance(s.outcome, Amount)
            and self._award(s.outcome)
        ]
        return max(days, default=None)

    def _direction(self) -> Direction:
        return "down"

    def _area(self, condition: object, taken: list[Area]) -> Area:
        if isinstance(condition, Against) and condition.standing == "unmet" and (last := self._latest()):
            late = re.search(r"按|如期|及时|规定|计划", condition.text)
            if late and len({s.condition.day for s in self.statements if isinstance(s.condition, ByDate)}) > 1:
                raise UnboundError("没有写明“未按期”是过了哪一个期限", "写明每个期限之后怎样计分")
            # 未完成 after deadlines means never done, not done after the first of them.
            return (Span(last, False, None, True),)
        if not isinstance(condition, ByDate):
            return super()._area(condition, taken)
        day, mark = condition.day, True if condition.marked else None
        match condition.side:
            case "before":
                return (Span(None, True, self._number(day), mark),)
            case "after":
                if condition.missed or (day.day is None and not condition.marked):
                    return (Span(self._number(day), False, None, True),)
                return (Span(self._number(day, end=False), mark, None, True),)
            case "in":
                if day.day is not None:
                    return (Span(self._number(day), True, self._number(day), True),)
                return (Span(self._number(day, end=False), True, self._number(day), True),)


def lower_dated(template: Template, setting: Setting) -> Program:
    """Lower a rule by the calendar."""
    return DatedRule(template, setting).program()
