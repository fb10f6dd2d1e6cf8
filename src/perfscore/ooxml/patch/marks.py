"""How additions are recognised later: hidden defined names that point at them.

Every office program keeps defined names and moves their references when rows are inserted or sheets renamed, so
each addition is named once: `_perfscore.fill.3.FFFFC7CE` at the coloured cell, `_perfscore.value.4.b.1f0c…` at a
written one (`b`: it was blank before), `_perfscore.comment.5.37.9ab1…` with length and hash of the text,
`_perfscore.sheet.6` at the first cell of a new sheet. `_perfscore.extracted` is no addition: it says that the whole
workbook was drawn from extracted text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from decimal import Context, Decimal, InvalidOperation
from functools import cached_property
from typing import Final, Literal, get_args

from perfscore.core.records import frozen
from perfscore.ooxml.package import Package
from perfscore.ooxml.patch.names import defined
from perfscore.ooxml.patch.refs import absolute, parse_absolute
from perfscore.ooxml.ranges import Range
from perfscore.ooxml.workbook import MARK, may_be_marked
from perfscore.ooxml.xml import Element, is_count

Kind = Literal["sheet", "fill", "value", "comment"]
_KINDS: Final = get_args(Kind)
#: The name of a workbook that was drawn from extracted text.
EXTRACTED: Final = MARK + "extracted"


def is_mark(name: str | None) -> bool:
    """Whether a defined name marks an addition."""
    return name is not None and name.lower().startswith(MARK) and name.lower() != EXTRACTED


_FORMULA: Final = "formula"
_TALL: Final = 10_000
#: Programs write numbers with fifteen to seventeen digits; the last ones differ between them.
_DIGITS: Final = Context(prec=14)


@frozen
class Mark:
    """One addition, or a column of equal ones.

    Attributes:
        details: colour of a fill; `b` or `o` (blank or occupied before) and fingerprint of a value; length and
            fingerprint of a comment's text.
    """

    kind: Kind
    sheet: str
    area: Range
    details: tuple[str, ...] = ()
    number: int = 0

    @property
    def name(self) -> str:
        """The defined name that carries the mark."""
        return MARK + ".".join((self.kind, str(self.number), *self.details))

    @property
    def text(self) -> str:
        """What the defined name refers to."""
        return absolute(self.sheet, self.area)

    def owns(self, value: str | None, formula: str | None) -> bool:
        """Whether a cell still holds what was written into it."""
        return self.details[-1:] == (fingerprint(value, formula),)


def fingerprint(value: str | None, formula: str | None = None) -> str:
    """Eight digits that tell texts and numbers apart; formulas are alike, for programs respell them."""
    if formula is not None:
        return _FORMULA
    text = (value or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    with suppress(InvalidOperation):  # a text that is no number is compared as it is
        text = str(_DIGITS.plus(Decimal(text)).normalize())
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def comment_details(text: str) -> tuple[str, str]:
    """Length and fingerprint of a piece of comment, blanks at both ends left out."""
    piece = text.strip()
    return str(len(piece)), fingerprint(piece)


def without_piece(text: str, details: tuple[str, ...]) -> str | None:
    """A comment's text without the piece that a mark describes; None where the piece is not there any more."""
    length = int(details[0]) if details and details[0].isdecimal() else 0
    for start in range(len(text) - length + 1):
        piece = text[start : start + length]
        if piece == piece.strip() and fingerprint(piece) == details[-1]:
            return (text[:start].rstrip("\n") + text[start + length :]).strip("\n")
    return None


def numbered(marks: Iterable[Mark]) -> list[Mark]:
    """Marks with their numbers; equal ones below each other become one."""
    runs: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.kind, m.sheet, m.area.left, m.area.top)):
        last = runs[-1] if runs else None
        if (
            last is not None
            and mark.kind in {"fill", "value"}
            and (last.kind, last.sheet, last.details) == (mark.kind, mark.sheet, mark.details)
            and last.area.left == mark.area.left
            and last.area.bottom + 1 == mark.area.top
        ):
            area = Range(last.area.top, last.area.left, mark.area.bottom, last.area.right)
            runs[-1] = replace(last, area=area)
        else:
            runs.append(mark)
    return [Mark(one.kind, one.sheet, one.area, one.details, number) for number, one in enumerate(runs, 1)]


def read_marks(workbook: Element) -> tuple[Mark, ...]:
    """The marks of a workbook part; one whose cells were deleted is left out."""
    marks: list[Mark] = []
    for element in defined(workbook):
        name = element.get("name") or ""
        if not is_mark(name):
            continue
        kind, _, rest = name[len(MARK) :].partition(".")
        number, *details = rest.split(".")
        place = parse_absolute(element.text or "")
        if place is None or not is_count(number):
            continue
        known = next((k for k in _KINDS if k == kind.lower()), None)
        if known is not None:
            marks.append(Mark(known, place[0], place[1], tuple(details), int(number)))
    return tuple(marks)


@frozen
class Marker:
    """What was added to a workbook, for readers that must not take it for the unit's own words.

    Attributes:
        extracted: the workbook was drawn from extracted text: its cells are no more certain than that.
    """

    marks: tuple[Mark, ...]
    extracted: bool = False

    def __bool__(self) -> bool:
        return bool(self.marks)

    @property
    def sheets(self) -> frozenset[str]:
        """The names that added sheets have now."""
        return frozenset(mark.sheet for mark in self.marks if mark.kind == "sheet")

    def owns_value(self, sheet: str, place: tuple[int, int], value: str | None, formula: str | None) -> bool:
        """Whether a cell holds what was written into it; not so where somebody typed over it.

        Args:
            sheet: name of the sheet.
            place: row and column.
            value: the stored text or digits.
            formula: the formula, None for a constant.
        """
        return any(mark.owns(value, formula) for mark in self._at("value", sheet, place))

    def foreign_comment(self, sheet: str, place: tuple[int, int], text: str) -> str | None:
        """The part of a comment that was not added, None where nothing is left."""
        for mark in self._at("comment", sheet, place):
            rest = without_piece(text, mark.details)
            text = text if rest is None else rest
        return text if text.strip() else None

    @cached_property
    def _index(self) -> tuple[dict[tuple[Kind, str, int], list[Mark]], list[Mark]]:
        """Marks by kind, sheet and row, and apart those that are too tall to be listed under each row."""
        by_row: dict[tuple[Kind, str, int], list[Mark]] = {}
        tall: list[Mark] = []
        for mark in self.marks:
            if mark.area.bottom - mark.area.top > _TALL:
                tall.append(mark)
                continue
            for row in range(mark.area.top, mark.area.bottom + 1):
                by_row.setdefault((mark.kind, mark.sheet, row), []).append(mark)
        return by_row, tall

    def _at(self, kind: Kind, sheet: str, place: tuple[int, int]) -> list[Mark]:
        by_row, tall = self._index
        near = [*by_row.get((kind, sheet, place[0]), ()), *tall]
        return [mark for mark in near if (mark.kind, mark.sheet) == (kind, sheet) and place in mark.area]


def marker(package: Package) -> Marker:
    """What was added to an opened workbook; empty (and false) where nothing was.

    Raises:
        ReadingError: the workbook part is missing or damaged.
    """
    if package.main is None or not may_be_marked(package):
        return Marker(())
    workbook = package.xml(package.main)
    return Marker(read_marks(workbook), any(element.get("name") == EXTRACTED for element in defined(workbook)))
