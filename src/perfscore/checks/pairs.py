"""The two blocks of a target sheet (实施期 and 年度), their rows matched once for all checks that compare them.

Rows are matched by name, by a name that its column cut off, by second level and value, and what is left by its order.
Every step looks rows up by a key, so that two blocks of a thousand rows are matched as quickly as they are read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from fractions import Fraction
from typing import Literal

from perfscore.checks.needs import Need
from perfscore.checks.subjects import View
from perfscore.checks.sums import figure
from perfscore.core.numbers import Figure
from perfscore.core.records import frozen, replace
from perfscore.core.text import is_blank_mark, squash
from perfscore.core.units import factor
from perfscore.language.values import Value
from perfscore.model import Block, Form, FundingRow, Indicator, Number, TargetSheet, Text
from perfscore.rulesets.names import bare_name

#: What two rows were matched by.
How = Literal["name", "prefix", "value", "order"]

#: So many characters of a name must be left for it to be known as cut off.
SHORTEST = 4
#: Behind every name in order: no character of a name comes after it.
_LAST = "\U0010ffff"

_Key = Callable[[Indicator], Hashable]


def _blocks(form: Form) -> bool:
    return isinstance(form, TargetSheet) and len(form.blocks) == 2


BLOCKS = Need("two-blocks", "不是实施期、年度两栏的目标表", "no target sheet with two blocks", _blocks)


@frozen
class Pair:
    """A row of the whole term and the row of the year that is the same indicator."""

    period: Indicator
    annual: Indicator
    how: How


@frozen
class Paired:
    """The two blocks of a target sheet with their rows matched.

    `alone` are the rows of the term and of the year that have no partner. `pairs` stand in the order of the term;
    `places` are the places of their rows in the year's block.
    """

    period: Block
    annual: Block
    rows: tuple[tuple[Indicator, ...], tuple[Indicator, ...]]
    pairs: tuple[Pair, ...]
    places: tuple[int, ...]
    alone: tuple[tuple[Indicator, ...], tuple[Indicator, ...]]

    @property
    def by_name(self) -> Iterator[tuple[int, Pair]]:
        """The pairs whose names say that they are the same, with the place of the year's row."""
        return ((place, pair) for place, pair in zip(self.places, self.pairs, strict=True) if pair.how in _NAMED)

    @property
    def phased(self) -> bool:
        """Whether the year has a part of the money of the term, so that its targets are parts too."""
        term, year = amount(total_of(self.period)), amount(total_of(self.annual))
        return term is not None and year is not None and 0 < year.value < term.value


_NAMED = ("name", "prefix")


def paired(view: View) -> Paired | None:
    """The blocks of a form, matched once; None where it has none."""
    form = view.form
    if not isinstance(form, TargetSheet) or len(form.blocks) != 2:
        return None
    key = id(form.blocks)
    if key not in view.shared:
        view.shared[key] = _paired(form, view.ruleset.words("term_words"))
    made: Paired = view.shared[key]
    return made


def filled(block: Block) -> tuple[Indicator, ...]:
    """The rows of a block that have a name."""
    return tuple(row for part in block.sections for row in part.indicators if not is_blank_mark(row.name.value))


def total_of(block: Block | TargetSheet) -> FundingRow | None:
    """The total of the money of a block."""
    return block.funding.total if block.funding else None


def cell_of(row: FundingRow | None) -> Number | None:
    """The amount of a row of the money of a target sheet, which has one column of it."""
    return None if row is None else row.initial if row.initial is not None else row.budget


def amount(row: FundingRow | None) -> Figure | None:
    """The figure of such an amount, None where it is blank or unreadable."""
    return figure(cell_of(row))


def without_term(name: str, words: Sequence[str]) -> str:
    """A name without brackets and without the words that say which of the blocks it stands in (年度, 实施期 …)."""
    text = bare_name(name)
    for word in words:
        text = text.replace(word, "")
    return text or bare_name(name)


def said(row: Indicator) -> Hashable:
    """What a target says, as a key: the same for 100% and =100%, 12.30万元 and 123000元, 20次/年 and 20次."""
    cell = row.target
    if cell is None or is_blank_mark(cell.raw):
        return None
    value = cell.value
    if not isinstance(value, Value):
        return squash(cell.raw)
    relation = value.relation or ("=" if value.kind == "exact" else None)
    return replace(value, relation=relation, unit=value.unit.removesuffix("/年"), decimals=0)


