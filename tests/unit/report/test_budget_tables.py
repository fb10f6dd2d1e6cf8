"""Budget tables in the report: beside the forms, without a check, without a number of theirs."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from budget_books import CASES
from forms_support import PROJECT
from perfscore.audit import audit
from perfscore.forms.budget import BudgetMatch
from perfscore.readers.intake import open_document
from perfscore.report import Style, render_text
from perfscore.report.mask import mask
from perfscore.services.inspect import inspect

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[3] / "docs" / "report.schema.json").read_text(encoding="utf-8")
)
DISCLOSURE = str(CASES / "disclosure-3.txt")


@pytest.fixture(scope="module")
def report():
    return audit(DISCLOSURE)


@pytest.fixture
def mixed(tmp_path):
    path = tmp_path / "公开.txt"
    path.write_text(f"{Path(DISCLOSURE).read_text(encoding='utf-8')}\n{PROJECT}", encoding="utf-8")
    return str(path)


def entries(report):
    document = json.loads(render_text(report, "json", Style()))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    return document["forms"]


def test_each_has_an_entry_in_the_json(report):
    listed = entries(report)
    assert [entry["kind"] for entry in listed] == ["budget-table"] * 13
    assert {key: listed[1][key] for key in ("title", "unit", "year", "project", "ruleset")} == {
        "title": "2026年预算收入总表",
        "unit": "山西省看守所",
        "year": "2026",
        "project": "",
        "ruleset": "",
    }
    assert listed[1]["at"]["line"] == 50
    assert report.budget_tables[1].table.sides[0].totals[0].name.value == "合计"


def test_the_forms_keep_their_numbers_before_them(mixed):
    report = audit(mixed)
    assert [entry["kind"] for entry in entries(report)] == ["project-self-assessment", *["budget-table"] * 13]
    assert {score.form for score in report.scores} <= {0}


def test_nothing_but_tails_is_found_in_them_and_no_row_counts_as_an_indicator(report):
    assert {(found.code, found.severity.word) for found in report.findings} == {("PS227", "info")}
    assert (report.coverage.indicators, report.coverage.targets, report.scores) == (0, 0, ())


def test_a_file_with_nothing_else_is_not_one_without_tables(report):
    assert report.exit_code("never") == 0
    full = render_text(report, "full", Style())
    assert full.startswith("预算表 13 张，合计和表间关系已核对\n")
    assert "  text  13 张预算表\n" in full
    assert "budget tables: 13, their sums were checked" in render_text(report, "concise", Style(lang="en"))


def test_forms_and_budget_tables_of_a_file_are_both_counted(mixed):
    assert "  text  1 张表，13 张预算表\n" in render_text(audit(mixed), "full", Style())


def test_a_masked_report_has_the_entries_without_the_model(report):
    masked = mask(report)
    assert [record.title for record in masked.budget_tables] == [record.title for record in report.budget_tables]
    assert {record.table for record in masked.budget_tables} == {None}


def test_a_failure_while_they_are_read_costs_no_form(mixed, monkeypatch):
    def fail(self):
        raise RuntimeError("defect")

    monkeypatch.setattr(BudgetMatch, "extract", fail)
    report = audit(mixed)
    assert (len(report.forms), report.budget_tables) == (1, ())
    assert sum(finding.code == "PS004" for finding in report.findings) == 13


def test_inspect_shows_columns_and_rows():
    document = open_document(DISCLOSURE)
    columns, rows = inspect(document, "form"), inspect(document, "model")
    assert columns.forms == rows.forms == 13
    assert (
        "    列 amount: 2026年预算数/基本支出  第83行第4格  〔nature=basic、stage=budget、year=2026〕"
        in columns.lines
    )
    assert "                204 公共安全支出: 合计 2270.02  基本支出 1430.75  项目支出 839.27" not in rows.lines
    assert "        204 公共安全支出: 合计 2270.02  基本支出 1430.75  项目支出 839.27" in rows.lines
