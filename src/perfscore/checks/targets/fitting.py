"""PS4xx: does the unit of a target fit its name, and is it written as units are written?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from perfscore.checks.register import Condition, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.targets.readings import ending, head_dimension, holds
from perfscore.checks.words import beside_sheet, notes, same
from perfscore.core.findings import Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.core.text import squash
from perfscore.core.units import canonical, is_counted, parts
from perfscore.language.values import Value
from perfscore.model import Indicator
from perfscore.rulesets import RuleSet

#: Dimensions that are plainly something else than what a name asks for; scores (分) and open measure words are not.
_PLAIN: Final = frozenset({
    "money", "mass", "length", "area", "volume", "time", "months", "workdays", "energy", "power", "share", "points",
    "persons", "person-times", "households", "events", "sessions", "batches", "classes", "machines", "firms", "papers",
})  # fmt: skip
_OF_PERCENT: Final = frozenset({"share", "rate", "growth", "completion", "saving"})
_PERCENT: Final = frozenset({"share", "points"})
_MONEY: Final = frozenset({"money", "share", "points"})
_PERSONS: Final = frozenset({"persons", "person-times", "households"})
_ACTS: Final = frozenset({"events", "sessions", "batches", "classes", "person-times"})
#: Classes of names whose values are counted, and what these may be in: anything but money.
_COUNTED: Final = ("persons", "acts", "count")
_NO_MONEY: Final = _PLAIN - {"money"}
#: What a name asks for, in both languages, with the dimensions that it may have.
_Asked = tuple[str, str, frozenset[str]]


@check(
    "PS414",
    "unit-unfit-for-name",
    Severity.WARNING,
    "row",
    title="The unit does not fit the name",
    lowered={"slight": Severity.INFO},
)
def unit_unfit_for_name(row: Indicator, target: Sourced[Value], view: View) -> Iterator[Yielded]:
    """计量单位与指标名称不符。

    ## 查什么
    名称是率、比例、满意度，单位却不是百分比；名称是金额、单价，或成本指标下的费、补贴、工资，单位却不是元；名称是人数的，
    单位不是人、人次、户；名称是次数的，单位不是次、场、期；名称是数量的，单位却是元。清运、维修一类的作业以“家”计、在册人数以“人/年”计的，为提示。
    零值、没有写单位的、以分计的、千分率和周转率一类另有单位的、对企业和单位开展的，不报。

    ## 为什么要紧
    单位错了，指标值就不是这个指标的值，完成值也无法比较。

    ## 反例
    ```form
    产出指标 | 质量指标 | 课本循环使用率 | ≥90册 | 95册 | 50 | 50
    成本指标 | 经济成本指标 | 营养餐补贴 | ≥200人 | 210人 | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 质量指标 | 课本循环使用率 | ≥90% | 95% | 30 | 30
     | 数量指标 | 营养餐补贴 | ≥200人 | 210人 | 30 | 30
    成本指标 | 经济成本指标 | 营养餐补贴 | ≤800元/人/年 | 800元/人/年 | 30 | 30
    ```

    ## 依据
    惯例，待核
    """
    value = target.value
    what = head_dimension(value.unit)
    numbers = [number for number in (value.low, value.high) if number is not None]
    # Of a part of a whole no counted thing is the unit, whatever its measure word: 98座 of an 合格率.
    kind = view.ruleset.name_class(row.name.value)
    of_part = kind is not None and kind.name == "share" and is_counted(value.unit)
    if (
        value.kind not in ("exact", "bound", "range", "period")
        or not any(numbers)
        or not (what in _PLAIN or of_part)
    ):
        return
    asked = _asked(row, value, view.ruleset)
    conditions: tuple[Condition, ...] = ()
    if asked is None or what in asked[2]:
        asked = _counted_oddly(row, value, view.ruleset)
        conditions = ("slight",)
    if asked is None:
        return
    proper, proper_en, _ = asked
    yield found(
        target,
        f"“{row.name.value}”的指标值“{target.raw}”以“{value.unit}”计，{proper}",
        f'the target "{target.raw}" of "{row.name.value}" is counted in "{value.unit}", {proper_en}',
        mend="改正单位，或改正指标名称",
        mend_en="correct the unit, or the name",
        subject=f"{row.name.value}/unit",
        recorded=value.unit,
        related=notes(("三级指标", row.name), ("计量单位", row.unit)),
        conditions=conditions,
    )


def _asked(row: Indicator, value: Value, rules: RuleSet) -> _Asked | None:
    """What the name of a row asks its unit to be, None where it leaves that open."""
    name = row.name.value
    kind = rules.name_class(name)
    simple = "/" not in value.unit  # deaths for each 100 000, times for each day are rates of their own
    if kind is not None and kind.name in _OF_PERCENT and simple:
        if ending(name, rules.words("percent_names")) and not holds(name, rules.words("percent_without")):
            return "而名称是比率，应以百分比计", "the name asks for a share", _PERCENT
        return None
    if _is_amount(row, rules):
        return "而名称是金额，应以元或万元计", "the name asks for an amount", _MONEY
    if kind is not None and kind.name == "persons" and ending(name, ("人数",)):
        return "而名称是人数，应以人或人次计", "the name asks for persons", _PERSONS
    if kind is not None and kind.name == "acts" and ending(name, ("次数",)) and simple:
        counted = _ACTS if not value.unit.endswith("次") else _PLAIN
        return "而名称是次数，应以次计", "the name asks for a number of times", counted
    if kind is not None and kind.name in _COUNTED and simple and head_dimension(value.unit) == "money":
        return "而名称是人数、次数或数量", "the name asks for a number", _NO_MONEY
    return None


def _is_amount(row: Indicator, rules: RuleSet) -> bool:
    name = row.name.value
    if holds(name, rules.words("outlay_without")):
        return False
    if ending(name, rules.words("currency_names")):
        return True
    return "成本" in row.l1 + row.l2 and ending(name, rules.words("outlay_names")) != ""


def _counted_oddly(row: Indicator, value: Value, rules: RuleSet) -> _Asked | None:
    """Works counted by the firms that do them, and people on the books counted by the year."""
    name, (counted, over) = row.name.value, parts(value.unit)
    if counted == "家" and not over and ending(name, rules.words("works")):
        if not holds(name, rules.words("firm_words")):
            return "数的是承接的单位，不是完成的工作", "which counts the firms and not the work", frozenset()
        return None
    if (
        counted == "人"
        and over == ("年",)
        and ending(name, rules.words("standing_persons"))
        and not holds(name, rules.words("flow_words"))
    ):
        return (
            "在册人数是时点数，不按年累计",
            "though people on the books are not counted by the year",
            frozenset(),
        )
    return None


#: The unit behind the number, where it stands in the cell itself.
_BEHIND = lazy_pattern(r"\d([^\d,.~\-—–至以及含约左右上下内外]+)$")


@frozen
class _Spelled:
    """A unit as a row spells it, with the cell in which it stands."""

    view: View
    row: Indicator
    cell: Sourced[object]
    text: str


def _spelled(view: View) -> Iterator[_Spelled]:
    for row in view.rows:
        value = row.target.value if row.target is not None else None
        if row.target is None or not isinstance(value, Value) or not value.unit:
            continue
        behind = _BEHIND.search(squash(row.target.raw))
        if behind is not None:
            yield _Spelled(view, row, Sourced(None, row.target.raw, row.target.at), behind[1])
        elif row.unit is not None and squash(row.unit.value):
            yield _Spelled(view, row, Sourced(None, row.unit.raw, row.unit.at), squash(row.unit.value))


@check(
    "PS415",
    "unit-nonstandard",
    Severity.INFO,
    "dossier",
    title="A unit is spelled in an unusual or a second way",
)
def unit_nonstandard(views: tuple[View, ...]) -> Iterator[Yielded]:
    """计量单位写法不规范。

    ## 查什么
    单位写成了“百分比”一类的名称，每张表报一条；或一起送审的材料里，同一名称的指标，同一个单位有两种写法
    （公斤/人/月、公斤/月/人），每个指标报一条。“个工作日”和“工作日”、“天”和“日”、“米”和“m”一类的通用写法不报。

    ## 为什么要紧
    单位写法不一，汇总和比较时会当成两个单位。

    ## 反例
    ```form
    产出指标 | 质量指标 | 疫苗接种率 | ≥95百分比 | 96% | 90 | 90
    ```

    ## 正例
    ```form
    产出指标 | 质量指标 | 疫苗接种率 | ≥95% | 96% | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    spelled = [one for view in views for one in _spelled(view)]
    yield from _odd(spelled)
    yield from _two_ways(spelled)


def _odd(spelled: list[_Spelled]) -> Iterator[Yielded]:
    forms: dict[int, list[_Spelled]] = {}
    for one in spelled:
        if one.text in one.view.ruleset.words("odd_units"):
            forms.setdefault(one.view.number, []).append(one)
    for number, odd in forms.items():
        first, *others = odd
        yield found(
            first.cell,
            f"“{first.row.name.value}”的单位“{first.text}”不规范，应写作“{canonical(first.text)}”"
            + (f"（共 {len(odd)} 行）" if others else ""),
            f'the unit "{first.text}" of "{first.row.name.value}" is no usual spelling',
            mend=f"写作“{canonical(first.text)}”",
            mend_en=f'write "{canonical(first.text)}"',
            subject="form/units",
            recorded=first.text,
            recomputed=canonical(first.text),
            related=notes(*((one.row.name.value, one.cell) for one in others)),
            form=number,
        )


def _two_ways(spelled: list[_Spelled]) -> Iterator[Yielded]:
    groups: dict[tuple[str, str], dict[str, list[_Spelled]]] = {}
    for one in spelled:
        unit = canonical(one.text)
        if "/" in unit:  # the single measure words have many usual spellings, the order of 每人每月 should be one
            groups.setdefault((same(one.row.name.value), unit), {}).setdefault(one.text, []).append(one)
    for (name, unit), ways in groups.items():
        if len(ways) > 1:
            yield _two(name, unit, ways)


def _two(name: str, unit: str, ways: Mapping[str, list[_Spelled]]) -> Yielded:
    usual = unit if unit in ways else next(iter(ways))
    odd = [one for text, found_in in ways.items() if text != usual for one in found_in]
    first, others = odd[0], [*odd[1:], *ways[usual]]
    return found(
        first.cell,
        f"“{name}”的同一个单位有{'、'.join(f'“{text}”' for text in ways)}几种写法",
        f'one unit of "{name}" is spelled in {len(ways)} ways',
        mend=f"统一写作“{usual}”",
        mend_en=f'write "{usual}" throughout',
        subject=f"{name}/unit",
        recorded=first.text,
        recomputed=usual,
        related=notes(*((beside_sheet(one.view, one.cell.at), one.cell) for one in others)),
        form=first.view.number,
    )
