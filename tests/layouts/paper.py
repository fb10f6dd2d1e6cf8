"""A grid of cells with spans, and the three formats that it is written in: a workbook, a Word table, and text."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Cell:
    """A cell; `role` is label, value or noise, `under` the header, as printed, of the column that a value stands in."""

    text: str
    role: str = "value"
    rows: int = 1
    cols: int = 1
    under: str = ""


@dataclass
class Paper:
    """A sheet, or a table of a Word document; `before` are the paragraphs over it."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    before: list[str] = field(default_factory=list)
    height: int = 0
    width: int = 0

    def put(
        self, row: int, col: int, text: str, role: str = "value", rows: int = 1, cols: int = 1, under: str = ""
    ):
        """Write a cell; a blank cell of one place is nothing."""
        self.height, self.width = max(self.height, row + rows), max(self.width, col + cols)
        if text or rows > 1 or cols > 1:
            assert (row, col) not in self.cells, (row, col, text, self.cells[row, col])
            self.cells[row, col] = Cell(text, role, rows, cols, under)

    def paste(self, other: Paper, row: int, col: int = 0) -> None:
        """Write another paper into this one."""
        for (r, c), cell in other.cells.items():
            self.cells[row + r, col + c] = cell
        self.height, self.width = max(self.height, row + other.height), max(self.width, col + other.width)

    def without_merges(self) -> Paper:
        """The same with every merged cell as the cell at its top left."""
        cells = {at: Cell(c.text, c.role, under=c.under) for at, c in self.cells.items() if c.text}
        return Paper(cells, self.before, self.height, self.width)


def _zipped(members: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def place(row: int, col: int) -> str:
    """The A1 name of a zero-based place."""
    letters, col = "", col + 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _sheet(paper: Paper, *, numeric: bool) -> str:
    rows: dict[int, list[str]] = {}
    merges = []
    for (r, c), cell in sorted(paper.cells.items()):
        at = place(r, c)
        if cell.rows > 1 or cell.cols > 1:
            merges.append(f'<mergeCell ref="{at}:{place(r + cell.rows - 1, c + cell.cols - 1)}"/>')
        if not cell.text:
            continue
        if numeric and _NUMBER.fullmatch(cell.text):
            made = f'<c r="{at}"><v>{cell.text}</v></c>'
        else:
            made = f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(cell.text)}</t></is></c>'
        rows.setdefault(r, []).append(made)
    body = "".join(f'<row r="{r + 1}">{"".join(cells)}</row>' for r, cells in rows.items())
    merged = f'<mergeCells count="{len(merges)}">{"".join(merges)}</mergeCells>' if merges else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData>{merged}</worksheet>'


def workbook(papers: list[Paper], *, numeric: bool = False) -> bytes:
    """The papers as sheets of a workbook; with `numeric` plain numbers are stored as numbers."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(papers) + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kinds}.worksheet+xml"/>' for n in numbers
    )
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    return _zipped({
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>{parts}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
        **{f"xl/worksheets/sheet{n}.xml": _sheet(paper, numeric=numeric) for n, paper in zip(numbers, papers, strict=True)},
    })  # fmt: skip


def _paragraph(text: str) -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:r>{lines}</w:r></w:p>" if text else "<w:p/>"


def _table(paper: Paper) -> str:
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    for (r, c), cell in paper.cells.items():
        for row in range(r + 1, r + cell.rows):
            covered[row, c] = (r, c)
    rows = []
    for r in range(paper.height):
        cells, c = [], 0
        while c < paper.width:
            cell = paper.cells.get((r, c))
            text, merge = (cell.text, "") if cell else ("", "")
            if cell and cell.rows > 1:
                merge = '<w:vMerge w:val="restart"/>'
            elif (r, c) in covered:
                cell, merge = paper.cells[covered[r, c]], "<w:vMerge/>"
            cols = cell.cols if cell else 1
            span = f'<w:gridSpan w:val="{cols}"/>' if cols > 1 else ""
            cells.append(f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{_paragraph(text)}</w:tc>")
            c += cols
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    grid = "<w:gridCol/>" * paper.width
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def word(papers: list[Paper]) -> bytes:
    """The papers as tables of a Word document, each below its paragraphs."""
    body = "".join("".join(map(_paragraph, paper.before)) + _table(paper) + "<w:p/>" for paper in papers)
    return _zipped({
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
    })  # fmt: skip


def text(papers: list[Paper]) -> bytes:
    """The papers as lines of cells with tabs between them, as a text extraction has them."""
    lines = []
    for paper in papers:
        lines += [*paper.before, *([""] if paper.before else [])]
        for r in range(paper.height):
            row = [paper.cells.get((r, c)) for c in range(paper.width)]
            cells = [cell.text.replace("\n", " ") if cell else "" for cell in row]
            lines.append("\t".join(cells) if any(cells) else "")
        lines.append("")
    return "\n".join(lines).encode()
