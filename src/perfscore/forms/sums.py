"""Rows that add others: 总分, 合计 and 小计, where their numbers belong and what they add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perfscore.core.location import Location
from perfscore.core.numbers import Figure
from perfscore.forms.cells import piece_type
from perfscore.forms.fit import Placing
from perfscore.forms.grid import Columns, Piece
from perfscore.forms.vocabulary import label_key
from perfscore.model import Number, Section, TotalRow

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

    A row 合计 is a subtotal where its points are those of the section above it, or, where it has none, where more
    rows or another sum follow. Of what is left a row called 总分 is the total, otherwise the last one.

    Returns:
        The total, and the places of rows that are neither.
    """
    between = len({one.count for one in sums}) > 1
    totals = []
    for place, one in enumerate(sums):
        own = sections[one.section] if one.section < len(sections) else None
        followed = between and place < len(sums) - 1
        if own is not None and _adds(one, own, sections, followed=followed):
            sections[one.section] = replace(own, subtotals=(*own.subtotals, one.row))
        else:
            totals.append(one)
    named = [one for one in totals if not _may_be_subtotal(one)]
    total = named[0] if named else totals[-1] if totals else None
    return (total.row if total else None), [one.at for one in totals if one is not total]


def _adds(one: SumRow, own: Section, sections: Sequence[Section], *, followed: bool) -> bool:
    """Whether a row adds the indicators of its section, and no others."""
    above = sum(len(section.indicators) for section in sections[: one.section])
    if not _may_be_subtotal(one) or not above < one.count:
        return False
    printed = _number(one.row.points)
    if printed is None:
        return followed
    if not (printed == _number(own.points) or printed == _points([own])):
        return False
    # The only section with anything in it: its sum is that of the form.
    return followed or printed != _points(sections)


def _may_be_subtotal(one: SumRow) -> bool:
    return label_key(one.row.label.value) == "合计"


def _number(cell: Number | None) -> Decimal | None:
    return cell.value.value if cell is not None and isinstance(cell.value, Figure) else None


def _points(sections: Sequence[Section]) -> Decimal | None:
    """The points of all indicators; None where some have none."""
    numbers = [_number(row.points) for section in sections for row in section.indicators]
    known = [one for one in numbers if one is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(numbers) else None


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
