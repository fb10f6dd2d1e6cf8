"""The columns of a header band: over each column a stack of header cells, the lowest one nearest to the values."""

from __future__ import annotations

from collections.abc import Sequence

from perfscore.core.frozen import frozen
from perfscore.forms.grid import Piece, Row


@frozen
class Stack:
    """The header cells over one column, top to bottom; the last one begins the column."""

    pieces: tuple[Piece, ...]

    @property
    def leaf(self) -> Piece:
        """The lowest cell, which stands next to the values."""
        return self.pieces[-1]

    @property
    def headings(self) -> tuple[Piece, ...]:
        """The cells above the lowest one, top to bottom."""
        return self.pieces[:-1]


def stacks_of(band: Sequence[Row]) -> tuple[Stack, ...]:
    """The stacks over a band of rows, left to right.

    A heading covers the columns that it is merged over; one that is not merged covers what stands below it up to
    the next cell of its own row. A heading over nothing is a column of its own.
    """
    if len(band) == 1:
        return tuple(Stack((piece,)) for piece in band[0].pieces)
    lower: list[set[int]] = [set() for _ in band]
    for level in range(len(band) - 2, -1, -1):
        lower[level] = lower[level + 1] | {piece.column for piece in band[level + 1].pieces}
    leaves: list[Stack] = []
    #: The headings of the rows above, row by row, with the column that each of them reaches to.
    above: list[list[tuple[Piece, int]]] = []
    for level, row in enumerate(band):
        headings: list[tuple[Piece, int]] = []
        for place, piece in enumerate(row.pieces):
            after = row.pieces[place + 1].column if place + 1 < len(row.pieces) else None
            if not lower[level].isdisjoint(range(piece.column, piece.last_column + 1)):
                reach = piece.last_column if piece.cell.merge[1] > 1 else (after or max(lower[level]) + 1) - 1
                headings.append((piece, reach))
            else:
                leaves.append(Stack((*_over(piece, above), piece)))
        above.append(headings)
    return tuple(sorted(leaves, key=lambda stack: stack.leaf.column))


def _over(leaf: Piece, above: Sequence[Sequence[tuple[Piece, int]]]) -> list[Piece]:
    """The heading over a leaf in each row above that has one."""
    return [heading for row in above for heading, reach in row if heading.column <= leaf.column <= reach]
