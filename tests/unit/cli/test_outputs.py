"""Where reports may be written: over reports of ours, never over anything else."""

from pathlib import Path

import openpyxl
import pytest

from perfscore import audit, render
from perfscore.cli import main
from perfscore.core.errors import UsageError
from perfscore.report import FORMATS, is_report
from perfscore.rulesets import folder

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "hengyang-2023"
CLEAN = str(SAMPLES / "clean" / "自评表.xlsx")


def run(capsys, *words):
    code = main(words)
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return code, captured.err


#: Every format with a name of a file that it takes.
NAMED = [(name, f"报告{ending}") for name, kind in FORMATS.items() for ending in kind.endings or ("",)]


@pytest.mark.parametrize(("name", "file"), NAMED)
@pytest.mark.parametrize("command", ["audit", "score"])
def test_an_older_report_is_replaced(capsys, tmp_path, name, file, command):
    path = tmp_path / file
    for _ in range(2):
        code, err = run(capsys, command, CLEAN, "--format", f"{name}={path}")
        assert code == 0
        assert err.startswith("已写入")
        assert is_report(path)


@pytest.mark.parametrize(("name", "file"), NAMED)
def test_anything_else_needs_force(capsys, tmp_path, name, file):
    path = tmp_path / file
    path.write_text("我的笔记\nperfscore 很好用\n", encoding="utf-8")
    code, err = run(capsys, "audit", CLEAN, "--format", f"{name}={path}")
    assert code == 2
    assert "--force" in err
    assert path.read_text(encoding="utf-8").startswith("我的笔记")
    assert run(capsys, "audit", CLEAN, "--format", f"{name}={path}", "--force")[0] == 0
    assert is_report(path)


def test_a_report_of_a_run_without_forms_is_one_of_ours(capsys, tmp_path):
    (tmp_path / "通知.txt").write_text("关于开会的通知\n各单位：\n", encoding="utf-8")
    for name in ("full", "concise", "markdown", "csv", "json"):
        run(capsys, "audit", str(tmp_path / "通知.txt"), "--format", f"{name}={tmp_path / name}")
        assert is_report(tmp_path / name), name


def test_a_workbook_of_findings_that_was_saved_since_is_the_reviewers(capsys, tmp_path):
    path = tmp_path / "结果.xlsx"
    run(capsys, "audit", CLEAN, "--format", f"xlsx={path}")
    book = openpyxl.load_workbook(path)
    book.properties.lastModifiedBy = "审核人"
    book.save(path)
    code, err = run(capsys, "audit", CLEAN, "--format", f"xlsx={path}")
    assert code == 2
    assert "--force" in err


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_neither_an_input_nor_a_rule_set_is_written_over(capsys, tmp_path, force):
    form, own = tmp_path / "自评表.xlsx", tmp_path / "本市.toml"
    form.write_bytes(Path(CLEAN).read_bytes())
    shipped = folder() / "mof-2021.toml"
    own.write_text(shipped.read_text(encoding="utf-8").replace('"mof-2021"', '"own"', 1), encoding="utf-8")
    (tmp_path / "另名.json").hardlink_to(form)
    for target in (form, tmp_path / "另名.json", own, shipped):
        before = target.read_bytes()
        words = ["audit", str(form), "--ruleset", str(own), "--format", f"json={target}", *force]
        code, err = run(capsys, *words)
        assert code == 2
        assert "不会被覆盖" in err
        assert target.read_bytes() == before


def test_a_file_of_a_folder_that_is_audited_is_an_input(capsys, tmp_path):
    form = tmp_path / "自评表.xlsx"
    form.write_bytes(Path(CLEAN).read_bytes())
    code, err = run(capsys, "audit", str(tmp_path), "--format", f"xlsx={form}", "--force")
    assert code == 2
    assert "原文件不会被覆盖" in err


def test_two_reports_that_some_disk_takes_for_one_file(capsys, tmp_path):
    code, err = run(capsys, "audit", CLEAN, "-f", f"json={tmp_path}/a.json", "-f", f"csv={tmp_path}/A.JSON")
    assert code == 2
    assert "同一个文件" in err


def test_render_writes_by_the_same_rules(tmp_path):
    form = tmp_path / "自评表.xlsx"
    form.write_bytes(Path(CLEAN).read_bytes())
    report = audit(form)
    with pytest.raises(UsageError, match="原文件不会被覆盖"):
        render(report, "json", form, force=True)
    (tmp_path / "笔记.json").write_bytes(b"{}")
    with pytest.raises(UsageError, match="--force"):
        render(report, "json", tmp_path / "笔记.json")
    render(report, "json", tmp_path / "笔记.json", force=True)
    assert is_report(tmp_path / "笔记.json")


@pytest.mark.parametrize("command", ["annotate", "fill"])
def test_a_copy_is_written_over_nothing_that_is_there(capsys, tmp_path, command):
    form, other = tmp_path / "自评表.xlsx", tmp_path / "别的.xlsx"
    form.write_bytes(Path(CLEAN).read_bytes())
    other.write_bytes(b"mine")
    assert run(capsys, command, str(form), "-o", str(form), "--force")[0] == 2
    assert run(capsys, command, str(form), "-o", str(other))[0] == 2
    assert other.read_bytes() == b"mine"
    assert run(capsys, command, str(form), "-o", str(other), "--force")[0] == 0


def test_template_and_new_rule_set_take_force(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for words, name in (
        (["template", "project-self-assessment", "-o", "空表.xlsx"], "空表.xlsx"),
        (["rulesets", "new", "mycity-2026"], "mycity-2026.toml"),
    ):
        (tmp_path / name).write_bytes(b"mine")
        assert run(capsys, *words)[0] == 2
        assert (tmp_path / name).read_bytes() == b"mine"
        assert run(capsys, *words, "--force")[0] == 0
        assert (tmp_path / name).read_bytes() != b"mine"
