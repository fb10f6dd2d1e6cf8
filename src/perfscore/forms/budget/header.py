"""The header of a budget table: a band of rows as columns, each with the stack of cells over it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from perfscore.core.frozen import frozen
from perfscore.forms.grid import Piece, Row


@frozen
class Column:
    """The first and the last place of a column, and the header cells over it from top to bottom."""

    first: int
    last: int
    stack: tuple[Piece, ...]


def stack_of(band: Sequence[Row], *, merged: bool, used: Collection[int] = ()) -> tuple[Column, ...]:
    """Lay out a band of header rows as columns.

    Args:
        band: the rows, from top to bottom.
        merged: the cells say how far they reach. In a text a heading reaches to the next cell of its row, as far as
            headers or values stand below it.
        used: columns that hold values below the band; one heading may stand over two of them (科目 over code and
            name).
    """
    pieces = [piece for row in band for piece in row.pieces]
    if not pieces:
        return ()
    start, widest = min(piece.column for piece in pieces), max(piece.last_column for piece in pieces)
    firsts = sorted({piece.column for piece in pieces} | {column for column in used if start <= column <= widest})
    stacks: dict[int, list[Piece]] = {first: [] for first in firsts}
    below = set(used) - {piece.column for piece in pieces}
    for row in reversed(band):
        for piece, after in zip(row.pieces, [*row.pieces[1:], None], strict=True):
            edge = piece.last_column if merged or after is None else after.column - 1
            if not merged and after is None:
                edge = widest
            for first in firsts:
                if piece.column <= first <= edge and (merged or first == piece.column or first in below):
                    stacks[first].insert(0, piece)
        below |= {piece.column for piece in row.pieces}
    named = [first for first in firsts if stacks[first]]
    lasts = [*(first - 1 for first in named[1:]), max(widest, *named)]
    return tuple(Column(first, last, tuple(stacks[first])) for first, last in zip(named, lasts, strict=True))
