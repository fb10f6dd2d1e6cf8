"""The report as a new workbook: findings, scores, coverage and the record of the run, a sheet each.

Numbers are numbers and look as they are printed (`9.40`, `94.00%`); a text never becomes a formula, whatever it begins
with. Everything is listed, rounding differences and skipped checks as well.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from perfscore.checks.catalogue import CATALOGUE
from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.core.trace import Step
from perfscore.outcome import AuditReport
from perfscore.report.layout import width
from perfscore.report.style import Style
from perfscore.report.typed import typed
from perfscore.report.words import basis_words, beside, kind_words, not_recomputed, number, status_words
from perfscore.scoring.wording import readings_words

#: What a spreadsheet program takes for the beginning of a formula when a text is typed in.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
#: The longest text of a cell.
_LONGEST = 32_767

#: The typeface of new workbooks; naming it keeps bold cells in the same one.
_TYPEFACE = "Calibri"
_HEAD_FONT = Font(name=_TYPEFACE, bold=True, color="FFFFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="FF1F4E79")
_BOLD = Font(name=_TYPEFACE, bold=True)
_LINE = Side(style="thin", color="FFBFBFBF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FILLS = {
    "error": PatternFill("solid", fgColor="FFF8CBAD"),
    "warning": PatternFill("solid", fgColor="FFFFE699"),
    "info": PatternFill("solid", fgColor="FFDDEBF7"),
}
#: Rows that sum others.
_SUMS = frozenset({"section", "total"})


@frozen
class _Column:
    """A column: its heading, its width in characters, and whether it holds numbers where it can."""

    zh: str
    en: str
    width: float
    numbers: bool = False


_PLACE = (_Column("文件", "file", 18), _Column("工作表", "sheet", 18), _Column("位置", "place", 11))
_FINDINGS = (
    _Column("序号", "no.", 6, numbers=True),
    _Column("级别", "severity", 8),
    _Column("编码", "code", 8),
    _Column("检查项", "check", 20),
    *_PLACE,
    _Column("问题", "finding", 54),
    _Column("表中", "recorded", 13, numbers=True),
    _Column("重算", "recomputed", 13, numbers=True),
    _Column("改法", "mend", 36),
    # From here on for reading on the screen, not for printing.
    _Column("容差", "tolerance", 10, numbers=True),
    _Column("算法", "steps", 60),
    _Column("相关位置", "related places", 90),
    _Column("表号", "form", 6, numbers=True),
    _Column("项目或单位", "project or unit", 24),
    _Column("指纹", "fingerprint", 15),
    _Column("处理意见", "verdict", 24),
)
_SCORES = (
    _Column("类别", "kind", 11),
    _Column("一级指标", "level 1", 12),
    _Column("二级指标", "level 2", 14),
    _Column("三级指标", "indicator", 26),
    *_PLACE,
    _Column("指标值", "target", 16, numbers=True),
    _Column("实际完成值", "actual", 14, numbers=True),
    _Column("分值", "points", 8, numbers=True),
    _Column("得分", "recorded", 8, numbers=True),
    _Column("重算得分", "recomputed", 10, numbers=True),
    _Column("等级", "grade", 7),
    _Column("未重算原因", "why not recomputed", 32),
    _Column("各种读法", "readings", 40),
    _Column("依据", "basis", 20),
    _Column("评分标准", "rule", 44),
    _Column("状态", "status", 14),
    _Column("表号", "form", 6, numbers=True),
    _Column("项目或单位", "project or unit", 24),
)
#: How many columns of the two are printed; the rest is detail.
_PRINTED_FINDINGS, _PRINTED_SCORES = 11, 14
_COVERAGE = (
    _Column("类别", "kind", 12),
    _Column("内容", "what", 40),
    _Column("数", "number", 8, numbers=True),
    *_PLACE,
    _Column("表号", "form", 6, numbers=True),
    _Column("项目或单位", "project or unit", 24),
    _Column("原因", "reason", 50),
)
_RUN = (
    _Column("类别", "kind", 10),
    _Column("名称", "name", 34),
    _Column("内容", "content", 40),
    _Column("说明", "note", 44),
    _Column("SHA-256", "SHA-256", 36),
)
#: Columns of at most this width are centred.
_NARROW = 8
_LINE_HEIGHT, _HIGHEST = 15.0, 409.0


@frozen
class _Row:
    """The texts of a row; `fill` names the colour of its second cell, `bold` marks a sum."""

    cells: Sequence[str | None]
    fill: str = ""
    bold: bool = False


def as_workbook(report: AuditReport, style: Style) -> bytes:
    """The whole report as an xlsx file."""
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    findings = _fill(book, style.say("审核发现", "Findings"), _FINDINGS, _findings(report, style), style)
    findings.print_area = f"A1:{get_column_letter(_PRINTED_FINDINGS)}{findings.max_row}"
    scores = _fill(book, style.say("得分", "Scores"), _SCORES, _scores(report, style), style)
    scores.print_area = f"A1:{get_column_letter(_PRINTED_SCORES)}{scores.max_row}"
    _fill(book, style.say("覆盖", "Coverage"), _COVERAGE, _coverage(report, style), style)
    _fill(book, style.say("运行记录", "Run"), _RUN, _run(report, style), style)
    book.active = 1 if style.table == "scores" else 0
    book.properties.creator = f"perfscore {report.run.version}"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(book: Workbook, title: str, columns: Sequence[_Column], rows: Iterable[_Row], style: Style) -> Worksheet:
    """Add a sheet: a heading that stays in view, rows, widths, filter, and a page set-up for printing."""
    sheet: Worksheet = book.create_sheet(title)
    for place, column in enumerate(columns, 1):
        head = _cell(sheet, 1, place)
        head.value, head.font, head.fill = style.say(column.zh, column.en), _HEAD_FONT, _HEAD_FILL
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    last = 1
    for last, row in enumerate(rows, 2):
        for place, (column, text) in enumerate(zip(columns, row.cells, strict=True), 1):
            cell = _cell(sheet, last, place)
            centre = "center" if column.width <= _NARROW else None
            cell.alignment = Alignment(horizontal=centre, vertical="top", wrap_text=True)
            put(cell, text, numbers=column.numbers)
            if row.bold:
                cell.font = _BOLD
        # Not every program fits heights to wrapped texts when it opens a file.
        sheet.row_dimensions[last].height = _height(columns, row)
        if row.fill:
            sheet.cell(last, 2).fill = _FILLS[row.fill]
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="&P / &N"))
    return sheet


def _height(columns: Sequence[_Column], row: _Row) -> float:
    """The height that shows every cell of a row whole, as far as a row can be high."""
    lines = 1
    for column, text in zip(columns, row.cells, strict=True):
        room = column.width - 1
        lines = max(lines, sum(ceil(width(part) / room) or 1 for part in (text or "").split("\n")))
    return min(lines * _LINE_HEIGHT + 2, _HIGHEST)


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{sheet.title}: {cell.coordinate} lies inside a merge")
    cell.border = _BOX
    return cell


def put(cell: Cell, text: str | None, *, numbers: bool) -> None:
    """Write a text, as a number where the column holds numbers and the text is one."""
    if not text:
        return
    if numbers and (found := typed(text)) is not None:
        cell.value, cell.number_format = found
        return
    # Excel writes a line break as a line feed alone and refuses control characters.
    shown = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    cell.value = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
    # Neither now nor when somebody edits the cell is =100% a formula.
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA_STARTS)


def _findings(report: AuditReport, style: Style) -> Iterator[_Row]:
    for count, finding in enumerate(report.findings, 1):
        cells = [
            str(count),
            style.say(finding.severity.zh, finding.severity.word),
            finding.code,
            _title(finding.code, finding.name, style),
            *_place(finding.at),
            style.message(finding),
            style.say("（空）", "(blank)") if finding.recorded == "" else finding.recorded,
            finding.recomputed,
            style.say(finding.help, finding.help_en),
            finding.tolerance,
            "\n".join(_steps(finding.steps)),
            "；".join(f"{beside(place.at, finding.at)} {place.note}".strip() for place in finding.related),
            *_whose(report, finding.form),
            finding.fingerprint,
            finding.waiver.say(english=style.lang == "en") if finding.waiver is not None else None,
        ]
        yield _Row(cells, fill=finding.severity.word)


def _title(code: str, name: str, style: Style) -> str:
    check = CATALOGUE.get(code)
    return style.say(check.title_zh, check.title_en) if check else name


def _steps(step: Step | None, depth: int = 0) -> Iterator[str]:
    if step is not None:
        yield "  " * depth + step.line()
        for child in step.children:
            yield from _steps(child, depth + 1)


def _whose(report: AuditReport, form: int | None) -> list[str | None]:
    if form is None:
        return [None, None]
    record = report.forms[form]
    return [str(form + 1), record.project or record.unit or record.title]


def _place(at: Location | None) -> list[str | None]:
    if at is None:
        return [None, None, None]
    return [at.file, at.sheet, at.cells or at.place]


def _scores(report: AuditReport, style: Style) -> Iterator[_Row]:
    for score in report.scores:
        cells = [
            kind_words(score.kind, style),
            score.l1,
            score.l2,
            score.indicator,
            *_place(score.at),
            score.target,
            score.actual,
            number(score.points),
            score.recorded,
            number(score.recomputed),
            score.grade,
            style.say(score.reason or "", score.reason_en or ""),
            readings_words(score.readings, english=style.lang == "en") if score.readings else "",
            basis_words(score.basis, style),
            score.rule,
            status_words(score.status, style),
            *_whose(report, score.form),
        ]
        yield _Row(cells, bold=score.kind in _SUMS)


def _coverage(report: AuditReport, style: Style) -> Iterator[_Row]:
    coverage = report.coverage
    blank: list[str | None] = [None] * 6
    indicators, checks = style.say("指标", "indicators"), style.say("检查项次", "checks")
    for kind, what, count in (
        (indicators, style.say("全部", "all"), coverage.indicators),
        (indicators, style.say("已重算", "recomputed"), coverage.recomputed),
        *((indicators, status_words(status, style), many) for status, many in not_recomputed(coverage)),
        (style.say("目标表", "target sheets"), style.say("指标", "targets"), coverage.targets),
        (style.say("评分标准", "rules"), style.say("全部", "all"), coverage.rules),
        (style.say("评分标准", "rules"), style.say("读懂", "read"), coverage.rules_read),
        (checks, style.say("通过", "passed"), coverage.passed),
        (checks, style.say("有发现", "found something"), coverage.found),
        (checks, style.say("跳过（不等于通过）", "skipped (not passed)"), coverage.skipped),
    ):
        yield _Row([kind, what, str(count), *blank])
    for row in coverage.not_recomputed:
        reason = style.say(row.reason, row.reason_en)
        kind = style.say("未重算", "not recomputed")
        yield _Row([kind, row.indicator, None, *_place(row.at), None, None, reason])
    for column in coverage.unread_columns:
        kind = style.say("未读的栏", "column not read")
        yield _Row([kind, column.name, None, *_place(column.at), None, None, None])
    for check in coverage.skipped_checks:
        reason = style.say(check.reason, check.reason_en)
        kind = style.say("跳过的检查", "skipped check")
        what = f"{check.code} {_title(check.code, check.name, style)}"
        yield _Row([kind, what, None, None, None, None, *_whose(report, check.form), reason])


def _run(report: AuditReport, style: Style) -> Iterator[_Row]:
    run = report.run
    yield _Row([style.say("程序", "program"), "perfscore", run.version, run.date, None])
    for rules in run.rulesets:
        yield _Row([style.say("规则集", "rule set"), rules.id, None, None, rules.sha256])
    for record in report.inputs:
        read = style.say("已读", "read") if record.status == "read" else style.say("未能读取", "not read")
        content = f"{record.kind}  {read}" if record.kind else read
        yield _Row([style.say("文件", "file"), record.file, content, record.reason, record.sha256])
    for place, form in enumerate(report.forms, 1):
        whose = "  ".join(part for part in (form.project, form.unit, form.year) if part)
        note = "；".join(part for part in (f"{form.at} {form.ruleset}".strip(), form.note) if part)
        yield _Row([f"{style.say('表', 'form')} {place}", form.title, whose, note, None])
    for hint in report.hints:
        yield _Row([style.say("提示", "hint"), None, hint, None, None])
