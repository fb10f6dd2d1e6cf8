"""Where the columns and rows of a sheet lie, in pixels, and where the box of a comment fits between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from perfscore.core.records import frozen
from perfscore.ooxml.formula import MAX_COLUMN, MAX_ROW
from perfscore.ooxml.patch import order
from perfscore.ooxml.patch.celltext import text_width
from perfscore.ooxml.patch.sheet import SheetXml
from perfscore.ooxml.ranges import Range
from perfscore.ooxml.xml import Element, is_count, is_true

#: Pixels of a digit in the font that column widths are counted in (Calibri 11; wider fonts make the boxes wider),
#: and what a cell adds for its margins.
_DIGIT, _MARGIN = 7, 5
_BASE_WIDTH: Final = 8
_DEFAULT_HEIGHT: Final = 20
_LARGEST: Final = 409
_HALF: Final = Decimal("0.5")

#: A box of a comment: its width, how many half-width characters fit a line of it, the height of a line and what
#: its frame adds. The characters are reckoned a little wider than those of 宋体 9, for programs choose the font.
_WIDTH, _PER_LINE, _LINE, _FRAME = 330, 44, 17, 14
_TALLEST: Final = 1000
#: How far a box stands off its cell, to the right and upwards.
_RIGHT, _UP = 15, 10


@frozen
class Box:
    """The box of a comment.

    Attributes:
        left, top: of the box from the corner of the sheet, in pixels like `width` and `height`.
        corners: column, offset, row, offset of its two corners as a drawing names them.
    """

    left: int
    top: int
    width: int
    height: int
    corners: tuple[int, ...]


class Axis:
    """The columns, or the rows, of a sheet as stretches of equal size.

    Args:
        count: how many a sheet has.
        default: the size in pixels of those that nothing is said about.
        stretches: first, last (1-based) and size of others, in order; those that overlap earlier ones are cut.
    """

    def __init__(self, count: int, default: int, stretches: Iterable[tuple[int, int, int]]) -> None:
        # Stretches without gaps: their first member, where they begin, and the size of a member.
        self._firsts: list[int] = []
        self._begins: list[int] = []
        self._sizes: list[int] = []
        self.length = self._done = 0
        for first, last, size in stretches:
            self._until(min(first - 1, count), default)
            self._until(min(last, count), size)
        self._until(count, default)

    def _until(self, stop: int, size: int) -> None:
        """Go on to a column or row with those of one size."""
        if stop <= self._done:
            return
        # Rows are as high as those above as a rule.
        if not self._sizes or self._sizes[-1] != size:
            self._firsts.append(self._done)
            self._begins.append(self.length)
            self._sizes.append(size)
        self.length += (stop - self._done) * size
        self._done = stop

    def begin(self, number: int) -> int:
        """Where a column or row (1-based) begins, in pixels; that behind the last begins at the sheet's end."""
        at = bisect_right(self._firsts, number - 1) - 1
        return self._begins[at] + (number - 1 - self._firsts[at]) * self._sizes[at]

    def place(self, pixel: int) -> tuple[int, int]:
        """The column or row (0-based) that a pixel lies in, and the pixels from its beginning.

        It is never a hidden one; the end of the sheet belongs to the last that is seen.
        """
        if not self.length:
            return 0, 0
        inside = min(pixel, self.length - 1)
        at = bisect_right(self._begins, inside) - 1
        number, offset = divmod(inside - self._begins[at], self._sizes[at])
        return self._firsts[at] + number, offset + min(pixel, self.length) - inside


class Geometry:
    """The columns and rows of one sheet, worked out once."""

    def __init__(self, sheet: SheetXml) -> None:
        self._sheet = sheet
        given = order.find(sheet.root, "sheetFormatPr")
        wide = _default_width(given)
        self._columns = Axis(MAX_COLUMN, wide, _widths(sheet.root, wide))
        self._rows = Axis(MAX_ROW, _default_height(given), _heights(sheet))

    def box(self, row: int, column: int, text: str) -> Box:
        """The box for the comment of a cell: right of it, or of its merge, and as tall as the text needs.

        At the right or lower end of what is seen of the sheet it stands before the end.
        """
        lines = sum(max(1, -(-text_width(line) // _PER_LINE)) for line in text.split("\n"))
        height = min(_TALLEST, _FRAME + _LINE * lines)
        merge = self._sheet.merge_at(row, column)
        right = merge.right if merge is not None else column
        left = _before_end(self._columns.begin(right + 1) + _RIGHT, _WIDTH, self._columns)
        top = _before_end(self._rows.begin(row) - _UP, height, self._rows)
        corners = (
            *self._columns.place(left),
            *self._rows.place(top),
            *self._columns.place(left + _WIDTH),
            *self._rows.place(top + height),
        )
        return Box(left, top, _WIDTH, height, corners)

    def corner(self, row: int, column: int) -> tuple[int, int]:
        """Where a cell begins, in pixels: across and down."""
        return self._columns.begin(column), self._rows.begin(row)

    def under(self, left: int, top: int, width: int, height: int) -> Range:
        """The cells under a rectangle given in pixels."""
        (first, _), (last, _) = self._columns.place(left), self._columns.place(left + max(width - 1, 0))
        (upper, _), (lower, _) = self._rows.place(top), self._rows.place(top + max(height - 1, 0))
        return Range(upper + 1, first + 1, lower + 1, last + 1)


def _before_end(begin: int, size: int, axis: Axis) -> int:
    return max(0, min(begin, axis.length - size))


def _widths(root: Element, default: int) -> list[tuple[int, int, int]]:
    """The columns that something is said about."""
    found = []
    holder = order.find(root, "cols")
    for element in holder if holder is not None else ():
        low, high = element.get("min") or "", element.get("max") or ""
        if is_count(low) and is_count(high):
            size = 0 if is_true(element.get("hidden")) else _column_pixels(element.get("width"))
            found.append((int(low), int(high), default if size is None else size))
    return sorted(found)


def _heights(sheet: SheetXml) -> list[tuple[int, int, int]]:
    """The rows that something is said about."""
    found = []
    for number, row in sheet.rows():
        hidden, height = row.get("hidden"), row.get("ht")
        if hidden is None and height is None:
            continue
        size = 0 if is_true(hidden) else _row_pixels(height)
        if size is not None:
            found.append((number, number, size))
    return found


def _default_width(given: Element | None) -> int:
    size = _column_pixels(given.get("defaultColWidth")) if given is not None else None
    if size is not None:
        return size
    base = _size(given.get("baseColWidth")) if given is not None else None
    # Programs round this one up to whole steps of eight pixels.
    return -(-(int(_BASE_WIDTH if base is None else base) * _DIGIT + _MARGIN) // 8) * 8


def _default_height(given: Element | None) -> int:
    if given is None:
        return _DEFAULT_HEIGHT
    size = 0 if is_true(given.get("zeroHeight")) else _row_pixels(given.get("defaultRowHeight"))
    return _DEFAULT_HEIGHT if size is None else size


@lru_cache(maxsize=256)
def _column_pixels(width: str | None) -> int | None:
    """A width in characters as pixels, None where none is given."""
    size = _size(width)
    return None if size is None else int(size * _DIGIT + _HALF)


@lru_cache(maxsize=256)
def _row_pixels(height: str | None) -> int | None:
    """A height in points as pixels, None where none is given."""
    size = _size(height)
    return None if size is None else int(size * 96 / 72 + _HALF)


def _size(text: str | None) -> Decimal | None:
    """A size that is one; widths and heights end at 255 characters and 409 points."""
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number <= _LARGEST else None
