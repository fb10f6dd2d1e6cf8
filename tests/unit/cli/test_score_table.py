"""`perfscore score TABLE`."""

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from perfscore.cli import main

HEAD = "编码,评分标准,分值,指标值,实际完成值,得分"
ROWS = """\
1,每低1个百分点扣0.5分，扣完为止,10,≥95%,92.3%,8.65
2,每低1个百分点扣0.5分，扣完为止,10,≥95%,90%,9
3,每低1个百分点扣0.5分，扣完为止,10,≥95%,,10
4,完成得满分，未完成不得分,5,完成,已完成,5
5,,5,完成,已完成,5
6,看情况,5,完成,已完成,5
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "表.csv"
    path.write_text(f"{HEAD}\n{ROWS}", encoding="utf-8-sig")
    return str(path)


def test_the_summary_counts_every_row(file, capsys):
    assert main(["score", file, "--table"]) == 0
    shown = capsys.readouterr().out
    assert shown.splitlines()[0] == "6 行，重算 3 行，1 行没有完成值，1 行没有评分标准，1 行读不懂"
    assert "规则集 mof-2021  不同的评分标准 2 条，抽查 4 行逐行复算，全部一致" in shown
    assert "填报得分：相符 2，不符 1" in shown
    assert "得分占分值：满分 1，90%–100% 0，80%–90% 1，60%–80% 1，60% 以下 0" in shown
    assert "评分标准读不懂：" in shown
    assert "没有填写实际完成值" in shown


def test_english_words(file, capsys):
    assert main(["score", file, "--table", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("6 rows, 3 recomputed, 1 without an actual value, 1 without a rule, 1 unreadable\n")
    # The table's own texts stay as they are; our words are English.
    assert "扣" not in shown
    assert "the scoring rule cannot be read" in shown


def test_files_are_written_and_written_again(file, tmp_path, capsys):
    csv_, xlsx = tmp_path / "得分.csv", tmp_path / "得分.xlsx"
    for _ in range(2):  # our own results are replaced
        assert main(["score", file, "--table", "--format", f"csv={csv_}", "--format", f"xlsx={xlsx}"]) == 0
    assert capsys.readouterr().out == ""
    lines = csv_.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == f"{HEAD},重算得分,状态,原因,相符"
    assert lines[1].endswith(",8.65,8.65,已重算,,相符")
    assert lines[3].endswith(",10,,没有完成值,没有填写实际完成值,")
    assert len(lines) == 7
    sheet = openpyxl.load_workbook(xlsx).active
    assert [cell.value for cell in sheet[2]][2:7] == [10, "≥95%", "92.3%", 8.65, 8.65]


def test_csv_goes_to_standard_output(file, capsysbinary):
    assert main(["score", file, "--table", "--format", "csv"]) == 0
    assert capsysbinary.readouterr().out.decode("utf-8-sig").splitlines()[0] == f"{HEAD},重算得分,状态,原因,相符"


def test_a_file_of_somebody_else_stays(file, tmp_path, capsys):
    other = tmp_path / "别人的.csv"
    other.write_text("a,b\n", encoding="utf-8")
    assert main(["score", file, "--table", "--format", f"csv={other}"]) == 2
    assert "文件已存在" in capsys.readouterr().err
    assert main(["score", file, "--table", "--format", f"csv={file}", "--force"]) == 2
    assert "输出文件就是原文件" in capsys.readouterr().err
    assert other.read_text(encoding="utf-8") == "a,b\n"
    assert Path(file).read_text(encoding="utf-8-sig").startswith(HEAD)


def test_a_wrong_heading_is_told_and_can_be_named(tmp_path, capsys):
    path = tmp_path / "表.csv"
    path.write_text(f"{HEAD.replace('评分标准', '口径')}\n{ROWS}", encoding="utf-8")
    assert main(["score", str(path), "--table"]) == 2
    message = capsys.readouterr().err
    assert "缺少 “评分标准” 列；表中的列：编码、口径、分值、指标值、实际完成值、得分" in message
    assert "--column 评分标准=列名" in message
    assert main(["score", str(path), "--column", "评分标准=口径"]) == 0
    assert capsys.readouterr().out.startswith("6 行，重算 3 行")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--column", "评分标准"], "--column 要写成 名称=表中的列名"),
        (["--column", "天气=口径"], "--column 没有“天气”这一项；可用的有 评分标准（rule）"),
        (["--column", "评分标准=没有"], "没有名为“没有”的列（给评分标准的）"),
        (["--table", "--format", "json"], "按列计分的结果没有“json”格式；可用的有 concise、csv、xlsx"),
        (["--table", "--format", "xlsx"], "缺少文件名，写成 xlsx=文件名"),
        (["--table", "--format", "concise=a.txt"], "只在屏幕上显示"),
        (["--table", "--format", "csv", "--format", "concise"], "两份结果写到同一处"),
        (["--table", "--mask"], "请去掉 --mask"),
        (["--table", "--ruleset", "没有"], "没有名为“没有”的评分规则集"),
    ],
)
def test_wrong_use_is_told(file, words, message, capsys):
    assert main(["score", file, *words]) == 2
    assert message in capsys.readouterr().err


def test_one_table_at_a_time(file, tmp_path, capsys):
    other = tmp_path / "另.csv"
    other.write_text(f"{HEAD}\n{ROWS}", encoding="utf-8")
    assert main(["score", file, str(other), "--table"]) == 2
    assert "一次一个文件，现在有 2 个" in capsys.readouterr().err


def test_a_table_of_many_rows_needs_no_option(tmp_path, capsys):
    path = tmp_path / "表.csv"
    path.write_text(f"{HEAD}\n{ROWS * 200}", encoding="gbk")
    assert main(["score", str(path)]) == 0
    assert capsys.readouterr().out.startswith("1200 行，重算 600 行")


def test_a_form_stays_a_form(capsys):
    assert main(["score", "samples/hengyang-2023/unscored/自评表.xlsx"]) == 0
    assert "56 个指标，重算 47 个" in capsys.readouterr().out


def test_a_workbook_that_is_a_table_is_scored(tmp_path, capsys):
    made = openpyxl.Workbook()
    for row in (HEAD, *ROWS.splitlines()):
        made.active.append(row.split(","))
    path = tmp_path / "表.xlsx"
    made.save(path)
    assert main(["score", str(path), "--table"]) == 0
    assert capsys.readouterr().out.startswith("6 行，重算 3 行")


def test_a_damaged_file_is_told(tmp_path, capsys):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    assert main(["score", str(path), "--table"]) == 2
    assert "坏.xlsx" in capsys.readouterr().err


def test_a_result_that_cannot_be_finished_leaves_no_half_file(tmp_path, capsys):
    path, result = tmp_path / "表.csv", tmp_path / "得分.csv"
    path.write_text(f"{HEAD}\n{ROWS}7,多,了,几,格,的,一,行,\n", encoding="utf-8")
    assert main(["score", str(path), "--table", "--format", f"csv={result}"]) == 2
    assert "列数不同" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["表.csv"]


def test_forms_are_scored_without_numpy(tmp_path):
    """Looking whether a workbook is a table must not cost what scoring by column does."""
    program = (
        "import sys\nfrom perfscore.cli import main\n"
        "main(['score', 'samples/hengyang-2023/unscored/自评表.xlsx'])\n"
        "assert not {'numpy', 'pandas'} & set(sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stderr


RULE = "每低1个百分点扣0.5分，扣完为止"


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return str(path)


@pytest.fixture
def two_sheets(tmp_path):
    one = [["评分标准", "分值", "指标值", "实际完成值"], [RULE, 10, "≥95%", "92.3%"]]
    other = [
        ["单位名称", "实际完成值", "评分标准", "分值", "指标值", "得分"],
        ["某局", "90%", RULE, 10, "≥95%", 7.5],
    ]
    return workbook(tmp_path / "表.xlsx", 一季度=one, 说明=[["填报", "说明"], ["按季", "填报"]], 二季度=other)


def test_every_sheet_whose_headings_fit_is_read(two_sheets, tmp_path, capsys):
    out = tmp_path / "得分.csv"
    assert main(["score", two_sheets, "--table", "--format", f"csv={out}", "--format", "concise"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("2 行，重算 2 行\n")
    assert "工作表：一季度、二季度" in captured.out
    assert "没有按列计分的工作表" in captured.err
    assert captured.err.rstrip().endswith("：说明")
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines == [
        "工作表,评分标准,分值,指标值,实际完成值,单位名称,得分,重算得分,状态,原因,相符",
        f"一季度,{RULE},10,≥95%,92.3%,,,8.65,已重算,,",
        f"二季度,{RULE},10,≥95%,90%,某局,7.5,7.50,已重算,,相符",
    ]


def test_a_named_column_finds_its_sheets(tmp_path, capsys):
    rows = [["口径", "分值", "指标值", "实际完成值"], [RULE, 10, "≥95%", "92.3%"]]
    path = workbook(tmp_path / "表.xlsx", 甲=rows, 乙=rows)
    assert main(["score", path, "--column", "评分标准=口径"]) == 0
    assert capsys.readouterr().out.startswith("2 行，重算 2 行\n")


def test_one_sheet_alone_has_no_column_more(tmp_path):
    rows = [["评分标准", "分值", "指标值", "实际完成值"], [RULE, 10, "≥95%", "92.3%"]]
    out = tmp_path / "得分.csv"
    main(["score", workbook(tmp_path / "表.xlsx", 甲=rows), "--table", "--format", f"csv={out}"])
    assert out.read_text(encoding="utf-8-sig").startswith("评分标准,分值,指标值,实际完成值,重算得分")


def test_a_formula_without_a_result_is_told(tmp_path, capsys):
    rows = [
        ["评分标准", "分值", "指标值", "实际完成值"], [RULE, 10, "≥95%", "=92.3/100"], [RULE, 10, "≥95%", "92.3%"],
    ]  # fmt: skip
    assert main(["score", workbook(tmp_path / "表.xlsx", 甲=rows), "--table"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("2 行，重算 1 行，1 行")
    assert "“实际完成值”是公式" in shown
    assert "没有填写实际完成值" not in shown


def test_other_headings_without_the_option_are_told_the_option(tmp_path, capsys):
    path = tmp_path / "表.csv"
    path.write_text(f"编码,口径,满分,目标,完成\n1,{RULE},10,≥95%,92.3%\n", encoding="utf-8")
    assert main(["score", str(path)]) == 3
    told = capsys.readouterr().err
    assert "请加 --table" in told
    assert "表中的列：编码、口径、满分、目标、完成" in told


def test_what_is_no_table_is_called_what_it_is(tmp_path, capsys):
    path = tmp_path / "扫描件.pdf"
    path.write_bytes(b"%PDF-1.4\n\xff\xfe\x00")
    assert main(["score", str(path), "--table"]) == 2
    told = capsys.readouterr().err
    assert "这是 PDF 文件" in told
    assert "CSV" not in told


@pytest.mark.parametrize("to_file", [True, False])
def test_no_text_of_a_csv_becomes_a_formula(tmp_path, capsysbinary, to_file):
    path, out = tmp_path / "表.csv", tmp_path / "得分.csv"
    path.write_text(f"=编码,{HEAD}\n=1+1,@y,{RULE},10,≥95%,-5,7\n", encoding="utf-8")
    main(["score", str(path), "--table", "--format", f"csv={out}" if to_file else "csv"])
    text = (out.read_bytes() if to_file else capsysbinary.readouterr().out).decode("utf-8-sig")
    assert text.startswith(f"'=编码,{HEAD}")
    assert f"\n'=1+1,'@y,{RULE},10,≥95%,-5,7," in text
