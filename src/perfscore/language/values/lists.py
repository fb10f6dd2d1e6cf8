"""Several values in one cell: 甲级2家+乙级1家, ①完成；②完成, 城区≥95%、乡镇≥80%."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from perfscore.core.lazy import lazy_pattern
from perfscore.language.numerals import EXACT
from perfscore.language.values.record import Value
from perfscore.language.vocab import LIST_MARK

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[str], Value | int]

#: ① and (1) stand anywhere, 1. and 一、 only at the beginning or behind a separator.
_MARK = lazy_pattern(rf"[\u2460-\u2473]|\(\d{{1,2}}\)|(?:^|(?<=[;,。、\n ]))\n?(?:{LIST_MARK})")
_ORDINALS = {char: n for n, char in enumerate("一二三四五六七八九十", start=1)}
_SEPARATORS = (r"[;\n]", r"[;\n。]", r"[,;\n]", r"[,;、\n]", r"[+]", r"[,;、+\n]|和|及|以及")
MOST = 20


def read_list(text: str, read: Reader) -> Value | int:
    """A list whose parts each read as one value and can be told apart by mark, label or unit."""
    marks = list(_MARK.finditer(text))
    if len(marks) > 1 and marks[0].start() == 0 and _in_order([mark[0] for mark in marks]):
        ends = [mark.start() for mark in marks[1:]] + [len(text)]
        pieces = [text[mark.end() : end].strip(";,。、\n ") for mark, end in zip(marks, ends, strict=True)]
        return _joined(pieces, read, marked=True)
    for separator in _SEPARATORS:
        pieces = [piece.strip() for piece in re.split(separator, text)]
        if len(pieces) > 1 and pieces[-1] == "":
            pieces.pop()
        if len(pieces) > 1:
            made = _joined(pieces, read, marked=False)
            if isinstance(made, Value):
                return made
    return 0


def _in_order(marks: list[str]) -> bool:
    """Whether the marks count from 1 upwards."""
    return [_ordinal(mark) for mark in marks] == list(range(1, len(marks) + 1))


def _ordinal(mark: str) -> int | None:
    core = mark.strip("()、.\n ")
    if core.isdecimal():
        return int(core)
    if len(core) != 1:
        return None
    if core in _ORDINALS:
        return _ORDINALS[core]
    if core.isascii() and core.isalpha():
        return ord(core.lower()) - ord("a") + 1
    return int(unicodedata.numeric(core, 0)) or None


def _joined(pieces: list[str], read: Reader, *, marked: bool) -> Value | int:
    if not 2 <= len(pieces) <= MOST or any(not piece for piece in pieces):
        return 0
    if not marked and any(_MARK.match(piece) for piece in pieces):
        return 0  # a mark in the middle: the beginning of the list is lost
    parts = []
    for piece in pieces:
        part = read(piece)
        if not isinstance(part, Value) or part.kind in ("list", "empty", "schedule"):
            return 0
        parts.append(replace(part, raw=piece))
    if not marked:
        if not any(part.number is not None for part in parts):
            return 0
        if any(part.kind == "qualitative" for part in parts):
            return 0
        keys = [(part.label, part.unit, part.kind) for part in parts]
        named = all(part.label for part in parts)
        told_apart = len({part.unit for part in parts}) == len(parts) and all(part.unit for part in parts)
        if len(set(keys)) < len(keys) or not (named or told_apart):
            return 0
    return total(Value("list", "in", parts=tuple(parts)))


#: What a part may be called that is no part of a whole: 取消2场 beside 举办8场, 应培训50人 beside 实训45人.
_NO_PART = lazy_pattern(r"(?:取消|停|暂|缓|减|退|剩|余|未|应|需|拟|原|计划|目标|实际|其中)")


def total(value: Value) -> Value:
    """Give a list the sum of its parts where all are exact and of one unit; a sum of shares means nothing."""
    parts = value.parts
    apart = any(_NO_PART.match(part.label) for part in parts)
    decimals = max(part.decimals for part in parts)
    units = {part.unit for part in parts}
    numbers = [part.low for part in parts if part.kind == "exact" and part.low is not None]
    if apart or len(units) != 1 or len(numbers) < len(parts) or units & {"%", "‰", "分", ""}:
        return replace(value, low=None, high=None, unit="", decimals=decimals)
    figure = Decimal(0)
    for number in numbers:
        figure = EXACT.add(figure, number)
    return replace(value, low=figure, high=figure, unit=units.pop(), decimals=decimals)
