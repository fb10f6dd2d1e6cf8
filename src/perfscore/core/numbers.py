"""Exact numbers: figures as written, the intervals they stand for, and rounding.

Computed values are `Fraction` inside and `Decimal` where they leave the library; binary floats take no part.
"""

from __future__ import annotations

from dataclasses import field
from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from perfscore.core.lazy import lazy_pattern
from perfscore.core.rational import rational
from perfscore.core.records import frozen

Exact = Decimal | Fraction | int

Rounding = Literal["half_up", "half_even", "half_down", "truncate"]

_MODES = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "half_down": ROUND_HALF_DOWN,
    "truncate": ROUND_DOWN,
}

#: A value with more decimals is the rest of a division that a cell stores and does not show.
_SHOWN = 9
#: A double holds fifteen digits for certain; a stored number with so many decimals may end in dust.
_DUST = 12
#: Quotients of a form: shares, averages, amounts divided among some rows.
_DENOMINATOR = 10_000

#: Wide enough that a quotient of two written numbers is never mistaken for a tie.
_WIDE = Context(prec=60)

#: Longer runs of digits are account numbers or damage, never figures.
MOST_DIGITS = 24

_FIGURE = lazy_pattern(
    rf"([+-]?)([0-9]{{1,3}}(?:,[0-9]{{3}}){{1,{MOST_DIGITS // 3 - 1}}}|[0-9]{{1,{MOST_DIGITS}}})?(?:\.([0-9]{{0,{MOST_DIGITS}}}))?\s*(%?)"
)
_FOREIGN = lazy_pattern(r"[^\D0-9]+")
_ENDLESS = lazy_pattern(rf"[0-9]{{{MOST_DIGITS + 1},}}|[0-9]{{1,3}}(?:,[0-9]{{3}}){{{MOST_DIGITS // 3},}}")


def unfit_digits(text: str) -> tuple[tuple[int, int], str] | None:
    """Digits that no grammar may meet: of another script, or in a run too long for a figure; their place and why.

    Every text is held against this once, where it enters the language. Behind it a digit is one of 0 to 9, whatever
    a pattern calls a digit, and every number is small enough for exact arithmetic.

    >>> unfit_digits("≥٩0%"), unfit_digits("≥90%")
    (((1, 2), '数字“٩”不是阿拉伯数字0-9'), None)
    """
    if match := _FOREIGN.search(text):
        return match.span(), f"数字“{match[0][:MOST_DIGITS]}”不是阿拉伯数字0-9"
    if match := _ENDLESS.search(text):
        return match.span(), f"一串数字超过{MOST_DIGITS}位，不是一个数"
    return None


def to_decimal(value: Exact) -> Decimal:
    """Return the value as a Decimal; a quotient that does not end is cut at sixty digits.

    >>> to_decimal(Fraction(1, 8))
    Decimal('0.125')
    """
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    return _WIDE.divide(Decimal(value.numerator), Decimal(value.denominator))


def round_to(value: Exact, digits: int, mode: Rounding = "half_up") -> Decimal:
    """Round to a number of decimals, half away from zero unless told otherwise.

    >>> round_to(Decimal("4.34375"), 2)
    Decimal('4.34')
    >>> round_to(Decimal("0.125"), 2)
    Decimal('0.13')
    """
    number = to_decimal(value)
    # As many places as the number has before its point, beside the usual ones: no number is too long to be rounded.
    wide = _WIDE if number.adjusted() < _WIDE.prec - digits else Context(prec=number.adjusted() + digits + 2)
    return number.quantize(Decimal(1).scaleb(-digits), rounding=_MODES[mode], context=wide)


