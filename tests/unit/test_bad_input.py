"""What users hand in by mistake: each gets a message that names file, sheet and cell, a designed exit code, no traceback."""

import zipfile

import openpyxl
import pytest

from perfscore.checks.beside import _told_hidden
from perfscore.cli.app import run
from perfscore.core.errors import PerfscoreError, ReadingError
from perfscore.core.findings import Finding, Related, Severity
from perfscore.core.location import Location
from perfscore.readers.intake import open_document

FORM = [
    ["项目支出绩效自评表"],
    ["项目名称", "培训"],
    ["项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["年度资金总额", 100, 100, 100, 10, "100%", 10],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "培训人数", "≥100人", "120人", 50, 50],
    ["效益指标", "社会效益指标", "合格率", "≥90%", "95%", 40, 40],
    ["总分", None, None, None, None, 100, 100],
]


def book(path, rows, **changes):
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    for cell, value in changes.items():
        workbook.active[cell] = value
    workbook.save(path)
    return str(path)


@pytest.fixture
def audited(capsys):
    def run_on(*words):
        code = run(["audit", *words, "--format", "concise"])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return code, captured.out, captured.err

    return run_on


def encrypted():
    """The first sectors of a compound file that announces an encrypted package."""
    import struct

    def entry(name, kind, start=0xFFFFFFFE, size=0, child=0xFFFFFFFF, right=0xFFFFFFFF):
        raw = name.encode("utf-16-le")
        head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1)
        tail = struct.pack("<III", 0xFFFFFFFF, right, child) + b"\0" * 36 + struct.pack("<IQ", start, size)
        return head + tail

    header = (
        bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    )
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * (109 * 4 - 4)
    fat = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    directory = (
        entry("Root Entry", 5, child=1)
        + entry("EncryptedPackage", 2, right=2)
        + entry("EncryptionInfo", 2)
        + b"\0" * 128
    )
    return header + fat + directory


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("图片.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 100, "这是图片"),
        ("空.xlsx", b"", "文件是空的"),
        ("加密.xlsx", encrypted(), "加密"),
        ("乱码.xlsx", bytes(range(256)) * 40, "请"),
    ],
)
def test_no_workbook(name, content, words, tmp_path, audited):
    path = tmp_path / name
    path.write_bytes(content)
    code, out, _ = audited(str(path))
    assert code == 2
    assert f"{path}  错误 PS001[文件或页面无法读取]" in out
    assert words in out


def test_a_missing_file_and_an_empty_folder(tmp_path, audited):
    code, out, _ = audited(str(tmp_path / "没有.xlsx"))
    assert code == 2
    assert "找不到这个文件" in out
    with pytest.raises(PerfscoreError, match="文件夹里没有表格或文档"):
        run(["audit", str(tmp_path)])


