"""PS1xx: the total row."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import blank, counted, figure, named, points_sum, value
from perfscore.checks.words import beside_sheet
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import plain
from perfscore.model import SelfAssessment


@check(
    "PS104",
    "total-row-basis-mixed",
    Severity.ERROR,
    "dossier",
    title="The total row counts execution in the score but not in the points",
    needs=(needs.TOTAL_ROW, needs.POINTS, needs.SCORES, needs.COMPLETE, needs.UNWEIGHTED),
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
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    总分 | | | | | 90 | 100
    ```

    ## 正例
    ```form
    项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100 | 100 | 100 | 10 | 100.00% | 10.00
    （表头）
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
                Related(score.at, f"{beside_sheet(other, score.at)} 分值 {points.raw}，得分 {score.raw}".strip())
                for other, points, score in rows[1:]
            ),
        ),
        conditions=() if exceeds else ("minor",),
        confirmed=True,
        form=view.number,
    )


def _mixed(form: SelfAssessment) -> bool:
    """Whether one number of the total row counts execution and the other does not."""
    rows = list(form.indicators)
    funds = form.funding.total if form.funding else None
    if form.total is None or funds is None:
        return False
    printed, score = value(form.total.points), value(form.total.score)
    extra, extra_score = value(funds.points), value(funds.score)
    points, summed = points_sum(rows), _scores_sum(form)
    if printed is None or score is None or points is None or summed is None or not extra or not extra_score:
        return False
    headings = [value(section.points) for section in form.sections]
    # The headings say what the points should be where one row is wrong (PS102).
    bases = {points, sum((h for h in headings if h is not None), Decimal(0)) if None not in headings else points}
    without = printed in bases and score == summed + extra_score
    return without or (printed in {base + extra for base in bases} and score == summed)


def _scores_sum(form: SelfAssessment) -> Decimal | None:
    """The sum of the indicators' scores, or None when one is blank or unreadable."""
    scores = [value(cell) for cell in counted(form.indicators, "score")]
    known = [score for score in scores if score is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(scores) else None


@check(
    "PS110",
    "total-row-missing",
    Severity.WARNING,
    "self-assessment",
    title="A self-assessment has no total row",
    needs=(needs.SCORES, needs.GOVERNED),
)
def total_row_missing(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """缺少总分行。

    ## 查什么
    自评表有得分列、至少两行有得分，却没有“总分”“合计”一行，或该行没有得分。各项得分之和写在提示里。

    ## 为什么要紧
    没有总分就没有等级，读表的人还得自己加。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    总分 | | | | | 90 | 90
    ```

    ## 依据
    惯例，待核（公开表样均有总分一行）
    """
    cell = form.total.score if form.total else None
    scored = [row for row in named(form) if figure(row.score) is not None]
    if len(scored) < 2 or not blank(cell) or (form.total is None and form.lost):
        return  # a row that was not placed may be the total
    funds = form.funding.total if form.funding else None
    execution = figure(funds.score) if funds else None
    given = sum((value(cell) or Decimal(0) for cell in counted(scored, "score")), Decimal(0))
    open_rows = len(named(form)) - len(scored)
    words = f"已填的各项得分合计 {plain(given)}" + (f"，另有 {open_rows} 项没有得分" if open_rows else "")
    words_en = f"the scores given add to {plain(given)}" + (f", {open_rows} rows have none" if open_rows else "")
    if execution is not None:
        words += f"；加预算执行得分 {execution} 为 {plain(given + execution.value)}"
        words_en += f"; {plain(given + execution.value)} with execution"
    if form.lost:
        words, words_en = "表中有行没有读入，合计未列", "a row was not read, so that there is no sum"
    yield found(
        form.head.at if cell is None else cell,
        f"表中没有总分：{words}" if form.total is None else f"总分行没有得分：{words}",
        f"{'there is no total row' if form.total is None else 'the total row has no score'}: {words_en}",
        mend="补上总分行，写明分值合计和得分合计",
        mend_en="add a total row with the sums of points and scores",
        subject="total/missing",
    )
