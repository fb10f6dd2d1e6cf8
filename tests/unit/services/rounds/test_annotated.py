"""The annotated copy of a round with the remarks of the last one."""

import shutil

import openpyxl
import pytest

from perfscore.audit import audit
from perfscore.readers.intake import open_document
from perfscore.readers.reviewed import reviewed
from perfscore.services.annotate import annotate, strip
from workbooks_support import SAMPLE

#: What a reviewer says of the first finding of each of these checks.
SAID = {"PS102": "属实", "PS109": "不采纳", "PS212": "已更正", "PS307": "不采纳", "PS304": "属实"}


def heads(sheet):
    """The row of the heads of a results sheet, and its columns by name."""
    row = next(row for row in sheet.iter_rows() if any(cell.value == "处理意见" for cell in row))
    return row[0].row, {cell.value: cell.column for cell in row}


def table(path):
    """The rows of a results sheet by the names of their columns."""
    sheet = openpyxl.load_workbook(path)["审核结果"]
    head, columns = heads(sheet)
    return [
        {name: sheet.cell(row, column).value for name, column in columns.items()}
        for row in range(head + 1, sheet.max_row + 1)
    ]


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    """The copy of the old round as it came back, the new round, and its copy."""
    folder = tmp_path_factory.mktemp("rounds")
    old, new, copy = folder / "旧-审核.xlsx", folder / "新.xlsx", folder / "新-审核.xlsx"
    annotate(SAMPLE, old)
    book = openpyxl.load_workbook(old)
    head, columns = heads(book["审核结果"])
    for code, verdict in SAID.items():
        row = next(
            row for row in range(head + 1, book["审核结果"].max_row + 1)
            if str(book["审核结果"].cell(row, columns["代码"]).value).startswith(code)
        )  # fmt: skip
        for name, text in (
            ("处理意见", verdict),
            ("说明", f"关于{code}"),
            ("经办人", "王小明"),
            ("日期", "2026-03-01"),
        ):
            book["审核结果"].cell(row, columns[name]).value = text
    book.save(old)
    form = openpyxl.load_workbook(SAMPLE)
    sheet = form["强制隔离戒毒生活补贴"]
    sheet["H23"], sheet["H21"] = 10, 39
    form.save(new)
    return old, new, copy, annotate(new, copy, before=old)


def row_of(rows, code):
    return next(row for row in rows if str(row["代码"]).startswith(code))


def test_a_remark_stands_at_the_same_finding(copies):
    rows = table(copies[2])
    one = row_of(rows, "PS102")
    assert (one["状态"], one["处理意见"], one["说明"], one["经办人"]) == ("仍存在", "属实", "关于PS102", "王小明")
    assert str(one["日期"]).startswith("2026-03-01")
    assert one["上次处理意见"] == "属实：关于PS102，王小明，2026-03-01"


def test_a_rejection_counts_on(copies):
    assert [one.code for one in copies[3].report.findings if one.waived] == ["PS109"]


def test_what_has_changed_wants_a_new_word(copies):
    one = row_of(table(copies[2]), "PS307")
    assert one["处理意见"] is None
    assert one["上次处理意见"].startswith("不采纳")
    assert one["状态"] == "仍存在\n上次填报 20"


def test_what_was_to_be_corrected_and_stands_wants_a_new_word(copies):
    one = row_of(table(copies[2]), "PS212")
    assert (one["处理意见"], one["上次处理意见"].partition("：")[0]) == (None, "已更正")


def test_what_is_new_is_told_and_what_was_mended_stands_below(copies):
    rows = table(copies[2])
    assert row_of(rows, "PS209")["状态"] == "新增"
    number = len(copies[3].report.findings)
    assert {row["状态"] for row in rows[number:]} == {"已整改"}
    gone = row_of(rows[number:], "PS304")
    assert gone["位置"] == "上次 强制隔离戒毒生活补贴!H23"
    assert gone["上次处理意见"].startswith("属实：关于PS304")
    assert [row["序号"] for row in rows] == list(range(1, len(rows) + 1))


def test_the_copy_tells_what_became_of_it_all(copies):
    assert copies[3].compared == "已整改 2 条，仍存在 78 条（1 条有变化），新增 2 条；改动 2 处"


def test_the_copy_is_read_back_without_strays(copies):
    document = open_document(copies[2])
    assert reviewed(document).strays == ()
    assert sorted(one.code for one in reviewed(document).waivers) == ["PS102", "PS109"]
    assert "PS091" not in {one.code for one in audit(copies[2]).findings}


def test_a_word_beside_what_was_mended_is_told_as_stale(copies, tmp_path):
    path = tmp_path / "新-审核.xlsx"
    book = openpyxl.load_workbook(copies[2])
    _, columns = heads(book["审核结果"])
    book["审核结果"].cell(book["审核结果"].max_row, columns["处理意见"]).value = "属实"
    book.save(path)
    (stale,) = [one for one in audit(path).findings if one.code == "PS091"]
    assert "PS104" in stale.message


def test_everything_is_taken_back(copies, tmp_path):
    assert strip(copies[2], tmp_path / "还原.xlsx").report.exact


def test_a_word_in_the_new_round_goes_before_that_of_the_last(copies, tmp_path):
    path = tmp_path / "再-审核.xlsx"
    book = openpyxl.load_workbook(copies[2])
    head, columns = heads(book["审核结果"])
    sheet = book["审核结果"]
    row = next(
        n for n in range(head + 1, sheet.max_row) if str(sheet.cell(n, columns["代码"]).value).startswith("PS109")
    )
    sheet.cell(row, columns["处理意见"]).value = "属实"
    book.save(path)
    again = annotate(path, tmp_path / "三-审核.xlsx", before=copies[0])
    assert next(one.waiver.verdict for one in again.report.findings if one.code == "PS109") == "属实"


def test_the_last_round_may_be_a_document_without_remarks(copies, tmp_path):
    shutil.copy(SAMPLE, tmp_path / "旧.xlsx")
    made = annotate(copies[1], tmp_path / "新-审核.xlsx", before=tmp_path / "旧.xlsx")
    assert made.compared == copies[3].compared
    assert all(row["上次处理意见"] is None for row in table(tmp_path / "新-审核.xlsx"))


def test_english(copies, tmp_path):
    annotate(copies[1], tmp_path / "new.xlsx", before=copies[0], lang="en")
    sheet = openpyxl.load_workbook(tmp_path / "new.xlsx")["Audit results"]
    texts = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"Standing", "Verdict then", "still there", "mended", "new"} <= texts
