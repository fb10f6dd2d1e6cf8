"""What was added to a book, so that it can be marked and taken back."""

from __future__ import annotations

from typing import Any

from perfscore.core.records import frozen
from perfscore.ooxml.package import Package
from perfscore.ooxml.patch import marks, names, undo
from perfscore.ooxml.patch.parts import Parts
from perfscore.ooxml.ranges import Range
from perfscore.ooxml.workbook import Workbook

_Key = tuple[marks.Kind, str, int, int]


@frozen
class _Addition:
    """A mark of one cell, and what stood there before the first change."""

    mark: marks.Mark
    before: Any


class Record:
    """The additions of one session, by kind and place."""

    def __init__(self) -> None:
        self._additions: dict[_Key, _Addition] = {}
        self._numbered: list[marks.Mark] = []

    def __bool__(self) -> bool:
        return bool(self._additions)

    def note(
        self,
        kind: marks.Kind,
        sheet: str,
        place: tuple[int, int],
        details: tuple[str, ...] = (),
        before: Any = None,
    ) -> None:
        """Remember an addition; what stood there before the first change counts."""
        row, column = place
        key: _Key = (kind, sheet, row, column)
        known = self._additions.get(key)
        if known is not None:
            before = known.before
            if kind == "value":
                details = (known.mark.details[0], *details[1:])
        self._additions[key] = _Addition(marks.Mark(kind, sheet, Range(row, column, row, column), details), before)

    def note_comment(self, sheet: str, place: tuple[int, int], text: str) -> None:
        """Remember a piece of comment; a second one at the same cell stands below the first."""
        known = self._additions.pop(("comment", sheet, *place), None)
        whole = text if known is None else f"{known.before}\n{text}"
        self.note("comment", sheet, place, marks.comment_details(whole), whole)

    def write(self, parts: Parts, book: Workbook, kinds: str) -> str:
        """Put the marks into the workbook part and make room for the way back; returns the name of its part."""
        workbook = parts.edit(book.part)
        self._numbered = marks.numbered(addition.mark for addition in self._additions.values())
        old = [e for e in names.defined(workbook) if marks.is_mark(e.get("name"))]
        names.undefine(workbook, old)
        names.define_hidden(workbook, ((mark.name, mark.text) for mark in self._numbered))
        reserved = next((name for name in parts.added if undo.is_item(name)), None)
        return reserved or undo.reserve(parts, book.part, kinds)

    def content(self, package: Package, parts: Parts, book: Workbook, changed: dict[str, bytes]) -> bytes:
        """The bytes of the part with the way back; `changed` are the new contents by name in the directory."""
        return undo.content(package, parts, changed, _compared(package, book), self._originals())

    def _originals(self) -> dict[str, list[Any]]:
        """What stood before, by number of the mark, from the first row of its column to the last."""
        found: dict[str, list[Any]] = {}
        for mark in self._numbered:
            if mark.kind in {"fill", "value"}:
                rows = range(mark.area.top, mark.area.bottom + 1)
                keys: list[_Key] = [(mark.kind, mark.sheet, row, mark.area.left) for row in rows]
                found[str(mark.number)] = [self._additions[key].before for key in keys]
        return found


def _compared(package: Package, book: Workbook) -> set[str]:
    """Parts whose original bytes allow a later comparison of cells."""
    folder, _, name = book.part.rpartition("/")
    optional = [
        "[Content_Types].xml",
        "_rels/.rels",
        f"{folder}/_rels/{name}.rels".lstrip("/"),
        book.strings or "",
    ]
    found = [part for part in map(package.find, optional) if part is not None]
    return {book.part, *found, *(sheet.part for sheet in book.sheets)}
