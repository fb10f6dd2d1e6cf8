"""KPI sheets outside budgets: weights in place of points, no money, rules of their own."""

from __future__ import annotations

import pytest

from builders import findings
from forms_support import figure, sheet, workbook
from perfscore.checks import needs
from perfscore.checks.catalogue import CATALOGUE
from perfscore.forms import recognise
from perfscore.rulesets import load_ruleset
from perfscore.scoring import score_form

N = None
ROWS = [
    ["1", "销售额", "≥500万元", "520万元"],
    ["2", "客户投诉次数", "≤3次", "2次"],
    ["3", "新客户开发", "≥10家", "8家"],
]


def kpi(weights, scores, total, *, header=("序号", "考核指标", "目标值", "完成情况", "权重", "得分", "考核人")):
    rows = [[*row, weight, score, "李某"] for row, weight, score in zip(ROWS, weights, scores, strict=True)]
    below = [["总分", N, N, N, N, total, N]] if total else []
    (match,) = recognise(workbook(sheet(["2024年员工绩效考核表"], list(header), *rows, *below)))
    return match.extract()


@pytest.mark.parametrize("weights", [("50%", "20%", "30%"), ("0.5", "0.2", "0.3"), ("50", "20", "30")])
def test_weights_of_any_spelling_are_the_points_of_their_rows(weights):
    form = kpi(weights, ("50", "20", "24"), "94")
    assert form.head.kind == "kpi"
    assert [(figure(row.points), figure(row.score), row.weight) for row in form.indicators] == [
        ("50", "50", None),
        ("20", "20", None),
        ("30", "24", None),
    ]
    assert (figure(form.total.score), form.total.label.value) == ("94", "总分")


@pytest.mark.parametrize("weights", [("50%", "20%", "30%"), ("0.5", "0.2", "0.3"), ("50", "20", "30")])
def test_scores_out_of_a_hundred_count_by_weights_where_the_total_proves_it(weights):
    form = kpi(weights, ("100", "100", "80"), "94")
    assert [(figure(row.points), figure(row.score), figure(row.weight)) for row in form.indicators] == [
        ("100", "100", "50"),
        ("100", "100", "20"),
        ("100", "80", "30"),
    ]
    assert str(score_form(form, load_ruleset("mof-2020")).total.recomputed) == "94.00"
    assert [code for code in CATALOGUE if CATALOGUE[code].scope != "input" and findings(code, form)] == []


def test_scores_above_their_weights_that_no_total_explains_are_not_judged():
    form = kpi(("50%", "20%", "30%"), ("100", "100", "80"), "93")
    assert [row.points for row in form.indicators] == [None, None, None]
    assert findings("PS304", form) == findings("PS209", form) == []


def test_a_form_without_scores_is_scored():
    form = kpi(("50%", "20%", "30%"), ("", "", ""), None)
    scores = score_form(form, load_ruleset("mof-2020"))
    assert [str(score.recomputed) for _, score in scores.rows] == ["50.00", "20.00", "24.00"]
    assert str(scores.total.recomputed) == "94.00"


def test_the_regulations_of_the_budget_do_not_apply():
    form = kpi(("50%", "20%", "30%"), ("50", "20", "24"), "94")
    codes = ("PS103", "PS105", "PS107", "PS108", "PS110", "PS115", "PS116", "PS118", "PS122", "PS130", "PS326")
    for code in codes:
        assert {needs.GOVERNED, needs.ALL_SCORED} & set(CATALOGUE[code].needs)
        assert findings(code, form) == []
    assert not needs.GOVERNED.holds(form)
    assert not needs.ALL_SCORED.holds(form)


def test_whose_sheet_it_is_and_what_no_list_knows_above_the_table():
    header = ["序号", "考核指标", "目标值", "完成情况", "权重", "得分", "考核人"]
    rows = [[*row, weight, "", "李某"] for row, weight in zip(ROWS, ("50%", "20%", "30%"), strict=True)]
    above = [["门店编号：甲七"], ["考核对象：城西店", N, N, "考核周期：2025年全年"]]
    (match,) = recognise(workbook(sheet(["2025年度门店绩效考核表"], *above, header, *rows)))
    form = match.extract()
    assert (form.head.text("unit"), form.head.text("term")) == ("城西店", "2025年全年")
    assert [(at.cell, note) for at, note in form.unplaced] == [
        ("A2", "“门店编号:甲七”不在已知栏目内，未读入"),
    ]


def test_a_plain_self_assessment_without_a_title_stays_one():
    rows = [["产出指标", "数量指标", "植树数量", "≥100棵", "120棵", "60", "60"],
            ["效益指标", "社会效益指标", "知晓率", "≥80%", "85%", "40", "40"]]  # fmt: skip
    header = ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"]
    (match,) = recognise(workbook(sheet(header, *rows)))
    assert match.definition.kind == "project-self-assessment"


@pytest.mark.parametrize(
    ("heading", "offices"),
    [
        ("数据提供科室", ("质控办", "财务科", "质控办")),
        ("数据提供单位", ("质控办", "财务科", "质控办")),
        ("督办", ("张三", "李四", "王五")),
        ("归口", ("质控办", "财务科", "质控办")),
        ("单位", ("运营部", "财务科", "运营部")),
    ],
)
def test_departments_and_persons_are_no_units(heading, offices):
    header = ["考核指标", "目标值", "完成值", "权重", "得分", heading]
    rows = [("床位使用次数", "85", "87"), ("平均住院日", "8", "7"), ("投诉次数", "3", "2")]
    body = [[*row, "30", "30", office] for row, office in zip(rows, offices, strict=True)]
    (match,) = recognise(workbook(sheet(["2024年绩效考核表"], header, *body)))
    form = match.extract()
    assert [(row.target.raw, row.unit) for row in form.indicators] == [("85", None), ("8", None), ("3", None)]
    assert [text.value for text in form.head.unread] == [heading]


