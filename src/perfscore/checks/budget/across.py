"""What must be equal in several tables of one book: the amounts of a code where the totals are the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from perfscore.checks.budget.amounts import (
    FUNCTIONS,
    Amount,
    Equation,
    Ready,
    amount_of,
    bare,
    code_of,
    equation,
    name_of,
)
from perfscore.checks.budget.balances import grand_of
from perfscore.checks.budget.words import plain_name
from perfscore.core.numbers import Figure
from perfscore.core.records import frozen
from perfscore.model import BudgetRow, BudgetSide

#: So many codes two tables share at least, before they are taken for tables of the same money.
_SHARED: Final = 2


@frozen
class Listing:
    """The amounts of one column by code, with the total that covers them."""

    table: Ready
    place: int
    measure: str
    total: Amount
    amounts: Mapping[str, Amount]


def across_tables(tables: Sequence[Ready]) -> Iterator[Equation]:
    """The equalities between tables: codes in tables of the same total."""
    names = _class_names(tables)
    groups: dict[tuple[object, ...], list[Listing]] = defaultdict(list)
    for table in tables:
        for place, side in enumerate(table.sides):
            for listing in (*_coded(table, side, place), *_classes(table, side, place, names)):
                groups[_same_money(listing)].append(listing)
    for group in groups.values():
        yield from _equal(group)
    yield from _basic_expenditure(tables)


def _basic_expenditure(tables: Sequence[Ready]) -> Iterator[Equation]:
    """The total of the economic table of basic expenditure against the basic column of the table by functions.

    Both are of the general budget and both with or without what was carried over, as their titles say; a unit and a
    year with more than one of either is left alone.
    """
    economic: dict[tuple[object, ...], list[Amount]] = defaultdict(list)
    functional: dict[tuple[object, ...], list[tuple[Ready, int, Amount]]] = defaultdict(list)
    for table in tables:
        title = bare(name_of(table.table))
        if "一般公共预算" not in title:
            continue
        key = (*_whose(table), "不含" in title)
        for place, side in enumerate(table.sides):
            if "基本支出" in title:
                economic[key] += _totals_in(side, "measure", "total")
            else:
                found = [listing.total for listing in _coded(table, side, place) if listing.measure == "basic"]
                functional[key] += [(table, place, total) for total in found]
    for key, totals in economic.items():
        if len(totals) == len(functional[key]) == 1:
            table, place, basic = functional[key][0]
            made = equation(
                "PS706",
                table,
                (table.at, place, "basic"),
                basic,
                totals,
                what=("基本支出表合计", "the table of basic expenditure"),
            )
            if made is not None:
                yield made


def _totals_in(side: BudgetSide, group: str, name: str) -> list[Amount]:
    """The amounts of the one total of a side in the columns of a kind."""
    rows = [row for row in side.rows if row.total]
    columns = [number for number, column in enumerate(side.amount_columns) if column.kind(group) == name]
    return [amount_of(side, rows[0], number) for number in columns] if len(rows) == 1 else []


def _whose(table: Ready) -> tuple[str, ...]:
    texts = (table.table.unit, table.table.year, table.table.money_unit)
    return tuple(bare(text.value) if text is not None else "" for text in texts)


def _same_money(listing: Listing) -> tuple[object, ...]:
    """What two listings have in common that are the same money: unit, year, measure, total."""
    return (*_whose(listing.table), listing.measure, listing.total.value)


def _equal(group: Sequence[Listing]) -> Iterator[Equation]:
    """Every code of a listing against the one with most codes."""
    if len(group) < 2:
        return
    base = max(group, key=lambda one: len(one.amounts))
    for listing in group:
        shared = [code for code in listing.amounts if code in base.amounts]
        if listing is base or listing.table is base.table or len(shared) < _SHARED:
            continue
        for code in shared:
            first, other = base.amounts[code], listing.amounts[code]
            if first.figure is None or other.figure is None:
                continue
            made = equation(
                "PS706",
                listing.table,
                (listing.table.at, listing.place, code),
                other,
                [first],
                what=(f"《{name_of(base.table.table)}》同一科目", f"the same code in {name_of(base.table.table)}"),
            )
            if made is not None:
                yield made


def _coded(table: Ready, side: BudgetSide, place: int) -> Iterator[Listing]:
    """The listings of a list of functional codes: its total column, basic and project expenditure."""
    totals = [row for row in side.rows if row.total]
    rows = {code: row for row in side.rows if (code := code_of(row)) and code[0] in FUNCTIONS}
    many = sum(1 for row in side.rows if code_of(row)[:1] in FUNCTIONS and code_of(row)) > len(rows)
    if len(totals) != 1 or not rows or many:
        return
    columns = side.amount_columns
    for measure in ("total", "basic", "project"):
        group = "measure" if measure == "total" else "nature"
        found = [number for number, column in enumerate(columns) if column.kind(group) == measure]
        if measure == "total" and len(columns) == 1:
            found = [0]
        if len(found) == 1:
            yield from _listing(table, side, (place, found[0]), measure, totals[0], rows)


def _listing(
    table: Ready,
    side: BudgetSide,
    at: tuple[int, int],
    measure: str,
    total: BudgetRow,
    rows: Mapping[str, BudgetRow],
) -> Iterator[Listing]:
    place, column = at
    whole = amount_of(side, total, column)
    if isinstance(whole.number.value, Figure) and whole.value > Decimal(0):
        amounts = {code: amount_of(side, row, column) for code, row in rows.items()}
        if not any(one.value < 0 for one in amounts.values()):
            yield Listing(table, place, measure, whole, amounts)


def _class_names(tables: Sequence[Ready]) -> Mapping[str, str]:
    """The codes of classes by name, as the tables of the book print them."""
    found: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        for side in table.sides:
            for row in side.rows:
                code = code_of(row)
                if len(code) == 3 and code[0] in FUNCTIONS:
                    found[plain_name(row.name.value)].add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if name and len(codes) == 1}


def _classes(table: Ready, side: BudgetSide, place: int, names: Mapping[str, str]) -> Iterator[Listing]:
    """The expenditure side of a balanced table, whose classes have names and no codes."""
    grand = grand_of(side) if side.kind == "expense" else None
    if grand is None:
        return
    rows = [(names[plain_name(row.name.value)], row) for row in side.rows if plain_name(row.name.value) in names]
    if len({code for code, _ in rows}) < len(rows):
        return
    columns = side.amount_columns
    totals = [number for number, column in enumerate(columns) if column.kind("measure") == "total"]
    chosen = totals if len(columns) > 1 else [0]
    if len(chosen) == 1:
        yield from _listing(table, side, (place, chosen[0]), "total", side.rows[grand], dict(rows))
