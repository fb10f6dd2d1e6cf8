"""Small files that attack a reader, built here: each is a few kilobytes and would cost gigabytes, minutes or a report."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Final

HEADS: Final = "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分"
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def text_form(name: str = "完成率", target: str = "≥90%", actual: str = "80%", score: str = "10") -> bytes:
    """A form of one row as text, with these cells."""
    row = f"产出指标\t质量指标\t{name}\t{target}\t{actual}\t10\t{score}"
    return f"项目支出绩效自评表\n{HEADS}\n{row}\n总分\t\t\t\t\t10\t{score}\n".encode("utf-8", "surrogatepass")


def zipped(members: Mapping[str, str]) -> bytes:
    """A zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def workbook(sheet: str, *, names: tuple[str, ...] = ("表",), strings: str = "") -> bytes:
    """A workbook of one worksheet part, listed under each of these names."""
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId1"/>' for n, name in enumerate(names, 1))
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kinds}.sharedStrings+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        f'Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
    })  # fmt: skip


def sheet_rows() -> str:
    """The rows of a small form as a worksheet has them."""
    lines = text_form().decode().strip().split("\n")
    rows = []
    for number, line in enumerate(lines, 1):
        cells = "".join(
            f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in enumerate(line.split("\t"))
            if text
        )
        rows.append(f'<row r="{number}">{cells}</row>')
    return "".join(rows)


def merge_of_a_whole_sheet() -> bytes:
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>'
        '<Row><Cell ss:MergeAcross="16000" ss:MergeDown="1000000"><Data ss:Type="String">自评表</Data></Cell></Row>'
        '<Row ss:Index="1000002"><Cell ss:Index="16002"><Data ss:Type="String">a</Data></Cell></Row>'
        "</Table></Worksheet></Workbook>"
    ).encode()


def spans_of_a_page() -> bytes:
    cells = "<td rowspan=60000>x</td>" * 1_000
    return f"<html><body><table><tr>{cells}</tr>{'<tr><td>y</td></tr>' * 300}</table></body></html>".encode()


def columns_of_a_page() -> bytes:
    return f"<table><tr>{'<td colspan=1000>x</td>' * 60}</tr></table>".encode()


def spans_of_a_document() -> bytes:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="9000"/><w:vMerge/></w:tcPr><w:p/></w:tc>'
    table = f"<w:tbl>{f'<w:tr>{cell}{cell}</w:tr>' * 500}</w:tbl>"
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kinds}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{table}</w:body></w:document>',
    })  # fmt: skip


def one_part_as_a_thousand_sheets() -> bytes:
    return workbook(sheet_rows(), names=tuple(f"表{number}" for number in range(1_000)))


def a_long_shared_formula() -> bytes:
    formula = "+".join(["A1"] * 2_000)
    first = f'<row r="10"><c r="A10"><f t="shared" si="0" ref="A10:A20000">{formula}</f><v>1</v></c></row>'
    copies = "".join(
        f'<row r="{row}"><c r="A{row}"><f t="shared" si="0"/><v>1</v></c></row>' for row in range(11, 1_000)
    )
    return workbook(sheet_rows() + first + copies)


def a_count_of_many_digits() -> bytes:
    return workbook(f'<row r="1"><c r="A1" t="s"><v>{"9" * 5_000}</v></c></row>')


def many_cells() -> bytes:
    return ("a\t" * 1_000 + "\n").encode() * 300


#: Every file with its name; the builder is called by who needs it.
FILES: Final[Mapping[str, Callable[[], bytes]]] = {
    "合并整页.xls": merge_of_a_whole_sheet,
    "跨行.html": spans_of_a_page,
    "跨列.html": columns_of_a_page,
    "跨列.docx": spans_of_a_document,
    "一页千表.xlsx": one_part_as_a_thousand_sheets,
    "共享公式.xlsx": a_long_shared_formula,
    "位数.xlsx": a_count_of_many_digits,
    "格数.txt": many_cells,
    "响铃.txt": lambda: text_form(name="完成\x07数量"),
    "转义.txt": lambda: text_form(name="完成\x1b[31m数量"),
    "反向.txt": lambda: text_form(actual="\u202e59%\u202c"),
    "非字符.txt": lambda: text_form(name="完成\ufffe数量"),
    "控制.html": "<table><tr><td>项目支出绩效自评表</td></tr><tr><td>a\x1b]0;x\x07b&#127;</td></tr></table>".encode,
    "转义.xlsx": lambda: workbook(sheet_rows().replace("完成率", "完成_x0007_率_xFFFE_")),
    "他种数字.txt": lambda: text_form(actual="完\u06f0成"),
    "上标.txt": lambda: text_form(actual="10²", score="²"),
    "指数.txt": lambda: text_form(actual="1e400", score="1e400"),
    "非数.txt": lambda: text_form(actual="NaN", score="Infinity"),
    "长数.txt": lambda: text_form(actual="9" * 5_000 + "%", score="9" * 5_000),
    "大数.txt": lambda: text_form(target="九十亿" + "亿" * 12 + "元", actual="1元"),
    "日期.txt": lambda: text_form(target="2024年13月45日前", actual="0000-00-00"),
    "错误值.txt": lambda: text_form(actual="#REF!", score="#DIV/0!"),
}  # fmt: skip
