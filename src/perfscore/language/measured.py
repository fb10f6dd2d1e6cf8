"""A rule over one number in one reading: what is measured, which way is better, and quantities in its unit."""

from __future__ import annotations

import re
from fractions import Fraction

from perfscore.core.records import frozen, replace
from perfscore.core.units import canonical, is_counted
from perfscore.language import deviations
from perfscore.language.clauses.conditions import Quantity, Within
from perfscore.language.dated import day_variable
from perfscore.language.direction import direction_of
from perfscore.language.facts import in_unit
from perfscore.language.naming import Names, names_on
from perfscore.language.program import Direction, UnboundError
from perfscore.language.regions import Area, Span
from perfscore.language.row import FULL, Row, Variable
from perfscore.language.variable import percentage, variable_of

_PERCENT = ("%", "百分点")
#: Units of numbers that are shares of one.
_OF_ONE = ("比例", "系数", "指数")


@frozen
class Measured:
    """What a rule over one number compares, on its row and in its reading.

    Attributes:
        tolerance: what the text allows around the target.
    """

    row: Row
    names: Names
    variable: Variable
    direction: Direction
    tolerance: Area | None = None

    @property
    def target(self) -> Fraction:
        """The target.

        Raises:
            UnboundError: there is none.
        """
        if self.variable.goal is None:
            raise UnboundError("指标值没有数，无法与目标比较", "写明数值的指标值")
        return self.variable.goal

    def end(self, side: int) -> Fraction:
        """The end of the target that a gap on one side counts from: a range has two."""
        high = self.row.goal.high
        own = self.variable.need is not None and self.variable.goal == self.row.goal.value
        return high if side > 0 and high is not None and own else self.target

    def ends(self, within: Within) -> tuple[Fraction | None, Fraction | None]:
        """The two ends of a range as values of the variable."""
        low, high = within.low, within.high
        return None if low is None else self.at(low), None if high is None else self.at(high)

    def at(self, quantity: Quantity) -> Fraction:
        """A quantity of a condition as a value of the variable."""
        unit, mine = canonical(quantity.unit), self.variable.unit
        if unit in _PERCENT:
            if mine in _PERCENT or (not mine and self.variable.goal is None):
                return quantity.value
            return quantity.value / 100 * (1 if mine in _OF_ONE else self.target)
        if not unit and 0 < quantity.value <= Fraction(3, 2):
            if mine == "%" and (self.row.goal.fraction or _bare_shares(self.row)):
                return quantity.value * 100
            if mine != "%" and (self.variable.goal or 0) > FULL / 50 and _bare_shares(self.row):
                raise UnboundError("条件里的小数没有写明是什么的比率", "写成百分数，并写明是哪一个比率")
        found = in_unit(quantity.value, quantity.unit, mine)
        if found is None and quantity.unit and mine.endswith(quantity.unit) and is_counted(mine):
            return quantity.value  # 90时 of 课时 is the same unit, said short
        if found is None:
            raise UnboundError(f"条件的单位“{quantity.unit}”与指标的单位“{mine}”不同", "统一单位")
        return found

    def _points(self) -> bool:
        """Whether a percentage is so many points of a number without a unit, in the reading under way."""
        return percentage(self.row) and self.row.pick("percent", ("of-target", "point")) == "point"

    def distance(self, quantity: Quantity) -> Fraction:
        """A distance from the target, in the variable's unit."""
        unit, mine = canonical(quantity.unit), self.variable.unit
        if unit not in _PERCENT:
            found = in_unit(quantity.value, quantity.unit, mine)
            if found is None:
                raise UnboundError(f"扣分的单位“{quantity.unit}”与指标的单位“{mine}”不同", "统一单位")
            return found
        if mine in _PERCENT or (not mine and self._points()):
            return quantity.value
        if mine in _OF_ONE and unit == "百分点":
            return quantity.value / 100
        return quantity.value * abs(self.target) / 100


def _bare_shares(row: Row) -> bool:
    """Whether the bare numbers of the conditions are shares of one: 0.8, 1."""
    bare = [q.value for w in row.ranges for q in w.ends if not q.unit]
    if not bare or any(b > Fraction(3, 2) for b in bare):
        return False
    return (
        any(b.denominator != 1 for b in bare) or bool(row.definitions) or any("/" in w.subject for w in row.ranges)
    )


def measured(row: Row) -> Measured:
    """What a rule over one number measures."""
    names = names_on(row)
    variable = variable_of(row, names)
    if variable.between is not None:
        names = replace(names, unknown=variable.between)
    return _measured(row, names, variable, direction_of(row, variable))


def by_calendar(row: Row) -> Measured:
    """What a rule by the calendar measures: the day, or the month, on which something is done."""
    return _measured(row, names_on(row), day_variable(row), "down")


def _measured(row: Row, names: Names, variable: Variable, direction: Direction) -> Measured:
    if variable.need is not None and deviations.unsigned(row, variable):
        variable = replace(variable, need=replace(variable.need, unsigned=True))
    rule = Measured(row, names, variable, direction)
    return replace(rule, tolerance=_tolerance(rule))


def _tolerance(rule: Measured) -> Area | None:
    """What a declared deviation (允许误差5%以内) leaves around the target."""
    for statement in rule.row.statements:
        within = statement.condition
        if statement.outcome is not None or not isinstance(within, Within) or within.low or not within.high:
            continue
        if re.search(r"误差|偏差", within.subject):
            reach = rule.distance(within.high)
            return (Span(rule.target - reach, True, rule.target + reach, True),)
    return None
