"""The sum behind a score is written with its numbers, as on paper."""

import pytest

from perfscore.core.sourced import Unreadable
from perfscore.language.rules import parse_rule


def lines(text, actual, *, target="≥95%", points=10, unit=None):
    rule = parse_rule(text, points=points, target=target, unit=unit)
    assert not isinstance(rule, Unreadable)
    step = rule.score(actual).step
    return [step.line(), *(child.line() for child in step.children)]


@pytest.mark.parametrize(
    ("text", "actual", "target", "want"),
    [
        ("每低1个百分点扣0.5分，扣完为止", "92.3%", "≥95%", "得分 = 10 − (95 − 92.3) × 0.5 = 8.65"),
        ("每超1%扣1分", "103万元", "≤100万元", "得分 = 10 − (103 − 100) = 7"),
        ("按比例得分", "92.3%", "≥95%", "得分 = 10 × 92.3 ÷ 95 = 9.715789"),
        ("未发生得满分，每发生一次扣3分，扣完为止", "2次", "=0次", "得分 = 10 − 2 × 3 = 4"),
        ("未发生得满分，每发生一次扣3分，扣完为止", "5次", "=0次", "得分 = 10 − 5 × 3，不低于 0 = 0"),
        ("未发生得满分，每发生一次扣3分，扣完为止", "0次", "=0次", "得分 = 10"),
        ("按期完成得满分，每逾期一天扣1分，扣完为止", "2024年1月3日", "2023年12月31日前", "得分 = 10 − 3 = 7"),
        ("90%（含）以上得10分，80%（含）-90%得5分，80%以下不得分", "92.3%", "≥95%", "得分 = 10"),
    ],
)
def test_the_first_line_is_the_sum(text, actual, target, want):
    assert lines(text, actual, target=target)[0] == want


def test_a_named_quantity_has_a_line_of_its_own():
    text = (
        "完成率小于60%不得分；大于等于60%的，得分=（实际完成率-60%）/（1-60%）*10。完成率=实际完成值/目标值*100%"
    )
    assert lines(text, "92.3%") == [
        "得分 = (97.157895% − 60%) × 25 = 9.289474",
        "适用 = ≥60%,得分=(实际完成率-60%)/(1-60%)*10",
        "完成率 = 92.3 ÷ 95 = 97.157895%",
    ]
