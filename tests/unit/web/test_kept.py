"""What an audit keeps for later is what it found: reports and documents come back from the disk as they were."""

import json
import pickle
from pathlib import Path

import pytest

import county
from perfscore.audit import audit_documents, auditor_of
from perfscore.config import configured
from perfscore.material import read_material
from perfscore.report.html import as_page
from perfscore.report.records import as_json
from perfscore.report.style import Style
from perfscore.services.annotate import Manner, annotated_copy
from perfscore.web import work
from web_support import small

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = sorted(
    path
    for path in (ROOT / "samples").rglob("*")
    if path.suffix in (".xlsx", ".xls", ".docx", ".txt", ".md", ".html")
)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A county's forms, half of which state a rule in each row."""
    folder = tmp_path_factory.mktemp("county")
    county.write_county(folder, 12)
    return sorted(folder.rglob("*.xlsx"))


def come_back(thing):
    return pickle.loads(pickle.dumps(thing))  # noqa: S301 - its own


def same(path, tmp_path):
    report, documents = audit_documents([path], drawn=True)
    again = come_back(report)
    style = Style()
    assert as_json(again, style) == as_json(report, style)
    assert as_page(again, style) == as_page(report, style)
    assert again == report
    copies = []
    for number, (one, other) in enumerate(((report, documents), (again, come_back(documents)))):
        out = tmp_path / f"{number}.xlsx"
        annotated_copy(one, other[0], out, Manner(force=True))
        copies.append(out.read_bytes())
    assert copies[0] == copies[1]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.relative_to(ROOT / "samples")))
def test_samples_come_back_as_they_were(path, tmp_path):
    same(path, tmp_path)


def test_forms_with_rules_come_back_as_they_were(drawn, tmp_path):
    for path in drawn:
        same(path, tmp_path)


def test_a_dossier_that_was_kept_says_what_its_audit_said(drawn, tmp_path, monkeypatch):
    (tmp_path / "files").mkdir()
    for number, path in enumerate(drawn[:20]):
        (tmp_path / "files" / f"{number}.xlsx").write_bytes(path.read_bytes())
    (tmp_path / "files" / "small.txt").write_bytes(small(39))
    monkeypatch.chdir(tmp_path)
    made = work.audit(work.AuditOrder(str(tmp_path), None, alone=False))
    files = sorted(path.name for path in Path().iterdir())
    read = [read_material(file) for file in files]
    own = auditor_of(configured(False, ())).audit(read)
    report = work.report_of(str(tmp_path), ())
    told, expected = (json.loads(as_json(one, Style())) for one in (report, own.report()))
    assert told["findings"] == expected["findings"]
    assert told["scores"] == expected["scores"]
    assert len(made.keys) == len(report.findings)
    assert [key[2] for key in made.keys] == [one.code for one in report.findings]
    assert len(set(made.keys)) == len(made.keys)
