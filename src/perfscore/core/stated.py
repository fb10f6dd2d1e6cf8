"""What a form states of its own scoring: plain records that a reader fills and scoring takes."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from perfscore.core.records import frozen

#: What an unread statement speaks of; nothing is judged by another convention where a form has one of its own.
Topic = Literal["execution", "missed", "grades", "rounding", "verdicts"]


@frozen
class StatedBase:
    """The denominator of the execution rate."""

    base: Literal["budget", "initial"]


@frozen
class StatedExecution:
    """The execution score is the rate times its points."""


@frozen
class StatedMissed:
    """How a missed target is scored; `formula` is the name that rule sets use."""

    direction: Literal["positive", "negative"]
    formula: str


@frozen
class StatedGrades:
    """The grades with their lower edges, from the best down."""

    grades: tuple[tuple[str, Decimal], ...]


@frozen
class StatedRounding:
    """To how many decimals scores are rounded, half up."""

    digits: int


@frozen
class StatedVerdicts:
    """The bands of the verdicts on qualitative indicators, in percent of the points, from the best down."""

    bands: tuple[tuple[Decimal, Decimal], ...]


Stated = StatedBase | StatedExecution | StatedMissed | StatedGrades | StatedRounding | StatedVerdicts
