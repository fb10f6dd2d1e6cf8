"""Lists of money that explain a total: the source rows column by column, and the breakdowns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from perfscore.checks.rates import EXACT_UNITS
from perfscore.checks.sums import Sum, add, figure, unreadable
from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Figure
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.forms.vocabulary import label_of
from perfscore.model import Breakdown, Funding, FundingRow, Number, SelfAssessment, TargetSheet, Text

COLUMNS = (("年初预算数", "initial"), ("全年预算数", "budget"), ("全年执行数", "executed"))
COLUMNS_EN = {"initial": "initial budget", "budget": "adjusted budget", "executed": "executed"}

#: Rows that may be parts of the row 财政拨款 above them instead of its neighbours.
_OF_FISCAL = frozenset({"central", "province", "city", "county", "local"})
_BY_NATURE = frozenset({"basic", "project"})
#: With more rows than this nobody nests them, and the search would be long.
_MOST_ROWS = 10


@frozen
class Listing:
    """Amounts that should add up to one of the totals.

    Attributes:
        words: what the list is called; its column for the source rows.
        parts: the amounts with their labels; every one is filled.
        totals: the totals with the names of their columns.
        partial: the list is headed 其中 and need not be complete.
        blanks: a cell of the list is blank, which is not 0: the parts can only be too many, never too few.
        place: the cell that a finding about the list points at.
    """

    words: str
    words_en: str
    parts: tuple[tuple[Text, Number], ...]
    totals: tuple[tuple[str, Number], ...]
    partial: bool
    place: Sourced[object]
    blanks: bool = False

    def sum_for(self, total: Figure, *, exact: bool) -> Sum:
        """The sum of the parts, with the bound for this total."""
        return add((one for _, cell in self.parts if (one := figure(cell))), total, exact=exact)

    def meets(self, *, exact: bool) -> list[tuple[str, Number]]:
        """The totals that the parts add up to, rounding allowed."""
        return [
            (name, cell)
            for name, cell in self.totals
            if (written := figure(cell)) and not self.sum_for(written, exact=exact).differs(written.value)
        ]

    def may_nest(self, written: Figure, *, exact: bool) -> bool:
        """Whether the parts meet a total when rows that detail the row before them are left out."""
        loose = [n for n in range(1, len(self.parts)) if _may_detail(self.parts, n)]
        if len(self.parts) > _MOST_ROWS:
            return bool(loose)
        figures = [figure(cell) for _, cell in self.parts]
        for size in range(1, len(loose) + 1):
            for left_out in combinations(loose, size):
                kept = [one for n, one in enumerate(figures) if n not in left_out and one is not None]
                if not add(kept, written, exact=exact).differs(written.value):
                    return True
        return False


def _may_detail(parts: Sequence[tuple[Text, Number]], place: int) -> bool:
    """Whether a row may be a part of one above it: 其中, a level of government under 财政拨款, an unknown name."""
    label = label_of(parts[place][0].raw)
    role = label.named("source")
    if label.of_which or role is None:
        return True
    above = {label_of(text.raw).named("source") for text, _ in parts[:place]}
    return role in _OF_FISCAL and bool(above & {"fiscal", "local"})


def exact_money(form: SelfAssessment | TargetSheet) -> bool:
    """Whether the amounts of a form stand for themselves: those in 元."""
    return form.head.money_unit in EXACT_UNITS


def listings(form: SelfAssessment | TargetSheet) -> Iterator[Listing]:
    """The lists of a form that hold an amount; a cell that cannot be read leaves its list out."""
    funding = form.funding
    if funding is None or funding.total is None:
        return
    for rows in _lists_of_rows(funding.total, funding.rows):
        for words, column in _columns(funding.total):
            listing = _column(funding.total, rows, words, column)
            if listing is not None:
                yield listing
    for breakdown in funding.breakdowns:
        listing = _breakdown(funding, breakdown)
        if listing is not None:
            yield listing


def _columns(total: FundingRow) -> tuple[tuple[str, str], ...]:
    """The columns of amounts; the only one of a target sheet is not of the beginning of a year."""
    if total.budget is None and total.executed is None:
        return (("预算数", "initial"),)
    return COLUMNS


def _again(row: FundingRow, total: FundingRow) -> bool:
    """Whether a row says the total again, as the right side of two does."""
    pairs = [(getattr(row, column), getattr(total, column)) for _, column in COLUMNS]
    return label_of(row.label.raw).named("source") == "total" and all(
        figure(own) == figure(other) for own, other in pairs if own is not None
    )


#: What a list is of, before its first source in the same cell: 按支出性质分：其中：基本支出.
_HEAD = lazy_pattern(r"^\s*按[\u4e00-\u9fff]{2,6}?分?\s*[:：]\s*(?:其中\s*[:：]\s*)?")


def _lists_of_rows(total: FundingRow, rows: Sequence[FundingRow]) -> Iterator[tuple[FundingRow, ...]]:
    """Rows by source of money and rows by nature are two lists; a second total or a subtotal leaves them open."""
    rows = [row for row in rows if not _again(row, total)]
    roles = [label_of(_HEAD.sub("", row.label.raw)).named("source") for row in rows]
    if "total" in roles or any(row.subtotal for row in rows):
        return  # which of the rows a subtotal adds is not said
    by_nature = tuple(row for row, role in zip(rows, roles, strict=True) if role in _BY_NATURE)
    by_source = tuple(row for row, role in zip(rows, roles, strict=True) if role not in _BY_NATURE)
    yield from (one for one in (by_source, by_nature) if one)


def _column(total: FundingRow, rows: Sequence[FundingRow], words: str, column: str) -> Listing | None:
    cell: Number | None = getattr(total, column)
    cells: list[Number | None] = [getattr(row, column) for row in rows]
    if cell is None or figure(cell) is None or any(map(unreadable, cells)):
        return None
    parts = _filled((row.label, one) for row, one in zip(rows, cells, strict=True))
    if not parts:
        return None
    return Listing(
        f"{words}各资金来源",
        f"the sources in the column {COLUMNS_EN[column]}",
        parts,
        ((words, cell),),
        rows[0].partial,
        cell,
        blanks=len(parts) < len(rows),
    )


def _filled(cells: Iterable[tuple[Text, Number | None]]) -> tuple[tuple[Text, Number], ...]:
    return tuple((label, cell) for label, cell in cells if cell is not None and figure(cell) is not None)


def _breakdown(funding: Funding, breakdown: Breakdown) -> Listing | None:
    total = funding.total
    if total is None or any(unreadable(cell) for _, cell in breakdown.rows):
        return None
    parts = _filled(breakdown.rows)
    if not parts:
        return None
    totals = tuple(
        (words, cell)
        for words, column in _columns(total)
        if breakdown.column in ("", column)
        if (cell := getattr(total, column)) is not None and figure(cell) is not None
    )
    if not totals:
        return None
    partial = label_of(breakdown.rows[0][0].raw).of_which
    words = breakdown.label.value.rstrip(":：")
    blanks = len(parts) < len(breakdown.rows)
    return Listing(f"“{words}”各项", f'the list "{words}"', parts, totals, partial, breakdown.label, blanks)
