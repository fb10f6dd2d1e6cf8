"""What a paper is laid out of, whatever writes it: headings, lines, fields, tables. Widths are in centimetres."""

from __future__ import annotations

from typing import Literal

from perfscore.core.records import frozen

Align = Literal["left", "center", "right"]


@frozen
class Heading:
    """A heading: level 0 is the title of the paper, 1 a unit, 2 a form, 3 a part of it. `breaks` begins a page."""

    text: str
    level: Literal[0, 1, 2, 3]
    breaks: bool = False


@frozen
class Line:
    """A paragraph of its own; a `small` one is a note."""

    text: str
    small: bool = False


@frozen
class Fields:
    """Labels with what stands beside them, a row a line; `height` leaves room to write by hand."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    height: float = 0


@frozen
class Column:
    """A column of a table; `numbers` are numbers in a workbook where they can be."""

    title: str
    width: float
    align: Align = "left"
    numbers: bool = False


@frozen
class Row:
    """A row of a table; `ink` is the severity that its cell with that word is shaded by."""

    cells: tuple[str, ...]
    bold: bool = False
    ink: str = ""


@frozen
class Table:
    """A table whose head is repeated on every page; `shaded` is the column that the ink of a row fills."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    shaded: int = 0


Block = Heading | Line | Fields | Table


@frozen
class Sheet:
    """How the pages of a paper are set up: A4, upright or across."""

    title: str
    footer: str
    landscape: bool = False
