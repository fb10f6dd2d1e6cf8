"""PS1xx: the total row."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import (
    figure,
    named,
    points_sum,
    value,
)
from perfscore.checks.words import whose
from perfscore.core.findings import Related, Severity
from perfscore.model import SelfAssessment


@check(
    "PS104",
    "total-row-basis-mixed",
    Severity.ERROR,
    "dossier",
    title="The total row counts execution in the score but not in the points",
    needs=(needs.TOTAL_ROW, needs.POINTS, needs.SCORES),
    lowered={"minor": Severity.WARNING},
)
def total_row_basis_mixed(views: tuple[View, ...]) -> Iterator[Yielded]:
    """总分行分值与得分口径不一。

    ## 查什么
    同一总分行里，分值不含预算执行率而得分含（或相反）。一批表都这样填的，只报一条，列出每张表。

    ## 为什么要紧
    分值 90 而得分 99.34，读表的人无从判断满分是多少；得分高于分值时为错误。

    ## 反例
    ```form
    项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100 | 100 | 100 | 10 | 100.00% | 10.00
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    总分 | | | | | 90 | 100
    ```

    ## 正例
    ```form
    项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100 | 100 | 100 | 10 | 100.00% | 10.00
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    总分 | | | | | 100 | 100
    ```

    ## 依据
    表内勾稽
    """
    mixed = [view for view in views if isinstance(view.form, SelfAssessment) and _mixed(view.form)]
    if not mixed:
        return
    rows = []
    exceeds = False
    for view in mixed:
        total = view.form.total if isinstance(view.form, SelfAssessment) else None
        if total is None or total.points is None or total.score is None:
            continue
        points, score = figure(total.points), figure(total.score)
        exceeds |= points is not None and score is not None and score.value > points.value
        rows.append((view, total.points, total.score))
    view, points_cell, score_cell = rows[0]
    forms = f"（共 {len(rows)} 张表）" if len(rows) > 1 else ""
    yield found(
        score_cell,
        f"总分行分值 {points_cell.raw}、得分 {score_cell.raw}：一个不含预算执行率，一个含{forms}",
        f"total row: points {points_cell.raw}, score {score_cell.raw}; one leaves execution out, the other counts it"
        f"{f' ({len(rows)} forms)' if len(rows) > 1 else ''}",
        mend="总分行的分值与得分用同一口径：分值改为含执行率的合计，或得分改为不含执行率的合计",
        mend_en="count execution in both numbers of the total row, or in neither",
        subject="total/basis",
        related=(
            Related(points_cell.at, f"分值 {points_cell.raw}"),
            *(
                Related(score.at, f"{whose(other)}：分值 {points.raw}，得分 {score.raw}")
                for other, points, score in rows[1:]
            ),
        ),
        conditions=() if exceeds else ("minor",),
        confirmed=True,
        form=view.number,
    )


def _mixed(form: SelfAssessment) -> bool:
    """Whether one number of the total row counts execution and the other does not."""
    rows = named(form)
    total = form.total
    funds = form.funding.total if form.funding else None
    if total is None or funds is None:
        return False
    printed, score = value(total.points), value(total.score)
    extra, extra_score = value(funds.points), value(funds.score)
    points, scores = points_sum(rows), [value(row.score) for row in rows]
    if None in (printed, score, extra, extra_score, points) or None in scores or not extra or not extra_score:
        return False
    headings = [value(section.points) for section in form.sections]
    # The headings say what the points should be where one row is wrong (PS102).
    bases = {points, sum((h for h in headings if h is not None), Decimal(0)) if None not in headings else points}
    summed = sum((one for one in scores if one is not None), Decimal(0))
    assert extra is not None and extra_score is not None  # noqa: S101, PT018 - tested above
    without = printed in bases and score == summed + extra_score
    return without or (printed in {base + extra for base in bases if base is not None} and score == summed)
