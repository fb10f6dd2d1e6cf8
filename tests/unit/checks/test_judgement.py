"""Which words leave the points of a rule to whoever scores."""

from __future__ import annotations

import pytest

from builders import findings, indicator, section, target_sheet


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("明显提升得20—16分，有所提升得15—12分，无提升得11—0分", None),
        ("优得10-9分；良得8-7分；差得6-0分", None),
        ("完成率90%以上的，得9-10分；80%-90%的，得7-8分。", None),
        ("完成得满分，基本完成扣1-3分", None),
        ("扣1-3分", "扣1-3分"),
        ("满分10分，扣1-3分", "扣1-3分"),
        ("每发现一处扣1-3分", "扣1-3分"),
        ("根据评审结果扣1-3分", "扣1-3分"),
        ("①扣1—3分", "扣1—3分"),
        ("视情况扣1-3分", "视情况"),
        ("优得10-9分；其他酌情给分", "酌情"),
    ],
)
def test_a_range_of_points_is_left_to_judgement_where_no_condition_stands_before_it(rule, words):
    found = findings("PS515", target_sheet(section("效益指标", indicator("群众意识", points="20", rule=rule))))
    assert [words in one.message for one in found] == ([True] if words else [])
