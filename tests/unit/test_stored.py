"""Results read back: reports whole and in lines, folders of results; one dossier at a time."""

import hashlib
import json

import pytest

from perfscore.audit import audit
from perfscore.core.errors import UsageError
from perfscore.report import render
from perfscore.stored import at, is_stored, refs
from rounds_support import written


@pytest.fixture
def report(tmp_path):
    return audit(written(tmp_path / "表.txt"))


@pytest.fixture
def folder(tmp_path):
    results = tmp_path / "结果"
    (results / "parts").mkdir(parents=True)
    (results / "manifest.json").write_text("{}", encoding="utf-8")
    for part, names in (("0001", "甲乙"), ("0002", "丙")):
        lines = [
            json.dumps(audit(written(tmp_path / f"{name}.txt", project=name)).to_dict(), ensure_ascii=False)
            for name in names
        ]
        (results / "parts" / f"{part}.jsonl").write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return results


def projects(document):
    return [form["project"] for form in document["forms"]]


def test_a_report_is_read_back_as_it_was(report, tmp_path):
    render(report, "json", tmp_path / "a.json")
    assert is_stored(tmp_path / "a.json")
    ((ref, document),) = refs(tmp_path / "a.json")
    assert document == at(ref) == report.to_dict()


def test_a_report_in_lines_is_the_same(report, tmp_path):
    render(report, "jsonl", tmp_path / "a.jsonl")
    assert is_stored(tmp_path / "a.jsonl")
    ((ref, document),) = refs(tmp_path / "a.jsonl")
    assert {**document, "hints": []} == {**report.to_dict(), "hints": []}
    assert at(ref) == document


def test_a_folder_of_results_is_read_line_by_line_and_each_is_found_again(folder):
    assert is_stored(folder)
    found = list(refs(folder))
    assert [projects(document) for _, document in found] == [["甲"], ["乙"], ["丙"]]
    assert [projects(at(ref)) for ref, _ in reversed(found)] == [["丙"], ["乙"], ["甲"]]


def test_a_part_alone_is_read_too(folder):
    part = folder / "parts" / "0001.jsonl"
    assert is_stored(part)
    assert [projects(document) for _, document in refs(part)] == [["甲"], ["乙"]]


def test_a_line_that_was_cut_off_is_told_with_its_number(folder):
    part = folder / "parts" / "0002.jsonl"
    part.write_bytes(part.read_bytes()[:300])
    with pytest.raises(UsageError, match=r"0002\.jsonl：不是本程序的报告|0002\.jsonl 第1行：不是完整的一条记录"):
        list(refs(folder))


def test_a_folder_without_parts_is_told(tmp_path):
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="没有审核结果"):
        list(refs(tmp_path))


@pytest.mark.parametrize("content", [b"", b"{", b'{"schema": "x"}', b"PK\x03\x04", "表".encode("gb18030")])
def test_other_files_are_none(tmp_path, content):
    path = tmp_path / "a"
    path.write_bytes(content)
    assert not is_stored(path)
    assert not is_stored(tmp_path / "nothing")
    assert not is_stored("a\0b")


@pytest.mark.parametrize("missing", ["inputs", "forms", "scores", "findings"])
def test_a_report_without_its_parts_is_none(report, tmp_path, missing):
    document = report.to_dict()
    del document[missing]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    with pytest.raises(UsageError, match="不是本程序的报告"):
        list(refs(path))


@pytest.mark.parametrize("lost", ["changed", "gone", "added"])
def test_a_part_that_is_not_as_it_was_written_is_refused(folder, lost):
    parts = sorted((folder / "parts").iterdir())
    hashes = [
        {"file": f"parts/{part.name}", "sha256": hashlib.sha256(part.read_bytes()).hexdigest()} for part in parts
    ]
    if lost == "changed":
        parts[1].write_bytes(parts[1].read_bytes() + b"\n")
    elif lost == "added":
        hashes.pop()
    else:
        parts[1].unlink()
    (folder / "manifest.json").write_text(json.dumps({"parts": hashes, "date": "2026-01-31"}), encoding="utf-8")
    with pytest.raises(UsageError, match=r"0002\.jsonl"):
        list(refs(folder))


def test_a_dossier_of_a_folder_has_the_day_of_the_folder(folder):
    (folder / "manifest.json").write_text('{"date": "2026-01-31"}', encoding="utf-8")
    for part in (folder / "parts").iterdir():
        lines = [json.loads(line) for line in part.read_text(encoding="utf-8").splitlines() if line]
        part.write_text(
            "\n".join(json.dumps({**line, "run": {**line["run"], "date": None}}) for line in lines),
            encoding="utf-8",
        )
    assert {document["run"]["date"] for _, document in refs(folder / "manifest.json")} == {"2026-01-31"}
