"""Rules that ask about a number, counts, faults and vetoes at once."""

from decimal import Decimal

import pytest

from perfscore import parse_rule
from perfscore.language.facets import asked
from perfscore.language.facts import Goal
from perfscore.language.template import read_template


def rule_of(text, points=10, target="≥95%", unit="%"):
    rule = parse_rule(text, points=points, target=target, unit=unit)
    assert not hasattr(rule, "reason"), rule
    return rule


def readings(score):
    return {one.name: one.points for one in score.readings}


def test_a_veto_that_nobody_reported_leaves_two_readings_and_names_itself():
    score = rule_of("合格率≥95%得10分，否则不得分；发生安全事故的不得分").score("96%")
    assert readings(score) == {"veto: not-occurred": Decimal(10), "veto: occurred": Decimal(0)}
    assert (score.points, score.lack) == (None, "facts")
    assert score.reason == "没有报告是否发生安全事故，没有发生时得10分"


def test_what_gives_nothing_anyway_needs_no_report():
    assert rule_of("合格率≥95%得10分，否则不得分；发生安全事故的不得分").score("90%").points == 0
    assert rule_of("合格率≥95%得10分，否则不得分；未公示的扣2分").score("90%").points == 0


@pytest.mark.parametrize(("said", "points"), [("是", 0), ("否", 10), ("√", 0), ("未发生安全事故", 10)])
def test_under_its_own_words_a_bare_yes_says_that_a_fault_happened(said, points):
    rule = rule_of("合格率≥95%得10分，否则不得分；发生安全事故的不得分")
    assert rule.score({"合格率": "96%", "发生安全事故": said}).points == points


def test_a_bare_yes_to_a_part_of_the_words_may_mean_either():
    rule = rule_of("合格率≥95%得10分，否则不得分；无安全制度的不得分")
    assert rule.score({"合格率": "96%", "安全制度": "是"}).points is None


def test_none_of_another_thing_is_no_zero_of_the_rate():
    rule = rule_of("合格率≥95%得10分，每低1个百分点扣1分；无安全制度的不得分")
    assert rule.score({"合格率": "93%", "无安全制度": "是"}).points == 0


def test_none_of_the_counted_thing_is_its_zero():
    rule = rule_of("举办8场以上得10分，5-7场得5分，未举办不得分", target="8场", unit="场")
    assert rule.score("0场").points == 0
    assert rule.inputs == ("举办",)


def test_a_most_at_the_end_is_of_the_last_deduction_or_of_all():
    rule = rule_of("投诉未查处的扣4分。每发现一处差错扣1分，最多扣5分。", target="", unit="")
    score = rule.score({"投诉未查处": "是", "差错": "3处"})
    assert readings(score) == {"most-of: all": Decimal(5), "most-of: last": Decimal(3)}
    assert score.points is None


def test_a_most_behind_a_clause_before_others_is_of_that_clause():
    rule = rule_of("每发现一处差错扣1分，最多扣2分；投诉未查处的扣4分。", target="", unit="")
    assert rule.score({"投诉未查处": "是", "差错": "3处"}).points == 4


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("及时率≥95%得10分，每发现一例不及时扣1分", "按数值得分，又按同一件事扣分，怎样合计没有写明"),
        ("合格率≥95%得8分；制度健全得4分", "数值标准里夹有文字条件"),
        ("合格率≥95%得10分，每低1个百分点扣1分；未合格不得分", "数值标准里夹有文字条件"),
        ("合格率≥95%得10分；每获奖1次加1分", "既加分又扣分，起点没有写明"),
    ],
)
def test_what_does_not_go_together_is_refused(text, reason):
    found = parse_rule(text, points=10, target="≥95%", unit="%")
    assert getattr(found, "reason", None) == reason


def test_each_clause_is_sorted_by_what_it_asks():
    text = "合格率≥95%得10分，每低1个百分点扣1分；每发现一处差错扣1分；未公示的扣2分；发生事故的不得分"
    parts = asked(read_template(text), Goal())
    assert {facet.kind: len(facet.statements) for facet in parts.facets} == {
        "number": 2,
        "count": 1,
        "fault": 1,
        "veto": 1,
    }


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("迟到每次扣1分，最多扣3分；旷课每次扣2分，最多扣6分", 1),
        ("迟到每次扣1分，最多扣3分；旷课每次扣1分", 2),
        ("迟到每次扣1分；旷课每次扣2分，最多扣6分", 4),
    ],
)
def test_a_limit_is_of_the_clause_that_it_stands_behind(text, points):
    assert rule_of(text, target="", unit="").score({"迟到": "5次", "旷课": "5次"}).points == points


def test_so_it_is_of_faults_in_words():
    rule = rule_of("迟到的扣4分，最多扣3分；旷课的扣2分，最多扣6分", target="", unit="")
    assert rule.score({"迟到": "是", "旷课": "是"}).points == 5


def test_a_limit_between_several_deductions_is_refused():
    text = "迟到每次扣1分；早退每次扣1分，最多扣3分；旷课每次扣2分"
    found = parse_rule(text, points=10, target="")
    assert found.reason == "限额写在几项扣分之间，管哪几项没有写明"


def test_a_limit_holds_beyond_an_allowance_too():
    rule = rule_of("每发生1起扣1分，最多扣3分；隐瞒不报的不得分", target="≤2起", unit="起")
    given = readings(rule.score({"发生次数": "9起", "隐瞒不报": "否"}))
    assert set(given.values()) == {Decimal(7)}


def test_a_thing_under_its_own_name_denies_that_it_is_missing():
    rule = parse_rule("无规划扣1分，无工作领导小组扣1分，无办公室扣1分", points=3)
    told = {"规划": "有", "工作领导小组": "有", "办公室": "无"}
    assert rule.score(told).points == 2
    assert rule.score({**told, "办公室": "有"}).points == 3
    assert rule.score({"无规划": "是", "无工作领导小组": "否", "无办公室": "否"}).points == 2


def test_all_else_behind_the_last_quantity_may_be_of_each():
    rule = parse_rule("开工率达到80%得6分、竣工率达到50%得4分，未达到的按比例得分", points=10)
    both = {reading.name: reading.points for reading in rule.score({"开工率": "60%", "竣工率": "55%"}).readings}
    assert both == {"else-of: each": Decimal("8.5"), "else-of: last": 4}
    assert rule.score({"开工率": "80%", "竣工率": "40%"}).points == Decimal("9.2")
    own = parse_rule("开工率达到80%得6分，未达到不得分；竣工率达到50%得4分，未达到的按比例得分", points=10)
    assert own.score({"开工率": "60%", "竣工率": "40%"}).points == Decimal("3.2")


def test_short_of_full_marks_beside_a_counter_is_no_number():
    text = "发放准确率100%得8分；每发现1例错发或重复发放扣0.2分，扣完为止"
    rule = parse_rule(text, points=8, target="100%", unit="%", direction="up")
    assert [rule.score(actual).points for actual in ("99.99%", "99.99%，错发6例")] == [None, None]
    assert rule.score({"发放准确率": "100%", "错发或重复发放": "1例"}).points == Decimal("7.8")
