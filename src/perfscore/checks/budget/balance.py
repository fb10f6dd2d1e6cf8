"""The two sides of a balanced budget table."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks.budget.report import reported
from perfscore.checks.register import Yielded, check
from perfscore.checks.subjects import InputFile
from perfscore.core.findings import Severity


@check(
    "PS703",
    "income-expenditure-unequal",
    Severity.ERROR,
    "book",
    title="Total income and total expenditure differ",
)
def income_expenditure_unequal(item: InputFile) -> Iterator[Yielded]:
    """收支不平衡。

    ## 查什么
    收支总表、财政拨款收支总表的收入总计应等于支出总计（两边有几栏的，同一栏相比）；差末位一个单位的是尾差（PS227）。
    本年收入合计与本年支出合计可以不等，差额是结转，不报。

    ## 为什么要紧
    收支总表两边相等，是编制预算的起点。

    ## 反例
    ```text
    2025年部门收支总表
    单位：万元
    收入		支出
    项目	预算数	项目	预算数
    一、财政拨款收入	860.00	一、教育支出	790.00
    二、事业收入	45.00	二、卫生健康支出	52.00
    三、其他收入	15.00	三、住房保障支出	68.00
    本年收入合计	920.00	本年支出合计	910.00
    上年结转结余	30.00	年终结转结余	30.00
    收入总计	950.00	支出总计	940.00
    ```

    ## 正例
    ```text
    2025年部门收支总表
    单位：万元
    收入		支出
    项目	预算数	项目	预算数
    一、财政拨款收入	860.00	一、教育支出	790.00
    二、事业收入	45.00	二、卫生健康支出	52.00
    三、其他收入	15.00	三、住房保障支出	68.00
    本年收入合计	920.00	本年支出合计	910.00
    上年结转结余	30.00	年终结转结余	40.00
    收入总计	950.00	支出总计	950.00
    ```

    ## 依据
    表内勾稽
    """
    yield from reported(item, "PS703")


@check(
    "PS704",
    "carryover-identity-broken",
    Severity.ERROR,
    "book",
    title="Current and carry-over do not give the total",
)
def carryover_identity_broken(item: InputFile) -> Iterator[Yielded]:
    """结转恒等式不成立。

    ## 查什么
    本年收入合计加上年结转应等于收入总计，本年支出合计加年终结转应等于支出总计（两者之间的各行都算）；只差尾数的是 PS227。

    ## 为什么要紧
    结转资金不计入，或者计了两次，总计就虚了。

    ## 反例
    ```text
    2025年部门收支总表
    单位：万元
    收入		支出
    项目	预算数	项目	预算数
    一、财政拨款收入	640.00	一、科学技术支出	600.00
    二、其他收入	20.00	二、住房保障支出	60.00
    本年收入合计	660.00	本年支出合计	660.00
    上年结转	35.00	年终结转
    收入总计	660.00	支出总计	660.00
    ```

    ## 正例
    ```text
    2025年部门收支总表
    单位：万元
    收入		支出
    项目	预算数	项目	预算数
    一、财政拨款收入	640.00	一、科学技术支出	635.00
    二、其他收入	20.00	二、住房保障支出	60.00
    本年收入合计	660.00	本年支出合计	695.00
    上年结转	35.00	年终结转
    收入总计	695.00	支出总计	695.00
    ```

    ## 依据
    表内勾稽
    """
    yield from reported(item, "PS704")
