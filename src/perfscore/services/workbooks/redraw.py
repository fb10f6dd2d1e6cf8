"""Documents that cannot be changed in place: their tables drawn again in a new workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeVar

from perfscore.core.location import Location, cell_name
from perfscore.ooxml.package import Package
from perfscore.outcome import AuditReport
from perfscore.readers.document import Cell, Document, Table
from perfscore.readers.source import Source
from perfscore.report.layout import width

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

T = TypeVar("T")

_NARROW, _WIDE = 8, 42
_LONGEST: Final = 32_767
_ILLEGAL: Final = str.maketrans(dict.fromkeys("\\/*?:[]", "_"))


@dataclass(frozen=True)
class Redrawn:
    """A workbook to annotate: the source itself, or its tables drawn again.

    Attributes:
        file: the source, for messages.
        package: the workbook.
        sheets: names of the drawn sheets by the source's; None where the workbook is the source itself.
        notes: what the user should know of it.
        lines: the sheet that the lines of a text stand in.
        extracted: the tables were read from extracted text, which the copy has to say of itself.
        read: the workbook as it was read already.
    """

    file: str
    package: Package
    sheets: Mapping[str, str] | None = None
    notes: tuple[str, ...] = ()
    lines: str = ""
    extracted: bool = False
    read: Document | None = None

    def document(self) -> Document:
        """The workbook as it reads."""
        if self.read is not None:
            return self.read
        from perfscore.readers.xlsx import read as read_workbook

        return read_workbook(Source(self.file, self.package.data, "", self.package))

    def place(self, at: Location) -> tuple[str, str] | None:
        """The sheet and cell of a place of the source, None for a place that is no cell."""
        if self.sheets is None:
            return (at.sheet, at.cell) if at.sheet is not None and at.cell is not None else None
        if at.line is not None:
            return self.lines, cell_name(at.line, at.column or 1)
        if at.cell is None:
            return None
        return self.sheets.get(at.sheet or "", self.lines), at.cell

    def report(self, report: AuditReport) -> AuditReport:
        """The report with every place moved to the workbook."""
        return report if self.sheets is None else _moved(report, self)


def redraw(document: Document, note: str) -> Redrawn:
    """Draw the tables of a document in a new workbook."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    sheets: dict[str, str] = {}
    for number, table in enumerate(document.tables, 1):
        name = _name(table.name or f"表{number}", set(sheets.values()))
        sheets[table.name] = name
        sheet = book.create_sheet(name)
        _draw(table, sheet)
        if table.hidden and len(document.tables) > 1:
            sheet.sheet_state = "hidden"
    if not book.worksheets or all(sheet.sheet_state == "hidden" for sheet in book.worksheets):
        book.create_sheet(_name("说明", set(sheets.values())))
    stream = io.BytesIO()
    book.save(stream)
    first = next(iter(sheets.values()), "")
    package = Package(document.file, stream.getvalue())
    extracted = document.provenance == "extracted"
    return Redrawn(document.file, package, sheets, (note,), first, extracted)


def _name(wanted: str, taken: set[str]) -> str:
    own = wanted.translate(_ILLEGAL).strip("'")[:31] or "表"
    folded = {name.casefold() for name in taken}
    number = 2
    name = own
    while name.casefold() in folded:
        tail = f" ({number})"
        name = own[: 31 - len(tail)] + tail
        number += 1
    return name


def _draw(table: Table, sheet: Worksheet) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    line = Side(style="thin", color="FF808080")
    box = Border(left=line, right=line, top=line, bottom=line)
    font = Font(name="宋体", size=10)
    widths: dict[int, int] = {}
    for (row, column), cell in table.cells.items():
        target = sheet.cell(row, column)
        _put(target, cell)
        target.font = font
        alone = len(table.row(row)) == 1 and cell.merge == (1, 1)
        target.alignment = Alignment(vertical="center", wrap_text=not alone)
        if not alone:
            target.border = box
        if cell.comment:
            target.comment = Comment(cell.comment, "")
        height, across = cell.merge
        if (height, across) != (1, 1):
            sheet.merge_cells(
                start_row=row, start_column=column, end_row=row + height - 1, end_column=column + across - 1
            )
        if across == 1 and not alone:
            widest = max((width(part) for part in cell.shown.split("\n")), default=0)
            widths[column] = min(_WIDE, max(widths.get(column, _NARROW), widest + 2))
    for column, wide in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = wide


def _put(target: Any, cell: Cell) -> None:
    """A cell's content: numbers as numbers under a format that shows them alike, everything else as its text."""
    value = cell.value
    if isinstance(value, Decimal):
        code = _format(value, cell.shown)
        if code is not None:
            target.value = value
            target.number_format = code
            return
    if isinstance(value, bool):
        target.value = value
        return
    text = "".join(char for char in cell.shown if char >= " " or char in "\t\n")[:_LONGEST]
    if text:
        # Never a formula, whatever it begins with.
        target.value = text
        target.data_type = "s"
        target.quotePrefix = text[:1] in "=+-@"


def _format(value: Decimal, shown: str) -> str | None:
    """A number format under which a number shows the same; None where a plain one does not exist."""
    body = shown.removesuffix("%")
    digits = len(body.partition(".")[2])
    plain = body.replace(",", "").lstrip("-").replace(".", "")
    if not plain.isdecimal():
        return None
    code = ("#,##0" if "," in body else "0") + ("." + "0" * digits if digits else "")
    if shown.endswith("%"):
        return f"{code}%"
    return "General" if "," not in body and format(value.normalize(), "f") == body else code


def _moved(value: T, to: Redrawn) -> T:
    """A record with its places in the drawn workbook."""
    result: Any = value
    if isinstance(value, Location):
        place = to.place(value)
        result = (
            value
            if place is None
            else replace(value, sheet=place[0], cell=place[1], line=None, end_line=None, column=None)
        )
    elif isinstance(value, tuple):
        result = tuple(_moved(item, to) for item in value)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        changes = dict(_changes(value, to))
        result = replace(value, **changes) if changes else value  # type: ignore[type-var]
    return result  # type: ignore[no-any-return]


def _changes(value: Any, to: Redrawn) -> Iterator[tuple[str, object]]:
    for name, one in value.__dataclass_fields__.items():
        if not one.init:
            continue
        old = getattr(value, name)
        new = _moved(old, to)
        if new is not old:
            yield name, new
