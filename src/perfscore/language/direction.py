"""Which way a number is better: by the target, the steps, the tiers, the words."""

from __future__ import annotations

import re
from fractions import Fraction

from perfscore.core.units import canonical
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Quantity, Within
from perfscore.language.clauses.formula import Formula
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.yes_no import Against
from perfscore.language.facts import in_unit
from perfscore.language.program import Direction
from perfscore.language.row import FULL, OF_RATES, Row, Variable
from perfscore.language.terms import Product
from perfscore.language.variable import better_change

#: The way that a relation asks for.
WANTED: dict[str, Direction] = {"≥": "up", ">": "up", "≤": "down", "<": "down"}


def direction_of(row: Row, variable: Variable) -> Direction:
    """The better way; empty where nothing tells."""
    goal, measures = row.goal, {within.measure for within in row.ranges}
    if row.definitions and isinstance(variable.term, Product) and variable.goal == 0:
        return "equal" if any(w.low is not None and w.low.value < 0 for w in row.ranges) else "down"
    placed = re.match(r"[第前]\d", goal.text) or goal.unit in ("位次", "名次") or "rank" in measures
    if variable.between or placed:
        return "down"
    if variable.measure in ("late", "excess"):
        return "up" if "short" in measures and "over" not in measures else "down"
    if goal.value is None and better_change(row):
        return "up"
    told = WANTED.get(goal.sign) or row.setting.direction or _by_steps(row) or tiers_rise(row)
    if told:
        return told
    if goal.value == 0:
        return "down"
    if goal.sign == "=":
        return "up" if goal.unit == "%" and goal.value == FULL else "equal"
    return _by_words(row)


def _by_steps(row: Row) -> Direction:
    """The way that the first step to one side shows."""
    step = next((step for step in row.steps if step.kind in ("short", "over")), None)
    if step is None:
        return ""
    return "up" if (step.kind == "short") == (step.amount.manner == "deduct") else "down"


def _by_words(row: Row) -> Direction:
    against = [s.condition for s in row.statements if isinstance(s.condition, Against)]
    best = max(
        (v for s in row.statements if isinstance(s.outcome, Amount) and (v := row.award(s.outcome))), default=None
    )
    for one in row.statements:
        above = isinstance(one.condition, Against) and one.condition.standing == "worse-high"
        if above and best is not None and isinstance(one.outcome, Amount) and row.award(one.outcome) == best:
            return "up"  # 超过计划数得10分,达到计划数得8分
    for standing, text in ((one.standing, one.text) for one in against):
        if standing in ("worse-high", "at-most") or "超标" in text:
            return "down"
        if standing in ("worse-low", "at-least"):
            return "up"
        if standing in ("unequal", "equal", "inside", "outside"):
            return "equal"
    if any(w.measure == "off" for w in row.ranges):
        return "equal"
    return "up" if against or any(isinstance(s.outcome, Prorata | Formula) for s in row.statements) else ""


def _on_row(quantity: Quantity, row: Row) -> Fraction:
    """An end of a tier in the unit of the row; percentages of another number are of its target: 低于60% of 1.2万亩."""
    goal = row.goal
    if canonical(quantity.unit) == "%" and goal.value and goal.unit not in OF_RATES:
        return quantity.value * goal.value / FULL
    return in_unit(quantity.value, quantity.unit, goal.unit) or quantity.value


def tiers_rise(row: Row) -> Direction:
    """The direction that the tiers themselves show."""
    seen: list[tuple[Fraction, Fraction]] = []
    for statement in row.statements:
        within, outcome = statement.condition, statement.outcome
        if (
            not isinstance(within, Within)
            or not isinstance(outcome, Amount)
            or within.measure not in ("", "around", "rank")
        ):
            continue
        award, ends = row.award(outcome), [_on_row(q, row) for q in within.ends]
        if award is not None and ends:
            # A tier that is open stands just beyond its end.
            beyond = 0 if len(ends) == 2 else -1 if within.low is None else 1
            seen.append((sum(ends, Fraction(0)) / len(ends) + Fraction(beyond, 1000), award))
    ordered = [award for _, award in sorted(seen)]
    if len(set(ordered)) < 2:
        return ""
    if ordered == sorted(ordered):
        return "up"
    return "down" if ordered == sorted(ordered, reverse=True) else ""
