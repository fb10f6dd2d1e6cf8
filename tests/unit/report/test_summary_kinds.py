"""What the first lines say of forms that are not scored row by row."""

from __future__ import annotations

import openpyxl

from perfscore.audit import audit
from perfscore.report import Style, render_text
from workbooks_support import ROOT

SAMPLES = ROOT / "samples"


def test_a_list_of_projects_has_no_indicators_to_count():
    report = audit(SAMPLES / "ledger" / "clean" / "汇总表.xlsx")
    assert render_text(report, "full", Style()).startswith("汇总表 1 张；检查项次：")
    assert render_text(report, "full", Style(lang="en")).startswith("ledgers: 1; checks:")


def test_rows_without_levels_are_no_section_in_the_table_of_scores(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["门店绩效考核表"],
        ["序号", "考核指标", "权重", "目标值", "实际完成", "得分"],
        [1, "销售额", 60, "≥100万元", "120万元", 60],
        [2, "客户投诉", 40, "≤5件", "3件", 40],
        ["总分", None, 100, None, None, 100],
    ):
        book.active.append(row)
    book.save(tmp_path / "考核表.xlsx")
    assert _places(audit(tmp_path / "考核表.xlsx"), 3) == ["F3", "F4", "F5"]


def test_sections_of_a_kpi_sheet_stand_before_their_rows_in_the_table_of_scores():
    report = audit(SAMPLES / "kpi" / "clean" / "考核表.xlsx")
    assert _places(report, 9) == ["B4", "H4", "H5", "B6", "H6", "H7", "B8", "H8", "H9"]


def _places(report, count):
    lines = render_text(report, "full", Style(table="scores")).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("位置"))
    return [line.split()[0] for line in lines[start + 1 : start + 1 + count]]
