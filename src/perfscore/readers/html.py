"""HTML tables, as many government systems export them under the name of a workbook.

The kind is `text`, for what the file holds is what it shows; the provenance is `native`, for its cells are marked
off exactly. Cells are addressed like those of a sheet: 表1, 表2 … in reading order.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from lxml import etree

from perfscore.core.errors import ReadingError
from perfscore.core.location import Location, cell_name
from perfscore.core.ownpage import HEAD, is_own_page
from perfscore.core.records import mutable
from perfscore.ooxml.xml import Element, is_count
from perfscore.readers.bounds import MOST_CELLS, MOST_TABLES, refuse_beyond
from perfscore.readers.document import Cell, Document, Table
from perfscore.readers.encoding import decode
from perfscore.readers.source import Source

#: What browsers allow.
_WIDEST: Final = 1_000
_TALLEST: Final = 65_534
#: So many paragraphs before a table belong to it: title, year, unit.
_CAPTIONS: Final = 5
#: So many paragraphs below a table may hold its notes.
_NOTES: Final = 40
_SECTIONS: Final = {"thead", "tbody", "tfoot"}
_UNSHOWN: Final = {"script", "style", "table", "caption", "comment", "template", "noscript"}
_BLOCKS: Final = {"p", "div", "li", "center", "h1", "h2", "h3", "h4", "h5", "h6", "tr"}
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_UNDISPLAYED: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SUPERSCRIPTS: Final = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def read(source: Source) -> Document:
    """Read every table of an HTML file; a table inside a cell is a table of its own.

    Raises:
        ReadingError: the encoding is unknown or broken, or there is nothing in the file.
    """
    text = decode(source.file, source.data)
    if is_own_page((text or "")[:HEAD]):
        raise ReadingError(source.file, "这是 perfscore 写的网页报告，不是填报的表；请给出原来的表")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring((text or "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise ReadingError(source.file, "HTML 内容读不出来；请用 Excel/WPS 打开后另存为 .xlsx 再试") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # What comes behind the limit is gone without an error; half a table must not pass for the whole.
        reason = "HTML 嵌套过深或单元格过长，读不完整，不读取；请用 Excel/WPS 打开后另存为 .xlsx 再试"
        raise ReadingError(source.file, reason)
    found = list(root.iter("table")) if root is not None else []
    if not found:
        raise ReadingError(source.file, "HTML 里没有表格；请给出绩效表所在的文件")
    refuse_beyond(len(found), MOST_TABLES, source.file, "表格")
    tables: list[Table] = []
    count = 0
    around = _paragraphs(root)
    for number, element in enumerate(found, 1):
        paragraphs = around.get(element, ((), ()))
        tables.append(_table(source.file, f"表{number}", element, paragraphs, MOST_CELLS - count))
        count += len(tables[-1].cells)
    return Document(source.file, "text", "native", tuple(tables), source.sha256)


@mutable
class _Blocked:
    """Columns that cells of earlier rows reach down into."""

    left: int
    right: int
    bottom: int


#: The paragraphs above a table and those below it.
_Around = tuple[Sequence[str], Sequence[str]]


def _paragraphs(root: Element) -> dict[Element, _Around]:
    """The paragraphs directly above and below each table that stands in no other."""
    found: dict[Element, _Around] = {}
    before: deque[str] = deque(maxlen=_CAPTIONS)
    after: list[str] = []
    line: list[str] = []

    def end_line() -> None:
        for words in "".join(line).split("\n"):
            if words.strip():
                before.append(words.strip())
                if len(after) < _NOTES:
                    after.append(words.strip())
        line.clear()

    def walk(element: Element) -> None:
        nonlocal after
        line.append(_BLANKS.sub(" ", element.text or ""))
        for child in element:
            if child.tag == "table":
                end_line()
                after = []
                found[child] = tuple(before), after
                before.clear()
            elif child.tag == "br":
                line.append("\n")
            elif child.tag not in _UNSHOWN and child.tag != "head":
                if block := child.tag in _BLOCKS:
                    end_line()
                walk(child)
                if block:
                    end_line()
            line.append(_BLANKS.sub(" ", child.tail or ""))

    walk(root)
    end_line()
    return found


def _table(file: str, name: str, table: Element, around: _Around, most: int) -> Table:
    rows = list(_rows(table))
    cells: dict[tuple[int, int], Cell] = {}
    blocked: list[_Blocked] = []
    for number, row in enumerate(rows, 1):
        blocked = sorted((area for area in blocked if area.bottom >= number), key=lambda area: area.left)
        entering: list[_Blocked] = []
        waiting = iter(blocked)
        ahead = next(waiting, None)
        column = 1
        for cell in row.iterchildren("td", "th"):
            while ahead is not None and column >= ahead.left:
                column = max(column, ahead.right + 1)
                ahead = next(waiting, None)
            height = min(_span(cell, "rowspan", _TALLEST), len(rows) - number + 1)
            width = _span(cell, "colspan", _WIDEST)
            if height > 1:
                entering.append(_Blocked(column, column + width - 1, number + height - 1))
            made = _cell(cell, Location(file, name, cell_name(number, column)), (height, width))
            if made.shown or made.merge != (1, 1) or made.formula or made.comment:
                cells[number, column] = made
                if len(cells) > most:
                    refuse_beyond(MOST_CELLS + 1, MOST_CELLS, file)
            column += width
        blocked += entering
    above, after = around
    captions = (*above, *(" ".join(_text(entry).split()) for entry in table.iterchildren("caption")))
    at = Location(file, name)
    caption = tuple(Cell(words, words, at) for words in captions if words)
    return Table(name, cells, caption=caption, below=tuple(Cell(words, words, at) for words in after))


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _SECTIONS:
            yield from child.iterchildren("tr")


def _cell(cell: Element, at: Location, merge: tuple[int, int]) -> Cell:
    shown = _text(cell)
    # Excel writes the number behind what is shown, and the formula, into attributes of its own.
    number = cell.get("x:num")
    value = Decimal(number) if number and _NUMBER.fullmatch(number) and len(number) <= 64 else shown or None
    formula = (cell.get("x:fmla") or "").removeprefix("=") or None
    comment = "\n".join(_text(entry) for entry in cell.iter("comment")) or None
    hidden = any(_UNDISPLAYED.search(element.get("style") or "") for element in (cell, *cell.iterancestors("tr")))
    return Cell(value, shown, at, formula, merge=merge, comment=comment, hidden=hidden)


def _span(cell: Element, name: str, most: int) -> int:
    text = (cell.get(name) or "").strip()
    return min(max(int(text), 1), most) if is_count(text) else 1


def _text(element: Element) -> str:
    """The text as a browser lays it out: blanks run together, blocks and breaks start lines."""
    lines = "".join(_pieces(element)).split("\n")
    return "\n".join(line.strip(" ") for line in lines).strip()


def _pieces(element: Element) -> Iterator[str]:
    yield _BLANKS.sub(" ", element.text or "")
    for child in element:
        tag = child.tag
        if tag == "br":
            yield "\n"
        elif tag == "sup":
            yield "".join(_pieces(child)).translate(_SUPERSCRIPTS)
        elif tag in _BLOCKS:
            yield "\n"
            yield from _pieces(child)
            yield "\n"
        elif tag not in _UNSHOWN:
            yield from _pieces(child)
        yield _BLANKS.sub(" ", child.tail or "")
