"""Findings as SARIF 2.1.0."""

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest

from perfscore.audit import audit
from perfscore.core.waivers import Waiver
from perfscore.report import is_report, render, render_text
from perfscore.report.sarif import FINGERPRINT
from perfscore.report.style import Style
from rounds_support import ROWS, written
from sarif_schema import SCHEMA

ROOT = Path(__file__).resolve().parents[3]


def log(report, lang="zh", **options):
    made = json.loads(render_text(report, "sarif", Style(lang=lang), **options))
    jsonschema.Draft202012Validator(SCHEMA).validate(made)
    return made["runs"][0]


@pytest.fixture
def report(monkeypatch):
    monkeypatch.chdir(ROOT / "samples")
    return audit("hengyang-2023/自评表.xlsx", config=False)


def test_each_finding_is_a_result_with_its_check(report):
    run = log(report)
    rules = run["tool"]["driver"]["rules"]
    assert [one["ruleId"] for one in run["results"]] == [one.code for one in report.findings]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    levels = {"error": "error", "warning": "warning", "info": "note"}
    assert [one["level"] for one in run["results"]] == [levels[one.severity.word] for one in report.findings]
    rule = next(one for one in rules if one["id"] == "PS304")
    assert rule["name"] == "score-exceeds-points"
    assert rule["shortDescription"]["text"] == "得分超过分值"
    assert "为什么要紧" in rule["help"]["text"]
    assert rule["help"]["markdown"].startswith("## 查什么")
    assert rule["defaultConfiguration"]["level"] == "error"


def test_a_cell_is_a_logical_location_in_a_file_named_relatively(report):
    run = log(report)
    one = next(one for one in run["results"] if one["ruleId"] == "PS304")
    (location,) = one["locations"]
    assert unquote(location["physicalLocation"]["artifactLocation"]["uri"]) == "hengyang-2023/自评表.xlsx"
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "强制隔离戒毒生活补贴!H23"
    assert one["message"]["text"].endswith("改法：核对分值与得分：得分不得高于 10")
    assert one["properties"] == {"recorded": "20", "recomputed": "10"}
    assert [place["logicalLocations"][0]["name"] for place in one["relatedLocations"]][:1] == ["G23"]
    assert run["artifacts"][0]["hashes"]["sha-256"] == report.inputs[0].sha256


def test_fingerprints_are_those_of_the_findings(report):
    found = [one["partialFingerprints"][FINGERPRINT] for one in log(report)["results"]]
    assert found == [one.fingerprint for one in report.findings]
    assert len(set(found)) == len(found)


def test_nothing_is_said_of_suppressions_where_there_are_none(report):
    assert all("suppressions" not in one and "baselineState" not in one for one in log(report)["results"])


def test_what_a_reviewer_rejected_is_suppressed(report):
    first = report.findings[0]
    waiver = Waiver(first.code, first.fingerprint, "不采纳", "按规定", "王小明")
    run = log(replace(report, findings=(replace(first, waiver=waiver), *report.findings[1:])))
    assert run["results"][0]["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "不采纳：按规定，王小明"}
    ]
    assert all(one["suppressions"] == [] for one in run["results"][1:])
    confirmed = replace(waiver, verdict="属实")
    run = log(replace(report, findings=(replace(first, waiver=confirmed), *report.findings[1:])))
    assert "suppressions" not in run["results"][0]


def test_what_was_known_is_suppressed_and_what_is_gone_is_absent(tmp_path):
    path = written(tmp_path / "表.txt")
    before = tmp_path / "上次.json"
    render(audit(path, select=["PS304", "PS306"]), "json", before)
    written(path, [(*ROWS[0][:6], "25"), ROWS[1], (*ROWS[2][:6], "41")])
    run = log(audit(path, select=["PS304", "PS306"], baseline=before))
    states = {(one["ruleId"], one["baselineState"]): one for one in run["results"]}
    assert set(states) == {("PS306", "unchanged"), ("PS304", "new"), ("PS304", "absent")}
    assert states["PS306", "unchanged"]["suppressions"][0]["kind"] == "external"
    assert states["PS304", "new"]["suppressions"] == []


def test_lines_of_a_text_are_a_region_and_whole_paths_are_told_from_their_folder(tmp_path):
    for name in ("甲", "乙"):
        written(tmp_path / name / "表 1.txt")
    run = log(audit(tmp_path, select=["PS304"]))
    base = run["originalUriBaseIds"]["INPUTS"]["uri"]
    assert unquote(base) == f"file://{tmp_path}/"
    places = [one["locations"][0]["physicalLocation"] for one in run["results"]]
    assert sorted(unquote(place["artifactLocation"]["uri"]) for place in places) == ["乙/表 1.txt", "甲/表 1.txt"]
    assert all(place["artifactLocation"]["uriBaseId"] == "INPUTS" for place in places)
    assert {place["region"]["startLine"] for place in places} == {4}
    assert " " not in places[0]["artifactLocation"]["uri"]


@pytest.mark.parametrize(
    ("file", "uri", "base"),
    [
        ("C:\\材料\\表.xlsx", "表.xlsx", "file:///C:/材料/"),
        ("a:b.xlsx", "./a:b.xlsx", None),
        ("../表.xlsx", "../表.xlsx", None),
        ("内存文件1", "内存文件1", None),
    ],
)
def test_every_path_is_a_uri(report, file, uri, base):
    inputs = tuple(replace(one, file=file) for one in report.inputs)
    run = log(replace(report, inputs=inputs, findings=(), forms=(), scores=()))
    assert unquote(run["artifacts"][0]["location"]["uri"]) == uri
    assert unquote(run.get("originalUriBaseIds", {}).get("INPUTS", {}).get("uri", "")) == (base or "")


def test_what_was_not_checked_is_said(report):
    properties = log(report)["properties"]
    assert properties["coverage"]["recomputed"] == report.coverage.recomputed
    assert properties["rulesets"][0]["id"] == "mof-2021"


def test_a_file_that_cannot_be_read_is_a_result(tmp_path):
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7")
    run = log(audit(tmp_path / "坏.pdf"))
    assert [one["ruleId"] for one in run["results"]] == ["PS001"]
    assert run["invocations"] == [{"executionSuccessful": False}]


def test_english(report):
    run = log(report, lang="en")
    rule = next(one for one in run["tool"]["driver"]["rules"] if one["id"] == "PS304")
    assert rule["shortDescription"]["text"] == "The score is higher than the points"
    assert run["language"] == "en-US"


def test_it_is_known_as_ours(report, tmp_path):
    path = tmp_path / "a.sarif"
    for _ in range(2):
        render(report, "sarif", path)
    assert is_report(path)
    path.write_text('{"$schema": "sarif", "runs": [{"tool": {"driver": {"name": "other"}}}]}', encoding="utf-8")
    assert not is_report(path)


def test_persons_are_hidden(tmp_path):
    path = written(tmp_path / "王小明.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], "填报人：王小明", *lines[1:]]), encoding="utf-8")
    text = json.dumps(log(audit(path), masked=True), ensure_ascii=False)
    assert "王小明" not in unquote(text)
