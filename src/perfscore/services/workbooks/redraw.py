"""Documents that cannot be changed in place: their tables drawn again in a new workbook."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from perfscore.core.location import Location, cell_name
from perfscore.core.records import frozen, rebuilt, replace
from perfscore.ooxml.package import Package
from perfscore.outcome import AuditReport
from perfscore.readers.document import Document
from perfscore.readers.source import Source
from perfscore.services.workbooks.drawing import draw

#: What stands for the time of writing.
_TIME: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - the properties of a workbook know no zones
_PROPERTIES: Final = "docProps/core.xml"
_MODIFIED: Final = re.compile(rb"(?<=>)[^<>]+(?=</dcterms:modified>)")
_ILLEGAL: Final = str.maketrans(dict.fromkeys("\\/*?:[]", "_"))


@frozen
class Redrawn:
    """A workbook to annotate: the source itself, or its tables drawn again.

    Attributes:
        file: the source, for messages.
        package: the workbook.
        sheets: names of the drawn sheets by the source's; None where the workbook is the source itself.
        notes: what the user should know of it.
        lines: the sheet that the lines of a text stand in.
        read: the workbook as it was read already.
    """

    file: str
    package: Package
    sheets: Mapping[str, str] | None = None
    notes: tuple[str, ...] = ()
    lines: str = ""
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
        return report if self.sheets is None else rebuilt(report, self._moved)

    def _moved(self, _: str, part: Any) -> Any:
        """What stands for a part of a record: for a place that in the drawn workbook."""
        if not isinstance(part, Location):
            return part
        place = self.place(part)
        if place is None:
            return (
                part
                if part.sheet is None
                else replace(part, sheet=(self.sheets or {}).get(part.sheet, part.sheet))
            )
        return replace(part, sheet=place[0], cell=place[1], line=None, end_line=None, column=None)


def redraw(document: Document, note: str) -> Redrawn:
    """Draw the tables of a document in a new workbook."""
    from openpyxl import Workbook
    from openpyxl.workbook.defined_name import DefinedName

    from perfscore.ooxml.patch.marks import EXTRACTED

    book = Workbook()
    book.remove(book.worksheets[0])
    sheets: dict[str, str] = {}
    left_out = 0
    for number, table in enumerate(document.tables, 1):
        name = _name(table.name or f"表{number}", set(sheets.values()))
        sheets[table.name] = name
        sheet = book.create_sheet(name)
        left_out += draw(table, sheet)
        if table.hidden and len(document.tables) > 1:
            sheet.sheet_state = "hidden"
    if not book.worksheets or all(sheet.sheet_state == "hidden" for sheet in book.worksheets):
        book.create_sheet(_name("说明", set(sheets.values())))
    if document.provenance == "extracted":
        # What is doubtful in the text is no less so in the workbook, and in all that is made of it.
        place = f"'{book.worksheets[0].title.replace(chr(39), chr(39) * 2)}'!$A$1"
        book.defined_names.add(DefinedName(EXTRACTED, attr_text=place, hidden=True))
    book.properties.created = _TIME
    stream = io.BytesIO()
    book.save(stream)
    first = next(iter(sheets.values()), "")
    package = Package(document.file, _steady(stream.getvalue()))
    merges = (f"有 {left_out} 处合并区域过大，没有合并，内容在其左上角一格",) if left_out else ()
    return Redrawn(document.file, package, sheets, (note, *merges), first)


def _steady(package: bytes) -> bytes:
    """The package without the time of writing: the same document gives the same bytes."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as drawn,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as steady,
    ):
        for info in drawn.infolist():
            data = drawn.read(info)
            if info.filename == _PROPERTIES:
                data = _MODIFIED.sub(f"{_TIME.isoformat()}Z".encode(), data)
            steady.writestr(zipfile.ZipInfo(info.filename, _TIME.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


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
