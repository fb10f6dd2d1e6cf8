"""What a clause gives or takes, said otherwise: `本项全扣`, `减半计分`, `分数减少10分`, `扣减5%得分`, `从8分中减1分`."""

from __future__ import annotations

import re

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.frame import Saying
from perfscore.language.clauses.words import ADD_VERB, DEDUCT_VERB, GRAVITY, NUMBER, UNIT, WEIGHT

#: What is so much more than it was.
GROWTH = "增长率"
_END = r"(?=[;。,)]|$)"
_ITS = "(?:(?:该|本|此)(?:项|指标|小项)的?)?"
#: The points that are paid or taken last before a half of them.
_PAID = lazy_pattern(rf"(?P<change>{DEDUCT_VERB}|加|奖)\D{{0,3}}(?:{NUMBER})分|满分|(?P<n>{NUMBER})分(?!钟)")


def _halved(match: re.Match[str]) -> str:
    """Half of the award that it follows, or of all points; of what was taken off before, nobody can tell."""
    before = [*_PAID.finditer(match.string, 0, match.start())]
    if (before and before[-1]["change"]) or _WORKED_OUT.search(match.string):
        return match[0]  # half of a share or of a formula is half of what it gives
    written = before[-1]["n"] if before else None
    return f"得{written}分的50%" if written else "得分值的50%"


def _moved(match: re.Match[str]) -> str:
    return f"{match['step']}{'加' if match['up'] else '扣'}"


_WORKED_OUT = lazy_pattern("得分=|[×*÷/]|比例[得计]分")
#: A rank before the noun that the last of a list has for all: 重大、较大、一般事故.
_RANK = lazy_pattern(rf"(?:特别重大|{GRAVITY}|(?:国家|省部?|市|区县?|县|乡镇?|部|校)级|[一二三]等|[甲乙丙]级)")
#: What is denied or bounded in the first name alone may be said of all.
_OF_ALL = lazy_pattern("[未不没无]|以[上下]|级")

#: One character of a list is no name by itself: 甲、乙、丙类事故.
_SHORTEST = 2


def _respectively(match: re.Match[str]) -> str:
    """A counter for each of several things that cost or earn different points each time; one that may be of all stays."""
    names = re.split("[、和及与]", match["names"])
    points = re.findall(rf"({NUMBER})分", match["points"])
    ranks = [_RANK.match(name) for name in names]
    first, second, last = names[0], names[1], names[-1]
    if len(names) != len(points):
        return match[0]
    if (rank := ranks[-1]) and all(
        found and found[0] == name for name, found in zip(names[:-1], ranks, strict=False)
    ):
        names = [f"{name}{last[rank.end() :]}" for name in names[:-1]] + [last]
    elif (shared := first.find(second[:2])) > 0:
        names = [first, *(first[:shared] + name for name in names[1:])]
    elif _OF_ALL.search(first) or any(len(name) < _SHORTEST for name in names):
        return match[0]
    each = f"的,每{match['u']}{match['verb']}"
    return ";".join(f"{match['lead']}{name}{each}{paid}分" for name, paid in zip(names, points, strict=True))


EFFECTS: tuple[Saying, ...] = (
    Saying(
        "别次",
        lazy_pattern(
            rf"(?P<lead>(?:(?<=[;。,])|^)(?:获得?|取得|荣获|发生|出现|发现|有)?)(?P<names>[^\d,;。:()每扣加、和及与]+(?:[、和及与][^\d,;。:()每扣加、和及与]+)+?)"
            rf"的?,?每(?P<u>{UNIT})(?:分别|依次)(?P<verb>{DEDUCT_VERB}|{ADD_VERB}|[得计记])(?P<points>{NUMBER}分(?:、{NUMBER}分)+)(?=[;。,)]|$)",
            needs="每",
        ),
        _respectively,
        lazy_pattern(r"每[^\d,;。]{1,3}(?:分别|依次)"),
    ),
    Saying(
        "扣",
        lazy_pattern(
            rf"{_ITS}(?:分值|分数|得分)?(?<![安健完齐保])(?:全部?扣(?:除|光|完|掉)?|扣光)(?:分数?)?{_END}"
        ),
        "不得分",
    ),
    Saying(
        "半",
        lazy_pattern(
            rf"(?:{_ITS}(?:得分|分值|分数)?(?:减半|折半)[计得给记]分|{_ITS}(?:得分|分值|分数)(?:减半|折半)){_END}"
        ),
        _halved,
    ),
    # The score goes up or down by what a step moves it.
    Saying(
        "得分",
        lazy_pattern(
            rf"(?P<step>每[^;。,每]{{1,24}}[,的])(?:则|就)?(?:得分|分数|分值)(?:则|就|将|也)?(?:相应|对应|随之|同步)?的?"
            rf"(?:(?P<up>增加|提高|上升|加)|减少|降低|下降|扣减|扣|减)(?={NUMBER}分{_END})",
            needs="每",
        ),
        _moved,
        lazy_pattern(r"(?:得分|分数|分值)[^;。,\d]{0,6}(?:[增提上加减降下扣])"),
    ),
    Saying(
        "%",
        lazy_pattern(rf"(?<=[扣减除])(?P<n>{NUMBER})%的?{_ITS}(?:得分|权重得分|权重分数|{WEIGHT}){_END}"),
        r"分值的\g<n>%",
        lazy_pattern(r"[扣减除]\d[\d.]*%的?[^\d,;。]"),
    ),
    # What a growth earns for each of it is a growth from nothing.
    Saying(
        "每",
        lazy_pattern(
            rf"每(?:增长|上升|提高|提升|增加)(?P<step>{NUMBER}(?:%|个百分点))(?=的?,?[得计记]{NUMBER}分{_END})",
            needs="每",
        ),
        rf"{GROWTH}每\g<step>",
    ),
    # What points are taken from is the base.
    Saying(
        "从在",
        lazy_pattern(
            rf"(?P<step>每[^;。,每]{{1,24}}?,?)[从在](?P<base>{NUMBER})分[中内里](?:再)?(?:{DEDUCT_VERB})(?={NUMBER}分)",
            needs="每",
        ),
        r"基础分为\g<base>分,\g<step>扣",
    ),
    # Points for each without a verb, behind them: 核心期刊10分/篇.
    Saying(
        "/",
        lazy_pattern(
            rf"(?P<name>(?:(?<=[;。,])|^)[^\d,;。:()扣减加每]{{2,24}}?)(?<![得计记给])(?<![^等金银铜大]奖)(?P<points>{NUMBER})分/(?P<u>{UNIT}){_END}"
        ),
        r"\g<name>每\g<u>\g<points>分",
    ),
)
