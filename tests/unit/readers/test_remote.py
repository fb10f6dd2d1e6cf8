"""Documents that lie elsewhere; fsspec's own store in memory stands for a share."""

import sys
from pathlib import Path

import fsspec
import pytest

from perfscore.audit import audit
from perfscore.auditor import Asked
from perfscore.core.errors import ReadingError, UsageError
from perfscore.gathering import expand
from perfscore.readers import remote
from perfscore.readers.intake import open_document
from perfscore.services.batch.results import Folder
from perfscore.services.batch.run import audit_folder
from perfscore.services.batch.work import Wanted

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "hengyang-2023" / "自评表.xlsx"


@pytest.fixture
def share():
    files = fsspec.filesystem("memory")
    files.pipe_file("/材料/甲/自评表.xlsx", SAMPLE.read_bytes())
    files.pipe_file("/材料/甲/照片.png", b"\x89PNG")
    files.pipe_file("/材料/.自评表.xlsx", b"x")
    yield files
    files.rm("/材料", recursive=True)


def test_a_folder_elsewhere_is_its_documents(share):
    found = expand(["memory://材料"])
    assert found.files == ["memory:///材料/甲/自评表.xlsx"]
    assert [len(found.other), len(found.hidden)] == [1, 1]


def test_an_audit_says_the_same(share):
    here, there = audit(SAMPLE), audit("memory://材料/甲/自评表.xlsx")
    assert [one.fingerprint for one in there.findings] == [one.fingerprint for one in here.findings]


def test_a_batch_reads_it_and_sees_it_change(share, tmp_path):
    def run():
        return audit_folder(expand(["memory://材料"]), ["memory://材料"], tmp_path / "结果", Wanted(Asked()))

    assert run().resumed == 0
    assert run().resumed == 1
    share.pipe_file("/材料/甲/自评表.xlsx", SAMPLE.read_bytes() + b"\0")
    assert run().resumed == 0
    assert [one["status"] for one in Folder(tmp_path / "结果").files()].count("hidden") == 1


def test_what_is_not_there(share):
    with pytest.raises(ReadingError, match="找不到"):
        open_document("memory://材料/没有.xlsx")
    assert remote.state("memory://材料/没有.xlsx") == (-1, 0)


def test_what_is_too_large(share):
    with pytest.raises(ReadingError, match="上限"):
        remote.fetched("memory://材料/甲/自评表.xlsx", 100)


def test_an_unknown_protocol_and_a_missing_package(monkeypatch):
    with pytest.raises(UsageError, match="nosuch"):
        expand(["nosuch://材料"])
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(UsageError, match=r"perfscore\[cluster\]"):
        expand(["s3://材料"])
