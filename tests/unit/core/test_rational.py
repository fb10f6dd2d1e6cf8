"""What is computed with a `Rational` is what a `Fraction` gives, and a `Rational` wherever it can be one."""

import copy
import operator
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perfscore.core.rational import Rational, rational

NUMBERS = st.one_of(st.integers(-(10**9), 10**9), st.fractions(max_denominator=10**6))
SUMS = [operator.add, operator.sub, operator.mul, operator.truediv]
TESTS = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]


@pytest.mark.parametrize("compute", [*SUMS, operator.floordiv, operator.mod], ids=lambda one: one.__name__)
@given(one=NUMBERS, other=NUMBERS)
def test_a_sum_is_that_of_fractions(compute, one, other):
    assume(other or compute in SUMS[:3])
    wanted = compute(Fraction(one), Fraction(other))
    for left in (one, Fraction(one), rational(one)):
        for right in (other, Fraction(other), rational(other)):
            if Rational not in (type(left), type(right)):
                continue
            found = compute(left, right)
            assert found == wanted
            if compute in SUMS:
                assert type(found) is Rational
                assert (found.numerator, found.denominator) == (wanted.numerator, wanted.denominator)


@pytest.mark.parametrize("holds", TESTS, ids=lambda one: one.__name__)
@given(one=NUMBERS, other=NUMBERS)
def test_a_comparison_is_that_of_fractions(holds, one, other):
    for left, right in ((one, other), (one, one)):
        wanted = holds(Fraction(left), Fraction(right))
        assert holds(rational(left), rational(right)) is wanted
        assert holds(rational(left), Fraction(right)) is wanted
        assert holds(Fraction(left), rational(right)) is wanted
        assert holds(rational(left), right) is wanted
        assert holds(left, rational(right)) is wanted


@given(NUMBERS)
def test_a_rational_is_found_under_its_fraction(one):
    made = rational(one)
    assert hash(made) == hash(Fraction(one))
    assert (repr(made), str(made), bool(made)) == (repr(Fraction(one)), str(Fraction(one)), bool(one))
    assert (-made, abs(made), type(-made), type(abs(made))) == (-Fraction(one), abs(one), Rational, Rational)
    assert pickle.loads(pickle.dumps(made)) == copy.deepcopy(made) == made  # noqa: S301 - what was just written


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.integers(1, 10**6))
def test_what_a_rational_is_made_of(number, under):
    assert rational(number) == Fraction(number)
    assert rational(number, under) == Fraction(number) / under
    made = rational(number)
    assert rational(made) is made
    assert type(rational(Fraction(number))) is Rational


def test_what_is_no_fraction_is_left_to_fractions():
    half = rational(Decimal("0.5"))
    assert half + 0.25 == 0.25 + half == 0.75
    assert half * 0.5 == half - 0.25 == 0.25
    assert half / 0.25 == 2.0 / (half * 2) == 2
    assert half < 0.75
    assert half == 0.5
    assert half != "0.5"
    with pytest.raises(TypeError):
        half + Decimal(1)
    with pytest.raises(ZeroDivisionError, match=r"Fraction\(1, 0\)"):
        half / 0
    with pytest.raises(ZeroDivisionError):
        1 / (half - half)
