"""Values, formulas and formats written into cells that are there, and into cells that are not."""

import io
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from lxml import etree

import zippedbooks as zb
from perfscore.core.errors import PerfscoreError, ReadingError
from perfscore.ooxml import patch
from perfscore.ooxml.package import Package
from perfscore.ooxml.sheet import read_sheet


def opened(data, **options):
    return patch.open("表.xlsx", data=data, **options)


def saved(book):
    data = book.to_bytes()
    assert patch.check_package(Package("表.xlsx", data)) == ()
    return data


def read(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def sheet_xml(data, name="xl/worksheets/sheet1.xml"):
    return zb.members(data)[name].decode()


def part(data, name):
    return etree.fromstring(zb.members(data)[name])


def test_untouched_members_keep_their_compressed_bytes_and_the_touched_cell_keeps_its_format():
    source = zb.package()
    book = opened(source)
    book.set_value("表", "C1", Decimal("0.9500"))
    data = saved(book)
    before, after = Package("a", source), Package("b", data)
    assert set(before.parts) == set(after.parts)
    touched = {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    for name in set(before.parts) - touched:
        assert before.member(name).compressed == after.member(name).compressed
        assert before.member(name).info.date_time == after.member(name).info.date_time
    assert '<c r="C1" s="1"><v>0.9500</v></c>' in sheet_xml(data)
    assert '<c r="A3" t="s"><v>1</v></c><c r="B3"><f>SUM(B1:B2)</f><v>0</v></c>' in sheet_xml(data)
    assert 'fullCalcOnLoad="1"' in zb.members(data)["xl/workbook.xml"].decode()


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        (Decimal("1E+2"), "<v>100</v>"),
        (Decimal("0.1"), "<v>0.1</v>"),
        (7, "<v>7</v>"),
        (0.1, "<v>0.1</v>"),
        (True, '<c r="A1" t="b"><v>1</v></c>'),
        ("文字", '<c r="A1" t="inlineStr"><is><t>文字</t></is></c>'),
        (" 空格 ", '<t xml:space="preserve"> 空格 </t>'),
        ("甲\r\n乙", '<t xml:space="preserve">甲\n乙</t>'),
        ("a\x0bb", "<t>a_x000B_b</t>"),
        ("_x0041_", "<t>_x005F_x0041_</t>"),
        (None, '<c r="A1"/>'),
    ],
)
def test_values_are_written_exactly(value, xml):
    book = opened(zb.package())
    book.set_value("表", "A1", value)
    assert xml in sheet_xml(saved(book))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1"])
def test_text_never_becomes_a_formula(text):
    book = opened(zb.package())
    book.set_value("表", "C1", text)
    data = saved(book)
    cell = read(data)["表"]["C1"]
    assert cell.data_type != "f"
    assert cell.value == text
    assert cell.quotePrefix
    assert cell.number_format == "0.00%"


MIDNIGHT = datetime.combine(date(2024, 3, 1), time())
NOON = datetime.combine(date(2024, 3, 1), time(12))


def test_dates_get_a_date_format_unless_the_cell_has_one():
    book = opened(zb.package())
    book.set_value("表", "A1", date(2024, 3, 1))
    book.set_value("表", "A2", NOON)
    book.set_value("表", "A4", time(6))
    sheet = read(saved(book))["表"]
    assert sheet["A1"].value == MIDNIGHT
    assert sheet["A1"].number_format == "yyyy-mm-dd"
    assert sheet["A2"].value == NOON
    assert sheet["A4"].value == time(6)


def test_dates_of_1904():
    source = zb.package()
    members = zb.members(source)
    workbook = members["xl/workbook.xml"].decode().replace("<workbookPr/>", '<workbookPr date1904="1"/>')
    book = opened(zb.package(parts={"xl/workbook.xml": workbook}))
    book.set_value("表", "A1", date(1904, 1, 2))
    assert "<v>1</v>" in sheet_xml(saved(book)).partition('r="A1"')[2][:40]


@pytest.mark.parametrize("value", [Decimal("NaN"), float("inf"), "长" * 32768, object()])
def test_values_that_no_cell_holds_are_refused(value):
    book = opened(zb.package())
    with pytest.raises(patch.PatchError, match=r"表\.xlsx 表!A1"):
        book.set_value("表", "A1", value)


