"""New sheets: cells, links, choices, names."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from lxml import etree

import zippedbooks as zb
from perfscore.ooxml import patch
from perfscore.ooxml.package import Package
from perfscore.ooxml.patch import Look, SheetCell, SheetSpec


def saved(book):
    data = book.to_bytes()
    assert patch.check_package(Package("x", data)) == ()
    return data


def read(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def opened(**options):
    return patch.open("x.xlsx", data=zb.package(**options))


def test_plain_rows():
    book = opened()
    assert (
        book.add_sheet(
            "审核结果", [["序号", "问题"], [1, "=HYPERLINK(1)"], [Decimal("2.50"), None, True], [date(2024, 3, 1)]]
        )
        == "审核结果"
    )
    data = saved(book)
    loaded = read(data)
    assert loaded.sheetnames == ["表", "乙", "审核结果"]
    assert book.sheets == ("表", "乙", "审核结果")
    sheet = loaded["审核结果"]
    assert [[c.value for c in row] for row in sheet.iter_rows(max_row=3)] == [
        ["序号", "问题", None],
        [1, "=HYPERLINK(1)", None],
        [2.5, None, True],
    ]
    assert sheet["B2"].data_type != "f"
    assert sheet["B2"].quotePrefix
    assert sheet["A4"].value.date() == date(2024, 3, 1)
    workbook = etree.fromstring(zb.members(data)["xl/workbook.xml"])
    assert [s.get("sheetId") for s in workbook.find("{*}sheets")] == ["1", "5", "6"]


def test_a_findings_sheet():
    head = Look(bold=True, fill="DDEBF7", border=True, align="center", vertical="center", wrap=True)
    body = Look(wrap=True, border=True, vertical="top")
    rows = [
        [SheetCell(text, look=head) for text in ("序号", "位置", "处理意见")],
        [1, SheetCell("表!C1", link=("表", "C1"), look=body), None],
        [
            2,
            SheetCell("它的!A1", link=("it's", "A1"), look=body),
            SheetCell(Decimal("0.5"), "=A2/4", look=Look(number_format="0.00%")),
        ],
    ]
    spec = SheetSpec(
        widths={1: 6, 2: Decimal("18.5")}, heights={1: 30}, header_rows=1, filter_row=1, landscape=True, tab_color="C00000",
        choices={3: ["属实", "已更正", "不采纳", "待核实"]}, choice_rows=100,
    )  # fmt: skip
    book = opened()
    book.add_sheet("审核结果", rows, spec)
    data = saved(book)
    sheet = read(data)["审核结果"]
    assert sheet["B2"].hyperlink.location == "'表'!C1"
    assert sheet["B3"].hyperlink.location == "'it''s'!A1"
    assert (sheet["B2"].font.u, sheet["B2"].alignment.wrap_text, sheet["A1"].font.b) == ("single", True, True)
    assert sheet["A1"].fill.fgColor.rgb == "FFDDEBF7"
    assert sheet["C3"].value == "=A2/4"
    assert sheet["C3"].number_format == "0.00%"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C3"
    validation = sheet.data_validations.dataValidation[0]
    assert (validation.formula1, str(validation.sqref)) == ('"属实,已更正,不采纳,待核实"', "C2:C101")
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width) == (6, 18.5)
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$1"
    assert 'fullCalcOnLoad="1"' in zb.members(data)["xl/workbook.xml"].decode()


@pytest.mark.parametrize(
    ("wanted", "got"),
    [("表", "表 (2)"), ("a/b:c?", "a_b_c_"), ("", "Sheet"), ("'x'", "x"), ("长" * 40, "长" * 31), ("History", "History (2)"), ("𠮷" * 20, "𠮷" * 15)],
)  # fmt: skip
def test_names_are_legal_and_unique(wanted, got):
    book = opened()
    assert book.add_sheet(wanted, []) == got
    again = book.add_sheet(wanted, [])
    assert again.casefold() != got.casefold()
    assert len(again.encode("utf-16-le")) <= 62
    assert read(saved(book)).sheetnames == ["表", "乙", got, again]


def test_added_sheets_can_be_changed_like_others():
    book = opened()
    name = book.add_sheet("结果", [["甲"]])
    book.set_fill(name, "A1", "FFC7CE")
    book.add_comment(name, "A1", "perfscore", "x")
    book.set_formula(name, "B1", "表!C1", Decimal("0.94"))
    sheet = read(saved(book))[name]
    assert (sheet["A1"].fill.fgColor.rgb, sheet["A1"].comment.text, sheet["B1"].value) == (
        "FFFFC7CE",
        "x",
        "=表!C1",
    )


def test_a_workbook_without_styles():
    book = opened(styles=None)
    book.add_sheet("结果", [[SheetCell("甲", look=Look(bold=True))]])
    assert read(saved(book))["结果"]["A1"].font.b


def test_hidden_sheets_and_names_of_others_stay():
    names = '<definedNames><definedName name="甲" localSheetId="1">乙!$A$1</definedName></definedNames>'
    book = opened(workbook=names)
    book.add_sheet("结果", [["甲"]], SheetSpec(hidden=True, header_rows=1))
    data = saved(book)
    assert read(data)["结果"].sheet_state == "hidden"
    assert (
        names.removeprefix("<definedNames>").removesuffix("</definedNames>")
        in zb.members(data)["xl/workbook.xml"].decode()
    )


@pytest.mark.parametrize(
    ("rows", "spec"),
    [([[float("nan")]], None), ([], SheetSpec(choices={1: ["a,b"]})), ([], SheetSpec(choices={1: ["长" * 256]})), ([], SheetSpec(choices={1: []}))],
)  # fmt: skip
def test_what_no_sheet_can_hold_is_refused_and_leaves_no_trace(rows, spec):
    source = zb.package()
    book = patch.open("x.xlsx", data=source)
    with pytest.raises(patch.PatchError, match=r"x\.xlsx 结果："):
        book.add_sheet("结果", rows, spec)
    assert book.sheets == ("表", "乙")
    assert zb.members(book.to_bytes()) == zb.members(source)


def test_a_locked_structure_stays_locked_and_is_mentioned():
    source = zb.package(
        parts={
            "xl/workbook.xml": zb.members(zb.package())["xl/workbook.xml"]
            .decode()
            .replace("<sheets>", '<workbookProtection lockStructure="1"/><sheets>')
        }
    )
    book = patch.open("x.xlsx", data=source)
    book.add_sheet("结果", [])
    assert 'lockStructure="1"' in zb.members(saved(book))["xl/workbook.xml"].decode()
    assert "工作簿结构受保护" in book.notes[0]


def test_rows_are_tall_enough_for_wrapped_text():
    book = opened()
    rows = [
        ["短"],
        [SheetCell("得分" * 20, look=Look(wrap=True))],
        ["一\n二"],
        [SheetCell("长" * 9999, look=Look(wrap=True))],
    ]
    book.add_sheet("结果", rows, SheetSpec(widths={1: 21}))
    root = etree.fromstring(zb.members(saved(book))["xl/worksheets/sheet3.xml"])
    assert [row.get("ht") for row in root.iter("{*}row")] == [None, "60", "30", "409"]
