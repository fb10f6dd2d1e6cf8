"""Which row of a money block is the total, which rows are subtotals inside it, and which are sources.

The total is what is called so (合计, 总计, 资金总额), wherever it stands; 小计 and 基本支出合计 above it add some of the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final, Literal

from perfscore.core.numbers import Figure
from perfscore.core.records import frozen
from perfscore.forms.grid import Piece
from perfscore.forms.vocabulary import label_of
from perfscore.model import FundingRow, Number

#: What a label says that its row adds: all of the money, or by its last word alone (年度支出合计), or some of it (小计).
Adds = Literal["total", "ending", "subtotal", ""]
_RANKS: Final[tuple[Adds, ...]] = ("total", "ending", "subtotal")
_SUMMED = ("initial", "budget", "executed")
_SCORED = ("points", "rate", "score")


@frozen
class Found:
    """A row of a money block with what its label says that it adds."""

    adds: Adds
    row: FundingRow


def adds_of(label: Piece) -> Adds:
    """What a label says that its row adds."""
    if label.named("total") == "subtotal":
        return "subtotal"
    source = label.named("source")
    if source == "total":
        return "total"
    return "ending" if source is None and label.label.key.endswith(("总额", "合计", "总计")) else ""


def with_total(found: Sequence[Found]) -> tuple[FundingRow | None, tuple[FundingRow, ...]]:
    """Divide the rows into the total, by its name or by what it adds or the only one, and the others."""
    total = _called(found)
    if total is None and len(found) == 1:
        return found[0].row, ()
    if total is None:
        total = _adding([one.row for one in found])
    others = [one for one in found if one.row is not total]
    # What is called a sum and is not the total, printed again or not, adds some of the rows.
    rows = tuple(
        replace(one.row, subtotal=True) if one.adds and total and not _same(one.row, total) else one.row
        for one in others
    )
    return _as_scored(total, rows)


def _called(found: Sequence[Found]) -> FundingRow | None:
    """The row that is called the total; of several the one that is scored, or else the first."""
    for rank in _RANKS:
        rows = [one.row for one in found if one.adds == rank]
        if rank == "subtotal" and rows and (len(rows) > 1 or not _ends(found, rows[0])):
            return None  # it adds some of the rows, and not all of them
        if rows:
            scored = [row for row in rows if _is_scored(row)]
            return scored[0] if len(scored) == 1 else rows[0]
    return None


def _ends(found: Sequence[Found], row: FundingRow) -> bool:
    """Whether a row stands at one end of the block, or adds all the others."""
    return row in (found[0].row, found[-1].row) or _adds([one.row for one in found if one.row is not row], row)


def _is_scored(row: FundingRow) -> bool:
    return any(_figure(number) is not None for number in (row.points, row.score))


def _as_scored(
    total: FundingRow | None, rows: tuple[FundingRow, ...]
) -> tuple[FundingRow | None, tuple[FundingRow, ...]]:
    """Give the points and the score of the one row that has some to a total without, where its amounts are the same."""
    scored = [row for row in rows if _is_scored(row)]
    if total is None or len(scored) != 1 or _is_scored(total) or any(map(_marked, (total.points, total.score))):
        return total, rows
    (holder,) = scored
    if not _same(holder, total):
        return total, rows
    left = tuple(replace(row, points=None, score=None) if row is holder else row for row in rows)
    rate = holder.rate if total.rate is None or not total.rate.raw.strip() else total.rate
    return replace(total, points=holder.points, score=holder.score, rate=rate), left


def _same(row: FundingRow, total: FundingRow) -> bool:
    """Whether a row holds the amounts of the total."""
    return all(_figure(getattr(row, name)) == _figure(getattr(total, name)) for name in _SUMMED)


def _marked(number: Number | None) -> bool:
    """Whether a cell says with a mark or a word that nothing stands there."""
    return number is not None and bool(number.raw.strip())


def _adding(rows: Sequence[FundingRow]) -> FundingRow | None:
    """The one row, first or last, that holds what all others add to; of two the one that is no source, or is scored."""
    ends = (
        [row for row in (rows[0], rows[-1]) if _adds([one for one in rows if one is not row], row)] if rows else []
    )
    unknown = [row for row in ends if label_of(row.label.value).named("source") is None]
    scored = [row for row in ends if any(_figure(getattr(row, name)) is not None for name in _SCORED)]
    for fitting in (ends, unknown, scored):
        if len(fitting) == 1:
            return fitting[0]
    return None


def _adds(others: Sequence[FundingRow], row: FundingRow) -> bool:
    """Whether every amount of a row is the sum of the others' amounts, and one of them is not nothing."""
    some = False
    for name in _SUMMED:
        whole = _figure(getattr(row, name))
        parts = [_figure(getattr(one, name)) or Decimal(0) for one in others]
        if whole is not None and whole != sum(parts):
            return False
        some |= bool(whole)
    return some and len(others) > 1


def _figure(number: Number | None) -> Decimal | None:
    return number.value.value if number is not None and isinstance(number.value, Figure) else None
