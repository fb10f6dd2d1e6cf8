"""Blocks and tables as a workbook, for printing on A4 and for filtering.

Texts stay texts, whatever they begin with; numbers look as they are printed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from perfscore.core.visible import clean
from perfscore.report.layout import width
from perfscore.report.papers.blocks import Block, Column, Fields, Heading, Line, Row, Sheet, Table
from perfscore.report.papers.records import Run
from perfscore.report.papers.seal import sealed
from perfscore.report.papers.wordxml import FILLS
from perfscore.report.typed import typed

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FACE: Final = "宋体"
#: Units of column width, characters of the narrow kind at ten points, in a centimetre; a Chinese one takes two.
_PER_CM: Final = 5.4
_LINE_HEIGHT: Final = 13.5
#: Excel shows no row higher than this.
_HIGHEST: Final = 409.0
_LONGEST: Final = 32_767
#: What a spreadsheet program takes for the beginning of a formula when a text is typed in.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t")
_HEAD_FILL, _LABEL_FILL = "#D9E1F2", "#F2F2F2"
_SIZES: Final = (18, 14, 12, 11)


class Book:
    """A workbook that is written from top to bottom.

    Args:
        run: what it is made from; its date is that of the file.
        title: of the properties.
        streamed: rows go to the disk as they come, so that memory does not grow with their number.
    """

    def __init__(self, run: Run, title: str, *, streamed: bool) -> None:
        from xlsxwriter import Workbook

        self._target = io.BytesIO()
        self._book: Workbook = Workbook(
            self._target,
            {
                "constant_memory": streamed,
                "strings_to_numbers": False,
                "strings_to_formulas": False,
                "strings_to_urls": False,
            },
        )
        self._book.set_properties(
            {"title": title, "author": f"perfscore {run.version}", "created": datetime.fromisoformat(run.date)}
        )
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **wanted: Any) -> Format:
        """A cell format; each is made once."""
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            base = {"font_name": _FACE, "font_size": 10, "text_wrap": True, "valign": "top"}
            self._formats[key] = self._book.add_format({**base, **wanted})
        return self._formats[key]

    def page(self, name: str, sheet: Sheet, widths: Sequence[float], *, across: int | None = None) -> Page:
        """Add a sheet with columns of these widths, in centimetres; lines run over the first `across` of them."""
        worksheet = self._book.add_worksheet(name)
        worksheet.set_paper(9)
        if sheet.landscape:
            worksheet.set_landscape()
        worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_footer(f"&L&8{sheet.footer.replace('&', '&&')}&R&8&P / &N")
        for place, one in enumerate(widths):
            worksheet.set_column(place, place, one * _PER_CM)
        return Page(self, worksheet, tuple(widths), len(widths) if across is None else across)

    def finish(self) -> bytes:
        """Close the workbook and return its bytes; the same content gives the same ones."""
        self._book.close()
        return sealed(self._target.getvalue())


class Page:
    """A sheet that grows downwards; `row` is the next one."""

    def __init__(self, book: Book, worksheet: Worksheet, widths: tuple[float, ...], across: int) -> None:
        self.book, self.worksheet, self.widths, self.across = book, worksheet, widths, across
        self.row = 0
        self.breaks: list[int] = []
        edges = [0.0]
        for one in widths:
            edges.append(edges[-1] + one)
        self._edges = [round(edge, 2) for edge in edges]

    def line(self, text: str, **look: Any) -> None:
        """A text over all columns."""
        size = look.get("font_size", 10)
        self._height([(text, sum(self.widths[: self.across]))], scale=size / 10)
        self._put(0, self.across - 1, text, look)
        self.row += 1

    def head(self, columns: Sequence[Column], *, spans: Sequence[tuple[int, int]] | None = None) -> None:
        """The head of a table."""
        look = {"bold": True, "bg_color": _HEAD_FILL, "border": 1, "align": "center", "valign": "vcenter"}
        self._height([(column.title, column.width) for column in columns])
        for (left, right), column in zip(spans or self._singles(columns), columns, strict=True):
            self._put(left, right, column.title, look)
        self.row += 1

    def body(
        self,
        columns: Sequence[Column],
        row: Row,
        *,
        shaded: int = 0,
        spans: Sequence[tuple[int, int]] | None = None,
    ) -> None:
        """A row of a table."""
        self._height([(text, column.width) for text, column in zip(row.cells, columns, strict=True)])
        places = spans or self._singles(columns)
        for place, ((left, right), column, text) in enumerate(zip(places, columns, row.cells, strict=True)):
            look: dict[str, Any] = {"border": 1, "align": column.align}
            if row.bold:
                look["bold"] = True
            if place == shaded and row.ink:
                look["bg_color"] = f"#{FILLS[row.ink]}"
            self._put(left, right, text, look, numbers=column.numbers)
        self.row += 1

    def block(self, block: Block) -> None:
        """A block of a paper, its columns laid on those of the page."""
        match block:
            case Heading(text, level, breaks):
                if breaks and self.row:
                    self.breaks.append(self.row)
                centred = {"align": "center"} if level == 0 else {}
                self.line(text, bold=True, font_size=_SIZES[level], **centred)
            case Line(text, small):
                self.line(text, font_size=9 if small else 10)
            case Table():
                spans = self._spans([column.width for column in block.columns])
                self.head(block.columns, spans=spans)
                for row in block.rows:
                    self.body(block.columns, row, shaded=block.shaded, spans=spans)
            case Fields():
                self._fields(block)

    def end(self) -> None:
        """Set what is known only when all is written."""
        self.worksheet.set_h_pagebreaks(self.breaks[:1023])

    def _fields(self, fields: Fields) -> None:
        spans = self._spans(fields.widths)
        for row in fields.rows:
            places = [*spans[: len(row) - 1], (spans[len(row) - 1][0], spans[-1][1])]
            wide = [sum(self.widths[left : right + 1]) for left, right in places]
            self._height(list(zip(row, wide, strict=True)), least=fields.height * 28.35)
            for number, ((left, right), text) in enumerate(zip(places, row, strict=True)):
                look: dict[str, Any] = {"border": 1, "valign": "vcenter"}
                if number % 2 == 0:
                    look |= {"bold": True, "bg_color": _LABEL_FILL, "align": "center"}
                self._put(left, right, text, look)
            self.row += 1

    def _singles(self, columns: Sequence[Column]) -> list[tuple[int, int]]:
        return [(place, place) for place in range(len(columns))]

    def _spans(self, widths: Sequence[float]) -> list[tuple[int, int]]:
        """Which columns of the page each of a table takes; edges that the page lacks go to the nearest one."""
        edges, at = [0], 0.0
        for one in widths:
            at += one
            edges.append(min(range(len(self._edges)), key=lambda place: abs(self._edges[place] - at)))
        return [(left, max(right - 1, left)) for left, right in pairwise(edges)]

    def _height(self, texts: Iterable[tuple[str, float]], *, scale: float = 1, least: float = 0) -> None:
        """Rows are as high as their texts need: not every program fits them to wrapped texts when it opens a file."""
        lines = 1
        for text, room in texts:
            columns = max(room * _PER_CM / scale - 1, 1)
            lines = max(lines, sum(ceil(width(part) / columns) or 1 for part in text.split("\n")))
        self.worksheet.set_row(self.row, min(max(lines * _LINE_HEIGHT * scale + 3, least), _HIGHEST))

    def _put(self, left: int, right: int, text: str, wanted: Mapping[str, Any], *, numbers: bool = False) -> None:
        found = typed(text) if numbers else None
        # Neither now nor when somebody edits the cell is =100% a formula.
        quoted = {"quote_prefix": True} if found is None and text.startswith(_FORMULA_STARTS) else {}
        look = self.book.format(**wanted, **quoted, **({"num_format": found[1]} if found else {}))
        if right > left:
            self.worksheet.merge_range(self.row, left, self.row, right, "", look)
        if found is not None:
            self.worksheet.write_number(self.row, left, float(found[0]), look)
        elif text:
            shown = clean(text)
            shown = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
            self.worksheet.write_string(self.row, left, shown, look)
        else:
            self.worksheet.write_blank(self.row, left, None, look)


def grid(blocks: Iterable[Block]) -> list[float]:
    """The widths of columns on which every table of the blocks finds its edges."""
    edges = {0.0}
    for widths in _widths(blocks):
        at = 0.0
        for one in widths:
            at = round(at + one, 2)
            edges.add(at)
    ordered = sorted(edges)
    return [round(right - left, 2) for left, right in pairwise(ordered)]


def _widths(blocks: Iterable[Block]) -> Iterator[Sequence[float]]:
    for block in blocks:
        if isinstance(block, Fields):
            yield block.widths
        elif isinstance(block, Table):
            yield [column.width for column in block.columns]
