"""The forms as workbooks that look like the printed form: merged cells, borders, number formats, A4."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from math import ceil
from unicodedata import east_asian_width

from formdata import FUNDING_HEADER, INDICATOR_HEADER, FundingRow, SampleForm, Section
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

#: Widths of the columns A to I, in characters.
WIDTHS = (10, 11, 14, 22, 15, 13, 8, 9, 21)
LAST = len(WIDTHS)
LINE_HEIGHT = 15.0

_LINE = Side(style="thin", color="FF000000")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_RIGHT = Alignment(horizontal="right", vertical="center")


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is printed."""

    align: Alignment = _CENTRE
    bold: bool = False
    size: int = 10
    boxed: bool = True

    @property
    def font(self) -> Font:
        """The typeface of printed forms, in this size and weight."""
        return Font(name="宋体", size=self.size, bold=self.bold)


TITLE = Look(bold=True, size=18, boxed=False)
CAPTION = Look(boxed=False)
UNIT = Look(_RIGHT, boxed=False)
SIGN_OFF = Look(_LEFT, boxed=False)
LABEL = Look(bold=True)
VALUE = Look()
PROSE = Look(_LEFT)

#: Workbooks are stamped with one date, so that building them again gives the same bytes.
_STAMP = datetime(2024, 6, 30, tzinfo=UTC).replace(tzinfo=None)
_ZIP_STAMP = (2024, 6, 30, 0, 0, 0)

_NUMBER = re.compile(r"\d+(?:\.(?P<decimals>\d+))?(?P<percent>%?)")


def _typed(shown: str) -> tuple[str | int | Decimal | None, str]:
    """What a clerk's cell would hold for a printed text, and the number format that shows it so."""
    match = _NUMBER.fullmatch(shown)
    if match is None:
        return shown or None, "General"
    decimals = match["decimals"] or ""
    fixed = "0." + "0" * len(decimals) if decimals else "0"
    if match["percent"]:
        return Decimal(shown[:-1]) / 100, fixed + "%"
    if decimals.endswith("0"):
        return Decimal(shown), fixed
    return (Decimal(shown) if decimals else int(shown)), "General"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def _two_lines(label: str) -> str:
    """Break a label before its bracket, as it is printed: 成本指标 / （20分）."""
    return re.sub(r"\s*(?=[(（])", "\n", label, count=1)


