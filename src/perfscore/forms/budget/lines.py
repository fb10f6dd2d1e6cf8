"""What single rows around and inside a budget table are: head lines, headers, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field, replace
from typing import Final

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.records import mutable
from perfscore.core.sourced import Sourced
from perfscore.core.text import is_blank_mark
from perfscore.forms.budget.words import LONGEST, key_of, mark_of, term_of, words
from perfscore.forms.cells import figure_in, read_text, tidy
from perfscore.forms.grid import Piece, Row
from perfscore.forms.vocabulary import is_telling
from perfscore.model import Text

_YEAR_ALONE: Final = lazy_pattern(r"20\d\d")
_CODE: Final = lazy_pattern(r"\d{3}(?:\d{2}){0,3}")
#: A line such as 单位名称：某某局 in one cell.
_FIELD: Final = lazy_pattern(r"\s*([^:：]{2,20})[:：]\s*(.*?)\s*", re.DOTALL)
#: Lines of a list of contents, and headings of chapters.
_NO_TITLE: Final = lazy_pattern(r"\.\.|…|^第[一二三四五六七八九十]+[部章节]")
_NUMBERED: Final = lazy_pattern(
    r"\s*((?:附|附件)?表\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2}(?:[-—.]\d{1,2})?(?!\d)))\s*[:：、.]?\s*(\S.{3,})",
    re.DOTALL,
)
_SENTENCE_ENDS: Final = ("。", "；", ";", "，")


def is_amount(piece: Piece) -> bool:
    """Whether a cell holds a plain number, or a formula that should give one; a year alone is none."""
    text = piece.text.strip()
    return piece.cell.uncached or (_YEAR_ALONE.fullmatch(text) is None and figure_in(text) is not None)


def is_code(text: str) -> bool:
    """Whether a text is a code of a classification: 3, 5, 7 or 9 digits."""
    return _CODE.fullmatch(key_of(text)) is not None


def is_note(row: Row) -> bool:
    """Whether a row is a note below a table, or says that the table is empty."""
    first = row.pieces[0].text
    return bool(words().says("note", first) or (len(row.pieces) == 1 and words().says("empty", first)))


def is_wordy(row: Row) -> bool:
    """Whether a row holds only short texts: no amounts, and no list marks but 其中."""
    marks = [mark_of(piece.text) for piece in row.pieces]
    if any(mark.rank and not mark.part for mark in marks):
        return False
    return not any(is_amount(piece) or len(key_of(piece.text)) > LONGEST for piece in row.pieces)


def is_header(row: Row) -> bool:
    """Whether a row may belong to a header: nothing but texts, and most of them known headers."""
    if not is_wordy(row):
        return False
    known = sum(term_of(piece.text).known or _YEAR_ALONE.fullmatch(piece.text) is not None for piece in row.pieces)
    return 2 * known >= len(row.pieces)


def opens(row: Row) -> bool:
    """Whether a row may be the first of a header.

    It names the column of what the rows are, or the two halves, or two columns of amounts.
    """
    if len(row.pieces) < 2:
        return False
    terms = [term_of(piece.text) for piece in row.pieces]
    halves = {term.side for term in terms if term.side}
    says = any(term.leads for term in terms) or len(halves) == 2 or sum(bool(term.kinds) for term in terms) > 1
    return says and is_header(row) and not fields_in(row) and not is_of_form(row)


def opens_another(row: Row) -> bool:
    """Whether a row inside a table is beyond doubt the header of another one."""
    terms = [term_of(piece.text) for piece in row.pieces]
    whole = all(term.known for term in terms) and any(term.leads for term in terms)
    return whole and sum(bool(term.kinds) for term in terms) > 1 and opens(row)


def repeats(row: Row, other: Row) -> bool:
    """Whether two rows print the same."""
    return [key_of(piece.text) for piece in row.pieces] == [key_of(piece.text) for piece in other.pieces]


def is_spread(row: Row) -> bool:
    """Whether a row is a heading whose letters stand in cells of their own: 收 | 入 | 支 | 出."""
    return len(row.pieces) > 1 and all(len(key_of(piece.text)) == 1 for piece in row.pieces) and is_wordy(row)


def counts_columns(row: Row) -> bool:
    """Whether a row only numbers the columns: 1 2 3, 栏次 1 2, A B 1 2."""
    keys = [key_of(piece.text) for piece in row.pieces]
    numbers = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 3]
    others = len(keys) - len(numbers)
    letters = all(key.isdigit() or key in ("栏次", "行次", "**", "—", "-") or len(key) == 1 for key in keys)
    return len(numbers) >= 2 and letters and others <= 3 and numbers == list(range(numbers[0], numbers[-1] + 1))


def is_other(band: list[Row]) -> bool:
    """Whether a header is that of another kind of table: of prices, plans, indicators and scores."""
    pieces = [piece for row in band for piece in row.pieces]
    if any(words().whole("other", key_of(piece.text)) for piece in pieces):
        return True
    telling = {role for piece in pieces for role in piece.label.roles if is_telling(role)}
    return len([role for role in telling if role[0] == "indicators"]) > 1


def is_of_form(row: Row) -> bool:
    """Whether a row has a label that hardly stands anywhere but in a performance form.

    项目名称 heads a list of projects too, where other cells of its row head amounts.
    """
    telling = {role[0] for role in row.roles if is_telling(role)}
    if telling & {"indicators", "goal"}:
        return True
    others = [
        piece for piece in row.pieces if not any(is_telling(r) for r in piece.label.roles if r[0] == "fields")
    ]
    return "fields" in telling and not any(heads_amounts(piece) for piece in others)


def heads_amounts(piece: Piece) -> bool:
    """Whether a cell is beyond doubt the header of a column of amounts."""
    term = term_of(piece.text)
    plain = bool(term.money) or key_of(piece.text).endswith("金额")
    return plain or any(group != "measure" or name == "total" for group, name in term.kinds)


def fields_in(row: Row) -> list[tuple[str, Text]]:
    """The fields of a head line: `entity` (whose table it is), `money` (the unit), `number`, `year`, `title`."""
    found: list[tuple[str, Text]] = []
    pieces = list(row.pieces)
    while pieces:
        piece = pieces.pop(0)
        field_ = _field(piece, pieces[0] if pieces else None)
        if field_ is None:
            return []
        name, text, taken = field_
        if taken:
            pieces.pop(0)
        found.append((name, text))
    titles = [name for name, _ in found if name == "title"]
    return found if len(titles) <= 1 else []


def _field(piece: Piece, after: Piece | None) -> tuple[str, Text, bool] | None:
    """What a cell of a head line says, and whether the next cell belongs to it."""
    text = piece.text
    if (match := words().says("money", text)) is not None:
        unit = next(filter(None, match.groups()), "")
        place = text.find(unit)
        return "money", Sourced(unit, text, _part(piece, place, place + len(unit))), False
    if (pair := _FIELD.fullmatch(text)) is not None:
        if words().says("entity", pair[1]):
            if not pair[2] and after is not None and not _FIELD.fullmatch(after.text):
                return "entity", read_text(after), True
            return "entity", Sourced(tidy(pair[2]), text, _part(piece, *pair.span(2))), False
        return ("year", read_text(piece), False) if words().says("year", text) else None
    for name in ("number", "year"):
        if words().says(name, text):
            return name, read_text(piece), False
    return ("title", _title(piece), False) if may_be_title(text) else None


def _part(piece: Piece, start: int, end: int) -> Location:
    return replace(piece.at, span=(start, end)) if 0 <= start < end else piece.at


def may_be_title(text: str) -> bool:
    """Whether a text may be the title of a budget table."""
    key = key_of(text)
    if not 3 < len(key) <= LONGEST or text.rstrip().endswith(_SENTENCE_ENDS) or _NO_TITLE.search(key):
        return False
    return words().says("title", text) is not None and mark_of(text).rank in (0, 3)


def _title(piece: Piece) -> Text:
    text = read_text(piece)
    return replace(text, value=text.value.lstrip("#* ").rstrip("*"))


def _apart(title: Text) -> tuple[Text | None, Text]:
    """The number in front of a title (表一2026年预算收支总表), and the title."""
    match = _NUMBERED.fullmatch(title.value)
    if match is None:
        return None, title
    return replace(title, value=match[1]), replace(title, value=match[2])


@mutable
class Head:
    """What stands above a table."""

    title: Text | None = None
    number: Text | None = None
    unit: Text | None = None
    year: Text | None = None
    money: Text | None = None
    rows: list[Row] = field(default_factory=list)

    def take(self, row: Row) -> bool:
        """Take a line above the table, nearest first; returns whether it is one."""
        found = fields_in(row)
        if not found or (self.title is not None and {name for name, _ in found} - {"number", "year"}):
            return False
        for name, text in found:
            self._set(name, text)
        self.rows.insert(0, row)
        return True

    def _set(self, name: str, text: Text) -> None:
        if name == "title":
            number, self.title = _apart(text)
            self.number = self.number or number
        elif name == "number":
            self.number = self.number or text
        elif name == "entity":
            self.unit = self.unit or text
        elif name == "year":
            self.year = self.year or text
        else:
            self.money = self.money or text


def blank(piece: Piece) -> bool:
    """Whether a cell says that nothing was entered."""
    return is_blank_mark(piece.text) and not piece.cell.uncached


def texts(rows: list[Row]) -> Iterator[Text]:
    """All cells of rows as texts."""
    for row in rows:
        for piece in row.pieces:
            yield read_text(piece)
