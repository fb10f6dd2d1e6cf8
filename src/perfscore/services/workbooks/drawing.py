"""One table drawn in a new sheet: its cells, a frame round them, widths and heights that texts fit, one page wide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from perfscore.core.records import frozen
from perfscore.readers.document import Cell, Table
from perfscore.report.layout import width
from perfscore.services.workbooks.results import height_needed

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: Widths of columns in characters; together they are to leave room for another one on a page across, where that is
#: possible without making a column narrower than the least.
_NARROW, _WIDE, _PAGE = 8, 42, 136
#: A text without any table has one column.
_TEXT: Final = 100
_TITLE_HEIGHT: Final = 32
#: Of a row that stands for a drawn line.
_RULE_HEIGHT: Final = 3
_TALLEST: Final = 409
_LONGEST: Final = 32_767
#: Blank cells are framed, and cells merged, up to so many in a sheet, and merges of up to so many rows are given room:
#: a sheet may be a million rows long.
_MOST_CELLS, _MOST_MERGED, _MOST_ROWS = 50_000, 20_000, 200


def fitted(table: Table) -> tuple[Table, int]:
    """The table with merges that can be drawn; how many were left out.

    A file of a few hundred bytes may merge a whole sheet, and a merge costs a cell for each place that it covers: one
    that is too large is cut to the cells that are used, and left out where it still is.
    """
    last_row = max((row for row, _ in table.cells), default=1)
    last_column = max((column for _, column in table.cells), default=1)
    room, left_out = _MOST_MERGED, 0
    cells: dict[tuple[int, int], Cell] = {}
    for (row, column), cell in table.cells.items():
        merge = cell.merge
        if merge[0] * merge[1] > room:
            merge = (min(merge[0], last_row - row + 1), min(merge[1], last_column - column + 1))
        if merge[0] * merge[1] > room:
            merge = (1, 1)
            left_out += cell.merge != (1, 1)
        elif merge != (1, 1):
            room -= merge[0] * merge[1]
        cells[row, column] = cell if merge == cell.merge else replace(cell, merge=merge)
    return replace(table, cells=cells), left_out


@frozen
class _Plan:
    """How a table is laid out."""

    table: Table

    @cached_property
    def reach(self) -> tuple[int, int]:
        """The first column of the table and its last."""
        lefts = [column for _, column in self.table.cells]
        rights = [column + cell.merge[1] - 1 for (_, column), cell in self.table.cells.items()]
        return min(lefts, default=1), max(rights, default=1)

    @cached_property
    def _covered(self) -> set[int]:
        """Rows that a merge reaches into from above."""
        downs = ((row, cell.merge[0]) for (row, _), cell in self.table.cells.items())
        return {one for row, down in downs if down <= _MOST_ROWS for one in range(row + 1, row + down)}

    def alone(self, row: int) -> bool:
        """Whether a row is a line of text, which may run over its neighbours: one cell, the first, and no merge."""
        cells = self.table.row(row)
        if len(cells) != 1 or row in self._covered:
            return False
        ((column, cell),) = cells
        return column == self.reach[0] and cell.merge == (1, 1)

    @cached_property
    def prose(self) -> bool:
        """Whether there is no table, only lines of text."""
        return all(self.alone(row) for row in self.table.rows)

    @cached_property
    def titles(self) -> dict[int, bool]:
        """Rows at the top that are merged over all columns: the title, and what stands in brackets below it."""
        found: dict[int, bool] = {}
        left, right = self.reach
        for row, cells in self.table:
            (column, cell), own = cells[0], right > left and len(cells) == 1
            spans = own and column == left and cell.merge == (1, right - left + 1)
            if not spans or (found and not (cell.shown[:1] in "（(" and cell.shown[-1:] in "）)")):
                break
            found[row] = not found
        return found

    @cached_property
    def rules(self) -> set[int]:
        """Rows in place of the line that a text draws between the head of a table and its body: blank, no gap."""
        rows = self.table.rows
        filled = {row: {column for column, _ in self.table.row(row)} for row in rows}
        heads = (row for row in rows if len(filled[row]) > 1 and len(filled.get(row - 1, ())) < 2)
        covered = self._covered
        return {
            row + 1
            for row in heads
            if row + 1 not in filled
            and row + 1 not in covered
            and len(filled.get(row + 2, set()) & filled[row]) > 1
        }

    @cached_property
    def widths(self) -> dict[int, int]:
        """Widths by column: as wide as the widest text up to a limit, the widest lowered where the page is full."""
        wanted: dict[int, int] = {}
        lines: dict[int, int] = {}
        for (row, column), cell in self.table.cells.items():
            if cell.merge[1] == 1:
                widest = max((width(part) for part in cell.shown.split("\n")), default=0) + 2
                held, most = (lines, _TEXT) if self.alone(row) else (wanted, _WIDE)
                held[column] = min(most, max(held.get(column, _NARROW), widest))
        if self.prose:
            return lines
        limit = next(
            (n for n in range(_WIDE, _NARROW, -1) if sum(min(n, w) for w in wanted.values()) <= _PAGE), _NARROW
        )
        return {column: min(limit, wide) for column, wide in wanted.items()}

    def room(self, column: int, across: int) -> int:
        """The width of a cell that may be merged over columns."""
        return sum(self.widths.get(one, _NARROW) for one in range(column, column + across))

    def wraps(self, row: int) -> bool:
        """Whether the texts of a row are broken; a lone line runs on over the columns of the table beside it."""
        return self.prose or not self.alone(row)

    @cached_property
    def heights(self) -> dict[int, float]:
        """Heights by row, in points: each shows all its texts, merged ones over their rows together."""
        found: dict[int, float] = {}
        for row, cells in self.table:
            flat = [(cell.shown, self.room(column, cell.merge[1])) for column, cell in cells if cell.merge[0] == 1]
            found[row] = _TITLE_HEIGHT if self.titles.get(row) else height_needed(flat if self.wraps(row) else [])
        least = height_needed([])
        for (row, column), cell in self.table.cells.items():
            down, across = cell.merge
            if 1 < down <= _MOST_ROWS:
                has = sum(found.get(one, least) for one in range(row, row + down))
                lacks = height_needed([(cell.shown, self.room(column, across))]) - has
                last = row + down - 1
                if lacks > 0:
                    found[last] = min(_TALLEST, found.get(last, least) + lacks)
        found.update(dict.fromkeys(self.rules, _RULE_HEIGHT))
        return found

    def frame(self) -> Iterator[tuple[int, int]]:
        """The places that have borders: all of a table, blank ones too; lines of text and titles have none."""
        last, room = 0, _MOST_CELLS
        block: list[int] = []
        for row in [*self.table.rows, 0]:
            framed = bool(row) and not self.alone(row) and row not in self.titles
            if block and (not framed or row > last + 1 + (last + 1 in self.rules)):
                places = self._block(block[0], last, room)
                room -= len(places)
                yield from places
                block = []
            if framed:
                block.append(row)
                last = max(last, row, *(row + cell.merge[0] - 1 for _, cell in self.table.row(row)))

    def _block(self, top: int, bottom: int, room: int) -> list[tuple[int, int]]:
        cells = [(row, column, cell) for row in range(top, bottom + 1) for column, cell in self.table.row(row)]
        left = min(column for _, column, _ in cells)
        right = max(column + cell.merge[1] - 1 for _, column, cell in cells)
        if (bottom - top + 1) * (right - left + 1) > room:
            return [(row, column) for row, column, _ in cells]
        return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def draw(table: Table, sheet: Worksheet) -> int:
    """Draw a table in an empty sheet; tells how many merges were left out."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    table, left_out = fitted(table)
    plan = _Plan(table)
    line = Side(style="thin", color="FF808080")
    box = Border(left=line, right=line, top=line, bottom=line)
    font, title = Font(name="宋体", size=10), Font(name="宋体", size=16, bold=True)
    for (row, column), cell in table.cells.items():
        target = sheet.cell(row, column)
        _put(target, cell)
        target.font = title if plan.titles.get(row) else font
        across = "center" if row in plan.titles else None
        target.alignment = Alignment(horizontal=across, vertical="center", wrap_text=plan.wraps(row))
        if cell.comment:
            target.comment = Comment(cell.comment, "")
        height, wide = cell.merge
        if cell.merge != (1, 1):
            sheet.merge_cells(
                start_row=row, start_column=column, end_row=row + height - 1, end_column=column + wide - 1
            )
    for row, column in plan.frame():
        sheet.cell(row, column).border = box
    for column, size in plan.widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = size
    for row, points in plan.heights.items():
        sheet.row_dimensions[row].height = points
    _page(sheet)
    return left_out


def _page(sheet: Worksheet) -> None:
    """A4 across, as wide as one page and as long as it needs."""
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.6, bottom=0.5)


def _put(target: Any, cell: Cell) -> None:
    """A cell's content: numbers as numbers under a format that shows them alike, everything else as its text."""
    value = cell.value
    if isinstance(value, Decimal):
        code = _format(value, cell.shown)
        if code is not None:
            target.value = value
            target.number_format = code
            return
    if isinstance(value, bool):
        target.value = value
        return
    text = cell.shown[:_LONGEST]
    if text:
        # Never a formula, whatever it begins with.
        target.value = text
        target.data_type = "s"
        target.quotePrefix = text[:1] in "=+-@"


def _format(value: Decimal, shown: str) -> str | None:
    """A number format under which a number shows the same; None where a plain one does not exist."""
    body = shown.removesuffix("%")
    digits = len(body.partition(".")[2])
    plain = body.replace(",", "").lstrip("-").replace(".", "")
    if not plain.isdecimal():
        return None
    code = ("#,##0" if "," in body else "0") + ("." + "0" * digits if digits else "")
    if shown.endswith("%"):
        return f"{code}%"
    return "General" if "," not in body and format(value.normalize(), "f") == body else code
