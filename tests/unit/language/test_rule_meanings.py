"""What the laws of meaning leave out: facts by name, spreadsheets, what the author is not blamed for."""

from decimal import Decimal

import pytest

from perfscore.core.sourced import Unreadable
from perfscore.language.rules import parse_rule


def read(text, points, target="", unit=""):
    rule = parse_rule(text, points=points, target=target, unit=unit)
    assert not isinstance(rule, Unreadable), (rule.reason, rule.words)
    return rule


def test_a_deduction_beside_another_award_has_two_readings():
    score = read("完成得8分，未完成扣3分", 10, "完成").score("未完成")
    assert score.points is None
    assert {reading.points for reading in score.readings} == {Decimal(5), Decimal(7)}


def test_most_off_bounds_facts_as_it_bounds_counts():
    rule = read("未公示扣4分；未归档扣4分；最多扣5分", 10)
    assert rule.score({"未公示": "未公示", "未归档": "未归档"}).points == 5


def test_two_facts_are_no_fact_and_its_opposite():
    rule = read("制度健全得10分，资料缺失扣3分", 10, "健全")
    assert rule.score({"制度健全": "是", "资料缺失": "是"}).points == 7
    assert rule.score({"制度健全": "否", "资料缺失": "否"}).points is None
    assert rule.score("健全").points is None


def test_a_clause_about_the_target_does_not_vanish_beside_counts():
    rule = parse_rule("未完成扣3分，每发现1处差错扣1分", points=10, target="0处", unit="处")
    assert isinstance(rule, Unreadable)


def test_nothing_of_a_kind_answers_every_counter():
    rule = read("国家级媒体曝光1次扣3分，省级媒体曝光1次扣2分", 5, "0次", "次")
    assert rule.score("0次").points == 5
    assert rule.score("无").points == 5
    assert rule.score("2次").points is None
    assert rule.score({"国家级媒体曝光": "1次", "省级媒体曝光": "0次"}).points == 2


def test_the_author_is_not_blamed_for_events():
    rule = read("材料遗失1份扣2分", 6, "0份", "份")
    assert {problem.kind for problem in rule.problems()} == {"no-floor"}


def test_between_listed_counts_there_is_no_number():
    rule = read("旷工一次扣2分，旷工满三次不得分", 10, "0次", "次")
    score = rule.score("2次")
    assert (score.points, score.reason) == (None, "比列出的情形更差，怎样扣分没有写明")
    assert "gap" in {problem.kind for problem in rule.problems()}


def test_the_spreadsheet_takes_a_deviation_without_its_sign():
    rule = read("差异率不超过3%得满分，否则不得分", 5, "≤3%", "%")
    formula = rule.to_excel("F6", "E6")
    assert formula is not None
    assert "ABS(F6)" in formula


def test_a_named_side_of_a_deviation_keeps_its_sign():
    rule = read("正偏差率不超过3%得满分，否则不得分", 5, "≤3%", "%")
    assert rule.score("-8%").points == 5


def test_what_is_planned_may_be_given_with_what_is_done():
    rule = read("得分=实际建成里程/计划建成里程×分值", 10, "50公里", "公里")
    assert rule.inputs == ("实际建成里程",)
    assert rule.score({"实际建成里程": "40公里", "计划建成里程": "50公里"}).points == 8
    assert rule.score({"实际建成里程": "40公里", "计划建成里程": "60公里"}).points is None


def test_money_done_and_planned_is_no_length():
    rule = read("得分=实际到位资金/计划到位资金×分值", 10, "50公里", "公里")
    assert rule.score("40公里").points is None


def test_a_rank_is_no_number_to_reach():
    rule = parse_rule("每低1个百分点扣1分", points=10, target="前20%", unit="%")
    assert isinstance(rule, Unreadable)
    assert "排名" in rule.reason
    reached = parse_rule("达到目标值得满分，否则不得分", points=10, target="前20%", unit="%")
    assert [reached.score(actual).points for actual in ("15%", "25%", "前20%")] == [None] * 3


def test_a_formula_that_needs_one_end_of_a_range_is_refused():
    rule = parse_rule("得分=实际值/目标值×10", points=10, target="45-55个", unit="个")
    assert isinstance(rule, Unreadable)
    assert "区间" in rule.reason


@pytest.mark.parametrize(("actual", "points"), [("-40%", 0), ("3%", 10), ("40%", 0), ("-5%", 10)])
def test_a_defined_deviation_has_no_sign_either(actual, points):
    rule = read("差异率=（决算数-预算数）/预算数×100%；差异率≤5%得10分，否则不得分", 10, "≤5%", "%")
    assert rule.score(actual).points == points


