"""An audit of each sample gives the findings of expected.toml: as many, of these codes, at these places."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from perfscore.audit import audit

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SET = SAMPLES / "hengyang-2023"
EXPECTED = tomllib.loads((SET / "expected.toml").read_text(encoding="utf-8"))
SCOPE = set(EXPECTED["scope"])
LISTED = EXPECTED["finding"]
#: File below samples/ → counts by code, of every set.
COUNTS = {
    f"{page.parent.name}/{name}": counts
    for page in sorted(SAMPLES.glob("*/expected.toml"))
    for name, counts in tomllib.loads(page.read_text(encoding="utf-8")).items()
    if name not in {"finding", "scope"}
}


def findings(name):
    return [finding for finding in audit(str(SET / name)).findings if finding.code in SCOPE]


@pytest.mark.parametrize("name", COUNTS)
def test_counts(name):
    assert Counter(finding.code for finding in audit(str(SAMPLES / name)).findings) == COUNTS[name]


def test_every_sample_has_its_expected_findings():
    files = {path.relative_to(SAMPLES).as_posix() for ext in ("xlsx", "txt") for path in SAMPLES.rglob(f"*.{ext}")}
    assert files == set(COUNTS)


@pytest.mark.parametrize("name", [name for name in COUNTS if "/clean/" in name])
def test_the_clean_form_is_accused_of_nothing(name):
    """What is only worth knowing (a budget without forms, full marks throughout) stands in expected.toml."""
    assert {finding.severity.word for finding in audit(str(SAMPLES / name)).findings} <= {"info"}


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


def test_the_target_table_has_the_same_problems_as_workbook_and_as_text():
    def problems(name):
        found = audit(str(SAMPLES / "hengyang-target" / name)).findings
        return Counter((finding.code, finding.subject) for finding in found)

    # Only the extracted text leaves open which column an amount stands in.
    text = Counter({key: count for key, count in problems("目标表.txt").items() if key[0] != "PS007"})
    assert problems("目标表.xlsx") == text
