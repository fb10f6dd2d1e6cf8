"""Filled copies: scores in the form's own blank cells, and nowhere else."""

from __future__ import annotations

import openpyxl
import pytest

from perfscore.audit import audit
from perfscore.core.errors import UsageError
from perfscore.services.fill import fill
from workbooks_support import SAMPLE, UNSCORED, parts

FORM = "强制隔离戒毒生活补贴"


def test_blank_scores_are_filled_with_what_is_recomputed(tmp_path):
    result = fill(UNSCORED, tmp_path / "评分.xlsx")
    before = {(s.form, s.kind, s.indicator): s for s in audit(UNSCORED).scores if s.kind != "section"}
    book = openpyxl.load_workbook(result.out)
    for score in audit(result.out).scores:
        if score.kind == "section":
            continue
        assert score.recomputed == before[score.form, score.kind, score.indicator].recomputed
        if score.recomputed is not None:
            assert book[score.at.sheet][score.at.cell].value == float(score.recomputed)
        else:
            assert score.recorded is None
    assert len(result.written) == sum(s.recomputed is not None for s in before.values())
    assert len(result.unscored) == sum(s.recomputed is None for s in before.values())
    assert all(entry.reason for entry in result.unscored)
    assert result.kept == ()


def test_only_the_sheets_with_scores_change(tmp_path):
    result = fill(UNSCORED, tmp_path / "评分.xlsx")
    before, after = parts(UNSCORED), parts(result.out)
    assert before.keys() <= after.keys()
    changed = {name for name in before if after[name] != before[name]}
    own = {"xl/workbook.xml", "xl/styles.xml"}  # a rate is shown in percent
    assert all(name.startswith("xl/worksheets/") or name in own for name in changed), changed


def test_what_stands_in_a_cell_is_left_unless_told_otherwise(tmp_path):
    kept = fill(SAMPLE, tmp_path / "a.xlsx")
    assert (FORM, "H17") in {(entry.at.sheet, entry.at.cell) for entry in kept.kept}
    assert openpyxl.load_workbook(kept.out)[FORM]["H17"].value == 4.34
    over = fill(SAMPLE, tmp_path / "b.xlsx", overwrite=True)
    assert openpyxl.load_workbook(over.out)[FORM]["H17"].value == 4.74
    assert over.kept == ()


def test_a_filled_copy_is_the_units_own_words(tmp_path):
    """Unlike an annotated copy, it carries no marks: its scores are read."""
    result = fill(UNSCORED, tmp_path / "评分.xlsx")
    assert all(s.recorded for s in audit(result.out).scores if s.kind == "indicator" and s.recomputed is not None)


def test_a_blank_rate_takes_the_fraction_where_its_cell_shows_percent(tmp_path):
    book = openpyxl.load_workbook(UNSCORED)
    sheet = book[FORM]
    sheet["H10"].value = None
    sheet["H10"].number_format = "0.00%"
    sheet["F10"].value = 380
    book.save(tmp_path / "a.xlsx")
    result = fill(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(result.out)[FORM]["H10"].value == pytest.approx(0.9454)


def test_a_blank_rate_becomes_a_number_that_shows_percent_in_any_other_cell(tmp_path):
    book = openpyxl.load_workbook(UNSCORED)
    sheet = book[FORM]
    sheet["H10"].value = None
    sheet["H10"].number_format = "General"
    sheet["F10"].value = 380
    book.save(tmp_path / "a.xlsx")
    before = openpyxl.load_workbook(tmp_path / "a.xlsx")[FORM]["H10"]
    result = fill(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    after = openpyxl.load_workbook(result.out)[FORM]["H10"]
    assert after.value == pytest.approx(0.9454)
    assert after.number_format == "0.00%"
    assert repr((after.font, after.border, after.fill)) == repr((before.font, before.border, before.fill))


def test_the_source_is_never_overwritten():
    with pytest.raises(UsageError, match="不会被覆盖"):
        fill(UNSCORED, UNSCORED)
