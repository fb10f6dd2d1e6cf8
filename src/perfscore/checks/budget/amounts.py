"""The amounts of budget tables, and what must be equal among them: sums and equalities, each with its bound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final

from perfscore.core.location import Location
from perfscore.core.numbers import Figure, plain
from perfscore.core.records import frozen
from perfscore.core.sourced import Unreadable
from perfscore.core.text import squash
from perfscore.forms.budget.lift import STRAY
from perfscore.model import BudgetColumn, BudgetRow, BudgetSide, BudgetTable, Number

#: Codes of what money is spent on or comes from have so many digits: 类, 款, 项.
_LENGTHS: Final = (3, 5, 7)
#: The digits that codes of functions (income, expenditure) and of economic purposes begin with.
FUNCTIONS: Final = "12"
PURPOSES: Final = "35"


@frozen
class Amount:
    """An amount with the row and the column that it stands in."""

    number: Number
    row: str
    column: str = ""

    @property
    def at(self) -> Location:
        """Its place."""
        return self.number.at

    @property
    def figure(self) -> Figure | None:
        """The figure, None where the cell is blank."""
        return self.number.value if isinstance(self.number.value, Figure) else None

    @property
    def value(self) -> Decimal:
        """The number, 0 where the cell is blank."""
        return self.figure.value if self.figure is not None else Decimal(0)

    @property
    def label(self) -> str:
        """Row and column as they are said."""
        return (f"“{self.row}”{self.column}" if self.row else self.column) or "金额"


@frozen
class Ready:
    """A table with what is worked out of all its cells once.

    Attributes:
        usual: the decimals that most of its amounts have that have some.
        torn: the rows in which some cell was not read.
        whole: every row was read, so that sums over rows mean something.
    """

    table: BudgetTable
    usual: int
    torn: frozenset[object]
    whole: bool

    @classmethod
    def of(cls, table: BudgetTable) -> Ready:
        """Look at a table."""
        lost = [at for at, reason in table.unplaced if reason != STRAY]
        return cls(table, usual_decimals(table), frozenset(map(row_key, lost)), not lost)

    @property
    def at(self) -> Location:
        """Its place."""
        return self.table.at

    @property
    def sides(self) -> tuple[BudgetSide, ...]:
        """Its lists of rows."""
        return self.table.sides


@frozen
class Equation:
    """A printed total and what it must be the sum of; with one part, two amounts that must be equal.

    Attributes:
        code: the check that reports it where it does not hold.
        row: names the row of the total among all rows of the file; what is off in several columns of a row is one.
        what, what_en: what the parts are.
        usual: the decimals that amounts of the table have where they are not cut short (100 beside 2.18).
    """

    code: str
    table: BudgetTable
    row: tuple[object, ...]
    total: Amount
    parts: tuple[Amount, ...]
    what: str
    what_en: str
    usual: int = 0

    @cached_property
    def sum(self) -> Decimal:
        """The sum of the parts."""
        return sum((part.value for part in self.parts), Decimal(0))

    @cached_property
    def gap(self) -> Fraction:
        """By how much the total exceeds the sum."""
        return Fraction(self.total.value) - Fraction(self.sum) if self.total.value != self.sum else Fraction(0)

    @cached_property
    def bound(self) -> Fraction:
        """Half a unit of the last digit for each written amount."""
        written = [figure for part in self.parts if (figure := part.figure) is not None]
        digits = [max(figure.decimals, self.usual) for figure in written]
        digits += [self.total.figure.decimals] if self.total.figure is not None else []
        return sum((Fraction(1, 2 * 10**one) for one in digits), Fraction(0))

    @property
    def holds(self) -> bool:
        """Whether total and sum are the same, or differ by rounding only."""
        return not self.gap or abs(self.gap) <= self.bound

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """All amounts that it rests on, blank ones left out."""
        return (self.total, *(part for part in self.parts if part.figure is not None))

    @property
    def formula(self) -> str:
        """The sum as it is written: 2.18 + 1272.70."""
        return " + ".join(plain(part.value) for part in self.parts if part.figure is not None) or "0"


def equation(
    code: str,
    ready: Ready,
    row: tuple[object, ...],
    total: Amount,
    parts: Iterable[Amount],
    *,
    what: tuple[str, str],
) -> Equation | None:
    """An equation, or None where it says nothing: the total or all parts blank, some cell that was not understood."""
    terms = tuple(parts)
    if any(isinstance(one.number.value, Unreadable) for one in (total, *terms)) or total.figure is None:
        return None
    if all(part.figure is None for part in terms):
        return None
    return Equation(code, ready.table, row, total, terms, *what, usual=ready.usual)


def usual_decimals(table: BudgetTable) -> int:
    """The decimals that most amounts of a table have that have some."""
    counted = Counter(
        cell.value.decimals
        for side in table.sides
        for row in side.rows
        for cell in row.amounts
        if isinstance(cell.value, Figure) and cell.value.decimals
    )
    return counted.most_common(1)[0][0] if counted else 0


def row_key(at: Location) -> tuple[str | None, str | int | None]:
    """What tells the row of a place from other rows of its file."""
    return at.sheet, at.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") if at.cell else at.line


def name_of(table: BudgetTable) -> str:
    """What a table is called."""
    title = table.title or table.number
    return " ".join(title.value.split()) if title is not None else "预算表"


def code_of(row: BudgetRow) -> str:
    """The code of a classification in a row, or ""."""
    code = row.code.value if row.code is not None else None
    return code if isinstance(code, str) and len(code) in _LENGTHS and code.isdigit() else ""


def label_of(row: BudgetRow) -> str:
    """What a row is called."""
    code = row.code.raw.strip() if row.code is not None and isinstance(row.code.value, str) else ""
    return " ".join(f"{code} {row.name.value}".split())


def head_of(column: BudgetColumn) -> str:
    """What a column is called: its own header, that above it where it says nothing of its own."""
    return " ".join(column.head[-1].value.split()) if column.head else ""


def amount_of(side: BudgetSide, row: BudgetRow, column: int) -> Amount:
    """The amount of a row in a column; a list with one column of amounts needs no name for it."""
    columns = side.amount_columns
    return Amount(row.amounts[column], label_of(row), head_of(columns[column]) if len(columns) > 1 else "")


def has_amounts(row: BudgetRow) -> bool:
    """Whether a row has a number, or something that should be one."""
    return any(cell.value is not None for cell in row.amounts)


def added_columns(side: BudgetSide) -> Iterator[int]:
    """The columns whose amounts add up over rows: no shares and changes."""
    for place, column in enumerate(side.amount_columns):
        if column.kind("measure") not in ("share", "change"):
            yield place


def same_amounts(first: BudgetRow, second: BudgetRow) -> bool:
    """Whether two rows have the same amounts in all columns."""
    values = [
        [cell.value.value if isinstance(cell.value, Figure) else Decimal(0) for cell in row.amounts]
        for row in (first, second)
    ]
    return values[0] == values[1]


def bare(name: str) -> str:
    """A name as it is compared: without blanks."""
    return squash(name)


def holding(readings: Sequence[Equation | None]) -> Equation | None:
    """Of several readings of one sum that one which holds; none where all fail: then it is not known what was meant."""
    made = [reading for reading in readings if reading is not None]
    distinct = {frozenset(amount.at for amount in one.amounts) for one in made}
    best = min((one for one in made if one.holds), key=lambda one: abs(one.gap), default=None)
    return best if best is not None else made[0] if len(distinct) == 1 else None
