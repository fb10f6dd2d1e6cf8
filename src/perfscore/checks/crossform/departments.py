"""PS610: the budget of a department against those of its units."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from perfscore.checks.crossform.lists import Money, money
from perfscore.checks.crossform.partners import unit_name
from perfscore.checks.register import Absent, Yielded, check, found
from perfscore.checks.subjects import Run
from perfscore.core.findings import Related, Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.forms.head import bare_year
from perfscore.model import BudgetRow, BudgetSide, BudgetTable

_YEAR: Final = lazy_pattern(r"20[0-9]{2}(?:年度?)?")
_PARENTS: Final = 3


@check(
    "PS610",
    "department-unit-mismatch",
    Severity.ERROR,
    "run",
    title="A department figure does not follow from its units",
)
def department_unit_mismatch(run: Run) -> Iterator[Yielded]:
    """部门数与所属单位数不符。

    ## 查什么
    部门预算和所属单位的预算放在一起审时，同一张表、同一科目编码、同一栏，部门的数不应小于单位的数（各按印出的小数位容许
    舍入）。只有部门自己的项目表里列出了这个单位（在部门一行之下，或列在单位名称一栏），证明部门的表包括这个单位，才比较；年度、
    表名、栏目相同才比较。一处没有这个编码或空白的不报；下级科目已经报了、相差相同的上级科目不再报；各单位之和不核对。

    ## 为什么要紧
    部门的数由本级和所属单位汇总，比其中一个单位还小，汇总时必有遗漏或抄错。

    ## 反例
    ```text
    2024年项目支出预算表
    单位名称：某市体育局	单位：万元
    单位名称	项目名称	合计	一般公共预算	政府性基金预算
    某市体育局	场馆开放补助	40.00	40.00
    某市体校	训练器材	15.00	15.00

    2024年部门支出预算表
    单位名称：某市体育局	单位：万元
    科目编码	科目名称	合计	基本支出	项目支出
    207	文化旅游体育与传媒支出	310.00	255.00	55.00
    20703	体育	310.00	255.00	55.00
    2070307	体育场馆	110.00	70.00	40.00
    2070305	体育竞赛	12.00	12.00
    2070306	体育训练	188.00	173.00	15.00
    ---
    2024年部门支出预算表
    单位名称：某市体校	单位：万元
    科目编码	科目名称	合计	基本支出	项目支出
    207	文化旅游体育与传媒支出	198.00	183.00	15.00
    20703	体育	198.00	183.00	15.00
    2070306	体育训练	198.00	183.00	15.00
    ```

    ## 正例
    ```text
    2024年项目支出预算表
    单位名称：某市体育局	单位：万元
    单位名称	项目名称	合计	一般公共预算	政府性基金预算
    某市体育局	场馆开放补助	40.00	40.00
    某市体校	训练器材	15.00	15.00

    2024年部门支出预算表
    单位名称：某市体育局	单位：万元
    科目编码	科目名称	合计	基本支出	项目支出
    207	文化旅游体育与传媒支出	320.00	265.00	55.00
    20703	体育	320.00	265.00	55.00
    2070307	体育场馆	110.00	70.00	40.00
    2070305	体育竞赛	12.00	12.00
    2070306	体育训练	198.00	183.00	15.00
    ---
    2024年部门支出预算表
    单位名称：某市体校	单位：万元
    科目编码	科目名称	合计	基本支出	项目支出
    207	文化旅游体育与传媒支出	198.00	183.00	15.00
    20703	体育	198.00	183.00	15.00
    2070306	体育训练	198.00	183.00	15.00
    ```

    ## 依据
    表内勾稽（部门预算与所属单位预算之间）
    """
    tables = [table for item in run.inputs for table in item.books]
    of_unit: defaultdict[str, list[BudgetTable]] = defaultdict(list)
    for table in tables:
        of_unit[_unit(table)].append(table)
    below = _units_below(tables, frozenset(of_unit))
    if not below:
        yield Absent(
            "没有部门预算和它所属单位的预算放在一起", "no budget of a department beside that of one of its units"
        )
    for department, units in below.items():
        own = _by_name(of_unit[department])
        for unit in sorted(units):
            for name, table in _by_name(of_unit[unit]).items():
                if name in own:
                    yield from _compared(own[name], table, unit)


def _unit(table: BudgetTable) -> str:
    return unit_name(table.unit.value) if table.unit is not None else ""


def _units_below(tables: Iterable[BudgetTable], known: frozenset[str]) -> dict[str, set[str]]:
    """The units that the tables of a department list as their own, of those that have tables in the run."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for table in tables:
        department = _unit(table)
        for side in table.sides if department else ():
            by_unit = any(
                column.role == "name" and column.head and "单位" in column.head[-1].value
                for column in side.columns
            )
            for row in side.rows:
                named = unit_name(row.name.value)
                if named in known and named != department and (by_unit or department in _above(side, row)):
                    found[department].add(named)
    return {
        one: units for one, units in found.items() if not any(one in found[unit] for unit in units & found.keys())
    }


