"""Workbooks written by hand, so that tests can hold what no library would write."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def zipped(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            info.filename = name  # ZipInfo turns backslashes on some systems
            archive.writestr(info, content)
    return buffer.getvalue()


def relations(*entries: tuple[str, str, str], kind: str = RELATIONS) -> str:
    inner = "".join(f'<Relationship Id="{i}" Type="{kind}/{k}" Target="{t}"/>' for i, k, t in entries)
    return f'<Relationships xmlns="{PACKAGE_RELATIONS}">{inner}</Relationships>'


def sheet(rows: str = "", *, before: str = "", after: str = "", main: str = MAIN) -> str:
    return f'<worksheet xmlns="{main}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def styles(*codes: str) -> str:
    """A styles part whose cell styles 1, 2, … have these format codes; style 0 is General."""
    own = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{code.replace("&", "&amp;").replace(chr(34), "&quot;")}"/>'
        for n, code in enumerate(codes)
    )
    formats = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(codes)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{own}</numFmts><cellXfs><xf numFmtId="0"/>{formats}</cellXfs>'
        "</styleSheet>"
    )


def parts(
    *sheets: str,
    states: tuple[str, ...] = (),
    strings: str | None = None,
    style: str | None = None,
    extra: dict[str, str | bytes] | None = None,
    properties: str = "",
) -> dict[str, str | bytes]:
    """The parts of a workbook with sheets 甲1, 甲2, …; `strings` is the inside of the shared strings part."""
    entries = "".join(
        f'<sheet name="甲{n}" sheetId="{n}" {states[n - 1] if n <= len(states) else ""} r:id="rId{n}"/>'
        for n in range(1, len(sheets) + 1)
    )
    links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/></Types>'
        ),
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}<sheets>{entries}</sheets></workbook>'
        ),
    }
    for n, content in enumerate(sheets, 1):
        made[f"xl/worksheets/sheet{n}.xml"] = content
    if strings is not None:
        made["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
        links.append(("rIdS", "sharedStrings", "sharedStrings.xml"))
    if style is not None:
        made["xl/styles.xml"] = style
        links.append(("rIdF", "styles", "styles.xml"))
    made["xl/_rels/workbook.xml.rels"] = relations(*links)
    return made | (extra or {})


def workbook(*sheets: str, **rest: object) -> bytes:
    return zipped(parts(*sheets, **rest))  # type: ignore[arg-type]
