"""Money blocks with subtotals: the total is what is called so, and the points are those of the row that holds them."""

from __future__ import annotations

import pytest

from builders import findings
from forms_support import figure, sheet, workbook
from perfscore.forms import recognise
from perfscore.rulesets import load_ruleset
from perfscore.scoring import score_form

N = None
HEAD = ["年度预算执行情况（万元）", "项目", N, "年初预算", "全年预算数", "全年执行数", "执行率", "分值", "得分"]
PARTS = [
    [N, "基本支出", "人员经费", "1000", "1100", "1100", "100%", N, N],
    [N, N, "日常公用", "200", "180", "162", "90%", N, N],
    [N, "项目支出", "1.渠系维护", "500", "520", "494", "95%", N, N],
    [N, N, "2.防汛物资", "300", "200", "188", "94%", N, N],
]
SUMS = [
    [N, N, "小计", "1200", "1280", "1262", "98.59%", N, N],
    [N, N, "小计", "800", "720", "682", "94.72%", N, N],
]
TOTAL = [N, "合计", N, "2000", "2000", "1944", "97.20%", "10", "9.72"]
TABLE = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "评分标准", "偏差原因", "分值", "得分"],
    ["产出指标", "数量指标", "渠道清淤", "≥80公里", "82公里", N, N, "50", "50"],
    ["效益指标", "社会效益指标", "灌溉面积", "≥9万亩", "9.1万亩", N, N, "30", "30"],
    ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "93%", N, N, "10", "10"],
    ["总分", N, N, N, N, N, N, "100", "99.72"],
]
CODES = ("PS101", "PS109", "PS202", "PS203", "PS204", "PS209")


def called(row, label):
    return [label if cell == "小计" else cell for cell in row]


def read(*money, merges=()):
    rows = (["部门整体支出绩效自评表"], HEAD, *money, *TABLE)
    (match,) = recognise(workbook(sheet(*rows, merges=[(2, 2, 1, 2), *merges])))
    return match.extract()


def check(form):
    total = form.funding.total
    assert [figure(number) for number in (total.budget, total.executed, total.points, total.score)] == [
        "2000", "1944", "10", "9.72",
    ]  # fmt: skip
    scores = score_form(form, load_ruleset("mof-2020"))
    assert str(scores.total.recomputed) == "99.72"
    for code in CODES:
        assert findings(code, form) == [], code


@pytest.mark.parametrize(
    "words", [("小计", "小计"), ("基本支出小计", "项目支出小计"), ("基本支出合计", "项目支出合计")]
)
@pytest.mark.parametrize("last", [True, False])
def test_the_total_is_what_is_called_so_wherever_it_stands(words, last):
    first, second = map(called, SUMS, words)
    parts = [*PARTS[:2], first, *PARTS[2:], second]
    form = read(*parts, TOTAL) if last else read(TOTAL, *parts)
    check(form)
    assert form.funding.total.label.value == "合计"
    assert [row.label.value for row in form.funding.rows if row.subtotal] == list(words)
    assert [row.label.value for row in form.funding.rows if not row.subtotal] == [
        "人员经费", "日常公用", "1.渠系维护", "2.防汛物资",
    ]  # fmt: skip


def test_subtotals_above_their_rows():
    form = read(SUMS[0], *PARTS[:2], SUMS[1], *PARTS[2:], TOTAL)
    check(form)
    assert [row.subtotal for row in form.funding.rows] == [True, False, False, True, False, False]


def test_points_merged_over_the_block_are_those_of_its_total():
    parts = [[*row] for row in (*PARTS[:2], SUMS[0], *PARTS[2:], SUMS[1])]
    parts[0][7:] = ["10", "9.72"]
    form = read(*parts, [*TOTAL[:7], N, N], merges=[(3, 8, 7, 1), (3, 9, 7, 1)])
    check(form)


def test_points_beside_another_row_of_the_same_money_are_those_of_the_total():
    fiscal = [N, "财政拨款", N, *TOTAL[3:]]
    form = read([*TOTAL[:7], N, N], fiscal)
    check(form)
    assert form.funding.rows[0].points is None


def test_one_subtotal_alone_is_the_total():
    form = read(PARTS[0], PARTS[1], [N, "小计", N, "1200", "1280", "1262", "98.59%", "10", "9.86"])
    assert figure(form.funding.total.executed) == "1262"
    assert not form.funding.total.subtotal


def test_one_subtotal_between_the_sources_is_no_total():
    form = read(PARTS[0], PARTS[1], [N, "小计", N, "1200", "1280", "1262", "98.59%", N, N], PARTS[2])
    assert form.funding.total is None or figure(form.funding.total.executed) != "1262"
    assert findings("PS202", form) == []


def test_the_rate_goes_to_the_total_with_the_score():
    fiscal = [N, "财政拨款", N, *TOTAL[3:]]
    form = read([*TOTAL[:6], N, N, N], fiscal)
    assert figure(form.funding.total.rate) == "97.20%"


@pytest.mark.parametrize("mark", ["1.", "2、", "3．", "12."])
def test_a_number_before_the_name_of_a_source_is_no_amount(mark):
    rows = [[cell if cell is None else cell.replace("1.", mark) for cell in row[:3]] + row[3:] for row in PARTS]
    form = read(*rows, TOTAL)
    check(form)
    assert [row.label.value for row in form.funding.rows][2] == f"{mark}渠系维护"
    assert form.unplaced == ()


def test_a_count_in_the_name_of_a_source_is_no_amount():
    rows = [[*row] for row in PARTS]
    rows[2][2] = "3个街道补助"
    form = read(*rows, TOTAL)
    check(form)
    assert [row.label.value for row in form.funding.rows][2] == "3个街道补助"
