"""The line cut at numbers: what holds where, seen from a line that is cut at more of them."""

from fractions import Fraction

import pytest

from perfscore.language import analyse, binding, piecewise, proofs
from perfscore.language.cuts import Cut, all_ends, line, whole
from perfscore.language.piecewise import bounded, clip, function, on
from perfscore.language.program import enumerate_readings
from perfscore.language.regions import Piece
from perfscore.language.rules import parse_rule

ONE, TWO, THREE = Fraction(1), Fraction(2), Fraction(3)
STEPS = Cut((ONE, THREE), ("below 1", "1", "between", "3", "above 3"))


def test_a_line_cut_at_more_numbers_holds_the_same():
    assert list(STEPS.over((ONE, TWO, THREE))) == ["below 1", "1", "between", "between", "between", "3", "above 3"]
    assert STEPS.at_more((TWO, ONE)).ends == (ONE, TWO, THREE)
    assert list(whole("all").over((ONE,))) == ["all"] * 3


@pytest.mark.parametrize("x", [0, 1, 2, 3, 4])
def test_what_holds_at_a_number_is_what_its_piece_holds(x):
    held = ("below 1", "1", "between", "3", "above 3")
    assert STEPS.values[STEPS.place(Fraction(x))] == held[x]
    finer = STEPS.at_more((TWO,))
    assert finer.values[finer.place(Fraction(x))] == held[x]


def test_pieces_and_ends_go_together():
    assert list(line((ONE,))) == [Piece(high=ONE), Piece(point=ONE), Piece(low=ONE)]
    assert list(line(())) == [Piece()]
    assert all_ends((ONE, THREE), (), (TWO, THREE)) == (ONE, TWO, THREE)


RULES = (
    ("≥95%得10分，90%-95%得8分，80%-90%得5分，80%以下不得分", "≥95%", "%"),
    ("完成率达到92%得满分，每低1个百分点扣0.5分，扣完为止", "≥92%", "%"),
    ("得分=目标值/实际完成值×分值，最高不超过分值", "≤80", "天"),
    ("偏差率绝对值不超过5%得满分，每超过1个百分点扣1分，扣完为止", "≤5%", "%"),
)


@pytest.mark.parametrize(("text", "target", "unit"), RULES)
def test_a_function_between_its_bounds_is_the_function_of_the_bounded_term(text, target, unit):
    for branch in parse_rule(text, points=10, target=target, unit=unit).readings.branches:
        one = branch.program
        raw = function(one.raw)
        assert bounded(raw, one.low, one.high) == function(one.term)
        for part in clip(raw, Fraction(0), Fraction(100)):
            assert on(raw, part.piece) == part.value


def test_a_rule_is_lowered_to_its_function_once_for_all_its_proofs(monkeypatch):
    rule = parse_rule("每低1个百分点扣0.5分，扣完为止", points=10, target="≥95%", unit="%")
    asked, true = [], piecewise.function
    monkeypatch.setattr(proofs, "function", lambda term: asked.append(term) or true(term))
    analyse.problems(rule)
    raw = rule.readings.branches[0].program.raw
    assert asked.count(raw) == 1


@pytest.mark.parametrize(("text", "lowered"), [("≥95%得10分，<95%不得分", 1), ("每低1个百分点扣0.5分", 3)])
def test_each_reading_is_lowered_once(monkeypatch, text, lowered):
    calls, true = [], enumerate_readings
    monkeypatch.setattr(
        binding,
        "enumerate_readings",
        lambda lower, setting: true(lambda trial: calls.append(trial) or lower(trial), setting),
    )
    rule = parse_rule(text, points="9.99", target="≥95%", unit="%")
    assert len(calls) == len(rule.readings.branches) == lowered
