"""Rows of any label that repeat the execution row or the sum of other rows."""

from __future__ import annotations

from decimal import Decimal

import openpyxl
import pytest

from perfscore.audit import audit

HEAD = [
    ["项目支出绩效自评表"],
    ["项目名称", "道路养护"],
    ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [None, "年度资金总额", 100, 100, 98, 10, "98%", 9.8],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
]
FIRST = len(HEAD) + 1
OUTPUT = [
    ["产出指标", "数量指标", "养护里程", "≥100公里", "120公里", 20, 20],
    ["产出指标", "质量指标", "养护合格率", "≥95%", "96%", 30, 30],
]
EFFECT = [
    ["效益指标", "社会效益指标", "事故下降率", "≥10%", "12%", 30, 30],
    ["满意度指标", "服务对象满意度指标", "公众满意度", "≥90%", "93%", 10, 10],
]
ROWS = [*OUTPUT, *EFFECT]
TOTAL = ["总分", None, None, None, None, 100, 99.8]
#: Labels of the row of the money and of the sum; no list has any of them.
LABELS = [
    ("预算执行得分", "指标得分"),
    ("小结", "核算分"),
    ("甲", "乙"),
    ("资金部分（10分）", "绩效部分"),
    ("A部分", "B部分"),
]
ORDERS = ["RESBT", "RESTB", "RSET", "RETS", "RTES", "ESRT", "ERST", "RSTE", "RST", "RET", "RES"]


def bare(label, column, points, score):
    row = [None] * 7
    row[column], row[5], row[6] = label, points, score
    return row


@pytest.fixture
def read(tmp_path):
    def run(rows, *, merged=()):
        path = tmp_path / "自评表.xlsx"
        book = openpyxl.Workbook()
        for row in [*HEAD, *rows]:
            book.active.append(row)
        for place, row in enumerate(rows):
            if any(row is one for one in merged):
                book.active.merge_cells(f"A{FIRST + place}:E{FIRST + place}")
        book.save(path)
        return audit([str(path)])

    return run


def accused(report):
    return [(f.code, f.at.cell) for f in report.findings if f.severity.word in ("error", "warning")]


def total_of(report):
    return next(score for score in report.scores if score.kind == "total")


def ordered(order, money, added):
    pieces = {"R": ROWS, "E": [money], "S": [added], "T": [TOTAL], "B": []}
    return [row for letter in order for row in pieces[letter]]


@pytest.mark.parametrize("place", range(len(ORDERS) * 3))
def test_a_bare_row_that_equals_others_is_no_indicator(read, place):
    labels, order, column = LABELS[place % len(LABELS)], ORDERS[place % len(ORDERS)], place % 3
    money, added = bare(labels[0], column, 10, 9.8), bare(labels[1], column, 90, 90)
    report = read(ordered(order, money, added))
    assert accused(report) == []
    assert report.coverage.indicators == 4
    assert total_of(report).recomputed == Decimal("99.80")


def test_its_label_may_be_merged_over_all_columns_before_the_points(read):
    money, added = bare("预算执行得分", 0, 10, 9.8), bare("指标得分", 0, 90, 90)
    report = read([*ordered("RES", money, added), TOTAL], merged=[money, added])
    assert accused(report) == []
    assert report.coverage.indicators == 4


@pytest.mark.parametrize("column", [0, 1, 2])
def test_sums_of_parts_of_the_table(read, column):
    rows = [*OUTPUT, bare("第一块", column, 50, 50), *EFFECT, bare("第二块", column, 40, 40)]
    report = read([*rows, bare("两块", column, 90, 90), TOTAL])
    assert accused(report) == []
    assert report.coverage.indicators == 4


def test_a_sum_of_any_label_with_a_wrong_score_is_a_wrong_sum(read):
    report = read([*ROWS, bare("核算分", 2, 90, 88), TOTAL])
    assert accused(report) == [("PS201", "G10")]


def test_a_total_of_a_label_that_no_list_has(read):
    report = read([*ROWS, bare("核算分", 2, 100, 99.8)])
    assert [code for code, _ in accused(report)] == []
    assert report.coverage.indicators == 4
    assert total_of(report).recorded == "99.8"


def test_an_unanswered_indicator_with_the_points_of_the_execution_stays_one(read):
    rows = [*OUTPUT, EFFECT[0], ["满意度指标", "服务对象满意度指标", "公众满意度", None, None, 10, 9.8], TOTAL]
    report = read(rows)
    assert report.coverage.indicators == 4
    assert ("PS111", "D9") in accused(report)


def test_two_choices_are_none(read):
    rows = [*OUTPUT, bare("甲", 2, 50, 50), bare("乙", 2, 50, 50)]
    report = read([*rows, ["总分", None, None, None, None, 110, 109.8]])
    assert report.coverage.indicators == 4


@pytest.mark.parametrize(("head", "value"), [("备注2", "无"), ("扣分", 0.2), ("其他", 3)])
def test_a_column_of_the_money_that_nothing_reads_is_listed(read, head, value, monkeypatch):
    widened = [[*HEAD[2], head], [*HEAD[3], value]]
    monkeypatch.setitem(globals(), "HEAD", [*HEAD[:2], *widened, HEAD[4]])
    report = read([*ROWS, TOTAL])
    assert [column.value for column in report.forms[0].form.head.unread] == [head]
    assert accused(report) == []
