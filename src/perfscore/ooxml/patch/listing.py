"""The workbook part's list of sheets."""

from __future__ import annotations

from perfscore.core.records import frozen
from perfscore.ooxml.patch import names, order
from perfscore.ooxml.patch.parts import SPREADSHEET, Parts
from perfscore.ooxml.patch.refs import absolute, quoted
from perfscore.ooxml.ranges import Range
from perfscore.ooxml.xml import Element, is_count, local_name


@frozen
class Listed:
    """A sheet that was entered: the workbook's tree, the sheet's part and its place among the sheets, from 0."""

    workbook: Element
    part: str
    place: int


def enter(parts: Parts, book: str, kinds: str, name: str, data: bytes, *, hidden: bool = False) -> Listed:
    """Add a worksheet behind the others.

    Args:
        parts: the package.
        book: name of the workbook part.
        kinds: the namespace of relationship types, strict or transitional.
        name: the sheet's name, legal and unique.
        data: its XML.
        hidden: hidden from view.
    """
    workbook = parts.edit(book)
    part = parts.add(parts.free_name("xl/worksheets/sheet{}.xml"), data, SPREADSHEET + "worksheet+xml")
    number = parts.relate(book, kinds + "/worksheet", part)
    holder = order.obtain(workbook, "sheets", order.WORKBOOK)
    ids = [int(entry.get("sheetId") or 0) for entry in holder if is_count(entry.get("sheetId") or "")]
    entry = holder.makeelement(str(workbook.tag).rpartition("}")[0] + "}sheet", nsmap={"r": kinds})
    entry.set("name", name)
    entry.set("sheetId", str(max([0, *ids]) + 1))
    if hidden:
        entry.set("state", "hidden")
    entry.set(f"{{{kinds}}}id", number)
    holder.append(entry)
    return Listed(workbook, part, sum(1 for child in holder if local_name(child) == "sheet") - 1)


def define_ranges(listed: Listed, name: str, filtered: Range | None, header_rows: int) -> None:
    """Define the names by which Excel knows repeated header rows and the filtered range of a new sheet."""
    if header_rows:
        titles = f"{quoted(name)}!$1:${header_rows}"
        names.define(listed.workbook, "_xlnm.Print_Titles", titles, local=listed.place)
    if filtered is not None:
        text = absolute(name, filtered)
        names.define(listed.workbook, "_xlnm._FilterDatabase", text, local=listed.place, hidden=True)
