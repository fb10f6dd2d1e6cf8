"""Where a value was read."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.core.records import frozen, replace


@frozen
class Location:
    """A place in a document: a cell of a sheet, a line of a text, or a box on a page.

    `sheet` and `cell` address workbooks and the tables of Word and PDF files (表1, 表2 … with the place in
    the table's own grid). `line` and `end_line` are the 1-based lines of a text document, counted by line
    feeds alone; `column` is then the 1-based place of the cell among those of the line, which tabs or drawn bars divide.
    Where several cells of a sheet are meant, `cell` is the first and `end_cell` the last of their rectangle.
    `span` is the half-open range of characters inside the cell.
    """

    file: str
    sheet: str | None = None
    cell: str | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    line: int | None = None
    end_line: int | None = None
    column: int | None = None
    span: tuple[int, int] | None = None
    end_cell: str | None = None

    @property
    def place(self) -> str:
        """The place without the file: `生活补贴!H14`, `第199行第7格`, or `""` for the whole file."""
        if self.cells is not None:
            return f"{self.sheet}!{self.cells}" if self.sheet else self.cells
        if self.line is not None:
            last = f"–{self.end_line}" if self.end_line not in (None, self.line) else ""
            column = f"第{self.column}格" if self.column is not None else ""
            return f"第{self.line}{last}行{column}"
        if self.page is not None:
            return f"第{self.page}页"
        return self.sheet or ""

    @property
    def cells(self) -> str | None:
        """The cell, or the first and the last of several: `C6:F6`."""
        return self.cell if self.end_cell in (None, self.cell) else f"{self.cell}:{self.end_cell}"

    @property
    def anchor(self) -> Location:
        """The first cell of several."""
        return self if self.end_cell is None else replace(self, end_cell=None)

    def covers(self, other: Location) -> bool:
        """Whether another place lies in this one; of a text without a column the whole line."""
        if self.cell is not None and other.cell is not None:
            (top, left), (bottom, right) = _corner(self.cell), _corner(self.end_cell or self.cell)
            row, column = _corner(other.cell)
            return self.sheet == other.sheet and top <= row <= bottom and left <= column <= right
        if self.line is None or other.line is None:
            return False
        inside = self.line <= other.line <= (self.end_line or self.line)
        return inside and (other.column is None or self.column in (None, other.column))

    def each(self) -> Iterator[Location]:
        """The cells, or the lines, that the place holds, one by one."""
        if self.cell is not None:
            (top, left), (bottom, right) = _corner(self.cell), _corner(self.end_cell or self.cell)
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    yield replace(self, cell=cell_name(row, column), end_cell=None)
        elif self.line is not None:
            for line in range(self.line, (self.end_line or self.line) + 1):
                yield replace(self, line=line, end_line=line)
        else:
            yield self

    def __str__(self) -> str:
        """`自评表.xlsx 生活补贴!H14`."""
        return f"{self.file} {self.place}".rstrip()


def _corner(cell: str) -> tuple[int, int]:
    """Row and column of a cell's name."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell[len(letters) :]), column


def column_letters(column: int) -> str:
    """Return the spreadsheet letters of a 1-based column.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the A1 name of a 1-based row and column.

    >>> cell_name(14, 8)
    'H14'
    """
    return f"{column_letters(column)}{row}"


def cell_row(name: str) -> int:
    """Return the 1-based row of an A1 name.

    >>> cell_row("AB14")
    14
    """
    return int(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