def same_value(one: Indicator, other: Indicator) -> bool:
    """Whether two targets say the same, or one of them says nothing."""
    left, right = said(one), said(other)
    if left is None or right is None or left == right:
        return True
    if not isinstance(left, Value) or not isinstance(right, Value):
        return squash(_raw(one)) == squash(_raw(other))
    ratio = factor(right.unit, left.unit) if left.unit and right.unit else 1
    if ratio is None or {left.kind, right.kind} - {"bound", "exact", "range"}:
        return squash(_raw(one)) == squash(_raw(other))
    ends = ((left.low, right.low), (left.high, right.high))
    equal = all(a == b if a is None or b is None else a == Fraction(b) * ratio for a, b in ends)
    return left.relation == right.relation and equal


def alike(one: str, other: str) -> bool:
    """Whether two names, bare of what they end in both, say nearly the same: most of the shorter stands in the longer.

    >>> alike("专业聘用人员", "专业聘用人数"), alike("工资", "月工资"), alike("聘用单位满意度", "单位对聘用人员满意度")
    (True, True, True)
    >>> alike("工程验收合格率", "勘察成果合格率"), alike("培训教师合格率", "培训学员合格率")
    (False, False)
    """
    end = 0
    while end < min(len(one), len(other)) and one[-1 - end] == other[-1 - end]:
        end += 1
    short, long = sorted((one[: len(one) - end], other[: len(other) - end]), key=len)
    if not short:
        return True
    pairs = {long[n : n + 2] for n in range(len(long) - 1)}
    shared = sum(char in long for char in short)
    return 3 * shared >= 2 * len(short) and any(short[n : n + 2] in pairs for n in range(len(short) - 1))


def _raw(row: Indicator) -> str:
    return row.target.raw if row.target else ""


def _paired(form: TargetSheet, words: Sequence[str]) -> Paired:
    period, annual = form.blocks
    rows = filled(period), filled(annual)
    open_ = list(range(len(rows[0]))), list(range(len(rows[1])))
    found: list[tuple[int, int, How]] = []
    names: tuple[_Key, ...] = (
        lambda row: (squash(row.name.value), row.l2, said(row)),
        lambda row: (squash(row.name.value), said(row)),
        lambda row: squash(row.name.value),
        lambda row: without_term(row.name.value, words),
    )
    for key in names:
        _take(rows, open_, found, key, "name", even=False)
    _take_cut(rows, open_, found)
    _take(rows, open_, found, lambda row: None if said(row) is None else (row.l2, said(row)), "value", even=True)
    _take(rows, open_, found, lambda row: (row.l1, row.l2), "order", even=True)
    found.sort()
    return Paired(
        period,
        annual,
        rows,
        tuple(Pair(rows[0][left], rows[1][right], how) for left, right, how in found),
        tuple(right for _, right, _ in found),
        (tuple(rows[0][n] for n in open_[0]), tuple(rows[1][n] for n in open_[1])),
    )


_Rows = tuple[tuple[Indicator, ...], tuple[Indicator, ...]]
_Open = tuple[list[int], list[int]]


def _take(
    rows: _Rows, open_: _Open, found: list[tuple[int, int, How]], key: _Key, how: How, *, even: bool
) -> None:
    """Match what is left and has the same key, in order; with `even` only where both sides have equally many."""
    held: tuple[dict[Hashable, list[int]], dict[Hashable, list[int]]] = defaultdict(list), defaultdict(list)
    for side in (0, 1):
        for place in open_[side]:
            held[side][key(rows[side][place])].append(place)
    taken: tuple[set[int], set[int]] = set(), set()
    for one, left in held[0].items():
        right = held[1].get(one, [])
        if one is None or (even and len(left) != len(right)):
            continue
        for a, b in zip(left, right, strict=False):
            found.append((a, b, how))
            taken[0].add(a)
            taken[1].add(b)
    for side in (0, 1):
        open_[side][:] = [place for place in open_[side] if place not in taken[side]]


def _take_cut(rows: _Rows, open_: _Open, found: list[tuple[int, int, How]]) -> None:
    """Match names that begin exactly one of the other side."""
    for side in (0, 1):
        longer = sorted((squash(rows[1 - side][place].name.value), place) for place in open_[1 - side])
        keys = [name for name, _ in longer]
        own, taken = set[int](), set[int]()
        for place in open_[side]:
            name = squash(rows[side][place].name.value)
            first, end = bisect_left(keys, name), bisect_left(keys, name + _LAST)
            if len(name) < SHORTEST or end - first != 1 or longer[first][1] in taken:
                continue
            other = longer[first][1]
            taken.add(other)
            own.add(place)
            found.append((place, other, "prefix") if side == 0 else (other, place, "prefix"))
        open_[side][:] = [place for place in open_[side] if place not in own]
        open_[1 - side][:] = [place for place in open_[1 - side] if place not in taken]


def goal_said(goal: Text | None) -> bool:
    """Whether a block's goal says something."""
    return goal is not None and not is_blank_mark(goal.value)
