"""Fitting the cells of a row to the columns of its table by their types.

Text extraction loses leading cells of merged blocks, so that a row stands some columns to the left or right of
its header. Moving all of its cells by the same number of columns must then make every cell fit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import get_args

from perfscore.core.records import frozen
from perfscore.forms.cells import PieceType, piece_type
from perfscore.forms.grid import Columns, Piece
from perfscore.forms.labels import label_key

#: So many columns a row of an extracted text may be moved.
REACH = 3
_SHORT_UNIT = 12


class Fit(IntEnum):
    """How well a cell fits a column."""

    #: The cell cannot be read in this column.
    NEVER = 0
    #: Only where nothing else explains the row: a wrong entry rather than a shifted one.
    WRONG = 1
    #: Possible, but says nothing.
    LOOSE = 2
    #: What the column is for.
    GOOD = 3


_NUMBERS: Mapping[PieceType, Fit] = {
    "number": Fit.GOOD, "formula": Fit.GOOD, "blank": Fit.LOOSE,
    "percent": Fit.WRONG, "value": Fit.WRONG, "signed": Fit.WRONG, "text": Fit.WRONG, "sign": Fit.WRONG,
}  # fmt: skip
_VALUES: Mapping[PieceType, Fit] = {
    "signed": Fit.GOOD, "value": Fit.GOOD, "percent": Fit.GOOD, "number": Fit.LOOSE, "formula": Fit.GOOD,
    "text": Fit.LOOSE, "blank": Fit.LOOSE, "sign": Fit.WRONG,
}  # fmt: skip
_ACTUALS: Mapping[PieceType, Fit] = {**_VALUES, "signed": Fit.LOOSE}
_TEXTS: Mapping[PieceType, Fit] = {
    "text": Fit.GOOD, "blank": Fit.LOOSE, "value": Fit.WRONG, "number": Fit.WRONG, "percent": Fit.WRONG,
    "signed": Fit.WRONG, "sign": Fit.WRONG, "formula": Fit.WRONG,
}  # fmt: skip
_ANY: Mapping[PieceType, Fit] = dict.fromkeys(get_args(PieceType), Fit.LOOSE)
_SIGNS: Mapping[PieceType, Fit] = {"sign": Fit.GOOD, "blank": Fit.LOOSE, "text": Fit.WRONG}
_UNITS: Mapping[PieceType, Fit] = {"text": Fit.GOOD, "blank": Fit.LOOSE, "value": Fit.WRONG}
_RATES: Mapping[PieceType, Fit] = {**_NUMBERS, "percent": Fit.GOOD, "number": Fit.LOOSE}

_BY_COLUMN: Mapping[str, Mapping[PieceType, Fit]] = {
    "name": _TEXTS,
    "target": _VALUES,
    "actual": _ACTUALS,
    "points": _NUMBERS,
    "score": _NUMBERS,
    "initial": _NUMBERS,
    "budget": _NUMBERS,
    "executed": _NUMBERS,
    "rate": _RATES,
    "reason": _TEXTS,
    "rule": _TEXTS,
    "explanation": _TEXTS,
    "value_type": _SIGNS,
    "unit": _UNITS,
}
_LEVELS = frozenset({"l1", "l2", "block", "label"})


def fit_of(piece: Piece, column: str | None, headings: frozenset[str] = frozenset()) -> Fit:
    """How well a cell that is no level label fits a column; None is outside of the table.

    An indicator may bear the name of its section (预算执行率): `headings` are the names that its row stands under.
    """
    if column is None:
        return Fit.NEVER
    kind = piece_type(piece)
    if column in _LEVELS:
        # A label that the vocabulary does not know is possible, a number is not.
        return Fit.LOOSE if kind in ("text", "blank") else Fit.NEVER
    fit = _BY_COLUMN.get(column, _ANY).get(kind, Fit.NEVER)
    if column == "unit":
        if label_key(piece.text) in ("%", "‰"):
            return Fit.GOOD
        if kind == "text" and len(piece.text) > _SHORT_UNIT:
            return Fit.WRONG
    if column == "name" and (piece.named("l1") or piece.named("l2")) and piece.named("l1") not in headings:
        return Fit.WRONG
    return fit


@frozen
class Placing:
    """An assignment of the cells of a row to columns.

    Attributes:
        shift: number of columns that the cells were moved to the right.
        cells: the cell of each column.
        good: number of cells that are what their column is for.
        clean: every cell may be read in its column.
    """

    shift: int
    cells: Mapping[str, Piece]
    good: int
    clean: bool


def placing(
    pieces: Sequence[Piece],
    columns: Columns,
    shift: int,
    taken: frozenset[str] = frozenset(),
    headings: frozenset[str] = frozenset(),
) -> Placing | None:
    """Place all cells moved by `shift`, or None when that is impossible.

    Args:
        pieces: the cells of the row that are no level labels.
        columns: the columns of the table.
        shift: columns to move to the right.
        taken: level columns that a label of the vocabulary already fills.
        headings: the sections' names that those labels bear.
    """
    cells: dict[str, Piece] = {}
    good, clean = 0, True
    for piece in pieces:
        column = columns.at(piece.column + shift)
        if column == "" and shift == 0:
            continue  # a column whose header says nothing
        fit = fit_of(piece, column, headings) if column else Fit.NEVER
        if column is None and shift == 0 and piece.column > columns.spans[-1][2]:
            continue  # a note beside the form, not part of it
        if fit is Fit.NEVER or column is None:
            return None
        if column in _LEVELS and (shift or column in taken):
            return None
        if column in cells:
            return None
        cells[column] = piece
        good += fit is Fit.GOOD
        clean = clean and fit > Fit.WRONG
    return Placing(shift, cells, good, clean)


def place_row(
    pieces: Sequence[Piece],
    columns: Columns,
    *,
    taken: frozenset[str] = frozenset(),
    evidence: int = 3,
    headings: frozenset[str] = frozenset(),
    reach: int = REACH,
) -> Placing | None:
    """Find the one assignment of a row's cells, or None when there is none or more than one.

    Where the cells stand is taken whenever they fit there. A shift is taken only when it is the unique best
    and enough cells (`evidence`) are what their column is for. Cells that fit nowhere (words in a score
    column) stay where they are.
    """
    here = placing(pieces, columns, 0, taken, headings)
    unknown_label = here is not None and any(name in _LEVELS for name in here.cells)
    if here is not None and (not reach or (here.clean and not unknown_label)):
        return here
    shifts = (shift for shift in range(-reach, reach + 1) if shift)
    moved = [
        found for shift in shifts if (found := placing(pieces, columns, shift, taken, headings)) and found.clean
    ]
    best = max((found.good for found in moved), default=0)
    leaders = [found for found in moved if found.good == best and best >= evidence]
    if here is not None and here.clean:
        if here.good > best:
            return here
        if len(leaders) == 1 and best > here.good:
            return leaders[0]
        # Between an unknown label and a shift that says as much, the look of the label decides.
        return here if _looks_like_level(here) else None
    if leaders:
        return leaders[0] if len(leaders) == 1 else None
    return here


def _looks_like_level(found: Placing) -> bool:
    return all(
        label_key(piece.text).endswith(("指标", "效益", "成本", "影响", "满意度"))
        for name, piece in found.cells.items()
        if name in _LEVELS
    )
