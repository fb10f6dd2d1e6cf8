"""`perfscore explain`: the manual of the checks."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from perfscore.cli import options, streams
from perfscore.core.errors import UsageError

HELP = """一项检查的说明：查什么、为什么要紧、反例、正例、依据
the manual page of a check

例 Examples
  perfscore explain PS304
  perfscore explain score-exceeds-points
  perfscore explain --all"""

Codes = Annotated[
    list[str] | None,
    typer.Argument(metavar="CODE|NAME...", help="检查的代码或名称\ncode or name of a check", show_default=False),
]
Every = Annotated[bool, typer.Option("--all", help="列出全部检查\nlist all checks")]


def explain(
    checks: Codes = None,
    every: Every = False,
    lang: options.Lang = "zh",
    debug: options.Debug = False,
) -> int:
    """Print manual pages, or the catalogue."""
    del debug  # read by main, which catches what went wrong
    if bool(checks) == every:
        raise UsageError(
            "请给出检查的代码或名称，例如 perfscore explain PS304；全部检查见 perfscore explain --all"
            "（give a code or a name, or --all）"
        )
    from perfscore.checks import find
    from perfscore.report import Language, Style
    from perfscore.report.manual import catalogue, page

    style = Style(lang=cast("Language", lang), colour=streams.wants_colour(), width=streams.width())
    pages = [catalogue(style)] if every else [page(find(check), style) for check in checks or ()]
    streams.out("\n".join(pages))
    return 0
