"""Targets that were passed by far, equality targets that were not kept, and limits that were scored like minimums."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from perfscore.checks.register import Yielded, check, found
from perfscore.checks.scores.common import Reached, has_reason, is_explained, is_joint, notes, reached
from perfscore.checks.subjects import View
from perfscore.checks.sums import recorded_interval
from perfscore.checks.words import doubt
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import Figure, Interval, plain
from perfscore.core.rational import rational
from perfscore.core.sourced import Sourced
from perfscore.core.trace import Step
from perfscore.core.units import dimension, is_counted
from perfscore.language.values import Value
from perfscore.model import Indicator
from perfscore.rulesets import Setting
from perfscore.scoring import RowScore
from perfscore.scoring.direction import Direction, of_name, of_target

#: Names whose values are changes or shares of a saving: twice as many percent is not twice as much done.
_CHANGES: Final = ("growth", "saving")
#: Dimensions of which a little more or less is nothing: 366 days of =365天.
_LASTING: Final = ("time", "months", "workdays")
#: So many things more are no matter, though they may be twice the target: two meetings where one was planned.
_FEW: Final = 3
#: Of so few points a score of one fits any formula.
_SMALL: Final = 2


def _wanted(row: Indicator, target: Value) -> Direction | None:
    """Which way the target is better: by its sign, else by the name."""
    return of_target(target) or of_name(row.name.value)


def _is_change(row: Indicator, view: View) -> bool:
    kind = view.ruleset.name_class(row.name.value)
    return kind is not None and kind.name in _CHANGES


def _blank_reason(row: Indicator) -> tuple[Related, ...]:
    return () if row.reason is None else (Related(row.reason.at, "偏差原因未填"),)


@check(
    "PS318",
    "overachievement-unexplained",
    Severity.WARNING,
    "row",
    title="Far more than the target was done without an explanation",
    after=("PS308", "PS322"),
    lowered={"slight": Severity.INFO},
)
def overachievement_unexplained(
    row: Indicator, target: Sourced[Value], actual: Sourced[Value], score: RowScore, view: View
) -> Iterator[Yielded]:
    """超额完成未说明。

    ## 查什么
    越多越好的指标，完成值达到指标值的 130%（评分规则集的限度）以上，偏差原因空着；指标值为 0 的，完成值达到 30 以上。
    指标值没有写 ≥ 的、只多出三个以内的、完成值是百分比的、表中没有偏差原因一栏的，只作提示。
    增减率、节约率，写“约”“左右”的，备注或佐证里有说明的，不报；扣了分又没写原因的，只报扣分（PS308）；写 = 的见 PS321。

    ## 为什么要紧
    超出太多，多半是指标值定低了，或者完成值多写了一位。

    ## 反例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    产出指标 | 数量指标 | 慰问演出 | ≥100场 | 350场 | 10 | 10 |
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    产出指标 | 数量指标 | 慰问演出 | ≥100场 | 350场 | 10 | 10 | 县里新增“送戏下乡”250场，由县财政另行安排资金
    产出指标 | 数量指标 | 戏曲讲座 | ≥100场 | 120场 | 10 | 10 |
    ```

    ## 依据
    惯例，待核；限度按评分规则集（公开系统的广西口径：完成值达到指标值 130% 须说明原因）
    """
    pair = reached(target.value, actual.value)
    if pair is None or is_explained(row) or _is_change(row, view) or target.value.relation == "=":
        return
    if _wanted(row, target.value) == "smaller" or score.met is not True:
        return
    how = _far(pair, target.value, actual.value, view)
    name = row.name.value
    if how is None or view.has_found("PS308", f"{name}/reason") or view.has_found("PS322", f"{name}/actual"):
        return
    signed = of_target(target.value) == "larger"
    few = pair.done - pair.goal <= _FEW and is_counted(actual.value.unit or target.value.unit)
    slight = not signed or few or row.reason is None or dimension(actual.value.unit) == "share"
    asks = "没有说明原因" if row.reason is not None else "请核对是否多写了一位，或指标值定低了"
    yield found(
        actual,
        f"“{name}”指标值 {target.raw}，完成 {actual.raw}，{how[0]}，{asks}",
        f'"{name}": {actual.raw} was done of {target.raw}, {how[1]}, and no reason is given',
        mend="核对完成值；确实超额完成的，写明原因，并调整下年的指标值",
        mend_en="check the actual; if it is right, say why, and set a fitting target next year",
        subject=f"{name}/actual",
        related=(*notes(row)[:1], *_blank_reason(row)),
        conditions=(*(("slight",) if slight else ()), *doubt(*_limits(view))),
    )


def _limits(view: View) -> tuple[Setting[Decimal], ...]:
    return tuple(
        view.ruleset.limits[name] for name in ("explain_over", "explain_over_zero") if name in view.ruleset.limits
    )


def _far(pair: Reached, target: Value, actual: Value, view: View) -> tuple[str, str] | None:
    """The words that say how far the target was passed, None where it is not far."""
    limits = view.ruleset.limits
    if pair.goal > 0 and "explain_over" in limits and pair.at_least(rational(limits["explain_over"].value)):
        percent = plain(pair.done * 100 / pair.goal, 1)
        return f"是指标值的 {percent}%", f"{percent} % of the target"
    over_zero = limits.get("explain_over_zero")
    written = pair.done / 10**actual.scale
    if pair.goal == 0 and target.relation == ">=" and over_zero is not None and written >= over_zero.value:
        return "远远超过 0", "far above zero"
    return None


@check(
    "PS321",
    "equality-target-deviated",
    Severity.WARNING,
    "row",
    title="An equality target was passed or missed and kept full marks",
    after=("PS306", "PS322"),
    lowered={"slight": Severity.INFO},
)
def equality_target_deviated(
    row: Indicator,
    target: Sourced[Value],
    actual: Sourced[Value],
    recorded: Sourced[Figure],
    score: RowScore,
    view: View,
) -> Iterator[Yielded]:
    """等于型指标有偏离。

    ## 查什么
    指标值写的是“=”，完成值在有利的一侧与它不等（按完成值的小数位容许舍入），仍得满分，偏差原因空着。
    只差一成以内的、表中没有偏差原因一栏的、不到指标值 130% 的百分比，只作提示。没有写“=”的数、天数和期限、写“约”“左右”的，
    本行的评分标准对这个完成值给满分的，备注或佐证里有说明的，不报；在不利一侧的见 PS306，超过 100% 的比率见 PS322。

    ## 为什么要紧
    写“等于”就是不多也不少；多出来的部分，要么指标值定得不准，要么完成值写错了。

    ## 反例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    产出指标 | 数量指标 | 聘用护林员 | =14人 | 17人 | 10 | 10 |
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    产出指标 | 数量指标 | 聘用护林员 | =14人 | 17人 | 10 | 10 | 七月汛期增聘三人，费用由乡镇承担
    产出指标 | 数量指标 | 巡山天数 | =365天 | 366天 | 10 | 10 |
    ```

    ## 依据
    表内勾稽；等于型的计分按评分规则集（公开系统：等于型不足按比例计分）
    """
    pair = reached(target.value, actual.value)
    if pair is None or target.value.relation != "=" or recorded.value.value != score.points or is_explained(row):
        return
    if pair.goal == 0 or dimension(target.value.unit or actual.value.unit) in _LASTING or _is_change(row, view):
        return
    if is_joint(row, view) or (actual.value.measured and _rounds_to(pair, target.value)):
        return
    better = pair.spread.high <= pair.goal if of_name(row.name.value) == "smaller" else pair.spread.low > pair.goal
    name = row.name.value
    if not better or score.met is not True or pair.done == pair.goal or _gives_full(score):
        return
    if view.has_found("PS306", f"{name}/score") or view.has_found("PS322", f"{name}/actual"):
        return
    limit, about = view.ruleset.limits.get("explain_over"), view.ruleset.limits.get("about")
    near = limit is None or not pair.at_least(rational(limit.value))
    little = about is not None and abs(pair.done - pair.goal) * 100 <= pair.goal * rational(about.value)
    slight = little or row.reason is None or (near and dimension(actual.value.unit) == "share")
    yield found(
        actual,
        f"“{name}”指标值 {target.raw}，完成 {actual.raw}，不相等却得满分 {recorded.raw}，没有说明原因",
        f'"{name}": the target is {target.raw}, {actual.raw} was done, with full marks and without a reason',
        mend="核对完成值；确有偏离的，写明原因，或把指标值写成“≥”“≤”",
        mend_en="check the actual; if it is right, say why, or write the target as a bound",
        subject=f"{name}/actual",
        related=(*notes(row)[:1], Related(recorded.at, f"得分 {recorded.raw}"), *_blank_reason(row)),
        conditions=("slight",) if slight else (),
    )


def _rounds_to(pair: Reached, target: Value) -> bool:
    """Whether what was measured is the target at the digits of the target: 94.54吨 of =94.5吨."""
    return pair.done in Interval.around(target.number or 0, target.decimals)


def _gives_full(score: RowScore) -> bool:
    """Whether the row's own rule gives full marks for what was done."""
    stated = score.basis in ("row", "target-sheet") or score.rule is not None
    return stated and all(reading.points == score.points for reading in score.readings)


