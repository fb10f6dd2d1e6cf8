"""Which fact each name of a rule was taken for, by the words, by the row, and by the indicator's name."""

import pytest

from perfscore.language.agreement import agrees, elsewhen
from perfscore.language.evidence import Binding, listed
from perfscore.language.rules import parse_rule


def roles(text, indicator="", **row):
    rule = parse_rule(text, points="10", indicator=indicator, **row)
    return [(one.name, one.role, one.because) for one in rule.bindings(indicator)]


@pytest.mark.parametrize(
    ("name", "indicator", "same"),
    [
        ("满意度", "服务对象满意度", True),
        ("服务对象满意度", "满意度", True),
        ("培训合格率", "培训学员合格率", True),
        ("满意度", "第3项满意度（10分）", True),
        ("合格率", "服务对象满意度", False),
        ("率", "合格率", False),
        ("开工面积", "竣工里程", False),
    ],
)
def test_names_that_may_be_the_indicators(name, indicator, same):
    assert agrees(name, indicator) is same


def test_a_name_is_recognised_by_the_indicator_or_for_lack_of_another():
    text = "群众满意度≥90%得满分，每低1个百分点扣0.5分"
    assert roles(text, "群众满意度", target="≥90%") == [("群众满意度", "actual", "agrees")]
    assert roles(text, target="≥90%") == [("群众满意度", "actual", "only")]


def test_words_that_say_what_they_are():
    found = roles("完成率=实际完成数/计划数×100%，得分=完成率×分值", target="100人", unit="人")
    assert found == [
        ("完成率", "defined", "defined"),
        ("实际完成数", "actual", "spoken"),
        ("计划数", "target", "spoken"),
        ("分值", "points", "spoken"),
    ]


def test_two_quantities_are_facts_of_their_own():
    text = "合格率达到95%得6分，否则不得分；满意度达到90%得4分，否则不得分"
    assert roles(text) == [("合格率", "fact", "elsewhere"), ("满意度", "fact", "elsewhere")]


def test_a_condition_in_words_is_listed_and_a_step_without_a_name_is_not():
    assert roles("①有制度得4分；②执行到位得6分") == [
        ("有制度", "fact", "elsewhere"),
        ("执行到位", "fact", "elsewhere"),
    ]
    assert roles("每低1个百分点扣0.5分，扣完为止", target="≥90%") == []


@pytest.mark.parametrize("name", ["上年就业率", "去年就业率", "上一年度就业率", "上半年就业率"])
def test_the_quantity_of_another_year_is_not_the_rows(name):
    text = f"{name}达到90%得满分，否则不得分"
    rule = parse_rule(text, points="10", target="≥90%", indicator="毕业生就业率")
    assert rule.score("95%").points is None
    assert name in rule.score("95%").reason
    assert rule.score({name: "95%"}).points == 10
    assert roles(text, "毕业生就业率", target="≥90%") == [(name, "fact", "elsewhere")]
    # The indicator speaks of that year itself, or nobody knows what it speaks of.
    for indicator in (name, ""):
        assert parse_rule(text, points="10", target="≥90%", indicator=indicator).score("95%").points == 10


def test_the_name_of_the_indicator_makes_no_other_rule():
    """Rules are read once for each distinct text and row: sixty indicators share one."""
    text = "达到目标值得满分，每少1个扣0.5分，扣完为止"
    rules = [parse_rule(text, points="5", target="10个", indicator=name) for name in ("座谈会", "宣讲会", "")]
    assert rules[0] is rules[1] is rules[2]
    assert elsewhen(("上年就业率",), "") == frozenset()


def test_said_in_both_languages():
    one, two = Binding("满意度", "actual", "same", "群众满意度"), Binding("计划数", "target", "spoken")
    assert listed((one, two)) == "满意度 → 完成值（与“群众满意度”是同一个量）；计划数 → 指标值（说的就是它）"
    assert listed((one,), english=True) == "满意度 → the actual value (the same quantity as 群众满意度)"
    assert listed(()) == ""
