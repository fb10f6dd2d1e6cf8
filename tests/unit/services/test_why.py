"""Looking a cell up: what it is, the scores that it belongs to, the findings that touch it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from forms_support import PROJECT
from perfscore.audit import audit
from perfscore.core.errors import UsageError
from perfscore.services.why import why

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
FIRST = "强制隔离戒毒生活补贴"


@pytest.fixture(scope="module")
def book():
    return audit(SAMPLES / "hengyang-2023" / "自评表.xlsx")


@pytest.fixture(scope="module")
def text():
    return audit(SAMPLES / "hengyang-2023" / "自评表.txt")


@pytest.fixture(scope="module")
def whole():
    return audit(SAMPLES / "hengyang-2023" / "整体自评表.xlsx")


def spots(found):
    return [(spot.text, spot.what) for spot in found.spots]


def codes(found):
    return [finding.code for finding in found.findings]


def test_a_score_with_its_row_and_its_findings(book):
    found = why(book, f"{FIRST}!H17")
    assert spots(found) == [("4.34", "保障强制隔离戒毒人员基本生活 得分")]
    (score,) = found.scores
    assert (score.kind, str(score.recomputed), score.at.cell) == ("indicator", "4.74", "H17")
    assert codes(found) == ["PS301"]


def test_findings_at_the_cell_come_before_those_that_name_it(book):
    found = why(book, f"{FIRST}!F17")
    assert spots(found) == [("94.75%", "保障强制隔离戒毒人员基本生活 实际完成值")]
    assert found.findings[0].code == "PS312"
    assert found.findings[0].at.cell == "F17"
    assert "PS301" in codes(found)[1:]
    assert [score.at.cell for score in found.scores] == ["H17"]


@pytest.mark.parametrize(
    ("cell", "what", "kinds"),
    [
        ("B4", "项目名称", []),
        ("E10", "年度资金总额 全年预算数", ["execution"]),
        ("I10", "年度资金总额 得分", ["execution"]),
        ("G7", "其中:当年财政拨款 分值", []),
        ("B12", "年度总体目标", []),
        ("F13", "栏目 实际完成值", []),
        ("B14", "成本指标 一级指标、成本指标 分值", ["section"]),
        ("C15", "成本指标 二级指标", []),
        ("C17", "保障强制隔离戒毒人员基本生活 二级指标", ["indicator"]),
        ("I17", "保障强制隔离戒毒人员基本生活 偏差原因", ["indicator"]),
        ("G25", "总分 分值", ["total"]),
    ],
)
def test_every_part_of_a_form_is_named(book, cell, what, kinds):
    found = why(book, f"{FIRST}!{cell}")
    assert [spot.what for spot in found.spots] == [what]
    assert [score.kind for score in found.scores] == kinds


@pytest.mark.parametrize(
    ("place", "what"),
    [
        ("部门整体支出绩效评价基础数据表!B3", "财政供养人员情况 编制数"),
        ("部门整体支出绩效评价基础数据表!D15", "公用经费 预算数"),
        ("部门整体支出绩效评价基础数据表!B22", "厉行节约保障措施"),
        ("部门整体支出绩效自评表!D6", "一般公共预算"),
        ("部门整体支出绩效自评表!B5", "按收入性质分 栏目"),
    ],
)
def test_base_data_and_lists_are_named_too(whole, place, what):
    assert [spot.what for spot in why(whole, place).spots] == [what]


def test_a_cell_that_no_form_reads(book):
    found = why(book, f"{FIRST}!Z99")
    assert (found.spots, found.scores, found.findings) == ((), (), ())
    assert found.at.cell == "Z99"


@pytest.mark.parametrize("place", ["H17", "h17", "$H$17", " H17 "])
def test_cells_are_written_in_many_ways(whole, book, place):
    assert why(book, f"{FIRST}!{place.strip()}").at.cell == "H17"
    assert why(book, f"'{FIRST}'！{place.strip()}").spots[0].text == "4.34"


def test_a_single_sheet_need_not_be_named():
    report = audit(SAMPLES / "hengyang-target" / "目标表.xlsx")
    found = why(report, "R7")
    assert found.at.sheet == "整体支出绩效目标表"
    assert [spot.what for spot in found.spots] == ["成本节约率 评分标准"]
    assert "PS505" in codes(found)


def test_the_names_in_a_stated_rule_are_explained(tmp_path):
    book = Workbook()
    for row in (
        ["项目支出绩效自评表"],
        ["项目名称", "道路养护"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "评分标准", "分值", "得分"],
        ["产出指标", "数量指标", "养护里程", "≥100公里", "100公里", "达到目标值得满分，否则不得分", 50, 50],
        ["满意度指标", "服务对象满意度", "群众满意度", "≥90%", "92%", "满意度≥90%得满分，否则不得分", 40, 40],
    ):
        book.active.append(row)
    path = tmp_path / "自评表.xlsx"
    book.save(path)
    ((at, names),) = why(audit(path), "H5").names
    assert at.cell == "H5"
    assert [one.say() for one in names] == ["满意度 → 完成值（与指标名称相合）"]
    # A rule that names nothing has nothing to explain.
    assert why(audit(path), "H4").names == ()


def test_one_of_several_sheets_must_be_named(book):
    with pytest.raises(UsageError, match=f"有 8 张工作表含绩效表，请写明是哪一张：{FIRST}!H17、.*等$"):
        why(book, "H17")


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("没有这张!H17", "没有含绩效表的工作表“没有这张”；有：" + FIRST),
        ("17", "单元格请写成 H14 或 工作表名!H14，现为“17”"),
        (f"{FIRST}!", "单元格请写成 H14"),
        ("", "单元格请写成 H14"),
    ],
)
def test_a_place_that_does_not_exist_is_told(book, place, told):
    with pytest.raises(UsageError) as caught:
        why(book, place)
    assert told in str(caught.value)


def test_a_line_of_a_text_shows_all_its_cells(text):
    found = why(text, "22")
    assert [(spot.at.column, spot.text) for spot in found.spots][:3] == [
        (2, "产出指标 (20分)"),
        (3, "数量指标"),
        (4, "保障强制隔离戒毒人员基本生活"),
    ]
    assert {score.kind for score in found.scores} == {"indicator", "section"}
    assert {"PS301", "PS312"} <= set(codes(found))


@pytest.mark.parametrize("place", ["22:8", "22：8", "第22行第8格", "22,8"])
def test_a_piece_of_a_line(text, place):
    found = why(text, place)
    assert spots(found) == [("4.34", "保障强制隔离戒毒人员基本生活 得分")]
    assert codes(found) == ["PS301"]


def test_a_text_has_no_cells(text):
    with pytest.raises(UsageError, match="是文本：请写行号（199）或行号和格号（199:7），现为“H14”"):
        why(text, "H14")


def test_tables_of_other_documents_have_cells(tmp_path):
    # Where a form stands tells what a place looks like, not the kind of the file.
    rows = "".join(
        "<tr>" + "".join(f"<td>{piece}</td>" for piece in line.split("\t")) + "</tr>"
        for line in PROJECT.splitlines()
    )
    path = tmp_path / "表.html"
    path.write_text(f"<html><meta charset='utf-8'><table>{rows}</table></html>", encoding="utf-8")
    report = audit(path)
    assert report.forms
    found = why(report, "H13")
    assert found.at.cell == "H13"
    with pytest.raises(UsageError, match="单元格请写成"):
        why(report, "13")


def test_a_cell_among_several_that_were_not_read(tmp_path):
    book = Workbook()
    for row in (
        ["部门整体支出绩效目标表"],
        ["部门名称", "某局"],
        ["主要任务", "任务名称", "内容"],
        [None, "任务一", "30"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "培训人次", "≥100人次"],
        ["效益指标", "社会效益指标", "就业人数", "≥50人"],
    ):
        book.active.append(row)
    book.save(tmp_path / "表.xlsx")
    found = why(audit(tmp_path / "表.xlsx"), "C4")
    assert [(finding.code, finding.at.cells) for finding in found.findings] == [("PS007", "A3:C4")]
