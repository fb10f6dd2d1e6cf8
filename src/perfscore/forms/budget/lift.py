"""Reading a budget table into the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from perfscore.core.location import Location
from perfscore.core.sourced import Sourced
from perfscore.forms.budget.columns import Half
from perfscore.forms.budget.cut import Draft
from perfscore.forms.budget.rows import Unplaced, outside, sides_of
from perfscore.forms.budget.words import term_of, words, year_in
from perfscore.forms.cells import read_text
from perfscore.model import BudgetTable, Text
from perfscore.readers.document import Document

#: Words between two rows, which are no row.
STRAY: Final = "夹在表格两行之间的文字，未读入"


def lift(draft: Draft, halves: Sequence[Half], document: Document) -> BudgetTable:
    """Read a table whose columns are known."""
    unplaced: Unplaced = []
    sides = sides_of(halves, draft.body, unplaced)
    unplaced += outside(halves, draft.body)
    unplaced += ((row.whole, STRAY) for row in draft.strays)
    head = draft.head
    notes = tuple(read_text(piece) for row in draft.notes for piece in row.pieces)
    empty = next((note for note in notes if _says_empty(note.value)), None)
    return BudgetTable(
        at=draft.at,
        provenance=document.provenance,
        sides=sides,
        title=head.title,
        number=head.number,
        unit=head.unit,
        year=_year(draft),
        money_unit=head.money or next(_money_in_header(draft), None),
        notes=notes,
        empty=empty,
        continued=tuple(row.at for row in draft.again),
        unplaced=tuple(unplaced),
    )


def _says_empty(note: str) -> bool:
    """Whether a note says that the table has no data; the mark in front of it (注：) counts for nothing."""
    _, _, behind = note.replace(":", "：").partition("：")
    return any(text and words().says("empty", text) is not None for text in (note, behind))


def _year(draft: Draft) -> Text | None:
    """The year in the title, in a line above the table, else in the header."""
    above = [text for text in (draft.head.title, draft.head.year) if text is not None]
    header = [read_text(piece) for row in draft.band for piece in row.pieces]
    for texts in (above, header):
        found = [(match[1], match.span(1), text) for text in texts if (match := year_in(text.raw))]
        if found:
            # Of several years in a header the last is the table's, the others are compared with it.
            year, span, text = max(found, key=lambda one: one[0])
            return Sourced(year, text.raw, _part(text.at, span))
    return None


def _money_in_header(draft: Draft) -> Iterator[Text]:
    """The unit of money where it stands in the title or in a header cell: 金额（万元）."""
    title = [draft.head.title] if draft.head.title is not None else []
    for text in (*title, *(read_text(piece) for row in draft.band for piece in row.pieces)):
        unit = term_of(text.raw).money
        if unit:
            place = text.raw.find(unit)
            yield Sourced(unit, text.raw, _part(text.at, (place, place + len(unit))) if place >= 0 else text.at)


def _part(at: Location, span: tuple[int, int]) -> Location:
    return replace(at, span=span)