def test_rows_and_cells_are_inserted_in_order():
    book = opened(zb.package(before='<dimension ref="A1:C3"/>'))
    for cell in ("B1", "B2", "E3", "A9", "D1"):
        book.set_value("表", cell, 1)
    data = saved(book)
    root = part(data, "xl/worksheets/sheet1.xml")
    cells = [c.get("r") for c in root.iter("{*}c")]
    assert cells == ["A1", "B1", "C1", "D1", "B2", "A3", "B3", "E3", "A9"]
    assert root.find("{*}dimension").get("ref") == "A1:E9"
    assert next(root.iter("{*}row")).get("spans") == "1:4"


def test_sheets_whose_rows_and_cells_carry_no_address():
    cells = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>"
    book = opened(zb.package(cells))
    book.set_value("表", "B1", 20)
    book.set_value("表", "C2", 30)
    book.set_value("表", "A4", 40)
    book.set_fill("表", "A2", "FFC7CE")
    sheet = read(saved(book))["表"]
    assert [[c.value for c in row] for row in sheet["A1:C4"]] == [
        [1, 20, None],
        [3, None, 30],
        [None, None, None],
        [40, None, None],
    ]
    assert sheet["A2"].fill.fgColor.rgb == "FFFFC7CE"


def test_rows_numbered_by_their_cells_alone():
    book = opened(zb.package('<sheetData><row><c r="A5"><v>1</v></c></row></sheetData>'))
    book.set_value("表", "B5", 2)
    book.set_value("表", "A2", 3)
    sheet = read(saved(book))["表"]
    assert (sheet["A5"].value, sheet["B5"].value, sheet["A2"].value) == (1, 2, 3)


def test_new_cells_look_like_their_row_or_column():
    cells = (
        '<cols><col min="2" max="4" style="2"/></cols><sheetData><row r="1" s="1" customFormat="1"/></sheetData>'
    )
    book = opened(zb.package(cells))
    book.set_value("表", "B1", 1)
    book.set_value("表", "C2", 1)
    sheet = read(saved(book))["表"]
    assert sheet["B1"].number_format == "0.00%"
    assert sheet["C2"].fill.fgColor.rgb == "FFDDEBF7"


def test_a_merge_is_written_at_its_first_cell_alone():
    book = opened(zb.package(after='<mergeCells count="1"><mergeCell ref="A1:C2"/></mergeCells>'))
    book.set_value("表", "A1", 1)
    for change in (
        lambda: book.set_value("表", "B2", 1),
        lambda: book.set_fill("表", "B2", "FFC7CE"),
        lambda: book.add_comment("表", "B2", "perfscore", "x"),
        lambda: book.set_formula("表", "B2", "A1", 1),
    ):
        with pytest.raises(PerfscoreError, match="表!B2：在合并单元格 A1:C2 之内，只能写入左上角的 A1"):
            change()


def test_a_whole_column_merge_does_not_slow_or_break_anything():
    book = opened(
        zb.package("<sheetData/>", after='<mergeCells count="1"><mergeCell ref="A1:A1048576"/></mergeCells>')
    )
    with pytest.raises(patch.PatchError, match="A1:A1048576"):
        book.set_value("表", "A7", 1)
    book.set_value("表", "B7", 1)
    saved(book)


SHARED = (
    '<sheetData><row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$A$9+"A1"</f><v>1</v></c></row><row r="2">'
    '<c r="B2"><f t="shared" si="0"/><v>2</v></c></row><row r="3"><c r="B3"><f t="shared" si="0"/><v>3</v></c></row></sheetData>'
)


def test_the_first_cell_of_a_shared_formula_hands_it_on():
    book = opened(zb.package(SHARED))
    book.set_value("表", "B1", 5)
    data = saved(book)
    assert '<f t="shared" si="0" ref="B2:B3">A2*$A$9+"A1"</f>' in sheet_xml(data)
    sheet = read(data)["表"]
    assert sheet["B1"].value == 5
    assert sheet["B3"].value == '=A3*$A$9+"A1"'


def test_a_follower_of_a_shared_formula_leaves_it_alone():
    book = opened(zb.package(SHARED))
    book.set_value("表", "B2", 5)
    sheet = read(saved(book))["表"]
    assert (sheet["B1"].value, sheet["B2"].value, sheet["B3"].value) == ('=A1*$A$9+"A1"', 5, '=A3*$A$9+"A1"')


