"""Which rows of a list explain which: a unit the projects below it, where the amounts allow one reading only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from perfscore.core.sourced import Unreadable
from perfscore.model import BudgetRow

#: So many trees are begun before the search is given up: a list that has no clear order is taken as flat.
_MOST_TRIED: Final = 4000
_MOST_ROWS: Final = 200

Amounts = tuple[Decimal, ...]
#: The rows that a tree of rows covers end before the first number; each row below another, with that one.
Tree = tuple[int, tuple[tuple[int, int], ...]]


def parents_by_sums(rows: Sequence[BudgetRow]) -> Mapping[int, int]:
    """The row above each row, in a list that adds up to its printed total, or to its first row, in one way only.

    Every row of a tree that has rows below it is their sum in all columns; a list that can be read in two ways
    (a blank row, a tail from rounding) has no levels.
    """
    totals = [place for place, row in enumerate(rows) if row.total]
    places = [place for place, row in enumerate(rows) if not row.total]
    amounts = [_amounts(rows[place]) for place in places]
    known = [one for one in amounts if one is not None]
    if len(totals) > 1 or not 2 < len(places) <= _MOST_ROWS or len(known) < len(places):
        return {}
    whole = _amounts(rows[totals[0]]) if totals else known[0]
    if whole is None:
        return {}
    search = _Search(known)
    start = 0 if totals else 1
    found: list[Tree] = []
    for tree in search.below(start, whole):
        if tree[0] == len(known):
            found.append(tree)
        if len(found) > 1:
            return {}
    if not found or search.gave_up:
        return {}
    parents = {places[child]: places[parent] for child, parent in found[0][1]}
    if not totals:
        parents |= {place: places[0] for place in places[1:] if place not in parents}
    return parents


def _amounts(row: BudgetRow) -> Amounts | None:
    """The amounts of a row, blanks as nothing; None where some cannot be read or are negative, or all are blank."""
    numbers: list[Decimal] = []
    for cell in row.amounts:
        if isinstance(cell.value, Unreadable):
            return None
        numbers.append(Decimal(0) if cell.value is None else cell.value.value)
    return tuple(numbers) if any(numbers) and min(numbers) >= 0 else None


class _Search:
    """Finds the trees that rows can be."""

    def __init__(self, rows: Sequence[Amounts]) -> None:
        self._rows = rows
        self._tried = 0

    @property
    def gave_up(self) -> bool:
        """Whether there was too much to try."""
        return self._tried > _MOST_TRIED

    def below(self, start: int, rest: Amounts) -> Iterator[Tree]:
        """The ways in which rows from a place on, each with what is below it, add up to amounts."""
        self._tried += 1
        if not any(rest):
            yield start, ()
            return
        if start == len(self._rows) or self.gave_up:
            return
        left = tuple(one - other for one, other in zip(rest, self._rows[start], strict=True))
        if any(number < 0 for number in left):
            return
        for end, inner in self._tree(start):
            for last, others in self.below(end, left):
                yield last, (*inner, *others)

    def _tree(self, place: int) -> Iterator[Tree]:
        """The ways in which a row has rows below it, or none."""
        yield place + 1, ()
        for end, inner in self.below(place + 1, self._rows[place]):
            named = {child for child, _ in inner}
            own = tuple((child, place) for child in range(place + 1, end) if child not in named)
            yield end, (*own, *inner)
