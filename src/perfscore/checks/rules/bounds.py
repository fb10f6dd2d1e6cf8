"""Scores above the points, deductions without a floor, parts of a step."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check
from perfscore.checks.rules.common import problems
from perfscore.checks.subjects import View
from perfscore.core.findings import Severity
from perfscore.model import SelfAssessment, TargetSheet


@check(
    "PS503",
    "rule-exceeds-points",
    Severity.ERROR,
    "form",
    title="The rule can give more than the points",
    needs=(needs.RULES, needs.POINTS),
)
def rule_exceeds_points(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """公式得分超过分值。

    ## 查什么
    按标准自己的公式和定义，可能的完成值能得到超过分值的分数，又没有写上限或加分。写出达到指标值时的得分。

    ## 为什么要紧
    达标反而超过满分，公式的分母多半写错了。

    ## 反例
    ```target
    产出指标 | 数量指标 | 参训率 | ≥ | 95 | % | 考察完成情况 | 完成率小于60%不得分；大于等于60%的，得分=（实际完成率-60%）/（95%-60%）*10。完成率=实际完成值/目标值*100% | 10分
    ```

    ## 正例
    ```target
    产出指标 | 数量指标 | 参训率 | ≥ | 95 | % | 考察完成情况 | 完成率小于60%不得分；大于等于60%的，得分=（实际完成率-60%）/（1-60%）*10。完成率=实际完成值/目标值*100%，最高得满分 | 10分
    ```

    ## 依据
    表内勾稽
    """
    yield from problems(
        form,
        view,
        ("exceeds-points",),
        "it gives more than the points",
        mend="核对公式的分子和分母，或写明“最高得满分”",
        mend_en="check the formula, or state a cap",
    )


@check(
    "PS504",
    "rule-cap-missing",
    Severity.WARNING,
    "form",
    title="The formula has no cap and passes the points beyond the target",
    needs=(needs.RULES, needs.POINTS),
)
def rule_cap_missing(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """公式未设上限。

    ## 查什么
    达到指标值时正好得满分，超过指标值后公式给出的分数更高，又没有写上限。

    ## 为什么要紧
    超额完成会把总分顶过满分。

    ## 反例
    ```target
    产出指标 | 数量指标 | 参训率 | ≥ | 95 | % | 考察完成情况 | 完成率小于60%不得分；大于等于60%的，得分=（实际完成率-60%）/（1-60%）*10。完成率=实际完成值/目标值*100% | 10分
    ```

    ## 正例
    ```target
    产出指标 | 数量指标 | 参训率 | ≥ | 95 | % | 考察完成情况 | 达到95%得满分，每低1个百分点扣0.5分，扣完为止 | 10分
    ```

    ## 依据
    表内勾稽
    """
    yield from problems(
        form,
        view,
        ("no-cap",),
        "the formula has no cap",
        mend="写明“最高得满分”",
        mend_en="state that the points are the most",
    )


@check(
    "PS507",
    "rule-floor-missing",
    Severity.INFO,
    "form",
    title="A deduction has no stated floor",
    needs=(needs.RULES, needs.POINTS),
)
def rule_floor_missing(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """扣分未说明下限。

    ## 查什么
    逐单位、逐次、逐日扣分，没有写“扣完为止”“最低0分”或扣分上限；计分时按扣到零为止处理。

    ## 为什么要紧
    没有下限，字面上可以扣成负分。

    ## 反例
    ```target
    产出指标 | 数量指标 | 收治及时率 | = | 100 | % | 考察完成情况 | 达到100%得满分，每下降1个百分点扣0.5分 | 5分
    ```

    ## 正例
    ```target
    产出指标 | 数量指标 | 收治及时率 | = | 100 | % | 考察完成情况 | 达到100%得满分，每下降1个百分点扣0.5分，扣完为止 | 5分
    ```

    ## 依据
    表内勾稽
    """
    yield from problems(
        form,
        view,
        ("no-floor", "negative"),
        "the deduction has no stated floor",
        mend="补写“扣完为止”",
        mend_en="state the floor",
    )


@check(
    "PS508",
    "rule-step-undefined",
    Severity.INFO,
    "form",
    title="The rule does not say what a part of a step costs",
    needs=(needs.RULES, needs.POINTS),
)
def rule_step_undefined(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """不足一个单位如何扣分未说明。

    ## 查什么
    逐单位扣分或加分的数（连续的数，或每几个一扣的件数），没有写明不足一个单位怎样计，也没有写明百分比的基数。列出最多相差几分。

    ## 为什么要紧
    差 2.52 公斤，可以扣 2 次、3 次，也可以按比例扣，得分各不相同。

    ## 反例
    ```target
    产出指标 | 数量指标 | 伙食实物量 | ≥ | 38 | 公斤 | 考察完成情况 | 大于等于38公斤得满分；每少1公斤扣0.5分，扣完为止 | 10分
    ```

    ## 正例
    ```target
    产出指标 | 数量指标 | 伙食实物量 | ≥ | 38 | 公斤 | 考察完成情况 | 大于等于38公斤得满分；每少1公斤扣0.5分，不足1公斤的按比例扣分，扣完为止 | 10分
    ```

    ## 依据
    表内勾稽
    """
    yield from problems(
        form,
        view,
        ("step-undefined",),
        "it does not say what a part of a step costs",
        mend="写明“不足一个单位的按比例（或按一个单位、或不）扣分”",
        mend_en="state how a part of a step counts",
    )
