"""What the rule of a row gives over the values of its one number, as stretches of a line.

The stretches of a rule that is written out are exact: between two ends of its own it is a straight line, or one that
bends evenly. What a rule set gives is tried at some values, close to the target from either side among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from perfscore.checks.subjects import View
from perfscore.core.isolation import attempt
from perfscore.core.numbers import plain, to_decimal
from perfscore.core.pictures import Curve, Spot
from perfscore.core.records import replace
from perfscore.core.sourced import Unreadable
from perfscore.language.values import Value, parse_value
from perfscore.model import Indicator
from perfscore.rulesets import RuleSet
from perfscore.scoring.defaults import Refused, score_by_default
from perfscore.scoring.direction import Direction, of_name
from perfscore.scoring.records import RowScore
from perfscore.scoring.rows import number, stated_rule
from perfscore.scoring.stated import read_rule

if TYPE_CHECKING:
    from perfscore.language.piecewise import Function
    from perfscore.language.rules import Rule

#: A stretch that bends is drawn through so many spots between its ends.
_BENDS: Final = 6
#: Of an exact number so many digits are kept: a picture is some hundred dots wide.
_DIGITS: Final = 6
#: More ends than these make no picture that anybody can read.
_MOST_ENDS: Final = 60
#: What is tried next to the target, as a share of the width.
_NEXT: Final = Fraction(1, 10**6)

Stretches = tuple[tuple[tuple[Fraction, Fraction], ...], ...]


def curves_of(views: Iterable[View]) -> tuple[tuple[Curve, ...], tuple[tuple[int, str], ...]]:
    """The curves of the rows of some forms, numbered as their scores follow each other; and the rows that failed."""
    made: list[Curve] = []
    failed: list[tuple[int, str]] = []
    place = 0
    for view in views:
        rows = {id(score): indicator for indicator, score in view.scores.rows}
        for score in view.scores:
            indicator = rows.get(id(score))
            if indicator is not None:
                curve = attempt(lambda: _curve(indicator, score, view), str)  # noqa: B023 - called at once
                if isinstance(curve, str):
                    failed.append((place, curve))
                elif curve is not None:
                    made.append(replace(curve, score=place))
            place += 1
    return tuple(made), tuple(failed)


def _curve(indicator: Indicator, score: RowScore, view: View) -> Curve | None:
    """The curve of a row that was recomputed; None where it rests on more than one number, or on none."""
    points = number(indicator.points)
    if score.status != "recomputed" or points is None or not score.readings or indicator.weight is not None:
        return None
    actual = indicator.actual.value if indicator.actual is not None else None
    target = indicator.target.value if indicator.target is not None else None
    exact = score.readings[0].exact
    if score.basis in ("row", "target-sheet"):
        stated = stated_rule(indicator, view.sheet.indicator(indicator.name.value))
        rule = None if stated is None else read_rule(stated, points, view.ruleset.conventions)
        if rule is None or isinstance(rule, Unreadable):
            return None
        return _of_rule(rule, points, actual, exact)
    if isinstance(target, Value) and isinstance(actual, Value) and score.basis.startswith("ruleset:"):
        return _of_ruleset(target, actual, points, view.ruleset, of_name(indicator.name.value), exact)
    return None


def curve_of_rule(rule: Rule, points: Decimal, actual_text: str = "") -> Curve | None:
    """The curve of a rule by itself.

    Args:
        rule: as it was read.
        points: of its row.
        actual_text: an actual as typed; where it is a number on this line, it is marked with its points.

    Returns:
        None where the rule rests on more than one number, or on none.
    """
    from perfscore.language.answers import number as points_of
    from perfscore.language.facts import actual_of

    if not actual_text.strip():
        return _of_rule(rule, points, None, None)
    actual = parse_value(actual_text, unit=rule.unit or None, role="actual")
    branch = rule.readings.branches[0]
    exact = points_of(branch.program, actual_of(rule.scales(actual)[0][1]), rule.conventions)
    return _of_rule(rule, points, actual, exact)


def _of_rule(
    rule: Rule, points: Decimal, actual: Value | Unreadable | None, exact: Fraction | None
) -> Curve | None:
    """`exact` are the points of the actual, None where it has none."""
    from perfscore.language.piecewise import BeyondError, function

    program = rule.readings.branches[0].program
    need = next((one for one in program.needs if one.name == program.single), None)
    if need is None or need.kind not in ("number", "count") or program.doubt or need.measure != "value":
        return None
    try:
        found = function(program.term)
    except BeyondError:
        return None
    x = _fact(rule, actual)
    marks = sorted({one for one in (*found.ends, need.target, x) if one is not None})
    if not marks or len(found.ends) > _MOST_ENDS:
        return None
    low, high = _width(marks)
    lines = tuple(_stretches(found, low, high))
    spot = None if x is None else _at(found, x)
    return _made(lines, need.unit, (low, high), points, need.target, x if spot == exact else None, exact)


def _fact(rule: Rule, actual: Value | Unreadable | None) -> Fraction | None:
    """The number that the rule takes from the actual, in its own unit; None where it takes none, or settles by words."""
    from perfscore.language.answers import read_facts
    from perfscore.language.facts import actual_of
    from perfscore.language.terms import NoScoreError

    if actual is None:
        return None
    program = rule.readings.branches[0].program
    try:
        facts = read_facts(program, actual_of(rule.scales(actual)[0][1]), rule.conventions, [])
    except NoScoreError:
        return None
    found = facts.get(program.single) if isinstance(facts, dict) else None
    return found if isinstance(found, Fraction) else None


def _number(actual: Value | Unreadable | None) -> Fraction | None:
    if not isinstance(actual, Value) or actual.number is None:
        return None
    return Fraction(actual.number)


def _width(marks: list[Fraction]) -> tuple[Fraction, Fraction]:
    """From where to where: all marks, and a quarter of their width beyond; nothing below nought unless a mark is."""
    reach = marks[-1] - marks[0] or abs(marks[0]) or Fraction(1)
    low = marks[0] - reach / 4
    return (low if marks[0] < 0 else max(low, Fraction(0))), marks[-1] + reach / 4


def _at(found: Function, x: Fraction) -> Fraction | None:
    from perfscore.language.piecewise import Ratio

    value = found.values[found.place(x)]
    return value.at(x) if isinstance(value, Ratio) else None


def _stretches(found: Function, low: Fraction, high: Fraction) -> Iterator[tuple[tuple[Fraction, Fraction], ...]]:
    """The stretches between two values, and what holds at an end alone."""
    from perfscore.language.piecewise import Ratio

    ends = [low, *(end for end in found.ends if low < end < high), high]
    for one, other in pairwise(ends):
        value = found.values[found.place((one + other) / 2)]
        if not isinstance(value, Ratio):
            continue
        parts = 1 if value.linear else _BENDS + 1
        tried = [one + (other - one) * step / parts for step in range(parts + 1)]
        spots = [(x, y) for x in tried if (y := value.at(x)) is not None]
        if len(spots) > 1:
            yield tuple(spots)
    for end in found.ends:
        y = _at(found, end) if low <= end <= high else None
        if y is not None:
            yield ((end, y),)


def _joined(lines: Stretches) -> Stretches:
    """Stretches that go on from each other as one; no spot that a line goes straight through, none that lies on a line."""
    joined: list[list[tuple[Fraction, Fraction]]] = []
    for line in (line for line in lines if len(line) > 1):
        if joined and joined[-1][-1] == line[0]:
            joined[-1] += line[1:]
        else:
            joined.append([*line])
    bent = [tuple(_bends(line)) for line in joined]
    taken = {spot for line in joined for spot in line}
    return (*bent, *(line for line in lines if len(line) == 1 and line[0] not in taken))


def _bends(line: list[tuple[Fraction, Fraction]]) -> Iterator[tuple[Fraction, Fraction]]:
    """The spots of a line where it turns, and its ends."""
    yield line[0]
    last = line[0]
    for spot, after in pairwise(line[1:]):
        if (spot[1] - last[1]) * (after[0] - spot[0]) != (after[1] - spot[1]) * (spot[0] - last[0]):
            yield spot
            last = spot
    yield line[-1]


def _of_ruleset(
    target: Value, actual: Value, points: Decimal, rules: RuleSet, direction: Direction | None, exact: Fraction
) -> Curve | None:
    goal = _number(target)
    if goal is None or goal <= 0 or target.kind not in ("bound", "exact"):
        return None
    x = _number(actual) if actual.kind == "exact" and actual.unit == target.unit else None
    high = max(goal * Fraction(5, 4), (x or goal) * Fraction(9, 8))
    unit = target.unit
    lines = _tried(target, plain(goal), unit, plain(high, _DIGITS), points, _Same(rules), direction)
    if not lines:
        return None
    if x is not None and _score_at(target, x, unit, points, rules, direction) != exact:
        x = None
    return _made(lines, unit, (Fraction(0), high), points, goal, x, exact)


class _Same:
    """A rule set as a key: one object is used for all forms of a run."""

    __slots__ = ("rules",)

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.rules is other.rules

    def __hash__(self) -> int:
        return id(self.rules)


#: Rows of many forms have the same target and points.
@lru_cache(maxsize=2048)
def _tried(
    target: Value, goal: str, unit: str, reach: str, points: Decimal, same: _Same, direction: Direction | None
) -> Stretches:
    """Below the target, at it and above it, each tried at some values."""
    end, high = Fraction(goal), Fraction(reach)
    near = high * _NEXT
    lines: list[tuple[tuple[Fraction, Fraction], ...]] = []
    for low, top in ((Fraction(0), end - near), (end, end), (end + near, high)):
        steps = range(_BENDS + 2) if low != top else range(1)
        tried = [_typed(low + (top - low) * step / (_BENDS + 1)) for step in steps]
        found = [(x, _score_at(target, x, unit, points, same.rules, direction)) for x in tried]
        spots = tuple((x, y) for x, y in found if y is not None)
        if spots:
            lines.append(spots)
    return tuple(lines)


def _typed(value: Fraction) -> Fraction:
    """A number as it can be written."""
    return Fraction(plain(value, _DIGITS + 3))


def _score_at(
    target: Value, x: Fraction, unit: str, points: Decimal, rules: RuleSet, direction: Direction | None
) -> Fraction | None:
    value = parse_value(f"{plain(x)}{unit}", role="actual")
    if not isinstance(value, Value):
        return None
    given = score_by_default(target, value, Fraction(points), rules, direction)
    return None if isinstance(given, Refused) else given[0].value


def _made(
    lines: Stretches,
    unit: str,
    width: tuple[Fraction, Fraction],
    points: Decimal,
    target: Fraction | None,
    x: Fraction | None,
    exact: Fraction | None,
) -> Curve | None:
    """A curve in decimals; none where nothing but single values is known."""
    if not any(len(line) > 1 for line in lines):
        return None
    lines = _joined(lines)
    top = max([Fraction(points), *(y for line in lines for _, y in line)])
    return Curve(
        score=0,
        unit=unit,
        low=_short(width[0]),
        high=_short(width[1]),
        top=_short(top),
        lines=tuple(tuple(_spot(x, y) for x, y in line) for line in lines),
        target=None if target is None or not width[0] <= target <= width[1] else _short(target),
        actual=None if x is None or exact is None else _spot(x, exact),
    )


def _spot(x: Fraction, y: Fraction) -> Spot:
    return _short(x), _short(y)


def _short(value: Fraction) -> Decimal:
    return Decimal(plain(value, _DIGITS)) if value.denominator != 1 else to_decimal(value)
