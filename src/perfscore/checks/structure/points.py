"""PS1xx: do the points add up, level by level?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfscore.checks import needs
from perfscore.checks.register import Folded, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import (
    counted,
    execution_points,
    figure,
    points_sum,
    sum_words,
    value,
)
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import plain
from perfscore.core.trace import Step
from perfscore.model import GOVERNED, Indicator, Section, SelfAssessment, TargetSheet

_FULL = Decimal(100)


def _points_notes(indicators: Sequence[Indicator]) -> tuple[Related, ...]:
    return tuple(
        Related(i.points.at, f"“{i.name.value}”分值 {i.points.raw}")
        for i in indicators
        if i.points is not None and (i.name.value or figure(i.points))
    )


def _section_gaps(form: SelfAssessment | TargetSheet) -> list[tuple[Section, Decimal, Decimal]]:
    """Sections whose printed points differ from the sum of their rows, with both numbers."""
    gaps = []
    for section in form.sections:
        printed, total = value(section.points), points_sum(section.indicators)
        if printed is not None and total is not None and printed != total:
            gaps.append((section, printed, total))
    return gaps


@check(
    "PS102",
    "section-points-mismatch",
    Severity.ERROR,
    "form",
    title="The points under a heading differ from the points of the heading",
    needs=(needs.POINTS, needs.SECTION_POINTS, needs.COMPLETE, needs.UNWEIGHTED),
)
def section_points_mismatch(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """分值逐级汇总不符。

    ## 查什么
    一级指标后面印有分值（如“效益指标（40分）”）时，该分值应等于其下各三级指标分值之和。评价评分表各一级指标的分值合计
    不是 100 的，只是节录，不判。

    ## 为什么要紧
    分值是权重。一行写错，这一类指标就占了不该占的份量，总分也随之失真。

    ## 反例
    ```form
    效益指标（40分） | 社会效益指标 | 场所达标率 | =100% | 100% | 40 | 40
     | 可持续影响指标 | 持续运转天数 | =365天 | 365天 | 10 | 10
    ```

    ## 正例
    ```form
    效益指标（50分） | 社会效益指标 | 场所达标率 | =100% | 100% | 40 | 40
     | 可持续影响指标 | 持续运转天数 | =365天 | 365天 | 10 | 10
    ```

    ## 依据
    表内勾稽
    """
    if form.head.kind not in GOVERNED and not _whole(form):
        return
    for section, printed, total in _section_gaps(form):
        rows = section.indicators
        sums = sum_words(rows, "points")
        assert section.points is not None  # noqa: S101 - _section_gaps has read it
        yield found(
            section.points,
            f"“{section.name}”表头为 {plain(printed)} 分，其下各行分值合计 {plain(total)} 分",
            f'heading "{section.name}" has {plain(printed)} points, its rows add to {plain(total)}',
            mend=f"核对该类各行的分值，使其合计为 {plain(printed)}；若表头写错，改表头分值",
            mend_en=f"make the rows add to {plain(printed)}, or correct the heading",
            subject=f"{section.name}/points",
            recomputed=plain(total),
            related=_points_notes(rows),
            steps=Step("分值合计", sums, plain(total)),
        )


def _whole(form: SelfAssessment | TargetSheet) -> bool:
    """Whether the first levels of a scoring sheet add to a hundred: else it is an excerpt, with rows left out."""
    known = [value(section.points) for section in form.sections]
    return sum((one for one in known if one is not None), Decimal(0)) == _FULL


@check(
    "PS101",
    "points-sum-mismatch",
    Severity.ERROR,
    "self-assessment",
    title="The printed total of points differs from the sum of the rows",
    needs=(needs.TOTAL_ROW, needs.POINTS, needs.COMPLETE, needs.UNWEIGHTED),
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
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    总分 | | | | | 100 | 90
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    总分 | | | | | 90 | 90
    ```

    ## 依据
    表内勾稽
    """
    rows = list(form.indicators)
    printed, total = figure(form.total.points if form.total else None), points_sum(rows)
    if printed is None or total is None or form.total is None or form.total.points is None:
        return
    with_execution = total + execution_points(form, view.ruleset.execution_points.value)
    bonuses = [value(row.points) or Decimal(0) for row in form.adjustments if row.role == "bonus"]
    if printed.value - sum(bonuses) in (total, with_execution) or printed.value in (total, with_execution):
        return
    unread = bool(form.unplaced) or "执行" in form.total.label.value
    if unread and with_execution == total and printed.value - total == view.ruleset.execution_points.value:
        return  # the execution stands in a block that was not read
    gap = sum((rows_sum - heading for _, heading, rows_sum in _section_gaps(form)), Decimal(0))
    extra = f"，加预算执行率为 {plain(with_execution)}" if with_execution != total else ""
    note = f"总分行分值 {form.total.points.raw}，各行合计 {plain(total)}{extra}"
    if view.has_found("PS102") and total - gap in (printed.value, printed.value - (with_execution - total)):
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
    needs=(needs.POINTS, needs.COMPLETE, needs.GOVERNED),
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
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 60 | 60
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 依据
    评分规则集的分值合计；惯例，待核
    """
    rows = list(form.indicators)
    total = points_sum(rows)
    if total is None:
        return
    outside = execution_points(form)
    accepted = {view.ruleset.expected_points, Decimal(100) - outside}
    if not outside:
        accepted.add(Decimal(100))
    if total in accepted:
        return
    place = counted(rows, "points")[0]
    if isinstance(form, SelfAssessment) and form.total is not None and form.total.points is not None:
        place = form.total.points
    assert place is not None  # noqa: S101 - points_sum has read every cell
    gap = sum((rows_sum - heading for _, heading, rows_sum in _section_gaps(form)), Decimal(0))
    words = " 或 ".join(plain(number) for number in sorted(accepted))
    besides = f"（预算执行率另有 {plain(outside)} 分）" if outside else ""
    besides_en = f" (execution has {plain(outside)} besides)" if outside else ""
    if view.has_found("PS102") and total - gap in accepted:
        yield Folded("PS102", Related(place.at, f"各行分值合计 {plain(total)}，应为 {words}"))
        return
    if view.has_found("PS101"):
        yield Folded("PS101", Related(place.at, f"各行分值合计 {plain(total)}，应为 {words}"))
        return
    yield found(
        place.at,
        f"各行分值合计 {plain(total)}，应为 {words}{besides}",
        f"the points add to {plain(total)}, expected {' or '.join(map(plain, sorted(accepted)))}{besides_en}",
        mend=f"调整各行分值，使其合计为 {words}",
        mend_en=f"make the points add to {words}",
        subject="form/points",
        recomputed=plain(max(accepted)) if len(accepted) == 1 else None,
        related=_points_notes(rows),
        steps=Step("分值合计", sum_words(rows, "points"), plain(total)),
    )
