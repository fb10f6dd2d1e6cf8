"""Ranges of one quantity: what a condition on a number says, before it is bound to a row."""

from __future__ import annotations

from dataclasses import field, replace
from fractions import Fraction
from typing import Literal

from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.core.units import canonical, factor

#: What a condition measures: the quantity itself, its share of the target, its excess or shortfall against the
#: target, its distance from the target, the delay, the time gained; `loose` may be a share or a shortfall
#: (低于目标值30%), `around` is the size of a deviation to either side (±5%), `nth` which time it is (第2次),
#: `rank` a place among others (前5名, 第7名及以后), `past` an excess whose reference is not written (超过5%以内).
Measure = Literal[
    "", "share", "over", "short", "off", "late", "early", "loose", "down", "up", "around", "nth", "past", "rank"
]


@frozen
class Quantity:
    """A number with the unit as written; percent stays percent."""

    value: Fraction
    unit: str = ""

    def say(self) -> str:
        """`95%`, `3个百分点`, `38公斤/月/人`."""
        return f"{plain(self.value)}{self.unit}"


@frozen
class Within:
    """A range of one quantity; an end is True (included), False (excluded) or None (not marked).

    Attributes:
        part: whether steps are taken for the stretch alone: 80%-90%的部分每低1个百分点扣0.5分.
    """

    low: Quantity | None = None
    low_in: bool | None = None
    high: Quantity | None = None
    high_in: bool | None = None
    measure: Measure = ""
    subject: str = field(default="", compare=True)
    part: bool = False

    @property
    def exact(self) -> bool:
        """Whether one number alone is meant."""
        return self.low is not None and self.low == self.high

    @property
    def ends(self) -> tuple[Quantity, ...]:
        """The ends that are written."""
        if self.low is None:
            return () if self.high is None else (self.high,)
        return (self.low,) if self.high is None else (self.low, self.high)

    def say(self) -> str:
        """The condition in the canonical words."""
        lead = {
            "": self.subject, "share": f"{self.subject}达到目标值的", "over": f"{self.subject}超过目标值",
            "short": f"{self.subject}少于目标值", "off": f"{self.subject}偏离目标值", "late": f"{self.subject}逾期",
            "early": f"{self.subject}提前", "around": self.subject, "nth": f"{self.subject}第",
            "past": f"{self.subject}超过", "rank": self.subject,
            "loose": f"{self.subject}低于目标值", "down": f"{self.subject}下降", "up": f"{self.subject}增长",
        }[self.measure]  # fmt: skip
        if self.measure == "loose" and self.low is not None:
            return lead + self.low.say()
        if self.measure == "rank":
            return lead + self._rank()
        part = "的部分" if self.part else ""
        return lead + (self._around() if self.measure == "around" else self._range()) + part

    def _rank(self) -> str:
        low, high = self.low, self.high
        if low is None:
            assert high is not None  # noqa: S101 - one end is always there
            return f"前{high.say()}"
        if high is None:
            return f"第{low.say()}{'及以后' if self.low_in else '以后'}"
        return f"第{low.say()}" if low == high else f"第{low.say()}-{high.say()}"

    def _around(self) -> str:
        mark = {True: "(含)", False: "(不含)", None: ""}
        low, high = self.low, self.high
        if low is None:
            assert high is not None  # noqa: S101 - one end is always there
            return f"±{high.say()}{mark[self.high_in]}以内"
        if high is None:
            return f"±{low.say()}{mark[self.low_in]}以上"
        return f"±{low.say()}{mark[self.low_in]}-±{high.say()}{mark[self.high_in]}"

    def _range(self) -> str:
        low, high = self.low, self.high
        if low is not None and low == high:
            return low.say() if self.measure == "nth" else f"={low.say()}"
        if low is not None and high is not None:
            mark = {True: "(含)", False: "(不含)", None: ""}
            return f"{low.say()}{mark[self.low_in]}-{high.say()}{mark[self.high_in]}"
        if low is not None:
            return {True: f"≥{low.say()}", False: f">{low.say()}", None: f"{low.say()}以上"}[self.low_in]
        assert high is not None  # noqa: S101 - one end is always there
        return {True: f"≤{high.say()}", False: f"<{high.say()}", None: f"{high.say()}以下"}[self.high_in]


@frozen
class Either:
    """One of several ranges of the same quantity."""

    parts: tuple[Within, ...]

    def say(self) -> str:
        """The ranges joined by 或."""
        return "或".join(part.say() for part in self.parts)


Condition = Within | Either


def same_unit(first: Quantity, second: Quantity) -> tuple[Quantity, Quantity]:
    """Two ends of a range, of which one may stand without its unit: 80-90%."""
    if not first.unit and second.unit:
        first = replace(first, unit=second.unit)
    elif not second.unit and first.unit:
        second = replace(second, unit=first.unit)
    return first, second


def below(one: Quantity, other: Quantity) -> bool:
    """Whether one number is smaller than another, which may be in another unit of the same kind: 30分钟, 1小时."""
    return one.value < other.value * (factor(canonical(other.unit), canonical(one.unit)) or 1)
