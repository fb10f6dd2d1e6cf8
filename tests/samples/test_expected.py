"""An audit of each sample gives the findings of expected.toml: as many, of these codes, at these places."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from perfscore.audit import audit

SET = Path(__file__).resolve().parents[2] / "samples" / "hengyang-2023"
EXPECTED = tomllib.loads((SET / "expected.toml").read_text(encoding="utf-8"))
SCOPE = set(EXPECTED["scope"])
FILES = [name for name in EXPECTED if name not in {"finding", "scope"}]
LISTED = EXPECTED["finding"]


def findings(name):
    return [finding for finding in audit(str(SET / name)).findings if finding.code in SCOPE]


@pytest.mark.parametrize("name", FILES)
def test_counts(name):
    assert Counter(finding.code for finding in audit(str(SET / name)).findings) == EXPECTED[name]


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("clean/")])
def test_the_clean_form_gives_no_finding_of_any_code(name):
    assert audit(str(SET / name)).findings == ()


def test_places_and_severities_in_the_workbook():
    found = {(f.code, f"{f.at.sheet}!{f.at.cell}", f.severity.word) for f in findings("自评表.xlsx")}
    assert found == {(f["code"], f["cell"], f["severity"]) for f in LISTED if "cell" in f}


def test_lines_in_the_text():
    found = {(f.code, f.at.line) for f in findings("自评表.txt")}
    assert found == {(f["code"], f["line"]) for f in LISTED}


def test_text_findings_are_never_graver_than_in_the_workbook():
    found = {(f.code, f.at.line): f.severity.word for f in findings("自评表.txt")}
    rank = ("info", "warning", "error")
    for entry in LISTED:
        limit = entry.get("severity_text", entry["severity"])
        assert rank.index(found[entry["code"], entry["line"]]) <= rank.index(limit), entry
