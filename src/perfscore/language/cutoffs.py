"""So many of a thing end it, or cost so much: `缺3项及以上不得分`, `三人及以上不达标不得分`, `1台不符合要求不得分`.

Beside a counter the number goes on counting what it counts; one of another thing is a fact of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from perfscore.language.clauses.amounts import NONE, Amount
from perfscore.language.clauses.conditions import Quantity, Within
from perfscore.language.clauses.joined import PAYS
from perfscore.language.clauses.per_unit import PerStep, is_thing
from perfscore.language.clauses.scope import gap, scoped
from perfscore.language.clauses.terminals import LeanPattern
from perfscore.language.clauses.words import EVENT, UNIT, fraction
from perfscore.language.clauses.yes_no import Saying
from perfscore.language.matching import read_at
from perfscore.language.shapes import deducts, happening, same_thing
from perfscore.language.statements import Condition, Element, Statement

#: One event that ends it.
_HAPPENED = LeanPattern(
    rf"(?:若|如|凡|一旦|只要)?(?:{EVENT})(?:任何)?1(?:{UNIT})?(?:及以上|以上)?(?P<thing>[^\d,;。:()]{{0,20}}?)[,]?"
    r"(?:该项|本项|均|则|即|就|一律)*(?=(?:不(?:得|计|记|给)分|得0分|扣完|扣除全部))"
)
_THING = gap(r"\d,;。:()", "{0,20}?")
_CUT = LeanPattern(
    rf"(?:若|如|凡)?(?:(?P<way>缺少?|少(?!于)|漏|欠缺?)|(?:{EVENT}))?(?P<n>\d+)(?P<u>{UNIT})"
    rf"(?P<more>(?:及|或|\(含\))?以上)?的?(?!以[下内外]|之|左右|不足)(?P<thing>{_THING})[的者]?{PAYS},?(?:则|均|一律|即|就|[该本此]项)*"
)
#: One of these is which, not how many.
_GRADES = frozenset("级类档等星期层批")


def cutoff(text: str, place: int, before: Sequence[Element]) -> tuple[Condition, Amount, int] | None:
    """The clause at a place that so many of a thing end the score or cost, after the clauses before it."""
    match = _CUT.match(text, place)
    found = read_at("amount", text, match.end()) if match is not None else None
    if match is None or found is None:
        return None
    amount, thing, number = found[0][0], match["thing"].strip("的"), Quantity(fraction(match["n"]), match["u"])
    assert isinstance(amount, Amount)  # noqa: S101 - what the grammar gives
    costs = amount == NONE or (amount.manner == "deduct" and amount.high is None)
    if not costs or not is_thing(number.unit) or number.unit in _GRADES or scoped(thing) or number.value == 0:
        return None
    more = match["more"]
    low_in = None if more == "以上" else True
    high = None if more or amount == NONE else number
    if match["way"]:
        return (Within(number, low_in, None, None, "short"), amount, found[1]) if high is None else None
    if len(thing) < 2:
        return None
    if any(same_thing(thing, name) for name in _counted(before)):
        within = Within(number, low_in, high, None if high is None else True, subject=happening(thing))
        return within, amount, found[1]
    alone = amount == NONE and number.value == 1 and all(map(deducts, _paying(before)))
    return (Saying(f"发现{thing}"), NONE, found[1]) if alone else None


def happened(text: str, place: int, before: Sequence[Element]) -> tuple[Condition, Amount, int] | None:
    """The clause at a place that one event ends the score, after the clauses before it."""
    match = _HAPPENED.match(text, place)
    found = read_at("amount", text, match.end()) if match is not None else None
    if match is None or found is None or found[0][0] != NONE:
        return None
    thing, last = match["thing"].strip("的,"), before[-1] if before else None
    none = last.condition if isinstance(last, Statement) and not thing else None
    if (
        isinstance(none, Within)
        and none.exact
        and none.low is not None
        and not none.low.value
        and not none.measure
    ):
        # 安全事故为0得10分,发生1起不得分: one of what was to be none.
        return Within(Quantity(Fraction(1), none.low.unit), True, subject=none.subject), NONE, found[1]
    return Saying(f"发现{thing}"), NONE, found[1]


def _paying(before: Sequence[Element]) -> list[Element]:
    return [e for e in before if isinstance(e, Statement) and e.outcome is not None]


def _counted(before: Sequence[Element]) -> list[str]:
    """The names of what is counted so far."""
    found: list[str] = []
    for element in _paying(before):
        assert isinstance(element, Statement)  # noqa: S101 - only these pay
        if isinstance(element.outcome, PerStep) and element.condition is None:
            found.append(element.outcome.subject)
        elif isinstance(element.condition, Within) and not element.condition.measure:
            found.append(element.condition.subject)
    return [name for name in found if name]
