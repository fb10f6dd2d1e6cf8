"""Full marks though the target was missed, points lost though it was met, and the reasons given."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from perfscore.checks import needs
from perfscore.checks.register import Folded, Yielded, check, found
from perfscore.checks.scores.common import has_reason, notes
from perfscore.checks.subjects import View
from perfscore.checks.sums import joint, named, points_sum, value
from perfscore.checks.words import speaks
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import Figure, plain, round_to
from perfscore.core.rational import rational
from perfscore.core.records import replace
from perfscore.core.sourced import Sourced, Unreadable
from perfscore.core.units import factor
from perfscore.language.values import Value
from perfscore.model import Indicator, Section, SelfAssessment
from perfscore.scoring import RowScore
from perfscore.scoring.defaults import MET
from perfscore.scoring.direction import of_target
from perfscore.scoring.standing import standing


def _met(score: RowScore) -> bool:
    """Whether the target was met, and no reading of the row's rule takes points off all the same."""
    return (
        score.met is True
        and bool(score.readings)
        and all(r.name == MET or r.points == score.points for r in score.readings)
    )


def _missed(score: RowScore) -> bool:
    """Whether the target was certainly missed, and the row's own rule does not give full marks for that.

    A proven miss needs no formula; a stated rule that was not read may say anything. The readings are looked at for
    every value that the written actual may stand for.
    """
    if score.met is not False or score.points is None or (score.rule is not None and not score.readings):
        return False
    return all(r.interval.high < score.points for r in score.readings)


#: What a row was scored by, where it is not the rule set.
_RULES: Final = {"row": "按本行评分标准", "target-sheet": "按目标表的评分标准"}
_SCALES: Final = {2: "百", 3: "千", 4: "万", 5: "十万", 6: "百万", 7: "千万", 8: "亿"}
#: So many times as large is the unit that was meant, at the least.
_LEAST: Final = 100
#: A number as near as this to the target's is no chance: 63.5 beside 60万.
_NEAR: Final = (Fraction(1, 2), rational(2))


def _as_meant(indicator: Indicator, view: View) -> tuple[str, str]:
    """The words that ask for a lost scale word or another unit: 63.5千瓦时 beside ≥60万千瓦时.

    Empty unless the same figure in the target's unit is near it and meets it, and the unit of the target is a hundred
    times as large or more.
    """
    target, actual = (None if cell is None else cell.value for cell in (indicator.target, indicator.actual))
    if not isinstance(target, Value) or not isinstance(actual, Value):
        return "", ""
    goal, figure, share = target.number, actual.number, factor(target.unit, actual.unit)
    lost = target.scale - actual.scale
    if not goal or figure is None or share is None or actual.kind != "exact":
        return "", ""
    if lost < 0 or share * 10**lost < _LEAST:
        return "", ""
    meant = figure.scaleb(lost)
    if not _NEAR[0] <= rational(meant) / rational(goal) <= _NEAR[1]:
        return "", ""
    other = replace(actual, low=meant, high=meant, unit=target.unit, scale=target.scale)
    if not standing(target, other, conventions=view.ruleset.conventions, name=indicator.name.value):
        return "", ""
    text = f"{plain(figure)}{_SCALES.get(target.scale, '')}{target.unit}"
    return f"（单位是否有误：若为 {text}，则已达标）", f" (is its unit right? {text} would meet the target)"


