"""Names: of sheets, and those that a workbook defines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from perfscore.ooxml.patch import order
from perfscore.ooxml.patch.refs import absolute, parse_absolute
from perfscore.ooxml.ranges import Range
from perfscore.ooxml.xml import Element, is_true, local_name

_ILLEGAL = re.compile("[\\[\\]:*?/\\\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 31


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """A name that Excel takes and that no other sheet has, as near to the wanted one as can be.

    >>> sheet_name("审核结果", ["自评表", "审核结果"]), sheet_name("a/b", [])
    ('审核结果 (2)', 'a_b')
    """
    name = _cut(_ILLEGAL.sub("_", wanted).strip().strip("'") or "Sheet", _LONGEST)
    used = {other.casefold() for other in taken} | {"history"}
    candidate, number = name, 2
    while candidate.casefold() in used:
        tail = f" ({number})"
        candidate, number = _cut(name, _LONGEST - len(tail)) + tail, number + 1
    return candidate


def _cut(name: str, length: int) -> str:
    """Excel counts UTF-16 units."""
    return name.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore").rstrip().rstrip("'")


def defined(workbook: Element) -> list[Element]:
    """The elements of the workbook's defined names."""
    holder = order.find(workbook, "definedNames")
    return [] if holder is None else [child for child in holder if local_name(child) == "definedName"]


def define(workbook: Element, name: str, text: str, *, local: int | None = None, hidden: bool = False) -> None:
    """Define a name, for one sheet by its place in the workbook or for all."""
    given = {"name": name}
    if local is not None:
        given["localSheetId"] = str(local)
    if hidden:
        given["hidden"] = "1"
    holder = order.obtain(workbook, "definedNames", order.WORKBOOK)
    etree.SubElement(holder, _tag(workbook), given).text = text


def define_hidden(workbook: Element, entries: Iterable[tuple[str, str]]) -> None:
    """Define many names that nobody is to see, each with what it means."""
    holder, tag = order.obtain(workbook, "definedNames", order.WORKBOOK), _tag(workbook)
    for name, text in entries:
        etree.SubElement(holder, tag, {"name": name, "hidden": "1"}).text = text


def _tag(workbook: Element) -> str:
    return str(workbook.tag).rpartition("}")[0] + "}definedName"


def undefine(workbook: Element, elements: Iterable[Element]) -> None:
    """Remove defined names, and their list when it is empty."""
    holder = order.find(workbook, "definedNames")
    for element in elements:
        element.getparent().remove(element)
    if holder is not None and not len(holder):
        workbook.remove(holder)


def print_area(workbook: Element, place: int) -> Element | None:
    """The defined name that holds the print area of the sheet at this place."""
    return next(
        (
            element
            for element in defined(workbook)
            if (element.get("name") or "").lower() == "_xlnm.print_area"
            and element.get("localSheetId") == str(place)
        ),
        None,
    )


def widened_print_area(text: str, row: int, column: int) -> str | None:
    """A print area that also takes in a cell right beside it; None where it does so already or is elsewhere."""
    known = parse_absolute(text)
    if known is None:
        return None
    sheet, printed = known
    if (row, column) in printed or not printed.top <= row <= printed.bottom or column != printed.right + 1:
        return None
    return absolute(sheet, Range(printed.top, printed.left, printed.bottom, column))


def locked_structure(workbook: Element) -> bool:
    """Whether the workbook forbids adding and removing sheets."""
    protection = order.find(workbook, "workbookProtection")
    return protection is not None and is_true(protection.get("lockStructure"))
