"""A score over one number, exactly, as what stands on each stretch of the line.

Like `piecewise`, with two differences. Whole steps are kept as steps, since a score is computed and not only proved,
and rounding in the rule's own words counts. And nothing is given up: where no form of one number is known, the stretch
is `OPEN`, and the row evaluator is asked there.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from math import ceil, floor

from perfscore.core.numbers import round_to
from perfscore.core.records import frozen
from perfscore.language.cuts import Cut, all_ends, line, whole
from perfscore.language.piecewise import Ratio
from perfscore.language.program import Branch, Program, Readings
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

_ZERO, _ONE, _HALF = Fraction(0), Fraction(1), Fraction(1, 2)


@frozen
class Stepped:
    """`times` · ⌊a·x + b⌋ + `plus`, with a and `times` other than zero."""

    a: Fraction
    b: Fraction
    times: Fraction
    plus: Fraction

    def at(self, x: Fraction) -> Fraction:
        """The value at a number."""
        return self.times * floor(self.a * x + self.b) + self.plus


@frozen
class Open:
    """Nothing that is known as a form of one number."""


OPEN = Open()
#: Where the divisor of a term is zero; the words are those of `terms.value`.
POLE = Nothing("除数为零，比率没有意义", "pole")

Stretch = Ratio | Stepped | Nothing | Open
Line = Cut[Stretch]
Truth = Cut[bool | Nothing | Open]


def score_line(readings: Readings) -> Line | None:
    """The score of a rule over its one number; None where it asks for anything else.

    What the words leave open is decided as `Rule.score` does: where readings without a default disagree, nothing is.
    """
    lines = [line_of(one) for one in open_branches(readings)]
    known = [one for one in lines if one is not None]
    return None if len(known) < len(lines) else reduce(_agreed, known)


def open_branches(readings: Readings) -> list[Branch]:
    """The default reading, and those that differ from it only where the words have no default."""
    first = readings.branches[0]
    return [one for one in readings.branches if _open_to(one, first, readings.undecided)]


def _open_to(branch: Branch, default: Branch, undecided: frozenset[str]) -> bool:
    pairs = zip(branch.choices, default.choices, strict=True)
    return all(mine == usual or mine[0] in undecided for mine, usual in pairs)


def line_of(branch: Branch) -> Line | None:
    """The score of one reading over its one number; None where it asks for anything else."""
    program = branch.program
    if not program.single or program.alone is not None or program.faults:
        return None
    found = bounded(program)
    if not program.doubt:
        return found
    doubt = Nothing(program.doubt, "doubt")
    return Cut(found.ends, tuple(_doubted(value, doubt) for value in found.values))


def _doubted(value: Stretch, doubt: Nothing) -> Stretch:
    """However a doubtful formula is scaled, nothing stays nothing, and no other number of it counts."""
    if isinstance(value, Nothing | Open):
        return value
    constant = value.constant if isinstance(value, Ratio) else None
    return OPEN if constant is None else value if not constant else doubt


def _agreed(one: Line, other: Line) -> Line:
    return _combine(one, other, lambda left, right: left if _same(left, right) else OPEN)


def _same(one: Stretch, other: Stretch) -> bool:
    if isinstance(one, Ratio) and isinstance(other, Ratio):
        return (one.a * other.d, one.b * other.d) == (other.a * one.d, other.b * one.d) and not (one.c or other.c)
    return one == other or (isinstance(one, Nothing) and isinstance(other, Nothing))


def bounded(program: Program) -> Line:
    """The score of a program between its bounds, over the number that a lone actual gives."""
    found = stretches(program.raw, program.single)
    if program.low is not None:
        found = _extreme(_constant(program.low), found, larger=True)
    return found if program.high is None else _extreme(_constant(program.high), found, larger=False)


def _constant(value: Fraction) -> Line:
    return whole(Ratio(_ZERO, value))


def stretches(term: Term, single: str) -> Line:
    """What a term is over the input of this name."""
    match term:
        case Number(constant):
            return _constant(constant)
        case Input(name):
            return whole(Ratio(_ONE, _ZERO) if name == single else OPEN)
        case Nothing():
            return whole(term)
        case Named(name, of):
            return whole(Ratio(_ONE, _ZERO)) if name == single else stretches(of, single)
        case Whole(of, up):
            return _each(stretches(of, single), lambda value: _whole(value, up=up))
        case Rounded(of, digits):
            return _rounded(stretches(of, single), digits)
        case Sum(parts):
            return reduce(_by(_plus), (stretches(part, single) for part in parts))
        case Product(parts):
            return reduce(_by(_times), (stretches(part, single) for part in parts))
        case Quotient(top, bottom):
            return _quotient(stretches(top, single), stretches(bottom, single))
        case Least(parts):
            lines = [stretches(part, single) for part in parts]
            return reduce(lambda one, other: _extreme(one, other, larger=False), lines)
        case Greatest(parts):
            lines = [stretches(part, single) for part in parts]
            return reduce(lambda one, other: _extreme(one, other, larger=True), lines)
        case Absolute(of):
            inner = stretches(of, single)
            return _extreme(inner, _each(inner, lambda value: _scaled(value, -_ONE)), larger=True)
        case Chosen(cases, otherwise):
            result = stretches(otherwise, single)
            for case in reversed(cases):
                result = _chosen(_truth(case.test, single), stretches(case.term, single), result)
            return result


def _each(line_: Line, change: Callable[[Stretch], Stretch]) -> Line:
    return Cut(line_.ends, tuple(change(value) for value in line_.values))


def _combine(one: Line, other: Line, join: Callable[[Stretch, Stretch], Stretch]) -> Line:
    ends = all_ends(one.ends, other.ends)
    return Cut(ends, tuple(map(join, one.over(ends), other.over(ends))))


def _by(join: Callable[[Ratio | Stepped, Ratio | Stepped], Stretch]) -> Callable[[Line, Line], Line]:
    """Joins two lines; where one says nothing, neither does what is made of it: the first that is looked at counts."""

    def joined(left: Stretch, right: Stretch) -> Stretch:
        if isinstance(left, Nothing | Open):
            return left
        return right if isinstance(right, Nothing | Open) else join(left, right)

    return lambda one, other: _combine(one, other, joined)


# -- arithmetic --------------------------------------------------------------------------------------------


def _scaled(value: Stretch, factor: Fraction) -> Stretch:
    match value:
        case Ratio(a, b, c, d):
            return Ratio(a * factor, b * factor, c, d)
        case Stepped(a, b, times, plus):
            return Stepped(a, b, times * factor, plus * factor) if factor else Ratio(_ZERO, _ZERO)
        case _:
            return value


def _constant_of(value: Ratio | Stepped) -> Fraction | None:
    return value.constant if isinstance(value, Ratio) else None


def _plus(left: Ratio | Stepped, right: Ratio | Stepped) -> Stretch:
    for one, other in ((left, right), (right, left)):
        constant = _constant_of(one)
        if constant is not None:
            if isinstance(other, Stepped):
                return Stepped(other.a, other.b, other.times, other.plus + constant)
            return Ratio(other.a + constant * other.c, other.b + constant * other.d, other.c, other.d)
    if isinstance(left, Stepped) and isinstance(right, Stepped):
        times = left.times + right.times
        if (left.a, left.b) != (right.a, right.b):
            return OPEN
        plus = left.plus + right.plus
        return Stepped(left.a, left.b, times, plus) if times else Ratio(_ZERO, plus)
    if isinstance(left, Ratio) and isinstance(right, Ratio):
        if left.linear and right.linear:
            return Ratio(left.a / left.d + right.a / right.d, left.b / left.d + right.b / right.d)
        if (left.c, left.d) == (right.c, right.d):
            return Ratio(left.a + right.a, left.b + right.b, left.c, left.d)
    return OPEN


def _times(left: Ratio | Stepped, right: Ratio | Stepped) -> Stretch:
    for one, other in ((left, right), (right, left)):
        constant = _constant_of(one)
        if constant is not None:
            return _scaled(other, constant)
    return OPEN


def _quotient(top: Line, bottom: Line) -> Line:
    bottom = _split(bottom)
    ends = all_ends(top.ends, bottom.ends)
    pieces = zip(line(ends), top.over(ends), bottom.over(ends), strict=True)
    return Cut(ends, tuple(_over(piece, over, under) for piece, over, under in pieces))


def _over(piece: Piece, top: Stretch, bottom: Stretch) -> Stretch:
    """A quotient on a piece; the divisor is looked at first."""
    if isinstance(bottom, Nothing | Open):
        return bottom
    if _sign(bottom, piece) == 0:
        return POLE
    if isinstance(top, Nothing | Open):
        return top
    constant = _constant_of(bottom)
    if constant is not None:
        return _scaled(top, 1 / constant)
    if isinstance(top, Stepped) or isinstance(bottom, Stepped) or not (top.linear and bottom.linear):
        return OPEN
    return Ratio(top.a * bottom.d, top.b * bottom.d, bottom.a * top.d, bottom.b * top.d)


def _whole(value: Stretch, *, up: bool) -> Stretch:
    if isinstance(value, Nothing | Open):
        return value
    constant = _constant_of(value)
    if constant is not None:
        return Ratio(_ZERO, Fraction(ceil(constant) if up else floor(constant)))
    if isinstance(value, Stepped) or not value.linear:
        return OPEN
    a, b = value.a / value.d, value.b / value.d
    return Stepped(-a, -b, -_ONE, _ZERO) if up else Stepped(a, b, _ONE, _ZERO)


def _rounded(of: Line, digits: int) -> Line:
    """Half away from zero: ⌊v + ½⌋ above zero, -⌊-v + ½⌋ below."""
    of, unit = _split(of), Fraction(10) ** digits
    values: list[Stretch] = []
    for piece, value in zip(line(of.ends), of.values, strict=True):
        if isinstance(value, Nothing | Open):
            values.append(value)
            continue
        constant = _constant_of(value)
        if constant is not None:
            values.append(Ratio(_ZERO, Fraction(round_to(constant, digits))))
        elif isinstance(value, Stepped) or not value.linear:
            values.append(OPEN)
        else:
            side = -_ONE if _sign(value, piece) == -1 else _ONE
            a, b = side * unit * value.a / value.d, side * unit * value.b / value.d
            values.append(Stepped(a, b + _HALF, side / unit, _ZERO))
    return Cut(of.ends, tuple(values))


# -- comparing ---------------------------------------------------------------------------------------------


def _roots(value: Stretch) -> list[Fraction]:
    """Where the sign may change, poles included; of steps, where they pass or leave zero."""
    if isinstance(value, Stepped):
        level = -value.plus / value.times
        return [(n - value.b) / value.a for n in (Fraction(ceil(level)), Fraction(floor(level) + 1))]
    if isinstance(value, Ratio):
        return [-top / slope for slope, top in ((value.a, value.b), (value.c, value.d)) if slope]
    return []


def _split(of: Line) -> Line:
    """The line cut wherever the sign of what stands on it may change."""
    ends, found = of.ends, set[Fraction]()
    for n, value in enumerate(of.values[::2]):  # a point is no longer cut
        for x in _roots(value):
            if (n == 0 or ends[n - 1] < x) and (n == len(ends) or x < ends[n]):
                found.add(x)
    return of.at_more(sorted(found)) if found else of


def _sign(value: Stretch, piece: Piece) -> int | Nothing | Open:
    """The sign of a value on a piece on which it does not change."""
    if isinstance(value, Nothing | Open):
        return value
    found = value.at(piece.middle)
    return POLE if found is None else (found > 0) - (found < 0)


def _difference(left: Ratio | Stepped, right: Ratio | Stepped) -> Stretch:
    turned = _scaled(right, -_ONE)
    return turned if isinstance(turned, Nothing | Open) else _plus(left, turned)


def _compared(one: Line, other: Line) -> Cut[int | Nothing | Open]:
    gap = _split(_by(_difference)(one, other))
    return Cut(gap.ends, tuple(map(_sign, gap.values, line(gap.ends))))


def _extreme(one: Line, other: Line, *, larger: bool) -> Line:
    gap = _compared(one, other)
    wanted = (0, 1) if larger else (-1, 0)
    values: list[Stretch] = []
    for left, right, sign in zip(one.over(gap.ends), other.over(gap.ends), gap.values, strict=True):
        values.append(sign if isinstance(sign, Nothing | Open) else left if sign in wanted else right)
    return Cut(gap.ends, tuple(values))


def _chosen(truth: Truth, yes: Line, no: Line) -> Line:
    ends = all_ends(truth.ends, yes.ends, no.ends)
    held = zip(truth.over(ends), yes.over(ends), no.over(ends), strict=True)
    return Cut(ends, tuple(t if isinstance(t, Nothing | Open) else one if t else other for t, one, other in held))


def _truth(test: Test, single: str) -> Truth:
    match test:
        case Compare(left, sign, right):
            gap, holds = _compared(stretches(left, single), stretches(right, single)), COMPARE[sign]
            return Cut(gap.ends, tuple(v if isinstance(v, Nothing | Open) else holds(v, 0) for v in gap.values))
        case All(tests) | Some(tests) if tests:
            # Tests are tried in their order, and the first that decides ends it: what follows need not have a value.
            settles = isinstance(test, Some)
            truths = [_truth(one, single) for one in tests]
            ends = all_ends(*(truth.ends for truth in truths))
            columns = zip(*(truth.over(ends) for truth in truths), strict=True)
            return Cut(ends, tuple(_first(column, settles=settles) for column in columns))
        case Not(inner):
            truth = _truth(inner, single)
            return Cut(truth.ends, tuple(v if isinstance(v, Nothing | Open) else not v for v in truth.values))
        case _:
            return whole(OPEN)


def _first(column: tuple[bool | Nothing | Open, ...], *, settles: bool) -> bool | Nothing | Open:
    for one in column:
        if isinstance(one, Nothing | Open) or one is settles:
            return one
    return not settles
