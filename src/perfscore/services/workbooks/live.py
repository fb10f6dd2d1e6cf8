"""Recomputed scores as formulas over the user's own cells.

A formula is written only where it is honest: it follows the rule set's formula or the stated rule for every actual
value of the same kind, and was held against the scoring itself at several of them. Everything else stays a value.
Only functions that Excel 2010, WPS and LibreOffice all have; halves and comparisons stand on ROUND(x,10).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from perfscore.core.location import Location
from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.core.sourced import Unreadable
from perfscore.language.excel_cells import ActualKind, constant
from perfscore.language.rules import Rule
from perfscore.language.values import Value, is_completion_rate, matched, parse_value
from perfscore.model import Indicator, Number, SelfAssessment, Valued
from perfscore.rulesets import RuleSet
from perfscore.scoring import RowScore
from perfscore.scoring.defaults import MET, ZERO, Basis, Refused, basis_by_default
from perfscore.scoring.direction import Direction, of_name, of_target
from perfscore.scoring.rows import number, stated_rule
from perfscore.scoring.stated import read_rule
from perfscore.services.workbooks.cells import Cells, Term, place_of, reference

_SIGNS: Final = {">=": ">=", ">": ">", "<=": "<=", "<": "<"}
#: Numbers at which the reading of a cell is tried: a bare 0.5 in a percent column is not half of a bare 1.
_TRIED: Final = ("0", "0.5", "1", "7", "60")
#: What the goal of a typical target is.
_GOAL: Final = Decimal(100)
_EMPTY: Final = '""'


@frozen
class _Piecewise:
    """A score as a function of one number: full points where the relation holds, a formula elsewhere.

    Attributes:
        relation: `>=`, `>`, `<=` or `<`; the goal in the number's own unit.
        name: the rule set's formula for a missed goal, None where there is no score then.
    """

    relation: str
    goal: Fraction
    name: str | None

    def holds(self, x: Fraction) -> bool:
        """Whether the goal is met."""
        return {">=": x >= self.goal, ">": x > self.goal, "<=": x <= self.goal, "<": x < self.goal}[self.relation]

    def text(self, x: str, points: str, goal: str) -> str | None:
        """The formula, None for a rule set's formula that has none here.

        Args:
            x, points, goal: the three numbers as formulas.
        """
        larger = self.relation in (">=", ">")
        head, _, parameter = (self.name or "").partition(":")
        share = f"{points}*{x}" if goal == "1" else f"{points}*{x}/{goal}"
        test = f"ROUND({x},10){_SIGNS[self.relation]}{goal}"
        if self.goal == 0 or head == "all-or-nothing":
            return f"IF({test},{points},0)"
        if self.name is None:
            return f"IF({test},{points},{_EMPTY})"
        if head == "ratio":
            # A smaller-is-better goal is met below it; otherwise the cap says the same as the comparison.
            return (
                f"MAX(0,MIN({points},{share}))" if larger else f"IF({test},{points},MAX(0,MIN({points},{share})))"
            )
        if head == "inverse-ratio":
            missed = f"IF({x}<=0,0,MIN({points},{points}*{goal}/{x}))"
            return f"IF({test},{points},{missed})"
        if head == "mirror":
            return f"IF({test},{points},MAX(0,MIN({points},{points}*(1-({x}-{goal})/{goal}))))"
        if head == "pass-mark":
            mark = plain(Fraction(int(parameter), 100))
            missed = f"IF(ROUND({x}/{goal},10)>={mark},{points}*({x}/{goal}-{mark})/(1-{mark}),0)"
            return f"IF({test},{points},{missed})"
        return None


@frozen
class Formulas:
    """The formulas of one form.

    Attributes:
        cells: the workbook.
        rules: the rule set that the form was scored by.
        sheet: whether the formulas stand in another sheet than the form.
    """

    cells: Cells
    rules: RuleSet
    sheet: bool = False

    def of_indicator(self, row: Indicator, score: RowScore, answered: Indicator | None = None) -> str | None:
        """The formula of a row's score, None where only a value is honest."""
        points, actual = self._points(row.points), self._term(row.actual)
        known = number(row.points)
        if score.recomputed is None or row.actual is None or actual is None or points is None or known is None:
            return None
        if self.rules.rounding.value != "half_up":
            return None
        if score.basis.startswith("ruleset:"):
            body = self._by_default(row, actual, points)
            return None if body is None else self._rounded(body, actual.guard)
        stated = stated_rule(row, answered)
        rule = read_rule(stated, known, self.rules.conventions) if stated is not None else None
        return self._by_rule(rule, row, actual, points) if isinstance(rule, Rule) else None

    def of_execution(self, form: SelfAssessment, score: RowScore) -> str | None:
        """The formula of the execution score."""
        funds = form.funding.total if form.funding else None
        if funds is None or score.recomputed is None or self.rules.rounding.value != "half_up":
            return None
        base = self._term(funds.budget if self.rules.execution_base.value == "budget" else funds.initial)
        executed = self._term(funds.executed)
        points = self._points(funds.points) if number(funds.points) is not None else plain(score.points or 0)
        if base is None or executed is None or points is None or "%" in (base.suffix, executed.suffix):
            return None
        body = f"{points}*MAX(0,MIN(1,{executed.text}/{base.text}))"
        guard = f"AND({base.guard},{executed.guard})"
        return f"IF({guard},IF({base.text}>0,ROUND(ROUND({body},10),{self.rules.digits.value}),{_EMPTY}),{_EMPTY})"

    def _rounded(self, body: str, guard: str) -> str:
        digits = self.rules.digits.value
        inner = f"ROUND(ROUND({body},10),{digits})"
        return (
            f"IF({guard},IFERROR({inner},{_EMPTY}),{_EMPTY})"
            if body.endswith(f"{_EMPTY})")
            else f"IF({guard},{inner},{_EMPTY})"
        )

    def _term(self, cell: Valued | Number | None) -> Term | None:
        return None if cell is None or cell.at.cell is None else self.cells.term(cell.at, sheet=self.sheet)

    def _points(self, cell: Number | None) -> str | None:
        """The points by reference; as a constant where they stand in words."""
        value = number(cell)
        if cell is None or value is None:
            return None
        term = self._term(cell)
        return plain(value) if term is None or term.scale != 1 or term.suffix not in ("", "分") else term.text

    # -- the rule set's formulas -----------------------------------------------------------------------------

    def _by_default(self, row: Indicator, actual: Term, points: str) -> str | None:
        target, value = row.target, row.actual
        if (
            target is None
            or value is None
            or isinstance(target.value, Unreadable)
            or isinstance(value.value, Unreadable)
        ):
            return None
        unit = row.unit.value if row.unit is not None else ""
        typical, direction = _typical(target.value), of_name(row.name.value)
        followed = _followed(_Case(typical, actual.suffix, unit, direction, self.rules.sha256, self.rules))
        if followed is None or followed.completion != is_completion_rate(target.value, value.value):
            return None
        function = followed.function
        if not followed.completion:
            function = replace(function, goal=Fraction(target.value.number or 0))
        goal = self._goal(row, function.goal, followed.per_unit * actual.scale, completion=followed.completion)
        return function.text(actual.text, points, goal)

    def _goal(self, row: Indicator, goal: Fraction, factor: Fraction, *, completion: bool) -> str:
        """The threshold as the formula writes it: the target's cell where that holds the number, else a constant."""
        term = self._term(row.target) if row.target is not None and not completion else None
        if term is not None and term.numeric and term.suffix in ("", "%") and goal > 0:
            cell = self.cells.cell(row.target.at) if row.target is not None else None
            held = Fraction(cell.value) if cell is not None and isinstance(cell.value, Decimal) else None
            if held is not None and held * factor == goal:
                return term.text
        return constant(goal / factor)

    # -- stated rules ----------------------------------------------------------------------------------------

    def _by_rule(self, rule: Rule, row: Indicator, actual: Term, points: str) -> str | None:
        if row.actual is None:
            return None
        at = self.cells.anchor(row.actual.at)
        kind: ActualKind = "text"
        if actual.numeric:
            share = "%" in (row.unit.value if row.unit else "", row.target.raw.strip()[-1:] if row.target else "")
            kind = "fraction" if actual.suffix == "%" else "percent-number" if share else "number"
        formula = rule.to_excel(reference(at, sheet=self.sheet), points, actual_kind=kind)
        if formula is None:
            return None
        return f"IFERROR(ROUND(ROUND({formula.removeprefix('=')},10),{self.rules.digits.value}),{_EMPTY})"


