"""A rule on its row in one reading: what it says, what it is held against, and which number it compares."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from perfscore.core.records import frozen
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Within
from perfscore.language.clauses.formula import Definition, Expression
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.yes_no import Against
from perfscore.language.facts import Goal
from perfscore.language.program import Measure, Need, Setting
from perfscore.language.statements import Statement, Template
from perfscore.language.terms import Input, Term
from perfscore.language.worded import amount_of, limit

FULL = Fraction(100)
#: Units in which a share is a number of the row itself, and none of its target.
OF_RATES = ("%", "百分点", "", "比例", "系数", "指数")


@frozen
class Row:
    """What a rule says, and the row and reading that it is lowered for."""

    template: Template
    setting: Setting

    @property
    def points(self) -> Fraction:
        """The row's points."""
        return self.setting.points

    @property
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
        return self.template.ranges

    @cached_property
    def steps(self) -> tuple[PerStep, ...]:
        """What is given or taken step by step."""
        return self.template.steps

    @cached_property
    def definitions(self) -> dict[str, Expression]:
        """The quantities that the text defines."""
        return {e.name: e.expression for e in self.template.elements if isinstance(e, Definition)}

    def pick(self, axis: str, options: tuple[str, ...]) -> str:
        """The option of an axis without a default, in the reading under way."""
        return self.setting.pick(axis, options, None)

    def limit(self, bound: str) -> Fraction | None:
        """The points of a bound that the rule states."""
        return limit(self.template, bound)

    def amount(self, amount: Amount) -> Fraction:
        """The points of an amount."""
        return amount_of(amount, self.setting)

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
            if isinstance(condition, Against) and condition.standing in ("met", "equal", "inside"):
                return value
            if amount.manner == "award":
                awards.append(value)
        return max(awards, default=Fraction(0)) or self.points

    @property
    def has_base(self) -> bool:
        """Whether something besides additions says what the score is."""
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
