"""Whole reports of the samples, as they were when they were last looked at.

`pytest tests/golden --update-golden` writes them anew; read the difference before committing it.
"""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from perfscore.audit import audit
from perfscore.report import FORMATS, Style, render_text

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
WORKBOOK = "hengyang-2023/自评表.xlsx"
OTHERS = [
    "hengyang-2023/自评表.txt",
    "hengyang-2023/clean/自评表.xlsx",
    "hengyang-2023/unscored/自评表.xlsx",
    "hengyang-2023/整体自评表.xlsx",
    "hengyang-2023/整体自评表.txt",
    "hengyang-target/目标表.xlsx",
    "hengyang-target/目标表.txt",
    "project-target/目标表（两栏）.xlsx",
    "project-target/目标表.xlsx",
    "ledger/汇总表.xlsx",
    "ledger/台账.xlsx",
    "scoring-sheet/评分表.xlsx",
    "kpi/考核表.xlsx",
]
#: Sample, format, table, language: every kind of one workbook, the two main kinds of the others.
REPORTS = [
    (WORKBOOK, "full", "findings", "zh"),
    (WORKBOOK, "full", "findings", "en"),
    (WORKBOOK, "full", "scores", "zh"),
    (WORKBOOK, "concise", "findings", "zh"),
    (WORKBOOK, "json", "findings", "zh"),
    (WORKBOOK, "csv", "findings", "zh"),
    (WORKBOOK, "csv", "scores", "zh"),
    (WORKBOOK, "markdown", "findings", "zh"),
    (WORKBOOK, "markdown", "scores", "en"),
    *((sample, "full", table, "zh") for sample in OTHERS for table in ("findings", "scores")),
    *((sample, "json", "findings", "zh") for sample in OTHERS),
    ("hengyang-2023/自评表（一页）.xlsx", "concise", "findings", "zh"),
    # What is said of a file as a whole has no place in it.
    ("budget/预算表.xlsx", "full", "findings", "zh"),
]


@pytest.fixture(scope="module")
def reports():
    """Reports by sample, each made once; what differs from run to run, or with the number of checks, is fixed."""
    made = {}

    def report(sample, monkeypatch):
        if sample not in made:
            monkeypatch.chdir(ROOT / "samples")
            one = audit(sample)
            run = replace(
                one.run,
                version="0",
                date="2000-01-01",
                rulesets=tuple(replace(record, sha256="0" * 64) for record in one.run.rulesets),
            )
            coverage = replace(one.coverage, passed=0, skipped=0, skipped_checks=())
            made[sample] = replace(one, run=run, coverage=coverage)
        return made[sample]

    return report


@pytest.mark.parametrize(("sample", "name", "table", "lang"), REPORTS)
def test_the_report_is_as_it_was(sample, name, table, lang, reports, monkeypatch, update_golden):
    text = render_text(reports(sample, monkeypatch), name, Style(table=table, lang=lang))
    suffix = {"full": "txt", "concise": "concise.txt", "markdown": "md"}.get(name, name)
    path = HERE / f"{sample.replace('/', '__')}.{table}.{lang}.{suffix}"
    content = text.encode(FORMATS[name].encoding)
    if update_golden:
        path.write_bytes(content)
    assert path.read_bytes() == content


@pytest.mark.parametrize("path", sorted(HERE.glob("*.json")), ids=lambda path: path.name)
def test_every_golden_report_satisfies_the_schema(path):
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(
        json.loads(path.read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("path", sorted(HERE.glob("*.json")), ids=lambda path: path.name)
def test_every_place_lies_in_the_file_that_was_audited(path):
    report = json.loads(path.read_text(encoding="utf-8"))
    files = {record["file"] for record in report["inputs"]}
    for finding in report["findings"]:
        places = [finding["at"], *(related["at"] for related in finding["related"])]
        assert {place["file"] for place in places} <= files
        assert all(place["cell"] or place["line"] for place in places)