def _typical(target: Value) -> Value:
    """A target that stands for all those of its kind: how a row is scored depends on its goal's sign alone."""
    if target.kind not in ("bound", "exact") or target.number is None or target.number <= 0:
        return target
    low, high = (None if end is None else _GOAL for end in (target.low, target.high))
    return replace(target, low=low, high=high, decimals=0)


@frozen
class _Case:
    """All that the rule set's score of a cell depends upon, besides the numbers of actual, goal and points.

    Attributes:
        target: the typical one of its kind.
        suffix: what is shown behind the number; `unit` the unit column.
        direction: what the indicator's name implies.
        ruleset: the hash that stands for the rule set in comparisons.
    """

    target: Value
    suffix: str
    unit: str
    direction: Direction | None
    ruleset: str
    rules: RuleSet = field(compare=False)


@frozen
class _Followed:
    """The function that the scoring was seen to follow.

    Attributes:
        per_unit: what the shown number is multiplied by to stand in the target's unit.
        completion: the number is a completion rate.
    """

    function: _Piecewise
    per_unit: Fraction
    completion: bool


@lru_cache(maxsize=1024)
def _followed(case: _Case) -> _Followed | None:
    """The function that gives the score of any number in a cell, held against the scoring itself.

    Rows of one form are much alike, so each kind of row is tried once. Neither the points matter, for a score is a
    share of them, nor how large the goal is.
    """
    reading = _Reading(case.target, case.suffix, case.unit)
    completion = reading.completion
    per_unit = Fraction(1) if completion else reading.ratio
    direction = of_target(case.target) or case.direction
    function = _function(case.rules, case.target, direction, completion=completion)
    if function is None or per_unit is None or per_unit <= 0:
        return None
    for tried in _around(function.goal / per_unit):
        basis = basis_by_default(case.target, reading.of(plain(tried, 6)), Fraction(1), case.rules, case.direction)
        if not _agrees(function, tried * per_unit, basis):
            return None
    return _Followed(function, per_unit, completion)


