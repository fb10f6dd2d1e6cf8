"""Within which a sum of scores lies where some of its rows have no one number.

A row that could not be recomputed lies between nought and its points, or between the least and the most of its
readings where one of them must be it.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from perfscore.core.numbers import Interval, plain, read_figure, round_to
from perfscore.scoring.records import RowScore, ScoreRange

#: Words by which a rule gives more than the points of its row.
_EXTRA = ("加分", "负分", "倒扣")
_DIGITS = 2


def band(score: RowScore) -> ScoreRange | None:
    """The least and the most that a row may score; None where its points are not known.

    >>> band(RowScore("indicator", 0, points=Decimal(10)))
    ScoreRange(low=Decimal('0'), high=Decimal('10'))
    """
    if score.readings and score.recomputed is not None:
        given = [reading.points for reading in score.readings]
        return ScoreRange(min(given), max(given))
    if score.recomputed is not None:
        return ScoreRange(score.recomputed, score.recomputed)
    if score.readings:
        low = min(reading.interval.low for reading in score.readings)
        high = max(reading.interval.high for reading in score.readings)
        return ScoreRange(_down(low), -_down(-high))
    if score.points is None or score.points < 0 or any(word in (score.rule or "") for word in _EXTRA):
        return None
    return ScoreRange(Decimal(0), score.points)


def added(parts: Iterable[RowScore]) -> ScoreRange | None:
    """The range of a sum of rows; None where one of them has none, or where it says no more than the points do."""
    scores = [part for part in parts if part.status != "joint"]
    bands = [band(score) for score in scores]
    known = [one for one in bands if one is not None]
    if not known or len(known) != len(bands):
        return None
    if all(score.recomputed is None and not score.readings for score in scores):
        return None
    return ScoreRange(sum((one.low for one in known), Decimal(0)), sum((one.high for one in known), Decimal(0)))


def shifted(one: ScoreRange | None, by: Decimal) -> ScoreRange | None:
    """A range with something added to both ends."""
    return None if one is None else ScoreRange(one.low + by, one.high + by)


def said(one: ScoreRange) -> str:
    """A range as it is shown: 97.2–100, a single number where both ends are one."""
    low, high = plain(one.low), plain(one.high)
    return low if low == high else f"{low}–{high}"


def holds(one: ScoreRange, recorded: str | None) -> bool | None:
    """Whether a recorded score, as written, may lie within a range; None where nothing was recorded."""
    figure = read_figure(recorded or "")
    return (
        None
        if figure is None
        else figure.interval.meets(Interval(Fraction(one.low), Fraction(one.high))) or (figure.value == one.high)
    )


def _down(value: Fraction) -> Decimal:
    """A number cut downwards at two decimals, so that a range never leaves out what it should hold."""
    rounded = round_to(value, _DIGITS)
    return rounded if Fraction(rounded) <= value else rounded - Decimal(1).scaleb(-_DIGITS)
