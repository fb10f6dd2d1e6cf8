"""Why a row has no number: its own status, and a reason that says what is true of the row."""

import dataclasses
from decimal import Decimal

import pytest

from builders import indicator, number, text, valued
from perfscore.rulesets import load_ruleset
from perfscore.scoring import RowReading
from perfscore.scoring.rows import score_indicator
from perfscore.scoring.wording import readings_words

RULES = load_ruleset("mof-2021")


def scored(rule, target, actual, points="10"):
    row = indicator(name="违规情况", target=target, actual=actual, points=points, score="10")
    row = dataclasses.replace(
        row,
        target=valued(target),
        actual=valued(actual, "actual"),
        points=number(points),
        rule=text(rule) if rule else None,
    )
    return score_indicator(row, 0, RULES)


@pytest.mark.parametrize(
    ("rule", "target", "actual", "points", "status", "reason"),
    [
        ("", "", "3次", "10", "no-target", "指标值未填"),
        ("", "≥3次", "", "10", "no-actual", "实际完成值未填"),
        ("", "≥3次", "3次", "", "no-points", "分值未填"),
        # A rule that was read is not a missing rule, a value that stands there not a missing one.
        ("①有制度2分；②执行到位3分", "健全", "健全", "5", "no-facts", "请填是否有制度、是否执行到位"),
        ("每违规一起扣2分", "0起", "92%", "10", "unusable", "请填违规起数"),
        ("每违规一起扣2分", "0起", "", "10", "no-actual", "没有填写实际完成值"),
        ("90%以上得10分，60%以下得0分", "≥90%", "75%", "10", "undecided", "两档之间的空档"),
    ],
)
def test_the_reason_says_what_is_lacking(rule, target, actual, points, status, reason):
    score = scored(rule, target, actual, points)
    assert score.recomputed is None
    assert (score.status, reason in score.reason) == (status, True), score
    assert "as-written" not in score.reason
    assert score.reason_en


def test_the_steps_of_several_readings_are_named_by_them():
    score = scored("每低1个百分点扣0.5分，扣完为止", "≥95%", "92.5%")
    assert [one.step.label for one in score.readings] == [
        "不足一个单位：按比例",
        "不足一个单位：只计整数",
        "不足一个单位：进一",
    ]
    assert readings_words(score.readings) == "不足一个单位：按比例 8.75，只计整数 9.00，进一 8.50"


def test_formulas_of_the_rule_set_have_words_in_both_languages():
    score = scored("", "≥90%", "80%")
    assert readings_words(score.readings).startswith("按完成比例计分 8.89")
    for one in score.readings:
        english = readings_words([RowReading(one.name, Decimal(1), one.interval)], english=True)
        assert "formula" not in english
        assert english.isascii()
