"""Texts that are numbers, for the cells of a workbook."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from perfscore.core.numbers import read_figure

#: The most digits that a spreadsheet's numbers keep.
_MOST_DIGITS: Final = 15


def typed(text: str) -> tuple[Decimal, str] | None:
    """The number that a text is and the format that shows it so; None for what is no number or would lose digits.

    >>> typed("94.00%"), typed("1,234.5"), typed("042001")
    ((Decimal('0.94'), '0.00%'), (Decimal('1234.5'), '#,##0.0'), None)
    """
    figure = read_figure(text)
    if figure is None or len(figure.value.as_tuple().digits) > _MOST_DIGITS:
        return None
    plain = text.strip().replace(",", "")
    if str(figure) != plain:  # +5, 042001, .5: a number would look otherwise
        return None
    shape = "0." + "0" * figure.decimals if figure.decimals else "0"
    if figure.percent:
        return figure.value / 100, f"{shape}%"
    return figure.value, f"#,##{shape}" if "," in text else shape
