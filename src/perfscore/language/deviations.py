"""Whether the row's own quantity is a deviation, and whether its two sides are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.program import UnboundError
from perfscore.language.terms import Input

if TYPE_CHECKING:
    from perfscore.language.measured import Measured

_DEVIATION = lazy_pattern(r"偏差|偏离|误差|差异")
#: A deviation to one named side.
_ONE_SIDE = lazy_pattern(r"[正负](?:向)?(?:偏|误|差)|偏[高低]|[高低]于|超[出过]")


def named(subject: str) -> bool:
    """Whether a subject names a distance from the target."""
    return bool(_DEVIATION.search(subject))


def unsigned(rule: Measured) -> bool:
    """Whether the row's own quantity is a deviation, and the text does not treat its two sides apart."""
    need, goal = rule.variable.need, rule.goal
    if need is None or need.measure != "value" or not isinstance(rule.variable.term, Input):
        return False
    symmetric = goal.high is not None and goal.value == -goal.high
    ranges = rule.quantities()
    around = any(w.measure == "around" for w in ranges) and own(rule)
    tiered = goal.value in {q.value for w in ranges for q in (w.low, w.high) if q is not None}
    if not (symmetric or around or tiered or not goal.value or goal.sign in ("≤", "<")):
        return False
    subjects = [w.subject for w in ranges]
    subjects += [s.outcome.subject for s in rule.statements if isinstance(s.outcome, PerStep)]
    called = [s for s in (*subjects, goal.text) if named(s)]
    return (around or bool(called)) and not sides_apart(rule, called)


def own(rule: Measured) -> bool:
    """Whether ±5% is a size of the row's own quantity, which is a deviation, and no distance from its target.

    Raises:
        UnboundError: the target is the number of the words itrule, and nothing calls it a deviation.
    """
    goal = rule.goal
    if not rule.variable.goal or goal.value is None or goal.value == -(goal.high or 0):
        return True
    around = [w for w in rule.quantities() if w.measure == "around"]
    if goal.value not in {q.value for w in around for q in (w.low, w.high) if q is not None}:
        return False
    if goal.sign in ("≤", "<") or any(named(text) for text in (goal.text, *(w.subject for w in around))):
        return True
    raise UnboundError(
        "±的数与指标值相同，是指标值本身还是与指标值的偏差没有写明", "写明是偏差，或写明指标值的上下限"
    )


def sides_apart(rule: Measured, names: list[str]) -> bool:
    """Whether a text treats the two sides of a deviation apart: by its name, at zero, below it, over and short."""
    if any(_ONE_SIDE.search(name) for name in names):
        return True
    ways: set[str] = {s.outcome.kind for s in rule.statements if isinstance(s.outcome, PerStep)}
    ways |= {within.measure for within in rule.quantities()}
    for within in rule.quantities():
        low, high = within.low, within.high
        if within.measure == "around":
            continue
        if not within.exact and any(q.value < 0 or (q.value == 0 and q is high) for q in (low, high) if q):
            return True
    return {"short", "over"} <= ways
