"""What a cell says, as far as a scoring rule needs it: the target as a goal, an actual as a number, a day or words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Literal

import pyparsing as pp

from perfscore.core.numbers import without_noise
from perfscore.core.text import is_blank_mark, squash
from perfscore.core.units import canonical, factor, is_known, split_noun
from perfscore.language.clauses.conditions import RANGE, SUBJECT, Within
from perfscore.language.clauses.delay import BY_DATE, ByDate, Day
from perfscore.language.wording import wording

Sign = Literal["≥", "≤", ">", "<", "=", ""]

_PLACEHOLDER = re.compile(r"[≥≤<>=]\*+[^\d≥≤<>=]{0,4}|\*{2,}[^\d≥≤<>=]{0,4}")
_QUANTITY = re.compile(r"(-?\d+(?:\.\d+)?)((?:[^\d,;。、()]|\([台套件个只份人次辆户名场]\))*)")
_DOWN = "下降|降低|减少|低于|少于|缩短|压减|减"
_UP = "上升|增长|增加|提高|提升|超过|超出|超额|高于|多于|超|增"
_LATE = "逾期|延迟|滞后|推迟|超期|延期|拖延|延后|延误|超时|迟"
_NONE = frozenset(
    [
        "无",
        "没有",
        "未发生",
        "未发现",
        "零",
        "未出现",
        "不存在",
        "无违规",
        "无事故",
        "没有发生",
        "无投诉",
        "未出现过",
        "均未发生",
        "全年未发生",
    ]
)
_RANKS = frozenset(["位", "名", "位次", "名次"])
_EMPTY = frozenset(["不适用", "未统计", "详见报告", "同上", "见附件", "详见附件", "暂无", "待定"])


@dataclass(frozen=True, slots=True)
class Goal:
    """The target of a row.

    Attributes:
        value: its number in `unit`, None where it has none.
        sign: the relation written; empty where none is.
        unit: canonical unit, of the unit column where there is one.
        fraction: a bare number up to 1 in a percent column, read as a share (1 is 100 %).
        change: 下降 or 增长 where the target is a change.
        high: the upper number of a range.
        day: the last day of a date target.
        text: the words, squashed.
    """

    value: Fraction | None = None
    sign: Sign = ""
    unit: str = ""
    fraction: bool = False
    change: Literal["down", "up", ""] = ""
    high: Fraction | None = None
    day: Day | None = None
    text: str = field(default="")


def in_unit(value: Fraction, source: str, unit: str) -> Fraction | None:
    """A value in another unit; a missing unit, or missing denominators, are taken as the other's."""
    mine, other = canonical(source), canonical(unit)
    if mine in _RANKS and other in _RANKS:
        return value
    if mine == other or not mine or not other:
        scaled = re.fullmatch(r"[万亿]", mine)
        return value * {"万": 10**4, "亿": 10**8}[mine] if scaled and not other else value
    if re.fullmatch(r"[万亿](?:/.*)?", mine):
        return value if other.startswith(mine[0]) else value * {"万": 10**4, "亿": 10**8}[mine[0]]
    found = factor(mine, other)
    if found is None:
        head, other_head = mine.partition("/")[0], other.partition("/")[0]
        if "/" in mine and "/" in other:
            return None
        found = factor(head, other_head)
    return None if found is None else value * found


_GOAL = (SUBJECT + RANGE).leave_whitespace()
_DATE = BY_DATE.copy().leave_whitespace()


@lru_cache(maxsize=4096)
def read_goal(text: str, unit: str) -> Goal:
    """Read a target with its unit column."""
    column = canonical(unit)
    words = wording(text).text
    words = _PLACEHOLDER.sub("", words) or words
    if not words or is_blank_mark(words):
        return Goal(unit=column, text=squash(text))
    noise = without_noise(words)
    if noise is not None:
        words = format(noise, "f")
    try:
        day: ByDate = _DATE.parse_string(words, parse_all=False)[0]
        if day.side == "before" or (day.side == "in" and re.search(r"月(?:底|末|\d+日)?$", words)):
            return Goal(day=day.day, sign="≤", text=squash(text))
    except pp.ParseException:
        pass
    change: Literal["down", "up", ""] = ""
    match = re.match(
        rf"[^\d]*?(?:(?P<down>{_DOWN})|(?P<up>{_UP}))(?:率|幅度?|比例)?(?:达到?|不低于|不少于|≥|>=)?(?=\d)", words
    )
    if match and not re.match(r".*(?:至|到)\d", words):
        change = (
            "down"
            if match["down"] and match["down"] not in ("低于", "少于")
            else "up"
            if match["up"] and match["up"] not in ("超过", "超出", "高于", "多于", "超")
            else ""
        )
    try:
        within = _GOAL.parse_string(words, parse_all=False)[1]
    except pp.ParseException:
        within = None
    if not isinstance(within, Within) or within.measure not in ("", "share", "down", "up"):
        found = list(_QUANTITY.finditer(words))
        if len(found) != 1:
            return Goal(unit=column, text=squash(text))
        from perfscore.language.clauses.conditions import Quantity

        quantity = Quantity(Fraction(found[0][1]), found[0][2])
        within = Within(quantity, True, quantity, True)
    return _goal(within, column, change, words, text)


