"""Rules that leave the points to judgement."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.rules.common import judgement, rules
from perfscore.checks.subjects import View
from perfscore.core.findings import Severity
from perfscore.core.sourced import Unreadable
from perfscore.model import SelfAssessment, TargetSheet


@check(
    "PS515",
    "rule-discretionary",
    Severity.WARNING,
    "form",
    title="The rule leaves the points to judgement",
    needs=(needs.RULES, needs.POINTS),
)
def rule_discretionary(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """评分标准由评分人酌定。

    ## 查什么
    标准里有“酌情”“视情况”“适当扣分”“相应扣分”“按程度”，或没有条件的扣分范围（扣1-3分），因而算不出分。

    ## 为什么要紧
    同一个结果，两个人会打出两个分。

    ## 反例
    ```target
    产出指标 | 数量指标 | 培训人数 | ≥ | 100 | 人 | 考察完成情况 | 完成得满分，未完成的酌情扣分 | 10分
    ```

    ## 正例
    ```target
    产出指标 | 数量指标 | 培训人数 | ≥ | 100 | 人 | 考察完成情况 | 达到100人得满分，每少1人扣0.1分，扣完为止 | 10分
    ```

    ## 依据
    惯例，待核
    """
    for indicator, text, rule in rules(form, view):
        words = judgement(text.value)
        if words is None or not isinstance(rule, Unreadable):
            continue
        yield found(
            text,
            f"“{indicator.name.value}”的评分标准写有“{words}”，得分由评分人酌定，无法重算",
            f'the rule of "{indicator.name.value}" leaves the points to judgement',
            mend="写明什么情况扣几分",
            mend_en="state what costs how many points",
            subject=f"{indicator.name.value}/rule",
        )
