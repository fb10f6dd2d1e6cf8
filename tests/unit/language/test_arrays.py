"""Every shape of rule that is computed by column, and what is left to the row evaluator."""

import numpy as np
import pytest

from perfscore.core.sourced import Unreadable
from perfscore.language import arrays
from perfscore.language.arrays import ASK, Scorer
from perfscore.language.rules import parse_rule
from perfscore.language.written import read_column
from rule_cases import cases, read


def scorer_of(*rules):
    scorer = Scorer()
    for text, points, target, unit in rules:
        rule = parse_rule(text, points=points, target=target, unit=unit)
        assert not isinstance(rule, Unreadable), rule.reason
        scorer.add(rule)
    return scorer


def scores(scorer, texts, of=0):
    text = np.arange(len(texts), dtype=np.int32)
    out = scorer.score(np.full(len(texts), of, dtype=np.int32), text, texts)
    return [one if one > ASK else scorer.outcome(one).reason for one in out.tolist()]


def by_array(scorer, texts, of=0):
    """The scores before any row is asked: what the arrays themselves give."""
    written, text = read_column(texts, scorer.units), np.arange(len(texts), dtype=np.int32)
    rule = np.full(len(texts), of, dtype=np.int32)
    plan = scorer.plan(rule, text, written, texts)
    return plan.scores(rule, plan.form[text], written.number[text]).tolist()


TIERS = ("≥95%得10分；≥90%得8分；≥80%得5分；低于80%不得分", "10", "≥95%", None)
SHORT = ("每低1个百分点扣0.5分，扣完为止", "10", "≥95%", None)
STARTED = ("每低1个百分点扣0.5分，不足1个百分点按1个百分点计，扣完为止", "10", "≥95%", None)
WHOLE = ("每低1个百分点扣0.5分，不足1个百分点不扣分，扣完为止", "10", "≥95%", None)
OVER = ("每超5%扣1分，扣完为止", "10", "≤100万元", "万元")
GATED = ("达到目标值得满分，未达到的按完成比例得分，低于60%不得分", "10", "≥100人", "人")
THIRDS = ("得分=实际完成值/指标值×分值，最高不超过分值", "10", "≥3个", "个")
LESS = ("得分=目标值/实际完成值×分值", "10", "≤30天", "天")
LINEAR = ("得分=完成率×分值", "10", "≥100%", None)
EVENTS = ("每发生一起扣2分，扣完为止", "10", "0起", "起")
WORDED = ("完成得满分，未完成不得分", "10", "完成", None)
GRADES = ("优得10分，良得8分，中得6分，差不得分", "10", "优", None)

SHAPES = [
    pytest.param(TIERS, "cccc", {"79.99%": 0, "80%": 500, "89.999999%": 500, "90%": 800, "95%": 1000, "100%": 1000}, id="tiers"),
    pytest.param(SHORT, "clc", {"74%": 0, "92.3%": 865, "94.99%": 1000, "94.97%": 999, "95%": 1000, "96.5%": 1000}, id="per unit"),
    pytest.param(STARTED, "csc", {"92.3%": 850, "94.000001%": 950, "94%": 950, "93.999%": 900, "75.5%": 0}, id="started steps"),
    pytest.param(WHOLE, "csc", {"92.3%": 900, "94.000001%": 1000, "94%": 950, "93.999%": 950, "75.5%": 50}, id="whole steps"),
    pytest.param(OVER, "clc", {"99": 1000, "100": 1000, "101.3": 974, "117.5": 650, "200": 0}, id="over"),
    pytest.param(GATED, "clc", {"59.99": 0, "60": 600, "77.77": 778, "99.95": 1000, "130": 1000}, id="gated share"),
    pytest.param(THIRDS, "clc", {"2": 667, "2.5": 833, "3": 1000}, id="quotient"),
    pytest.param(LESS, "cq", {"30": 1000, "45": 667, "70": 429, "20": 1000}, id="target over actual"),
    pytest.param(LINEAR, "clc", {"92.345%": 923, "92.35%": 924, "100%": 1000, "108%": 1000}, id="linear"),
    pytest.param(EVENTS, "clc", {"0": 1000, "2起": 600, "9": 0}, id="events"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "shape", "wanted"), SHAPES)
def test_a_shape_is_computed_by_column(rule, shape, wanted):
    scorer = scorer_of(rule)
    assert by_array(scorer, list(wanted)) == list(wanted.values())
    assert shape in scorer.shapes


