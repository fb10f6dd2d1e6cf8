"""The recomputed score of one row."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from perfscore.core.location import Location
from perfscore.core.numbers import Interval
from perfscore.core.records import frozen
from perfscore.core.trace import Step

RowKind = Literal["indicator", "execution", "section", "total"]
#: Whether a row was recomputed, `joint` with the row above, with which it shares a merged cell; and if not, what is in
#: the way: something that cannot be read; no target, actual or points; an actual that cannot be compared with the target,
#: or used by the stated rule; facts that the rule asks for besides; no rule for what happened; a rule that does not
#: settle one number.
Status = Literal[
    "recomputed", "joint", "unreadable", "no-target", "no-actual", "no-points", "not-comparable", "unusable",
    "no-facts", "no-rule", "undecided",
]  # fmt: skip


@frozen
class ScoreRange:
    """The least and the most that a score may be; both ends belong to it."""

    low: Decimal
    high: Decimal

    def __contains__(self, value: Decimal) -> bool:
        return self.low <= value <= self.high


@frozen
class RowReading:
    """One admissible reading of a row.

    Attributes:
        points: rounded once, as the rule set says; `exact` is the score before rounding.
        interval: every unrounded score that the written actual value may stand for.
        leap: whether the score leaps there: 97% is the end of a tier, and 96.6% may have been written so.
    """

    name: str
    points: Decimal
    interval: Interval
    step: Step | None = None
    exact: Fraction = Fraction(0)
    leap: bool = False


@frozen
class RowScore:
    """What a row scores, beside what it recorded.

    Attributes:
        form: number of the form in the report.
        target, actual, recorded: as printed; `recorded` is None where the cell is blank or the column absent.
        points: the row's points, None when they are not known.
        recomputed: the default reading, rounded; None when there is no defensible number, and `reason` says why.
        readings: every admissible reading, the default one first; where none is, one of them must be it.
        basis: `row`, `target-sheet` or `ruleset:ID`; "" where nothing was scored.
        grade: of a total row only.
        range: of a sum that has no number because some of its rows have none: between which ends it lies.
        met: whether the actual met the target (True), certainly missed it (False), or neither can be told. It rests
            on these two alone, not on the points that a rule gives.
    """

    kind: RowKind
    form: int
    at: Location | None = None
    l1: str = ""
    l2: str = ""
    indicator: str = ""
    target: str | None = None
    actual: str | None = None
    points: Decimal | None = None
    recorded: str | None = None
    recomputed: Decimal | None = None
    readings: tuple[RowReading, ...] = ()
    rule: str | None = None
    basis: str = ""
    status: Status = "recomputed"
    reason: str | None = None
    reason_en: str | None = None
    grade: str | None = None
    met: bool | None = None
    step: Step | None = None
    range: ScoreRange | None = None
