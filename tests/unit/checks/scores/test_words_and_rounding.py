"""What a row says of itself: full marks are not rounded up to, and an answer in the target's words is a verdict."""

import pytest

from builders import complete, findings, funding, indicator, levels, money, section, self_assessment


def form(*rows, **parts):
    return self_assessment(section("产出指标", *rows), **parts)


def test_full_marks_for_a_miss_are_not_excused_by_rounding():
    (found,) = findings("PS306", form(indicator("培训合格率", "≥95%", "94%", "8", "8")))
    assert "四舍五入虽为 8" in found.message
    assert levels([found]) == ["error"]
    bare = form(indicator("培训次数", "50次", "48次", "8", "8"))
    assert findings("PS306", bare) == []  # which way a bare target is better is not known
    assert levels(findings("PS301", bare)) == ["warning"]
    assert findings("PS302", bare) == []


def test_points_lost_without_a_stated_rule_are_a_warning_and_with_one_an_error():
    lost = {"name": "培训人数", "target": "≥100人", "actual": "120人", "points": "20", "score": "19"}
    assert levels(findings("PS307", form(indicator(**lost)))) == ["warning"]
    assert levels(findings("PS307", form(indicator(**lost, rule="达到目标值得满分，每少1人扣0.5分")))) == ["error"]


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("有效维护", "已有效维护"),
        ("完成验收", "已完成验收"),
        ("健全", "健全"),
        ("合格", "不合格"),
        ("有效维护", "达成预期目标"),
        ("有效维护", "部分达成预期指标并具有一定效果。"),
        ("有效维护", "未达成预期指标且效果较差"),
    ],
)
def test_answers_that_are_verdicts(target, actual):
    assert findings("PS317", form(indicator("维护稳定", target, actual, "10", "10"))) == []


@pytest.mark.parametrize("actual", ["100%", "群众反映良好"])
def test_answers_that_are_none(actual):
    assert levels(findings("PS317", form(indicator("维护稳定", "有效维护", actual, "10", "10")))) == ["info"]


def test_a_reason_that_explains_the_money_is_no_reason_too_many():
    row = indicator("培训人数", "≥100人", "120人", "10", "10", reason="剩余尾款未付")
    spent = funding(money(executed="80.00", points="10", rate="80.00%", score="8.00"))
    assert findings("PS309", form(row, funding=spent)) == []
    assert len(findings("PS309", form(row))) == 1
    assert len(findings("PS309", complete())) == 0
