"""`perfscore inspect`: what each stage saw."""

from __future__ import annotations

from typing import Annotated

import typer

from perfscore.cli import options, streams

HELP = """逐阶段查看程序读到了什么：tables 表格、form 表式、model 内容、rules 评分标准
what each stage saw in a file

例 Examples
  perfscore inspect 自评表.xlsx
  perfscore inspect 自评表.xlsx --stage tables
  perfscore inspect 目标表.xlsx --stage rules   （每条评分标准怎样读、在关键值上得几分、有什么问题）

退出码 Exit codes  0 已列出  2 用法不对，或文件不能读  3 没有识别出表"""

NO_FORM = 3

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

    seen = show(open_document(file), stage)
    for line in seen.lines:
        streams.out(f"{line}\n")
    if seen.forms == 0:
        streams.note(f"{file}：没有识别出表；看读到了什么：perfscore inspect {file} --stage tables（no form）")
        return NO_FORM
    return 0
