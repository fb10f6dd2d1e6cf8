"""What the readings of a row are called in words: the choices of a stated rule, the formulas of a rule set."""

from __future__ import annotations

from collections.abc import Sequence

from perfscore.core.choices import reading_words as choice_words
from perfscore.core.choices import told
from perfscore.scoring.defaults import MET, ZERO
from perfscore.scoring.form import RATE
from perfscore.scoring.formulas import NAMED, formula
from perfscore.scoring.records import RowReading

_WORDS = {
    MET: ("达标得满分", "full marks for the target met"),
    ZERO: ("零目标未达到", "a target of zero missed"),
    RATE: ("按执行率", "by the execution rate"),
}


def reading_words(name: str, *, english: bool = False) -> str:
    """The name of a reading in words.

    >>> reading_words("formula: pass-mark:60")
    '以 60% 为及格线按超过部分计分'
    >>> reading_words("part-of-step: whole", english=True)
    'part of a step: whole steps only'
    """
    return _of_ruleset(name, english=english) or choice_words(name, english=english)


def readings_words(readings: Sequence[RowReading], *, english: bool = False) -> str:
    """Readings with their points: `不足一个单位：按比例 8.75，只计整数 9，进一 8.5`."""
    if any(_of_ruleset(one.name, english=english) for one in readings):
        each = (f"{reading_words(one.name, english=english)} {one.points:f}" for one in readings)
        return ("; " if english else "；").join(each)
    return told([(one.name, format(one.points, "f")) for one in readings], english=english)


def _of_ruleset(name: str, *, english: bool) -> str | None:
    """The words of what the rule set gives; None for a reading of a stated rule."""
    basis, _, scale = name.partition("; ")
    if basis in _WORDS:
        words = _WORDS[basis][english]
    elif basis.startswith(NAMED):
        one = formula(basis.removeprefix(NAMED))
        words = one.en if english else one.zh
    else:
        return None
    return f"{words}{', ' if english else '，'}{choice_words(scale, english=english)}" if scale else words
