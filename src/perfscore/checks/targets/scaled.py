"""PS4xx: the targets of a year beside those of the whole term."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import figure
from perfscore.checks.words import notes, same
from perfscore.core.findings import Severity
from perfscore.core.numbers import Figure
from perfscore.language.values import Value
from perfscore.model import Block, FundingRow, Indicator, Number, TargetSheet, Valued


def _total(block: Block) -> Number | None:
    """The cell of the total of a block's money."""
    row: FundingRow | None = block.funding.total if block.funding is not None else None
    if row is None:
        return None
    return next((cell for cell in (row.initial, row.budget) if figure(cell) is not None), None)


def _amounts(block: Block) -> dict[tuple[str, str], tuple[Indicator, Valued, Value]]:
    """The targets of quantity and cost that are amounts of the block, by label and name.

    Shares stay what they are whatever the money, and so do prices and what is counted for each thing or each year.
    """
    amounts: dict[tuple[str, str], tuple[Indicator, Valued, Value]] = {}
    for section in block.sections:
        for row in section.indicators:
            value = row.target.value if row.target is not None else None
            if row.target is None or not isinstance(value, Value) or value.number is None:
                continue
            if value.kind not in ("exact", "bound") or value.unit == "%" or "/" in value.unit:
                continue
            if row.name.value and any(word in row.l1 + row.l2 for word in ("数量", "成本")):
                amounts.setdefault((row.l2, same(row.name.value)), (row, row.target, value))
    return amounts


@check(
    "PS421",
    "targets-not-scaled",
    Severity.INFO,
    "target-sheet",
    title="The annual targets equal the period targets although the money does not",
)
def targets_not_scaled(form: TargetSheet, view: View) -> Iterator[Yielded]:
    """年度目标未随资金调整。

    ## 查什么
    实施期、年度两栏的目标表，年度资金不到实施期资金的八成，而数量、成本指标至少有三个，且两栏的指标值个个相同。
    每张表报一条，列出各行。百分比、单价和按人、按年的标准不随资金变化，不算在内；两栏指标不同的不报。

    ## 为什么要紧
    一年的钱要做几年的事，不是年度目标照抄了实施期，就是实施期的填错了。

    ## 反例
    ```text
    项目支出绩效目标表
    （2025年度）
    项目名称	农村公路养护
    主管部门	某县交通局	实施单位	某县公路站
    项目资金（元）	实施期资金总额：	900,000	年度资金总额：	300,000
        实施期目标	年度目标
    总体目标	三年养护农村公路，保持路况良好。	养护当年列入计划的农村公路。
    绩效指标	一级指标	二级指标	三级指标	指标值	二级指标	三级指标	指标值
        产出指标	数量指标	养护里程	≥90公里	数量指标	养护里程	≥90公里
                        修补路面	≥6000平方米		修补路面	≥6000平方米
                        更换护栏	≥1200米		更换护栏	≥1200米
    ```

    ## 正例
    ```text
    项目支出绩效目标表
    （2025年度）
    项目名称	农村公路养护
    主管部门	某县交通局	实施单位	某县公路站
    项目资金（元）	实施期资金总额：	900,000	年度资金总额：	300,000
        实施期目标	年度目标
    总体目标	三年养护农村公路，保持路况良好。	养护当年列入计划的农村公路。
    绩效指标	一级指标	二级指标	三级指标	指标值	二级指标	三级指标	指标值
        产出指标	数量指标	养护里程	≥90公里	数量指标	养护里程	≥30公里
                        修补路面	≥6000平方米		修补路面	≥2000平方米
                        更换护栏	≥1200米		更换护栏	≥1200米
    ```

    ## 依据
    惯例，待核
    """
    blocks = {block.name: block for block in form.blocks}
    if "period" not in blocks or "annual" not in blocks:
        return
    totals = _total(blocks["period"]), _total(blocks["annual"])
    period, annual = figure(totals[0]), figure(totals[1])
    if totals[1] is None or not _less(annual, period, view):
        return
    amounts = [_amounts(blocks[name]) for name in ("annual", "period")]
    if len(amounts[0]) < view.ruleset.limit("scaled_rows") or amounts[0].keys() != amounts[1].keys():
        return
    if any(value != amounts[1][key][2] for key, (_, _, value) in amounts[0].items()):
        return
    (row, cell, _), *others = amounts[0].values()
    yield found(
        cell.at,
        f"年度资金 {totals[1].raw} 少于实施期资金 {totals[0].raw if totals[0] else ''}，"
        f"{len(amounts[0])} 个数量、成本指标值却与实施期的完全相同：“{row.name.value}”等",
        f"{len(amounts[0])} targets of the year equal those of the whole term, the money does not",
        mend="按年度资金写当年应完成的数量；实施期的指标值写全部年度的合计",
        mend_en="write what is due this year, and the sum of all years for the whole term",
        subject="form/targets",
        related=notes(
            ("年度资金总额", totals[1]),
            ("实施期资金总额", totals[0]),
            *((one.name.value, at) for one, at, _ in others),
        ),
    )


def _less(annual: Figure | None, period: Figure | None, view: View) -> bool:
    """Whether the money of the year is well below that of the term."""
    if annual is None or period is None or annual.value <= 0:
        return False
    return annual.value * 100 < view.ruleset.limit("scaled_money") * period.value
