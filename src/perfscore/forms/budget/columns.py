"""What the columns of a budget table hold, by their headers and by the values under them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Literal

from perfscore.core.records import frozen
from perfscore.forms.budget.lines import blank, is_amount, is_code
from perfscore.forms.budget.words import KINDS, Term, key_of, term_of, words
from perfscore.forms.cells import read_text
from perfscore.forms.grid import Piece, Row
from perfscore.forms.stacks import Stack, stacks_of
from perfscore.model import BudgetColumn

Side = Literal["", "income", "expense"]
Role = Literal["code", "part", "name", "amount", "text"]


@frozen
class Field:
    """A column with what it holds.

    Attributes:
        part: a column of a code that stands in three (类, 款, 项); the model sees it as one column of codes.
        label: what the names under it are of: project, unit, item.
    """

    column: Stack
    role: Role
    kinds: tuple[tuple[str, str], ...] = ()
    label: str = ""

    @property
    def leads(self) -> bool:
        """Whether the column says what a row is."""
        return self.role in ("code", "part", "name")

    def model(self) -> BudgetColumn:
        """The column as the model knows it."""
        head = tuple(read_text(piece) for piece in self.column.pieces)
        return BudgetColumn(head, "code" if self.role == "part" else self.role, self.kinds)


@frozen
class Half:
    """The columns of one list of rows."""

    kind: Side
    fields: tuple[Field, ...]

    @property
    def amounts(self) -> tuple[Field, ...]:
        """The columns of amounts."""
        return tuple(field for field in self.fields if field.role == "amount")


def halves_of(band: Sequence[Row], body: Sequence[Row]) -> tuple[Half, ...]:
    """Lay out the columns of a table as one list, or as several side by side."""
    columns = stacks_of(band, used=_used(body))
    values = _values(columns, body)
    fields = _filled([_field(column, below) for column, below in zip(columns, values, strict=True)], values)
    fields = _one_amount(fields)
    groups: list[list[Field]] = []
    for field in fields:
        if not groups or (field.leads and any(known.role == "amount" for known in groups[-1])):
            groups.append([])
        groups[-1].append(field)
    if len(groups) > 1 and not any(field.role == "amount" for field in groups[-1]):
        last = groups.pop()
        groups[-1] += last
    return tuple(Half(_side(group) or _side_of_totals(group, body), tuple(_one_name(group))) for group in groups)


def _used(body: Sequence[Row]) -> set[int]:
    """The columns in which rows hold something; one stray cell makes no column."""
    count = Counter(piece.column for row in body for piece in row.pieces)
    return {column for column, number in count.items() if number > 1 and number * 10 >= len(body)}


def _values(columns: Sequence[Stack], body: Sequence[Row]) -> list[list[Piece]]:
    """The cells below each column."""
    found: list[list[Piece]] = [[] for _ in columns]
    place = {number: at for at, column in enumerate(columns) for number in range(column.first, column.last + 1)}
    for row in body:
        for piece in row.pieces:
            at = place.get(piece.column)
            if at is not None and not blank(piece):
                found[at].append(piece)
    return found


def _field(column: Stack, values: Sequence[Piece]) -> Field:
    """Say what a column holds: its own header counts before the headings above it, values where no header says."""
    terms = [term_of(piece.text) for piece in reversed(column.pieces)]
    if terms[0].label == "remark":
        return Field(column, "text", label="remark")
    own = next((term for term in terms if term.leads or term.kinds), Term())
    kinds = _kinds(terms)
    names = [piece for piece in values if not words().says("total", piece.text)]
    amounts = sum(is_amount(piece) for piece in names)
    codes = sum(is_code(piece.text) for piece in names) if are_nested(names) else 0
    if own.leads and not (own.kinds and amounts * 2 > len(names)):
        if own.label in ("code", "part"):
            return Field(column, "code" if own.label == "code" else "part", label=own.label)
        if names and codes * 2 > len(names):
            return Field(column, "code", label="code")
        if not names or amounts * 2 <= len(names):
            return Field(column, "name", label=own.label)
    if own.kinds and amounts * 2 >= len(names):
        return Field(column, "amount", kinds)
    if names and codes * 2 > len(names) and not own.kinds:
        return Field(column, "code", label="code")
    if names and amounts * 2 > len(names):
        return Field(column, "amount", kinds)
    return Field(column, "text")


def are_nested(pieces: Sequence[Piece]) -> bool:
    """Whether codes of a classification stand among cells: some code begins with another one."""
    codes = {piece.text.strip() for piece in pieces if is_code(piece.text)}
    return any(code[:size] in codes for code in codes for size in range(3, len(code), 2))


def _filled(fields: Sequence[Field], values: Sequence[Sequence[Piece]]) -> list[Field]:
    """Take a blank column whose header no list knows for one of amounts where it stands beside such a column."""
    found = list(fields)
    last = len(found) - 1
    for place in (*range(1, last + 1), *range(last - 1, -1, -1)):
        field = found[place]
        unknown = field.role == "text" and not field.label and not values[place]
        beside = (*found[max(place - 1, 0) : place], *found[place + 1 : place + 2])
        if unknown and any(other.role == "amount" for other in beside):
            kinds = _kinds([term_of(piece.text) for piece in reversed(field.column.pieces)])
            found[place] = replace(field, role="amount", kinds=kinds)
    return found


def _one_amount(fields: Sequence[Field]) -> list[Field]:
    """Leave one column of amounts to a header cell that is not merged: numbers beside it are no second one."""
    found: list[Field] = []
    for field in fields:
        before = found[-1] if found else None
        if (
            before is not None
            and before.role == field.role == "amount"
            and before.column.pieces == field.column.pieces
            and field.column.leaf.last_column < field.column.first
        ):
            found[-1] = replace(before, column=replace(before.column, last=field.column.last))
        else:
            found.append(field)
    return found


def _kinds(terms: Sequence[Term]) -> tuple[tuple[str, str], ...]:
    """The divisions that a column's stack names, each by the lowest header that does."""
    found: dict[str, str] = {}
    for term in terms:
        for group, name in term.kinds:
            found.setdefault(group, name)
    return tuple((group, found[group]) for group in KINDS if group in found)


