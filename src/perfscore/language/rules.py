"""Scoring rules: a text and its row become a rule that scores, explains itself and names its problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Literal

from perfscore.core.choices import told
from perfscore.core.conventions import Conventions
from perfscore.core.numbers import MOST_DIGITS, plain, read_figure, to_decimal
from perfscore.core.records import frozen, replace
from perfscore.core.sourced import Unreadable
from perfscore.core.text import normalise
from perfscore.core.trace import Reading, Score, Step
from perfscore.language.agreement import elsewhen, names_in
from perfscore.language.answers import Read, Result, Said, by_itself, evaluate, number
from perfscore.language.binding import bind
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.facts import Goal, actual_of, goal_of
from perfscore.language.pointed import with_points
from perfscore.language.program import Branch, Readings
from perfscore.language.statements import Template
from perfscore.language.template import read_template
from perfscore.language.told import NO, YES
from perfscore.language.values import Value, in_scale, parse_value
from perfscore.language.values.scales import as_target, of_other_times

if TYPE_CHECKING:
    from perfscore.language.analyse import Problem
    from perfscore.language.evidence import Binding
    from perfscore.language.excel_cells import ActualKind

Direction = Literal["up", "down", "equal"]
#: An actual or a fact: read, or as typed.
Given = Value | Unreadable | str | int | Decimal
_DEFAULT = Conventions()


@frozen
class Rule:
    """A scoring rule bound to the points, the target and the unit of its row.

    Raw text and places take no part in equality. Binding, lowering and proving happen once for a rule, when they are
    first asked for.

    Attributes:
        template: what the text says by itself.
        points: the row's points.
        goal: what the target sets, in the unit of the row.
        target, unit: the target as it was read, and the unit cell as typed.
        direction: which way is better, where the caller knows it.
        conventions: how a text is meant where it is silent.
        raw: the source text.
        foreign: names in the text that are quantities of another year or occasion than the indicator's.
    """

    template: Template
    points: Decimal
    goal: Goal
    target: Read | None = None
    unit: str = ""
    direction: Direction | None = None
    conventions: Conventions = _DEFAULT
    raw: str = field(default="", compare=False)
    foreign: frozenset[str] = frozenset()

    @cached_property
    def bound(self) -> Readings | Unreadable:
        """The rule on its row, lowered; or why the row does not give what the words need."""
        return bind(self.template, self.points, self.goal, self.direction, self.conventions, self.foreign)

    @property
    def readings(self) -> Readings:
        """Every admissible reading, lowered; the default one first."""
        found = self.bound
        assert isinstance(found, Readings)  # noqa: S101 - parse_rule has let no other rule through
        return found

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of what the rule needs, in reading order."""
        return tuple(need.name for need in self.readings.branches[0].program.needs)

    def bindings(self, indicator: str = "") -> tuple[Binding, ...]:
        """Which fact each name in the text was taken for, and why.

        Args:
            indicator: the name of the indicator, which explains the names that agree with it.
        """
        from perfscore.language.evidence import bindings

        return bindings(self, indicator)

    def say(self) -> str:
        """The rule in canonical Chinese; reading it again gives an equal rule."""
        return self.template.say()

    @property
    def stepped(self) -> bool:
        """Whether points go off or on by steps."""
        return any(isinstance(one.outcome, PerStep) for one in self.template.statements)

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong or unsaid in the rule itself, proved by exact arithmetic."""
        return self._problems

    @cached_property
    def _problems(self) -> tuple[Problem, ...]:
        from perfscore.language.analyse import problems

        return problems(self)

    def score(self, actual: Given | Mapping[str, Given]) -> Score:
        """Score an actual, or facts by name; a text is read by `parse_value`, once, with the unit of the row.

        Args:
            actual: the value of the cell, or its text; or a mapping of input names (or list marks) to facts.

        Returns:
            the points under the default reading, None where no number is defensible; every reading; the steps.
        """
        if isinstance(actual, Mapping):
            return self._score({str(key): _read(one) for key, one in actual.items()})
        return _agreed([(name, self._score(one)) for name, one in self.scales(_read(actual, self.unit))])

    def at_target(self, share: Fraction) -> Rule | None:
        """The same rule beside a share of its target; None where that does not bind."""
        low, high = (None if end is None else end * share for end in (self.goal.value, self.goal.high))
        other = replace(self, goal=replace(self.goal, value=low, high=high))
        return None if isinstance(other.bound, Unreadable) else other

    def scales(self, actual: Read) -> tuple[tuple[str, Read], ...]:
        """The readings of an actual whose scale is open beside the target."""
        if isinstance(actual, Value) and isinstance(self.target, Value):
            if of_other_times(self.target, actual):
                settle = "写明每一期的完成数"
                return (("", Unreadable(actual.raw, "指标值按期计，这是全年的数", None, None, settle)),)
            if actual.bare and actual.unit != "%" and "unit-differs" in self.target.notes:
                # The target overrules its column; a number without a unit goes with the target.
                return (("", as_target(self.target, actual)),)
            return in_scale(self.target, actual)
        return (("", actual),)

    def _score(self, actual: Read | Mapping[str, Read]) -> Score:
        said = actual if isinstance(actual, Mapping) else actual_of(actual)
        results = [(branch, evaluate(branch.program, said, self.conventions)) for branch in self.readings.branches]
        readings = tuple(one for branch, result in results for one in _as_readings(branch, result))
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
            if (conditional := self._conditional(results, said)) is not None:
                return Score(None, readings, first.step, conditional, "facts")
            return Score(None, readings, first.step, f"有几种读法，得分不同（{_told(readings)}）", "words")
        if first.points is None:
            return Score(None, readings, first.step, first.reason, first.lack)
        return Score(to_decimal(first.points), readings, first.step)

    def _conditional(self, results: Sequence[tuple[Branch, Result]], said: Said) -> str | None:
        """What is missing where only faults were not reported, with the points if none of them happened."""
        program = results[0][0].program
        if program.alone is None or not by_itself(program, said):
            return None
        clean = {result.points for branch, result in results if ("veto", "not-occurred") in branch.choices}
        points = clean.pop() if len(clean) == 1 else None
        if points is None:
            return None
        asked = "、".join(need.say() for need in program.needs if need.name in program.faults)
        return f"没有报告{asked}，没有发生时得{plain(points, 4)}分"

    def numbers(self, actual: Value) -> dict[str, Decimal | None]:
        """The points of every reading by its name, as `score` gives them, without the steps."""
        return {name: points() for name, points in self.each(actual)}

    def each(self, actual: Value) -> Iterator[tuple[str, Callable[[], Decimal | None]]]:
        """Every reading by its name, with what computes its points: for those who need not know them all."""
        named: set[str] = set()
        for scale, one in self.scales(actual):
            said = actual_of(one)
            for branch in self.readings.branches:
                name = f"{branch.name}; {scale}" if scale else branch.name
                if name not in named:
                    named.add(name)
                    yield name, partial(self._points, branch, said)

    def _points(self, branch: Branch, said: Said) -> Decimal | None:
        points = number(branch.program, said, self.conventions)
        return None if points is None else to_decimal(points)

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


def _read(given: Given, unit: str = "") -> Read:
    """An actual as a value; what is no value yet is read, in the unit of its row."""
    if isinstance(given, Value | Unreadable):
        return given
    if isinstance(given, bool):
        given = YES if given else NO
    elif isinstance(given, Decimal | int):
        given = plain(given)
    return parse_value(given, unit=unit or None, role="actual")


def _as_readings(branch: Branch, result: Result) -> Iterator[Reading]:
    """What one reading gives; where unreported faults matter, what it gives without them and with them."""
    if result.clean is None:
        yield Reading(branch.name, None if result.points is None else to_decimal(result.points), result.step)
        return
    axes = dict(branch.choices)
    for happened in ("not-occurred", "occurred"):
        if axes.get("veto", happened) == happened:
            points = to_decimal(result.clean) if happened == "not-occurred" else None
            choices = tuple((axes | {"veto": happened}).items())
            yield Reading(replace(branch, choices=choices).name, points, result.step)


def _agreed(scores: Sequence[tuple[str, Score]]) -> Score:
    """One score of the readings of an open scale: their points where they agree, otherwise none."""
    first = scores[0][1]
    if len(scores) == 1:
        return first
    readings = tuple(
        replace(one, name=f"{one.name}; {name}" if one.name else name)
        for name, score in scores
        for one in score.readings
    )
    if len({score.points for _, score in scores}) == 1:
        return Score(first.points, readings, first.step, first.reason, first.lack)
    reason = f"完成值或指标值没有写数量级（万、亿），有几种读法，得分不同（{_told(readings)}）"
    return Score(None, readings, first.step, reason, "words")


def _told(readings: Sequence[Reading]) -> str:
    return told([(one.name, "无" if one.points is None else plain(one.points, 4)) for one in readings])


def read_points(points: str | int | Decimal) -> Decimal | None:
    """The points of a row as a number; None where they are no number, or none that points could be.

    >>> read_points("10分"), read_points("1E999999999"), read_points("十")
    (Decimal('10'), None, None)
    """
    if isinstance(points, str):
        return _typed_points(points)
    number = Decimal(points)
    exponent = number.as_tuple().exponent
    exact = isinstance(exponent, int) and exponent >= -MOST_DIGITS and number.adjusted() < MOST_DIGITS
    return number if exact else None


@lru_cache(maxsize=1024)
def _typed_points(text: str) -> Decimal | None:
    figure = read_figure(normalise(text).text.removesuffix("分"))
    return None if figure is None or figure.percent else figure.value


def parse_rule(
    text: str,
    *,
    points: str | int | Decimal,
    target: str | Read | None = None,
    unit: str | None = None,
    direction: Direction | None = None,
    conventions: Conventions | None = None,
    explanation: str | None = None,
    indicator: str = "",
) -> Rule | Unreadable:
    """Read a scoring rule for one row.

    Args:
        text: the rule as written (评分标准).
        points: the row's points.
        target: the target, read or as typed; its number, sign and direction settle what the words leave open.
        unit: the unit cell.
        direction: which way is better, where the caller knows it otherwise.
        conventions: how a text is meant where it is silent; proportional parts of a step by default.
        explanation: the 指标解释, whose definitions (完成率=…) count for the rule.
        indicator: the name of the indicator. A name in the text that speaks of another year (上年就业率) is a fact of
            its own, unless the indicator does so too.

    Returns:
        the rule, or Unreadable with the words that stopped the reading.

    Raises:
        TypeError: what is given is no text.
    """
    if not isinstance(text, str):
        raise TypeError(
            f"parse_rule 要给文字，不是 {text!r}；空单元格给空文字（a text is wanted; an empty cell is an empty text）"
        )
    worth = read_points(points)
    if worth is None:
        return Unreadable(text, "分值不是数", None, None, "填写数字分值")
    read = parse_value(target, unit=unit or None) if isinstance(target, str) else target
    written = (str(points), "" if read is None else read.raw)
    given = conventions or _DEFAULT
    return _parsed(
        text, worth, read, unit or "", direction, given, explanation or "", written, _foreign(text, indicator)
    )


@lru_cache(maxsize=4096)
def _foreign(text: str, indicator: str) -> frozenset[str]:
    """The names of other years in a text: of the indicator's name nothing else counts, so that equal rules stay one."""
    if not indicator:
        return frozenset()
    template = read_template(text)
    return frozenset() if isinstance(template, Unreadable) else elsewhen(names_in(template), indicator)


