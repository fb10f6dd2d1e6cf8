"""`perfscore rulesets`: list, show, try and start rule sets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from perfscore.cli import options, streams
from perfscore.core.numbers import plain
from perfscore.report.layout import pad

if TYPE_CHECKING:
    from perfscore.rulesets import NameClass, RuleSet, Setting

HELP = """评分规则集：list 列出、show 查看、test 试算、new 新建
rule sets: list, show, test, new

例 Examples
  perfscore rulesets list
  perfscore rulesets show hengyang-2023
  perfscore rulesets test 我的规则.toml
  perfscore rulesets new mycity-2026 --from mof-2021

退出码 Exit codes  0 正常  1 test 有算例不符  2 用法不对，或规则集写错"""

Action = Annotated[
    str,
    typer.Argument(
        metavar="list|show|test|new",
        callback=options.one_of("ACTION", "list", "show", "test", "new"),
        help="要做什么\nwhat to do",
        show_default=False,
    ),
]
Name = Annotated[
    str | None,
    typer.Argument(metavar="[NAME]", help="规则集的名字或 .toml 文件\nits id or TOML file", show_default=False),
]
Base = Annotated[
    str, typer.Option("--from", metavar="NAME", help="new：以哪个通用规则集为底\nnew: the rule set to extend")
]

_FAILED = 1
_STATUS = {"confirmed": "已核原文", "known": "通行做法", "inferred": "由实例推断"}
_ROUNDING = {"half_up": "四舍五入", "half_even": "四舍六入五成双", "half_down": "五舍六入", "truncate": "截去尾数"}
_BASES = {"budget": "全年预算数", "initial": "年初预算数"}


def rulesets(
    action: Action,
    name: Name = None,
    base: Base = "mof-2021",
    force: options.Force = False,
    debug: options.Debug = False,
) -> int:
    """Do what is asked; `test` returns 1 when a case gives another score."""
    del debug  # read by main, which catches what went wrong
    from perfscore import rulesets as sets
    from perfscore.core.errors import UsageError

    if action == "list":
        if name is not None:
            raise UsageError(f"rulesets list 列出全部，不带名字；查看一个：perfscore rulesets show {name}")
        for one in map(sets.load_ruleset, sets.names()):
            kind = "通用" if one.general else "地区"
            streams.out(f"{pad(one.id, 16)}{kind}  {one.title}  {one.citation.number}\n")
        return 0
    if action == "test" and name is None:
        return max([_test(sets.load_ruleset(one)) for one in sets.names()])
    if name is None:
        raise UsageError(f"rulesets {action} 要写明规则集的名字；可用：{'、'.join(sets.names())}")
    if action == "new":
        from pathlib import Path

        from perfscore.services.rulesets import new_ruleset

        path = new_ruleset(name, base, Path(), force=force)
        streams.out(f"已写 {path}：改好后运行 perfscore rulesets test {path}\n")
        return 0
    ruleset = sets.load_ruleset(name)
    if action == "test":
        return _test(ruleset)
    streams.out("\n".join(_show(ruleset)) + "\n")
    return 0


def _test(ruleset: RuleSet) -> int:
    from perfscore.services.rulesets import run_cases

    results = run_cases(ruleset)
    for result in results:
        case = result.case
        got = result.problem if result.score is None else str(result.score)
        mark = "通过" if result.passed else "不符"
        expected = "" if result.passed else f"（应为 {case.score}）"
        words = f"{case.target} → {case.actual}，{plain(case.points)} 分：{got}{expected}"
        streams.out(f"{mark}  {ruleset.id}  {words}  {case.note}".rstrip() + "\n")
    failed = sum(not result.passed for result in results)
    none = "没有算例" if not results else f"{len(results)} 个算例，{failed} 个不符"
    streams.out(f"{ruleset.id}：{none}\n")
    return _FAILED if failed else 0


def _show(ruleset: RuleSet) -> Iterator[str]:
    citation = ruleset.citation
    yield f"{ruleset.id}  {ruleset.title}（{ruleset.title_en}）"
    yield f"依据  {citation.number}《{citation.title}》"
    yield f"    {citation.source}（{_STATUS[citation.status]}）"
    for label, words, setting in _settings(ruleset):
        yield f"{label}  {words}"
        yield f"    {setting.source}（{_STATUS[setting.status]}）"
    yield f"算例  {len(ruleset.cases)} 个（perfscore rulesets test {ruleset.id}）"


def _settings(ruleset: RuleSet) -> Iterator[tuple[str, str, Setting[Any] | NameClass]]:
    """Every value of a rule set with its label, its words, and where it comes from."""
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


def _weights(weights: Any) -> str:
    return "、".join(f"{name} {plain(points)}" for name, points in weights.items())
