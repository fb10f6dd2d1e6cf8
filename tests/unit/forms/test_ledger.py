"""Ledgers: a row an indicator, what is said of the whole project printed once for all of its rows."""

from __future__ import annotations

import pytest

from forms_support import figure, lines, sheet, text, workbook
from perfscore.forms import recognise

N = None
HEADER = [
    *("序号", "预算单位", "项目名称", "全年预算数", "全年执行数", "执行率", "执行率得分"),
    *("一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分", "自评总分", "自评等级"),
]
PROJECTS = [
    ("甲中心", "教师培训", "100", "90", "90%", "9", "99", "优"),
    ("甲中心", "设备购置", "200", "200", "100%", "10", "90", "优"),
    ("乙中心", "校舍维修", "50", "40", "80%", "8", "79.25", "中"),
]
INDICATORS = [
    [
        ["产出指标", "数量指标", "培训人数", "≥100人", "120人", "60", "60"],
        ["满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "95%", "30", "30"],
    ],
    [
        ["产出指标", "数量指标", "购置数量", "≥10台", "8台", "50", "40"],
        ["效益指标", "社会效益指标", "使用率", "≥80%", "85%", "40", "40"],
    ],
    [
        ["产出指标", "数量指标", "维修面积", "≥400平方米", "300平方米", "75", "56.25"],
        ["满意度指标", "服务对象满意度指标", "师生满意度", "≥90%", "92%", "15", "15"],
    ],
]
TOTAL = ["合计", N, N, "350", "330", "94.29%"]


def ledger(mode, header=HEADER, *, total=TOTAL):
    """The ledger with the cells of a project merged down, printed again in each row, or in its first row only."""
    rows, merges, units = [["2024年度项目支出绩效自评台账"], header], [], {}
    for count, (project, indicators) in enumerate(zip(PROJECTS, INDICATORS, strict=True), 1):
        for place, row in enumerate(indicators):
            beside = [str(count), *project[:6]], list(project[6:])
            if place and mode != "repeated":
                beside = [N] * 7, [N] * 2
            if mode != "repeated" and project[0] in units:
                beside[0][1] = N
            rows.append([*beside[0], *row, *beside[1]])
            units.setdefault(project[0], len(rows))
        if mode == "merged":
            merges += [(len(rows) - 1, column, 2, 1) for column in (1, 3, 4, 5, 6, 7, 15, 16)]
    if mode == "merged":
        merges += [(3, 2, 4, 1), (7, 2, 2, 1)]
    return sheet(*rows, *([total] if total else []), merges=merges)


def read(table):
    return [match.extract() for match in recognise(workbook(table))]


@pytest.mark.parametrize("mode", ["merged", "repeated", "first"])
def test_each_project_is_a_form_with_its_money_rows_total_and_grade(mode):
    forms = read(ledger(mode))
    assert [
        (
            form.head.text("unit"),
            form.head.text("project"),
            *(figure(getattr(form.funding.total, name)) for name in ("budget", "executed", "rate", "score")),
            figure(form.total.score),
            form.grade.value,
        )
        for form in forms
    ] == [(unit, name, budget, executed, rate, score, total, grade)
          for unit, name, budget, executed, rate, score, total, grade in PROJECTS]  # fmt: skip
    assert [[list(row) for row in lines(form)] for form in forms] == INDICATORS
    assert [form.unplaced for form in forms] == [(), (), ()]
    assert forms[0].head.title.value == "2024年度项目支出绩效自评台账"


@pytest.mark.parametrize("label", ["自评得分", "自评总分"])
def test_a_total_and_a_grade_that_nobody_has_filled_in_have_their_places(label):
    header = [*HEADER[:14], label, "自评等级"]

    body = [
        [str(count), *project[:6], *row[:6], N, N, N]
        for count, (project, indicators) in enumerate(zip(PROJECTS, INDICATORS, strict=True), 1)
        for row in indicators
    ]
    forms = read(sheet(header, *body))
    assert [(form.total.score.at.cell, figure(form.total.score)) for form in forms] == [
        ("O2", None),
        ("O4", None),
        ("O6", None),
    ]
    assert [(form.grade.at.cell, form.grade.value) for form in forms] == [("P2", ""), ("P4", ""), ("P6", "")]


@pytest.mark.parametrize("mode", ["merged", "repeated", "first"])
def test_totals_and_execution_scores_of_unknown_names_are_known_by_their_sums(mode):
    header = [*HEADER[:6], "进度分", *HEADER[7:14], "综合评定", "评定结果"]
    forms = read(ledger(mode, header))
    assert [(figure(form.funding.total.score), figure(form.total.score), form.grade.value) for form in forms] == [
        ("9", "99", "优"),
        ("10", "90", "优"),
        ("8", "79.25", "中"),
    ]


def test_a_second_column_of_scores_that_is_once_a_project_is_its_total():
    header = [*HEADER[:14], "自评得分", "等级"]
    assert [figure(form.total.score) for form in read(ledger("merged", header))] == ["99", "90", "79.25"]


def test_a_subtotal_below_each_project_is_its_total():
    header = HEADER[:14]
    rows = [header]
    for project, indicators in zip(PROJECTS, INDICATORS, strict=True):
        rows += [["1", *project[:6], *row] for row in indicators]
        rows.append([*[N] * 9, "小计", N, N, "90", project[6]])
    forms = read(sheet(*rows))
    assert [figure(form.total.score) for form in forms] == ["99", "90", "79.25"]


def test_a_sum_of_the_money_of_all_projects_is_no_total_of_the_last_one():
    wrong = [*TOTAL[:4], "331", "94.57%"]
    *others, last = read(ledger("first", total=wrong))
    assert [form.unplaced for form in others] == [(), ()]
    assert figure(last.total.score) == "79.25"
    assert [note for _, note in last.unplaced] == ["“合计”与各项目之和不符：331（各项目之和 330）"]


def test_a_project_merged_down_once_more_is_another_form():
    rows = [[*HEADER[:15]]]
    for money in ("100", "120"):
        rows += [["1", "甲中心", "教师培训", money, "90", N, "9", *row, "99"] for row in INDICATORS[0]]
        for column in (0, 1, 2, 3, 4, 6, 14):
            rows[-1][column] = N
    merges = [(row, column, 2, 1) for row in (2, 4) for column in (1, 2, 3, 4, 5, 7, 15)]
    forms = read(sheet(*rows, merges=merges))
    assert [figure(form.funding.total.budget) for form in forms] == ["100", "120"]


def test_the_same_from_text():
    rows = [HEADER]
    for count, (project, indicators) in enumerate(zip(PROJECTS, INDICATORS, strict=True), 1):
        rows += [[str(count), *project[:6], *row, *project[6:]] for row in indicators]
    forms = [match.extract() for match in recognise(text("\n".join("\t".join(row) for row in rows)))]
    assert [figure(form.total.score) for form in forms] == ["99", "90", "79.25"]
    assert [[list(row) for row in lines(form)] for form in forms] == INDICATORS


GROUPED = ["产出指标", "数量指标", "培训人数", "≥100人", "120人", "80", "80"], [
    "满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "95%", "10", "10",
]  # fmt: skip


def grouped(*, merged, last="自评总分", money="预算执行情况（万元）", title="乙局2022年度绩效台账"):
    """A ledger whose header has two rows: headings of groups over their columns, and columns of one cell beside."""
    rows = [
        [title],
        ["序号", "项目名称", money, N, N, N, "绩效指标完成情况", N, N, N, N, N, N, last],
        [N, N, "预算数", "执行数", "执行率", "执行得分", *HEADER[7:14], N],
    ]
    merges = [(2, 3, 1, 4), (2, 7, 1, 7), (2, 1, 2, 1), (2, 2, 2, 1), (2, 14, 2, 1)]
    for count, (name, score) in enumerate((("甲培训", "9"), ("乙培训", "10")), 1):
        for place, row in enumerate(GROUPED):
            first = [str(count), name, "100", str(10 * int(score)), f"{score}0%", score]
            rows.append([*([N] * 6 if place else first), *row, N if place else str(90 + int(score))])
        merges += [(len(rows) - 1, column, 2, 1) for column in (1, 2, 3, 4, 5, 6, 14)]
    return sheet(*rows, merges=merges if merged else [])


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("last", ["自评总分", "考评"])
@pytest.mark.parametrize("money", ["预算执行情况（万元）", "经费"])
def test_headings_of_groups_over_the_columns_are_part_of_the_header(merged, last, money):
    forms = read(grouped(merged=merged, last=last, money=money))
    assert [
        (form.head.text("project"), figure(form.funding.total.executed), figure(form.funding.total.score))
        for form in forms
    ] == [("甲培训", "90", "9"), ("乙培训", "100", "10")]
    assert [[list(row) for row in lines(form)] for form in forms] == [list(GROUPED)] * 2
    assert [form.unplaced for form in forms] == [(), ()]
    if last == "自评总分":
        assert [figure(form.total.score) for form in forms] == ["99", "100"]


def test_a_field_above_a_table_is_no_heading_of_its_columns():
    (form,) = read(
        sheet(
            ["项目名称", N, "学员培训", N, N, N, N],
            HEADER[7:14],
            *GROUPED,
            merges=[(1, 1, 1, 2), (1, 3, 1, 5)],
        )
    )
    assert (form.head.text("project"), len(lines(form))) == ("学员培训", 2)


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("某市水利局2022年度绩效台账", "某市水利局"),
        ("某市第三中学 2022—2023学年项目绩效一览表", "某市第三中学"),
        ("2022年度水利局项目绩效台账", ""),
        ("水库管护项目2022年度绩效台账", ""),
    ],
)
def test_the_title_of_a_ledger_names_the_unit_and_the_year_of_its_projects(title, unit):
    forms = read(grouped(merged=True, title=title))
    assert [(form.head.title.value, form.head.text("titled_unit"), form.head.text("year")) for form in forms] == [
        (title, unit, "2022")
    ] * 2


def test_a_unit_that_is_printed_is_not_taken_from_the_title():
    table = sheet(
        ["某市教育局2022年度绩效台账"],
        ["填报单位：甲中心"],
        HEADER,
        ["1", "甲中心", "教师培训", *HEADER[3:7], *INDICATORS[0][0], "99", "优"],
    )
    assert [form.head.text("titled_unit") for form in read(table)] == [""]
