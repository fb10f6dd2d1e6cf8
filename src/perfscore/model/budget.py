"""The typed model of the tables of a budget: their columns, rows and sides."""

from __future__ import annotations

from typing import Literal

from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced, Unreadable
from perfscore.model.forms import Number, Text
from perfscore.readers.document import Provenance

#: What a column of a budget table holds.
BudgetColumnRole = Literal["code", "name", "amount", "text"]


@frozen
class BudgetColumn:
    """A column of a budget table, named by all header cells over it.

    Attributes:
        head: the header cells, from the widest down to its own.
        kinds: what the amounts are divided by, and which part these are: ("fund", "general"), ("nature", "basic"),
            ("period", "carried"), ("stage", "final"), ("year", "2026"), ("measure", "total").
    """

    head: tuple[Text, ...]
    role: BudgetColumnRole
    kinds: tuple[tuple[str, str], ...] = ()

    def kind(self, group: str) -> str | None:
        """Which part of a division the column holds, None where it is not divided so."""
        return next((name for known, name in self.kinds if known == group), None)


@frozen
class BudgetRow:
    """A row of one side of a budget table.

    Attributes:
        code: of a classification (类, 款, 项 are joined); Unreadable where a code has letters; None without a code
            column.
        amounts: one for each amount column of the side; the value of a blank cell is None.
        texts: one for each text column of the side.
        level, parent: the depth, from 1, and the place of the row above it in the side's rows; None at the top.
        total: the row adds others.
    """

    at: Location
    name: Text
    amounts: tuple[Number, ...]
    code: Sourced[str | Unreadable] | None = None
    texts: tuple[Text, ...] = ()
    level: int = 1
    parent: int | None = None
    total: bool = False


@frozen
class BudgetSide:
    """The whole of a table with one list of rows, or one of the lists side by side: income, expense."""

    kind: Literal["", "income", "expense"]
    columns: tuple[BudgetColumn, ...]
    rows: tuple[BudgetRow, ...]

    @property
    def amount_columns(self) -> tuple[BudgetColumn, ...]:
        """The columns of `BudgetRow.amounts`."""
        return tuple(column for column in self.columns if column.role == "amount")

    @property
    def totals(self) -> tuple[BudgetRow, ...]:
        """The printed totals."""
        return tuple(row for row in self.rows if row.total)


@frozen
class BudgetTable:
    """A table of a budget or of final accounts (收支总表, 支出预算表, 项目支出表 …).

    Attributes:
        unit: whose table it is, as printed.
        number: 表一, 公开01表.
        sides: one list of rows, or several side by side.
        empty: the line that says that the table has no data.
        continued: where the table goes on under its head printed again.
        unplaced: cells that no part of the model took, with the reason.
    """

    at: Location
    provenance: Provenance
    sides: tuple[BudgetSide, ...]
    title: Text | None = None
    number: Text | None = None
    unit: Text | None = None
    year: Text | None = None
    money_unit: Text | None = None
    notes: tuple[Text, ...] = ()
    empty: Text | None = None
    continued: tuple[Location, ...] = ()
    unplaced: tuple[tuple[Location, str], ...] = ()
