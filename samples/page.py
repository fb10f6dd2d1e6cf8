"""Printed pages as worksheets: merged cells, borders, number formats, row heights, A4; the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from math import ceil
from typing import Literal
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

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

_NUMBER = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<decimals>\d+))?(?P<percent>%?)")


def _typed(shown: str) -> tuple[str | int | Decimal | None, str]:
    """What a clerk's cell would hold for a printed text, and the number format that shows it so."""
    match = _NUMBER.fullmatch(shown)
    if match is None:
        return shown or None, "General"
    digits = shown.replace(",", "")
    decimals = match["decimals"] or ""
    fixed = "0." + "0" * len(decimals) if decimals else "0"
    if match["percent"]:
        return Decimal(digits[:-1]) / 100, fixed + "%"
    if "," in shown:
        return Decimal(digits), "#,##" + fixed
    if decimals.endswith("0"):
        return Decimal(digits), fixed
    return (Decimal(digits) if decimals else int(digits)), "General"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def two_lines(label: str) -> str:
    """Break a label before its bracket, as it is printed: 成本指标 / （20分）."""
    return re.sub(r"\s*(?=[(（])", "\n", label, count=1)


class Page:
    """Writes a form into a sheet, row by row from `row` on.

    Args:
        sheet: the worksheet.
        widths: widths of its columns, in characters.
        first_row: where the form begins.
    """

    def __init__(self, sheet: Worksheet, widths: Sequence[float], first_row: int = 1) -> None:
        self.sheet = sheet
        self.widths = widths
        self.row = first_row

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.widths)

    def put(self, left: int, right: int, shown: str, look: Look = VALUE, rows: int = 1) -> None:
        """Write a text over the columns `left` to `right`, `rows` rows deep, merged into one cell."""
        anchor = self._cell(left, right, look, rows)
        if shown:
            anchor.value = shown
            # A target such as =100% is a text: the cell is formatted as one, or it would be taken for a formula.
            anchor.data_type, anchor.number_format = "s", "@"

    def put_number(self, left: int, shown: str, right: int | None = None, rows: int = 1) -> None:
        """Write a number with the format that shows it as printed; other texts as they are, blanks as blanks."""
        anchor = self._cell(left, right or left, VALUE, rows)
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
            room = sum(self.widths[left - 1 : right]) - 2
            lines = max(lines, sum(ceil(_width(part) / room) or 1 for part in text.split("\n")))
        self.sheet.row_dimensions[self.row].height = max(least, lines * LINE_HEIGHT + 6)
        self.row += 1


def new_book() -> Workbook:
    """A workbook without sheets."""
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    return book


def new_sheet(
    book: Workbook,
    title: str,
    widths: Sequence[float],
    *,
    pages: int = 1,
    orientation: Literal["portrait", "landscape"] = "portrait",
) -> Worksheet:
    """Add an A4 sheet that prints on one page in width and `pages` in height (0: as many as it takes)."""
    sheet: Worksheet = book.create_sheet(title)
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = orientation
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = pages
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    return sheet


def packed(book: Workbook) -> bytes:
    """Save the workbook and pack it again without anything that depends on the hour of the day."""
    book.properties.creator = "perfscore samples"
    book.properties.created = _STAMP
    raw = io.BytesIO()
    book.save(raw)
    result = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
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
    return result.getvalue()
