"""What a printed total may be where some of the scores that it adds were not filled in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from perfscore.checks.subjects import View
from perfscore.checks.sums import figure
from perfscore.core.numbers import Figure, plain, read_figure
from perfscore.core.records import frozen, replace
from perfscore.core.trace import Step
from perfscore.model import Indicator
from perfscore.scoring import RowScore, ScoreRange
from perfscore.scoring.ranges import band, said

#: What a row was scored by where its document states how.
_STATED = ("row", "target-sheet")


@frozen
class Possible:
    """Between which ends a total lies, with the bound within which it may still agree with them.

    Attributes:
        certain: the same without what rests on formulas that the form does not state: such a row is anything from
            nought to its points.
    """

    range: ScoreRange
    bound: Fraction
    step: Step
    certain: ScoreRange | None

    def excludes(self, printed: Decimal) -> bool:
        """Whether no score of the open rows gives the printed total."""
        return self._outside(printed, self.range)

    def surely_excludes(self, printed: Decimal) -> bool:
        """Whether that holds by what the form itself states."""
        return self.certain is not None and self._outside(printed, self.certain)

    def _outside(self, printed: Decimal, one: ScoreRange) -> bool:
        value = Fraction(printed)
        return value < Fraction(one.low) - self.bound or value > Fraction(one.high) + self.bound


def possible(
    rows: Iterable[Indicator], view: View, printed: Figure, *, execution: bool, room: Decimal = Decimal(0)
) -> Possible | None:
    """What a printed sum over rows may be; None where a row could be anything.

    A recorded score is counted as well as what the row was recomputed to, so that a wrong score, which has a finding of
    its own, makes no second one here.

    Args:
        rows: the rows that the sum adds.
        view: the form.
        printed: the sum as written.
        execution: whether the sum counts the score of the execution.
        room: points that may be added for something that was not read.
    """
    parts = [one for row in rows if row.name.value and (one := view.score_of(row)).status != "joint"]
    if any(not row.name.value and figure(row.points) is not None for row in rows):
        return None
    if execution and view.scores.execution is not None:
        parts = [*parts, view.scores.execution]
    known = _all(_ends(one) for one in parts)
    if not known:
        return None
    digits = view.ruleset.digits.value
    bound = printed.unit_in_last_place / 2 + len(known) * Fraction(1, 2 * 10**digits)
    words = " + ".join(said(one) for one in known) + (f" + 0–{plain(room)}（未读入的预算执行）" if room else "")
    whole = _sum(known, room)
    wide = _all(_ends(one if _is_stated(one) else _unscored(one)) for one in parts)
    return Possible(
        whole, Fraction(bound), Step("总分的范围", words, said(whole)), _sum(wide, room) if wide else None
    )


def among(one: ScoreRange) -> str:
    """The words for what a total should be: a number, or between two."""
    return f"为 {said(one)}" if one.low == one.high else f"在 {said(one)} 之间"


def _all(ends: Iterable[ScoreRange | None]) -> list[ScoreRange]:
    """The ranges of all rows; none where one of them is not known."""
    listed = list(ends)
    known = [one for one in listed if one is not None]
    return known if len(known) == len(listed) else []


def _sum(parts: Sequence[ScoreRange], room: Decimal) -> ScoreRange:
    low = sum((one.low for one in parts), Decimal(0))
    return ScoreRange(low, sum((one.high for one in parts), Decimal(0)) + room)


def _ends(score: RowScore) -> ScoreRange | None:
    """Everything that a row may count: what it records and what it may be recomputed to."""
    recorded = read_figure(score.recorded) if score.recorded else None
    if score.recorded and recorded is None:
        return None
    if recorded is None:
        return band(score)
    own = band(score) if score.readings else None
    if own is None:
        return ScoreRange(recorded.value, recorded.value)
    return ScoreRange(min(own.low, recorded.value), max(own.high, recorded.value))


def _is_stated(score: RowScore) -> bool:
    return bool(score.recorded) or score.basis in _STATED


def _unscored(score: RowScore) -> RowScore:
    """A row as if nothing were known but its points."""
    return replace(score, recomputed=None, readings=())
