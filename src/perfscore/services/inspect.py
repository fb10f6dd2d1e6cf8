"""What each stage of the pipeline saw in a file: tables, forms, model, rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, get_args

from perfscore.core.conventions import Conventions
from perfscore.core.errors import UsageError
from perfscore.core.location import column_letters
from perfscore.core.records import frozen
from perfscore.core.sourced import Unreadable
from perfscore.forms import left_over, survey
from perfscore.language.values import Value
from perfscore.model import (
    BaseTable,
    Form,
    Funding,
    FundingRow,
    Indicator,
    Ledger,
    Number,
    RowRole,
    Section,
    SelfAssessment,
    TargetSheet,
    Text,
    TotalRow,
)  # fmt: skip
from perfscore.readers.document import Document
from perfscore.scoring.rows import number, stated_rule
from perfscore.scoring.stated import read_rule
from perfscore.services.inspect_budget import lines_of as budget_lines
from perfscore.services.probes import probe

Stage = Literal["tables", "form", "model", "rules"]

_WIDEST = 24


@frozen
class Seen:
    """What a stage saw: the lines that show it, and the number of forms and budget tables (None for the tables, which come before)."""

    lines: tuple[str, ...]
    forms: int | None = None


def inspect(document: Document, stage: str) -> Seen:
    """Show a stage.

    Raises:
        UsageError: there is no such stage.
    """
    if stage not in get_args(Stage):
        raise UsageError(f"没有阶段“{stage}”：可用 {'、'.join(get_args(Stage))}")
    if stage == "tables":
        return Seen(tuple(_tables(document)))
    show = {"form": _form, "model": _model, "rules": _rules}[stage]
    seen = survey(document)
    forms = [match.extract() for match in seen.matches]
    found = seen.budget_tables()
    budgets = [match.extract() for match in found]
    lines = []
    for count, form in enumerate(forms, 1):
        head = form.head
        lines.append(f"[{count}] {head.title.value or '（无表名）'}  {head.at}  定义 {head.definition}")
        lines += show(form)
    for count, table in enumerate(budgets, len(forms) + 1):
        title = table.title.value if table.title is not None else ""
        lines.append(f"[{count}] {title or '（无表名）'}  {table.at}  预算表")
        lines += budget_lines(table, stage)
    for miss in left_over(seen.near_misses, found):
        words, missing = "、".join(miss.found), "、".join(miss.missing)
        nearest = f"最接近《{miss.nearest}》，" if miss.nearest else ""
        lacks = "横排（一列一项指标），没有读入" if miss.sideways else f"{nearest}缺“{missing}”"
        lines.append(f"未识别：{miss.at}  有“{words}”，{lacks}")
    return Seen(tuple(lines), len(forms) + len(budgets))


def _tables(document: Document) -> Iterator[str]:
    yield f"{document.file}  {document.kind}  {document.provenance}"
    for table in document.tables:
        hidden = "  （隐藏）" if table.hidden else ""
        yield f"── {table.name or '正文'}{hidden}"
        for row, cells in table:
            shown = " | ".join(
                f"{_column(document, column)}:{_short(cell.shown)}" for column, cell in cells if cell.shown
            )
            if shown:
                yield f"{row:>5}  {shown}"


def _column(document: Document, column: int) -> str:
    """A column as its place is written elsewhere: a letter in a sheet, the piece of a line in a text."""
    return str(column) if document.kind == "text" else column_letters(column)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1]}…"


def _form(form: Form) -> Iterator[str]:
    for name, text in form.head.fields:
        yield f"    {name}: {text.value or '（空）'}  {text.at.place}"
    for name, text in form.head.columns:
        yield f"    列 {name}: {_short(text.raw)}  {text.at.place}"
    if isinstance(form, SelfAssessment | TargetSheet):
        for repair in form.repairs:
            yield f"    错列 {repair.at.place}: 移动 {repair.shift:+d} 栏"
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
    return f"{value.say() or '空'}〔{value.kind}〕" if isinstance(value, Value) else "—"


def _label(text: Text) -> str:
    return text.value.strip(" :：")


def _model(form: Form) -> Iterator[str]:
    if isinstance(form, BaseTable):
        titles = {name: " ".join(text.raw.split()) for name, text in form.head.columns}
        for row in form.rows:
            figures = "  ".join(f"{titles.get(name, name)} {_number(cell)}" for name, cell in row.figures)
            yield f"    {'    ' * row.level}{_label(row.label)}: {figures}"
        return
    if isinstance(form, Ledger):
        yield from _ledger(form)
        return
    for block in form.blocks if isinstance(form, TargetSheet) else ():
        if block.name == "period":
            yield "    实施期"
            yield from _block(block.funding, block.goal, block.sections)
            yield "    年度"
    yield from _block(form.funding, form.goal, form.sections)
    if isinstance(form, SelfAssessment) and form.goal_actual is not None:
        yield f"    完成情况: {_short(form.goal_actual.value) or '空'}"
    for total in form.subtotals:
        yield f"    {_total(total)}"
    if form.total is not None:
        yield f"    {_total(form.total)}"
    for indicator in form.adjustments:
        yield f"    {_indicator(indicator)}  （{_ROLES[indicator.role]}）"
    if isinstance(form, SelfAssessment) and form.final is not None:
        yield f"    {_total(form.final)}"
    for convention in form.head.conventions:
        yield f"    计分约定（已读懂，计分时采用）: {_short(convention.raw)}"
    for _, text in form.head.unread_notes:
        yield f"    计分约定（没有读懂）: {_short(text.raw)}"


def _block(funds: Funding | None, goal: Text | None, sections: Sequence[Section]) -> Iterator[str]:
    """Money, goal and indicators of a form, or of one of the two blocks of a target sheet."""
    for money in (*funds.rows, *filter(None, [funds.total])) if funds else ():
        yield f"    资金 {_money(money)}"
    for part in funds.breakdowns if funds else ():
        amounts = "  ".join(f"{_label(label)} {_number(amount)}" for label, amount in part.rows)
        yield f"    {_label(part.label)}: {amounts}"
    if goal is not None:
        yield f"    总体目标: {_short(goal.value) or '空'}"
    for section in sections:
        yield f"    {section.name}（{_number(section.points)}）"
        for indicator in section.indicators:
            yield f"        {_indicator(indicator)}"
        for indicator in section.aside:
            yield f"        {_indicator(indicator)}  （{_ROLES[indicator.role]}）"
        for total in section.subtotals:
            yield f"        {_total(total)}"


def _ledger(form: Ledger) -> Iterator[str]:
    names = {"initial": "年初", "budget": "全年", "executed": "执行", "rate": "执行率", "total": "总分"}
    for row in form.rows:
        figures = "  ".join(f"{names.get(name, name)} {_number(cell)}" for name, cell in row.figures)
        grade = f"  等级 {row.grade.value or '空'}" if row.grade is not None else ""
        yield f"    {_label(row.label)}: {figures}{grade}"
    if form.total is not None:
        yield f"    {_money(form.total)}"


_ROLES: Mapping[RowRole, str] = {
    "indicator": "指标",
    "part": "其中项，不计分",
    "placeholder": "不适用或未使用，不是指标",
    "bonus": "加分项",
    "deduction": "扣分项",
}


def _money(row: FundingRow) -> str:
    figures = (
        ("年初", row.initial), ("全年", row.budget), ("执行", row.executed), ("分值", row.points), ("执行率", row.rate),
        ("得分", row.score),
    )  # fmt: skip
    return f"{_label(row.label)}: {'  '.join(f'{name} {_number(cell)}' for name, cell in figures)}"


def _total(row: TotalRow) -> str:
    return f"{_label(row.label)}: 分值 {_number(row.points)}  得分 {_number(row.score)}"


def _indicator(row: Indicator) -> str:
    repaired = "  （错列，已归位）" if row.repair else ""
    return (
        f"{row.l2} / {row.name.value}: 指标值 {_valued(row.target)}  完成值 {_valued(row.actual)}"
        f"  分值 {_number(row.points)}  得分 {_number(row.score)}{repaired}"
    )


def _rules(form: Form) -> Iterator[str]:
    stated = (
        [row for row in form.indicators if stated_rule(row) is not None]
        if isinstance(form, SelfAssessment | TargetSheet)
        else []
    )
    for row in stated:
        place = f"  {row.rule.at.place}" if row.rule else ""
        yield f"    {row.name.value}{place}"
        yield from (f"        {line}" for line in _rule(row))
    if not stated:
        yield "    表中没有评分标准"


def _rule(row: Indicator) -> Iterator[str]:
    """A rule as it was read, with its problems, and what it gives at the values that matter."""
    from perfscore.language.evidence import listed

    stated, points = stated_rule(row), number(row.points)
    if stated is None:
        return
    yield f"原文    {' '.join(stated.text.split())}"
    if points is None:
        yield "未读    该行没有分值"
        return
    rule = read_rule(stated, points, Conventions())
    if isinstance(rule, Unreadable):
        yield f"读不懂  {rule.reason}"
        return
    yield f"读作    {rule.say()}"
    yield f"需要    {'、'.join(rule.inputs) or '（无）'}"
    if names := listed(rule.bindings(stated.indicator)):
        yield f"名称    {names}"
    tried = probe(rule)
    if tried:
        yield f"试算    {'；'.join(f'{one.actual} 得 {one.say()}' for one in tried)}"
    for problem in rule.problems():
        yield f"问题    {problem.kind}  {problem.message}"
