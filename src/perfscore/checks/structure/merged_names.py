"""PS120: does a row hold one indicator?"""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import notes
from perfscore.core.findings import Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.sourced import Sourced
from perfscore.language.values import Value
from perfscore.model import Indicator
from perfscore.rulesets.names import bare_name

#: What joins two things; not the 及 of 及时 and the 和 of 和谐, which are no conjunctions.
_JOINS = lazy_pattern(
    r"[、,，]|以及|(?<![普涉惠波顾危])及(?![时格早其])|(?<![饱总缓调温平祥共谐])和(?![谐平解睦田县])"
)
#: Classes of things that are counted one by one.
_COUNTED = frozenset({"persons", "acts", "count"})
_SHORTEST = 2


@check(
    "PS120",
    "indicators-merged",
    Severity.WARNING,
    "row",
    title="One row holds several indicators",
)
def indicators_merged(row: Indicator, target: Sourced[Value], view: View) -> Iterator[Yielded]:
    """一行合并多个指标。

    ## 查什么
    三级指标名称用顿号、逗号、“和”“及”并列了两件事，每一件单独都是可以计数的名称（人数、次数、数量一类），指标值却只有一个数。
    并列的一边只是修饰语的（男、女职工人数）、名称写明合计的、指标值分项写了几个数的、定性的，不报。

    ## 为什么要紧
    两件事一个数，完成了哪一件、差了哪一件都说不清，也无法评分。

    ## 反例
    ```form
    产出指标 | 数量指标 | 义诊场次、受诊人数 | ≥60次 | 62次 | 50 | 50
     | 质量指标 | 建档准确率 | ≥95% | 96% | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 村、社区义诊场次 | ≥60次 | 62次 | 25 | 25
     | 数量指标 | 受诊人数和建档人数合计 | ≥900人 | 930人 | 25 | 25
     | 质量指标 | 建档准确率 | ≥95% | 96% | 40 | 40
    ```

    ## 依据
    惯例，待核（一项指标考核一件事）
    """
    value = target.value
    name = bare_name(row.name.value)
    if _JOINS.search(name) is None:
        return
    together = any(word in name for word in view.ruleset.words("together"))
    if value.number is None or value.kind not in ("bound", "exact") or together:
        return
    parts = [part for part in _JOINS.split(name) if part]
    classes = [view.ruleset.name_class(part) for part in parts]
    if len(parts) < 2 or any(len(part) < _SHORTEST for part in parts):
        return
    if any(kind is None or kind.name not in _COUNTED for kind in classes):
        return
    shown = "、".join(f"“{part}”" for part in parts)
    yield found(
        row.name,
        f"“{row.name.value}”一行并列了 {len(parts)} 项可以计数的内容（{shown}），指标值只有一个：{target.raw}",
        f'"{row.name.value}" joins {len(parts)} things that can be counted, with one target: {target.raw}',
        mend="拆成几行，各写各的指标值和分值",
        mend_en="give each of them a row, a target and points of its own",
        subject=f"{row.name.value}/merged",
        related=notes(("指标值", target)),
    )
