"""Against what there was before, without a number: `与上期持平`, `高于上年`, `比去年有所下降`."""

from __future__ import annotations

import re
from fractions import Fraction

import pyparsing as pp

from perfscore.language.clauses.ranges import Quantity, Within
from perfscore.language.clauses.scope import gap
from perfscore.language.clauses.terminals import regex

#: The period that a change is measured against.
BASE = "(?:(?:上|去|前|往)一?年度?|上一?(?:期|月|季度?|周期)|基期|同期)(?:同期)?(?:水平|数|值)?"
_NAME = gap(r"\d,;。:()得计记扣每与比较高超低少大小不未没无非除", "{0,10}?")
_THAN = rf"(?:[与同和较比](?P<base>{BASE})(?:相比|比较)?|(?P<ratio>[同环]比))"
_WAY = r"(?:有所)?(?:(?P<more>增加|增长|上升|提高|高|多)|(?P<less>减少|下降|降低|低|少))"
_AGAINST = rf"(?:(?P<above>高于|超过|大于|多于)|(?P<below>低于|少于|小于))(?P<was>{BASE})"
BASED = regex(
    rf"(?:若|如|凡)?(?P<name>{_NAME})(?:{_THAN}(?:(?P<level>持平|相同|一致)|{_WAY})|{_AGAINST})(?:的|者|时)?"
    r"(?=[,;。:(]|[得计记给赋扣减加不]|为?\d+(?:\.\d+)?分|满分|$)",
    needs="年|期|月|季|周|同比|环比",
).set_name("against a base")


def _based(tokens: pp.ParseResults) -> Within:
    match: re.Match[str] = tokens[0]
    base = match["base"] or match["was"]
    subject = match["name"] + (f"较{base}" if base else match["ratio"])
    nothing = Quantity(Fraction(0))
    if match["level"]:
        return Within(nothing, True, nothing, True, "up", subject)
    return Within(nothing, False, measure="up" if match["above"] or match["more"] else "down", subject=subject)


BASED.set_parse_action(_based)
