"""How like two names are: shared pairs of characters, and how few characters make one of the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

#: A pair of characters that more names share tells none of them apart.
_COMMON: Final = 8


def pairs_of(name: str) -> set[str]:
    """The pairs of neighbouring characters of a name."""
    return {name[n : n + 2] for n in range(len(name) - 1)}


def alike(names: Sequence[str], others: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of names that share half of the pairs of the shorter one; each pair is looked up, none is tried.

    >>> list(alike(["专用设备购置费", "会议费"], ["差旅费", "专项设备购置费"]))
    [(0, 1)]
    """
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(others):
        for two in pairs_of(name):
            holders[two].append(place)
    sizes = [len(pairs_of(name)) for name in others]
    for place, name in enumerate(names):
        own = pairs_of(name)
        shared = Counter(other for two in own if len(holders[two]) <= _COMMON for other in holders[two])
        for other, count in sorted(shared.items()):
            if count * 2 >= min(len(own), sizes[other]):
                yield place, other


def longer_by(one: str, other: str) -> str:
    """What one name has before or behind the other, "" where neither is the end or the beginning of the other.

    >>> longer_by("古籍修复", "市馆古籍修复"), longer_by("生活补贴费", "生活补贴"), longer_by("甲乙丁", "甲丙丁")
    ('市馆', '费', '')
    """
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return long[len(short) :]
    return long[: len(long) - len(short)] if long.endswith(short) else ""


def edits(one: str, other: str, most: int) -> int | None:
    """How many characters must be put in, taken out or exchanged, None where it is more than `most`.

    >>> edits("生活补贴", "人员生活补贴", 4), edits("专用设备", "专项设备", 4), edits("会议费", "差旅费", 1)
    (2, 1, None)
    """
    if abs(len(one) - len(other)) > most:
        return None
    far = most + 1
    row = [place if place <= most else far for place in range(len(other) + 1)]
    for here, char in enumerate(one, 1):
        low, high = max(1, here - most), min(len(other), here + most)
        new = [far] * (len(other) + 1)
        new[0] = here if here <= most else far
        for there in range(low, high + 1):
            changed = row[there - 1] + (char != other[there - 1])
            new[there] = min(changed, row[there] + 1, new[there - 1] + 1, far)
        row = new
    return row[-1] if row[-1] <= most else None
