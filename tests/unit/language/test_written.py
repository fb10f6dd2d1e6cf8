"""Plain numbers of a column against `parse_value`, text by text."""

import pytest

from perfscore.language.values import parse_value
from perfscore.language.written import CLASSES, read_column

PLAIN = {
    "94.5": (94_500_000, "", "broken"),
    "94.5%": (94_500_000, "%", "broken"),
    "1,234": (1_234_000_000, "", "whole"),
    "1,234,567.25": (1_234_567_250_000, "", "broken"),
    "９８．５％": (98_500_000, "％", "broken"),
    "3次": (3_000_000, "次", "whole"),
    "0": (0, "", "zero"),
    "0.00%": (0, "%", "zero"),
    "1.0": (1_000_000, "", "one"),
    "0.985": (985_000, "", "part"),
    "1.5": (1_500_000, "", "part"),
    "007": (7_000_000, "", "whole"),
    "999999999.999999": (999_999_999_999_999, "", "broken"),
    "12 %": (12_000_000, " %", "whole"),
}
OTHER = [
    "", "-", "-3", "+5", "约95", "≥95%", "95%以上", "1234567890", "0.1234567", "1,23", "12,34", "1,2345", ",123", "1,234.", "5.", ".5",
    "1.2.3", "95%98%", "20231231", "20123.45", "十二", "1e5", "9O%", "3万元", "5abc", "1" * 40, "95%" + " " * 30, "٣", "²",
]  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_number_is_read(text):
    number, unit, kind = PLAIN[text]
    written = read_column(["别的", text], [])
    assert written.number[1] == number
    place, of = divmod(int(written.form[1]), len(CLASSES))
    assert (written.units[place], CLASSES[of]) == (unit, kind)
    value = parse_value(text, role="actual")
    assert value.low * 10**6 == number


@pytest.mark.parametrize("text", OTHER)
def test_anything_else_is_left_alone(text):
    assert read_column([text, "5"], []).form.tolist()[0] == -1


def test_no_texts_are_no_numbers():
    assert read_column([], []).form.tolist() == []


def test_units_keep_their_places_from_one_part_to_the_next():
    units = []
    first = read_column(["5%", "5次", "5没有的单位"], units)
    second = read_column(["7次", "7人", "7"], units)
    assert units == ["", "%", "次", "人"]
    assert first.form.tolist() == [1 * 5 + 3, 2 * 5 + 3, -1]
    assert second.form.tolist() == [2 * 5 + 3, 3 * 5 + 3, 3]
