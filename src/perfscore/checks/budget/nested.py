"""Whether rows of a flat list may stand below one another: a row that is what the rows behind it add up to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate


def may_nest(values: Sequence[Decimal], digits: int = 2) -> bool:
    """Whether some number of a list is the sum of those that follow it, to within a unit of the last of so many digits for each.

    A list with negative numbers is taken as one that may. In `n log n` steps: sums from the front only grow.

    >>> may_nest([Decimal(5), Decimal(3), Decimal(2)]), may_nest([Decimal(5), Decimal(3), Decimal(1)])
    (True, False)
    """
    if any(value < 0 for value in values):
        return True
    sums = list(accumulate(values, initial=Decimal(0)))
    for place, value in enumerate(values):
        if not value:
            continue
        wanted = sums[place + 1] + value
        near = (len(values) - place) * Decimal(1).scaleb(-digits)
        found = bisect_left(sums, wanted - near, lo=place + 2)
        if found < len(sums) and sums[found] <= wanted + near:
            return True
    return False
