from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore.core.numbers import Figure, Interval, plain, read_figure, round_to, to_decimal, without_noise

cents = st.integers(-(10**9), 10**9).map(lambda n: Decimal(n).scaleb(-4))


@pytest.mark.parametrize(
    ("value", "digits", "mode", "want"),
    [
        ("4.34375", 2, "half_up", "4.34"),
        ("0.125", 2, "half_up", "0.13"),
        ("-0.125", 2, "half_up", "-0.13"),
        ("0.125", 2, "half_even", "0.12"),
        ("0.125", 2, "half_down", "0.12"),
        ("0.129", 2, "truncate", "0.12"),
        ("9.5", 0, "half_up", "10"),
    ],
)
def test_rounding_modes(value, digits, mode, want):
    assert round_to(Decimal(value), digits, mode) == Decimal(want)


def test_a_quotient_is_never_mistaken_for_a_tie():
    assert round_to(Fraction(1, 200) - Fraction(1, 10**50), 2) == Decimal("0.00")
    assert round_to(Fraction(1, 200), 2) == Decimal("0.01")


@pytest.mark.parametrize(
    ("text", "value", "decimals", "percent"),
    [
        ("94.00%", "94.00", 2, True),
        ("6,530.55", "6530.55", 2, False),
        ("10", "10", 0, False),
        ("-3.5", "-3.5", 1, False),
        ("5.", "5", 0, False),
        (".5", "0.5", 1, False),
        ("0", "0", 0, False),
    ],
)
def test_figures_as_people_write_them(text, value, decimals, percent):
    assert read_figure(text) == Figure(Decimal(value), decimals, percent)


@pytest.mark.parametrize("text", ["", "优", "详见附表", "1,23", "12,34.5", "%", "-", "1.2.3", "10分"])
def test_what_is_no_figure(text):
    assert read_figure(text) is None


def test_a_figure_says_what_it_stands_for():
    figure = read_figure("94.00%")
    assert str(figure) == "94.00%"
    assert figure.unit_in_last_place == Fraction(1, 100)
    assert Decimal("93.995") in figure.interval
    assert Decimal("94.005") not in figure.interval


def test_half_open_ends_meet_only_from_below():
    left, right = Interval.around(Decimal("1.0"), 1), Interval.around(Decimal("1.1"), 1)
    assert not left.meets(right)
    assert not right.meets(left)
    assert left.meets(Interval.point(left.low))
    assert not left.meets(Interval.point(left.high))
    assert Interval.point(3).meets(Interval.point(3))


def test_plain_writes_no_exponent():
    assert plain(Decimal("1E+2")) == "100"
    assert plain(Decimal("-0.00")) == "0"
    assert plain(Fraction(1, 3), 4) == "0.3333"
    assert plain(7) == "7"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("0.0900000762939453", "0.09"),
        ("0.8999999999999999", "0.9"),
        ("0.30000000000000004", "0.3"),
        ("3.14", None),
        ("0.1234567891", None),
        ("abc", None),
        ("123456789012345", None),
    ],
)
def test_machine_noise(text, want):
    got = without_noise(text)
    assert got == (None if want is None else Decimal(want))


@pytest.mark.property
@given(cents, cents)
def test_the_sum_of_intervals_holds_the_sum_of_the_numbers(a, b):
    assert a + b in Interval.around(a, 2) + Interval.around(b, 2)


@pytest.mark.property
@given(cents, st.integers(0, 6))
def test_rounding_stays_within_half_a_unit(value, digits):
    assert abs(Fraction(round_to(value, digits)) - Fraction(value)) <= Fraction(1, 2) / 10**digits


@pytest.mark.property
@given(cents)
def test_a_written_number_is_read_back(value):
    figure = read_figure(f"{value:f}")
    assert figure is not None
    assert figure.value == value


@pytest.mark.property
@given(st.fractions(max_denominator=10**6))
def test_an_exact_number_survives_the_way_out_to_fifty_digits(value):
    assert abs(Fraction(to_decimal(value)) - value) <= abs(value) / 10**50 + Fraction(1, 10**55)
