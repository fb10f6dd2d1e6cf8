"""Scores in proportion, as terms: shares of the target, and straight lines over a tier (`85%-90%之间按线性内插法计分`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import plain
from perfscore.language.areas import range_of
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Within
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.yes_no import Against
from perfscore.language.formulas import at_zero
from perfscore.language.measured import Measured
from perfscore.language.program import UnboundError
from perfscore.language.regions import Area, Clause, Piece
from perfscore.language.row import FULL, Row
from perfscore.language.statements import Condition
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
    minus,
    number,
    over,
    times,
    value,
)

#: Words of a standing that falls short, and never goes beyond.
_UNFINISHED = lazy_pattern(r"完成|完工|达成|实现|[足全]额|如数|全部|[齐满足]")


def shared(
    rule: Measured, share: Prorata, condition: Condition | None, area: Area, clauses: Sequence[Clause]
) -> tuple[Term, str]:
    """What a share gives where its condition holds, and why its numbers are not to be trusted, empty where they are."""
    line = _sloped(rule, share, area, clauses)
    if line is not None:
        return line, ""
    row = rule.row
    of = share.of if share.of is not None else row.points if share.times else _share_of(rule, condition, area)
    doubt = ""
    if of > row.points > 0:
        doubt = f"按比例算的分数{plain(of)}分超过分值{plain(row.points)}分，怎样折算没有写明"
    of = of * share.share / FULL
    reference = rule.target if share.over is None else rule.at(share.over)
    if share.short and rule.direction != "up":
        raise UnboundError("扣分的方向与指标值相反", "核对是“每少”还是“每超”")
    if share.times == "rate" and rule.variable.unit == "%":
        reference = _whole(row)
    elif (
        not share.times
        and share.over is None
        and isinstance(condition, Within)
        and not condition.measure
        and not condition.exact
    ):
        end = condition.high if rule.direction != "down" else condition.low
        reference = reference if end is None else rule.at(end)
    # What was not finished, not reached is short of the target, whatever more than the target may be.
    said = condition.text if isinstance(condition, Against) and condition.standing == "unmet" else ""
    if reference == 0 and share.over is None and rule.row.goal.value == 0 and of == row.points:
        return at_zero(row, rule.variable), doubt
    if rule.direction == "equal" and reference and not _UNFINISHED.search(said):
        raise UnboundError("指标值为等于，比例的方向不明", "写明超过目标时怎样计分")
    return defined_at_zero(rule, _share(rule, share, of, reference)), doubt


def _share(rule: Measured, share: Prorata, of: Fraction, reference: Fraction) -> Term:
    """So many points times the actual over a reference, or the reference over the actual where less is better."""
    actual, setting = rule.variable.term, rule.row.setting
    if reference == 0:
        return number(0)
    if rule.direction != "down":
        return times(number(of), over(actual, number(reference)))
    usual = setting.conventions.negative_ratio
    if share.excess or setting.pick("negative-ratio", ("target-over-actual", "mirror"), usual) == "mirror":
        return times(number(of), minus(number(2), over(actual, number(reference))))
    return times(number(of * reference), over(number(1), actual))


def _whole(row: Row) -> Fraction:
    """What a rate that is multiplied by points is taken of: itself, or the target where that is a rate too."""
    goal = row.goal.value if row.goal.unit == "%" else None
    if not goal or goal == FULL or row.pick("rate", ("actual", "of-target")) == "actual":
        return FULL
    return goal


def _share_of(rule: Measured, condition: Condition | None, area: Area) -> Fraction:
    """What a share is taken of: the points of the tier that its own range ends at, else those for the target."""
    row = rule.row
    edge = None
    if isinstance(condition, Within):
        edge = area[-1].high if rule.direction != "down" else area[0].low
    for s in row.statements if edge is not None else ():
        if isinstance(s.condition, Within) and isinstance(s.outcome, Amount):
            award, near = row.award(s.outcome), range_of(rule, s.condition)[0]
            if award and edge in (near.low, near.high):
                return award
    return row.points if row.base != row.points and row.pick("share-of", ("base", "row")) == "row" else row.base


def defined_at_zero(rule: Measured, term: Term) -> Term:
    """Target over actual has no value at zero, where the actual is better than every target."""
    needed = inputs(term)
    if rule.direction != "down" or not rule.row.goal.value or len(needed) != 1:
        return term
    try:
        value(term, {needed[0]: Fraction(0)})
    except NoScoreError:
        zero = Compare(Input(needed[0]), "=", number(0))
        return Chosen((Case(zero, number(rule.row.points), "实际值为零，优于指标值"),), term)
    return term


# -- straight lines ----------------------------------------------------------------------------------------


def _sloped(rule: Measured, share: Prorata, area: Area, clauses: Sequence[Clause]) -> Term | None:
    """The line between the points of the neighbours of a tier; None for a share.

    线性 alone may as well be a share of the upper end.

    Raises:
        UnboundError: the tier, or the points at one of its ends, are not stated.
    """
    if not share.line:
        return None
    ends = {end for span in area for end in (span.low, span.high)}
    told = any(c.alone in ends for c in clauses if c.alone is not None)  # 85%至90%线性计分,85%得0分
    if share.line == "open" and not told and rule.row.pick("line", ("between", "share")) == "share":
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


def _paid_at(clauses: Sequence[Clause], end: Fraction) -> Fraction | None:
    """What tiers that begin or end at a place pay there: those that are known to hold (达到80%), else 80%以上."""
    for held in (True, None):
        at = {
            c.term.value
            for c in clauses
            if isinstance(c.term, Number)
            and any(end in (s.low, s.high) and s.covers(Piece(point=end)) is held for s in c.area)
        }
        if len(at) == 1:
            return at.pop()
    return None


def reaching(share: Prorata, area: Area, clauses: Sequence[Clause]) -> Area:
    """Where a line runs: in whole numbers the next tier begins one further, 70%-89% below 90%."""
    if not share.line or len(area) != 1:
        return area
    (span,) = area
    low, high = span.low, span.high
    if high is not None and _paid_at(clauses, high) is None and _paid_at(clauses, high + 1) is not None:
        span = replace(span, high=high + 1, high_in=False)
    if low is not None and _paid_at(clauses, low) is None and _paid_at(clauses, low - 1) is not None:
        span = replace(span, low=low - 1, low_in=False)
    return (span,)


def _end(
    rule: Measured, end: Fraction | None, side: int, clauses: Sequence[Clause]
) -> tuple[Fraction, Fraction] | None:
    """Where a line ends, and the points there: those of the tier beyond, or of the target."""
    goal = rule.variable.goal if side == {"up": 1, "down": -1}.get(rule.direction) else None
    if end is not None:
        if (paid := _paid_at(clauses, end)) is not None:
            return end, paid
        for clause in clauses:
            near = (span.low if side > 0 else span.high for span in clause.area)
            if isinstance(clause.term, Number) and end in near:
                return end, clause.term.value
    return (goal, rule.row.base) if goal is not None and end in (None, goal) else None
