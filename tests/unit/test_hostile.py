"""Attacks end with a message, within bounds that are counted; what else is in the run goes on."""

import io
import json
import os
import re
import sys
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
import pytest

import hostile
from perfscore import audit, gathering, render
from perfscore.cli import main
from perfscore.core.errors import ReadingError
from perfscore.core.visible import clean, printable
from perfscore.forms import Match
from perfscore.ooxml import formula
from perfscore.ooxml.ranges import parse_range
from perfscore.readers.intake import looks_like_tables, open_document

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")


@pytest.fixture
def run(capsys):
    def run_with(*words):
        code = main(words)
        seen = capsys.readouterr()
        assert "Traceback" not in seen.err
        assert "internal error" not in seen.err
        assert not CONTROLS.search(seen.out + seen.err)
        return code, seen.out, seen.err

    return run_with


@pytest.mark.parametrize("name", hostile.FILES)
@pytest.mark.parametrize("command", ["audit", "score", "annotate", "fill", "inspect"])
def test_every_attack_ends_with_a_message(run, tmp_path, name, command):
    path = tmp_path / name
    path.write_bytes(hostile.FILES[name]())
    out = tmp_path / "出.xlsx"
    code, said, told = run(command, str(path), *(["-o", str(out)] if command in ("annotate", "fill") else []))
    assert code in (0, 1, 2, 3)
    assert said or told
    if out.exists():
        assert _merged(out) <= 20_000
    else:
        assert command not in ("annotate", "fill") or code == 2


def _merged(path):
    """How many cells of a workbook lie under its merges."""
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/")]
    areas = [parse_range(ref) for sheet in sheets for ref in re.findall(r'<mergeCell ref="([^"]*)"', sheet)]
    return sum((area.bottom - area.top + 1) * (area.right - area.left + 1) for area in areas)


def test_one_run_over_all_of_them_reports_on_each(run, tmp_path):
    for name, build in hostile.FILES.items():
        (tmp_path / name).write_bytes(build())
    (tmp_path / "好.txt").write_bytes(hostile.text_form())
    _, out, _ = run("audit", str(tmp_path), "--alone", "--format", "json")
    report = json.loads(out)
    assert len(report["inputs"]) == len(hostile.FILES) + 1
    good = str(tmp_path / "好.txt")
    assert any(finding["at"]["file"] == good and finding["code"] == "PS306" for finding in report["findings"])
    refused = {Path(record["file"]).name for record in report["inputs"] if record["status"] == "unreadable"}
    assert refused == {"位数.xlsx", "格数.txt"}


