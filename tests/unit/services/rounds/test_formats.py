"""A comparison on the screen, as JSON, CSV and as a workbook."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from perfscore.core.errors import UsageError
from perfscore.report.style import Style
from perfscore.services.rounds import book
from perfscore.services.rounds.formats import FORMATS, format_named, is_comparison, pieces
from rounds_support import ROWS, compared, standings, written

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[4] / "docs" / "rounds.schema.json").read_text(encoding="utf-8")
)


@pytest.fixture
def rounds(tmp_path):
    """Two rounds with a finding of each kind, a change, and a form that came and one that went."""
    for project in ("湿地监测", "河道治理"):
        written(tmp_path / "旧" / f"{project}.txt", project=project)
    rows = [(*ROWS[0][:6], "25"), ROWS[1], (*ROWS[2][:6], "41")]
    written(tmp_path / "新" / "湿地.txt", rows, project="湿地监测", year="2024")
    written(tmp_path / "新" / "植树造林.txt", project="植树造林")
    return compared(tmp_path / "旧", tmp_path / "新")


def text(rounds, name, **style):
    return b"".join(pieces(rounds, name, Style(**style))).decode("utf-8-sig")


def test_the_screen_says_what_there_is_to_do_form_by_form(rounds):
    lines = text(rounds, "full").splitlines()
    assert lines[0] == ("与上次相比：已整改 1 条，仍存在 1 条，新增 3 条，这次没有查 2 条；改动 3 处")
    assert lines[3] == "两次都有的表 1 张，新增 1 张，这次没有 1 张"
    start = lines.index("━━ 湿地监测  某局")
    assert lines[start + 2] == "   年度 2023 → 2024；按单位和项目对应"
    assert [line.split()[0] for line in lines[start + 3 :] if line.startswith("  ") and line[2] != " "][:4] == [
        "新增", "仍存在", "已整改", "改动",
    ]  # fmt: skip
    assert "    第4行  监测点位数  得分：26 → 25" in lines
    assert any("新增的表" in line for line in lines)
    assert any("这次没有这张表" in line for line in lines)
    assert lines[-1] == "待整改 4 条：警告 4"


def test_the_concise_screen_has_a_line_for_each(rounds):
    lines = text(rounds, "concise").splitlines()
    found = [line for line in lines if "PS30" in line]
    assert len(found) == len(standings(rounds))
    assert sum("  改动  " in line for line in lines) == 3
    assert lines[-1] == "待整改 4 条：警告 4"


def test_english_has_no_chinese_words_of_ours(rounds):
    lines = text(rounds, "full", lang="en").splitlines()
    assert lines[0] == (
        "against the round before: 1 mended, 1 still there, 3 new, 2 not looked for; 3 values changed"
    )
    assert lines[-1] == "4 to be mended: 4 warning"


def test_nothing_to_tell_is_told(tmp_path):
    path = written(tmp_path / "表.txt", ROWS[2:])
    lines = text(compared(path, path), "full").splitlines()
    assert lines[-1] == "没有待整改的问题"
    assert "  没有问题，没有改动" in lines


def test_the_width_of_a_terminal_is_kept(rounds):
    from perfscore.report.layout import width

    assert (
        max(width(line) for line in text(rounds, "full", width=60).splitlines()) <= 76
    )  # a place is never broken


def test_json_satisfies_its_schema(rounds):
    made = json.loads(text(rounds, "json"))
    jsonschema.Draft202012Validator(SCHEMA).validate(made)
    assert made["summary"]["forms"] == {"both": 1, "added": 1, "removed": 1}
    both = next(form for form in made["forms"] if form["old"] and form["new"])
    assert [one["standing"] for one in both["findings"]] == ["new", "still", "mended"]
    assert both["rows"][-1]["old"] == "40"
    assert both["rows"][-1]["old_at"]["line"] == both["rows"][-1]["new_at"]["line"] == 6


def test_csv_has_a_row_for_each_finding_change_and_form(rounds):
    raw = b"".join(pieces(rounds, "csv", Style()))
    assert raw.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
    assert {len(row) for row in rows} == {len(head)} == {20}
    kinds = [row[0] for row in rows]
    assert sorted(kinds) == sorted(
        ["新增"] * 3 + ["仍存在", "已整改", "未查", "未查"] + ["改动"] * 3 + ["新增的表", "这次没有"]
    )
    change = next(row for row in rows if row[0] == "改动" and row[3] == "得分")
    assert change[9:12] == ["监测点位数", "26", "25"]


def test_a_value_that_a_spreadsheet_would_run_is_text(tmp_path):
    one = written(tmp_path / "1.txt")
    other = written(tmp_path / "2.txt", [(*ROWS[0][:3], "=100%", *ROWS[0][4:]), *ROWS[1:]])
    assert "'=100%" in text(compared(one, other), "csv")


def test_the_workbook_has_a_sheet_for_each(rounds, tmp_path):
    path = tmp_path / "比较.xlsx"
    path.write_bytes(b"".join(pieces(rounds, "xlsx", Style())))
    made = openpyxl.load_workbook(path)
    assert made.sheetnames == ["概况", "各表", "问题", "改动"]
    assert made["概况"]["A2"].value.startswith("已整改 1 条")
    states = [row[4] for row in made["各表"].iter_rows(min_row=2, values_only=True)]
    assert states == ["新增的表", "两次都有", "这次没有"]
    assert [row[0] for row in made["问题"].iter_rows(min_row=2, values_only=True)].count("新增") == 3
    assert made["问题"].freeze_panes == "A2"
    assert made["问题"].auto_filter.ref == "A1:T8"
    change = next(row for row in made["改动"].iter_rows(min_row=2) if row[5].value == "得分")
    assert (change[6].value, change[7].value) == (26, 25)  # numbers
    assert is_comparison(path)


def test_more_rows_than_a_sheet_has_are_not_cut(rounds, monkeypatch):
    monkeypatch.setattr(book, "_MOST_ROWS", 3)
    with pytest.raises(UsageError, match="csv"):
        list(pieces(rounds, "xlsx", Style()))


@pytest.mark.parametrize("name", ["full", "concise", "json", "csv", "xlsx"])
def test_our_own_files_are_known(rounds, tmp_path, name):
    path = tmp_path / "比较"
    path.write_bytes(b"".join(pieces(rounds, name, Style())))
    # The concise lines begin with a place, as anything may.
    assert is_comparison(path) == (name != "concise")
    path.write_bytes(b"1\r\n")
    assert not is_comparison(path)


def test_there_is_no_other_format():
    with pytest.raises(UsageError, match="full、concise、json、csv、xlsx"):
        format_named("markdown")
    assert {name for name, one in FORMATS.items() if one.binary} == {"xlsx"}


def test_persons_are_hidden(tmp_path):
    for name, number in (("旧", "21个"), ("新", "22个")):
        rows = [(*ROWS[0][:4], number, *ROWS[0][5:]), *ROWS[1:]]
        path = written(tmp_path / name / "王小明.txt", rows)
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([lines[0], "填报人：王小明", *lines[1:]]), encoding="utf-8")
    open_, hidden = (compared(tmp_path / "旧", tmp_path / "新", masked=masked) for masked in (False, True))
    for name in ("full", "concise", "json", "csv"):
        assert "王小明" in text(open_, name)
        assert "王小明" not in text(hidden, name)
    assert standings(hidden) == standings(open_)
