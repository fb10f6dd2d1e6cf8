"""Whether the row's own quantity is a deviation, and whether its two sides are one."""

from __future__ import annotations

from collections.abc import Iterable

from perfscore.core.lazy import lazy_pattern
from perfscore.language.program import UnboundError
from perfscore.language.row import Row, Variable

_DEVIATION = lazy_pattern(r"偏差|偏离|误差|差异")
#: A deviation to one named side.
_ONE_SIDE = lazy_pattern(r"[正负](?:向)?(?:偏|误|差)|偏[高低]|[高低]于|超[出过]")


def named(subject: str) -> bool:
    """Whether a subject names a distance from the target."""
    return bool(_DEVIATION.search(subject))


def unsigned(row: Row, variable: Variable) -> bool:
    """Whether the row's own quantity is a deviation, and the text does not treat its two sides apart."""
    goal = row.goal
    if variable.measure != "value" or not variable.plain:
        return False
    symmetric = goal.high is not None and goal.value == -goal.high
    around = any(w.measure == "around" for w in row.ranges) and own(row, variable)
    tiered = goal.value in {q.value for w in row.ranges for q in w.ends}
    if not (symmetric or around or tiered or not goal.value or goal.sign in ("≤", "<")):
        return False
    called = [
        s for s in (*(w.subject for w in row.ranges), *(p.subject for p in row.steps), goal.text) if named(s)
    ]
    return (around or bool(called)) and not sides_apart(row, called)


def own(row: Row, variable: Variable) -> bool:
    """Whether ±5% is a size of the row's own quantity, which is a deviation, and no distance from its target.

    Raises:
        UnboundError: the target is the number of the words itself, and nothing calls it a deviation.
    """
    goal = row.goal
    if not variable.goal or goal.value is None or goal.value == -(goal.high or 0):
        return True
    around = [w for w in row.ranges if w.measure == "around"]
    if goal.value not in {q.value for w in around for q in w.ends}:
        return False
    if goal.sign in ("≤", "<") or any(named(text) for text in (goal.text, *(w.subject for w in around))):
        return True
    raise UnboundError(
        "±的数与指标值相同，是指标值本身还是与指标值的偏差没有写明", "写明是偏差，或写明指标值的上下限"
    )


def sides_apart(row: Row, names: Iterable[str]) -> bool:
    """Whether a text treats the two sides of a deviation apart: by its name, at zero, below it, over and short."""
    if any(_ONE_SIDE.search(name) for name in names):
        return True
    for within in row.ranges:
        if within.measure == "around" or within.exact:
            continue
        if any(q.value < 0 or (q.value == 0 and q is within.high) for q in within.ends):
            return True
    return {"short", "over"} <= {*(step.kind for step in row.steps), *(within.measure for within in row.ranges)}
