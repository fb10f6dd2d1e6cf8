"""What stands beside a table or under words that no list knows: sides, money, totals, levels, weights."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms_support import figure, lines, sheet, workbook
from perfscore.checks.catalogue import select
from perfscore.checks.runner import Runner
from perfscore.checks.subjects import InputFile, View
from perfscore.forms import near_misses, recognise
from perfscore.rulesets import load_ruleset
from perfscore.scoring import score_form

N = None
TITLE = ["项目支出绩效自评表"]
HEAD = ["项目名称", "河道清淤", N, N, "主管部门", "某市水利局"]
COLUMNS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
ROWS = [
    ["产出指标", "数量指标", "清淤长度", "≥12公里", "13公里", "30", "30"],
    [N, "质量指标", "验收合格率", "≥95%", "98%", "20", "20"],
    ["效益指标", "生态效益指标", "水质达标天数", "≥300天", "310天", "30", "30"],
    ["满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "93%", "10", "10"],
]
TOTAL = ["总分", N, N, N, N, "90", "90"]
MONEY = [
    ["项目资金（万元）", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["资金总额", "80", "80", "10", "100%", "10"],
    ["财政拨款", "60", "60"],
    ["其他资金", "20", "20"],
]
TARGETS = ["项目支出绩效目标表"]
SIDES = [
    ["一级指标", "实施期绩效指标", N, N, "年度绩效指标"],
    [N, "次级", "考核点", "应达水准", "次级", "考核点", "应达水准"],
    ["产出指标", "数量指标", "清淤长度", "≥36公里", "数量指标", "清淤长度", "≥12公里"],
    [N, "质量指标", "验收合格率", "≥95%", "质量指标", "验收合格率", "≥95%"],
    ["效益指标", "生态效益指标", "水质达标天数", "≥900天", "生态效益指标", "水质达标天数", "≥300天"],
    ["满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "服务对象满意度指标", "居民满意度", "≥88%"],
]  # fmt: skip
FUNDS = [
    ["所需经费（万元）", "实施期合计", "240", "年度合计", "80"],
    [N, "其中：中央财政资金", "180", "其中：中央财政资金", "60"],
    [N, "其他资金", "60", "其他资金", "20"],
]


def only(*rows, merges=()):
    (match,) = recognise(workbook(sheet(*rows, merges=merges)))
    return match.extract()


def beside(left, right, gap=1):
    """Two blocks side by side, the right one from the first row of the left one on."""
    width = max(map(len, left)) + gap
    rows = [list(row) for row in left] + [[] for _ in range(max(len(right) - len(left), 0))]
    for row, more in zip(rows, right, strict=False):
        row.extend([N] * (width - len(row)))
        row.extend(more)
    return rows


def targets(form, number):
    return [
        (row.l2, row.name.value, row.target.raw)
        for section in form.blocks[number].sections
        for row in section.indicators
    ]


WHOLE, YEAR = ([row[at : at + 3] for row in SIDES[2:]] for at in (1, 4))


def accused(document):
    """The codes of errors and warnings, without those about the reading."""
    rules = load_ruleset("mof-2021")
    forms = [match.extract() for match in recognise(document)]
    views = [View(number, form, rules, score_form(form, rules, number)) for number, form in enumerate(forms)]
    found = Runner(select((), ()), {}).run([InputFile("表.xlsx", forms=len(forms))], views).findings
    return {
        one.code for one in found if one.severity.name in ("ERROR", "WARNING") and not one.code.startswith("PS00")
    }


def test_the_second_side_of_a_header_is_what_the_first_side_is():
    form = only(TARGETS, HEAD, *SIDES)
    assert targets(form, 0) == [tuple(row) for row in WHOLE]
    assert targets(form, 1) == [tuple(row) for row in YEAR]
    assert {name for name, _ in form.head.guessed} == {"l2", "name", "target"}


def test_columns_that_come_again_with_what_was_reached_are_rivals():
    again = [
        ["一级指标", "二级指标", "三级指标", "上半年情况", N, "全年情况"],
        [N, N, N, "指标值", "完成值", "指标值", "完成值", "分值", "得分"],
        ["产出指标", "数量指标", "清淤长度", "≥6公里", "7公里", "≥12公里", "13公里", "50", "50"],
        ["效益指标", "生态效益指标", "水质达标天数", "≥150天", "155天", "≥300天", "310天", "50", "50"],
    ]
    form = only(TITLE, HEAD, *again)
    assert form.head.contested or form.head.unread


@pytest.mark.parametrize("gap", [1, 2])
def test_money_of_both_sides_beside_their_table(gap):
    form = only(TARGETS, HEAD, *beside(SIDES, FUNDS, gap))
    assert [figure(block.funding.total.initial) for block in form.blocks] == ["240", "80"]
    assert targets(form, 1) == [tuple(row) for row in YEAR]
    assert form.unplaced == ()


def test_a_head_of_merged_texts_does_not_hide_the_gap():
    goal = [["总体目标", "三年清淤三十六公里，水质达标，沿岸居民满意。"]]
    rows = [TARGETS, HEAD, *goal, *beside(SIDES, FUNDS)]
    form = only(*rows, merges=[(3, 2, 1, 12)])
    assert [figure(block.funding.total.initial) for block in form.blocks] == ["240", "80"]


def test_two_forms_below_each_other_keep_the_money_beside_each():
    one = beside([COLUMNS, *ROWS, TOTAL], MONEY)
    other = beside([COLUMNS, *ROWS, TOTAL], [[cell and cell.replace("80", "70").replace("60", "50") for cell in row] for row in MONEY])  # fmt: skip
    forms = [match.extract() for match in recognise(workbook(sheet(TITLE, HEAD, *one, [], TITLE, HEAD, *other)))]
    assert [figure(form.funding.total.budget) for form in forms] == ["80", "70"]
    assert [len(lines(form)) for form in forms] == [4, 4]


def test_money_below_two_sides_with_the_total_last_and_a_source_left_blank():
    funds = [["所需经费", *FUNDS[1][1:]], [N, "省级财政资金", "60", "省级财政资金", "20"], [N, "其他资金", N, "其他资金"], [N, *FUNDS[0][1:]]]  # fmt: skip
    form = only(TARGETS, HEAD, *SIDES, *funds)
    assert [figure(block.funding.total.initial) for block in form.blocks] == ["240", "80"]
    assert len(targets(form, 0)) == 4


def test_the_total_of_money_is_known_by_what_it_adds():
    money = [["经费（万元）", "经费盘子", "80"], [N, "财政拨款", "60"], [N, "其他资金", "20"]]
    rows = [row[:4] for row in ROWS]
    form = only(TARGETS, HEAD, *money, COLUMNS[:4], *rows)
    assert figure(form.funding.total.initial) == "80"
    assert ("source.total", "经费盘子") in [(name, text.value) for name, text in form.head.guessed]
    wrong = [["经费（万元）", "经费盘子", "85"], *money[1:]]
    assert not only(TARGETS, HEAD, *wrong, COLUMNS[:4], *rows).head.guessed


@pytest.mark.parametrize("label", ["经费总金额", "合计"])
@pytest.mark.parametrize("foot", [[], [["填报人", "张某"]]])
def test_money_that_is_one_amount_below_the_table_under_words_of_money(label, foot):
    rows = [row[:4] for row in ROWS]
    form = only(TARGETS, HEAD, COLUMNS[:4], *rows, ["款项安排", label, "1,250.5"], *foot)
    assert figure(form.funding.total.initial) == "1250.5"
    assert len(lines(form)) == 4
    assert form.unplaced == ()


def test_a_sum_below_the_table_under_other_words_is_no_money():
    rows = [row[:4] for row in ROWS]
    assert only(TARGETS, HEAD, COLUMNS[:4], *rows, ["汇总情况", "合计", "4"]).funding is None


@pytest.mark.parametrize("each", [False, True])
def test_points_of_unknown_words_beside_amounts_are_no_amounts(each):
    money = [[row[0], points, *row[1:3], *row[4:]] for row, points in zip(
        MONEY, ("所配之分", "10", *(("10", "10") if each else (N, N))), strict=True)]  # fmt: skip
    form = only(TITLE, HEAD, *money, COLUMNS, *ROWS, TOTAL)
    assert figure(form.funding.total.points) == "10"
    assert form.funding.total.initial is None
    assert ("funding.points", "所配之分") in [(name, text.value) for name, text in form.head.guessed]


@pytest.mark.parametrize("last", [False, True])
def test_the_total_of_columns_of_money_is_known_by_what_it_adds(last):
    named = [row if n != 1 else ["经费盘子", *row[1:]] for n, row in enumerate(MONEY)]
    money = [named[0], *named[2:], named[1]] if last else named
    form = only(TITLE, HEAD, *money, COLUMNS, *ROWS, TOTAL)
    assert figure(form.funding.total.executed) == "80"
    assert len(form.funding.rows) == 2


def test_a_heading_of_money_that_names_a_level_besides():
    money = [["预算执行情况", "年度安排", "年度花费", "应得", "比率", "实得"], *MONEY[1:]]
    form = only(TITLE, HEAD, *money, COLUMNS, *ROWS, TOTAL)
    assert figure(form.funding.total.executed) == "80"
    assert len(lines(form)) == 4


def test_a_goal_below_the_money_that_ends_in_a_source_left_blank():
    money = [["项目资金（万元）", "合计", "80"], [N, "财政拨款", "80"], [N, "其他资金"]]
    form = only(
        TARGETS,
        HEAD,
        COLUMNS[:4],
        *[row[:4] for row in ROWS],
        *money,
        ["年度总体目标", "清淤十二公里，水质达标。"],
    )
    assert form.goal.value == "清淤十二公里，水质达标。"
    assert figure(form.funding.total.initial) == "80"


def test_the_goals_of_both_sides_under_one_heading():
    goals = [["年度总体目标", "实施期目标", N, N, "年度目标"], [N, "三年清淤三十六公里。", N, N, "清淤十二公里。"]]
    form = only(TARGETS, HEAD, *goals, *SIDES)
    assert [block.goal.value for block in form.blocks] == ["三年清淤三十六公里。", "清淤十二公里。"]


def test_a_header_of_two_rows_that_is_not_merged():
    band = [
        ["绩效指标", N, N, "年度指标值", N, "实际完成值", "分值", "得分"],
        ["大类", "小类", "考核点", "目标数", "单位"],
    ]
    rows = [
        [*row[:3], "≥" + row[3][1:3].rstrip("%公天"), {"≥12公里": "公里"}.get(row[3], "%"), *row[4:]]
        for row in ROWS
    ]
    form = only(TITLE, HEAD, *band, *rows)
    assert [row.name.value for row in form.indicators] == [row[2] for row in ROWS]
    assert {figure(row.points) for row in form.indicators} == {"30", "20", "10"}


def test_levels_of_unknown_words_in_a_row_of_their_own():
    band = [
        ["绩效指标", N, N, "年度指标值", "实际完成值", "分值", "得分"],
        ["大类", "小类", "考核点"],
    ]
    form = only(TITLE, HEAD, *band, *ROWS, TOTAL)
    assert [(row.l1, row.l2, row.name.value) for row in form.indicators] == [
        (l1, *row[1:3]) for l1, row in zip(["产出指标", "产出指标", "效益指标", "满意度指标"], ROWS, strict=True)
    ]


def test_a_total_of_unknown_words_above_its_rows():
    band = ["大类", "小类", "考核点", "目标数", "达到数", "分值", "得分"]
    form = only(TITLE, HEAD, band, ["各项加总", N, N, N, N, "90", "90"], *ROWS)
    assert figure(form.total.score) == "90"
    assert len(lines(form)) == 4


def test_weights_beside_points_in_names_are_no_points():
    named = [[*row[:2], f"{row[2]}（{row[5]}分）", *row[3:5], weight, row[6]] for row, weight in zip(ROWS, ("60", "40", "100", "100"), strict=True)]  # fmt: skip
    form = only(TITLE, HEAD, [*COLUMNS[:5], "权重（%）", "得分"], *named, ["总分", N, N, N, N, N, "90"])
    assert [figure(row.points) for row in form.indicators] == ["30", "20", "30", "10"]
    assert [column.raw for column in form.head.unread] == ["权重（%）"]


def test_shares_of_sections_are_no_points_where_the_points_are_not_read():
    rows = [[*row[:5], weight, row[6]] for row, weight in zip(ROWS, ("60", "40", "100", "100"), strict=True)]
    document = workbook(
        sheet(TITLE, HEAD, [*COLUMNS[:5], "权重（%）", "得分"], *rows, ["总分", N, N, N, N, N, "90"])
    )
    (match,) = recognise(document)
    assert [row.points for row in match.extract().indicators] == [None] * 4
    assert not {"PS102", "PS103", "PS307"} & accused(document)


def test_points_that_add_up_to_nothing_beside_weights_stay_the_points():
    rows = [[*row[:5], share, *row[5:]] for row, share in zip(ROWS, ("60", "40", "100", "100"), strict=True)]
    rows[0][6] = "45"
    form = only(TITLE, HEAD, [*COLUMNS[:5], "权重（%）", "分值", "得分"], *rows, TOTAL)
    assert [figure(row.points) for row in form.indicators] == ["45", "20", "30", "10"]


def test_a_form_with_a_row_that_was_not_placed_is_not_accused_of_lacking_its_total():
    whole = workbook(sheet(TITLE, HEAD, COLUMNS, *ROWS))
    assert "PS110" in accused(whole)
    (match,) = recognise(whole)
    rules = load_ruleset("mof-2021")
    form = replace(match.extract(), lost=(match.at,))
    view = View(0, form, rules, score_form(form, rules, 0))
    found = Runner(select(("PS110",), ()), {}).run([InputFile("表.xlsx", forms=1)], [view]).findings
    assert found == ()


def test_a_total_in_its_own_cell_is_no_value_of_a_blank_field():
    head = ["实施单位", N, N, N, "总得分 Total：93.5"]
    form = only(TITLE, HEAD, head, COLUMNS, *ROWS)
    assert form.head.field("implementing_unit").value == ""
    assert figure(form.total.score) == "93.5"


def test_a_field_in_two_languages_keeps_its_value():
    head = ["实施单位 Unit：某市清淤队", N, N, N, "年度 Year：2024"]
    form = only(TITLE, HEAD, head, COLUMNS, *ROWS, TOTAL)
    assert form.head.field("implementing_unit").value == "某市清淤队"
    assert form.head.field("year").value == "2024"


def test_a_list_of_prices_is_no_form():
    prices = [
        ["品名", "规格", "单价", "数量", "金额"],
        ["水泵", "A型", "1200", "2", "2400"],
        ["总额", N, N, N, "2400"],
    ]
    assert recognise(workbook(sheet(*prices))) == ()
    assert near_misses(workbook(sheet(*prices))) == ()


def test_sources_side_by_side_above_their_amounts():
    money = [["预算资金（万元）", "资金总额", "财政拨款", "其他资金"], [N, "80", "60", "20"]]
    form = only(TARGETS, HEAD, *money, COLUMNS[:4], *[row[:4] for row in ROWS])
    assert figure(form.funding.total.initial) == "80"
    assert [figure(row.initial) for row in form.funding.rows] == ["60", "20"]
    assert len(lines(form)) == 4


@pytest.mark.parametrize(
    "header", [["资金情况", "资金来源", "金额（元）", "备注"], ["经费（元）", "来源构成", "数目"]]
)
def test_money_below_the_total_of_a_table_is_the_forms(header):
    money = [header, [N, "年度资金总额", "80"], [N, "其中：财政拨款", "60", "市县分担"], [N, "其他资金", "20"]]
    rows = [[*row[:4], row[5]] for row in ROWS]
    form = only(TARGETS, HEAD, [*COLUMNS[:4], "分值"], *rows, ["合计", N, N, N, "90"], *money)
    assert figure(form.funding.total.initial) == "80"
    assert [figure(row.initial) for row in form.funding.rows] == ["60", "20"]
    assert len(lines(form)) == 4
    assert figure(form.total.points) == "90"


def test_points_of_the_execution_that_are_not_printed_count_in_the_total():
    money = [["项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "执行率", "得分"], ["年度资金总额", "80", "80", "76", "95%", "9.5"]]  # fmt: skip
    total = ["总分", N, N, N, N, "100", "99.5"]
    assert not {"PS101", "PS103", "PS209"} & accused(workbook(sheet(TITLE, HEAD, *money, COLUMNS, *ROWS, total)))
    wrong = ["总分", N, N, N, N, "95", "99.5"]
    assert "PS101" in accused(workbook(sheet(TITLE, HEAD, *money, COLUMNS, *ROWS, wrong)))


def test_the_reason_of_a_low_rate_may_stand_under_an_explanation():
    money = [["项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分", "说明"], ["年度资金总额", "80", "80", "60", "10", "75%", "7.5", "尾款待验收"]]  # fmt: skip
    total = ["总分", N, N, N, N, "100", "97.5"]
    assert "PS230" not in accused(workbook(sheet(TITLE, HEAD, *money, COLUMNS, *ROWS, total)))
    money[1][-1] = N
    assert "PS230" in accused(workbook(sheet(TITLE, HEAD, *money, COLUMNS, *ROWS, total)))


def test_a_column_that_the_header_does_not_name_is_told():
    rows = [[*row, "台账已归档"] for row in ROWS]
    form = only(TITLE, HEAD, COLUMNS, *rows, TOTAL)
    assert any("台账已归档" in reason for _, reason in form.unplaced)
    # One cell right of the table is a note beside it.
    assert only(TITLE, HEAD, COLUMNS, [*ROWS[0], "已核"], *ROWS[1:], TOTAL).unplaced == ()


def test_numbers_left_of_the_amounts_under_unknown_words_are_told():
    money = [
        ["项目资金（万元）", "丙栏", "全年预算数", "全年执行数", "执行率", "得分"],
        ["资金总额", "10", "80", "80", "100%", "10"],
    ]
    form = only(TITLE, HEAD, *money, COLUMNS, *ROWS, ["总分", N, N, N, N, "100", "100"])
    assert [column.raw for column in form.head.unread] == ["丙栏"]
