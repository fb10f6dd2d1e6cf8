"""`perfscore rulesets`: list, show, try and start rule sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from perfscore.cli import options, streams
from perfscore.report.layout import pad

if TYPE_CHECKING:
    from perfscore.rulesets import RuleSet

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
    from perfscore.services.rulesettable import lines

    streams.out(
        "\n".join([*lines(ruleset), f"算例  {len(ruleset.cases)} 个（perfscore rulesets test {ruleset.id}）"])
        + "\n"
    )
    return 0


def _test(ruleset: RuleSet) -> int:
    from perfscore.services.rulesets import run_cases

    results = run_cases(ruleset)
    for result in results:
        mark = "通过" if result.passed else "不符"
        streams.out(f"{mark}  {ruleset.id}  {result.say()}  {result.case.note}".rstrip() + "\n")
    failed = sum(not result.passed for result in results)
    none = "没有算例" if not results else f"{len(results)} 个算例，{failed} 个不符"
    streams.out(f"{ruleset.id}：{none}\n")
    return _FAILED if failed else 0
