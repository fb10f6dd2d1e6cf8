"""PS2xx: do the sums and rates of a form follow from its own cells?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from perfscore.checks import needs
from perfscore.checks.rates import EXACT_UNITS, percent, rate
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import add, blank, figure, named, score_digits, sum_words
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import Figure, Interval, plain, round_to
from perfscore.core.trace import Step
from perfscore.model import Number, SelfAssessment


@check(
    "PS203",
    "execution-rate-mismatch",
    Severity.ERROR,
    "self-assessment",
    title="The execution rate does not follow from the amounts",
    needs=(needs.FUNDING_TOTAL,),
)
def execution_rate_mismatch(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """预算执行率计算不符。

    ## 查什么
    资金总额行印出的执行率，应等于全年执行数 ÷ 全年预算数。印出的数按其小数位取区间，在区间内即为相符；
    印出的是截去尾数而非四舍五入的，会写明。

    ## 为什么要紧
    执行率直接换算成得分，算错一处，总分跟着错。

    ## 反例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100 | 100 | 94.46 | 10 | 94.00% | 9.40
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100 | 100 | 94.46 | 10 | 94.46% | 9.45
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    表内勾稽；分母按评分规则集（公开表样：执行率 = B/A）
    """
    row = form.funding.total if form.funding else None
    if row is None or row.rate is None:
        return
    printed, executed = figure(row.rate), figure(row.executed)
    exact = form.head.money_unit in EXACT_UNITS
    budget_cell = row.budget if view.ruleset.execution_base.value == "budget" else row.initial
    budget, initial = figure(budget_cell), figure(row.initial)
    if printed is None or executed is None or budget is None:
        return
    true = rate(executed, budget, exact=exact)
    if true is None or true.meets(_in_percent(printed)):
        return
    other = rate(executed, initial, exact=exact) if initial is not None else None
    if other is not None and other.meets(_in_percent(printed)):
        return  # PS205: another denominator, not a wrong quotient
    cut = true.cut(_in_percent(printed))
    how = "；印出的是截去尾数的结果，没有四舍五入" if cut else ""
    how_en = "; the printed rate was cut, not rounded" if cut else ""
    yield found(
        row.rate,
        f"执行率印为 {row.rate.raw}，按 {true.words} 应为 {percent(true.value)}{how}",
        f"the execution rate is printed {row.rate.raw}; {true.words} gives {percent(true.value)}{how_en}",
        mend=f"执行率改为 {percent(true.value)}，并按它重算得分",
        mend_en=f"write {percent(true.value)} and recompute the score from it",
        subject="funding/rate",
        recomputed=percent(true.value),
        tolerance=plain(printed.unit_in_last_place / 2),
        related=_notes(("全年执行数", row.executed), ("预算数", budget_cell)),
        steps=Step("执行率", true.words, percent(true.value, 4)),
    )


def _in_percent(printed: Figure) -> Figure:
    """A rate as a percentage: 0.94 in a cell without a percent sign is 94 %, 94.46 there is 94.46 %."""
    if printed.percent or printed.value > Decimal("1.5"):
        return printed
    return Figure(printed.value * 100, max(printed.decimals - 2, 0))


def _notes(*cells: tuple[str, Number | None]) -> tuple[Related, ...]:
    return tuple(Related(cell.at, f"{label} {cell.raw}") for label, cell in cells if cell is not None)


@check(
    "PS204",
    "execution-score-mismatch",
    Severity.ERROR,
    "self-assessment",
    title="The execution score does not follow from the rate",
    needs=(needs.FUNDING_TOTAL,),
    after=("PS203",),
)
def execution_score_mismatch(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """预算执行得分不符。

    ## 查什么
    预算执行得分应为 分值 × 重算的执行率（不超过分值），按得分列最细的小数位核对。得分若与印错的执行率相符，会写明。

    ## 为什么要紧
    这一项不看业务只看算术，错了就是错了。

    ## 反例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100 | 100 | 94.46 | 10 | 94.46% | 9.00
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100 | 100 | 94.46 | 10 | 94.46% | 9.45
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
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
    digits = score_digits(form, view.ruleset.digits.value)
    half = Fraction(1, 2) / 10**digits
    written = Interval.around(recorded.value, digits)
    if any(written.meets(reading.interval) for reading in score.readings):
        return
    printed = figure(row.rate)
    wrong = ""
    wrong_en = ""
    if printed is not None and score.points is not None and view.has_found("PS203"):
        by_printed = round_to(Fraction(score.points) * Fraction(_in_percent(printed).value) / 100, digits)
        if by_printed == recorded.value and row.rate is not None:
            wrong = f"；得分是按印错的执行率 {row.rate.raw} 算的"
            wrong_en = f"; it was taken from the wrong rate {row.rate.raw}"
    yield found(
        row.score,
        f"预算执行得 {row.score.raw} 分，重算为 {score.recomputed} 分{wrong}",
        f"execution has {row.score.raw} points, recomputed {score.recomputed}{wrong_en}",
        mend=f"得分改为 {score.recomputed}",
        mend_en=f"write {score.recomputed}",
        subject="funding/score",
        recomputed=str(score.recomputed),
        tolerance=plain(half),
        related=_notes(
            ("分值", row.points), ("执行率", row.rate), ("全年执行数", row.executed), ("预算数", row.budget)
        ),
        steps=score.step,
    )


@check(
    "PS209",
    "score-total-mismatch",
    Severity.ERROR,
    "self-assessment",
    title="The total score differs from the sum of the scores",
    needs=(needs.TOTAL_ROW, needs.SCORES),
)
def score_total_mismatch(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """总分与各项得分之和不符。

    ## 查什么
    总分应等于各三级指标得分与预算执行得分之和；只等于不含执行得分之和的，会写明。有得分空着或读不懂的表不判。

    ## 为什么要紧
    等级和资金都看总分。

    ## 反例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    总分 | | | | | 90 | 91
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    总分 | | | | | 90 | 90
    ```

    ## 依据
    表内勾稽
    """
    cell = form.total.score if form.total else None
    printed = figure(cell)
    rows = named(form)
    scores = [figure(row.score) for row in rows]
    if cell is None or printed is None or not scores or None in scores:
        return
    funds = form.funding.total if form.funding else None
    execution = figure(funds.score) if funds else None
    if funds is not None and funds.score is not None and execution is None and not blank(funds.score):
        return
    digits = view.ruleset.digits.value
    figures = [one for one in scores if one is not None]
    without = add(figures, printed, exact=False, digits=digits)
    full = add([*figures, *([execution] if execution else [])], printed, exact=False, digits=digits)
    if not full.differs(printed.value):
        return
    alone = bool(execution) and not without.differs(printed.value)
    if alone:
        return  # a total without execution is a matter of layout: PS104 where the points count it
    hint = f"（不含预算执行得分为 {plain(without.total)}）" if execution else ""
    words = sum_words(rows, "score") + (f" + {plain(execution.value)}（预算执行）" if execution else "")
    yield found(
        cell,
        f"总分印为 {cell.raw}，各项得分合计 {plain(full.total)}{hint}",
        f"the total is printed {cell.raw}, the scores add to {plain(full.total)}"
        + (f" ({plain(without.total)} without execution)" if execution else ""),
        mend="核对各行得分，或把总分改为各项得分之和",
        mend_en="check the scores of the rows, or write their sum",
        subject="total/score",
        recomputed=plain(full.total),
        tolerance=plain(full.bound),
        related=_notes(*((f"“{row.name.value}”得分", row.score) for row in rows)),
        steps=Step("总分", words, plain(full.total)),
    )
