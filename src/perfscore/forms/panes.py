"""Forms that stand side by side in one sheet: the table is divided where each of them begins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from perfscore.forms.grid import Piece, Row
from perfscore.forms.kinds import is_title, names_columns


def panes_of(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of a table, once for each form that stands beside others; mostly all rows as they are.

    Two titles or two headers with scores in one row are two forms; the two sides of a target sheet are not. A cell
    that is merged over several forms stays with the leftmost, unless it belongs to a row of cells: then nothing is
    divided there.
    """
    edges = _edges(rows)
    if not edges:
        yield list(rows)
        return
    held: list[list[Row]] = [[] for _ in range(len(edges) + 1)]
    for row in rows:
        parts: dict[int, list[Piece]] = {}
        for piece in row.pieces:
            parts.setdefault(bisect_right(edges, piece.column), []).append(piece)
        for place, pieces in parts.items():
            held[place].append(replace(row, pieces=tuple(pieces)))
    yield from (pane for pane in held if pane)


def _edges(rows: Sequence[Row]) -> list[int]:
    """The first columns of the second and every later form, left to right."""
    begun = [begins for row in rows if len(row.pieces) > 1 and len(begins := _begins(row)) > 1]
    if not begun:
        return []
    most = max(map(len, begun))
    firsts = [min(columns) for columns in zip(*(begins for begins in begun if len(begins) == most), strict=True)]
    crossed = [
        (piece.column, piece.last_column)
        for row in rows
        if len(row.pieces) > 1
        for piece in row.pieces
        if piece.last_column > piece.column
    ]
    return [edge for edge in firsts[1:] if not any(first < edge <= last for first, last in crossed)]


def _begins(row: Row) -> list[int]:
    """The columns at which forms begin in a row, by their titles or the headers of their indicators."""
    titles = [piece.column for piece in row.pieces if is_title(piece)]
    if len(titles) > 1 or not names_columns(row):
        return titles
    firsts = [
        row.pieces[place - 1].column
        if place and row.pieces[place - 1].named("indicators") == "block"
        else piece.column
        for place, piece in enumerate(row.pieces)
        if piece.named("indicators") == "l1"
    ]
    scores = sum(piece.named("indicators") == "score" for piece in row.pieces)
    return firsts if scores == len(firsts) else []
