"""A value that never parts from the text it was read from, and the value of an unreadable text."""

from __future__ import annotations

from dataclasses import field
from typing import Generic, TypeVar

from perfscore.core.location import Location
from perfscore.core.records import frozen

T_co = TypeVar("T_co", covariant=True)

NOWHERE = Location("")


@frozen
class Sourced(Generic[T_co]):
    """A value with the text it was read from (`raw`) and its place; only the value counts in comparisons."""

    value: T_co
    raw: str = field(default="", compare=False)
    at: Location = field(default=NOWHERE, compare=False)


@frozen
class Unreadable:
    """What stands in place of a value that was not understood; it is matched on, never raised, never scored.

    Attributes:
        reason: why, in words for the user.
        span: half-open range in `raw` of the words that stopped the reading, None for the whole text.
        settle: what would settle it, in words for the user; a guess stands only here.
    """

    raw: str = field(compare=False)
    reason: str
    span: tuple[int, int] | None = field(default=None, compare=False)
    at: Location | None = field(default=None, compare=False)
    settle: str = field(default="", compare=False)

    @property
    def words(self) -> str:
        """The words that stopped the reading."""
        return self.raw if self.span is None else self.raw[self.span[0] : self.span[1]]
