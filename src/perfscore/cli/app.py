"""The program: its commands, and what it says when it is used wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.main import get_command

from perfscore.cli import (
    WRONG_USE,
    annotate,
    audit,
    explain,
    fill,
    inspect,
    rule,
    rulesets,
    score,
    streams,
    template,
    value,
    why,
)
from perfscore.cli.help import Command, Group

HELP = """预算绩效目标表、绩效自评表的审核与评分
check and score Chinese budget-performance documents"""

app = typer.Typer(
    name="perfscore",
    cls=Group,
    help=HELP,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for _module, _function in (
    (audit, audit.audit),
    (score, score.score),
    (annotate, annotate.annotate),
    (fill, fill.fill),
    (template, template.template),
    (why, why.why),
    (inspect, inspect.inspect),
    (value, value.value),
    (rule, rule.rule),
    (rulesets, rulesets.rulesets),
    (explain, explain.explain),
):
    app.command(cls=Command, help=_module.HELP)(_function)


def _print_version(wanted: bool) -> None:
    if wanted:
        import perfscore

        streams.out(f"perfscore {perfscore.__version__}\n")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="显示版本\nshow the version"),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", hidden=True)] = False,
) -> None:
    """The program itself takes only these options."""
    del version, debug


#: The base of all complaints about arguments, in every version of typer.
_WrongUse: Any = typer.BadParameter.__bases__[0]


def run(words: Sequence[str]) -> int:
    """Run the program with these words and return its exit code.

    Raises:
        PerfscoreError: what the user can mend.
    """
    try:
        code = get_command(app).main(args=list(words), prog_name="perfscore", standalone_mode=False)
    except _WrongUse as error:
        streams.trouble(_words(error))
        return WRONG_USE
    return code if isinstance(code, int) else 0


def _words(error: Any) -> str:
    """What was wrong with the arguments, in Chinese, with the parser's own English beside."""
    command = error.ctx.command_path if error.ctx is not None else "perfscore"
    english = error.format_message().rstrip(".")
    name = type(error).__name__
    if name == "NoSuchOption":
        near = "、".join(sorted(error.possibilities or ()))
        chinese = f"没有选项 {error.option_name}" + (f"，是不是 {near}？" if near else "")
    elif name == "MissingParameter":
        param = error.param
        chinese = f"缺少参数 {(param.metavar or param.name) if param is not None else ''}".rstrip()
    elif name == "BadOptionUsage":
        chinese = f"选项 {error.option_name} 用法不对"
    else:
        chinese = "用法不对"
    return f"{chinese}（{english}）；用法见 {command} --help"
