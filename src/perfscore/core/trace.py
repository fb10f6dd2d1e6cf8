"""How a score came about: steps, readings, score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from perfscore.core.location import Location
from perfscore.core.records import frozen, replace

#: What is lacking where a rule gives no number: the actual itself, an actual that the rule can use, other facts that
#: the rule asks for, or words in the rule that settle one number.
Lack = Literal["actual", "usable-actual", "facts", "words"]


@frozen
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

    def renamed(self, label: str) -> Step:
        """The same step under another label."""
        return replace(self, label=label)


class LateStep(Step):
    """A step whose sum and parts are worked out when they are first read; equal to the step that says the same.

    Most scores are only compared, and their sums take longer than the scores themselves.

    >>> LateStep("得分", "8", lambda: Step("得分", "10 − 2", "8")).line()
    '得分 = 10 − 2 = 8'
    """

    def __init__(self, label: str, value: str, work: Callable[[], Step]) -> None:
        object.__setattr__(self, "label", label)
        object.__setattr__(self, "value", value)
        object.__setattr__(self, "at", None)
        object.__setattr__(self, "_work", work)

    @cached_property
    def _whole(self) -> Step:
        work: Callable[[], Step] = self.__dict__.pop("_work")
        return work()

    def renamed(self, label: str) -> Step:
        """The same step under another label, still not worked out."""
        return LateStep(label, self.value, lambda: replace(self._whole, label=label))

    def __replace__(self, /, **changes: Any) -> Step:
        """The step that it says, with other fields: it is not made from them itself."""
        return replace(self._whole, **{"at": self.at, **changes})

    @property
    def formula(self) -> str:
        """The sum with its numbers."""
        return self._whole.formula

    @property
    def children(self) -> tuple[Step, ...]:
        """The steps on the way."""
        return self._whole.children

    def __eq__(self, other: object) -> bool:
        return self._whole == (other._whole if isinstance(other, LateStep) else other)

    def __hash__(self) -> int:
        return hash(self._whole)

    def __repr__(self) -> str:
        return repr(self._whole)

    def __reduce__(self) -> tuple[Callable[[Step], Step], tuple[Step]]:
        """What goes to another process is the step that it says."""
        return _itself, (replace(self._whole, label=self.label, at=self.at),)


@frozen
class Reading:
    """One admissible reading: its name and the points that it gives (None where it gives none)."""

    name: str
    points: Decimal | None
    step: Step | None = field(default=None, compare=False)


@frozen
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


def _itself(step: Step) -> Step:
    return step
