"""The rule API: readings, facts by name, steps, refusals, equality."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest

from perfscore.core.conventions import Conventions
from perfscore.core.sourced import Unreadable
from perfscore.language.rules import parse_rule


def rule(text, points=10, target=None, unit=None, **more):
    found = parse_rule(text, points=points, target=target, unit=unit, **more)
    assert not isinstance(found, Unreadable), (found.reason, found.words)
    return found


def test_part_of_a_step_has_three_readings():
    score = rule("每低1个百分点扣0.5分", target="≥95%", unit="%").score("92.3%")
    assert score.points == Decimal("8.65")
    assert {r.name: r.points for r in score.readings} == {
        "part-of-step: proportional": Decimal("8.65"),
        "part-of-step: whole": Decimal(9),
        "part-of-step: started": Decimal("8.5"),
    }
    assert not score.certain


def test_whole_steps_are_certain():
    assert rule("每低1个百分点扣0.5分", target="≥95%", unit="%").score("93%").certain


def test_conventions_name_the_default():
    started = rule(
        "每低1个百分点扣0.5分", target="≥95%", unit="%", conventions=Conventions(part_of_step="started")
    )
    assert started.score("92.3%").points == Decimal("8.5")


@pytest.mark.parametrize(
    ("words", "points"), [("不足1个百分点按1个百分点计", "8.5"), ("不足1个百分点不扣分", "9")]
)
def test_the_words_settle_the_part_of_a_step(words, points):
    score = rule(f"每低1个百分点扣0.5分，{words}", target="≥95%", unit="%").score("92.3%")
    assert score.points == Decimal(points)
    assert score.certain


def test_percent_of_a_quantity_is_of_the_target():
    assert rule("每低1%扣1分", target="≥200人", unit="人").score("198人").points == 9


def test_percent_of_a_rate_is_a_point():
    assert rule("每低1%扣1分", target="≥80%", unit="%").score("79%").points == 9


def test_marked_end_decides_for_the_unmarked_neighbour():
    text = "90%（含）-100%得8分，100%以上得10分，90%以下不得分"
    assert rule(text, target="100%", unit="%").score("90%").points == 8


def test_unmarked_shared_end_has_two_readings_and_no_default():
    score = rule("90%以上得10分，90%以下得5分", target="≥90%", unit="%").score("90%")
    assert score.points is None
    assert {r.points for r in score.readings} == {Decimal(10), Decimal(5)}
    assert "两档相接处：归数值大的一档 10，归数值小的一档 5" in score.reason


def test_gap_between_integer_tiers_has_no_points():
    score = rule("90-100分得10分，80-89分得8分，80分以下不得分", target="≥90分", unit="分").score("89.5")
    assert score.points is None


def test_better_than_the_best_tier_of_one_number():
    assert rule("100%得10分，90%以上得5分", target="100%", unit="%").score("101%").points == 10


def test_written_and_row_points_are_both_readings():
    score = rule("每少1公斤扣10分的5%", points=5, target="≥38公斤", unit="公斤").score("36公斤")
    assert {r.points for r in score.readings if r.name.startswith("points: row")} or score.points is None


def test_facts_by_name_mark_and_characters():
    found = rule("①制度健全，1分；②执行到位，2分", points=3)
    assert found.inputs == ("制度健全", "执行到位")
    assert found.score({"①": "是", "②": "是"}).points == 3
    assert found.score({"制度健全": "是", "执行": "否"}).points == 1
    assert found.score({"①": "是"}).points is None
    assert found.score({"①": "是", "别的": "是"}).points is None


def test_defined_quantity_is_scored_from_its_parts_or_directly():
    found = rule(
        "结余率=（预算数-执行数）÷预算数×100%。结余率≤8%得8分；＞8%的，每超1个百分点扣0.5分",
        points=8,
        target="≤8%",
    )
    assert found.inputs == ("预算数", "执行数")
    assert found.score({"预算数": "500万元", "执行数": "450万元"}).points == 7


def test_definition_from_the_explanation():
    found = rule(
        "完成率低于60%不得分，60%以上的得分=（完成率-60%）/（1-60%）*10", target="≥50个", unit="个",
        explanation="完成率=实际完成值/目标值*100%。",
    )  # fmt: skip
    assert found.score("40个").points == 5


def test_completion_rate_for_a_quantity_is_used_and_said():
    score = rule("每少1公斤扣0.5分", target="≥48公斤", unit="公斤").score("94.75%")
    assert score.points == Decimal("8.74")
    assert any("完成率" in step.formula for step in score.step.children)


@pytest.mark.parametrize("actual", ["", "—", "不适用", "约95%", "85%-90%", "详见报告"])
def test_actuals_that_are_no_number(actual):
    score = rule("每低1个百分点扣0.5分", target="≥95%", unit="%").score(actual)
    assert score.points is None
    assert score.reason


@pytest.mark.parametrize("actual", ["无", "0", "0起", "未发生"])
def test_none_of_a_bad_thing_is_zero(actual):
    assert rule("每发生一起扣2分", target="0起", unit="起").score(actual).points == 10


def test_veto_does_not_take_a_bare_yes():
    found = rule("未按时提交的，不得分", points=3, target="按时")
    assert found.score("按时").points == 3
    assert found.score("未按时").points == 0
    assert found.score("是").points is None
    assert found.score("符合").points == 3


def test_exact_label_only():
    found = rule("好得5分，较好得3分，一般得1分", points=5)
    assert found.score("较好").points == 3
    assert found.score("良好").points is None


def test_lexicon_of_the_rule_set():
    found = rule("好得5分，较好得3分，一般得1分", points=5, conventions=Conventions(lexicon=(("达成预期", "好"),)))
    assert found.score("达成预期").points == 5


def test_reverse_formula_is_no_rule_for_a_positive_target():
    text = "反向指标（即指标值为≤*）得分=指标值/实际值*分值"
    assert isinstance(parse_rule(text, points=10, target="≥40", unit="厘米"), Unreadable)
    assert rule(text, target="≤40", unit="厘米").score("50").points == 8


def test_opposite_direction_scores_nothing():
    score = rule("每超1%扣1分", target="≥95%", unit="%").score("97%")
    assert score.points is None
    assert "相反" in score.reason


def test_period_without_its_dates():
    found = rule("每季度合格率低于90%的扣1分", points=5, target="≥90%", unit="%")
    assert found.score("95%").points == 5
    assert found.score("80%").points is None


def test_full_width_and_wrapped_cells_read_the_same():
    plain = rule("每低于1个百分点扣0.5分，扣完为止", target="≥95%", unit="%")
    wrapped = rule("每低于１个百\n分点扣０．５ 分，扣完\n为止", target="≥95%", unit="%")
    assert plain == wrapped


def test_rules_compare_hash_and_pickle():
    one = rule("达到目标值得满分，否则不得分", target="≥5", unit="个")
    other = rule("达到目标值得满分；否则不得分。", target="≥5", unit="个")
    assert one == other
    assert hash(one) == hash(other)
    again = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own bytes
    assert again == one
    assert again.score("5").points == 10


def test_refusal_names_the_words_and_what_would_settle_it():
    found = parse_rule("达标得满分，未达标酌情扣分", points=5)
    assert isinstance(found, Unreadable)
    assert found.words == "酌情"
    assert found.settle


@pytest.mark.parametrize("points", ["", "十分", "NaN", "-3"])
def test_points_that_are_no_points(points):
    assert isinstance(parse_rule("完成得满分", points=points, target="≥5"), Unreadable)


def test_too_long_a_text():
    assert isinstance(parse_rule("完成得满分。" * 400, points=5), Unreadable)


def test_steps_name_the_clause_that_applied():
    score = rule("≥95%得10分；90%（含）-95%得8分；＜90%不得分", target="≥95%", unit="%").score("92%")
    assert any("8分" in step.formula for step in score.step.children)
