"""Straight lines over a tier (`85%-90%之间按线性内插法计分`), and shares at their ends."""

from __future__ import annotations

from fractions import Fraction

from perfscore.language.clauses.proportional import Prorata
from perfscore.language.measured import Clause
from perfscore.language.paid import Paid
from perfscore.language.program import UnboundError
from perfscore.language.regions import Area, Piece
from perfscore.language.terms import (
    Case,
    Chosen,
    Compare,
    Input,
    NoScoreError,
    Number,
    Term,
    add,
    inputs,
    number,
    times,
    value,
)


def sloped(rule: Paid, share: Prorata, area: Area, clauses: list[Clause]) -> Term | None:
    """The line between the points of the neighbours of a tier; None for a share.

    线性 alone may as well be a share of the upper end.

    Raises:
        UnboundError: the tier, or the points at one of its ends, are not stated.
    """
    if not share.line:
        return None
    if share.line == "open" and rule.setting.pick("line", ("between", "share"), None) == "share":
        return None
    if len(area) != 1:
        raise UnboundError("线性计分的区间没有写明", "写明区间的两端")
    (span,) = area
    low, high = _end(rule, span.low, -1, clauses), _end(rule, span.high, 1, clauses)
    if share.ends is not None and span.low is not None and span.high is not None:
        worse, better = share.ends if rule.direction != "down" else share.ends[::-1]
        low, high = (span.low, worse), (span.high, better)
    if low is None or high is None or low[0] >= high[0]:
        raise UnboundError("线性计分的两端各得几分没有写明", "写明区间两端的得分")
    slope = (high[1] - low[1]) / (high[0] - low[0])
    return add(number(low[1] - slope * low[0]), times(number(slope), rule.variable.term))


def _holds_at(clause: Clause, end: Fraction) -> bool:
    """Whether a tier is known to hold at a place where it begins or ends: 达到80%得5分."""
    return any(end in (span.low, span.high) and span.covers(Piece(point=end)) is True for span in clause.area)


def _end(rule: Paid, end: Fraction | None, side: int, clauses: list[Clause]) -> tuple[Fraction, Fraction] | None:
    """Where a line ends, and the points there: those of the tier beyond, or of the target."""
    goal = rule.variable.goal
    towards = side == {"up": 1, "down": -1}.get(rule.direction)
    if end is None:
        return (goal, rule.base()) if goal is not None and towards else None
    at = [c.term.value for c in clauses if isinstance(c.term, Number) and _holds_at(c, end)]
    if len(set(at)) == 1:
        return end, at[0]
    for clause in clauses:
        near = (span.low if side > 0 else span.high for span in clause.area)
        if isinstance(clause.term, Number) and end in near:
            return end, clause.term.value
    return (end, rule.base()) if end == goal and towards else None


def from_zero(rule: Paid, term: Term) -> Term:
    """Target over actual has no value at zero, where the actual is better than every target."""
    needed = inputs(term)
    if rule.direction != "down" or not rule.goal.value or len(needed) != 1:
        return term
    try:
        value(term, {needed[0]: Fraction(0)})
    except NoScoreError:
        zero = Case(Compare(Input(needed[0]), "=", number(0)), number(rule.points), "实际值为零，优于指标值")
        return Chosen((zero,), term)
    return term
