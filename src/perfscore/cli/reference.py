"""`docs/cli.md`: the page of every command, made from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from perfscore.cli.app import build
from perfscore.cli.help import Group, entries, two_lines

_INTRODUCTION = """# 命令行 Command line

本页由程序生成（`pytest tests/meta/test_cli_docs.py --update-golden`），与 `perfscore --help` 一致。
This page is made from the program.

发现写到标准输出，进度和程序自己的问题写到标准错误。json、jsonl、csv 不论控制台编码一律是 UTF-8，csv 带 BOM，Excel 可直接打开。
Findings go to standard output, progress and our own troubles to standard error; machine formats are UTF-8.

| 退出码 exit code | 含义 | meaning |
|---|---|---|
| 0 | 没有达到 `--fail-on` 的发现 | no finding at or above `--fail-on` |
| 1 | 有 | there are some |
| 2 | 用法不对，或没有一个文件能读 | wrong use, or no input could be read |
| 3 | 能读的都读了，但没有识别出表 | everything readable was read, no form was recognised |
"""


def markdown() -> str:
    """Return the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    group: Any = get_command(build())
    if not isinstance(group, Group):
        raise TypeError("the program has no commands")
    context: Any = group.make_context("perfscore", ["--help"], resilient_parsing=True)
    yield _INTRODUCTION
    yield from _table("选项 options", entries(group, context))
    for name, command in group.commands.items():
        inner: Any = command.make_context(name, [], parent=context, resilient_parsing=True)
        yield f"\n## perfscore {name}\n"
        yield from _prose(command.help or "")
        arguments: list[Any] = [
            param for param in command.get_params(inner) if param.param_type_name == "argument"
        ]
        yield from _table("参数 arguments", [(str(a.metavar), *two_lines(a.help or "")) for a in arguments])
        yield ""
        yield from _table("选项 options", entries(command, inner))


def _prose(text: str) -> Iterator[str]:
    """The help text: lines that are set in (examples, exit codes) become blocks."""
    inside = False
    for line in text.splitlines():
        block = line.startswith("  ")
        if block != inside:
            yield "```" if inside else "```console"
            inside = block
        yield line.removeprefix("  ") if block else f"{line}  " if line else ""
    if inside:
        yield "```"
    yield ""


def _table(title: str, rows: Any) -> Iterator[str]:
    yield f"| {title} | | |"
    yield "|---|---|---|"
    for names, chinese, english in rows:
        cells = (f"`{names}`", chinese, english)
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
