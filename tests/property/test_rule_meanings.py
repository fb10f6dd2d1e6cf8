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


# -- a bound of the rule's own -----------------------------------------------------------------------------

#: Ways to say a bound and the step on its bad side: more is better, less is better.
AT_LEAST = ("≥{}", "达到{}", "不低于{}", "不少于{}", "完成{}", "{}以上", "{}")
AT_MOST = ("≤{}", "不超过{}", "不高于{}", "{}以内")
SHORT = ("每少", "每低于", "每缺", "每减少", "每差", "否则每少", "未达到的,每少", "低于{}的,每少")
OVER = ("每多", "每超", "每超过", "每增加", "否则每多", "超过{}的,每多")
UNITS = ("人", "户", "个", "场", "起", "份", "次", "台", "公里", "万元", "%", "人次")
#: What a text may leave unsaid.
UNSAID = {"no-floor", "step-undefined"}


@st.composite
def own_bounds(draw):
    more = draw(st.booleans())
    unit = draw(st.sampled_from(UNITS))
    size = draw(st.sampled_from([1, 2, 5, 10]))
    bound = size * draw(st.integers(1, 90 // size if unit == "%" else 60))
    points = draw(st.integers(2, 30))
    # The steps use up the points before nothing is left.
    each = max(Decimal(draw(st.integers(1, 8))) / 4, Decimal(points * size) / bound if more else Decimal(0))
    each = each.quantize(Decimal("0.01"), rounding="ROUND_UP")
    said = draw(st.sampled_from(AT_LEAST if more else AT_MOST)).format(f"{bound}{unit}")
    way = draw(st.sampled_from(SHORT if more else OVER)).format(f"{bound}{unit}")
    floor = draw(st.sampled_from(["", "，扣完为止"]))
    step = "个百分点" if unit == "%" else unit
    text = f"{said}得满分，{way}{size}{step}扣{each}分{floor}"
    target = draw(st.sampled_from(["", f"{'≥' if more else '≤'}{bound}{unit}", "按计划完成"]))
    return text, points, target, bound, size, each, unit, more


@settings(COMMON, max_examples=300)
@given(own_bounds(), st.integers(0, 12), st.sampled_from(["", "row"]))
def test_a_deduction_counts_from_the_bound_of_the_full_marks(one, steps, column):
    text, points, target, bound, size, each, unit, more = one
    rule = read(text, points, target, unit if column else "")
    found = [p for p in rule.problems() if p.kind not in UNSAID]
    assert not found, (text, target, found)
    if not target:
        assert not any("指标值" in p.message for p in rule.problems()), text
    bad = -1 if more else 1
    assert rule.score(f"{bound}{unit}").points == points, text
    assert rule.score(f"{bound - bad * size}{unit}").points == points, text
    last = Decimal(points)
    for n in range(steps + 1):
        actual = bound + bad * n * size
        if actual < 0:
            break
        got = rule.score(f"{actual}{unit}").points
        assert got == max(Decimal(0), points - n * each), (text, actual)
        assert got <= last
        last = got


@COMMON
@given(
    st.integers(1, 20),
    st.integers(1, 5),
    st.sampled_from(["发生", "出现", "发现", ""]),
    st.sampled_from([True, False]),
)
def test_events_beyond_an_allowed_number_have_both_readings(allowed, over, happens, with_target):
    text = f"{allowed}起以内得满分，每{happens}1起扣1分，扣完为止"
    rule = read(text, 30, f"≤{allowed}起" if with_target else "", "起")
    assert rule.problems() == ()
    assert rule.score(f"{allowed}起").points == 30
    score = rule.score(f"{allowed + over}起")
    assert score.points is None
    assert {r.points for r in score.readings} == {Decimal(30 - over), Decimal(30 - allowed - over)}


@COMMON
@given(st.integers(2, 50), st.sampled_from(["每发现1场", "每1场", "每有1场未开展"]), st.booleans())
def test_events_that_cost_where_more_is_better_are_not_read(bound, step, with_target):
    text = f"≥{bound}场得满分，{step}扣1分"
    rule = parse_rule(text, points=10, target=f"≥{bound}场" if with_target else "", unit="场")
    assert isinstance(rule, Unreadable)


@COMMON
@given(
    st.integers(11, 50),
    st.integers(0, 60),
    st.sampled_from(["不少于{}场，", "≥{}场，", "全年不少于{}场。", "以{}场为标准，"]),
)
def test_a_standard_without_points_is_counted_from(bound, actual, said):
    rule = read(f"{said.format(bound)}每少1场扣1分，扣完为止", 10)
    assert rule.problems() == ()
    assert rule.score(f"{actual}场").points == max(0, 10 - max(0, bound - actual))


@COMMON
@given(st.integers(2, 9), st.integers(0, 12), st.sampled_from(["", "0份", "≤0份"]))
def test_missing_things_beside_a_veto_are_counted_by_themselves(veto, missing, target):
    rule = read(f"每缺1份扣1分，{veto}份以上不得分", 10, target)
    assert rule.problems() == ()
    assert rule.score(f"{missing}份").points == (0 if missing >= veto else 10 - missing)