@pytest.mark.parametrize(
    ("formula", "cell", "word"),
    [
        ('<f t="array" ref="B1:B2">A1:A2*2</f>', "B2", "数组公式 B1:B2"),
        ('<f t="array" ref="B1:B2">A1:A2*2</f>', "B1", "数组公式 B1:B2"),
        ('<f t="dataTable" ref="B1:B1" dt2D="0" r1="A1"/>', "B1", "模拟运算表"),
        ('<f>_xlfn.DISPIMG("ID_1",1)</f>', "B1", "图片"),
    ],
)
def test_parts_of_something_larger_are_refused(formula, cell, word):
    cells = f'<sheetData><row r="1"><c r="B1">{formula}<v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row></sheetData>'
    book = opened(zb.package(cells))
    with pytest.raises(patch.PatchError, match=word):
        book.set_value("表", cell, 1)
    book.set_fill("表", cell, "FFC7CE")
    assert formula.split(">")[0].split(" ")[0] in sheet_xml(saved(book))


def test_an_array_of_one_cell_may_be_replaced():
    book = opened(
        zb.package(
            '<sheetData><row r="1"><c r="B1" cm="1"><f t="array" ref="B1">SUM(A1:A2)</f><v>1</v></c></row></sheetData>'
        )
    )
    book.set_value("表", "B1", 1)
    assert '<c r="B1"><v>1</v></c>' in sheet_xml(saved(book))


def test_a_picture_in_a_cell_is_not_overwritten():
    book = opened(zb.package('<sheetData><row r="1"><c r="B1" t="e" vm="1"><v>#VALUE!</v></c></row></sheetData>'))
    with pytest.raises(patch.PatchError, match="图片"):
        book.set_value("表", "B1", 1)
    book.set_fill("表", "B1", "FFC7CE")
    assert 'vm="1"' in sheet_xml(saved(book))


def test_headers_of_tables_stay():
    table = f'<table xmlns="{zb.MAIN}" id="1" name="t" displayName="t" ref="A1:C3"><tableColumns count="3"><tableColumn id="1" name="指标"/><tableColumn id="2" name="乙"/><tableColumn id="3" name="丙"/></tableColumns></table>'
    override = '<Override PartName="/xl/tables/table1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"/>'
    relation = f'<Relationship Id="rId1" Type="{zb.KINDS}/table" Target="../tables/table1.xml"/>'
    book = opened(
        zb.package(
            after='<tableParts count="1"><tablePart r:id="rId1"/></tableParts>', sheet_rels=relation, overrides=override,
            parts={"xl/tables/table1.xml": table},
        )
    )  # fmt: skip
    with pytest.raises(patch.PatchError, match="标题"):
        book.set_value("表", "B1", "另一个")
    book.set_value("表", "A1", "指标")
    book.set_value("表", "A3", "正文")
    book.set_value("表", "D1", "表格之外")
    saved(book)


def test_formulas_with_results_and_the_calculation_chain():
    chain = f'<calcChain xmlns="{zb.MAIN}"><c r="A9" i="5"/><c r="B3" i="1"/><c r="C7"/></calcChain>'
    cells = zb.CELLS.replace("</sheetData>", '<row r="7"><c r="C7"><f>1+1</f><v>2</v></c></row></sheetData>')
    override = f'<Override PartName="/xl/calcChain.xml" ContentType="{zb.SHEET_TYPE}calcChain+xml"/>'
    relation = f'<Relationship Id="rId9" Type="{zb.KINDS}/calcChain" Target="calcChain.xml"/>'
    second = f'<worksheet xmlns="{zb.MAIN}"><sheetData><row r="9"><c r="A9"><f>2</f><v>2</v></c></row></sheetData></worksheet>'
    source = zb.package(
        cells, overrides=override, workbook_rels=relation,
        parts={"xl/calcChain.xml": chain, "xl/worksheets/sheet2.xml": second},
    )  # fmt: skip
    book = opened(source)
    book.set_value("表", "B3", 1)
    book.set_formula("表", "D1", "=C1*2", Decimal("1.88"))
    book.set_formula("表", "D3", 'IF(C1>0,"是","否")', "是")
    data = saved(book)
    entries = [(c.get("r"), c.get("i")) for c in part(data, "xl/calcChain.xml")]
    assert entries == [("A9", "5"), ("C7", "1"), ("D1", "1"), ("D3", "1")]
    assert '<c r="D1"><f>C1*2</f><v>1.88</v></c>' in sheet_xml(data)
    assert '<c r="D3" t="str"><f>IF(C1&gt;0,"是","否")</f><v>是</v></c>' in sheet_xml(data)
    book = opened(source)
    for sheet, cell in (("表", "B3"), ("表", "C7"), ("乙", "A9")):
        book.set_value(sheet, cell, 1)
    assert "xl/calcChain.xml" not in zb.members(saved(book))


