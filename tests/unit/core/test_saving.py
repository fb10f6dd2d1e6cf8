"""What has to stay is never written over, and a file is old or new, never half."""

import errno
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from perfscore.core import saving
from perfscore.core.errors import UsageError


def refused(path, **options):
    with pytest.raises(UsageError) as error:
        saving.claim(path, **options)
    return str(error.value)


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(b"source")
    return path


@pytest.mark.parametrize("force", [False, True])
def test_a_source_is_never_written_over_under_whatever_name(source, tmp_path, force):
    hard, soft = tmp_path / "硬链接.json", tmp_path / "软链接.json"
    hard.hardlink_to(source)
    soft.symlink_to(source)
    around = tmp_path / "里" / ".." / source.name
    (tmp_path / "里").mkdir()
    for target in (source, hard, soft, around):
        assert "原文件不会被覆盖" in refused(target, sources=[source], force=force)


def test_a_source_on_a_disk_that_does_not_tell_case_apart(source, monkeypatch):
    monkeypatch.setattr(os.path, "samefile", lambda one, other: one.casefold() == other.casefold())
    assert "原文件不会被覆盖" in refused(source.with_name("自评表.XLSX"), sources=[source])


def test_a_rule_set_is_named_as_one(tmp_path):
    rules = tmp_path / "本市.toml"
    rules.write_bytes(b"schema")
    assert "评分规则集不会被覆盖" in refused(rules, sources=[rules], force=True)


def test_a_file_that_is_there_needs_force_or_must_be_ours(source):
    assert "--force" in refused(source)
    assert saving.claim(source, force=True) == source
    assert saving.claim(source, ours=lambda path: path.read_bytes() == b"source") == source


def test_an_empty_file_holds_nothing_to_lose(tmp_path):
    (tmp_path / "空.json").touch()
    saving.claim(tmp_path / "空.json")


def test_places_that_are_no_files_are_named(tmp_path):
    assert "是文件夹" in refused(tmp_path)
    assert "不存在" in refused(tmp_path / "无" / "a.json")
    assert "请检查路径" in refused("a\0b.json")
    assert "请检查路径" in refused(tmp_path / ("长" * 300))
    loop = tmp_path / "圈.json"
    loop.symlink_to(loop)
    assert "请检查路径" in refused(loop)


def test_a_read_only_file_stays(source, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "只读" in refused(source, force=True)


def test_a_link_stays_a_link_and_permissions_stay(source, tmp_path):
    source.chmod(0o640)
    link = tmp_path / "报告.json"
    link.symlink_to(source)
    saving.save(link, b"new")
    assert link.is_symlink()
    assert source.read_bytes() == b"new"
    assert source.stat().st_mode & 0o777 == 0o640


def test_a_device_is_written_to_and_stays_one():
    null = Path(os.devnull)
    assert saving.claim(null) == null
    saving.save(null, b"report")
    assert null.is_char_device()


def test_on_a_full_disk_the_old_content_stays(source, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="没有改动"):
        saving.save(source, b"new")
    assert source.read_bytes() == b"source"
    assert [path.name for path in source.parent.iterdir()] == [source.name]


#: Writes report after report over the same file; tells when it has begun.
_WRITER = """
import sys
from pathlib import Path
from perfscore.core.saving import save
print(flush=True)
number = 0
while True:
    number += 1
    save(sys.argv[1], b"%d\\n" % (number % 10) * 200_000)
"""
_KILLS = 50
_TOGETHER = 10


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9")
def test_of_fifty_killed_writers_none_loses_a_report(tmp_path):
    wait = random.Random(9)  # noqa: S311 - moments to kill at
    done = 0
    for _ in range(_KILLS // _TOGETHER):
        targets = [tmp_path / f"报告{number}.json" for number in range(_TOGETHER)]
        for target in targets:
            target.write_bytes(b"old\n" * 100_000)
        writers = [
            subprocess.Popen([sys.executable, "-c", _WRITER, str(target)], stdout=subprocess.PIPE)
            for target in targets
        ]
        for writer in writers:
            assert writer.stdout is not None
            writer.stdout.readline()
        for writer, target in zip(writers, targets, strict=True):
            # Killed at any moment of a write, the first among them.
            if wait.random() < 0.5:
                target.read_bytes()
            writer.kill()
            writer.wait()
            writer.stdout.close()
            lines = target.read_bytes().split(b"\n")
            assert len(set(lines[:-1])) == 1
            assert len(lines) in (100_001, 200_001)
            done += 1
    assert done == _KILLS
