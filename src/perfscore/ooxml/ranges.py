"""Ranges of cells, and merges laid over a sheet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import field
from functools import lru_cache
from typing import NamedTuple

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import cell_name
from perfscore.core.records import frozen
from perfscore.ooxml.formula import MAX_ROW, column_number

Place = tuple[int, int]

_CORNER = r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})"
_RANGE = lazy_pattern(rf"{_CORNER}(?::{_CORNER})?")


@frozen
class Range:
    """A rectangle of cells, 1-based and with both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{cell_name(self.top, self.left)}:{cell_name(self.bottom, self.right)}"

    def __contains__(self, place: Place) -> bool:
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right

    @property
    def single(self) -> bool:
        """Whether the range is one cell."""
        return self.top == self.bottom and self.left == self.right


@lru_cache(maxsize=4096)
def parse_range(text: str) -> Range | None:
    """Read `A1` or `A1:C3`; None for anything else or a place outside a sheet.

    >>> parse_range("C3:A1")
    Range(top=1, left=1, bottom=3, right=3)
    """
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        return None
    columns = [column_number(letters) for letters in (match[1], match[3] or match[1])]
    rows = [int(digits) for digits in (match[2], match[4] or match[2])]
    if min(columns) < 1 or min(rows) < 1 or max(rows) > MAX_ROW:
        return None
    return Range(min(rows), min(columns), max(rows), max(columns))


@frozen
class Merges:
    """Merges laid over a sheet.

    Attributes:
        spans: rows and columns that the anchor at a place covers.
        covered: the places asked for that lie under a merge without being its anchor, with that anchor.
        overlapping: merges that overlap an earlier one; no office program makes such, they are left out.
    """

    spans: dict[Place, tuple[int, int]] = field(default_factory=dict)
    covered: dict[Place, Place] = field(default_factory=dict)
    overlapping: list[Range] = field(default_factory=list)


def lay_merges(merges: Iterable[Range], places: Iterable[Place]) -> Merges:
    """Lay merges over a sheet and tell which of the places they cover, in one sweep down the rows.

    The work grows with the number of merges and places, never with the area of a merge.
    """
    waiting = sorted((merge.top, merge.left, merge.bottom, merge.right) for merge in merges if not merge.single)
    sweep = _Sweep()
    if not waiting:
        return sweep.result
    entered = 0
    for place in sorted(places):
        while entered < len(waiting) and waiting[entered][0] <= place[0]:
            sweep.enter(Range(*waiting[entered]))
            entered += 1
        sweep.move_to(place[0])
        merge = sweep.at(place[1])
        if merge is not None and merge.anchor != place:
            sweep.result.covered[place] = merge.anchor
    for corners in waiting[entered:]:
        sweep.enter(Range(*corners))
    return sweep.result


class _Crossing(NamedTuple):
    """A merge that crosses the current row."""

    left: int
    right: int
    bottom: int
    anchor: Place


class _Sweep:
    """A line that moves down a sheet; the merges that cross it never overlap and are kept left to right."""

    def __init__(self) -> None:
        self.result = Merges()
        self._crossing: list[_Crossing] = []
        self._lefts: list[int] = []
        self._first_end = MAX_ROW

    def move_to(self, row: int) -> None:
        if self._first_end < row:
            self._crossing = [merge for merge in self._crossing if merge.bottom >= row]
            self._lefts = [merge.left for merge in self._crossing]
            self._first_end = min((merge.bottom for merge in self._crossing), default=MAX_ROW)

    def at(self, column: int) -> _Crossing | None:
        index = bisect_right(self._lefts, column) - 1
        if index < 0:
            return None
        found = self._crossing[index]
        return found if found.right >= column else None

    def enter(self, merge: Range) -> None:
        self.move_to(merge.top)
        index = bisect_right(self._lefts, merge.left)
        beside = self._lefts[index] if index < len(self._lefts) else None
        if self.at(merge.left) is not None or (beside is not None and beside <= merge.right):
            self.result.overlapping.append(merge)
            return
        anchor = (merge.top, merge.left)
        self._crossing.insert(index, _Crossing(merge.left, merge.right, merge.bottom, anchor))
        self._lefts.insert(index, merge.left)
        self._first_end = min(self._first_end, merge.bottom)
        self.result.spans[anchor] = (merge.bottom - merge.top + 1, merge.right - merge.left + 1)
