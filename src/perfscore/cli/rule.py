"""`perfscore rule`: try how a scoring sentence is read, and what it scores."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from perfscore.cli import options, streams
from perfscore.core.choices import reading_words, told
from perfscore.core.errors import UsageError
from perfscore.core.numbers import plain
from perfscore.report.layout import one_line, pad
from perfscore.services import readings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfscore.core.sourced import Unreadable
    from perfscore.core.trace import Score, Step
    from perfscore.language.rules import Rule

HELP = """试读一条评分标准：规范写法、各种读法、得分步骤、问题
try how a scoring rule is read, and what it scores

退出码 Exit codes  0 读懂  1 读不懂  2 用法不对

例 Examples
  perfscore rule "每低1个百分点扣0.5分，扣完为止" --points 10 --target ≥95% --actual 92.3%
  perfscore rule "①有制度2分；②执行到位3分" --points 5 --fact ①=有 --fact ②=否
  perfscore rule "每低1个百分点扣0.5分" --points 10 --target ≥95% --table 完成值.csv --column 完成值"""

UNREADABLE = 1

Text = Annotated[
    str, typer.Argument(metavar="TEXT", help="评分标准的文字\nthe rule as written", show_default=False)
]
Points = Annotated[
    str, typer.Option("--points", "-p", metavar="N", help="分值\npoints of the row", show_default=False)
]
Target = Annotated[str | None, typer.Option("--target", "-t", metavar="TEXT", help="指标值\nthe target")]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="计量单位\nthe unit column")]
Actuals = Annotated[
    list[str] | None,
    typer.Option("--actual", "-a", metavar="TEXT", help="完成值，可重复\nan actual value, repeatable"),
]
Facts = Annotated[
    list[str] | None,
    typer.Option("--fact", metavar="NAME=VALUE", help="一项事实，可重复\na named fact, repeatable"),
]
Explanation = Annotated[
    str | None,
    typer.Option(
        "--explanation",
        metavar="TEXT",
        help="指标解释，其中的定义有效\nthe explanation column, with its definitions",
    ),
]
Indicator = Annotated[
    str,
    typer.Option("--indicator", metavar="NAME", help="指标名称\nthe name of the indicator", show_default=False),
]
Table = Annotated[
    str | None,
    typer.Option("--table", metavar="FILE", help="给一列完成值打分：CSV 或工作簿\nscore a column of actuals"),
]
Column = Annotated[
    str, typer.Option("--column", metavar="NAME", help="--table：表头文字或列字母\nheader text or column letter")
]
Shape = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="text|json|csv",
        callback=options.one_of("--format", "text", "json", "csv"),
        help="输出格式：text（默认）json，--table 时可用 csv\noutput format",
    ),
]


def rule(
    text: Text,
    points: Points,
    target: Target = None,
    unit: Unit = None,
    actual: Actuals = None,
    fact: Facts = None,
    explanation: Explanation = None,
    indicator: Indicator = "",
    table: Table = None,
    column: Column = "完成值",
    shape: Shape = "text",
    debug: options.Debug = False,
) -> int:
    """Print how the rule is read; returns 1 when it is not understood."""
    del debug  # read by main, which catches what went wrong
    from perfscore.core.sourced import Unreadable
    from perfscore.language.rules import parse_rule

    read = parse_rule(text, points=points, target=target, unit=unit, explanation=explanation, indicator=indicator)
    if isinstance(read, Unreadable):
        _refuse(read, shape)
        return UNREADABLE
    if table is not None:
        _table(read, table, column, shape)
        return 0
    facts = readings.pairs(fact or ())
    scores = [(one, read.score(one)) for one in actual or ()]
    if facts:
        scores.append(("、".join(fact or ()), read.score(facts)))
    if shape == "csv":
        raise UsageError("csv 只用于 --table；单条评分标准可用 text 或 json")
    if shape == "json":
        record = readings.rule_record(read, scores, indicator)
        streams.out_bytes((json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode(), "utf-8")
    else:
        streams.out("\n".join(_lines(read, scores, indicator)) + "\n")
    return 0


def _refuse(read: Unreadable, shape: str) -> None:
    if shape == "json":
        told = readings.refusal(read)
        record = {name: told[name] for name in ("readable", "reason", "words", "settle")}
        streams.out_bytes((json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode(), "utf-8")
        return
    for head, words in (("读不懂", read.reason), ("卡在", _underlined(read)), ("怎样可读", read.settle)):
        if words:
            streams.out(f"{pad(head, 12)}{words}\n")


def _underlined(read: Unreadable) -> str:
    """The source text with the words that stopped the reading in brackets."""
    if read.span is None:
        return one_line(read.raw)
    start, end = read.span
    return one_line(f"{read.raw[:start]}⟦{read.raw[start:end]}⟧{read.raw[end:]}")


def _lines(read: Rule, scores: list[tuple[str, Score]], indicator: str) -> Iterator[str]:
    for (head, _), words in readings.rule_rows(read, indicator):
        if words:
            yield f"{pad(head, 12)}{words}"
    for actual, score in scores:
        yield ""
        shown = "无（" + score.reason + "）" if score.points is None else plain(score.points, 6)
        yield f"{pad('完成值', 12)}{actual}  得分 {shown}"
        for reading in score.readings:
            points = "无" if reading.points is None else plain(reading.points, 6)
            if len(score.readings) > 1:
                yield f"    {reading_words(reading.name)}  {points}"
        if score.step is not None:
            yield from _steps(score.step, 1)


def _steps(step: Step, depth: int) -> Iterator[str]:
    yield "    " * depth + step.line()
    for child in step.children:
        yield from _steps(child, depth + 1)


def _points(points: Decimal | None) -> str:
    return "" if points is None else plain(points, 6)


def _internal(score: Score) -> str:
    """The readings besides the default one, by the names that machines know them by."""
    return "；".join(f"{one.name}={_points(one.points)}" for one in score.readings[1:])


def _told(score: Score) -> str:
    """The readings in words, where they differ."""
    if all(one.points == score.points for one in score.readings):
        return ""
    return told([(one.name, _points(one.points) or "无") for one in score.readings])


def _table(read: Rule, path: str, column: str, shape: str) -> None:
    from perfscore.readers.intake import open_document
    from perfscore.services.ruletable import score_column

    say = _internal if shape == "json" else _told
    rows = [
        (row.at.place, row.actual, _points(row.score.points), say(row.score), row.score.reason)
        for row in score_column(open_document(path), read, column)
    ]
    heads = ("位置", "完成值", "得分", "各种读法", "说明")
    if shape == "csv":
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\r\n").writerows([heads, *rows])
        streams.out_bytes(buffer.getvalue().encode("utf-8-sig"), "utf-8-sig")
    elif shape == "json":
        records = [dict(zip(("at", "actual", "points", "readings", "reason"), row, strict=True)) for row in rows]
        streams.out_bytes((json.dumps(records, ensure_ascii=False, indent=2) + "\n").encode(), "utf-8")
    else:
        for row in (heads, *rows):
            streams.out(f"{pad(row[0], 16)}{pad(row[1], 14)}{pad(row[2], 10)}{row[3]}  {row[4]}".rstrip() + "\n")