@pytest.mark.parametrize("heading", ["单位", "计数"])
def test_units_are_units_by_any_heading(heading):
    header = ["考核指标", heading, "目标值", "完成值", "权重", "得分"]
    rows = [("床位使用率", "%", "85", "87"), ("平均住院日", "天", "8", "7"), ("投诉", "件（次）", "3", "2")]
    (match,) = recognise(workbook(sheet(["2024年绩效考核表"], header, *([*row, "30", "30"] for row in rows))))
    assert [row.target.raw for row in match.extract().indicators] == ["85%", "8天", "3件（次）"]


GROUPS = [
    ("教学（60分）", "合格率", "20", "≥95%", "96%"),
    (N, "公开课", "20", "≥80节", "76节"),
    (N, "竞赛获奖", "20", "≥3项", "4项"),
    ("队伍（40分）", "培训时长", "20", "≥40学时", "42学时"),
    (N, "骨干教师", "20", "≥6人", "6人"),
]


def by_group(header, *, column, merged=True, title="2023年度教学工作情况表"):
    """A sheet of indicators under groups, with their points in a column or behind their names."""
    rows, group = [], N
    for first, name, points, target, actual in GROUPS:
        group = first or group
        beside = [name, points] if column else [f"{name}（{points}分）"]
        rows.append([first if merged else group, *beside, target, actual, "19" if name == "公开课" else points])
    merges = [(3, 1, 3, 1), (6, 1, 2, 1)] if merged else []
    (match,) = recognise(workbook(sheet([title], list(header), *rows, merges=merges)))
    return match.extract()


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("title", ["某校年度绩效考核表", "2023年度教学工作情况表"])
@pytest.mark.parametrize(
    ("header", "column"),
    [
        (("考核项目", "考核指标", "分值", "目标值", "完成值", "得分"), True),
        (("考核项目", "考核指标", "目标值", "完成值", "得分"), False),
        (("考核项目", "考核指标及分值", "目标要求", "完成情况", "考核得分"), False),
        (("考核要素", "关键指标与权重（分）", "目标值", "完成值", "得分"), False),
    ],
)
def test_groups_of_indicators_are_no_names_and_names_may_carry_the_points(header, column, merged, title):
    form = by_group(header, column=column, merged=merged, title=title)
    assert form.head.kind == "kpi"
    assert [
        (row.l1, row.name.value, figure(row.points), row.target.raw, row.actual.raw, figure(row.score))
        for row in form.indicators
    ] == [
        ("教学（60分）", "合格率", "20", "≥95%", "96%", "20"),
        ("教学（60分）", "公开课", "20", "≥80节", "76节", "19"),
        ("教学（60分）", "竞赛获奖", "20", "≥3项", "4项", "20"),
        ("队伍（40分）", "培训时长", "20", "≥40学时", "42学时", "20"),
        ("队伍（40分）", "骨干教师", "20", "≥6人", "6人", "20"),
    ]
    assert [figure(section.points) for section in form.sections] == ["60", "40"]
    assert (form.head.unread, form.unplaced) == ((), ())


def test_two_columns_of_names_that_differ_row_by_row_stay_names_by_the_first():
    header = ["考核指标", "考核要素", "目标值", "完成值", "权重", "得分"]
    (match,) = recognise(workbook(sheet(["2024年绩效考核表"], header, *(
        [name, f"要素{name}", "≥3次", "4次", "30", "30"] for name in ("甲", "乙", "丙")
    ))))  # fmt: skip
    form = match.extract()
    assert [row.name.value for row in form.indicators] == ["甲", "乙", "丙"]
    assert [text.value for text in form.head.unread] == ["考核要素"]


@pytest.mark.parametrize("title", [
    "甲市水务公司2024年度经营业绩考核表", "甲市水务公司2024年度考核指标（KPI）评分表", "甲市水务公司2024年度任务书",
])  # fmt: skip
@pytest.mark.parametrize(
    "label", ["被考核单位：水务公司", "受评单位：水务公司", "考核科室：全司", "考核单位：水务公司"]
)
def test_a_title_of_no_list_names_the_sheet_its_year_and_whose_it_is(title, label):
    header = ["考核指标", "目标值", "完成值", "权重", "得分"]
    rows = [[name, "≥3次", "4次", "30", "30"] for name in ("甲", "乙", "丙")]
    above = [[title], ["附件2"], [label, N, "考核周期：上半年"]]
    (match,) = recognise(workbook(sheet(*above, header, *rows, merges=[(1, 1, 1, 5)])))
    form = match.extract()
    assert (form.head.kind, form.head.title.value, form.head.text("year")) == ("kpi", title, "2024")
    known = {"被考核单位：水务公司": "unit", "受评单位：水务公司": "unit", "考核单位：水务公司": "assessing_unit"}
    if label in known:
        assert (form.head.text(known[label]), form.unplaced) == ("水务公司", ())
    else:
        assert [note for _, note in form.unplaced] == ["“考核科室:全司”不在已知栏目内，未读入"]
    assert form.head.text("titled_unit") == ("" if known.get(label) == "unit" else "甲市水务公司")


@pytest.mark.parametrize("line", ["（2024年度）", "附件2", "二、考核情况一览表", "以下各项由考核组填写"])
def test_a_line_that_names_no_table_is_no_title(line):
    header = ["考核指标", "目标值", "完成值", "权重", "得分"]
    rows = [[name, "≥3次", "4次", "30", "30"] for name in ("甲", "乙", "丙")]
    (match,) = recognise(workbook(sheet([line], header, *rows)))
    assert match.extract().head.title.value == ""
