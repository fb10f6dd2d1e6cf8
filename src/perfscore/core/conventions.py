"""The plain record that a rule set fills and the language reads."""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from typing import Literal

from perfscore.core.records import frozen

PartOfStep = Literal["proportional", "whole", "started"]
NegativeRatio = Literal["target-over-actual", "mirror"]


@frozen
class Words:
    """Which words of targets and actuals contradict each other.

    Attributes:
        opposites: pairs that cannot both be said of one thing: 改善 and 恶化, 及时 and 滞后.
        degrees: words for how much, the strongest group first; words of one group are as strong as each other.
        manners: words in front that say nothing of how much: 有效, 持续.
    """

    opposites: tuple[tuple[str, str], ...] = ()
    degrees: tuple[tuple[str, ...], ...] = ()
    manners: tuple[str, ...] = ()


@frozen
class Conventions:
    """How a text is meant where it is silent.

    Attributes:
        part_of_step: the default reading of a part of a deduction step; the two others stay admissible.
        negative_ratio: the default of 按比例扣分 where smaller is better: P·T/A or P·(1−(A−T)/T).
        lexicon: words that count as the same grade, `{"达成预期指标": "完成"}`; empty without a rule set.
        words: opposites and degrees of words; none without a rule set.
        about: how far, in percent, a number may lie from one that is written with 约 or 左右.
    """

    part_of_step: PartOfStep = "proportional"
    negative_ratio: NegativeRatio = "target-over-actual"
    lexicon: tuple[tuple[str, str], ...] = field(default=())
    words: Words = field(default=Words())
    about: Decimal = Decimal(0)
