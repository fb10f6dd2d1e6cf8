"""Tables of indicators that lie on their side: a column for each indicator, what they are called before each row.

They are recognised to be told, and not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfscore.forms.grid import Row, Stretch
from perfscore.forms.kinds import RowKind, kind_of

#: So many rows, each with the name of a column before its cells, are a table on its side.
_FEWEST = 4
_MOST_ABOVE = 40
_SAYING = frozenset(
    {"l1", "l2", "name", "target", "actual", "points", "score", "rule", "reason", "unit", "explanation"}
)
_IDENTITY = frozenset({"l1", "l2", "name"})
_JUDGED = frozenset({"target", "actual", "points", "score"})


def sideways(rows: Sequence[Row]) -> Iterator[Stretch]:
    """The tables among rows that lie on their side, from the first."""
    place = 0
    while place < len(rows):
        names: dict[str, str] = {}
        end = place
        while end < len(rows) and (name := _before(rows[end])) and name not in names:
            names[name] = rows[end].pieces[0].label.key
            end += 1
        if len(names) >= _FEWEST and names.keys() & _IDENTITY and len(names.keys() & _JUDGED) > 1:
            yield Stretch(_start(rows, place), end, place, tuple(names.values()))
        place = max(end, place + 1)


def _before(row: Row) -> str:
    """The column of an indicator table whose name stands before the cells of a row, none of which names one."""
    first, *cells = row.pieces
    name = first.named("indicators") or ""
    if name not in _SAYING or not cells or any(piece.named("indicators") for piece in cells):
        return ""
    return name


def _start(rows: Sequence[Row], header: int) -> int:
    """The title above a table, where nothing but its head and its money stands between them."""
    for place in range(header - 1, max(header - _MOST_ABOVE, 0) - 1, -1):
        kind = kind_of(rows[place])
        if kind is RowKind.TITLE:
            return place
        if kind in (RowKind.INDICATORS, RowKind.LEVEL, RowKind.TOTAL, RowKind.FOOT):
            break
    return header
