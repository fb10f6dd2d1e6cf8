"""PS2xx: money against its plan: changes of the budget, and cost targets beyond it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from perfscore.checks import needs
from perfscore.checks.rates import percent
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import figure, value
from perfscore.checks.words import doubt, notes, speaks_of
from perfscore.core.findings import Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import plain
from perfscore.core.trace import Step
from perfscore.core.units import convert, dimension
from perfscore.language.values import Value
from perfscore.model import Funding, FundingRow, Indicator, Number, SelfAssessment, TargetSheet

_TOTAL = lazy_pattern(r"总|合计|全部")
#: Second-level costs that the project's money pays; costs to society and nature are not outlays.
_OUTLAYS = frozenset({"", "成本指标", "经济成本指标"})


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


@check(
    "PS217",
    "cost-exceeds-budget",
    Severity.WARNING,
    "form",
    title="The cost targets are larger than the money",
    needs=(needs.FUNDING_TOTAL, needs.TARGETS),
)
def cost_exceeds_budget(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """成本指标超出预算。

    ## 查什么
    成本指标（经济成本）中以金额表示的年度或总额指标值，合计或单独一项超过表中的资金总额（年初、全年预算取大的）。
    单价、比率、人均标准和社会成本、生态环境成本不计；一项正好是其余各项之和的，不重复计。

    ## 为什么要紧
    按这样的成本目标办，钱不够。

    ## 反例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 100.00 | 100.00 | 10 | 100.00% | 10.00
    （表头）
    成本指标 | 经济成本指标 | 场地租赁费 | ≤60万元 | 50万元 | 50 | 50
     | 经济成本指标 | 师资费用 | ≤55万元 | 50万元 | 40 | 40
    ```

    ## 正例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 100.00 | 100.00 | 10 | 100.00% | 10.00
    （表头）
    成本指标 | 经济成本指标 | 项目总成本 | ≤100万元 | 99万元 | 50 | 50
     | 经济成本指标 | 师资费用 | ≤55万元 | 50万元 | 40 | 40
    ```

    ## 依据
    表内勾稽
    """
    total = form.funding.total if form.funding else None
    unit = form.head.money_unit
    if total is None or not unit:
        return
    cells = [cell for cell in (total.initial, total.budget) if cell is not None and figure(cell) is not None]
    if not cells:
        return
    largest = max(cells, key=lambda cell: value(cell) or Decimal(0))
    money = figure(largest)
    if money is None:
        return
    outlays = [(row, worth) for row in form.indicators if (worth := _outlay(row, unit)) is not None]
    bound = Fraction(0) if unit == "元" else money.unit_in_last_place / 2
    available = Fraction(money.value) + bound
    counted = _without_totals(outlays, Fraction(money.value), bound)
    over = [(row, worth) for row, worth in outlays if worth > available] or (
        counted if sum((worth for _, worth in counted), Fraction(0)) > available else []
    )
    if not over:
        return
    made = sum((worth for _, worth in over), Fraction(0))
    words = " + ".join(plain(worth) for _, worth in over)
    floors = all(_is_floor(row) for row, _ in over)
    first = over[0][0].target
    if first is None:
        return
    yield found(
        first,
        f"成本指标值 {words}{f' = {plain(made)}' if len(over) > 1 else ''} {unit}，超过资金总额 {money} {unit}"
        + ("（写的是下限）" if floors else "")
        + ("（资金总额为 0）" if money.value == 0 else ""),
        f"the cost targets come to {plain(made)} {unit}, the money is {money} {unit}",
        mend="核对成本指标值的单位和金额，使其不超过资金总额",
        mend_en="check units and amounts of the cost targets against the money",
        subject="form/cost-targets",
        recorded=first.raw,
        recomputed=plain(made),
        tolerance=plain(bound),
        related=notes(("资金总额", largest), *((row.name.value, row.target) for row, _ in over[1:])),
        steps=Step("成本指标值合计", words, plain(made)),
    )


def _outlay(row: Indicator, unit: str) -> Fraction | None:
    """What a cost target lets the project spend in all, in the form's unit; None where it is no such amount."""
    if not (row.l1 == "成本指标" or row.l2 == "成本指标") or row.l2 not in _OUTLAYS or row.target is None:
        return None
    target = row.target.value
    if not isinstance(target, Value) or target.kind not in ("bound", "exact") or target.number is None:
        return None
    money = target.unit.removesuffix("/年")
    if dimension(money) != "money" or target.number < 0:
        return None
    return convert(target.number, money, unit)


def _is_floor(row: Indicator) -> bool:
    target = row.target.value if row.target is not None else None
    return isinstance(target, Value) and target.relation in (">=", ">")


def _without_totals(
    outlays: list[tuple[Indicator, Fraction]], money: Fraction, bound: Fraction
) -> list[tuple[Indicator, Fraction]]:
    """The rows to add up: none that is the whole of the money, the sum of the others, or called a total."""
    whole = sum((worth for _, worth in outlays), Fraction(0))
    return [
        (row, worth)
        for row, worth in outlays
        if abs(worth - money) > bound and 2 * worth != whole and not _TOTAL.search(row.name.value)
    ]
