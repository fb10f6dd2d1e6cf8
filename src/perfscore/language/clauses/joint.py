"""Several facts that are paid together: how many of them hold, and a list of which one is enough.

制度健全、台账完整得5分,满足其中1项得3分,均不满足不得分
有下列情形之一的,不得分:(1)弄虚作假;(2)瞒报事故
"""

from __future__ import annotations

import re

import pyparsing as pp

from perfscore.core.records import frozen
from perfscore.language.clauses.amounts import AWARD, NONE, NOTHING, Amount
from perfscore.language.clauses.scope import gap, scoped
from perfscore.language.clauses.terminals import regex
from perfscore.language.clauses.yes_no import Saying


@frozen
class HowMany:
    """So many of the named facts hold, and no more."""

    names: tuple[str, ...]
    number: int

    def say(self) -> str:
        """`制度健全、台账完整中满足1项`."""
        return f"{'、'.join(self.names)}中满足{self.number}项"


#: A name is kept as it stands, whatever it holds: the fact is asked for by it.
_NAME = r"[^\d,;。:()、每扣得计记]{2,14}?"
_MEETS = "(?:满足|符合|达到|具备|做到|完成)"
_NO = f"(?:未能?|不|没有?){_MEETS}"
_END = "(?:的|者|时)?,?(?=[得计记给扣为不满]|\\d)"
_ONE_OF = regex(
    rf"(?P<names>{_NAME}(?:、{_NAME})+)中(?:仅|只)?{_MEETS}(?P<n>\d)项{_END}",
    needs="中[^,;。]{0,3}\\d项",
)


def _counted(tokens: pp.ParseResults) -> list[tuple[HowMany, Amount]]:
    match: re.Match[str] = tokens[0]
    names = tuple(match["names"].split("、"))
    if int(match["n"]) > len(names) or len(set(names)) < len(names):
        raise pp.ParseException("more than there are")
    return [(HowMany(names, int(match["n"])), tokens[1])]


_counts = _ONE_OF + AWARD
_counts.set_parse_action(_counted)

_BETWEEN = "[;,。]?"
#: Both, one of them, none: the two facts stand before the points, or where one of them is enough.
_BOTH = regex(
    rf"(?P<both>{_NAME}(?:、|且|并|和|与|及){_NAME})(?:,?(?:2项|两者|二者)?(?:均|都|全部){_MEETS})?{_END}",
    needs="(?:均|都)(?:未|不|没)",
)
_ANY = regex(
    rf"{_BETWEEN}(?:仅|只)?(?:{_MEETS}(?:(?P<one>{_NAME})(?:或|、)(?P<other>{_NAME}))?(?:中|其中|其)?(?:的)?(?:任意|任何|任)?[1一]项"
    rf"|有?[1一]项{_MEETS}){_END}"
)
_NEITHER = regex(rf"{_BETWEEN}(?:2项|两者|二者|以上2项)?(?:均|都){_NO}(?:要求|条件)?{_END}")


def _levels(tokens: pp.ParseResults) -> list[tuple[HowMany, Amount]]:
    first, full, middle, some, _, none = tokens
    names = (middle["one"], middle["other"]) if middle["one"] else tuple(re.split("[、且并和与及]", first["both"]))
    told = len(names) == 2 and all(name and name in first["both"] for name in names) and names[0] != names[1]
    # What the first clause says beside the names that another one gives must not matter.
    lost = middle["one"] is not None and scoped(first["both"])
    if not told or lost or any(amount.high is not None for amount in (full, some, none)):
        raise pp.ParseException("not two facts")
    return [(HowMany(names, number), amount) for number, amount in ((2, full), (1, some), (0, none))]


_levelled = _BOTH + AWARD + _ANY + AWARD + _NEITHER + AWARD
_levelled.set_parse_action(_levels)
HOW_MANY = (_counts | _levelled).set_name("how many of several facts")

_MARK = r"(?:[①-⑳❶-❿]|\((?:\d{1,2}|[一二三四五六七八九十])\)|\d{1,2}[、.](?!\d))"
_ITEM = r"(?:(?![①-⑳❶-❿])[^\d;。:()]){2,40}(?:\([^()\d]{1,40}\))?"
_HEAD = regex(
    r"(?:凡|若|如)?(?:有|发生|存在|出现)?(?:下列|以下|如下)(?:任何|任一)?(?:情况|情形|行为|问题|现象)?之一(?:的|者)?,?"
    + gap(r"\d,;。:()扣加得计记", "{0,8}?")
    + "(?=不|一律|全部|均|该项|本项|此项|[得计记为给]?0分)",
    needs="之一",
)
_ITEMS = regex(rf"(?:的)?[:,。;]+(?P<items>(?:{_MARK}{_ITEM}[;,。]*){{2,}})")


def _listed(tokens: pp.ParseResults) -> list[tuple[Saying, Amount, str]]:
    match: re.Match[str] = tokens[-1]
    found = re.findall(rf"({_MARK})({_ITEM})", match["items"])
    return [(Saying(item.rstrip(",的者")), tokens[1], mark.strip("()、.")) for mark, item in found]


_ZERO = regex(r"[得计记为给]?0分(?![\d钟])")
_ZERO.set_parse_action(lambda _: NONE)
ANY_OF = (_HEAD + (NOTHING | _ZERO) + _ITEMS).set_name("one of a list")
ANY_OF.set_parse_action(_listed)
