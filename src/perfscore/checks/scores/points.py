"""Scores that their own points do not admit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import joint, value
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import Figure, plain
from perfscore.core.sourced import Sourced
from perfscore.model import Indicator, SelfAssessment
from perfscore.scoring import RowScore


@check(
    "PS304",
    "score-exceeds-points",
    Severity.ERROR,
    "self-assessment",
    title="The score is higher than the points",
    needs=(needs.POINTS, needs.SCORES),
)
def score_exceeds_points(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """得分超过分值。

    ## 查什么
    每一行（含预算执行）的得分不得高于分值，除非该行的评分标准写明加分。

    ## 为什么要紧
    多给的分直接进总分；常见的原因是分值或得分错格、错行。

    ## 反例
    ```form
    效益指标 | 可持续影响指标 | 持续运转天数 | =365天 | 365天 | 10 | 20
    ```

    ## 正例
    ```form
    效益指标 | 可持续影响指标 | 持续运转天数 | =365天 | 365天 | 10 | 10
    ```

    ## 依据
    表内勾稽
    """
    mates = {id(row): section for section in form.sections for row in section.indicators}
    for rows in joint(form):
        points, score, indicator = rows.points, rows.score, rows.rows[0]
        if points is None or score is None or score <= points or indicator.points is None:
            continue
        if indicator.score is None or any(row.rule is not None and "加分" in row.rule.value for row in rows.rows):
            continue
        section = mates[id(indicator)]
        yield found(
            indicator.score,
            f"指标“{rows.name}”得 {plain(score)} 分，分值只有 {plain(points)} 分",
            f'"{rows.name}" has {plain(score)} of {plain(points)} points',
            mend=f"核对分值与得分：得分不得高于 {plain(points)}",
            mend_en=f"check points and score: at most {plain(points)}",
            subject=f"{indicator.name.value}/score",
            recomputed=plain(_due(view.score_of(indicator), points)),
            related=(
                Related(indicator.points.at, f"分值 {indicator.points.raw}"),
                *_mate(section.header.raw, value(section.points), indicator, section.indicators),
            ),
        )
    funds = form.funding.total if form.funding else None
    if funds is None or funds.score is None or funds.points is None:
        return
    points, score = value(funds.points), value(funds.score)
    if points is not None and score is not None and score > points:
        yield found(
            funds.score,
            f"预算执行得 {plain(score)} 分，分值只有 {plain(points)} 分",
            f"execution has {plain(score)} of {plain(points)} points",
            mend=f"得分不得高于 {plain(points)}",
            mend_en=f"at most {plain(points)}",
            subject="funding/score",
            recomputed=plain(points),
            related=(Related(funds.points.at, f"分值 {funds.points.raw}"),),
        )


def _due(score: RowScore, points: Decimal) -> Decimal:
    """What the row should have: its recomputed score where there is one, never more than the points."""
    return points if score.recomputed is None else min(score.recomputed, points)


def _mate(
    header: str, heading: Decimal | None, indicator: Indicator, rows: tuple[Indicator, ...]
) -> tuple[Related, ...]:
    """Another row under the same heading whose points, with this row's, overshoot the heading (PS102)."""
    own = value(indicator.points)
    sums = [(row, value(row.points)) for row in rows if row is not indicator and row.name.value]
    total = sum((p for _, p in sums if p is not None), own or Decimal(0))
    if heading is None or own is None or total == heading or not sums:
        return ()
    other, points = max(sums, key=lambda pair: pair[1] or Decimal(0))
    if points is None or other.points is None:
        return ()
    label = "".join(header.split())
    note = f"同节：{other.name.value} 分值 {plain(points)}——各行分值合计 {plain(total)}，与表头“{label}”不符，见 PS102"
    return (Related(other.points.at, note),)


@check(
    "PS305",
    "score-negative",
    Severity.ERROR,
    "row",
    title="The score is below zero",
    needs=(needs.SCORES,),
)
def score_negative(row: Indicator, recorded: Sourced[Figure]) -> Iterator[Yielded]:
    """得分为负。

    ## 查什么
    得分小于零，除非该行的评分标准写明可以是负分。

    ## 为什么要紧
    扣分扣完为止，负分会从别的指标里再扣一次。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 20人 | 10 | -2
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 20人 | 10 | 2
    ```

    ## 依据
    惯例，待核
    """
    score = recorded.value.value
    allowed = row.rule is not None and any(word in row.rule.value for word in ("负分", "减分", "倒扣"))
    if score >= 0 or allowed:
        return
    yield found(
        recorded,
        f"指标“{row.name.value}”得 {plain(score)} 分，得分不应小于零",
        f'"{row.name.value}" has {plain(score)} points',
        mend="得分最低填 0",
        mend_en="write 0 at the least",
        subject=f"{row.name.value}/score",
        recomputed="0",
    )
