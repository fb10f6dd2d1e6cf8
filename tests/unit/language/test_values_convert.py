"""An actual in the terms of its target: spans of lengths, frequencies and amounts for each."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore.language.values import parse_value
from perfscore.language.values.convert import contradict, spans, whole
from perfscore.language.values.durations import in_length
from perfscore.language.values.spans import Span


def pair(target, actual):
    return parse_value(target), parse_value(actual, role="actual")


def ends(target, actual):
    return [(span.low, span.high) for span in spans(*pair(target, actual))]


@pytest.mark.parametrize(
    ("target", "actual", "found"),
    [
        ("≥1次/半年", "全年2次", [(1, 1)]),
        ("≥2次/月", "24次", [(2, 2), (24, 24)]),
        ("≥12次", "3次/季度", [(12, 12)]),
        ("≥1次/月", "3次/季度", [(1, 1)]),
        ("≥1次/周", "全年52次", [(1, 52)]),
        ("≤80元/人", "76元", [(76, 76)]),
        ("≤80元/人", "7600元", []),
        ("≥48公斤/人/月", "48公斤/月", [(48, 48)]),
        ("≤80元/人", "76元/户", []),
        ("≥20场次", "18次", [(18, 18)]),
        ("≥100人次", "120人", [(120, None)]),
        ("≥100人", "120人次", [(0, 120)]),
        ("≥2公顷", "25亩", [(Fraction(5, 3), Fraction(5, 3))]),
        ("≥95", "96%", [(96, 96)]),
        ("≥5", "96%", [(96, 96), (Fraction(24, 5), Fraction(24, 5))]),
        ("≤0", "-5%", [(-5, -5)]),
        ("≤0", "100%", []),
        ("≤5", "4%", []),
        ("汛期每月2次", "全年24次", []),
    ],
)
def test_every_way_that_the_units_admit(target, actual, found):
    assert ends(target, actual) == found


@given(year=st.integers(2001, 2090), month=st.integers(1, 12), months=st.integers(1, 90))
def test_a_real_length_of_months_lies_in_its_span(year, month, months):
    start = date(year, month, 1)
    last = year * 12 + month - 1 + months
    days = Fraction((date(last // 12, last % 12 + 1, 1) - start).days)
    span = in_length(Span.between(Fraction(months), Fraction(months)), "个月", "天")
    assert span is not None
    assert span.low <= days <= span.high
    back = in_length(Span.between(days, days), "天", "个月")
    assert back is not None
    assert back.low <= months <= back.high


def test_a_month_is_also_thirty_days_and_a_year_is_not_twelve_of_these():
    half = in_length(Span.between(Fraction(6), Fraction(6)), "个月", "天")
    year = in_length(Span.between(Fraction(1), Fraction(1)), "年", "天")
    assert (half.low, half.high) == (180, 184)
    assert (year.low, year.high) == (365, 366)


def test_enormous_lengths_take_no_longer():
    found = in_length(Span.between(Fraction(10**30), Fraction(10**30)), "天", "个月")
    assert found is not None
    assert found.low < found.high


def test_working_days_are_at_least_as_many_days_and_eight_hours_each():
    five = Span.between(Fraction(5), Fraction(5))
    assert in_length(five, "工作日", "天") == Span.between(Fraction(5), None)
    assert in_length(five, "工作日", "小时") == Span.between(Fraction(40), None)
    assert in_length(five, "天", "工作日") == Span.between(Fraction(0), Fraction(5))


@pytest.mark.parametrize(
    ("target", "actual", "differ"),
    [
        ("≥95%", "96人", True),
        ("10月12日", "11人", True),
        ("≥10人", "10月12日", True),
        ("≥20吨", "15人", True),
        ("≥30场", "40人", True),
        ("6月底前", "150天", False),
        ("≤6个月", "150天", False),
        ("≥40家", "45户", False),
        ("≥100人", "120人次", False),
        ("≥90分", "92%", False),
        ("≥95", "96%", False),
        ("≤80元/人", "7600元", False),
    ],
)
def test_kinds_that_contradict(target, actual, differ):
    assert contradict(*pair(target, actual)) is differ


@pytest.mark.parametrize(
    ("target", "actual", "kind"),
    [
        ("100%", "全部达标", "exact"),
        ("≥95%", "均已完成", "exact"),
        ("≥95%", "全覆盖", "exact"),
        ("≤5%", "全部达标", "qualitative"),
        ("100%", "基本全部达标", "qualitative"),
        ("100%", "全部未达标", "qualitative"),
        ("100%", "全年完成", "qualitative"),
        ("≥5人", "全部到位", "qualitative"),
    ],
)
def test_all_of_them_is_a_hundred_per_cent_of_a_share(target, actual, kind):
    assert whole(*pair(target, actual)).kind == kind
