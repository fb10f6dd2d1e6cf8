"""Which cells another program or person changed: two workbooks compared by what their cells hold."""

from __future__ import annotations

from functools import lru_cache

from perfscore.core.errors import ReadingError
from perfscore.core.location import cell_name
from perfscore.ooxml.package import Package
from perfscore.ooxml.patch.marks import fingerprint
from perfscore.ooxml.patch.undo import Undo
from perfscore.ooxml.sheet import RawCell, read_sheet
from perfscore.ooxml.strings import read_shared_strings
from perfscore.ooxml.workbook import Workbook, read_workbook
from perfscore.ooxml.xml import is_count

_LONGEST_TEXT = 30


@lru_cache(maxsize=2)
def _strings(package: Package, part: str | None) -> list[str]:
    return read_shared_strings(package, part)


def shared_strings(package: Package, book: Workbook) -> list[str]:
    """The shared strings of a package, read once."""
    return _strings(package, book.strings)


def differences(file: str, undo: Undo, data: bytes) -> tuple[str, ...] | None:
    """Cells that hold something else than in the original; None where the original's sheets were not kept.

    Args:
        file: the path for messages.
        undo: what is known of the original.
        data: the present workbook.
    """
    try:
        before = Package(file, undo.original(None))
        after = Package(file, data)
        old, new = read_workbook(before), read_workbook(after)
        found: list[str] = []
        names = {sheet.name: sheet for sheet in new.sheets}
        for sheet in old.sheets:
            if sheet.kind != "worksheet":
                continue
            other = names.pop(sheet.name, None)
            if other is None:
                found.append(f"工作表“{sheet.name}”不在了")
                continue
            first, second = _cells(before, old, sheet.part, sheet.name), _cells(after, new, other.part, sheet.name)
            for place in sorted(first.keys() | second.keys()):
                was, now = first.get(place, ("", "")), second.get(place, ("", ""))
                if was[1] != now[1]:
                    found.append(f"{sheet.name}!{cell_name(*place)}：原为“{was[0]}”，现为“{now[0]}”")
        found += [f"多出工作表“{name}”" for name, sheet in names.items() if sheet.kind == "worksheet"]
    except ReadingError:
        return None
    return tuple(found)


def _cells(package: Package, book: Workbook, part: str, name: str) -> dict[tuple[int, int], tuple[str, str]]:
    """What each cell holds: as words for a message, and as a fingerprint for the comparison."""
    strings = shared_strings(package, book)
    return {
        place: (text[:_LONGEST_TEXT], fingerprint(text))
        for place, cell in read_sheet(package, part, name).cells.items()
        if (text := _text(cell, strings))
    }


def _text(cell: RawCell, strings: list[str]) -> str:
    text = cell.text or ""
    if cell.kind == "s":
        return strings[int(text)] if is_count(text) and int(text) < len(strings) else ""
    return text
