"""Scoring rules: a text and its row become a rule that scores, explains itself and names its problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from perfscore.core.choices import told
from perfscore.core.conventions import Conventions
from perfscore.core.numbers import plain, to_decimal
from perfscore.core.sourced import Unreadable
from perfscore.core.trace import Reading, Score, Step
from perfscore.language.answers import evaluate
from perfscore.language.binding import bind
from perfscore.language.program import Readings
from perfscore.language.statements import Template
from perfscore.language.template import read_template

if TYPE_CHECKING:
    from perfscore.language.analyse import Problem

Direction = Literal["up", "down", "equal"]
ActualKind = Literal["number", "fraction", "percent-number", "text", "word"]
_DEFAULT = Conventions()


@dataclass(frozen=True, slots=True)
class Rule:
    """A scoring rule bound to the points, the target and the unit of its row.

    Raw text and places take no part in equality.

    Attributes:
        template: what the text says by itself.
        points: the row's points.
        target, unit: the target cell and the unit cell, as typed.
        direction: which way is better, where the caller knows it.
        conventions: how a text is meant where it is silent.
        raw: the source text.
    """

    template: Template
    points: Decimal
    target: str = ""
    unit: str = ""
    direction: Direction | None = None
    conventions: Conventions = _DEFAULT
    raw: str = field(default="", compare=False)

    @property
    def readings(self) -> Readings:
        """Every admissible reading, lowered; the default one first."""
        found = _readings(self)
        assert isinstance(found, Readings)  # noqa: S101 - parse_rule has let no other rule through
        return found

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of what the rule needs, in reading order."""
        return tuple(need.name for need in self.readings.branches[0].program.needs)

    def say(self) -> str:
        """The rule in canonical Chinese; reading it again gives an equal rule."""
        return self.template.say()

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong or unsaid in the rule itself, proved by exact arithmetic."""
        from perfscore.language.analyse import problems

        return problems(self)

    def score(self, actual: str | Decimal | Mapping[str, object]) -> Score:
        """Score an actual as typed in its cell, or facts by name.

        Args:
            actual: the text of the cell; or a mapping of input names (or list marks) to facts.

        Returns:
            the points under the default reading, None where no number is defensible; every reading; the steps.
        """
        results = [
            (branch, evaluate(branch.program, actual, self.conventions)) for branch in self.readings.branches
        ]
        readings = tuple(
            Reading(branch.name, None if result.points is None else to_decimal(result.points), result.step)
            for branch, result in results
        )
        first = results[0][1]
        default = results[0][0].choices
        undecided = self.readings.undecided
        open_to = [
            result.points
            for branch, result in results
            if all(
                pair == mine or pair[0] in undecided for pair, mine in zip(branch.choices, default, strict=True)
            )
        ]
        if len(set(open_to)) > 1:
            return Score(None, readings, first.step, f"有几种读法，得分不同（{_told(readings)}）", "words")
        if first.points is None:
            return Score(None, readings, first.step, first.reason, first.lack)
        return Score(to_decimal(first.points), readings, first.step)

    def to_excel(
        self, actual: str, points: str, *, target: str | None = None, actual_kind: ActualKind = "number"
    ) -> str | None:
        """A spreadsheet formula that shows the same number, None where no formula is honest.

        Args:
            actual: reference of the cell that holds the actual, `F6`.
            points: reference of the cell that holds the points.
            target: reference of a numeric target cell; without it the thresholds are constants.
            actual_kind: how the actual cell holds its number: plain, as a fraction shown in percent, as the
                number before the percent sign, as text, or as a word.
        """
        from perfscore.language.excel import formula

        return formula(self, actual, points, target=target, actual_kind=actual_kind)


def _told(readings: Sequence[Reading]) -> str:
    return told([(one.name, "无" if one.points is None else plain(one.points, 4)) for one in readings])


@lru_cache(maxsize=8192)
def _readings(rule: Rule) -> Readings | Unreadable:
    return bind(rule.template, rule.points, rule.target, rule.unit, rule.direction, rule.conventions)


def parse_rule(
    text: str,
    *,
    points: str | int | Decimal,
    target: str | None = None,
    unit: str | None = None,
    direction: Direction | None = None,
    conventions: Conventions | None = None,
    explanation: str | None = None,
) -> Rule | Unreadable:
    """Read a scoring rule for one row.

    Args:
        text: the rule as written (评分标准).
        points: the row's points.
        target: the target cell; its number, sign and direction settle what the words leave open.
        unit: the unit cell.
        direction: which way is better, where the caller knows it otherwise.
        conventions: how a text is meant where it is silent; proportional parts of a step by default.
        explanation: the 指标解释, whose definitions (完成率=…) count for the rule.

    Returns:
        the rule, or Unreadable with the words that stopped the reading. Nothing is raised.
    """
    try:
        number = Decimal(str(points).strip().removesuffix("分"))
    except InvalidOperation:
        return Unreadable(text, f"分值不是数：{points}", None, None, "填写数字分值")
    if not number.is_finite():
        return Unreadable(text, f"分值不是数：{points}", None, None, "填写数字分值")
    template = read_template(text)
    if isinstance(template, Unreadable):
        return template
    if explanation:
        template = _with_definitions(template, explanation)
    rule = Rule(template, number, target or "", unit or "", direction, conventions or _DEFAULT, text)
    found = _readings(rule)
    return replace(found, raw=text) if isinstance(found, Unreadable) else rule


def _with_definitions(template: Template, explanation: str) -> Template:
    from perfscore.language.template import read_definitions

    known = {e.name for e in template.elements if hasattr(e, "name")}
    more = tuple(d for d in read_definitions(explanation) if d.name not in known)
    return Template((*template.elements, *more)) if more else template


__all__ = ["Rule", "Step", "parse_rule"]