def _function(
    rules: RuleSet, target: Value, direction: Direction | None, *, completion: bool
) -> _Piecewise | None:
    if completion:
        if target.number == 0 or of_target(target) == "smaller":
            return None
        names = rules.equality.value if target.relation in ("=", None) else rules.positive.value
        return _Piecewise(">=", Fraction(100), names[0])
    if target.kind not in ("bound", "exact") or target.number is None or target.number < 0:
        return None
    goal = Fraction(target.number)
    relation = target.relation or "="
    if relation in (">=", ">"):
        return _Piecewise(relation, goal, rules.positive.value[0])
    if relation in ("<=", "<"):
        return _Piecewise(relation, goal, rules.negative.value[0])
    if direction == "smaller" or goal == 0:
        names = rules.negative.value if direction == "smaller" else rules.equality.value
        return _Piecewise("<=", goal, names[0])
    return _Piecewise(">=", goal, rules.equality.value[0])


@frozen
class _Reading:
    """How another number in the same cell would be read."""

    target: Value
    suffix: str
    unit: str

    def of(self, digits: str) -> Value:
        """The value of a cell that shows these digits."""
        value = parse_value(digits + self.suffix, unit=self.unit or None, role="actual")
        return value if isinstance(value, Value) else Value("empty")

    @property
    def completion(self) -> bool:
        """Whether a number in the cell is a completion rate."""
        return is_completion_rate(self.target, self.of("1"))

    @property
    def ratio(self) -> Fraction | None:
        """What the shown number is multiplied by to stand in the target's unit; None where that differs by number."""
        ratios: set[Fraction] = set()
        for text in _TRIED:
            read = self.of(text)
            same = matched(self.target, read)
            if same is None or same.number is None:
                return None
            if same is read:
                ratios.add(Fraction(1))
            elif shown := Fraction(text):
                ratios.add(Fraction(same.number) / shown)
            elif same.number:
                return None
        return ratios.pop() if len(ratios) == 1 else None


def _around(goal: Fraction) -> Iterator[Fraction]:
    """Zero, the goal and numbers just beside it, with a few digits as somebody would type them.

    A score has one formula from zero up to the goal, so one number within tells which.
    """
    for share in ("0", "0.93", "1", "1.07"):
        yield Fraction(round(goal * Fraction(share) * 1000), 1000) if goal else Fraction(share)


def _agrees(function: _Piecewise, x: Fraction, basis: Basis | Refused) -> bool:
    """Whether the scoring says the same as the formula: full points where met, its own formula where missed."""
    if isinstance(basis, Refused):
        return function.name is None and not function.holds(x)
    expected = (MET,) if function.holds(x) else (function.name, ZERO)
    return basis.names[0] in expected


def total_of(places: list[Location], *, sheet: bool) -> str:
    """The sum of score cells; an empty text while one of them has no number."""
    runs: list[list[Location]] = []
    for at in sorted(places, key=lambda one: (one.sheet or "", *reversed(place_of(one)))):
        row, column = place_of(at)
        last = runs[-1][-1] if runs else None
        if last is not None and last.sheet == at.sheet and place_of(last) == (row - 1, column):
            runs[-1].append(at)
        else:
            runs.append([at])
    parts = [reference(run[0], sheet=sheet) + (f":{run[-1].cell}" if len(run) > 1 else "") for run in runs]
    cells = ",".join(parts)
    return f"IF(COUNT({cells})={len(places)},SUM({cells}),{_EMPTY})"
