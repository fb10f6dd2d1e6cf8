"""Weights in place of points: 30%, 0.3 or 30, with scores out of the weight or out of a hundred.

A weight is read as the points of its row; only where the total proves it are scores read as counted by weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from perfscore.core.numbers import Figure, read_figure
from perfscore.model import Indicator, Number, SelfAssessment, TotalRow

_FULL = Decimal(100)
_ONE = Decimal(1)


def with_weights(form: SelfAssessment) -> SelfAssessment:
    """A form whose points are weights, with the points and scores that they mean."""
    rows = list(form.indicators)
    weights = [_figure(row.points) for row in rows]
    known = [one for one in weights if one is not None]
    if len(known) < 2 or len(known) != len(weights):
        return form
    total = sum((one.value for one in known), Decimal(0))
    percent = all(one.percent for one in known)
    scale = _ONE if percent else _FULL if total == _ONE else None
    if scale is None and total != _FULL:
        return form
    scale = scale or _ONE
    sections = tuple(
        replace(section, indicators=tuple(_scaled(row, scale) for row in section.indicators))
        for section in form.sections
    )
    made = replace(form, sections=sections, total=_total_scaled(form.total, scale, percent=percent))
    scores = [_figure(row.score) for row in rows]
    if not _above(scores, [one.value * scale for one in known]):
        return made
    return _by_weights(made, scores, [one.value * scale for one in known])


def _above(scores: Sequence[Figure | None], weights: Sequence[Decimal]) -> bool:
    """Whether most scores are above the weights of their rows: they are out of a hundred."""
    held = [(score.value, weight) for score, weight in zip(scores, weights, strict=True) if score is not None]
    return bool(held) and sum(score > weight for score, weight in held) * 2 > len(held)


def _by_weights(
    form: SelfAssessment, scores: Sequence[Figure | None], weights: Sequence[Decimal]
) -> SelfAssessment:
    """A form scored out of a hundred: with weights where its total is their sum, without points where it is not."""
    known = [score.value for score in scores if score is not None]
    total = _figure(form.total.score) if form.total else None
    counted = sum((score * weight for score, weight in zip(known, weights, strict=False)), Decimal(0)) / _FULL
    proven = (
        total is not None
        and len(known) == len(scores)
        and all(0 <= score <= _FULL for score in known)
        and abs(total.value - counted) * 2 <= total.unit_in_last_place
    )
    return replace(
        form,
        total=form.total if proven or form.total is None else replace(form.total, points=None),
        sections=tuple(
            replace(section, indicators=tuple(_judged(row, proven=proven) for row in section.indicators))
            for section in form.sections
        ),
    )


def _judged(row: Indicator, *, proven: bool) -> Indicator:
    if row.points is None:
        return row
    if not proven:
        return replace(row, points=None)
    return replace(row, points=replace(row.points, value=read_figure("100")), weight=row.points)


def _scaled(row: Indicator, scale: Decimal) -> Indicator:
    return replace(row, points=_times(row.points, scale))


def _total_scaled(total: TotalRow | None, scale: Decimal, *, percent: bool) -> TotalRow | None:
    """The total with its points in the same measure; 100 stands as it is."""
    points = _figure(total.points) if total is not None else None
    if total is None or points is None or (points.value > _ONE and not points.percent and not percent):
        return total
    return replace(total, points=_times(total.points, scale if points.value <= _ONE else _ONE))


def _times(cell: Number | None, scale: Decimal) -> Number | None:
    figure = _figure(cell)
    if cell is None or figure is None or (scale == 1 and not figure.percent):
        return cell
    return replace(cell, value=read_figure(format((figure.value * scale).normalize(), "f")))


def _figure(cell: Number | None) -> Figure | None:
    return cell.value if cell is not None and isinstance(cell.value, Figure) else None