@pytest.mark.parametrize("formula", ["", "=", "1" * 8193])
def test_formulas_that_excel_does_not_take(formula):
    with pytest.raises(patch.PatchError, match="8192"):
        opened(zb.package()).set_formula("表", "A1", formula, None)


def test_a_fill_keeps_number_format_font_and_border_and_is_cloned_once():
    book = opened(zb.package())
    for cell in ("C1", "A1", "A3"):
        book.set_fill("表", cell, "#ffc7ce")
    book.set_fill("表", "A3", "80C6EFCE")
    data = saved(book)
    cell = read(data)["表"]["C1"]
    assert (cell.fill.fgColor.rgb, cell.number_format, cell.font.b) == ("FFFFC7CE", "0.00%", True)
    styles = part(data, "xl/styles.xml")
    assert styles.find("{*}cellXfs").get("count") == "6"
    assert styles.find("{*}fills").get("count") == "5"


def test_a_number_format_keeps_fill_font_and_border():
    book = opened(zb.package())
    book.set_fill("表", "C1", "FFC7CE")
    book.set_number_format("表", "C1", "0.0000")
    book.set_number_format("表", "H9", "0.0000")
    cells = read(saved(book))["表"]
    assert (cells["C1"].fill.fgColor.rgb, cells["C1"].number_format, cells["C1"].font.b) == (
        "FFFFC7CE",
        "0.0000",
        True,
    )
    assert (cells["H9"].value, cells["H9"].number_format) == (None, "0.0000")


@pytest.mark.parametrize("code", ["", " ", "0" * 256])
def test_number_formats_that_excel_does_not_take(code):
    with pytest.raises(patch.PatchError, match="255"):
        opened(zb.package()).set_number_format("表", "A1", code)


def test_no_colour_no_fill():
    with pytest.raises(patch.PatchError, match="不是颜色"):
        opened(zb.package()).set_fill("表", "A1", "red")


def test_a_workbook_without_styles_gets_them():
    book = opened(zb.package(styles=None))
    book.set_fill("表", "A1", "FFC7CE")
    data = saved(book)
    assert read(data)["表"]["A1"].fill.fgColor.rgb == "FFFFC7CE"
    assert zb.members(data)["xl/sharedStrings.xml"] == zb.members(zb.package())["xl/sharedStrings.xml"]


@pytest.mark.parametrize("styles", ["", '<cellXfs count="0"/>', '<fonts/><fills count="0"/><cellXfs/>'])
def test_styles_parts_that_lack_half_of_it(styles):
    book = opened(zb.package(styles=styles))
    book.set_fill("表", "A1", "FFC7CE")
    assert read(saved(book))["表"]["A1"].fill.fgColor.rgb == "FFFFC7CE"


def test_a_full_workbook_refuses_more_formats():
    xf = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    head, tail = zb.STYLES.split('<cellXfs count="3">')
    full = f'{head}<cellXfs count="64000">{xf * 64000}</cellXfs>{tail.partition("</cellXfs>")[2]}'
    book = opened(zb.package(styles=full))
    with pytest.raises(patch.PatchError, match="64000"):
        book.set_fill("表", "A1", "FFC7CE")
    book.set_value("表", "A1", 1)
    saved(book)


def test_formats_and_widths_of_an_added_column():
    names = '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">表!$A$1:$C$3</definedName></definedNames>'
    cols = '<cols><col min="2" max="9" width="12" customWidth="1"/></cols>'
    book = opened(zb.package(before=cols, workbook=names))
    book.set_value("表", "D1", Decimal("0.5"))
    book.copy_format("表", "C1", "D1")
    book.set_width("表", "D", 20)
    assert book.extend_print_area("表", "D1")
    assert not book.extend_print_area("表", "F1")
    data = saved(book)
    sheet = read(data)["表"]
    assert sheet["D1"].number_format == "0.00%"
    assert "'表'!$A$1:$D$3" in zb.members(data)["xl/workbook.xml"].decode()
    widths = [
        (c.get("min"), c.get("max"), c.get("width"))
        for c in part(data, "xl/worksheets/sheet1.xml").find("{*}cols")
    ]
    assert widths == [("2", "3", "12"), ("4", "4", "20"), ("5", "9", "12")]


