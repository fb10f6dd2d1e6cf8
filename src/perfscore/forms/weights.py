"""Weights in place of points: 30%, 0.3 or 30, with scores out of the weight or out of a hundred.

A weight is read as the points of its row; only where the total proves it are scores read as counted by weights. Of
nested weights, each a share of the level above, the points are the product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate, pairwise

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Figure, read_figure
from perfscore.core.sourced import Sourced
from perfscore.model import Indicator, Number, Section, SelfAssessment, TotalRow

#: A section's name with its weight behind it.
_SHARE = lazy_pattern(
    r"(?P<name>.+?)\s*[(（\[【]\s*(?:权重|占比|占)?[:：]?\s*(?P<share>\d{1,3}(?:\.\d+)?[%％])\s*[)）\]】]"
)
_FULL = Decimal(100)
_ONE = Decimal(1)


def with_weights(form: SelfAssessment) -> SelfAssessment:
    """A form whose points are weights, with the points and scores that they mean."""
    form = _multiplied(_with_shares(form))
    rows = list(form.indicators)
    weights = [_figure(row.points) for row in rows]
    known = [one for one in weights if one is not None]
    if len(known) < 2 or len(known) != len(weights):
        return _without_shares(form)
    total = sum((one.value for one in known), Decimal(0))
    percent = all(one.percent for one in known)
    scale = _ONE if percent else _FULL if total == _ONE else None
    if scale is None and total != _FULL:
        return _without_shares(form)
    scale = scale or _ONE
    sections = tuple(
        replace(
            section,
            points=_as_points(section.points, scale),
            indicators=tuple(_scaled(row, scale) for row in section.indicators),
        )
        for section in form.sections
    )
    made = replace(form, sections=sections, total=_total_scaled(form.total, scale, percent=percent))
    scores = [_figure(row.score) for row in rows]
    if not _above(scores, [one.value * scale for one in known]):
        return made
    return _by_weights(made, scores, [one.value * scale for one in known])


def _with_shares(form: SelfAssessment) -> SelfAssessment:
    """A form with the weights that its sections print behind their names: 经营管理类（40%）."""
    return replace(form, sections=tuple(map(_with_share, form.sections)))


def _with_share(section: Section) -> Section:
    match = _SHARE.fullmatch(section.name)
    if match is None or section.points is not None:
        return section
    header = section.header
    return replace(
        section,
        name=match["name"],
        points=Sourced(read_figure(match["share"]), header.raw, header.at),
        indicators=tuple(replace(row, l1=match["name"]) for row in section.indicators),
    )


def _without_shares(form: SelfAssessment) -> SelfAssessment:
    """A form whose rows do not say what a share of it comes to: a share is no number of points."""
    return replace(
        form,
        sections=tuple(
            replace(section, points=None) if (own := _figure(section.points)) and own.percent else section
            for section in form.sections
        ),
    )


def _as_points(cell: Number | None, scale: Decimal) -> Number | None:
    """The weight of a section in the measure of its rows; 40% is forty whatever theirs is."""
    figure = _figure(cell)
    if figure is None:
        return cell
    return _times(cell, _ONE if figure.percent or figure.value > _ONE else scale)


def _multiplied(form: SelfAssessment) -> SelfAssessment:
    """A form whose weights are shares of the level above them, with the points that they come to.

    They are such shares only where those of each level add up to the whole, and those of the rows to more than one.
    """
    whole = _whole([section.points for section in form.sections])
    if whole is None or _whole([row.points for row in form.indicators]) is not None:
        return form
    made: list[Section] = []
    for section in form.sections:
        done = _product(section, whole, sum(len(one.indicators) for one in made))
        if done is None:
            return form
        made.append(done)
    return replace(form, sections=tuple(made))


def _product(section: Section, whole: Decimal, before: int) -> Section | None:
    """A section with the points that its weights come to; None where they are no shares of it.

    The weights of the second level are subtotals over its rows, of which `before` stand in the sections above.
    """
    levels = [one for one in section.subtotals if _figure(one.points) is not None]
    groups = [[row for row in section.indicators if row.l2 == one.label.value] for one in levels]
    groups = groups or [list(section.indicators)]
    shares = [_share(one.points, whole) for one in levels] or [_ONE]
    if (levels and _whole([one.points for one in levels]) != whole) or any(
        _whole([row.points for row in group]) != whole for group in groups
    ):
        return None
    if [row for group in groups for row in group] != list(section.indicators):
        return None
    own = _share(section.points, whole)
    rows = [
        replace(row, points=_written(row.points, own * share * _share(row.points, whole) * _FULL))
        for share, group in zip(shares, groups, strict=True)
        for row in group
    ]
    ends = list(accumulate(map(len, groups), initial=before))
    sums = {
        id(one): replace(one, points=_written(one.points, own * share * _FULL), over=over)
        for one, share, over in zip(levels, shares, pairwise(ends), strict=False)
    }
    return replace(
        section,
        points=_written(section.points, own * _FULL),
        indicators=tuple(rows),
        subtotals=tuple(sums.get(id(one), one) for one in section.subtotals),
    )


def _whole(cells: Sequence[Number | None]) -> Decimal | None:
    """What the weights of a level add up to where that is a whole: a hundred, or one."""
    figures = [_figure(cell) for cell in cells]
    known = [figure.value for figure in figures if figure is not None]
    total = sum(known, Decimal(0))
    return total if known and len(known) == len(figures) and total in (_ONE, _FULL) else None


def _share(cell: Number | None, whole: Decimal) -> Decimal:
    figure = _figure(cell)
    return figure.value / whole if figure is not None else Decimal(0)


def _written(cell: Number | None, value: Decimal) -> Number | None:
    """A cell with another number in place of its own; what is printed stays."""
    return replace(cell, value=read_figure(format(value.normalize(), "f"))) if cell is not None else None


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
