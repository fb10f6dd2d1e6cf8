"""Scores of the unit itself beside those of its reviewer: the first are the form's, the second are nobody's."""

from __future__ import annotations

import pytest

from builders import findings
from forms_support import figure, sheet, workbook
from perfscore.forms import recognise

N = None
TITLE = ["2024年绩效考核评分表"]
LEFT = ["考核指标", "目标值", "评分标准", "分值"]
ROWS = [
    ["道路保洁合格率", "≥98%", "每低1个百分点扣2分", "50", "97%", "48", "46", "两处积尘"],
    ["垃圾清运及时率", "≥95%", "每低1个百分点扣1分", "50", "96%", "50", "50", N],
]
TOTAL = ["合计", N, N, "100", N, "98", "96", N]


def read(*rows, merges=()):
    (match,) = recognise(workbook(sheet(TITLE, *rows, merges=merges)))
    return match.extract()


@pytest.mark.parametrize("own", ["自评", "单位自评情况", "自我评价"])
@pytest.mark.parametrize("other", ["考评", "考核组评定", "主管部门复核", "财政核定"])
def test_under_headings_each_has_columns_of_its_own(own, other):
    head = [[*LEFT, own, N, other, N], [N, N, N, N, "完成情况", "得分", "得分", "扣分原因"]]
    merges = [(2, 5, 1, 2), (2, 7, 1, 2), *((2, column, 2, 1) for column in range(1, 5))]
    form = read(*head, *ROWS, TOTAL, merges=merges)
    assert [figure(row.score) for row in form.indicators] == ["48", "50"]
    assert [row.actual.raw for row in form.indicators] == ["97%", "96%"]
    assert all(row.reason is None for row in form.indicators)
    assert figure(form.total.score) == "98"
    assert form.head.contested == ()
    assert [text.value for text in form.head.unread] == ["得分", "扣分原因"]
    assert findings("PS209", form) == []


@pytest.mark.parametrize("other", ["考核得分", "复核得分", "审定得分", "专家评分", "核定得分"])
def test_by_their_own_words(other):
    form = read([*LEFT, "完成值", "自评得分", other, "备注"], *ROWS, TOTAL)
    assert [figure(row.score) for row in form.indicators] == ["48", "50"]
    assert figure(form.total.score) == "98"
    assert findings("PS209", form) == []


def test_scores_that_nothing_tells_apart_are_told_and_not_taken():
    form = read([*LEFT, "完成值", "得分", "得分", "备注"], *ROWS, TOTAL)
    assert [row.score for row in form.indicators] == [None, None]
    assert [name for name, _ in form.head.contested] == ["score"]


def test_the_score_of_the_reviewer_alone_is_the_score():
    rows = [[*row[:5], *row[6:]] for row in ROWS]
    form = read([*LEFT, "完成值", "考核得分", "备注"], *rows)
    assert [figure(row.score) for row in form.indicators] == ["46", "50"]
