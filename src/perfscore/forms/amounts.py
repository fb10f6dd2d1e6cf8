"""Amounts that lost their columns: which of them can stand only in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from perfscore.core.records import frozen

_MOST_WAYS = 5000


@frozen
class Figures:
    """The columns that are certain, each with the index of its figure."""

    certain: Mapping[str, int]


def assign(figures: Sequence[Decimal], columns: Sequence[str], lists: Mapping[str, str]) -> Figures:
    """Assign figures, in order, to columns of which some are blank.

    Every list of parts that explains the total must add up to it. What all ways that are left agree on is
    certain; nothing else is used.

    Args:
        figures: the amounts as printed, left to right.
        columns: the names of the columns, left to right; the total is `source.total`.
        lists: the list that each column is a part of, "" for the total.
    """
    if len(figures) == len(columns):
        return Figures(dict(zip(columns, range(len(figures)), strict=True)))
    ways: list[dict[str, int]] = []
    if len(figures) < len(columns):
        for count, chosen in enumerate(combinations(columns, len(figures))):
            if count > _MOST_WAYS:
                return Figures({})
            way = dict(zip(chosen, range(len(figures)), strict=True))
            if _adds_up(way, figures, lists):
                ways.append(way)
    if not ways:
        return Figures({})
    first = ways[0]
    return Figures({name: index for name, index in first.items() if all(way.get(name) == index for way in ways)})


def _adds_up(way: Mapping[str, int], figures: Sequence[Decimal], lists: Mapping[str, str]) -> bool:
    """Whether each list has the total as its sum; a list without any amount explains nothing."""
    if "source.total" not in way:
        return False
    total = figures[way["source.total"]]
    sums: dict[str, Decimal] = {name: Decimal(0) for name in lists.values() if name}
    for column, index in way.items():
        if lists[column]:
            sums[lists[column]] += figures[index]
    return all(found == total for found in sums.values())
