"""Facts in a row, each worth the same: `四项任务（污水、厕所、道路、绿化）每完成一项得2分`, `制度、台账各得2分`."""

from __future__ import annotations

import re

import pyparsing as pp

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.amounts import AWARD_POINTS, CHANGE, Amount
from perfscore.language.clauses.scope import gap
from perfscore.language.clauses.terminals import regex
from perfscore.language.clauses.words import NUMBER, UNIT, fraction
from perfscore.language.clauses.yes_no import Saying

_BEFORE, _AFTER = gap(r"\d,;。:()每扣得", "{0,12}"), gap(r"\d,;。:()", "{0,6}?")
_LIST = regex(
    rf"(?P<n>{NUMBER})(?:{UNIT}){_BEFORE}\((?P<items>[^()\d]+(?:、[^()\d]+)+)\)[,:]?每(?:完成|做到|达到|落实|具备|有|满足|符合)?1?(?:{UNIT}){_AFTER},?",
    needs="、",
)


def _items(tokens: pp.ParseResults) -> list[tuple[Saying, Amount]]:
    match: re.Match[str] = tokens[0]
    amount: Amount = tokens[1]
    named = re.split(r"[、和及]", match["items"])
    if len(named) != fraction(match["n"]) or amount.manner == "deduct" or amount.high is not None:
        raise pp.ParseException("the list and its number differ")
    award = Amount("award", amount.points, amount.share, amount.of)
    return [(Saying(name), award) for name in named]


ENUMERATED = (_LIST + (AWARD_POINTS | CHANGE)).set_name("enumerated items")
ENUMERATED.set_parse_action(_items)

_ITEM = r"(?:(?![得计记扣减加]{1,2}\d|扣|得分|加分)[^\d,;。:()、每]){2,20}?"
#: Before 各 stand two facts or more; 各 itself is no part of the last one.
_AND = "(?:和(?![谐平解睦])|(?<![参给])与|及(?![时格]))"
_EACH = regex(
    rf"(?P<items>{_ITEM}(?:、{_ITEM})*(?:、|{_AND}){_ITEM})(?:(?P<n>\d)[项个]|两者|二者)?(?:的|者)?,?(?:(?:均|都|分别)?各|分别)(?=[得计记扣减加]|\d)",
    needs="各|分别",
)
#: What the last of several things has, all have: 制度、台账健全.
_SHARED = lazy_pattern(r"[^,]{2,}?(?P<state>健全|齐全|完整|完善|规范|到位|完备|齐备|合理|清晰|明确|及时)")
_STATE = lazy_pattern("[未不没无有]|(?:全|整|善|范|位|备|理|晰|确|时|好|定|成)$")


def _each(tokens: pp.ParseResults) -> list[tuple[Saying, Amount]]:
    match: re.Match[str] = tokens[0]
    amount: Amount = tokens[1]
    named = [name.rstrip("的者") for name in re.split(rf"、|{_AND}", match["items"])]
    # Whether 和 joins two facts or is part of one, only a sum of points can tell.
    joined = amount.manner != "award" and re.search(_AND, match["items"]) is not None
    if amount.high is not None or joined or not all(named) or match["n"] not in (None, str(len(named))):
        raise pp.ParseException("no points for each")
    *others, last = named
    if not any(map(_STATE.search, others)):
        if shared := _SHARED.fullmatch(last):
            named = [*(f"{name}{shared['state']}" for name in others), last]
        elif len(last) > max(map(len, others)) + 1:
            raise pp.ParseException("what is said of the last may be said of all: 供水、供电中断")
    return [(Saying(name), amount) for name in named]


EACH = (_EACH + (AWARD_POINTS | CHANGE)).set_name("each of several facts")
EACH.set_parse_action(_each)

_MARK = r"(?:[①-⑳❶-❿]|\((?:\d{1,2}|[一二三四五六七八九十])\)|\d{1,2}[、.](?!\d))"
_POINT = r"(?:(?![①-⑳❶-❿])[^\d;。:()]){2,60}?"
#: Items in a row and what each of them is worth: ①…;②…。以上各1分,满足得分,不满足不得分.
_ABOVE = regex(
    rf"(?P<first>{_POINT})[;。,]+(?P<items>(?:{_MARK}{_POINT}[;。,]+)+)"
    rf"(?:以上|上述)?(?:(?P<n>\d)[项个条点])?(?:(?:内容|要点|各项|要求)*,?(?:各(?!项|要)|每1?[项条点个](?:要点|内容)?(?!缺|少|未|不))|各项(?:均|都)?(?=\d|[得计记]))",
    needs=r"[①-⑳❶-❿]|[\d一二三四五六七八九十]\)|\d[、.](?!\d)",
)
_HELD = "(?:满足|符合|达到|具备|做到|是)(?:要求|条件|标准)?的?"
_ELSE = "(?:不满足|不符合|未达到|不具备|未做到|否则|否)(?:要求|条件|标准)?的?"
_SAID_AGAIN = regex(
    rf"(?:[,;]{_HELD},?得(?P<again>{NUMBER})?(?:满)?分(?:[,;]{_ELSE},?(?:不得分|得?0分))?)?(?=[;。,]|$)"
)


def _above(tokens: pp.ParseResults) -> list[tuple[Saying, Amount] | tuple[Saying, Amount, str]]:
    match, amount, again = tokens
    rest = re.findall(rf"({_MARK})({_POINT})[;。,]+(?={_MARK}|$)", match["items"])
    differs = again["again"] is not None and amount.points != fraction(again["again"])
    if amount.high is not None or match["n"] not in (None, str(len(rest) + 1)) or differs:
        raise pp.ParseException("the list and its points differ")
    return [
        (Saying(match["first"]), amount),
        *((Saying(said), amount, mark.strip("()、.")) for mark, said in rest),
    ]


ABOVE = (_ABOVE + AWARD_POINTS + _SAID_AGAIN).set_name("items above")
ABOVE.set_parse_action(_above)
