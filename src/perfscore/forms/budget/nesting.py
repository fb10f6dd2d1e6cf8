"""How deep the rows of a budget table stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from perfscore.forms.budget.lines import is_code
from perfscore.forms.budget.sums import parents_by_sums
from perfscore.forms.budget.words import Mark, mark_of
from perfscore.model import BudgetRow


def nested(rows: Sequence[BudgetRow], indents: Sequence[int]) -> Iterator[BudgetRow]:
    """Give every row its level and the row above it.

    By codes, else by indentation, else by marks (一、 ① 其中), else by what adds up in one way only.
    """
    if any(_digits(row) for row in rows):
        return _by_codes(rows)
    if any(indents):
        return _by_depths(rows, indents)
    if any(mark_of(row.name.value).rank for row in rows):
        return _by_marks(rows)
    return _by_parents(rows, parents_by_sums(rows))


def _digits(row: BudgetRow) -> str:
    return row.code.value if row.code is not None and isinstance(row.code.value, str) else ""


def _by_codes(rows: Sequence[BudgetRow]) -> Iterator[BudgetRow]:
    """The row above is the last one whose code is the longest beginning of a row's own."""
    seen: dict[str, int] = {}
    for place, row in enumerate(rows):
        code = _digits(row)
        parent = next((seen[code[:size]] for size in range(len(code) - 1, 0, -1) if code[:size] in seen), None)
        if code:
            seen[code] = place
        level = (len(code) - 1) // 2 if is_code(code) else 1
        yield replace(row, level=level, parent=parent)


def _by_depths(rows: Sequence[BudgetRow], depths: Sequence[int]) -> Iterator[BudgetRow]:
    """The row above is the last one that stands less deep; a total has none and ends what is above it."""
    above: list[tuple[int, int]] = []
    for place, (row, depth) in enumerate(zip(rows, depths, strict=True)):
        if row.total:
            above = []
            yield row
            continue
        while above and above[-1][0] >= depth:
            above.pop()
        yield replace(row, level=len(above) + 1, parent=above[-1][1] if above else None)
        above.append((depth, place))


def _by_marks(rows: Sequence[BudgetRow]) -> Iterator[BudgetRow]:
    """二、 stands where 一、 stood, 一、 below what has a mark less deep or none; a total ends what is above it.

    A row without a mark behind 其中 is one more part where other rows have marks.
    """
    above: list[tuple[Mark, int]] = []
    for place, row in enumerate(rows):
        mark = mark_of(row.name.value)
        if row.total:
            above = []
            yield row
            continue
        before = next((at for at, (known, _) in enumerate(above) if known == mark.before), None)
        if before is not None:
            above = above[:before]
        elif mark.rank or not _is_part(above):
            while above and above[-1][0].rank >= mark.rank:
                above.pop()
        else:
            mark = above.pop()[0]
        yield replace(row, level=len(above) + 1, parent=above[-1][1] if above else None)
        above.append((mark, place))


def _is_part(above: Sequence[tuple[Mark, int]]) -> bool:
    """Whether the last row was one of 其中, below one with a mark of its own."""
    return len(above) > 1 and above[-1][0].part and above[-2][0].rank > 0


def _by_parents(rows: Sequence[BudgetRow], parents: Mapping[int, int]) -> Iterator[BudgetRow]:
    levels: list[int] = []
    for place, row in enumerate(rows):
        above = parents.get(place)
        levels.append(1 if above is None else levels[above] + 1)
        yield replace(row, level=levels[-1], parent=above)
