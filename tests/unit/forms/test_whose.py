"""Whose form it is, said by a word for any unit."""

from __future__ import annotations

import pytest

from forms_support import sheet, workbook
from perfscore.forms import recognise

TABLE = [
    ["一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "改造泵站", "≥4座", "4座", "50", "50"],
    ["效益指标", "社会效益指标", "受益农户", "≥900户", "950户", "50", "50"],
]


def head(*above):
    (match,) = recognise(workbook(sheet(*above, *TABLE)))
    return match.extract()


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：某某市水务局（公章）", "某某市水务局"),
        ("学校：城关实验小学    考核年度：2024年", "城关实验小学"),
        ("2024年度    部门:规划科", "规划科"),
        ("（单位：某某所）", "某某所"),
    ],
)
def test_a_word_for_any_unit_says_whose_form_it_is(line, unit):
    form = head(["某某县中小学2024年项目支出绩效自评表"], [line])
    assert form.head.text("unit") == unit
    assert form.unplaced == ()


@pytest.mark.parametrize("line", ["单位：万元", "单位:人民币元", "（单位：万元）", "单位：%"])
def test_the_unit_of_the_money_is_no_unit_of_the_form(line):
    form = head(["项目支出绩效自评表"], [line])
    assert form.head.text("unit") == ""


@pytest.mark.parametrize(
    ("printed", "read"),
    [("管理效率（25分）", "管理效率指标"), ("履职效能", "履职效能指标"), ("项目过程", "过程指标")],
)
def test_a_section_of_a_whole_unit_is_none_of_a_project(printed, read):
    table = [TABLE[0], [printed, "预算管理", "预算调整率", "≤5%", "4%", "25", "25"], *TABLE[1:]]
    (match,) = recognise(workbook(sheet(["部门整体支出绩效自评表"], *table)))
    assert match.extract().sections[0].name == read
