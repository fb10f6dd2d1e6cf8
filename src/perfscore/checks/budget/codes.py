"""What rows with codes must add up to: a class over its sections, a section over its items, the total over the classes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from perfscore.checks.budget.amounts import (
    FUNCTIONS,
    PURPOSES,
    Equation,
    Ready,
    added_columns,
    amount_of,
    code_of,
    equation,
    has_amounts,
    same_amounts,
)
from perfscore.forms.budget.words import mark_of
from perfscore.model import BudgetRow, BudgetSide

_ITEMS = ("下级科目", "its items")
_CLASSES = ("所含各行", "the rows that it covers")


def sums_of_codes(table: Ready, side: BudgetSide, place: int) -> Iterator[Equation]:
    """The sums over codes in one list of rows."""
    codes = _Codes(side.rows)
    for top, code in enumerate(codes.of):
        children = codes.children(top) if code else ()
        if children:
            family = "PS701" if code[0] in FUNCTIONS else "PS708" if code[0] in PURPOSES else ""
            if family:
                yield from _sums(family, table, side, (place, top), children, codes)
    total = _total(side.rows)
    if total is not None:
        sums = list(_sums("PS702", table, side, (place, total[0]), total[1], codes))
        # 公用经费合计 stands below the last of several lists and covers more than one of them.
        alone = len(table.sides) == 1 or side.kind != ""
        yield from (one for one in sums if alone or one.holds)


def _sums(
    code: str, table: Ready, side: BudgetSide, row: tuple[int, int], parts: Sequence[int], codes: _Codes
) -> Iterator[Equation]:
    what = _CLASSES if code == "PS702" else _ITEMS
    for column in added_columns(side):
        if any(codes.hides(part, column) for part in parts):
            continue
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


class _Codes:
    """The codes of a list of rows, looked up by their beginnings."""

    def __init__(self, rows: Sequence[BudgetRow]) -> None:
        self._rows = rows
        self.of = [code_of(row) for row in rows]
        self._own: dict[str, list[int]] = defaultdict(list)
        self._below: dict[str, list[int]] = defaultdict(list)
        for place, code in enumerate(self.of):
            self._own[code].append(place)
            for size in range(3, len(code) + 1, 2):
                self._below[code[:size]].append(place)
        # A list of classes and items leaves the sections out altogether.
        self._step = 2 if any(len(code) == 5 for code in self.of) else 4
        self._doubts = list(accumulate(map(_is_nameless, rows), initial=0))

    def children(self, top: int) -> tuple[int, ...]:
        """The rows directly below a code, where that is beyond doubt.

        A list with several units prints a code once for each: then only a run of rows that follow each other counts.
        A row without a code among them, a code that comes twice and a level that is left out make the sum doubtful.
        """
        code = self.of[top]
        family, own = self._below[code], self._own[code]
        if len(own) > 1:
            if own[0] != family[0]:
                return ()
            following = own[bisect_right(own, top) :][:1] or [len(self._rows)]
            family = family[bisect_left(family, top) : bisect_left(family, following[0])]
            if family[-1] - top + 1 != len(family):
                return ()
        known = {self.of[place] for place in family}
        if len(known) < len(family) or any(
            self.of[place] != code and self.of[place][: -self._step] not in known for place in family
        ):
            return ()
        last = family[-1] + 1
        doubts = self._doubts[last] - self._doubts[family[0]]
        if last < len(self._rows) and _is_nameless(self._rows[last]) and not _has_own_code(self._rows[last]):
            doubts += 1
        if doubts:
            return ()
        return tuple(place for place in family if len(self.of[place]) == len(code) + self._step)

    def hides(self, place: int, column: int) -> bool:
        """Whether a row is blank in a column though rows below it have amounts there: its own was left out."""
        code = self.of[place]
        if not code or self._rows[place].amounts[column].value is not None:
            return False
        return any(self._rows[below].amounts[column].value is not None for below in self._below[code])


def _is_nameless(row: BudgetRow) -> bool:
    """Whether a row has amounts and no code, and is neither a total nor a part of another row (其中)."""
    return not code_of(row) and not row.total and has_amounts(row) and not mark_of(row.name.value).part


def _has_own_code(row: BudgetRow) -> bool:
    """Whether a row has a code of another kind: that of the next unit."""
    return row.code is not None and isinstance(row.code.value, str) and row.code.value.isdigit()


def _total(rows: Sequence[BudgetRow]) -> tuple[int, tuple[int, ...]] | None:
    """The one total of a list of codes with the classes that it covers, where nothing else could be meant."""
    totals = [place for place, row in enumerate(rows) if row.total and has_amounts(row)]
    coded = [place for place, row in enumerate(rows) if code_of(row)]
    if len(totals) != 1 or len(coded) < 1:
        return None
    (total,) = totals
    named = [place for place, row in enumerate(rows) if _is_nameless(row)]
    others = [rows[place] for place in named]
    units = [row.code.raw.strip() for row in others if row.code is not None and _has_own_code(row)]
    if len(set(units)) == len(others) > 1 and len(set(map(len, units))) == 1:
        return total, tuple(named)
    if any(not same_amounts(row, rows[total]) for row in others) or len(others) > 1:
        return None
    codes = [code_of(rows[place]) for place in coded]
    known = set(codes)
    tops = [place for place in coded if _is_top(code_of(rows[place]), known)]
    classes = [code_of(rows[place]) for place in tops]
    kinds = {(len(code), code[0]) for code in classes}
    if len(known) < len(codes) or len(kinds) != 1:
        return None
    return (total, tuple(tops)) if classes[0][0] in FUNCTIONS + PURPOSES else None


def _is_top(code: str, known: set[str]) -> bool:
    return not any(code[:size] in known for size in range(3, len(code), 2))
