"""Respective lists: `超过85%、75%和65%，分别得6分、4分和2分`, `25%以上、15%以上，分别得6分、4分`."""

from __future__ import annotations

from fractions import Fraction

import pyparsing as pp

from perfscore.language.clauses.amounts import AMOUNT, Amount
from perfscore.language.clauses.conditions import RANGE, SUBJECT, Either, Within
from perfscore.language.clauses.ranges import Measure
from perfscore.language.clauses.scope import gap
from perfscore.language.clauses.terminals import regex
from perfscore.language.clauses.words import NUMBER, fraction

_and = pp.Suppress(regex("[、,和及与]"))
_more_ranges = pp.Suppress(regex("[、,和及与]第?"))
_ranges = RANGE + pp.OneOrMore(_more_ranges + RANGE)
_ranges.set_parse_action(lambda t: [tuple(t)])
#: Points without a verb behind the first: the verb goes for all.
_BARE = regex(rf"(?P<n>{NUMBER})分(?![钟值数])")
_BARE.set_parse_action(lambda t: fraction(t[0]["n"]))
_amounts = AMOUNT + pp.OneOrMore(_and + (_BARE | AMOUNT))
_amounts.set_parse_action(lambda t: [tuple(t)])
#: What is counted may stand behind the numbers: 第1起、第2起火灾,分别….
_THING = gap(r"\d,;。:()扣得计记加减每", "{0,12}?")
_respectively = regex(rf"(?P<thing>{_THING})(?:的|者|,)*(?:分别|依次|各|对应)(?:按)?")


def _like(first: Amount, other: Amount | Fraction) -> Amount:
    """Points without a verb of their own are given or taken as the first are."""
    return Amount(first.manner, points=other) if isinstance(other, Fraction) else other


def _pairs(tokens: pp.ParseResults) -> list[tuple[Within | Either, Amount]]:
    subject, thing = tokens[0][0].strip("的,:"), tokens[2]["thing"].strip("的者")
    ranges: tuple[Within | Either, ...] = tokens[1]
    first_amount, *more = tokens[3]
    amounts = [first_amount, *(_like(first_amount, each) for each in more)]
    nth = subject.endswith("第")
    subject = subject.removesuffix("第").strip("的") + thing
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
            measure: Measure = "nth" if nth else shared.measure
            item = Within(shared.low, shared.low_in, shared.high, shared.high_in, measure, subject)  # noqa: PLW2901
        shaped.append(item)
    return list(zip(shaped, amounts, strict=True))


RESPECTIVE = (SUBJECT + _ranges + _respectively + _amounts).set_name("respective lists")
RESPECTIVE.set_parse_action(_pairs)
