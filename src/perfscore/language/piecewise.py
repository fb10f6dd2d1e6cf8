"""Terms over one number as exact piecewise functions: on each piece of the line (a·x + b) / (c·x + d).

Nothing is sampled: breakpoints are the roots of linear equations in fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from perfscore.language.regions import Piece
from perfscore.language.terms import (
    COMPARE,
    Absolute,
    All,
    Chosen,
    Compare,
    Greatest,
    Input,
    Least,
    Named,
    Not,
    Nothing,
    Number,
    Product,
    Quotient,
    Rounded,
    Some,
    Sum,
    Term,
    Test,
    Whole,
)


class BeyondError(Exception):
    """The term is not piecewise a quotient of linear functions of one number; it never leaves the language."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """(a·x + b) / (c·x + d)."""

    a: Fraction
    b: Fraction
    c: Fraction = Fraction(0)
    d: Fraction = Fraction(1)

    @property
    def linear(self) -> bool:
        """Whether there is no x below."""
        return self.c == 0

    @property
    def constant(self) -> Fraction | None:
        """The value where it is one."""
        if self.c == 0 and self.a == 0:
            return self.b / self.d
        return None

    def at(self, x: Fraction) -> Fraction | None:
        """The value at a number, None at a pole."""
        bottom = self.c * x + self.d
        return None if bottom == 0 else (self.a * x + self.b) / bottom

    def slope(self) -> int:
        """The sign of the slope; the same on the whole of a piece without a pole."""
        turn = self.a * self.d - self.b * self.c
        return (turn > 0) - (turn < 0)

    def limit(self, *, up: bool) -> Fraction | None:
        """The limit towards infinity, None where it grows for ever."""
        if self.c != 0:
            return self.a / self.c
        if self.a == 0:
            return self.b / self.d
        del up
        return None


Value = Ratio | Nothing


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the line with what holds on it."""

    piece: Piece
    value: Value


Function = tuple[Part, ...]


def _line(breaks: Iterable[Fraction]) -> list[Piece]:
    ends = sorted(set(breaks))
    if not ends:
        return [Piece()]
    found = [Piece(high=ends[0])]
    for n, end in enumerate(ends):
        found.append(Piece(point=end))
        found.append(Piece(low=end, high=ends[n + 1] if n + 1 < len(ends) else None))
    return found


def _breaks(function: Function) -> set[Fraction]:
    return {e for part in function for e in (part.piece.low, part.piece.high, part.piece.point) if e is not None}


def on(function: Function, piece: Piece) -> Value:
    """What holds on a piece that lies within one part."""
    x = piece.middle
    for part in function:
        p = part.piece
        if p.point is not None:
            if p.point == x:
                return part.value
        elif (p.low is None or p.low < x) and (p.high is None or x < p.high):
            return part.value
    raise AssertionError("the parts cover the line")


def _combine(functions: list[Function], join: Callable[[list[Ratio], Piece], Value]) -> Function:
    breaks: set[Fraction] = set().union(*(_breaks(f) for f in functions))
    parts: list[Part] = []
    for piece in _line(breaks):
        values = [on(f, piece) for f in functions]
        nothing = next((v for v in values if isinstance(v, Nothing)), None)
        parts.append(
            Part(
                piece, nothing if nothing is not None else join([v for v in values if isinstance(v, Ratio)], piece)
            )
        )
    return tuple(parts)


def _roots(ratio: Ratio) -> list[Fraction]:
    return [-ratio.b / ratio.a] if ratio.a != 0 else []


def _poles(ratio: Ratio) -> list[Fraction]:
    return [-ratio.d / ratio.c] if ratio.c != 0 else []


def _difference(left: Ratio, right: Ratio) -> Ratio:
    return _plus(left, Ratio(-right.a, -right.b, right.c, right.d))


def _plus(left: Ratio, right: Ratio) -> Ratio:
    if left.c == right.c and left.d == right.d:
        return Ratio(left.a + right.a, left.b + right.b, left.c, left.d)
    for one, other in ((left, right), (right, left)):
        if one.linear:
            k = one.constant
            if other.linear:
                return Ratio(one.a / one.d + other.a / other.d, one.b / one.d + other.b / other.d)
            if k is not None:
                return Ratio(other.a + k * other.c, other.b + k * other.d, other.c, other.d)
    raise BeyondError