def plain(value: Exact, digits: int | None = None) -> str:
    """Write a number without exponent and without needless zeros; cut long tails at `digits` decimals.

    >>> plain(Decimal("10.00")), plain(Decimal("1E+2")), plain(Fraction(1, 3), 4)
    ('10', '100', '0.3333')
    """
    number = to_decimal(value)
    text = format(number, "f")
    if "." in text:
        if digits is not None and len(text) - text.index(".") - 1 > digits:
            text = format(round_to(number, digits), "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


@frozen
class Interval:
    """The values that a written number may stand for, half-open: `low ≤ x < high`, a point when both are equal."""

    low: Fraction
    high: Fraction

    @classmethod
    def point(cls, value: Exact) -> Interval:
        """The interval that holds one value."""
        exact = rational(value)
        return cls(exact, exact)

    @classmethod
    @lru_cache(maxsize=512)  # the figures of a form are asked for by many checks
    def around(cls, value: Exact, decimals: int) -> Interval:
        """Half a unit of the last written digit either side."""
        # In whole numbers of half the last digit's unit: fractions are slow to add.
        top, bottom = value.as_integer_ratio()
        over, under = (1, 2 * 10**decimals) if decimals >= 0 else (10**-decimals, 2)
        middle, half, common = top * under, over * bottom, bottom * under
        return cls(Fraction(middle - half, common), Fraction(middle + half, common))

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __contains__(self, value: Exact) -> bool:
        return self.meets(Interval.point(value))

    def meets(self, other: Interval) -> bool:
        """Whether the two share a value; upper ends belong to an interval only when it is a point."""
        below = self.low < other.high or (other.low == other.high and self.low <= other.high)
        above = other.low < self.high or (self.low == self.high and other.low <= self.high)
        return below and above


@frozen
class Figure:
    """A plain number as written in a cell: points, a score, an amount or a rate.

    `value` keeps the percent: `94.00%` has the value 94.00, two decimals and `percent`. `stored` says that a cell holds
    it as this very number, whose last zeros it does not show.
    """

    value: Decimal
    decimals: int
    percent: bool = False
    stored: bool = field(default=False, compare=False, repr=False)

    @property
    def interval(self) -> Interval:
        """What a measured or derived figure stands for: half a unit of its last digit either side."""
        return Interval.around(self.value, self.decimals)

    @property
    def unit_in_last_place(self) -> Fraction:
        """One unit of the last written digit."""
        return rational(1) / rational(10) ** self.decimals

    def __str__(self) -> str:
        exponent = self.value.as_tuple().exponent
        long = isinstance(exponent, int) and -exponent > max(self.decimals, _SHOWN)
        return (
            f"{round_to(self.value, max(self.decimals, 2)) if long else self.value:f}{'%' if self.percent else ''}"
        )


def read_figure(text: str) -> Figure | None:
    """Read a normalised cell text that holds one plain number, or return None.

    Thousands separators and a trailing percent sign are understood, words are not.

    >>> read_figure("1,234.50")
    Figure(value=Decimal('1234.50'), decimals=2, percent=False)
    >>> read_figure("94.00%").interval.low
    Fraction(18799, 200)
    >>> read_figure("详见附表") is None
    True
    """
    match = _FIGURE.fullmatch(text.strip())
    if not match or not (match[2] or match[3]):
        return None
    digits = match[3] or ""
    value = Decimal(f"{match[1]}{(match[2] or '0').replace(',', '')}.{digits or '0'}")
    if not digits:
        value = value.to_integral_value()
    return Figure(value, len(digits), match[4] == "%")


def stored_number(value: Decimal) -> Decimal:
    """Return the number that a spreadsheet's binary cell value stands for, without the dust of its last digits.

    A quotient of small whole numbers is taken exactly, to 28 digits.

    >>> stored_number(Decimal("0.30000000000000004")), stored_number(Decimal("3.3333333333333335"))
    (Decimal('0.3'), Decimal('3.333333333333333333333333333'))
    """
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent < _DUST:
        return value
    exact = rational(value)
    near = exact.limit_denominator(_DENOMINATOR)
    if abs(near - exact) * 10**_DUST <= abs(exact):
        return Decimal(near.numerator) / Decimal(near.denominator)
    return value


_NOISY = lazy_pattern(rf"[+-]?([0-9]{{0,{MOST_DIGITS}}})\.([0-9]{{1,{MOST_DIGITS}}})")


def without_noise(text: str) -> Decimal | None:
    """Return the number that a text with machine noise stands for, or None where there is no noise.

    Noise is fifteen or more significant digits with ten or more behind the point; the shortest decimal within
    2e-6 of the number, relatively, is taken (docs/language.md §1).

    >>> without_noise("0.0900000762939453"), without_noise("0.8999999999999999"), without_noise("3.14")
    (Decimal('0.09'), Decimal('0.9'), None)
    """
    match = _NOISY.fullmatch(text.strip())
    if not match or len(match[2]) < 10 or len((match[1] + match[2]).lstrip("0")) < 15:
        return None
    number = Decimal(text.strip())
    for decimals in range(len(match[2])):
        short = round_to(number, decimals)
        if abs(short - number) <= abs(number) * Decimal("0.000002"):
            return short.normalize() if short else short
    return None
