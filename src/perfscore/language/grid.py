"""A score on a grid of whole numbers: where its stretches begin, and what whole numbers are computed on them.

An actual of up to six decimals is a whole number of millionths, and so is the place where a stretch begins: open and
closed ends are the same thing there. What is computed is a score in its last digit (hundredths of a point), rounded:
of ⌊(a·m + b) / (c·m + d)⌋ all four are whole numbers, with the half that rounds already in b and d.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil, floor, gcd
from typing import Literal

from perfscore.core.numbers import Rounding, round_to
from perfscore.core.records import frozen
from perfscore.language.cuts import line
from perfscore.language.piecewise import Ratio
from perfscore.language.stretches import Line, Open, Stepped, Stretch
from perfscore.language.terms import Nothing

#: Millionths: a plain number has up to nine digits before its point and six behind it.
DECIMALS = 6
UNIT = 10**DECIMALS
LARGEST = 10**9 * UNIT
#: Whole numbers of this size and the sum of two of them fit into 64 bits.
_FITS = 2**62

#: What is computed on a stretch: nothing, a line, a quotient of lines, whole steps of a line.
Form = Literal["c", "l", "q", "s"]
#: In place of a score, far below any: the row evaluator is asked; from LACKING down, the reasons why there is no number.
ASK = -(2**50)
LACKING = ASK - 1


@frozen
class Segment:
    """A stretch of the grid.

    Attributes:
        start: its first whole number.
        form: what is computed there.
        numbers: for `c` the score, or in place of it ASK or a reason; for `l` a, b and d of ⌊(a·m + b) / d⌋; for `q` a, b, c
            and d; for `s` those of the line, then p, q and r of ⌊(p·steps + q) / r⌋.
    """

    start: int
    form: Form
    numbers: tuple[int, ...]


def segments(
    score: Line, factor: Fraction, reasons: dict[Nothing, int], digits: int, mode: Rounding
) -> tuple[Segment, ...]:
    """The segments of a score from zero upwards.

    Args:
        score: the score over the number that the rule asks for.
        factor: how much of it one unit of the written number is.
        reasons: the number of each reason; a new one is added.
        digits, mode: how a score is rounded.
    """
    found: list[Segment] = []
    for start, stop, value in _merged(_on_grid(score, factor / UNIT)):
        for one in _segment(value, start, stop, factor / UNIT, digits, mode, reasons):
            if not found or (found[-1].form, found[-1].numbers) != (one.form, one.numbers):
                found.append(one)
    return tuple(found)


def _on_grid(score: Line, one: Fraction) -> Iterator[tuple[int, int, Stretch]]:
    """Every stretch with its first and last whole number, as far as it has any from zero to the largest."""
    for piece, value in zip(line(score.ends), score.values, strict=True):
        if piece.point is not None:
            place = piece.point / one
            first, last = ceil(place), floor(place)
        else:
            first = 0 if piece.low is None else floor(piece.low / one) + 1
            last = LARGEST if piece.high is None else ceil(piece.high / one) - 1
        first, last = max(first, 0), min(last, LARGEST)
        if first <= last:
            yield first, last, value


def _merged(stretches: Iterable[tuple[int, int, Stretch]]) -> list[tuple[int, int, Stretch]]:
    """Neighbours of one form as one."""
    found: list[tuple[int, int, Stretch]] = []
    for first, last, value in stretches:
        if found and found[-1][2] == value:
            found[-1] = (found[-1][0], last, value)
        else:
            found.append((first, last, value))
    return found


def _segment(
    value: Stretch,
    first: int,
    last: int,
    one: Fraction,
    digits: int,
    mode: Rounding,
    reasons: dict[Nothing, int],
) -> Iterator[Segment]:
    """The segments of one stretch: what is computed as far as it fits, the row evaluator behind that."""
    ask = Segment(first, "c", (ASK,))
    if isinstance(value, Nothing):
        yield Segment(first, "c", (LACKING - reasons.setdefault(value, len(reasons)),))
        return
    if isinstance(value, Open):
        yield ask
        return
    constant = value.constant if isinstance(value, Ratio) else None
    if constant is None and first == last:
        constant = value.at(first * one)
    if constant is not None:
        points = int(round_to(constant, digits, mode).scaleb(digits))
        yield Segment(first, "c", (points,)) if abs(points) < -ASK else ask
        return
    ends = (value.at(first * one), value.at(last * one))
    if mode != "half_up" or any(end is None or end < 0 for end in ends):
        yield ask  # rounding towards the other side below zero is left to the row evaluator
        return
    form, numbers = (
        _stepped(value, one, digits) if isinstance(value, Stepped) else _ratio(value, one, digits, first, last)
    )
    most = _most(form, numbers)
    if most < first:
        yield ask
        return
    yield Segment(first, form, numbers)
    if most < last:
        yield Segment(most + 1, "c", (ASK,))


def _ratio(value: Ratio, one: Fraction, digits: int, first: int, last: int) -> tuple[Form, tuple[int, ...]]:
    """A quotient of lines in last digits, with the half that rounds; the divisor above zero."""
    scale = 10**digits
    a, b, c, d = value.a * one * scale, value.b * scale, value.c * one, value.d
    if c * (first + last) / 2 + d < 0:
        a, b, c, d = -a, -b, -c, -d
    numbers = _whole_numbers((2 * a + c, 2 * b + d, 2 * c, 2 * d))
    if not value.c:
        return "l", (numbers[0], numbers[1], numbers[3])
    return "q", numbers


def _stepped(value: Stepped, one: Fraction, digits: int) -> tuple[Form, tuple[int, ...]]:
    """Whole steps of a line, then so much for each of them, with the half that rounds."""
    scale = 10**digits
    inner = _whole_numbers((value.a * one, value.b, Fraction(1)))
    outer = _whole_numbers((2 * value.times * scale, 2 * value.plus * scale + 1, Fraction(2)))
    return "s", (*inner, *outer)


def _whole_numbers(numbers: tuple[Fraction, ...]) -> tuple[int, ...]:
    """The smallest whole numbers in the same proportions."""
    common = 1
    for one in numbers:
        common = common * one.denominator // gcd(common, one.denominator)
    whole = [int(one * common) for one in numbers]
    divisor = gcd(*whole) or 1
    return tuple(one // divisor for one in whole)


def _most(form: Form, numbers: tuple[int, ...]) -> int:
    """The largest whole number with which nothing on the way leaves 62 bits."""
    if form == "s":
        a, b, _, p, q, r = numbers
        if max(abs(b), abs(q), r, numbers[2]) >= _FITS // 2:
            return -1
        inner = _largest(a, b)
        # What is added for so many steps must fit as well.
        steps = _largest(p, q)
        return min(inner, ((steps - 1) * numbers[2] - abs(b)) // (abs(a) or 1))
    pairs = ((numbers[0], numbers[1]), (numbers[2], numbers[3])) if form == "q" else ((numbers[0], numbers[1]),)
    if form == "l" and numbers[2] >= _FITS:
        return -1
    return min(_largest(slope, rest) for slope, rest in pairs)


def _largest(slope: int, rest: int) -> int:
    return (_FITS - abs(rest)) // (abs(slope) or 1) if abs(rest) < _FITS else -1
