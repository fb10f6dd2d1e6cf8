"""Rules are tried at their boundaries, between them and far beyond."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfscore.language.rules import parse_rule
from perfscore.services.probes import probe


def tried(text, target, unit=None, points="10"):
    rule = parse_rule(text, points=points, target=target, unit=unit)
    return {one.actual: one.score.points for one in probe(rule)}


def test_boundaries_of_tiers_with_values_between_and_beyond():
    points = tried("90（含）以上得满分，80（含）-90得8分，80以下不得分", "≥90%")
    assert (points["80%"], points["90%"]) == (8, 10)
    values = [Decimal(text.removesuffix("%")) for text in points]
    assert values == sorted(values)
    assert min(values) == 0
    assert max(values) == 180
    assert any(80 < value < 90 for value in values)


def test_a_part_of_a_step_shows_its_readings():
    rule = parse_rule("≥38公斤得满分，每少1公斤扣0.5分，扣完为止", points="10", target="≥38公斤")
    shown = [one.say() for one in probe(rule)]
    assert any("只计整数" in words for words in shown)
    assert shown[-1] == "10"


def test_below_zero_only_where_the_rule_speaks_of_it():
    assert not any(text.startswith("-") for text in tried("达到95%得满分，每低1%扣0.5分，扣完为止", "≥95%"))
    assert any(text.startswith("-") for text in tried("≥0得满分；小于0时，每下降1%扣0.2分，扣完为止", ">0%"))


def test_grades_are_tried_by_their_words():
    points = tried("有效维护得满分，一般得3分，较差不得分", "/", points="5")
    assert list(points.values()) == [5, 3, 0]


@pytest.mark.parametrize("text", ["①制度健全得5分；②执行到位得5分"])
def test_a_rule_over_several_facts_is_not_tried(text):
    assert tried(text, "健全") == {}
