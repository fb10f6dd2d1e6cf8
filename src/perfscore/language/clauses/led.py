"""Points before their conditions, in a row: `得10分:完成率100%;得8分:完成率≥90%`, `(10分)完成率达100%;(6分)90%以上`."""

from __future__ import annotations

import pyparsing as pp

from perfscore.language.clauses.amounts import FULL, NONE, Amount
from perfscore.language.clauses.conditions import RANGE, SUBJECT
from perfscore.language.clauses.terminals import regex
from perfscore.language.clauses.words import NUMBER, fraction

_POINTS = regex(
    rf"\((?:可?[得计记])?(?P<held>{NUMBER})分\)[:,]?|(?:可?[得计记])?(?P<n>{NUMBER})分:|(?P<full>得?满分):|(?P<none>不得分):",
    needs="分[:)]",
)


def _points(tokens: pp.ParseResults) -> Amount:
    match = tokens[0]
    if match["full"] or match["none"]:
        return FULL if match["full"] else NONE
    return Amount("award", points=fraction(match["held"] or match["n"]))


_POINTS.set_parse_action(_points)
#: Nothing else stands in an item: points behind the condition too would be its own.
_END = pp.Suppress(regex(r"(?:的|者|时)*(?=[;,。、]|\(\d[\d.]*分\)|$)"))
_ITEM = _POINTS + SUBJECT + RANGE + _END
_ITEM.set_parse_action(lambda t: [(t[0], [t[1], t[2]])])
LED = (_ITEM + pp.OneOrMore(pp.Suppress(regex(r"[;,。、]*")) + _ITEM)).set_name("points before conditions")
