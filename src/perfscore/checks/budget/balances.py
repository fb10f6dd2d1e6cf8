"""What the two sides of a balanced table must add up to, and that they must be equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from perfscore.checks.budget.amounts import (
    Equation,
    Ready,
    added_columns,
    amount_of,
    code_of,
    equation,
    has_amounts,
    holding,
)
from perfscore.checks.budget.nested import may_nest
from perfscore.core.text import squash
from perfscore.forms.budget.words import mark_of
from perfscore.model import BudgetRow, BudgetSide

_CURRENT: Final = ("本年", "当年", "年度")
_CARRIED: Final = ("结转", "结余")
#: Rows without marks that together exceed their total by more than one in so many stand below one another.
_MANY: Final = 4
_ROWS: Final = ("以上各项", "the rows above it")
_WITH_CARRIED: Final = ("本年合计与结转", "the total of the year and what is carried over")


def is_balanced(table: Ready) -> bool:
    """Whether a table lays income beside expenditure."""
    return {"income", "expense"} <= {side.kind for side in table.sides}


def sums_of_sides(table: Ready, side: BudgetSide, place: int) -> Iterator[Equation]:
    """The totals of one side: 本年合计 over the rows above it, 总计 over that and what is carried over."""
    if any(code_of(row) for row in side.rows):
        return
    totals = [number for number, row in enumerate(side.rows) if row.total]
    current = next((number for number in totals if _is_current(side.rows[number])), None)
    grand = grand_of(side)
    if current is not None and (not totals or totals[0] == current):
        yield from _sums("PS702", table, side, (place, current), range(current), (), _ROWS)
    if grand is None or grand == current:
        return
    if current is not None and totals == [current, grand]:
        between = range(current + 1, grand)
        yield from _sums("PS704", table, side, (place, grand), between, (current,), _WITH_CARRIED)
    elif totals == [grand]:
        yield from _sums("PS702", table, side, (place, grand), range(grand), (), _ROWS)


def _is_current(row: BudgetRow) -> bool:
    name = squash(row.name.value)
    return any(word in name for word in _CURRENT) and not name.endswith("总计")


def grand_of(side: BudgetSide) -> int | None:
    """The last total of a side, where it is that of the whole: 收入总计, or 合计 where nothing else is one."""
    totals = [number for number, row in enumerate(side.rows) if row.total]
    if not totals or any(has_amounts(row) for row in side.rows[totals[-1] + 1 :]):
        return None
    return totals[-1] if _is_grand(side.rows[totals[-1]]) or len(totals) == 1 else None


def _is_grand(row: BudgetRow) -> bool:
    """Whether a total is that of the whole by its name: 总计, 收入合计 behind 本年收入小计."""
    name = squash(row.name.value)
    return name.endswith("总计") or (name.endswith("合计") and not _is_current(row))


def _sums(
    code: str,
    table: Ready,
    side: BudgetSide,
    row: tuple[int, int],
    rows: Sequence[int],
    always: tuple[int, ...],
    what: tuple[str, str],
) -> Iterator[Equation]:
    """The sums over the rows at the top of a run of rows, in every column."""
    tops = [number for number in rows if side.rows[number].parent not in rows]
    readings = [tops]
    if always:
        readings.append([number for number in tops if _is_carried(side.rows[number])])
    ranks = {number: mark_of(side.rows[number].name.value).rank for number in rows}
    marks = {ranks[number] for number in tops}
    if not always and 0 in marks and any(ranks.values()):
        # 一、基本支出 and below it 工资福利支出 without a mark.
        least = min(rank for rank in ranks.values() if rank)
        readings.append([number for number in rows if ranks[number] == least])
    for column in added_columns(side):
        made = [
            equation(
                code,
                table,
                (table.at, *row),
                amount_of(side, side.rows[row[1]], column),
                (amount_of(side, side.rows[number], column) for number in (*always, *reading)),
                what=what,
            )
            for reading in readings
        ]
        found = holding(made)
        if found is None:
            continue
        clear = len(marks) == 1 and marks != {0}
        if found.holds or clear or _is_flat(found, len(always)):
            yield found


def _is_flat(one: Equation, first: int) -> bool:
    """Whether the rows of a sum that fails stand side by side: none adds up others, and together they are no multiple."""
    values = [part.value for part in one.parts[first:]]
    return not may_nest(values, one.usual) and one.sum * _MANY <= one.total.value * (_MANY + 1)


def _is_carried(row: BudgetRow) -> bool:
    return any(word in row.name.value for word in _CARRIED)


def equal_sides(table: Ready) -> Iterator[Equation]:
    """Total income and total expenditure, column by column where both sides have the same ones."""
    incomes = [(place, side) for place, side in enumerate(table.sides) if side.kind == "income"]
    expenses = [(place, side) for place, side in enumerate(table.sides) if side.kind == "expense"]
    if len(incomes) != 1:
        return
    (_, income), own = incomes[0], grand_of(incomes[0][1])
    for place, expense in expenses:
        other = grand_of(expense)
        if own is None or other is None or not (_is_whole(income, own) and _is_whole(expense, other)):
            continue
        for first, second in _pairs(income, expense):
            made = equation(
                "PS703",
                table,
                (table.at, place, "equal"),
                amount_of(expense, expense.rows[other], second),
                [amount_of(income, income.rows[own], first)],
                what=("收入总计", "total income"),
            )
            if made is not None:
                yield made


def _is_whole(side: BudgetSide, grand: int) -> bool:
    """Whether a total is one of the whole: 总计, or 合计 behind a total of the year."""
    row = side.rows[grand]
    current = any(_is_current(other) for other in side.rows[:grand] if other.total)
    return squash(row.name.value).endswith("总计") or (current and _is_grand(row))


def _pairs(income: BudgetSide, expense: BudgetSide) -> Iterator[tuple[int, int]]:
    """The columns of both sides that hold the same."""
    sides = income.amount_columns, expense.amount_columns
    if len(sides[0]) == len(sides[1]) == 1:
        yield 0, 0
        return
    if len(sides[0]) == 1:
        totals = [place for place, column in enumerate(sides[1]) if column.kind("measure") == "total"]
        if len(totals) == 1:
            yield 0, totals[0]
        return
    for first, column in enumerate(sides[0]):
        same = [second for second, other in enumerate(sides[1]) if other.kinds == column.kinds]
        alike = [other for other in sides[0] if other.kinds == column.kinds]
        if column.kinds and len(same) == len(alike) == 1:
            yield first, same[0]
