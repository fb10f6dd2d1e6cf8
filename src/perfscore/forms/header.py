"""The header of an indicator table: which column says what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from perfscore.core.text import squash
from perfscore.forms.grid import Columns, Piece, Row, columns_of
from perfscore.forms.vocabulary import vocabulary

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def header_of(rows: Sequence[Row], *, open_ended: bool) -> Columns:
    """Lay out the columns of a header of one or two rows; the lower row divides cells of the upper one."""
    pieces = list(rows[0].pieces)
    for row in rows[1:]:
        firsts = {piece.column for piece in row.pieces}
        pieces = [piece for piece in pieces if piece.column not in firsts] + list(row.pieces)
    known = [(piece.named("indicators") or "", piece) for piece in pieces]
    return columns_of(_likely(_one_each(known)), open_ended=open_ended)


def _one_each(named: list[tuple[str, Piece]]) -> list[tuple[str, Piece]]:
    """Leave each name to one cell: the latest year's of several (2022年完成值, 2023年完成值), else the first."""
    chosen: dict[str, Piece] = {}
    for name, piece in named:
        if name and (name not in chosen or _year(piece) > _year(chosen[name])):
            chosen[name] = piece
    return [(name if chosen.get(name) is piece else "", piece) for name, piece in named]


def _year(piece: Piece) -> int:
    match = _YEAR.search(piece.text)
    return int(match[1]) if match else 0


def _likely(named: list[tuple[str, Piece]]) -> list[tuple[str, Piece]]:
    """Name cells whose text is no synonym by the words in them, where no other cell has that name."""
    taken = {name for name, _ in named if name}
    guesses: list[tuple[str, Piece]] = []
    for name, piece in named:
        guess = None if name or piece.label.roles else vocabulary().column_like(squash(piece.text))
        if guess in taken:
            guess = None
        if guess:
            taken.add(guess)
        guesses.append((name or guess or "", piece))
    return guesses


def is_subheader(row: Row) -> bool:
    """Whether a row only divides the header above it: 指标性质, 指标值, 度量单位 under 年度指标值."""
    names = [piece.named("indicators") for piece in row.pieces]
    return len(names) >= 2 and all(names) and not {"name", "l1", "l2"} & set(names)
