"""What a page draws besides the report: the forms as they stand in their files, and the curves of the rules.

A report keeps them only when it is asked to; they take no part in what it says.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from perfscore.core.location import Location
from perfscore.core.records import frozen

#: How far a point lies along, and how many points it gives.
Spot = tuple[Decimal, Decimal]


@frozen
class DrawnCell:
    """A cell as it is seen: where it begins, how many rows and columns it covers, the shown text."""

    row: int
    column: int
    text: str
    at: Location
    height: int = 1
    width: int = 1
    hidden: bool = False


@frozen
class DrawnTable:
    """A worksheet, a table of a Word file, or the lines of a text.

    `layout` is `grid` where cells are named by letters and numbers, `lines` where rows are the lines of a text.
    `above` and `below` are the paragraphs next to a table of a Word file.
    """

    file: str
    sheet: str | None
    layout: Literal["grid", "lines"]
    cells: tuple[DrawnCell, ...]
    hidden: bool = False
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


@frozen
class Curve:
    """What a rule gives over the values of the one number that it asks for.

    Attributes:
        score: the place of the row among the scores of the report.
        unit: of the number; amounts along are in it.
        low, high: between which values it is drawn.
        top: the points of the row, or the most that the rule gives.
        lines: connected stretches; one with a single spot is a value that holds at that number alone.
        target: where the target lies; None where the rule has none.
        actual: where the actual lies with its points, None where it is no one number on this line.
    """

    score: int
    unit: str
    low: Decimal
    high: Decimal
    top: Decimal
    lines: tuple[tuple[Spot, ...], ...]
    target: Decimal | None = None
    actual: Spot | None = None


@frozen
class Pictures:
    """Drawn tables and curves; `failed` says of rows why their curve could not be drawn, by place among the scores."""

    tables: tuple[DrawnTable, ...]
    curves: tuple[Curve, ...] = ()
    failed: tuple[tuple[int, str], ...] = ()
