"""PS4xx: a change is measured against something."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.targets.readings import head_dimension, holds, written_of
from perfscore.checks.words import notes
from perfscore.core.findings import Severity
from perfscore.core.numbers import plain
from perfscore.core.sourced import Sourced
from perfscore.language.values import Value
from perfscore.model import Indicator

#: Names of these classes are changes themselves, and their base goes without saying: a growth rate is that of the year
#: before, a saving that of the budget.
_OWN_BASE = frozenset({"growth", "saving", "completion"})
_HUNDRED = Decimal(100)
_RELATIVE = frozenset({"share", "points", "score"})


@check(
    "PS416",
    "change-without-base",
    Severity.WARNING,
    "row",
    title="A change has no base",
    lowered={"slight": Severity.INFO},
)
def change_without_base(row: Indicator, target: Sourced[Value], view: View) -> Iterator[Yielded]:
    """提高或降低类指标缺基期。

    ## 查什么
    指标值是“提高”“增长”“降低”“减少”若干百分比（倍、分）的，指标值、名称、指标解释、评分标准和备注里都没有说与什么相比
    （比上年、较基期、基数为多少）。提高五成以上的，多半是把“≥95%”写成了“提高95%”，一并说明；变动不足五成的，通常指
    比上年，为提示。
    名称就是增长率、降低率、节约率的，基期不言自明，不报；“提高到95%”说的是水平，不报；“增加20张”是数量，不报。

    ## 为什么要紧
    不知道原来是多少，年底就无从判断提高了没有；满意度再提高95%更是做不到的事。

    ## 反例
    ```form
    产出指标 | 质量指标 | 灌溉用水效率 | 提高10% | 12% | 50 | 50
    满意度指标 | 服务对象满意度指标 | 用水户满意度 | 提高90% | 92% | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 质量指标 | 灌溉用水效率 | 比上年提高10% | 12% | 50 | 50
     | 数量指标 | 灌溉面积增长率 | 提高5% | 6% | 10 | 10
    满意度指标 | 服务对象满意度指标 | 用水户满意度 | ≥90% | 92% | 30 | 30
    ```

    ## 依据
    惯例，待核
    """
    value = target.value
    kind = view.ruleset.name_class(row.name.value)
    if (
        value.kind != "change"
        or value.number is None
        or value.base
        or (kind is not None and kind.name in _OWN_BASE)
    ):
        return
    if head_dimension(value.unit) not in _RELATIVE:
        return
    words = view.ruleset.words("base_words")
    if any(holds(text, words) for text in written_of(row)):
        return
    level = f"≥{plain(value.number)}%"
    limit = view.ruleset.limit("steep_change")
    # Twice as much is a rise that can be meant; the whole of a share is not.
    most = _HUNDRED if kind is not None and kind.name in ("share", "rate") else _HUNDRED - 1
    steep = value.direction == "up" and value.unit == "%" and limit <= value.number <= most
    meant = f"；多半是要写“{level}”" if steep else ""
    yield found(
        target,
        f"“{row.name.value}”的指标值“{target.raw}”没有说与什么时候、多少相比{meant}",
        f'the target "{target.raw}" of "{row.name.value}" is a change without a base'
        + (f', probably "{level}" is meant' if steep else ""),
        mend=f"要求达到的水平写作“{level}”；要求提高的，写明基期和基数"
        if steep
        else "写明基期和基数，如“比上年提高”",
        mend_en="write the level that is to be reached, or name the base period and its value",
        subject=f"{row.name.value}/target",
        recomputed=level if steep else None,
        related=notes(("指标解释", row.explanation)),
        conditions=("slight",) if value.number * (100 if value.unit == "倍" else 1) < limit else (),
    )
