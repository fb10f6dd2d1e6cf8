"""Points that stand in the explanation beside their rule."""

import pytest

from perfscore.core.sourced import Unreadable
from perfscore.language.rules import parse_rule

LIST = "评价要点：①有方案；②有总结；③有台账。"


@pytest.mark.parametrize(
    ("text", "actual", "points"),
    [
        ("每符合一项得1分", "①②符合，③不符合", 2),
        ("每符合一项得1分，不符合不得分", "全部符合", 3),
        ("缺一项扣1分，扣完为止", "符合2项", 2),
        ("①有制度；②有检查。每符合一项得1.5分", "符合1项", None),
    ],
)
def test_a_rule_by_the_point_takes_the_points_of_its_explanation(text, actual, points):
    rule = parse_rule(text, points=3, explanation=LIST)
    assert rule.score(actual).points == (points if points is not None else 1.5)


def test_a_rule_that_is_not_by_the_point_leaves_the_list_alone():
    rule = parse_rule("每少1公里扣1分", points=3, target="≥100公里", explanation=LIST)
    assert rule.say() == "每低于1公里扣1分。"


def test_without_the_list_there_are_no_points():
    assert isinstance(parse_rule("每符合一项得1分，不符合不得分", points=3), Unreadable)
