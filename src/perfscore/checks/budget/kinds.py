"""Sums of tables of their own kind: 三公经费, 政府采购."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks.budget.report import extracted, reported
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import InputFile
from perfscore.checks.sums import add
from perfscore.core.findings import Severity
from perfscore.core.numbers import plain
from perfscore.core.trace import Step


@check(
    "PS709",
    "three-public-sum-mismatch",
    Severity.ERROR,
    "book",
    title="The three-public total differs from its parts",
)
def three_public_sum_mismatch(item: InputFile) -> Iterator[Yielded]:
    """三公经费合计不符。

    ## 查什么
    “三公”经费表里，合计应等于因公出国（境）费、公务接待费、公务用车购置及运行费之和，公务用车购置及运行费应等于购置费与运行费之和；
    行的排法、栏的排法都看，逐栏核对，空格按零算，只差尾数的是 PS227。

    ## 为什么要紧
    “三公”经费逐项公开，合计是读者首先看的数。

    ## 反例
    ```text
    2025年“三公”经费支出预算表
    单位：万元
    项目	合计	一般公共预算	政府性基金预算
    合计	26.50	26.50
    因公出国（境）费	3.00	3.00
    公务接待费	4.50	4.50
    公务用车购置及运行费	21.00	21.00
    其中：公务用车购置费	12.00	12.00
    公务用车运行维护费	9.00	9.00
    ```

    ## 正例
    ```text
    2025年“三公”经费支出预算表
    单位：万元
    项目	合计	一般公共预算	政府性基金预算
    合计	28.50	28.50
    因公出国（境）费	3.00	3.00
    公务接待费	4.50	4.50
    公务用车购置及运行费	21.00	21.00
    其中：公务用车购置费	12.00	12.00
    公务用车运行维护费	9.00	9.00
    ```

    ## 依据
    表内勾稽
    """
    yield from reported(item, "PS709")


@check(
    "PS712",
    "procurement-sum-mismatch",
    Severity.ERROR,
    "book",
    title="Goods, works and services do not give total procurement",
)
def procurement_sum_mismatch(item: InputFile) -> Iterator[Yielded]:
    """政府采购分项之和不符。

    ## 查什么
    政府采购预算表里，合计应等于货物、工程、服务三项之和，行的排法、栏的排法都看；有预算表的文件，正文里一句话写全总额和三项的也核对。
    只差尾数的是 PS227（正文不报）；单位不一、说到上年或占比的句子不算。

    ## 为什么要紧
    采购预算按三类公开，分项对不上合计，就不知道漏了哪一类。

    ## 反例
    ```text
    2025年政府采购预算表
    单位：万元
    采购类别	合计	一般公共预算	单位资金
    货物类	32.00	30.00	2.00
    工程类	118.00	118.00
    服务类	26.40	20.00	6.40
    合计	166.40	158.00	8.40
    ```

    ## 正例
    ```text
    2025年政府采购预算表
    单位：万元
    采购类别	合计	一般公共预算	单位资金
    货物类	32.00	30.00	2.00
    工程类	118.00	118.00
    服务类	26.40	20.00	6.40
    合计	176.40	168.00	8.40
    ```

    ## 依据
    表内勾稽
    """
    yield from reported(item, "PS712")
    for said in item.procured:
        one = said.value
        digits = max(figure.decimals for figure in one.parts)
        made = add(one.parts, one.total, exact=False, digits=digits)
        if not made.differs(one.total.value):
            continue
        yield found(
            said,
            f"正文写政府采购总额 {one.total} {one.unit}，货物、工程、服务之和为 {plain(made.total)} {one.unit}，"
            f"相差 {plain(abs(made.total - one.total.value))}，超出四舍五入的范围（{plain(made.bound)}）",
            f"the text gives {one.total} for procurement, its goods, works and services add to {plain(made.total)}",
            mend="核对总额和三项的金额，改正填错的一个",
            mend_en="check the total and its three parts, and correct the wrong one",
            subject="text/procurement",
            recorded=str(one.total),
            recomputed=plain(made.total),
            tolerance=plain(made.bound),
            steps=Step("三项之和", " + ".join(map(str, one.parts)), plain(made.total)),
            conditions=extracted(item.books[0]),
        )
