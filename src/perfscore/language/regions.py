"""Sets of numbers with marked and unmarked ends, and which clause holds where (docs/language.md §3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from perfscore.core.rational import rational
from perfscore.core.records import frozen
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.statements import Statement
from perfscore.language.terms import Term


@frozen
class Span:
    """An interval; an end without number is open for ever; `None` as a mark is not marked: held, but softly."""

    low: Fraction | None = None
    low_in: bool | None = True
    high: Fraction | None = None
    high_in: bool | None = True

    @property
    def open(self) -> bool:
        """Whether it goes on for ever to one side."""
        return self.low is None or self.high is None

    @property
    def turned(self) -> Span:
        """The numbers of the opposite sign."""
        low, high = (None if end is None else -end for end in (self.high, self.low))
        return Span(low, self.high_in, high, self.low_in)

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
            return rational(0)
        if self.low is None:
            assert self.high is not None  # noqa: S101
            return self.high - 1
        return self.low + 1 if self.high is None else (self.low + self.high) / 2


Area = tuple[Span, ...]


@frozen
class Clause:
    """A clause bound to the line: where it holds and what it gives there.

    Attributes:
        award: the score, where it is a fixed number of points.
        doubt: why its numbers are not to be trusted, empty where they are.
    """

    area: Area
    term: Term
    label: str
    award: Fraction | None = None
    deducts: bool = False
    statement: Statement | None = None
    doubt: str = ""

    @property
    def steps(self) -> bool:
        """Whether it gives or takes points step by step."""
        return self.statement is not None and isinstance(self.statement.outcome, PerStep)

    @property
    def refines(self) -> bool:
        """Whether it counts from what another one awards."""
        amount = self.statement.amount if self.statement is not None else None
        return self.steps or (amount is not None and amount.manner != "award")

    @property
    def alone(self) -> Fraction | None:
        """The one number for which it holds; None where it holds for others, or its ends are not its own."""
        point = self.area[0].low if len(self.area) == 1 else None
        return point if point is not None and self.area == (Span(point, True, point, True),) else None


def edges(clauses: Iterable[Clause], side: int) -> set[Fraction | None]:
    """The ends, on one side, of what earns points."""
    return {span.high if side > 0 else span.low for c in clauses if c.award for span in c.area}


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


def holders(areas: Sequence[Area], piece: Piece, *, counted: bool) -> list[Holder]:
    """The clauses that hold on a piece, the outer ones of nested ones left out; `counted` where numbers are of things."""
    found: list[Holder] = []
    for index, area in enumerate(areas):
        for span in area:
            covered = span.covers(piece)
            if covered is not False:
                found.append(Holder(index, span, covered is None))
                break
    # 2次得60分 beside 2次以上不得分: a number by itself marks no end, and 以上 includes its number. Of 0%, 0-0.4% and of
    # 20%, 20%以下 the single number is the innermost, as ever.
    points = [h for h in found if h.span.low is not None and h.span.low == h.span.high]
    if (
        counted
        and points
        and len(points) < len(found)
        and all(h.soft and h.span.open for h in found if h not in points)
    ):
        return found
    inner = [h for h in found if not any(o.span.inside(h.span) and o.index != h.index for o in found)]
    hard = [h for h in inner if not h.soft]
    return hard or inner


def named_twice(found: Sequence[Holder], point: Fraction) -> tuple[Holder, Holder] | None:
    """One number by itself, and as the unmarked end of a tier that is open beyond it."""
    alone = [h for h in found if h.span.low == h.span.high == point]
    tiers = [h for h in found if h.soft]
    if len(alone) != 1 or len(tiers) != 1 or len(found) != len(alone) + len(tiers):
        return None
    return alone[0], tiers[0]


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
