"""Shares of the target that a clause names once: 完成计划的90%得8分、80%得6分; 实际值/目标值≥1得10分,≥0.8得8分."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Quantity, Within
from perfscore.language.statements import Element, Statement

#: What was done over what was to be done.
_RATIO = lazy_pattern(r"(?:实际|完成|实现)[^/÷]{0,6}[/÷](?:目标|计划|预算|指标|任务|应)[^/÷]{0,6}")
#: A number of its own is hardly below it; a share of one hardly above.
_MOST = Fraction(3, 2)


def _scaled(condition: Within) -> Within | None:
    """A range of a share of one, as percentages of the target; None for other numbers."""
    ends = [end for end in (condition.low, condition.high) if end is not None]
    if condition.measure or any(end.unit or end.value > _MOST for end in ends):
        return None
    low, high = (end and Quantity(end.value * 100, "%") for end in (condition.low, condition.high))
    return replace(condition, low=low, high=high, measure="share", subject="")


def shared(subject: str, condition: Within) -> Within | None:
    """A condition on the ratio of the actual to the target; None where it is on something else."""
    return _scaled(condition) if _RATIO.fullmatch(subject) else None


def go_on(elements: list[Element]) -> list[Element]:
    """Conditions without a name behind one on a share of the target are on the same share."""
    found: list[Element] = []
    ratio, steps = False, False
    for element in elements:
        condition = element.condition if isinstance(element, Statement) else None
        if not isinstance(element, Statement) or not isinstance(condition, Within):
            found.append(element)
            continue
        if (past := _adjoins(found, condition)) is not None:
            element = replace(element, condition=past)  # noqa: PLW2901
            condition = past
        if condition.measure == "share":
            # 完成计划的90% is at least so much, and so are the numbers in a row with it.
            steps = condition.high is None and condition.low_in is True
            ratio = condition.low is not None or condition.high is not None
        elif condition.subject or condition.measure:
            ratio = steps = False
        elif ratio and (scaled := _scaled(condition)) is not None:
            element = replace(element, condition=scaled)  # noqa: PLW2901
        elif (
            steps
            and condition.exact
            and _award(element)
            and condition.low is not None
            and condition.low.unit == "%"
        ):
            share = Within(low=condition.low, low_in=True, measure="share")
            element = replace(element, condition=share)  # noqa: PLW2901
        found.append(element)
    return found


def _adjoins(before: list[Element], condition: Within) -> Within | None:
    """A bare range of percent that begins where one beyond the target ends: 超出目标值10%以内…,10%-20%…. None for others."""
    last = before[-1] if before else None
    mine = last.condition if isinstance(last, Statement) else None
    if not isinstance(mine, Within) or mine.measure not in ("over", "short", "off"):
        return None
    bare = not condition.measure and not condition.subject and all(end.unit == "%" for end in condition.ends)
    adjoins = mine.high is not None and mine.high == condition.low
    return replace(condition, measure=mine.measure) if bare and adjoins else None


def _award(statement: Statement) -> bool:
    return isinstance(statement.outcome, Amount) and statement.outcome.manner == "award"
