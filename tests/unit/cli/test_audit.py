"""`perfscore audit` and `perfscore score` from the words to the exit code, on the samples and on bad input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from perfscore.cli import main

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "hengyang-2023"
WRONG = str(SAMPLES / "自评表.xlsx")
CLEAN = str(SAMPLES / "clean" / "自评表.xlsx")


def run(capsys, *words):
    code = main(words)
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return code, captured.out, captured.err


def test_findings_are_exit_code_1_and_go_to_standard_output(capsys):
    code, out, err = run(capsys, "audit", WRONG)
    assert code == 1
    assert "错误 PS304[得分超过分值]" in out
    assert err == ""


def test_a_clean_form_is_exit_code_0(capsys):
    code, out, _ = run(capsys, "audit", CLEAN)
    assert code == 0
    assert out.endswith("未发现问题\n")


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_fail_on_is_the_floor(capsys, level, code):
    words = ["audit", WRONG, "--select", "PS312", "--select", "PS303", "--fail-on", level]
    assert run(capsys, *words)[0] == code


def test_severity_can_be_changed(capsys):
    code, out, _ = run(capsys, "audit", WRONG, "--select", "PS304", "--severity", "PS304=info", "-f", "concise")
    assert code == 0
    assert "提示 PS304" in out


def test_ignored_checks_find_nothing(capsys):
    out = run(capsys, "audit", WRONG, "--ignore", "PS3", "--ignore", "total-row-basis-mixed", "-f", "json")[1]
    codes = {finding["code"] for finding in json.loads(out)["findings"]}
    assert codes
    assert not any(code.startswith("PS3") or code == "PS104" for code in codes)


def test_nothing_readable_is_exit_code_2(capsys, tmp_path):
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a zip")
    code, out, _ = run(capsys, "audit", str(broken), str(tmp_path / "没有.xlsx"), "--fail-on", "never")
    assert code == 2
    assert out.count("错误 PS001[文件或页面无法读取]") == 2
    assert "找不到这个文件" in out


def test_one_unreadable_file_among_readable_ones_is_a_finding(capsys, tmp_path):
    empty = tmp_path / "空.xlsx"
    empty.write_bytes(b"")
    code, out, _ = run(capsys, "audit", CLEAN, str(empty))
    assert code == 1
    assert "PS001[文件或页面无法读取]" in out


def test_no_form_is_exit_code_3(capsys, tmp_path):
    letter = tmp_path / "通知.txt"
    letter.write_text("关于开会的通知\n各单位：\n", encoding="utf-8")
    code, out, _ = run(capsys, "audit", str(letter), "--fail-on", "never")
    assert code == 3
    assert out.startswith("没有识别出可审核的表。")


def test_reports_go_where_they_are_sent(capsys, tmp_path):
    wanted = {name: tmp_path / f"报告.{name}" for name in ("json", "jsonl", "csv", "concise")}
    words = [word for name, path in wanted.items() for word in ("--format", f"{name}={path}")]
    code, out, err = run(capsys, "audit", WRONG, *words, "-f", "full")
    assert code == 1
    assert out.startswith("56 个指标")
    assert err == "".join(f"已写入（written）：{path}\n" for path in wanted.values())
    assert json.loads(wanted["json"].read_text(encoding="utf-8"))["schema"] == "perfscore.report/1"
    assert wanted["csv"].read_bytes().startswith(b"\xef\xbb\xbf")


def test_files_alone_leave_standard_output_empty(capsys, tmp_path):
    assert run(capsys, "audit", CLEAN, "-f", f"json={tmp_path / 'a.json'}")[1] == ""


def test_a_report_that_cannot_be_written_is_told(capsys, tmp_path):
    code, out, err = run(capsys, "audit", CLEAN, "-f", f"json={tmp_path}/无/a.json")
    assert (code, out) == (2, "")
    assert "写不进去" in err


def test_a_folder_is_audited_and_what_was_passed_over_is_noted(capsys, tmp_path):
    (tmp_path / "表.xlsx").write_bytes(Path(CLEAN).read_bytes())
    (tmp_path / "~$表.xlsx").write_bytes(b"x")
    code, out, err = run(capsys, "audit", str(tmp_path), "-f", "json")
    assert code == 0
    assert [record["file"] for record in json.loads(out)["inputs"]] == [str(tmp_path / "表.xlsx")]
    assert err == "忽略 1 个临时文件（temporary files ignored）：~$表.xlsx\n"


def test_english(capsys):
    out = run(capsys, "audit", WRONG, "--lang", "en", "--select", "PS304")[1]
    assert 'error PS304[score-exceeds-points]  "场所运转持续性" has 20 of 10 points' in out


def test_scores_are_a_table_for_each_form(capsys):
    code, out, _ = run(capsys, "score", CLEAN)
    assert code == 0
    assert "预算执行率" in out
    assert "总分（优）" in out


def test_scoring_fails_on_nothing_but_unreadable_files(capsys, tmp_path):
    assert run(capsys, "score", WRONG)[0] == 0
    assert run(capsys, "score", str(tmp_path / "没有.xlsx"))[0] == 2


def test_scores_as_csv_and_json(capsys):
    assert run(capsys, "score", CLEAN, "-f", "csv")[1].startswith("\ufeff表号,项目,单位,类别")
    scores = json.loads(run(capsys, "score", CLEAN, "-f", "json")[1])["scores"]
    assert {score["kind"] for score in scores} == {"indicator", "execution", "section", "total"}


def test_explain_pages_and_catalogue(capsys):
    assert run(capsys, "explain", "PS304")[1].startswith("PS304[score-exceeds-points]  错误\n")
    assert "PS304" in run(capsys, "explain", "--all")[1]


@pytest.mark.parametrize("words", [["audit", WRONG], ["score", WRONG], ["explain", "--all"], ["value", "≤3㎡"]])
def test_a_gbk_console_never_makes_a_traceback(words):
    environment = {**os.environ, "PYTHONIOENCODING": "gbk:strict", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "perfscore", *words], env=environment, capture_output=True, check=False
    )
    assert done.returncode in (0, 1)
    assert done.stderr == b""
    assert done.stdout.decode("gbk")


def test_machine_formats_are_utf_8_on_a_gbk_console():
    environment = {**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}
    words = [sys.executable, "-m", "perfscore", "audit", WRONG, "-f", "json"]
    done = subprocess.run(words, env=environment, capture_output=True, check=False)
    assert json.loads(done.stdout.decode("utf-8"))["findings"]


def test_a_workbook_and_a_problem_list_are_written_beside_the_screen(capsys, tmp_path):
    book, page = tmp_path / "结果.xlsx", tmp_path / "问题清单.md"
    words = ["audit", CLEAN, "-f", "concise", "-f", f"xlsx={book}", "-f", f"markdown={page}"]
    code, out, err = run(capsys, *words)
    assert code == 0
    assert out.endswith("未发现问题\n")
    assert err.count("已写入（written）") == 2
    assert book.read_bytes().startswith(b"PK")
    assert page.read_text(encoding="utf-8").startswith("# 问题清单\n")
