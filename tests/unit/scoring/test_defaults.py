from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore.core.errors import UsageError
from perfscore.core.numbers import round_to
from perfscore.core.sourced import Unreadable
from perfscore.language.values import parse_value
from perfscore.rulesets import load_ruleset
from perfscore.scoring.defaults import Refused, points_by_default, score_by_default
from perfscore.scoring.direction import of_name, of_target
from perfscore.scoring.formulas import Quantities, apply, formula

RULES = load_ruleset("mof-2021")


def score(target, actual, points=10, direction=None, rules=RULES):
    read_target, read_actual = parse_value(target), parse_value(actual, role="actual")
    assert not isinstance(read_target, Unreadable)
    assert not isinstance(read_actual, Unreadable)
    return score_by_default(read_target, read_actual, Fraction(points), rules, direction)


def readings(*args, **more):
    given = score(*args, **more)
    assert not isinstance(given, Refused), given
    return {one.name: round_to(one.value, 2) for one in given}


@pytest.mark.parametrize(
    ("target", "actual", "points", "want"),
    [
        ("≥95%", "96%", 10, {"met": "10"}),
        ("≥95%", "95%", 10, {"met": "10"}),
        ("≥95%", "94%", 10, {"formula: ratio": "9.89"}),
        (">0%", "15.63%", 20, {"met": "20"}),
        (">0%", "0%", 20, {"zero-target": "0"}),
        ("=0次", "0次", 5, {"met": "5"}),
        ("=0次", "2次", 5, {"zero-target": "0"}),
        ("≤0%", "-12%", 4, {"met": "4"}),
        ("≤100万元", "110万元", 10, {"formula: inverse-ratio": "9.09", "formula: mirror": "9.00"}),
        ("≤100万元", "250万元", 10, {"formula: inverse-ratio": "4", "formula: mirror": "0"}),
        ("≤100万元", "1100000元", 10, {"formula: inverse-ratio": "9.09", "formula: mirror": "9.00"}),
        ("≥100人", "130人", 10, {"met": "10"}),
        ("≥48公斤/人/月", "94.75%", 5, {"formula: ratio": "4.74"}),
        ("=365天", "100%", 10, {"met": "10"}),
        ("=2023年", "100%", 5, {"met": "5"}),
        ("=100%", "98%", 10, {"formula: ratio": "9.80", "formula: all-or-nothing": "0"}),
        ("80%-90%", "85%", 10, {"met": "10"}),
        ("≥100人", "0人", 10, {"formula: ratio": "0"}),
    ],
)
def test_admissible_readings(target, actual, points, want):
    assert readings(target, actual, points) == {name: Decimal(value) for name, value in want.items()}


@pytest.mark.parametrize(
    ("target", "actual", "status", "words"),
    [
        ("=0次", "100%", "not-comparable", "目标为 0"),
        ("≤30万元", "95%", "not-comparable", "上限"),
        ("≤30万元", "良好", "not-comparable", "文字"),
        ("有效维护", "100%", "no-rule", "定性指标"),
        ("", "5人", "no-target", "指标值未填"),
        ("≥5人", "", "no-actual", "实际完成值未填"),
        ("≥20吨", "15人", "not-comparable", "不能换算"),
        ("≥-5%", "-8%", "no-rule", "负数"),
        ("80%-90%", "95%", "no-rule", "区间"),
        ("≥100人", "≥90人", "not-comparable", "范围"),
        ("12月底前", "次年1月20日", "no-rule", "没有达到"),
    ],
)
def test_no_number_without_ground(target, actual, status, words):
    refused = score(target, actual)
    assert isinstance(refused, Refused)
    assert refused.status == status
    assert words in refused.reason
    assert refused.reason_en


def test_a_lone_number_follows_the_kind_of_indicator():
    assert readings("14人", "12人", direction="smaller") == {"met": Decimal(10)}
    assert readings("14人", "17人", direction="smaller")["formula: inverse-ratio"] == Decimal("8.24")
    assert readings("14人", "17人") == {"met": Decimal(10)}


