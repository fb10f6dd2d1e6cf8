"""PS4xx: does a row say something of its own, and does it stand under the label where it belongs?"""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.targets.readings import ending, head_dimension, holds
from perfscore.checks.targets.timely import TIMES, speaks_of_time, under_timeliness
from perfscore.checks.words import bare, notes
from perfscore.core.findings import Severity
from perfscore.core.sourced import Sourced
from perfscore.core.units import dimension
from perfscore.language.values import Value
from perfscore.model import Indicator
from perfscore.rulesets import RuleSet


def _stem(text: str, rules: RuleSet) -> str:
    """A name without punctuation and without an ending that changes nothing of what it means."""
    stem = bare(text)
    last = ending(stem, rules.words("empty_endings"))
    return stem.removesuffix(last) or stem


@check(
    "PS419",
    "value-repeats-name",
    Severity.WARNING,
    "row",
    title="The value repeats the name, or the name its category",
    needs=(needs.GOVERNED,),
    lowered={"slight": Severity.INFO},
)
def value_repeats_name(row: Indicator, view: View) -> Iterator[Yielded]:
    """指标值或名称重复。

    ## 查什么
    指标值与三级指标名称相同，或三级指标名称与它的二级指标相同；末尾只差“率”“情况”“指标”等字的也算。
    名称与满意度标签相同的，只是没有说谁满意，为提示。指标值只是名称的一部分（“设备正常运行”“正常运行”）的不报。

    ## 为什么要紧
    照抄名称的指标值没有目标，照抄标签的名称没有内容，都无法考核。

    ## 反例
    ```form
    产出指标 | 质量指标 | 食堂用餐环境 | 食堂用餐环境 | 良好 | 50 | 50
    效益指标 | 社会效益指标 | 社会效益 | 提升 | 提升 | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 质量指标 | 食堂用餐环境 | 整洁 | 整洁 | 50 | 50
    效益指标 | 社会效益指标 | 带动周边就业人数 | ≥20人 | 25人 | 40 | 40
    ```

    ## 依据
    惯例，待核
    """
    rules, name = view.ruleset, row.name.value
    stem = _stem(name, rules)
    said = row.target.value if row.target is not None else None
    if (
        row.target is not None
        and isinstance(said, Value)
        and said.kind == "qualitative"
        and stem == _stem(row.target.raw, rules)
    ):
        yield found(
            row.target,
            f"“{name}”的指标值“{row.target.raw}”照抄了指标名称，没有写出要达到的程度",
            f'the target of "{name}" repeats the name',
            mend="写明要达到的数量、时间或程度",
            mend_en="write the number, time or degree that is to be reached",
            subject=f"{name}/target",
            related=notes(("三级指标", row.name)),
        )
        return
    label = row.l2_label
    if not row.l2 or label is None or stem not in (_stem(row.l2, rules), _stem(label.raw, rules)):
        return
    satisfaction = ending(stem, rules.words("satisfaction_labels"))
    yield found(
        row.name,
        f"三级指标“{name}”与二级指标“{label.raw.strip()}”相同，没有说考核什么"
        + ("人的满意度" if satisfaction else ""),
        f'the third-level name "{name}" repeats the label above it',
        mend="写明是谁的满意度" if satisfaction else "改为具体的指标名称",
        mend_en="say whose satisfaction it is" if satisfaction else "name what is to be measured",
        subject=f"{name}/name",
        related=notes(("二级指标", label), ("指标值", row.target)),
        conditions=("slight",) if satisfaction else (),
    )


