"""PS2xx: totals of scores and of the base-data table."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import add, blank, figure, named, sum_words
from perfscore.checks.words import notes
from perfscore.core.findings import Severity
from perfscore.core.numbers import plain
from perfscore.core.trace import Step
from perfscore.model import SelfAssessment


@check(
    "PS209",
    "score-total-mismatch",
    Severity.ERROR,
    "self-assessment",
    title="The total score differs from the sum of the scores",
    needs=(needs.TOTAL_ROW, needs.SCORES),
)
def score_total_mismatch(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """总分与各项得分之和不符。

    ## 查什么
    总分应等于各三级指标得分与预算执行得分之和；只等于不含执行得分之和的，会写明。有得分空着或读不懂的表不判。

    ## 为什么要紧
    等级和资金都看总分。

    ## 反例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    总分 | | | | | 90 | 91
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
    cell = form.total.score if form.total else None
    printed = figure(cell)
    rows = named(form)
    scores = [figure(row.score) for row in rows]
    if cell is None or printed is None or not scores or None in scores:
        return
    funds = form.funding.total if form.funding else None
    execution = figure(funds.score) if funds else None
    if funds is not None and funds.score is not None and execution is None and not blank(funds.score):
        return
    digits = view.ruleset.digits.value
    figures = [one for one in scores if one is not None]
    without = add(figures, printed, exact=False, digits=digits)
    full = add([*figures, *([execution] if execution else [])], printed, exact=False, digits=digits)
    if not full.differs(printed.value):
        return
    alone = bool(execution) and not without.differs(printed.value)
    if alone:
        return  # a total without execution is a matter of layout: PS104 where the points count it
    hint = f"（不含预算执行得分为 {plain(without.total)}）" if execution else ""
    words = sum_words(rows, "score") + (f" + {plain(execution.value)}（预算执行）" if execution else "")
    yield found(
        cell,
        f"总分印为 {cell.raw}，各项得分合计 {plain(full.total)}{hint}",
        f"the total is printed {cell.raw}, the scores add to {plain(full.total)}"
        + (f" ({plain(without.total)} without execution)" if execution else ""),
        mend="核对各行得分，或把总分改为各项得分之和",
        mend_en="check the scores of the rows, or write their sum",
        subject="total/score",
        recomputed=plain(full.total),
        tolerance=plain(full.bound),
        related=notes(*((f"“{row.name.value}”得分", row.score) for row in rows)),
        steps=Step("总分", words, plain(full.total)),
    )
