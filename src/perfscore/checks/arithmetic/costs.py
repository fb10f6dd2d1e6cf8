"""PS2xx: the cost targets of a form against its money."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from perfscore.checks import needs
from perfscore.checks.arithmetic.outlays import Side, amount_of, is_floor, sides, without_totals
from perfscore.checks.rates import EXACT_UNITS
from perfscore.checks.register import Folded, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import notes
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import plain
from perfscore.core.rational import rational
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.core.trace import Step
from perfscore.model import Indicator, SelfAssessment, TargetSheet


@frozen
class _Over:
    """The rows of a block whose amounts, together or one by one, are more than its money."""

    side: Side
    rows: tuple[tuple[Indicator, Fraction], ...]

    @property
    def made(self) -> Fraction:
        """What they come to."""
        return sum((worth for _, worth in self.rows), rational(0))

    @property
    def same(self) -> frozenset[tuple[str, Fraction]]:
        """What tells these rows from others, whichever block they stand in and in whatever order."""
        return frozenset((squash(row.name.value), worth) for row, worth in self.rows)


@check(
    "PS217",
    "cost-exceeds-budget",
    Severity.WARNING,
    "form",
    title="The cost targets are larger than the money",
    needs=(needs.FUNDING_TOTAL, needs.TARGETS),
    after=("PS214",),
)
def cost_exceeds_budget(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """成本指标超出预算。

    ## 查什么
    成本指标（经济成本）中以金额表示的年度或总额指标值，合计或单独一项超过表中的资金总额（年初、全年预算取大的）。
    分实施期、年度两栏的目标表，各栏的成本对各栏的总额，两栏相同的只报一条；实施期总额为 0 已由 PS214 报的，列在那一条下。
    单价、比率、人均标准、每月金额、节约额和社会成本、生态环境成本不计；一项正好是其余各项之和、正好等于总额、名称为合计，
    或是另一项的组成部分的，不重复计。

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
    unit = form.head.money_unit
    if not unit:
        return
    made = [over for side in sides(form, view) if (over := _over(side, unit, view)) is not None]
    for number, over in enumerate(made):
        if over.side.name == "实施期" and over.side.money.value == 0 and view.has_found("PS214"):
            yield from (
                Folded(
                    "PS214", Related(row.target.at, f"{over.side.name}成本指标 {row.name.value} {row.target.raw}")
                )
                for row, _ in over.rows
                if row.target is not None
            )
            continue
        if any(over.same == before.same for before in made[:number]):
            continue  # told with the other block
        also = [later.side for later in made[number + 1 :] if later.same == over.same and later.side.money.value]
        yield from _told(over, also, unit)


def _over(side: Side, unit: str, view: View) -> _Over | None:
    outlays = [(row, worth) for row in side.costs if (worth := amount_of(row, unit, view)) is not None]
    bound = rational(0) if unit in EXACT_UNITS else side.money.unit_in_last_place / 2
    available = rational(side.money.value) + bound
    words = view.ruleset.words("cost_total")
    counted = without_totals(outlays, rational(side.money.value), bound, words)
    over = [(row, worth) for row, worth in outlays if worth > available] or (
        counted if sum((worth for _, worth in counted), rational(0)) > available else []
    )
    return _Over(side, tuple(over)) if over else None


def _told(over: _Over, also: list[Side], unit: str) -> Iterator[Yielded]:
    first = over.rows[0][0].target
    if first is None:
        return
    side, money = over.side, over.side.money
    words = " + ".join(plain(worth) for _, worth in over.rows)
    others = "".join(f"，也超过{one.spoken} {one.money} {unit}" for one in also)
    bound = rational(0) if unit in EXACT_UNITS else money.unit_in_last_place / 2
    yield found(
        first,
        f"成本指标值 {words}{f' = {plain(over.made)}' if len(over.rows) > 1 else ''} {unit}，"
        f"超过{side.spoken} {money} {unit}{others}"
        + ("（写的是下限）" if all(is_floor(row) for row, _ in over.rows) else "")
        + ("（资金总额为 0）" if money.value == 0 else ""),
        f"the cost targets come to {plain(over.made)} {unit}, the {side.name_en}money is {money} {unit}",
        mend="核对成本指标值的单位和金额，使其不超过资金总额",
        mend_en="check units and amounts of the cost targets against the money",
        subject="form/cost-targets" if side.name in ("", "年度") else "form/cost-targets/period",
        recorded=first.raw,
        recomputed=plain(over.made),
        tolerance=plain(bound),
        related=notes(
            (side.spoken, side.total),
            *((row.name.value, row.target) for row, _ in over.rows[1:]),
            *((one.spoken, one.total) for one in also),
        ),
        steps=Step("成本指标值合计", words, plain(over.made)),
    )
