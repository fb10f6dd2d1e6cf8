"""What has to be done by its own number, held against the row's target: the same, or where the row names none, it."""

from __future__ import annotations

from perfscore.language.clauses.duty import Duty
from perfscore.language.clauses.limits import Standard
from perfscore.language.facts import in_unit
from perfscore.language.program import Setting, UnboundError
from perfscore.language.statements import Element, Template


def owed(template: Template, setting: Setting) -> Template:
    """The same rule with every duty said as the number that steps count from, or left out where the target says it.

    Raises:
        UnboundError: a duty and the target are different numbers.
    """
    if not any(isinstance(e, Duty) for e in template.elements):
        return template
    elements = (_owed(e, setting) if isinstance(e, Duty) else e for e in template.elements)
    return Template(tuple(e for e in elements if e is not None), template.spans, template.passed)


def _owed(duty: Duty, setting: Setting) -> Element | None:
    goal = setting.goal
    if goal.value is None:
        # What is due every month has no number for the year that the row speaks of: what is missing counts by itself.
        return Standard(duty.value, duty.unit) if duty.times == 1 else None
    due = in_unit(duty.value, duty.unit, goal.unit)
    if due is not None and duty.period and goal.value == due * (duty.times or 1) != due:
        # Enough in the whole year may be too few in one of its parts.
        raise UnboundError(f"“{duty.period}”分别计算，只有一个数", "写明每一期的完成情况")
    if due is None or goal.value != due:
        raise UnboundError("写明的要求与指标值不是同一个数", "核对指标值")
    return None
