"""What of a form no part of the model took: it is named, never dropped in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.sourced import Sourced
from perfscore.core.text import is_blank_mark, squash
from perfscore.forms.cells import piece_type
from perfscore.forms.grid import Columns, Piece, Row, area, place
from perfscore.forms.kinds import RowKind, kind_of
from perfscore.forms.vocabulary import vocabulary
from perfscore.model import Form, Section

_Place = tuple[str | None, str | int | None, int | None]
_LONGEST = 12
#: Columns whose cells count, or say again what stands at the first row of a level.
_KNOWN = frozenset({None, "", "number", "l1_points", "l2_points"})
_SHOWN = 3
#: A cell that says in which unit the amounts of the form are; `FormHead.money_unit` holds what it says.
_UNIT = lazy_pattern(
    r"[（(]?(?:金额|货币|计量)?单位[:：]?(?:人民币)?(?:百万|千万|[万亿千])?元[)）]?", needs="单位"
)
#: A label and its value in one cell.
_LABELLED = lazy_pattern(r"(?!附)[\u4e00-\u9fff（）()]{2,12}[:：]\s*[^\s:：].*", needs=":|：")
#: What may be the label of a cell beside it; 附件2 and （2024年度） are none.
_LABEL = lazy_pattern(r"(?!附)[\u4e00-\u9fff]{2,10}(?:\([\u4e00-\u9fff]{1,6}\))?[:：]?")
#: Rows of a form with the columns that they stand under, None where there are none.
Part = tuple[Sequence[Row], Columns | None]
#: A row with those of its cells that nothing took.
_Left = tuple[Row, list[Piece]]


def leftovers(form: Form, parts: Iterable[Part]) -> Iterator[tuple[Location, str]]:
    """The cells of a form's rows that are neither in the model nor labels, one entry for each run of rows.

    What stands below a column of unknown meaning is told with its header, and a row that is named as not placed is
    named whole.
    """
    held = _Held()
    held.take(form)
    named = {_place(one) for at, _ in form.unplaced for one in at.each()}
    for rows, columns in parts:
        run: list[_Left] = []
        outside = _outside(rows, columns)
        for row in rows:
            left = [piece for piece in row.pieces if not held.has(piece)]
            if left and named:
                left = [piece for piece in left if not {_place(piece.at), _place(row.at)} & named]
            free = frozenset(map(id, left))
            strange = _strange(row, columns, outside, free) if left else ()
            left = [piece for piece in strange if not held.names_level(piece, columns)]
            if run and not left:
                yield from _entries(run, held)
                run = []
            if left:
                run.append((row, left))
        yield from _entries(run, held)


def below_title(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows of a head from its first field on: what stands between it and the title are subtitles and marks.

    A label of no list with its value (承办科室：…, or 资助机构 and its name in the next cell) is neither.
    """
    first = next((n for n, row in enumerate(rows) if kind_of(row) is RowKind.FIELD), len(rows))
    return [row for n, row in enumerate(rows) if n >= first or _holds_field(row)]


def _holds_field(row: Row) -> bool:
    """Whether a row above the first known field has a label and its value: in one cell, or side by side in a table."""
    if any(_LABELLED.fullmatch(piece.text.strip()) for piece in row.pieces):
        return True
    first = row.pieces[0]
    after = row.pieces[1] if len(row.pieces) > 1 else None
    return (
        not row.captioned
        and after is not None
        and first.last_column + 1 == after.column
        and _LABEL.fullmatch(squash(first.text)) is not None
        and _UNIT.fullmatch(squash(after.text)) is None
    )


def _outside(rows: Sequence[Row], columns: Columns | None) -> frozenset[tuple[int, int]]:
    """The cells right of a table that are more than a note beside it: a value, several in a row or below each other."""
    if columns is None or not columns.spans:
        return frozenset()
    last = columns.spans[-1][2]
    beside = [[piece for piece in row.pieces if piece.column > last] for row in rows]
    count = Counter(piece.column for pieces in beside for piece in pieces)
    return frozenset(
        (piece.row, piece.column)
        for pieces in beside
        for piece in pieces
        if len(pieces) > 1 or piece_type(piece) != "text" or count[piece.column] > _SHOWN
    )