#: All that a rule depends on. `written` keeps apart what is equal and written differently: 10 and 10.0.
@lru_cache(maxsize=4096)
def _parsed(
    text: str,
    points: Decimal,
    target: Read | None,
    unit: str,
    direction: Direction | None,
    conventions: Conventions,
    explanation: str,
    written: tuple[str, str],  # noqa: ARG001 - a part of the key
    foreign: frozenset[str],
) -> Rule | Unreadable:
    """Read a rule; every check of a run, and every run of a process, gets the same object with its proofs."""
    listed = with_points(text, explanation) if explanation else None
    template = read_template(text) if listed is None else listed
    if isinstance(template, Unreadable):
        return template
    if explanation and listed is None:
        template = _with_definitions(template, explanation)
    rule = Rule(template, points, goal_of(target, unit), target, unit, direction, conventions, text, foreign)
    found = rule.bound
    return replace(found, raw=text) if isinstance(found, Unreadable) else rule


def _with_definitions(template: Template, explanation: str) -> Template:
    from perfscore.language.definitions import read_definitions

    known = {e.name for e in template.elements if hasattr(e, "name")}
    more = tuple(d for d in read_definitions(explanation) if d.name not in known)
    return replace(template, elements=(*template.elements, *more)) if more else template


__all__ = ["Rule", "Step", "parse_rule"]
