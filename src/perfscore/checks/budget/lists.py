"""What lists without codes must add up to: economic classes by their names, projects under their unit, 三公经费, 政府采购."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from perfscore.checks.budget.amounts import (
    Equation,
    Ready,
    added_columns,
    amount_of,
    bare,
    code_of,
    equation,
    has_amounts,
    holding,
    name_of,
)
from perfscore.checks.budget.nested import may_nest
from perfscore.checks.budget.words import plain_name, words
from perfscore.core.numbers import Figure
from perfscore.model import BudgetRow, BudgetSide

Sums = Iterator[Equation]
_ITEMS: Final = ("其下各项", "its items")
_CLASSES: Final = ("各类", "its classes")
_PROJECTS: Final = ("各项目", "the projects")
_UNITS: Final = ("各单位", "the units")
_THREE: Final = ("出国、接待、公务用车三项", "travel, reception and vehicles")
_VEHICLES: Final = ("购置费与运行维护费", "purchase and running costs")
_PROCURED: Final = ("货物、工程、服务三项", "goods, works and services")


def sums_of_lists(table: Ready, side: BudgetSide, place: int) -> Sums:
    """The sums in one list of rows without codes."""
    if side.kind or any(code_of(row) for row in side.rows):
        return
    named = [_kind(row) for row in side.rows]
    if named.count("class") > 1:
        yield from _classes(table, side, place, named)
    elif {"travel", "reception", "vehicles"} <= set(named):
        yield from _three_public(table, side, place, named)
    elif {"goods", "works", "services"} <= set(named):
        yield from _parts(table, side, place, named, ("goods", "works", "services"), "PS712", _PROCURED)
    elif is_of_projects(table, side):
        yield from _plain(table, side, place, _PROJECTS)
    elif _is_of_units(side) and named.count("total") == 1:
        yield from _plain(table, side, place, _UNITS)


def _kind(row: BudgetRow) -> str:
    """Which of the rows that have a part in a sum a row is."""
    if row.total:
        return "total"
    return words().row(plain_name(row.name.value))


def _made(
    code: str,
    table: Ready,
    side: BudgetSide,
    row: tuple[int, int],
    readings: Sequence[Sequence[int]],
    what: tuple[str, str],
) -> Sums:
    for column in added_columns(side):
        made = [
            equation(
                code,
                table,
                (table.at, *row),
                amount_of(side, side.rows[row[1]], column),
                (amount_of(side, side.rows[part], column) for part in reading),
                what=what,
            )
            for reading in readings
        ]
        found = holding(made)
        if found is not None:
            yield found


def _classes(table: Ready, side: BudgetSide, place: int, named: Sequence[str]) -> Sums:
    """Economic classes over the rows up to the next one, and the total over the classes."""
    rows = side.rows
    tops = [number for number, kind in enumerate(named) if kind == "class"]
    totals = [number for number, kind in enumerate(named) if kind == "total"]
    if len({plain_name(rows[number].name.value) for number in tops}) < len(tops):
        return
    ends = sorted((*tops, *totals, len(rows)))
    for top in tops:
        end = next(number for number in ends if number > top)
        inside = range(top + 1, end)
        parts = [number for number in inside if rows[number].parent not in inside]
        if parts:
            yield from _made("PS708", table, side, (place, top), [parts], _ITEMS)
    first = next((number for number, kind in enumerate(named) if kind != "total"), None)
    if len(totals) == 1 and first == tops[0]:
        yield from _made("PS702", table, side, (place, totals[0]), [tops], _CLASSES)


def _three_public(table: Ready, side: BudgetSide, place: int, named: Sequence[str]) -> Sums:
    yield from _parts(table, side, place, named, ("travel", "reception", "vehicles"), "PS709", _THREE)
    single = {kind: named.index(kind) for kind in ("vehicles", "purchase", "running") if named.count(kind) == 1}
    if len(single) == 3:
        parts = [single["purchase"], single["running"]]
        yield from _made("PS709", table, side, (place, single["vehicles"]), [parts], _VEHICLES)


def _parts(
    table: Ready,
    side: BudgetSide,
    place: int,
    named: Sequence[str],
    kinds: tuple[str, ...],
    code: str,
    what: tuple[str, str],
) -> Sums:
    """The one total of a list over its named parts, or over all rows at the top where there are more."""
    if any(named.count(kind) != 1 for kind in (*kinds, "total")):
        return
    parts = [named.index(kind) for kind in kinds]
    tops = [
        number
        for number, row in enumerate(side.rows)
        if row.parent is None and not row.total and named[number] not in ("purchase", "running")
    ]
    yield from _made(code, table, side, (place, named.index("total")), [parts, tops], what)


def is_of_projects(table: Ready, side: BudgetSide) -> bool:
    """Whether a table lists projects with their money."""
    title = bare(name_of(table.table))
    headed = any("项目名称" in bare(text.value) for column in side.columns for text in column.head)
    return headed and "项目" in title and "绩效" not in title


def project_total(table: Ready, side: BudgetSide) -> int | None:
    """The row of a project table that covers all others: the one total, else the unit's row at the top."""
    rows = side.rows
    totals = [number for number, row in enumerate(rows) if row.total and has_amounts(row)]
    if len(totals) == 1:
        return totals[0]
    if totals or not rows:
        return None
    if not has_amounts(rows[0]):
        return None
    first = bare(rows[0].name.value)
    unit = bare(table.table.unit.value) if table.table.unit is not None else ""
    if unit and first == unit:
        return None if unit in (bare(row.name.value) for row in rows[1:]) else 0
    above = all(row.parent is not None for row in rows[1:]) and len(rows) > 1
    return 0 if above or (words().is_unit(first) and _is_largest(rows)) else None


def _is_largest(rows: Sequence[BudgetRow]) -> bool:
    """Whether no row has more in its first column than the one at the top."""
    values = [one.value.value if isinstance(one.value, Figure) else 0 for one in (row.amounts[0] for row in rows)]
    return max(values) == values[0]


def _is_of_units(side: BudgetSide) -> bool:
    """Whether the rows of a list are units with their money."""
    names = [bare(column.head[-1].value) for column in side.columns if column.role == "name" and column.head]
    return names in (["单位名称"], ["部门名称"], ["预算单位"], ["单位"])


def _plain(table: Ready, side: BudgetSide, place: int, what: tuple[str, str]) -> Sums:
    """The total of a list of projects or units over all of them, where they are a plain list."""
    top = project_total(table, side)
    if top is None:
        return
    others = [number for number in range(len(side.rows)) if number != top]
    tops = [number for number in others if side.rows[number].parent in (None, top)]
    unit = bare(table.table.unit.value) if table.table.unit is not None else ""
    names = [side.rows[number].name.value for number in others]
    clear = len(tops) == len(others) and all(bare(name) for name in names)
    if what is _PROJECTS:
        clear = clear and not any(bare(name) == unit or words().is_unit(name) for name in names)
    for one in _made("PS702", table, side, (place, top), [tops], what):
        if one.holds or (clear and not may_nest([part.value for part in one.parts], one.usual)):
            yield one
