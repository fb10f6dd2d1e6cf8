"""PS2xx: saving rates: do they follow from the money, and from which budget?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from perfscore.checks import needs
from perfscore.checks.rates import EXACT_UNITS, percent, rate
from perfscore.checks.register import Condition, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import figure, named, value
from perfscore.checks.words import beside_sheet, notes, same, whose
from perfscore.core.findings import Severity
from perfscore.core.numbers import Interval
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.core.trace import Step
from perfscore.language.values import Value
from perfscore.model import FundingRow, Indicator, Number, SelfAssessment, Valued

_BASES = {"initial": "年初预算数", "budget": "全年预算数"}
_BASES_EN = {"initial": "the initial budget", "budget": "the adjusted budget"}


@frozen
class Saving:
    """A stated saving rate with the rates that the form's money gives, in percent, by base."""

    row: Indicator
    cell: Valued
    stated: Interval
    total: FundingRow
    by_base: dict[str, tuple[Fraction, Interval, str]]

    @property
    def fits(self) -> frozenset[str]:
        """The bases that give the stated rate."""
        return frozenset(base for base, (_, spread, _) in self.by_base.items() if self.stated.meets(spread))


def savings(form: SelfAssessment, names: Sequence[str]) -> Iterator[Saving]:
    """The rows of a form that state a saving rate, where the money is known."""
    total = form.funding.total if form.funding else None
    if total is None:
        return
    executed = figure(total.executed)
    exact = form.head.money_unit in EXACT_UNITS
    by_base = {}
    for base in _BASES:
        budget = figure(getattr(total, base))
        if executed is None or budget is None or budget.value <= 0:
            continue
        spent = rate(executed, budget, exact=exact)
        if spent is not None:
            by_base[base] = (
                100 - spent.value,
                _rest(spent.interval),
                f"({budget} - {executed}) ÷ {budget} × 100%",
            )
    if not by_base:
        return
    known = {_plain_name(name) for name in names}
    for row in named(form):
        if _plain_name(row.name.value) not in known or row.actual is None:
            continue
        stated = row.actual.value
        if not isinstance(stated, Value) or stated.kind != "exact" or stated.unit != "%" or stated.number is None:
            continue
        yield Saving(row, row.actual, Interval.around(stated.number, max(stated.decimals, 0)), total, by_base)


def _plain_name(name: str) -> str:
    return same(name).partition("(")[0]


def _rest(spent: Interval) -> Interval:
    """What is left of a hundred; the ends of an interval change places."""
    return Interval(100 - spent.high, 100 - spent.low)


def _of(view: View) -> list[Saving]:
    if not isinstance(view.form, SelfAssessment):
        return []
    return list(savings(view.form, view.ruleset.words("saving_rate")))


def _cells(saving: Saving) -> tuple[tuple[str, Number | None], ...]:
    total = saving.total
    return (("年初预算数", total.initial), ("全年预算数", total.budget), ("全年执行数", total.executed))


def _defined(row: Indicator) -> bool:
    """Whether the form itself says that the rate is taken from budget and expenditure."""
    texts = [squash(text.value) for text in (row.explanation, row.rule, row.remark) if text is not None]
    return any("预算" in text and any(word in text for word in ("支出", "执行", "决算")) for text in texts)


