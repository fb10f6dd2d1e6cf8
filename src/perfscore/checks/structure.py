"""PS1xx: is the form complete, and do its points add up?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfscore.checks import needs
from perfscore.checks.register import Folded, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import (
    execution_points,
    figure,
    named,
    points_sum,
    sum_words,
    value,
)
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import plain
from perfscore.core.trace import Step
from perfscore.model import Indicator, Section, SelfAssessment, TargetSheet


def _rows(section: Section) -> list[Indicator]:
    return [indicator for indicator in section.indicators if indicator.name.value]


def _points_notes(indicators: Sequence[Indicator]) -> tuple[Related, ...]:
    return tuple(
        Related(i.points.at, f"“{i.name.value}”分值 {i.points.raw}") for i in indicators if i.points is not None
    )


def _section_gaps(form: SelfAssessment | TargetSheet) -> list[tuple[Section, Decimal, Decimal]]:
    """Sections whose printed points differ from the sum of their rows, with both numbers."""
    gaps = []
    for section in form.sections:
        printed, total = value(section.points), points_sum(_rows(section))
        if printed is not None and total is not None and printed != total:
            gaps.append((section, printed, total))
    return gaps


@check(
    "PS102",
    "section-points-mismatch",
    Severity.ERROR,
    "form",
    title="The points under a heading differ from the points of the heading",
    needs=(needs.POINTS, needs.SECTION_POINTS),
)
def section_points_mismatch(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """分值逐级汇总不符。

    ## 查什么
    一级指标后面印有分值（如“效益指标（40分）”）时，该分值应等于其下各三级指标分值之和。

    ## 为什么要紧
    分值是权重。一行写错，这一类指标就占了不该占的份量，总分也随之失真。

    ## 反例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    效益指标（40分） | 社会效益指标 | 场所达标率 | =100% | 100% | 40 | 40
     | 可持续影响指标 | 持续运转天数 | =365天 | 365天 | 10 | 10
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    效益指标（50分） | 社会效益指标 | 场所达标率 | =100% | 100% | 40 | 40
     | 可持续影响指标 | 持续运转天数 | =365天 | 365天 | 10 | 10
    ```

    ## 依据
    表内勾稽
    """
    for section, printed, total in _section_gaps(form):
        rows = _rows(section)
        sums = sum_words(rows, "points")
        assert section.points is not None  # noqa: S101 - _section_gaps has read it
        yield found(
            section.points,
            f"“{section.name}”表头为 {plain(printed)} 分，其下各行分值合计 {plain(total)} 分",
            f'heading "{section.name}" has {plain(printed)} points, its rows add to {plain(total)}',
            mend=f"核对该类各行的分值，使其合计为 {plain(printed)}；若表头写错，改表头分值",
            mend_en=f"make the rows add to {plain(printed)}, or correct the heading",
            subject=f"{section.name}/points",
            recorded=section.header.raw,
            recomputed=plain(total),
            related=_points_notes(rows),
            steps=Step("分值合计", sums, plain(total)),
        )


@check(
    "PS101",
    "points-sum-mismatch",
    Severity.ERROR,
    "self-assessment",
    title="The printed total of points differs from the sum of the rows",
    needs=(needs.TOTAL_ROW, needs.POINTS),
    after=("PS102",),
)
def points_sum_mismatch(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """分值合计与各行之和不符。

    ## 查什么
    总分行印出的分值，应等于各三级指标分值之和（含或不含预算执行率的分值均可）。

    ## 为什么要紧
    合计对不上，说明至少有一格分值写错，得分也就失去了依据。差额已由某一类的表头说明的（PS102），并入该条。

    ## 反例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    总分 | | | | | 100 | 90
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    总分 | | | | | 90 | 90
    ```

    ## 依据
    表内勾稽
    """
    rows = named(form)
    printed, total = figure(form.total.points if form.total else None), points_sum(rows)
    if printed is None or total is None or form.total is None or form.total.points is None:
        return
    with_execution = total + execution_points(form)
    if printed.value in (total, with_execution):
        return
    gap = sum((rows_sum - heading for _, heading, rows_sum in _section_gaps(form)), Decimal(0))
    note = f"总分行分值 {form.total.points.raw}，各行合计 {plain(total)}"
    if view.has_found("PS102") and total - gap in (printed.value, printed.value - execution_points(form)):
        yield Folded("PS102", Related(form.total.points.at, note))
        return
    yield found(
        form.total.points,
        f"总分行的分值是 {printed}，各行分值合计 {plain(total)}（加预算执行率为 {plain(with_execution)}）",
        f"the total row has {printed} points, the rows add to {plain(total)} ({plain(with_execution)} with execution)",
        mend="核对各行分值与总分行，改正写错的一格",
        mend_en="correct the cell of points that is wrong",
        subject="total/points",
        recomputed=plain(total),
        related=_points_notes(rows),
        steps=Step("分值合计", sum_words(rows, "points"), plain(total)),
    )


@check(
    "PS103",
    "points-total-unexpected",
    Severity.ERROR,
    "form",
    title="The points add up neither to 90 nor to 100",
    needs=(needs.POINTS,),
    after=("PS101", "PS102"),
)
def points_total_unexpected(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """总分值不等于应有分值。

    ## 查什么
    各三级指标分值之和应为评分规则集规定的合计（预算执行率单列 10 分时为 90，否则为 100）；目标表合计 90 分是对的，
    执行率的 10 分自评时才加。

    ## 为什么要紧
    权重合计不对，各单位的得分无法比较，等级也会算错。

    ## 反例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 60 | 60
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 依据
    评分规则集的分值合计；惯例，待核
    """
    rows = named(form)
    total = points_sum(rows)
    if total is None:
        return
    outside = execution_points(form)
    accepted = {view.ruleset.expected_points, Decimal(100) - outside}
    if not outside:
        accepted.add(Decimal(100))
    if total in accepted:
        return
    place = rows[0].points
    if isinstance(form, SelfAssessment) and form.total is not None and form.total.points is not None:
        place = form.total.points
    assert place is not None  # noqa: S101 - points_sum has read every cell
    gap = sum((rows_sum - heading for _, heading, rows_sum in _section_gaps(form)), Decimal(0))
    words = "、".join(plain(number) for number in sorted(accepted))
    if view.has_found("PS102") and total - gap in accepted:
        yield Folded("PS102", Related(place.at, f"各行分值合计 {plain(total)}，应为 {words}"))
        return
    if view.has_found("PS101"):
        yield Folded("PS101", Related(place.at, f"各行分值合计 {plain(total)}，应为 {words}"))
        return
    yield found(
        place,
        f"各行分值合计 {plain(total)}，应为 {words}（预算执行率另有 {plain(outside)} 分）",
        f"the points add to {plain(total)}, expected {words} (execution has {plain(outside)} besides)",
        mend=f"调整各行分值，使其合计为 {words}",
        mend_en=f"make the points add to {words}",
        subject="form/points",
        recorded=plain(total),
        recomputed=plain(max(accepted)) if len(accepted) == 1 else None,
        related=_points_notes(rows),
        steps=Step("分值合计", sum_words(rows, "points"), plain(total)),
    )


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
                Related(score.at, f"{_whose(other)}：分值 {points.raw}，得分 {score.raw}")
                for other, points, score in rows[1:]
            ),
        ),
        conditions=() if exceeds else ("minor",),
        confirmed=True,
        form=view.number,
    )


def _whose(view: View) -> str:
    """The words by which a form is told from the others of a dossier."""
    head = view.form.head
    return head.text("project") or head.text("unit") or head.title.value


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
