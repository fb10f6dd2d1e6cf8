"""Where a row's score starts and ends: `基础分5分`, `扣完5分为止`, `最高扣至30分`, `最低得5分`, `最高12分` of 10."""

from __future__ import annotations

from fractions import Fraction

from perfscore.core.numbers import plain
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.formula import Formula
from perfscore.language.clauses.limits import Limit
from perfscore.language.clauses.notes import Stated
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.program import Setting, UnboundError
from perfscore.language.shapes import deducts
from perfscore.language.statements import Element, Template


def settled(template: Template, setting: Setting) -> Template:
    """The same rule with every floor said as a lowest score or as a most that is taken off.

    Raises:
        UnboundError: the lowest score is not below the row's points, or several deductions share one part of them.
    """
    if not any(isinstance(e, Limit) and e.points is not None for e in template.elements):
        return template
    steps = sum(isinstance(s.outcome, PerStep) for s in template.statements)
    off = all(map(deducts, (s for s in template.statements if s.outcome is not None)))
    given = _given(template, setting.points) if _adds(template) else Fraction(0)
    return Template(
        tuple(_settled(e, setting, steps, off=off, given=given) for e in template.elements),
        template.spans,
        template.passed,
    )


def _given(template: Template, points: Fraction) -> Fraction:
    """The best award of the clauses, without what is added to it."""
    amounts = [s.outcome for s in template.statements if isinstance(s.outcome, Amount)]
    return max((a.value(points) or Fraction(0) for a in amounts if a.manner == "award"), default=Fraction(0))


def _settled(element: Element, setting: Setting, steps: int, *, off: bool, given: Fraction) -> Element:
    if not isinstance(element, Limit) or element.points is None:
        return element
    points = element.points
    match element.bound:
        case "least" if points >= setting.points > 0:
            raise UnboundError(f"写明的最低分{plain(points)}分不低于本行分值", "核对最低分与分值")
        case "floor" | "down-to" if points >= setting.points:
            return Limit("floor")
        case "cap" if points < given:
            # 得8分,每增加1个加0.5分,加满2分为止: what is added has an end, not the score.
            return Limit("most-on", points)
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
