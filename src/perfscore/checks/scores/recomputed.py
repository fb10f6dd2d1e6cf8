"""Recorded against recomputed: no reading, some, or all but for rounding."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.scores.common import notes
from perfscore.checks.subjects import View
from perfscore.checks.sums import add, figure, named, recorded_interval, score_digits
from perfscore.core.findings import Severity
from perfscore.core.numbers import Figure, Interval, plain
from perfscore.core.trace import Step
from perfscore.model import Indicator, SelfAssessment
from perfscore.reconcile import Fit, explain_score
from perfscore.scoring import RowScore
from perfscore.scoring.wording import readings_words


def _fits(score: RowScore, recorded: Figure, digits: int) -> tuple[Fit, ...]:
    """What would reproduce the score of a missed row, by the completion rate that the rule set's ratio used."""
    ratio = next((reading for reading in score.readings if reading.name == "formula: ratio"), None)
    if ratio is None or not score.points or score.basis in ("row", "target-sheet"):
        return ()
    return explain_score(recorded, digits, score.points, ratio.exact / Fraction(score.points))


def _judged(form: SelfAssessment, view: View) -> Iterator[tuple[Indicator, Figure, RowScore, Interval]]:
    """Rows with a recorded and a recomputed score, except those that other checks of scores have named."""
    digits = score_digits(form, view.ruleset.digits.value)
    for indicator in named(form):
        recorded, score = figure(indicator.score), view.score_of(indicator)
        subject = f"{indicator.name.value}/score"
        if recorded is None or score.recomputed is None:
            continue
        if any(view.has_found(code, subject) for code in ("PS304", "PS305", "PS306", "PS307")):
            continue
        yield indicator, recorded, score, recorded_interval(recorded, digits)


def _all_steps(score: RowScore) -> Step | None:
    """Every reading with its sum, under one heading."""
    steps = tuple(reading.step for reading in score.readings if reading.step is not None)
    return steps[0] if len(steps) == 1 else Step("各种读法", "", "", children=steps)


