"""The program: its commands, and what it says when it is used wrongly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.main import get_command

from perfscore.cli import WRONG_USE, streams
from perfscore.cli.help import Command, Group

HELP = """预算绩效目标表、绩效自评表的审核与评分
check and score Chinese budget-performance documents"""

#: The commands in the order of the help page; each is the function of that name in the module of that name.
COMMANDS = (
    "audit", "score", "compare", "annotate", "fill", "template", "why", "inspect", "value", "rule", "rulesets", "explain", "serve",
)  # fmt: skip


def build(commands: Sequence[str] = COMMANDS) -> typer.Typer:
    """Return the program with these commands."""
    app = typer.Typer(
        name="perfscore",
        cls=Group,
        help=HELP,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    for name in commands:
        module = import_module(f"perfscore.cli.{name}")
        app.command(cls=Command, help=module.HELP)(getattr(module, name))
    app.callback()(program)
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        import perfscore

        streams.out(f"perfscore {perfscore.__version__}\n")
        raise typer.Exit


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
    words = _spelled_out(words)
    # Loading all commands takes longer than running most of them; the help page and complaints need them all.
    commands = words[:1] if words and words[0] in COMMANDS else COMMANDS
    try:
        code = get_command(build(commands)).main(args=list(words), prog_name="perfscore", standalone_mode=False)
    except _WrongUse as error:
        streams.trouble(_words(error))
        return WRONG_USE
    return code if isinstance(code, int) else 0


#: How a path looks: with a separator, or an ending.
_PATH: Final = re.compile(r"[/\\]|[^.]\.[0-9A-Za-z]{1,5}$")


def _spelled_out(words: Sequence[str]) -> Sequence[str]:
    """The words with the command that may be left out: a file that is dropped on the program is to be audited.

    What looks like a path and is not there is a file all the same: reading it says so. All else is a command that was
    misspelt.
    """
    if not words or words[0] in COMMANDS or words[0].startswith("-"):
        return words
    import glob
    import os

    first = words[0]
    try:
        there = os.path.lexists(first) or (glob.has_magic(first) and bool(glob.glob(first, recursive=True)))  # noqa: PTH207
    except (OSError, ValueError):  # no path of any file
        there = False
    return ["audit", *words] if there or _PATH.search(first) else words


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
