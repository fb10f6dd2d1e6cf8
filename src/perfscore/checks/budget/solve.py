"""Which amounts are off: sums that fail together because of one cell are one finding, sums that fail by a tail none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from fractions import Fraction
from typing import Any, Final

from perfscore.checks.budget.across import across_tables
from perfscore.checks.budget.amounts import Amount, Equation, Ready
from perfscore.checks.budget.balances import equal_sides, is_balanced, sums_of_sides
from perfscore.checks.budget.codes import sums_of_codes
from perfscore.checks.budget.columns import sums_of_columns
from perfscore.checks.budget.lists import sums_of_lists
from perfscore.checks.budget.projects import project_equations
from perfscore.checks.subjects import InputFile
from perfscore.core.location import Location
from perfscore.core.records import frozen, mutable

#: Where `InputFile.shared` keeps what was judged.
_KEY: Final = "budget"
#: A sum of these fails before others for the same cell: what stands in one row, then in one list, then between tables.
_ORDER: Final = ("PS703", "PS704", "PS709", "PS712", "PS711", "PS702", "PS708", "PS701", "PS725", "PS706")
#: Where more than a third of the sums of one kind fail in a table, the table was not understood.
_SHARE: Final = 3


_ACROSS: Final = "PS706"


@frozen
class Off:
    """What does not add up in one row: the sums of several columns that fail alike, and those that fail with them.

    Attributes:
        first: the sum that is reported.
        columns: the same sum in other columns of the row.
        others: sums that fail because of the same cell.
        suspect: the amount that makes several sums right again, with what it would have to be.
    """

    first: Equation
    columns: tuple[Equation, ...] = ()
    others: tuple[Equation, ...] = ()
    suspect: tuple[Amount, Fraction] | None = None


@frozen
class Judged:
    """What was found in a file: by code of a check what is off, and the sums that differ by rounding only."""

    off: Mapping[str, tuple[Off, ...]]
    tails: tuple[Equation, ...]
    made: int = 0


def judged(item: InputFile) -> Judged:
    """Judge the tables of a file, once for all checks."""
    known: Judged | None = item.shared.get(_KEY)
    if known is None:
        known = item.shared[_KEY] = _judge(tuple(equations(item)))
    return known


def equations(item: InputFile) -> Iterator[Equation]:
    """Everything that must be equal in the tables of a file."""
    tables = [Ready.of(table) for table in item.books]
    for table in tables:
        for place, side in enumerate(table.sides):
            yield from sums_of_columns(table, side, place)
    complete = all(table.whole for table in tables)
    tables = [table for table in tables if table.whole]
    for table in tables:
        for place, side in enumerate(table.sides):
            yield from sums_of_codes(table, side, place)
            yield from sums_of_lists(table, side, place)
            if is_balanced(table):
                yield from sums_of_sides(table, side, place)
        yield from equal_sides(table)
    yield from across_tables(tables)
    yield from project_equations(tables, complete=complete)


def _judge(made: Sequence[Equation]) -> Judged:
    failed = [one for one in made if not one.holds]
    sound = _cells(one for one in made if one.holds)
    groups = list(_grouped(failed, sound))
    off: dict[str, list[Off]] = defaultdict(list)
    for one in _believed(list(_by_branch(_by_row(groups))), made):
        off[one.first.code].append(one)
    tails = tuple(one for one in made if one.holds and one.gap)
    return Judged({code: tuple(found) for code, found in off.items()}, tails, len(made))


def _cells(made: Iterable[Equation]) -> Mapping[Location, int]:
    """In how many sums each cell stands."""
    counted: dict[Location, int] = defaultdict(int)
    for one in made:
        for amount in one.amounts:
            counted[amount.at] += 1
    return counted


@mutable
class _Suspect:
    """A cell with the sums that fail and would hold if it were another number."""

    amount: Amount
    wanted: dict[int, Fraction] = field(default_factory=dict)


def _grouped(failed: Sequence[Equation], sound: Mapping[Location, int]) -> Iterator[Off]:
    """Put sums together that one cell explains, the cell that explains most first."""
    suspects: dict[Location, _Suspect] = {}
    for number, one in enumerate(failed):
        for amount in (one.total, *one.parts):
            known = suspects.setdefault(amount.at, _Suspect(amount))
            known.wanted[number] = one.gap if amount is not one.total else -one.gap
    left = set(range(len(failed)))
    ranked = [found for one in suspects.values() for found in _agreeing(one, failed)]
    ranked.sort(key=lambda one: (-len(one[1]), sound.get(one[0].at, 0)))
    for amount, explained, change in ranked:
        numbers = [number for number in explained if number in left]
        if len(numbers) < 2:
            continue
        left.difference_update(numbers)
        yield _off([failed[number] for number in numbers], amount, change)
    yield from (Off(failed[number]) for number in sorted(left))


def _agreeing(suspect: _Suspect, failed: Sequence[Equation]) -> Iterator[tuple[Amount, list[int], Fraction]]:
    """The failing sums of a cell that ask for the same change of it, the largest such set."""
    ordered = sorted(suspect.wanted.items(), key=lambda one: one[1])
    best: list[int] = []
    change = Fraction(0)
    run: list[int] = []
    start = Fraction(0)
    for number, wanted in ordered:
        if not run or wanted - start > failed[run[0]].bound + failed[number].bound:
            run, start = [], wanted
        run.append(number)
        if len(run) > len(best):
            best, change = list(run), start
    if len(best) > 1:
        exact = [suspect.wanted[number] for number in best]
        yield suspect.amount, sorted(best), max(exact, key=exact.count) if exact else change


def _off(group: Sequence[Equation], amount: Amount, change: Fraction) -> Off:
    """One finding of sums that a cell explains: the sum whose total the cell is, else the nearest one."""

    def rank(one: Equation) -> tuple[bool, int]:
        return one.total.at != amount.at, _ORDER.index(one.code)

    first, *others = sorted(group, key=rank)
    return Off(first, others=tuple(others), suspect=(amount, Fraction(amount.value) + change))


def _believed(groups: Sequence[Off], made: Sequence[Equation]) -> Iterator[Off]:
    """What is left when tables are passed over in which too many sums of one kind fail."""
    rows: dict[tuple[Any, ...], set[tuple[object, ...]]] = defaultdict(set)
    for one in made:
        rows[_kind(one)].add(one.row)
    failing: dict[tuple[Any, ...], set[tuple[object, ...]]] = defaultdict(set)
    for group in groups:
        failing[_kind(group.first)].add(group.first.row)
    for group in groups:
        kind = _kind(group.first)
        if len(failing[kind]) <= max(1, len(rows[kind]) // _SHARE):
            yield group


def _kind(one: Equation) -> tuple[Any, ...]:
    return one.table.at, one.code


def _by_row(groups: Iterable[Off]) -> Iterator[Off]:
    """Put the columns of a row together in which the same sum fails."""
    rows: dict[tuple[object, ...], list[Off]] = defaultdict(list)
    for group in groups:
        rows[(group.first.code, *group.first.row)].append(group)
    for found in rows.values():
        first, *others = found
        yield Off(
            first.first,
            tuple(one.first for one in others),
            tuple(one for group in found for one in group.others),
            first.suspect,
        )


def _by_branch(groups: Iterable[Off]) -> Iterator[Off]:
    """Let a class go with the item in it that differs by as much from the other table."""
    found = list(groups)
    branches = {one.first.row: one for one in found if one.first.code == _ACROSS}
    children: dict[tuple[object, ...], list[tuple[object, ...]]] = defaultdict(list)
    for row in branches:
        children[(*row[:-1], str(row[-1])[:-2])].append(row)
    for row in sorted(branches, key=lambda row: len(str(row[-1]))):
        *table, code = row
        same = [
            other
            for other in children.get((*table, code), ())
            if branches[other].first.gap == branches[row].first.gap
        ]
        if len(same) == 1:
            own = branches.pop(row)
            item = branches[same[0]]
            branches[same[0]] = replace(item, others=(*item.others, own.first, *own.columns, *own.others))
    yield from (one for one in found if one.first.code != _ACROSS)
    yield from branches.values()
