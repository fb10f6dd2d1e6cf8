"""What is wrong or unsaid in a rule: the record."""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from typing import Literal

from perfscore.core.records import frozen

ProblemKind = Literal[
    "gap", "overlap", "exceeds-points", "no-cap", "negative", "no-floor", "contradicts-target", "kinder", "of-a-hundred",
    "not-monotone", "unreachable", "zero-unreachable", "step-undefined", "points-differ", "value-mismatch",
    "not-analysed",
]  # fmt: skip


@frozen
class Problem:
    """One thing that is wrong or unsaid in a rule.

    Attributes:
        kind: as listed in the module's docstring.
        message: one Chinese sentence with its numbers.
        words: the words concerned, empty for the whole rule.
        span: their range in the rule's raw text.
        numbers: the numbers of the proof: values of the actual first, then points.
    """

    kind: ProblemKind
    message: str
    words: str = ""
    span: tuple[int, int] | None = field(default=None, compare=False)
    numbers: tuple[Decimal, ...] = ()
