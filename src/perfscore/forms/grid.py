"""A table as rows of labelled pieces, without page noise."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import chain

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location, cell_name, cell_row
from perfscore.core.records import frozen, replace
from perfscore.core.text import squash
from perfscore.forms.vocabulary import Label, Role, label_of, vocabulary
from perfscore.readers.document import Cell, Document, Table

_PAGE_NUMBER = lazy_pattern(r"[-—–~·]*(?:第?\d{1,4}页?|第\d{1,4}页[,/]?共\d{1,4}页|\d{1,4}/\d{1,4})[-—–~·]*")
#: A part of a paragraph: what tabs, lines, or blanks before the next label divide.
_PART = lazy_pattern(r"\S(?:[^\t\r\n]*?\S)?(?=\s*$|[\t\r\n]|[ \u3000\xa0]+[^\s:：]{1,12}[:：])")
_MARKDOWN = lazy_pattern(r"^\s*(?:#{1,6}\s+|\*\*)")


@frozen
class Piece:
    """A cell that holds something, with what the vocabulary says of its text."""

    row: int
    column: int
    cell: Cell
    label: Label

    @property
    def text(self) -> str:
        """The text that is displayed."""
        return self.cell.shown

    @property
    def at(self) -> Location:
        """The place of the cell."""
        return self.cell.at

    @property
    def last_column(self) -> int:
        """The last column that the cell covers."""
        return self.column + self.cell.merge[1] - 1

    @property
    def last_row(self) -> int:
        """The last row that the cell covers."""
        return self.row + self.cell.merge[0] - 1

    def named(self, group: str) -> str | None:
        """The name that the text has in a group of the vocabulary, or None."""
        return self.label.groups.get(group)


@frozen
class Row:
    """A row with at least one piece; `empty` are its blank cells that are merged down over further rows."""

    number: int
    pieces: tuple[Piece, ...]
    empty: tuple[Piece, ...] = ()

    @property
    def at(self) -> Location:
        """The place of the row: its first piece, the whole line in a text."""
        first = self.pieces[0].at
        return replace(first, column=None) if first.line is not None else first

    @property
    def whole(self) -> Location:
        """The place of all its cells, from the first to the last."""
        return area(self.at, self.pieces[-1].at)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """All roles that stand in the row."""
        return frozenset(role for piece in self.pieces if piece.label.roles for role in piece.label.roles)

    @cached_property
    def groups(self) -> frozenset[str]:
        """The groups that the roles of the row are of."""
        return frozenset(group for group, _ in self.roles)

    def names(self, group: str) -> set[str]:
        """The names of a group that stand in the row."""
        return {name for kind, name in self.roles if kind == group}

    @property
    def captioned(self) -> bool:
        """Whether the row is a paragraph above its table."""
        first = self.pieces[0].at
        return first.cell is None and first.line is None

    def place(self, column: int) -> Location:
        """The place of a cell of this row, empty ones too."""
        return place(self.pieces[0], self.number, column)


@frozen
class Stretch:
    """The rows of a table that is told and not read, from `start`, its title if it has one, to before `end`.

    `header` is the first of those that name columns, `labels` are their names.
    """

    start: int
    end: int
    header: int
    labels: tuple[str, ...]


def place(near: Piece, row: int, column: int) -> Location:
    """The place of a cell in the same table as a known one; beside a paragraph above the table there is none.

    The rows of a form that is several tables count on from one to the next, the places of its cells do not.
    """
    at = near.at
    if at.line is not None:
        return Location(at.file, at.sheet, page=at.page, line=row, column=column)
    if at.cell is None:
        return at
    return Location(at.file, at.sheet, cell_name(cell_row(at.cell) + row - near.row, column), at.page)


def area(first: Location, last: Location) -> Location:
    """The place of all cells from one to another: their rectangle in a sheet, the lines in a text."""
    if first.cell is not None:
        return replace(first, end_cell=last.cell) if first.cell != last.cell else first
    if first.line is not None and first != last:
        return replace(first, end_line=last.end_line or last.line, column=None)
    return first


def rows_of(table: Table, document: Document) -> Iterator[Row]:
    """The rows of a table that hold text, without watermarks and, in extracted texts, bare page numbers.

    The paragraphs directly above a table are rows over all of its columns; their numbers end at 0.
    """
    extracted = document.provenance != "native"
    for number, anchors in chain(_above(table), table):
        pieces = [
            Piece(number, column, cell, label_of(_plain(cell.shown)))
            for column, cell in anchors
            if (cell.shown and not cell.shown.isspace()) or cell.uncached
        ]
        pieces = [piece for piece in pieces if not is_noise(piece.text)]
        if not pieces or (extracted and len(pieces) == 1 and is_page_number(pieces[0].text)):
            continue
        empty = (Piece(number, column, cell, label_of("")) for column, cell in anchors if _is_tall_blank(cell))
        yield Row(number, tuple(pieces), tuple(empty))


def _is_tall_blank(cell: Cell) -> bool:
    return cell.merge[0] > 1 and not cell.uncached and not cell.shown.strip()


def _above(table: Table) -> Iterator[tuple[int, list[tuple[int, Cell]]]]:
    """The paragraphs above a table as rows of cells, which tabs or further labels divide."""
    if not table.caption:
        return
    width = max((column + cell.merge[1] - 1 for (_, column), cell in table.cells.items()), default=1)
    for number, cell in enumerate(table.caption, 1 - len(table.caption)):
        cells = [_part(cell, *match.span()) for match in _PART.finditer(cell.shown)]
        yield (
            number,
            [
                (column, replace(part, merge=(1, 1 if column < len(cells) else max(width - column + 1, 1))))
                for column, part in enumerate(cells, 1)
            ],
        )


def rows_below(table: Table) -> Iterator[Row]:
    """The paragraphs below a table, each a row; their numbers follow those of the table's."""
    last = max((row for row, _ in table.cells), default=0)
    for number, cell in enumerate(table.below, last + 1):
        yield Row(number, (Piece(number, 1, cell, label_of(_plain(cell.shown))),))


