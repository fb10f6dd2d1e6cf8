"""Terms over one number as exact piecewise functions: on each piece of the line (a·x + b) / (c·x + d).

Nothing is sampled: breakpoints are the roots of linear equations in fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial, reduce

from perfscore.core.rational import rational
from perfscore.core.records import frozen
from perfscore.language.cuts import Cut, Part, all_ends, line, whole
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

_ZERO, _ONE = rational(0), rational(1)


class BeyondError(Exception):
    """The term is not piecewise a quotient of linear functions of one number; it never leaves the language."""


@frozen
class Ratio:
    """(a·x + b) / (c·x + d)."""

    a: Fraction
    b: Fraction
    c: Fraction = _ZERO
    d: Fraction = _ONE

    @property
    def linear(self) -> bool:
        """Whether there is no x below."""
        return not self.c

    @property
    def constant(self) -> Fraction | None:
        """The value where it is one."""
        return None if self.c or self.a else self.b / self.d

    def at(self, x: Fraction) -> Fraction | None:
        """The value at a number, None at a pole."""
        top = self.a * x + self.b if self.a else self.b
        bottom = self.c * x + self.d if self.c else self.d
        if bottom == 1:  # nearly always; fractions divide slowly
            return top
        return top / bottom if bottom else None

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
Function = Cut[Value]
#: Where the divisor of a term is zero.
_POLE = Nothing("除数为零，比率没有意义", "pole")


def on(function: Function, piece: Piece) -> Value:
    """What holds on a piece that lies within one part."""
    return function.values[function.place(piece.middle)]


def _combine(one: Function, other: Function, join: Callable[[Ratio, Ratio], Value]) -> Function:
    ends = all_ends(one.ends, other.ends)
    pairs = zip(one.over(ends), other.over(ends), strict=True)
    return Cut(ends, tuple(_joined(left, right, join) for left, right in pairs))


def _joined(left: Value, right: Value, join: Callable[[Ratio, Ratio], Value]) -> Value:
    if isinstance(left, Nothing):
        return left
    return right if isinstance(right, Nothing) else join(left, right)


def _roots(ratio: Ratio) -> list[Fraction]:
    return [-ratio.b / ratio.a] if ratio.a else []


def _poles(ratio: Ratio) -> list[Fraction]:
    return [-ratio.d / ratio.c] if ratio.c else []


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
    """Cut a function where its pieces have these points."""
    ends = function.ends
    found: list[Fraction] = []
    for n, value in enumerate(function.values[::2]):  # a point is no longer cut
        if isinstance(value, Ratio):
            found += [x for x in at(value) if (n == 0 or ends[n - 1] < x) and (n == len(ends) or x < ends[n])]
    return function.at_more(found) if found else function


def function(term: Term) -> Function:
    """The exact function of a term over one number; BeyondError where it is none."""
    match term:
        case Number(constant):
            return whole(Ratio(_ZERO, constant))
        case Input():
            return whole(Ratio(_ONE, _ZERO))
        case Nothing():
            return whole(term)
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
            return reduce(partial(_extreme, larger=False), map(function, parts))
        case Greatest(parts):
            return reduce(partial(_extreme, larger=True), map(function, parts))
        case Absolute(of):
            inner = function(of)
            return _extreme(inner, _negated(inner), larger=True)
        case Chosen(cases, otherwise):
            result = function(otherwise)
            for case in reversed(cases):
                result = _chosen(_truth(case.test), function(case.term), result)
            return result
        case _:
            raise BeyondError


def bounded(raw: Function, low: Fraction | None, high: Fraction | None) -> Function:
    """A function between its bounds, as `Program.term` has them."""
    if low is not None:
        raw = _extreme(function(Number(low)), raw, larger=True)
    return raw if high is None else _extreme(function(Number(high)), raw, larger=False)


def _fold(parts: tuple[Term, ...], join: Callable[[Ratio, Ratio], Value]) -> Function:
    return reduce(partial(_combine, join=join), map(function, parts))


def _quotient(top: Function, bottom: Function) -> Function:
    bottom = _split(bottom, _roots)
    ends = all_ends(top.ends, bottom.ends)
    values: list[Value] = []
    for piece, over, under in zip(line(ends), top.over(ends), bottom.over(ends), strict=True):
        zero = isinstance(under, Ratio) and (
            under.constant == 0 or (piece.point is not None and under.at(piece.point) == 0)
        )
        values.append(_POLE if zero and isinstance(over, Ratio) else _joined(over, under, _over))
    return Cut(ends, tuple(values))


def _negated(f: Function) -> Function:
    return Cut(f.ends, tuple(Ratio(-v.a, -v.b, v.c, v.d) if isinstance(v, Ratio) else v for v in f.values))


def _compared(one: Function, other: Function) -> Cut[int | Nothing]:
    """The sign of the difference of two functions, on pieces where it does not change."""
    difference = _split(_combine(one, other, _difference), lambda r: _roots(r) + _poles(r))
    pieces = zip(line(difference.ends), difference.values, strict=True)
    return Cut(difference.ends, tuple(_sign(value, piece) for piece, value in pieces))


def _sign(value: Value, piece: Piece) -> int | Nothing:
    if isinstance(value, Nothing):
        return value
    found = value.at(piece.middle)
    return _POLE if found is None else (found.numerator > 0) - (found.numerator < 0)


def _extreme(one: Function, other: Function, *, larger: bool) -> Function:
    gap = _compared(one, other)
    wanted = (0, 1) if larger else (-1,)
    values: list[Value] = []
    for left, right, sign in zip(one.over(gap.ends), other.over(gap.ends), gap.values, strict=True):
        values.append(sign if isinstance(sign, Nothing) else left if sign in wanted else right)
    return Cut(gap.ends, tuple(values))


def _chosen(truth: Cut[bool | Nothing], yes: Function, no: Function) -> Function:
    ends = all_ends(truth.ends, yes.ends, no.ends)
    held = zip(truth.over(ends), yes.over(ends), no.over(ends), strict=True)
    return Cut(ends, tuple(t if isinstance(t, Nothing) else one if t else other for t, one, other in held))


def _truth(test: Test) -> Cut[bool | Nothing]:
    match test:
        case Compare(left, sign, right):
            gap = _compared(function(left), function(right))
            holds = COMPARE[sign]
            return Cut(gap.ends, tuple(v if isinstance(v, Nothing) else holds(v, 0) for v in gap.values))
        case All(tests) | Some(tests) if tests:
            join = all if isinstance(test, All) else any
            truths = [_truth(t) for t in tests]
            ends = all_ends(*(truth.ends for truth in truths))
            joined: list[bool | Nothing] = []
            for values in zip(*(truth.over(ends) for truth in truths), strict=True):
                nothing = next((v for v in values if isinstance(v, Nothing)), None)
                joined.append(nothing if nothing is not None else join(bool(v) for v in values))
            return Cut(ends, tuple(joined))
        case Not(inner):
            truth = _truth(inner)
            return Cut(truth.ends, tuple(v if isinstance(v, Nothing) else not v for v in truth.values))
        case _:
            raise BeyondError


@frozen
class Extreme:
    """A least or greatest value, where it lies, and whether it is reached there; `value` None is without bound."""

    value: Fraction | None
    at: Fraction | None
    reached: bool


def extreme(parts: Iterable[Part[Value]], *, largest: bool) -> Extreme:
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


def clip(f: Function, low: Fraction | None, high: Fraction | None) -> list[Part[Value]]:
    """The parts of a function between two numbers, both included."""
    inner = f.at_more([end for end in (low, high) if end is not None])
    start = 0 if low is None else inner.place(low)
    stop = len(inner.values) if high is None else inner.place(high) + 1
    return inner.parts[start:stop]
