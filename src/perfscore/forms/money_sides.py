"""Money in two tables side by side under one header: 项目 | 预算数 | 执行数 | 项目 | 预算数 | 执行数."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from perfscore.forms.grid import Piece, Row
from perfscore.forms.money import AMOUNTS, column_word
from perfscore.forms.stacks import stacks_of
from perfscore.model import Breakdown, Funding, FundingRow, Number, Text


def second_side(band: Sequence[Row]) -> Piece | None:
    """The header cell over the labels of the right side: the amounts come again in the same order behind it."""
    leaves = [stack.leaf for stack in stacks_of(band)]
    names = [column_word(leaf, leaves) for leaf in leaves]
    amounts = [place for place, name in enumerate(names) if name in AMOUNTS]
    half = len(amounts) // 2
    left, right = amounts[:half], amounts[half:]
    if not half or [names[place] for place in left] != [names[place] for place in right]:
        return None
    if right[0] - left[-1] < 2 or len({names[place] for place in left}) < half:
        return None
    return leaves[right[0] - 1]


def between(rows: Iterable[Row], keep: Callable[[int], bool]) -> list[Row]:
    """The rows with their cells in some columns."""
    parts = (
        replace(
            row,
            pieces=tuple(piece for piece in row.pieces if keep(piece.column)),
            empty=tuple(piece for piece in row.empty if keep(piece.column)),
        )
        for row in rows
    )
    return [row for row in parts if row.pieces]


def beside(left: Funding | None, right: Funding | None, label: Text) -> Funding | None:
    """The money of the left side with that of the right one as lists that explain its total, one of each amount.

    The total of the right side is a row that says the total again.
    """
    if left is None or right is None:
        return left or right
    rows = right.rows if right.total is None else tuple(row for row in right.rows if row is not right.total)
    lists = tuple(Breakdown(label, items, name) for name in AMOUNTS if (items := tuple(_cells(rows, name))))
    again = () if right.total is None else (right.total,)
    return Funding(
        left.total,
        (*left.rows, *again),
        (*left.breakdowns, *lists, *right.breakdowns),
        whole=left.whole and right.whole,
    )


def _cells(rows: Sequence[FundingRow], name: str) -> Iterable[tuple[Text, Number]]:
    for row in rows:
        amount: Number | None = getattr(row, name)
        if amount is not None:
            yield row.label, amount
