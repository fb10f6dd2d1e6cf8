"""Whether the row's own quantity is a deviation, and whether its two sides are one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.conditions import Within
from perfscore.language.clauses.formula import Definition, Distance, Formula, Name, Operation, names
from perfscore.language.facts import Goal
from perfscore.language.program import UnboundError
from perfscore.language.row import Row, Variable
from perfscore.language.statements import Statement, Template

_DEVIATION = lazy_pattern(r"偏差|偏离|误差|差异")
#: A deviation to one named side.
_ONE_SIDE = lazy_pattern(r"[正负](?:向)?(?:偏|误|差)|偏[高低]|[高低]于|超[出过]")


def named(subject: str) -> bool:
    """Whether a subject names a distance from the target."""
    return bool(_DEVIATION.search(subject))


def off_target(template: Template, goal: Goal) -> Template:
    """Tiers of a deviation in percent beside a number that is none: how far the actual is off that number.

    偏差率≤10%得5分,10%-20%得3分 beside 1000吨; beside ≤5% the deviation is the row's own number.

    Raises:
        UnboundError: steps beyond a tier may count from its end or from the target.
    """
    template = _defined(template, goal)
    ranges = [w for w in template.ranges if w.measure in ("", "off") and all(q.unit == "%" for q in w.ends)]
    called = any(w.measure == "off" or named(w.subject) for w in ranges)
    most = max((q.value for w in ranges for q in w.ends), default=None)
    if not called or goal.value is None or goal.high is not None or goal.sign not in ("", "=") or most is None:
        return template
    other = goal.unit not in ("%", "百分点", "") or (not goal.unit and goal.value > most)
    subjects = [w.subject for w in ranges if w.subject]
    defined = any(isinstance(e, Definition) for e in template.elements)
    if defined or not other or not all(map(named, subjects)) or any(map(_ONE_SIDE.search, subjects)):
        return template
    if any(step.kind in ("over", "short") and step.step.unit in ("%", "个百分点") for step in template.steps):
        raise UnboundError("每升降一个单位从哪里起算没有写明", "写明从哪个数起，每多少计几分")
    elements = (
        replace(e, condition=replace(e.condition, measure="off", subject=""))
        if isinstance(e, Statement) and isinstance(e.condition, Within) and e.condition in ranges
        else e
        for e in template.elements
    )
    return replace(template, elements=tuple(elements))


#: How a deviation rate is called in a formula.
_RATE = lazy_pattern("(?:实际)?(?:偏差|偏离|误差)(?:率|度|比例)")


def _defined(template: Template, goal: Goal) -> Template:
    """The rule with what a deviation rate in its formula is, beside a target that is none: |实际-目标|/目标."""
    known = {e.name for e in template.elements if isinstance(e, Definition)}
    used = [n for s in template.statements if isinstance(s.outcome, Formula) for n in names(s.outcome.expression)]
    called = [n for n in dict.fromkeys(used) if _RATE.fullmatch(n) and n not in known]
    if not called or goal.value is None or goal.unit == "%" or goal.sign not in ("", "="):
        return template
    target = Name("目标值")
    off = Operation(Distance(Operation(Name("实际完成值"), (("-", target),))), (("/", target),))
    return replace(template, elements=(*template.elements, *(Definition(name, off) for name in called)))


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
