"""A comparison as a new workbook: what became of it all, form by form, finding by finding, value by value.

Rows go to the file as they come, so that the workbook of thousands of forms is never held.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from math import ceil
from typing import Any, Final

from perfscore.core.errors import UsageError
from perfscore.report.layout import width
from perfscore.report.style import Style
from perfscore.services.rounds import words
from perfscore.services.rounds.comparing import Rounds
from perfscore.services.rounds.tables import (
    FINDINGS,
    FORMS,
    PRINTED_FINDINGS,
    PRINTED_FORMS,
    PRINTED_ROWS,
    ROWS,
    Cells,
    Column,
    finding_cells,
    form_cells,
    row_cells,
)

_TYPEFACE: Final = "Calibri"
_LINE_HEIGHT, _HIGHEST = 15.0, 409.0
#: Columns of at most this width are centred.
_NARROW: Final = 10
#: The rows of a sheet that Excel reads, the heading among them.
_MOST_ROWS: Final = 1_048_576
_FILLS: Final = {
    "new": "FFF8CBAD", "still": "FFFFE699", "mended": "FFE2EFDA", "unseen": "FFEDEDED",
    "error": "FFF8CBAD", "warning": "FFFFE699", "info": "FFDDEBF7",
}  # fmt: skip


def as_workbook(rounds: Rounds, style: Style) -> bytes:
    """The whole comparison as an xlsx file.

    Raises:
        UsageError: it has more rows than a sheet holds.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheets = _Sheets(book, style)
    sheets.lines(style.say("概况", "Summary"), _summary(rounds, style))
    sheets.table(style.say("各表", "Forms"), FORMS, PRINTED_FORMS, _forms(rounds, style))
    sheets.table(style.say("问题", "Findings"), FINDINGS, PRINTED_FINDINGS, _findings(rounds, style))
    sheets.table(style.say("改动", "Changes"), ROWS, PRINTED_ROWS, _rows(rounds, style))
    book.properties.creator = f"perfscore {rounds.runs[1].get('version', '')}"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


_Filled = tuple[Cells, dict[int, str]]


def _summary(rounds: Rounds, style: Style) -> Iterator[str]:
    yield style.say("与上次相比", "Against the round before")
    yield words.headline(rounds, style)
    yield words.outstanding(rounds, style)
    yield from words.about(rounds, style)
    yield style.say(
        "“问题”表按状态筛选：新增、仍存在要整改；“未查”是这次材料或检查项中没有的。",
        "Filter the findings by standing: what is new or still there is to be mended.",
    )


def _forms(rounds: Rounds, style: Style) -> Iterator[_Filled]:
    for form in rounds.forms():
        if form.row is not None:
            yield form_cells(form, style), {}


def _findings(rounds: Rounds, style: Style) -> Iterator[_Filled]:
    for form in rounds.forms():
        for one in form.findings:
            yield finding_cells(form, one, style), {0: one.standing, 1: one.seen.severity.word}


def _rows(rounds: Rounds, style: Style) -> Iterator[_Filled]:
    for form in rounds.forms():
        for row in form.rows:
            yield row_cells(form, row, style), {}


class _Sheets:
    """Adds sheets to a workbook that is written row by row."""

    def __init__(self, book: Any, style: Style) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self._book = book
        self._style = style
        line = Side(style="thin", color="FFBFBFBF")
        self._box = Border(left=line, right=line, top=line, bottom=line)
        self._head = Font(name=_TYPEFACE, bold=True, color="FFFFFFFF")
        self._head_fill = PatternFill("solid", fgColor="FF1F4E79")
        self._title = Font(name=_TYPEFACE, bold=True, size=16)
        self._bold = Font(name=_TYPEFACE, bold=True)
        self._fills = {name: PatternFill("solid", fgColor=colour) for name, colour in _FILLS.items()}
        self._centre = Alignment(horizontal="center", vertical="top", wrap_text=True)
        self._middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self._wrapped = Alignment(vertical="top", wrap_text=True)
        self._looks: dict[tuple[bool, str], Any] = {}

    def lines(self, title: str, texts: Iterable[str]) -> None:
        """A sheet with one line below the other."""
        sheet = self._book.create_sheet(title)
        sheet.column_dimensions["A"].width = 110
        self._page(sheet)
        for number, text in enumerate(texts, 1):
            cell = self._cell(sheet, text, numbers=False)
            if number <= 3:
                cell.font = self._title if number == 1 else self._bold
            cell.alignment = self._wrapped
            sheet.row_dimensions[number].height = 26 if number == 1 else _height([(text, 110)])
            sheet.append([cell])

    def table(self, title: str, columns: Sequence[Column], printed: int, rows: Iterable[_Filled]) -> None:
        """A sheet with a heading that stays in view, a filter, and a page set-up for printing."""
        from openpyxl.utils import get_column_letter

        sheet = self._book.create_sheet(title)
        for place, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(place)].width = column.width
        sheet.freeze_panes = "A2"
        self._page(sheet)
        sheet.print_title_rows = "1:1"
        heads = [self._cell(sheet, self._style.say(column.zh, column.en), numbers=False) for column in columns]
        for head in heads:
            head.font, head.fill, head.alignment, head.border = (
                self._head,
                self._head_fill,
                self._middle,
                self._box,
            )
        sheet.row_dimensions[1].height = 30
        sheet.append(heads)
        last = 1
        for last, (texts, fills) in enumerate(rows, 2):
            if last > _MOST_ROWS:
                sheet.close()
                raise UsageError(
                    f"比较结果超过一张工作表的 {_MOST_ROWS} 行，写不进工作簿；请改用 --format csv=文件名.csv"
                    f"（too many rows for a sheet: use csv）"
                )
            cells = []
            for place, (column, text) in enumerate(zip(columns, texts, strict=True)):
                look = self._look(sheet, centred=column.width <= _NARROW, fill=fills.get(place, ""))
                cells.append(self._cell(sheet, text, numbers=column.numbers, look=look))
            sheet.row_dimensions[last].height = _height(
                [(text, column.width) for column, text in zip(columns, texts, strict=True)]
            )
            sheet.append(cells)
        sheet.print_area = f"A1:{get_column_letter(printed)}{last}"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"

    def _look(self, sheet: Any, *, centred: bool, fill: str) -> Any:
        """How a cell of a table looks, found once: looking its parts up for each cell takes most of the time."""
        key = centred, fill
        if key not in self._looks:
            cell = self._cell(sheet, "", numbers=False)
            cell.border = self._box
            cell.alignment = self._centre if centred else self._wrapped
            if fill:
                cell.fill = self._fills[fill]
            self._looks[key] = cell._style  # noqa: SLF001 - what openpyxl's own manual copies
        return self._looks[key]

    @staticmethod
    def _cell(sheet: Any, text: str, *, numbers: bool, look: Any = None) -> Any:
        from openpyxl.cell import WriteOnlyCell

        from perfscore.report.workbook import put

        cell: Any = WriteOnlyCell(sheet)
        if look is not None:
            cell._style = copy(look)  # noqa: SLF001
        put(cell, text, numbers=numbers)
        return cell

    @staticmethod
    def _page(sheet: Any) -> None:
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _height(texts: Iterable[tuple[str, float]]) -> float:
    """The height that shows every cell of a row whole, as far as a row can be high."""
    lines = max((ceil(width(text) / (wide - 1)) or 1 for text, wide in texts), default=1)
    return min(lines * _LINE_HEIGHT + 2, _HIGHEST)
