"""A project under two names, in a list and a form or in the text and a form."""

from __future__ import annotations

import pytest

from unit.checks.crossform.papers import subjects, written
from unit.checks.crossform.test_projects import FLAT, form, forms


@pytest.mark.parametrize(
    ("listed", "formed"),
    [
        ("书库扩建一期", "书库扩建二期"),
        ("2024年修复", "2025年修复"),
        ("会议费", "差旅费"),
        ("少儿阅读推广", "少儿阅读推广-图书馆"),
        ("3.少儿阅读推广", "少儿阅读推广"),
    ],
)
def test_names_that_differ_by_a_number_the_unit_or_altogether_are_not_misspelt(listed, formed, tmp_path):
    book = written(tmp_path, "预算.xlsx", FLAT.replace("少儿阅读推广", listed))
    files = book, written(tmp_path, "目标.xlsx", *forms(少儿=form(formed, "20.00")))
    assert subjects("PS603", *files) == []


TEXT = (
    "本单位业务项目共3个。其中：{name}项目全年预算数{amount}万元，全年执行数为{amount}万元；流动书车项目全年预算数32.00万元；"
    "古籍修复项目全年预算数40.00万元。"
)


@pytest.mark.parametrize(
    ("name", "amount", "expected"),
    [
        ("少儿阅读活动推广", "20.00", ["少儿阅读推广/name"]),
        ("少儿阅读推广", "20.00", []),
        ("少儿（阅读）推广", "20.00", []),
        ("少儿阅读活动推广", "21.00", []),
        ("亲子绘本共读", "20.00", []),
        ("区馆少儿阅读推广", "20.00", []),
        ("少儿阅读推广经费", "20.00", []),
    ],
)
def test_the_name_that_the_text_gives_the_money(name, amount, expected, tmp_path):
    text = TEXT.format(name=name, amount=amount)
    assert subjects("PS603", written(tmp_path, "报告.txt", text, *forms())) == expected


def test_a_name_that_a_line_breaks_is_read_whole(tmp_path):
    text = TEXT.format(name="少儿阅\n\n读推广", amount="20.00")
    assert subjects("PS603", written(tmp_path, "报告.txt", text, *forms())) == []