def test_copies_of_a_shared_formula_are_worked_out_for_nobody(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(formula, "moved", lambda *words: asked.append(words) or "")
    path = tmp_path / "a.xlsx"
    path.write_bytes(hostile.a_long_shared_formula())
    cells = open_document(path).tables[0].cells
    audit(path)
    assert not asked
    assert str(cells[11, 1].formula) == ""
    assert len(asked) == 1


def test_a_part_that_is_listed_often_is_read_once_and_said(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(hostile.one_part_as_a_thousand_sheets())
    report = audit(path)
    assert len(report.forms) == 1
    assert any("999 个工作表" in hint for hint in report.hints)


def test_characters_are_cleaned_once_and_said_once(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(hostile.text_form(name="\x07完成\x0b数\ufffe量", actual="\u202a80%\u202c"))
    report = audit(path)
    assert report.scores[0].indicator == "完成数\ufffd量"
    assert report.scores[0].actual == "80%"
    assert sum("控制字符" in hint for hint in report.hints) == 1
    assert "2 格" in report.hints[0]


def test_digits_are_never_joined_by_cleaning():
    assert clean("9\x005%") == "9\ufffd5%"


def test_columns_beyond_the_last_are_left_out_and_said(tmp_path):
    path = tmp_path / "a.html"
    path.write_bytes(hostile.columns_of_a_page())
    document = open_document(path)
    assert max(column for _, column in document.tables[0].cells) <= 16_384
    assert any("XFD" in words for _, words in document.notes)


def test_colours_of_our_own_stay_and_others_do_not():
    assert printable("\x1b[1m粗\x1b[0m\x1b]0;x\x07", paint=True) == "\x1b[1m粗\x1b[0m\ufffd]0;x\ufffd"


def test_a_machine_format_on_a_terminal_holds_no_controls(tmp_path, monkeypatch):
    class Terminal(io.TextIOWrapper):
        def isatty(self):
            return True

    name = tmp_path / "a\x9b31m.txt"
    name.write_bytes(hostile.text_form())
    screen = Terminal(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", screen)
    for form in ("csv", "json", "full"):
        main(["audit", str(name), "--format", form])
    screen.flush()
    text = re.sub(r"\x1b\[[0-9;]*m", "", screen.buffer.getvalue().decode())
    assert not any(unicodedata.category(char) == "Cc" and char not in "\r\n\t" for char in text)


# -- paths ---------------------------------------------------------------------------------------------------


@posix
def test_paths_that_are_no_files_cost_only_themselves(run, tmp_path):
    good = tmp_path / "好.txt"
    good.write_bytes(hostile.text_form())
    fifo, broken, loop = tmp_path / "管道.xlsx", tmp_path / "断.xlsx", tmp_path / "圈.xlsx"
    os.mkfifo(fifo)
    broken.symlink_to(tmp_path / "没有.xlsx")
    loop.symlink_to(loop)
    long = str(tmp_path / ("长" * 300 + ".xlsx"))
    gone = str(tmp_path / "没了.xlsx")
    undecodable = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.txt")
    Path(undecodable).write_bytes(hostile.text_form())
    newline = tmp_path / "两\n行\x1b[31m.txt"
    newline.write_bytes(hostile.text_form())
    words = [str(fifo), "/dev/zero", str(broken), str(loop), long, gone, undecodable, str(newline), "a\0b.xlsx"]
    for form in ("json", "csv", "full", "concise", "jsonl", "markdown"):
        code, out, _ = run("audit", *words, str(good), "--format", form)
        assert code == 1
        assert "PS306" in out
    report = json.loads(run("audit", *words, str(good), "--format", "json")[1])
    status = [record["status"] for record in report["inputs"]]
    assert status == ["unreadable"] * 6 + ["read", "read", "unreadable", "read"]
    reasons = [record["reason"] for record in report["inputs"] if record["reason"]]
    assert all("设备或管道" in reason for reason in reasons[:2])
    out = tmp_path / "结果.xlsx"
    assert run("audit", *words, str(good), "--format", f"xlsx={out}")[0] == 1
    assert openpyxl.load_workbook(out)["审核发现"].max_row > len(words)


@posix
def test_a_folder_named_like_a_file_a_pipe_and_a_closed_folder(run, tmp_path, monkeypatch):
    (tmp_path / "甲.xlsx").mkdir()
    (tmp_path / "甲.xlsx" / "好.txt").write_bytes(hostile.text_form())
    os.mkfifo(tmp_path / "无后缀的管道")
    code, out, _ = run("audit", str(tmp_path))
    assert code == 0
    assert "PS306" in out
    monkeypatch.setattr(os, "scandir", _denied)
    code, _, err = run("audit", str(tmp_path))
    assert code == 2
    assert "打不开" in err


def _denied(path):
    raise PermissionError(13, "denied", path)


def test_an_empty_folder_beside_a_file_does_not_end_the_run(run, tmp_path):
    (tmp_path / "空").mkdir()
    (tmp_path / "好.txt").write_bytes(hostile.text_form())
    code, out, _ = run("audit", str(tmp_path / "空"), str(tmp_path / "没有*.xlsx"), str(tmp_path / "好.txt"))
    assert code == 1
    assert out.count("PS001") == 2
    assert "PS306" in out


def test_a_text_beyond_its_bound_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read"))
    with pytest.raises(ReadingError, match="上限"):
        open_document(path)


def test_a_folder_is_chosen_from_by_the_first_kilobytes(tmp_path, monkeypatch):
    book, letter, page = tmp_path / "下载", tmp_path / "说明", tmp_path / "导出"
    book.write_bytes(hostile.workbook(hostile.sheet_rows()))
    letter.write_bytes("关于开会的通知\n".encode() * 50_000)
    page.write_bytes(("<html><table>" + "<tr><td>绩效</td></tr>" * 20_000).encode("utf-16"))
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read whole"))
    assert looks_like_tables(str(book))
    assert looks_like_tables(str(page))
    assert not looks_like_tables(str(letter))
    assert gathering.expand([str(tmp_path)]).files == sorted([str(book), str(page)])


# -- isolation -----------------------------------------------------------------------------------------------


def failing(*_words, **_named):
    raise KeyError("۰")


def _break(monkeypatch, where):
    """Let a function fail: of a module by its whole name, of the pipeline by its own."""
    if where == "Match.extract":
        monkeypatch.setattr(Match, "extract", failing)
    elif "." in where:
        monkeypatch.setattr(where, failing)
    else:
        step = sys.modules["perfscore.material" if where == "survey" else "perfscore.auditor"]
        monkeypatch.setattr(step, where, failing)


@pytest.mark.parametrize(
    ("where", "code", "words"),
    [
        ("perfscore.readers.plain.read", "PS001", "读取时程序出错"),
        ("survey", "PS004", "识别表格时程序出错"),
        ("Match.extract", "PS004", "读入表格时程序出错"),
        ("perfscore.forms.cells.parse_value", "PS032", "程序读这一格时出错"),
        ("perfscore.forms.cells.figure_in", "PS033", "程序读这一格时出错"),
    ],
)
def test_a_step_that_fails_on_one_part_is_told_and_the_rest_goes_on(tmp_path, monkeypatch, where, code, words):
    bad = tmp_path / "坏.txt"
    bad.write_bytes(hostile.text_form())
    _break(monkeypatch, where)
    report = audit([bad, tmp_path / "没有.xlsx"])
    found = [finding for finding in report.findings if finding.code == code and words in finding.message]
    assert found
    assert found[0].at.file == str(bad)
    assert "KeyError" in found[0].message
    assert any(finding.at.file.endswith("没有.xlsx") for finding in report.findings)
    for form in ("full", "json"):
        assert render(report, form)


def test_a_row_that_cannot_be_scored_says_so(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(hostile.text_form())
    monkeypatch.setattr("perfscore.scoring.form.score_indicator", failing)
    report = audit(path)
    assert report.scores[0].status == "unreadable"
    assert "程序计分时出错" in report.scores[0].reason
    _break(monkeypatch, "score_form")
    assert "程序计分时出错" in audit(path).scores[0].reason
