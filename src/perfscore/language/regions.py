"""Sets of numbers with marked and unmarked ends, and which clause holds where (docs/language.md §3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from perfscore.core.records import frozen


@frozen
class Span:
    """An interval; an end without number is open for ever; `None` as a mark is not marked: held, but softly."""

    low: Fraction | None = None
    low_in: bool | None = True
    high: Fraction | None = None
    high_in: bool | None = True

    def covers(self, piece: Piece) -> bool | None:
        """True inside, None on an unmarked end, False outside."""
        if piece.point is not None:
            return self._holds(piece.point)
        above = self.low is None or (piece.low is not None and piece.low >= self.low)
        below = self.high is None or (piece.high is not None and piece.high <= self.high)
        return above and below

    def _holds(self, number: Fraction) -> bool | None:
        if (self.low is not None and number < self.low) or (self.high is not None and number > self.high):
            return False
        marks = []
        if self.low is not None and number == self.low:
            marks.append(self.low_in)
        if self.high is not None and number == self.high:
            marks.append(self.high_in)
        if False in marks:
            return False
        return None if None in marks else True

    def inside(self, other: Span) -> bool:
        """Whether this interval lies inside another one and is smaller, ends aside."""
        above = other.low is None or (self.low is not None and self.low >= other.low)
        below = other.high is None or (self.high is not None and self.high <= other.high)
        return above and below and (self.low, self.high) != (other.low, other.high)


@frozen
class Piece:
    """An atom of the line: a point, or an open interval."""

    low: Fraction | None = None
    high: Fraction | None = None
    point: Fraction | None = None

    @property
    def middle(self) -> Fraction:
        """Some number of the piece."""
        if self.point is not None:
            return self.point
        if self.low is None and self.high is None:
            return Fraction(0)
        if self.low is None:
            assert self.high is not None  # noqa: S101
            return self.high - 1
        return self.low + 1 if self.high is None else (self.low + self.high) / 2


Area = tuple[Span, ...]


def pieces(areas: Iterable[Area]) -> list[Piece]:
    """Cut the line at every end of every area."""
    ends = sorted({end for area in areas for span in area for end in (span.low, span.high) if end is not None})
    if not ends:
        return [Piece()]
    found = [Piece(high=ends[0])]
    for n, end in enumerate(ends):
        found.append(Piece(point=end))
        found.append(Piece(low=end, high=ends[n + 1] if n + 1 < len(ends) else None))
    return found


@frozen
class Holder:
    """A clause that holds on a piece: its number, its span there and whether its end is unmarked."""

    index: int
    span: Span
    soft: bool


def holders(areas: Sequence[Area], piece: Piece) -> list[Holder]:
    """The clauses that hold on a piece, the outer ones of nested ones left out."""
    found: list[Holder] = []
    for index, area in enumerate(areas):
        for span in area:
            covered = span.covers(piece)
            if covered is not False:
                found.append(Holder(index, span, covered is None))
                break
    inner = [h for h in found if not any(o.span.inside(h.span) and o.index != h.index for o in found)]
    hard = [h for h in inner if not h.soft]
    return hard or inner


def complement(areas: Iterable[Area]) -> Area:
    """What no area covers; ends turn their marks round."""
    spans: list[Span] = []
    all_areas = list(areas)
    for piece in pieces(all_areas):
        if any(span.covers(piece) is not False for area in all_areas for span in area):
            continue
        if piece.point is not None:
            spans.append(Span(piece.point, True, piece.point, True))
        else:
            spans.append(Span(piece.low, False, piece.high, False))
    return tuple(_joined(spans))


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is not None and last.high is not None and last.high == span.low and (last.high_in or span.low_in):
            joined[-1] = Span(last.low, last.low_in, span.high, span.high_in)
        else:
            joined.append(span)
    return joined
