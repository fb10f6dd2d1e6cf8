"""`--into` from the shell."""

import json
from pathlib import Path

import pytest

import county
from perfscore.cli import main

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "hengyang-2023"


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county") / "全县"
    county.write_county(folder, 2, mess=True)
    return folder


def run(*words):
    return main([str(word) for word in words])


def test_the_first_lines_of_the_ledger(source, tmp_path, capsys):
    assert run("audit", source, "--into", tmp_path / "结果", "--jobs", 1) == 1
    out = capsys.readouterr().out
    assert out.startswith("文件 ")
    for words in (
        "已审核",
        "没有识别出表 1",
        "无法读取 1",
        "重复文件 1",
        "未打开 2",
        "隐藏文件 1",
        "问题最多的表",
        "损坏.xlsx：",
    ):
        assert words in out
    assert "汇总表.xlsx" in out
    assert run("audit", source, "--into", tmp_path / "结果", "--jobs", 1) == 1
    assert "用了上次运行已有的结果" in capsys.readouterr().out


def test_exit_codes(source, tmp_path, capsys):
    assert run("audit", source, "--into", tmp_path / "一", "--fail-on", "never") == 0
    assert run("score", source, "--into", tmp_path / "二") == 0
    clean = tmp_path / "空"
    clean.mkdir()
    (clean / "通知.txt").write_text("请报送。\n", encoding="utf-8")
    assert run("audit", clean, "--into", tmp_path / "三") == 3
    (clean / "通知.txt").write_bytes(b"")
    assert run("audit", clean, "--into", tmp_path / "四") == 2
    assert run("audit", clean, "--into", tmp_path / "一") == 2
    assert "另一次审核的结果" in capsys.readouterr().err


def test_the_options_reach_the_run(source, tmp_path):
    words = (
        "--select",
        "PS2",
        "--ignore",
        "PS230",
        "--severity",
        "PS209=warning",
        "--ruleset",
        "mof-2021",
        "--alone",
        "--lang",
        "en",
    )
    assert run("audit", source, "--into", tmp_path / "结果", *words) in (0, 1)
    manifest = json.loads((tmp_path / "结果" / "manifest.json").read_text(encoding="utf-8"))
    options = manifest["options"]
    assert (options["select"], options["ignore"], options["alone"], options["lang"]) == (
        ["PS2"],
        ["PS230"],
        True,
        "en",
    )
    assert options["severity"] == {"PS209": "warning"}
    assert [one["id"] for one in manifest["rulesets"]] == ["mof-2021"]


def test_papers_beside_the_ledger(source, tmp_path, capsys):
    run("audit", source, "--into", tmp_path / "结果", "--papers")
    names = {path.relative_to(tmp_path / "结果").as_posix() for path in (tmp_path / "结果").rglob("*.docx")}
    assert "问题清单.docx" in names
    assert sum(name.startswith("审核底稿/") for name in names) >= 2
    assert "问题清单和审核底稿共" in capsys.readouterr().out


def test_copies_of_a_folder(source, tmp_path, capsys):
    assert run("annotate", source, "--into", tmp_path / "标注结果") == 0
    assert "份在" in capsys.readouterr().out
    assert list((tmp_path / "标注结果" / "标注").rglob("*-审核.xlsx"))
    assert run("fill", source, SAMPLES / "unscored", "--into", tmp_path / "评分结果") == 0
    assert len(list((tmp_path / "评分结果" / "评分").rglob("*-评分.xlsx"))) == 1  # the others are filled in


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("audit", "--jobs", 2), "--jobs 要与 --into 同用"),
        (("audit", "--cluster", "local"), "--cluster 要与 --into 同用"),
        (("audit", "--papers"), "--papers 要与 --into 同用"),
        (("audit", "--into", "结果", "--format", "json"), "--format 不能与 --into 同用"),
        (("audit", "--into", "结果", "--baseline", "上次"), "perfscore compare"),
        (("score", "--into", "结果", "--table"), "不能与 --into 同用"),
        (("annotate", "--into", "结果", "--strip"), "不能与 --into 同用"),
        (("annotate", "--into", "结果", "-o", "x.xlsx"), "不能与 --into 同用"),
        (("fill", "--into", "结果", "-o", "x.xlsx"), "不能与 --into 同用"),
        (("annotate",), "要用 --into"),
        (("fill",), "要用 --into"),
        (("fill", "--jobs", 2), "--jobs 要与 --into 同用"),
    ],
)
def test_wrong_use(source, capsys, words, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    command, *options = words
    assert run(command, source, *options) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "结果").exists()


def test_a_ledger_that_somebody_changed_stays(source, tmp_path, capsys):
    from openpyxl import load_workbook

    into = tmp_path / "结果"
    run("audit", source, "--into", into)
    book = load_workbook(into / "汇总表.xlsx")
    book["各表"]["Z1"] = "已电话核实"
    book.save(into / "汇总表.xlsx")
    changed = (into / "汇总表.xlsx").read_bytes()
    capsys.readouterr()
    run("audit", source, "--into", into)
    assert (into / "汇总表.xlsx").read_bytes() == changed
    assert (into / "汇总表2.xlsx").is_file()
    assert "汇总表2.xlsx" in capsys.readouterr().out
    run("audit", source, "--into", into, "--force", "--lang", "en")
    assert (into / "汇总表.xlsx").read_bytes() == changed
    assert sorted(path.name for path in into.glob("*.xlsx")) == ["汇总表.xlsx", "汇总表2.xlsx"]


def test_progress_where_nobody_looks_on(source, tmp_path, capsys, monkeypatch):
    from perfscore.cli import batch

    monkeypatch.setattr(batch, "_BETWEEN", 0)
    run("audit", source, "--into", tmp_path / "结果", "--jobs", 1)
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("已审核（audited）")]
    assert lines
    done, total = lines[-1].removeprefix("已审核（audited）").split("/")
    assert done == total


def test_progress_on_a_terminal(monkeypatch, capsys):
    from perfscore.cli import batch, streams

    monkeypatch.setattr(streams, "is_terminal", lambda _: True)
    with batch._progress(10) as progress:
        progress(5, 10)
    assert "5/10" in capsys.readouterr().err
