"""The papers as workbooks: the problem list as one table, the working paper as a sheet for each form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from perfscore.report.papers import problem_list, working_paper
from perfscore.report.papers.blocks import Align, Block, Column, Row, Sheet
from perfscore.report.papers.book import Book, Page, grid
from perfscore.report.papers.problem_list import Listed, severity_word
from perfscore.report.papers.records import Entry, FormPart, Run, UnitPart, counted
from perfscore.report.style import Style

#: Title, run, head; the column that the severity of a finding fills; the last column that is printed.
_HEAD_ROWS: Final = 3
_SHADED: Final = 5
_PRINTED: Final = 13
#: A sheet has 1 048 576 rows; what does not fit goes to the next one.
_MOST_ROWS: Final = 1_000_000
#: More sheets than these are of no use to anybody; then the forms of a unit stand below each other, or all of them.
_MOST_SHEETS: Final = 300


def problem_book(lists: Iterable[Listed], run: Run, style: Style) -> bytes:
    """The problem list: every finding a row, ready to be filtered; rejected ones on a sheet of their own."""
    sheet = problem_list.sheet(run, style)
    book = Book(run, sheet.title, streamed=True)
    standing = _Rows(book, sheet, sheet.title, sheet.title, run, style)
    rejected_title = style.say("不采纳的发现（不再计入）", "Findings rejected (not counted)")
    rejected = _Rows(book, sheet, style.say("不采纳", "Rejected"), rejected_title, run, style)
    standing.page()  # the first sheet, whatever comes first
    for one in lists:
        for number, form, entry in one.open:
            standing.add(_row(number, one, form, entry, style), entry.severity)
        for number, form, entry in one.waived:
            rejected.add(_row(number, one, form, entry, style), entry.severity)
    page = standing.page()
    if page.row <= _HEAD_ROWS:
        page.line(style.say("没有应列入清单的问题。", "Nothing to be listed."))
    standing.close()
    page.line("")
    page.block(problem_list.names(style))  # the unit answers in its column
    page.worksheet.print_area(0, 0, page.row - 1, _PRINTED)
    rejected.close()
    return book.finish()


class _Rows:
    """Rows under one heading, on as many sheets as they need."""

    def __init__(self, book: Book, sheet: Sheet, name: str, title: str, run: Run, style: Style) -> None:
        self._book, self._sheet, self._name, self._title = book, sheet, name, title
        self._run, self._style = run, style
        self._columns = _columns(style)
        self._pages: list[Page] = []

    def page(self) -> Page:
        """The sheet that rows go to: a new one where there is none, or the last is full."""
        if not self._pages or self._pages[-1].row >= _MOST_ROWS:
            name = self._name if not self._pages else f"{self._name}({len(self._pages) + 1})"
            widths = [column.width for column in self._columns]
            page = self._book.page(name, self._sheet, widths, across=_PRINTED + 1)
            page.line(self._title, bold=True, font_size=16, align="center")
            page.line(problem_list.run_line(self._run, self._style), font_size=9)
            page.head(self._columns)
            page.worksheet.freeze_panes(_HEAD_ROWS, 0)
            page.worksheet.repeat_rows(_HEAD_ROWS - 1)
            self._pages.append(page)
        return self._pages[-1]

    def add(self, cells: tuple[str, ...], severity: str) -> None:
        """Write a row."""
        self.page().body(self._columns, Row(cells, ink=severity), shaded=_SHADED)

    def close(self) -> None:
        """Set filters and what is printed."""
        for page in self._pages:
            last = max(page.row - 1, _HEAD_ROWS - 1)
            page.worksheet.autofilter(_HEAD_ROWS - 1, 0, last, len(self._columns) - 1)
            page.worksheet.print_area(0, 0, last, _PRINTED)


def _columns(style: Style) -> tuple[Column, ...]:
    wide: list[tuple[str, str, float, Align, bool]] = [
        ("序号", "No.", 1.0, "center", True),
        ("单位", "Unit", 2.4, "left", False),
        ("项目", "Project", 2.6, "left", False),
        ("文件", "File", 2.4, "left", False),
        ("位置", "Place", 2.6, "left", False),
        ("级别", "Severity", 1.3, "center", False),
        ("问题", "Problem", 6.0, "left", False),
        ("表中", "Recorded", 1.7, "left", True),
        ("重算或对照", "Recomputed", 1.8, "left", True),
        ("算式", "Sums", 3.6, "left", False),
        ("依据", "Basis", 2.6, "left", False),
        ("改法", "Remedy", 3.4, "left", False),
        ("处理意见", "Verdict", 2.2, "left", False),
        ("被审核单位意见", "Reply of the unit", 2.6, "left", False),
        # From here on for reading on the screen, not for printing.
        ("编码", "Code", 1.5, "center", False),
        ("检查项", "Check", 3.0, "left", False),
        ("底稿编号", "Index", 1.8, "center", False),
        ("表式", "Form", 3.0, "left", False),
        ("年度", "Year", 1.3, "center", False),
    ]
    return tuple(Column(style.say(zh, en), size, align, numbers) for zh, en, size, align, numbers in wide)


def _row(number: int, one: Listed, form: FormPart, entry: Entry, style: Style) -> tuple[str, ...]:
    return (
        str(number),
        one.unit.name,
        form.project,
        entry.file or form.file,
        entry.place,
        severity_word(entry, style),
        entry.message,
        entry.recorded,
        entry.recomputed,
        entry.sums,
        entry.basis,
        entry.mend,
        entry.remark.say(style) if entry.remark else "",
        "",
        entry.code,
        entry.title,
        form.index,
        form.title,
        form.year,
    )


def working_book(units: Sequence[UnitPart], run: Run, style: Style) -> bytes:
    """The working paper: a table of contents, then a sheet for each form."""
    sheet = working_paper.sheet(run, style)
    book = Book(run, sheet.title, streamed=False)
    pages = list(_pages(units))
    contents = book.page(style.say("目录", "Contents"), sheet, [column.width for column in _contents(style)])
    contents.line(style.say("审核底稿目录", "Working papers"), bold=True, font_size=16, align="center")
    contents.line(problem_list.run_line(run, style), font_size=9)
    contents.head(_contents(style))
    contents.worksheet.freeze_panes(3, 0)
    contents.worksheet.repeat_rows(2)
    for name, forms in pages:
        page: Page | None = None
        for unit, form in forms:
            blocks: list[Block] = list(working_paper.form_blocks(form, unit.name, style, breaks=page is not None))
            if page is None:
                page = book.page(name, sheet, grid(blocks if len(forms) == 1 else _all(forms, style)))
            start = page.row + 1
            for block in blocks:
                page.block(block)
            link = f"internal:'{name}'!A{start}"
            contents.body(_contents(style), _entry(unit, form, style), shaded=-1)
            look = book.format(font_color="#0563C1", underline=1, border=1, align="center")
            contents.worksheet.write_url(contents.row - 1, 0, link, look, form.index)
        if page is not None:
            page.end()
    return book.finish()


def _all(forms: Sequence[tuple[UnitPart, FormPart]], style: Style) -> Iterator[Block]:
    for unit, form in forms:
        yield from working_paper.form_blocks(form, unit.name, style, breaks=False)


def _pages(units: Sequence[UnitPart]) -> Iterator[tuple[str, list[tuple[UnitPart, FormPart]]]]:
    """The sheets with their forms: each its own, or, where there are very many, those of a unit, or all."""
    if sum(len(unit.forms) for unit in units) <= _MOST_SHEETS:
        for unit in units:
            for form in unit.forms:
                yield form.index, [(unit, form)]
    elif len(units) <= _MOST_SHEETS:
        for unit in units:
            yield f"{unit.number:03d}", [(unit, form) for form in unit.forms]
    else:
        yield "001", [(unit, form) for unit in units for form in unit.forms]


def _contents(style: Style) -> tuple[Column, ...]:
    return (
        Column(style.say("底稿编号", "Index"), 1.9, "center"),
        Column(style.say("单位", "Unit"), 3.4),
        Column(style.say("项目", "Project"), 3.6),
        Column(style.say("年度", "Year"), 1.3, "center"),
        Column(style.say("表式", "Form"), 3.6),
        Column(style.say("填报总分", "Recorded"), 1.6, "right", numbers=True),
        Column(style.say("重算总分", "Recomputed"), 1.8, "right", numbers=True),
        Column(style.say("发现", "Findings"), 3.6),
    )


def _entry(unit: UnitPart, form: FormPart, style: Style) -> Row:
    total = next((line for line in form.scores if line.kind == "total"), None)
    return Row(
        (
            form.index,
            unit.name,
            form.project,
            form.year,
            form.title,
            total.recorded if total else "",
            total.recomputed if total else "",
            counted(tuple(entry for entry in form.entries if not entry.hidden), style),
        )
    )
