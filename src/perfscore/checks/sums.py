"""Sums over the cells of a form, with the bound within which they agree with a written total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Figure, Interval, plain, round_to
from perfscore.core.rational import rational
from perfscore.core.records import frozen
from perfscore.core.sourced import Unreadable
from perfscore.core.text import squash
from perfscore.forms.merged import cells, together
from perfscore.model import FundingRow, Indicator, Ledger, LedgerRow, Number, SelfAssessment, TargetSheet

_MEAN = lazy_pattern(
    r"(?:按?(?:资金|预算|金额|全年预算数|年初预算数|全年执行数)?(?:加权|算术)?)?(?:平均|均值)(?:得分|分|总分|分数|值)?[:：]?"
)
#: More decimals than these are the rest of a division, as a spreadsheet stores it.
_STORED = 9


def figure(number: Number | None) -> Figure | None:
    """The figure in a cell, or None where the cell is absent, blank or unreadable."""
    if number is None or not isinstance(number.value, Figure):
        return None
    return number.value


def value(number: Number | None) -> Decimal | None:
    """The number in a cell, or None."""
    found = figure(number)
    return None if found is None else found.value


def blank(number: Number | None) -> bool:
    """Whether the cell is absent or blank; an unreadable cell is not blank."""
    return number is None or number.value is None


def unreadable(number: Number | None) -> bool:
    """Whether the cell holds a text that is no number."""
    return number is not None and isinstance(number.value, Unreadable)


@frozen
class Sum:
    """A sum of written numbers. `bound` is half a unit of the last digit of each addend and of the total."""

    total: Decimal
    bound: Fraction

    def differs(self, written: Decimal) -> bool:
        """Whether a written total lies outside the bound."""
        return abs(rational(written) - rational(self.total)) > self.bound

    def only_rounding(self, written: Decimal) -> bool:
        """Whether a written total is another number and lies inside the bound."""
        return written != self.total and not self.differs(written)


def add(addends: Iterable[Figure], total: Figure | None = None, *, exact: bool, digits: int = 0) -> Sum:
    """Add figures.

    Args:
        addends: the figures.
        total: the written total; its half unit enters the bound.
        exact: the figures stand for themselves alone (points, counts, amounts in 元), so that the bound is 0.
        digits: decimals that every addend asserts at least (a score of 9 beside 4.34 asserts 9.00); a total
            asserts its own, for it may be rounded.
    """
    figures = list(addends)
    decimals = [max(f.decimals, digits) for f in figures] + ([total.decimals] if total else [])
    halves = (count * Fraction(1, 2) / rational(10) ** one for one, count in Counter(decimals).items())
    return Sum(total_of([f.value for f in figures]), rational(0) if exact else sum(halves, rational(0)))


def total_of(values: Iterable[Decimal]) -> Decimal:
    """The sum of numbers; thirds that a spreadsheet stores (=10/3) add up to whole numbers again.

    >>> total_of([Decimal(10) / 3] * 3)
    Decimal('10')
    """
    total = sum(values, Decimal(0))
    exponent = total.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_STORED:
        return Decimal(plain(round_to(total, _STORED)))
    return total


def named(form: SelfAssessment | TargetSheet) -> list[Indicator]:
    """The rows that are indicators: those with a third-level name."""
    return [indicator for indicator in form.indicators if indicator.name.value]


def counted(rows: Iterable[Indicator], field: str) -> list[Number | None]:
    """The cells of points or scores that a sum over rows adds: a merged one once, a nameless row's where it has one."""
    known = [row for row in rows if row.name.value or value(getattr(row, field)) is not None]
    return list(cells(known, field))


def points_sum(rows: Iterable[Indicator]) -> Decimal | None:
    """The sum of the points of rows, or None when one of them is blank or unreadable."""
    values = [value(cell) for cell in counted(rows, "points")]
    if not values or any(one is None for one in values):
        return None
    return total_of(one for one in values if one is not None)


def is_mean(row: LedgerRow) -> bool:
    """Whether a row of a ledger is no project and averages them: 平均得分, 按资金加权平均."""
    return row.total is not None and _MEAN.fullmatch(squash(row.label.value)) is not None


def projects(form: Ledger) -> list[LedgerRow]:
    """The rows of a ledger that are projects, or units."""
    return [row for row in form.rows if not is_mean(row)]


@frozen
class Joint:
    """Rows that are judged together: one, or those that share a merged cell; `points` and `score` are theirs."""

    rows: tuple[Indicator, ...]
    points: Decimal | None
    score: Decimal | None

    @property
    def name(self) -> str:
        """The names of the rows."""
        return "、".join(row.name.value for row in self.rows)


def joint(form: SelfAssessment | TargetSheet) -> Iterator[Joint]:
    """The rows with a name, those together that share a cell of points or scores."""
    for rows in together(named(form)):
        if len(rows) == 1:
            yield Joint(rows, value(rows[0].points), value(rows[0].score))
            continue
        sums = []
        for field in ("points", "score"):
            values = [value(cell) for cell in cells(rows, field)]
            sums.append(
                None
                if any(one is None for one in values)
                else sum((one for one in values if one is not None), Decimal(0))
            )
        yield Joint(rows, *sums)


def execution(form: SelfAssessment | TargetSheet) -> FundingRow | None:
    """The total row of the funds when it carries points: the row of the execution rate."""
    row = form.funding.total if form.funding else None
    return row if row is not None and figure(row.points) is not None else None


def execution_points(form: SelfAssessment | TargetSheet, usual: Decimal = Decimal(0)) -> Decimal:
    """The points of the execution rate, 0 when the form gives it none.

    `usual` are those of the rule set, for a form that prints its score and not its points.
    """
    row = form.funding.total if form.funding else None
    if row is None:
        return Decimal(0)
    score = value(row.score)
    if row.points is None and score is not None and 0 < score <= usual:
        return usual
    return value(row.points) or Decimal(0)


def score_digits(form: SelfAssessment, least: int) -> int:
    """The decimals that every score of the form asserts: the finest in its column, never coarser than `least`."""
    total = form.funding.total if form.funding else None
    cells = [i.score for i in form.indicators] + [
        total.score if total else None,
        form.total.score if form.total else None,
    ]
    return max([least, *(f.decimals for f in map(figure, cells) if f is not None)])


def recorded_interval(score: Figure, digits: int) -> Interval:
    """What a recorded score stands for, at the precision of its column."""
    return Interval.around(score.value, max(score.decimals, digits))


def sum_words(rows: Iterable[Indicator], field: str) -> str:
    """A sum as it is shown: `20 + 5 + 10`."""
    numbers = [value(cell) for cell in counted(rows, field)]
    return " + ".join(plain(number, 4) for number in numbers if number is not None)
