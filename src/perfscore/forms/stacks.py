"""The header of any table: a band of rows as columns, over each a stack of header cells.

This is the one place where header cells become columns. Which rows are a header is found out before, and what a stack
means each kind of table says with its own words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence

from perfscore.core.records import frozen
from perfscore.forms.grid import Columns, Piece, Row


@frozen
class Stack:
    """A column: its first and last place, and the header cells over it from top to bottom."""

    first: int
    last: int
    pieces: tuple[Piece, ...]

    @property
    def leaf(self) -> Piece:
        """The lowest cell, which stands next to the values."""
        return self.pieces[-1]

    @property
    def headings(self) -> tuple[Piece, ...]:
        """The cells above the lowest one, top to bottom."""
        return self.pieces[:-1]


def stacks_of(band: Sequence[Row], *, used: Collection[int] = ()) -> tuple[Stack, ...]:
    """Lay out a band of header rows as columns, left to right.

    A cell that begins over no other header cell is a column, one over others is their heading. A cell stands over
    the places that it is merged over. One that is not merged also stands over the blank places behind it, up to the
    next cell of its row or of a row above: a heading over the cells that begin there, any cell over columns in use.
    Texts know no merges, and who fills a form by hand leaves them out.

    Args:
        band: the rows, from top to bottom.
        used: places that are columns because values stand there, with a header cell of their own or not. A budget
            table has codes and names under one cell (科目). In other tables each column has a cell, and what stands
            beside it belongs to it: cells are drawn over several places of a sheet there, in each row over others.
    """
    levels = _levels(band)
    named = {start for level in levels for start in level.starts}
    places = {start for level in levels for start in level.starts if start not in level.headings}
    if used and named:
        widest = max(piece.last_column for level in levels for piece in level.pieces)
        places.update(place for place in used if min(named) <= place <= widest)
    over = [(place, tuple(_over(place, levels, bare=place not in named))) for place in sorted(places)]
    stood = [(place, pieces) for place, pieces in over if pieces]
    lasts = [after - 1 for after, _ in stood[1:]]
    lasts += [max(place, pieces[-1].last_column) for place, pieces in stood[-1:]]
    return tuple(Stack(first, last, pieces) for (first, pieces), last in zip(stood, lasts, strict=True))


#: The last column of a text has no right edge: a line may end in empty pieces or none.
_FAR = 1 << 20


def columns_of(names: Sequence[str], stacks: Sequence[Stack]) -> Columns:
    """The columns of a header with their names, "" for one of unknown meaning.

    A name that comes a second time is kept as an unnamed column, so that its cells go to neither.
    """
    spans: list[tuple[str, int, int, Piece]] = []
    seen: set[str] = set()
    for name, stack in zip(names, stacks, strict=True):
        open_ended = stack is stacks[-1] and stack.leaf.at.line is not None
        spans.append(("" if name in seen else name, stack.first, _FAR if open_ended else stack.last, stack.leaf))
        seen.add(name)
    return Columns(tuple(spans))


@frozen
class _Level:
    """A row of a header: its cells, where they begin, and where those that stand over others do."""

    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]
    headings: frozenset[int]


def _levels(band: Sequence[Row]) -> list[_Level]:
    """The rows of a band, top to bottom."""
    levels: list[_Level] = []
    below: set[int] = set()
    for row in reversed(band):
        starts = tuple(piece.column for piece in row.pieces)
        over = (p.column for p in row.pieces if not below.isdisjoint(range(p.column, p.last_column + 1)))
        levels.append(_Level(row.pieces, starts, frozenset(over)))
        below.update(starts)
    return levels[::-1]


def _over(place: int, levels: Sequence[_Level], *, bare: bool) -> Iterator[Piece]:
    """The header cells over a place, top to bottom; `bare` where none of them begins at it."""
    begun = 0
    for level in levels:
        at = bisect_right(level.starts, place) - 1
        if at < 0:
            continue
        piece = level.pieces[at]
        # A cell left of where one above it begins is under another heading.
        spreads = piece.cell.merge[1] == 1 and piece.column >= begun and (bare or piece.column in level.headings)
        if place <= piece.last_column or spreads:
            yield piece
        begun = max(begun, piece.column)
