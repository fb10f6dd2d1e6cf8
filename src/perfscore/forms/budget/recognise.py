"""Recognising budget tables in the rows that no performance form took.

A table is a budget table because its amounts have a unit of money and its rows have codes, are balanced against each
other, or are divided by funds or by the nature of spending; never because of its title.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from perfscore.core.location import Location
from perfscore.forms.budget.columns import Half, are_nested, halves_of
from perfscore.forms.budget.cut import Draft
from perfscore.forms.budget.lift import lift
from perfscore.forms.budget.lines import is_code
from perfscore.forms.budget.pages import joined
from perfscore.forms.budget.words import key_of, term_of
from perfscore.forms.cells import figure_in
from perfscore.forms.grid import Piece, Row
from perfscore.forms.vocabulary import label_of
from perfscore.model import BudgetTable
from perfscore.readers.document import Document, Table

#: First and last number of rows that a form took.
Taken = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class BudgetMatch:
    """Rows of a document that are a budget table."""

    at: Location
    title: str
    draft: Draft = field(repr=False)
    halves: tuple[Half, ...] = field(repr=False)
    document: Document = field(repr=False)

    @property
    def rows(self) -> Iterator[Location]:
        """The places of its rows: head, header, body and notes."""
        draft = self.draft
        for row in (*draft.head.rows, *draft.band, *draft.labels, *draft.body, *draft.notes):
            yield row.at

    def extract(self) -> BudgetTable:
        """Read the table into the model."""
        return lift(self.draft, self.halves, self.document)


def budget_tables(
    document: Document, tables: Sequence[tuple[Table, Sequence[Row]]], taken: Mapping[str, Taken]
) -> tuple[BudgetMatch, ...]:
    """Recognise the budget tables of a document.

    Args:
        document: the document.
        tables: its tables with their rows.
        taken: by name of table, the rows that performance forms took.
    """
    runs = (run for table, rows in tables for run in _free([*_caption(table), *rows], taken.get(table.name, ())))
    drafts = joined(runs, parted=document.kind == "docx")
    return tuple(match for draft in drafts if (match := _match(draft, document)) is not None)


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


def _match(draft: Draft, document: Document) -> BudgetMatch | None:
    merged = document.kind != "text"
    halves = halves_of(draft.band, draft.body, merged=merged)
    if not any(half.amounts for half in halves) or not _in_money(draft) or not _is_budget(draft, halves):
        return None
    return BudgetMatch(draft.at, draft.title, draft, halves, document)


def _in_money(draft: Draft) -> bool:
    """Whether the unit of the amounts is printed: above the table, in its title or in its header."""
    if draft.head.money is not None:
        return True
    return bool(term_of(draft.title).money) or any(
        term_of(piece.text).money for row in draft.band for piece in row.pieces
    )


def _is_budget(draft: Draft, halves: Sequence[Half]) -> bool:
    """Whether the columns and rows are those of a budget: codes, balanced sides, or a list of funds or projects."""
    columns = [field for half in halves for field in half.fields]
    kinds = {kind for half in halves for field in half.amounts for kind in field.kinds}
    strong = {kind for kind in kinds if kind[0] != "measure" or kind[1] == "total"}
    if any(field.role in ("code", "part") for field in columns) and _coded(draft, bool(strong)):
        return True
    sides = {half.kind for half in halves if half.amounts}
    if {"income", "expense"} <= sides:
        return True
    if any(len({name for group, name in kinds if group == known}) > 1 for known in ("fund", "nature")):
        return True
    labels = {field.label for field in columns if field.role == "name"}
    planned = any(
        word in key_of(piece.text)
        for row in (*draft.head.rows, *draft.band)
        for piece in row.pieces
        for word in ("预算", "决算", "拨款")
    )
    divided_once = any(group in ("fund", "nature") for group, _ in kinds)
    if planned and kinds and (divided_once or labels & {"project", "unit"}):
        return True
    if divided_once and any(_adds_up(half, draft.body) for half in halves):
        return True
    names = [term_of(piece.text) for row in draft.body for piece in row.pieces[:1]]
    divided = {kind for term in names for kind in term.kinds if kind[0] in ("fund", "nature")}
    return planned and len(divided) > 1


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
