from decimal import Decimal
from fractions import Fraction

import pytest

from perfscore.core.numbers import Interval
from perfscore.language.values import is_completion_rate, matched, meets, parse_value


def pair(target, actual):
    return parse_value(target), parse_value(actual, role="actual")


@pytest.mark.parametrize(
    ("target", "actual", "verdict"),
    [
        ("≥48公斤/人/月", "48公斤/月/人", True),
        ("≥48公斤/人/月", "45.48公斤/人/月", False),
        ("≥48公斤/人/月", "45.48公斤", False),
        ("≥48公斤/人/月", "94.75%", None),
        ("≥2吨", "1500公斤", False),
        ("≥2吨", "2000公斤", True),
        ("≤30万元", "300000元", True),
        ("<30万元", "300000元", False),
        ("≤24小时", "1天", True),
        ("≤5%", "3‰", True),
        ("≥3亩", "2000平方米", True),
        ("=0次", "未发生", True),
        ("=0次", "无", True),
        ("=0次", "1次", False),
        ("=0次", "100%", None),
        ("=365天", "100%", None),
        ("14人", "14人", True),
        ("14人", "15人", None),
        ("=14人", "15人", False),
        ("≥3家", "3个", True),
        ("≥4次/年", "5次", True),
        ("≥20人次", "15批", None),
        ("≥95", "96%", True),
        ("≥5", "6次", True),
        ("80%-90%", "85%", True),
        ("80%-90%", "91%", False),
        ("90%≤x<100%", "100%", False),
        ("≥350天", "≥350天", True),
        ("≥350天", "≥340天", None),
        ("≥350天", "<350天", False),
        ("≥90%", "88%-92%", None),
        ("15工作日内", "12工作日", True),
        ("36小时内", "2天", False),
        ("12月底前", "12月20日", True),
        ("12月底前", "11月", True),
        ("6月底前", "12月20日", False),
        ("2023年12月底前", "2024年1月", False),
        ("12月底前", "2024年1月", None),
        ("12月前", "12月", None),
        ("12月前", "11月", True),
        ("11月前", "12月", False),
        ("12月底前", "完成", None),
        ("12月31日前", "12月31日", True),
        ("每月10日前", "每月8日前", True),
        ("每月10日前", "每月10日", True),
        ("每月10日前", "每月12日", False),
        ("每月10日前", "每月12日前", None),
        ("每月底前", "每月25日", True),
        ("次月15日前", "次月10日前", True),
        ("每年3月底前", "每年3月15日前", True),
        ("每季度首月10日前", "每季度首月8日前", True),
        ("每季度首月10日前", "每季度末月8日前", None),
        ("每月10日前", "次月8日前", None),
        ("每月10日前", "3月8日", None),
        ("春节前", "1月10日", None),
        ("3月至11月", "5月1日", True),
        ("提高5%", "提高6%", True),
        ("提高5%", "提高4%", False),
        ("提高5%", "下降6%", False),
        ("下降≤3%", "下降4%", False),
        ("提高5%", "5%", None),
        ("1:15", "1:15", True),
        ("≤1:45", "1:40", True),
        ("≤1:45", "1:50", False),
        ("1:15", "1:14", None),
        ("保障", "保障", True),
        ("保障", "良好", None),
        ("保障", "100%", None),
        ("≥**人", "5人", None),
        ("≥5人", "—", None),
        ("不低于上年度", "5人", None),
        ("按月缴纳", "按月缴纳", True),
        ("≥5人", "完成", None),
    ],
)
def test_meets(target, actual, verdict):
    assert meets(*pair(target, actual)) is verdict


def test_the_year_of_the_form_stands_in_for_dates_without_one():
    target, actual = pair("12月底前", "2024年1月")
    assert meets(target, actual, year=2023) is False
    assert meets(target, actual, year=2024) is True


@pytest.mark.parametrize(
    ("target", "actual", "rate"),
    [
        ("≥48公斤/人/月", "94.75%", True),
        ("=0次", "100%", True),
        ("=365天", "达标", True),
        ("12月底前", "100%", True),
        ("12月底前", "已完成", True),
        ("≤30万元", "完成", True),
        ("15工作日内", "100%", True),
        ("甲级2家+乙级1家", "100%", True),
        ("不低于上年度", "100%", True),
        ("≥95%", "96%", False),
        ("≥95", "96%", False),
        ("保障", "100%", False),
        ("≥5人", "6人", False),
        ("≥5人", "良好", False),
        ("≥**人", "100%", False),
        ("城区≥95%、乡镇≥80%", "100%", False),
        ("提高5%", "100%", False),
    ],
)
def test_completion_rate(target, actual, rate):
    assert is_completion_rate(*pair(target, actual)) is rate


def test_a_bare_number_against_a_percentage_says_which_reading_was_taken():
    fraction = matched(*pair("≥95%", "0.985"))
    assert fraction is not None
    assert (fraction.low, fraction.unit) == (Decimal("98.5"), "%")
    assert "percent-from-fraction" in fraction.notes
    written = matched(*pair("≥95%", "98.5"))
    assert written is not None
    assert (written.low, written.notes) == (Decimal("98.5"), ("percent-as-written",))


def test_converted_figures_are_never_more_precise_than_they_were():
    tons = matched(*pair("≥2吨", "1500公斤"))
    assert tons is not None
    assert (tons.low, tons.decimals) == (Decimal("1.500"), 3)
    acres = matched(*pair("≥3亩", "2000平方米"))
    assert acres is not None
    assert acres.interval is not None
    assert acres.interval.low <= Fraction(2999, 1000)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("94.75%", Interval.around(Decimal("94.75"), 2)),
        ("14人", Interval.point(14)),
        ("365天", Interval.point(365)),
        ("130000元", Interval.point(130000)),
        ("12.5万元", Interval(Fraction(124500), Fraction(125500))),
        ("45.48公斤/人/月", Interval.around(Decimal("45.48"), 2)),
        ("92分", Interval.around(92, 0)),
        ("5", Interval.point(5)),
        ("5.5", Interval.around(Decimal("5.5"), 1)),
        ("80%-90%", None),
        ("保障", None),
        ("1:15", None),
    ],
)
def test_what_a_figure_stands_for(text, interval):
    assert parse_value(text, role="actual").interval == interval
