"""Respective lists: `超过85%、75%和65%，分别得6分、4分和2分`, `25%以上、15%以上，分别得6分、4分`."""

from __future__ import annotations

import pyparsing as pp

from perfscore.language.clauses.amounts import AMOUNT, Amount
from perfscore.language.clauses.conditions import RANGE, SUBJECT, Either, Within
from perfscore.language.clauses.terminals import regex

_and = pp.Suppress(regex("[、,和及与]"))
_ranges = RANGE + pp.OneOrMore(_and + RANGE)
_ranges.set_parse_action(lambda t: [tuple(t)])
_amounts = AMOUNT + pp.OneOrMore(_and + AMOUNT)
_amounts.set_parse_action(lambda t: [tuple(t)])
_respectively = pp.Suppress(regex(r"(?:的|者|,)*(?:分别|依次|各|对应)(?:按)?"))


def _pairs(tokens: pp.ParseResults) -> list[tuple[Within | Either, Amount]]:
    subject = tokens[0][0].strip("的,:")
    ranges: tuple[Within | Either, ...] = tokens[1]
    amounts: tuple[Amount, ...] = tokens[2]
    if len(ranges) != len(amounts):
        raise pp.ParseException("the two lists differ in length")
    first = ranges[0]
    shaped: list[Within | Either] = []
    for item in ranges:
        if isinstance(item, Within) and isinstance(first, Within):
            shared = item
            if item.exact and not first.exact and item.low is not None:
                # 超过85%、75%和65%: the sign of the first goes for all.
                low, high = (item.low, None) if first.high is None else (None, item.low)
                shared = Within(
                    low, first.low_in if low else None, high, first.high_in if high else None, first.measure
                )
            item = Within(shared.low, shared.low_in, shared.high, shared.high_in, shared.measure, subject)  # noqa: PLW2901
        shaped.append(item)
    return list(zip(shaped, amounts, strict=True))


RESPECTIVE = (SUBJECT + _ranges + _respectively + _amounts).set_name("respective lists")
RESPECTIVE.set_parse_action(_pairs)
