"""Tiers of one number that go on: the best towards the better side, nothing towards the worse."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perfscore.language.measured import Clause
from perfscore.language.program import Direction
from perfscore.language.regions import Span


def best_is_open(clauses: list[Clause], direction: Direction) -> list[Clause]:
    """The best tier of one number (100%计20分) goes on towards the better side: more never earns less."""
    if direction not in ("up", "down"):
        return clauses
    best = max((c.award for c in clauses if c.award is not None), default=None)
    opened: list[Clause] = []
    for clause in clauses:
        point = clause.area[0].low if len(clause.area) == 1 else None
        lone = point is not None and clause.area == (Span(point, True, point, True),)
        better = (
            [
                c
                for c in clauses
                if c is not clause and any(_beats(s, point, direction) for s in c.area if s.low == s.high)
            ]
            if lone
            else []
        )
        if lone and clause.award == best and best and not better:
            span = Span(point, True, None, True) if direction == "up" else Span(None, True, point, True)
            clause = replace(clause, area=(span,))  # noqa: PLW2901
        opened.append(clause)
    return opened


def worst_is_open(clauses: list[Clause], direction: Direction) -> list[Clause]:
    """Nothing for one number (逾期7天不得分) is nothing for everything worse."""
    if direction not in ("up", "down"):
        return clauses
    opened: list[Clause] = []
    for clause in clauses:
        point = clause.area[0].low if len(clause.area) == 1 else None
        if clause.award == 0 and point is not None and clause.area == (Span(point, True, point, True),):
            worse = Span(point, True, None, True) if direction == "down" else Span(None, True, point, True)
            others = [s for c in clauses if c is not clause for s in c.area]
            if not any(_beyond_point(s, point, direction) for s in others):
                clause = replace(clause, area=(worse,))  # noqa: PLW2901
        opened.append(clause)
    return opened


def _beyond_point(span: Span, point: Fraction, direction: Direction) -> bool:
    """Whether a span reaches to the worse side of a point."""
    if direction == "down":
        return span.high is None or span.high > point
    return span.low is None or span.low < point


def _beats(span: Span, point: Fraction | None, direction: Direction) -> bool:
    if point is None or span.low is None:
        return False
    return span.low > point if direction == "up" else span.low < point
