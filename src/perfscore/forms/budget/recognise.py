"""Recognising budget tables in the rows that no performance form took.

A table is a budget table because its amounts have a unit of money and its rows have codes, are balanced against each
other, or are divided by funds or by the nature of spending; never because of its title.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from itertools import groupby, takewhile
from typing import Final

from perfscore.core.isolation import attempt
from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.forms.budget.columns import Half, are_nested, halves_of
from perfscore.forms.budget.cut import Draft
from perfscore.forms.budget.lift import lift
from perfscore.forms.budget.lines import is_amount, is_code, is_note
from perfscore.forms.budget.pages import joined
from perfscore.forms.budget.words import key_of, term_of
from perfscore.forms.cells import figure_in
from perfscore.forms.grid import Piece, Row, rows_below
from perfscore.forms.vocabulary import is_telling, label_of
from perfscore.model import BudgetTable
from perfscore.readers.document import Document, Table

_DIVIDED: Final = ("fund", "nature")
#: In a header that divides amounts two cells hold one of these; the words themselves stand in `budget.toml`.
_PARTS: Final = ("基金", "公共预算", "财政", "国有资本", "支出", "收入", "经费", "公务", "出国")
_SHORT: Final = 20
_PLANNED: Final = ("预算", "决算", "拨款")
_SHEETS: Final = ("xlsx", "xls")
#: So many rows behind a table its next one may follow, behind a line and a number of a page.
_REACH: Final = 8
_LOOSE: Final = "像是表里的一行，但表在它之前断开了，未读入"
#: First and last number of rows that a form took.
Taken = Sequence[tuple[int, int]]


@frozen
class BudgetMatch:
    """Rows of a document that are a budget table, `clear` where nothing else could be.

    `loose` are rows behind it that look like its own and belong to no table: a line between two pages cut them off.
    """

    at: Location
    title: str
    clear: bool
    draft: Draft = field(repr=False)
    halves: tuple[Half, ...] = field(repr=False)
    document: Document = field(repr=False)
    loose: tuple[Row, ...] = ()

    @property
    def rows(self) -> Iterator[Row]:
        """Its rows: head, header, body and notes."""
        draft = self.draft
        yield from (*draft.head.rows, *draft.band, *draft.labels, *draft.body, *draft.strays, *draft.notes)

    def extract(self) -> BudgetTable:
        """Read the table into the model."""
        table = lift(self.draft, self.halves, self.document)
        return replace(table, unplaced=(*table.unplaced, *((row.whole, _LOOSE) for row in self.loose)))


def budget_tables(
    document: Document, tables: Sequence[tuple[Table, Sequence[Row]]], taken: Mapping[str, Taken]
) -> tuple[BudgetMatch, ...]:
    """Recognise the budget tables of a document.

    Args:
        document: the document.
        tables: its tables with their rows.
        taken: by name of table, the rows that performance forms took.
    """
    runs = (
        run
        for table, rows in tables
        for run in _free([*_caption(table), *rows, *_notes(table)], taken.get(table.name, ()))
    )
    drafts = joined(runs, parted=document.kind == "docx")
    found = [match for draft in drafts if (match := _match(draft, document)) is not None]
    return tuple(_with_loose(found, tables, taken, by_sheet=document.kind in _SHEETS))


def _with_loose(
    found: Sequence[BudgetMatch],
    tables: Sequence[tuple[Table, Sequence[Row]]],
    taken: Mapping[str, Taken],
    *,
    by_sheet: bool,
) -> Iterator[BudgetMatch]:
    """Tell every table the rows that follow it, look like its own and belong to none.

    Those with a code count up to the next table, others only right behind it.
    """
    owners = {id(row): place for place, match in enumerate(found) for row in match.rows}
    columns = [_columns(match) for match in found]
    loose: dict[int, list[Row]] = {}
    last: int | None = None
    for table, rows in tables if found else ():
        last = None if by_sheet else last
        spans = taken.get(table.name, ())
        forms = {number for first, end in spans for number in range(first, end + 1)}
        end = -_REACH
        for row in rows:
            last = owners.get(id(row), last)
            if id(row) in owners:
                end = row.number
            elif last is None or row.number in forms:
                continue
            elif _is_coded(row) or (row.number - end <= _REACH and _fits(row, columns[last])):
                end = row.number
                loose.setdefault(last, []).append(row)
    for place, match in enumerate(found):
        yield replace(match, loose=tuple(loose[place])) if place in loose else match


def _columns(match: BudgetMatch) -> frozenset[int]:
    return frozenset(
        number
        for half in match.halves
        for one in half.amounts
        for number in range(one.column.first, one.column.last + 1)
    )


def _fits(row: Row, columns: Collection[int]) -> bool:
    """Whether a row has a name, and amounts where a table has them."""
    first, *others = row.pieces
    amounts = [piece for piece in others if is_amount(piece)]
    return not is_amount(first) and bool(amounts) and all(piece.column in columns for piece in amounts)


def _is_coded(row: Row) -> bool:
    return len(row.pieces) > 2 and is_code(row.pieces[0].text) and any(map(is_amount, row.pieces[2:]))


def rows_beside(
    document: Document, tables: Sequence[tuple[Table, list[Row]]]
) -> Iterator[tuple[Table, list[Row]]]:
    """The runs of rows before, between and behind what are budget tables beyond doubt, with their table.

    A failure is none here: whoever asks for the budget tables meets it again.
    """
    if not any(_may_be_clear(row) for _, rows in tables for row in rows):
        yield from tables
        return
    found = attempt(partial(budget_tables, document, tables, {}), lambda _: ())
    lines = {id(row) for match in found if match.clear for row in match.rows}
    for table, rows in tables:
        for free, run in groupby(rows, lambda row: id(row) not in lines):
            if free:
                yield table, list(run)


def _may_be_clear(row: Row) -> bool:
    """Whether a row may stand in a table that is one beyond doubt; most documents have none, and are not looked at."""
    short = [piece.text for piece in row.pieces if len(piece.text) < _SHORT and piece.named("fields") is None]
    if len(short) < 2:
        return False
    if short[0].isdigit() and len(short[0]) == 5:
        return True
    return sum(any(map(text.__contains__, _PARTS)) for text in short) > 1


def _free(rows: Sequence[Row], taken: Taken) -> Iterator[list[Row]]:
    """Runs of rows between those that a form took."""
    spans = sorted(taken)
    run: list[Row] = []
    for row in rows:
        while spans and spans[0][1] < row.number:
            spans.pop(0)
            if run:
                yield run
            run = []
        if not spans or row.number < spans[0][0]:
            run.append(row)
    if run:
        yield run


def _caption(table: Table) -> list[Row]:
    """The paragraphs before a table of a Word file, as rows above it."""
    count = len(table.caption)
    return [
        Row(place - count, (Piece(place - count, 1, cell, label_of(cell.shown)),))
        for place, cell in enumerate(table.caption)
        if cell.shown.strip()
    ]


def _notes(table: Table) -> Iterator[Row]:
    """The paragraphs below a table of a Word file that are its notes."""
    return takewhile(is_note, rows_below(table))


def _match(draft: Draft, document: Document) -> BudgetMatch | None:
    halves = halves_of(draft.band, draft.body)
    if not any(half.amounts for half in halves) or not _in_money(draft):
        return None
    clear = _is_clear(draft, halves)
    if not clear and not _is_likely(draft, halves):
        return None
    # One row of amounts without a name may be the money of a form, its sources side by side.
    named = any(field.role in ("name", "code", "part") for half in halves for field in half.fields)
    return BudgetMatch(draft.at, draft.title, clear and (named or len(draft.body) > 1), draft, halves, document)


def _in_money(draft: Draft) -> bool:
    """Whether the unit of the amounts is printed: above the table, in its title or in its header."""
    if draft.head.money is not None:
        return True
    return bool(term_of(draft.title).money) or any(
        term_of(piece.text).money for row in draft.band for piece in row.pieces
    )


def _is_clear(draft: Draft, halves: Sequence[Half]) -> bool:
    """Whether columns and rows are beyond doubt those of a budget: codes, balanced sides, several funds or natures."""
    kinds = _kinds(halves)
    coded = any(field.role in ("code", "part") for half in halves for field in half.fields)
    if coded and _coded(draft, any(group != "measure" or name == "total" for group, name in kinds)):
        return True
    if {"income", "expense"} <= {half.kind for half in halves if half.amounts}:
        return True
    return any(len({name for group, name in kinds if group == known}) > 1 for known in _DIVIDED)


def _is_likely(draft: Draft, halves: Sequence[Half]) -> bool:
    """Whether they are most likely: a plan of projects or units, of one fund, or with funds in its rows."""
    money = {
        name for row in draft.band for group, name in row.roles if group == "funding" and is_telling((group, name))
    }
    if len(money) > 2:  # the money of a performance form
        return False
    kinds = _kinds(halves)
    labels = {field.label for half in halves for field in half.fields if field.role == "name"}
    divided = any(group in _DIVIDED for group, _ in kinds)
    if _is_planned(draft) and kinds and (divided or labels & {"project", "unit"}):
        return True
    if divided and any(_adds_up(half, draft.body) for half in halves):
        return True
    names = [term_of(row.pieces[0].text) for row in draft.body]
    parts = {kind for term in names for kind in term.kinds if kind[0] in _DIVIDED}
    return _is_planned(draft) and len(parts) > 1


def _kinds(halves: Sequence[Half]) -> set[tuple[str, str]]:
    return {kind for half in halves for field in half.amounts for kind in field.kinds}


def _is_planned(draft: Draft) -> bool:
    """Whether a line above the table or its header speaks of a budget or of final accounts."""
    pieces = (piece for row in (*draft.head.rows, *draft.band) for piece in row.pieces)
    return any(word in key_of(piece.text) for piece in pieces for word in _PLANNED)


def _adds_up(half: Half, body: Sequence[Row]) -> bool:
    """Whether every row's total is the sum of its other amounts, and more than one column has some."""
    total = next((field for field in half.amounts if ("measure", "total") in field.kinds), None)
    used: set[int] = set()
    rows = 0
    for row in body if total is not None else ():
        amounts = {
            piece.column: figure.value
            for piece in row.pieces
            if (figure := figure_in(piece.text.strip())) is not None
        }
        parts = {
            field.column.first: amounts[field.column.first]
            for field in half.amounts
            if field is not total and field.column.first in amounts
        }
        if total is None or total.column.first not in amounts:
            continue
        if sum(parts.values()) != amounts[total.column.first]:
            return False
        used |= parts.keys()
        rows += 1
    return rows > 1 and len(used) > 1


def _coded(draft: Draft, strong: bool) -> bool:
    """Whether the rows are those of a classification, or there are none in a table whose columns are a budget's."""
    pieces = [piece for row in draft.body for piece in row.pieces[:3]]
    codes = any(is_code(piece.text) for piece in pieces)
    return are_nested(pieces) or (strong and (codes or len(draft.body) < 2))
