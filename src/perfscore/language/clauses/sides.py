"""Which targets the clauses behind are for, where a text has some for each: `定量指标：…；定性指标：…`."""

from __future__ import annotations

import re
from typing import Literal

import pyparsing as pp

from perfscore.core.records import frozen
from perfscore.language.clauses.terminals import regex


@frozen
class Side:
    """What follows is for targets that are numbers, or for those in words."""

    of: Literal["number", "word"]

    def say(self) -> str:
        """`定量指标：`."""
        return "定量指标：" if self.of == "number" else "定性指标："


_LABEL = r"(?:类|性)?指标(?:的)?(?:计分|评分|得分)?(?:方法|办法|标准)?[:,]"
SIDE = regex(rf"(?:(?P<number>定量|数量)|定性){_LABEL}").set_name("side")


def _side(tokens: pp.ParseResults) -> Side:
    match: re.Match[str] = tokens[0]
    return Side("number" if match["number"] else "word")


SIDE.set_parse_action(_side)