@pytest.mark.parametrize(("rule", "shape", "wanted"), SHAPES)
def test_many_rules_of_a_shape_are_computed_at_once(rule, shape, wanted):
    """Their numbers are columns then, which is another way through the sums."""
    text, _, target, unit = rule
    # Other points, and where the sentence names its awards, other awards.
    scorer = scorer_of(*[(text.replace("得8分", f"得{p - 3}分"), str(p), target, unit) for p in range(10, 30)])
    texts = list(wanted)
    rules = np.repeat(np.arange(20, dtype=np.int32), len(texts))
    codes = np.tile(np.arange(len(texts), dtype=np.int32), 20)
    out = scorer.score(rules, codes, texts)
    alone = [
        scorer.code_of(scorer.rules[r].score(texts[t]))
        for r, t in zip(rules.tolist(), codes.tolist(), strict=True)
    ]
    assert out.tolist() == alone
    assert max(scorer.shapes.values()) >= 18


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        (WORDED, {"完成": 1000, "未完成": 0, "是": 1000, "否": 0}),
        (GRADES, {"优": 1000, "良": 800, "中": 600, "差": 0}),
    ],
)
def test_words_are_a_table_of_answers(rule, wanted):
    scorer = scorer_of(rule)
    assert by_array(scorer, list(wanted)) == list(wanted.values())
    assert set(scorer.shapes) == {"c"}


def test_an_actual_that_does_not_answer_says_why():
    assert scores(scorer_of(TIERS, GRADES), ["", "良好", "另见附表"]) == [
        "没有填写实际完成值",
        "“良好”不是一个数",
        "“另见附表”不是实际完成值",
    ]
    assert scores(scorer_of(GRADES), ["极好"]) == ["“极好”不在所列档次里：优、良、中、差"]


def test_what_whole_steps_cost_is_rounded_half_up():
    rule = ("每低1个百分点扣0.125分，不足1个百分点按1个百分点计，扣完为止", "10", "≥95%", None)
    assert by_array(scorer_of(rule), ["92.3%", "94.5%"]) == [963, 988]


def test_a_limit_between_two_millionths_parts_them():
    """A hundred minutes are 1.666… hours."""
    scorer = scorer_of(("≤100分钟得10分；≤120分钟得5分；超过120分钟不得分", "10", "≤100分钟", "分钟"))
    assert by_array(scorer, ["1.666666小时", "1.666667小时", "1.7小时", "2.5小时"]) == [1000, 500, 500, 0]


def test_a_gap_between_tiers_has_its_reason_without_a_row_being_asked():
    scorer = scorer_of(("≥95%得10分；80%-90%得5分；低于80%不得分", "10", "≥95%", None))
    (code,) = by_array(scorer, ["92%"])
    assert code < ASK
    assert scorer.outcome(code).reason == scorer.rules[0].score("92%").reason


def test_readings_that_disagree_are_left_to_the_row():
    """What the words leave open and no default settles is no number, in the words of the row evaluator."""
    found = [
        (name, rule, probe["actual"])
        for name, case in cases()
        if not isinstance(rule := read(case), Unreadable) and rule.readings.undecided
        for probe in case.get("scores", ())
        if isinstance(probe["actual"], str)
    ]
    assert len(found) > 20
    for name, rule, actual in found:
        scorer = Scorer()
        scorer.add(rule)
        (code,) = scorer.score(np.zeros(1, dtype=np.int32), np.zeros(1, dtype=np.int32), [actual]).tolist()
        assert code == scorer.code_of(rule.score(actual)), name


def test_a_formula_that_is_in_doubt_gives_nothing_but_nothing():
    found = [
        (name, rule)
        for name, case in cases()
        if not isinstance(rule := read(case), Unreadable) and rule.readings.branches[0].program.doubt
    ]
    assert len(found) > 5
    texts = ["0", "50", "90%", "100%", "95.5", "3"]
    for name, rule in found:
        scorer = Scorer()
        scorer.add(rule)
        out = scorer.score(np.zeros(len(texts), dtype=np.int32), np.arange(len(texts), dtype=np.int32), texts)
        assert out.tolist() == [scorer.code_of(rule.score(text)) for text in texts], name


