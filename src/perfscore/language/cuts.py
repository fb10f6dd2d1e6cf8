"""The line of numbers cut at some of them, with what holds on every piece."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Generic, TypeVar

from perfscore.core.records import frozen
from perfscore.language.regions import Piece

T = TypeVar("T")


@frozen
class Part(Generic[T]):
    """A piece of the line with what holds on it."""

    piece: Piece
    value: T


@frozen
class Cut(Generic[T]):
    """The line cut at `ends`: what holds below the first of them, at it, between it and the next one, and so on."""

    ends: tuple[Fraction, ...]
    values: tuple[T, ...]

    @property
    def parts(self) -> list[Part[T]]:
        """Every piece with what holds on it."""
        return [Part(piece, value) for piece, value in zip(line(self.ends), self.values, strict=True)]

    def over(self, ends: tuple[Fraction, ...]) -> Sequence[T]:
        """What holds on every piece of a line that is cut here and elsewhere."""
        if len(ends) == len(self.ends):
            return self.values
        held: list[T] = []
        place = 0
        for end in ends:
            own = place < len(self.ends) and self.ends[place] == end
            held += self.values[2 * place : 2 * place + 2] if own else [self.values[2 * place]] * 2
            place += own
        return [*held, self.values[2 * place]]

    def place(self, x: Fraction) -> int:
        """Which of the pieces a number lies on."""
        below = bisect_left(self.ends, x)
        return 2 * below + (below < len(self.ends) and self.ends[below] == x)

    def at_more(self, ends: Sequence[Fraction]) -> Cut[T]:
        """The same, cut at more ends."""
        more = all_ends(self.ends, ends)
        return Cut(more, tuple(self.over(more)))


def line(ends: Sequence[Fraction]) -> Iterator[Piece]:
    """The pieces of a line that is cut at these numbers, which rise."""
    low: Fraction | None = None
    for end in ends:
        yield Piece(low=low, high=end)
        yield Piece(point=end)
        low = end
    yield Piece(low=low)


def all_ends(*several: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Every number at which one of several lines is cut, rising."""
    most = max(several, key=len)
    if all(not ends or ends is most for ends in several):
        return tuple(most)
    return tuple(sorted({end for ends in several for end in ends}))


def whole(value: T) -> Cut[T]:
    """The line without a cut."""
    return Cut((), (value,))
