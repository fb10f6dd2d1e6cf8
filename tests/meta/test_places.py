"""Every place that a report names lies inside the document it names."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from perfscore.audit import audit
from perfscore.report import render

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(path for path in (ROOT / "samples").rglob("*") if path.suffix in (".xlsx", ".txt"))
GOLDEN = sorted((ROOT / "tests" / "golden").rglob("*.json"))


def places(node):
    """Every location in a JSON report, however deep."""
    if isinstance(node, dict):
        if "file" in node and ("cell" in node or "line" in node):
            yield node
        for value in node.values():
            yield from places(value)
    elif isinstance(node, list):
        for value in node:
            yield from places(value)


class Document:
    """What a second library knows of a document: the size of each sheet, or the number of lines."""

    def __init__(self, path):
        self.sheets, self.lines = {}, 0
        if path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path)
            self.sheets = {sheet.title: (sheet.max_row, sheet.max_column) for sheet in book}
        else:
            self.lines = path.read_text(encoding="utf-8").count("\n") + 1

    def holds(self, place):
        if place.get("line") is not None:
            return 1 <= place["line"] <= (place.get("end_line") or place["line"]) <= self.lines
        if place.get("cell") is None:
            return place.get("sheet") is None or place["sheet"] in self.sheets
        row, column = coordinate_to_tuple(place["cell"])
        rows, columns = self.sheets[place["sheet"]]
        return 1 <= row <= rows and 1 <= column <= columns


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_report_of_a_sample(path):
    report = json.loads(render(audit(path), "json"))
    document = Document(path)
    found = list(places({key: value for key, value in report.items() if key != "inputs"}))
    assert found, "not even the form has a place"
    assert {place["file"] for place in found} == {str(path)}
    assert [place for place in found if not document.holds(place)] == []


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_golden_report(path):
    report = json.loads(path.read_text(encoding="utf-8"))
    documents = {record["file"]: Document(ROOT / "samples" / record["file"]) for record in report["inputs"]}
    outside = [
        place for place in places(report) if "sha256" not in place and not documents[place["file"]].holds(place)
    ]
    assert outside == []
