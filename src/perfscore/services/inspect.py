"""What each stage of the pipeline saw in a file: tables, forms, model, rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

from perfscore.core.errors import UsageError
from perfscore.core.sourced import Unreadable
from perfscore.forms import survey
from perfscore.language.values import Value
from perfscore.model import BaseTable, Form, Indicator, Number
from perfscore.readers.document import Document

Stage = Literal["tables", "form", "model", "rules"]

_WIDEST = 24


def inspect(document: Document, stage: str) -> Iterator[str]:
    """Yield the lines that show a stage.

    Raises:
        UsageError: there is no such stage.
    """
    if stage not in get_args(Stage):
        raise UsageError(f"没有阶段 {stage!r}：可用 {'、'.join(get_args(Stage))}")
    if stage == "tables":
        yield from _tables(document)
        return
    seen = survey(document)
    forms = [match.extract() for match in seen.matches]
    for number, form in enumerate(forms, 1):
        head = form.head
        yield f"[{number}] {head.title.value or '（无表名）'}  {head.at}  定义 {head.definition}"
        yield from (_form(form) if stage == "form" else _model(form) if stage == "model" else _rules(form))
    for miss in seen.near_misses:
        yield f"未识别：{miss.at}  有“{'、'.join(miss.found)}”，最接近《{miss.nearest}》，缺“{'、'.join(miss.missing)}”"
    if not forms:
        yield "没有识别出绩效表"


def _tables(document: Document) -> Iterator[str]:
    yield f"{document.file}  {document.kind}  {document.provenance}"
    for table in document.tables:
        hidden = "  （隐藏）" if table.hidden else ""
        yield f"── {table.name or '正文'}{hidden}"
        for row, cells in table:
            shown = " | ".join(f"{column}:{_short(cell.shown)}" for column, cell in cells if cell.shown)
            if shown:
                yield f"{row:>5}  {shown}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1]}…"


def _form(form: Form) -> Iterator[str]:
    for name, text in form.head.fields:
        yield f"    {name}: {text.value or '（空）'}  {text.at.place}"
    for name, text in form.head.columns:
        yield f"    列 {name}: {_short(text.raw)}  {text.at.place}"
    for at, reason in form.unplaced:
        yield f"    未读入 {at.place}: {reason}"


def _number(cell: Number | None) -> str:
    if cell is None:
        return "—"
    if isinstance(cell.value, Unreadable):
        return f"读不懂“{cell.raw}”"
    return "空" if cell.value is None else str(cell.value)


def _valued(cell: object) -> str:
    value = getattr(cell, "value", None)
    if isinstance(value, Unreadable):
        return f"读不懂“{value.raw}”"
    return f"{value.say()}〔{value.kind}〕" if isinstance(value, Value) else "—"


def _model(form: Form) -> Iterator[str]:
    if isinstance(form, BaseTable):
        for row in form.rows:
            figures = "  ".join(f"{name}={_number(cell)}" for name, cell in row.figures)
            yield f"    {row.label.value}: {figures}"
        return
    funds = form.funding
    for money in (*(funds.rows if funds else ()), *([funds.total] if funds and funds.total else [])):
        yield (
            f"    资金 {money.label.value}: 年初 {_number(money.initial)}  全年 {_number(money.budget)}  执行 {_number(money.executed)}"
            f"  分值 {_number(money.points)}  执行率 {_number(money.rate)}  得分 {_number(money.score)}"
        )
    for section in form.sections:
        yield f"    {section.name}（{_number(section.points)}）"
        for indicator in section.indicators:
            yield f"        {_indicator(indicator)}"


def _indicator(row: Indicator) -> str:
    repaired = "  （错列，已归位）" if row.repair else ""
    return (
        f"{row.l2} / {row.name.value}: 指标值 {_valued(row.target)}  完成值 {_valued(row.actual)}"
        f"  分值 {_number(row.points)}  得分 {_number(row.score)}{repaired}"
    )


def _rules(form: Form) -> Iterator[str]:
    if isinstance(form, BaseTable):
        return
    for row in form.indicators:
        if row.name.value and row.rule is not None and row.rule.value:
            yield f"    {row.name.value}  {row.rule.at.place}"
            yield f"        原文 {' '.join(row.rule.value.split())}"
