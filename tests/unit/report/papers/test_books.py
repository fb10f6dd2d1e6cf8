"""The papers as workbooks: rows to filter, texts that stay texts, pages that print."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from paperwork import DOSSIER, dossier, finding, of_unit
from perfscore.report import Style, is_report, render_bytes
from perfscore.report.papers import books
from perfscore.report.papers.books import problem_book, working_book
from perfscore.report.papers.problem_list import listed_of
from perfscore.report.papers.reading import run_of, units_of
from reports import REPORT

STYLE = Style()
WAIVER = {"verdict": "不采纳", "waived": True, "reason": "另有文件", "person": "张三丰", "date": "2024-01-02"}


def problems(*documents, style=STYLE):
    units = units_of(documents, style)
    return problem_book((listed_of(unit, style) for unit in units), run_of(documents[0]), style)


def working(*documents, style=STYLE):
    return working_book(units_of(documents, style), run_of(documents[0]), style)


def opened(data):
    return load_workbook(io.BytesIO(data))


def rows_of(sheet, head=3):
    names = [cell.value for cell in sheet[head]]
    found = []
    for row in sheet.iter_rows(min_row=head + 1):
        if row[0].value is None or row[3].value is None:
            break
        found.append(dict(zip(names, row, strict=True)))
    return found


def test_every_problem_is_a_row_with_all_that_is_said_of_it():
    sheet = opened(problems(dossier(findings=[finding(2)])))["问题清单"]
    (row,) = rows_of(sheet)
    said = {name: cell.value for name, cell in row.items()}
    assert said["序号"] == 1
    assert (said["位置"], said["级别"], said["编码"]) == ("生活补贴!H9", "警告", "PS303")
    assert (said["表中"], said["重算或对照"]) == (4.34, 4.74)
    assert said["算式"].startswith("各种读法：按完成比例计分 = 5 × 94.75% = 4.74")
    assert said["依据"]
    assert said["改法"] == "在评分标准中写明用哪一种算法"
    assert said["底稿编号"] == "001-01"
    assert said["文件"] == "自评表.xlsx"
    assert said["被审核单位意见"] is None


def test_rejected_ones_have_a_sheet_of_their_own():
    made = dossier(findings=[finding(1, waiver=WAIVER), finding(2)])
    book = opened(problems(made))
    assert book.sheetnames == ["问题清单", "不采纳"]
    (row,) = rows_of(book["不采纳"])
    assert row["编码"].value == "PS304"
    assert row["处理意见"].value == "不采纳：另有文件\n张三丰 2024-01-02"
    assert [one["编码"].value for one in rows_of(book["问题清单"])] == ["PS303"]
    assert opened(problems(DOSSIER)).sheetnames == ["问题清单"]


def test_nothing_found_is_said():
    sheet = opened(problems(dossier(findings=[])))["问题清单"]
    assert sheet["A4"].value == "没有应列入清单的问题。"
    assert "经办人" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_the_list_can_be_filtered_and_prints_on_a4_with_its_head():
    sheet = opened(problems(DOSSIER))["问题清单"]
    count = len(rows_of(sheet))
    assert sheet.auto_filter.ref == f"A3:S{3 + count}"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.freeze_panes == "A4"
    setup = sheet.page_setup
    assert (int(setup.paperSize), setup.orientation, int(setup.fitToHeight)) == (9, "landscape", 0)
    assert "&P / &N" in sheet.oddFooter.right.text
    assert sheet.print_area.endswith(f"$N${sheet.max_row}")


@pytest.mark.parametrize("text", ["=1+1", "+5", "-x", "@SUM(A1)", "=100%", "0012", "1e5", "http://a.b/c"])
def test_a_text_is_no_formula_no_link_and_no_other_number(text):
    made = dossier(findings=[finding(1, message=text, recorded=text)])
    (row,) = rows_of(opened(problems(made))["问题清单"])
    assert row["问题"].value == text
    assert row["问题"].data_type == "s"
    assert row["问题"].hyperlink is None
    assert str(row["表中"].value) == text
    assert row["表中"].data_type == "s"


def test_numbers_look_as_they_are_printed():
    made = dossier(findings=[finding(1, recorded="94.00%", recomputed="1,234.50")])
    (row,) = rows_of(opened(problems(made))["问题清单"])
    assert (row["表中"].value, row["表中"].number_format) == (0.94, "0.00%")
    assert (row["重算或对照"].value, row["重算或对照"].number_format) == (1234.5, "#,##0.00")


def test_rows_beyond_a_sheet_go_to_the_next_and_none_is_lost(monkeypatch):
    monkeypatch.setattr(books, "_MOST_ROWS", 13)
    made = dossier(findings=[finding(1, message=f"第 {number} 条") for number in range(25)])
    book = opened(problems(made))
    assert book.sheetnames == ["问题清单", "问题清单(2)", "问题清单(3)"]
    said = [row["问题"].value for sheet in book for row in rows_of(sheet)]
    assert said == [f"第 {number} 条" for number in range(25)]


def test_a_working_paper_has_a_sheet_for_each_form_and_a_table_of_contents():
    book = opened(working(of_unit("甲局"), of_unit("乙局")))
    index = [form.index for unit in units_of([of_unit("甲局"), of_unit("乙局")], STYLE) for form in unit.forms]
    assert book.sheetnames == ["目录", *index]
    contents = book["目录"]
    assert [contents.cell(row, 1).value for row in range(4, 4 + len(index))] == index
    assert contents["A4"].hyperlink.location == f"'{index[0]}'!A1"
    said = {cell.value for row in book[index[0]].iter_rows() for cell in row}
    assert {"一、审核事项", "三、发现的问题", "审核结论", "编制人", "复核人", "保障基本生活"} <= {
        str(text).strip("　") for text in said
    }
    sheet = book[index[0]]
    assert any(cell.value == Decimal("4.34") or cell.value == 4.34 for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(("most", "sheets"), [(3, ["目录", "001", "002"]), (1, ["目录", "001"])])
def test_more_forms_than_sheets_are_of_use_stand_below_each_other(monkeypatch, most, sheets):
    monkeypatch.setattr(books, "_MOST_SHEETS", most)
    documents = [of_unit("甲局"), of_unit("乙局")]
    book = opened(working(*documents))
    assert book.sheetnames == sheets
    index = [form.index for unit in units_of(documents, STYLE) for form in unit.forms]
    for row, own in enumerate(index, 4):
        assert book["目录"].cell(row, 1).value == own
        sheet, place = book["目录"].cell(row, 1).hyperlink.location.split("!")
        start = int(place.removeprefix("A"))
        # The heading, and below it the number.
        assert own in {cell.value for cell in book[sheet.strip("'")][start + 1]}


@pytest.mark.parametrize("name", ["problems", "papers"])
def test_the_same_gives_the_same_bytes_and_a_change_is_seen(name, tmp_path):
    path = tmp_path / "a.xlsx"
    data = render_bytes(REPORT, name, STYLE, path=path)
    assert render_bytes(REPORT, name, STYLE, path=path) == data
    path.write_bytes(data)
    assert is_report(path)
    book = opened(data)
    book.worksheets[0]["A1"].value = "改过"
    book.save(path)
    assert not is_report(path)


def test_in_english():
    sheet = opened(render_bytes(REPORT, "problems", Style(lang="en"), path="a.xlsx"))["Problem list"]
    assert [cell.value for cell in sheet[3]][:6] == ["No.", "Unit", "Project", "File", "Place", "Severity"]
    book = opened(render_bytes(REPORT, "papers", Style(lang="en"), path="a.xlsx"))
    assert book.sheetnames[0] == "Contents"


def test_infos_on_request():
    said = [
        row["编码"].value
        for row in rows_of(opened(problems(DOSSIER, style=replace(STYLE, listed_from="info")))["问题清单"])
    ]
    assert "PS041" in said
    assert "PS041" not in [row["编码"].value for row in rows_of(opened(problems(DOSSIER))["问题清单"])]


@pytest.mark.office
@pytest.mark.parametrize("name", ["problems", "papers"])
def test_libreoffice_opens_it(name, tmp_path):
    from paperwork import as_pdf

    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(render_bytes(REPORT, name, STYLE, path=path))
    assert as_pdf(path, tmp_path).stat().st_size > 1000
