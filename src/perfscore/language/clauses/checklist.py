"""Items named in brackets, each worth the same: `四项任务（污水、厕所、道路、绿化）每完成一项得2分`."""

from __future__ import annotations

import re

import pyparsing as pp

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
