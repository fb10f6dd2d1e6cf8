"""What the amounts of one row must add up to: a total over the columns that it covers.

Which columns a total covers is read from the header, where 小计 stands with its parts under one heading, and is believed
when most rows of the table bear it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from perfscore.checks.budget.amounts import Equation, Ready, amount_of, equation, head_of, row_key
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.model import BudgetColumn, BudgetSide

#: Two parts that are the whole wherever they stand beside a total.
_WHOLE = (
    {("nature", "basic"), ("nature", "project")},
    {("nature", "personnel"), ("nature", "public")},
    {("period", "current"), ("period", "carried")},
    {("nature", "goods"), ("nature", "works"), ("nature", "services")},
    {("nature", "travel"), ("nature", "reception"), ("nature", "vehicles")},
)
_DIVISIONS = ("fund", "nature", "period")
_OF_PROCUREMENT = {"goods", "works", "services"}
_OF_THREE = {"travel", "reception", "vehicles"}
#: A reading of the columns is believed when it holds on so many rows.
_ENOUGH = 3


@frozen
class Relation:
    """A column of totals and those that it covers; `whole` where their names alone say that they are all."""

    total: int
    parts: tuple[int, ...]
    code: str
    whole: bool


def sums_of_columns(table: Ready, side: BudgetSide, place: int) -> Iterator[Equation]:
    """The sums over columns in every row of one list."""
    for readings in relations(side):
        chosen = [_without_strangers(table, side, place, relation) for relation in readings]
        tried = [list(_rows(table, side, place, relation)) for relation in chosen]
        counts = [sum(one.holds for one in made) for made in tried]
        best = max(range(len(chosen)), key=lambda one: counts[one])
        off = len(tried[best]) - counts[best]
        if not (counts[best] >= _ENOUGH or chosen[best].whole) or off * 2 > max(counts[best], 2):
            continue
        doubtful = {one.row for other in tried if other is not tried[best] for one in other if one.holds}
        yield from (one for one in tried[best] if one.holds or one.row not in doubtful)


def _without_strangers(table: Ready, side: BudgetSide, place: int, relation: Relation) -> Relation:
    """The reading without a column beside the total that is none of its parts.

    上年结转 behind the columns of the year is no part of their 合计: wherever it has an amount the sum fails, and
    holds without it.
    """
    if relation.whole or len(relation.parts) < 3:
        return relation
    made = [
        one for one in _rows(table, side, place, relation) if not all(part.figure is None for part in one.parts)
    ]
    for number in range(len(relation.parts)):
        filled = [one for one in made if one.parts[number].value]
        if filled and all(
            not one.holds and abs(one.gap + Fraction(one.parts[number].value)) <= one.bound for one in filled
        ):
            parts = tuple(part for at, part in enumerate(relation.parts) if at != number)
            return replace(relation, parts=parts)
    return relation


def _rows(table: Ready, side: BudgetSide, place: int, relation: Relation) -> Iterator[Equation]:
    for number, row in enumerate(side.rows):
        if row_key(row.at) in table.torn:
            continue
        made = equation(
            relation.code,
            table,
            (table.at, place, number),
            amount_of(side, row, relation.total),
            (amount_of(side, row, part) for part in relation.parts),
            what=("所含各栏", "its columns"),
        )
        if made is not None:
            yield made


def relations(side: BudgetSide) -> Iterator[tuple[Relation, ...]]:
    """The totals of a header, each with the ways in which its columns can be meant."""
    columns = side.amount_columns
    yield from _inside(columns, tuple(range(len(columns))), 0)


def _inside(columns: Sequence[BudgetColumn], places: Sequence[int], depth: int) -> Iterator[tuple[Relation, ...]]:
    """The totals under one heading."""
    members = [tuple(run) for _, run in groupby(places, key=lambda place: _heading(columns[place], depth))]
    alone = len(members) == 1 and len(places) > 1
    if alone and all(len(columns[place].head) > depth + 1 for place in places):
        yield from _inside(columns, places, depth + 1)
        return
    for member in members:
        if len(member) > 1 and not alone:
            yield from _inside(columns, member, depth + 1)
    singles = [member[0] for member in members if len(member) == 1]
    totals = [place for place in singles if columns[place].kind("measure") == "total"]
    if len(totals) != 1:
        return
    (total,) = totals
    parts: list[int] = []
    for member in members:
        if member == (total,):
            continue
        parts += _represented(columns, member, total)
    made = tuple(_readings(columns, total, parts))
    if made:
        yield made


def _heading(column: BudgetColumn, depth: int) -> object:
    """What tells the column's heading at a depth from that of its neighbours."""
    return column.head[depth].at if depth < len(column.head) else id(column)


def _represented(columns: Sequence[BudgetColumn], member: Sequence[int], total: int) -> list[int]:
    """The columns that stand for a group beside a total: its own subtotal, else all of them."""
    known = [place for place in member if _counts(columns[place], columns[total])]
    if len(member) == 1:
        return known
    sums = [place for place in known if columns[place].kind("measure") == "total"]
    return sums if len(sums) == 1 else [] if sums else known


def _counts(column: BudgetColumn, total: BudgetColumn) -> bool:
    """Whether a column can be a part of a total: no share, no change, nothing of another year or stage, no 其中."""
    if column.kind("measure") in ("share", "change") or column.kind("period") == "previous":
        return False
    for group in ("year", "stage"):
        kinds = column.kind(group), total.kind(group)
        if None not in kinds and kinds[0] != kinds[1]:
            return False
    return not any(squash(text.value).startswith("其中") for text in column.head)


def _readings(columns: Sequence[BudgetColumn], total: int, parts: Sequence[int]) -> Iterator[Relation]:
    """All columns beside a total, or those of one division only."""
    seen: set[tuple[int, ...]] = set()
    own = [tuple(place for place in parts if columns[place].kind(group)) for group in _DIVISIONS]
    for reading in (tuple(parts), *own):
        if len(reading) > 1 and reading not in seen:
            seen.add(reading)
            yield Relation(total, reading, _code(columns, reading), _is_whole(columns, reading))


def _is_whole(columns: Sequence[BudgetColumn], parts: Sequence[int]) -> bool:
    kinds = [set(columns[place].kinds) for place in parts]
    heads = [squash(head_of(columns[place])) for place in parts]
    if len(parts) == 2 and all(("nature", "vehicles") in one for one in kinds):
        return "购置" in heads[0] + heads[1] and "运行" in heads[0] + heads[1]
    return any(
        len(known) == len(parts) and all(any(kind in one for one in kinds) for kind in known) for known in _WHOLE
    )


def _code(columns: Sequence[BudgetColumn], parts: Sequence[int]) -> str:
    natures = {columns[place].kind("nature") for place in parts}
    if natures <= _OF_PROCUREMENT:
        return "PS712"
    return "PS709" if natures <= _OF_THREE else "PS711"
