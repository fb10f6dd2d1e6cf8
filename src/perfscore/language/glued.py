"""Numbers that are part of a name: PM2.5, 4G网络, 12345热线, 近3年, 65岁以上老年人健康管理率.

The frames of the grammar let a name hold no digits, for a number has a role of its own. These have none: they are
glued to letters, to what they name (近, 岁, a service called by its number), or count what a rate is taken of. Before
a text is read, letters of a script that no such text is written in stand for their digits, place by place; what was
read has the digits back. A name keeps all of them, so that none vanishes.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import TypeVar, cast

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.sayings import plainly
from perfscore.language.clauses.words import SIGN, UNIT
from perfscore.language.wording import Wording

T = TypeVar("T")

_DIGITS = "0123456789.-"
_LETTERS = "ꀀꀁꀂꀃꀄꀅꀆꀇꀈꀉꀊꀋ"
_AWAY, _BACK = str.maketrans(_DIGITS, _LETTERS), str.maketrans(_LETTERS, _DIGITS)
_STANDS_IN = lazy_pattern(f"[{_LETTERS}]")

#: What a number with a role of its own stands before.
_ROLE = r"[%‰万亿元]|个?百分点|(?:及?以|或以)[上下内]|[之]?内|的?,?[得计记扣加减]|不|分(?!钟|局|行|公司)|[-至到,;。)]|\(不?含|$"
#: What stands before a number with a role of its own.
_AHEAD = r"(?<![\d.A-Za-z达到成于过足满出有少多超低缺现生查每第为约≥≤<>=±得扣计记加减])"
#: Numbers under which somebody is called.
_CALLED = r"(?:1[12]\d|12\d{3}|9\d{4})"
#: A rate that is compared next; a number before it says of what it is taken.
_RATE = rf"[^,;。:\d得扣计分]{{1,24}}?(?:率|比例|占比|比重)(?=的?(?:{SIGN}|达|在|每|[≥≤<>=:(,]|\d|较|比|低|高))"
#: How they are glued, each behind what a text holds that has it; most texts have none, and the patterns are long.
_WAYS: tuple[tuple[re.Pattern[str], str], ...] = (
    # PM2.5年均浓度, CO2排放量, O3浓度
    (lazy_pattern(r"[A-Za-z]\d"), rf"(?<=[A-Za-z][A-Za-z])\d{{1,4}}(?:\.\d)?(?![\d.])(?!{_ROLE})"),
    (lazy_pattern(r"[A-Z]\d"), rf"(?<![A-Za-z])(?<=[A-Z])\d{{1,2}}(?=[\u4e00-\u9fff])(?!{_ROLE}|{UNIT})"),
    # 4G网络, 5A级景区
    (lazy_pattern(r"\d[ADG]"), rf"(?<![\d.A-Za-z达到≥≤<>±])\d{{1,2}}(?=[ADG][\u4e00-\u9fff])(?!.{_ROLE})"),
    # 12345热线, 110接警
    (lazy_pattern(rf"{_CALLED}[^\W\d_a-zA-Z]"), rf"{_AHEAD}{_CALLED}(?=[\u4e00-\u9fff])(?!{_ROLE}|{UNIT})"),
    # 完成2024年度计划
    (lazy_pattern(r"20\d\d年度"), r"(?<=[\u4e00-\u9fff])20\d\d(?=年度[\u4e00-\u9fff])"),
    # 近3年平均增长率
    (lazy_pattern(r"[近前]\d"), r"(?<![接靠])(?:(?<=近)|(?<=前))\d{1,2}(?=年(?:平均|年均|均|累计)|年[^,;。:\d得扣计]{1,12}率)"),
    # 0-6岁儿童健康管理率, 24小时到岗率, 3项制度落实率
    (lazy_pattern(r"\d(?:周?岁|月龄)"), rf"{_AHEAD}\d+(?:-\d+)?(?=(?:周?岁|月龄)(?:及?以[上下内])?{_RATE})"),
    (lazy_pattern(r"\d(?:小时|分钟|天|个?工作日|日|[个项类种级大])[^,;。:\d得扣计分]*[率比]"),
     rf"{_AHEAD}\d+(?=(?:小时|分钟|天|个?工作日|日)(?:之?内)?{_RATE}|[个项类种级大](?![以及内外]){_RATE})"),
)  # fmt: skip

#: What an equation defines, with a number in its name: 一次验收合格率=…, 30天再入院率=….
_DEFINES = lazy_pattern(
    r"(?:^|(?<=[;。,:(]))(?:其中:?)?(?P<name>[^\d;。,:()=≥≤<>]{0,12}\d[^;。,:()=≥≤<>+×*÷/]{2,20}(?<=[\u4e00-\u9fff]))=(?![\d分]|得)"
    r"|=(?P<of>(?=[^;。,=≥≤<>]*\d)[^;。,=≥≤<>得扣计]+[×*÷/][^;。,=≥≤<>得扣计]+)",
    needs="=",
)
#: A number in it says how long, which or how often, before what has it.
_COUNTS = lazy_pattern(
    r"(?<![\d.])\d{1,4}(?=(?:个?月|个?工作日|天|日|年|周|岁|次|小时|分钟|[类级])(?:之?内|以内)?[\u4e00-\u9fff]{2})"
)


def _in_equations(text: str) -> str:
    """The text with the numbers put away that stand in the names of its equations."""
    names: set[str] = set()
    for match in _DEFINES.finditer(text):
        side = match["name"] or match["of"]
        away = _COUNTS.sub(lambda found: found[0].translate(_AWAY), side)
        if match["of"]:
            names |= {part for part in _PARTS.split(side) if _COUNTS.match(part)}
        elif _DIGIT.search(away) is None:
            names.add(side)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, _COUNTS.sub(lambda found: found[0].translate(_AWAY), name))
    return text


_PARTS, _DIGIT = lazy_pattern(r"[+\-−×*÷/()|]"), lazy_pattern(r"\d")


@lru_cache(maxsize=64)
def _glued(ways: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(ways))


def put_away(text: str) -> str:
    """The same text, as long, with letters for the digits that are part of a name.

    >>> put_away("PM2.5年均浓度≤35") == "PM2.5年均浓度≤35", back(put_away("PM2.5年均浓度≤35"))
    (False, 'PM2.5年均浓度≤35')
    """
    if _STANDS_IN.search(text) is not None:
        return text
    text = _in_equations(text)
    ways = tuple(way for needed, way in _WAYS if needed.search(text) is not None)
    return _glued(ways).sub(lambda match: match[0].translate(_AWAY), text) if ways else text


def spelled(text: str) -> Wording:
    """A text in its one spelling and in plain frames, as the grammar is to see it."""
    words = plainly(text)
    return replace(words, text=put_away(words.text))


def back(text: str) -> str:
    """A text with its digits back."""
    return text.translate(_BACK)


def read_back(node: T) -> T:
    """What was read, with the digits of its names back."""
    if isinstance(node, str):
        return cast("T", back(node))
    if isinstance(node, tuple):
        return cast("T", tuple(map(read_back, node)))
    if not is_dataclass(node) or isinstance(node, type):
        return node
    changed = {}
    for each in fields(node):
        value = getattr(node, each.name)
        if (given := read_back(value)) != value:
            changed[each.name] = given
    return cast("T", replace(node, **changed)) if changed else node
