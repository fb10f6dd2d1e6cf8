"""A double click, files dropped, words typed: what perfscore is asked to do."""

from __future__ import annotations

import sys

import pytest

import windowsfolder as shared

SCRIPT = r"D:\财务 & 预算 (100%)\perfscore.cmd"
start = shared.start()


def line(words=""):
    """As Explorer and CreateProcess make it: the script in quotes, the words, quotes of cmd.exe around it all."""
    return rf'C:\Windows\system32\cmd.exe /c ""{SCRIPT}"{words}"'


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ("", []),
        (" ", []),
        (r' "D:\a b.xlsx"', [r"D:\a b.xlsx"]),
        (r" D:\收入&支出.xlsx", [r"D:\收入&支出.xlsx"]),
        (r' D:\a&b.xlsx "D:\c & d.xlsx" D:\e.docx', [r"D:\a&b.xlsx", r"D:\c & d.xlsx", r"D:\e.docx"]),
        (r" D:\100%PATH%!x!^y(1),;=.xlsx", [r"D:\100%PATH%!x!^y(1),;=.xlsx"]),
        # A blank of Chinese texts parts no words: Explorer sets no quotes for it.
        (" D:\\自评　表.xlsx D:\\自评\xa0表.xlsx", ["D:\\自评　表.xlsx", "D:\\自评\xa0表.xlsx"]),
        (r" \\server\共享\材料", [r"\\server\共享\材料"]),
        # A drive: its last letter stands before the quote of cmd.exe.
        (" E:\\", ["E:\\"]),
        (r" D:\copy\perfscore.cmd", [r"D:\copy\perfscore.cmd"]),
    ],
)
def test_what_was_dropped_is_read_from_the_line(words, paths):
    assert start.dropped(line(words), SCRIPT) == paths


def test_the_script_is_found_in_other_letters_and_by_its_name():
    assert start.dropped(line(r" D:\a.xlsx").replace("D:", "d:"), SCRIPT) == [r"d:\a.xlsx"]
    short = r'cmd /c ""D:\CAIWU~1\PERFSCORE.CMD" D:\a.xlsx"'
    assert start.dropped(short, SCRIPT) == [r"D:\a.xlsx"]
    assert start.dropped("cmd /k", SCRIPT) == []


def test_paths_are_served_and_a_command_is_a_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "audit.xlsx").touch()
    assert start.words_for([]) == ["serve"]
    assert start.words_for(["audit.xlsx"]) == ["serve", "audit.xlsx"]
    assert start.words_for([r"D:\gone.xlsx"]) == ["serve", r"D:\gone.xlsx"]
    assert start.words_for(["audit", "audit.xlsx"]) == ["audit", "audit.xlsx"]
    assert start.words_for(["--version"]) == ["--version"]


@pytest.mark.parametrize(("code", "waits"), [(0, False), (130, False), (2, True)])
def test_the_window_stays_open_only_when_the_page_did_not_come(monkeypatch, capsys, code, waits):
    waited = []
    asked = []

    def perfscore():
        asked.extend(sys.argv[1:])
        return code

    monkeypatch.setattr("perfscore.cli.main", perfscore)
    monkeypatch.setattr(sys, "argv", ["start.py"])
    monkeypatch.setattr("builtins.input", waited.append)
    monkeypatch.setenv("PERFSCORE_LINE", line(r' "D:\a b.xlsx"'))
    monkeypatch.setenv("PERFSCORE_SCRIPT", SCRIPT)
    assert start.main() == 1000 + code
    assert asked == ["serve", r"D:\a b.xlsx"]
    assert bool(waited) is waits
    assert "关掉这个窗口，程序就停止" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_keeps_its_byte_code_with_the_user(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr(start, "__file__", str(tmp_path / "missing" / "start.py"))
    start.keep_byte_code()
    assert sys.pycache_prefix == str(tmp_path / "perfscore" / "bytecode")
