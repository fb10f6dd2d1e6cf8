"""PS4xx: a target that can be measured is a number with its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfscore.checks import needs
from perfscore.checks.register import Condition, Yielded, check, found, near
from perfscore.checks.subjects import View
from perfscore.checks.targets.common import names_one, plain_number, under
from perfscore.checks.words import notes
from perfscore.core.findings import Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.sourced import Sourced
from perfscore.core.text import is_blank_mark, squash
from perfscore.core.units import canonical, is_counted, is_known
from perfscore.language.values import Value
from perfscore.language.vocab import relation_of
from perfscore.model import Indicator
from perfscore.rulesets import NameClass, RuleSet

#: Labels under which a target is a number; under 质量指标 it may well be a grade.
_MEASURED_LABELS = ("数量", "成本", "满意度")
#: Classes of names of what is counted or divided.
_MEASURED = ("share", "rate", "completion", "saving", "price", "persons", "acts", "count")
#: Classes of names that say by themselves in what their values are counted: 人数, 次数, 套数.
_NAMING = ("persons", "acts", "count")
_SHARES = ("share", "rate", "growth", "completion", "saving")
_STOPS = "。.；;！!"
_IN_BRACKETS = lazy_pattern(r"[(（\[【]([^()（）\[\]【】]+)[)）\]】]")
_FIGURES = lazy_pattern(r"\d+(?:\.\d+)?\s*[%％‰]|\d")
_YEARS = range(1990, 2100)


@check(
    "PS401",
    "value-vague",
    Severity.WARNING,
    "row",
    title="A target is a vague word although the thing can be measured",
    needs=(needs.GOVERNED,),
    after=("PS402",),
    lowered={"slight": Severity.INFO},
)
def value_vague(row: Indicator, own_target: Sourced[Value], view: View) -> Iterator[Yielded]:
    """指标值未细化量化。

    ## 查什么
    指标值只有“提高”“保障”“稳定”“优化”这样一个词，没有程度也没有数，而所考核的事可以量：
    列在数量、成本、满意度指标下，或名称是比率、人数、次数、数量。
    质量和效益指标下的同样字样只提示；评分标准里已有数的也只提示。
    时效指标下只有“及时”“尽快”而没有期限的同样报，名称说的是及时性的只提示，别的字样由 PS417 报。
    写了程度的（显著提升、有效维护）、说明状态的（健全、合格、达标、正常）不报。

    ## 为什么要紧
    只写“提高”，完成多少都可以说达到了，得分没有依据。

    ## 反例
    ```form
    满意度指标 | 服务对象满意度指标 | 读者满意度 | 提高 | 提高 | 10 | 10
    ```

    ## 正例
    ```form
    满意度指标 | 服务对象满意度指标 | 读者满意度 | ≥90% | 96% | 10 | 10
    效益指标 | 社会效益指标 | 全民阅读氛围 | 有效提升 | 有效提升 | 30 | 30
    ```

    ## 依据
    财预〔2021〕101号（条文待核）：指标值应尽量量化；惯例，待核
    """
    said, name = own_target.value, row.name.value
    subject = f"{name}/target"
    kind = view.ruleset.name_class(name)
    if said.kind != "qualitative" or view.has_found("PS402", subject):
        return
    if not _is_vague(said.word, row, kind, view.ruleset):
        return
    timed, measured = under(row, "时效"), kind is not None and kind.name in _MEASURED
    if timed:
        asked, mend = kind is None or kind.name != "state", "写明期限，如“12月底前”“5个工作日内”"
    else:
        asked = measured or under(row, *_MEASURED_LABELS)
        mend = "能量化的写成数，如 ≥90%、≥100人；不能量化的，写明要达到的程度或可以核对的结果"
    with_rule = row.rule is not None and _FIGURES.search(row.rule.value) is not None
    yield found(
        own_target,
        f"“{name}”的指标值只写了“{said.word}”，没有程度也没有数，是否达到无从判断",
        f'the target of "{name}" is only the word "{said.word}"',
        mend=mend,
        mend_en="write a number, a date, or the degree that is to be reached",
        subject=subject,
        related=(
            *(near(row.rule, f"评分标准 {row.rule.raw}") if with_rule and row.rule else ()),
            *view.again(row),
        ),
        conditions=() if asked and not with_rule else ("slight",),
    )


def _is_vague(written: str, row: Indicator, kind: NameClass | None, rules: RuleSet) -> bool:
    """Whether a word says neither how much nor when, where the row can tell that."""
    word = squash(written).rstrip(_STOPS)
    if under(row, "时效"):
        return word in rules.words("vague_times")
    measured = kind is not None and kind.name in _MEASURED
    return word in rules.words("vague") or (measured and word in rules.words("vague_grades"))


@check(
    "PS402",
    "value-not-numeric",
    Severity.ERROR,
    "row",
    title="A sign or unit is given and the value is not a number",
    lowered={"minor": Severity.WARNING},
)
def value_not_numeric(row: Indicator, own_target: Sourced[Value], view: View) -> Iterator[Yielded]:
    """定量指标值非数值。

    ## 查什么
    比较符（≥、≤、大于等于……）、“定量”或数数的单位（人、次、个、台……）单独占一格，指标值一格却是文字；只有数数的单位的为警告。
    定性指标、只写“=”的、单位说的是等次或答法的（级、类、是否）不报；空着或只有斜线的由 PS111 报，读不懂的由读取类检查报。

    ## 为什么要紧
    声明是定量指标，没有数就无法计算完成比例。

    ## 反例
    ```target
    产出指标 | 数量指标 | 检测样品批次 | ≥ | 较多 | 批次 | 抽检的样品批次 | 每少1批次扣0.5分 | 50分
    ```

    ## 正例
    ```target
    产出指标 | 数量指标 | 检测样品批次 | ≥ | 200 | 批次 | 抽检的样品批次 | 每少1批次扣0.5分 | 50分
     | 质量指标 | 检测报告质量 | 定性 | 较好 | / | 报告的差错情况 | 有差错不得分 | 40分
    ```

    ## 依据
    表内勾稽
    """
    said, name = own_target.value, row.name.value
    if said.kind != "qualitative" or said.low is not None or squash(said.word) in ("是", "否"):
        return
    kind = "" if row.value_type is None else squash(row.value_type.value)
    unit = "" if row.unit is None else canonical(row.unit.value)
    counted = is_counted(unit) and unit not in view.ruleset.words("answer_units")
    quantified = "定量" in kind or relation_of(kind) not in (None, "=")
    if "定性" in kind or not (counted or quantified):
        return
    stated = "、".join(f"“{one}”" for one in (kind if kind and not is_blank_mark(kind) else "", unit) if one)
    yield found(
        own_target,
        f"“{name}”写明是定量指标（{stated}），指标值“{said.word}”不是数",
        f'"{name}" is stated as quantitative ({stated}), its target "{said.word}" is no number',
        mend="填写数值；确实是定性指标的，类型改为“定性”，单位留空",
        mend_en="write a number, or state the indicator as qualitative",
        subject=f"{name}/target",
        recorded=said.raw or own_target.raw,
        related=(*notes(("指标值类型", row.value_type), ("计量单位", row.unit)), *view.again(row)),
        conditions=() if quantified else ("minor",),
    )


@check(
    "PS403",
    "unit-missing",
    Severity.WARNING,
    "row",
    title="A numeric target has no unit",
    needs=(needs.GOVERNED,),
    lowered={"slight": Severity.INFO},
)
def unit_missing(row: Indicator, own_target: Sourced[Value], view: View) -> Iterator[Yielded]:
    """指标值缺计量单位。

    ## 查什么
    指标值是一个数，而指标值、单位栏、表头和名称里都没有单位：比率没有百分号，金额、面积、时限没有单位。
    成本指标只写“万”“亿”不写“元”的同样报。看不出类别的名称只提示。
    零、年份、名称自带单位的（人数、次数、台数）、本身没有单位的（指数、系数、得分、名次）、
    比率写成 1 以下小数的不报；表头写明金额单位的，金额不报。

    ## 为什么要紧
    没有单位的数不能与完成值比较，100 是百分之一百还是一百公里也看不出来。

    ## 反例
    ```form
    产出指标 | 质量指标 | 路灯亮灯率 | ≥98 | 98.5% | 50 | 50
    ```

    ## 正例
    ```form
    产出指标 | 质量指标 | 路灯亮灯率 | ≥98% | 98.5% | 50 | 50
    产出指标 | 数量指标 | 更换路灯盏数 | ≥120 | 130 | 20 | 20
    ```

    ## 依据
    惯例，待核
    """
    said, name, rules = own_target.value, row.name.value, view.ruleset
    if not plain_number(said) or said.unit or said.word or not said.number:
        return
    if _has_unit_beside(row, view) or names_one(row, rules.words("pure_numbers")):
        return
    kind = rules.name_class(name)
    conditions: tuple[Condition, ...] = ()
    if said.scale and under(row, "成本"):
        state, state_en, mend = (
            "只写了数量级，没有写“元”",
            "has a scale word and no currency",
            "写成“万元”或“亿元”",
        )
    else:
        doubt = _doubt(said, kind.name if kind is not None else "", row)
        if doubt is None:
            return
        conditions = doubt
        state, state_en, mend = (
            "没有计量单位，名称、单位栏和表头里也没有",
            "has no unit",
            "补写计量单位，如 %、元、平方米、天",
        )
    money = view.form.head.money_unit
    if kind is not None and kind.name in ("money", "price") and money and not said.scale:
        return
    yield found(
        own_target,
        f"“{name}”的指标值 {own_target.raw} {state}",
        f'the target of "{name}" {state_en}: {own_target.raw}',
        mend=mend,
        mend_en="write the unit",
        subject=f"{name}/target",
        related=(*notes(("计量单位", row.unit)), *view.again(row)),
        conditions=conditions,
    )


def _has_unit_beside(row: Indicator, view: View) -> bool:
    """Whether the unit column holds something, or the header or the name has a unit in brackets."""
    if row.unit is not None and not is_blank_mark(row.unit.value):
        return True
    headers = [text.value for column, text in view.form.head.columns if column in ("target", "unit", "actual")]
    inside = (one for text in (row.name.value, *headers) for one in _IN_BRACKETS.findall(squash(text)))
    return any(is_known(part) for one in inside for part in re.split(r"[:：、,，/]|单位", one) if part)


def _doubt(said: Value, kind: str, row: Indicator) -> tuple[Condition, ...] | None:
    """The conditions under which a number without unit is reported, None where it may do without."""
    number = said.number
    if number is None or kind in _NAMING:
        return None
    exact = said.kind == "exact" and said.relation in (None, "=")
    if exact and (kind == "time" or under(row, "时效") or (number == int(number) and int(number) in _YEARS)):
        return None  # 12.31, 20251231, 2025 are dates
    if kind in _SHARES and 0 < number <= 1:
        return None
    return () if kind and kind != "state" else ("slight",)
