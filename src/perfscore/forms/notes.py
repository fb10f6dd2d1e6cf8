"""The notes of a document (注, 填表说明) and the forms that they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.core.stated import Stated, StatedBase
from perfscore.core.text import squash
from perfscore.forms.cells import read_text
from perfscore.forms.grid import Piece, Row
from perfscore.forms.kinds import RowKind, kind_of
from perfscore.forms.statements import said_by_header, statements_in
from perfscore.model import Form, Text

#: What a note begins with, alone in its cell or before its text.
_HEAD = lazy_pattern(
    r"(?:备?注|说明|填[表报]说明|填写说明|[评计]分(?:说明|办法|方法|规则)|有关说明|备注说明)\d?(?:[:：].*|$)"
)
_SHEET = lazy_pattern(r"说明|须知|备注|评分办法")
_MOST_LINES = 60
_MOST_CELLS = 2
_LETTER = lazy_pattern(r"[(（]([A-Z])[)）]")


@frozen
class Note:
    """A line of a note: where it stands among the rows of its table; `apart` in a table of nothing but texts."""

    sheet: str
    row: int
    text: Text
    apart: bool = False


def notes_in(rows: Sequence[Row], below: Iterable[Row], sheet: str) -> Iterator[Note]:
    """The lines of notes in a table: those that begin with a heading, and the lines below it up to the next table.

    Args:
        rows: the rows of the table.
        below: the paragraphs below it.
        sheet: its name; a sheet that is called 填表说明 needs no heading.
    """
    apart = bool(rows) and all(len(row.pieces) <= _MOST_CELLS for row in rows)
    left = _MOST_LINES if apart and _SHEET.search(sheet) else 0
    last = rows[-1].number if rows else 0
    for row in chain(rows, below):
        first = row.pieces[0]
        begins = len(row.pieces) <= _MOST_CELLS and begins_note(first)
        if begins:
            left = _MOST_LINES
        elif left and not _goes_on(row):
            left = 0
        if left:
            left -= 1
            for piece in row.pieces:
                yield Note(sheet, row.number, read_text(piece), apart and row.number <= last)


def begins_note(piece: Piece) -> bool:
    """Whether a cell begins a note: a heading such as 注 or 填表说明, alone or with its text."""
    return piece.text.lstrip()[:1] in "备注说填评计有" and _HEAD.fullmatch(squash(piece.text)) is not None


def _goes_on(row: Row) -> bool:
    """Whether a row is one more line of a note: a text alone, no title, no label and no row of a table."""
    if len(row.pieces) > 1:
        return False
    return kind_of(row) in (RowKind.OTHER, RowKind.FOOT) and not row.pieces[0].label.roles


@frozen
class Begun:
    """Where a form begins."""

    sheet: str
    row: int


def notes_of(forms: Sequence[Begun], notes: Sequence[Note]) -> list[tuple[Text, ...]]:
    """The notes of each form: those below it, those above all forms of its sheet, those of sheets without a form."""
    sheets = {form.sheet for form in forms}
    given: list[list[Text]] = [[] for _ in forms]
    for note in notes:
        if note.sheet not in sheets:
            chosen = list(range(len(forms))) if note.apart else []
        else:
            here = [n for n, form in enumerate(forms) if form.sheet == note.sheet]
            above = [n for n in here if forms[n].row <= note.row]
            last = max((forms[n].row for n in above), default=None)
            # Forms side by side begin in one row and share what stands below them.
            chosen = [n for n in above if forms[n].row == last] if above else here
        for n in chosen:
            given[n].append(note.text)
    return [tuple(texts) for texts in given]


def with_notes(form: Form, notes: tuple[Text, ...], money: Iterable[Row]) -> Form:
    """A form with what its notes and the header of its money state of scoring; the notes count first."""
    money = list(money)
    letters = {
        match[1]: name
        for name, text in form.head.columns
        if name in ("target", "actual", "points") and (match := _LETTER.search(text.raw))
    }
    amounts = {
        match[1]: name
        for row in money
        for piece in row.pieces
        if (name := piece.named("funding")) and (match := _LETTER.search(piece.text))
    }
    said = statements_in(notes, letters, amounts)
    kinds = {type(one.value) for one in said.read}
    header = [one for one in _headers(money, amounts) if type(one.value) not in kinds]
    if not (notes or header):
        return form
    told = {_place(note.at) for note in notes}
    unplaced = tuple(entry for entry in form.unplaced if _place(entry[0]) not in told)
    head = replace(form.head, conventions=(*said.read, *header), unread_notes=said.unread)
    return replace(form, head=head, unplaced=unplaced)


def _headers(money: Iterable[Row], amounts: Mapping[str, str]) -> Iterator[Sourced[Stated]]:
    for row in money:
        for piece in row.pieces:
            name = piece.named("funding")
            stated = said_by_header(piece.text, name, amounts) if name in ("rate", "score") else None
            # 执行率（B/A） over the adjusted budget is what all forms print; it says nothing of the score.
            if stated is not None and stated != StatedBase("budget"):
                yield Sourced(stated, piece.text, piece.at)


def _place(at: Location) -> tuple[str | None, str | None, int | None, int | None]:
    return at.sheet, at.cell, at.line, at.column
