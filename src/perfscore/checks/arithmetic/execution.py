"""PS2xx: the execution rate and its score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from perfscore.checks import needs
from perfscore.checks.rates import EXACT_UNITS, as_filled_in, percent, rate
from perfscore.checks.register import Condition, Folded, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import blank, figure, unreadable, value
from perfscore.checks.words import doubt, notes
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import Figure, plain, round_to
from perfscore.core.text import squash
from perfscore.core.trace import Step
from perfscore.model import FundingRow, SelfAssessment
from perfscore.reconcile import explain_rate


@check(
    "PS203",
    "execution-rate-mismatch",
    Severity.ERROR,
    "self-assessment",
    title="The execution rate does not follow from the amounts",
    needs=(needs.FUNDING_TOTAL,),
    lowered={"minor": Severity.WARNING},
)
def execution_rate_mismatch(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """预算执行率计算不符。

    ## 查什么
    资金总额行和各来源、小计行印出的执行率，应等于该行的全年执行数 ÷ 全年预算数；总额行以外的为警告。印出的数按其小数位取区间，在区间内即为相符；
    工作簿中以数存放的金额不显示末尾的零，小数位与旁边的金额同样看待（482.5 在 471.36 旁即 482.50）；
    印出的数能由取整、截尾得出的，会写明。

    ## 为什么要紧
    执行率直接换算成得分，算错一处，总分跟着错。

    ## 反例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 100.00 | 94.46 | 10 | 94.00% | 9.40
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 100.00 | 94.46 | 10 | 94.46% | 9.45
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    表内勾稽；分母按评分规则集（公开表样：执行率 = B/A）
    """
    if form.funding is None:
        return
    total = form.funding.total
    again = [row for row in form.funding.rows if total is not None and _repeats(row, total)]
    if total is not None:
        yield from _quotient(form, view, total, "", "funding/rate", again=again)
    for row in form.funding.rows:
        if row in again:
            continue
        label = squash(row.label.value)
        words = f"“{label}”的" if label else "资金明细行的"
        yield from _quotient(form, view, row, words, f"{label}/rate", ("minor",))


def _quotient(
    form: SelfAssessment,
    view: View,
    row: FundingRow,
    words: str,
    subject: str,
    conditions: tuple[Condition, ...] = (),
    again: Sequence[FundingRow] = (),
) -> Iterator[Yielded]:
    """A rate of a row of the money that its amounts do not give; `again` are rows that say the same."""
    if row.rate is None or row.partial:
        return
    printed, executed = figure(row.rate), figure(row.executed)
    exact = form.head.money_unit in EXACT_UNITS
    budget_cell = row.budget if view.ruleset.execution_base.value == "budget" else row.initial
    budget, initial = figure(budget_cell), figure(row.initial)
    if printed is None or executed is None or budget is None:
        return
    amounts = (executed, budget, initial)
    executed, budget = as_filled_in(executed, amounts), as_filled_in(budget, amounts)
    true = rate(executed, budget, exact=exact)
    if true is None or true.meets(in_percent(printed)):
        return
    by_initial = rate(executed, initial, exact=exact) if initial is not None else None
    if by_initial is not None and by_initial.meets(in_percent(printed)):
        return  # PS205: another denominator, not a wrong quotient
    fits = explain_rate(in_percent(printed), executed, budget, initial)
    how = f"；{'，或'.join(fit.zh for fit in fits)}可得此数" if fits else ""
    how_en = f"; {' or '.join(fit.en for fit in fits)} gives the printed one" if fits else ""
    yield found(
        row.rate,
        f"{words}执行率印为 {row.rate.raw}，按 {true.words} 应为 {percent(true.value)}{how}",
        f"the execution rate is printed {row.rate.raw}; {true.words} gives {percent(true.value)}{how_en}",
        mend=f"执行率改为 {percent(true.value)}" + ("" if conditions else "，并按它重算得分"),
        mend_en=f"write {percent(true.value)}" + ("" if conditions else " and recompute the score from it"),
        subject=subject,
        recomputed=percent(true.value),
        tolerance=plain(printed.unit_in_last_place / 2),
        related=notes(
            ("全年执行数", row.executed),
            ("预算数", budget_cell),
            *((f"“{squash(one.label.value)}”同样", one.rate) for one in again),
        ),
        steps=Step("执行率", true.words, percent(true.value, 4)),
        conditions=conditions,
    )


def _repeats(row: FundingRow, total: FundingRow) -> bool:
    """Whether a source is all the money, so that its rate says the same."""
    return row.rate is not None and all(
        value(getattr(row, name)) == value(getattr(total, name))
        for name in ("initial", "budget", "executed", "rate")
    )


def in_percent(printed: Figure) -> Figure:
    """A rate as a percentage: 0.94 in a cell without a percent sign is 94 %, 94.46 there is 94.46 %."""
    if printed.percent or printed.value > Decimal("1.5"):
        return printed
    return Figure(printed.value * 100, max(printed.decimals - 2, 0))


@check(
    "PS204",
    "execution-score-mismatch",
    Severity.ERROR,
    "self-assessment",
    title="The execution score does not follow from the rate",
    needs=(needs.FUNDING_TOTAL,),
    after=("PS203", "PS304", "PS305"),
    lowered={"no-stated-rule": Severity.WARNING},
)
def execution_score_mismatch(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """预算执行得分不符。

    ## 查什么
    预算执行得分应为 分值 × 重算的执行率（不超过分值），按得分写出的小数位核对：8.62 写成 8.6 或 9 是舍入（PS302）。
    计分公式不是表内写明的，只作警告；表头或表的注里写明执行率怎样算、得分怎样计的，作错误；注里另有没读懂的执行率计分办法的，不判。得分若与印错的执行率相符，原因是同一个，并入 PS203。

    ## 为什么要紧
    这一项不看业务只看算术，错了就是错了。

    ## 反例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 100.00 | 94.46 | 10 | 94.46% | 9.00
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 100.00 | 94.46 | 10 | 94.46% | 9.45
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    表内勾稽；公式按评分规则集（公开表样：得分 = 分值 × 执行率）
    """
    row = form.funding.total if form.funding else None
    score = view.scores.execution
    if row is None or row.score is None or score is None or score.recomputed is None:
        return
    recorded = figure(row.score)
    if recorded is None or recorded.value > (score.points or recorded.value):
        return  # blank, or PS304
    if any(recorded.interval.meets(reading.interval) for reading in score.readings):
        return
    if any(topic == "execution" for topic, _ in form.head.unread_notes):
        return
    printed = figure(row.rate)
    if printed is not None and score.points is not None and row.rate is not None and view.has_found("PS203"):
        by_printed = Fraction(score.points) * Fraction(in_percent(printed).value) / 100
        if round_to(by_printed, recorded.decimals) == recorded.value:
            note = f"得分 {row.score.raw} 是按印错的执行率 {row.rate.raw} 算的，重算为 {score.recomputed}"
            yield Folded("PS203", Related(row.score.at, note))
            return
    stated = [
        words for name in ("execution_formula", "execution_base") if (words := view.ruleset.stated.get(name))
    ]
    basis = f"（本表写明：{stated[0]}）" if stated else "（计分公式未见于本表）"
    basis_en = " as the form itself states" if stated else " (the form states no formula)"
    yield found(
        row.score,
        f"预算执行得 {row.score.raw} 分，按完成比例重算为 {score.recomputed} 分{basis}",
        f"execution has {row.score.raw} points, in proportion {score.recomputed}{basis_en}",
        mend=f"得分改为 {score.recomputed}" + ("" if stated else "；若另有计分办法，请在表中写明"),
        mend_en=f"write {score.recomputed}" + ("" if stated else ", or state the formula that it follows"),
        subject="funding/score",
        recomputed=str(score.recomputed),
        tolerance=plain(recorded.unit_in_last_place / 2),
        conditions=() if stated else ("no-stated-rule",),
        related=notes(
            ("分值", row.points), ("执行率", row.rate), ("全年执行数", row.executed), ("预算数", row.budget)
        ),
        steps=score.step,
    )


@check(
    "PS205",
    "execution-base-initial",
    Severity.WARNING,
    "self-assessment",
    title="The execution rate divides by the initial budget",
    needs=(needs.FUNDING_TOTAL,),
)
def execution_base_initial(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """执行率以年初预算为分母。

    ## 查什么
    印出的执行率等于执行数 ÷ 年初预算数，而不等于执行数 ÷ 全年（调整）预算数；评分规则集以全年预算数为分母。

    ## 为什么要紧
    年中调减了预算的，换回年初数做分母，执行率就偏低；调增的，就偏高甚至超过 100%。

    ## 反例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 80.00 | 80.00 | 10 | 80.00% | 8.00
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100.00 | 80.00 | 80.00 | 10 | 100.00% | 10.00
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    表内勾稽；分母按评分规则集（公开表样：执行率 = B/A）
    """
    row = form.funding.total if form.funding else None
    if row is None or row.rate is None or view.ruleset.execution_base.value != "budget":
        return
    printed, executed = figure(row.rate), figure(row.executed)
    budget, initial = figure(row.budget), figure(row.initial)
    if printed is None or executed is None or budget is None or initial is None:
        return
    exact = form.head.money_unit in EXACT_UNITS
    true, other = rate(executed, budget, exact=exact), rate(executed, initial, exact=exact)
    written = in_percent(printed)
    if true is None or other is None or true.meets(written) or not other.meets(written):
        return
    yield found(
        row.rate,
        f"执行率印为 {row.rate.raw}，是按年初预算 {other.words} 算的；按全年预算数应为 {percent(true.value)}",
        f"the rate {row.rate.raw} divides by the initial budget; by the adjusted budget it is {percent(true.value)}",
        mend=f"以全年预算数为分母，执行率改为 {percent(true.value)}，并重算得分",
        mend_en="divide by the adjusted budget and recompute the score",
        subject="funding/rate-base",
        recomputed=percent(true.value),
        tolerance=plain(printed.unit_in_last_place / 2),
        related=notes(("年初预算数", row.initial), ("全年预算数", row.budget), ("全年执行数", row.executed)),
        conditions=doubt(view.ruleset.execution_base),
        steps=Step("执行率", true.words, percent(true.value, 4)),
    )


@check(
    "PS207",
    "zero-budget-scored",
    Severity.ERROR,
    "self-assessment",
    title="A zero or blank budget carries a rate, score or claim",
    needs=(needs.FUNDING_TOTAL,),
    lowered={"minor": Severity.WARNING},
)
def zero_budget_scored(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """预算为零却计算执行率。

    ## 查什么
    资金总额行的全年预算数为零或空着，却印有大于零的执行数、执行率或执行得分。填了年初预算、只是全年预算数空着的为警告。

    ## 为什么要紧
    除以零没有结果；没有预算，执行率这一项就不该得分。

    ## 反例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 0 | 0 | 0 | 10 | 100.00% | 10.00
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 0 | 100 | 100 | 10 | 100.00% | 10.00
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    表内勾稽
    """
    row = form.funding.total if form.funding else None
    if row is None or row.budget is None or unreadable(row.budget) or (value(row.budget) or 0) != 0:
        return
    claims = [
        (label, cell)
        for label, cell in (("执行数", row.executed), ("执行率", row.rate), ("得分", row.score))
        if cell is not None and (value(cell) or 0) > 0
    ]
    if not claims or (blank(row.budget) and len(claims) == 1 and claims[0][1] is row.executed):
        return  # an amount beside a blank says nothing of a rate
    left_out = blank(row.budget) and (value(row.initial) or 0) > 0
    words = "、".join(f"{label} {cell.raw}" for label, cell in claims)
    yield found(
        claims[-1][1],
        f"全年预算数{'空着' if blank(row.budget) else '为零'}，却有{words}",
        f"the adjusted budget is {'blank' if blank(row.budget) else 'zero'}, yet there is {words}",
        mend="补填全年预算数；确无预算的，执行率和得分都不填",
        mend_en="write the adjusted budget; without one, leave rate and score empty",
        subject="funding/zero-budget",
        related=notes(("全年预算数", row.budget), *claims[:-1]),
        conditions=("minor",) if left_out else (),
    )
