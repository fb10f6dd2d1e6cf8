"""What a self-assessment says in words that was spent in all: 全年执行资金443.20万元."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from perfscore.checks.narrative.claims import amounts
from perfscore.checks.narrative.prose import Quantity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Figure, Interval
from perfscore.core.units import convert
from perfscore.model import Number, SelfAssessment

#: The whole clause before the amount: nothing in it says what part was spent, or on what.
_SPENT: Final = lazy_pattern(
    r"(?:全年度?|本年度?|年度|年内|当年|累计|实际|合计|共|已|项目|资金|预算|财政|经费|总)*(?:执行|支出|支付|使用)"
    r"(?:资金|经费|费用|数额?|金额|预算|总额)*(?:为|共计?|合计|累计|约|达到?|:)*"
)
_COLUMNS: Final = ("executed", "budget", "initial")


def spent_in(raw: str) -> Quantity | None:
    """The one amount that a text says was spent in all; None where it says none, or several."""
    said = [one for one in amounts(raw) if one.relation == "=" and _SPENT.fullmatch(one.phrase.strip(" ,"))]
    return said[0] if len({one.value for one in said}) == 1 else None


def stands(said: Quantity, form: SelfAssessment) -> bool:
    """Whether the form has the amount: in its money, whatever column or source, or as a target or an actual."""
    own = said.roughly(Fraction(1, 10))
    unit = form.head.money_unit
    size = convert(1, unit, "元")
    if form.funding is None or size is None:
        return True
    rows = (*([form.funding.total] if form.funding.total else []), *form.funding.rows)
    cells: list[Number | None] = [getattr(row, column) for row in rows for column in _COLUMNS]
    cells += [cell for listed in form.funding.breakdowns for _, cell in listed.rows]
    for cell in cells:
        if cell is not None and isinstance(cell.value, Figure):
            around = cell.value.interval
            if own.meets(Interval(around.low * size, around.high * size)):
                return True
    return any(_is_said(said, row.target) or _is_said(said, row.actual) for row in form.indicators)


def _is_said(said: Quantity, cell: object) -> bool:
    value = getattr(cell, "value", None)
    return getattr(value, "unit", "") == "元" and getattr(value, "number", None) == said.value
