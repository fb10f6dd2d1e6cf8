"""The total of amounts that stand beside their labels, named by what it adds where no list knows its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from perfscore.forms.cells import figure_in, piece_type
from perfscore.forms.grid import Piece, Row
from perfscore.forms.vocabulary import Role, label_of

_TOTAL: Role = ("source", "total")
_SIDES = 2

#: A label with the amount right of it; None where that is blank.
_Pair = tuple[Piece, Decimal | None]


def with_totals(rows: Sequence[Row]) -> list[Row]:
    """The rows of a form, the labels of totals named.

    A row of unknown labels with amounts, directly above or below rows of sources, is their total where each of its
    amounts is the sum of the sources' on its side.
    """
    done = list(rows)
    pairs = [_pairs(row) for row in rows]
    for first, end in _runs(pairs):
        block = [pair for pair in pairs[first:end] if pair]
        if any(_is_total(label) for row in block for label, _ in row):
            continue
        for place in (first - 1, end):
            if 0 <= place < len(rows) and (labels := _adding(rows[place], block)):
                done[place] = _named(rows[place], labels)
                break
    return done


def is_named_by_sum(piece: Piece) -> bool:
    """Whether a label was named here: its own words say nothing of a total."""
    return _is_total(piece) and label_of(piece.text).named("source") != "total"


def _is_total(piece: Piece) -> bool:
    return piece.named("source") == "total"


def _pairs(row: Row) -> list[_Pair]:
    """The sources of a row that holds nothing else but their amounts, and a heading before them; else none."""
    pieces = row.pieces if row.pieces[0].named("source") else row.pieces[1:]
    return _amounts(pieces, known=True)


def _amounts(pieces: Sequence[Piece], *, known: bool) -> list[_Pair]:
    found: list[_Pair] = []
    label: Piece | None = None
    for piece in pieces:
        kind = piece_type(piece)
        if kind == "text" and (piece.named("source") is not None) == known:
            if label is not None:
                found.append((label, None))
            label = piece
        elif label is not None and kind in ("number", "blank"):
            figure = figure_in(piece.text) if kind == "number" else None
            found.append((label, figure.value if figure is not None else None))
            label = None
        else:
            return []
    return [*found, (label, None)] if label is not None else found


def _runs(pairs: Sequence[Sequence[_Pair]]) -> Iterator[tuple[int, int]]:
    """Where rows of sources follow each other: first place and the one behind the last."""
    first: int | None = None
    for place in range(len(pairs) + 1):
        inside = place < len(pairs) and 0 < len(pairs[place]) <= _SIDES
        if inside and first is None:
            first = place
        elif not inside and first is not None:
            yield first, place
            first = None


def _adding(row: Row, block: Sequence[Sequence[_Pair]]) -> list[Piece]:
    """The labels of a row whose amounts add up the rows of a block, none where it is no total of them."""
    sides = max(map(len, block))
    columns = next([label.column for label, _ in pair] for pair in block if len(pair) == sides)
    added = [Decimal(0)] * sides
    for pair in block:
        for place, (label, amount) in enumerate(pair):
            side = place if len(pair) == sides else min(range(sides), key=lambda n: abs(columns[n] - label.column))
            added[side] += amount or 0
    for pieces in (row.pieces, row.pieces[1:]):
        found = _amounts(pieces, known=False)
        if [amount for _, amount in found] == added and any(added):
            return [label for label, _ in found]
    return []


def _named(row: Row, labels: Sequence[Piece]) -> Row:
    def named(piece: Piece) -> Piece:
        return replace(piece, label=replace(piece.label, roles=frozenset({_TOTAL}))) if piece in labels else piece

    return replace(row, pieces=tuple(map(named, row.pieces)))