@pytest.mark.parametrize(("sheet", "cell", "word"), [("丙", "A1", "没有工作表“丙”；有：表、乙"), ("表", "A0", "不是单元格地址"), ("表", "XFE1", "不是单元格地址")])  # fmt: skip
def test_places_that_are_not_there(sheet, cell, word):
    with pytest.raises(patch.PatchError, match=word):
        opened(zb.package()).set_value(sheet, cell, 1)


def test_a_chart_sheet_has_no_cells():
    members = zb.members(zb.package())
    changed = (
        members["xl/_rels/workbook.xml.rels"]
        .decode()
        .replace('/worksheet" Target="worksheets/sheet2', '/chartsheet" Target="worksheets/sheet2')
    )
    with pytest.raises(patch.PatchError, match="图表、宏或对话框工作表"):
        opened(zb.package(parts={"xl/_rels/workbook.xml.rels": changed})).set_value("乙", "A1", 1)


@pytest.mark.parametrize(
    "options",
    [{"main": zb.STRICT_MAIN, "kinds": zb.STRICT_KINDS}, {"backslash": True}, {"absolute": True}],
    ids=["strict", "backslash", "absolute"],
)
def test_every_way_of_writing_a_package(options):
    source = zb.package(**options)
    book = opened(source, reversible=True)
    book.set_value("表", "A1", "新")
    book.set_fill("表", "C1", "FFC7CE")
    book.add_comment("表", "C1", "perfscore", "批注")
    book.add_sheet("审核结果", [["甲", 1]])
    data = saved(book)
    package = Package("x", data)
    assert read_sheet(package, "xl/worksheets/sheet1.xml", "表").cells[1, 1].text == "新"
    assert "批注" in package.read("xl/comments1.xml").decode()
    if not options.keys() & {"backslash", "main"}:  # openpyxl reads neither
        assert read(data)["表"]["C1"].comment.text == "批注"
    if "main" in options:
        assert b"transitional" not in data
        assert b"openxmlformats.org/spreadsheetml" not in zb.members(data)["xl/comments1.xml"]
    assert patch.stripped_bytes("x", data)[0] == source


def test_part_names_in_another_case():
    members = zb.members(zb.package())
    rels = members["xl/_rels/workbook.xml.rels"].decode().replace("worksheets/sheet1.xml", "Worksheets/Sheet1.XML")
    book = opened(zb.package(parts={"xl/_rels/workbook.xml.rels": rels}))
    book.set_value("表", "A1", 1)
    assert "<v>1</v>" in sheet_xml(saved(book))


def test_ignorable_prefixes_and_unknown_extensions_survive():
    unknown = '<extLst><ext uri="{X}" xmlns:zz="urn:zz"><zz:data v="1"/></ext></extLst>'
    sheet = (
        f'<worksheet xmlns="{zb.MAIN}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        f'mc:Ignorable="xr" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xmlns:unused="urn:u" '
        f'xr:uid="{{1}}">{zb.CELLS}{unknown}</worksheet>'
    )
    book = opened(zb.package(parts={"xl/worksheets/sheet1.xml": sheet}))
    book.set_value("表", "A1", 1)
    book.add_comment("表", "A1", "perfscore", "x")
    text = sheet_xml(saved(book))
    assert 'mc:Ignorable="xr"' in text
    assert 'xmlns:unused="urn:u"' in text
    assert text.index("<legacyDrawing") < text.index("<extLst>")
    assert '<ext xmlns:zz="urn:zz" uri="{X}"><zz:data v="1"/></ext>' in text


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "已加密"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 xls"),
        (b"PK\x03\x04", "不完整"),
        (b"<html>", "不完整"),
    ],
)
def test_files_that_cannot_be_patched(data, word):
    with pytest.raises(ReadingError, match=word):
        opened(data)


def test_a_missing_file(tmp_path):
    with pytest.raises(ReadingError, match="无法打开"):
        patch.open(tmp_path / "没有.xlsx")
