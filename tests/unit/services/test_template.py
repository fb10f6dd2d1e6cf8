"""Empty forms: whole, and clean when they are filled in."""

from __future__ import annotations

import openpyxl
import pytest

from perfscore.audit import audit
from perfscore.core.errors import UsageError
from perfscore.services.template import FORMS, template
from workbooks_support import resaved

RULES = ["mof-2020", "mof-2021", "hengyang-2023"]


def cell_of(sheet, text):
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("ruleset", RULES)
def test_an_empty_form_is_recognised_and_its_weights_are_those_of_the_rule_set(form, ruleset, tmp_path):
    path = template(form, tmp_path / "表.xlsx", ruleset=ruleset, year=2024)
    report = audit(path, ruleset=ruleset)
    assert [record.kind for record in report.forms] == [form]
    assert {f.code for f in report.findings} <= {"PS121", "PS122", "PS124", "PS135"}


def test_formulas_choices_and_numbers_are_there(tmp_path):
    path = template("project-self-assessment", tmp_path / "表.xlsx", year=2024)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert any("ROUND(F7/E7,4)" in text for text in formulas)
    assert any("MIN(1,F7/E7)" in text for text in formulas)
    assert any(text.startswith("=IF(OR(COUNT(H") for text in formulas)
    assert any('"优"' in text for text in formulas)
    assert {one.type for one in sheet.data_validations.dataValidation} == {"list", "decimal", "custom"}
    assert "（2024年度）" in [cell.value for cell in sheet["A"]]


def filled(path, form):
    """Fill the form in as a careful unit would: everything met, in proportion to the sections' points."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    texts = {
        "项目名称": "公共阅览室开放经费",
        "主管部门": "某市文化局",
        "实施单位": "某市图书馆",
        "单位名称": "某市图书馆",
    }
    for label, value in texts.items():
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == label:
                    merged = next((m for m in sheet.merged_cells.ranges if cell.coordinate in m), None)
                    sheet.cell(cell.row, (merged.max_col if merged else cell.column) + 1).value = value
    money = cell_of(sheet, "年度资金总额").row
    if form == "project-self-assessment":
        for offset, amounts in enumerate(((120, 120, 118), (0, 0, 0), (0, 0, 0)), 1):
            for column, amount in zip((4, 5, 6), amounts, strict=True):
                sheet.cell(money + offset, column).value = amount
    else:
        for column, amount in zip((4, 5, 6), (120, 120, 118), strict=True):
            sheet.cell(money, column).value = amount
        for row, (source, spent) in enumerate(zip((118, 0, 0, 0), (58, 60, None, None), strict=True), money + 2):
            sheet.cell(row, 4).value = source
            sheet.cell(row, 8).value = spent
    goal = cell_of(sheet, "预期目标").row + 1
    sheet.cell(goal, 2).value = "全年免费开放各阅览场所，补充新书，组织面向市民的公益讲座，让读者满意。"
    sheet.cell(
        goal, 5
    ).value = "各阅览场所按时免费开放，新书全部编目上架；年末回收读者问卷1260份，读者评价良好，全年讲座46场。"
    first = cell_of(sheet, "三级指标").row + 1
    last = cell_of(sheet, "总分").row - 1
    sections = [m for m in sheet.merged_cells.ranges if m.min_col == 2 and m.max_col == 2 and m.min_row >= first]
    starts = {m.min_row: m.max_row for m in sections}
    row = first
    while row <= last:
        end = starts.get(row, row)
        points = int("".join(ch for ch in sheet.cell(row, 2).value if ch.isdigit()))
        size = end - row + 1
        for number in range(size):
            share = points // size + (points % size if number == size - 1 else 0)
            name, target, actual = ROWS[sheet.cell(row, 2).value.split("\n")[0]][number]
            for column, value in zip((4, 5, 6, 7, 8), (name, target, actual, share, share), strict=True):
                sheet.cell(row + number, column).value = value
        row = end + 1
    for label, value in (
        ("单位（盖章）：", "某市图书馆"),
        ("负责人：", "（已签字）"),
        ("填报日期：", "2025年02月20日"),
    ):
        cell_of(sheet, label).value = label + value
    book.save(path)
    return path


#: Indicators of every section, one for each row of the template.
ROWS = {
    "成本指标": [
        ("图书采购单价", "≤45元/册", "43.8元/册"),
        ("人均服务成本", "≤12元/人次", "11.6元/人次"),
        ("单位面积能耗", "≤30千瓦时/平方米", "28千瓦时/平方米"),
    ],
    "产出指标": [
        ("公益讲座场次", "≥40场", "46场"),
        ("新书入藏数量", "≥12000册", "13260册"),
        ("图书编目差错率", "≤2%", "1.2%"),
        ("讲座按计划开展率", "≥95%", "97%"),
        ("新书上架及时率", "≥90%", "96%"),
    ],
    "效益指标": [
        ("读者借阅量增长率", "≥3%", "4.2%"),
        ("到馆读者人次", "≥30万人次", "32.5万人次"),
        ("旧书循环利用率", "≥60%", "66%"),
        ("阅读推广覆盖街道数", "≥12个", "13个"),
    ],
    "满意度指标": [("读者满意度", "≥90%", "95.2%")],
}


@pytest.mark.office
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("ruleset", ["mof-2020", "mof-2021"])
def test_filled_in_and_audited_it_gives_no_finding(form, ruleset, tmp_path):
    path = filled(template(form, tmp_path / "表.xlsx", ruleset=ruleset, year=2024), form)
    (office,) = resaved([path], tmp_path / "office")
    report = audit(office)
    # Every target of the example is met, which is worth a remark.
    told = [f"{f.tag} {f.at.place} {f.message}" for f in report.findings if f.code != "PS325"]
    assert told == []
    assert report.coverage.recomputed == report.coverage.indicators > 8
    total = next(score for score in report.scores if score.kind == "total")
    assert total.recorded == str(total.recomputed)


@pytest.mark.office
def test_there_is_no_total_and_no_grade_until_every_indicator_has_a_score(tmp_path):
    path = filled(template("project-self-assessment", tmp_path / "表.xlsx", year=2024), "project-self-assessment")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    row = cell_of(sheet, "总分").row
    sheet.cell(row - 1, 8).value = None
    book.save(path)
    (office,) = resaved([path], tmp_path / "office")
    shown = openpyxl.load_workbook(office, data_only=True).worksheets[0]
    assert (shown.cell(row, 8).value or "", shown.cell(row + 1, 7).value or "") == ("", "")


def test_an_existing_file_is_not_replaced(tmp_path):
    template("unit-self-assessment", tmp_path / "表.xlsx")
    with pytest.raises(UsageError, match="已存在"):
        template("unit-self-assessment", tmp_path / "表.xlsx")


def test_an_unknown_form_is_named(tmp_path):
    with pytest.raises(UsageError, match="project-self-assessment"):
        template("form", tmp_path / "表.xlsx")


def test_it_may_be_written_into_the_current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert template("project-self-assessment", "项目自评表.xlsx", year=2024).is_file()
