"""The money of a form in one line: what it had for the year and what it spent, in 万元 whatever the form is drawn in."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from perfscore.core.numbers import Figure, round_to, to_decimal
from perfscore.core.records import frozen
from perfscore.core.units import convert
from perfscore.model.forms import BaseTable, Form, FundingRow, Ledger, Number

#: The unit in which amounts of different forms stand side by side.
UNIT: Final = "万元"


@frozen
class AnnualMoney:
    """The amounts of a form's total row in 万元; None where one is not stated, not read, or in no known unit.

    Attributes:
        budget: the adjusted budget of the year (全年预算数); the initial one where the form has no other.
        spent: what was executed (全年执行数).
    """

    budget: Decimal | None = None
    spent: Decimal | None = None

    @property
    def rate(self) -> Decimal | None:
        """Spent by budget in percent, to two decimals; the rate that a form prints is a matter of the checks."""
        if self.spent is None or not self.budget:
            return None
        return round_to(Fraction(self.spent) * 100 / Fraction(self.budget), 2)


def annual_money(form: Form) -> AnnualMoney:
    """The money of a form: its total row; of a target sheet with two blocks that of the year."""
    row = _total(form)
    if row is None:
        return AnnualMoney()
    unit = form.head.money_unit
    return AnnualMoney(
        _in_ten_thousands(row.budget if row.budget is not None else row.initial, unit),
        _in_ten_thousands(row.executed, unit),
    )


def _total(form: Form) -> FundingRow | None:
    if isinstance(form, BaseTable):
        return None
    if isinstance(form, Ledger):
        return form.total
    return form.funding.total if form.funding is not None else None


def _in_ten_thousands(cell: Number | None, unit: str) -> Decimal | None:
    """An amount in 万元, with the digits that are written where the form is drawn in it."""
    if cell is None or not isinstance(cell.value, Figure) or cell.value.percent or not unit:
        return None
    if unit == UNIT:
        return cell.value.value
    made = convert(cell.value.value, unit, UNIT)
    return None if made is None else to_decimal(made)
