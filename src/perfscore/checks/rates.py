"""The execution rate of a funding row, with what the written amounts allow."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from perfscore.core.numbers import Figure, Interval, plain
from perfscore.core.rational import rational
from perfscore.core.records import frozen, replace

#: Amounts in 元 stand for themselves; in 万元 and larger units they were rounded when the form was drawn.
EXACT_UNITS = frozenset({"元"})


@frozen
class Rate:
    """Executed ÷ budget in percent: the quotient of the written amounts, and every value they may stand for."""

    value: Fraction
    interval: Interval
    words: str

    def meets(self, printed: Figure) -> bool:
        """Whether a printed rate may be this one; a rate without % (0.94) is not compared."""
        return self.interval.meets(printed.interval)


def as_filled_in(amount: Figure, beside: Iterable[Figure | None]) -> Figure:
    """An amount with the decimals of those beside it, where a cell of a workbook holds it as a number.

    Such a cell shows 482.50 as 482.5: beside 471.36 it is no less exact. A text, and a number that a format cuts, stand
    for what they print.
    """
    if not amount.stored:
        return amount
    return replace(
        amount, decimals=max([amount.decimals, *(one.decimals for one in beside if one and one.stored)])
    )


def rate(executed: Figure, budget: Figure, *, exact: bool) -> Rate | None:
    """The rate of two amounts, or None when the budget is zero."""
    if budget.value == 0:
        return None
    value = rational(executed.value) / rational(budget.value) * 100
    words = f"{executed} ÷ {budget} × 100%"
    if exact:
        return Rate(value, Interval.point(value), words)
    top, bottom = executed.interval, budget.interval
    if bottom.low <= 0:
        return Rate(value, Interval.point(value), words)
    low, high = top.low / bottom.high, top.high / bottom.low
    return Rate(value, Interval(low * 100, high * 100), words)


def percent(value: Fraction, digits: int = 2) -> str:
    """A percentage as people write it.

    >>> percent(Fraction(94457, 1000))
    '94.46%'
    """
    return f"{plain(value, digits)}%"
