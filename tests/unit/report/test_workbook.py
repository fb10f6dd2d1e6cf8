import dataclasses
import io
import zipfile

import openpyxl
import pytest

from perfscore.core.findings import Finding, Severity
from perfscore.report import Style, render_bytes
from reports import BOOK, REPORT, cell

SHEETS = ["审核发现", "得分", "覆盖", "运行记录"]


def opened(report=REPORT, *, masked=False, **style):
    return openpyxl.load_workbook(io.BytesIO(render_bytes(report, "xlsx", Style(**style), masked=masked)))


def rows(sheet):
    """The rows below the heading, by heading."""
    head, *body = sheet.iter_rows()
    return [{top.value: here for top, here in zip(head, row, strict=True)} for row in body]


def with_message(text, recorded=None):
    one = Finding("PS304", "score-exceeds-points", Severity.ERROR, text, cell("H14"), recorded=recorded, form=0)
    return dataclasses.replace(REPORT, findings=(one,))


def test_four_sheets_with_a_heading_that_stays_and_a_filter():
    book = opened()
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert all(top.font.b and top.value for top in sheet[1])


def test_every_finding_has_a_row_rounding_differences_as_well():
    body = rows(opened()["审核发现"])
    assert [row["编码"].value for row in body] == [finding.code for finding in REPORT.findings]
    assert [row["序号"].value for row in body] == [1, 2, 3, 4, 5]
    second = {name: one.value for name, one in body[1].items()}
    assert (second["级别"], second["检查项"], second["位置"], second["工作表"], second["文件"]) == (
        "错误",
        "得分超过分值",
        "H14",
        "生活补贴",
        BOOK,
    )
    assert second["相关位置"].startswith("G14 分值 10；G12 同节：")
    assert (second["表号"], second["项目或单位"]) == (1, "生活补贴")
    assert body[4]["位置"].value == "第27–28行第3格"
    assert body[2]["算法"].value.split("\n")[0] == "各种读法"


def test_numbers_are_numbers_that_look_as_printed():
    third = rows(opened()["审核发现"])[2]
    assert (third["表中"].value, third["表中"].number_format) == (4.34, "0.00")
    assert (third["容差"].value, third["容差"].number_format) == (0.005, "0.000")
    scores = rows(opened()["得分"])
    assert (scores[0]["得分"].value, scores[0]["得分"].number_format) == (10, "0.00")
    assert (scores[1]["实际完成值"].value, scores[1]["实际完成值"].number_format) == (0.9475, "0.00%")
    assert (scores[0]["指标值"].value, scores[0]["指标值"].number_format) == (401.95, "0.00")


@pytest.mark.parametrize(
    ("recorded", "value", "shape"),
    [
        ("1,234.50", 1234.5, "#,##0.00"),
        ("12,345", 12345, "#,##0"),
        ("-5.5%", -0.055, "0.0%"),
        ("20", 20, "0"),
        ("042001", "042001", "General"),
        ("+5", "+5", "General"),
        ("1,23", "1,23", "General"),
        ("12345678901234567", "12345678901234567", "General"),
        ("（空）", "（空）", "General"),
    ],
)
def test_what_is_shown_in_the_form_is_shown_here(recorded, value, shape):
    (row,) = rows(opened(with_message("x", recorded))["审核发现"])
    assert (row["表中"].value, row["表中"].number_format) == (value, shape)


def test_a_blank_cell_is_said_to_be_blank():
    (row,) = rows(opened(with_message("x", ""))["审核发现"])
    assert row["表中"].value == "（空）"


@pytest.mark.parametrize("text", ["=100%", "+1", "-x", "@SUM(A1)", "=HYPERLINK(1)"])
def test_texts_never_become_formulas(text):
    (row,) = rows(opened(with_message(text, text))["审核发现"])
    for name in ("问题", "表中"):
        assert (row[name].value, row[name].data_type) == (text, "s")
        assert row[name].quotePrefix


def test_no_cell_of_the_book_is_a_formula():
    content = render_bytes(REPORT, "xlsx", Style())
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheets = [package.read(name) for name in package.namelist() if "worksheets/" in name]
    assert len(sheets) == len(SHEETS)
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def test_control_characters_and_very_long_texts_do_no_harm():
    (row,) = rows(opened(with_message("a\x00b\r\nc\x1b" + "长" * 40_000))["审核发现"])
    assert row["问题"].value.startswith("a\ufffdb\nc\ufffd长")
    assert len(row["问题"].value) == 32_767
    assert row["问题"].value.endswith("…")


def test_scores_of_all_kinds_with_their_readings_and_reasons():
    sheet = opened()["得分"]
    body = rows(sheet)
    assert len(body) == len(REPORT.scores)
    assert [row["类别"].value for row in body if row["类别"].font.b] == ["一级指标", "一级指标", "总分", "总分"]
    assert body[1]["各种读法"].value == "按完成比例计分 4.74；以 60% 为及格线按超过部分计分 4.34"
    assert body[3]["未重算原因"].value == "定性指标没有写明评分标准，不能重算得分"
    assert (body[-1]["等级"].value, body[-1]["位置"].value) == ("优", "第30行第6格")


def test_coverage_lists_what_was_not_checked():
    body = [{name: one.value for name, one in row.items()} for row in rows(opened()["覆盖"])]
    counts = {(row["类别"], row["内容"]): row["数"] for row in body if row["数"] is not None}
    assert counts["指标", "全部"] == 3
    assert counts["检查项次", "跳过（不等于通过）"] == 3
    assert [row["内容"] for row in body if row["类别"] == "未重算"] == ["场所运转持续性"]
    skipped = [(row["内容"], row["表号"], row["原因"]) for row in body if row["类别"] == "跳过的检查"]
    assert skipped[0] == ("PS101 分值合计与各行之和不符", 1, "表中没有总分行")
    assert len(skipped) == 3


def test_the_run_record_names_files_with_their_hashes():
    body = [{name: one.value for name, one in row.items()} for row in rows(opened()["运行记录"])]
    files = {row["名称"]: (row["内容"], row["SHA-256"]) for row in body if row["类别"] == "文件"}
    assert files[BOOK] == ("xlsx  已读", "cd" * 32)
    assert files["旧表.doc"] == ("未能读取", None)
    assert body[0]["内容"] == "0.1.0"
    assert body[-1]["内容"] == REPORT.hints[0]


def test_rows_are_high_enough_for_their_texts():
    sheet = opened(with_message("长" * 270))["审核发现"]
    assert sheet.row_dimensions[2].height >= 10 * 15


def test_the_command_chooses_the_sheet_that_opens_first():
    assert opened().active.title == "审核发现"
    assert opened(table="scores").active.title == "得分"


def test_english():
    book = opened(lang="en")
    assert book.sheetnames == ["Findings", "Scores", "Coverage", "Run"]
    assert rows(book["Findings"])[1]["severity"].value == "error"


def test_masked():
    book = opened(with_message("联系人：王小明"), masked=True)
    assert rows(book["审核发现"])[0]["问题"].value == "联系人：***"
