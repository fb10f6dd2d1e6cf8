"""What has to be, by its number, before what is short of it or beyond it costs: `全年至少举行4次宣传活动,每少1次扣3分`.

Of a lower bound before what is missing the row's target may say nothing. Any other number (药占比(不含中药饮片)控制在
30%以内,每上升1个百分点…, 回访按照故障总量的3%进行,每低1个百分点…) is read where nothing else reads it.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal

import pyparsing as pp

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.language.clauses.scope import gap, narrowed, scoped
from perfscore.language.clauses.terminals import regex
from perfscore.language.clauses.words import EVENT, EXCESS, NUMBER, PERIOD, SHORTFALL, UNIT, fraction

Way = Literal["down", "up", "part", "faults"]
#: How many times a year holds a period; a thing apart (每个小区) has no such number.
_TIMES = {"年": 1, "半年": 2, "学期": 2, "季": 4, "季度": 4, "月": 12, "周": 52}


@frozen
class Duty:
    """How many there have to be.

    Attributes:
        before: the words before the number: 每月至少举行.
        behind: the words behind its unit: 宣传活动.
        way: what costs behind it: less of it, more of it, less of the whole of which it is a part, or faults that are
            counted by themselves.
        stated: whether its own words say that it is a bound; else only the target can tell.
    """

    before: str
    value: Fraction
    unit: str
    behind: str
    way: Way = "down"
    stated: bool = True

    @property
    def times(self) -> int | None:
        """How often it is due in a year; None where it is due for each of something, and nobody says of how many."""
        found = _EACH.findall(self.before)
        periods = [_TIMES.get(name.removesuffix("度") if name != "季度" else name) for name in found]
        return 1 if not periods else periods[0] if len(periods) == 1 else None

    @property
    def period(self) -> str:
        """For what it is due each: 每月; empty where it is due once."""
        found = _EACH.search(self.before)
        return found[0] if found else ""

    def say(self) -> str:
        """`每月至少举行1次宣传活动`."""
        return f"{self.before}{plain(self.value)}{self.unit}{self.behind}"


_EACH = lazy_pattern(r"每个?(半年|学期|季度|[^\W\d_])")
#: The number is no lower bound, or the words say when something holds.
_OTHER = lazy_pattern(
    r"(?<![不得])(?:[低少小]于|不足|超[过出]?|[高多大]于|降|减)|[未没无]|不(?![少低]于|得[少低]于)|最多|至多|以[下内外]|之内|[的者时后]$|得分|满分|加|计分"
)
DUTY = regex(
    rf"(?P<before>[^\d,;。:()扣得≥≤<>=]{{0,30}}?(?:不得(?=[少低]于)[^\d,;。:()扣得]{{2}})?)(?P<n>{NUMBER})(?P<u>{UNIT})(?:\(?含?\)?以上)?"
    r"(?P<behind>[^\d,;。:()扣得每]{0,20})(?=[,;。]每再?(?:减?少|缺少?|欠缺?|漏|差|降?低)于?[\d一])",
    needs=r"\d[^,;。]*[,;。]每再?[减少缺欠漏差降低]",
).set_name("duty")


def _duty(tokens: pp.ParseResults) -> Duty:
    match: re.Match[str] = tokens[0]
    before, behind = match["before"], match["behind"]
    if any(_OTHER.search(words) or narrowed(words) for words in (before, behind)):
        raise pp.ParseException("no lower bound alone")
    return Duty(before, fraction(match["n"]), match["u"], behind)


DUTY.set_parse_action(_duty)

_UNSAID = "0-9,;。:()扣得每未没"
#: How often in each period, before the number of the year that holds them all: 每月巡查1次,全年12次.
REGULAR = regex(
    rf"{gap(_UNSAID, '{0,24}?')}{PERIOD}{gap(_UNSAID, '{0,12}?')}(?P<n>\d+)(?P<u>{UNIT}){gap(_UNSAID, '{0,16}')}"
    rf"(?=,(?:全年|年度|每年|[1一]年)(?!不?[得能]?超)[^\d,;。:()扣得每]{{0,8}}?(?P<all>\d+)(?P=u))",
).set_name("regular")
_A_YEAR = {"0.5年": (2,), "半年": (2,), "年": (1,), "学期": (2,), "季": (4,), "月": (12,), "周": (52,), "日": (365, 366), "天": (365, 366)}  # fmt: skip


def _regular(tokens: pp.ParseResults) -> str:
    match: re.Match[str] = tokens[0]
    period = re.search(PERIOD, match[0])
    name = period[0].removeprefix("每").removeprefix("个").removesuffix("度") if period else ""
    if int(match["all"]) not in [int(match["n"]) * times for times in _A_YEAR.get(name, ())]:
        raise pp.ParseException("another number than that of the year")
    return ""


REGULAR.set_parse_action(_regular)

_LOWER = "不得?(?:低于|少于|小于)|至少|≥|以上|达到|(?<!不)(?:低于|少于|不足|达不到)|未达到?"
_UPPER = "不得?(?:超过|高于|多于|大于)|控制在|≤|最多|至多|以[内下]|之内|(?<!不)(?:超过|高于|多于|超出)"
_BOUNDS: dict[Way, tuple[re.Pattern[str], re.Pattern[str] | None]] = {
    "down": (lazy_pattern(_LOWER), lazy_pattern(_UPPER)),
    "up": (lazy_pattern(_UPPER), lazy_pattern(_LOWER)),
    "part": (lazy_pattern("不得?[低少小]于|至少|≥"), None),
    "faults": (lazy_pattern("不得?[低少小]于|至少|≥"), None),
}
#: A remark that says what belongs to the quantity is part of its name.
_REMARK = r"\([^()\d]{1,20}\)"
_OPEN = rf"(?:{_REMARK}|[^\d,;。:()扣得])"
_STEP = rf"(?:每再?|(?=(?:少|缺|下降|增加)[\d一]))(?:(?P<down{{0}}>{SHORTFALL})|(?P<up{{0}}>{EXCESS}))于?(?=[^,;。]*?[\d一])"
#: What stands behind the number: a step, with the name again or not; one more lower bound with its
#: step; faults that are counted.
_BEHIND = (
    rf"(?P<name>[^\d,;。:()每扣得]{{0,14}}),?{_STEP.format('')}"
    rf"|(?P<again>{_OPEN}{{0,14}}?(?:不得?[低少]于|至少|≥)\d+{UNIT}{_OPEN}{{0,12}}?[,;。]{_STEP.format('_later')})"
    rf"|(?P<faults>每(?:{EVENT}))"
)
NORM = regex(
    rf"(?P<before>(?:{_OPEN}{{1,16}}:)?{_OPEN}{{1,40}}?(?:,(?:不得?[低少]于|至少))?)"
    rf"(?P<n>{NUMBER})(?P<u>%|个百分点|{UNIT}|[A-Za-z]{{1,5}})(?P<behind>(?:及?以[上下内]|之内)?{_OPEN}{{0,14}}?)(?=[,;。](?:{_BEHIND}))",
    needs=r"\d[^,;。]*[,;。][^;。]*(?:每|[少缺降加][\d一])",
).set_name("norm")
_CALLED = lazy_pattern("(?:率|比例|次数|数量?|量)$")


def _norm(tokens: pp.ParseResults) -> Duty:
    match: re.Match[str] = tokens[0]
    named = match.groupdict()
    way: Way = "faults" if named["faults"] else "part" if named["again"] else "down" if named["down"] else "up"
    before, behind = match["before"], match["behind"]
    words = re.sub(_REMARK, "", before) + behind
    wanted, other = _BOUNDS[way]
    stated = wanted.search(words) is not None
    called = _CALLED.sub("", named["name"] or "")
    if (
        scoped(words)
        or (other is not None and other.search(wanted.sub("", words)))
        or (way in ("faults", "part") and not stated)
        or not _in_order(called, before)
    ):
        raise pp.ParseException("no bound of what is counted")
    return Duty(before, fraction(match["n"]), match["u"], behind, way, stated)


def _in_order(name: str, words: str) -> bool:
    """Whether words hold the characters of a name in their order: 抽检 of 抽样检测."""
    left = iter(words)
    return all(char in left for char in name)


NORM.set_parse_action(_norm)
