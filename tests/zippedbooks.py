"""Workbooks written by hand, part by part: what office programs write and openpyxl cannot."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_KINDS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."

STYLES = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="0.00%"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFDDEBF7"/><bgColor indexed="64"/></patternFill></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)
CELLS = (
    '<sheetData><row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="C1" s="1"><v>0.94</v></c></row>'
    '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><f>SUM(B1:B2)</f><v>0</v></c></row></sheetData>'
)


def rels(*entries: tuple[str, str, str]) -> str:
    """A part of relationships from (id, type, target)."""
    body = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, kind, target in entries)
    return f'<Relationships xmlns="{RELS}">{body}</Relationships>'


def package(
    cells: str = CELLS,
    *,
    before: str = "",
    after: str = "",
    sheet_rels: str = "",
    workbook: str = "",
    workbook_rels: str = "",
    overrides: str = "",
    parts: dict[str, str | bytes] | None = None,
    styles: str | None = STYLES,
    main: str = MAIN,
    kinds: str = KINDS,
    root_rels: str = "",
    second: bool = True,
    backslash: bool = False,
    absolute: bool = False,
    book_type: str = "sheet.main+xml",
) -> bytes:
    """A workbook with the sheet 表 and, if wanted, a second one, 乙; the pieces go where they belong."""
    folder = "/xl/" if absolute else ""
    names = '<sheet name="表" sheetId="1" r:id="rId1"/>' + (
        '<sheet name="乙" sheetId="5" r:id="rId2"/>' if second else ""
    )
    entries = [("rId1", f"{kinds}/worksheet", f"{folder}worksheets/sheet1.xml")]
    entries += [("rId2", f"{kinds}/worksheet", f"{folder}worksheets/sheet2.xml")] if second else []
    entries += [("rId3", f"{kinds}/sharedStrings", f"{folder}sharedStrings.xml")]
    entries += [("rId4", f"{kinds}/styles", f"{folder}styles.xml")] if styles is not None else []
    types = [("xl/workbook.xml", book_type), ("xl/worksheets/sheet1.xml", "worksheet+xml")]
    types += [("xl/worksheets/sheet2.xml", "worksheet+xml")] if second else []
    types += [("xl/sharedStrings.xml", "sharedStrings+xml")]
    types += [("xl/styles.xml", "styles+xml")] if styles is not None else []
    macro = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    declared = "".join(
        f'<Override PartName="/{name}" ContentType="{macro if kind == "macro" else SHEET_TYPE + kind}"/>'
        for name, kind in types
    )
    contents: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.openxml'
        f'formats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{declared}'
        f"{overrides}</Types>",
        "_rels/.rels": rels(("rId1", f"{kinds}/officeDocument", "xl/workbook.xml")).replace(
            "</Relationships>", root_rels + "</Relationships>"
        ),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kinds}"><workbookPr/><sheets>{names}</sheets>'
        f"{workbook}</workbook>",
        "xl/_rels/workbook.xml.rels": rels(*entries).replace(
            "</Relationships>", workbook_rels + "</Relationships>"
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}" xmlns:r="{kinds}">{before}{cells}{after}</worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}" count="2" uniqueCount="2"><si><t>指标</t></si><si><t>得分</t></si></sst>',
    }
    if second:
        contents["xl/worksheets/sheet2.xml"] = f'<worksheet xmlns="{main}"><sheetData/></worksheet>'
    if styles is not None:
        contents["xl/styles.xml"] = f'<styleSheet xmlns="{main}">{styles}</styleSheet>'
    if sheet_rels:
        contents["xl/worksheets/_rels/sheet1.xml.rels"] = (
            f'<Relationships xmlns="{RELS}">{sheet_rels}</Relationships>'
        )
    contents.update(parts or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            info = zipfile.ZipInfo(name, (2024, 3, 1, 8, 30, 0))
            # Set after the fact: the library would turn backslashes round.
            info.filename = name.replace("/", "\\") if backslash and "/" in name else name
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    """The unpacked parts by the name in the directory."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.orig_filename: archive.read(info) for info in archive.infolist()}
