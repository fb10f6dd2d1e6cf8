"""A rule on its row in one reading: what it says, what it is held against, its bounds, and what it compares."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from perfscore.core.rational import rational
from perfscore.core.records import frozen
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Within
from perfscore.language.clauses.formula import Definition, Expression
from perfscore.language.clauses.limits import Bound, Limit, PartOfStep
from perfscore.language.clauses.notes import Stated
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.yes_no import REACHED, Against
from perfscore.language.facts import Goal
from perfscore.language.floors import capped, stated_base
from perfscore.language.program import Measure, Need, Setting, UnboundError
from perfscore.language.statements import Statement, Template
from perfscore.language.terms import Input, Least, Term, number

FULL = rational(100)
#: Ways to miss the target: what is paid there is not what meeting it gives.
MISSED = frozenset(["late", "short", "over"])
#: Units in which a share is a number of the row itself, and none of its target.
OF_RATES = ("%", "百分点", "", "比例", "系数", "指数")


@frozen
class Row:
    """What a rule says, and the row and reading that it is lowered for."""

    template: Template
    setting: Setting

    @cached_property
    def points(self) -> Fraction:
        """The row's points."""
        return self.setting.points

    @cached_property
    def goal(self) -> Goal:
        """What the target sets."""
        return self.setting.goal

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The clauses."""
        return self.template.statements

    @cached_property
    def ranges(self) -> tuple[Within, ...]:
        """Every range that a condition names."""
        return tuple([within for statement in self.statements for within in statement.ranges])

    @cached_property
    def steps(self) -> tuple[PerStep, ...]:
        """What is given or taken step by step."""
        return tuple([s.outcome for s in self.statements if isinstance(s.outcome, PerStep)])

    @cached_property
    def definitions(self) -> dict[str, Expression]:
        """The quantities that the text defines."""
        return {e.name: e.expression for e in self.template.elements if isinstance(e, Definition)}

    def pick(self, axis: str, options: tuple[str, ...]) -> str:
        """The option of an axis without a default, in the reading under way."""
        return self.setting.pick(axis, options, None)

    def part_of_step(self) -> str:
        """How a part of a step counts: in proportion, not at all, or as a step."""
        fixed, setting = self.template.first(PartOfStep), self.setting
        if fixed is None:
            usual = setting.conventions.part_of_step
            return setting.pick("part-of-step", ("proportional", "whole", "started"), usual)
        return fixed.mode if fixed.mode != "rung" else self.pick("part-of-step", ("whole", "started"))

    def part(self, template: Template, points: Fraction, goal: Goal) -> Row:
        """A part of the rule, worth so many points, against a target of its own."""
        return Row(template, replace(self.setting, points=points, goal=goal))

    def limit(self, bound: Bound) -> Fraction | None:
        """The points of a bound that the rule states."""
        return self._limits.get(bound)

    def has(self, bound: Bound) -> bool:
        """Whether the rule states a bound of this kind."""
        return bound in self._limits

    @cached_property
    def _limits(self) -> dict[Bound, Fraction | None]:
        found: dict[Bound, Fraction | None] = {}
        for element in self.template.elements:
            if isinstance(element, Limit) and found.get(element.bound) is None:
                found[element.bound] = element.points
        return found

    def bounds(self, *, down: bool = False) -> tuple[Fraction | None, Fraction | None]:
        """Floor and cap; an item that only takes off runs from zero down to its points."""
        low, high = (-self.points, rational(0)) if down else (rational(0), self.points)
        cap, least = self.limit("cap"), self.limit("least")
        floor = least if least is not None else None if self.has("below-zero") else low
        return floor, None if self.has("uncapped") else high if cap is None else capped(
            high, cap, self.template, self.points
        )

    def with_bonus(self, high: Fraction | None) -> Fraction | None:
        """The cap with points on top of full marks: the words may lift it, or the row's points may hold."""
        amounts = [s.amount for s in self.statements if s.amount is not None]
        adds = [amount for amount in amounts if amount.manner == "add" and amount.points != 0]
        if high is None or self.has("cap") or not adds or not self.has_base or self.base < self.points:
            return high
        if not all(a.extra for a in adds) and self.pick("bonus", ("within-points", "on-top")) == "within-points":
            return high
        most = self.limit("most-on")
        return None if most is None else high + most

    def at_most(self, term: Term, bound: Bound) -> Term:
        """Points that the rule allows no more than so many of."""
        most = self.limit(bound)
        return term if most is None else Least((number(most), term))

    def amount(self, amount: Amount) -> Fraction:
        """The points of an amount.

        Raises:
            UnboundError: there is no one number of them.
        """
        other = amount.of is not None and amount.of != self.points
        if other and self.pick("points", ("written", "row")) == "row":
            amount = replace(amount, of=None)
        value = amount.value(self.points)
        if amount.judged:
            raise UnboundError("得分由评分人酌定", "写明每种情形扣几分")
        if value is None:
            raise UnboundError("只给了分值区间", "写明区间内怎样定分")
        return value

    def paid(self, amount: Amount, base: Fraction | None = None) -> Fraction:
        """The score with an amount: the points themselves, or a base with their change."""
        value = self.amount(amount)
        match amount.manner:
            case "award":
                return value
            case "deduct":
                return (self.changed() if base is None else base) - value
            case "add":
                return (self.base if base is None else base) + value

    def award(self, amount: Amount) -> Fraction | None:
        """The score that an amount leaves by itself; None for an addition, and for a range of points."""
        value = amount.value(self.points)
        if value is None or amount.manner == "add":
            return None
        return value if amount.manner == "award" else self.points - value

    @cached_property
    def base(self) -> Fraction:
        """The points from which changes count: what meeting the target gives."""
        awards: list[Fraction] = []
        for statement in self.statements:
            condition, amount = statement.condition, statement.outcome
            value = self.award(amount) if isinstance(amount, Amount) else None
            if value is None or not isinstance(amount, Amount):
                continue
            if isinstance(condition, Against) and condition.standing in REACHED:
                return value
            if amount.manner == "award":
                awards.append(value)
        return max(awards, default=rational(0)) or self.start

    @cached_property
    def start(self) -> Fraction:
        """The points from which the score goes up and down: the row's, or those that the text calls its base."""
        return stated_base(self.template, self.setting)

    def changed(self) -> Fraction:
        """What is taken off is taken off the award beside it, or off the row's points."""
        other = self.base != self.points and self.pick("change-from", ("award", "points")) == "points"
        return self.points if other else self.base

    @property
    def has_base(self) -> bool:
        """Whether something besides additions says what the score is."""
        if any(isinstance(e, Stated) and e.base for e in self.template.elements):
            return True
        paying = [s for s in self.statements if s.outcome is not None]
        return any(s.amount is None or s.amount.manner != "add" for s in paying)

    @property
    def punishes(self) -> bool:
        """Whether something is taken off."""
        return any(s.amount is not None and s.amount.manner == "deduct" for s in self.statements)


@frozen
class Variable:
    """The quantity that the clauses compare.

    Attributes:
        goal: its target in its unit, None where the row has none for it.
        need: the input that it is, None where it is worked out from several.
        between: the two quantities whose distance it is.
    """

    term: Term
    unit: str
    goal: Fraction | None
    need: Need | None
    between: tuple[str, str] | None = None

    @property
    def measure(self) -> Measure | None:
        """What is asked for: the number itself, a delay, a change; None where nothing single is."""
        return None if self.need is None else self.need.measure

    @property
    def change(self) -> bool:
        """Whether the row's number is a change itself."""
        return self.measure in ("change-up", "change-down")

    @property
    def plain(self) -> bool:
        """Whether it is an input as it stands."""
        return isinstance(self.term, Input)
