"""What several checks of targets ask of a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from perfscore.core.text import squash
from perfscore.language.values import Value
from perfscore.model import Indicator

#: How a relation is written in a table.
SIGNS: Final = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "="}


def under(row: Indicator, *labels: str) -> bool:
    """Whether the row stands under a level of one of these names, whatever else its label says."""
    return any(label in level for label in labels for level in (row.l1, row.l2))


def names_one(row: Indicator, words: Iterable[str]) -> bool:
    """Whether the row's name holds one of the words."""
    name = squash(row.name.value)
    return any(word in name for word in words)


def plain_number(said: Value) -> bool:
    """Whether a value is one number, exact or a bound, and no moment of the calendar."""
    return said.kind in ("exact", "bound", "period") and said.number is not None and said.start is said.end is None