def test_a_written_actual_is_an_interval_and_a_met_target_is_not():
    (missed,) = score("≥95%", "94.0%")
    assert missed.interval.low == Fraction(10) * Fraction("93.95") / 95
    assert missed.interval.high == Fraction(10) * Fraction("94.05") / 95
    (met,) = score("≥95%", "95%")
    assert met.interval.low == met.interval.high == 10


def test_formulas_by_name():
    q = Quantities(Fraction(5), Fraction(100), Fraction("94.75"))
    assert apply(formula("pass-mark:60"), q) == Fraction("4.34375")
    assert apply(formula("pass-mark:60"), Quantities(Fraction(5), Fraction(100), Fraction(59))) == 0
    assert "低于 60%" in formula("pass-mark:60").words(Quantities(Fraction(5), Fraction(100), Fraction(59)))
    for name in ("pass-mark", "pass-mark:0", "pass-mark:100", "pass-mark:x", "best"):
        with pytest.raises(UsageError, match="可用"):
            formula(name)


@pytest.mark.parametrize(
    ("name", "want"),
    [
        ("成本节约率", "larger"),
        ("会议成本", "smaller"),
        ("重大安全事故发生次数", "smaller"),
        ("事故处置及时率", "larger"),
        ("扶持企业数", None),
        ("", None),
    ],
)
def test_direction_by_name(name, want):
    assert of_name(name) == want


def test_direction_by_sign():
    assert [of_target(parse_value(text)) for text in ("≥1", ">1", "≤1", "<1", "=1")] == [
        "larger", "larger", "smaller", "smaller", None,
    ]  # fmt: skip


numbers = st.integers(1, 10**6).map(lambda n: Decimal(n).scaleb(-2))


@pytest.mark.property
@given(numbers, numbers, st.sampled_from(["≥", "≤", "=", ">", "<"]), st.integers(1, 60))
def test_scores_stay_between_zero_and_the_points(target, actual, sign, points):
    given = score(f"{sign}{target}吨", f"{actual}吨", points)
    assert not isinstance(given, Refused)
    assert all(0 <= one.value <= points for one in given)
    assert all(one.interval.low <= one.value <= one.interval.high for one in given)


@pytest.mark.property
@given(numbers, numbers, numbers, st.sampled_from(["≥", "≤"]))
def test_a_worse_actual_never_scores_more(target, one, other, sign):
    better, worse = (max(one, other), min(one, other)) if sign == "≥" else (min(one, other), max(one, other))
    first, second = score(f"{sign}{target}吨", f"{better}吨"), score(f"{sign}{target}吨", f"{worse}吨")
    assert not isinstance(first, Refused)
    assert not isinstance(second, Refused)
    by_name = {reading.name: reading.value for reading in second}
    for reading in first:
        if reading.name in by_name:
            assert by_name[reading.name] <= reading.value


@pytest.mark.property
@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_wan_and_yuan_score_the_same(target, actual):
    in_wan = score(f"≤{target}万元", f"{actual}万元")
    in_yuan = score(f"≤{target}万元", f"{actual * 10000}元")
    assert not isinstance(in_wan, Refused)
    assert not isinstance(in_yuan, Refused)
    assert [one.value for one in in_wan] == [one.value for one in in_yuan]


@pytest.mark.parametrize("direction", [None, "larger", "smaller"])
@pytest.mark.parametrize("target", ["≥95%", "≤5%", "=100%", "20个", "≥0", "≤0", "良好", "2024年6月"])
@pytest.mark.parametrize("actual", ["100%", "93.2%", "4%", "0", "19个", "-3", "较好", "2024年7月"])
def test_points_alone_are_those_of_the_readings(target, actual, direction):
    for rules in map(load_ruleset, ("mof-2020", "mof-2021")):
        given = parse_value(target), parse_value(actual, role="actual"), Fraction(10), rules, direction
        readings, points = score_by_default(*given), points_by_default(*given)
        if isinstance(readings, Refused):
            assert points == readings
        else:
            assert points == tuple(one.value for one in readings)