@check(
    "PS420",
    "indicator-misplaced",
    Severity.WARNING,
    "row",
    title="An indicator stands under the wrong first- or second-level label",
    needs=(needs.GOVERNED,),
    lowered={"slight": Severity.INFO},
)
def indicator_misplaced(row: Indicator, target: Sourced[Value], view: View) -> Iterator[Yielded]:
    """指标归类错误。

    ## 查什么
    列在效益指标下，却是支出：指标值是金额的上限，或名称是经费、工资一类的支出；列在满意度指标下，指标值却是金额；
    列在数量、质量、成本或满意度指标下，却是完成日期。列在时效指标下的百分比，名称里没有说时间的，满意度列在
    数量、时效、成本、经济效益下的，为提示。损失、负担、价格、节约和收入一类的金额、每平方米每人次的费用是效益，不报；错列后恢复的行由 PS041 报。

    ## 为什么要紧
    支出算成效益，效益指标就白得了分；按类汇总时也归不到一起。

    ## 反例
    ```form
    产出指标 | 数量指标 | 展出场次 | ≥6场 | 8场 | 50 | 50
    效益指标 | 经济效益指标 | 展品运输 | ≤8万元 | 7万元 | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 展出场次 | ≥6场 | 8场 | 50 | 50
    成本指标 | 经济成本指标 | 展品运输 | ≤8万元 | 7万元 | 20 | 20
    效益指标 | 经济效益指标 | 展品损失 | ≤1万元 | 0万元 | 20 | 20
    ```

    ## 依据
    惯例，待核（财预〔2021〕101号的指标分类）
    """
    fault = _fault(row, target, view.ruleset)
    if fault is None:
        return
    stands = row.l2 or row.l1
    what, what_en, proper, slight = fault
    yield found(
        row.name.at,
        f"“{row.name.value}”列在“{stands}”下，{what}",
        f'"{row.name.value}" stands under "{stands}", but {what_en}',
        mend=f"归入{proper}",
        mend_en="move it to the label where it belongs",
        subject=f"{row.name.value}/label",
        related=notes(("指标值", target), ("二级指标", row.l2_label)),
        conditions=("slight",) if slight else (),
    )


def _fault(row: Indicator, target: Sourced[Value], rules: RuleSet) -> tuple[str, str, str, bool] | None:
    """What speaks against the label of a row, in both languages, the proper label, and whether usage differs."""
    value, name = target.value, row.name.value
    what = head_dimension(value.unit)
    label = row.l2 or row.l1
    satisfied = "满意" in label and "效益" not in label
    if what == "money" and satisfied:
        return f"指标值“{target.raw}”却是金额", f'its target "{target.raw}" is money', "成本指标或效益指标", False
    if what == "money" and "效益" in row.l1 and "成本" not in row.l2 and _is_outlay(row, value, rules):
        return f"指标值“{target.raw}”却是支出", f'its target "{target.raw}" is an outlay', "成本指标", False
    kind = rules.name_class(name)
    untimely = any(word in row.l2 for word in ("数量", "质量", "成本")) or satisfied
    if value.kind == "date" and kind is not None and kind.name == "time" and untimely:
        return f"指标值“{target.raw}”却是日期", f'its target "{target.raw}" is a date', "时效指标", False
    if what == "share" and under_timeliness(row) and not speaks_of_time(row, target, rules):
        return (
            f"指标值“{target.raw}”是百分比，名称里却没有说时间",
            "a share without a word of time",
            "数量指标或质量指标，或写明是及时率、按时完成率",
            True,
        )
    asked = ending(name, rules.words("satisfaction_labels"))
    # How satisfied people are may be the quality of a training, and the social benefit of a road.
    elsewhere = any(word in row.l2 for word in ("数量", "时效", "成本", "经济", "生态"))
    if what == "share" and asked and elsewhere:
        return f"考核的却是{asked}", "it asks for satisfaction", "满意度指标", True
    return None


def _is_outlay(row: Indicator, value: Value, rules: RuleSet) -> bool:
    name = row.name.value
    over = value.unit.split("/")[1:]
    if holds(name, rules.words("benefit_money")) or any(dimension(one) not in TIMES for one in over):
        return False  # what a thing costs those who use it (元/平方米, 元/人次) may be the benefit
    return value.relation in ("<=", "<") or ending(name, rules.words("benefit_outlays")) != ""
