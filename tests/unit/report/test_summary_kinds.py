"""What the first lines say of forms that are not scored row by row."""

from __future__ import annotations

from perfscore.audit import audit
from perfscore.report import Style, render_text
from workbooks_support import ROOT

SAMPLES = ROOT / "samples"


def test_a_list_of_projects_has_no_indicators_to_count():
    report = audit(SAMPLES / "ledger" / "clean" / "汇总表.xlsx")
    assert render_text(report, "full", Style()).startswith("汇总表 1 张；检查：")
    assert render_text(report, "full", Style(lang="en")).startswith("ledgers: 1; checks:")


def test_rows_without_levels_are_no_section_in_the_table_of_scores():
    report = audit(SAMPLES / "kpi" / "clean" / "考核表.xlsx")
    lines = render_text(report, "full", Style(table="scores")).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("位置"))
    assert [line.split()[0] for line in lines[start + 1 : start + 7]] == ["H4", "H5", "H6", "H7", "H8", "H9"]