def test_numbers_that_a_rule_may_take_otherwise_are_those_of_the_row():
    texts = [
        "0",
        "0.0",
        "1",
        "1.0",
        "1%",
        "0.985",
        "0.5",
        "1.25",
        "1.5",
        "1.51",
        "1.5%",
        "２．５％",
        "2023",
        "20231231",
    ]
    for rule in (SHORT, GATED, EVENTS, OVER, ("完成率≥90%得10分，否则不得分", "10", "≥1%", "%")):
        scorer = scorer_of(rule)
        out = scorer.score(np.zeros(len(texts), dtype=np.int32), np.arange(len(texts), dtype=np.int32), texts)
        assert out.tolist() == [scorer.code_of(scorer.rules[0].score(text)) for text in texts]


@pytest.mark.parametrize(
    "text",
    ["94.1234567", "94.12345678901234", "123456789012", "999999999.999999", "1" * 30, "-3", "0.0000001", "约94%"],
)
def test_what_does_not_fit_the_columns_is_scored_exactly_all_the_same(text):
    for rule in (SHORT, GATED, OVER, ("得分=实际完成值/指标值×分值", "99999999", "≥7个", "个")):
        scorer = scorer_of(rule)
        (code,) = scorer.score(np.zeros(1, dtype=np.int32), np.zeros(1, dtype=np.int32), [text]).tolist()
        assert code == scorer.code_of(scorer.rules[0].score(text))


def test_sums_that_leave_62_bits_are_left_to_the_row():
    texts = ["45.5", "999999999.999999", "31"]
    for points in ("10.1234567890123", "123456789012345678.5"):
        scorer = scorer_of(("得分=目标值/实际完成值×分值", points, "≤30天", "天"))
        out = scorer.score(np.zeros(3, dtype=np.int32), np.arange(3, dtype=np.int32), texts)
        assert out.tolist() == [scorer.code_of(scorer.rules[0].score(text)) for text in texts]
    assert by_array(scorer_of(("得分=目标值/实际完成值×分值", "10.1234567890123", "≤30天", "天")), texts)[:2] == [
        667,
        ASK,
    ]


def test_a_score_that_no_array_holds_is_kept_beside_it():
    scorer = scorer_of(("得分=完成率×分值", "123456789012345678.5", "≥100%", None))
    (code,) = scorer.score(np.zeros(1, dtype=np.int32), np.zeros(1, dtype=np.int32), ["100%"]).tolist()
    assert code < ASK
    assert scorer.outcome(code) == 12345678901234567850


def test_a_rule_of_more_stretches_than_a_byte_counts_is_left_to_the_row(monkeypatch):
    monkeypatch.setattr(arrays, "_MOST_SEGMENTS", 3)
    texts = ["79%", "80%", "93%", "97%"]
    assert set(by_array(scorer_of(TIERS), texts)) == {ASK}
    assert scores(scorer_of(TIERS), texts) == [0, 500, 800, 1000]


def test_an_open_scale_is_left_to_the_row():
    """95 beside ≥90万元 is 95万元, 950000 may be 95万元: the size of the number tells."""
    scorer = scorer_of(("达到目标值得满分，未达到的按完成比例得分", "10", "≥90万元", None))
    texts = ["95", "45", "950000", "450000", "4500"]
    out = scorer.score(np.zeros(5, dtype=np.int32), np.arange(5, dtype=np.int32), texts)
    assert out.tolist() == [scorer.code_of(scorer.rules[0].score(text)) for text in texts]


@pytest.mark.parametrize("mode", ["half_up", "half_even", "half_down", "truncate"])
@pytest.mark.parametrize("digits", [0, 1, 2, 3])
def test_scores_are_rounded_as_the_rule_set_says(mode, digits):
    scorer = Scorer(digits=digits, mode=mode)
    for rule in (LINEAR, SHORT, GATED):
        scorer.add(parse_rule(rule[0], points=rule[1], target=rule[2], unit=rule[3]))
    texts = ["92.345%", "92.35%", "92.5%", "92.45%", "92.3451%", "91.25%", "77.5", "62.5"]
    for of, rule in enumerate(scorer.rules):
        out = scorer.score(np.full(len(texts), of, dtype=np.int32), np.arange(len(texts), dtype=np.int32), texts)
        assert out.tolist() == [scorer.code_of(rule.score(text)) for text in texts]


def test_no_rows_are_no_scores():
    empty = np.zeros(0, dtype=np.int32)
    assert scorer_of(TIERS).score(empty, empty, []).tolist() == []


def test_a_rule_over_several_facts_asks_for_them():
    (reason,) = scores(scorer_of(("得分=合格数/总数×10", "10", "≥90%", None), TIERS), ["34个"])
    assert "请填" in reason or "比率" in reason
