"""Full marks for a missed target, points lost for a met one: what is said, and when nothing is."""

from __future__ import annotations

import pytest

from builders import findings, indicator, levels, section, self_assessment


def form(target, actual, *, name="某项指标", points="10", score="10", year="2023年度", columns=(), **cells):
    row = indicator(name, target, actual, points, score, **cells)
    more = {"columns": ("l1", "l2", "name", "target", "actual", "points", "score", *columns)}
    return self_assessment(section("产出指标", row), year=year, **more)


@pytest.mark.parametrize(
    ("target", "actual", "due"),
    [
        ("≤5个工作日", "7个工作日", "<10"),
        ("10月底前", "12月15日", "<10"),
        ("2023年10月底前", "2023年12月15日", "<10"),
        ("20000-25000吨", "18000吨", "<10"),
        ("合格", "不合格", "<10"),
        ("健全", "不健全", "<10"),
        ("明显改善", "未改善", "<10"),
        ("明显改善", "略有改善", "<10"),
        ("及时", "滞后", "<10"),
        ("≥12次", "未开展", "<10"),
        ("95%以上", "90%以下", "<10"),
        ("≤3个月", "120天", "<10"),
        ("每季度至少2次", "全年7次", "8.75"),
        ("≥80人", "60人", "7.50"),
        ("≥90", "81%", "9.00"),
    ],
)
def test_a_proven_miss_needs_no_formula(target, actual, due):
    found = findings("PS306", form(target, actual))
    assert levels(found) == ["error"]
    assert found[0].recomputed == due
    assert "没有达标" in found[0].message


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("有效提升", "基本达到预期"),
        ("有效提升", "有所提升"),
        ("防止恶化", "未恶化"),
        ("改善", "未明显改善"),
        ("≤2个月", "60天"),
        ("≤3个工作日", "10天"),
        ("≤500元/人", "150000元"),
        ("≥300人", "约295人"),
        ("≥85%", "80%以上"),
        ("每月不少于2次", "2次"),
        ("汛期每月不少于2次", "全年10次"),
        ("每日1次", "全年250次"),
        ("14人", "12人"),
        ("≤0", "100%"),
        ("12月底前", "已完成"),
        ("≥90分", "92%"),
    ],
)
def test_what_may_have_been_met_is_not_accused(target, actual):
    assert findings("PS306", form(target, actual)) == []


def test_dates_take_the_year_of_the_heading():
    late = form("12月31日前", "2024年1月5日")
    assert levels(findings("PS306", late)) == ["error"]
    assert findings("PS306", form("12月31日前", "2024年1月5日", year="2024年度")) == []
    assert findings("PS306", form("12月31日前", "2024年1月5日", year=None)) == []
    assert findings("PS306", form("12月31日前", "2023年12月28日")) == []


def test_a_stated_rule_that_gives_full_marks_or_was_not_read_is_left_alone():
    gives = form("≥95%", "94%", rule="达到90%以上得10分，否则不得分", columns=("rule",))
    unread = form("合格", "不合格", rule="由专家组视情况酌情评分", columns=("rule",))
    assert findings("PS306", gives) == []
    assert findings("PS306", unread) == []


def test_meeting_is_a_relation_and_not_a_score():
    rule = "得分=完成率×20，最高20分"
    short = form("≥30", "29", points="15", score="14.5", rule=rule, columns=("rule",))
    assert findings("PS307", short) == []
    met = form("≥30", "30", points="15", score="14.5")
    assert len(findings("PS307", met)) == 1


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("每半年不少于1次", "全年2次"),
        ("≤6个月", "150天"),
        ("≤80元/人", "76元"),
        ("≥20场次", "20次"),
        ("100%", "全部达标"),
        ("100人左右", "98人"),
        ("≥95%", "均已达标"),
        ("≥12公顷", "200亩"),
        ("≥40家", "45户"),
        ("≥300人", "420人次"),
        ("≤3个工作日", "10天"),
    ],
)
def test_convertible_values_are_no_fault(target, actual):
    for code in ("PS301", "PS306", "PS312", "PS313", "PS314"):
        assert findings(code, form(target, actual)) == []


@pytest.mark.parametrize(
    ("target", "actual"),
    [("≥95%", "96人"), ("10月12日", "11人"), ("≥20吨", "15人"), ("≥20吨", "15万元"), ("≤80元/人", "76元/户")],
)
def test_different_kinds_of_thing_contradict(target, actual):
    assert levels(findings("PS313", form(target, actual))) == ["warning"]
    assert findings("PS324", form(target, actual)) == []


def test_what_cannot_be_compared_is_told_once_a_form_as_information():
    rows = [
        indicator("工期", "≤2个月", "60天"),
        indicator("企业", "≥40家", "45户"),
        indicator("人数", "≥100人", "120人"),
        indicator("日期", "≥3次", ""),
    ]
    found = findings("PS324", self_assessment(section("产出指标", *rows)))
    assert levels(found) == ["info"]
    assert len(found[0].related) == 1


def test_a_word_for_a_number_stays_a_warning():
    assert levels(findings("PS314", form("≥12次", "良好"))) == ["warning"]
    assert levels(findings("PS314", form("≥95%", "已完成"))) == ["warning"]


def test_the_opposite_of_the_target_is_a_verdict():
    assert findings("PS317", form("合格", "不合格")) == []
    assert levels(findings("PS317", form("有效维护", "100%"))) == ["info"]


@pytest.mark.parametrize(
    ("target", "actual", "meant"),
    [
        ("≥60万千瓦时", "63.5千瓦时", "63.5万千瓦时"),
        ("≥35万人", "36.2人", "36.2万人"),
        ("≥3500吨", "3620公斤", "3620吨"),
        ("≥60万千瓦时", "55千瓦时", None),
        ("≥60万千瓦时", "6千瓦时", None),
        ("≥60千瓦时", "55千瓦时", None),
        ("≤2小时", "90小时", None),
        ("≥35万人", "30万人", None),
    ],
)
def test_a_figure_that_would_do_in_the_unit_of_the_target_is_asked_for(target, actual, meant):
    (found,) = findings("PS306", form(target, actual))
    assert (meant is None) == ("则已达标" not in found.help)
    assert meant is None or (f"若为 {meant}，" in found.help and meant in found.help_en)


def test_the_rule_that_was_used_is_named():
    (own,) = findings("PS306", form("≥80人", "60人", rule="达到得满分，达不到的按比例得分"))
    assert "（按本行评分标准为 7.50）" in own.help
    (general,) = findings("PS306", form("≥80人", "60人"))
    assert "（规则集算法为 7.50）" in general.help
