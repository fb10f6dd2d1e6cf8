"""The table of projects against the project expenditure of the other tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from perfscore.checks.budget.amounts import (
    Amount,
    Equation,
    Ready,
    amount_of,
    bare,
    code_of,
    equation,
    has_amounts,
    name_of,
)
from perfscore.checks.budget.lists import is_of_projects, project_total
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.model import BudgetSide

#: The whole list of projects, and not a choice of them: …项目支出预算表, 项目支出明细表（本年预算）.
_TITLE: Final = lazy_pattern(r".*项目支出(?:预算|计划)?(?:总|明细|情况|安排)?表(?:\([^()]*\))?")
_CHOICE: Final = ("重点", "主要", "部分", "专项", "购买服务", "采购", "转移", "特定", "财政拨款", "一般公共预算")
_CARRIED: Final = ("结转", "结余")


@frozen
class _Money:
    """A total of projects: of the table of projects, or of the project column of another table."""

    table: Ready
    amount: Amount

    @property
    def carried(self) -> bool:
        """Whether the table is one of what was carried over."""
        title = bare(name_of(self.table.table))
        return any(word in title for word in _CARRIED) and "不含" not in title


def project_equations(tables: Sequence[Ready], *, complete: bool) -> Iterator[Equation]:
    """The projects against the project expenditure, for each unit and year of a book.

    In a book that is not complete, some table of which was not read as a whole, only what agrees is known.
    """
    listed: dict[tuple[str, ...], list[_Money]] = defaultdict(list)
    spent: dict[tuple[str, ...], list[_Money]] = defaultdict(list)
    for table in tables:
        for side in table.sides:
            listed[_whose(table)] += _projects(table, side)
            spent[_whose(table)] += _spent(table, side)
    listing = [table for table in tables if any(is_of_projects(table, side) for side in table.sides)]
    unknown = sum(_has_money(table) for table in listing) > sum(map(len, listed.values()))
    for whose, projects in listed.items():
        for one in _compared(projects, spent[whose]):
            if one.holds or (complete and not unknown):
                yield one


def _has_money(table: Ready) -> bool:
    return any(has_amounts(row) for side in table.sides for row in side.rows)


def _whose(table: Ready) -> tuple[str, ...]:
    texts = (table.table.unit, table.table.year, table.table.money_unit)
    return tuple(bare(text.value) if text is not None else "" for text in texts)


def _projects(table: Ready, side: BudgetSide) -> Iterator[_Money]:
    title = bare(name_of(table.table))
    if not is_of_projects(table, side) or not _TITLE.fullmatch(title) or any(map(title.__contains__, _CHOICE)):
        return
    row, columns = project_total(table, side), side.amount_columns
    totals = [number for number, column in enumerate(columns) if column.kind("measure") == "total"]
    chosen = totals if len(columns) > 1 else [0]
    if row is not None and len(chosen) == 1:
        yield _Money(table, amount_of(side, side.rows[row], chosen[0]))


def _spent(table: Ready, side: BudgetSide) -> Iterator[_Money]:
    """The project column of a table of codes, in its total row."""
    totals = [row for row in side.rows if row.total]
    found = [number for number, column in enumerate(side.amount_columns) if column.kind("nature") == "project"]
    if len(totals) == len(found) == 1 and any(code_of(row) for row in side.rows):
        yield _Money(table, amount_of(side, totals[0], found[0]))


def _compared(projects: Sequence[_Money], spent: Sequence[_Money]) -> Iterator[Equation]:
    """One list of projects against each table, alone and with what is carried over; one that agrees is enough."""
    current = [one for one in projects if not one.carried]
    carried = [one for one in projects if one.carried]
    if len(current) != 1 or len(carried) > 1:
        return
    readings = [
        made
        for other in spent
        for parts in ([current[0]], [current[0], *carried])
        if (made := _equation(other, parts)) is not None
    ]
    agreed = next((one for one in readings if one.holds), None)
    if agreed is not None:
        yield agreed
    elif readings and len({one.total.value for one in readings}) == len({one.sum for one in readings}) == 1:
        yield readings[0]


def _equation(other: _Money, parts: Sequence[_Money]) -> Equation | None:
    titles = "、".join(f"《{name_of(one.table.table)}》" for one in parts)
    names = ", ".join(name_of(one.table.table) for one in parts)
    return equation(
        "PS725",
        other.table,
        (parts[0].table.at, "projects"),
        other.amount,
        (one.amount for one in parts),
        what=(f"{titles}的合计", f"the totals of {names}"),
    )