@check(
    "PS301",
    "score-mismatch",
    Severity.ERROR,
    "self-assessment",
    title="The score fits no admissible reading of the rule",
    needs=(needs.POINTS, needs.SCORES, needs.TARGETS, needs.ACTUALS),
    after=("PS304", "PS305", "PS306", "PS307"),
    lowered={"no-stated-rule": Severity.WARNING},
)
def score_mismatch(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """得分与重算不符。

    ## 查什么
    按该行自己的评分标准（没有写明时按评分规则集的公式）重算得分，列出每一种说得通的读法；填报的得分与哪一种都不符的报出。
    表中没有写明评分标准、只能试用规则集公式的，降为警告，并写明“评分标准未见于本文件”。

    ## 为什么要紧
    得分决定等级和资金。

    ## 反例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 质量指标 | 培训合格率 | ≥95% | 94% | 10 | 9
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 质量指标 | 培训合格率 | ≥95% | 94% | 10 | 9.89
    ```

    ## 依据
    该行的评分标准；没有写明时按评分规则集（财预〔2020〕10号、财预〔2021〕101号，条文待核）
    """
    digits = score_digits(form, view.ruleset.digits.value)
    for indicator, recorded, score, written in _judged(form, view):
        if any(written.meets(reading.interval) for reading in score.readings) or indicator.score is None:
            continue
        fits = _fits(score, recorded, digits)
        if any(fit.formula for fit in fits):
            continue  # PS303: another formula gives this number
        hint = f"；若{'，或'.join(fit.zh for fit in fits)}，可得 {recorded}" if fits else ""
        stated = score.basis in ("row", "target-sheet")
        missing = "" if stated else f"（评分标准未见于本文件，试用规则集 {view.ruleset.id} 的公式）"
        missing_en = "" if stated else f" (no rule is stated; the formulas of {view.ruleset.id} were tried)"
        yield found(
            indicator.score,
            f"“{indicator.name.value}”得 {recorded} 分，重算为 {score.recomputed}：{readings_words(score.readings)}"
            f"{missing}{hint}",
            f'"{indicator.name.value}" has {recorded}, recomputed {score.recomputed}{missing_en}',
            mend="核对得分；若另有评分标准，请在表中写明",
            mend_en="check the score, or state the rule that it follows",
            subject=f"{indicator.name.value}/score",
            recomputed=str(score.recomputed),
            tolerance=plain((written.high - written.low) / 2),
            related=notes(indicator),
            steps=_all_steps(score),
            conditions=() if stated else ("no-stated-rule",),
        )


@check(
    "PS302",
    "within-rounding",
    Severity.INFO,
    "self-assessment",
    title="The score differs from the recomputed one by rounding only",
    needs=(needs.SCORES,),
    after=("PS301", "PS304", "PS305", "PS306", "PS307"),
)
def within_rounding(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """得分在舍入范围内。

    ## 查什么
    填报得分与重算得分写出来不同，但差额在完成值和得分各自最后一位的半个单位之内；总分与各项合计之差在尾差之内的也在此列。
    从不高于提示。

    ## 为什么要紧
    四舍五入不是错误；单列出来，是为了不与真错混在一起。

    ## 反例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 质量指标 | 培训合格率 | ≥95% | 94% | 10 | 9.9
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 质量指标 | 培训合格率 | ≥95% | 94% | 10 | 9.89
    ```

    ## 依据
    惯例，待核
    """
    for indicator, recorded, score, written in _judged(form, view):
        meeting = [reading for reading in score.readings if written.meets(reading.interval)]
        if len(meeting) < len(score.readings) or indicator.score is None:
            continue
        if any(recorded.value == reading.points for reading in score.readings):
            continue
        half = plain((written.high - written.low) / 2)
        yield found(
            indicator.score,
            f"“{indicator.name.value}”得 {recorded} 分，重算为 {score.recomputed}，相差在舍入范围内（容许 ±{half}）",
            f'"{indicator.name.value}" has {recorded}, recomputed {score.recomputed}: rounding (±{half})',
            mend="无须更正；如求一致，按重算结果填写",
            mend_en="nothing need be changed",
            subject=f"{indicator.name.value}/score",
            recomputed=str(score.recomputed),
            tolerance=half,
            related=notes(indicator),
            steps=_all_steps(score),
        )
    yield from _total_tail(form, view)


def _total_tail(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """The printed total that differs from the written scores by rounding only."""
    cell = form.total.score if form.total else None
    printed = figure(cell)
    scores = [figure(row.score) for row in named(form)]
    funds = form.funding.total if form.funding else None
    execution = figure(funds.score) if funds else None
    if cell is None or printed is None or not scores or None in scores:
        return
    figures = [one for one in scores if one is not None] + ([execution] if execution else [])
    total = add(figures, printed, exact=False, digits=view.ruleset.digits.value)
    if not total.only_rounding(printed.value):
        return
    yield found(
        cell,
        f"总分印为 {cell.raw}，各项得分合计 {plain(total.total)}，相差在尾差之内（容许 ±{plain(total.bound)}）",
        f"the total is {cell.raw}, the scores add to {plain(total.total)}: rounding (±{plain(total.bound)})",
        mend="无须更正；如求一致，按合计填写",
        mend_en="nothing need be changed",
        subject="total/score",
        recomputed=plain(total.total),
        tolerance=plain(total.bound),
    )


def _outside(indicator: Indicator, score: RowScore, fits: tuple[Fit, ...], view: View) -> Yielded:
    """A score that a formula outside the rule set reproduces."""
    assert indicator.score is not None  # noqa: S101 - a row is judged by its recorded score
    words = "；或".join(fit.zh for fit in fits)
    return found(
        indicator.score,
        f"“{indicator.name.value}”得 {figure(indicator.score)} 分，{words} 可得此数；"
        f"规则集 {view.ruleset.id} 没有列这一公式，按完成比例为 {score.recomputed}",
        f'"{indicator.name.value}" has {figure(indicator.score)}: {" or ".join(fit.en for fit in fits)} gives it, '
        f"which rule set {view.ruleset.id} does not list (in proportion: {score.recomputed})",
        mend="在表中写明评分标准（如及格线），或按通用口径重算",
        mend_en="state the rule (the pass mark), or score in proportion",
        subject=f"{indicator.name.value}/score",
        recomputed=str(score.recomputed),
        related=notes(indicator),
        steps=Step("可能的算法", "", "", children=tuple(fit.step for fit in fits)),
    )


@check(
    "PS303",
    "depends-on-reading",
    Severity.INFO,
    "self-assessment",
    title="The score is right under some readings only",
    needs=(needs.POINTS, needs.SCORES, needs.TARGETS, needs.ACTUALS),
    after=("PS304", "PS305", "PS306", "PS307"),
)
def depends_on_reading(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """得分取决于读法。

    ## 查什么
    评分标准或规则集容许几种读法，填报得分与其中至少一种相符、与至少一种不符。写明需要哪一种读法，不算错误。

    ## 为什么要紧
    标准没写清楚时，不能说填报人错了；但审核人应当知道它依赖哪一种读法。

    ## 反例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    成本指标 | 经济成本指标 | 会议成本 | ≤100万元 | 150万元 | 10 | 5
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 质量指标 | 培训合格率 | ≥95% | 94% | 10 | 9.89
    ```

    ## 依据
    该行的评分标准；没有写明时按评分规则集的各个公式（惯例，待核）
    """
    digits = score_digits(form, view.ruleset.digits.value)
    for indicator, recorded, score, written in _judged(form, view):
        meeting = tuple(reading for reading in score.readings if written.meets(reading.interval))
        fits = () if meeting else tuple(fit for fit in _fits(score, recorded, digits) if fit.formula)
        if fits:
            yield _outside(indicator, score, fits, view)
        if not meeting or len(meeting) == len(score.readings) or indicator.score is None:
            continue
        others = tuple(reading for reading in score.readings if reading not in meeting)
        yield found(
            indicator.score,
            f"“{indicator.name.value}”得 {recorded} 分，只在这样读时成立：{readings_words(meeting)}；"
            f"另有读法：{readings_words(others)}",
            f'"{indicator.name.value}" has {recorded}: right under some readings only',
            mend="在评分标准中写明用哪一种算法",
            mend_en="state in the rule which formula is meant",
            subject=f"{indicator.name.value}/score",
            recomputed=str(score.recomputed),
            tolerance=plain((written.high - written.low) / 2),
            related=notes(indicator),
            steps=_all_steps(score),
        )
