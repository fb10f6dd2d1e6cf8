"""Text files: tables as tab-separated lines between narrative, drawn with marks, and comma-separated exports."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from typing import Final

from perfscore.core.errors import ReadingError
from perfscore.core.location import Location
from perfscore.readers.bounds import MOST_CELLS, refuse_beyond
from perfscore.readers.document import Cell, Document, Table
from perfscore.readers.drawn import drawn_rows
from perfscore.readers.encoding import decode
from perfscore.readers.source import Source

_TAG: Final = re.compile(
    r"</?(?:a|b|big|br|center|code|div|em|font|h[1-6]|hr|i|img|li|mark|ol|p|s|small|span|strong|sub|sup|table|tbody|"
    r"td|th|thead|tr|u|ul)"
    r"""(?:\s+[a-zA-Z-]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))?)*\s*/?>""",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_RAISED: Final = re.compile(r"<sup>\s*([0-9+-]+)\s*</sup>", re.IGNORECASE)
_SUPERSCRIPTS: Final = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_ENTITY: Final = re.compile(r"&(?:lt|gt|amp|quot|nbsp|ge|le|#\d{2,6});")
_HEADING: Final = re.compile(r"\s*#{1,6}(?=\s)\s*")
#: Bold at the start of a piece that is closed at its end or behind a mark; `**人` is a blank left in a template.
_BOLD: Final = re.compile(
    r"\*\*(?=[^\s*])([^*]*[^\s*])\*\*(?=$|\s|[：:，。；、（(])|\*\*(?=[^\s*])([^*]*[：:。；])\*\*"
)

_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_FEWEST_PIECES: Final = 6


def read(source: Source) -> Document:
    r"""Read a text file as one table: row numbers are line numbers, columns the pieces between tabs.

    Lines are counted by line feeds alone. Blank pieces are left out but keep their column's number. What Markdown
    and HTML left behind stays in `value` and is taken out of `shown`. Where the text draws a table with marks
    (`| 甲 | 乙 |`), the pieces between them are the columns. A file without tabs whose lines all have the same number
    of comma-separated pieces is read as comma-separated values, quoted pieces over several lines included.

    Raises:
        ReadingError: the encoding is unknown or broken.
    """
    text = decode(source.file, source.data)
    if text is None:
        raise ReadingError(source.file, "文字编码无法识别（不是 UTF-8、UTF-16 或 GB18030），请另存为 UTF-8 文本")
    lines = text.split("\n")
    rows = _comma_separated(lines) if "\t" not in text else None
    cells: dict[tuple[int, int], Cell] = {}
    for first, last, pieces in rows if rows is not None else _tab_separated(lines):
        for column, width, piece in pieces:
            if not piece or piece.isspace():
                continue
            shown = without_markup(piece)
            if shown:
                at = Location(source.file, line=first, end_line=last, column=column)
                cells[first, column] = Cell(piece, shown, at, merge=(1, width))
                refuse_beyond(len(cells), MOST_CELLS, source.file)
    return Document(source.file, "text", "extracted", (Table("", cells),), source.sha256)


def without_markup(piece: str) -> str:
    """A piece of text without the remains of Markdown and HTML.

    >>> without_markup("<b>合计</b>"), without_markup("## 一、概况"), without_markup("**一、基本支出：**指")
    ('合计', '一、概况', '一、基本支出：指')
    >>> without_markup("m <sup>2</sup>"), without_markup("≥**人"), without_markup("<30%")
    ('m ²', '≥**人', '<30%')
    """
    text = piece
    if "<" in text:
        text = _RAISED.sub(lambda match: match[1].translate(_SUPERSCRIPTS), text)
        text = _TAG.sub("", _BREAK.sub("\n", text))
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    if "#" in text:
        text = _HEADING.sub("", text, count=1) if _HEADING.match(text) else text
    text = text.strip()
    if text.startswith("**"):
        text = _BOLD.sub(lambda match: match[1] or match[2], text, count=1)
    return text.strip()


#: First and last line, and each piece with its column and the columns that it covers.
Row = tuple[int, int, list[tuple[int, int, str]]]


def _tab_separated(lines: list[str]) -> Iterator[Row]:
    drawn = drawn_rows(lines)
    for number, line in enumerate(lines, 1):
        if number not in drawn:
            yield number, number, _pieces(line.removesuffix("\r").split("\t"))
        elif (row := drawn[number]) is not None:
            yield row.first, row.last, [(cell.column, cell.width, cell.text) for cell in row.cells]


def _pieces(texts: list[str]) -> list[tuple[int, int, str]]:
    return [(column, 1, text) for column, text in enumerate(texts, 1)]


def _comma_separated(lines: list[str]) -> list[Row] | None:
    """The rows of a comma-separated export, None where the text is no such thing."""
    if "," not in lines[0] and not lines[0].startswith('"'):
        return None
    rows: list[tuple[int, int, list[str]]] = []
    reader = csv.reader((line + "\n" for line in lines), strict=True)
    try:
        done = 0
        for pieces in reader:
            if any(piece and not piece.isspace() for piece in pieces) or len(pieces) > 1:
                rows.append((done + 1, reader.line_num, pieces))
            done = reader.line_num
    except csv.Error:
        return None
    widths = {len(pieces) for _, _, pieces in rows}
    if len(widths) != 1 or min(widths) < 2 or len(rows) * min(widths) < _FEWEST_PIECES:
        return None
    # Lines of amounts with thousands separators look like columns too.
    if not any("," in _THOUSANDS.sub("", line) for line in lines):
        return None
    return [(first, last, _pieces(texts)) for first, last, texts in rows]
