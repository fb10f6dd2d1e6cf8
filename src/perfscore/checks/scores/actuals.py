"""Actual values that do not answer their target."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import named, value
from perfscore.core.findings import Related, Severity
from perfscore.core.sourced import Sourced
from perfscore.language.values import Value, is_completion_rate
from perfscore.language.values.convert import contradict, whole
from perfscore.model import Indicator, SelfAssessment
from perfscore.rulesets import NameClass


def _pairs(form: SelfAssessment) -> Iterator[tuple[Indicator, Value, Value]]:
    """Rows whose target and actual were both read."""
    for indicator in named(form):
        target = indicator.target.value if indicator.target else None
        actual = indicator.actual.value if indicator.actual else None
        if isinstance(target, Value) and isinstance(actual, Value):
            yield indicator, target, actual


def _is_percentage(actual: Value) -> bool:
    return actual.unit == "%" and actual.low is not None


def _differs(target: Value, actual: Value) -> bool:
    """Whether both have a number or a day and name different kinds of thing."""
    kinds = ("bound", "exact", "range", "date")
    if target.kind not in kinds or actual.kind not in kinds or is_completion_rate(target, actual):
        return False
    return contradict(target, actual)


def _kind(value: Value) -> tuple[str, str]:
    """What a value is given in, in Chinese and English."""
    return ("日期", "a day") if value.kind == "date" else (f"“{value.unit}”", f'"{value.unit}"')


def _unquantified(target: Value, actual: Value) -> bool:
    """Whether a number is answered with a word that does not say how much."""
    numeric = target.kind in ("bound", "exact", "range") and (target.low is not None or target.high is not None)
    return numeric and whole(target, actual).kind == "qualitative"


def _shown(indicator: Indicator) -> str:
    target = indicator.target.raw if indicator.target else ""
    actual = indicator.actual.raw if indicator.actual else ""
    return f"“{indicator.name.value}”指标值 {target}，完成值 {actual}"


def _one_for_all(rows: list[Indicator], words: str, words_en: str, mend: str, mend_en: str) -> Iterator[Yielded]:
    """One finding at the first row, the others related: they share one cause."""
    first, *others = rows
    if first.actual is None:
        return
    count = f"；同样的还有 {len(others)} 行" if others else ""
    yield found(
        first.actual,
        f"{_shown(first)}：{words}{count}",
        f"{words_en} ({len(rows)} rows)",
        mend=mend,
        mend_en=mend_en,
        subject="actuals",
        related=tuple(Related(row.actual.at, _shown(row)) for row in others if row.actual is not None),
    )


@check(
    "PS312",
    "actual-as-completion-rate",
    Severity.WARNING,
    "self-assessment",
    title="The actual value is a completion rate instead of a value in the target's unit",
    needs=(needs.TARGETS, needs.ACTUALS),
)
def actual_as_completion_rate(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """完成值填成完成率。

    ## 查什么
    指标值是带单位的数量、日期或零次，完成值却填百分比。计分时按完成率使用（目标为零的除外），并指出真正的完成值没有记录。
    一张表报一条，列出各行。

    ## 为什么要紧
    只写 94.75%，看不出完成了多少公斤；=0次 配 100%，看不出到底发生了几次。

    ## 反例
    ```form
    产出指标 | 数量指标 | 伙食实物量 | ≥48公斤/人/月 | 94.75% | 10 | 9.48
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 伙食实物量 | ≥48公斤/人/月 | 45.48公斤/人/月 | 10 | 9.48
    ```

    ## 依据
    表内勾稽
    """
    rows = [
        i for i, target, actual in _pairs(form) if _is_percentage(actual) and is_completion_rate(target, actual)
    ]
    if rows:
        yield from _one_for_all(
            rows,
            "填的是完成率，实际完成值没有记录",
            "the actual is a completion rate, the value itself was not recorded",
            "按指标值的单位填写实际完成值",
            "write the actual value in the target's unit",
        )


@check(
    "PS313",
    "actual-unit-differs",
    Severity.WARNING,
    "row",
    title="The actual is in a unit that cannot be compared with the target's",
    needs=(needs.TARGETS, needs.ACTUALS),
)
def actual_unit_differs(
    row: Indicator, target: Sourced[Value], actual: Sourced[Value], view: View
) -> Iterator[Yielded]:
    """完成值单位与指标值不一致。

    ## 查什么
    指标值和完成值说的不是一类东西：重量与人数、比率与人数、日期与人数。百分比对数量另见 PS312；
    能换算的（每半年1次与全年2次、6个月与150天、80元/人与76元）和可能数同一样东西的（家与户）不报；
    本行的评分标准按这个完成值算出了得分的（每月5日前——延迟3次，每延迟1次扣1分）也不报。

    ## 为什么要紧
    单位不同的数不能比较，得分也就没有根据。

    ## 反例
    ```form
    产出指标 | 数量指标 | 采购数量 | ≥20吨 | 15人 | 10 | 10
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 采购数量 | ≥20吨 | 21000公斤 | 10 | 10
    ```

    ## 依据
    表内勾稽
    """
    if not _differs(target.value, actual.value) or view.answered(row):
        return
    (one, one_en), (other, other_en) = _kind(target.value), _kind(actual.value)
    yield found(
        actual,
        f"{_shown(row)}：{other}与{one}不能换算",
        f'"{row.name.value}": target and actual are of different kinds ({one_en}, {other_en})',
        mend=f"核对指标值，完成值按{one}填写",
        mend_en="check the target, and write the actual in its terms",
        subject=f"{row.name.value}/actual",
        related=(Related(target.at, f"指标值 {target.raw}"),),
    )


@check(
    "PS314",
    "actual-not-quantified",
    Severity.WARNING,
    "row",
    title="A quantitative indicator has a word as its actual value",
    needs=(needs.TARGETS, needs.ACTUALS),
)
def actual_not_quantified(
    row: Indicator, target: Sourced[Value], actual: Sourced[Value], view: View
) -> Iterator[Yielded]:
    """定量指标完成值为文字。

    ## 查什么
    指标值是数量，完成值只写“完成”“已完成”“良好”等字样，没有数。该行不重算。
    指标值是应达到的百分比，完成值写“全部达标”“均已完成”的，等于 100%，不报；本行的评分标准按这个完成值算出了得分的也不报。

    ## 为什么要紧
    没有数，就无法核对是否达标。

    ## 反例
    ```form
    成本指标 | 经济成本指标 | 培训成本 | ≤30万元 | 完成 | 90 | 90
    ```

    ## 正例
    ```form
    成本指标 | 经济成本指标 | 培训成本 | ≤30万元 | 28.5万元 | 90 | 90
    ```

    ## 依据
    表内勾稽
    """
    if not _unquantified(target.value, actual.value) or view.answered(row):
        return
    yield found(
        actual,
        f"{_shown(row)}：定量指标的完成值没有数",
        f'"{row.name.value}": a quantitative target is answered with a word',
        mend="填写实际完成的数量和单位",
        mend_en="write the number that was reached",
        subject=f"{row.name.value}/actual",
        related=(Related(target.at, f"指标值 {target.raw}"),),
    )


@check(
    "PS317",
    "qualitative-without-verdict",
    Severity.INFO,
    "self-assessment",
    title="A qualitative indicator is scored without a verdict",
    needs=(needs.TARGETS, needs.ACTUALS, needs.SCORES),
)
def qualitative_without_verdict(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """定性指标无评价结论。

    ## 查什么
    定性指标给了分，完成值却既不是规则集的评价结论（达成、部分达成、未达成），也不是评分标准里的等级，通常是百分比。
    完成值用指标值自己的话回答的（有效维护——已有效维护、不合格）不报。一张表报一条。

    ## 为什么要紧
    没有结论，就看不出得分属于哪一档。

    ## 反例
    ```form
    效益指标 | 社会效益指标 | 维护稳定 | 有效维护 | 100% | 20 | 20
    ```

    ## 正例
    ```form
    效益指标 | 社会效益指标 | 维护稳定 | 有效维护 | 达成年度指标 | 20 | 20
    ```

    ## 依据
    评分规则集的定性三档（财预〔2020〕10号，条文待核）
    """
    rows = []
    for indicator, target, actual in _pairs(form):
        if target.kind != "qualitative" or value(indicator.score) is None or actual.kind == "empty":
            continue
        if indicator.rule is not None and indicator.rule.value:
            continue
        if view.score_of(indicator).met is not None:
            continue  # 已有效维护, 不合格 are verdicts, whatever their words; full marks for the latter are PS306
        word = (
            indicator.actual.value.word if indicator.actual and isinstance(indicator.actual.value, Value) else ""
        )
        if view.ruleset.verdict(word or actual.raw.strip()) is None:
            rows.append(indicator)
    if rows:
        yield from _one_for_all(
            rows,
            "定性指标给了分，没有评价结论（达成、部分达成或未达成）",
            "a qualitative indicator is scored without a verdict",
            "完成值写评价结论，并按档次给分",
            "write the verdict and score within its band",
        )


@check(
    "PS322",
    "rate-above-hundred",
    Severity.ERROR,
    "row",
    title="A rate is above one hundred per cent",
)
def rate_above_hundred(row: Indicator, actual: Sourced[Value], kind: NameClass) -> Iterator[Yielded]:
    """率类完成值超过100%。

    ## 查什么
    合格率、覆盖率、满意度、及时率这类部分占全体的比率，完成值超过 100%。增长率、完成率、执行率不在此列。

    ## 为什么要紧
    部分不会大于全体，一定有一个数写错了。

    ## 反例
    ```form
    产出指标 | 质量指标 | 培训合格率 | ≥95% | 105% | 10 | 10
    ```

    ## 正例
    ```form
    产出指标 | 质量指标 | 任务完成率 | ≥95% | 105% | 10 | 10
    ```

    ## 依据
    表内勾稽
    """
    said = actual.value
    if kind.name != "share" or kind.high is None or said.unit != "%" or said.low is None or said.low <= kind.high:
        return
    name = row.name.value
    yield found(
        actual,
        f"“{name}”完成值 {actual.raw} 超过 100%",
        f'"{name}" is {actual.raw}, above 100 %',
        mend="核对分子和分母，改正完成值",
        mend_en="check numerator and denominator",
        subject=f"{name}/actual",
    )


@check(
    "PS324",
    "not-comparable",
    Severity.INFO,
    "self-assessment",
    title="Target and actual cannot be compared",
    needs=(needs.TARGETS, needs.ACTUALS),
)
def not_comparable(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """完成值与指标值不能比较。

    ## 查什么
    完成值填了，也读懂了，但不能确定它是否达到指标值：换算后有几种可能，只写了范围，或两个量词可能数的不是一样东西。
    这样的行不重算，与没有完成值的行分开计数。已由 PS312、PS313、PS314 指出的不再列。一张表报一条。

    ## 为什么要紧
    这不是填报的错误，只说明得分无从核对。

    ## 反例
    ```form
    产出指标 | 时效指标 | 施工工期 | ≤2个月 | 60天 | 10 | 10
    ```

    ## 正例
    ```form
    产出指标 | 时效指标 | 施工工期 | ≤6个月 | 150天 | 10 | 10
    ```

    ## 依据
    表内勾稽
    """
    rows = [
        indicator
        for indicator, target, actual in _pairs(form)
        if view.score_of(indicator).status == "not-comparable"
        and not (_is_percentage(actual) and is_completion_rate(target, actual))
        and not _differs(target, actual)
        and not _unquantified(target, actual)
    ]
    if rows:
        yield from _one_for_all(
            rows,
            "不能确定是否达标，没有重算",
            "whether the actual meets the target cannot be told; not recomputed",
            "如需核对得分，完成值按指标值的单位和写法填写",
            "write the actual in the target's terms if the score is to be checked",
        )
