"""What a rule gives where some of its facts were not reported: the points that do not depend on them, or on a condition."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

from perfscore.core.numbers import plain
from perfscore.core.rational import rational
from perfscore.core.units import canonical
from perfscore.language.facts import Actual
from perfscore.language.program import Need, Program
from perfscore.language.terms import Fact, NoScoreError, value
from perfscore.language.told import NO, YES, Often

#: More facts than these are not tried in all combinations.
_MOST = 6
#: None, one, and more than any rule distinguishes; what several cost only grows with them.
_HOW_MANY = (rational(0), rational(1), rational(10**6))


def once(program: Program, facts: Mapping[str, Fact]) -> Fraction:
    """The points, where what happened several times costs no more than once.

    Raises:
        NoScoreError: once is not all that there is to lose, and whether each time costs is not said.
    """
    points = value(program.term, facts)
    often = next((name for name, fact in facts.items() if isinstance(fact, Often)), None)
    if often is not None and points != (program.low or 0):
        raise NoScoreError(f"“{often}”不止一次，是每次都扣还是只扣一次，没有写明", "words")
    return points


def settled(program: Program, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts, with any of the unreported ones where every one of them gives the same points.

    Raises:
        NoScoreError: the points differ. What may have happened could only have cost points, or could have given some:
            in the first case it says what the row gets if nothing did.
    """
    known = dict(facts)
    missing = [need for need in program.needs if need.name not in facts]
    if not missing or not facts or any(need.kind not in ("count", "fact") for need in missing):
        return known
    try:
        value(program.term, facts)
    except NoScoreError as stop:
        if stop.lack != "facts":
            raise
    else:
        return known
    asked = "、".join(need.say() for need in missing)
    if len(missing) > _MOST:
        raise NoScoreError(f"评分标准要看的不止完成值一项，请填{asked}", "facts")
    names = [need.name for need in missing]
    tried = [known | dict(zip(names, one, strict=True)) for one in product(*map(_may_be, missing))]
    points = [value(program.term, one) for one in tried]
    if len(set(points)) == 1:
        return tried[0]
    if points[0] < max(points) or any(need.kind == "fact" and not need.bad for need in missing):
        raise NoScoreError(f"评分标准要看的不止完成值一项，请填{asked}", "facts")
    once(program, tried[0])
    raise NoScoreError(f"没有报告{asked}，没有发生时得{plain(points[0], 4)}分", "facts", points[0])


def _may_be(need: Need) -> tuple[Fact, ...]:
    """What an unreported fact may be, that nothing happened first."""
    return _HOW_MANY if need.kind == "count" else (NO, YES) if need.bad else (YES, NO)


def none_of_any(program: Program, actual: Actual) -> bool:
    """Whether a lone zero answers every input: 无 counters and faults that would have to happen, 0次 what is counted so."""
    counted = bool(program.needs) and all(n.kind == "count" or (n.kind == "fact" and n.bad) for n in program.needs)
    if actual.none or not counted:
        return counted
    own = canonical(actual.unit)
    counters = [n for n in program.needs if n.kind == "count"]
    # 0起 of 一般事故 says it of 较大事故 too, 0处 of 隐患 nothing of 事故.
    alike = {n.name[-2:] for n in counters}
    same = all(own == n.unit if n.kind == "count" else n.name[-2:] in alike for n in program.needs)
    return actual.number == 0 and not actual.several and (same or not own)