class _Page:
    """Writes one form into a sheet, row by row from `row` on."""

    def __init__(self, sheet: Worksheet, first_row: int) -> None:
        self.sheet = sheet
        self.row = first_row

    def put(self, left: int, right: int, shown: str, look: Look = VALUE, rows: int = 1) -> None:
        """Write a text over the columns `left` to `right`, `rows` rows deep, merged into one cell."""
        anchor = self._cell(left, right, look, rows)
        if shown:
            anchor.value = shown
            # A target such as =100% is a text: the cell is formatted as one, or it would be taken for a formula.
            anchor.data_type, anchor.number_format = "s", "@"

    def put_number(self, column: int, shown: str) -> None:
        """Write a number with the format that shows it as printed; other texts as they are, blanks as blanks."""
        anchor = self._cell(column, column, VALUE, 1)
        anchor.value, anchor.number_format = _typed(shown)

    def _cell(self, left: int, right: int, look: Look, rows: int) -> Cell:
        bottom = self.row + rows - 1
        for line in range(self.row, bottom + 1):
            for column in range(left, right + 1):
                cell = self.sheet.cell(line, column)
                cell.font, cell.alignment = look.font, look.align
                if look.boxed:
                    cell.border = _BOX
        anchor = self.sheet.cell(self.row, left)
        if not isinstance(anchor, Cell):
            raise TypeError(f"{self.sheet.title}: {anchor.coordinate} lies inside another merge")
        if (rows, left) != (1, right):
            self.sheet.merge_cells(start_row=self.row, start_column=left, end_row=bottom, end_column=right)
        return anchor

    def end_row(self, *texts: tuple[int, int, str], least: float = 26.0) -> None:
        """Give the row a height that shows the (left, right, text) cells whole, and go to the next."""
        lines = 1
        for left, right, text in texts:
            room = sum(WIDTHS[left - 1 : right]) - 2
            lines = max(lines, sum(ceil(_width(part) / room) or 1 for part in text.split("\n")))
        self.sheet.row_dimensions[self.row].height = max(least, lines * LINE_HEIGHT + 6)
        self.row += 1

    def form(self, form: SampleForm) -> None:
        """Write the whole form."""
        self.put(1, LAST, form.title, TITLE)
        self.end_row(least=36)
        self.put(1, LAST, f"（{form.year}年度）", CAPTION)
        self.end_row(least=20)
        self.put(1, LAST, "单位：万元", UNIT)
        self.end_row(least=20)
        for cells in form.head:
            self._head(cells)
        self._funding(form)
        self._goals(form)
        self._indicators(form)
        self.put(1, 6, "总分", LABEL)
        self.put_number(7, form.total_points)
        self.put_number(8, form.total_score)
        self.put(9, LAST, "")
        self.end_row()
        if form.footer:
            for number, text in enumerate(form.footer):
                self.put(3 * number + 1, 3 * number + 3, text, SIGN_OFF)
            self.end_row(least=26)

    def _head(self, cells: tuple[str, ...]) -> None:
        label, value, *second = cells
        self.put(1, 1, label, LABEL)
        self.put(2, 4 if second else LAST, value)
        if second:
            self.put(5, 5, second[0], LABEL)
            self.put(6, LAST, second[1])
        self.end_row((1, 1, label))

    def _funding(self, form: SampleForm) -> None:
        self.put(1, 1, _two_lines(form.money_label), LABEL, rows=1 + len(form.funding))
        self.put(2, 3, FUNDING_HEADER[0], LABEL)
        for column, label in enumerate(FUNDING_HEADER[1:], start=4):
            self.put(column, column, label, LABEL)
        self.end_row()
        for money in form.funding:
            self._money(money)

    def _money(self, money: FundingRow) -> None:
        self.put(2, 3, money.source, PROSE)
        values = (money.initial, money.budget, money.executed, money.points, money.rate, money.score)
        for column, shown in enumerate(values, start=4):
            self.put_number(column, shown)
        self.end_row()

    def _goals(self, form: SampleForm) -> None:
        self.put(1, 1, "年度总体目标", LABEL, rows=2)
        self.put(2, 4, "预期目标", LABEL)
        self.put(5, LAST, "实际完成情况", LABEL)
        self.end_row()
        self.put(2, 4, form.goal_expected, PROSE)
        self.put(5, LAST, form.goal_actual, PROSE)
        self.end_row((2, 4, form.goal_expected), (5, LAST, form.goal_actual), least=48)

    def _indicators(self, form: SampleForm) -> None:
        depth = sum(len(section.rows) for section in form.sections)
        self.put(1, 1, "绩效指标", LABEL, rows=1 + depth)
        for column, label in enumerate(INDICATOR_HEADER, start=2):
            self.put(column, column, label, LABEL)
        self.end_row()
        for section in form.sections:
            self._section(section)

    def _section(self, section: Section) -> None:
        self.put(2, 2, _two_lines(section.header), LABEL, rows=len(section.rows))
        done = 0
        while done < len(section.rows):
            l2 = section.rows[done].l2
            same = sum(row.l2 == l2 for row in section.rows[done:])
            for number, row in enumerate(section.rows[done : done + same]):
                if number == 0:
                    self.put(3, 3, l2, rows=same)
                self.put(4, 4, row.name)
                self.put(5, 5, row.target)
                for column, shown in enumerate((row.actual, row.points, row.score), start=6):
                    self.put_number(column, shown)
                self.put(9, LAST, row.reason, PROSE)
                least = 40.0 if len(section.rows) == 1 else 28.0
                self.end_row(
                    (3, 3, l2),
                    (4, 4, row.name),
                    (5, 5, row.target),
                    (6, 6, row.actual),
                    (9, 9, row.reason),
                    least=least,
                )
            done += same


def _sheet(book: Workbook, title: str, *, pages: int) -> Worksheet:
    sheet: Worksheet = book.create_sheet(title)
    for number, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHI"[number]].width = width
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = pages
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    return sheet


def _book() -> Workbook:
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    return book


def one_sheet_each(forms: list[SampleForm]) -> bytes:
    """Return a workbook with every form on a sheet of its own, one printed page each."""
    book = _book()
    for form in forms:
        sheet = _sheet(book, form.sheet, pages=1)
        _Page(sheet, 1).form(form)
    return _packed(book)


def one_below_the_other(forms: list[SampleForm], sheet_title: str) -> bytes:
    """Return a workbook with all forms in a single sheet, a page break between them."""
    book = _book()
    sheet = _sheet(book, sheet_title, pages=0)
    page = _Page(sheet, 1)
    for number, form in enumerate(forms):
        if number:
            sheet.row_breaks.append(Break(id=page.row))
            page.row += 1
        page.form(form)
    return _packed(book)


def _packed(book: Workbook) -> bytes:
    """Save the workbook and pack it again without anything that depends on the hour of the day."""
    book.properties.creator = "perfscore samples"
    book.properties.created = _STAMP
    raw = io.BytesIO()
    book.save(raw)
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + _STAMP.isoformat().encode() + b"Z", content
                )
            member = zipfile.ZipInfo(name, _ZIP_STAMP)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            target.writestr(member, content)
    return packed.getvalue()
