"""`perfscore value`: try how an indicator value is read."""

from __future__ import annotations

import json
from typing import Annotated, Literal, cast

import typer

from perfscore.cli import options, streams
from perfscore.report.layout import one_line, pad
from perfscore.services import readings

HELP = """试读一个指标值或完成值：类别、关系、数值、单位
try how an indicator value is read

退出码 Exit codes  0 读懂  1 读不懂  2 用法不对

例 Examples
  perfscore value "≥48公斤/人/月"
  perfscore value 94.75% --role actual
  perfscore value 不超过3 --unit 次 --format json"""

#: Exit code when the text was not understood.
UNREADABLE = 1

Text = Annotated[
    str, typer.Argument(metavar="TEXT", help="单元格里的文字\nthe text of the cell", show_default=False)
]
Unit = Annotated[
    str | None,
    typer.Option(
        "--unit", metavar="UNIT", help="计量单位栏或表头里的单位\nunit from its own column or the header"
    ),
]
Role = Annotated[
    str,
    typer.Option(
        "--role",
        metavar="target|actual",
        callback=options.one_of("--role", "target", "actual"),
        help="指标值 target（默认）或完成值 actual\nread as a target (default) or an actual",
    ),
]
Shape = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="text|json",
        callback=options.one_of("--format", "text", "json"),
        help="输出格式：text（默认）json\noutput format, default text",
    ),
]


def value(
    text: Text,
    unit: Unit = None,
    role: Role = "target",
    shape: Shape = "text",
    lang: options.Lang = "zh",
    debug: options.Debug = False,
) -> int:
    """Print how the text is read; returns 1 when it is not understood."""
    del debug  # read by main, which catches what went wrong
    from perfscore.core.sourced import Unreadable
    from perfscore.language.values import parse_value

    read = parse_value(text, unit=unit, role=cast("Literal['target', 'actual']", role))
    if shape == "json":
        record = readings.refusal(read) if isinstance(read, Unreadable) else readings.value_record(read)
        content = json.dumps({"role": role, **record}, ensure_ascii=False, indent=2) + "\n"
        streams.out_bytes(content.encode(), "utf-8")
    else:
        rows = readings.refusal_rows(read) if isinstance(read, Unreadable) else readings.value_rows(read)
        names = {"zh": 0, "en": 1}[lang]
        streams.out("".join(f"{pad(head[names], 12)}{one_line(words)}\n" for head, words in rows if words))
    return UNREADABLE if isinstance(read, Unreadable) else 0
