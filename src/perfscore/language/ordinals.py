"""Amounts for the first, the second and the third time: they add up, or the last one is the whole."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perfscore.language.clauses.amounts import NONE, Amount
from perfscore.language.clauses.conditions import Within
from perfscore.language.program import Setting, UnboundError
from perfscore.language.statements import Statement, Template


def counted_up(template: Template, setting: Setting) -> Template:
    """The same rule with 第2次扣3分 said of so many in all.

    Each time has its own amount, so that two of them cost both; the words may also mean that the second costs what
    stands beside it, and no more. A score for the second time (第2次得60分) is one score, whatever came before.

    Raises:
        UnboundError: the times do not run from the first on, or an amount is for 第3次及以上.
    """
    places = [n for n, e in enumerate(template.elements) if _nth(e) is not None]
    if not places:
        return template
    elements = list(template.elements)
    total, expected = Fraction(0), Fraction(1)
    for place in places:
        statement, condition = elements[place], _nth(elements[place])
        assert isinstance(statement, Statement)  # noqa: S101 - it has a condition
        assert condition is not None  # noqa: S101 - it was chosen for that
        amount = statement.outcome
        if isinstance(amount, Amount) and amount.manner != "award":
            if not condition.exact or condition.low is None:
                raise UnboundError(
                    "“第几次及以上”是每次都扣，还是一共扣，没有写明", "写明每次扣几分", statement.span
                )
            if amount.points is None or condition.low.value != expected:
                raise UnboundError("各次扣几分没有从第一次起逐次写明", "从第一次起逐次写明", statement.span)
            total, expected = total + amount.points, expected + 1
            summed = len(places) > 1 and setting.pick("ordinal", ("each", "last"), None) == "each"
            amount = replace(amount, points=total) if summed else amount
        elif amount != NONE and (not isinstance(amount, Amount) or not condition.exact):
            raise UnboundError("“第几次”的得分没有读懂", "写明几次得几分", statement.span)
        elements[place] = replace(statement, condition=replace(condition, measure=""), outcome=amount)
    return Template(tuple(elements), template.spans, template.passed)


def _nth(element: object) -> Within | None:
    """The condition on which time it is, None where there is none."""
    condition = element.condition if isinstance(element, Statement) else None
    return condition if isinstance(condition, Within) and condition.measure == "nth" else None