def _goal(within: Within, column: str, change: Literal["down", "up", ""], words: str, text: str) -> Goal:
    low, high = within.low, within.high
    end = low or high
    assert end is not None  # noqa: S101
    unit = column or canonical(end.unit)
    if end.unit and column and in_unit(end.value, end.unit, column) is None:
        unit = canonical(end.unit)
    sign: Sign
    if within.exact:
        sign = "=" if re.match(r"[^\d]*(?:=|等于)", words) else ""
        if re.match(r"[^\d]*控制(?:在|率?$)", words):
            sign = "≤"
    elif low is not None and high is not None:
        sign = "="
    elif low is not None:
        sign = ">" if within.low_in is False else "≥"
    else:
        sign = "<" if within.high_in is False else "≤"
    value = in_unit(end.value, end.unit, unit)
    top = in_unit(high.value, high.unit, unit) if high is not None and low is not None and low != high else None
    bare = unit == "%" and not end.unit and value is not None and 0 < value <= 1
    if bare and value is not None:
        return Goal(value * 100, sign, unit, fraction=True, change=change, text=squash(text))
    return Goal(value, sign, unit, change=change, high=top, text=squash(text))


@dataclass(frozen=True, slots=True)
class Actual:
    """An actual as typed: a number with its unit, a day, or words; `verb` is the change or delay before the number."""

    text: str
    number: Fraction | None = None
    unit: str = ""
    decimals: int = 0
    verb: Literal["", "down", "up", "late"] = ""
    day: Day | None = None
    empty: bool = False
    several: bool = False

    @property
    def word(self) -> str:
        """The words where there is no number."""
        return self.text if self.number is None and self.day is None and not self.empty else ""

    @property
    def none(self) -> bool:
        """Whether it says that nothing of the kind happened."""
        return self.text in _NONE


@lru_cache(maxsize=4096)
def read_actual(text: str) -> Actual:
    """Read an actual as typed in its cell."""
    words = wording(text).text
    plain_text = squash(text)
    if not words or is_blank_mark(words) or words in _EMPTY:
        return Actual(plain_text, empty=True)
    noise = without_noise(words)
    if noise is not None:
        words = format(noise, "f")
    match = re.fullmatch(
        r"(?:在|于)?(?:(?P<y>\d{4})年)?(?P<n>次年|下年|第2年|翌年)?(?P<m>1[0-2]|[1-9])月份?(?:(?P<d>3[01]|[12]\d|[1-9])[日号])?(?:底|末)?(?:前|之前)?",
        words,
    )
    if match and not re.fullmatch(r"\d+月", words.replace("个月", "")[:0]):
        return Actual(
            plain_text,
            day=Day(
                int(match["m"]),
                int(match["d"]) if match["d"] else None,
                bool(match["n"]),
                int(match["y"]) if match["y"] else None,
            ),
        )
    found = list(_QUANTITY.finditer(words))
    if not found:
        return Actual(plain_text)
    if len(found) > 1:
        return Actual(plain_text, several=True)
    lead = words[: found[0].start()].strip("≥=:")
    tail = re.sub(r"[.。;,]$", "", words[found[0].end() :])
    verb: Literal["", "down", "up", "late"] = ""
    if lead:
        if re.fullmatch(rf".{{0,6}}?(?:{_LATE})(?:了|完成)?", lead):
            verb = "late"
        elif re.fullmatch(rf".{{0,8}}?(?:{_DOWN})(?:了|率|幅度|目标|计划|目标值)*", lead):
            verb = "down"
        elif re.fullmatch(rf".{{0,8}}?(?:{_UP})(?:了|率|幅度|目标|计划|目标值)*", lead):
            verb = "up"
        elif not re.fullmatch(
            r"(?:第|已完成|完成|实际|实际完成|达到?|共|约|安排|发现|发生|共计|有|累计|完成率|已)+", lead
        ):
            return Actual(plain_text, Fraction(found[0][1]), found[0][2], several=True)
    if tail or re.search(r"约|左右|近|余", words):
        return Actual(plain_text, several=True)
    digits = found[0][1]
    run = found[0][2].strip()
    unit = "%" if re.fullmatch(r"%[^\d以及超未不]{0,4}", run) else run if is_known(run) else split_noun(run)[0]
    return Actual(plain_text, Fraction(digits), unit, len(digits.partition(".")[2]), verb)
