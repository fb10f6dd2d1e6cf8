"""A large number as a spreadsheet shows it."""

from decimal import Decimal

import pytest

from perfscore import Unreadable, parse_value


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("1.20E+06", "1200000", ""),
        ("≥1.5e+3吨", "1500", "吨"),
        ("2.5E-02", "0.025", ""),
        ("3E+05元", "300000", "元"),
    ],
)
def test_a_power_of_ten_is_its_number(text, low, unit):
    value = parse_value(text)
    assert (value.low, value.unit) == (Decimal(low), unit)


def test_its_last_written_digit_says_how_exact_it_is():
    value = parse_value("1.20E+06元/人", role="actual")
    assert value.decimals == -4


@pytest.mark.parametrize("text", ["A3E+05", "1E+06-2E+06吨吨", "1.2E+", "E+06"])
def test_codes_and_fragments_are_none(text):
    value = parse_value(text)
    assert isinstance(value, Unreadable) or value.low != 300000
