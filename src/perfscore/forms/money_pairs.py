"""Money whose labels stand beside its amounts instead of above them: 预算数 | 320 | 执行数 | 301.44 | 得分 | 9.42.

Such rows are the total, and nothing but it. Where one of them does not come out even, none is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.forms.cells import no_number, piece_type, read_number, read_text
from perfscore.forms.grid import Piece, Row
from perfscore.forms.labels import words_of
from perfscore.forms.money import AMOUNTS, NUMBERS, column_word
from perfscore.forms.paired import part
from perfscore.forms.vocabulary import vocabulary
from perfscore.model import FundingRow, Number

_AMOUNTS_LIKE = frozenset({"number", "percent", "formula"})
_FEW = 2
#: A label and its number in one cell, with a mark between them or without: 得分9.5, 执行率：95%.
_INSIDE = lazy_pattern(
    r"\s*(?P<label>[\u4e00-\u9fff（）()]{2,12})\s*[:：]?\s*(?P<amount>[\d][\d,，]*(?:\.\d+)?%?)\s*分?\s*"
)


@frozen
class Pairs:
    """The total that pairs of labels and amounts say, None where they do not come out even."""

    total: FundingRow | None
    odd: tuple[Piece, ...] = ()


def read_labelled(rows: Sequence[Row], unit: str) -> Pairs | None:
    """Read rows of labels with their amounts beside them; None where the first is no such row but a header."""
    if not rows or not is_paired(rows[0]):
        return None
    numbers: dict[str, Number] = {}
    odd: list[Piece] = []
    first = rows[0].pieces[0]
    for row in rows:
        for label, amount in _pairs(row):
            name = _column(label)
            if name not in NUMBERS:
                # 结余 is known and not read, a text of no list alone heads the row.
                odd += [label] if amount is not None and not label.named("funding") else []
            elif name in numbers:
                return Pairs(None, (label,))
            elif amount is None:
                numbers[name] = no_number(row.place(label.last_column + 1))
            else:
                numbers[name] = read_number(amount, unit="分" if name in ("points", "score") else unit)
    if not any(name in numbers for name in AMOUNTS):
        return Pairs(None, tuple(odd) or (first,))
    heading = read_text(first) if not _INSIDE.fullmatch(first.text) else Sourced("", "", first.at)
    return Pairs(FundingRow(heading, **numbers, reason=None, partial=False, subtotal=False), tuple(odd))


def is_paired(row: Row) -> bool:
    """Whether a row has amounts right of its labels: a header has none."""
    beside = sum(
        _column(piece) in NUMBERS and piece_type(after) in _AMOUNTS_LIKE for piece, after in pairwise(row.pieces)
    )
    inside = sum(match is not None for match in map(_inside, row.pieces))
    return beside + inside >= _FEW


def _pairs(row: Row) -> Iterator[tuple[Piece, Piece | None]]:
    """The labels of a row, each with the cell right of it where that is an amount, or with what stands in its own."""
    taken: Piece | None = None
    for piece, after in zip(row.pieces, (*row.pieces[1:], None), strict=True):
        if piece is taken:
            continue
        if (inside := _inside(piece)) is not None:
            yield inside
        else:
            taken = after if after is not None and piece_type(after) in {*_AMOUNTS_LIKE, "blank"} else None
            yield piece, taken


def _inside(piece: Piece) -> tuple[Piece, Piece] | None:
    match = _INSIDE.fullmatch(piece.text)
    if match is None:
        return None
    label = part(piece, match["label"], match.span("label"))
    return (label, part(piece, match["amount"], match.span("amount"))) if _column(label) in NUMBERS else None


def _column(piece: Piece) -> str:
    """The column of a money block that a label names, by a list or by the words that it is made of."""
    words = words_of(piece.text)
    return column_word(piece, ()) or ("" if piece.label.roles else vocabulary().money_like(words) or "")
