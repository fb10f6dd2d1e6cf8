"""Tiers in other signs and other words than the plain frames have: `+10%以内`, `80↑20分`, `下降但不足3%`, `每降一档扣3分`."""

from __future__ import annotations

import re
from itertools import pairwise

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import plain
from perfscore.language.clauses.frame import Saying
from perfscore.language.clauses.scope import gap, scoped
from perfscore.language.clauses.words import AWARD_VERB, GRADE, NUMBER, UNIT, WEIGHT, fraction

_MEASURE = rf"(?:%|个百分点|{UNIT})"
#: The name of a deviation, which is compared without its sign.
_EITHER_WAY = lazy_pattern(r"偏差|偏离|差异|误差")
_POINTS = rf"{NUMBER}分(?![钟值数])"
_DONE = "(?:完成|完工|竣工|验收|交付|支付|报送|上报|提交|办结)"


#: The end below zero of a range whose other end follows.
_BELOW_ZERO = lazy_pattern(rf"-{NUMBER}{_MEASURE}?[-至到]$")


def _plus(match: re.Match[str]) -> str:
    """A number above zero; of a deviation with no other end it may be the one side of two."""
    text, place = match.string, match.start()
    either = _EITHER_WAY.search(text) is not None and _BELOW_ZERO.search(text, max(0, place - 16), place) is None
    return match[0] if either else ""


#: One tier with an arrow, and at least two of them in a row.
_ARROW = rf"{NUMBER}{_MEASURE}?[↑↓][得计记]?{_POINTS}"
_ARROWS = lazy_pattern(rf"{_ARROW}(?:[,;。、]{_ARROW})+")


def _arrows(match: re.Match[str]) -> str:
    """Bounds where tiers with arrows stand in a row; alone an arrow may be a change."""
    return match[0].replace("↑", "以上").replace("↓", "以下")


#: No day is of a month by its name, or counted: 6月10日, 提前3日, 次月5日.
_ONE_MONTH = lazy_pattern(
    r"\A(?![\s\S]*?(?:(?<!每)(?<!每个)月|季|[年周]|提前|[延逾迟拖]))[\s\S]*?[日号][^,;。\d]{0,6}前"
)
_FIRST, _LATER = lazy_pattern(r"(\d+)[日号][^,;。\d]{0,6}前"), lazy_pattern(r"(\d+)[日号][^,;。\d]{0,6}后")


def _day_of_month(match: re.Match[str]) -> str:
    """A day of each month as its number, where a later one pays less or nothing."""
    first, later = _FIRST.search(match.string), _LATER.search(match.string)
    if not first or not later or int(later[1]) < int(first[1]):
        return match[0]
    mark = match["mark"] or match["marked"] or ""
    marked = "(不含)" if "不" in mark else "(含)" if mark else ""
    return f"{match['day']}日{marked}{'以下' if match['side'] == '前' else '以后'}{match['done']}"


_AT = rf"[^\d;。,]{{0,8}}?{NUMBER}{_MEASURE}?[^\d;。,]{{0,8}}{_POINTS}[,;]"
_POINT = lazy_pattern(rf"({NUMBER})({_MEASURE}?)[^\d;。,]{{0,8}}{_POINTS}[,;]")


def _between(match: re.Match[str]) -> str:
    """The ranges between points that were named; what the line is called stands behind the last of them."""
    ends = sorted((fraction(number), unit) for number, unit in _POINT.findall(match["at"]))
    if len({unit for _, unit in ends} - {""}) > 1:
        return match[0]
    between = [f"{plain(one[0])}{one[1]}-{plain(other[0])}{other[1]}之间" for one, other in pairwise(ends)]
    return match["at"] + "按线性内插计分,".join(between)


#: Grades in the order from the best, in a bracket.
_LIST = r"\((?P<list{0}>[^()、\d,;。]{{1,6}}(?:、[^()、\d,;。]{{1,6}})+)\)"
#: That a grade was given.
_GIVEN = lazy_pattern("(?:年度|综合|信用)?(?:考核|评定|评价|获评|认定|评|结果|等级|等次|为|被)*")


def _rungs(match: re.Match[str]) -> str:
    """What each grade below the best one gives, by its name; another best one than pays is left as it is."""
    first, *others = (match["list"] or match["listed"] or "").split("、")
    if not first:
        return match[0]  # 级 behind the best one alone is part of its name
    rank = match["top"][-1] if match["top"][-1] in "级等档" and first[-1] not in "级等档" else ""
    given = match["top"].removesuffix(f"{first}{rank}")
    if not others or given == match["top"] or _GIVEN.fullmatch(given) is None or scoped(match["name"]):
        return match[0]
    each, full = fraction(match["n"]), match["full"] and fraction(match["full"])
    costs = (each * n for n in range(1, len(others) + 1))
    said = [f"得{plain(max(full - cost, full * 0))}分" if full else f"扣{plain(cost)}分" for cost in costs]
    return f"{first}{rank}{match['paid']}" + ",".join(
        f"{one}{rank}{paid}" for one, paid in zip(others, said, strict=True)
    )


