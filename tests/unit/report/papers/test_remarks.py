"""What the reviewer wrote in an annotated copy stands in the papers, and no name when it is masked."""

import datetime as dt

import openpyxl
import pytest

from paperwork import words
from perfscore.audit import audit
from perfscore.report import Style, render_bytes
from perfscore.services.annotate import annotate
from workbooks_support import SAMPLE


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory):
    """The sample with remarks at three findings."""
    folder = tmp_path_factory.mktemp("reviewed")
    copy = folder / "审核.xlsx"
    annotate(SAMPLE, copy)
    book = openpyxl.load_workbook(copy)
    sheet = book["审核结果"]
    head = next(row for row in range(1, 40) if sheet.cell(row, 1).value == "序号")
    names = {sheet.cell(head, column).value: column for column in range(1, sheet.max_column + 1)}
    remarks = {"PS304": ("不采纳", "已补充说明", "赵小燕"), "PS102": ("属实", "会改", "赵小燕")}
    for code, told in remarks.items():
        row = next(r for r in range(head, sheet.max_row + 1) if str(sheet.cell(r, 3).value).startswith(code))
        for title, word in zip(("处理意见", "说明", "经办人", "日期"), (*told, dt.date(2024, 3, 1)), strict=True):
            sheet.cell(row, names[title]).value = word
    path = folder / "审核-回.xlsx"
    book.save(path)
    return audit(path)


def test_they_stand_beside_the_findings_and_rejected_ones_apart(reviewed):
    said = words(render_bytes(reviewed, "problems", Style(), path="a.docx"))
    row = next(line for line in said.splitlines() if "PS102" in line)
    assert row.endswith("| 属实：会改 / 赵小燕 2024-03-01 |")
    assert said.index("不采纳的发现（不再计入）") < said.index("PS304")
    row = next(line for line in said.splitlines() if "PS304" in line)
    assert row.endswith("| 不采纳：已补充说明 / 赵小燕 2024-03-01 |")
    said = words(render_bytes(reviewed, "papers", Style(), path="a.docx"))
    assert "不采纳：已补充说明 / 赵小燕 2024-03-01 / （不采纳，不再计入）" in said


@pytest.mark.parametrize("name", ["problems", "papers"])
def test_the_reviewer_is_masked_as_well(reviewed, name):
    assert "赵小燕" in words(render_bytes(reviewed, name, Style(), path="a.docx"))
    assert "赵小燕" not in words(render_bytes(reviewed, name, Style(), path="a.docx", masked=True))


def test_verdicts_are_english_in_english(reviewed):
    said = words(render_bytes(reviewed, "problems", Style(lang="en"), path="a.docx"))
    assert "confirmed: 会改" in said
    assert "rejected: 1" in said
