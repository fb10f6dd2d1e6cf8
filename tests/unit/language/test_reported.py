"""What was not reported, where an actual tells of some inputs of a rule only."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfscore.core.sourced import Unreadable
from perfscore.language.rules import parse_rule
from perfscore.language.said import relation

TRUCKS = "违反作业规定的扣1分/起；车容车貌不整洁的扣0.2分/次；发生污水滴漏的扣0.5分/次"


def readings(text, actual, points=10, **row):
    score = parse_rule(text, points=points, **row).score(actual)
    return score.points, {one.name: one.points for one in score.readings}, score.reason


def test_a_score_under_the_condition_that_nothing_else_happened():
    points, given, reason = readings(TRUCKS, "污水滴漏2次", 6)
    assert points is None
    assert given == {"veto: not-occurred": Decimal(5), "veto: occurred": None}
    assert reason == "没有报告违反作业规定起数、车容车貌不整洁次数，没有发生时得5分"


def test_what_was_not_reported_does_not_matter_where_nothing_is_left():
    assert readings(TRUCKS, "违反作业规定6起", 6) == (0, {"as-written": 0}, "")


def test_one_of_the_faults_beside_a_number():
    text = "每低1个百分点扣1分；发生重大差错的扣3分；出现投诉的扣2分"
    points, given, _ = readings(text, "93%，无投诉", target="≥95%", unit="%")
    assert points is None
    assert {one for name, one in given.items() if "veto: not-occurred" in name} == {Decimal(8)}
    assert {one for name, one in given.items() if "veto: occurred" in name} == {None}


def test_a_fact_that_may_have_happened_more_than_once_carries_no_condition():
    text = "每低1个百分点扣1分；发生重大差错的扣3分；出现投诉的扣2分"
    points, given, reason = readings(text, "93%，投诉2次", target="≥95%", unit="%")
    assert (points, set(given.values())) == (None, {None})
    assert reason == "“出现投诉”不止一次，是每次都扣还是只扣一次，没有写明"


def test_awards_that_were_not_reported_are_asked_for():
    text = "国家级奖励每项加3分，省级奖励每项加2分，最高加5分"
    points, given, reason = readings(text, "省级奖励1项", 5)
    assert (points, given) == (None, {"as-written": None})
    assert "国家级奖励" in reason


@pytest.mark.parametrize(
    ("words", "name", "holds"),
    [
        ("归口科室和负责人已明确", "未明确归口科室、负责人", False),
        ("未及时修剪", "不及时修剪", True),
        ("故障未按时修复", "故障未在规定时间修复", True),
        ("清理", "修剪后清理不干净", None),
        ("苗木死亡", "苗木死亡未补植", None),
        ("预案未修编、未组织演练", "预案修编并组织演练", False),
        ("记录基本完整", "记录不完整", None),
        ("无较大差错", "差错", None),
        ("公开", "因审查不到位导致公开涉密信息", True),
    ],
)
def test_how_words_stand_to_a_name(words, name, holds):
    found = relation(words, name)
    assert (None if found is None else found.holds) is holds


def test_a_stroke_behind_points_is_no_remark():
    rule = parse_rule("违反规定的扣1分/起；发生货物短少的扣0.5分/次。", points=10)
    assert isinstance(rule, Unreadable)
    assert rule.words.startswith("/次")
