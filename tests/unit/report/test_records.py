import dataclasses
import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from perfscore.core.location import Location
from perfscore.report import Style, render_text
from reports import REPORT

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[3] / "docs" / "report.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def document(report=REPORT, **style):
    return json.loads(render_text(report, "json", Style(**style)))


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_satisfies_the_published_schema(lang):
    VALIDATOR.validate(document(lang=lang))


def test_the_schema_refuses_numbers_and_unknown_keys():
    broken = document()
    broken["scores"][0]["points"] = 10
    assert not VALIDATOR.is_valid(broken)
    broken = document()
    broken["findings"][0]["extra"] = None
    assert not VALIDATOR.is_valid(broken)
    broken = document()
    broken["scores"][3]["reason"] = None
    assert not VALIDATOR.is_valid(broken)


def test_a_finding_has_every_key():
    finding = document()["findings"][1]
    assert finding["at"] == {
        "file": "自评表.xlsx",
        "sheet": "生活补贴",
        "cell": "H14",
        "page": None,
        "line": None,
        "end_line": None,
    }
    assert (finding["recorded"], finding["recomputed"], finding["tolerance"]) == ("20", "10", None)
    assert [item["at"]["cell"] for item in finding["related"]] == ["G14", "G12"]
    assert finding["form"] == 0


def test_a_place_of_several_cells_has_the_last_one_too():
    at = Location("自评表.xlsx", "生活补贴", "B6", end_cell="F6")
    finding = dataclasses.replace(REPORT.findings[1], at=at)
    made = document(dataclasses.replace(REPORT, findings=(finding,)))
    assert made["findings"][0]["at"]["end_cell"] == "F6"
    assert VALIDATOR.is_valid(made)


def test_steps_are_the_tree():
    steps = document()["findings"][2]["steps"]
    assert [child["value"] for child in steps["children"]] == ["4.74", "4.34"]
    assert steps["children"][0]["children"] == []


def test_amounts_are_strings_with_their_digits():
    scores = document()["scores"]
    assert scores[0]["recomputed"] == "10.00"
    assert scores[1]["readings"] == [
        {"name": "formula: ratio", "points": "4.74"},
        {"name": "formula: pass-mark:60", "points": "4.34"},
    ]
    exponent = dataclasses.replace(REPORT.scores[0], points=Decimal("1E+2"))
    assert document(dataclasses.replace(REPORT, scores=(exponent,)))["scores"][0]["points"] == "100"


def test_all_findings_are_there_whatever_is_hidden_elsewhere():
    assert len(document()["findings"]) == len(REPORT.findings)


def test_chinese_stands_as_chinese():
    text = render_text(REPORT, "json", Style())
    assert "场所运转持续性" in text
    assert "\\u" not in text


def test_json_lines_hold_the_same_records():
    lines = [json.loads(line) for line in render_text(REPORT, "jsonl", Style()).splitlines()]
    whole = document()
    assert [line["record"] for line in lines][:4] == ["run", "input", "input", "input"]
    for plural, name in (("inputs", "input"), ("forms", "form"), ("scores", "score"), ("findings", "finding")):
        records = [{**line} for line in lines if line["record"] == name]
        for record in records:
            del record["record"]
        assert records == whole[plural]
    assert lines[-1]["checks"] == {"passed": 20, "found": 4, "skipped": 3}
