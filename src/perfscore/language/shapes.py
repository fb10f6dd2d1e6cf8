"""What may stand behind a condition, and what the shape of a clause tells about it."""

from __future__ import annotations

import re

from perfscore.core.units import canonical, dimension, is_counted
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Either, Within
from perfscore.language.clauses.delay import ByDate
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.words import EVENT, UNIT
from perfscore.language.statements import Condition, Element, Statement

#: Words in a sentence without points that take something out of a count.
EXEMPTS = re.compile(
    r"不[扣计减]|免|除|豁|但|如|若|超|以上|以下|以内|整改|首次|初次|第\d|前\d|累计|上限|另|同时|且|或|加倍|减半|%|允许|负(?![责担荷])|下限"
)
#: A case put in words on the bad side: 如未按要求及时收治人员. Before a step down it says nothing that the step does not.
FALLS_SHORT = re.compile(
    r"(?:如果?|若|凡)?(?:未|没有?)(?:能|按|及时|如期|达|完成)(?:(?!不|除|但|且|或|超)[\u4e00-\u9fff]){1,24}"
)
FALLING = re.compile(r",?每(?:下降|降低|低于?|减少|少于?|差)")
#: Words that only a deduction has.
TAKEN = re.compile(r"[扣减](?:完|光)|(?:最多|最高|累计)扣")


def takes_more_words(condition: Condition) -> bool:
    """Whether words behind a number only go on naming what is counted, or what is done by then.

    Behind a rate or an amount of money they are a condition of their own (95%以上经验收合格的), which would be lost.
    """
    if isinstance(condition, ByDate):
        return True
    first = condition.parts[0] if isinstance(condition, Either) else condition
    end = (first.low or first.high) if isinstance(first, Within) else None
    return end is not None and canonical(end.unit) not in ("%", "百分点", "元", "万元", "亿元", "分", "")


def another_thing(before: str, noun: str) -> bool:
    """Whether a noun behind a count names another thing than an event counted before: 1盏红灯扣…,1盏灭灯…."""
    events = re.findall(rf"(?:{EVENT})\d+(?:{UNIT})([^\d,;。:()得计记扣加减每]{{2,14}})(?=[扣加减])", before)
    return any(event != noun for event in events)


def deducts(element: Element) -> bool:
    """Whether an element takes points off."""
    outcome = element.outcome if isinstance(element, Statement) else None
    amount = outcome.amount if isinstance(outcome, PerStep) else outcome
    return isinstance(amount, Prorata) or (isinstance(amount, Amount) and amount.manner == "deduct")


def bare_points(condition: Condition) -> bool:
    """A bare number of points is more likely a score than a condition."""
    return (
        isinstance(condition, Within)
        and condition.exact
        and condition.low is not None
        and condition.low.unit == "分"
    )


_RANKS = frozenset(["位次", "名次", "位", "名"])
_SAID_OF_EVENTS = re.compile(rf"(?:{EVENT})$|^(?:{EVENT})|满$")


def same_thing(one: str, other: str) -> bool:
    """Whether two counts count the same: by the same name, or one of them without a name goes on with the other."""
    bare = [_SAID_OF_EVENTS.sub("", name) for name in (one, other)]
    return not all(bare) or bare[0] == bare[1]


def counts_things(unit: str) -> bool:
    """Whether a unit counts what happens one by one: things, and the days and hours that an absence lasts."""
    known = canonical(unit)
    return unit not in _RANKS and (is_counted(known) or dimension(known) == "time")


def each_event(elements: list[Element], unsigned: set[int]) -> list[Element]:
    """Points for one of a countable thing (违规1项扣2分) are points each time.

    A list that goes on with 2, 3 … of the same thing, or with so many and more, is one of tiers.

    Args:
        elements: what the text says.
        unsigned: the places of conditions written as a bare number, without a sign.
    """
    counts = {n: c for n, e in enumerate(elements) if (c := _count_of(e)) is not None}
    others = [c.subject for c in counts.values() if not _is_one(c)]
    others += [step.subject for e in elements if (step := _bare_event(e)) is not None]
    paying = sum(isinstance(e, Statement) and e.outcome is not None for e in elements)
    found = list(elements)
    for n, condition in counts.items():
        statement = elements[n]
        amount = statement.outcome if isinstance(statement, Statement) else None
        if n not in unsigned or not _is_one(condition) or not isinstance(amount, Amount) or not amount.points:
            continue
        goes_on = any(same_thing(subject, condition.subject) for subject in others)
        # A score for one of a thing beside other clauses may be a tier of theirs.
        if goes_on or amount.high is not None or (amount.manner == "award" and paying > 1):
            continue
        assert isinstance(statement, Statement)  # noqa: S101 - it has an amount
        assert condition.low is not None  # noqa: S101 - it is one
        step = PerStep("plain", condition.low, amount, subject=condition.subject, every=False)
        found[n] = Statement(None, step, statement.mark, statement.span)
    return found


def _count_of(element: Element) -> Within | None:
    """The condition on a count of things, None where there is none."""
    condition = element.condition if isinstance(element, Statement) else None
    if not isinstance(condition, Within) or condition.measure:
        return None
    end = condition.low or condition.high
    return condition if end is not None and counts_things(end.unit) else None


def _is_one(condition: Within) -> bool:
    return condition.exact and condition.low is not None and condition.low.value == 1


def _bare_event(element: Element) -> PerStep | None:
    """A count of events without 每: one of a list of tiers, or each of them."""
    step = element.outcome if isinstance(element, Statement) and element.condition is None else None
    return step if isinstance(step, PerStep) and step.kind == "event" and not step.every else None


def declares(condition: Within) -> bool:
    """Whether a condition without points may declare a standard."""
    end = condition.low or condition.high
    return (
        condition.measure in ("", "share", "off") and not condition.exact and end is not None and end.unit != "分"
    )


def named(condition: Within, subject: str) -> Within:
    """The same range of a named quantity."""
    return Within(
        condition.low,
        condition.low_in,
        condition.high,
        condition.high_in,
        condition.measure,
        subject.strip("的,:"),
    )
