"""Places among others as tiers of a row that is a place itself: 前5名得10分,6-10名得8分,第11名及以后得5分."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.ranges import Either, Within
from perfscore.language.clauses.yes_no import Otherwise
from perfscore.language.statements import Element, Statement

#: A place is no number of people: 第7名, 前5名, and no 提前5位.
_PLACED = lazy_pattern(r"(?:(?<![提目之以日月底末年此])前|第)$")


def ranked(subject: str, condition: Within) -> Within | None:
    """A place among others: 前5名, 第2-3名, 第7名及以后; None where it is none."""
    word = _PLACED.search(subject)
    end = condition.low or condition.high
    if word is None or condition.measure or end is None or end.unit not in ("名", "位", "位次", "名次"):
        return None
    name = subject[: word.start()].strip("的,:")
    if word[0] == "第":
        return replace(condition, measure="rank", subject=name)
    if not condition.exact:
        return None
    return Within(high=condition.high, high_in=True, measure="rank", subject=name)


def all_ranked(elements: Sequence[Element]) -> bool:
    """Whether all conditions of a text are places, or go on with them (6-10名)."""
    conditions = [e.condition for e in elements if isinstance(e, Statement) and e.condition is not None]
    places = [c for c in conditions if isinstance(c, Within) and c.measure == "rank"]
    return bool(places) and all(isinstance(c, Within | Otherwise) for c in conditions)


def of_one_thing(conditions: list[Within | Either]) -> bool:
    """Whether ranges are of the same quantity: under one name, a part of it, or none."""
    firsts = [c.parts[0] if isinstance(c, Either) else c for c in conditions]
    names = sorted({first.subject for first in firsts} - {""}, key=len)
    return all(names[-1].endswith(name) for name in names)
