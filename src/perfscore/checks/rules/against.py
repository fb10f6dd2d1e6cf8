"""The rule against its own row: target, points, unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.rules.common import problems
from perfscore.checks.subjects import View
from perfscore.checks.sums import named, value
from perfscore.core.findings import Related, Severity
from perfscore.core.text import squash
from perfscore.model import SelfAssessment, TargetSheet

_SAME = ("使得满分的条件与指标值一致", "let full marks be given exactly at the target")


@check(
    "PS505",
    "rule-contradicts-target",
    Severity.ERROR,
    "form",
    title="The rule's threshold for full marks is not the target",
    needs=(needs.RULES, needs.POINTS),
    lowered={"minor": Severity.WARNING},
)
def rule_contradicts_target(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """评分标准与指标值矛盾。

    ## 查什么
    按评分标准，达到指标值得不到满分，或方向相反：错误；没达到指标值就给满分，或按百分制折算（得分×分值÷100）而满分要 100：警告。

    ## 为什么要紧
    目标一套、评分一套，自评时怎么填都说得通。

    ## 反例
    ```target
    产出指标 | 数量指标 | 成本节约率 | ≥ | 100 | % | 考察完成情况 | 成本节约率大于等于0时，得满分；小于0时，每下降1%扣0.2分，扣完为止 | 20分
    ```

    ## 正例
    ```target
    产出指标 | 数量指标 | 成本节约率 | ≥ | 0 | % | 考察完成情况 | 成本节约率大于等于0时，得满分；小于0时，每下降1%扣0.2分，扣完为止 | 20分
    ```

    ## 依据
    表内勾稽
    """
    yield from problems(
        form,
        view,
        ("contradicts-target", "kinder", "of-a-hundred"),
        "its threshold for full marks is not the target",
        mend=_SAME[0],
        mend_en=_SAME[1],
        milder={"kinder": ("minor", *_SAME), "of-a-hundred": ("minor", *_SAME)},
    )


@check(
    "PS506",
    "rule-points-differ",
    Severity.ERROR,
    "form",
    title="The points named in the rule differ from the points column",
    needs=(needs.RULES_OR_POINTS_TWICE, needs.POINTS),
)
def rule_points_differ(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """评分标准所列分值与分值列不符。

    ## 查什么
    标准里写的分值（该指标分值为N分、满分N分、扣N分的x%、各小项合计、单次扣分）与分值列（或备注列）的分值对不上。
    指标名称、二级指标、备注或表头另写有分值（如“植树数量（8分）”），与该行的分值不同，也在此列；
    名称和备注里的数只有在表中多数行都这样写分值时才算分值。

    ## 为什么要紧
    两处分值不同，得分没有唯一的算法。

    ## 反例
    ```target
    产出指标 | 数量指标 | 培训人数 | ≥ | 100 | 人 | 考察完成情况 | 该指标分值为10分，完成率达到100%得满分，否则不得分 | 5分
    ```

    ## 正例
    ```target
    产出指标 | 数量指标 | 培训人数 | ≥ | 100 | 人 | 考察完成情况 | 该指标分值为5分，完成率达到100%得满分，否则不得分 | 5分
    ```

    ## 依据
    表内勾稽
    """
    yield from _stated_twice(form)
    yield from problems(
        form,
        view,
        ("points-differ",),
        "it names other points than the column",
        mend="改正其中写错的一处",
        mend_en="correct the one that is wrong",
    )


def _stated_twice(form: SelfAssessment | TargetSheet) -> Iterator[Yielded]:
    """Rows whose points differ between places; what the rule says is compared with its own reading."""
    for row in named(form):
        points = value(row.points)
        others = [
            cell for cell in row.points_elsewhere if row.rule is None or replace(cell.at, span=None) != row.rule.at
        ]
        differing = [cell for cell in others if value(cell) not in (None, points)]
        if points is None or row.points is None or not differing:
            continue
        both = "、".join(f"“{squash(cell.raw)}”" for cell in (row.points, *differing))
        yield found(
            row.points,
            f"“{row.name.value}”的分值写了几处，各不相同：{both}",
            f'the points of "{row.name.value}" are stated in several places and differ',
            mend="改正其中写错的一处",
            mend_en="correct the one that is wrong",
            subject=f"{row.name.value}/points",
            related=tuple(Related(cell.at, f"分值 {squash(cell.raw)}") for cell in differing),
        )


@check(
    "PS509",
    "rule-value-mismatch",
    Severity.WARNING,
    "form",
    title="The rule speaks of another unit or kind of value than the target",
    needs=(needs.RULES, needs.POINTS),
)
def rule_value_mismatch(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """评分标准与指标值类型或单位不一致。

    ## 查什么
    标准的条件所用单位不是指标值的单位（指标值缺“/人”“/月”也算，标准里略写的不算）；指标值只有是、否两种，标准却分三级；指标值是数，标准按文字分级。

    ## 为什么要紧
    单位或类型不同，完成值没有办法套进标准。

    ## 反例
    ```target
    产出指标 | 数量指标 | 伙食实物量 | ≥ | 38 | 公斤 | 考察完成情况 | 大于等于38公斤/月/人得满分；每少1公斤扣0.5分，扣完为止 | 10分
    ```

    ## 正例
    ```target
    产出指标 | 数量指标 | 伙食实物量 | ≥ | 38 | 公斤/月/人 | 考察完成情况 | 大于等于38公斤/月/人得满分；每少1公斤扣0.5分，扣完为止 | 10分
    ```

    ## 依据
    表内勾稽
    """
    yield from problems(
        form,
        view,
        ("value-mismatch",),
        "it speaks of another unit or kind of value",
        mend="统一指标值与评分标准的单位和类型",
        mend_en="use one unit and kind of value",
    )