@check(
    "PS210",
    "saving-rate-mismatch",
    Severity.ERROR,
    "self-assessment",
    title="The saving rate does not follow from the amounts",
    needs=(needs.FUNDING_TOTAL, needs.ACTUALS),
    lowered={"minor": Severity.WARNING},
)
def saving_rate_mismatch(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """成本节约率计算不符。

    ## 查什么
    成本节约率的完成值，既不等于（年初预算 − 执行数）÷ 年初预算，也不等于（全年预算 − 执行数）÷ 全年预算。指标解释或
    评分标准写明按预算和支出计算的为错误，否则为警告。符合其中一个口径即为相符。

    ## 为什么要紧
    超支写成节约，成本指标的得分就是假的。

    ## 反例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 51.00 | 60.00 | 70.00 | 10 | 116.67% | 10.00
    （表头）
    成本指标 | 经济成本指标 | 成本节约率 | >0% | 5% | 90 | 90
    ```

    ## 正例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 90.00 | 85.50 | 10 | 95.00% | 9.50
    （表头）
    成本指标 | 经济成本指标 | 成本节约率 | >0% | 14.5% | 90 | 90
    ```

    ## 依据
    表内勾稽
    """
    for saving in savings(form, view.ruleset.words("saving_rate")):
        if saving.fits:
            continue
        ways = "；".join(
            f"按{_BASES[base]} {words} 为 {percent(worth)}" for base, (worth, _, words) in saving.by_base.items()
        )
        ways_en = "; ".join(
            f"by {_BASES_EN[base]} it is {percent(worth)}" for base, (worth, _, _) in saving.by_base.items()
        )
        first = next(iter(saving.by_base.values()))
        yield found(
            saving.cell,
            f"“{saving.row.name.value}”填 {saving.cell.raw}，{ways}",
            f'"{saving.row.name.value}" is stated as {saving.cell.raw}; {ways_en}',
            mend="按预算和执行数重算节约率，并重算得分",
            mend_en="recompute the rate from the amounts, and its score",
            subject=f"{saving.row.name.value}/actual",
            recomputed=percent(first[0]),
            related=notes(*_cells(saving)),
            conditions=() if _defined(saving.row) else ("minor",),
            steps=Step("节约率", first[2], percent(first[0], 4)),
        )


@check(
    "PS211",
    "saving-base-inconsistent",
    Severity.WARNING,
    "dossier",
    title="Saving rates of one run use different bases",
    needs=(needs.FUNDING_TOTAL, needs.ACTUALS),
)
def saving_base_inconsistent(views: tuple[View, ...]) -> Iterator[Yielded]:
    """成本节约率口径不一。

    ## 查什么
    同一单位同一年度的几张表，成本节约率各自都算得通，但有的以年初预算为基数，有的以全年预算为基数。报一条，列出每张表的口径。
    两个口径都算得通的表不作依据。

    ## 为什么要紧
    哪个口径好看用哪个，节约率就不能比较，也不能加总。

    ## 反例
    ```form
    项目名称 | 甲项目 | 年度 | 2023
    主管部门 | 某局 | 实施单位 | 某中心
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 90.00 | 85.50 | 10 | 95.00% | 9.50
    （表头）
    成本指标 | 经济成本指标 | 成本节约率 | >0% | 14.5% | 90 | 90
    ---
    项目名称 | 乙项目 | 年度 | 2023
    主管部门 | 某局 | 实施单位 | 某中心
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 50.00 | 70.00 | 63.00 | 10 | 90.00% | 9.00
    （表头）
    成本指标 | 经济成本指标 | 成本节约率 | >0% | 10% | 90 | 90
    ```

    ## 正例
    ```form
    项目名称 | 甲项目 | 年度 | 2023
    主管部门 | 某局 | 实施单位 | 某中心
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 90.00 | 85.50 | 10 | 95.00% | 9.50
    （表头）
    成本指标 | 经济成本指标 | 成本节约率 | >0% | 5% | 90 | 90
    ---
    项目名称 | 乙项目 | 年度 | 2023
    主管部门 | 某局 | 实施单位 | 某中心
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 50.00 | 70.00 | 63.00 | 10 | 90.00% | 9.00
    （表头）
    成本指标 | 经济成本指标 | 成本节约率 | >0% | 10% | 90 | 90
    ```

    ## 依据
    表内勾稽（各表之间）
    """
    for group in _groups(views):
        rates = [(view, saving) for view in group for saving in _of(view) if saving.fits]
        single = [(view, saving, next(iter(saving.fits))) for view, saving in rates if len(saving.fits) == 1]
        counts = {base: sum(one == base for _, _, one in single) for base in _BASES}
        if not all(counts.values()):
            continue
        rarer = min(counts, key=lambda base: counts[base])
        view, saving, _ = next(one for one in single if one[2] == rarer)
        words = "；".join(
            f"按{_BASES[base]}的有" + "、".join(f"“{whose(v)}”" for v, _, one in single if one == base)
            for base in _BASES
        )
        yield found(
            saving.cell,
            f"成本节约率的基数不一致：{words}",
            "saving rates use different bases: "
            + ", ".join(f"{counts[base]} forms divide by {_BASES_EN[base]}" for base in _BASES),
            mend="全部改用同一基数重算，并重算得分",
            mend_en="recompute all of them on one base",
            subject="saving-rate/base",
            recomputed="；".join(
                f"{_BASES[base]} {percent(worth)}" for base, (worth, _, _) in saving.by_base.items()
            ),
            related=notes(
                *(
                    (f"{beside_sheet(v, s.cell.at)}（{_base_words(s)}）", s.cell)
                    for v, s in rates
                    if s.cell is not saving.cell
                ),
                *_cells(saving),
            ),
            confirmed=True,
            form=view.number,
        )


def _base_words(saving: Saving) -> str:
    return "两个基数都合" if len(saving.fits) > 1 else f"按{_BASES[next(iter(saving.fits))]}"


def _units(view: View) -> frozenset[str]:
    """The units that a form names: its own, its department and the one that carried it out."""
    names = (view.form.head.text(name) for name in ("unit", "department", "implementing_unit"))
    return frozenset(same(name) for name in names if name.strip())


def _groups(views: Sequence[View]) -> Iterator[list[View]]:
    """The forms of one unit and year: they name a unit in common, and the years, where both are known, agree.

    Forms of different files whose year is not known are not compared.
    """
    left = [view for view in views if isinstance(view.form, SelfAssessment)]
    while left:
        group = [left.pop(0)]
        for member in group:
            group += [view for view in left if _together(member, view)]  # the loop goes on over them
            left = [view for view in left if not _together(member, view)]
        yield group


def _together(one: View, other: View) -> bool:
    a, b = one.form.head, other.form.head
    years = {year for year in (a.text("year"), b.text("year")) if year}
    if len(years) > 1 or (a.at.file != b.at.file and not (a.text("year") and b.text("year"))):
        return False
    return bool(_units(one) & _units(other))


@check(
    "PS212",
    "saving-from-unspent-budget",
    Severity.WARNING,
    "self-assessment",
    title="The saving is a budget cut or unspent money",
    needs=(needs.FUNDING_TOTAL, needs.ACTUALS),
    after=("PS210",),
    lowered={"minor": Severity.INFO},
)
def saving_from_unspent_budget(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """节约来自预算压减或未执行。

    ## 查什么
    得了分的成本节约率，恰好等于（年初预算 − 全年预算）÷ 年初预算，而全年预算已全部执行：这是预算压减。
    恰好等于 100% 减执行率的，是没有花完的钱，只提示。

    ## 为什么要紧
    预算被收回、钱没有花完，不等于成本降低；同一笔钱在执行率上扣分，又在节约率上得分。

    ## 反例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 40.00 | 40.00 | 10 | 100.00% | 10.00
    （表头）
    成本指标 | 经济成本指标 | 成本节约率 | >0% | 60% | 90 | 90
    ```

    ## 正例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 90.00 | 85.50 | 10 | 95.00% | 9.50
    （表头）
    成本指标 | 经济成本指标 | 成本节约率 | >0% | 14.5% | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    for saving in savings(form, view.ruleset.words("saving_rate")):
        total = saving.total
        executed, budget = figure(total.executed), figure(total.budget)
        if saving.stated.low <= 0 or (value(saving.row.score) or 0) <= 0 or not executed or not budget:
            continue
        cut = "initial" in saving.fits and "budget" not in saving.fits and executed.value == budget.value
        unspent = "budget" in saving.fits
        if not cut and not unspent:
            continue
        conditions: tuple[Condition, ...] = () if cut else ("minor",)
        yield found(
            saving.cell,
            f"“{saving.row.name.value}” {saving.cell.raw} "
            + (
                f"就是预算压减的比例：年初 {_raw(total.initial)} 减到全年 {_raw(total.budget)}，全部执行"
                if cut
                else "就是没有执行的比例：100% 减预算执行率"
            ),
            f'"{saving.row.name.value}" {saving.cell.raw} is '
            + ("the share by which the budget was cut" if cut else "the money that was not spent"),
            mend="按实际成本与计划成本比较，说明节约是怎样来的",
            mend_en="compare actual with planned cost, and say where the saving comes from",
            subject=f"{saving.row.name.value}/origin",
            related=notes(*_cells(saving), ("得分", saving.row.score)),
            conditions=conditions,
        )


def _raw(cell: Number | None) -> str:
    return "" if cell is None else cell.raw
