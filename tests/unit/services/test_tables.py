"""Tables of many rows: where they begin, in what encoding they are, and how they are written again."""

import io
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest

from perfscore.core.errors import ReadingError, UsageError
from perfscore.services import tables
from perfscore.services.table_run import looks_like_table, role_called, run
from perfscore.services.tables import CsvWriter, Source, WorkbookWriter

HEAD = "单位,评分标准,分值,指标值,实际完成值"
ROW = "甲局,每低1个百分点扣0.5分,10,≥95%,92.3%"


def source(tmp_path, text, encoding="utf-8", name="表.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return Source(str(path))


def rows_of(found):
    return [tuple(row) for part in found.parts() for row in part.itertuples(name=None)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_every_encoding_of_excel_is_read(tmp_path, encoding):
    found = source(tmp_path, f"{HEAD}\r\n{ROW}\r\n", encoding)
    assert list(found.head.headings) == HEAD.split(",")
    assert rows_of(found) == [(2, *ROW.split(","))]


@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_the_separator_is_found(tmp_path, sign):
    found = source(tmp_path, f"{HEAD}\n{ROW}\n".replace(",", sign))
    assert rows_of(found) == [(2, *ROW.split(","))]


def test_lines_above_the_header_are_passed_over_and_rows_keep_their_numbers(tmp_path):
    found = source(tmp_path, f"某市2023年绩效评分表\n\n填报：财政局\n{HEAD}\n{ROW}\n,,,,\n\n{ROW}\n")
    assert (found.head.lines, found.head.certain) == (4, True)
    assert [row[0] for row in rows_of(found)] == [5, 8]


def test_a_quoted_cell_may_hold_the_separator_and_a_line_break(tmp_path):
    found = source(tmp_path, f'{HEAD}\n甲局,"≥95%得10分,\n低于95%不得分",10,≥95%,92.3%\n')
    assert [row[2] for row in rows_of(found)] == ["≥95%得10分,\n低于95%不得分"]


def test_words_that_pandas_takes_for_nothing_stay(tmp_path):
    found = source(tmp_path, f"{HEAD}\nNA,nan,null,None,无\n")
    assert rows_of(found) == [(2, "NA", "nan", "null", "None", "无")]


def test_a_row_with_more_cells_than_the_header_is_told(tmp_path):
    with pytest.raises(ReadingError, match=r"表.csv：有一行与表头的列数不同"):
        rows_of(source(tmp_path, f"{HEAD}\n{ROW}\n{ROW},多出,两格\n"))


def test_a_row_with_fewer_cells_has_empty_ones(tmp_path):
    assert rows_of(source(tmp_path, f"{HEAD}\n甲局,x\n"))[0][1:3] == ("甲局", "x")


@pytest.mark.parametrize("text", ["", "\n\n", ",,,\n"])
def test_an_empty_file_is_told(tmp_path, text):
    with pytest.raises(ReadingError, match="没有表头"):
        _ = source(tmp_path, text).head


def test_bytes_that_are_no_text_are_told(tmp_path):
    with pytest.raises(ReadingError, match="不是 UTF-8 也不是 GBK"):
        _ = source(tmp_path, b"\xff\xff\xff\x00\x81").head


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ReadingError, match="打不开"):
        Source(str(tmp_path / "没有.csv"))


def book(tmp_path, rows, merge=None):
    made = openpyxl.Workbook()
    made.active.title = "说明"
    sheet = made.create_sheet("评分")
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    path = tmp_path / "表.xlsx"
    made.save(path)
    return path


def test_a_workbook_is_read_as_it_is_shown(tmp_path):
    path = book(tmp_path, [["评分表"], HEAD.split(","), ["甲局", "每低1个百分点扣0.5分", 10, "≥95%", 0.923]])
    made = openpyxl.load_workbook(path)
    made["评分"]["E3"].number_format = "0.0%"
    made.save(path)
    found = Source(str(path))
    assert (found.head.sheet, found.head.lines) == ("评分", 2)
    assert rows_of(found) == [(3, "甲局", "每低1个百分点扣0.5分", "10", "≥95%", "92.3%")]


def test_a_merged_rule_counts_for_all_its_rows(tmp_path):
    rule = "每低1个百分点扣0.5分"
    path = book(
        tmp_path, [HEAD.split(","), ["甲", rule, 10, "≥95%", "90%"], ["乙", None, 10, "≥95%", "92%"]], "B2:B3"
    )
    assert [row[2] for row in rows_of(Source(str(path)))] == [rule, rule]


# -- what is a table ---------------------------------------------------------------------------------------


def test_a_large_table_is_one_whatever_else_its_headings_may_be(tmp_path):
    text = f"三级指标,评分标准,分值,指标值,实际完成值\n{'合格率,每低1个百分点扣0.5分,10,≥95%,90%' + chr(10)}"
    assert not looks_like_table(source(tmp_path, text))  # a form without a title
    assert looks_like_table(source(tmp_path, text + text.splitlines(keepends=True)[1] * 1100))


def test_what_no_form_is_and_has_the_headings_is_a_table(tmp_path):
    assert looks_like_table(source(tmp_path, "编码,rule,points,actual\n1,≥95%得10分,10,90%\n"))
    assert not looks_like_table(source(tmp_path, "编码,金额\n1,2\n"))


def test_an_option_names_a_column_by_any_of_its_names():
    assert [role_called(one) for one in ("评分标准", "rule", "计分办法", "实际完成值", "得分", "没有")] == [
        "rule", "rule", "rule", "actual", "score", None,
    ]  # fmt: skip


# -- scoring and writing -----------------------------------------------------------------------------------


def test_parts_are_scored_one_after_the_other(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "PART", 3)
    text = HEAD + "\n" + "".join(f"甲局,每低1个百分点扣0.5分,10,≥95%,{n}%\n" for n in range(86, 96))
    sizes, scores = [], []
    summary = run(
        source(tmp_path, text), {}, [lambda part, _: (sizes.append(len(part)), scores.extend(part["重算得分"]))]
    )
    assert sizes == [3, 3, 3, 1]
    assert scores == [Decimal(f"{5.5 + n * 0.5:.2f}") for n in range(10)]
    assert summary.counts["rows"] == 10
    assert summary.shares == (1, 2, 2, 4, 1)
    assert [row.number for row in summary.first] == list(range(2, 12))


def test_an_empty_table_of_other_columns_is_told_what_it_lacks(tmp_path):
    assert run(source(tmp_path, HEAD + "\n"), {}, []).counts["rows"] == 0
    with pytest.raises(UsageError, match="缺少 “评分标准”、“实际完成值” 列；表中的列：单位、分值"):
        run(source(tmp_path, "单位,分值\n"), {}, [])


def test_a_sheet_that_is_full_goes_on_on_the_next():
    stream = io.BytesIO()
    writer = WorkbookWriter(stream, frozenset([1]), most=4)
    part = pd.DataFrame(
        {
            "单位": list("甲乙丙丁"),
            "分值": ["10", "007", "1.25", "缺"],
            "重算得分": [Decimal("8.65"), None, Decimal(1), None],
        }
    )
    writer.write(part)
    writer.write(part)
    writer.close()
    made = openpyxl.load_workbook(stream)
    assert made.sheetnames == ["得分", "得分2", "得分3"]
    read = [[cell.value for cell in row] for sheet in made for row in sheet.iter_rows(min_row=2)]
    assert [row[0] for row in read] == list("甲乙丙丁甲乙丙丁")
    assert [row[1] for row in read[:4]] == [10, "007", 1.25, "缺"]
    assert [row[2] for row in read[:4]] == [8.65, None, 1, None]
    assert all([cell.value for cell in sheet[1]] == ["单位", "分值", "重算得分"] for sheet in made)


def test_no_text_of_a_table_becomes_a_formula_or_a_link():
    stream = io.BytesIO()
    writer = WorkbookWriter(stream, frozenset())
    writer.write(
        pd.DataFrame({"甲": ["=1+1", "http://example.org", "x" * 40_000], "重算得分": [None, None, None]})
    )
    writer.close()
    sheet = openpyxl.load_workbook(stream).active
    assert [cell.data_type for cell in sheet["A"]] == ["s", "s", "s", "s"]
    assert sheet["A2"].value == "=1+1"


def test_a_csv_is_what_excel_opens_as_utf_8():
    stream = io.BytesIO()
    writer = CsvWriter(stream)
    for _ in range(2):
        writer.write(pd.DataFrame({"甲": ["a,b"], "重算得分": [Decimal("8.60")]}))
    assert stream.getvalue().decode("utf-8") == '\ufeff甲,重算得分\r\n"a,b",8.60\r\n"a,b",8.60\r\n'
