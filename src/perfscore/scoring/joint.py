"""Rows that share a merged cell of points or of scores: they are scored jointly.

The first row of such a group carries the group's number; the others say that they are counted with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from perfscore.core.numbers import Interval, plain, round_to
from perfscore.core.records import replace
from perfscore.core.trace import Step
from perfscore.forms.merged import cells
from perfscore.model import Indicator
from perfscore.rulesets import RuleSet
from perfscore.scoring.records import RowReading, RowScore
from perfscore.scoring.rows import number

Scored = tuple[Indicator, RowScore]


def jointly(group: Sequence[Scored], ruleset: RuleSet) -> tuple[RowScore, ...]:
    """The scores of a group, each row's own score given as if all points were its own."""
    rows = [row for row, _ in group]
    points, scores = cells(rows, "points"), cells(rows, "score")
    first, *others = [score for _, score in group]
    known = [number(cell) for cell in points]
    whole = sum((one for one in known if one is not None), Decimal(0)) if None not in known else None
    first = replace(first, points=whole)
    if len(scores) == 1 and len(points) in (1, len(rows)):
        done = _scored(first, [score for _, score in group], ruleset, shared=len(points) == 1)
    else:
        done = _refused(first, len(rows))
    follow = f"与“{first.indicator}”合用一个单元格，一并计分"
    return done, *(
        replace(
            one,
            points=None,
            recorded=None,
            recomputed=None,
            readings=(),
            step=None,
            status="joint",
            reason=follow,
            reason_en=f'scored together with "{first.indicator}"',
        )
        for one in others
    )


def _scored(first: RowScore, members: Sequence[RowScore], ruleset: RuleSet, *, shared: bool) -> RowScore:
    """The first row with the group's number, where every row has one and the shares do not matter."""
    missed = next((one for one in members if one.recomputed is None), None)
    if missed is not None:
        return replace(
            first,
            recomputed=None,
            readings=(),
            step=None,
            basis="",
            status=missed.status,
            reason=f"与“{missed.indicator}”等 {len(members)} 行一并计分：{missed.reason}",
            reason_en=f'"{missed.indicator}" of its group was not recomputed',
        )
    readings = [reading for one in members for reading in one.readings]
    exact = {reading.exact for reading in readings}
    if shared and len(exact) > 1:
        return _refused(first, len(members))
    low, high = (
        (min(r.interval.low for r in readings), max(r.interval.high for r in readings))
        if shared
        else (
            sum(min(r.interval.low for r in one.readings) for one in members),
            sum(max(r.interval.high for r in one.readings) for one in members),
        )
    )
    value = next(iter(exact)) if shared else sum((one.readings[0].exact for one in members), Fraction(0))
    given = round_to(value, ruleset.digits.value, ruleset.rounding.value)
    steps = tuple(replace(one.step, label=one.indicator) for one in members if one.step is not None)
    words = "各行同样计分" if shared else " + ".join(plain(one.recomputed) for one in members if one.recomputed)
    step = Step("得分", f"{len(members)} 行一并计分：{words}", plain(given), children=steps)
    name = readings[0].name if len({reading.name for reading in readings}) == 1 else "joint"
    return replace(
        first,
        recomputed=given,
        readings=(RowReading(name, given, Interval(Fraction(low), Fraction(high)), step, value),),
        step=step,
    )


def _refused(first: RowScore, count: int) -> RowScore:
    return replace(
        first,
        recomputed=None,
        readings=(),
        step=None,
        basis="",
        status="undecided",
        reason=f"{count} 行合用一个分值，没有写明各占多少，不能分别计分",
        reason_en=f"{count} rows share their points, the share of each is not stated",
    )
