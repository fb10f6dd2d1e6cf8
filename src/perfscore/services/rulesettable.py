"""What a rule set says, value by value: its label, the value in words, how far it is known and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.rulesets import NameClass, RuleSet, Setting

STATUS: Final = {"confirmed": "已核原文", "known": "通行做法", "inferred": "由实例推断"}
_ROUNDING: Final = {
    "half_up": "四舍五入",
    "half_even": "四舍六入五成双",
    "half_down": "五舍六入",
    "truncate": "截去尾数",
}
_BASES: Final = {"budget": "全年预算数", "initial": "年初预算数"}


@frozen
class Stated:
    """A value: what it is, what it says, its status and source in words."""

    label: str
    words: str
    status: str
    source: str


def table(ruleset: RuleSet) -> list[Stated]:
    """Every value of a rule set."""
    return [
        Stated(label, words, STATUS[setting.status], setting.source)
        for label, words, setting in _settings(ruleset)
    ]


def lines(ruleset: RuleSet) -> Iterator[str]:
    """The same as text, under what the rule set is and what it rests on."""
    citation = ruleset.citation
    yield f"{ruleset.id}  {ruleset.title}（{ruleset.title_en}）"
    yield f"依据  {citation.number}《{citation.title}》"
    yield f"    {citation.source}（{STATUS[citation.status]}）"
    for one in table(ruleset):
        yield f"{one.label}  {one.words}"
        yield f"    {one.source}（{one.status}）"


def _settings(ruleset: RuleSet) -> Iterator[tuple[str, str, Setting[Any] | NameClass]]:
    """Every value with its label and its words."""
    yield "一级指标分值", _weights(ruleset.weights.value), ruleset.weights
    for other in ruleset.weight_alternatives:
        yield "也认可的分法", _weights(other), ruleset.weights
    yield "执行率分值", plain(ruleset.execution_points.value), ruleset.execution_points
    outside = "另计（目标表不含）" if ruleset.execution_outside.value else "含在指标分内"
    yield "执行率分值是否另计", outside, ruleset.execution_outside
    yield "执行率分母", _BASES[ruleset.execution_base.value], ruleset.execution_base
    yield "正向指标", "、".join(ruleset.positive.value), ruleset.positive
    yield "反向指标", "、".join(ruleset.negative.value), ruleset.negative
    yield "等于型指标", "、".join(ruleset.equality.value), ruleset.equality
    yield "小数位", str(ruleset.digits.value), ruleset.digits
    yield "取舍", _ROUNDING[ruleset.rounding.value], ruleset.rounding
    grades = "、".join(f"{name}≥{plain(edge)}" for name, edge in ruleset.grades.value)
    yield "等级", grades, ruleset.grades
    verdicts = "、".join(f"{one.word} {plain(one.low)}–{plain(one.high)}%" for one in ruleset.verdicts.value)
    yield "定性档次", verdicts, ruleset.verdicts
    for name, limit in ruleset.limits.items():
        yield f"限值 {name}", plain(limit.value), limit
    for name, words in ruleset.lists.items():
        yield f"词表 {name}", "、".join(words.value), words
    for name, kind in ruleset.names.items():
        yield f"名称类别 {name}", _class(kind), kind


def _class(kind: NameClass) -> str:
    """The names of a class and what they allow, in one line."""
    parts = [f"名称末尾为 {'、'.join(kind.heads)}"]
    if kind.without:
        parts.append(f"不含 {'、'.join(kind.without)}")
    if kind.within:
        parts.append(f"末尾只是“率”而含 {'、'.join(kind.within)} 的也算")
    if kind.units:
        parts.append(f"单位 {'、'.join(unit or '不写' for unit in kind.units)}")
    ends = [f"{word} {plain(end)}" for word, end in (("最小", kind.low), ("最大", kind.high)) if end is not None]
    marks = [word for word, holds in (("可为负", kind.signed), ("整数", kind.whole)) if holds]
    return "；".join([*parts, *ends, *marks])


def _weights(weights: Mapping[str, Decimal]) -> str:
    return "、".join(f"{name} {plain(points)}" for name, points in weights.items())
