"""`perfscore rulesets`: list, show, try and start rule sets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from perfscore.cli import options, streams
from perfscore.core.numbers import plain

if TYPE_CHECKING:
    from perfscore.rulesets import RuleSet

HELP = """评分规则集：list 列出、show 查看、test 试算、new 新建
rule sets: list, show, test, new

例 Examples
  perfscore rulesets list
  perfscore rulesets show hengyang-2023
  perfscore rulesets test 我的规则.toml
  perfscore rulesets new mycity-2026 --from mof-2021"""

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


def rulesets(action: Action, name: Name = None, base: Base = "mof-2021", debug: options.Debug = False) -> int:
    """Do what is asked; `test` returns 1 when a case gives another score."""
    del debug  # read by main, which catches what went wrong
    from perfscore import rulesets as sets
    from perfscore.core.errors import UsageError

    if action == "list":
        for one in map(sets.load_ruleset, sets.names()):
            kind = "通用" if one.general else "地区"
            streams.out(f"{one.id:<16}{kind}  {one.title}  {one.citation.number}\n")
        return 0
    if action == "test" and name is None:
        return max(_test(sets.load_ruleset(one)) for one in sets.names())
    if name is None:
        raise UsageError(f"rulesets {action} 要写明规则集的名字；可用：{'、'.join(sets.names())}")
    if action == "new":
        from pathlib import Path

        from perfscore.services.rulesets import new_ruleset

        path = new_ruleset(name, base, Path())
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
        streams.out(
            f"{mark}  {ruleset.id}  {case.target} → {case.actual}，{plain(case.points)} 分：{got}{expected}  {case.note}\n"
        )
    failed = sum(not result.passed for result in results)
    streams.out(f"{ruleset.id}：{len(results)} 个算例，{failed} 个不符\n")
    return _FAILED if failed else 0


def _show(ruleset: RuleSet) -> Iterator[str]:
    yield f"{ruleset.id}  {ruleset.title}（{ruleset.title_en}）"
    yield f"依据  {ruleset.citation.number}《{ruleset.citation.title}》  {ruleset.citation.status}：{ruleset.citation.source}"
    weights = "、".join(f"{name} {plain(points)}" for name, points in ruleset.weights.value.items())
    for label, words, setting in (
        ("分值", weights, ruleset.weights),
        ("执行率分值", plain(ruleset.execution_points.value), ruleset.execution_points),
        (
            "执行率分母",
            "全年预算数" if ruleset.execution_base.value == "budget" else "年初预算数",
            ruleset.execution_base,
        ),
        ("正向指标", "、".join(ruleset.positive.value), ruleset.positive),
        ("反向指标", "、".join(ruleset.negative.value), ruleset.negative),
        ("等于型指标", "、".join(ruleset.equality.value), ruleset.equality),
        ("小数位", str(ruleset.digits.value), ruleset.digits),
        ("取舍", ruleset.rounding.value, ruleset.rounding),
        ("等级", "、".join(f"{name}≥{plain(edge)}" for name, edge in ruleset.grades.value), ruleset.grades),
        (
            "定性档次",
            "、".join(f"{v.word} {plain(v.low)}–{plain(v.high)}%" for v in ruleset.verdicts.value),
            ruleset.verdicts,
        ),
        *((f"限值 {name}", plain(limit.value), limit) for name, limit in ruleset.limits.items()),
        *((f"词表 {name}", "、".join(words.value), words) for name, words in ruleset.lists.items()),
    ):
        yield f"{label}  {words}"
        yield f"    {setting.status}：{setting.source}"
