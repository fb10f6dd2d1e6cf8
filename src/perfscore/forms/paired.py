"""A label and its amount in one cell: 其中：一般公共预算：6,300.40."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfscore.core.lazy import lazy_pattern
from perfscore.forms.grid import Piece, Row
from perfscore.forms.vocabulary import label_of

_AMOUNT = r"(?P<amount>[-+]?\d[\d,，]*(?:\.\d+)?(?:\s*(?:百万|千万|[万亿千])?元)?|[-—–－/／]+|无)"
_PAIRED = lazy_pattern(
    rf"\s*(?P<label>[^\n]{{2,24}}?)(?P<mark>\s*[:：]\s*|[ \u3000]+){_AMOUNT}\s*", needs=":|：| |\u3000"
)


def label_and_amount(piece: Piece, *, known: bool = True) -> tuple[Piece, Piece] | None:
    """The label in a cell and the amount behind it, each at its place in the cell; None for any other cell.

    Args:
        piece: the cell.
        known: whether the label must name a source of money; any other is a label where a colon ends it.
    """
    match = _PAIRED.fullmatch(piece.text)
    if match is None:
        return None
    source = label_of(match["label"]).named("source") is not None
    if not source and (known or match["mark"].isspace() or match["label"][:1].isdigit()):
        return None
    return part(piece, match["label"], match.span("label")), part(piece, match["amount"], match.span("amount"))


def apart(row: Row, *, known: bool = True) -> Row:
    """A row of money whose cells hold either a label or an amount."""
    pieces = tuple(_apart(row, known=known))
    return row if len(pieces) == len(row.pieces) else replace(row, pieces=pieces)


def _apart(row: Row, *, known: bool) -> Iterator[Piece]:
    for piece in row.pieces:
        yield from label_and_amount(piece, known=known) or (piece,)


def part(piece: Piece, text: str, span: tuple[int, int]) -> Piece:
    """A part of a cell as one of its own, at its place in the cell."""
    cell = replace(piece.cell, value=text, shown=text, at=replace(piece.at, span=span))
    return replace(piece, cell=cell, label=label_of(text))
