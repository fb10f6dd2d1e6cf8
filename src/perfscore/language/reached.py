"""The target reached under the name of the quantity, before steps away from it: `平均住院日达标得4分,每超过0.1天扣0.2分`.

The words earn full marks and the steps behind them have no other number to count from than the row's target, so that
what is reached, or kept to, is the target.
"""

from __future__ import annotations

from dataclasses import replace

from perfscore.core.lazy import lazy_pattern
from perfscore.core.units import canonical, dimension
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.scope import scoped
from perfscore.language.clauses.yes_no import Against, Saying
from perfscore.language.program import Setting
from perfscore.language.statements import Template

_NAMED = lazy_pattern(r"[^,未不无没]{2,16}(?:全部|均|都)?达标")
#: In time: 按期提交, 在承诺时限内办结.
_IN_TIME = lazy_pattern(
    r"(?:能够?)?(?:按时|按期|如期|及时)[^,未不无没并且]{2,8}|在?[^,未不无没并且]{0,6}(?:时限|期限|时间|工期|周期)(?:以?内|之内|前)[^,未不无没并且]{0,6}"
)


def reached(template: Template, setting: Setting) -> Template:
    """The same rule, where words that earn full marks before its steps say no more than that the target is met."""
    paying = [s for s in template.statements if s.outcome is not None]
    words = [s for s in paying if not isinstance(s.outcome, PerStep)]
    steps = [s.outcome for s in paying if isinstance(s.outcome, PerStep)]
    if len(words) != 1 or not steps or any(s.condition is not None for s in paying if s is not words[0]):
        return template
    said, earned = words[0].condition, words[0].outcome
    if not isinstance(said, Saying) or not isinstance(earned, Amount) or scoped(said.text):
        return template
    full = earned.manner == "award" and earned.value(setting.points) == setting.points
    if not full or not _says(said.text, steps, setting):
        return template
    met = replace(words[0], condition=Against("met", said.text))
    return Template(tuple(met if e is words[0] else e for e in template.elements))


def _says(text: str, steps: list[PerStep], setting: Setting) -> bool:
    """Whether words say that the row's target is met, as far as the steps behind them go on with it."""
    goal = setting.goal
    timed = goal.day is not None or _of_time(goal.unit)
    gaps = all(step.kind in ("short", "over", "off", "late") for step in steps)
    if goal.value is not None and gaps and _NAMED.fullmatch(text):
        return True
    late = all(step.kind in ("over", "late") and _of_time(step.step.unit) for step in steps)
    return timed and late and _IN_TIME.fullmatch(text) is not None


def _of_time(unit: str) -> bool:
    return dimension(canonical(unit)) in ("time", "workdays")
