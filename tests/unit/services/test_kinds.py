"""Annotated, filled and scored copies of every kind of form."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.cell import Cell

from perfscore.audit import audit
from perfscore.cli import main
from perfscore.services.annotate import annotate, strip
from perfscore.services.fill import fill
from workbooks_support import ROOT, said_of

SAMPLES = ROOT / "samples"
KINDS = [
    "project-target/目标表（两栏）.xlsx",
    "project-target/目标表.xlsx",
    "ledger/汇总表.xlsx",
    "ledger/台账.xlsx",
    "scoring-sheet/评分表.xlsx",
    "kpi/考核表.xlsx",
    "budget/预算表.xlsx",
]


@pytest.mark.parametrize("folder", ["", "clean/"])
@pytest.mark.parametrize("name", KINDS)
def test_an_annotated_copy_reads_alike_and_is_taken_back_whole(name, folder, tmp_path):
    kind, _, file = name.partition("/")
    source, copy, back = SAMPLES / kind / f"{folder}{file}", tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    annotate(source, copy)
    assert copy.read_bytes() != source.read_bytes()
    assert said_of(copy) == said_of(source)
    assert strip(copy, back).report.exact
    assert back.read_bytes() == source.read_bytes()


@pytest.mark.parametrize(("name", "column"), [("ledger/台账.xlsx", "Q"), ("kpi/考核表.xlsx", "J")])
def test_the_column_of_scores_stands_right_of_columns_that_are_no_indicators(name, column, tmp_path):
    result = annotate(SAMPLES / name, tmp_path / "a.xlsx")
    assert result.notes == ()
    sheet = openpyxl.load_workbook(result.out).worksheets[0]
    assert sheet[f"{column}3"].value == "重算得分"


def test_each_project_of_a_ledger_keeps_the_colours_of_its_scores(tmp_path):
    result = annotate(SAMPLES / "ledger/台账.xlsx", tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(result.out).worksheets[0]
    colours = {row: sheet[f"Q{row}"].fill.start_color.rgb for row in range(4, 19)}
    # 16 for 15 in the first project, 20 for 15 in the third; a row without a name is not scored.
    differing = {row for row in colours if colours[row] == colours[14]}
    assert (colours[4] != colours[14], differing) == (True, {5, 14})
    assert all(sheet[f"Q{row}"].border.left.style for row in range(4, 19))


def emptied(name, columns, first, path):
    """A clean sample before anybody scored it."""
    book = openpyxl.load_workbook(SAMPLES / name)
    for row in book.active.iter_rows(min_row=first):
        for cell in row:
            if isinstance(cell, Cell) and cell.column_letter in columns:
                cell.value = None
    book.save(path)
    return path


def test_a_ledger_without_scores_is_scored_and_filled(tmp_path):
    name = "ledger/clean/台账.xlsx"
    blank = emptied(name, "FGNOP", 4, tmp_path / "a.xlsx")
    totals = [score for score in audit(blank).scores if score.kind == "total"]
    assert [(str(one.recomputed), one.grade, one.at.cell) for one in totals] == [
        ("99.50", "优", "O4"),
        ("95.00", "优", "O9"),
        ("94.20", "优", "O14"),
    ]
    assert {finding.severity.word for finding in audit(blank).findings} <= {"info"}
    filled = fill(blank, tmp_path / "b.xlsx")
    assert (filled.kept, filled.unchecked, filled.unscored) == ((), (), ())
    printed = openpyxl.load_workbook(SAMPLES / name).active
    written = openpyxl.load_workbook(filled.out).active
    for row in range(4, 19):
        for column in "FGNOP":
            assert written[f"{column}{row}"].value == printed[f"{column}{row}"].value, (column, row)


def test_a_kpi_sheet_without_scores_is_scored_and_filled(tmp_path):
    name = "kpi/clean/考核表.xlsx"
    blank = emptied(name, "H", 4, tmp_path / "a.xlsx")
    (total,) = [score for score in audit(blank).scores if score.kind == "total"]
    # The grades of the budget's regulations are none of a shop's.
    assert (str(total.recomputed), total.grade) == ("95.00", None)
    filled = fill(blank, tmp_path / "b.xlsx")
    written = openpyxl.load_workbook(filled.out).active
    assert [written[f"H{row}"].value for row in range(4, 10)] == [30, 17, 18, 15, 15, 95]
    assert (filled.kept, filled.unchecked, filled.unscored) == ((), (), ())


def test_the_rows_of_a_scoring_sheet_are_for_the_evaluators(tmp_path):
    blank = emptied("scoring-sheet/clean/评分表.xlsx", "IJ", 3, tmp_path / "a.xlsx")
    report = audit(blank)
    assert report.findings == ()
    rows = [score for score in report.scores if score.kind == "indicator"]
    assert len(rows) == 13
    assert {(score.recomputed, score.reason) for score in rows} == {(None, "表中没有指标值列")}
    filled = fill(blank, tmp_path / "b.xlsx")
    assert filled.written == ()
    assert [entry.at.cell for entry in filled.unscored] == [f"I{row}" for row in range(3, 17)]
    assert all(entry.reason for entry in filled.unscored)


@pytest.mark.parametrize("name", ["project-target/目标表（两栏）.xlsx", "ledger/汇总表.xlsx"])
def test_what_has_no_scores_is_not_filled_and_that_is_said(name, tmp_path, capsys):
    assert main(["fill", str(SAMPLES / name), "-o", str(tmp_path / "a.xlsx")]) == 0
    assert "表中没有可计分的行（目标表、汇总表、基础数据表没有得分可填）" in capsys.readouterr().out


def test_no_sum_is_written_over_a_row_without_a_name(tmp_path):
    filled = fill(SAMPLES / "ledger/台账.xlsx", tmp_path / "a.xlsx", overwrite=True)
    assert openpyxl.load_workbook(filled.out).active["O9"].value == 95
    (entry,) = [entry for entry in filled.unchecked if entry.at.cell == "O9"]
    assert "有分值的一行没有指标名称" in entry.reason
    sections = {score.at.cell: score.recomputed for score in audit(filled.out).scores if score.kind == "section"}
    assert sections["H9"] is None
