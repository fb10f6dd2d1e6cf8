"""Indicator values: what a target or an actual says (docs/language.md §2).

Importing this package is cheap; the grammars are built when the first value is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from perfscore.language.values.compare import is_completion_rate, matched, meets
from perfscore.language.values.record import NOTES, Value
from perfscore.language.values.scales import in_scale

if TYPE_CHECKING:
    from perfscore.core.sourced import Unreadable

__all__ = ["NOTES", "Value", "in_scale", "is_completion_rate", "matched", "meets", "parse_value"]


def parse_value(
    text: str, *, unit: str | None = None, role: Literal["target", "actual"] = "target"
) -> Value | Unreadable:
    """Read an indicator value as it stands in its cell; each distinct text is read once.

    Args:
        text: the cell's text.
        unit: the unit of the unit column or of the header, for a value that carries none.
        role: whether the cell holds a target or an actual value; a bare actual is an “=”.

    Returns:
        The value, or `Unreadable` with the words that stopped the reading.

    Raises:
        TypeError: what is given is no text.

    >>> value = parse_value("≥48公斤/月/人")
    >>> value.kind, value.relation, value.low, value.unit, value.say()
    ('bound', '>=', Decimal('48'), '公斤/人/月', '≥48公斤/人/月')
    """
    if not isinstance(text, str):
        raise TypeError(
            f"parse_value 要给文字，不是 {text!r}；空单元格给空文字（a text is wanted; an empty cell is an empty text）"
        )
    from perfscore.language.values.reading import read_value

    return read_value(text, unit or "", role)