@check(
    "PS306",
    "full-marks-target-missed",
    Severity.ERROR,
    "row",
    title="Full marks although the target was missed",
    needs=(needs.POINTS, needs.SCORES, needs.TARGETS, needs.ACTUALS),
    after=("PS304",),
)
def full_marks_target_missed(
    row: Indicator, recorded: Sourced[Figure], score: RowScore, view: View
) -> Iterator[Yielded]:
    """未达标给满分。

    ## 查什么
    实际完成值确未达到指标值（数值在不利方向上、逾期、区间之外，或文字与指标值相反、明显更弱），得分却等于分值。
    完成值换成指标值的单位（补上漏写的“万”）就达标的，改法中写明。没有公式可以重算的，只说应低于分值；该行自己的评分标准若给满分或没有读懂，不报。
    方向不明、只写完成率的上限目标、单位不能换算的不判。

    ## 为什么要紧
    没完成而得满分，是复核时最先被扣的地方。

    ## 反例
    ```form
    产出指标 | 数量指标 | 控制聘用人数 | ≤5300人 | 5830人 | 10 | 10
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 控制聘用人数 | ≤5300人 | 5290人 | 10 | 10
    ```

    ## 依据
    表内勾稽
    """
    given = recorded.value.value
    if given != score.points:
        return
    if not _missed(score):
        return
    due = f"<{plain(given)}" if score.recomputed is None else str(score.recomputed)
    again = f"应低于 {plain(given)}" if score.recomputed is None else f"重算为 {due}"
    how = "" if score.recomputed is None else f"（{_RULES.get(score.basis, '规则集算法')}为 {due}）"
    if score.recomputed is not None and round_to(score.recomputed, recorded.value.decimals) == given:
        again += f"，四舍五入虽为 {plain(given)}，未达标不能得满分"
    meant, meant_en = _as_meant(row, view)
    yield found(
        recorded,
        f"“{row.name.value}”指标值 {score.target}，完成 {score.actual}，没有达标，却得满分 {plain(given)}；"
        f"{again}",
        f'"{row.name.value}" missed its target ({score.target}, {score.actual}) and has full marks',
        mend=f"按未达标重新计分{how}，或更正完成值{meant}",
        mend_en=f"score it as missed ({due}), or correct the actual value{meant_en}",
        subject=f"{row.name.value}/score",
        recomputed=due,
        related=notes(row),
        steps=score.step,
    )


@check(
    "PS307",
    "points-lost-target-met",
    Severity.ERROR,
    "row",
    title="Points were lost although the target was met",
    needs=(needs.POINTS, needs.SCORES, needs.TARGETS, needs.ACTUALS),
    after=("PS102", "PS304", "PS320"),
    lowered={"reason-given": Severity.WARNING, "no-stated-rule": Severity.WARNING},
)
def points_lost_target_met(
    row: Indicator, recorded: Sourced[Figure], score: RowScore, view: View
) -> Iterator[Yielded]:
    """达标却扣分。

    ## 查什么
    实际完成值达到了指标值，得分却低于分值；达标与否只看这两格，评分标准扣分的不报。
    写明的评分标准给满分的为错误；没有写明评分标准，或填了原因的，为警告并引用原因。超额过多的不在此列；
    上限指标按正向公式计分的，见 PS320。

    ## 为什么要紧
    要么得分填错了行，要么目标另有含义没有写出来。

    ## 反例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    效益指标 | 社会效益指标 | 场所达标率 | =100% | 100% | 40 | 20 |
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    效益指标 | 社会效益指标 | 场所达标率 | =100% | 100% | 40 | 40 |
    ```

    ## 依据
    表内勾稽
    """
    got = recorded.value.value
    if score.points is None or got >= score.points:
        return
    if not _met(score) or _far_above(row, view):
        return
    if view.has_found("PS320", f"{row.name.value}/score"):
        return
    if (section := _too_many_points(row, score.points - got, view)) is not None:
        note = f"“{row.name.value}”得 {plain(got)} 分：分值若也是 {plain(got)}，该类合计就相符"
        yield Folded("PS102", Related(recorded.at, note), f"{section.name}/points")
        return
    reason = row.reason
    given = has_reason(row)
    quoted = f"（原因：{reason.value}）" if given and reason is not None else ""
    blank = "，也没有填写原因" if reason is not None and not given else ""
    related = notes(row)
    if reason is not None and not given:
        related = (*related, Related(reason.at, "偏差原因未填（PS308）"))
    yield found(
        recorded,
        f"“{row.name.value}”指标值 {score.target}，完成 {score.actual}，已达标，却只得 {plain(got)} 分"
        f"（分值 {plain(score.points)}）{blank}{quoted}",
        f'"{row.name.value}" met its target ({score.target}, {score.actual}) and has {plain(got)} '
        f"of {plain(score.points)}",
        mend=f"得分改为 {plain(score.points)}，或写明扣分的原因",
        mend_en=f"write {plain(score.points)}, or state why points were lost",
        subject=f"{row.name.value}/score",
        recomputed=plain(score.points),
        related=related,
        steps=score.step,
        conditions=(
            *(("reason-given",) if given else ()),
            *(() if score.basis in ("row", "target-sheet") else ("no-stated-rule",)),
        ),
    )


def _too_many_points(row: Indicator, lost: Decimal, view: View) -> Section | None:
    """The section whose rows have as many points too many as a row seems to have lost: its points were changed."""
    sections = view.form.sections if isinstance(view.form, SelfAssessment) else ()
    section = next((one for one in sections if any(other is row for other in one.indicators)), None)
    if section is None or not view.has_found("PS102", f"{section.name}/points"):
        return None
    printed, total = value(section.points), points_sum(section.indicators)
    return section if printed is not None and total is not None and total - printed == lost else None


