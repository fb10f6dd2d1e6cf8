"""Help pages: Chinese with English beside, set for the width of the terminal without heavy packages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

from typer.core import TyperCommand, TyperGroup

from perfscore.core.errors import UsageError
from perfscore.report.layout import pad, width, wrap

_WIDEST = 110
_LEFT = 24


class Command(TyperCommand):
    """A command whose help page is ours."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        formatter.write("\n".join(command_page(self, ctx)) + "\n")


class Group(TyperGroup):
    """The program itself: its help page lists the commands."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        formatter.write("\n".join(group_page(self, ctx)) + "\n")

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command, or say in Chinese that there is none."""
        name = args[0]
        if not name.startswith("-") and name not in self.commands:
            from difflib import get_close_matches

            near = get_close_matches(name, self.commands)
            guess = f"是不是 {'、'.join(near)}？" if near else ""
            raise UsageError(
                f"没有命令“{name}”（no such command）；{guess}可用的有 {'、'.join(self.commands)}；见 perfscore --help"
            )
        return super().resolve_command(ctx, args)


def group_page(group: Group, ctx: Any) -> Iterator[str]:
    """The help page of the program."""
    limit = _limit()
    yield f"用法 Usage: {ctx.command_path} {'命令 COMMAND'} …"
    yield ""
    yield from _prose(group.help or "", limit)
    yield ""
    yield "命令 Commands"
    for name in group.list_commands(ctx):
        command = group.commands[name]
        first, second = two_lines(command.help or "")
        yield from _entry(name, first, second, limit, left=10)
    yield ""
    yield "选项 Options"
    yield from _options(group, ctx, limit)
    yield ""
    yield "perfscore 文件 就是 perfscore audit 文件；把文件拖到程序上也一样  a file alone is audited, one dropped on the program too"
    yield "各命令的选项 options of a command: perfscore audit --help"


def command_page(command: Command, ctx: Any) -> Iterator[str]:
    """The help page of a command."""
    limit = _limit()
    arguments: list[Any] = [param for param in command.get_params(ctx) if param.param_type_name == "argument"]
    words = " ".join(argument.metavar or argument.name for argument in arguments)
    yield f"用法 Usage: {ctx.command_path} {words} [选项 OPTIONS]"
    yield ""
    yield from _prose(command.help or "", limit)
    yield ""
    yield "参数 Arguments"
    for argument in arguments:
        yield from _entry(argument.metavar or argument.name, *two_lines(argument.help or ""), limit)
    yield ""
    yield "选项 Options"
    yield from _options(command, ctx, limit)


def entries(command: Any, ctx: Any) -> Iterator[tuple[str, str, str]]:
    """Each option as it is typed, with its words in Chinese and English."""
    for param in command.get_params(ctx):
        if param.param_type_name != "option" or param.hidden:
            continue
        if param.opts[0] == "--help":
            yield "--help", "显示这一页", "show this page"
            continue
        names = ", ".join(sorted(param.opts, key=len))
        value = "" if param.is_flag else f" {param.metavar}"
        yield f"{names}{value}", *two_lines(param.help or "")


def _options(command: Any, ctx: Any, limit: int) -> Iterator[str]:
    for names, chinese, english in entries(command, ctx):
        yield from _entry(names, chinese, english, limit)


def _entry(name: str, chinese: str, english: str, limit: int, left: int = _LEFT) -> Iterator[str]:
    """A name and what it means; the English stands beside the Chinese when the line is long enough."""
    together = f"{chinese}  {english}"
    room = limit - left - 4
    texts = [together] if width(together) <= room else [*wrap(chinese, room), *wrap(english, room)]
    if width(name) > left:
        yield f"  {name}"
        name = ""
    for text in texts:
        yield f"  {pad(name, left)}  {text}".rstrip()
        name = ""


def _prose(text: str, limit: int) -> Iterator[str]:
    for line in text.splitlines():
        yield from ([line] if line.startswith("  ") else wrap(line, limit))


def two_lines(text: str) -> tuple[str, str]:
    """The Chinese and the English of a help text: its first two lines."""
    chinese, _, rest = text.partition("\n")
    return chinese, rest.partition("\n")[0]


def _limit() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)
