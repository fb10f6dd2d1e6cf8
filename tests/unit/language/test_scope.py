"""Words that scope: used as a condition, or the reading stops; never dropped."""

from __future__ import annotations

import pytest

from perfscore.core.sourced import Unreadable
from perfscore.language.clauses.scope import loose, narrowed, scoped
from perfscore.language.rules import Rule, parse_rule


def read(text, target="≥90%", unit="%", points=10):
    return parse_rule(text, points=points, target=target, unit=unit)


@pytest.mark.parametrize(
    "text",
    [
        "每超出预算1%或经批准的，扣1分",
        "每低一个百分点（不含病假）的，扣1分",
        "合格率≥90%得10分，每低1个百分点未整改的扣1分",
        "仅乡镇卫生院合格率≥90%得10分，否则不得分",
        "首次合格率≥90%得10分，否则不得分",
        "合格率≥90%得10分，每低1个百分点或在编人员，扣1分",
        "合格率（不含样本村）≥90%得10分，否则不得分",
        "首次得分=合格率×10",
        "得分=合格率(不含税)×10",
        "只对山区，一般差错每次扣1分，最多扣5分",
        "汛期的，一般差错每次扣1分，最多扣5分",
        "6月30日前完成并网上公示的得10分，否则不得分",
        "仅优（≥90%）得10分，良（≥80%）得8分，其余不得分",
        "首次发现1处错误扣1分",
        "办结时限不超过15日得10分，超过10个工作日并网上公示的，不得分",
    ],
)
def test_a_scoping_phrase_that_nothing_uses_stops_the_reading(text):
    rule = read(text)
    assert isinstance(rule, Unreadable), rule.say()
    assert rule.settle


@pytest.mark.parametrize(
    ("text", "actual", "points"),
    [
        ("除尘率≥90%得10分，每低1个百分点扣1分", "88%", 8),
        ("限额以上企业入库率≥90%得10分，每低1个百分点扣1分", "88%", 8),
        ("非税收入完成率≥90%得10分，每低1个百分点扣1分", "88%", 8),
        ("并网率≥90%得10分，每低1个百分点扣1分", "88%", 8),
        ("经费使用合规率≥90%得10分，每低1个百分点扣1分", "88%", 8),
        ("未成年人入学率≥90%得10分，每低1个百分点扣1分", "88%", 8),
        ("查看最近连续两年资料，每低1%扣1分", "88%", 8),
    ],
)
def test_a_noun_that_contains_such_a_word_is_a_noun(text, actual, points):
    rule = read(text)
    assert isinstance(rule, Rule), rule.reason
    assert rule.score(actual).points == points


def test_a_fact_in_words_keeps_its_scope():
    rule = read("未按规定公开（不含涉密项目）扣2分", target="", unit="")
    assert rule.inputs == ("未按规定公开(不含涉密项目)",)


def test_what_is_counted_keeps_all_its_words():
    rule = read("报表，每发现一处错误扣2分", target="", unit="")
    assert rule.inputs == ("报表错误",)
    assert rule.score("3处").points == 4
    assert read("被综合采用的，每个单位扣3分", target="", unit="").inputs == ("被综合采用的单位",)


@pytest.mark.parametrize("word", ["仅城区", "除汛期外", "不含自筹部分", "（限样本村）", "首次", "或补办的"])
def test_scoping_words_are_known_whatever_noun_stands_with_them(word):
    assert scoped(word.translate(str.maketrans("（）", "()")))


def test_joined_parts_of_a_counted_thing_do_not_narrow_it():
    assert not narrowed("未按时上报或上报错误")
    assert narrowed("首次上报错误")
    assert loose("村委会同意的")
    assert not loose("项目")


# -- a requirement and a fault -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "资料齐备，有通告，未考核扣2分",
        "台账完整，登记有遗漏的扣2分",
        "按时报送，迟报不得分",
    ],
)
def test_a_penalty_behind_a_requirement_and_a_fault_is_not_guessed(text):
    rule = read(text, target="", unit="")
    assert isinstance(rule, Unreadable), rule.say()
    assert "要求" in rule.reason
    assert rule.words.rstrip("。") in text


@pytest.mark.parametrize(
    ("text", "actual", "points"),
    [
        ("制度健全得10分，无制度不得分", "健全", 10),
        ("制度健全得10分，无制度不得分", "无制度", 0),
        ("资金使用规范，未发现任何违规行为，得10分，否则不得分", "是", 10),
        ("无归纳，逻辑混乱扣2分", "无归纳，逻辑混乱", 8),
    ],
)
def test_one_polarity_or_an_award_is_read(text, actual, points):
    rule = read(text, target="", unit="")
    assert isinstance(rule, Rule), rule.reason
    assert rule.score(actual).points == points
