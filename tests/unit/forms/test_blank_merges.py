"""Blank cells that are merged over several rows: they are one cell, as filled ones are."""

from __future__ import annotations

from decimal import Decimal

import openpyxl
import pytest

from perfscore.audit import audit
from perfscore.services.fill import fill

HEAD = [
    ["项目支出绩效自评表"],
    ["项目名称", "道路养护"],
    ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [None, "年度资金总额", 100, 100, 98, 10, "98%", 9.8],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
]
POINTS = (20, 30, 30, 10)


@pytest.fixture
def book(tmp_path):
    def run(*, points=POINTS, scores=POINTS, actuals=("120公里", "96%", "12%", "93%"), merges=()):
        rows = [
            ["产出指标", "数量指标", "养护里程", "≥100公里"],
            ["产出指标", "质量指标", "养护合格率", "≥95%"],
            ["效益指标", "社会效益指标", "事故下降率", "≥10%"],
            ["满意度指标", "服务对象满意度指标", "公众满意度", "≥90%"],
        ]
        path = tmp_path / "自评表.xlsx"
        made = openpyxl.Workbook()
        for row in HEAD:
            made.active.append(row)
        for row, *cells in zip(rows, actuals, points, scores, strict=True):
            made.active.append([*row, *cells])
        made.active.append(["总分", None, None, None, None, 100])
        for area in merges:
            made.active.merge_cells(area)
        made.save(path)
        return path

    return run


def indicators(report):
    return [(one.points, one.recomputed, one.status) for one in report.scores if one.kind == "indicator"]


def of_code(report, code):
    return [(f.at.cell, f.message) for f in report.findings if f.code == code]


CASES = [
    ({"scores": (None, None, 30, 10), "merges": ["G6:G7"]}, "own points"),
    (
        {"points": (50, None, 30, 10), "scores": (None, None, 30, 10), "merges": ["F6:F7", "G6:G7"]},
        "shared points",
    ),
]


@pytest.mark.parametrize("cells", [cells for cells, _ in CASES], ids=[name for _, name in CASES])
def test_a_blank_score_of_several_rows_is_one_missing_score(book, cells):
    path = book(**cells)
    report = audit([str(path)])
    assert indicators(report)[:2] == [(Decimal(50), Decimal("50.00"), "recomputed"), (None, None, "joint")]
    assert [cell for cell, _ in of_code(report, "PS132")] == ["G6"]
    assert "“养护里程、养护合格率”" in of_code(report, "PS132")[0][1]


@pytest.mark.parametrize("cells", [cells for cells, _ in CASES], ids=[name for _, name in CASES])
def test_it_is_filled_with_the_score_of_all_of_its_rows(book, cells, tmp_path):
    out = tmp_path / "filled.xlsx"
    fill(book(**cells), out)
    sheet = openpyxl.load_workbook(out).active
    assert (sheet["G6"].value, sheet["G10"].value) == (50, 99.8)


def test_an_unanswered_row_of_the_group_leaves_the_score_open(book):
    report = audit(
        [str(book(scores=(None, None, 30, 10), actuals=("120公里", None, "12%", "93%"), merges=["G6:G7"]))]
    )
    assert of_code(report, "PS132") == []
    assert indicators(report)[0][1:] == (None, "no-actual")


def test_blank_points_of_several_rows_are_one_finding(book):
    report = audit([str(book(points=(None, None, 30, 10), merges=["F6:F7"]))])
    assert [cell for cell, _ in of_code(report, "PS107")] == ["F6"]
    assert "“养护里程、养护合格率”" in of_code(report, "PS107")[0][1]


def test_a_blank_score_of_all_rows_is_a_form_not_scored_yet(book):
    report = audit([str(book(scores=(None,) * 4, merges=["G6:G9"]))])
    assert of_code(report, "PS132") == []
    assert indicators(report) == [(Decimal(90), Decimal("90.00"), "recomputed"), *[(None, None, "joint")] * 3]
