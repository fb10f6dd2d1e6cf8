"""Word documents (docx): every table on its own grid, straight from the document part.

Text boxes, headers and footers are not read, and numbers that Word counts out (automatic lists) stand nowhere in
the file.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import Final

from perfscore.core.errors import ReadingError
from perfscore.core.location import Location, cell_name
from perfscore.core.records import mutable
from perfscore.ooxml.package import Package
from perfscore.ooxml.xml import Element, attribute, is_count, local_name
from perfscore.readers.bounds import MOST_CELLS, MOST_TABLES, refuse_beyond
from perfscore.readers.document import Cell, Document, Table
from perfscore.readers.source import Source

#: What wraps content without being content: controls, insertions, links, tags.
_WRAPPERS: Final = {
    "sdt", "sdtContent", "ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "ruby", "rubyBase",
}  # fmt: skip
_CAPTIONS: Final = 5
#: So many paragraphs below a table may hold its notes.
_NOTES: Final = 40
_WIDEST: Final = 10_000
_SUPERSCRIPTS: Final = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
#: Ticked and empty boxes of the Wingdings fonts, as forms use them for choices.
_SYMBOLS: Final = {
    "F0FE": "☑", "F052": "☑", "F0FD": "☒", "F0FC": "✓", "F0A8": "□", "F06F": "□", "F0A3": "□", "F071": "□",
}  # fmt: skip


def read(source: Source) -> Document:
    """Read the tables of a Word document as 表1, 表2 … in reading order, nested ones behind the one around them.

    Raises:
        ReadingError: the document part is missing or damaged.
    """
    package = source.package or Package(source.file, source.data)
    part = package.main
    if part is None:
        raise ReadingError(source.file, "压缩包里没有 Word 文档；请重新取得文件")
    root = package.xml(part)
    body = next((child for child in root if local_name(child) == "body"), None)
    if body is None:
        raise ReadingError(source.file, f"成员 {part} 里没有正文，文件已损坏；请用 Word/WPS 修复后另存再试")
    reader = _Reader(source.file, _comments(package, part))
    reader.read_story(body)
    notes = reader.notes
    whole = Location(source.file)
    if root.find(".//{*}txbxContent//{*}t") is not None:
        notes.append((whole, "文本框里的文字未读取；如果绩效表在文本框里，请移到正文再试"))
    if not reader.tables:
        notes.append((whole, "文档里没有表格，没有可读的单元格"))
    return Document(source.file, "docx", "native", tuple(reader.tables), source.sha256, tuple(notes))


@mutable
class _Grid:
    """A table under construction: texts, spans and comments by place."""

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)


@mutable
class _Reader:
    file: str
    comments: dict[str, str]
    tables: list[Table] = field(default_factory=list)
    notes: list[tuple[Location, str]] = field(default_factory=list)
    count: int = 0

    def read_story(self, story: Element) -> None:
        """Read the tables of a body or a cell; the paragraphs before each are its caption."""
        before: deque[str] = deque(maxlen=_CAPTIONS)
        after: list[str] = []
        last: int | None = None
        for block in _unwrapped(story):
            kind = local_name(block)
            if kind == "p":
                text = _paragraph(block).strip()
                if text:
                    before.append(text)
                    after.append(text)
            elif kind == "tbl":
                self._add_below(last, after)
                last, after = len(self.tables), []
                self._read_table(block, tuple(before))
                before.clear()
        self._add_below(last, after)

    def _add_below(self, place: int | None, after: Sequence[str]) -> None:
        """Give the paragraphs that follow a table to it."""
        if place is not None and after:
            table = self.tables[place]
            at = Location(self.file, table.name)
            self.tables[place] = replace(table, below=tuple(Cell(text, text, at) for text in after[:_NOTES]))

    def _read_table(self, table: Element, before: tuple[str, ...]) -> None:
        name = f"表{len(self.tables) + 1}"
        grid = _Grid(name)
        self.tables.append(Table(name))  # holds the place, for nested tables are read on the way
        number = len(self.tables)
        refuse_beyond(number, MOST_TABLES, self.file, "表格")
        open_cells: dict[int, tuple[int, int]] = {}
        row = 0
        for element in _unwrapped(table):
            if local_name(element) == "tr" and not _has(element, "trPr", "del"):
                row += 1
                open_cells = self._read_row(element, row, grid, open_cells)
        cells: dict[tuple[int, int], Cell] = {}
        for place in sorted(grid.texts):
            text, span, comment = grid.texts[place], grid.spans[place], grid.comments.get(place)
            if text.strip() or span != (1, 1) or comment:
                at = Location(self.file, name, cell_name(*place))
                cells[place] = Cell(
                    text or None,
                    text.strip(),
                    at,
                    merge=span,
                    comment=comment,
                    hidden=place[0] in grid.hidden_rows,
                )
        caption = tuple(Cell(text, text, Location(self.file, name)) for text in before)
        self.tables[number - 1] = Table(name, cells, caption=caption)

    def _read_row(
        self, element: Element, row: int, grid: _Grid, above: dict[int, tuple[int, int]]
    ) -> dict[int, tuple[int, int]]:
        """Read a row; return the anchors that the next row may continue, by their first column."""
        if _has(element, "trPr", "hidden"):
            grid.hidden_rows.add(row)
        column = 1 + _number(_property(element, "trPr", "gridBefore"), 0)
        below: dict[int, tuple[int, int]] = {}
        last: tuple[int, int] | None = None
        for cell in _unwrapped(element):
            if local_name(cell) != "tc":
                continue
            width = max(_number(_property(cell, "tcPr", "gridSpan"), 1), 1)
            place = (row, column)
            column += width
            if last is not None and _continues(cell, "hMerge"):
                height, wide = grid.spans[last]
                grid.spans[last] = (height, wide + width)
                continue
            anchor = above.get(place[1])
            merged = _find(cell, "tcPr", "vMerge") is not None
            if anchor is not None and _continues(cell, "vMerge") and grid.spans[anchor][1] == width:
                grid.spans[anchor] = (row - anchor[0] + 1, width)
                if self._cell_text(cell, anchor, grid).strip():
                    at = Location(self.file, grid.name, cell_name(*place))
                    words = f"内容被以 {cell_name(*anchor)} 开头的合并单元格遮住，表面看不到，未读取"
                    self.notes.append((at, words))
                below[place[1]] = last = anchor
                continue
            grid.spans[place] = (1, width)
            self.count += 1
            refuse_beyond(self.count, MOST_CELLS, self.file)
            grid.texts[place] = self._cell_text(cell, place, grid)
            if merged:
                below[place[1]] = place
            last = place
        return below

    def _cell_text(self, cell: Element, place: tuple[int, int], grid: _Grid) -> str:
        if next(cell.iter("{*}tbl"), None) is not None:
            self.read_story(cell)
        paragraphs = [_paragraph(block) for block in _unwrapped(cell) if local_name(block) == "p"]
        marks = [attribute(mark, "id") or "" for mark in cell.iter("{*}commentReference")] if self.comments else []
        said = [self.comments[mark] for mark in marks if mark in self.comments]
        if said:
            grid.comments[place] = "\n".join(said)
        return "\n".join(paragraphs).rstrip("\n")


def _unwrapped(element: Element) -> Iterator[Element]:
    """The children of an element, those of wrappers in place of the wrappers."""
    for child in element:
        if local_name(child) in _WRAPPERS:
            yield from _unwrapped(child)
        else:
            yield child


def _paragraph(paragraph: Element) -> str:
    """The text of a paragraph without what is deleted, hidden, or drawn in a box."""
    return "".join(_run(run) for run in _unwrapped(paragraph) if local_name(run) == "r")


def _run(run: Element) -> str:
    if _has(run, "rPr", "vanish"):
        return ""
    parts: list[str] = []
    for child in _unwrapped(run):
        match local_name(child):
            case "t":
                parts.append(child.text or "")
            case "tab":
                parts.append("\t")
            case "cr":
                parts.append("\n")
            case "br":
                parts.append("\n" if attribute(child, "type") in {None, "textWrapping"} else "")
            case "noBreakHyphen":
                parts.append("-")
            case "sym":
                parts.append(_symbol(attribute(child, "char") or ""))
            case "r":  # the base of a text with phonetic guides
                parts.append(_run(child))
    text = "".join(parts)
    raised = _property(run, "rPr", "vertAlign") == "superscript"
    return text.translate(_SUPERSCRIPTS) if raised else text


def _symbol(code: str) -> str:
    known = _SYMBOLS.get(code.upper())
    if known is not None:
        return known
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _find(element: Element, group: str, name: str) -> Element | None:
    properties = next(element.iterchildren("{*}" + group), None)
    return None if properties is None else next(properties.iterchildren("{*}" + name), None)


def _property(element: Element, group: str, name: str) -> str | None:
    found = _find(element, group, name)
    return None if found is None else attribute(found, "val")


def _has(element: Element, group: str, name: str) -> bool:
    """Whether a property is switched on: it is there and does not say no."""
    found = _find(element, group, name)
    return found is not None and attribute(found, "val") not in {"0", "false", "off"}


def _continues(cell: Element, name: str) -> bool:
    """Whether a merged cell continues the one before it; without a word it does."""
    found = _find(cell, "tcPr", name)
    return found is not None and attribute(found, "val") in {None, "continue"}


def _number(text: str | None, default: int) -> int:
    return min(int(text), _WIDEST) if text is not None and is_count(text) else default


def _comments(package: Package, part: str) -> dict[str, str]:
    """The texts of comments by their number."""
    source = package.related(part, "comments")
    if source is None:
        return {}
    return {
        attribute(entry, "id") or "": "\n".join(_paragraph(block) for block in entry.iter("{*}p"))
        for entry in package.xml(source)
        if local_name(entry) == "comment"
    }
