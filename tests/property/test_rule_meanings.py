"""Laws of meaning: what a deduction, an event, a range, a deviation and a formula give, whatever is named."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from perfscore.core.sourced import Unreadable
from perfscore.language.rules import parse_rule

pytestmark = pytest.mark.property
COMMON = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

halves = st.integers(1, 40).map(lambda n: Decimal(n) / 2)


def read(text, points, target="", unit=""):
    rule = parse_rule(text, points=points, target=target, unit=unit)
    assert not isinstance(rule, Unreadable), (text, rule.reason, rule.words)
    return rule


# -- deductions --------------------------------------------------------------------------------------------

#: Whether something holds, in words and as a number: the good clause, the bad one, the row, a good and a bad actual.
FACTS = (
    ("验收合格", "验收不合格", "合格", "", "验收合格", "验收不合格"),
    ("档案规范", "档案不规范", "规范", "", "档案规范", "档案不规范"),
    ("完成", "未完成", "完成", "", "完成", "未完成"),
    ("已公示", "未公示", "公示", "", "已公示", "未公示"),
    ("机构健全", "否则", "健全", "", "机构健全", "机构不健全"),
    ("达到目标值", "未达到目标值", "≥50亩", "亩", "50亩", "49亩"),
    ("达到目标值", "否则", "≤30天", "天", "29天", "31天"),
    ("合格率≥95%", "合格率<95%", "≥95%", "%", "96%", "94%"),
)


@COMMON
@given(st.sampled_from(FACTS), st.integers(2, 30), halves)
def test_a_deduction_comes_off_the_points(fact, points, deduction):
    good, bad, target, unit, held, failed = fact
    assume(deduction <= points)
    assume(deduction * 2 != points)  # where the two are equal, taking one for the other does not show
    rule = read(f"{good}得{points}分，{bad}扣{deduction}分", points, target, unit)
    assert rule.score(held).points == points
    assert rule.score(failed).points == points - deduction


# -- events ------------------------------------------------------------------------------------------------

THINGS = (
    ("材料遗失", "份"),
    ("无证上岗", "人"),
    ("设备停机", "台"),
    ("通报批评", "次"),
    ("井盖破损", "个"),
    ("旷工", "天"),
)


@COMMON
@given(st.sampled_from(THINGS), st.integers(2, 30), halves, st.integers(0, 60))
def test_one_of_a_thing_costs_each_time(thing, points, each, events):
    name, unit = thing
    rule = read(f"{name}1{unit}扣{each}分", points, f"0{unit}", unit)
    assert rule.score(f"{events}{unit}").points == max(Decimal(0), points - each * events)
    assert not any(problem.kind in ("kinder", "not-monotone") for problem in rule.problems())


@COMMON
@given(st.sampled_from(THINGS), st.integers(3, 30), st.integers(3, 60))
def test_a_list_of_counts_is_one_of_tiers(thing, points, beyond):
    name, unit = thing
    rule = read(f"{name}1{unit}扣1分，{name}2{unit}扣2.5分", points, f"0{unit}", unit)
    scores = [rule.score(f"{n}{unit}").points for n in (0, 1, 2, beyond)]
    assert scores == [points, points - 1, Decimal(points) - Decimal("2.5"), None]


@COMMON
@given(st.integers(2, 30), st.integers(1, 30), st.integers(0, 40))
def test_one_of_a_thing_earns_each_time(points, each, events):
    assume(each < points)
    rule = read(f"举办一场得{each}分", points, "≥2场", "场")
    assert rule.score(f"{events}场").points == min(points, each * events)


# -- ranges ------------------------------------------------------------------------------------------------


@COMMON
@given(st.integers(20, 60), st.integers(1, 30), st.integers(0, 120), st.integers(5, 100))
def test_a_range_has_two_ends(low, width, actual, points):
    high = low + width
    over, short = max(0, actual - high), max(0, low - actual)
    gaps = {"超出": over, "低于": short, "偏离": over + short, "相差": over + short}
    for way, gap in gaps.items():
        rule = read(f"每{way}1个百分点扣1分", points, f"{low}%-{high}%", "%")
        assert rule.score(f"{actual}%").points == max(0, points - gap), way
        assert not any(problem.kind in ("kinder", "not-monotone") for problem in rule.problems()), way
    outside = read("超出范围每1个百分点扣1分", points, f"{low}%-{high}%", "%")
    assert outside.score(f"{actual}%").points == max(0, points - over - short)


# -- deviations --------------------------------------------------------------------------------------------


@COMMON
@given(st.sampled_from(["偏差率", "差异率", "误差", "偏离度"]), st.integers(1, 20), st.integers(0, 60))
def test_a_deviation_has_no_sign(name, limit, actual):
    texts = (
        f"预算{name}≤{limit}%得10分，>{limit}%不得分",
        f"预算{name}每超过1个百分点扣1分",
        f"预算{name}不超过{limit}%得满分，否则不得分",
    )
    for text in texts:
        rule = read(text, 10, f"≤{limit}%", "%")
        assert rule.score(f"{actual}%").points == rule.score(f"-{actual}%").points, text
    assert read(texts[0], 10, f"≤{limit}%", "%").score(f"-{actual}%").points == (10 if actual <= limit else 0)


@COMMON
@given(st.integers(1, 9), st.integers(1, 20), st.integers(0, 20))
def test_a_floor_below_zero_is_a_bound(each, floor, events):
    for words in (f"最低扣至-{floor}分", f"最低得分为负{floor}分", f"得分不低于-{floor}分", f"扣到-{floor}分为止"):
        rule = read(f"每发生1次扣{each}分，{words}", 10, "0次", "次")
        assert rule.score(f"{events}次").points == max(-floor, 10 - each * events), words


# -- formulas ----------------------------------------------------------------------------------------------


@COMMON
@given(st.integers(1, 60), st.integers(2, 500), st.integers(0, 500))
def test_a_weight_beside_100_is_a_share(points, target, actual):
    assume(points != 100)
    rule = read("完成率×100×权重", points, f"≥{target}件", "件")
    expected = min(Decimal(points), Decimal(points) * actual / target)
    found = rule.score(f"{actual}件").points
    assert found is not None
    assert abs(found - expected) < Decimal("0.000001")


@COMMON
@given(st.integers(2, 30), st.integers(1, 20), st.integers(1, 500), st.integers(0, 600))
def test_a_formula_is_never_clipped_in_silence(points, more, target, actual):
    text = f"得分=实际完成值/目标值×{points + more}"
    rule = read(text, points, f"≥{target}件", "件")
    assert rule.score(f"{actual}件").points == (None if actual else 0)
    assert any(problem.kind == "exceeds-points" for problem in rule.problems())
    assert rule.to_excel("A1", "B1") is None
    capped = read(f"{text}，最高{points}分", points, f"≥{target}件", "件")
    assert capped.score(f"{target}件").points == points


@COMMON
@given(st.sampled_from(["完成数", "栽植数量", "检查次数", "建成数"]), st.integers(1, 500), st.integers(0, 500))
def test_done_over_planned_is_actual_over_target(thing, target, actual):
    rule = read(f"完成率=（实际{thing}/计划{thing}）×100%；得分=完成率×分值", 10, f"{target}件", "件")
    found = rule.score(f"{actual}件").points
    assert found is not None
    assert abs(found - min(Decimal(10), Decimal(10) * actual / target)) < Decimal("0.000001")


@COMMON
@given(st.integers(10, 99), st.integers(1, 100))
def test_done_over_planned_of_a_rate_has_two_readings(target, actual):
    rule = read("完成率=（实际完成数/计划完成数）×100%；得分=完成率×分值", 10, f"≥{target}%", "%")
    score = rule.score(f"{actual}%")
    found = {
        reading.points.quantize(Decimal("0.0001")) for reading in score.readings if reading.points is not None
    }
    both = {
        Decimal(actual) / 10,
        min(Decimal(10), Decimal(10) * actual / target),
    }
    assert found == {value.quantize(Decimal("0.0001")) for value in both}
    assert score.points is None or len(found) == 1
