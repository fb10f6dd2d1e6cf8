"""Codes and names of the classification of the budget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from perfscore.checks.budget.amounts import code_of, name_of
from perfscore.checks.budget.catalogue import catalogue
from perfscore.checks.budget.report import extracted
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import InputFile
from perfscore.core.findings import Related, Severity
from perfscore.model import BudgetRow, BudgetTable

#: Where so large a share of the names of a table is wrong (one of so many), names stand a row too high or too low.
_SHIFTED: Final = 3

_Rows = list[tuple[BudgetTable, BudgetRow]]


def _wrong(item: InputFile) -> Iterator[tuple[str, str, _Rows]]:
    """The codes with a name that is not theirs, each with all places that print it."""
    known = catalogue()
    places: dict[tuple[str, str], _Rows] = defaultdict(list)
    for table in item.books:
        for side in table.sides:
            rows = [(code_of(row), row) for row in side.rows]
            named = [(code, row) for code, row in rows if code in known.codes and row.name.value]
            wrong = [
                (code, row)
                for code, row in named
                if known.others(code, row.name.value)
                or not (
                    len(code) == 3
                    or known.codes[code].is_called(row.name.value)
                    or known.codes[code].resembles(row.name.value)
                )
            ]
            if len(wrong) > 1 and len(wrong) * _SHIFTED > len(named):
                continue
            for code, row in wrong:
                places[code, row.name.value].append((table, row))
    for (code, name), found_at in places.items():
        yield code, name, found_at


@check(
    "PS715",
    "code-name-mismatch",
    Severity.WARNING,
    "book",
    title="Code and name do not belong together",
    lowered={"slight": Severity.INFO},
)
def code_name_mismatch(item: InputFile) -> Iterator[Yielded]:
    """科目编码与名称不符。

    ## 查什么
    科目编码后面印的是另一个科目的名称（2080505 印成职业年金）。名称按政府收支分类科目的现行和以往名称核对，末尾的“支出”“费”有无、
    简写和截断都算相符；名称不是任何已收科目的、与该科目的名称又毫无相同之处的，只提示。没有收录的编码不判；一张表里三分之一以上
    不符的是错了行，不逐条报。同一错误在几张表里只报一条。

    ## 为什么要紧
    编码和名称只有一个是对的，不知道钱列在哪个科目。

    ## 反例
    ```text
    2025年支出预算表
    单位：万元
    科目编码	科目名称	合计	基本支出	项目支出
    208	社会保障和就业支出	96.00	96.00
    20805	行政事业单位养老支出	96.00	96.00
    2080505	机关事业单位职业年金缴费支出	64.00	64.00
    2080506	机关事业单位职业年金缴费支出	32.00	32.00
    221	住房保障支出	48.00	48.00
    22102	住房改革支出	48.00	48.00
    2210201	住房公积金	48.00	48.00
    ```

    ## 正例
    ```text
    2025年支出预算表
    单位：万元
    科目编码	科目名称	合计	基本支出	项目支出
    208	社会保障和就业	96.00	96.00
    20805	行政事业单位离退休	96.00	96.00
    2080505	机关事业单位基本养老保险缴费	64.00	64.00
    2080506	机关事业单位职业年金缴费支出	32.00	32.00
    221	住房保障支出	48.00	48.00
    22102	住房改革支出	48.00	48.00
    2210201	住房公积金	48.00	48.00
    ```

    ## 依据
    惯例，待核（《政府收支分类科目》，每年修订）
    """
    known = catalogue()
    for code, name, places in _wrong(item):
        own = known.codes[code]
        others = known.others(code, name)
        table, row = places[0]
        theirs = f"“{name}”是 {'、'.join(others)} 的名称" if others else f"印的是“{name}”"
        yield found(
            row.name,
            f"《{name_of(table)}》科目 {code} 应是“{own.own}”，{theirs}",
            f"{name_of(table)}: {code} is {own.own}; "
            + (f"the printed name belongs to {', '.join(others)}" if others else f"what is printed is {name}"),
            mend="按当年的《政府收支分类科目》核对，改正编码或名称",
            mend_en="look both up in the classification of the year, and correct the code or the name",
            subject=f"{code}/{name}",
            recomputed=own.own,
            related=(
                *((Related(row.code.at, f"编码 {code}"),) if row.code is not None else ()),
                *(
                    Related(one.name.at, f"《{name_of(other)}》{code} {one.name.value}")
                    for other, one in places[1:]
                ),
            ),
            conditions=(*extracted(table), *(() if others else ("slight",))),
        )
