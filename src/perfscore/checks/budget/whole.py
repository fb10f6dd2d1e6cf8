"""What a whole book of a budget must hold: its tables, their rows, and a word where a table is empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from perfscore.checks.budget.amounts import bare, has_amounts, name_of
from perfscore.checks.budget.report import extracted
from perfscore.checks.budget.words import plain_name, words
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import InputFile
from perfscore.checks.words import doubt
from perfscore.core.findings import Severity
from perfscore.core.location import Location
from perfscore.core.numbers import Figure
from perfscore.core.sourced import Sourced
from perfscore.model import BudgetSide, BudgetTable

#: A file is a whole book when no more of the tables than these are missing.
_MISSING: Final = 2
#: Words of a cell that say that there is nothing.
_NOTHING: Final = ("无", "无数据", "空表", "本表无数据", "无此项", "不涉及")


@check(
    "PS716",
    "required-table-missing",
    Severity.WARNING,
    "book",
    title="A mandatory table or row is missing",
)
def required_table_missing(item: InputFile) -> Iterator[Yielded]:
    """缺少必备表或必备行。

    ## 查什么
    整本预算（口径所列各表最多缺两张）里没有某一张表，正文里也没有这个表名；“三公”经费表里公务用车购置及运行费大于零，却没有购置费和
    运行维护费两行（栏）。只有几张表的文件、决算、没有数据而留了表名的，都不报。

    ## 为什么要紧
    公开的表有固定的一套，没有数据也要列出空表并说明。

    ## 反例
    ```text
    2025年“三公”经费支出预算表
    单位：万元
    项目	合计	一般公共预算	政府性基金预算
    合计	13.50	13.50
    因公出国（境）费
    公务接待费	4.50	4.50
    公务用车购置及运行费	9.00	9.00
    ```

    ## 正例
    ```text
    2025年“三公”经费支出预算表
    单位：万元
    项目	合计	一般公共预算	政府性基金预算
    合计	13.50	13.50
    因公出国（境）费
    公务接待费	4.50	4.50
    公务用车购置及运行费	9.00	9.00
    其中：公务用车购置费
    公务用车运行维护费	9.00	9.00
    ```

    ## 依据
    惯例，待核（财预〔2016〕143号，地方预决算公开操作规程）
    """
    yield from _missing_tables(item)
    for table in item.books:
        for side in table.sides:
            yield from _missing_rows(table, side)


def _missing_tables(item: InputFile) -> Iterator[Yielded]:
    listed = item.ruleset.lists.get("budget_tables") if item.ruleset is not None else None
    if listed is None:
        return
    titles = [bare(name_of(table)) for table in item.books]
    missing = [kind for kind in listed.value if not any(words().is_table(kind, title) for title in titles)]
    if not missing or len(missing) > min(_MISSING, len(listed.value) // 2):
        return
    absent = [kind for kind in missing if not any(words().is_table(kind, title) for title in item.titles)]
    for kind in absent:
        yield found(
            Location(item.file),
            f"这本预算有 {len(item.books)} 张表，没有《{kind}》",
            f"the book has {len(item.books)} tables, and no table {kind}",
            mend="补上这张表；没有数据的，列出空表并注明“本表无数据”",
            mend_en="add the table; where there is nothing to show, an empty one with a note that says so",
            subject=f"table/{kind}",
            recorded="",
            conditions=doubt(listed),
        )


def _missing_rows(table: BudgetTable, side: BudgetSide) -> Iterator[Yielded]:
    """公务用车购置及运行费 with money and without its two parts, among rows or columns."""
    kinds = [words().row(plain_name(row.name.value)) for row in side.rows]
    if Counter(kinds)["vehicles"] != 1 or not {"travel", "reception"} <= set(kinds):
        return
    names = [plain_name(row.name.value) for row in side.rows]
    if any(_is_part(name) for name in names if words().row(name) != "vehicles") or table.unplaced:
        return
    row = side.rows[kinds.index("vehicles")]
    heads = (text.value for column in side.columns for text in column.head)
    cell = next((one for one in row.amounts if isinstance(one.value, Figure) and one.value.value > 0), None)
    if cell is None or any(_is_part(bare(text)) for text in heads):
        return
    yield found(
        cell,
        f"《{name_of(table)}》{row.name.value}为 {cell.raw}，没有分列购置费和运行维护费两行",
        f"{name_of(table)}: vehicles have {cell.raw} and no rows for purchase and running costs",
        mend="在其下分列公务用车购置费和公务用车运行维护费，没有的一项填 0",
        mend_en="give purchase and running costs in rows of their own, 0 where there is none",
        subject=f"{name_of(table)}/vehicles",
        conditions=extracted(table),
    )


def _is_part(name: str) -> bool:
    """Whether a name is of the purchase or of the running costs of vehicles, however it is worded."""
    return "购置" in name or "运行" in name or "运维" in name


@check("PS717", "empty-table-unexplained", Severity.WARNING, "book", title="A table is empty and says nothing")
def empty_table_unexplained(item: InputFile) -> Iterator[Yielded]:
    """空表未说明。

    ## 查什么
    预算表只有表头，或各行的金额全空着，表内和表下都没有“本表无数据”“无”之类的说明。填了 0 的、有说明的、同名的表在别处有数据的
    （表头跨页重印），都不报。

    ## 为什么要紧
    空表不说明，不知道是没有这项收支，还是漏填。

    ## 反例
    ```text
    2025年政府性基金预算支出表
    单位：万元
    科目编码	科目名称	合计	基本支出	项目支出
    合计

    2025年部门支出总表
    单位：万元
    科目编码	科目名称	合计	基本支出	项目支出
    208	社会保障和就业支出	96.00	96.00
    20805	行政事业单位养老支出	96.00	96.00
    2080505	机关事业单位基本养老保险缴费支出	96.00	96.00
    ```

    ## 正例
    ```text
    2025年政府性基金预算支出表
    单位：万元
    科目编码	科目名称	合计	基本支出	项目支出
    合计
    注：本单位没有政府性基金预算支出

    2025年部门支出总表
    单位：万元
    科目编码	科目名称	合计	基本支出	项目支出
    208	社会保障和就业支出	96.00	96.00
    20805	行政事业单位养老支出	96.00	96.00
    2080505	机关事业单位基本养老保险缴费支出	96.00	96.00
    ```

    ## 依据
    惯例，待核（财预〔2016〕143号，地方预决算公开操作规程）
    """
    filled = {bare(name_of(table)) for table in item.books if _has_data(table)}
    for place, table in enumerate(item.books):
        following = item.books[place + 1] if place + 1 < len(item.books) else None
        if table.title is None or _has_data(table) or bare(name_of(table)) in filled:
            continue
        # A header at the end of a page, whose rows follow under no title, is no empty table.
        if table.unplaced or (following is not None and following.title is None) or _says_nothing(table):
            continue
        yield found(
            table.title,
            f"《{name_of(table)}》没有数据，也没有说明",
            f"{name_of(table)} has no data, and no note says so",
            mend="没有数据的，在表下注明“本表无数据”；漏填的，请补上",
            mend_en="write below the table that it has no data, or fill in what was left out",
            subject=f"{name_of(table)}/empty",
            conditions=extracted(table),
        )


def _has_data(table: BudgetTable) -> bool:
    return any(has_amounts(row) for side in table.sides for row in side.rows)


def _says_nothing(table: BudgetTable) -> bool:
    """Whether some cell, a note or the title says that there is nothing to show."""
    if table.empty is not None or table.notes:
        return True
    texts: list[Sourced[str]] = [table.title] if table.title is not None else []
    for side in table.sides:
        for row in side.rows:
            texts += (row.name, *row.texts)
    return any(_is_nothing(text.value) for text in texts)


def _is_nothing(text: str) -> bool:
    key = bare(text).strip("()。.")
    return key in _NOTHING or any(word in key for word in ("无数据", "空表", "本表无"))