def _times(left: Ratio, right: Ratio) -> Ratio:
    for one, other in ((left, right), (right, left)):
        k = one.constant
        if k is not None:
            return Ratio(other.a * k, other.b * k, other.c, other.d)
    # (a·x + b) over itself, as in x·(1/x): a common linear factor cancels.
    for one, other in ((left, right), (right, left)):
        if other.c != 0 and one.linear and one.a * other.d == one.b * other.c:
            k = one.a / other.c / one.d
            return Ratio(other.a * k, other.b * k)
    raise BeyondError


def _over(top: Ratio, bottom: Ratio) -> Ratio:
    return _times(top, Ratio(bottom.c, bottom.d, bottom.a, bottom.b))


def _split(function: Function, at: Callable[[Ratio], list[Fraction]]) -> Function:
    breaks = _breaks(function)
    for part in function:
        if isinstance(part.value, Ratio):
            breaks |= {x for x in at(part.value) if _holds(part.piece, x)}
    return tuple(Part(piece, on(function, piece)) for piece in _line(breaks))


def _holds(piece: Piece, x: Fraction) -> bool:
    if piece.point is not None:
        return piece.point == x
    return (piece.low is None or piece.low < x) and (piece.high is None or x < piece.high)


def function(term: Term) -> Function:
    """The exact function of a term over one number; BeyondError where it is none."""
    match term:
        case Number(constant):
            return (Part(Piece(), Ratio(Fraction(0), constant)),)
        case Input():
            return (Part(Piece(), Ratio(Fraction(1), Fraction(0))),)
        case Nothing():
            return (Part(Piece(), term),)
        case Named(_, of) | Rounded(of) | Whole(of):
            # Whole steps meet the line at every whole step and lie on one side of it between: bounds, order and
            # the value at the target carry over.
            return function(of)
        case Sum(parts):
            return _fold(parts, _plus)
        case Product(parts):
            return _fold(parts, _times)
        case Quotient(top, bottom):
            return _quotient(function(top), function(bottom))
        case Least(parts):
            return _extreme(parts, larger=False)
        case Greatest(parts):
            return _extreme(parts, larger=True)
        case Absolute(of):
            return _extreme_of([function(of), _negated(function(of))], larger=True)
        case Chosen(cases, otherwise):
            result = function(otherwise)
            for case in reversed(cases):
                result = _chosen(case.test, function(case.term), result)
            return result
        case _:
            raise BeyondError


def _fold(parts: tuple[Term, ...], join: Callable[[Ratio, Ratio], Ratio]) -> Function:
    result = function(parts[0])
    for part in parts[1:]:
        result = _combine([result, function(part)], lambda values, _piece: join(values[0], values[1]))
    return result


def _quotient(top: Function, bottom: Function) -> Function:
    bottom = _split(bottom, _roots)

    def join(values: list[Ratio], piece: Piece) -> Value:
        if values[1].constant == 0 or (piece.point is not None and values[1].at(piece.point) == 0):
            return Nothing("除数为零，比率没有意义", "pole")
        return _over(values[0], values[1])

    return _combine([top, bottom], join)


def _negated(f: Function) -> Function:
    return tuple(
        Part(
            p.piece, Ratio(-p.value.a, -p.value.b, p.value.c, p.value.d) if isinstance(p.value, Ratio) else p.value
        )
        for p in f
    )


def _extreme(parts: tuple[Term, ...], *, larger: bool) -> Function:
    return _extreme_of([function(p) for p in parts], larger=larger)


def _extreme_of(functions: list[Function], *, larger: bool) -> Function:
    result = functions[0]
    for other in functions[1:]:
        difference = _split(
            _combine([result, other], lambda v, _p: _difference(v[0], v[1])), lambda r: _roots(r) + _poles(r)
        )

        def join(values: list[Ratio], piece: Piece) -> Value:
            gap = values[2].at(piece.middle)
            if gap is None:
                return Nothing("除数为零，比率没有意义", "pole")
            return values[0] if (gap >= 0) == larger else values[1]

        result = _combine([result, other, difference], join)
    return result


