"""Cutting a table into the regions that may each be a form.

A region starts at its title row, or at its first label when it has no title, and ends before the next form or
where the rows that belong end. Nothing is decided here about which form it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from functools import cached_property

from perfscore.core.location import Location
from perfscore.core.records import frozen, mutable
from perfscore.forms.bands import with_headers
from perfscore.forms.cells import piece_type
from perfscore.forms.funding import amounts_only, heads_money
from perfscore.forms.grid import Piece, Row
from perfscore.forms.header import Header, headers_of
from perfscore.forms.kinds import TITLE_CELLS, RowKind, kind_of, names_table

#: How far above its first label the title of a form may stand: a subtitle and a line for unit and date between.
_TITLE_REACH = 5
#: So many rows of amounts or goal texts may stand between two labelled rows.
_BLOCK_REACH = 40
#: So many rows of texts may stand below the labels of a goal that stands under the indicators.
_GOAL_REACH = 2


#: The blocks of a form; meeting one again that it has already starts another form.
_BLOCKS = frozenset({RowKind.FUNDING, RowKind.GOAL, RowKind.INDICATORS})
#: Rows that belong to a form when its title stands above them, and start none.
_NEAR_TITLE = frozenset({RowKind.FOOT, RowKind.TOTAL})
_STARTS = _BLOCKS | {RowKind.FIELD, RowKind.BASE, RowKind.LABELS}


@frozen
class Region:
    """Rows that may be one form, each with its kind.

    `above` are the rows from a line on that names the table and is in no list of titles, down to the first row.
    `start`, `known` (the headers, read from the rows of all of them) and `owners` (cells above that name their unit)
    are set where several forms share a title and a header; `kind` is the kind of form that it was cut as; `notes` say what was lost before.
    """

    sheet: str
    title: Row | None
    rows: tuple[tuple[RowKind, Row], ...]
    hidden: bool = False
    start: Row | None = None
    notes: tuple[tuple[Location, str], ...] = ()
    known: tuple[Header, ...] = ()
    owners: tuple[Piece, ...] = ()
    kind: str = ""
    above: tuple[Row, ...] = ()

    @property
    def heading(self) -> Row | None:
        """The row that says what the table is: a title of the lists, or any that stands above it."""
        return self.title or next(iter(self.above), None)

    def of_kind(self, kind: RowKind) -> Iterator[Row]:
        """The rows of one kind."""
        return (row for known, row in self.rows if known is kind)

    @cached_property
    def headers(self) -> tuple[Header, ...]:
        """The headers of the indicator tables in it."""
        return self.known or headers_of(self.rows)

    @property
    def first(self) -> Row:
        """The row that the form starts at."""
        return self.start or self.title or self.rows[0][1]


@mutable
class _Draft:
    """A region that is being gathered."""

    title: Row | None
    rows: list[tuple[RowKind, Row]] = field(default_factory=list)
    seen: set[RowKind] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    idle: int = 0
    block: RowKind | None = None
    #: Whether a row of money was met, and whether the last row was one or its header.
    money: bool = False
    goes_on_with_money: bool = False

    @property
    def astray(self) -> bool:
        """Whether so many rows without a label followed that the labels above were no form's head."""
        if RowKind.INDICATORS in self.seen or RowKind.BASE in self.seen:
            return False
        return self.idle > (_BLOCK_REACH if self.seen & _BLOCKS else _TITLE_REACH)

    def add(self, kind: RowKind, row: Row) -> None:
        if kind is RowKind.TOTAL and RowKind.INDICATORS not in self.seen:
            # 合计 of the money block, or a result that is printed in the head.
            kind = RowKind.OTHER if row.pieces[0].named("source") else RowKind.FIELD
        self.rows.append((kind, row))
        self.seen.add(kind)
        sources = bool(row.names("source")) and kind is not RowKind.TOTAL
        self.goes_on_with_money = sources or heads_money(row) or (self.goes_on_with_money and _amounts(row))
        self.money |= sources or kind is RowKind.FUNDING
        if kind in _BLOCKS or kind in (RowKind.FIELD, RowKind.FOOT):
            self.block = kind
        self.idle = self.idle + 1 if kind is RowKind.OTHER and not row.names("source") else 0
        if kind is RowKind.FIELD:
            self.fields |= row.names("fields")


def regions_of(rows: Sequence[Row], sheet: str, *, hidden: bool = False) -> Iterator[Region]:
    """Cut the rows of a table into regions."""
    places = {id(row): place for place, row in enumerate(rows)}
    end = 0
    for region in _cut(rows, sheet, hidden=hidden):
        start = places[id(region.first)]
        above = () if region.title else _heading(rows[max(end, start - _TITLE_REACH) : start])
        yield replace(region, above=above) if above else region
        end = places[id(region.rows[-1][1])] + 1


def _heading(above: Sequence[Row]) -> tuple[Row, ...]:
    """Of the rows above a form without a title those from the nearest on that names its table."""
    for place in range(len(above) - 1, -1, -1):
        if len(above[place].pieces) > TITLE_CELLS:
            break
        if names_table(above[place]):
            return tuple(above[place:])
    return ()


