"""How often a bound was broken, where the row counts the breaches: `投诉处理超过3天的,每件扣1分`.

The number is of each case and the step counts the cases, so that no row's number is both: what is counted has the bound
in its name.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from perfscore.core.numbers import plain
from perfscore.core.units import canonical, dimension
from perfscore.language.clauses.amounts import NONE
from perfscore.language.clauses.conditions import Quantity, Within
from perfscore.language.clauses.per_unit import PerStep, is_thing
from perfscore.language.clauses.yes_no import Saying
from perfscore.language.facts import Goal, in_unit
from perfscore.language.program import UnboundError
from perfscore.language.statements import Element, Statement, Template


def breaches(template: Template, goal: Goal) -> Template:
    """The same rule, with bounds of single cases as the names of what is counted.

    Raises:
        UnboundError: one case may break several of the bounds.
    """
    broken = [w for s in template.statements if (w := _broken(s, goal)) is not None]
    if not broken:
        return template
    for one, other in combinations(broken, 2):
        if not (one.subject and other.subject and one.subject != other.subject) and _overlap(one, other):
            raise UnboundError("几种扣分说的是同一件事", "写明各自数什么")
    return Template(tuple(_counted(e, goal) for e in template.elements), template.spans, template.passed)


def once(template: Template, goal: Goal) -> Template:
    """The same rule, where one fault leaves nothing and the row counts the faults: 伪造台账的,不得分 beside 0次."""
    paying = [s for s in template.statements if s.outcome is not None]
    said = paying[0].condition if len(paying) == 1 else None
    if not isinstance(said, Saying) or paying[0].outcome != NONE or goal.value != 0 or not is_thing(goal.unit):
        return template
    within = Within(Quantity(Fraction(1), goal.unit), True, subject=said.text)
    elements = (replace(e, condition=within) if e is paying[0] else e for e in template.elements)
    return replace(template, elements=tuple(elements))


def _broken(statement: Statement, goal: Goal) -> Within | None:
    """The bound of a clause that counts how many cases break it; None where its number may be the row's own."""
    within, step = statement.condition, statement.outcome
    if not isinstance(within, Within) or within.measure or not isinstance(step, PerStep):
        return None
    (end, *more) = within.ends
    counts = step.kind in ("event", "plain") and step.every and not step.period and is_thing(step.step.unit)
    of_case = bool(end.unit) and not is_thing(end.unit) and in_unit(end.value, end.unit, step.step.unit) is None
    of_row = bool(goal.unit) and in_unit(end.value, end.unit, goal.unit) is not None
    costs = step.amount.manner == "deduct"
    return within if counts and costs and of_case and not (of_row or more) else None


def _counted(element: Element, goal: Goal) -> Element:
    if not isinstance(element, Statement) or (within := _broken(element, goal)) is None:
        return element
    step = element.outcome
    assert isinstance(step, PerStep)  # noqa: S101 - what breaks a bound is counted
    return replace(
        element, condition=None, outcome=replace(step, kind="event", subject=_named(within) + step.subject)
    )


def _named(within: Within) -> str:
    """`投诉处理超过3天`."""
    end = within.low or within.high
    assert end is not None  # noqa: S101 - a range has an end
    number = f"{plain(end.value)}{end.unit}"
    inside = within.low_in if within.low is not None else within.high_in
    if within.low is not None:
        said = {True: f"{number}及以上", False: f"超过{number}", None: f"{number}以上"}[inside]
    else:
        within_word = "以内" if dimension(canonical(end.unit)) == "time" else "以下"
        said = {True: f"{number}及以下", False: f"低于{number}", None: f"{number}{within_word}"}[inside]
    return within.subject + said


def _overlap(one: Within, other: Within) -> bool:
    """Whether one number breaks both bounds; of ends that meet unmarked each case breaks one."""
    if (one.low is None) == (other.low is None):
        return True
    above, below = (one, other) if one.low is not None else (other, one)
    assert above.low is not None  # noqa: S101 - the line above
    assert below.high is not None  # noqa: S101
    if above.low.value == below.high.value:
        return above.low_in is True and below.high_in is True
    return above.low.value < below.high.value
