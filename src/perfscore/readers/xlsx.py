"""Workbooks of Excel 2007 and later (xlsx, xlsm), read in one pass over each sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from perfscore.core.errors import ReadingError
from perfscore.core.location import Location, cell_name, column_letters
from perfscore.core.records import mutable
from perfscore.ooxml.dates import to_python, to_serial
from perfscore.ooxml.formats import NumberFormat
from perfscore.ooxml.package import Package
from perfscore.ooxml.ranges import Place, lay_merges, parse_range
from perfscore.ooxml.sheet import RawCell, read_sheet
from perfscore.ooxml.strings import read_shared_strings, rich_text
from perfscore.ooxml.styles import GENERAL, read_formats
from perfscore.ooxml.workbook import SheetEntry, Workbook, may_be_marked, read_workbook
from perfscore.ooxml.xml import is_count, local_name
from perfscore.readers.bounds import MOST_WORKBOOK_CELLS, refuse_beyond
from perfscore.readers.document import Cell, CellValue, Document, Provenance, Table
from perfscore.readers.source import Source

if TYPE_CHECKING:
    from perfscore.ooxml.patch.marks import Marker

_NUMBER: Final = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?\s*", re.ASCII)
_LONGEST_NUMBER: Final = 64
_LONGEST_INDEX: Final = 20
#: Overlapping merges of a sheet that are named one by one.
_MOST_NOTES: Final = 10
_MOST_KNOWN: Final = 20_000
#: Comments by which newer programs announce a thread to older ones.
_THREAD_AUTHOR: Final = "tc="

Note = tuple[Location, str]

#: Value, shown text, and whether a formula has no cached result.
_Content = tuple[CellValue, str, bool]

_NOTHING: Final[_Content] = (None, "", False)
_SINGLE: Final = (1, 1)

_letters = lru_cache(maxsize=1024)(column_letters)


def read(source: Source) -> Document:
    """Read a workbook: every sheet a table of the same name, in the workbook's order.

    Raises:
        ReadingError: a part is missing or damaged.
    """
    package = source.package or Package(source.file, source.data)
    workbook = read_workbook(package)
    reader = _Reader(
        source.file,
        package,
        workbook,
        read_shared_strings(package, workbook.strings),
        read_formats(package, workbook.styles),
        _marker(package),
    )
    ours = reader.marker.sheets if reader.marker is not None else frozenset()
    read_tables = [(entry, table) for entry in reader.sheets() if (table := reader.table(entry)) is not None]
    tables = tuple(table for entry, table in read_tables if entry.name not in ours)
    added = tuple(table for entry, table in read_tables if entry.name in ours)
    drawn = reader.marker is not None and reader.marker.extracted
    provenance: Provenance = "extracted" if drawn else "native"
    return Document(source.file, "xlsx", provenance, tables, source.sha256, tuple(reader.notes), added, package)


def _marker(package: Package) -> Marker | None:
    """What perfscore added to an annotated copy: it must not be taken for the unit's own words."""
    if not may_be_marked(package):
        return None
    from perfscore.ooxml.patch.marks import marker

    return marker(package)