@check(
    "PS320",
    "score-direction-reversed",
    Severity.ERROR,
    "row",
    title="A smaller-is-better indicator was scored the wrong way round",
    after=("PS304", "PS305"),
    lowered={"no-stated-rule": Severity.WARNING, "reason-given": Severity.WARNING},
)
def score_direction_reversed(
    row: Indicator,
    target: Sourced[Value],
    actual: Sourced[Value],
    recorded: Sourced[Figure],
    score: RowScore,
    view: View,
) -> Iterator[Yielded]:
    """反向指标按正向计分。

    ## 查什么
    指标值是上限（≤、<），完成值没有超过它，得分却正好是 分值 × 完成值 ÷ 指标值：越省、越少，反而得分越低。
    写明的评分标准给满分的为错误，没有写明评分标准或填了原因的为警告；本行的评分标准没有读懂、能得出这个数或给别的分的不报（给别的分的见 PS301）。
    得 0 分的、分值不超过 2 分的，说不清是怎样算的，只按 PS307 报。

    ## 为什么要紧
    少花钱、少出事故的反而扣分，说明计分公式套反了，同一张表里其他反向指标也可能如此。

    ## 反例
    ```form
    成本指标 | 经济成本指标 | 食堂用餐成本 | ≤100万元 | 83万元 | 20 | 16.6
    ```

    ## 正例
    ```form
    成本指标 | 经济成本指标 | 食堂用餐成本 | ≤100万元 | 83万元 | 20 | 20
    成本指标 | 经济成本指标 | 食堂维修成本 | ≤10万元 | 12.5万元 | 20 | 16
    ```

    ## 依据
    表内勾稽；反向指标的公式按评分规则集（公开表样：≤ 型按 A/B 计分）
    """
    pair, points = reached(target.value, actual.value), score.points
    if pair is None or of_target(target.value) != "smaller" or score.met is not True or not points:
        return
    if is_joint(row, view):
        return
    written = recorded.value
    if not 0 < pair.done < pair.goal or not 0 < written.value < points or points <= _SMALL:
        return
    by_ratio = rational(points) * pair.done / pair.goal
    fine = recorded_interval(written, view.ruleset.digits.value)
    if not fine.meets(Interval.point(by_ratio)):
        return
    if not score.readings or any(reading.points != points for reading in score.readings):
        return  # a rule that was not read may say so; against one that gives another score it is PS301
    stated = score.basis in ("row", "target-sheet")
    name, given = row.name.value, has_reason(row)
    quoted = f"（原因：{row.reason.value}）" if given and row.reason is not None else ""
    scale = 10**target.value.scale
    sums = f"{plain(points)} × {plain(pair.done / scale, 4)} ÷ {plain(pair.goal / scale, 4)}"
    yield found(
        recorded,
        f"“{name}”指标值 {target.raw}，完成 {actual.raw}，没有超过上限，得分 {recorded.raw} 却是按 {sums} 算的，"
        f"把反向指标当成了正向指标；重算为 {score.recomputed}{quoted}",
        f'"{name}" ({target.raw}, {actual.raw}) kept its limit; its score {recorded.raw} is {sums}, '
        f"as if more were better (recomputed {score.recomputed})",
        mend=f"得分改为 {score.recomputed}，并核对表中其他反向指标",
        mend_en=f"write {score.recomputed}, and check the other smaller-is-better rows",
        subject=f"{name}/score",
        recomputed=None if score.recomputed is None else str(score.recomputed),
        related=(*notes(row), *(() if given else _blank_reason(row))),
        steps=Step("填报得分的来历", sums, plain(by_ratio, 4), children=(score.step,) if score.step else ()),
        conditions=(
            *(("reason-given",) if given else ()),
            *(() if stated else ("no-stated-rule",)),
        ),
    )