def _cut(rows: Sequence[Row], sheet: str, *, hidden: bool) -> Iterator[Region]:
    kinds = with_headers(rows, [kind_of(row) for row in rows])
    draft: _Draft | None = None
    title: tuple[int, Row] | None = None
    for place, (kind, row) in enumerate(zip(kinds, rows, strict=True)):
        if kind is RowKind.TITLE:
            if draft is not None:
                yield from _closed(draft, sheet, hidden)
            draft, title = None, (place, row)
            continue
        if draft is None:
            near = title is not None and place - title[0] <= _TITLE_REACH
            if kind in _STARTS or (near and kind in _NEAR_TITLE):
                draft = _Draft(title[1] if near and title else None)
                if near and title:
                    for between in range(title[0] + 1, place):
                        draft.add(kinds[between], rows[between])
                title = None
                draft.add(kind, row)
            continue
        if (draft.astray and kind in _STARTS) or _starts_another(draft, kind, row):
            yield from _closed(draft, sheet, hidden)
            draft = _Draft(None)
            draft.add(kind, row)
        elif _ends(draft, place, kinds, rows):
            yield from _closed(draft, sheet, hidden)
            draft = None
        else:
            draft.add(kind, row)
    if draft is not None:
        yield from _closed(draft, sheet, hidden)


def _starts_another(draft: _Draft, kind: RowKind, row: Row) -> bool:
    """Whether a row without a title above it begins the next form."""
    if RowKind.BASE in draft.seen:
        return kind in _BLOCKS or (kind is RowKind.FIELD and bool(row.names("fields") & {"project", "unit"}))
    if RowKind.INDICATORS not in draft.seen:
        return False
    if kind is RowKind.FIELD:
        # A form's identity comes once; signatures (填报日期 …) may follow the indicators.
        return bool(row.names("fields") & {"project", "unit"} & draft.fields) or "project" in row.names("fields")
    return kind in _BLOCKS and kind in draft.seen and kind not in (RowKind.INDICATORS, draft.block)


def _ends(draft: _Draft, place: int, kinds: Sequence[RowKind], rows: Sequence[Row]) -> bool:
    """Whether a form ended before the row of this place: what follows is a text or another table."""
    kind, row = kinds[place], rows[place]
    if kind is not RowKind.OTHER or not {RowKind.INDICATORS, RowKind.BASE} & draft.seen:
        return False
    if draft.goes_on_with_money and (row.names("source") or _amounts(row)):
        return False
    if heads_money(row) and not draft.money:
        return False  # the money of a form, below its indicators and their total
    if draft.block in (RowKind.FUNDING, RowKind.GOAL):
        # Money or the goal below the indicators: what follows belongs to it while it looks like it.
        return draft.idle >= _BLOCK_REACH if draft.block is RowKind.FUNDING else draft.idle >= _GOAL_REACH
    if RowKind.BASE in draft.seen:
        return len(row.pieces) == 1 and not _amounts_follow(place, kinds, rows)
    if RowKind.TOTAL in draft.seen and len(row.pieces) > 1 and RowKind.FOOT not in draft.seen:
        return not _goes_on(place, kinds, rows, signed=draft.block is RowKind.FOOT)
    if len(row.pieces) > 1:
        return False
    return not _goes_on(place, kinds, rows, signed=draft.block is RowKind.FOOT)


def _amounts(row: Row) -> bool:
    """Whether a row is a label with amounts: a source of money of unknown words, below others or their header."""
    first, *rest = row.pieces
    numbers = sum(piece_type(piece) in ("number", "percent") for piece in rest)
    return piece_type(first) == "text" and numbers >= 1 and numbers + 1 >= len(rest)


def _following(
    place: int, reach: int, kinds: Sequence[RowKind], rows: Sequence[Row]
) -> Iterator[tuple[RowKind, Row]]:
    """The next rows after a place, at most so many; the rest of a ledger is not touched."""
    return ((kinds[at], rows[at]) for at in range(place + 1, min(place + 1 + reach, len(rows))))


def _goes_on(place: int, kinds: Sequence[RowKind], rows: Sequence[Row], *, signed: bool) -> bool:
    """Whether the next row after a place that is more than a line of text still belongs to an indicator table.

    Below signatures (`signed`) only rows of the table itself do.
    """
    belonging = {RowKind.LEVEL, RowKind.TOTAL, RowKind.INDICATORS}
    if not signed:
        belonging.add(RowKind.FOOT)
    for kind, row in _following(place, 12, kinds, rows):
        if kind in belonging:
            return True
        if kind is not RowKind.OTHER or len(row.pieces) > 1:
            return False
    return False


def _amounts_follow(place: int, kinds: Sequence[RowKind], rows: Sequence[Row]) -> bool:
    """Whether a base-data table goes on below a row that is one text: an item without amounts."""
    for kind, row in _following(place, 4, kinds, rows):
        if kind in (RowKind.BASE, RowKind.FOOT) or len(row.pieces) > 2:
            return True
        if kind is not RowKind.OTHER:
            return False
    return False


def _closed(draft: _Draft, sheet: str, hidden: bool) -> Iterator[Region]:
    """The region of a draft; rows of no kind at its end belong to what follows it."""
    rows = draft.rows
    while rows and rows[-1][0] is RowKind.OTHER and len(rows[-1][1].pieces) == 1 and not amounts_only(rows[-1][1]):
        rows.pop()
    if rows:
        yield Region(sheet, draft.title, tuple(rows), hidden)
