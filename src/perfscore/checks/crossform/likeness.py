"""Finding what is nearly the same without comparing everything with everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Generic, TypeVar

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.text import squash

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
#: What tells the parts of one programme apart: years, numbers, phases, lots.
_SERIAL = lazy_pattern(r"[0-9一二三四五六七八九十]+|[期批次年度第标段()（）、.-]")


@frozen
class Item(Generic[T]):
    """A thing with the set by which it is compared."""

    what: T
    tokens: frozenset[Hashable]


def clusters(
    items: Sequence[Item[T]], least: Callable[[int], int], alike: Callable[[Item[T], Item[T]], bool]
) -> Iterator[list[Item[T]]]:
    """Groups of two or more items that are like the first of their group, in reading order.

    `least(n)` says how many of n tokens an item shares with whatever is like it. Of so many tokens at least one is
    among the rarest that are left when as many less one are put aside: only items that share one of those are
    compared, and only with the first of each group.
    """
    times = Counter(token for item in items for token in item.tokens)
    order = {token: place for place, (token, _) in enumerate(sorted(times.items(), key=lambda pair: pair[1]))}
    firsts: dict[Hashable, list[int]] = {}
    groups: list[list[Item[T]]] = []
    by_set: dict[frozenset[Hashable], int] = {}
    for item in items:
        known = by_set.get(item.tokens)
        telling = sorted(item.tokens, key=order.__getitem__)[
            : max(len(item.tokens) - least(len(item.tokens)) + 1, 1)
        ]
        if known is None:
            near = dict.fromkeys(number for token in telling for number in firsts.get(token, ()))
            known = next((number for number in near if alike(groups[number][0], item)), None)
        if known is not None:
            groups[known].append(item)
        else:
            known = len(groups)
            groups.append([item])
            for token in telling:
                firsts.setdefault(token, []).append(known)
        by_set.setdefault(item.tokens, known)
    return (group for group in groups if len(group) > 1)


def at_least(share: Fraction, of: int) -> int:
    """The whole number from which on a share in percent is reached."""
    return ceil(share * of / 100)


def jaccard(common: int, one: int, other: int) -> Fraction:
    """The similarity of two sets in percent: what they share of all that they hold."""
    every = one + other - common
    return Fraction(100 * common, every) if every else Fraction(0)


def programme(name: str) -> str:
    """The name of a project without what tells the parts of one programme apart.

    >>> programme("农村公路（二期）") == programme("2024年农村公路第一期")
    True
    """
    return _SERIAL.sub("", squash(name))


def bigrams(text: str) -> frozenset[Hashable]:
    """The pairs of neighbouring characters of a text."""
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def grouped(pairs: Sequence[tuple[K, T]]) -> Mapping[K, list[T]]:
    """Things by their keys, in order."""
    made: dict[K, list[T]] = {}
    for key, what in pairs:
        made.setdefault(key, []).append(what)
    return made