def _above(side: BudgetSide, row: BudgetRow) -> Iterator[str]:
    while row.parent is not None:
        row = side.rows[row.parent]
        yield unit_name(row.name.value)


def _by_name(tables: Iterable[BudgetTable]) -> dict[tuple[str, str], BudgetTable]:
    """Tables by name and year; two of one name, and one without a year, are left out."""
    named = [((_title(table), _year(table)), table) for table in tables if table.title is not None]
    count = Counter(key for key, _ in named)
    return {key: table for key, table in named if count[key] == 1 and all(key)}


def _title(table: BudgetTable) -> str:
    """What a table is called: 部门 and 单位 in it say no more than whose it is."""
    name = _YEAR.sub("", squash(table.title.value)) if table.title is not None else ""
    for word in (_unit(table), "部门", "单位"):
        name = name.replace(word, "") if word else name
    return name


def _year(table: BudgetTable) -> str:
    return bare_year(table.year.value) if table.year is not None else ""


@frozen
class _Short:
    """A department's row below its unit's: the columns where it is, with both amounts."""

    row: BudgetRow
    other: BudgetRow
    cells: tuple[tuple[str, Money, Money], ...]

    @property
    def gap(self) -> Fraction:
        """By how much, in the first of them."""
        return self.cells[0][2].middle - self.cells[0][1].middle


def _compared(table: BudgetTable, other: BudgetTable, unit: str) -> Iterator[Yielded]:
    sides = {side.kind: side for side in other.sides}
    for side in table.sides:
        if side.kind not in sides or len({one.kind for one in table.sides}) < len(table.sides):
            continue
        short = list(_short(table, side, other, sides[side.kind]))
        # A total that is off only because of a row below it is no slip of its own.
        told = {(one.row.parent, one.gap) for one in short}
        place = {id(row): number for number, row in enumerate(side.rows)}
        for one in short:
            if (place[id(one.row)], one.gap) not in told:
                yield _finding(table, unit, one)


def _short(table: BudgetTable, side: BudgetSide, other: BudgetTable, against: BudgetSide) -> Iterator[_Short]:
    units = [squash(one.money_unit.value) if one.money_unit is not None else "" for one in (table, other)]
    columns = {name: place for place, name in enumerate(_columns(against))}
    rows = _by_code(against)
    for code, row in _by_code(side).items():
        if code not in rows:
            continue
        cells = []
        for place, name in enumerate(_columns(side)):
            if name not in columns:
                continue
            here = money(row.amounts[place], units[0])
            there = money(rows[code].amounts[columns[name]], units[1])
            if here is not None and there is not None and here.middle < there.middle and not here.meets(there):
                cells.append((name, here, there))
        if cells:
            yield _Short(row, rows[code], tuple(cells))


def _columns(side: BudgetSide) -> list[str]:
    """The amount columns by all that stands over them, without the year."""
    return [_YEAR.sub("", squash("|".join(text.value for text in one.head))) for one in side.amount_columns]


def _by_code(side: BudgetSide) -> dict[str, BudgetRow]:
    codes = [
        (row.code.value, row) for row in side.rows if row.code is not None and isinstance(row.code.value, str)
    ]
    count = Counter(code for code, _ in codes)
    return {code: row for code, row in codes if code and count[code] == 1}


def _finding(table: BudgetTable, unit: str, short: _Short) -> Yielded:
    _, here, there = short.cells[0]
    label = short.row.name.value
    title = table.title.value if table.title is not None else ""
    code = short.row.code.raw if short.row.code is not None else ""
    return found(
        here.cell,
        f"《{title}》{code} {label}，部门为 {here.words}，所属单位“{unit}”一家已是 {there.words}",
        f'{code} "{label}": {here.words} for the department, {there.words} for its unit "{unit}" alone',
        mend="核对部门汇总数和单位数，改正其中写错的一处",
        mend_en="compare both figures and correct the wrong one",
        subject=f"{_title(table)}/{code}/{unit}",
        recomputed=there.words,
        related=(
            Related(there.cell.at, f"{unit} {there.words}"),
            *(
                Related(one.cell.at, f"{column.replace('|', '')} {one.words}，单位 {another.words}")
                for column, one, another in short.cells[1:_PARENTS]
            ),
        ),
        conditions=("extracted",) if table.provenance == "extracted" else (),
    )