def _chosen(test: Test, yes: Function, no: Function) -> Function:
    truth = _truth(test)
    breaks = (
        _breaks(yes)
        | _breaks(no)
        | {e for piece, _ in truth for e in (piece.low, piece.high, piece.point) if e is not None}
    )
    parts: list[Part] = []
    for piece in _line(breaks):
        holds = next(value for p, value in truth if _within(piece, p))
        if isinstance(holds, Nothing):
            parts.append(Part(piece, holds))
        else:
            parts.append(Part(piece, on(yes if holds else no, piece)))
    return tuple(parts)


def _within(piece: Piece, outer: Piece) -> bool:
    return _holds(outer, piece.middle)


def _truth(test: Test) -> list[tuple[Piece, bool | Nothing]]:
    match test:
        case Compare(left, sign, right):
            difference = _combine([function(left), function(right)], lambda v, _p: _difference(v[0], v[1]))
            difference = _split(difference, lambda r: _roots(r) + _poles(r))
            found: list[tuple[Piece, bool | Nothing]] = []
            for part in difference:
                if isinstance(part.value, Nothing):
                    found.append((part.piece, part.value))
                    continue
                gap = part.value.at(part.piece.middle)
                found.append(
                    (
                        part.piece,
                        COMPARE[sign](gap, Fraction(0)) if gap is not None else Nothing("除数为零", "pole"),
                    )
                )
            return found
        case All(tests) | Some(tests) if tests:
            every = isinstance(test, All)
            truths = [_truth(t) for t in tests]
            breaks = {e for truth in truths for p, _ in truth for e in (p.low, p.high, p.point) if e is not None}
            joined: list[tuple[Piece, bool | Nothing]] = []
            for piece in _line(breaks):
                values = [next(v for p, v in truth if _within(piece, p)) for truth in truths]
                nothing = next((v for v in values if isinstance(v, Nothing)), None)
                joined.append((piece, nothing if nothing is not None else (all(values) if every else any(values))))
            return joined
        case Not(inner):
            return [(p, v if isinstance(v, Nothing) else not v) for p, v in _truth(inner)]
        case _:
            raise BeyondError


@dataclass(frozen=True, slots=True)
class Extreme:
    """A least or greatest value, where it lies, and whether it is reached there; `value` None is without bound."""

    value: Fraction | None
    at: Fraction | None
    reached: bool


def extreme(parts: Iterable[Part], *, largest: bool) -> Extreme:
    """The supremum (or infimum) of a function over pieces."""
    best: Extreme | None = None
    for part in parts:
        if not isinstance(part.value, Ratio):
            continue
        for found in _ends(part.piece, part.value, largest=largest):
            if found.value is None:
                return found
            better = (
                best is None
                or best.value is None
                or (found.value > best.value if largest else found.value < best.value)
            )
            if better or (best is not None and found.value == best.value and found.reached and not best.reached):
                best = found
    return best if best is not None else Extreme(None, None, reached=False)


def _ends(piece: Piece, ratio: Ratio, *, largest: bool) -> list[Extreme]:
    if piece.point is not None:
        return [Extreme(ratio.at(piece.point), piece.point, reached=True)]
    constant = ratio.constant
    if constant is not None:
        return [Extreme(constant, piece.middle, reached=True)]
    found: list[Extreme] = []
    for end, up in ((piece.low, False), (piece.high, True)):
        value = ratio.limit(up=up) if end is None else ratio.at(end)
        if value is None:
            # Towards infinity, or a pole: it grows in the direction of the slope.
            if (ratio.slope() > 0) == (up == largest):
                return [Extreme(None, end, reached=False)]
            continue
        found.append(Extreme(value, end, reached=False))
    return found


def clip(f: Function, low: Fraction | None, high: Fraction | None) -> list[Part]:
    """The parts of a function between two numbers, both included."""
    breaks = _breaks(f) | {e for e in (low, high) if e is not None}
    kept: list[Part] = []
    for piece in _line(breaks):
        x = piece.middle
        if (low is None or x >= low) and (high is None or x <= high):
            kept.append(Part(piece, on(f, piece)))
    return kept
