"""A drawn table as rows of a page: what covers what, what is marked, what is left out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from perfscore.core.location import column_letters
from perfscore.core.pictures import DrawnCell, DrawnTable
from perfscore.core.records import frozen

#: Of a longer table only the rows near those that something points at are drawn.
MOST_ROWS: Final = 400
_AROUND: Final = 12
_FIRST: Final = 30
#: Of a wider one only so many columns.
MOST_COLUMNS: Final = 60
#: So much of the text of a cell is drawn.
MOST_TEXT: Final = 1_500


@frozen
class Mark:
    """What is said of a cell: findings at it, findings that name it, the row whose score it holds, the gravest severity."""

    findings: tuple[int, ...] = ()
    related: tuple[int, ...] = ()
    score: int | None = None
    severity: str = ""


@frozen
class Box:
    """A cell of the page: its name where something points at it, what it covers, its text, its mark.

    `more` is the whole number of characters of a text that was cut; `place` says where it is.
    """

    name: str = ""
    text: str = ""
    width: int = 1
    height: int = 1
    mark: Mark | None = None
    hidden: bool = False
    more: int = 0
    place: str = ""


@frozen
class Line:
    """A row with what it is called; `skipped` rows before it are not drawn."""

    label: str
    boxes: tuple[Box, ...]
    skipped: int = 0


@frozen
class Grid:
    """A table of the page; `skipped` rows behind the last and `columns_left` columns are not drawn."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    skipped: int = 0
    columns_left: int = 0


def grid(table: DrawnTable, names: Mapping[int, str], marks: Mapping[int, Mark]) -> Grid:
    """Lay out a table; `names` and `marks` are by the identity of its cells."""
    every = sorted({cell.row for cell in table.cells})
    rows = _kept(every, [cell.row for cell in table.cells if id(cell) in names or id(cell) in marks])
    starts = sorted({cell.column for cell in table.cells})
    columns = starts[:MOST_COLUMNS]
    across = {column: place for place, column in enumerate(columns)}
    down = {row: place for place, row in enumerate(rows)}
    by_row: dict[int, list[DrawnCell]] = {}
    for cell in table.cells:
        if cell.row in down and cell.column in across:
            by_row.setdefault(cell.row, []).append(cell)
    taken: list[set[int]] = [set() for _ in rows]
    for row, cells in by_row.items():
        taken[down[row]] |= {across[cell.column] for cell in cells}
    lines = []
    before = 0
    for place, row in enumerate(rows):
        passed = bisect_left(every, row)
        boxes = _line(by_row.get(row, ()), table, (place, rows, columns, across, taken), names, marks)
        lines.append(Line(str(row), tuple(boxes), passed - before))
        before = passed + 1
    heads = tuple(column_letters(column) for column in columns) if table.layout == "grid" else ()
    return Grid(heads, tuple(lines), len(every) - before, len(starts) - len(columns))


def _kept(rows: Sequence[int], marked: Iterable[int]) -> list[int]:
    if len(rows) <= MOST_ROWS:
        return list(rows)
    wanted = set(rows[:_FIRST])
    for row in set(marked):
        place = bisect_left(rows, row)
        wanted.update(rows[max(place - _AROUND, 0) : place + _AROUND + 1])
    return sorted(wanted)


_Layout = tuple[int, Sequence[int], Sequence[int], Mapping[int, int], list[set[int]]]


def _line(
    cells: Sequence[DrawnCell],
    table: DrawnTable,
    layout: _Layout,
    names: Mapping[int, str],
    marks: Mapping[int, Mark],
) -> list[Box]:
    """The boxes of a row, with blank ones where nothing stands and no cell from above reaches."""
    place, rows, columns, across, taken = layout
    if table.layout == "lines" and len(cells) == 1:
        return [_box(cells[0], len(columns), 1, names, marks)]
    own = {across[cell.column]: cell for cell in cells}
    boxes: list[Box] = []
    at = 0
    while at < len(columns):
        cell = own.get(at)
        if cell is None:
            if at not in taken[place]:
                boxes.append(Box())
            at += 1
            continue
        width = max(bisect_left(columns, cell.column + cell.width) - at, 1)
        width = next((n for n in range(1, width) if at + n in taken[place]), width)
        covered = set(range(at, at + width))
        height = max(bisect_left(rows, cell.row + cell.height) - place, 1)
        height = next((n for n in range(1, height) if taken[place + n] & covered), height)
        for below in range(place, place + height):
            taken[below] |= covered
        boxes.append(_box(cell, width, height, names, marks))
        at += width
    return boxes


def _box(cell: DrawnCell, width: int, height: int, names: Mapping[int, str], marks: Mapping[int, Mark]) -> Box:
    text = cell.text
    more = len(text) if len(text) > MOST_TEXT else 0
    return Box(
        name=names.get(id(cell), ""),
        text=text[:MOST_TEXT],
        width=width,
        height=height,
        mark=marks.get(id(cell)),
        hidden=cell.hidden,
        more=more,
        place=cell.at.cell or cell.at.place,
    )
