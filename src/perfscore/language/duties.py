"""What has to be done by its own number, held against the row's target: the same, or where the row names none, it."""

from __future__ import annotations

from perfscore.language.clauses.duty import Duty
from perfscore.language.clauses.limits import Standard
from perfscore.language.clauses.notes import Stated
from perfscore.language.facts import Goal, in_unit
from perfscore.language.program import Setting, UnboundError
from perfscore.language.statements import Element, Template


def owed(template: Template, setting: Setting) -> Template:
    """The same rule with every duty said as the number that steps count from, or left out where the target says it.

    Raises:
        UnboundError: a duty and the target are different numbers, or the points of each month are not the row's.
    """
    if any(isinstance(e, Stated) and e.each and e.points != setting.points for e in template.elements):
        raise UnboundError("每一期的分值与本行分值不同，各期怎样合计没有写明", "写明各期怎样合计")
    if not any(isinstance(e, Duty) for e in template.elements):
        return template
    elements = (_owed(e, template, setting) if isinstance(e, Duty) else e for e in template.elements)
    return Template(tuple(e for e in elements if e is not None), template.spans, template.passed)


def _owed(duty: Duty, template: Template, setting: Setting) -> Element | None:
    goal = setting.goal
    if duty.way in ("faults", "part"):
        _check_beside(duty, template, goal)
        return None
    if goal.value is None:
        if not duty.stated:
            raise UnboundError("指标值没有数，无法与目标比较", "写明数值的指标值")
        # What is due every month has no number for the year that the row speaks of: what is missing counts by itself.
        return Standard(duty.value, duty.unit) if duty.times == 1 else duty
    due = in_unit(duty.value, duty.unit, goal.unit)
    if due is not None and duty.period and goal.value == due * (duty.times or 1) != due:
        # Enough in the whole year may be too few in one of its parts.
        raise UnboundError(f"“{duty.period}”分别计算，只有一个数", "写明每一期的完成情况")
    if due is None or goal.value != due:
        raise UnboundError("写明的要求与指标值不是同一个数", "核对指标值")
    return None


def _check_beside(duty: Duty, template: Template, goal: Goal) -> None:
    """What is due beside what costs: of each part of the year, or before faults that are counted under their names.

    Raises:
        UnboundError: what costs may be a lack of it.
    """
    if duty.way == "faults":
        if all(step.subject for step in template.steps):
            return
        raise UnboundError("每次扣分是次数不够还是另有问题没有写明", "写明每少几次、每发现什么扣几分")
    owed = in_unit(duty.value, duty.unit, goal.unit)
    if owed is None or goal.value is None or owed * (duty.times or 1) > goal.value:
        raise UnboundError("写明的几个要求合不到一起，不知按哪一个扣分", "写明按哪一个要求扣分")