def _far_above(indicator: Indicator, view: View) -> bool:
    """Whether the actual passes the over-achievement limit, beyond which points may be taken off."""
    target = indicator.target.value if indicator.target else None
    actual = indicator.actual.value if indicator.actual else None
    if target is None or actual is None or isinstance(target, Unreadable) or isinstance(actual, Unreadable):
        return False
    if of_target(target) == "smaller" or target.unit != actual.unit or target.low is None or actual.low is None:
        return False
    return target.low > 0 and actual.low >= target.low * view.ruleset.limit("explain_over") / 100


@check(
    "PS308",
    "loss-without-reason",
    Severity.ERROR,
    "self-assessment",
    title="Points were lost without a reason",
    needs=(needs.POINTS, needs.SCORES, needs.REASONS),
    after=("PS307", "PS320"),
)
def loss_without_reason(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """扣分未说明原因。

    ## 查什么
    表中有偏差原因一栏，指标得分低于分值，该栏却空着（或只写“无”）。已按 PS307、PS320 报出的行，写在那一条里。

    ## 为什么要紧
    自评表要求逐项说明偏差原因和改进措施；没有原因，复核人无从判断扣分是否恰当。

    ## 反例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    产出指标 | 质量指标 | 培训合格率 | ≥95% | 94% | 10 | 9.89 |
    效益指标 | 社会效益指标 | 场所达标率 | =100% | 98% | 10 | 9.80 | 设备检修停用六天，已更换
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    产出指标 | 质量指标 | 培训合格率 | ≥95% | 94% | 10 | 9.89 | 六名学员中途调离，今后提前补训
    ```

    ## 依据
    表式栏目“偏差原因分析及改进措施”；表内勾稽
    """
    for rows in joint(form):
        recorded, points, indicator = rows.score, rows.points, rows.rows[0]
        if recorded is None or points is None or recorded >= points or indicator.reason is None:
            continue
        if any(has_reason(row) for row in rows.rows):
            continue
        if any(view.has_found(code, f"{indicator.name.value}/score") for code in ("PS307", "PS320")):
            continue
        yield found(
            indicator.reason,
            f"“{indicator.name.value}”扣了 {plain(points - recorded)} 分，没有填写偏差原因",
            f'"{indicator.name.value}" lost {plain(points - recorded)} points without a reason',
            mend="在偏差原因栏写明原因和改进措施",
            mend_en="state the reason and the measure",
            subject=f"{indicator.name.value}/reason",
            related=()
            if indicator.score is None
            else (Related(indicator.score.at, f"得分 {indicator.score.raw}"),),
        )


@check(
    "PS309",
    "reason-without-loss",
    Severity.INFO,
    "self-assessment",
    title="A reason is given although no points were lost",
    needs=(needs.POINTS, needs.SCORES, needs.REASONS),
)
def reason_without_loss(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """未扣分却填偏差原因。

    ## 查什么
    指标达标且得满分，偏差原因栏却填有内容。超额完成较多、按规定应说明的不报；预算没有执行完、写的是付款的，也不报。

    ## 为什么要紧
    可能漏扣了分，也可能原因填错了行。

    ## 反例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    产出指标 | 质量指标 | 培训合格率 | ≥90% | 98% | 10 | 10 | 个别学员因病缺考
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    产出指标 | 质量指标 | 培训合格率 | ≥90% | 98% | 10 | 10 | 无
    ```

    ## 依据
    惯例，待核
    """
    money = view.ruleset.words("money")
    spent = view.scores.execution
    explains = spent is not None and spent.recomputed is not None and spent.recomputed != spent.points
    for indicator in named(form):
        recorded, points = value(indicator.score), value(indicator.points)
        if recorded is None or recorded != points or indicator.reason is None or not has_reason(indicator):
            continue
        if explains and speaks(indicator.reason, money):
            continue  # the one column of reasons explains what was not spent
        if not _met(view.score_of(indicator)) or _far_above(indicator, view):
            continue
        yield found(
            indicator.reason,
            f"“{indicator.name.value}”已达标且得满分，却填有偏差原因“{indicator.reason.value}”",
            f'"{indicator.name.value}" has full marks and a reason for a deviation',
            mend="若确有偏差，核对完成值和得分；否则删去原因",
            mend_en="check actual and score, or remove the reason",
            subject=f"{indicator.name.value}/reason",
            related=notes(indicator),
        )
