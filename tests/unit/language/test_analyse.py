"""Proofs about rules: each kind of problem has a rule that shows it and one that does not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfscore.core.sourced import Unreadable
from perfscore.language.rules import parse_rule


def problems(text, points=10, target=None, unit=None):
    rule = parse_rule(text, points=points, target=target, unit=unit)
    assert not isinstance(rule, Unreadable), (rule.reason, rule.words)
    return {problem.kind: problem for problem in rule.problems()}


SHOWN = [
    ("gap", "90%-100%得10分，80%-89%得5分，80%以下不得分", "≥90%", "%"),
    ("overlap", "90%以上得10分，80%-90%得5分，80%以下不得分", "≥90%", "%"),
    (
        "exceeds-points",
        "完成率低于60%不得分；60%以上的，得分=（完成率-60%）/（90%-60%）*10。完成率=实际完成值/目标值*100%",
        "≥95%",
        "%",
    ),
    ("no-cap", "得分=实际完成值/目标值×10", "≥50个", "个"),
    ("negative", "得分=(实际完成值-50)/50×10，最高10分", "≥100个", "个"),
    ("no-floor", "每低1个百分点扣1分", "≥95%", "%"),
    ("contradicts-target", "≥98%得10分，90%（含）-98%得8分，＜90%不得分", "≥95%", "%"),
    ("kinder", "≥0得满分；小于0时，每下降1%扣1分，扣完为止", "≥100%", "%"),
    ("of-a-hundred", "得分×分值÷100，低于80分不得分", "≥90分", "分"),
    ("not-monotone", "80%（含）-90%得8分，70%（含）-80%得9分，90%（含）以上得10分，70%以下不得分", "≥90%", "%"),
    ("unreachable", "≥95%得8分，＜95%不得分", "≥95%", "%"),
    ("zero-unreachable", "≥95%得10分，＜95%得2分", "≥95%", "%"),
    ("step-undefined", "每低1个百分点扣1分，扣完为止", "≥95%", "%"),
    ("points-differ", "该指标分值为8分，≥95%得满分，＜95%不得分", "≥95%", "%"),
    ("value-mismatch", "人均量≥38公斤/月/人得满分，＜38公斤/月/人不得分", "≥38", "公斤"),
    ("not-analysed", "南区每发现一处扣3分，北区每发现一处扣1分", "0处", "处"),
]


@pytest.mark.parametrize(("kind", "text", "target", "unit"), SHOWN, ids=[row[0] for row in SHOWN])
def test_problem_is_shown(kind, text, target, unit):
    found = problems(text, target=target, unit=unit)
    assert kind in found
    assert found[kind].message


def test_sound_rules_have_none():
    text = "≥95%得10分；90%（含）-95%得8分；＜90%不得分"
    assert problems(text, target="≥95%", unit="%") == {}


def test_value_at_the_target_is_exact():
    text = "完成率小于60%不得分；大于等于60%的，得分=（完成率-60%）/（95%-60%）*10。完成率=实际完成值/目标值*100%"
    problem = problems(text, target="≥95%", unit="%")["exceeds-points"]
    assert problem.numbers[0] == 95
    assert problem.numbers[1].quantize(Decimal("0.01")) == Decimal("11.43")


def test_kinder_names_where_full_marks_begin():
    problem = problems("≥0得满分；小于0时，每下降1%扣1分，扣完为止", target="≥100%", unit="%")["kinder"]
    assert problem.numbers == (Decimal(100), Decimal(0))


def test_target_at_which_the_formula_gives_just_the_points_only_lacks_a_cap():
    text = "完成率小于80%不得分；大于等于80%的，得分=（完成率-80%）/（1-80%）*10。完成率=实际完成值/目标值*100%"
    found = problems(text, target="≥50人", unit="人")
    assert "no-cap" in found
    assert "exceeds-points" not in found
    # An equality target has no beyond that could earn more.
    assert "no-cap" not in problems(text, target="=100%", unit="%")


def test_stated_limits_silence_the_notes():
    text = "每低1个百分点扣1分，不足1个百分点按1个百分点计，扣完为止"
    assert problems(text, target="≥95%", unit="%") == {}


def test_counts_have_no_gap_between_whole_numbers():
    assert "gap" not in problems("1-3处得8分，4-6处得4分，7处以上不得分，无得10分", target="0处", unit="处")


def test_direction_against_the_target():
    found = problems("每超1个百分点扣1分，扣完为止", target="≥95%", unit="%")
    assert "相反" in found["contradicts-target"].message


def test_a_bonus_on_top_does_not_contradict_the_target():
    text = "完成任务得8分，每超额10%加1分，最高10分，未完成不得分"
    assert "contradicts-target" not in problems(text, target="100%", unit="%")


def test_the_words_of_a_problem_are_the_source():
    text = "达到95%得满分；每下降1个百分点扣1分"
    problem = problems(text, target="≥95%", unit="%")["no-floor"]
    assert problem.words == text[slice(*problem.span)]
    assert "每下降" in problem.words


def test_a_count_of_events_is_not_held_against_a_rate():
    found = problems("均按期完工得满分，否则每有一个项目延期扣2分", target="=100%", unit="%")
    assert "not-analysed" in found
    assert "contradicts-target" not in found


@pytest.mark.parametrize(
    ("text", "actuals"),
    [
        ("≥300人得满分，每少10人扣0.5分，扣完为止", {"300人": 10, "290人": "9.5", "400人": 10, "0人": 0}),
        ("受益户数达到9000户得满分，每少100户扣0.5分", {"9000户": 10, "8900户": "9.5", "9500户": 10}),
        ("15场得满分，每少1场扣1分", {"15场": 10, "14场": 9, "20场": 10}),
        ("≥15个得满分，每少1个扣1分，少于10个不得分", {"15个": 10, "11个": 6, "9个": 0}),
        ("≤5起得满分，超过的每起扣1分", {"5起": 10, "3起": 10, "7起": 8}),
    ],
)
def test_a_rule_with_its_own_bound_needs_no_target(text, actuals):
    assert set(problems(text)) <= {"no-floor", "step-undefined"}
    rule = parse_rule(text, points=10)
    assert {actual: rule.score(actual).points for actual in actuals} == {a: Decimal(p) for a, p in actuals.items()}


@pytest.mark.parametrize(
    "text",
    [
        "≥15场得满分，每低于目标值1场扣1分",  # a target that is named and not there
        "≤5起得满分，每少1起扣1分",  # against its own bound
        "≥15个得满分，每有1个未完成扣1分",
        "以5起为标准，每发生1起扣1分",
        "每缺1份扣1分，少于3份不得分",  # missing from how many?
    ],
)
def test_what_a_deduction_counts_from_is_never_invented(text):
    assert isinstance(parse_rule(text, points=10), Unreadable)


@pytest.mark.parametrize(
    ("text", "target", "most", "words"),
    [
        ("低于90%的，每下降一个百分点扣0.5分；出现丙级病历一份扣5分", "≥90%", "最多相差0.5分", "每下降"),
        ("出现丙级病历一份扣5分；低于90%的，每下降一个百分点扣0.5分", "≥90%", "最多相差0.5分", "每下降"),
        ("每低1个百分点扣1分，扣完为止", "≥95%", "最多相差1分", "每低"),
    ],
)
def test_only_steps_that_have_parts_differ_by_them(text, target, most, words):
    problem = problems(text, target=target)["step-undefined"]
    assert problem.message.endswith(most)
    assert words in problem.words


def test_a_formula_that_gives_less_at_the_target_has_another_fault_than_a_missing_cap():
    found = problems("得分×分值÷100，低于80分不得分", target="≥90分")
    assert "no-cap" not in found
    assert found["of-a-hundred"].numbers[-1] == 9


@pytest.mark.parametrize(
    ("text", "target", "kind"),
    [
        ("得分=实际完成值/目标值×10", "≥50个", "no-cap"),
        ("得分=(150-实际完成值)/50×10，最高10分", "≤100个", "negative"),
    ],
)
def test_a_missing_bound_is_said_once(text, target, kind):
    message = problems(text, target=target)[kind].message
    assert message.count("没有写明") == 1
    assert "没有上限" not in message
    assert "没有下限" not in message


def test_a_difference_of_rates_may_be_below_zero():
    assert "zero-unreachable" not in problems("完成得满分，每少0.1个百分点扣1分", target="≥0.5个百分点")
    assert "zero-unreachable" not in problems("完成得满分，每少0.1个百分点扣1分", target="≥0.5", unit="个百分点")
    assert "zero-unreachable" in problems("完成得满分，每少0.1公斤扣1分", target="≥0.5公斤")


def test_a_least_score_that_is_stated_is_meant():
    text = "90%（含）以上得10分；90%以下得4分"
    assert "zero-unreachable" in problems(text, target="≥90%")
    assert "zero-unreachable" not in problems(f"{text}，最低得4分", target="≥90%")


def test_a_rule_may_leave_out_the_denominators_of_its_target():
    assert "value-mismatch" not in problems("不足4次的，每少1次扣1分，扣完为止", target="≥4次/日")
    assert "value-mismatch" in problems("≥4次/日得10分，＜4次/日不得分", target="≥4次")


def test_what_is_added_to_a_base_may_reach_the_points():
    assert "points-differ" not in problems("基础分6分，获奖加2分，发明专利加2分，发生事故扣3分", target="")
    assert "points-differ" in problems("基础分6分，发生事故扣3分", target="")
