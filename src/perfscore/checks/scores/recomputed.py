"""Recorded against recomputed: no reading, some, or all but for rounding."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from perfscore.checks import needs
from perfscore.checks.passmarks import outside_fits
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.scores.common import notes
from perfscore.checks.subjects import View
from perfscore.checks.sums import add, counted, figure, named, recorded_interval, score_digits
from perfscore.core.findings import Severity
from perfscore.core.numbers import Figure, Interval, plain, round_to
from perfscore.core.records import frozen
from perfscore.core.trace import Step
from perfscore.model import Indicator, Number, SelfAssessment
from perfscore.reconcile import Fit
from perfscore.scoring import RowReading, RowScore
from perfscore.scoring.wording import readings_words


@frozen
class _Judged:
    """A row with a recorded score and readings that it may follow.

    Attributes:
        fine: what the recorded score stands for at the precision of its column.
        own: what it stands for at its own written digits: 9 stands for 8.62 too. Full marks stand for themselves: a
            row that no reading gives its points is not rounded up to them.
    """

    indicator: Indicator
    score: RowScore
    recorded: Figure
    fine: Interval
    own: Interval

    def meeting(self, written: Interval) -> tuple[RowReading, ...]:
        """The readings that a recorded score may stand for."""
        return tuple(
            reading
            for reading in self.score.readings
            if written.meets(Interval.point(reading.exact) if reading.leap else reading.interval)
        )

    def before_rounding(self) -> bool:
        """Whether the score is that of an actual which rounds to the written one, on the other side of a leap."""
        ends = {end for one in self.score.readings if one.leap for end in (one.interval.low, one.interval.high)}
        return any(end in self.own for end in ends)


def _judged(form: SelfAssessment, view: View) -> Iterator[_Judged]:
    """Rows with a recorded score and readings for it, except those that other checks of scores have named."""
    digits = score_digits(form, view.ruleset.digits.value)
    for indicator in named(form):
        recorded, score = figure(indicator.score), view.score_of(indicator)
        subject = f"{indicator.name.value}/score"
        if recorded is None or not score.readings:
            continue
        if any(view.has_found(code, subject) for code in ("PS304", "PS305", "PS306", "PS307", "PS320")):
            continue
        fine = recorded_interval(recorded, digits)
        full = recorded.value == score.points
        yield _Judged(indicator, score, recorded, fine, fine if full else recorded.interval)


def _shown(score: RowScore) -> str | None:
    return None if score.recomputed is None else str(score.recomputed)


def _recomputed(score: RowScore, *, english: bool = False) -> str:
    """What the recomputation gave: a number, or one of several."""
    if score.recomputed is None:
        return "which fits no reading of the actual" if english else "与完成值的各种读法都不符"
    return f"recomputed {score.recomputed}" if english else f"重算为 {score.recomputed}"


def _against(score: RowScore) -> tuple[str, str]:
    """What a recorded score does not meet; where faults were not reported, the most that the row gets without them."""
    if all("veto: not-occurred" in reading.name for reading in score.readings):
        most = max(reading.points for reading in score.readings)
        return (
            f"没有报告的扣分、否决情形即使都未发生，也只得 {most}",
            f"which is more than {most}, what the row gets if no fault happened",
        )
    return (
        f"{_recomputed(score)}：{readings_words(score.readings)}",
        _recomputed(score, english=True),
    )


#: More readings than these, as vetoes beside parts of a step give, are not all listed.
_MOST_SHOWN = 2


def _all_steps(score: RowScore, fits: tuple[Fit, ...] = ()) -> Step | None:
    """Every reading, and every other formula that gives the recorded number, with its sum, under one heading.

    Of many readings those that give the same points are shown by the first of them.
    """
    shown = score.readings
    if len(shown) > _MOST_SHOWN:
        shown = tuple({reading.points: reading for reading in reversed(shown)}.values())[::-1]
    steps = tuple(reading.step for reading in shown if reading.step is not None)
    steps = (*steps, *(fit.step for fit in fits))
    return steps[0] if len(steps) == 1 else Step("各种读法", "", "", children=steps)


@check(
    "PS301",
    "score-mismatch",
    Severity.ERROR,
    "self-assessment",
    title="The score fits no admissible reading of the rule",
    needs=(needs.POINTS, needs.SCORES, needs.TARGETS, needs.ACTUALS),
    after=("PS304", "PS305", "PS306", "PS307", "PS320"),
    lowered={"no-stated-rule": Severity.WARNING, "rounded-actual": Severity.WARNING},
)
def score_mismatch(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """得分与重算不符。

    ## 查什么
    按该行自己的评分标准（没有写明时按评分规则集的公式）重算得分，列出每一种说得通的读法；填报的得分与哪一种都不符的报出。
    重算结果按填报的小数位四舍五入后相等的，是舍入（PS302）。表中没有写明评分标准、只能试用规则集公式的，降为警告，
    并写明“评分标准未见于本文件”；完成值正在分档处，舍入前可能在另一档的，也降为警告；别的算法（如及格线）碰巧得出此数的，附带写明。

    ## 为什么要紧
    得分决定等级和资金。

    ## 反例
    ```form
    产出指标 | 质量指标 | 培训合格率 | ≥95% | 94% | 10 | 9
    ```

    ## 正例
    ```form
    产出指标 | 质量指标 | 培训合格率 | ≥95% | 94% | 10 | 9.89
    ```

    ## 依据
    该行的评分标准；没有写明时按评分规则集（财预〔2020〕10号、财预〔2021〕101号，条文待核）
    """
    digits = score_digits(form, view.ruleset.digits.value)
    for row in _judged(form, view):
        indicator, recorded, score = row.indicator, row.recorded, row.score
        if row.meeting(row.own) or indicator.score is None:
            continue
        fits = outside_fits(score, recorded, digits)
        if any(fit.mark in view.pass_marks for fit in fits):
            continue  # PS303: the document's lost rows follow another formula
        hint = f"；若{'，或'.join(fit.zh for fit in fits)}，可得 {recorded}" if fits else ""
        stated = score.basis in ("row", "target-sheet")
        missing = "" if stated else f"（评分标准未见于本文件，试用规则集 {view.ruleset.id} 的公式）"
        missing_en = "" if stated else f" (no rule is stated; the formulas of {view.ruleset.id} were tried)"
        zh, en = _against(score)
        rounded = row.before_rounding()
        if rounded:
            hint += "；完成值若是舍入后写出的，才可能得此数"
        yield found(
            indicator.score,
            f"“{indicator.name.value}”得 {recorded} 分，{zh}{missing}{hint}",
            f'"{indicator.name.value}" has {recorded}, {en}{missing_en}',
            mend="核对得分；若另有评分标准，请在表中写明",
            mend_en="check the score, or state the rule that it follows",
            subject=f"{indicator.name.value}/score",
            recomputed=_shown(score),
            tolerance=plain(recorded.unit_in_last_place / 2),
            related=notes(indicator),
            steps=_all_steps(score, fits),
            conditions=(*(() if stated else ("no-stated-rule",)), *(("rounded-actual",) if rounded else ())),
        )


@check(
    "PS302",
    "within-rounding",
    Severity.INFO,
    "self-assessment",
    title="The score differs from the recomputed one by rounding only",
    needs=(needs.SCORES,),
    after=("PS204", "PS301", "PS304", "PS305", "PS306", "PS307", "PS320"),
)
def within_rounding(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """得分在舍入范围内。

    ## 查什么
    填报得分（含预算执行得分）与重算得分写出来不同，但重算得分按填报的小数位四舍五入就是填报的数（9.75 写成 9.8、8.62 写成 9），
    或差额在完成值最后一位的半个单位之内（分档处不算）；总分与各项合计之差在尾差之内的也在此列。从不高于提示。

    ## 为什么要紧
    四舍五入不是错误；单列出来，是为了不与真错混在一起。

    ## 反例
    ```form
    产出指标 | 质量指标 | 培训合格率 | ≥95% | 94% | 10 | 9.9
    ```

    ## 正例
    ```form
    产出指标 | 质量指标 | 培训合格率 | ≥95% | 94% | 10 | 9.89
    ```

    ## 依据
    惯例，待核
    """
    for row in _judged(form, view):
        indicator, recorded, score = row.indicator, row.recorded, row.score
        meeting = row.meeting(row.own)
        if not meeting or indicator.score is None or 0 < len(row.meeting(row.fine)) < len(score.readings):
            continue  # PS301, or PS303
        if any(_same(recorded, reading.points) for reading in score.readings):
            continue
        nearest = meeting[0].points
        yield _rounded(f"“{indicator.name.value}”", f'"{indicator.name.value}"', indicator.score, recorded, nearest,
            subject=f"{indicator.name.value}/score", related=notes(indicator), steps=_all_steps(score))  # fmt: skip
    yield from _execution_tail(form, view)
    yield from _total_tail(form, view)


def _same(recorded: Figure, points: Decimal) -> bool:
    """Whether a recorded score is the recomputed one: ten thirds in a cell are 3.33."""
    exponent = points.as_tuple().exponent
    return round_to(recorded.value, -exponent if isinstance(exponent, int) else 0) == points


def _rounded(
    words: str, words_en: str, cell: Number, recorded: Figure, recomputed: Decimal | None, **fields: Any
) -> Yielded:
    """A recorded score that the recomputed one rounds to, or that its inputs admit."""
    half = plain(recorded.unit_in_last_place / 2)
    return found(
        cell,
        f"{words}得 {recorded} 分，重算为 {recomputed}，相差在舍入范围内（容许 ±{half}）",
        f"{words_en} has {recorded}, recomputed {recomputed}: rounding (±{half})",
        mend="无须更正；如求一致，按重算结果填写",
        mend_en="nothing need be changed",
        recomputed=str(recomputed),
        tolerance=half,
        **fields,
    )


def _execution_tail(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """The execution score that differs from points × rate by rounding only."""
    cell = form.funding.total.score if form.funding and form.funding.total else None
    recorded, score = figure(cell), view.scores.execution
    if cell is None or recorded is None or score is None or score.recomputed is None:
        return
    if _same(recorded, score.recomputed) or any(
        view.has_found(code, "funding/score") for code in ("PS204", "PS304", "PS305")
    ):
        return
    if any(recorded.interval.meets(reading.interval) for reading in score.readings):
        yield _rounded("预算执行", "execution", cell, recorded, score.recomputed,
            subject="funding/score", steps=score.step)  # fmt: skip


def _total_tail(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """The printed total that differs from the written scores by rounding only."""
    cell = form.total.score if form.total and not form.total.adjusted and not form.lost else None
    printed = figure(cell)
    scores = [figure(one) for one in counted(form.indicators, "score")]
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
    after=("PS304", "PS305", "PS306", "PS307", "PS320"),
)
def depends_on_reading(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """得分取决于读法。

    ## 查什么
    评分标准或规则集容许几种读法，填报得分与其中至少一种相符、与至少一种不符。写明需要哪一种读法，不算错误。
    规则集没有列的算法（如 60% 及格线），要这份文件里至少两行不同的失分都合得上、没有一行合不上，才算这份文件的算法。

    ## 为什么要紧
    标准没写清楚时，不能说填报人错了；但审核人应当知道它依赖哪一种读法。

    ## 反例
    ```form
    成本指标 | 经济成本指标 | 会议成本 | ≤100万元 | 150万元 | 10 | 5
    ```

    ## 正例
    ```form
    产出指标 | 质量指标 | 培训合格率 | ≥95% | 94% | 10 | 9.89
    ```

    ## 依据
    该行的评分标准；没有写明时按评分规则集的各个公式（惯例，待核）
    """
    digits = score_digits(form, view.ruleset.digits.value)
    for row in _judged(form, view):
        indicator, recorded, score = row.indicator, row.recorded, row.score
        meeting = row.meeting(row.fine)
        fits = () if row.meeting(row.own) else outside_fits(score, recorded, digits)
        fits = tuple(fit for fit in fits if fit.mark in view.pass_marks)
        if fits:
            yield _outside(indicator, score, fits, view)
        if not meeting or len(meeting) == len(score.readings) or indicator.score is None:
            continue
        others = tuple(reading for reading in score.readings if reading not in meeting)
        written = f"只在这样读时成立：{readings_words(meeting)}；另有读法：{readings_words(others)}"
        if not any(_same(recorded, reading.points) for reading in meeting):
            written = f"按写出的完成值没有读法得此数（{readings_words(score.readings)}）；完成值若是舍入后写出的，才可能得此数"
        yield found(
            indicator.score,
            f"“{indicator.name.value}”得 {recorded} 分，{written}",
            f'"{indicator.name.value}" has {recorded}: right under some readings only',
            mend="在评分标准中写明用哪一种算法",
            mend_en="state in the rule which formula is meant",
            subject=f"{indicator.name.value}/score",
            recomputed=_shown(score),
            tolerance=plain((row.fine.high - row.fine.low) / 2),
            related=notes(indicator),
            steps=_all_steps(score),
        )