def test_a_damaged_workbook_names_the_member(tmp_path, audited):
    book(tmp_path / "a.xlsx", FORM)
    whole = (tmp_path / "a.xlsx").read_bytes()
    path = tmp_path / "截断.xlsx"
    path.write_bytes(whole[: len(whole) // 2])
    code, out, _ = audited(str(path))
    assert code == 2
    assert "已损坏" in out
    assert "xl/worksheets/sheet1.xml" in out


def test_a_dangerous_workbook_is_refused(tmp_path, audited):
    path = tmp_path / "炸弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * (300 * 1024 * 1024))
    code, out, _ = audited(str(path))
    assert code == 2
    assert "PS001[文件或页面无法读取]" in out


def test_nothing_in_it(tmp_path, audited):
    code, out, _ = audited(book(tmp_path / "空表.xlsx", []))
    assert code == 3
    assert "PS003[无可审核内容]" in out


def test_an_unknown_form_names_the_labels_that_are_missing(tmp_path, audited):
    rows = [["评价情况表"], ["一级指标", "评价概况", "分值", "得分"], ["产出", "培训", 10, 10]]
    path = book(tmp_path / "认不出.xlsx", rows)
    code, out, _ = audited(path)
    assert code == 3
    assert f"{path} Sheet!A2  警告 PS002[表格未识别]" in out
    assert "三级指标" in out


def test_one_bad_file_does_not_hide_the_others(tmp_path, audited):
    (tmp_path / "坏.xlsx").write_bytes(b"")
    book(tmp_path / "好.xlsx", FORM)
    code, out, _ = audited(str(tmp_path))
    assert code == 1
    assert "PS001[文件或页面无法读取]" in out
    assert "2 个指标，重算 2 个" in out


@pytest.mark.parametrize(
    ("cell", "value", "code", "words"),
    [
        ("D4", "详见附表", "PS033", "应填数字"),
        ("F6", "优", "PS033", "应填数字"),
        ("G7", "=F7", "PS033", "公式没有缓存结果：请在 Excel/WPS 中打开并保存后再审"),
        ("E6", "=B2", "PS033", "公式没有缓存结果：请在 Excel/WPS 中打开并保存后再审"),
        ("G6", -3, "PS305", "不应小于零"),
        ("G6", 999999, "PS304", "分值只有 50 分"),
        ("E7", "99999999999999999999%", "PS322", "超过 100%"),
        ("D7", "≥9O%", "PS032", "数字中夹有字母"),
        ("D4", -5, "PS203", "执行率"),
    ],
)
def test_what_stands_where_a_number_belongs(cell, value, code, words, tmp_path, audited):
    path = book(tmp_path / "怪数.xlsx", FORM, **{cell: value})
    exit_code, out, _ = audited(path)
    lines = [line for line in out.splitlines() if code in line]
    assert lines, out
    assert any(line.startswith(f"{path} Sheet!") and words in line for line in lines)
    assert exit_code in (0, 1)


def test_formulas_without_results_are_one_finding(tmp_path, audited):
    path = book(tmp_path / "没算过.xlsx", FORM, E6="=B2", G6="=F6", G7="=F7", G8="=SUM(G6:G7)")
    _, out, _ = audited(path)
    (line,) = [line for line in out.splitlines() if "PS033" in line]
    assert "等 4 格：公式没有缓存结果：请在 Excel/WPS 中打开并保存后再审" in line
    assert "PS032" not in out


@pytest.mark.parametrize(("sheets", "apart"), [(3, True), (1, True), (2, False)])
def test_formulas_without_results_are_one_finding_a_sheet(tmp_path, audited, sheets, apart):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for place in range(sheets if apart else 1):
        workbook.create_sheet(f"表{place + 1}")
    for place in range(sheets):
        sheet = workbook.worksheets[place if apart else 0]
        for row in FORM:
            sheet.append(row)
        if not apart:
            sheet.append([])
        last = sheet.max_row
        for row in range(last, 0, -1):
            if sheet.cell(row, 7).value == FORM[-2][6]:
                sheet.cell(row, 7).value = "=50"
                break
    path = tmp_path / "没算过.xlsx"
    workbook.save(path)
    _, out, _ = audited(str(path))
    lines = [line for line in out.splitlines() if "PS033" in line]
    assert len(lines) == (sheets if apart else 1)
    assert all(("等 2 格：" if not apart else " 1 格：") in line for line in lines)


def test_what_is_hidden_is_called_hidden(tmp_path, audited):
    path = book(tmp_path / "隐藏行.xlsx", FORM, G8=91)
    workbook = openpyxl.load_workbook(path)
    workbook.active.row_dimensions[7].hidden = True
    workbook.save(path)
    _, out, _ = audited(path)
    (line,) = [line for line in out.splitlines() if "PS209" in line]
    assert "（G7 在隐藏的行、列或工作表里）" in line


def test_what_is_hidden_elsewhere_is_named_with_its_file_or_sheet():
    own = Location("a/自评表.xlsx", "自评表", "H12")
    there = [
        Location("a/自评表.xlsx", "自评表", "G7"),
        Location("a/自评表.xlsx", "目标", "E18"),
        Location("b/目标表.xlsx", "Sheet1", "E18"),
    ]
    finding = Finding("PS301", "n", Severity.ERROR, "不符", own, tuple(Related(at, "x") for at in there))
    told = _told_hidden(finding, hidden=frozenset(there)).message
    assert told == "不符（G7、目标!E18、目标表.xlsx Sheet1!E18 在隐藏的行、列或工作表里）"


def test_a_blank_score_column_is_scored_not_accused(tmp_path, capsys):
    blank = {f"G{row}": None for row in (4, 6, 7, 8)}
    path = book(tmp_path / "未打分.xlsx", FORM, **blank)
    assert run(["score", path, "--format", "json"]) == 0
    out = capsys.readouterr().out
    assert '"recomputed": "50.00"' in out
    assert '"recorded": null' in out


def test_a_number_is_judged_by_what_is_stored_and_read_as_it_is_shown(tmp_path, audited):
    path = book(tmp_path / "三分之一.xlsx", FORM)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.active
    sheet.insert_rows(7, 2)
    for row, l2 in ((6, "数量指标"), (7, "质量指标"), (8, "时效指标")):
        for column, text in enumerate(("产出指标", l2, f"第{row}项", "≥100人", "120人"), 1):
            sheet.cell(row, column, text)
        for column in (6, 7):
            sheet.cell(row, column, 50 / 3).number_format = "0.00"
    workbook.save(path)
    code, out, _ = audited(path, "-v")
    assert "PS101" not in out
    assert "PS209" not in out
    assert "PS302" not in out
    assert code == 0


def test_a_path_that_is_too_long(tmp_path):
    """Linux says so, Windows only that nothing is there."""
    for name in ("表" * 200, f"{'夹/' * 130}表"):
        with pytest.raises(ReadingError, match="路径太长"):
            open_document(tmp_path / f"{name}.xlsx")
