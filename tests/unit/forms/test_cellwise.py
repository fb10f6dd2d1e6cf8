"""Rows and cells that say more than one thing, and what no sum holds when one of them was not read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import findings, funding, indicator, money, section, self_assessment
from forms_support import figure, sheet, text, workbook
from perfscore.forms import near_misses, recognise
from perfscore.rulesets import load_ruleset
from perfscore.scoring import score_form

N = None
COLUMNS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
ROWS = [
    ["产出指标", "数量指标", "培训人数", "≥100人", "120人", "50", "50"],
    ["效益指标", "社会效益指标", "就业人数", "≥50人", "60人", "40", "40"],
    ["总分", N, N, N, N, "100", "100"],
]
UNIT = [
    ["部门整体支出绩效自评表"],
    ["部门名称", "某局"],
    ["年度预算申请（万元）", N, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [N, "年度资金总额", "90.00", "100.00", "100.00", "10", "100%", "10"],
]


def only(*rows, merges=()):
    (match,) = recognise(workbook(sheet(*rows, merges=merges)))
    return match.extract()


def of_text(source):
    (match,) = recognise(text(source))
    return match.extract()


# -- a label and its amount in one cell ----------------------------------------------------------------------


def test_an_amount_stands_behind_its_label_in_the_cell():
    form = only(
        *UNIT,
        [N, "按收入性质分：", N, N, "按支出性质分：", N, N, N],
        [N, "其中：一般公共预算：80.00", N, N, "其中：基本支出：1,060.00万元", N, N, N],
        [N, "其他资金：20.00", N, N, "项目支出： —", N, N, N],
        COLUMNS,
        *ROWS,
    )
    by_revenue, by_nature = form.funding.breakdowns
    assert [(label.value, figure(amount)) for label, amount in by_revenue.rows] == [
        ("其中：一般公共预算", "80.00"),
        ("其他资金", "20.00"),
    ]
    assert [(label.value, figure(amount)) for label, amount in by_nature.rows][1] == ("项目支出", None)
    assert str(by_nature.rows[0][1].value.value) == "1060.00"
    assert by_revenue.rows[0][1].at.cell == "B6"
    assert not form.unplaced
    # The list of what it was spent on exceeds the total; that by revenue adds up.
    (wrong,) = findings("PS202", form)
    assert "支出性质" in wrong.message


def test_an_amount_behind_its_label_is_of_the_only_column_of_amounts():
    form = only(
        ["项目支出绩效自评表"],
        ["项目名称", "某项目"],
        ["项目资金（万元）", "资金来源", "全年执行数", "分值", "得分"],
        [N, "年度资金总额：80.00", N, N, N],
        COLUMNS,
        *ROWS,
    )
    assert figure(form.funding.total.executed) == "80.00"
    assert form.funding.total.label.value == "年度资金总额"


def test_an_amount_behind_its_label_is_told_where_it_may_be_of_several_columns():
    form = only(*UNIT, [N, "其他资金：20.00", N, N, N, N, N, N], COLUMNS, *ROWS)
    assert [(at.cell, reason) for at, reason in form.unplaced] == [
        ("B5", "金额与列不能唯一对应，未读入：请核对该行的列位置")
    ]
    assert not form.funding.whole
    assert findings("PS202", form) == []


def test_words_alone_in_a_money_block_are_no_amount_that_was_lost():
    form = only(*UNIT, ["资金管理情况", "情况说明", N, N, N, N, "存在问题", N], COLUMNS, *ROWS)
    assert form.funding.whole
    assert all("金额" not in reason for _, reason in form.unplaced)


# -- two sides -----------------------------------------------------------------------------------------------

SIDES = [
    ["部门整体支出绩效自评表"],
    ["部门名称", "某局", N, N, N, N, N],
    ["部门整体支出情况", "按收入来源分", N, N, "按支出性质分", N, N],
    [N, "项目", "预算数", "执行数", "项目", "预算数", "执行数"],
    [N, "合计", "100", "90", "合计", "100", "90"],
    [N, "一般公共预算", "80", "75", "人员经费", "60", "60"],
    [N, "政府性基金", "20", "15", "公用经费", "40", "30"],
    ["年度主要任务", "完成全年各项教育工作任务。", N, N, N, N, N],
]
SIDES_MERGED = [(3, 1, 5, 1), (3, 2, 1, 3), (3, 5, 1, 3), (8, 2, 1, 6)]


def test_both_sides_of_the_money_are_read():
    form = only(*SIDES, COLUMNS, *ROWS, merges=SIDES_MERGED)
    funds = form.funding
    assert (figure(funds.total.budget), figure(funds.total.executed)) == ("100", "90")
    assert [(row.label.value, figure(row.budget), figure(row.executed)) for row in funds.rows] == [
        ("一般公共预算", "80", "75"),
        ("政府性基金", "20", "15"),
        ("合计", "100", "90"),
    ]
    assert [(one.column, [(label.value, figure(amount)) for label, amount in one.rows]) for one in funds.breakdowns] == [
        ("budget", [("人员经费", "60"), ("公用经费", "40")]),
        ("executed", [("人员经费", "60"), ("公用经费", "30")]),
    ]  # fmt: skip
    assert form.goal.value == "完成全年各项教育工作任务。"
    assert not form.unplaced
    assert form.head.unread == ()
    assert findings("PS202", form) == findings("PS208", form) == []


def test_a_side_that_does_not_add_up_is_found():
    rows = [[*row] for row in SIDES]
    rows[6][6] = "50"
    form = only(*rows, COLUMNS, *ROWS, merges=SIDES_MERGED)
    (wrong,) = findings("PS202", form)
    assert (wrong.recorded, wrong.recomputed) == ("90", "110")


def test_a_column_of_labels_is_one_whatever_amount_its_words_name():
    form = only(
        ["项目支出绩效自评表"],
        ["项目名称", "某项目"],
        ["预算执行情况（10分）", "年度预算数（万元）", "年初预算", "调整后预算数", "预算执行数", "权重", "得分"],
        [N, "总额", "100", "100", "100", "10", "10"],
        [N, "其中：财政资金", "100", "100", "100", "/", "/"],
        COLUMNS,
        *ROWS,
        merges=[(3, 1, 3, 1)],
    )
    assert form.head.unread == ()
    assert (form.funding.total.label.value, figure(form.funding.total.budget)) == ("总额", "100")


def test_what_was_added_to_a_budget_is_no_amount_of_it():
    form = only(
        ["项目支出绩效自评表"],
        ["项目名称", "某项目"],
        ["项目资金（万元）", "资金来源", "年初预算数", "调整数", "全年执行数", "结余", "分值", "得分"],
        [N, "年度资金总额", "1000", "100", "1050", "50", "10", "10"],
        COLUMNS,
        *ROWS,
    )
    assert [piece.value for piece in form.head.unread] == ["调整数", "结余"]
    assert form.funding.total.budget is None
    assert not form.unplaced
    assert findings("PS206", form) == []


def test_points_of_the_execution_beside_the_amounts_of_a_target_sheet():
    form = only(
        ["项目支出绩效目标表"],
        ["项目名称", N, "某项目"],
        ["项目资金（万元）", N, "年度资金总额", N, "300.00", "执行率分值（10）"],
        [N, N, "其中：财政拨款", N, "300.00", N],
        ["年度总体目标", N, "推广种植，稳定粮食产能。"],
        ["一级指标", "二级指标", "三级指标", "指标值", "分值", "评（扣）分标准"],
        ["产出指标", "数量指标", "种植面积", "≥1.5万亩", "90", "完成得满分"],
        merges=[(3, 1, 2, 2), (3, 6, 2, 1)],
    )
    assert (figure(form.funding.total.points), form.funding.total.points.at.cell) == ("10", "F3")
    assert not form.unplaced


# -- sections of a KPI sheet -----------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["指标类别", "考核维度"])
def test_sections_of_a_kpi_sheet_have_their_weights(column):
    rows = [
        ["1", "经营管理类\n（40%）", "售水量", "15%", "≥860万吨", "872万吨", "15"],
        ["2", N, "水费回收率", "25%", "≥98%", "99%", "25"],
        ["3", "服务质量类（60%）", "抢修及时率", "30%", "≥99%", "99.4%", "30"],
        ["4", N, "有效投诉", "{}%", "≤20件", "18件", "30"],
        ["合计", N, N, "100%", N, N, "100"],
    ]
    header = ["序号", column, "考核指标", "权重", "目标值", "实际完成", "自评得分"]

    def form(last):
        filled = [[one.format(last) if one else one for one in row] for row in rows]
        if last != "30":
            filled = [[*row[:3], row[3].rstrip("%"), *row[4:]] for row in filled]
        return only(["某公司KPI绩效考核表"], header, *filled, merges=[(3, 2, 2, 1), (5, 2, 2, 1)])

    read = form("30")
    assert read.head.kind == "kpi"
    assert read.head.unread == ()
    assert [(one.name, figure(one.points), len(one.indicators)) for one in read.sections] == [
        ("经营管理类", "40", 2),
        ("服务质量类", "60", 2),
    ]
    assert findings("PS102", read) == []
    # Rows that do not come to a hundred leave open what a share of them is.
    assert [one.points for one in form("20").sections] == [None, None]


# -- one cell a line -------------------------------------------------------------------------------------------

LINES = """\
2025年度项目支出绩效自评表
项目名称
校舍维修
主管部门
某县教育局
年度资金总额
320
310.4
一级指标
二级指标
三级指标
年度指标值
实际完成值
分值
得分
产出指标
数量指标
维修面积
≥5200平方米
5200平方米
50
50
改造厕所
＝6座
6座
40
40
总分
100
98.7"""


def test_a_table_with_one_cell_a_line_is_told_once_and_not_read():
    document = text(LINES, "自评.txt")
    assert recognise(document) == ()
    (miss,) = near_misses(document)
    assert miss.cell_lines
    assert miss.at.line == 9
    assert (miss.rows[0].line, miss.rows[-1].line) == (1, 30)


def test_a_form_below_a_table_with_one_cell_a_line_is_read():
    below = [["2024年度项目支出绩效自评表"], ["项目名称", "道路"], COLUMNS, *ROWS]
    source = LINES + "\n" + "\n".join("\t".join(one or "" for one in row) for row in below)
    form = of_text(source)
    assert [row.name.value for row in form.indicators] == ["培训人数", "就业人数"]


# -- sums with a row missing -----------------------------------------------------------------------------------


def _scores(form):
    return score_form(form, load_ruleset("mof-2020"))


def test_no_sum_is_recomputed_where_a_row_was_not_read():
    rows = (indicator("培训人数", points="50", score="50", target="≥100人", actual="120人"),)
    form = self_assessment(section("产出指标", *rows), total=("100", "98"))
    lost = replace(form, lost=(rows[0].row,))
    whole, open_ = _scores(form), _scores(lost)
    assert str(whole.total.recomputed) == "50.00"
    assert (open_.total.recomputed, open_.total.status, open_.total.reason) == (
        None,
        "undecided",
        "表中有行没有读入，合计未重算",
    )
    assert [one.recomputed for one in open_.sections] == [None]
    assert (open_.total.step, open_.total.grade, open_.total.basis) == (None, None, "")
    for code in ("PS101", "PS105", "PS115", "PS116", "PS209", "PS302"):
        assert findings(code, lost) == [], code


def test_a_blank_total_is_told_without_a_sum_where_a_row_was_not_read():
    rows = [indicator(f"指标{n}", points="50", score="40") for n in range(2)]
    total = ("100", "")
    whole = self_assessment(section("产出指标", *rows), total=total)
    lost = replace(whole, lost=(rows[0].row,))
    assert "80" in findings("PS110", whole)[0].message
    (told,) = findings("PS110", lost)
    assert "80" not in told.message


def test_a_row_of_the_money_that_may_hold_the_score_of_the_execution_leaves_the_total_open():
    row = [N, "年度资金总额", "90.00", "100.00", "100.00", "10", "100%", "10", "7", "8"]
    form = of_text("\n".join("\t".join(one or "" for one in line) for line in [*UNIT[:3], row, COLUMNS, *ROWS]))
    assert form.funding is None
    assert len(form.lost) == 1
    assert _scores(form).total.recomputed is None


def test_sources_have_no_sum_where_one_was_not_read():
    wrong = funding(money(), money("财政拨款", initial="10.00", budget="10.00", executed="10.00"))
    assert findings("PS202", self_assessment(funding=wrong))
    assert findings("PS202", self_assessment(funding=replace(wrong, whole=False))) == []
