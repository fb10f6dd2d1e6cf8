"""Blocks as the XML of Word's body."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape

from perfscore.core.visible import clean
from perfscore.report.papers.blocks import Align, Block, Fields, Heading, Line, Table

NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TABLE_TEXT, TABLE_HEAD = "TableText", "TableHead"
_LEVELS: Final = ("Title", "Heading1", "Heading2", "Heading3")
_TWIPS: Final = 1440 / 2.54
FILLS: Final = {"error": "F8CBAD", "warning": "FFE699", "info": "DDEBF7"}
_HEAD_FILL, _LABEL_FILL = "D9E1F2", "F2F2F2"
_EDGES: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_MARGINS: Final = (
    '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>'
    '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
)
#: Word makes one table of two that stand next to each other.
_GAP: Final = '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'


def block_xml(block: Block) -> str:
    """The XML of a block; its elements have the prefix w."""
    match block:
        case Heading(text, level, breaks):
            more = "<w:pageBreakBefore/>" if breaks else ""
            return paragraph(text, _LEVELS[level], more=more)
        case Line(text, small):
            return paragraph(text, "Small" if small else "Normal")
        case Fields():
            return _fields(block)
        case Table():
            return _table(block)


def runs_xml(text: str) -> str:
    r"""A text as runs: breaks of lines are breaks, tabs tabs.

    >>> runs_xml("a & b\nc")
    '<w:r><w:t xml:space="preserve">a &amp; b</w:t><w:br/><w:t xml:space="preserve">c</w:t></w:r>'
    """
    if not text:
        return ""
    parts = escape(clean(text).replace("\r\n", "\n").replace("\r", "\n"))
    inner = parts.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">').replace(
        "\t", '</w:t><w:tab/><w:t xml:space="preserve">'
    )
    return f'<w:r><w:t xml:space="preserve">{inner}</w:t></w:r>'


def paragraph(text: str, style: str, *, align: Align = "left", more: str = "", bold: bool = False) -> str:
    """A paragraph of a style."""
    jc = f'<w:jc w:val="{align}"/>' if align != "left" else ""
    runs = runs_xml(text)
    if bold:
        runs = runs.replace("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>")
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}{jc}</w:pPr>{runs}</w:p>'


def _twips(width: float) -> int:
    return round(width * _TWIPS)


def _start(widths: Iterable[int]) -> str:
    own = list(widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in own)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(own)}" w:type="dxa"/><w:tblBorders>{_EDGES}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def _cell(width: int, inner: str, *, fill: str = "", span: int = 1, centred: bool = False) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    middle = '<w:vAlign w:val="center"/>' if centred else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{shade}{middle}</w:tcPr>{inner}</w:tc>'


def _table(table: Table) -> str:
    widths = [_twips(column.width) for column in table.columns]
    parts = [_start(widths), "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"]
    parts += [
        _cell(width, paragraph(column.title, TABLE_HEAD), fill=_HEAD_FILL, centred=True)
        for width, column in zip(widths, table.columns, strict=True)
    ]
    parts.append("</w:tr>")
    for row in table.rows:
        parts.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        fill = FILLS.get(row.ink, "")
        parts += [
            _cell(
                width, paragraph(text, TABLE_TEXT, align=column.align, bold=row.bold),
                fill=fill if place == table.shaded else "",
            )
            for place, (width, column, text) in enumerate(zip(widths, table.columns, row.cells, strict=True))
        ]  # fmt: skip
        parts.append("</w:tr>")
    parts += ["</w:tbl>", _GAP]
    return "".join(parts)


def _fields(fields: Fields) -> str:
    widths = [_twips(width) for width in fields.widths]
    least = f'<w:trHeight w:val="{_twips(fields.height)}" w:hRule="atLeast"/>' if fields.height else ""
    parts = [_start(widths)]
    for row in fields.rows:
        parts.append(f"<w:tr><w:trPr><w:cantSplit/>{least}</w:trPr>")
        for place, text in enumerate(row):
            last = place == len(row) - 1
            span = len(widths) - place if last else 1
            label = place % 2 == 0
            parts.append(
                _cell(
                    sum(widths[place : place + span]),
                    paragraph(text, TABLE_HEAD if label else TABLE_TEXT),
                    fill=_LABEL_FILL if label else "",
                    span=span,
                    centred=True,
                )
            )
        parts.append("</w:tr>")
    parts += ["</w:tbl>", _GAP]
    return "".join(parts)
