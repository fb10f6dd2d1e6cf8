"""Rows of any label that repeat others: the execution row of the money, or the sum of some indicators.

A form says nowhere that 小结 or 核算分 is a sum. What gives such a row away is that nothing was asked or answered in
it, that it equals others, and that the table adds to its total without it and to more than that with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from perfscore.core.records import frozen
from perfscore.core.text import is_blank_mark
from perfscore.forms.sums import Above, SumRow, number_in
from perfscore.model import FundingRow, Indicator, Section, Text, TotalRow, Valued

#: More rows without a target and an actual value than these: the form was not filled, or has no such columns.
_MOST = 6
_FULL = Decimal(100)
#: What the execution of the budget carries where the money block gives it no points.
_EXECUTION = Decimal(10)


@frozen
class _Row:
    """A row and the place of its section among the sections."""

    section: int
    row: Indicator


def take_repeated(
    sections: Sequence[Section], sums: Sequence[SumRow], execution: FundingRow | None, bare: Sequence[Indicator]
) -> tuple[Sequence[Section], Sequence[SumRow]]:
    """Take the rows out that repeat others, and add them to the rows that are sums.

    Args:
        sections: the sections with all of their rows.
        sums: the rows that are called sums, `above` counting all rows.
        execution: the row of the funds that carries the points of the execution rate.
        bare: the rows with points in which nothing is asked and nothing answered.
    """
    rows = [_Row(place, row) for place, section in enumerate(sections) for row in section.indicators]
    known = {id(row) for row in bare}
    at = [place for place, one in enumerate(rows) if id(one.row) in known]
    if not 0 < len(at) <= min(_MOST, len(rows) - 1):
        return sections, sums
    table = _Table(sections, sums, execution, rows, at)
    chosen = table.repeated()
    if not chosen:
        return sections, sums
    gone = {id(rows[place].row) for place in chosen}
    kept = [replace(one, indicators=_without(one, gone)) for one in sections]
    called = any(not one.subtotal for one in sums)
    found = [(place, 1, table.sum_row(place, chosen, total_called=called)) for place in chosen]
    moved = [(one.above, 0, replace(one, above=table.left(one.above, chosen))) for one in sums]
    return kept, [one for *_, one in sorted([*found, *moved], key=lambda key: key[:2])]


def _without(section: Section, gone: set[int]) -> tuple[Indicator, ...]:
    return tuple(row for row in section.indicators if id(row) not in gone)


@frozen
class _Table:
    """The rows of a table; `bare` are the places of those that may repeat others."""

    sections: Sequence[Section]
    sums: Sequence[SumRow]
    execution: FundingRow | None
    rows: Sequence[_Row]
    bare: Sequence[int]

    def repeated(self) -> tuple[int, ...]:
        """The places of the rows without which the table adds to its total, if there is one choice of them."""
        points = [number_in(one.row.points) for one in self.rows]
        whole = Above(self.sections, None).between("points", 0, len(self.rows))
        if whole is None:
            return ()
        printed = (number_in(one.row.points) for one in self.sums if not one.subtotal)
        total = next((one for one in printed if one), _FULL)
        for carried in self._carried():
            surplus = whole + carried - total
            choices = [
                places
                for count in range(1, len(self.bare) + 1)
                for places in combinations(self.bare, count)
                if sum(points[place] or 0 for place in places) == surplus
                and all(self._repeats_execution(place) or self._span(place, places) for place in places)
            ]
            if choices:
                return choices[0] if len(choices) == 1 else ()
        return ()

    def left(self, place: int, chosen: Sequence[int]) -> int:
        """How many rows above a place stay."""
        return place - sum(one < place for one in chosen)

    def sum_row(self, place: int, chosen: Sequence[int], *, total_called: bool) -> SumRow:
        """A chosen row as a sum: the total where no row is called one and it adds all of them."""
        one = self.rows[place]
        row = TotalRow(self._label(one), one.row.points, one.row.score)
        alone = len(self.sections[one.section].indicators) == 1
        repeats = self._repeats_execution(place)
        total = not total_called and not repeats and self._is_whole(place, chosen)
        return SumRow(
            row,
            one.row.row,
            max(one.section - alone, 0),
            self.left(place, chosen),
            subtotal=not total,
            repeats=repeats,
        )

    def _label(self, one: _Row) -> Text:
        section = self.sections[one.section]
        if one.row.name.value:
            return one.row.name
        return section.header if len(section.indicators) == 1 else one.row.l2_label or one.row.name

    def _carried(self) -> tuple[Decimal, ...]:
        """What the execution rate may add to the indicators."""
        known = number_in(self.execution.points) if self.execution is not None else None
        return (Decimal(0), _EXECUTION) if known is None else (known, Decimal(0))

    def _repeats_execution(self, place: int) -> bool:
        if self.execution is None or number_in(self.execution.points) is None:
            return False
        row = self.rows[place].row
        return all(
            number_in(getattr(row, name)) == number_in(getattr(self.execution, name))
            for name in ("points", "score")
        )

    def _is_whole(self, place: int, chosen: Sequence[int]) -> bool:
        """Whether a row adds all others and the execution rate."""
        kept = self._kept(chosen)
        end = len(self.rows) - len(chosen)
        every = kept.between("points", 0, end)
        carried = number_in(self.execution.points) if self.execution is not None else None
        return every is not None and number_in(self.rows[place].row.points) == every + (carried or 0)

    def _kept(self, chosen: Sequence[int]) -> Above:
        gone = {id(self.rows[place].row) for place in chosen}
        return Above([replace(one, indicators=_without(one, gone)) for one in self.sections], self.execution)

    def _span(self, place: int, chosen: Sequence[int]) -> bool:
        """Whether a row has the points of at least two rows that stay: of all, of its section, or of those beside it."""
        above, one = self._kept(chosen), self.rows[place]
        row = TotalRow(one.row.name, one.row.points)
        answered = [self.rows[at].row for at in range(len(self.rows)) if at not in self.bare]
        if number_in(row.points) == Above([replace(self.sections[0], indicators=tuple(answered))], None).between(
            "points", 0, len(answered)
        ):
            return len(answered) > 1
        spans = set(self._spans(place, chosen, above))
        return any(end - start > 1 and above.holds(row, start, end, whole=True) for start, end in spans)

    def _spans(self, place: int, chosen: Sequence[int], above: Above) -> Iterator[tuple[int, int]]:
        here, section = self.left(place, chosen), self.rows[place].section
        marks = sorted(self.left(at, chosen) for at in (*self.bare, *(one.above for one in self.sums)))
        before = max((mark for mark in marks if mark < here), default=0)
        behind = min((mark for mark in marks if mark > here), default=above.starts[-1])
        yield from ((0, above.starts[-1]), (0, here), (before, here), (here, behind), (here, above.starts[-1]))
        yield from ((above.starts[section], here), (here, above.starts[section + 1]))


def is_bare(row: Indicator) -> bool:
    """Whether nothing is asked and nothing answered in a row of a table that has columns for both."""
    asked = (row.target, row.actual)
    beside = (row.rule, row.explanation, row.evidence)
    return any(cell is not None for cell in asked) and not any(map(_says, (*asked, *beside)))


def _says(cell: Valued | Text | None) -> bool:
    return cell is not None and not is_blank_mark(cell.raw)
