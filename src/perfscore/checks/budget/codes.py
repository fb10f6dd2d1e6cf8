"""What rows with codes must add up to: a class over its sections, a section over its items, the total over the classes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from perfscore.checks.budget.amounts import (
    FUNCTIONS,
    PURPOSES,
    Equation,
    added_columns,
    amount_of,
    code_of,
    equation,
    has_amounts,
    same_amounts,
)
from perfscore.model import BudgetRow, BudgetSide, BudgetTable

_ITEMS = ("下级科目", "its items")
_CLASSES = ("各类", "its classes")


def sums_of_codes(table: BudgetTable, side: BudgetSide, place: int) -> Iterator[Equation]:
    """The sums over codes in one list of rows."""
    below = _by_beginning(side.rows)
    for top, row in enumerate(side.rows):
        code = code_of(row)
        children = _children(side.rows, top, code, below) if code else ()
        if children:
            family = "PS701" if code[0] in FUNCTIONS else "PS708" if code[0] in PURPOSES else ""
            if family:
                yield from _sums(family, table, side, (place, top), children, _ITEMS)
    total = _total(side.rows)
    if total is not None:
        yield from _sums("PS702", table, side, (place, total[0]), total[1], _CLASSES)


def _sums(
    code: str,
    table: BudgetTable,
    side: BudgetSide,
    row: tuple[int, int],
    parts: Sequence[int],
    what: tuple[str, str],
) -> Iterator[Equation]:
    for column in added_columns(side):
        made = equation(
            code,
            table,
            (table.at, *row),
            amount_of(side, side.rows[row[1]], column),
            (amount_of(side, side.rows[part], column) for part in parts),
            what=what,
        )
        if made is not None:
            yield made


def _by_beginning(rows: Sequence[BudgetRow]) -> Mapping[str, list[int]]:
    """The rows below each code, and its own rows, in order."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        code = code_of(row)
        for size in range(3, len(code) + 1, 2):
            found[code[:size]].append(place)
    return found


def _children(rows: Sequence[BudgetRow], top: int, code: str, below: Mapping[str, list[int]]) -> tuple[int, ...]:
    """The rows directly below a code, where that is beyond doubt.

    A list with several units prints a code once for each: then only a run of rows that follow each other counts. A
    row without a code among them, a code that comes twice and a level that is left out make the sum doubtful.
    """
    family = below[code]
    own = [place for place in family if code_of(rows[place]) == code]
    if len(own) > 1:
        following = next((place for place in own if place > top), len(rows))
        family = [place for place in family if top <= place < following]
        if family != list(range(top, top + len(family))) or own[0] != below[code][0]:
            return ()
    codes = [code_of(rows[place]) for place in family]
    if len(set(codes)) < len(codes):
        return ()
    known = set(codes)
    if any(one != code and one[:-2] not in known for one in codes):
        return ()
    inside = range(min(family), max(family) + 1)
    around = rows[inside.stop] if inside.stop < len(rows) else None
    nameless = [rows[place] for place in inside if not code_of(rows[place])]
    if around is not None and not code_of(around) and not around.total:
        nameless.append(around)
    if any(has_amounts(row) for row in nameless):
        return ()
    return tuple(place for place in family if len(code_of(rows[place])) == len(code) + 2)


def _total(rows: Sequence[BudgetRow]) -> tuple[int, tuple[int, ...]] | None:
    """The one total of a list of codes with the classes that it covers, where nothing else could be meant."""
    totals = [place for place, row in enumerate(rows) if row.total and has_amounts(row)]
    coded = [place for place, row in enumerate(rows) if code_of(row)]
    if len(totals) != 1 or len(coded) < 1:
        return None
    (total,) = totals
    others = [row for row in rows if not code_of(row) and not row.total and has_amounts(row)]
    if any(not same_amounts(row, rows[total]) for row in others) or len(others) > 1:
        return None
    codes = [code_of(rows[place]) for place in coded]
    known = set(codes)
    tops = [place for place in coded if _is_top(code_of(rows[place]), known)]
    named = [code_of(rows[place]) for place in tops]
    if len(known) < len(codes) or len({len(code) for code in named}) != 1 or len({code[0] for code in named}) != 1:
        return None
    return (total, tuple(tops)) if named[0][0] in FUNCTIONS + PURPOSES else None


def _is_top(code: str, known: set[str]) -> bool:
    return not any(code[:size] in known for size in range(3, len(code), 2))
