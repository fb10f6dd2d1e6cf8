"""The sheets of a ledger: tables that are written row by row, so that memory stays small however long they are."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Final

from perfscore.core.records import frozen
from perfscore.core.visible import clean
from perfscore.report.ledger.tables import (
    Column,
    Document,
    Named,
    Value,
)
from perfscore.report.sheets import safe
from perfscore.report.style import Style

#: What Excel admits: rows of a sheet, characters of a cell and of a link.
_ROWS, _LONGEST, _LONGEST_LINK = 1_048_576, 32_767, 2_000
#: So many links has a sheet, the worst rows first: the library holds each until the end.
_LINKS = 5_000
_FORMATS: Final[Mapping[str, dict[str, Any]]] = {
    "text": {},
    "count": {"num_format": "0", "align": "right"},
    "score": {"num_format": "0.00##", "align": "right"},
    "amount": {"num_format": "#,##0.00####", "align": "right"},
    "percent": {"num_format": '0.00"%"', "align": "right"},
    "words": {"align": "right"},
    "link": {"font_color": "#0563C1", "underline": 1},
}
#: The background of a row's first cell by the severity that it is about.
FILLS: Final[Mapping[str, str]] = {"error": "#F8CBAD", "warning": "#FFE699", "info": "#DDEBF7", "known": "#EDEDED"}
_CELL: Final = {"font_name": "宋体", "font_size": 10, "border": 1, "border_color": "#BFBFBF", "valign": "top"}
_HEAD: Final = {
    "bold": True,
    "bg_color": "#1F4E79",
    "font_color": "#FFFFFF",
    "align": "center",
    "valign": "vcenter",
}
#: The sheets after the cover, by what they hold.
TABLES: Final[Mapping[str, tuple[str, str]]] = {
    "forms": ("各表", "forms"),
    "findings": ("发现", "findings"),
    "indicators": ("指标", "indicators"),
    "checks": ("检查项", "checks"),
    "files": ("文件", "files"),
}


@frozen
class Results:
    """What a ledger is made of.

    Attributes:
        documents: gives the dossier documents, as often as it is called.
        files: the records of all files of the run.
        facts: version, date and paths of the run.
        shorten: a path as people need it.
        folder: where the ledger will lie; links lead from there. None writes no links.
    """

    documents: Callable[[], Iterable[Document]]
    files: Callable[[], Iterable[Mapping[str, Any]]]
    facts: Mapping[str, Any]
    shorten: Callable[[str], str]
    folder: Path | None = None


class Drawn:
    """The workbook with its formats, each made once."""

    def __init__(self, book: Any, style: Style, results: Results, beside: Mapping[str, IO[str]]) -> None:
        self.book = book
        self.style = style
        self.results = results
        self.beside = beside
        self._formats: dict[tuple[str, str], Any] = {}

    def format(self, kind: str, fill: str = "") -> Any:
        """The format of a kind of column, over a background."""
        if (kind, fill) not in self._formats:
            wrap = {} if kind in ("count", "score", "amount", "percent") else {"text_wrap": True}
            colour = {"bg_color": fill} if fill else {}
            own = _HEAD | {"text_wrap": True} if kind == "head" else _FORMATS[kind] | wrap
            self._formats[kind, fill] = self.book.add_format(_CELL | own | colour)
        return self._formats[kind, fill]


class Table:
    """A sheet with a table; one that is full goes on in another."""

    def __init__(self, drawn: Drawn, name: str, columns: Sequence[Column]) -> None:
        self._drawn, self._columns = drawn, columns
        self._name = drawn.style.say(*TABLES[name])
        beside = drawn.beside.get(name)
        self._beside = csv.writer(beside) if beside is not None else None
        if self._beside is not None:
            self._beside.writerow(drawn.style.say(column.zh, column.en) for column in columns)
        self._sheets = 0
        self._links = 0
        self._row = 0
        self._open()

    def _open(self) -> None:
        drawn = self._drawn
        self._sheets += 1
        name = self._name if self._sheets == 1 else f"{self._name}({self._sheets})"
        self._page = page = drawn.book.add_worksheet(name)
        for place, column in enumerate(self._columns):
            page.set_column(place, place, column.width)
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.set_margins(0.4, 0.4, 0.5, 0.6)
        page.set_footer(f"&L{name}&C{drawn.style.say('第 &P 页，共 &N 页', 'page &P of &N')}")
        page.set_row(0, 30)
        for place, column in enumerate(self._columns):
            page.write_string(0, place, drawn.style.say(column.zh, column.en), drawn.format("head"))
        self._row, self._links = 1, 0

    def add(self, values: Sequence[Value | Named], fill: str = "") -> None:
        """Write a row; the first cell has the background."""
        if self._beside is not None:
            self._beside.writerow(map(_plain, values))
        if self._row == _ROWS:
            self.close()
            self._open()
        for place, (column, value) in enumerate(zip(self._columns, values, strict=True)):
            self._cell(place, column, value, fill if place == 0 else "")
        self._row += 1

    def _cell(self, place: int, column: Column, value: Value | Named, fill: str) -> None:
        page, drawn = self._page, self._drawn
        if value is None or value == "":
            page.write_blank(self._row, place, None, drawn.format("text", fill))
        elif isinstance(value, Named):
            self._link(place, value)
        elif isinstance(value, str):
            kind = "text" if column.kind in ("text", "link") else "words"
            page.write_string(self._row, place, shown(value), drawn.format(kind, fill))
        else:
            kind = column.kind if column.kind not in ("text", "link") else "score"
            page.write_number(self._row, place, value, drawn.format(kind, fill))

    def _link(self, place: int, value: Named) -> None:
        url = _url(value, self._drawn.results.folder) if self._links < _LINKS else None
        if url is None:
            self._page.write_string(self._row, place, shown(value.shown), self._drawn.format("text"))
            return
        self._links += 1
        url.text = shown(value.shown)
        self._page.write_url(self._row, place, url, self._drawn.format("link"))

    def close(self) -> None:
        """Say where the table ends."""
        last = max(self._row - 1, 0)
        self._page.autofilter(0, 0, last, len(self._columns) - 1)
        self._page.print_area(0, 0, last, sum(column.printed for column in self._columns) - 1)


def _plain(value: Value | Named) -> str:
    """A cell as CSV has it."""
    if isinstance(value, Named):
        return safe(value.shown)
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else safe(clean(value)) if isinstance(value, str) else str(value)


def shown(text: str) -> str:
    """A text as a cell may hold it."""
    return clean(text)[:_LONGEST]


def _url(value: Named, folder: Path | None) -> Any:
    """The link to a file from the folder of the ledger; None where there can be none."""
    from xlsxwriter.url import Url

    if folder is None or not value.file or "://" in value.file or clean(value.file) != value.file:
        return None
    try:
        path = os.path.relpath(value.file, folder)
    except ValueError:  # another drive
        path = os.path.realpath(value.file)
    if "#" in path or len(path) > _LONGEST_LINK:  # what follows # is a place inside the file
        return None
    inside = f"#'{value.sheet.replace(chr(39), chr(39) * 2)}'!{value.cell}" if value.sheet and value.cell else ""
    workbook = path.lower().endswith((".xlsx", ".xlsm", ".xls"))
    url = Url(f"external:{path}{inside if workbook and len(path + inside) <= _LONGEST_LINK else ''}")
    # The library writes links as Excel for Windows does. Slashes lead there as well, and on every other system.
    url._relationship_link = url._relationship_link.replace("\\", "/")  # noqa: SLF001 - it has no word for it
    # It holds each link until the end, in three spellings of which it writes this one.
    url._original_url = url._link = ""  # noqa: SLF001
    return url