@mutable
class _Reader:
    """What the sheets of one workbook share."""

    file: str
    package: Package
    workbook: Workbook
    strings: list[str]
    formats: list[NumberFormat]
    marker: Marker | None = None
    notes: list[Note] = field(default_factory=list)
    known: dict[tuple[str, str | None, int], _Content] = field(default_factory=dict)
    count: int = 0

    def sheets(self) -> Iterator[SheetEntry]:
        """The sheets of the workbook; no office program lists a part twice, and reading it again says nothing new."""
        listed: dict[str, SheetEntry] = {}
        again: list[SheetEntry] = []
        for entry in self.workbook.sheets:
            if listed.setdefault(entry.part, entry) is entry:
                yield entry
            else:
                again.append(entry)
        if again:
            words = (
                f"{len(again)} 个工作表（如“{again[0].name}”）与“{listed[again[0].part].name}”是同一份内容，"
                f"只读取一次；请用 Excel/WPS 另存后再试"
            )
            self.notes.append((Location(self.file), words))

    def table(self, entry: SheetEntry) -> Table | None:
        if entry.kind != "worksheet":
            self.notes.append((Location(self.file, entry.name), "这是图表页或宏页，没有可读的单元格"))
            return None
        sheet = read_sheet(self.package, entry.part, entry.name)
        self.count += len(sheet.cells) + len(sheet.merges)
        refuse_beyond(self.count, MOST_WORKBOOK_CELLS, self.file)
        comments = self._comments(entry.part)
        if self.marker is not None:
            self._without_ours(self.marker, entry, sheet.cells, comments)
        merges = lay_merges(sheet.merges, {*sheet.cells, *comments})
        for area in merges.overlapping[:_MOST_NOTES]:
            self._note(entry, (area.top, area.left), f"合并区域 {area} 与别的合并区域重叠，未按合并处理")
        if len(merges.overlapping) > _MOST_NOTES:
            words = f"共有 {len(merges.overlapping)} 个合并区域与别的重叠，未按合并处理"
            self.notes.append((Location(self.file, entry.name), words))
        for place, anchor in merges.covered.items():
            if place in comments:
                comments.setdefault(anchor, comments.pop(place))
            if place in sheet.cells:
                del sheet.cells[place]
                self._note(entry, place, f"内容被以 {cell_name(*anchor)} 开头的合并单元格遮住，表面看不到，未读取")
        places = sorted({*sheet.cells, *comments, *merges.spans})
        hidden_columns = {column for column in {place[1] for place in places} if sheet.hides_column(column)}
        cells: dict[Place, Cell] = {}
        for place in places:
            row, column = place
            raw = sheet.cells.get(place)
            value, shown, uncached = _NOTHING if raw is None else self._content(raw)
            cells[place] = Cell(
                value,
                shown,
                Location(self.file, entry.name, f"{_letters(column)}{row}"),
                None if raw is None else raw.formula,
                uncached,
                merges.spans.get(place, _SINGLE),
                comments.get(place),
                entry.hidden or row in sheet.hidden_rows or column in hidden_columns,
            )
        return Table(entry.name, cells, entry.hidden)

    def _without_ours(
        self, marker: Marker, entry: SheetEntry, cells: dict[Place, RawCell], comments: dict[Place, str]
    ) -> None:
        """Leave out what perfscore wrote; what somebody typed over it since stays."""
        written = {
            (row, mark.area.left)
            for mark in marker.marks
            if mark.kind == "value" and mark.sheet == entry.name
            for row in range(mark.area.top, mark.area.bottom + 1)
        }
        for place in written & cells.keys():
            raw = cells[place]
            formula = None if raw.formula is None else str(raw.formula)
            stored = self._value(raw, raw.text or "")[0] if raw.kind == "s" else raw.text
            if marker.owns_value(entry.name, place, None if stored is None else str(stored), formula):
                del cells[place]
        for place in list(comments):
            rest = marker.foreign_comment(entry.name, place, comments[place])
            if rest is None:
                del comments[place]
            else:
                comments[place] = rest

    def _content(self, raw: RawCell) -> _Content:
        """Value, shown text, and whether a formula has no cached result."""
        kind, text, style, formula = raw
        if formula is not None and (text is None or (not text and kind != "str")):
            return None, "", True
        # Forms repeat themselves; equal contents under equal formats are worked out once.
        key = (kind, text, style)
        known = self.known.get(key)
        if known is None:
            known = (*self._value(raw, text or ""), False)
            if len(self.known) < _MOST_KNOWN:
                self.known[key] = known
        return known

    def _value(self, raw: RawCell, text: str) -> tuple[CellValue, str]:
        style = self.formats[raw.style] if raw.style < len(self.formats) else GENERAL
        match raw.kind:
            case "n" if _NUMBER.fullmatch(text) and len(text) <= _LONGEST_NUMBER:
                return self._number(Decimal(text.strip()), style)
            case "s":
                index = int(text) if is_count(text.strip()) else -1
                if not 0 <= index < len(self.strings):
                    reason = f"共享字符串表里没有第 {text[:_LONGEST_INDEX]} 条，文件已损坏；请用 Excel/WPS 修复后另存再试"
                    raise ReadingError(self.file, reason)
                return self._text(self.strings[index], style)
            case "b":
                return (True, "TRUE") if text.strip() in {"1", "true"} else (False, "FALSE")
            case "d":
                return self._iso_date(text, style)
            case "str" | "inlineStr":
                return self._text(text, style)
        return text, text

    def _text(self, text: str, style: NumberFormat) -> tuple[str, str]:
        shown = style.show_text(text) if style.sections else text
        return text, shown.replace("\r\n", "\n").replace("\r", "\n") if "\r" in shown else shown

    def _number(self, number: Decimal, style: NumberFormat) -> tuple[CellValue, str]:
        date1904 = self.workbook.date1904
        shown = style.show(number, date1904=date1904)
        section = style.date_section
        moment = to_python(number, section, date1904=date1904) if section is not None else None
        return (number if moment is None else moment), shown

    def _iso_date(self, text: str, style: NumberFormat) -> tuple[CellValue, str]:
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            return text, text
        value = moment.date() if len(text.strip()) <= len("2026-01-01") else moment
        section = style.date_section
        if section is None:
            return value, text
        date1904 = self.workbook.date1904
        return value, style.show(to_serial(value, date1904=date1904), date1904=date1904)

    def _comments(self, part: str) -> dict[Place, str]:
        """Classic comments; the placeholders of threads are left out."""
        source = self.package.related(part, "comments")
        if source is None:
            return {}
        authors: list[str] = []
        comments: dict[Place, str] = {}
        for group in self.package.xml(source):
            if local_name(group) == "authors":
                authors = [author.text or "" for author in group]
            elif local_name(group) == "commentList":
                for entry in group:
                    area = parse_range(entry.get("ref") or "")
                    author = entry.get("authorId") or ""
                    by = authors[int(author)] if is_count(author) and int(author) < len(authors) else ""
                    words = "".join(rich_text(child) for child in entry if local_name(child) == "text")
                    if area is not None and not by.startswith(_THREAD_AUTHOR):
                        comments[area.top, area.left] = words
        return comments

    def _note(self, entry: SheetEntry, place: Place, words: str) -> None:
        self.notes.append((Location(self.file, entry.name, cell_name(*place)), words))
