"""Where a row's score starts and ends: `基础分5分`, `扣完5分为止`, `最高扣至30分`, `最低得5分`, `最高12分` of 10."""

from __future__ import annotations

from fractions import Fraction
from itertools import takewhile
from typing import TypeGuard

from perfscore.core.numbers import plain
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.formula import Formula
from perfscore.language.clauses.limits import Limit
from perfscore.language.clauses.notes import Stated
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.program import Setting, UnboundError
from perfscore.language.shapes import deducts
from perfscore.language.statements import Element, Statement, Template


def settled(template: Template, setting: Setting) -> Template:
    """The same rule with every floor said as a lowest score or as a most that is taken off.

    Raises:
        UnboundError: the lowest score is not below the row's points, or several deductions share one part of them.
    """
    if not any(isinstance(e, Limit) and e.points is not None for e in template.elements):
        return template
    steps = sum(isinstance(s.outcome, PerStep) for s in template.statements)
    off = all(map(deducts, (s for s in template.statements if s.outcome is not None)))
    last: Statement | None = None
    elements: list[Element] = []
    for element in template.elements:
        last = element if isinstance(element, Statement) else last
        if isinstance(element, Limit) and element.points is not None:
            if _caps_what_is_added(element, last, template, setting):
                elements += _most(element.points, last, template, setting)
                continue
            element = _settled(element, element.points, setting, steps, off=off)  # noqa: PLW2901
        elements.append(element)
    return Template(tuple(elements), template.spans, template.passed)


def _caps_what_is_added(limit: Limit, last: Statement | None, template: Template, setting: Setting) -> bool:
    """Whether a cap behind an addition bounds that: 得8分,每增加1个加0.5分,加满2分为止 is no score of 2 at most."""
    amount = last.amount if last is not None else None
    if limit.bound != "cap" or limit.points is None or amount is None or amount.manner != "add":
        return False
    awards = [s.outcome.value(setting.points) for s in template.statements if _awards(s.outcome)]
    base = max((one for one in awards if one is not None), default=None)
    stated = any(isinstance(e, Stated) and e.base for e in template.elements)
    if base is None and (stated or any(map(deducts, template.statements))):
        base = stated_base(template, setting)
    return base is not None and limit.points < base


def _awards(outcome: object) -> TypeGuard[Amount]:
    return isinstance(outcome, Amount) and outcome.manner == "award"


def _most(points: Fraction, last: Statement | None, template: Template, setting: Setting) -> list[Element]:
    """The most that is added; behind a step the other way as well it may be of either."""
    before = takewhile(lambda one: one is not last, template.statements)
    both = any(isinstance(s.outcome, PerStep) and deducts(s) for s in before)
    every = both and setting.pick("most-of", ("last", "all"), None) == "all"
    return [Limit("most-on", points), *([Limit("most-off", points)] if every else [])]


def _settled(element: Limit, points: Fraction, setting: Setting, steps: int, *, off: bool) -> Element:
    if element.share:
        return Limit(element.bound, setting.points * points / 100)
    match element.bound:
        case "least" if points >= setting.points > 0:
            raise UnboundError(f"写明的最低分{plain(points)}分不低于本行分值", "核对最低分与分值")
        case "floor" | "down-to" if points >= setting.points:
            return Limit("floor")
        case "cap" if off and points < setting.points:
            # 每少1次扣3分,最高不超过10分 in a row of 20: full marks stay within reach.
            return Limit("most-off", points)
        case "floor" if steps > 1:
            raise UnboundError(f"几项扣分，“扣完{plain(points)}分为止”管哪一项没有写明", "写明各项最多扣几分")
        case "floor":
            return Limit("most-off", points)
        case "down-to":
            # Down to this score, or so many points off: the words say both.
            down = setting.pick("down-to", ("score", "deduction"), None) == "score"
            return Limit("least" if down else "most-off", points)
        case _:
            return element


def stated_base(template: Template, setting: Setting) -> Fraction:
    """The points from which the score goes up and down: the row's, or those that the text calls its base.

    Deductions alone may as well be taken from the row's points.
    """
    stated = next((e.points for e in template.elements if isinstance(e, Stated) and e.base), setting.points)
    if stated == setting.points or _adds(template):
        return stated
    written = setting.pick("points", ("written", "row"), None) == "written"
    return stated if written else setting.points


def capped(high: Fraction | None, cap: Fraction, template: Template, points: Fraction) -> Fraction:
    """The highest score under a written cap: above the row's points (最高12分 of 10) it lifts what goes beyond them."""
    formula = any(isinstance(s.outcome, Formula) for s in template.statements)
    lifts = cap > points > 0 and (formula or _adds(template))
    return cap if high is None or lifts else min(high, cap)


def _adds(template: Template) -> bool:
    paid = [s.outcome.amount if isinstance(s.outcome, PerStep) else s.outcome for s in template.statements]
    return any(isinstance(amount, Amount) and amount.manner == "add" and amount.points != 0 for amount in paid)
