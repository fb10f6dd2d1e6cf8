"""Tiers of one number that go on: the best towards the better side, nothing towards the worse, and 依次类推."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from perfscore.language.clauses.limits import AndSoOn
from perfscore.language.measured import Measured
from perfscore.language.program import Direction, UnboundError
from perfscore.language.regions import Area, Clause, Span
from perfscore.language.terms import Number, add, number, times

#: Tiers that go on stop here at the latest.
_MOST_TIERS = 64


def opened(clauses: Sequence[Clause], direction: Direction) -> list[Clause]:
    """The tiers of single numbers, the best of them open to the better side, and nothing to the worse.

    More never earns less than 100%计20分, and nothing for 逾期7天 is nothing for everything worse.
    """
    if direction not in ("up", "down"):
        return list(clauses)
    best = max((c.award for c in clauses if c.award is not None), default=None)
    first = [_best_open(c, clauses, direction) if c.award and c.award == best else c for c in clauses]
    return [_worst_open(c, first, direction) if c.award == 0 else c for c in first]


def _others(clause: Clause, clauses: Sequence[Clause]) -> list[Span]:
    return [span for c in clauses if c is not clause for span in c.area]


def _ray(point: Fraction, *, up: bool) -> Area:
    return (Span(point, True, None, True),) if up else (Span(None, True, point, True),)


def _best_open(clause: Clause, clauses: Sequence[Clause], direction: Direction) -> Clause:
    point, up = clause.alone, direction == "up"
    if point is None:
        return clause
    single = [s.low for s in _others(clause, clauses) if s.low is not None and s.low == s.high]
    beaten = any(other > point if up else other < point for other in single)
    return clause if beaten else replace(clause, area=_ray(point, up=up))


def _worst_open(clause: Clause, clauses: Sequence[Clause], direction: Direction) -> Clause:
    point, up = clause.alone, direction == "down"
    if point is None:
        return clause
    ends = [s.high if up else s.low for s in _others(clause, clauses)]
    beyond = any(end is None or (end > point if up else end < point) for end in ends)
    return clause if beyond else replace(clause, area=_ray(point, up=up))


def and_so_on(rule: Measured, clauses: list[Clause]) -> list[Clause]:
    """The tiers with those that `依次类推` adds at the pace of the last two.

    Raises:
        UnboundError: the pace does not show.
    """
    if rule.row.template.first(AndSoOn) is None:
        return clauses
    listed = [
        (c.area[0], c.area[0].low, c.term.value)
        for c in clauses
        if isinstance(c.term, Number) and len(c.area) == 1 and c.area[0].low is not None
    ]
    if len(listed) < 2:
        raise UnboundError("“依次类推”之前的档次不足两档，无法类推", "把各档写全")
    (_, before, given), (span, low, value) = listed[-2:]
    assert low is not None  # noqa: S101 - they were chosen for that
    assert before is not None  # noqa: S101
    pace, drop = low - before, value - given
    if pace == 0 or drop == 0:
        raise UnboundError("“依次类推”的步长看不出来", "把各档写全")
    ranged = span.high is not None and span.high != low
    table = [*clauses, *_table(rule, span, (low, pace), (value, drop), room=_MOST_TIERS - len(clauses))]
    if ranged or rule.row.pick("and-so-on", ("table", "line")) == "table":
        return table
    slope, top = drop / pace, max(before, low)
    line = add(number(value - slope * low), times(number(slope), rule.variable.term))
    kept = [c for c in clauses if c.area[0].low is None or c.area[0].low >= top]
    return [*kept, Clause((Span(None, True, top, False),), line, "依次类推")]


def _table(
    rule: Measured, end: Span, at: tuple[Fraction, Fraction], paid: tuple[Fraction, Fraction], *, room: int
) -> list[Clause]:
    """The tiers that follow the last one, by the pace of its lower end and of what it gives."""
    (low, pace), (value, drop) = at, paid
    ranged = end.high is not None and end.high != end.low
    most, dearest = rule.row.limit("most-on"), max(rule.row.points, rule.row.base + rule.row.points)
    found: list[Clause] = []
    while len(found) < room and 0 <= value + drop <= dearest and low + pace > 0:
        low, value = low + pace, value + drop
        full = ranged and most is not None and value - rule.row.base >= most
        high = None if full or end.high is None else low + abs(pace) if ranged else low
        tier = (Span(low, end.low_in, high, True if full else end.high_in),)
        found.append(Clause(tier, number(value), "依次类推", value or None))
        if full:
            break
    return found
