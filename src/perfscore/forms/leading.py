"""What a row of the indicator table begins with: labels of its levels, or of a row that adds others."""

from __future__ import annotations

from collections.abc import Sequence

from perfscore.forms.cells import piece_type
from perfscore.forms.grid import Columns, Piece
from perfscore.forms.labels import label_key


def split_levels(pieces: Sequence[Piece], columns: Columns, *, intact: bool) -> tuple[list[Piece], list[Piece]]:
    """Divide a row into the level labels at its start and the rest; in an intact grid a column says what it holds."""
    if intact and {"l1", "l2"} & set(columns.names):
        named = any(columns.at(piece.column) == "name" for piece in pieces)
        labels = [piece for piece in pieces if _is_label(piece, columns.at(piece.column), named=named)]
        led = set(map(id, labels))
        return labels, [piece for piece in pieces if id(piece) not in led]
    count = 0
    for piece in pieces[:2]:
        level = piece.named("l2") if count else piece.named("l1") or piece.named("l2")
        if not level or (count and not (pieces[0].named("l1"))):
            break
        # The words 成本 or 质量 may also be the name of an indicator: in the name's column they are, unless
        # the row has fewer cells than that leaves room for.
        if columns.at(piece.column) == "name" and (intact or not _level_fits_better(piece, pieces, columns)):
            break
        count += 1
    return list(pieces[:count]), list(pieces[count:])


def _is_label(piece: Piece, column: str | None, *, named: bool) -> bool:
    """Whether a cell in the column of a level is a label: a word of the level, or any beside a name."""
    if column not in ("l1", "l2"):
        return False
    return piece.named(column) is not None or (named and piece_type(piece) == "text")


def _level_fits_better(piece: Piece, pieces: Sequence[Piece], columns: Columns) -> bool:
    """Whether a level word in the name's column is a label that moved: the next cell is the name."""
    place = list(pieces).index(piece)
    after = pieces[place + 1] if place + 1 < len(pieces) else None
    return after is not None and columns.at(after.column) == "target" and piece_type(after) == "text"


def is_subtotal(piece: Piece, *, after: int) -> bool:
    """Whether a cell behind some labels says that its row adds the rows of its section."""
    kind = piece.named("total")
    return kind == "subtotal" or (after > 0 and kind == "total" and label_key(piece.text) == "合计")


def only_adds(pieces: Sequence[Piece], columns: Columns) -> bool:
    """Whether a row has nothing that only an indicator has: a target or an actual value in words."""
    values = [piece for piece in pieces if columns.at(piece.column) in ("name", "target", "actual")]
    return not any(piece_type(piece) in ("signed", "value", "text") for piece in values)


def is_block(piece: Piece) -> bool:
    """Whether a cell is the heading beside the whole table."""
    return piece.named("indicators") == "block" and not piece.named("l1") and not piece.named("l2")