def _part(cell: Cell, start: int, end: int) -> Cell:
    if end - start == len(cell.shown):
        return cell
    text = cell.shown[start:end]
    return replace(cell, value=text, shown=text, at=replace(cell.at, span=(start, end)))


def _plain(text: str) -> str:
    """A text without the heading marks of Markdown, in which extracted texts often come."""
    return _MARKDOWN.sub("", text).rstrip("*") if text[:1] in "#* " else text


@lru_cache(maxsize=4096)
def is_noise(text: str) -> bool:
    """Whether a cell is an internal watermark or a mark of the page layout."""
    return len(text) < 20 and squash(text) in vocabulary().watermarks


def is_page_number(text: str) -> bool:
    """Whether a line is only a page number."""
    return len(text) < 20 and _PAGE_NUMBER.fullmatch(squash(text)) is not None


@frozen
class Columns:
    """The columns of a block: each name with the first and last column that it covers, left to right."""

    spans: tuple[tuple[str, int, int, Piece], ...] = ()

    @cached_property
    def _firsts(self) -> list[int]:
        return [first for _, first, _, _ in self.spans]

    @cached_property
    def _named(self) -> dict[str, tuple[int, Piece]]:
        return {name: (first, piece) for name, first, _, piece in self.spans}

    @cached_property
    def _seen(self) -> dict[int, str | None]:
        return {}

    def at(self, column: int) -> str | None:
        """The name of the column that a place belongs to, None outside of the block."""
        if column not in self._seen:
            span = self._over(column)
            self._seen[column] = None if span is None else span[0]
        return self._seen[column]

    def head(self, column: int) -> Piece | None:
        """The header cell over a place, None outside of the block."""
        span = self._over(column)
        return None if span is None else span[1]

    def _over(self, column: int) -> tuple[str, Piece] | None:
        place_ = bisect_right(self._firsts, column) - 1
        if place_ < 0:
            return None
        name, _, last, piece = self.spans[place_]
        return (name, piece) if column <= last else None

    def piece(self, name: str) -> Piece | None:
        """The header cell of a column."""
        return self._named[name][1] if name in self._named else None

    def first(self, name: str) -> int | None:
        """The first column of a name."""
        return self._named[name][0] if name in self._named else None

    def __contains__(self, name: str) -> bool:
        return name in self._named

    @property
    def names(self) -> tuple[str, ...]:
        """The names, left to right."""
        return tuple(self._named)
