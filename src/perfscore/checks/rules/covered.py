"""Values without points, with two scores, or with points out of order."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check
from perfscore.checks.rules.common import problems
from perfscore.checks.subjects import View
from perfscore.core.findings import Severity
from perfscore.model import SelfAssessment, TargetSheet


@check(
    "PS501",
    "rule-gap",
    Severity.WARNING,
    "form",
    title="Some values get no score",
    needs=(needs.RULES, needs.POINTS),
)
def rule_gap(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """评分标准有空档。

    ## 查什么
    按精确的区间运算，找出指标可能取到、评分标准却没有给分的值；整数分档用在可以取小数的数上（80–89、90–100）也在此列。

    ## 为什么要紧
    完成值正落在空档里时，没有人知道该给几分。

    ## 反例
    ```target
    产出指标 | 数量指标 | 培训合格率 | ≥ | 90 | % | 考察完成情况 | 90-100%得10分，80-89%得5分，80%以下不得分 | 10分
    ```

    ## 正例
    ```target
    产出指标 | 数量指标 | 培训合格率 | ≥ | 90 | % | 考察完成情况 | 90%（含）以上得10分，80%（含）-90%得5分，80%以下不得分 | 10分
    ```

    ## 依据
    表内勾稽
    """
    yield from problems(
        form,
        view,
        ("gap",),
        "some values get no score",
        mend="把相邻两档写成首尾相接，并注明含或不含",
        mend_en="let neighbouring tiers meet and mark which end belongs",
    )


@check(
    "PS502",
    "rule-overlap",
    Severity.WARNING,
    "form",
    title="Some values get two different scores",
    needs=(needs.RULES, needs.POINTS),
)
def rule_overlap(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """评分标准有重叠。

    ## 查什么
    找出同时落在两档、两档分数又不同的值：边界没有注明含或不含时最常见。

    ## 为什么要紧
    同一个完成值有两个得分，填报人和审核人各执一词。

    ## 反例
    ```target
    产出指标 | 数量指标 | 培训合格率 | ≥ | 90 | % | 考察完成情况 | 90-100%得10分，80-90%得5分，80%以下不得分 | 10分
    ```

    ## 正例
    ```target
    产出指标 | 数量指标 | 培训合格率 | ≥ | 90 | % | 考察完成情况 | 90%（含）以上得10分，80%（含）-90%得5分，80%以下不得分 | 10分
    ```

    ## 依据
    表内勾稽
    """
    yield from problems(
        form,
        view,
        ("overlap",),
        "some values get two different scores",
        mend="在边界上注明“含”或“不含”",
        mend_en="mark which end belongs to the tier",
    )


@check(
    "PS511",
    "points-unreachable",
    Severity.WARNING,
    "form",
    title="Full marks or zero cannot be reached",
    needs=(needs.RULES, needs.POINTS),
    lowered={"slight": Severity.INFO},
)
def points_unreachable(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """按标准无法得满分或零分。

    ## 查什么
    评分标准对所有可能的完成值给出的最高分低于分值；最低分高于零而没有写明门槛的，作提示。

    ## 为什么要紧
    得不到满分的标准，等于把分值悄悄改小了。

    ## 反例
    ```target
    产出指标 | 数量指标 | 培训合格率 | ≥ | 90 | % | 考察完成情况 | 90%（含）以上得8分，80%（含）-90%得5分，80%以下不得分 | 10分
    ```

    ## 正例
    ```target
    产出指标 | 数量指标 | 培训合格率 | ≥ | 90 | % | 考察完成情况 | 90%（含）以上得10分，80%（含）-90%得5分，80%以下不得分 | 10分
    ```

    ## 依据
    表内勾稽
    """
    yield from problems(
        form,
        view,
        ("unreachable", "zero-unreachable"),
        "full marks or zero cannot be reached",
        mend="使达到指标值时得满分，或改分值",
        mend_en="give full marks at the target, or change the points",
        milder={
            "zero-unreachable": (
                "slight",
                "核对最差一档的分数；确有保底分的，写明“最低得几分”",
                "check the points of the worst tier, or state the least points",
            )
        },
    )


@check(
    "PS513",
    "rule-not-monotone",
    Severity.WARNING,
    "form",
    title="A worse value earns more",
    needs=(needs.RULES, needs.POINTS),
)
def rule_not_monotone(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """评分标准不单调。

    ## 查什么
    在指标值的方向上，完成得更差，得分反而更高。偏差类标准分两侧判断。

    ## 为什么要紧
    多半是分数写错了档。

    ## 反例
    ```target
    产出指标 | 数量指标 | 培训合格率 | ≥ | 90 | % | 考察完成情况 | 90%（含）以上得10分，80%（含）-90%得5分，70%（含）-80%得8分，70%以下不得分 | 10分
    ```

    ## 正例
    ```target
    产出指标 | 数量指标 | 培训合格率 | ≥ | 90 | % | 考察完成情况 | 90%（含）以上得10分，80%（含）-90%得8分，70%（含）-80%得5分，70%以下不得分 | 10分
    ```

    ## 依据
    表内勾稽
    """
    yield from problems(
        form,
        view,
        ("not-monotone",),
        "a worse value earns more",
        mend="核对各档的分数",
        mend_en="check the points of the tiers",
    )
