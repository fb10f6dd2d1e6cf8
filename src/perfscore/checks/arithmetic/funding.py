"""PS2xx: the money block: sums, bases, changes, and what was spent beyond the budget."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from perfscore.checks import needs
from perfscore.checks.arithmetic.listing import Listing, exact_money, listings
from perfscore.checks.budget.report import tails
from perfscore.checks.register import Condition, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import figure, value
from perfscore.checks.words import notes
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import Figure, plain
from perfscore.core.trace import Step
from perfscore.model import BaseTable, Form, FundingRow, Ledger, Number, SelfAssessment, TargetSheet


def _amounts(listing: Listing) -> str:
    return " + ".join(str(one) for _, cell in listing.parts if (one := figure(cell)) is not None)


def _difference(listing: Listing, *, exact: bool) -> tuple[str, Number, Figure, Decimal, Fraction] | None:
    """The total that the parts miss by least, with their sum and the bound; None where they meet one."""
    if listing.meets(exact=exact):
        return None
    misses = []
    for name, cell in listing.totals:
        written = figure(cell)
        if written is None or listing.may_nest(written, exact=exact):
            return None
        made = listing.sum_for(written, exact=exact)
        misses.append((abs(made.total - written.value), name, cell, written, made))
    _, name, cell, written, made = min(misses, key=lambda miss: miss[0])
    return name, cell, written, made.total, made.bound


@check(
    "PS202",
    "funding-sum-mismatch",
    Severity.ERROR,
    "form",
    title="The sources do not add up to the total of the funds",
    needs=(needs.FUNDING_SOURCES, needs.WHOLE_FUNDING),
    lowered={"slight": Severity.INFO},
)
def funding_sum_mismatch(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """资金来源之和与总额不符。

    ## 查什么
    资金来源（按收入性质、按支出性质分别算）各项之和应等于资金总额。一列里有空格的不算，空着不等于零，但已填各项超过总额的一定不符；只差尾数的不报（PS227）。
    “其中”引出的清单小于总额的只提示。一项资金下又列了明细、去掉明细即相符的，不报。

    ## 为什么要紧
    来源合不上总额，执行率的分母就不可信。

    ## 反例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 100.00 | 100.00 | 10 | 100.00% | 10.00
    当年财政拨款 | 100.00 | 100.00 | 100.00 | | |
    其他资金 | 0.00 | 12.00 | 0.00 | | |
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 112.00 | 112.00 | 10 | 100.00% | 10.00
    当年财政拨款 | 100.00 | 100.00 | 100.00 | | |
    其他资金 | 0.00 | 12.00 | 12.00 | | |
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    表内勾稽
    """
    exact = exact_money(form)
    for listing in listings(form):
        miss = _difference(listing, exact=exact)
        if miss is None:
            continue
        name, cell, written, total, bound = miss
        if listing.blanks and total < written.value:
            continue
        below = listing.partial and total < written.value
        others = "" if len(listing.totals) == 1 else "，与印出的各个总额都不符"
        yield found(
            listing.place,
            f"{listing.words}合计 {plain(total, 4)}，资金总额（{name}）为 {written}{others}",
            f"{listing.words_en} add to {plain(total, 4)}, the total is {written}",
            mend="核对各来源金额和总额，使其相等" if not below else "其中项若已列全，应与总额相等",
            mend_en="make the sources add up to the total",
            subject=f"funding/{listing.words}",
            recorded=cell.raw,
            recomputed=plain(total, 4),
            tolerance=plain(bound),
            related=notes(
                *((label.value, one) for label, one in listing.parts),
                *((f"总额 {title}", one) for title, one in listing.totals if one is not listing.place),
            ),
            conditions=("slight",) if below else (),
            steps=Step("合计", _amounts(listing), plain(total, 4)),
        )


@check(
    "PS206",
    "executed-exceeds-budget",
    Severity.ERROR,
    "form",
    title="More was executed than budgeted",
    lowered={"minor": Severity.WARNING},
)
def executed_exceeds_budget(form: Form, view: View) -> Iterator[Yielded]:
    """执行数大于预算数。

    ## 查什么
    资金总额行的全年执行数大于全年预算数（按所印小数位取区间仍大于）；单个来源大于其预算的为警告，预算空着的不判。
    总额行预算为零的由 PS207 报。
    基础数据表由 PS613 查。

    ## 为什么要紧
    没有预算不得支出；多半是调整预算没有写进表里，或把年初数当成了全年数。

    ## 反例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 70.00 | 70.00 | 71.00 | 10 | 101.43% | 10.00
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 70.00 | 71.00 | 71.00 | 10 | 100.00% | 10.00
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    表内勾稽
    """
    if isinstance(form, BaseTable | Ledger) or form.funding is None:
        return  # a base-data table is PS613's
    exact = exact_money(form)
    total = form.funding.total
    sources = [
        row for row in form.funding.rows if not row.subtotal and _exceeds(row.executed, row.budget, exact=exact)
    ]
    if total is not None and total.budget is not None and value(total.budget) == 0:
        return  # PS207: nothing was budgeted
    if total is not None and _exceeds(total.executed, total.budget, exact=exact):
        also = notes(*((row.label.value, row.executed) for row in sources))
        yield from _over("资金总额", "the total", total, also, ())
        return
    for row in sources:
        yield from _over(f"“{row.label.value}”", f'"{row.label.value}"', row, (), ("minor",))


def _over(
    words: str, words_en: str, row: FundingRow, also: tuple[Related, ...], conditions: tuple[Condition, ...]
) -> Iterator[Yielded]:
    if row.executed is None or row.budget is None:
        return
    yield found(
        row.executed,
        f"{words}的全年执行数 {row.executed.raw} 大于全年预算数 {row.budget.raw}",
        f"{words_en}: executed {row.executed.raw} exceeds the budget of {row.budget.raw}",
        mend="核对执行数；年中追加过预算的，改正全年预算数",
        mend_en="check the amount; if the budget was raised, correct it",
        subject=f"funding/{row.label.value}/executed",
        related=(*notes(("全年预算数", row.budget)), *also),
        conditions=conditions,
    )


def _exceeds(executed: Number | None, budget: Number | None, *, exact: bool) -> bool:
    """Whether an amount is larger than another whatever the two were rounded from."""
    spent, planned = figure(executed), figure(budget)
    if spent is None or planned is None:
        return False
    if exact:
        return spent.value > planned.value
    return spent.interval.low >= planned.interval.high


@check(
    "PS208",
    "funding-basis-mixed",
    Severity.WARNING,
    "form",
    title="Two breakdowns of the same money use different bases",
    needs=(needs.FUNDING_SOURCES, needs.WHOLE_FUNDING),
)
def funding_basis_mixed(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """资金口径不一。

    ## 查什么
    同一张表的两个分类清单（按收入性质、按支出性质），一个合计等于全年预算数，另一个等于全年执行数或年初预算数。

    ## 为什么要紧
    两边对不上，读表的人会以为钱少了。

    ## 反例
    ```unit-form
    单位名称 | 某局
    年度预算申请（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
     | 年度资金总额 | 90.00 | 100.00 | 95.00 | 10 | 95.00% | 9.50
     | 按收入性质分： | | | 按支出性质分： | | |
     | 一般公共预算： | 80.00 | | 其中：基本支出： | 60.00 | |
     | 其他资金： | 20.00 | | 项目支出： | 35.00 | |
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```unit-form
    单位名称 | 某局
    年度预算申请（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
     | 年度资金总额 | 90.00 | 100.00 | 95.00 | 10 | 95.00% | 9.50
     | 按收入性质分： | | | 按支出性质分： | | |
     | 一般公共预算： | 80.00 | | 其中：基本支出： | 60.00 | |
     | 其他资金： | 20.00 | | 项目支出： | 40.00 | |
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    表内勾稽
    """
    exact = exact_money(form)
    lists = [one for one in listings(form) if len(one.totals) > 1]
    met = [(one, {name for name, _ in one.meets(exact=exact)}) for one in lists]
    first = next(((one, names) for one, names in met if names), None)
    if first is None:
        return
    other = next(((one, names) for one, names in met if names and not names & first[1]), None)
    if other is None:
        return
    sums = [
        plain(sum((number for _, cell in one.parts if (number := value(cell)) is not None), Decimal(0)))
        for one, _ in (first, other)
    ]
    words = [("、".join(sorted(names)), total) for (_, names), total in zip((first, other), sums, strict=True)]
    yield found(
        first[0].place.at,
        f"{first[0].words}合计 {words[0][1]}，等于{words[0][0]}；{other[0].words}合计 {words[1][1]}，等于{words[1][0]}",
        f"{first[0].words_en} adds to {sums[0]}, {other[0].words_en} to {sums[1]}: two different totals",
        mend="两个清单用同一口径：都按全年预算数，或都按全年执行数",
        mend_en="draw both lists on the same total",
        subject="funding/basis",
        related=notes(
            ("", other[0].place),
            *((label.value, cell) for one, _ in (first, other) for label, cell in one.parts),
        ),
    )


@check(
    "PS227",
    "sum-within-rounding",
    Severity.INFO,
    "form",
    title="A total differs from its parts by rounding only",
    needs=(needs.FUNDING_SOURCES, needs.WHOLE_FUNDING),
    books=tails,
)
def sum_within_rounding(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """合计尾差。

    ## 查什么
    资金总额与各来源之和不相等，而差额在四舍五入的范围内：每个加数和总额各允许末位的半个单位。只提示。
    预算表里的合计（PS701–PS725 所核对的）也一样，一张表合报一条，列出各处的差额和允许的范围。

    ## 为什么要紧
    尾差不是错误，但应知道差在哪里。

    ## 反例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 100.01 | 100.00 | 10 | 99.99% | 10.00
    当年财政拨款 | 60.00 | 60.00 | 60.00 | | |
    其他资金 | 40.00 | 40.00 | 40.00 | | |
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 100.00 | 100.00 | 10 | 100.00% | 10.00
    当年财政拨款 | 60.00 | 60.00 | 60.00 | | |
    其他资金 | 40.00 | 40.00 | 40.00 | | |
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    表内勾稽；区间运算
    """
    exact = exact_money(form)
    for listing in (one for one in listings(form) if not one.blanks):
        met = listing.meets(exact=exact)
        sums = [
            (cell, written, listing.sum_for(written, exact=exact)) for _, cell in met if (written := figure(cell))
        ]
        if not sums or any(made.total == written.value for _, written, made in sums):
            continue
        cell, written, made = sums[0]
        yield found(
            cell,
            f"{listing.words}合计 {plain(made.total, 4)}，总额为 {written}，"
            f"相差 {plain(abs(made.total - written.value), 4)}，在四舍五入的范围（{plain(made.bound)}）内",
            f"{listing.words_en} add to {plain(made.total, 4)}, the total is {written}: rounding (bound {plain(made.bound)})",
            mend="不必改动；如有原始数据，可核对未四舍五入的金额",
            mend_en="nothing needs mending",
            subject=f"funding/{listing.words}/rounding",
            recomputed=plain(made.total, 4),
            tolerance=plain(made.bound),
            related=notes(*((label.value, one) for label, one in listing.parts)),
            steps=Step("合计", _amounts(listing), plain(made.total, 4)),
        )