def test_a_border_at_zero_treats_the_sides_apart():
    text = "成本偏差率=（实际成本-计划成本）/计划成本×100%。偏差率≤0得5分，0＜偏差率≤10%得3分，偏差率＞10%不得分。"
    rule = read(text, 5, "≤100万元", "万元")
    assert [rule.score(actual).points for actual in ("92万元", "105万元", "120万元")] == [5, 3, 0]


def test_the_rate_aimed_at_is_the_target():
    score = read("得分=实际完成率/目标完成率×分值", 10, "≥95%", "%").score("76%")
    assert score.points == 8


def test_a_written_fraction_is_no_number_of_points():
    assert isinstance(parse_rule("名次在前三分之一得10分", points=10), Unreadable)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("与计划偏差不超过5%得满分，每超1%扣1分", "100%"),
        ("每低1个百分点扣1分，每高1个百分点扣2分", "45%-55%"),
        ("每超出1%扣1分", "95%-105%"),
    ],
)
def test_the_author_is_not_blamed_for_two_sides(text, target):
    kinds = {problem.kind for problem in read(text, 10, target, "%").problems()}
    assert not kinds & {"kinder", "not-monotone", "contradicts-target"}


def test_a_share_of_the_points_is_read_whole():
    assert read("档案规范得满分，档案不规范扣该项分值的30%", 10, "规范").score("档案不规范").points == 7


def test_a_deduction_from_a_lesser_award_has_two_readings_for_numbers_too():
    score = read("达标得8分，不达标扣3分", 10, "≥90%", "%").score("80%")
    assert score.points is None
    assert {reading.points for reading in score.readings} == {Decimal(5), Decimal(7)}


def test_a_cost_within_the_target_leaves_no_free_ground_beyond_it():
    rule = read("投诉1起扣1分，超过5起不得分", 10, "≤5起", "起")
    assert [rule.score(f"{n}起").points for n in (0, 1, 3, 6)] == [10, 9, 7, 0]


def test_what_is_allowed_may_cost_where_not_all_is_lost_beyond_it():
    rule = read("每投诉1起扣1分，超过8起不得分", 10, "≤5起", "起")
    assert [rule.score(f"{n}起").points for n in (0, 3, 7, 9)] == [10, None, None, 0]


def test_what_the_words_leave_free_is_more_than_the_target_allows():
    rule = read("全年缺货不超过2次，第4次起每次扣2分", 10, "≤2次", "次")
    assert [rule.score(f"{n}次").points for n in (1, 3, 5)] == [10, 10, 6]


def test_stated_points_beside_awards_are_where_these_start():
    rule = read("基本分6分，获奖1次加2分，最高10分", 10, "", "次")
    assert [rule.score(f"{n}次").points for n in (0, 1, 3)] == [6, 8, 10]
    assert isinstance(parse_rule("满分6分，获奖1次得2分，最高10分", points=10, unit="次"), Unreadable)


def test_a_requirement_is_not_taken_for_the_fault_beside_it():
    rule = parse_rule("资料齐全，缺项扣3分", points=5, target="齐全")
    assert isinstance(rule, Unreadable)
    assert "既写了要求又写了缺失" in rule.reason


def test_a_rate_may_be_given_by_its_two_numbers():
    rule = read("（实际完成量/计划完成量）×100%，达到100%得满分，每降低1%扣0.5分", 10, "100%")
    assert rule.score({"实际完成量": "95", "计划完成量": "100"}).points == Decimal("7.5")
    assert rule.score({"实际完成量": "0", "计划完成量": "100"}).points == 0
    for done, planned in (("95", "0"), ("95吨", "100公斤"), ("95%以上", "100"), ("很多", "100")):
        assert rule.score({"实际完成量": done, "计划完成量": planned}).points is None
    assert rule.score({"实际完成量": "95"}).points is None


def test_what_is_added_and_taken_counts_from_the_stated_base():
    rule = read("基础分5分，每通报一次扣1分；受到表彰的每次加1分，最高不超过5分", 5, "0次", "次")
    assert rule.score({"通报": 2, "表彰": 1}).points == 4
    assert rule.score({"通报": 0, "表彰": 3}).points == 5
    higher = read("基础分6分，每被投诉一次扣2分，最多扣4分，每获表扬一次加1分，最多加3分", 10, "", "次")
    assert higher.score({"被投诉": 3, "获表扬": 5}).points == 5


def test_a_letter_stands_for_what_the_text_says():
    rule = read("S加=D升/D总×10，D升为实现升类的断面个数，D总为国控断面总个数", 10)
    assert rule.score({"D升": "3", "D总": "12"}).points == Decimal("2.5")
    rule = read("得分=A/B×10，A为合格批次，B为抽检批次", 10)
    assert rule.score({"合格批次": 9, "抽检批次": 10}).points == 9
