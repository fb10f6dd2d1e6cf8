"""Cutting the rows that no performance form took into the parts of budget tables: head, header, body, notes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import field
from typing import Final

from perfscore.core.location import Location
from perfscore.core.records import mutable
from perfscore.forms.budget.lines import (
    Head,
    counts_columns,
    fields_in,
    is_amount,
    is_header,
    is_note,
    is_of_form,
    is_other,
    is_spread,
    is_wordy,
    may_be_title,
    opens,
    opens_another,
    repeats,
)
from perfscore.forms.budget.words import LONGEST, key_of, mark_of, term_of, words
from perfscore.forms.grid import Row

#: A header has at most so many rows, and what stands above a table so many lines.
_TALLEST: Final = 4
_HEAD_REACH: Final = 7
#: So many rows below a line that may be a title its table begins.
_TITLE_REACH: Final = 5
#: A merge over so many columns makes a line a title and not a row.
_WIDE: Final = 3


@mutable
class Draft:
    """The rows of what may be a budget table.

    Attributes:
        band: the rows of its header.
        labels: rows that only number the columns, and the header where it is printed again.
        body, notes: its rows, and the lines below them.
        again: the rows that begin a repeated header.
        strays: lines that stand between its rows and are none of them.
    """

    head: Head
    band: list[Row]
    labels: list[Row] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    again: list[Row] = field(default_factory=list)
    strays: list[Row] = field(default_factory=list)

    #: The rows of its last page.
    page: list[Row] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The title, or ""."""
        return self.head.title.value if self.head.title is not None else ""

    def add_page(self, page: Draft) -> None:
        """Go on with a page that prints the header again."""
        self.labels += (*page.head.rows, *page.band)
        self.again += (page.band[0],)
        self.add_rows(page)

    def add_rows(self, page: Draft) -> None:
        """Go on with the rows of a page."""
        self.labels += page.labels
        self.body += page.body
        self.notes += page.notes
        self.again += page.again
        self.strays += page.strays
        self.page = page.body

    @property
    def ended(self) -> bool:
        """Whether the table ended with a note or a total: nothing goes on."""
        if self.notes or not self.body:
            return True
        return len(self.body) > 1 and words().says("total", self.body[-1].pieces[0].text) is not None

    @property
    def at(self) -> Location:
        """The place of the title, else of the header."""
        return self.head.title.at if self.head.title is not None else self.band[0].pieces[0].at


def drafts_of(rows: Sequence[Row]) -> list[Draft]:
    """Find what may be budget tables in rows that no form took, without a gap that a form took."""
    found: list[Draft] = []
    place, floor = 0, 0
    while place < len(rows):
        if not opens(rows[place]) and not _opens_by_rows(rows, place, floor):
            place += 1
            continue
        band = _band(rows, place)
        if is_other(band):
            place += len(band)
            floor = place
            continue
        draft = Draft(_head(rows[max(floor, place - _HEAD_REACH) : place]), band)
        place = floor = _body(rows, place + len(band), draft)
        draft.page = draft.body
        found.append(draft)
    return found


def _opens_by_rows(rows: Sequence[Row], place: int, floor: int) -> bool:
    """Whether a row of words that no list knows is a header: a unit of money stands above it, amounts below it."""
    row = rows[place]
    if len(row.pieces) < 2 or not is_wordy(row) or fields_in(row) or is_of_form(row):
        return False
    columns = {piece.column for piece in row.pieces}
    for below in rows[place + 1 : place + 1 + _TALLEST]:
        columns |= {piece.column for piece in below.pieces} if is_wordy(below) else set()
        amounts = [piece for piece in below.pieces if is_amount(piece)]
        if amounts:
            fits = len(below.pieces) > 1 and all(piece.column in columns for piece in amounts)
            money = any(term_of(piece.text).money for piece in row.pieces)
            return fits and (money or _head(rows[max(floor, place - _HEAD_REACH) : place]).money is not None)
        if not is_wordy(below):
            return False
    return False


def take_page(draft: Draft, rows: Sequence[Row]) -> bool:
    """Let a table go on with all rows of another one that has no header; returns whether they are its rows."""
    if draft.ended or not rows or not any(is_amount(piece) for piece in rows[0].pieces):
        return False
    widths = [max(piece.last_column for row in part for piece in row.pieces) for part in (draft.band, rows)]
    page = Draft(draft.head, draft.band)
    if widths[0] != widths[1] or _body(rows, 0, page) != len(rows):
        return False
    draft.add_rows(page)
    return True


def _band(rows: Sequence[Row], start: int) -> list[Row]:
    """The rows of a header that begins at a place."""
    band = [rows[start]]
    first = min(piece.column for piece in band[0].pieces)
    for row in rows[start + 1 : start + _TALLEST]:
        inside = row.number <= max(piece.last_row for known in band for piece in known.pieces)
        if not inside and not _goes_on(row, band, first):
            break
        band.append(row)
    return band


