"""The words of budget tables, from `budget.toml`; read when a document first holds something like one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.core.toml import TomlFile
from perfscore.forms.labels import without_tags

#: The longest text that may be a header or a label of a line above a table.
LONGEST: Final = 45

_DIVISIONS: Final = ("fund", "nature", "period", "stage", "measure")
#: What amounts are divided by, in the order that the model names it.
KINDS: Final = (*_DIVISIONS, "year")
_VAGUE: Final = (("stage", "budget"), ("measure", "amount"))
_WHOLE: Final = ("label", "side", "says", "other")
_YEAR: Final = lazy_pattern(r"(?<!\d)(20[0-4]\d)(?!\d|[.,]\d)")
_MONEY_ASIDE: Final = lazy_pattern(r"\((?:(?:金额)?单位:?)?([百千万亿]{0,2}元)\)")
#: The second language of a header: 合计 Total.
_LATIN: Final = lazy_pattern(r"(?<=[\u4e00-\u9fff)])[A-Za-z&'./-]+$")
_ASIDE: Final = lazy_pattern(r"\([^()]*\)")
#: The marks in front of names, each deeper than the one before, and the digits that they count in.
_MARKS: Final = tuple(
    lazy_pattern(mark)
    for mark in (
        r"第?([一二三四五六七八九十]{1,3})[、.]",
        r"\(([一二三四五六七八九十]{1,3})\)",
        r"(\d{1,2})[、.](?!\d)",
        r"\((\d{1,2})\)",
        r"([①-⑳])",
        r"其中()",
    )
)
_ONES: Final = "〇一二三四五六七八九"

Says = Literal["total", "note", "empty", "money", "entity", "number", "year", "title"]


@frozen
class Mark:
    """The mark in front of a name: how deep it sets its row (一、 1, (一) 2 … ① 5, 其中 6; 0 without one), its number."""

    rank: int = 0
    number: int = 0

    @property
    def part(self) -> bool:
        """Whether the row is one of 其中."""
        return self.rank == len(_MARKS)

    @property
    def before(self) -> Mark | None:
        """The mark that is counted before this one."""
        return Mark(self.rank, self.number - 1) if self.number > 1 else None


@frozen
class Term:
    """What the words of a header cell say.

    Attributes:
        label: the column says what a row is (code, part, project, unit or item) or what else is to say (remark).
        side: income or expense, of a heading over one half of a table.
        kinds: the divisions of amounts that are named, each with its part.
        money: 万元 where the header names the unit.
    """

    label: str = ""
    side: Literal["", "income", "expense"] = ""
    kinds: tuple[tuple[str, str], ...] = ()
    money: str = ""

    @property
    def leads(self) -> bool:
        """Whether the column says what a row is."""
        return self.label not in ("", "remark")

    @property
    def known(self) -> bool:
        """Whether the cell says anything that a budget table's header says."""
        return bool(self.label or self.side or self.kinds)


class Words:
    """The patterns of the file, by group and name."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._whole = {group: _compiled(table[group]) for group in _WHOLE}
        self._parts = {group: _compiled(table[group]) for group in _DIVISIONS}

    def whole(self, group: str, key: str) -> str:
        """The name in a group whose pattern a whole text has, or ""."""
        return next((name for name, known in self._whole[group].items() if known.fullmatch(key)), "")

    def says(self, what: Says, text: str) -> re.Match[str] | None:
        """The match where a whole text says one thing."""
        return self._whole["says"][what].fullmatch(key_of(text))

    def term(self, text: str) -> Term:
        """Read a header cell."""
        key = key_of(text)
        if not key or len(key) > LONGEST:
            return Term()
        aside = _MONEY_ASIDE.search(key)
        money = aside[1] if aside else ""
        key = _MONEY_ASIDE.sub("", key)
        key = _LATIN.sub("", key) or key
        bare = _ASIDE.sub("", key) or key
        kinds = [
            (group, found)
            for group in _DIVISIONS
            if (found := next((name for name, known in self._parts[group].items() if known.search(bare)), ""))
        ]
        if year := _YEAR.search(bare):
            kinds.append(("year", year[1]))
        # 一般公共预算 is a fund and not a budget of it.
        if any(group in ("fund", "nature") for group, _ in kinds):
            kinds = [kind for kind in kinds if kind not in _VAGUE]
        side = self.whole("side", bare)
        label = self.whole("label", key) or self.whole("label", bare)
        return Term(label, side, tuple(kinds), money)  # type: ignore[arg-type]


def key_of(text: str) -> str:
    """A text as it is compared: without markup, blanks and a colon at its end."""
    return squash(without_tags(text)).rstrip(":")


def year_in(text: str) -> re.Match[str] | None:
    """The year that a title or a header names."""
    return _YEAR.search(text)


def mark_of(text: str) -> Mark:
    """The mark in front of a name.

    >>> mark_of("二十一、粮油物资储备支出"), mark_of("其中：一般公共预算"), mark_of("合计")
    (Mark(rank=1, number=21), Mark(rank=6, number=0), Mark(rank=0, number=0))
    """
    key = key_of(text)
    for rank, mark in enumerate(_MARKS, 1):
        if match := mark.match(key):
            return Mark(rank, _counted(match[1]))
    return Mark()


def _counted(digits: str) -> int:
    """The number that a list mark counts."""
    if not digits or digits.isdecimal():
        return int(digits or 0)
    if "①" <= digits <= "⑳":
        return ord(digits) - ord("①") + 1
    tens, ten, ones = digits.rpartition("十")
    return (_ONES.find(tens or "一") * 10 if ten else 0) + (_ONES.find(ones) if ones else 0)


def _compiled(names: Mapping[str, Sequence[str]]) -> dict[str, re.Pattern[str]]:
    return {name: lazy_pattern("|".join(f"(?:{text})" for text in texts)) for name, texts in names.items()}


@lru_cache(maxsize=1)
def words() -> Words:
    """The words that come with the package.

    Raises:
        UsageError: the file is no TOML or has a group that nothing reads.
    """
    name = "budget.toml"
    file = TomlFile.read(Path(__file__).with_name(name), name)
    file.among("", file.table, (*_WHOLE, *_DIVISIONS), "预算表词语")
    return Words(file.table)


@lru_cache(maxsize=4096)
def term_of(text: str) -> Term:
    """`Words.term` of the package's words, remembered because headers repeat."""
    return words().term(text)
