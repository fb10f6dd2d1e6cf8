"""The plain record that a rule set fills and the language reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

PartOfStep = Literal["proportional", "whole", "started"]
NegativeRatio = Literal["target-over-actual", "mirror"]


@dataclass(frozen=True, slots=True)
class Conventions:
    """How a rule text is meant where it is silent.

    Attributes:
        part_of_step: the default reading of a part of a deduction step; the two others stay admissible.
        negative_ratio: the default of 按比例扣分 where smaller is better: P·T/A or P·(1−(A−T)/T).
        lexicon: words that count as the same grade, `{"达成预期指标": "完成"}`; empty without a rule set.
    """

    part_of_step: PartOfStep = "proportional"
    negative_ratio: NegativeRatio = "target-over-actual"
    lexicon: tuple[tuple[str, str], ...] = field(default=())
