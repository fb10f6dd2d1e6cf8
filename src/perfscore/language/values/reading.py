"""Reading a value: the constructions in their order of precedence, then the context of unit column and role."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from perfscore.core.sourced import Unreadable
from perfscore.core.text import Normal, normalise
from perfscore.language.values import changes, figures, lists, ranges, times, words
from perfscore.language.values.context import in_context
from perfscore.language.values.quick import read_quick
from perfscore.language.values.record import Value
from perfscore.language.vocab import RANGE_MARK

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyparsing import ParserElement

Role = Literal["target", "actual"]

LONGEST = 2000


def _grammar(build: Callable[[], ParserElement], needs: str = r"") -> Callable[[str], Value | int]:
    """A reader that gives the value, or the place where the grammar stopped.

    `needs` is a pattern of what every text of the construction holds; without it the grammar is not tried.
    """
    needed = re.compile(needs, re.DOTALL)

    def read(text: str) -> Value | int:
        if not needed.search(text):
            return 0
        import pyparsing as pp

        try:
            found: Value = build().parse_string(text, parse_all=True)[0]
        except pp.ParseBaseException as error:
            return error.loc
        return found

    read.__name__ = build.__name__
    return read


_CHANGE = f"{changes.UP}|{changes.DOWN}"
_AMOUNT = r"[\d零〇一二两三四五六七八九十廿卅壹贰叁肆伍陆柒捌玖拾百千万半]"

#: Which construction wins where two could read a text: the earlier one.
CONSTRUCTIONS: tuple[Callable[[str], Value | int], ...] = (
    words.read_empty,
    words.read_zero,
    times.read_within_year,
    times.read_date_range,
    times.read_date,
    times.read_schedule,
    _grammar(figures.ratio, r"\d[:比]\d"),
    _grammar(changes.doubling, "翻.*番"),
    _grammar(changes.level, rf"(?:{_CHANGE}).*[到至].*{_AMOUNT}"),
    _grammar(changes.change_range, rf"(?:{_CHANGE}).*{_AMOUNT}.*(?:{RANGE_MARK})"),
    _grammar(changes.change, rf"(?:{_CHANGE}).*{_AMOUNT}"),
    _grammar(changes.changed_thing, r"[提增降减缩].*\d"),
    _grammar(ranges.brackets, r"[\[(].*\d.*[\])]"),
    _grammar(ranges.plus_minus, r"±|\+/?-|正负"),
    _grammar(ranges.two_bounds, rf"{_AMOUNT}.*{_AMOUNT}"),
    _grammar(ranges.around_variable, r"[<>≤≥].*[<>≤≥]"),
    _grammar(ranges.between, rf"{_AMOUNT}.*(?:{RANGE_MARK}|[和与、]).*{_AMOUNT}"),
    _grammar(times.within, rf"{_AMOUNT}.*内"),
    _grammar(figures.signed_bound, _AMOUNT),
    _grammar(figures.held_bound, rf"[控压限].*{_AMOUNT}"),
    _grammar(figures.worded_bound, rf"{_AMOUNT}.*(?:[以之往][上下内外]|[往为][上下限]|内)"),
    _grammar(figures.share_of_base, rf"{_AMOUNT}.*[%‰成半数]|分之"),
    _grammar(figures.exact_value, _AMOUNT),
)
#: Tried after the lists.
_WORDS: tuple[Callable[[str], Value | int], ...] = (words.read_comparison, words.read_qualitative)


@lru_cache(maxsize=16384)
def read_value(text: str, unit: str, role: Role) -> Value | Unreadable:
    """Read a text in the context of its unit column ("" for none) and its role; see `parse_value`."""
    template = read_template(text)
    return template if isinstance(template, Unreadable) else in_context(template, unit, role)


@lru_cache(maxsize=16384)
def read_template(text: str) -> Value | Unreadable:
    """Read a text by itself, without unit column and role."""
    if len(text) > LONGEST:
        return Unreadable(text, f"文字超过{LONGEST}个字符，不是一个指标值", settle="请只填写指标值，说明文字另写")
    normal = _joined(text)
    start, end = _trimmed(normal.text)
    body = normal.text[start:end]
    found = read_quick(body) or _first(body)
    if isinstance(found, Value):
        notes = ("placeholder-removed", *found.notes) if _template_before(normal.text, start) else found.notes
        return replace(found, raw=text, notes=notes)
    return _unreadable(normal, start, body, found)


def _joined(text: str) -> Normal:
    """The normalised text; strokes of a table are blanks, and a blank before a number separates nothing.

    Only between two digits, and behind 1. at the beginning of a list, may a blank stand between two things.
    """
    normal = normalise(text.replace("|", " "))
    drop = {match.start() for match in _BLANK_BEFORE_NUMBER.finditer(normal.text)}
    kept = [place for place in range(len(normal.text)) if place not in drop]
    return Normal(text, "".join(normal.text[n] for n in kept), tuple(normal.back[n] for n in kept))


_BLANK_BEFORE_NUMBER = re.compile(r"(?<![\d.A-Za-z]) (?=\d)")


def _first(body: str) -> Value | int:
    """The value of the first construction that reads the whole text, or the furthest place that one reached."""
    furthest = 0
    for read in (*CONSTRUCTIONS, _read_list, *_WORDS):
        found = read(body)
        if isinstance(found, Value):
            return found
        furthest = max(furthest, found)
    return furthest


def _read_list(body: str) -> Value | int:
    return lists.read_list(body, _part)


@lru_cache(maxsize=4096)
def _part(piece: str) -> Value | int:
    """One part of a list: any construction but a list."""
    start, end = _trimmed(piece)
    for read in (*CONSTRUCTIONS, *_WORDS):
        found = read(piece[start:end])
        if isinstance(found, Value):
            return found
    return 0


_TRIM_START = re.compile(r"[\s'‘’\"“”;,。、:]*")
_TRIM_END = re.compile(r"[\s'‘’\"“”;,。、:]*$")


def _trimmed(text: str) -> tuple[int, int]:
    """Where the value begins and ends, without quotes, stops and a template in front of it."""
    start = _TRIM_START.match(text)
    begin = start.end() if start else 0
    template = words.TEMPLATE_BEFORE.match(text, begin)
    if template:
        begin = template.end()
    stop = _TRIM_END.search(text, begin)
    end = stop.start() if stop else len(text)
    # A row of stops alone is a template, not an empty cell.
    if begin >= end and text:
        return 0, len(text)
    if text[begin:end][:1] == "(" and text[begin:end][-1:] == ")" and _one_bracket(text[begin:end]):
        return begin + 1, end - 1
    return begin, end


def _one_bracket(text: str) -> bool:
    """Whether one pair of brackets embraces the whole text, and nothing of a list mark or an interval."""
    inner = text[1:-1]
    return bool(inner) and "(" not in inner and ")" not in inner and not re.search(r"[,、~—-]", inner)


def _template_before(text: str, start: int) -> bool:
    return bool(words.TEMPLATE_BEFORE.search(text, 0, start + 1)) and start > 0


_LETTER_FOR_DIGIT = re.compile(r"(?<=\d)[OoQ〇○lI](?![A-Za-z])|(?<![A-Za-z])[OoQlI](?=\d)")
_DIGITS = {"O": "0", "o": "0", "Q": "0", "〇": "0", "○": "0", "l": "1", "I": "1"}


def _unreadable(normal: Normal, start: int, body: str, place: int) -> Unreadable:
    """Say why a text could not be read, and what would settle it."""
    source = normal.source

    def at(begin: int, end: int) -> tuple[int, int]:
        return normal.span(start + begin, start + end)

    if re.fullmatch(r"#+|#(?:REF|N/A|VALUE|DIV/0|NAME|NULL|NUM)[!?]?", body):
        return Unreadable(source, "单元格显示为#号，看不到数值", settle="请加宽该列或更正公式后重新读取")
    if match := _LETTER_FOR_DIGIT.search(body):
        guess = body[: match.start()] + _DIGITS[match[0]] + body[match.end() :]
        reason = f"数字中夹有字母“{match[0]}”"
        return Unreadable(source, reason, at(match.start(), match.end()), settle=f"是否为“{guess}”，请改正")
    if match := re.search(r"\d[ ]\d", body):
        guess = body[: match.start() + 1] + body[match.end() - 1 :]
        reason = "数字中间有空格或换行，可能是一个数，也可能是两个数"
        return Unreadable(source, reason, at(match.start(), match.end()), settle=f"是否为“{guess}”，请改正")
    if match := re.search(r"\d+\.\d+\.[\d.]+", body):
        return Unreadable(source, f"“{match[0]}”不是一个数", at(match.start(), match.end()), settle="请核对小数点")
    if match := re.search(r"[≥≤<>=]{2,}", body):
        return Unreadable(
            source, f"比较符号“{match[0]}”重复或矛盾", at(match.start(), match.end()), settle="请保留一个符号"
        )
    if match := re.search(r"[≥≤<>=]+$", body):
        settle = "比较符号请写在数字前，如“≥90%”"
        return Unreadable(source, f"比较符号“{match[0]}”后没有数字", at(match.start(), match.end()), settle=settle)
    if match := re.search(r"[\d一二三四五六七八九十]+分之[\d一二三四五六七八九十]+", body):
        reason = f"分数“{match[0]}”没有换算成百分数"
        return Unreadable(source, reason, at(match.start(), match.end()), settle="请写成百分数，如“≥66.67%”")
    if not body:
        return Unreadable(source, "只有标点，没有数值", settle="请填写数值")
    place = min(place, max(len(body) - 1, 0))
    rest = body[place:]
    stop = re.search(r"[,;。、\n]", rest[1:])
    end = place + (stop.start() + 1 if stop else len(rest))
    numbers = len(re.findall(r"\d+(?:\.\d+)?", body))
    if numbers > 1:
        reason = f"有{numbers}个数字，读到“{body[place:end]}”处不能确定各指什么"
        return Unreadable(
            source, reason, at(place, end), settle="请一格只写一个指标值，或逐项写明名称、数值和单位"
        )
    reason = f"读到“{body[place:end]}”处读不下去"
    return Unreadable(source, reason, at(place, end), settle="请写成“符号+数值+单位”，如“≥95%”")
