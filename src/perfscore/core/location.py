"""Where a value was read."""

from __future__ import annotations

from perfscore.core.frozen import frozen


@frozen
class Location:
    """A place in a document: a cell of a sheet, a line of a text, or a box on a page.

    `sheet` and `cell` address workbooks and the tables of Word and PDF files (表1, 表2 … with the place in
    the table's own grid). `line` and `end_line` are the 1-based lines of a text document, counted by line
    feeds alone; `column` is then the 1-based place of the cell among those of the line, which tabs or drawn bars divide.
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

    @property
    def place(self) -> str:
        """The place without the file: `生活补贴!H14`, `第199行第7格`, or `""` for the whole file."""
        if self.cell is not None:
            return f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        if self.line is not None:
            last = f"–{self.end_line}" if self.end_line not in (None, self.line) else ""
            column = f"第{self.column}格" if self.column is not None else ""
            return f"第{self.line}{last}行{column}"
        if self.page is not None:
            return f"第{self.page}页"
        return self.sheet or ""

    def __str__(self) -> str:
        """`自评表.xlsx 生活补贴!H14`."""
        return f"{self.file} {self.place}".rstrip()


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
