"""Ledgers of one row a project: cut out before forms are looked for, read with money, scores, total and grade."""

from __future__ import annotations

import pytest

from forms_support import figure, sheet, text, workbook
from perfscore.forms import recognise

N = None
HEADER = [
    *("序号", "项目名称", "单位名称", "年初预算数", "全年预算数", "全年执行数", "执行率"),
    *("执行得分", "产出得分", "效益得分", "自评得分", "自评等级", "备注"),
]
ROWS = [
    ["1", "教师培训", "甲中心", "100", "100", "90", "90%", "9", "50", "40", "99", "优", N],
    ["2", "设备购置", "甲中心", "200", "200", "200", "100%", "10", "50", "36.25", "96.25", "优", N],
]
TOTAL = ["合计", N, N, "300", "300", "290", "96.67%"]
READ = [
    ("教师培训", "甲中心", "100", "90", {"执行得分": "9", "产出得分": "50", "效益得分": "40"}, "99", "优"),
    ("设备购置", "甲中心", "200", "200", {"执行得分": "10", "产出得分": "50", "效益得分": "36.25"}, "96.25", "优"),
]


def said(ledger):
    return [
        (
            row.project.value,
            row.unit.value,
            figure(row.money.budget),
            figure(row.money.executed),
            {label: figure(score) for label, score in row.scores},
            figure(row.total),
            row.grade.value,
        )
        for row in ledger.rows
    ]


def only(document):
    (match,) = recognise(document)
    return match.extract()


def test_money_scores_total_and_grade_of_each_project():
    ledger = only(
        workbook(
            sheet(
                ["2024年度项目支出绩效自评结果汇总表"],
                ["填报单位：某局", N, N, "单位：万元"],
                HEADER,
                *ROWS,
                TOTAL,
                merges=[(1, 1, 1, 13)],
            )
        )
    )
    assert (ledger.head.kind, ledger.head.title.value) == ("ledger", "2024年度项目支出绩效自评结果汇总表")
    assert (ledger.head.text("unit"), ledger.head.text("year"), ledger.head.money_unit) == ("某局", "2024", "万元")
    assert said(ledger) == READ
    assert figure(ledger.total.executed) == "290"
    assert ledger.rows[0].total.at.cell == "K4"
    assert ledger.head.unread == ()


def test_the_same_from_text():
    rows = ["\t".join(cell or "" for cell in row) for row in (HEADER, *ROWS, TOTAL)]
    assert said(only(text("\n".join(rows)))) == READ


def test_a_header_of_two_rows():
    upper = [*HEADER[:3], "资金情况", N, N, N, "得分情况", N, N, "自评得分", "自评等级", "备注"]
    lower = [N, N, N, *HEADER[3:10]]
    merges = [(1, column, 2, 1) for column in (1, 2, 3, 11, 12, 13)] + [(1, 4, 1, 4), (1, 8, 1, 3)]
    assert said(only(workbook(sheet(upper, lower, *ROWS, merges=merges)))) == READ


def test_a_header_of_two_rows_without_merges():
    upper = [*HEADER[:3], "资金情况", N, N, N, "得分情况", N, N, "自评得分", "自评等级", "备注"]
    lower = [N, N, N, *HEADER[3:10]]
    assert said(only(workbook(sheet(upper, lower, *ROWS)))) == READ
    lines = ["\t".join(cell or "" for cell in row) for row in (upper, lower, *ROWS, TOTAL)]
    assert said(only(text("\n".join(lines)))) == READ


def test_a_unit_merged_down_is_the_unit_of_each_project():
    rows = [ROWS[0], [*ROWS[1][:2], N, *ROWS[1][3:]]]
    assert said(only(workbook(sheet(HEADER, *rows, merges=[(2, 3, 2, 1)])))) == READ


def test_a_form_above_and_below_stays_a_form():
    form = [
        ["项目支出绩效自评表"],
        ["项目名称", "教师培训", N, "主管部门", "某局"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "培训人数", "≥100人", "120人", "60", "60"],
        ["满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "95%", "40", "40"],
        ["总分", N, N, N, N, "100", "100"],
    ]
    made = [
        match.extract()
        for match in recognise(workbook(sheet(*form, [], ["自评汇总表"], HEADER, *ROWS, [], *form)))
    ]
    assert [one.head.kind for one in made] == ["project-self-assessment", "ledger", "project-self-assessment"]
    assert said(made[1]) == READ
    assert [figure(one.total.score) for one in (made[0], made[2])] == ["100", "100"]


@pytest.mark.parametrize(
    "rows",
    [
        # A list of the budget: no scores and no grades.
        [["序号", "项目名称", "单位名称", "预算数"], ["1", "教师培训", "甲中心", "100"]],
        # The head of a form: labels and values side by side.
        [["项目名称", "教师培训", "主管部门", "某局", "得分"], ["实施单位", "甲中心", "年度", "2024", "一般"]],
    ],
)
def test_what_is_no_ledger(rows):
    assert recognise(workbook(sheet(*rows))) == ()
