r"""Tables that a text draws with marks: `| 甲 | 乙 |` of Markdown, `│甲│乙│` in boxes, `+---+` between the rows.

Each line is a row, as in a text with tabs. A bar at the end of a line is the border of the table or ends a blank cell:
the lines of a table decide together. Where rules stand between all rows, the lines between two rules are one row. A
line that narrates keeps its marks: one line makes no table, nor do lines of different numbers of cells.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product
from typing import Final

from perfscore.core.records import frozen, mutable

#: The last ones are what recognised print has for a bar.
_BARS: Final = "|｜│┃║￨︱∣丨"
#: A line that goes on with one cell while a rule begins beside it has crossings for bars: `│ 产出 ├────┼────┤`.
_CROSSINGS: Final = "├┼┤┣╋┫╠╬╣╟╫╢╞╪╡"
_BAR: Final = re.compile(rf"(?<!\\)[{_BARS}{_CROSSINGS}]")
#: A line between rows; a colon says how Markdown aligns a column.
_RULE: Final = re.compile(rf"[-=:+{_BARS}\u2500-\u257f\s]+")
_DASHES: Final = re.compile(r"[-=─━═]{2,}")
_NUMBER: Final = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?[%％分]?")
#: The right edge of a line that no bar ends.
_OPEN: Final = 1 << 20


@frozen
class DrawnCell:
    """A cell of a drawn table: its column, how many columns it covers, its text."""

    column: int
    width: int
    text: str


@frozen
class DrawnRow:
    """A row with the first and the last of its lines."""

    first: int
    last: int
    cells: tuple[DrawnCell, ...]


@frozen
class _Line:
    """A line with bars: the ranges of what stands between them in the text, none in a rule.

    `borders` says of its two ends whether nothing stands outside its first or last bar, `outer` whether the table has
    borders there.
    """

    number: int
    text: str
    parts: tuple[tuple[int, int], ...] = ()
    borders: tuple[bool, bool] = (False, False)
    outer: tuple[bool, bool] = (True, True)

    @property
    def pieces(self) -> tuple[tuple[int, int], ...]:
        """The ranges of the cells: what stands outside a border is none."""
        return self.parts[: len(self.parts) - self._cut(1)][self._cut(0) :]

    def _cut(self, end: int) -> bool:
        return self.borders[end] and self.outer[end]

    @property
    def texts(self) -> list[str]:
        """The texts of the pieces; a rule below a neighbouring cell is none."""
        held = (self.text[start:end].strip() for start, end in self.pieces)
        return ["" if _DASHES.fullmatch(piece) else piece.replace("\\|", "|") for piece in held]

    @property
    def crossed(self) -> tuple[bool, ...]:
        """Of each piece whether a rule stands in it."""
        return tuple(_DASHES.fullmatch(self.text[start:end].strip()) is not None for start, end in self.pieces)


def drawn_rows(lines: Sequence[str]) -> dict[int, DrawnRow | None]:
    """The rows of drawn tables by their first lines, None for each other line that belongs to a table.

    Args:
        lines: the lines of a text; the first has number 1.
    """
    found: dict[int, DrawnRow | None] = {}
    run: list[_Line] = []
    for number, text in enumerate([*lines, ""], 1):
        line = _line(number, text.rstrip())
        if line is not None:
            run.append(line)
        elif run:
            found.update(_table(run))
            run = []
    return found


def _line(number: int, text: str) -> _Line | None:
    """A line that may belong to a drawn table."""
    if _RULE.fullmatch(text) and _DASHES.search(text):
        return _Line(number, text)
    bars = [match.start() for match in _BAR.finditer(text)] if "\t" not in text else []
    if not bars:
        return None
    parts = tuple((start + 1, end) for start, end in pairwise([-1, *bars, len(text)]))
    left = not text[: bars[0]].strip()
    borders = (left, bars[-1] == len(text) - 1 and len(bars) > left)
    return _Line(number, text, parts, borders)


def _bordered(held: Sequence[_Line]) -> list[_Line]:
    """The lines of a table with what its outer bars are: borders, or the ends of blank cells at its edge.

    Where only some lines have one, most lines have the same number of cells in the right reading.
    """
    left, right = ((True, False) if len({line.borders[end] for line in held}) > 1 else (True,) for end in (0, 1))
    ways = [[replace(line, outer=outer) for line in held] for outer in product(left, right)]
    return max(ways, key=lambda lines: max(Counter(len(line.pieces) for line in lines).values()))


def _table(run: Sequence[_Line]) -> Iterator[tuple[int, DrawnRow | None]]:
    """The rows of neighbouring lines, nothing where they make no table."""
    held = [line for line in run if line.parts]
    if not held:
        return
    held = _bordered(held)
    counts = Counter(len(line.pieces) for line in held)
    if max(counts) == 1:
        return
    ruled = any((not line.pieces and _BAR.search(line.text)) or line.text[:1] in "+┌╔┏╭" for line in run)
    often = max(count for width, count in counts.items() if width > 1)
    if not ruled and (len(held) == 1 or 2 * often <= len(held)):
        return
    yield from ((line.number, None) for line in run)
    known = {line.number: line for line in held}
    run = [known.get(line.number, line) for line in run]
    grid = _grid(held) if len(counts) > 1 else None
    columns = {line.number: _columns(line, grid) for line in held}
    if _ruled_throughout(run, columns):
        rows = _joined(run, columns)
    else:
        rows = [
            DrawnRow(
                line.number,
                line.number,
                tuple(map(DrawnCell, *zip(*columns[line.number], strict=True), line.texts)),
            )
            for line in held
        ]
    yield from ((row.first, row) for row in rows)


#: For each piece of a line its column and the number of columns that it covers.
_Columns = list[tuple[int, int]]


def _columns(line: _Line, grid: tuple[int, Sequence[int]] | None) -> _Columns:
    if grid is None:
        return [(number, 1) for number in range(1, len(line.pieces) + 1)]
    wide, places = grid
    edges = _edges(line, wide)
    at = [bisect_left(places, edge) for edge in edges]
    return [(left + 1, right - left) for left, right in pairwise(at)]


def _grid(held: Sequence[_Line]) -> tuple[int, Sequence[int]] | None:
    """The edges that lines of different numbers of cells share, with the places that an ambiguous character takes.

    A line with fewer cells than others holds merged ones when each of its bars stands under one of the widest line.
    None where they share none: then the cells count from the left.
    """
    for wide in (1, 2):
        edges = [_edges(line, wide) for line in held]
        places = max(edges, key=len)
        if all(set(own) <= set(places) for own in edges):
            return wide, places
    return None


def _edges(line: _Line, wide: int) -> list[int]:
    """Where the pieces of a line begin and the last one ends, in places of the screen."""
    edges: list[int] = []
    done, place = 0, 0
    for start, _ in line.pieces:
        place += sum(_width(char, wide) for char in line.text[done:start])
        edges.append(place if start else 0)
        done = start
    last = line.pieces[-1][1]
    place += sum(_width(char, wide) for char in line.text[done : last + 1])
    return [*edges, place if last < len(line.text) else _OPEN]


def _width(char: str, wide: int) -> int:
    kind = unicodedata.east_asian_width(char)
    return 2 if kind in "WF" else wide if kind == "A" else 1


def _ruled_throughout(run: Sequence[_Line], columns: dict[int, _Columns]) -> bool:
    """Whether rules stand between all rows: no two lines between two rules have a number in the same column.

    A rule below the header alone, or rules round the whole, say nothing of the rows.
    """
    groups = 0
    numbered: set[int] = set()
    fresh = True
    for line in run:
        if not line.pieces or any(line.crossed):
            fresh, numbered = True, set()
            continue
        groups, fresh = groups + fresh, False
        own = {
            at for (at, _), text in zip(columns[line.number], line.texts, strict=True) if _NUMBER.fullmatch(text)
        }
        if own & numbered:
            return False
        numbered |= own
    return groups > 2


@mutable
class _Open:
    """A cell that lines are still added to."""

    row: int
    width: int
    texts: list[str]


def _joined(run: Sequence[_Line], columns: dict[int, _Columns]) -> list[DrawnRow]:
    """The rows between rules; a cell that a rule does not end goes on, and stands in the row that it began in."""
    spans: list[list[int]] = []
    cells: list[tuple[int, _Open]] = []
    going: dict[int, _Open] = {}
    fresh = True
    for line in run:
        crossed = line.crossed
        if not line.pieces:
            fresh, going = True, {}
            continue
        for (column, width), text, ruled in zip(columns[line.number], line.texts, crossed, strict=True):
            if ruled:
                fresh = True
                for gone in range(column, column + width):
                    going.pop(gone, None)
            elif text and any(crossed) and column in going:
                going[column].texts.append(text)
        if any(crossed):
            continue
        if fresh:
            spans.append([line.number, line.number])
            fresh = False
        spans[-1][1] = line.number
        for (column, width), text in zip(columns[line.number], line.texts, strict=True):
            if column not in going:
                going[column] = _Open(len(spans) - 1, width, [])
                cells.append((column, going[column]))
            if text:
                going[column].texts.append(text)
    rows: list[list[DrawnCell]] = [[] for _ in spans]
    for column, cell in cells:
        rows[cell.row].append(DrawnCell(column, cell.width, "\n".join(cell.texts)))
    return [DrawnRow(first, last, tuple(row)) for (first, last), row in zip(spans, rows, strict=True)]
