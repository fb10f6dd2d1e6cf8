"""Blocks of money before they are read: sources in a row with the amounts below, and totals under unknown words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import takewhile

from perfscore.core.records import replace
from perfscore.forms.cells import figure_in, piece_type
from perfscore.forms.grid import Piece, Row
from perfscore.forms.vocabulary import Role, label_of

_TOTAL: Role = ("source", "total")
_SIDES = 2
_FEW = 2
#: What stands in no row of amounts.
_WORDED = frozenset({"text", "signed", "value"})

#: A label with the amount right of it; None where that is blank.
_Pair = tuple[Piece, Decimal | None]


def with_totals(rows: Sequence[Row]) -> list[Row]:
    """The rows of a form, the labels of totals named.

    A row of unknown labels with amounts, directly above or below rows of sources, is their total where each of its
    amounts is the sum of the sources' on its side; under columns, where one of its amounts is that of the column.
    """
    done = list(_paired(rows))
    rows = list(done)
    for place, labels in (*_of_columns(rows), *_of_pairs(rows)):
        done[place] = _named(done[place], labels)
    return done


def _paired(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows, sources and results that stand side by side above their values as rows of one with its value each."""
    held: Row | None = None
    for row in rows:
        if held is not None and (pairs := _columns(held, row) or _results(held, row)) is not None:
            yield from pairs
            held = None
            continue
        if held is not None:
            yield held
        held = row
    if held is not None:
        yield held


def _columns(labels: Row, amounts: Row) -> list[Row] | None:
    """The pairs of a row of sources, the total among them, and the row of numbers below it; None for other rows."""
    if _TOTAL not in labels.roles:
        return None
    sources = [piece for piece in labels.pieces if piece.named("source")]
    heading = [piece for piece in labels.pieces if not piece.named("source")]
    if len(sources) < _FEW or not any(map(_is_total, sources)) or heading != list(labels.pieces[: len(heading)]):
        return None
    below = {piece.column: piece for piece in amounts.pieces}
    known = {piece.column for piece in sources}
    if len(heading) > 1 or len(below) < _FEW or not known.issuperset(below):
        return None
    if any(piece_type(piece) not in ("number", "blank") for piece in amounts.pieces):
        return None
    pairs = [(piece, *filter(None, [below.get(piece.column)])) for piece in sources]
    pairs[0] = (*heading, *pairs[0])
    return [Row(labels.number, tuple(pair)) for pair in pairs]


def _results(labels: Row, values: Row) -> list[Row] | None:
    """The pairs of a row of labels of the result (自评总分, 自评等级) and the row of values below; None for other rows."""
    if "total" not in labels.groups:
        return None
    below = {piece.column: piece for piece in values.pieces if not piece.label.roles}
    columns = [piece.column for piece in labels.pieces]
    named = [piece.named("total") == "total" or piece.named("foot") is not None for piece in labels.pieces]
    if len(named) < _FEW or not all(named) or columns != list(below) or len(below) != len(values.pieces):
        return None
    if not any(piece.named("total") for piece in labels.pieces):
        return None
    return [Row(labels.number, (piece, below[piece.column])) for piece in labels.pieces]


def _of_columns(rows: Sequence[Row]) -> Iterator[tuple[int, list[Piece]]]:
    """The totals of amounts that stand in columns: their rows and labels."""
    listed = [_listed(row, known=True) for row in rows]
    for first, end in _runs([one is not None for one in listed]):
        block = [one for one in listed[first:end] if one]
        if len(block) < _FEW or any(_is_total(label) for label, _ in block):
            continue
        for place in (first - 1, end):
            total = _listed(rows[place], known=False) if 0 <= place < len(rows) else None
            if total is not None and _sums(total[1], [amounts for _, amounts in block]):
                yield place, [total[0]]
                break


def _of_pairs(rows: Sequence[Row]) -> Iterator[tuple[int, list[Piece]]]:
    """The totals of amounts that stand right of their labels."""
    pairs = [_pairs(row) for row in rows]
    for first, end in _runs([0 < len(one) <= _SIDES for one in pairs]):
        block = pairs[first:end]
        if any(_is_total(label) for row in block for label, _ in row):
            continue
        for place in (first - 1, end):
            if 0 <= place < len(rows) and (labels := _adding(rows[place], block)):
                yield place, labels
                break


def is_named_by_sum(piece: Piece) -> bool:
    """Whether a label was named here: its own words say nothing of a total."""
    return _is_total(piece) and label_of(piece.text).named("source") != "total"


def _is_total(piece: Piece) -> bool:
    return piece.named("source") == "total"


def _listed(row: Row, *, known: bool) -> tuple[Piece, dict[int, Decimal]] | None:
    """The label of a row of amounts with the amounts by their columns; None for any other row."""
    texts = sum(1 for _ in takewhile(lambda piece: piece_type(piece) == "text", row.pieces[: _FEW + 1]))
    if not 0 < texts <= _FEW:
        return None
    label = row.pieces[texts - 1]
    if (label.named("source") is not None) != known or (not known and label.label.roles):
        return None
    kinds = [piece_type(piece) for piece in row.pieces[texts:]]
    if not _WORDED.isdisjoint(kinds):
        return None
    numbers = (piece for piece, kind in zip(row.pieces[texts:], kinds, strict=True) if kind == "number")
    read = {piece.column: figure_in(piece.text) for piece in numbers}
    amounts = {column: figure.value for column, figure in read.items() if figure is not None}
    return (label, amounts) if len(amounts) >= _FEW else None


def _sums(total: Mapping[int, Decimal], rows: Sequence[Mapping[int, Decimal]]) -> bool:
    """Whether one of the amounts is the sum of those in its column."""
    return any(amount and amount == sum(row.get(column, 0) for row in rows) for column, amount in total.items())


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


def _runs(inside: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where rows follow each other that belong to a block: first place and the one behind the last."""
    first: int | None = None
    for place, belongs in enumerate((*inside, False)):
        if belongs and first is None:
            first = place
        elif not belongs and first is not None:
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
