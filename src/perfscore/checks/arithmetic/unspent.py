"""PS2xx: is it said why money was not spent?"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from perfscore.checks import needs
from perfscore.checks.arithmetic.execution import in_percent
from perfscore.checks.rates import EXACT_UNITS, percent, rate
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import figure, value
from perfscore.checks.words import doubt, empty, notes, reasons_speak_of, speaks_of
from perfscore.core.findings import Severity
from perfscore.core.numbers import plain
from perfscore.core.trace import Step
from perfscore.model import SelfAssessment


@check(
    "PS230",
    "low-execution-unexplained",
    Severity.WARNING,
    "self-assessment",
    title="A low execution rate is not explained",
    needs=(needs.FUNDING_TOTAL,),
    after=("PS203",),
)
def low_execution_unexplained(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """执行率偏低未说明。

    ## 查什么
    重算的执行率低于评分规则集的限度（默认 90%），表中没有任何文字说明预算执行的情况；或资金栏设有原因一列，
    执行率丢了分而原因空着。任何一行的偏差原因、备注说到资金支付的，算已说明。
    印出的执行率与金额对不上（PS203）的，两个执行率都低才报。

    ## 为什么要紧
    钱没有花出去，事情是否做完、钱去了哪里，需要交代。

    ## 反例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 100.00 | 71.00 | 10 | 71.00% | 7.10
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90 |
    ```

    ## 正例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 100.00 | 97.00 | 10 | 97.00% | 9.70
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90 |
    ```

    ## 依据
    惯例，待核；限度按评分规则集（公开表样：低于 90% 须说明原因）
    """
    row = form.funding.total if form.funding else None
    limit = view.ruleset.limits.get("low_execution")
    if row is None or limit is None:
        return
    executed, budget = figure(row.executed), figure(row.budget)
    if executed is None or budget is None or executed.value < 0:
        return
    true = rate(executed, budget, exact=form.head.money_unit in EXACT_UNITS)
    if true is None or not empty(row.reason):
        return
    points, score = value(row.points), value(row.score)
    lost = row.reason is not None and points is not None and score is not None and score < points
    low = true.value < Fraction(limit.value) and true.interval.high <= Fraction(limit.value)
    printed = figure(row.rate)
    if printed is not None and view.has_found("PS203", "funding/rate"):
        # One of the three numbers is wrong: low only where both rates are.
        low = low and in_percent(printed).value < limit.value
    if speaks_of(form, view.ruleset.words("low_execution")) and not lost:
        return
    if reasons_speak_of(form, view.ruleset.words("money")) or not (lost or low):
        return  # one column of reasons may serve the whole form
    why = f"低于 {plain(limit.value)}%" if low else f"丢了 {plain((points or 0) - (score or 0))} 分"
    why_en = f"below {plain(limit.value)}%" if low else "points were lost"
    yield found(
        row.rate or row.executed or row.label,
        f"预算执行率 {percent(true.value)}，{why}，没有说明原因",
        f"the execution rate is {percent(true.value)}, {why_en}, and no reason is given",
        mend="说明资金未执行的原因、结余去向和今后的安排",
        mend_en="say why the money was not spent, and where it is",
        subject="funding/low-rate",
        recomputed=percent(true.value),
        related=notes(("全年执行数", row.executed), ("全年预算数", row.budget), ("原因", row.reason)),
        conditions=doubt(limit),
        steps=Step("执行率", true.words, percent(true.value, 4)),
    )