def _strange(
    row: Row, columns: Columns | None, outside: Collection[tuple[int, int]], free: Collection[int]
) -> Iterator[Piece]:
    """The free cells of a row that are no labels, say something, and stand in no column that is told with its header.

    A cell before a label is a heading over it, but not between a label of no list and a field: it is a value there.
    A lone text right of the table is a note beside the form.
    """
    goals = [piece.column for piece in row.pieces if piece.named("goal")] if columns is None else ()
    leads = True
    for piece, after in zip(row.pieces, (*row.pieces[1:], None), strict=True):
        if columns is not None and id(piece) not in free:
            continue
        if piece.label.roles or is_blank_mark(piece.text) or vocabulary().fields_in(piece.text):
            continue
        if _UNIT.fullmatch(squash(piece.text)):
            continue
        if columns is None:
            labels = after is not None and bool(after.label.roles)
            heads = labels and (leads or (after is not None and after.named("fields") is None))
            leads = leads and labels
            if id(piece) in free and not heads and not any(piece.column < goal for goal in goals):
                yield piece
        elif (columns.at(piece.column) not in _KNOWN or (piece.row, piece.column) in outside) and not (
            piece_type(piece) == "text" and piece.cell.merge[0] > 1
        ):
            yield piece


def _entries(run: Sequence[_Left], held: _Held) -> Iterator[tuple[Location, str]]:
    """One entry for a run of cells with nothing read between them, otherwise one for each part of a row."""
    if not run:
        return
    first = min(left[0].column for _, left in run)
    last = max(left[-1].column for _, left in run)
    if not any(held.has(piece) for row, _ in run for piece in row.pieces if first <= piece.column <= last):
        yield _entry([piece for _, left in run for piece in left], first, last)
        return
    for row, left in run:
        for taken, part in groupby(row.pieces, key=left.__contains__):
            if taken:
                cells = list(part)
                yield _entry(cells, cells[0].column, cells[-1].column)


def _entry(cells: Sequence[Piece], first: int, last: int) -> tuple[Location, str]:
    named = "、".join(f"“{_short(piece)}”" for piece in cells[:_SHOWN])
    more = f"等 {len(cells)} 格" if len(cells) > _SHOWN else ""
    begin, end = cells[0], cells[-1]
    at = area(place(begin, begin.row, first), place(end, end.row, last)) if len(cells) > 1 else begin.at
    return at, f"{named}{more}不在已知栏目内，未读入"


def _short(piece: Piece) -> str:
    text = squash(piece.text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


class _Held:
    """The places and the texts that a model holds."""

    def __init__(self) -> None:
        self.places: set[_Place] = set()
        self.parts: set[str] = set()
        self.levels: set[str] = set()

    def take(self, item: object) -> None:
        """Gather what a record, or a tuple of them, was read from."""
        if isinstance(item, Sourced):
            if not item.raw:
                return  # what is not there was read from nowhere
            self.places.add(_place(item.at))
            if "\n" in item.raw:
                self.parts.update(part.strip() for part in item.raw.split("\n"))
        elif isinstance(item, tuple):
            for part in item:
                self.take(part)
        else:
            if isinstance(item, Section):
                self.levels.update(
                    (item.header.raw, *(row.l2_label.raw for row in item.indicators if row.l2_label))
                )
            kind: Any = type(item)
            for name in _fields_of(kind):
                part = getattr(item, name)
                if part is not None and part.__class__ is not str:
                    self.take(part)

    def has(self, piece: Piece) -> bool:
        """Whether a cell was read, alone or as a part of a text of several cells."""
        return _place(piece.at) in self.places or piece.text.strip() in self.parts

    def names_level(self, piece: Piece, columns: Columns | None) -> bool:
        """Whether a cell of a level's column prints a level once more that was read from the row it begins in."""
        return columns is not None and columns.at(piece.column) in ("l1", "l2") and piece.text in self.levels


@lru_cache(maxsize=256)
def _fields_of(kind: type) -> tuple[str, ...]:
    """The fields of a kind of record, none of what is none."""
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()


def _place(at: Location) -> _Place:
    return (at.sheet, at.cell if at.line is None else at.line, at.column if at.line is not None else None)
