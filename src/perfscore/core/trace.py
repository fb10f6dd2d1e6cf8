"""How a score came about: steps, readings, score."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from perfscore.core.location import Location

#: What is lacking where a rule gives no number: the actual itself, an actual that the rule can use, other facts that
#: the rule asks for, or words in the rule that settle one number.
Lack = Literal["actual", "usable-actual", "facts", "words"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a computation: what is computed, the sum with its numbers, the value as text.

    >>> Step("完成率", "45.48 ÷ 48", "94.75%").line()
    '完成率 = 45.48 ÷ 48 = 94.75%'
    """

    label: str
    formula: str
    value: str
    at: Location | None = field(default=None, compare=False)
    children: tuple[Step, ...] = ()

    def line(self) -> str:
        """The step as one line; parts that are empty or say the same are left out."""
        parts = [part for part in (self.label, self.formula, self.value) if part]
        kept = [part for n, part in enumerate(parts) if n == 0 or part != parts[n - 1]]
        return " = ".join(kept)


@dataclass(frozen=True, slots=True)
class Reading:
    """One admissible reading: its name and the points that it gives (None where it gives none)."""

    name: str
    points: Decimal | None
    step: Step | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Score:
    """The points under the default reading, every admissible reading, and the steps.

    `points` is None where no number is defensible; `reason` then says why, and `lack` what is missing.
    """

    points: Decimal | None
    readings: tuple[Reading, ...] = ()
    step: Step | None = field(default=None, compare=False)
    reason: str = ""
    lack: Lack | None = None

    @property
    def certain(self) -> bool:
        """Whether all readings agree on one number."""
        return self.points is not None and all(r.points == self.points for r in self.readings)
