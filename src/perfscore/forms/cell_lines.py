"""Tables that a text gives with one cell a line: their columns are gone, and which cells were blank or merged with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfscore.forms.grid import Row, Stretch
from perfscore.forms.kinds import RowKind, kind_of

#: So many columns named line by line are a header; beside the name one of them is what is measured or scored.
_FEWEST = 4
_MEASURED = frozenset({"target", "actual", "points", "score"})


def cell_lines(rows: Sequence[Row]) -> Iterator[Stretch]:
    """The tables among rows whose cells stand line by line, from the first."""
    place = 0
    while place < len(rows):
        end = place
        while end < len(rows) and _names_column(rows[end]):
            end += 1
        names = {name for row in rows[place:end] for name in row.names("indicators")}
        if len(names) >= _FEWEST and "name" in names and names & _MEASURED:
            found = _whole(rows, place, end)
            yield found
            end = found.end
        place = max(end, place + 1)


def _names_column(row: Row) -> bool:
    return len(row.pieces) == 1 and row.pieces[0].named("indicators") is not None


def _above(rows: Sequence[Row], place: int) -> Iterator[int]:
    """The rows of one cell above a place, the nearest first."""
    while place > 0 and len(rows[place - 1].pieces) == 1:
        place -= 1
        yield place


def _whole(rows: Sequence[Row], header: int, below: int) -> Stretch:
    """The table of a header: up to its title, down to the next title or to a row of several cells."""
    start = next((n for n in _above(rows, header) if kind_of(rows[n]) is RowKind.TITLE), header)
    end = below
    while end < len(rows) and len(rows[end].pieces) == 1 and kind_of(rows[end]) is not RowKind.TITLE:
        end += 1
    labels = tuple(row.pieces[0].label.key for row in rows[header:below])
    return Stretch(start, end, header, labels)
