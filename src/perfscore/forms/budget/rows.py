"""The rows of one list of a budget table: their cells by column, and how deep they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.sourced import Sourced, Unreadable
from perfscore.forms.budget.columns import Field, Half
from perfscore.forms.budget.lines import is_amount
from perfscore.forms.budget.nesting import nested
from perfscore.forms.budget.words import key_of, words
from perfscore.forms.cells import no_number, read_number, read_text
from perfscore.forms.grid import Piece, Row
from perfscore.model import BudgetColumn, BudgetRow, BudgetSide, Number, Text

Unplaced = list[tuple[Location, str]]

_TWO: Final = "同一栏里有两格，只读了前一格"
_OUTSIDE: Final = "不在任何一栏之下，未读入"
_SHIFTED: Final = "名称栏里只有数字，这一行可能错了列，未读入"
_NAMELESS: Final = "这一行没有科目或名称，金额未读入"
_LETTERS: Final = "不是科目编码：编码应为3、5、7位数字"
#: A code and a name in one cell: 201 一般公共服务支出, [20101]人大事务.
_CODED: Final = lazy_pattern(r"\s*[\[【(（]?(\d{3}(?:\d{2}){0,3})[\]】)）]?\s*[-—_.、]?\s*([^\d\s].*)", re.DOTALL)
_MARKS: Final = " \u3000\t"


def sides_of(halves: Sequence[Half], body: Sequence[Row], unplaced: Unplaced) -> tuple[BudgetSide, ...]:
    """Read the lists of a table."""
    sides: list[BudgetSide] = []
    labels: dict[Location, Text] = {}
    for place, half in enumerate(halves):
        if not place or _heading(half) is not _heading(halves[place - 1]):
            labels = {}
        sides.append(_side(half, body, labels, unplaced))
        # 公用经费合计 stands in the first of two groups of columns, its amount in the last.
        labels |= {row.at: row.name for row in sides[-1].totals if all(cell.value is None for cell in row.amounts)}
    return tuple(sides)


def _heading(half: Half) -> Piece:
    return half.fields[0].column.pieces[0]


def _side(half: Half, body: Sequence[Row], labels: Mapping[Location, Text], unplaced: Unplaced) -> BudgetSide:
    """Read one list of rows; `labels` are the totals that the list before names and gives no amounts of."""
    firsts = [field.column.first for field in half.fields]
    columns = _model_columns(half)
    rows: list[BudgetRow] = []
    depths: list[int] = []
    for row in body:
        cells = _cells(half.fields, firsts, row, unplaced)
        if not cells:
            continue
        read = _row(half, row, cells, labels.get(row.at), unplaced)
        if read is not None:
            rows.append(read)
            depths.append(_indent(read.name.raw))
    return BudgetSide(half.kind, columns, tuple(nested(rows, depths)))


def _model_columns(half: Half) -> tuple[BudgetColumn, ...]:
    parts = [field for field in half.fields if field.role == "part"]
    return tuple(field.model() for field in half.fields if field not in parts[1:])


def outside(halves: Sequence[Half], body: Sequence[Row]) -> Iterator[tuple[Location, str]]:
    """The cells that stand under no column."""
    spans = [(field.column.first, field.column.last) for half in halves for field in half.fields]
    firsts = [first for first, _ in spans]
    for row in body:
        for piece in row.pieces:
            at = bisect_right(firsts, piece.column) - 1
            if at < 0 or piece.column > spans[at][1]:
                yield piece.at, _OUTSIDE


def _cells(fields: Sequence[Field], firsts: Sequence[int], row: Row, unplaced: Unplaced) -> dict[int, Piece]:
    """The cells of a row by the number of their column."""
    found: dict[int, Piece] = {}
    for piece in row.pieces:
        at = bisect_right(firsts, piece.column) - 1
        if at < 0 or piece.column > fields[at].column.last:
            continue
        if at in found:
            unplaced.append((piece.at, _TWO))
            continue
        found[at] = piece
    return found


def _row(
    half: Half, row: Row, cells: dict[int, Piece], label: Text | None, unplaced: Unplaced
) -> BudgetRow | None:
    leads = {field.role: cells.get(at) for at, field in enumerate(half.fields) if field.role in ("code", "name")}
    parts = [cells[at] for at, field in enumerate(half.fields) if field.role == "part" and at in cells]
    code_piece, name_piece = leads.get("code"), leads.get("name")
    code, name = _code_and_name(half, row, code_piece, name_piece, parts)
    if code is None and not name.value:
        name = label or next(_other_names(half, cells), name)
    reason = ""
    if name_piece is not None and is_amount(name_piece):
        reason = _SHIFTED
    elif code is None and not name.value and any(field.leads for field in half.fields):
        reason = _NAMELESS
    if reason:
        # A form that numbers its rows (行次) numbers the blank ones too.
        lost = [
            piece
            for at, piece in cells.items()
            if half.fields[at].label != "remark" or not key_of(piece.text).isdigit()
        ]
        unplaced += [(piece.at, reason) for piece in lost]
        return None
    amounts = tuple(
        _number(row, field, cells.get(at)) for at, field in enumerate(half.fields) if field.role == "amount"
    )
    texts = tuple(_text(row, field, cells.get(at)) for at, field in enumerate(half.fields) if field.role == "text")
    total = words().says("total", name.value) is not None
    has_codes = any(field.role in ("code", "part") for field in half.fields)
    if code is None and has_codes:
        first = next(field for field in half.fields if field.role in ("code", "part"))
        code = Sourced("", "", row.place(first.column.first))
    return BudgetRow(row.at, name, amounts, code, texts, total=total)


def _other_names(half: Half, cells: Mapping[int, Piece]) -> Iterator[Text]:
    """The names of a row in other columns than that of its name: the unit whose sum it is."""
    for at, field in enumerate(half.fields):
        if field.role == "text" and field.label in ("unit", "item", "project") and at in cells:
            yield read_text(cells[at])


def _code_and_name(
    half: Half, row: Row, code: Piece | None, name: Piece | None, parts: Sequence[Piece]
) -> tuple[Sourced[str | Unreadable] | None, Text]:
    """The code and the name of a row; 合计 stands in the column of codes too, a code in that of names."""
    if len(parts) == 1 and not _has_digits(parts[0].text):
        # 合计 under 类.
        return _code_and_name(half, row, parts[0], name, ())
    if parts:
        named = read_text(name) if name is not None else _no_name(half, row)
        return _of_parts(parts), named
    if code is not None and (name is None or words().says("total", code.text)) and not _has_digits(code.text):
        return None, read_text(code)
    if code is not None:
        both = _CODED.fullmatch(code.text) if name is None else None
        if both:
            return _inside(code, both)
        return _code(code), read_text(name) if name is not None else _no_name(half, row)
    if name is not None and not any(field.role in ("code", "part") for field in half.fields):
        both = _CODED.fullmatch(name.text)
        if both:
            return _inside(name, both)
    return None, read_text(name) if name is not None else _no_name(half, row)


def _of_parts(parts: Sequence[Piece]) -> Sourced[str | Unreadable]:
    """The code that stands in three columns: 205, 02, 01, or each time the whole of it."""
    keys = [key_of(piece.text) for piece in parts]
    raw = " ".join(piece.text for piece in parts)
    if not all(key.isascii() and key.isdigit() for key in keys):
        return Sourced(Unreadable(raw, _LETTERS, at=parts[0].at), raw, parts[0].at)
    whole = len(keys[-1]) > 3 and keys[-1].startswith(keys[0])
    return Sourced(keys[-1] if whole else "".join(keys), raw, parts[0].at)


def _has_digits(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _inside(piece: Piece, both: re.Match[str]) -> tuple[Sourced[str | Unreadable], Text]:
    code: Sourced[str | Unreadable] = Sourced(both[1], piece.text, replace(piece.at, span=both.span(1)))
    return code, Sourced(both[2].strip(), piece.text, replace(piece.at, span=both.span(2)))


def _code(piece: Piece) -> Sourced[str | Unreadable]:
    key = key_of(piece.text)
    if key.isdigit() and key.isascii():
        return Sourced(key, piece.text, piece.at)
    return Sourced(Unreadable(piece.text, _LETTERS, at=piece.at), piece.text, piece.at)


def _no_name(half: Half, row: Row) -> Text:
    field = next((field for field in half.fields if field.role == "name"), half.fields[0])
    return Sourced("", "", row.place(field.column.first))


def _number(row: Row, field: Field, piece: Piece | None) -> Number:
    return no_number(row.place(field.column.first)) if piece is None else read_number(piece)


def _text(row: Row, field: Field, piece: Piece | None) -> Text:
    return Sourced("", "", row.place(field.column.first)) if piece is None else read_text(piece)


def _indent(raw: str) -> int:
    """The blanks in front of a name, a wide one counts two."""
    blanks = raw[: len(raw) - len(raw.lstrip(_MARKS))]
    return sum(2 if char == "\u3000" else 1 for char in blanks)