def _goes_on(row: Row, band: Sequence[Row], first: int) -> bool:
    """Whether a row below header rows divides their cells further: it is no row of the table yet.

    In a table without a column of names (三公经费: 预算数 and 决算数, six amounts under each) 合计 may come first.
    """
    lead = row.pieces[0]
    if lead.column > first:
        return is_header(row) or (is_wordy(row) and len(row.pieces) > 1)
    if len(row.pieces) < 2 or not is_header(row):
        return False
    nameless = not any(term_of(piece.text).leads for known in band for piece in known.pieces)
    amounts = sum(bool(term_of(piece.text).kinds) for piece in row.pieces)
    return (nameless and amounts > 1) or (term_of(lead.text).leads and words().says("total", lead.text) is None)


def _head(above: Sequence[Row]) -> Head:
    head = Head()
    for row in reversed(above):
        if not head.take(row) and not is_spread(row):
            break
    return head


def _body(rows: Sequence[Row], place: int, draft: Draft) -> int:
    """Take the rows of a table; returns the place of the first row that is not its own."""
    if place < len(rows) and counts_columns(rows[place]):
        draft.labels.append(rows[place])
        place += 1
    columns = {piece.column for row in draft.band for piece in row.pieces}
    before = (draft.labels or draft.band)[-1]
    while place < len(rows):
        row = rows[place]
        if repeats(row, draft.band[0]) and opens(row):
            again = rows[place : place + len(draft.band)]
            draft.again.append(row)
            draft.labels += again
            place += len(again)
            if place < len(rows) and counts_columns(rows[place]):
                draft.labels.append(rows[place])
                place += 1
            continue
        if is_note(row):
            return _notes(rows, place, draft)
        if _belongs(rows, place, before, columns):
            draft.body.append(row)
        elif _is_stray(rows, place, columns):
            draft.strays.append(row)
        else:
            return place
        before = row
        place += 1
    return place


def _notes(rows: Sequence[Row], place: int, draft: Draft) -> int:
    """Take the lines below a table: notes, and their parts 2. 3. in lines of their own."""
    while place < len(rows):
        row = rows[place]
        more = bool(draft.notes) and len(row.pieces) == 1 and mark_of(row.pieces[0].text).rank == 3
        adjacent = not draft.notes or row.number <= draft.notes[-1].number + 1
        if not is_note(row) and not (more and adjacent and row.pieces[0].text.rstrip().endswith(("。", "；"))):
            break
        draft.notes.append(row)
        place += 1
    return place


def _belongs(rows: Sequence[Row], place: int, before: Row, columns: Collection[int]) -> bool:
    """Whether a row is one of the table."""
    row = rows[place]
    lead = row.pieces[0]
    first = min(columns)
    fits = all(piece.column in columns and len(key_of(piece.text)) <= LONGEST for piece in row.pieces)
    if len(row.pieces) > 1:
        if fields_in(row) or opens_another(row) or is_of_form(row):
            return False
        if any(is_amount(piece) for piece in row.pieces):
            return True
        return fits
    if is_amount(lead):
        return lead.column > first
    if words().says("total", lead.text) or mark_of(lead.text).rank > 1:
        return True
    if lead.column > first:
        return fits and (row.number == before.number + 1 or lead.cell.merge[1] < _WIDE)
    if any(name != "title" for name, _ in fields_in(row)) or is_of_form(row):
        return False
    titled = lead.cell.merge[1] >= _WIDE or may_be_title(lead.text)
    totalled = words().says("total", before.pieces[0].text) is not None
    if (titled or totalled) and not _rows_follow(rows, place):
        return False
    if lead.cell.merge[1] >= _WIDE or len(key_of(lead.text)) > 60 or lead.text.rstrip().endswith("。"):
        return False
    return row.number == before.number + 1 or (not titled and _row_follows(rows, place))


def _is_stray(rows: Sequence[Row], place: int, columns: Collection[int]) -> bool:
    """Whether a line only interrupts a table: its next row follows at once."""
    row = rows[place]
    if len(row.pieces) > 1 or fields_in(row) or place + 1 >= len(rows):
        return False
    after = rows[place + 1]
    amounts = len(after.pieces) > 1 and any(is_amount(piece) for piece in after.pieces)
    return amounts and all(piece.column in columns for piece in after.pieces)


def _rows_follow(rows: Sequence[Row], place: int) -> bool:
    """Whether what could be a title is a row: more rows of its table follow, and no head of another one."""
    for row in rows[place + 1 : place + 1 + _TITLE_REACH]:
        if opens(row) or is_of_form(row) or any(name != "title" for name, _ in fields_in(row)):
            return False
        if len(row.pieces) > 1 and any(is_amount(piece) for piece in row.pieces):
            return True
    return False


def _row_follows(rows: Sequence[Row], place: int) -> bool:
    """Whether the next row after a line on a new page has amounts under the same columns."""
    if place + 1 >= len(rows):
        return False
    following = rows[place + 1]
    near = following.number == rows[place].number + 1
    return near and len(following.pieces) > 1 and any(is_amount(piece) for piece in following.pieces)
