"""Unit, project, goal and completion where no label of the usual words stands beside them."""

from __future__ import annotations

import pytest

from forms_support import sheet, text, workbook
from perfscore.core.location import Location
from perfscore.core.sourced import Sourced
from perfscore.forms import recognise
from perfscore.forms.head import project_of
from perfscore.forms.vocabulary import vocabulary

SCORING = [
    ["一级指标", "二级指标", "三级指标", "分值", "评分标准", "得分"],
    ["决策", "项目立项", "立项规范性", "50", "规范得满分", "50"],
    ["效益", "社会效益", "老人便利", "50", "便利得满分", "50"],
]
COLUMNS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
ROWS = [
    ["产出指标", "数量指标", "养护里程", "≥30公里", "30公里", "50", "50"],
    ["效益指标", "社会效益指标", "出行条件", "改善", "改善", "50", "50"],
]


def only(*rows):
    (match,) = recognise(workbook(sheet(*rows)))
    return match.extract()


@pytest.mark.parametrize("label", ["评价单位", "委托单位", "评价组织单位", "评估部门", "委托方", "考核单位"])
@pytest.mark.parametrize(
    "line",
    [
        "{}：某区民政局　　评价年度：2024年",
        "（{}：某区民政局  评价年度：2024年）",
        "评价年度：2024年  {}：某区民政局",
        "评价年度：2024年  组长：张某  {}：某区民政局",
    ],
)
def test_units_of_evaluators_sheets(label, line):
    form = only(["养老补贴项目绩效评价评分表"], [line.format(label)], *SCORING)
    assert (form.head.text("assessing_unit"), form.head.text("year")) == ("某区民政局", "2024年")


def test_labels_of_no_list_end_the_value_before_them():
    text_ = "委托方：某市粮食局  领导小组成员：张某  评价主体：某所"
    assert [(role[1], text_[slice(*span)].strip()) for role, span in vocabulary().fields_in(text_)] == [
        ("assessing_unit", "某市粮食局"),
        ("assessing_unit", "某所"),
    ]


def test_who_is_judged_goes_before_who_judges():
    form = only(["养老补贴项目绩效评价评分表"], ["评价单位：某会计所  被评价单位：某区民政局"], *SCORING)
    assert (form.head.text("unit"), form.head.text("assessing_unit")) == ("某区民政局", "某会计所")


@pytest.mark.parametrize(
    ("title", "project"),
    [
        ("居家养老服务补贴项目绩效评价评分表", "居家养老服务补贴"),
        ("某市民政局2024年度居家养老服务补贴项目支出绩效自评表", "居家养老服务补贴"),
        ("2024年度困难群众救助项目绩效自评表", "困难群众救助"),
        ("困难群众救助补助资金绩效自评表", "困难群众救助补助资金"),
        ("中小企业发展专项资金绩效目标表", "中小企业发展专项资金"),
        ("项目支出绩效自评表", None),
        ("部门预算项目绩效自评表", None),
        ("2024年度省级项目支出绩效自评表", None),
        ("财政专项资金绩效目标表", None),
        ("某某县项目支出绩效自评表", None),
        ("某市应急管理局项目绩效自评表", None),
        ("某市应急管理局2024年度项目绩效自评表", None),
        ("部门整体支出绩效自评表", None),
    ],
)
def test_the_project_of_a_title(title, project):
    found = project_of(Sourced(title, title, Location("表.xlsx", "表", "A1")))
    assert (found and found.value) == project
    if found:
        assert title[slice(*found.at.span)] == project


def test_a_title_names_the_project_where_no_label_does():
    title = ["养老补贴项目绩效自评表"]
    form = only(title, COLUMNS, *ROWS)
    assert (form.head.text("project"), form.head.text("titled_project")) == ("", "养老补贴")
    for named in ("居家养老", None):
        form = only(title, ["项目名称", named, "主管部门", "某局"], COLUMNS, *ROWS)
        assert (form.head.text("project"), form.head.field("titled_project")) == (named or "", None)


@pytest.mark.parametrize(
    "mark", ["附件", "附件 ", "附件1", "附件2：", "附表2", "附件1-2 ", "（附件1）", "附件一 ", "附录3 ", "附1："]
)
@pytest.mark.parametrize("title", ["养老补贴项目绩效评价指标体系", "2024年度养老补贴项目绩效评价指标体系"])
def test_a_mark_is_no_part_of_a_title(mark, title):
    if mark[-1].isdigit() and title[0].isdigit():
        mark += " "
    form = only([mark + title], *SCORING)
    assert (form.head.title.value, form.head.text("titled_project")) == (title, "养老补贴")


def test_a_word_that_begins_like_a_mark_is_part_of_a_title():
    assert (
        only(["附属医院改造项目绩效评价指标体系"], *SCORING).head.title.value == "附属医院改造项目绩效评价指标体系"
    )


@pytest.mark.parametrize(
    ("goal", "done"),
    [
        ("预期目标：{}", "实际完成：{}"),
        ("年初设定目标: {}", "全年实际完成情况: {}"),
        ("年度目标：\n{}", "完成情况：\n{}"),
        ("总体目标（年初）：{}", "目标完成情况：{}"),
    ],
)
@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("lead", [["年度总体目标"], []], ids=["headed", "bare"])
def test_goal_and_completion_with_their_labels_in_their_cells(goal, done, swapped, lead):
    cells = [goal.format("养护三十公里，保障畅通。"), done.format("已养护三十公里：全部畅通。")]
    form = only(
        ["项目支出绩效自评表"],
        ["项目名称", "道路养护"],
        [*lead, *(reversed(cells) if swapped else cells)],
        COLUMNS,
        *ROWS,
    )
    assert (form.goal.value, form.goal_actual.value) == ("养护三十公里，保障畅通。", "已养护三十公里：全部畅通。")
    assert form.goal.raw == cells[0]
    assert not form.unplaced


def test_goal_and_completion_below_each_other():
    form = only(
        ["项目支出绩效自评表"],
        ["项目名称", "道路养护"],
        ["年度总体目标", "预期目标：养护三十公里。"],
        [None, "实际完成：已养护三十公里。"],
        COLUMNS,
        *ROWS,
    )
    assert (form.goal.value, form.goal_actual.value) == ("养护三十公里。", "已养护三十公里。")


def test_below_labels_a_text_is_what_its_column_says():
    form = only(
        ["项目支出绩效自评表"],
        ["项目名称", "道路养护"],
        ["年度总体目标", "预期目标", "实际完成情况"],
        [None, "养护三十公里。", "年度目标：已全部达到。"],
        COLUMNS,
        *ROWS,
    )
    assert (form.goal.value, form.goal_actual.value) == ("养护三十公里。", "年度目标：已全部达到。")


def test_the_same_in_a_text():
    rows = [
        ["项目支出绩效自评表"],
        ["项目名称", "道路养护"],
        ["预期目标：养护。", "实际完成：已养护。"],
        COLUMNS,
        *ROWS,
    ]
    (match,) = recognise(text("\n".join("\t".join(row) for row in rows)))
    form = match.extract()
    assert (form.goal.value, form.goal_actual.value) == ("养护。", "已养护。")
