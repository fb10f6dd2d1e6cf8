"""PS2xx: the money of the year against the money of the whole term of a project."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks.pairs import BLOCKS, amount, cell_of, total_of
from perfscore.checks.periods import term_of
from perfscore.checks.rates import EXACT_UNITS
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import total_of as sum_of
from perfscore.checks.words import notes
from perfscore.core.findings import Severity
from perfscore.core.numbers import Figure, plain
from perfscore.forms.vocabulary import label_of
from perfscore.model import Block, FundingRow, TargetSheet


@check(
    "PS214",
    "annual-exceeds-period",
    Severity.ERROR,
    "target-sheet",
    title="The annual amount exceeds the amount of the whole period",
    needs=(BLOCKS,),
    lowered={"minor": Severity.WARNING},
)
def annual_exceeds_period(form: TargetSheet, view: View) -> Iterator[Yielded]:
    """年度资金大于实施期资金。

    ## 查什么
    年度资金总额大于实施期资金总额（以万元计的按所印小数位取区间，仍大于）；实施期总额写 0 而年度大于 0 的是同一问题，并予说明。
    总额没有问题、某一来源的年度数大于其实施期数的，为警告。任何一个空着或读不出数的不判：空着不等于零。

    ## 为什么要紧
    一年的钱是整个实施期的钱的一部分，不可能更多；多半是实施期一栏没有填。

    ## 反例
    ```project-target
    （2026年度）
    项目名称 | | 特困老人送餐
    项目资金（元） | 实施期资金总额： | 0 | 年度资金总额： | 210,000
     | 其中：中央财政资金 | 0 | 其中：中央财政资金 | 0
     | 市县（区）财政资金 | 0 | 市县（区）财政资金 | 210,000
    总体目标 | 实施期目标 | | 年度目标
     | 每日为特困老人送餐。 | | 每日为特困老人送餐。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 送餐人数 | ≥80人 | 数量指标 | 送餐人数 | ≥80人
     | | 质量指标 | 餐食合格率 | 100% | 质量指标 | 餐食合格率 | 100%
    ```

    ## 正例
    ```project-target
    （2026年度）
    项目名称 | | 特困老人送餐
    项目资金（元） | 实施期资金总额： | 210,000 | 年度资金总额： | 210,000
     | 其中：中央财政资金 | 0 | 其中：中央财政资金 | 0
     | 市县（区）财政资金 | 210,000 | 市县（区）财政资金 | 210,000
    总体目标 | 实施期目标 | | 年度目标
     | 每日为特困老人送餐。 | | 每日为特困老人送餐。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 送餐人数 | ≥80人 | 数量指标 | 送餐人数 | ≥80人
     | | 质量指标 | 餐食合格率 | 100% | 质量指标 | 餐食合格率 | 100%
    ```

    ## 依据
    表内勾稽
    """
    period, annual = form.blocks
    term, year = total_of(period), total_of(annual)
    exact = form.head.money_unit in EXACT_UNITS
    sources = list(_sources(period, annual, exact=exact))
    if term is not None and year is not None and _more(year, term, exact=exact):
        zero = (whole := amount(term)) is not None and whole.value == 0
        told = "实施期资金总额写的是 0，" if zero else ""
        cell, other = cell_of(year), cell_of(term)
        if cell is None or other is None:
            return
        yield found(
            other if zero else cell,
            f"{told}年度资金总额 {cell.raw} 大于实施期资金总额 {other.raw}",
            f"the annual total {cell.raw} exceeds the period total {other.raw}",
            mend="补填实施期资金总额及其来源" if zero else "核对两个总额：实施期资金包括本年度资金",
            mend_en="fill in the money of the period" if zero else "check both: the period includes the year",
            subject="funding/annual",
            recomputed=None if zero else other.raw,
            related=(
                *notes(("年度资金总额", cell) if zero else ("实施期资金总额", other)),
                *notes(*((f"年度 {row.label.value}", cell_of(row)) for _, row in sources)),
            ),
            confirmed=_adds_up(period) and _adds_up(annual),
        )
        return
    for before, row in sources:
        cell, other = cell_of(row), cell_of(before)
        if cell is None or other is None:
            continue
        label = row.label.value.rstrip(":：")
        yield found(
            cell,
            f"“{label}”的年度数 {cell.raw} 大于实施期数 {other.raw}",
            f'"{label}": the annual amount {cell.raw} exceeds the period amount {other.raw}',
            mend="核对该来源在两栏中的金额：实施期资金包括本年度资金",
            mend_en="check the source in both blocks: the period includes the year",
            subject=f"funding/{label}/annual",
            recomputed=other.raw,
            related=notes(("实施期", other), ("年度资金总额", cell_of(year))),
            conditions=("minor",),
        )


@check(
    "PS215",
    "one-year-total-differs",
    Severity.ERROR,
    "target-sheet",
    title="A one-year project has different period and annual totals",
    needs=(BLOCKS,),
)
def one_year_total_differs(form: TargetSheet, view: View) -> Iterator[Yielded]:
    """一年期项目两栏资金不等。

    ## 查什么
    项目期只有一年（1年、12个月、起止日期在同一年度）的，实施期就是这一年，实施期资金总额大于年度资金总额。以万元计的按所印小数位
    容许舍入；年度大于实施期的由 PS214 报；项目期没有写、写的不是一年、任何一个总额空着或为零的不判。

    ## 为什么要紧
    两个总额有一个写错了：要么项目不止一年，要么实施期一栏抄的是别的数。

    ## 反例
    ```project-target
    （2026年度）
    项目名称 | | 渡口码头加固 | 项目期 | 1年
    项目资金（元） | 实施期资金总额： | 900,000 | 年度资金总额： | 120,000
    总体目标 | 实施期目标 | | 年度目标
     | 加固码头一处。 | | 加固码头一处。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 加固码头数 | ≥1处 | 数量指标 | 加固码头数 | ≥1处
    ```

    ## 正例
    ```project-target
    （2026年度）
    项目名称 | | 渡口码头加固 | 项目期 | 1年
    项目资金（元） | 实施期资金总额： | 120,000 | 年度资金总额： | 120,000
    总体目标 | 实施期目标 | | 年度目标
     | 加固码头一处。 | | 加固码头一处。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 加固码头数 | ≥1处 | 数量指标 | 加固码头数 | ≥1处
    ```

    ## 依据
    表内勾稽（项目期与两栏资金）
    """
    period, annual = form.blocks
    term, year = total_of(period), total_of(annual)
    runs = term_of(form)
    if term is None or year is None or runs is None or runs.years != 1:
        return
    cell, other = cell_of(term), cell_of(year)
    spent = amount(year)
    if cell is None or other is None or spent is None or spent.value <= 0:
        return
    if not _more(term, year, exact=form.head.money_unit in EXACT_UNITS):
        return
    yield found(
        cell,
        f"项目期为“{form.head.text('term')}”，实施期资金总额 {cell.raw} 却大于年度资金总额 {other.raw}",
        f'the term is "{form.head.text("term")}", yet the period total {cell.raw} exceeds the annual total {other.raw}',
        mend="核对项目期和两个总额：一年期项目的实施期资金就是年度资金",
        mend_en="check the term and both totals: the money of a one-year project is that of its year",
        subject="funding/period",
        related=notes(("年度资金总额", other), ("项目期", form.head.field("term"))),
        confirmed=_adds_up(period) and _adds_up(annual),
    )


def _more(year: FundingRow, term: FundingRow, *, exact: bool) -> bool:
    """Whether the year's amount is larger whatever the two were rounded from."""
    own, whole = amount(year), amount(term)
    if own is None or whole is None:
        return False
    if exact or whole.value == 0:
        return own.value > whole.value
    return own.interval.low >= whole.interval.high


def _sources(period: Block, annual: Block, *, exact: bool) -> Iterator[tuple[FundingRow, FundingRow]]:
    """The sources whose annual amount is larger than that of the term, each known by one row of either block."""
    held = [_by_source(block) for block in (period, annual)]
    for name, rows in held[1].items():
        before = held[0].get(name, [])
        if len(rows) == len(before) == 1 and _more(rows[0], before[0], exact=exact):
            yield before[0], rows[0]


def _by_source(block: Block) -> dict[str, list[FundingRow]]:
    found_: dict[str, list[FundingRow]] = {}
    for row in block.funding.rows if block.funding else ():
        source = label_of(row.label.value).named("source")
        if source is not None:
            found_.setdefault(source, []).append(row)
    return found_


def _adds_up(block: Block) -> bool:
    """Whether the sources of a block say its total a second time."""
    total = amount(total_of(block))
    figures: list[Figure | None] = [amount(row) for row in block.funding.rows] if block.funding else []
    known = [one.value for one in figures if one is not None]
    return total is not None and bool(known) and plain(sum_of(known)) == plain(total.value)
