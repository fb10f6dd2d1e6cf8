"""What the program says to wrong use: one Chinese sentence on standard error, exit code 2, no traceback."""

import pytest

from perfscore.cli import app, main


def say(capsys, *words):
    code = main(words)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    return code, captured.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["adit"], "错误 error：没有命令“adit”（no such command）；是不是 audit？"),
        (["audit"], "错误 error：缺少参数 PATHS...（"),
        (["audit", "--fromat", "json", "a.xlsx"], "错误 error：没有选项 --fromat，是不是 --format？"),
        (["audit", "a.xlsx", "--format"], "错误 error：选项 --format 用法不对（"),
        (["audit", "a.xlsx", "--lang", "fr"], "错误 error：--lang 不能是“fr”；可用的有 zh、en"),
        (
            ["audit", "a.xlsx", "--fail-on", "fatal"],
            "错误 error：--fail-on 不能是“fatal”；可用的有 error、warning",
        ),
        (["audit", "a.xlsx", "--format", "pdf"], "错误 error：没有名为“pdf”的报告格式；可用的有 full、concise"),
        (["audit", "a.xlsx", "--format", "json="], "错误 error：--format json=：等号后面缺少文件名"),
        (["audit", "a.xlsx", "-f", "full", "-f", "json"], "错误 error：只能有一种格式输出到屏幕"),
        (["audit", "a.xlsx", "-f", "xlsx"], "错误 error：xlsx 不是文本，要写入文件：--format xlsx=文件名.xlsx"),
        (["audit", "a.xlsx", "-f", "csv=b", "-f", "json=./b"], "错误 error：两份报告写到同一个文件"),
        (["audit", "a.xlsx", "--severity", "PS104"], "错误 error：--severity 要写成 代码=级别"),
        (["audit", "a.xlsx", "--severity", "PS104=grave"], "错误 error：级别 'grave' 不存在"),
        (["audit", "a.xlsx", "--select", "PS999"], "错误 error：没有检查项 'PS999'"),
        (["audit", "a.xlsx", "--ruleset", "nowhere-1999"], "nowhere-1999"),
        (["audit", "没有/*.xlsx"], "错误 error：没有/*.xlsx：没有与通配符相符的文件"),
        (["explain"], "错误 error：请给出检查的代码或名称"),
        (["explain", "--all", "PS304"], "错误 error：请给出检查的代码或名称"),
        (["value"], "错误 error：缺少参数 TEXT"),
        (["value", "95%", "--role", "goal"], "错误 error：--role 不能是“goal”"),
    ],
)
def test_wrong_use_is_exit_code_2_and_a_sentence(capsys, words, told):
    code, text = say(capsys, *words)
    assert code == 2
    assert told in text


def test_an_empty_folder_is_wrong_use(capsys, tmp_path):
    code, text = say(capsys, "audit", str(tmp_path))
    assert code == 2
    assert f"{tmp_path}：文件夹里没有表格或文档" in text


def test_a_report_never_overwrites_an_input(capsys, tmp_path):
    path = tmp_path / "自评表.csv"
    path.write_text("a", encoding="utf-8")
    code, text = say(capsys, "audit", str(path), "--format", f"csv={tmp_path}/../{tmp_path.name}/自评表.csv")
    assert code == 2
    assert "原文件不会被覆盖" in text
    assert path.read_text(encoding="utf-8") == "a"


def test_a_bug_is_told_as_ours_and_shown_on_demand(capsys, monkeypatch):
    def broken(words):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(app, "run", broken)
    code, text = say(capsys, "audit", "a.xlsx")
    assert code == 2
    assert "程序内部出错（internal error）：ZeroDivisionError: oops" in text
    assert main(["audit", "a.xlsx", "--debug"]) == 2
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_an_interrupt_is_quiet(capsys, monkeypatch):
    def stop(words):
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "run", stop)
    assert say(capsys, "audit", "a.xlsx") == (130, "已中断（interrupted）\n")


def test_a_file_alone_is_audited(capsys, tmp_path):
    path = tmp_path / "表.txt"
    path.write_text("项目支出绩效自评表\n", encoding="utf-8")
    for words in ([str(path)], [f"{tmp_path}/*.txt"], [str(tmp_path), "--format", "concise"]):
        assert main(words) == main(["audit", *words])
        assert "没有识别出可审核的表" in capsys.readouterr().out


def test_a_command_goes_before_a_file_of_its_name(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "value").write_text("项目支出绩效自评表\n", encoding="utf-8")
    assert main(["value", "≥95%"]) == 0
    assert "界限值" in capsys.readouterr().out


@pytest.mark.parametrize("word", ["*.没有", "a\0b", "adit"])
def test_what_is_neither_a_command_nor_a_file_is_a_misspelt_command(capsys, word):
    code, text = say(capsys, word)
    assert code == 2
    assert "没有命令" in text


@pytest.mark.parametrize("word", ["没有的文件.xlsx", "没有/文件夹", "C:\\没有\\表", "*.xlsq"])
def test_what_looks_like_a_path_is_a_file_that_is_not_there(capsys, word):
    told = []
    for words in ([word], ["audit", word]):
        code = main(words)
        captured = capsys.readouterr()
        told.append((code, captured.out, captured.err))
    assert told[0] == told[1]
    assert told[0][0] == 2
    assert "没有命令" not in told[0][2]
    assert word in "".join(told[0][1:])
