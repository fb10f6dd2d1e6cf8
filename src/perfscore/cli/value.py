"""`perfscore value`: try how an indicator value is read."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

from perfscore.cli import options, streams
from perfscore.core.numbers import plain
from perfscore.report.layout import one_line, pad

if TYPE_CHECKING:
    from perfscore.core.sourced import Unreadable
    from perfscore.language.values import Value

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

_KINDS = {
    "bound": "界限值",
    "range": "区间",
    "exact": "确定的数",
    "ratio": "比例",
    "change": "增减幅度",
    "date": "日期",
    "period": "期间",
    "schedule": "周期安排",
    "list": "并列的几项",
    "qualitative": "定性",
    "empty": "没有值",
}
_EMPTY = {
    "missing": "未填",
    "none": "无，即零",
    "not-applicable": "不适用",
    "not-recorded": "未统计",
    "elsewhere": "写在别处",
    "placeholder": "占位符未替换",
}


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
        record = _refusal(read) if isinstance(read, Unreadable) else _record(read)
        content = json.dumps({"role": role, **record}, ensure_ascii=False, indent=2) + "\n"
        streams.out_bytes(content.encode(), "utf-8")
    else:
        rows = _refusal_rows(read) if isinstance(read, Unreadable) else _rows(read)
        names = {"zh": 0, "en": 1}[lang]
        streams.out("".join(f"{pad(head[names], 12)}{one_line(words)}\n" for head, words in rows if words))
    return UNREADABLE if isinstance(read, Unreadable) else 0


Row = tuple[tuple[str, str], str]


def _rows(read: Value) -> list[Row]:
    from perfscore.language.values import NOTES

    numbers = [(("下限", "low"), read.low, read.low_open), (("上限", "high"), read.high, read.high_open)]
    if read.low is not None and read.low == read.high:
        numbers = [(("数值", "number"), read.low, False)]
    return [
        (("原文", "text"), read.raw),
        (("读作", "reading"), read.say()),
        (("类别", "kind"), f"{read.kind}（{_KINDS[read.kind]}）"),
        (("空缺", "blank"), f"{read.empty}（{_EMPTY[read.empty]}）" if read.empty is not None else ""),
        (("关系", "relation"), read.relation or ""),
        *(
            (head, plain(number) + ("（不含）" if open_ else ""))
            for head, number, open_ in numbers
            if number is not None
        ),
        (("单位", "unit"), read.unit),
        *((("注意", "note"), NOTES.get(note, note)) for note in read.notes),
    ]


def _refusal_rows(read: Unreadable) -> list[Row]:
    return [
        (("原文", "text"), read.raw),
        (("读不懂", "unreadable"), read.reason),
        (("卡在", "at"), read.words if read.span is not None else ""),
        (("怎样可读", "settle"), read.settle),
    ]


def _record(read: Value) -> dict[str, Any]:
    fields = dataclasses.asdict(read)
    return {"readable": True, "say": read.say(), **{key: _plain(item) for key, item in fields.items()}}


def _plain(item: Any) -> Any:
    """Decimals as strings with their digits, all else as JSON has it."""
    if isinstance(item, Decimal):
        return format(item, "f")
    if isinstance(item, dict):
        return {key: _plain(part) for key, part in item.items()}
    return [_plain(part) for part in item] if isinstance(item, list | tuple) else item


def _refusal(read: Unreadable) -> dict[str, Any]:
    return {
        "readable": False,
        "raw": read.raw,
        "reason": read.reason,
        "words": read.words,
        "span": list(read.span) if read.span is not None else None,
        "settle": read.settle,
    }
