"""Setting text in columns where a Chinese character is two columns wide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

_PAINT = re.compile(r"\x1b\[[0-9;]*m")
#: A line must not begin with these.
_CLOSING = frozenset("，。；：、！？）》”’】〉…％%,.;:!?)]}")
#: A line must not end with these.
_OPENING = frozenset("（《“‘【〈([{")

Align = Literal["left", "right"]

_GAP = "  "
_NARROWEST = 8


def one_line(text: str) -> str:
    """Return the text on one line: breaks and tabs become blanks, control characters go.

    Cells may hold anything; nothing of it may move the cursor of a terminal.
    """
    words = " ".join(text.split())
    if words.isprintable():
        return words
    return "".join(char for char in words if unicodedata.category(char) not in ("Cc", "Cf"))


def width(text: str) -> int:
    """The number of terminal columns that a text takes; colours take none.

    >>> width("得 20 分")
    8
    """
    text = _PAINT.sub("", text)
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


@lru_cache(maxsize=4096)
def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def pad(text: str, columns: int, align: Align = "left") -> str:
    """Fill a text with blanks to a number of columns."""
    blanks = " " * max(columns - width(text), 0)
    return blanks + text if align == "right" else text + blanks


def wrap(text: str, limit: int | None) -> list[str]:
    """Break a plain text into lines of at most `limit` columns, at blanks or between Chinese characters.

    A line neither begins with a closing mark nor ends with an opening one; None leaves the text whole.

    >>> wrap("分值只有十分，得分二十。", 12)
    ['分值只有十', '分，得分二', '十。']
    """
    if limit is None or width(text) <= limit:
        return [text]
    limit = max(limit, 8)
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and width(line) + width(piece.rstrip()) > limit:
            lines.append(line.rstrip())
            line = ""
            piece = piece.lstrip()  # noqa: PLW2901 - a line does not begin with the blank it was broken at
        line += piece
        while width(line.rstrip()) > limit:
            head = _head(line, limit)
            lines.append(head)
            line = line[len(head) :]
    if line.strip():
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    """The parts of a text that stay on one line: words with the marks that cling to them."""
    pieces: list[str] = []
    for char in text:
        previous = pieces[-1][-1] if pieces else ""
        joins = (
            char in _CLOSING
            or previous in _OPENING
            or char == " "
            or (_columns(char) < 2 and previous not in (" ", "") and _columns(previous) < 2)
        )
        if pieces and joins:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _head(text: str, limit: int) -> str:
    """As much of a text as fits; at least one character."""
    used = 0
    for place, char in enumerate(text):
        used += _columns(char)
        if used > limit and place:
            return text[:place]
    return text


def indent(text: str, blanks: int, limit: int | None) -> list[str]:
    """Wrap a plain text and set every line in by a number of blanks."""
    lead = " " * blanks
    return [lead + line for line in wrap(text, None if limit is None else limit - blanks)]


def flow(items: Iterable[str], blanks: int, limit: int) -> list[str]:
    """Set short items one after the other, three blanks apart; a new line begins between items.

    An item that is longer than a line is wrapped by itself.
    """
    gap = " " * 3
    lines: list[str] = []
    line = ""
    for item in items:
        if line and width(line) + len(gap) + width(item) > limit - blanks:
            lines += indent(line, blanks, limit)
            line = ""
        line = f"{line}{gap}{item}" if line else item
    return lines + indent(line, blanks, limit) if line else lines


def columns(
    rows: Sequence[Sequence[str]],
    caps: Sequence[int | None],
    aligns: Sequence[Align],
    *,
    limit: int | None = None,
) -> list[list[str]]:
    """Set rows in columns, two blanks apart; each row becomes the list of its lines.

    Args:
        rows: the plain texts of the cells.
        caps: the widest that each column may be; longer texts are wrapped inside it. None for a column that is
            never wrapped.
        aligns: how each column is aligned.
        limit: columns of the terminal; capped columns give way, the widest first.
    """
    widths = []
    for number, cap in enumerate(caps):
        natural = max((width(row[number]) for row in rows), default=0)
        widths.append(natural if cap is None else min(natural, cap))
    if limit is not None:
        _narrow(widths, caps, limit)
    set_rows = []
    for row in rows:
        cells = [wrap(text, widths[number]) if text else [""] for number, text in enumerate(row)]
        lines = []
        for level in range(max(map(len, cells))):
            texts = (cell[level] if level < len(cell) else "" for cell in cells)
            parts = [pad(text, size, align) for text, size, align in zip(texts, widths, aligns, strict=True)]
            lines.append(_GAP.join(parts).rstrip())
        set_rows.append(lines)
    return set_rows


def _narrow(widths: list[int], caps: Sequence[int | None], limit: int) -> None:
    """Take columns from the widest that may be wrapped until the row fits or none can give more."""
    able = [number for number, cap in enumerate(caps) if cap is not None]
    while sum(widths) + len(_GAP) * (len(widths) - 1) > limit:
        widest = max(able, key=lambda number: widths[number])
        if widths[widest] <= _NARROWEST:
            return
        widths[widest] -= 1