def _side(group: Sequence[Field]) -> Side:
    """Which half of a table columns are, by the lowest heading that says so."""
    for field in group:
        for piece in reversed(field.column.pieces):
            side = term_of(piece.text).side
            if side:
                return side
    return ""


def _side_of_totals(group: Sequence[Field], body: Sequence[Row]) -> Side:
    """Which half columns are by the totals below them, where no heading says so."""
    columns = {field.column.first for field in group if field.leads}
    for row in body:
        for piece in row.pieces:
            if piece.column in columns and words().says("total", piece.text):
                if "收入" in piece.text:
                    return "income"
                if "支出" in piece.text:
                    return "expense"
    return ""


def _one_name(group: Sequence[Field]) -> list[Field]:
    """Leave the code and the name of a row to one column each; a second name (政府预算支出经济科目名称) is text.

    Of codes of units and of what the money is for the latter count, with the name beside them. Where no header says
    so, the name is the first column of texts that stands before the amounts.
    """
    if not any(field.role == "name" for field in group):
        lead = list(takewhile(lambda field: field.role != "amount", group))
        first = next((field for field in lead if field.role == "text" and field.label != "remark"), None)
        group = [replace(field, role="name") if field is first else field for field in group]
    codes = [field for field in group if field.role == "code"]
    code = next((field for field in codes if not _is_of_units(field)), codes[0] if codes else None)
    start = group.index(code) if code is not None and len(codes) > 1 else 0
    name = next((field for field in group[start:] if field.role == "name"), None)
    others = [field for field in group if field.role in ("code", "name") and field not in (code, name)]
    return [replace(field, role="text") if field in others else field for field in group]


def _is_of_units(field: Field) -> bool:
    """Whether a column of codes numbers units and not what the money is for."""
    key = key_of(field.column.leaf.text)
    return any(word in key for word in ("单位", "部门", "项目编", "项目代"))
