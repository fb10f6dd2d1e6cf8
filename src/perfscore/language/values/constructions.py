"""The constructions of values in their order of precedence: which of them reads a text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from perfscore.core.lazy import lazy_pattern
from perfscore.language.values import changes, figures, lists, ranges, times, words
from perfscore.language.values.record import Value
from perfscore.language.values.trim import trimmed
from perfscore.language.vocab import RANGE_MARK

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyparsing import ParserElement


def _grammar(build: Callable[[], ParserElement], needs: str = r"") -> Callable[[str], Value | int]:
    """A reader that gives the value, or the place where the grammar stopped.

    `needs` is a pattern of what every text of the construction holds; without it the grammar is not tried.
    """
    needed = lazy_pattern(needs, re.DOTALL)

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

#: A longer text is a report, of words if of anything: no figure, date or list is looked for in it.
LONGEST_FIGURE = 400

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
    _grammar(changes.departure, rf"(?:[高多低少]|超).*{_AMOUNT}"),
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


def read_body(body: str) -> Value | int:
    """The value of the first construction that reads the whole text, or the furthest place that one reached."""
    furthest = 0
    figures_too = (*CONSTRUCTIONS, _read_list, *_WORDS)
    for read in figures_too if len(body) <= LONGEST_FIGURE else (words.read_empty, *_WORDS):
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
    start, end = trimmed(piece)
    for read in (*CONSTRUCTIONS, *_WORDS):
        found = read(piece[start:end])
        if isinstance(found, Value):
            return found
    return 0
