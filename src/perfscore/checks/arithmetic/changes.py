"""PS2xx: money against its plan: changes of the budget."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from perfscore.checks import needs
from perfscore.checks.rates import percent
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import figure, value
from perfscore.checks.words import doubt, notes, speaks_of
from perfscore.core.findings import Severity
from perfscore.model import Funding, FundingRow, Number, SelfAssessment, TargetSheet


@check(
    "PS229",
    "funding-change-unexplained",
    Severity.INFO,
    "form",
    title="The budget or its source changed much without a word",
    needs=(needs.FUNDING_TOTAL,),
)
def funding_change_unexplained(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """资金调整未说明。

    ## 查什么
    全年预算比年初预算增减超过评分规则集的限度（默认 20%），或年初资金全在一个来源、全年资金全在另一个来源，
    而表中没有一处文字提到调整、追加、压减、收回。

    ## 为什么要紧
    预算大幅变动，绩效目标却不变，目标是否合适就要问一句。

    ## 反例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 95.88 | 22.16 | 22.16 | 10 | 100.00% | 10.00
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 95.88 | 90.16 | 90.16 | 10 | 100.00% | 10.00
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    评分规则集的资金变动限度；惯例，待核
    """
    total = form.funding.total if form.funding else None
    limit = view.ruleset.limits.get("funding_change")
    if form.funding is None or total is None or total.budget is None or limit is None:
        return
    initial, budget = value(total.initial), value(total.budget)
    if initial is None or budget is None or speaks_of(form, view.ruleset.words("funding_change")):
        return
    change = Fraction(budget - initial) / Fraction(initial) * 100 if initial > 0 else None
    large = change is not None and abs(change) > Fraction(limit.value)
    moved = _moved(form.funding)
    if not large and moved is None:
        return
    parts, parts_en = [], []
    if large and change is not None:
        parts.append(f"年初 {initial} 调整为全年 {budget}（{'+' if change > 0 else ''}{percent(change)}）")
        parts_en.append(f"from {initial} to {budget} ({percent(change)})")
    if moved is not None:
        parts.append(f"年初资金全部是“{moved[0].label.value}”，全年全部是“{moved[1].label.value}”")
        parts_en.append("all the money moved to another source")
    yield found(
        total.budget,
        f"预算变动较大而没有说明：{'；'.join(parts)}",
        f"the budget changed without a word: {'; '.join(parts_en)}",
        mend="在总体目标完成情况或偏差原因中说明调整的原因、文号和对绩效目标的影响",
        mend_en="say why the budget was changed and what it means for the targets",
        subject="funding/change",
        related=notes(("年初预算数", total.initial), *_changed(form.funding)),
        conditions=doubt(limit) if large else (),
    )


def _moved(funding: Funding) -> tuple[FundingRow, FundingRow] | None:
    """The one source that all initial money stands in and the other one that all adjusted money stands in."""
    sources = [row for row in funding.rows if not row.subtotal]
    first = [row for row in sources if (value(row.initial) or 0) > 0]
    last = [row for row in sources if (value(row.budget) or 0) > 0]
    if len(first) != 1 or len(last) != 1 or first[0] is last[0]:
        return None
    other_blank = any(figure(cell) is None for row in (first[0], last[0]) for cell in (row.initial, row.budget))
    return None if other_blank else (first[0], last[0])


def _changed(funding: Funding) -> Iterator[tuple[str, Number | None]]:
    for row in funding.rows:
        if (
            value(row.initial) is not None
            and value(row.budget) is not None
            and value(row.initial) != value(row.budget)
        ):
            yield f"{row.label.value} 年初", row.initial
            yield f"{row.label.value} 全年", row.budget
