"""Targets passed by far, = targets not kept, limits scored like minimums: what is said, and when nothing is."""

from __future__ import annotations

import pytest

from builders import findings, indicator, levels, section, self_assessment
from perfscore.audit import audit

REASON = ("l1", "l2", "name", "target", "actual", "points", "score", "reason")


def form(target, actual, *, name="植树", points="10", score="10", reason="", **cells):
    row = indicator(name, target, actual, points, score, **({} if reason is None else {"reason": reason}), **cells)
    return self_assessment(section("产出指标", row), columns=REASON)


@pytest.mark.parametrize(
    ("target", "actual", "level"),
    [
        ("≥100场", "350场", "warning"),
        ("≥100场", "130场", "warning"),
        ("不少于40户", "90户", "warning"),
        (">2万株", "5万株", "warning"),
        ("≥3吨", "5200公斤", "warning"),
        ("8人", "80人", "info"),
        ("≥50%", "98%", "info"),
        ("≥1次", "2次", "info"),
        ("≥0次", "45次", "warning"),
    ],
)
def test_far_more_than_the_target_asks_for_a_reason(target, actual, level):
    found = findings("PS318", form(target, actual))
    assert levels(found) == [level]
    assert "没有说明原因" in found[0].message


@pytest.mark.parametrize(
    ("target", "actual", "more"),
    [
        ("≥100场", "129场", {}),
        ("≥100场", "350场", {"reason": "上级追加任务250场"}),
        ("≥100场", "350场", {"remark": "含合作单位承办的250场"}),
        ("≥3%", "9%", {"name": "游客增长率"}),
        ("≥5%", "12%", {"name": "成本节约率"}),
        ("≤100场", "350场", {}),
        ("≤100万元", "40万元", {"name": "印刷成本"}),
        ("约100场", "350场", {}),
        ("=100场", "350场", {}),
        ("100件", "350件", {"name": "群众投诉"}),
        ("每月2次", "100次", {}),
        ("≥5万元", "520000", {}),
        ("≥0次", "3次", {}),
        ("≥0元", "3万元", {}),
        ("≥100场", "300%", {}),
        ("良好", "优秀", {}),
    ],
)
def test_what_is_no_far_overachievement(target, actual, more):
    assert findings("PS318", form(target, actual, **more)) == []


def test_without_a_column_of_reasons_it_is_a_remark():
    assert levels(findings("PS318", form("≥100场", "350场", reason=None))) == ["info"]


def test_a_loss_without_a_reason_is_told_once():
    lost = form("≥100场", "350场", score="8")
    assert findings("PS318", lost) == []
    assert findings("PS307", lost) == []
    assert levels(findings("PS308", lost)) == ["error"]


@pytest.mark.parametrize(
    ("target", "actual", "more"),
    [
        ("=14人", "17人", {}),
        ("等于14人", "17人", {}),
        ("=800元/人", "950元/人", {"name": "救助标准"}),
        ("=6件", "4件", {"name": "交通事故"}),
    ],
)
def test_an_equality_target_that_was_not_kept(target, actual, more):
    found = findings("PS321", form(target, actual, **more))
    assert levels(found) == ["warning"]
    assert findings("PS318", form(target, actual, **more)) == []


@pytest.mark.parametrize(
    ("target", "actual", "more", "level"),
    [
        ("=90%", "95%", {}, ["info"]),
        ("=120万元", "121万元", {}, ["info"]),
        ("=14人", "17人", {"reason": None}, ["info"]),
    ],
)
def test_lesser_deviations_are_remarks(target, actual, more, level):
    assert levels(findings("PS321", form(target, actual, **more))) == level


@pytest.mark.parametrize(
    ("target", "actual", "more"),
    [
        ("14人", "17人", {}),
        ("≥14人", "17人", {}),
        ("=14人", "14人", {}),
        ("=14人", "17人", {"reason": "七月增聘三人"}),
        ("=14人", "17人", {"score": "9"}),
        ("=14人", "12人", {}),
        ("=365天", "366天", {"name": "值守天数"}),
        ("=95%", "95.00%", {}),
        ("=94.5吨", "94.54吨", {}),
        ("=0次", "0次", {}),
        ("=14人", "17人", {"rule": "聘用14人及以上得满分，每少1人扣1分，扣完为止"}),
        ("=10万元", "12万元", {"name": "印刷成本"}),
    ],
)
def test_what_is_no_deviation(target, actual, more):
    assert findings("PS321", form(target, actual, **more)) == []


def test_a_limit_scored_as_if_more_were_better():
    reversed_ = form("≤100万元", "83万元", name="食堂成本", points="20", score="16.6")
    found = findings("PS320", reversed_)
    assert levels(found) == ["warning"]
    assert found[0].recomputed == "20.00"
    assert "20 × 83 ÷ 100" in found[0].message
    for code in ("PS301", "PS307", "PS308"):
        assert findings(code, reversed_) == []


def test_with_a_stated_rule_that_gives_more_it_is_an_error():
    rule = "不超过100万元得满分，每超1%扣0.5分，扣完为止"
    stated = form("≤100万元", "83万元", name="食堂成本", points="20", score="16.6", rule=rule)
    assert levels(findings("PS320", stated)) == ["error"]
    given = form(
        "≤100万元", "83万元", name="食堂成本", points="20", score="16.6", rule=rule, reason="按实际支出计分"
    )
    assert levels(findings("PS320", given)) == ["warning"]


@pytest.mark.parametrize(
    ("target", "actual", "points", "score", "more"),
    [
        ("≤100万元", "83万元", "20", "20", {}),
        ("≤100万元", "83万元", "20", "16", {}),
        ("≤100万元", "125万元", "20", "16", {}),
        ("≥100万元", "83万元", "20", "16.6", {}),
        ("≤4次", "2次", "2", "1", {}),
        ("≤100万元", "0万元", "20", "0", {}),
        ("≤100万元", "83万元", "20", "16.6", {"rule": "得分=实际支出/预算控制数×分值"}),
        ("≤100万元", "83万元", "20", "16.6", {"rule": "由评审小组酌情评分"}),
        ("≤100万元", "83万元", "20", "16.6", {"rule": "不超过90万元得10分，超过的不得分"}),
    ],
)
def test_scores_that_have_another_origin(target, actual, points, score, more):
    assert findings("PS320", form(target, actual, points=points, score=score, name="食堂成本", **more)) == []


BOOK = """项目支出绩效自评表
项目名称\t乡镇文化站运行\t主管部门\t某县文旅局
一级指标\t二级指标\t三级指标\t指标值\t全年完成情况\t权重\t自评得分\t未完成原因及改进措施
产出指标\t数量指标\t送戏下乡\t≥60场\t190场\t30\t30\t
产出指标\t数量指标\t图书流动点\t=12个\t15个\t20\t20\t
成本指标\t经济成本指标\t演出补贴\t≤80万元\t64万元\t20\t16\t
效益指标\t社会效益指标\t观众人次\t≥3万人次\t3.2万人次\t20\t20\t
"""


def test_other_heads_and_a_text_of_tabs(tmp_path):
    path = tmp_path / "自评.txt"
    path.write_text(BOOK, encoding="utf-8")
    codes = {finding.code: finding.subject for finding in audit(path).findings}
    assert codes["PS318"] == "送戏下乡/actual"
    assert codes["PS321"] == "图书流动点/actual"
    assert codes["PS320"] == "演出补贴/score"
    assert "PS307" not in codes
