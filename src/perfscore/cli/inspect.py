"""`perfscore inspect`: what each stage saw."""

from __future__ import annotations

from typing import Annotated

import typer

from perfscore.cli import options, streams

HELP = """逐阶段查看程序读到了什么：tables 表格、form 表式、model 内容、rules 评分标准
what each stage saw in a file

例 Examples
  perfscore inspect 自评表.xlsx
  perfscore inspect 自评表.xlsx --stage tables"""

File = Annotated[str, typer.Argument(metavar="FILE", help="文件\nthe file", show_default=False)]
StageName = Annotated[
    str,
    typer.Option(
        "--stage",
        metavar="tables|form|model|rules",
        callback=options.one_of("--stage", "tables", "form", "model", "rules"),
        help="阶段，默认 model\nthe stage, default model",
    ),
]


def inspect(file: File, stage: StageName = "model", debug: options.Debug = False) -> int:
    """Print the stage's view of the file."""
    del debug  # read by main, which catches what went wrong
    from perfscore.readers.intake import open_document
    from perfscore.services.inspect import inspect as show

    for line in show(open_document(file), stage):
        streams.out(f"{line}\n")
    return 0
