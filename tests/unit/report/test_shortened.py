"""Many files in the concise report: short names, and how many findings each file and each check has."""

from dataclasses import replace

import pytest

from perfscore.audit import audit
from perfscore.core.findings import Severity
from perfscore.report import render_text
from perfscore.report.shortened import Names
from perfscore.report.style import Style
from rounds_support import OWN, ROWS, written


@pytest.fixture
def report(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "材料" / "甲局" / "表.txt")
    written(tmp_path / "材料" / "乙局" / "表.txt", [ROWS[0], (*ROWS[1][:6], "20"), ROWS[2]], project="河道治理")
    written(tmp_path / "材料" / "丙局" / "表.txt", ROWS[2:], project="植树造林")
    return audit("材料", select=OWN, config=False)


def lines(report, **style):
    return render_text(report, "concise", Style(**style)).splitlines()


def test_what_files_share_is_said_once(report):
    shown = lines(report)
    assert shown[0] == "以下 3 个文件都在 材料 中"
    assert [line.split()[0] for line in shown[1:4]] == ["乙局/表.txt", "甲局/表.txt", "甲局/表.txt"]


def test_files_and_checks_are_counted_at_the_end(report):
    shown = lines(report)
    start = shown.index("按文件（没有问题的 1 个）")
    assert shown[start + 1 : start + 6] == [
        "  警告 2  甲局/表.txt",
        "  警告 1  乙局/表.txt",
        "按检查项",
        "  警告 2  PS304[得分超过分值]",
        "  警告 1  PS306[未达标给满分]",
    ]
    assert shown[-1] == "问题 3 条：警告 3"


def test_errors_go_before_any_number_of_warnings(report):
    first = replace(report.findings[0], severity=Severity.ERROR)
    shown = lines(replace(report, findings=(first, *report.findings[1:])))
    assert shown[shown.index("按文件（没有问题的 1 个）") + 1] == "  错误 1          乙局/表.txt"


def test_the_lists_are_capped_unless_every_detail_is_wanted(tmp_path):
    for number in range(23):
        written(tmp_path / f"{number:02}.txt", project=f"第{number}号治理")
    report = audit(tmp_path, select=["PS304"])
    assert "  ……另有 3 个文件（-v 全部列出）" in lines(report)
    assert not any("另有" in line for line in lines(report, verbose=True))
    assert "  ... 3 more files (-v lists them)" in lines(report, lang="en")


def test_one_file_is_as_it_was(report):
    alone = audit("材料/甲局/表.txt", select=OWN, config=False)
    shown = lines(alone)
    assert shown[0].startswith("材料/甲局/表.txt 第4行第7格")
    assert not any(line.startswith(("按文件", "以下")) for line in shown)


def test_nothing_is_gathered_where_nothing_was_found(tmp_path):
    for name in "甲乙":
        written(tmp_path / f"{name}.txt", ROWS[2:], project=name)
    shown = lines(audit(tmp_path, select=["PS304"]))
    assert shown[-1] == "未发现问题"
    assert not any(line.startswith(("按文件", "以下")) for line in shown)


@pytest.mark.parametrize(
    ("files", "folder", "short"),
    [
        (["a/b/1.txt", "a/b/c/2.txt"], "a/b", ["1.txt", "c/2.txt"]),
        (["/x/1.txt", "/y/2.txt"], "/", ["x/1.txt", "y/2.txt"]),
        (["1.txt", "a/2.txt"], "", ["1.txt", "a/2.txt"]),
        (["a/1.txt", "内存文件1"], "", ["a/1.txt", "内存文件1"]),
        (["a/1.txt"], "", ["a/1.txt"]),
        (["../a/1.txt", "../a/2.txt"], "../a", ["1.txt", "2.txt"]),
    ],
)
def test_the_folder_that_files_share(files, folder, short):
    names = Names(files)
    assert names.folder == folder
    assert [names.short(file) for file in files] == short
    assert len(set(short)) == len(files)
