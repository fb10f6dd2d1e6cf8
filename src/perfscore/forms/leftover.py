"""What of a form no part of the model took: it is named, never dropped in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.sourced import Sourced
from perfscore.core.text import is_blank_mark, squash
from perfscore.forms.cells import piece_type
from perfscore.forms.grid import Columns, Piece, Row
from perfscore.forms.kinds import RowKind, kind_of
from perfscore.forms.vocabulary import vocabulary
from perfscore.model import Form, Section

_Place = tuple[str | None, str | int | None, int | None]
_LONGEST = 12
#: Columns whose cells count, or say again what stands at the first row of a level.
_KNOWN = frozenset({None, "", "number", "l1_points", "l2_points"})
_SHOWN = 3
#: A cell that says in which unit the amounts of the form are; `FormHead.money_unit` holds what it says.
_UNIT = lazy_pattern(r"[（(]?(?:金额|货币|计量)?单位[:：]?(?:人民币)?(?:百万|千万|[万亿千])?元[)）]?")
#: A label and its value in one cell.
_LABELLED = lazy_pattern(r"(?!附)[\u4e00-\u9fff（）()]{2,12}[:：]\s*[^\s:：].*")
#: What may be the label of a cell beside it; 附件2 and （2024年度） are none.
_LABEL = lazy_pattern(r"(?!附)[\u4e00-\u9fff]{2,10}(?:\([\u4e00-\u9fff]{1,6}\))?[:：]?")
#: Rows of a form with the columns that they stand under, None where there are none.
Part = tuple[Sequence[Row], Columns | None]


def leftovers(form: Form, parts: Iterable[Part]) -> Iterator[tuple[Location, str]]:
    """The cells of a form's rows that are neither in the model nor labels, one entry for each run of rows.

    What stands below a column of unknown meaning is told with its header, and a row that is named as not placed is
    named whole.
    """
    held = _Held()
    held.take(form)
    named = {_place(at) for at, _ in form.unplaced}
    for rows, columns in parts:
        run: list[Piece] = []
        outside = _outside(rows, columns)
        for row in rows:
            left = [piece for piece in row.pieces if not held.has(piece)]
            if left:
                told = _place(row.at) in named or any(_place(piece.at) in named for piece in row.pieces)
                strange = () if told else _strange(row, columns, outside)
                left = [piece for piece in strange if not held.has(piece) and not held.names_level(piece, columns)]
            if run and not left:
                yield _entry(run)
                run = []
            run += left
        if run:
            yield _entry(run)


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


def _outside(rows: Sequence[Row], columns: Columns | None) -> frozenset[int]:
    """Columns right of a table that have cells in several of its rows: columns that its header does not name."""
    if columns is None or not columns.spans:
        return frozenset()
    last = columns.spans[-1][2]
    count = Counter(piece.column for row in rows for piece in row.pieces if piece.column > last)
    return frozenset(column for column, cells in count.items() if cells > _SHOWN)


def _strange(row: Row, columns: Columns | None, outside: Collection[int]) -> Iterator[Piece]:
    """The cells of a row that are no labels, say something, and stand in no column that is told with its header.

    A cell before a label is a heading over it, but not between a label of no list and a field: it is a value there.
    What stands right of the table is a note beside the form, but where it goes on from row to row.
    """
    goals = [piece.column for piece in row.pieces if piece.named("goal")]
    leads = True
    for piece, after in zip(row.pieces, (*row.pieces[1:], None), strict=True):
        if piece.label.roles or is_blank_mark(piece.text) or vocabulary().fields_in(piece.text):
            continue
        if _UNIT.fullmatch(squash(piece.text)):
            continue
        if columns is None:
            labels = after is not None and bool(after.label.roles)
            heads = labels and (leads or (after is not None and after.named("fields") is None))
            leads = leads and labels
            if not heads and not any(piece.column < goal for goal in goals):
                yield piece
        elif (columns.at(piece.column) not in _KNOWN or piece.column in outside) and not (
            piece_type(piece) == "text" and piece.cell.merge[0] > 1
        ):
            yield piece


def _entry(run: Sequence[Piece]) -> tuple[Location, str]:
    named = "、".join(f"“{_short(piece)}”" for piece in run[:_SHOWN])
    more = f"等 {len(run)} 格" if len(run) > _SHOWN else ""
    return run[0].at, f"{named}{more}不在已知栏目内，未读入"


def _short(piece: Piece) -> str:
    text = squash(piece.text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


class _Held:
    """The places and the texts that a model holds."""

    def __init__(self) -> None:
        self.places: set[_Place] = set()
        self.parts: set[str] = set()
        self.levels: set[str] = set()
        #: The fields of each kind of record, none of what is none.
        self.fields: dict[type, tuple[str, ...]] = {}

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
            kind = type(item)
            if kind not in self.fields:
                self.fields[kind] = tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
            for name in self.fields[kind]:
                self.take(getattr(item, name))

    def has(self, piece: Piece) -> bool:
        """Whether a cell was read, alone or as a part of a text of several cells."""
        return _place(piece.at) in self.places or piece.text.strip() in self.parts

    def names_level(self, piece: Piece, columns: Columns | None) -> bool:
        """Whether a cell of a level's column prints a level once more that was read from the row it begins in."""
        return columns is not None and columns.at(piece.column) in ("l1", "l2") and piece.text in self.levels


def _place(at: Location) -> _Place:
    return (at.sheet, at.cell if at.line is None else at.line, at.column if at.line is not None else None)
