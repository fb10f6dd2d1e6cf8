"""PS4xx: floors and ceilings on the wrong side, and percentages that nothing can reach."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks import needs
from perfscore.checks.register import Condition, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.targets.common import SIGNS, names_one, under
from perfscore.core.findings import Severity
from perfscore.core.numbers import plain
from perfscore.core.sourced import Sourced
from perfscore.core.units import convert, dimension, parts
from perfscore.language.values import Value
from perfscore.model import Indicator
from perfscore.rulesets import NameClass

#: What a payment standard is given for each of.
_PAYEES = ("persons", "person-times", "households", "events")
_WHOLE = 100


@check(
    "PS408",
    "cost-direction-reversed",
    Severity.WARNING,
    "row",
    title="A cost indicator has a floor instead of a ceiling",
    needs=(needs.GOVERNED,),
    lowered={"slight": Severity.INFO},
)
def cost_direction_reversed(row: Indicator, own_target: Sourced[Value], view: View) -> Iterator[Yielded]:
    """成本指标方向相反。

    ## 查什么
    成本指标的指标值是金额，却写成下限（≥、>）。补助、补贴、工资等按人、按件支付的，可能是支付标准，照报并说明；
    名称里写明“标准”的只提示。节约、增收、自筹、配套、完成投资、最低标准一类越多越好的金额不报。

    ## 为什么要紧
    成本写成下限，花得越多越算完成，控制成本就成了空话。

    ## 反例
    ```form
    产出指标 | 成本指标 | 电梯维保费 | ≥6500元/年 | 6500元 | 50 | 50
    ```

    ## 正例
    ```form
    产出指标 | 成本指标 | 电梯维保费 | ≤6500元/年 | 6500元 | 50 | 50
    产出指标 | 成本指标 | 自筹资金 | ≥20万元 | 22万元 | 20 | 20
    ```

    ## 依据
    财预〔2021〕101号（条文待核）：成本指标反映控制支出；惯例，待核
    """
    said, name, rules = own_target.value, row.name.value, view.ruleset
    if said.kind != "bound" or said.relation not in (">=", ">") or not said.number or not under(row, "成本"):
        return
    head, overs = parts(said.unit)
    kind = rules.name_class(name)
    if dimension(head) != "money" or (kind is not None and kind.name in ("saving", "growth")):
        return
    if names_one(row, rules.words("money_floors")):
        return
    paid = any(dimension(one) in _PAYEES for one in overs) and names_one(row, rules.words("payments"))
    standard = paid and "标准" in name
    aside = f"；按“{said.unit}”支付的，可能本意是支付标准" if paid else ""
    conditions: tuple[Condition, ...] = ("slight",) if standard else ()
    yield found(
        own_target,
        f"“{name}”是成本指标，指标值 {own_target.raw} 却是下限，花得越多越算完成{aside}",
        f'"{name}" is a cost with a floor: {own_target.raw}' + (", perhaps a payment standard" if paid else ""),
        mend="是支付标准的写“=”或列入数量、质量指标；是成本控制的改为 ≤" if paid else "成本指标写上限（≤）",
        mend_en="write ≤, or = for a payment standard",
        subject=f"{name}/target",
        related=view.again(row),
        conditions=conditions,
    )


@check(
    "PS409",
    "output-as-ceiling",
    Severity.INFO,
    "row",
    title="An output quantity is given as an upper limit",
    needs=(needs.GOVERNED,),
    gathered=True,
)
def output_as_ceiling(row: Indicator, own_target: Sourced[Value], view: View) -> Iterator[Yielded]:
    """数量指标设为上限。

    ## 查什么
    数量指标的指标值是上限（≤、<）。消耗（用水量、用电量）和人数的上限可能就是本意，照样提示并说明。一张表报一条，列出各行。
    越少越好的事（事故、投诉、差错、能耗、排放……）不报；金额、百分比、时限列在数量指标下的，不在这里判断。

    ## 为什么要紧
    产出写成上限，一件不做也算完成。

    ## 反例
    ```form
    产出指标 | 数量指标 | 放映公益电影场次 | ≤240场 | 236场 | 50 | 50
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 放映公益电影场次 | ≥240场 | 246场 | 50 | 50
     | 数量指标 | 放映事故次数 | ≤2次 | 0次 | 20 | 20
    ```

    ## 依据
    惯例，待核
    """
    said, name, rules = own_target.value, row.name.value, view.ruleset
    if said.kind != "bound" or said.relation not in ("<=", "<") or not said.number or "数量" not in row.l2:
        return
    measured = dimension(parts(said.unit)[0])
    if measured in ("money", "share", "points", "time", "months", "workdays", "age"):
        return
    if names_one(row, rules.words("burdens")):
        return
    kind = rules.name_class(name)
    aside, aside_en = "", ""
    if names_one(row, rules.words("consumption")):
        aside, aside_en = "；消耗的上限可能就是本意", ", perhaps meant as a limit of consumption"
    elif measured == "persons" or (kind is not None and kind.name == "persons"):
        aside, aside_en = "；人数的上限可能是编制或预算的限额", ", perhaps a limit of the head-count"
    yield found(
        own_target,
        f"“{name}”是数量指标，指标值 {own_target.raw} 却是上限，不做也算完成{aside}",
        f'"{name}" is an output with an upper limit: {own_target.raw}{aside_en}',
        mend="产出数量写下限（≥）或确数（=）；限额的控制列入成本指标",
        mend_en="write ≥ or =, and put limits under the costs",
        subject=f"{name}/target",
        related=view.again(row),
    )


@check(
    "PS410",
    "percent-out-of-range",
    Severity.WARNING,
    "row",
    title="A percentage target is beyond what the thing can reach",
    lowered={"slight": Severity.INFO},
)
def percent_out_of_range(
    row: Indicator, own_target: Sourced[Value], kind: NameClass, view: View
) -> Iterator[Yielded]:
    """百分比指标值越界。

    ## 查什么
    合格率、覆盖率、满意度这类部分占全体的比率，指标值低于 0 或超过 100%；成本节约率的指标值达到或超过 100%。
    比率写成 ≥100% 的只提示：能达到的只有 100%。增长率、完成率、执行率和看不出上限的比率不报；节约率 ≤100% 由 PS412 报。

    ## 为什么要紧
    部分不会大于全体，也不可能一分钱不花：这样的目标永远达不到。

    ## 反例
    ```form
    产出指标 | 质量指标 | 树木成活率 | ≥105% | 98% | 50 | 46.67
    ```

    ## 正例
    ```form
    产出指标 | 质量指标 | 树木成活率 | ≥95% | 98% | 50 | 50
     | 数量指标 | 造林任务完成率 | ≥105% | 106% | 20 | 20
    ```

    ## 依据
    表内勾稽
    """
    said, name = own_target.value, row.name.value
    ends = [end for end in (said.low, said.high) if end is not None]
    if said.kind not in ("bound", "exact", "range") or dimension(said.unit) != "share" or not ends:
        return
    percent = [part for end in ends if (part := convert(end, said.unit, "%")) is not None]
    if said.unit not in ("%", "‰") or not percent:
        return
    conditions: tuple[Condition, ...] = ()
    if kind.name == "saving" and max(percent) >= _WHOLE and said.relation not in ("<=", "<"):
        state, state_en, mend = (
            "不可能达到：节约率到 100%，就是分文不花",
            "a saving of everything",
            "按可能节约的幅度填写",
        )
    elif kind.name != "share":
        return
    elif min(percent) < 0 or max(percent) > _WHOLE or (max(percent) == _WHOLE and said.relation == ">"):
        state, state_en, mend = "不在 0—100% 之间，达不到", "outside 0 to 100 %", "改为 100% 以内的数"
    elif max(percent) == _WHOLE and said.relation == ">=":
        state, state_en, mend = (
            "写成了下限：比率最多是 100%，能达到的只有正好 100%",
            "only 100 % itself can be reached",
            "写成 =100%",
        )
        conditions = ("slight",)
    else:
        return
    yield found(
        own_target,
        f"“{name}”的指标值 {own_target.raw} {state}",
        f'the target of "{name}" is {own_target.raw}: {state_en}',
        mend=mend,
        mend_en="write a percentage that can be reached",
        subject=f"{name}/target",
        related=view.again(row),
        recomputed=f"{SIGNS.get(str(said.relation), '')}{plain(max(percent))}%" if said.unit != "%" else None,
        conditions=conditions,
    )
