"""The grade against the total score."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import figure
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import to_decimal
from perfscore.core.stated import StatedGrades
from perfscore.core.text import squash
from perfscore.model import Form, Ledger, Number, SelfAssessment, Text


@check(
    "PS326",
    "grade-mismatch",
    Severity.ERROR,
    "form",
    title="The grade does not match the score",
    needs=(needs.GRADED, needs.GOVERNED),
)
def grade_mismatch(form: Form, view: View) -> Iterator[Yielded]:
    """评价等级与得分不符。

    ## 查什么
    表中写明的等级，应是评分规则集对印出总分所定的等级（优≥90，良80–90，中60–80，差<60）；汇总表逐个项目看。
    表的注里写明分档的按注；注里有没读懂的分档的不判。总分按其小数位取区间，区间跨过等级边界的不判。

    ## 为什么要紧
    等级是评价结果应用的依据。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 89.5人 | 100 | 89.5
    总分 | | | | | 100 | 89.5
    评价等级 | 优
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 89.5人 | 100 | 89.5
    总分 | | | | | 100 | 89.5
    评价等级 | 良
    ```

    ## 依据
    评分规则集的等级（财预〔2020〕10号，条文待核；分档见公开说明）
    """
    if any(topic == "grades" for topic, _ in form.head.unread_notes):
        return
    if isinstance(form, SelfAssessment):
        yield from _graded(form.result.score if form.result else None, form.grade, "form/grade", form, view)
    elif isinstance(form, Ledger):
        for row in form.rows:
            yield from _graded(row.total, row.grade, f"{row.label.value}/grade", form, view)


def _graded(cell: Number | None, grade: Text | None, subject: str, form: Form, view: View) -> Iterator[Yielded]:
    """One grade beside one score."""
    total = figure(cell)
    if total is None or grade is None or cell is None:
        return
    stated = squash(grade.value)
    names = [name for name, _ in view.ruleset.grades.value]
    meant = next((name for name in names if stated.startswith(name)), None)
    low, high = (view.ruleset.grade(to_decimal(end)) for end in (total.interval.low, total.interval.high))
    right = view.ruleset.grade(total.value)
    if meant is None or meant == right or low != high:
        return
    yield found(
        grade,
        f"总分 {cell.raw} 属于“{right}”，表中写的是“{grade.value}”",
        f'a total of {cell.raw} is "{right}", the form says "{grade.value}"',
        mend=f"等级改为“{right}”，或更正总分",
        mend_en=f'write "{right}", or correct the total',
        subject=subject,
        recomputed=right,
        related=(
            Related(cell.at, f"总分 {cell.raw}"),
            *(Related(one.at, one.raw) for one in form.head.conventions if isinstance(one.value, StatedGrades)),
        ),
    )
