"""Rows that add others: 总分, 合计 and 小计, where their numbers belong and what they add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from perfscore.core.location import Location
from perfscore.forms.cells import piece_type
from perfscore.forms.fit import Placing
from perfscore.forms.grid import Columns, Piece
from perfscore.model import Section, TotalRow

_REACH = 12


@dataclass(frozen=True, slots=True)
class SumRow:
    """A row 总分 or 合计.

    Attributes:
        section: the place among the sections of the one that was open there.
        count: the number of indicators above it.
    """

    row: TotalRow
    at: Location
    section: int
    count: int


def settle(sums: Sequence[SumRow], sections: list[Section]) -> tuple[TotalRow | None, list[Location]]:
    """Tell the total from subtotals, which are added to their sections.

    Where rows 合计 stand between the sections they are subtotals, and the total is the last of them all.

    Returns:
        The total, and the places of rows that are neither.
    """
    subtotals = sums[:-1] if len({one.count for one in sums}) > 1 else []
    totals = []
    for one in sums:
        if one in subtotals and one.section < len(sections):
            own = sections[one.section]
            sections[one.section] = replace(own, subtotals=(*own.subtotals, one.row))
        else:
            totals.append(one)
    return (totals[0].row if totals else None), [one.at for one in totals[1:]]


def place_total(numbers: Sequence[Piece], columns: Columns) -> Placing | None:
    """Where the numbers of such a row belong: its only columns are points and score."""
    only = Columns(tuple(span for span in columns.spans if span[0] in ("points", "score")))
    held = [piece for piece in numbers if piece_type(piece) in ("number", "formula")]
    for shift in sorted(range(-_REACH, _REACH + 1), key=abs):
        cells = {only.at(piece.column + shift): piece for piece in held}
        if None not in cells and len(cells) == len(held) and (not shift or len(held) == 2):
            return Placing(shift, {name: piece for name, piece in cells.items() if name}, len(held), clean=True)
    kept = {name: piece for piece in numbers if (name := columns.at(piece.column)) in ("points", "score")}
    return Placing(0, kept, 0, clean=False) if kept or not held else None
