"""Addresses as the patcher writes them: cells, ranges, quoted sheet names."""

from __future__ import annotations

import re

from perfscore.core.location import cell_name, column_letters
from perfscore.ooxml.ranges import Range, parse_range

_SHEET = re.compile(r"'(?:[^']|'')*'|[^'!,]+")


def position(cell: str) -> tuple[int, int] | None:
    """The 1-based row and column of an A1 name, None where it names no cell of a sheet.

    >>> position("H12"), position("XFE1"), position("A1:B2")
    ((12, 8), None, None)
    """
    place = parse_range(cell) if ":" not in cell else None
    return (place.top, place.left) if place is not None else None


def widened(area: Range, row: int, column: int) -> Range:
    """The smallest range that also holds a cell."""
    return Range(min(area.top, row), min(area.left, column), max(area.bottom, row), max(area.right, column))


def written(area: Range) -> str:
    """`A1:B2`, or `A1` for a single cell."""
    return cell_name(area.top, area.left) if area.single else str(area)


def quoted(sheet: str) -> str:
    """A sheet name as it stands in a formula.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + sheet.replace("'", "''") + "'"


def absolute(sheet: str, area: Range) -> str:
    """A range as a defined name holds it.

    >>> absolute("表", Range(1, 1, 2, 2))
    "'表'!$A$1:$B$2"
    """
    first = f"${column_letters(area.left)}${area.top}"
    last = "" if area.single else f":${column_letters(area.right)}${area.bottom}"
    return f"{quoted(sheet)}!{first}{last}"


def parse_absolute(text: str) -> tuple[str, Range] | None:
    """The sheet and range that a defined name means, None for constants, lost references and unions.

    >>> parse_absolute("'it''s'!$A$1:$B$2")
    ("it's", Range(top=1, left=1, bottom=2, right=2))
    >>> parse_absolute("a!$A$1,a!$B$2") is None
    True
    """
    head, mark, tail = text.rpartition("!")
    area = parse_range(tail)
    # A union holds further exclamation marks and commas outside the quotes of its first sheet.
    if not mark or area is None or not _SHEET.fullmatch(head):
        return None
    if len(head) > 1 and head[0] == head[-1] == "'":
        head = head[1:-1].replace("''", "'")
    return head, area
