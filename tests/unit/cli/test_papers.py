"""The papers from the command line."""

from pathlib import Path

import pytest

from paperwork import words
from perfscore import audit, render
from perfscore.cli import main

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "hengyang-2023" / "自评表.xlsx"


@pytest.mark.parametrize(("level", "warnings", "infos"), [("error", 0, 0), ("warning", 1, 0), ("info", 1, 1)])
def test_listed_says_from_which_severity_on(capsys, tmp_path, level, warnings, infos):
    out = tmp_path / "清单.docx"
    main(["audit", str(SAMPLE), "-f", f"problems={out}", "--listed", level])
    said = words(out.read_bytes())
    assert "| 错误 |" in said
    assert [("| 警告 |" in said), ("| 提示 |" in said)] == [warnings, infos]
    render(audit(SAMPLE), "problems", tmp_path / "二.docx", listed_from=level)
    assert words((tmp_path / "二.docx").read_bytes()) == said


def test_another_level_is_refused(capsys):
    assert main(["audit", str(SAMPLE), "--listed", "none"]) == 2
    assert "--listed 不能是“none”" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["清单", "清单.pdf", "清单.doc", "清单.xls"])
def test_another_ending_is_refused_before_any_work(capsys, path):
    assert main(["audit", "没有.xlsx", "-f", f"problems={path}"]) == 2
    assert "只能是 .docx 或 .xlsx" in capsys.readouterr().err


def test_english_and_masked(capsys, tmp_path):
    out = tmp_path / "list.docx"
    main(["audit", str(SAMPLE), "-f", f"papers={out}", "--lang", "en", "--mask"])
    assert "Prepared by" in words(out.read_bytes())


def test_a_template_with_results_is_looked_at_before_the_work(capsys, tmp_path):
    into = tmp_path / "结果"
    words_ = ["audit", str(SAMPLE), "--into", str(into), "--template", "没有.docx"]
    assert main([*words_, "--papers"]) == 2
    assert "没有.docx：读不到模板" in capsys.readouterr().err
    assert main(words_) == 2
    assert "要加 --papers" in capsys.readouterr().err
    assert not into.exists()
