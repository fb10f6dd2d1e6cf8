"""What a scoring rule gives at the values that matter: its boundaries, the target, between them and far beyond."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from perfscore.core.choices import told
from perfscore.core.numbers import plain, round_to
from perfscore.core.records import frozen
from perfscore.core.trace import Score
from perfscore.language.piecewise import BeyondError, function
from perfscore.language.rules import Rule

#: How many figures a tried value and a score are written with.
_FIGURES = 6
#: Where between two boundaries a value is tried; off the middle, so that a part of a step shows.
_BETWEEN = Fraction(3, 8)


@frozen
class Probe:
    """A tried value, as typed, and its score."""

    actual: str
    score: Score

    def say(self, *, english: bool = False) -> str:
        """The points, with every reading where they differ: `9.75（不足一个单位：按比例 9.75，只计整数 10）`."""
        first = _points(self.score.points)
        if all(one.points == self.score.points for one in self.score.readings):
            return first
        words = told([(one.name, _points(one.points)) for one in self.score.readings], english=english)
        return f"{first} ({words})" if english else f"{first}（{words}）"


def _points(points: Decimal | None) -> str:
    return "—" if points is None else plain(points, _FIGURES)


def probe(rule: Rule) -> tuple[Probe, ...]:
    """Try a rule over one number or one grade; a rule that needs several facts is not tried."""
    program = rule.readings.branches[0].program
    need = next((one for one in program.needs if one.name == program.single), None)
    if need is None:
        return ()
    if need.kind == "grade":
        texts = list(need.words)
    elif need.kind in ("number", "count"):
        try:
            ends = function(program.term).ends
        except BeyondError:
            return ()
        marks = sorted({end for end in (*ends, need.target) if end is not None})
        texts = [f"{plain(value, _FIGURES)}{need.unit}" for value in _values(marks)]
    else:
        return ()
    return tuple(Probe(text, rule.score(text)) for text in texts)


def _values(marks: Sequence[Fraction]) -> list[Fraction]:
    """The boundaries and the target, a value between each two, and one far beyond on either side.

    Below zero is tried only where the rule itself speaks of it.
    """
    if not marks:
        return []
    reach = max(abs(marks[-1]), abs(marks[0]), Fraction(1))
    below = marks[0] - reach if marks[0] < 0 else Fraction(0)
    return sorted({below, *marks, *(_between(*pair) for pair in pairwise(marks)), marks[-1] + reach})


def _between(low: Fraction, high: Fraction) -> Fraction:
    """A value between two others, with as few decimals as possible but one."""
    exact = low + (high - low) * _BETWEEN
    rounded = (Fraction(round_to(exact, digits)) for digits in range(1, _FIGURES))
    return next((value for value in rounded if low < value < high), exact)
