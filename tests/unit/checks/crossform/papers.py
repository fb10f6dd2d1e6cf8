"""The same tables as a text, a workbook or a Word file: what stands in their cells is all that differs."""

from __future__ import annotations

import openpyxl

from perfscore.audit import audit
from unit.ooxml.workbooks import relations, zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LAYOUTS = ["txt", "xlsx", "docx"]


def written(folder, name, *tables):
    """Write tables, given as lines with tabs between cells, into one file; the suffix says of which kind."""
    path = folder / name
    kind = name.rpartition(".")[2]
    if kind == "txt":
        path.write_text("\n\n".join(tables) + "\n", encoding="utf-8")
    elif kind == "xlsx":
        book = openpyxl.Workbook()
        book.remove(book.active)
        for number, table in enumerate(tables, 1):
            sheet = book.create_sheet(f"表{number}")
            for row, line in enumerate(table.splitlines(), 1):
                for column, text in enumerate(line.split("\t"), 1):
                    if text:
                        sheet.cell(row, column).value = text
        book.save(path)
    else:
        path.write_bytes(_word(tables))
    return path


def _word(tables):
    body = "".join(_paragraphs_and_grid(table.splitlines()) for table in tables)
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        }
    )


def _paragraphs_and_grid(lines):
    head = [line for line in lines if "\t" not in line]
    rows = [line.split("\t") for line in lines if "\t" in line]
    width = max(map(len, rows), default=0)
    cells = [
        "".join(f"<w:tc>{_paragraph(text)}</w:tc>" for text in row + [""] * (width - len(row))) for row in rows
    ]
    grid = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    return "".join(map(_paragraph, head)) + f"<w:tbl>{grid}</w:tbl>"


def _paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def found(code, *paths):
    """The findings of one check over files that are audited together."""
    report = audit([str(path) for path in paths])
    crashed = [one.message for one in report.findings if one.code == "PS004"]
    assert not crashed, crashed
    assert not any(one.status != "read" for one in report.inputs), report.inputs
    return [one for one in report.findings if one.code == code]


def subjects(code, *paths):
    """What the findings of one check are about."""
    return [one.subject for one in found(code, *paths)]
