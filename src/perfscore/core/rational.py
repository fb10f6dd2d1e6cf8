"""Fractions that are soon added and compared.

`fractions.Fraction` looks through abstract classes for every comparison and makes every result by a constructor that
takes texts and floats as well. A `Rational` is a fraction in all respects and equal to it. What is done often with
fractions and whole numbers it does itself, and leaves everything else to `Fraction`; what comes of a `Rational` and a
fraction is a `Rational` again.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, Any

_new = object.__new__


class Rational(Fraction):
    """A fraction whose sums, products and comparisons take a short way; `rational` makes one.

    >>> rational(Decimal("0.5")) + Fraction(1, 3), Fraction(1, 3) < rational(1)
    (Fraction(5, 6), True)
    """

    __slots__ = ()

    if TYPE_CHECKING:  # what `Fraction` keeps, and its own methods read
        _numerator: int
        _denominator: int

    def __add__(self, other: Any) -> Any:
        kind = other.__class__
        if kind is Rational or kind is Fraction:
            top, bottom, under = self._numerator, self._denominator, other._denominator
            if bottom == under:
                return _lowest(top + other._numerator, bottom)
            return _lowest(top * under + other._numerator * bottom, bottom * under)
        if kind is int:
            return _made(self._numerator + other * self._denominator, self._denominator)
        return Fraction.__add__(self, other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        kind = other.__class__
        if kind is Rational or kind is Fraction:
            top, bottom, under = self._numerator, self._denominator, other._denominator
            if bottom == under:
                return _lowest(top - other._numerator, bottom)
            return _lowest(top * under - other._numerator * bottom, bottom * under)
        if kind is int:
            return _made(self._numerator - other * self._denominator, self._denominator)
        return Fraction.__sub__(self, other)

    def __rsub__(self, other: Any) -> Any:
        return (-self).__add__(other)

    def __mul__(self, other: Any) -> Any:
        kind = other.__class__
        if kind is Rational or kind is Fraction:
            return _lowest(self._numerator * other._numerator, self._denominator * other._denominator)
        if kind is int:
            return _lowest(self._numerator * other, self._denominator)
        return Fraction.__mul__(self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        kind = other.__class__
        if kind is Rational or kind is Fraction:
            top, bottom = self._numerator * other._denominator, self._denominator * other._numerator
        elif kind is int:
            top, bottom = self._numerator, self._denominator * other
        else:
            return Fraction.__truediv__(self, other)
        if bottom > 0:
            return _lowest(top, bottom)
        return _lowest(-top, -bottom) if bottom else Fraction.__truediv__(self, other)  # which says what is wrong

    def __rtruediv__(self, other: Any) -> Any:
        kind = other.__class__
        if kind is int or kind is Fraction:
            return rational(other) / self
        return Fraction.__rtruediv__(self, other)

    def __neg__(self) -> Rational:
        return _made(-self._numerator, self._denominator)

    def __abs__(self) -> Rational:
        return self if self._numerator >= 0 else _made(-self._numerator, self._denominator)

    def __bool__(self) -> bool:
        return self._numerator != 0

    def __eq__(self, other: object) -> Any:
        kind: Any = other.__class__
        if kind is Rational or kind is Fraction:
            number: Any = other
            return self._numerator == number._numerator and self._denominator == number._denominator
        if kind is int:
            return self._denominator == 1 and self._numerator == other
        return Fraction.__eq__(self, other)

    def __hash__(self) -> int:  # type: ignore[override]  # as that of `Fraction`
        return hash(self._numerator) if self._denominator == 1 else Fraction.__hash__(self)

    def __lt__(self, other: Any) -> Any:
        kind = other.__class__
        if kind is Rational or kind is Fraction:
            return self._numerator * other._denominator < other._numerator * self._denominator
        return self._numerator < other * self._denominator if kind is int else Fraction.__lt__(self, other)

    def __le__(self, other: Any) -> Any:
        kind = other.__class__
        if kind is Rational or kind is Fraction:
            return self._numerator * other._denominator <= other._numerator * self._denominator
        return self._numerator <= other * self._denominator if kind is int else Fraction.__le__(self, other)

    def __gt__(self, other: Any) -> Any:
        kind = other.__class__
        if kind is Rational or kind is Fraction:
            return self._numerator * other._denominator > other._numerator * self._denominator
        return self._numerator > other * self._denominator if kind is int else Fraction.__gt__(self, other)

    def __ge__(self, other: Any) -> Any:
        kind = other.__class__
        if kind is Rational or kind is Fraction:
            return self._numerator * other._denominator >= other._numerator * self._denominator
        return self._numerator >= other * self._denominator if kind is int else Fraction.__ge__(self, other)

    def __repr__(self) -> str:
        return f"Fraction({self._numerator}, {self._denominator})"


def _made(numerator: int, denominator: int) -> Rational:
    """A fraction in lowest terms, its denominator above zero."""
    made: Rational = _new(Rational)
    made._numerator = numerator
    made._denominator = denominator
    return made


def _lowest(top: int, bottom: int) -> Rational:
    """A fraction with a denominator above zero."""
    made: Rational = _new(Rational)
    if bottom != 1 and (common := gcd(top, bottom)) != 1:
        top //= common
        bottom //= common
    made._numerator = top
    made._denominator = bottom
    return made


def rational(value: Decimal | Fraction | int, under: int = 1) -> Fraction:
    """A number, or one over a whole number above zero, as a `Rational`.

    >>> rational(Decimal("12.50")), rational(10, 4)
    (Fraction(25, 2), Fraction(5, 2))
    """
    if under != 1:
        top, bottom = value.as_integer_ratio()
        return _lowest(top, bottom * under)
    return value if value.__class__ is Rational else _made(*value.as_integer_ratio())
