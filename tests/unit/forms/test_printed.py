"""Total, score and grade that are printed outside of the table; a blank field does not take the next label."""

from __future__ import annotations

import pytest

from forms_support import sheet, text, workbook
from perfscore.forms import recognise

N = None
MONEY = [
    ["项目资金", N, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [N, "年度资金总额", "100", "100", "95", "10", "95%", "9.5"],
]
TABLE = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"],
    ["产出指标", "数量指标", "培训人数", "≥100人", "120人", "90", "90", ""],
]
TITLE = [["项目支出绩效自评表"], ["（2023年度）"], ["项目名称", N, "技能培训"]]


def form(*rows, below_money=False):
    middle = [*MONEY, *rows] if below_money else [*rows, *MONEY]
    return recognise(workbook(sheet(*TITLE, *middle, *TABLE)))[0].extract()


@pytest.mark.parametrize(
    ("row", "grade"),
    [
        (["自评总分：93.5"], N),
        (["自评总分：93.5分", "自评等级：优"], "优"),
        (["自评总分：93.5分，自评等级：优"], "优"),
        (["自评总分：93.5分（优）"], "优"),
        (["自评得分", "93.5", "自评等级", "优"], "优"),
        (["自评得分", N, "93.5"], N),
        (["自评等级", N, "自评得分", "93.5"], ""),
        (["自评等级", "自评得分", "93.5"], ""),
        (["主管部门", "某局", "得分", "93.5"], N),
        (["主管部门", "某局", "自评总分（100分）", "93.5"], N),
        (["主管部门", N, "绩效自评得分", "93.5"], N),
        (["主管部门", "某局", "自评得分及等级", "93.5分，优"], "优"),
        (["综合得分 93.5分"], N),
        (["自评总分：93.5（满分100分）"], N),
    ],
)
def test_a_total_in_the_head(row, grade):
    for below in (False, True):
        read = form(row, below_money=below)
        assert str(read.total.score.value) == "93.5"
        assert (read.grade and read.grade.value) == grade
        assert not read.unplaced


def test_full_marks_beside_a_blank_total_are_no_score():
    rows = [*TITLE, *MONEY, *TABLE, ["总分（100分）", N, N, N, N, N, ""]]
    total = recognise(workbook(sheet(*rows)))[0].extract().total
    assert total is None or total.score is None or total.score.value is None
    assert str(form(["自评总分（93.5分）"]).total.score.value) == "93.5"


@pytest.mark.parametrize("row", [["自评得分", N, "自评等级", "优"], ["上年自评得分：88"], ["自评得分", N, N, N]])
def test_no_total_in_the_head(row):
    assert form(row).total is None


@pytest.mark.parametrize("label", ["自评得分", "年度目标", "项目资金", "实施单位", "经办人"])
def test_a_blank_field_does_not_take_the_next_label(label):
    read = form(["主管部门", N, label, "93.5"])
    assert read.head.text("department") == ""


def test_a_unit_named_like_a_label_is_a_value_where_nothing_else_fits():
    read = form(["主管部门", "预算单位", "实施单位", "某所"])
    assert (read.head.text("department"), read.head.field("unit")) == ("预算单位", None)
    assert read.head.text("implementing_unit") == "某所"
    source = "项目支出绩效自评表\n项目名称\t甲\n主管部门\t预算单位\t实施单位\t某所\n" + "\n".join(
        "\t".join(cell or "" for cell in row) for row in TABLE
    )
    assert recognise(text(source))[0].extract().head.text("department") == ""


def test_a_value_may_be_the_name_of_a_source_or_a_level():
    assert form(["项目类型", "其他", "主管部门", "决策"]).head.text("type") == "其他"


def test_a_value_in_brackets_behind_its_label_is_the_value():
    read = recognise(workbook(sheet(*TITLE, *MONEY, *TABLE, ["负责人：（已签字）", N, "填报日期：2025年2月20日"])))
    assert read[0].extract().head.text("leader") == "（已签字）"