TIERS_SAID: tuple[Saying, ...] = (
    # Above zero by sign: 控制率在+10%以内.
    Saying("+", lazy_pattern(rf"(?:^|(?<=[在≥≤<>=于过到至达为\-,;。:]))\+(?={NUMBER}{_MEASURE})"), _plus),
    # Points tied to their condition by another word: (≥95%)=满分, 5%以内完成10分.
    Saying(
        "=",
        lazy_pattern(
            rf"(?:(?<=[)%‰])|(?<=以[上下内])|(?<=达标)|(?<=合格)|(?<=达到)|(?<=\d[次个项起件天日人家户]))=(?=(?:满分|{_POINTS})(?:[,;。]|$))"
        ),
        "得",
    ),
    Saying("完", lazy_pattern(rf"(?<=以[上下内])完成(?={_POINTS}(?:[,;。]|$))"), "得"),
    Saying("↑↓", _ARROWS, _arrows),
    # The line between points that were named: 80%得5分,100%得10分,中间线性插值.
    Saying(
        "间",
        lazy_pattern(
            rf"(?P<at>(?:{_AT}){{2,6}})(?:处于|介于|在)?(?:(?:两者|二者|其|中|两点|各点)之?间)(?:的)?(?:数值|值|部分)?"
        ),
        _between,
        lazy_pattern("[两二其中点者]之?间"),
    ),
    # Less than so much of a change: 下降但不足3%.
    Saying(
        "但",
        lazy_pattern(
            rf"(?:有所|略有)?(?P<way>下降|降低|减少|上升|提高|增长|增加)了?但(?:是)?(?=(?:不足|不满|不到|未达到?|未满|低于|小于)(?:了)?{NUMBER})"
        ),
        r"\g<way>",
    ),
    # In the next year, behind days of this one: 跨年不得分.
    Saying(
        "跨",
        lazy_pattern(
            rf"(?<=[,;。])跨年度?{_DONE}?(?:的|者)?,?(?=(?:不得分|(?:得|计|记)?0分|(?:得|计|记|扣){_POINTS})(?:[,;。]|$))"
        ),
        "次年1月及以后",
        lazy_pattern(r"\d月(?:\d+[日号]|底|末)"),
    ),
    # Not done within a time is done beyond it: 30分钟内未到场扣1分.
    Saying(
        "内",
        lazy_pattern(
            rf"(?:^|(?<=[,;。]))(?P<n>{NUMBER}(?:分钟|小时|个工作日|工作日|天|日))(?:之|以)?内(?:未能?|没有?|不能)"
            rf"(?P<done>[^\d,;。:()扣得计记每未没不或且并]{{1,12}}?)(?:的|者)?,?(?=扣{_POINTS}(?:[,;。]|$))"
        ),
        r"超过\g<n>\g<done>,",
    ),
    # A day of each month, said once for all tiers: 10日(含)前报送得8分,11日至15日报送得4分.
    Saying(
        "前后",
        lazy_pattern(
            r"(?:^|(?<=[,;。]))(?:每个?月)?(?P<day>[12]?\d|3[01])[日号](?P<mark>\((?:不?含|含\d+[日号])\))?(?:之|以)?(?P<side>前|后)"
            r"(?P<marked>\((?:不?含|含\d+[日号])\))?(?P<done>[^\d,;。:()扣得计记每未没不或且并]{0,6}?)(?=(?:的|者)?,?(?:[得计记]\d|不得分|\d[\d.]*分))"
        ),
        _day_of_month,
        _ONE_MONTH,
    ),
    # A grade and its share of the points: 优秀按分值的100%计,良好按80%计.
    Saying(
        "按",
        lazy_pattern(
            rf"(?P<grade>(?:^|(?<=[,;。、])){GRADE})(?:的|者)?,?按照?(?:{WEIGHT}的?)?(?P<n>{NUMBER})%(?:计算得分|计分|得分|赋分|给分|计算|计)(?=[,;。]|$)"
        ),
        r"\g<grade>得分值的\g<n>%",
        lazy_pattern(rf"{GRADE}(?:的|者)?,?按照?{WEIGHT}的?\d"),
    ),
    # So much for each grade below the best, where a bracket lists them.
    Saying(
        "降低",
        lazy_pattern(
            rf"(?P<top>[^,;。\d()]{{1,12}}?)(?P<paid>(?:的|者)?,?{AWARD_VERB}(?:满分|(?P<full>{NUMBER})分)[,;。])(?P<name>[^,;。\d()]{{0,8}}?)"
            rf"(?:{_LIST.format('')})?每(?:下降|降低|降|低)[1一]个?(?:等级|等次|档次|档|级|等)(?:{_LIST.format('ed')})?的?,?扣(?P<n>{NUMBER})分"
        ),
        _rungs,
        lazy_pattern(r"\([^()\d]+、"),
    ),
    # How many of a thing did it: 90%以上的村召开.
    Saying(
        "%",
        lazy_pattern(
            rf"^(?P<n>{NUMBER}%及?以上)的(?P<thing>{gap(r'0-9,;。:()得计记扣每未没不为', '{3,8}?')})(?=(?:的|者)?,?(?:[得计记]\d|得满分))"
        ),
        r"\g<thing>比例\g<n>",
        lazy_pattern("以上的"),
    ),
    # More than there may be of them: 超编1人扣1分.
    Saying(
        "超", lazy_pattern(rf"(?:^|(?<=[,;。]))超(?:编|员|岗|额|限|定员|编制)(?={NUMBER}[人名个辆台],?扣)"), "每超"
    ),
)
