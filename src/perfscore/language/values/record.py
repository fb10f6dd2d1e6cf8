"""What an indicator value says: the record, without any reading."""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from perfscore.core.numbers import Interval
from perfscore.core.records import frozen
from perfscore.core.units import dimension as dimension_of
from perfscore.core.units import is_counted

if TYPE_CHECKING:
    from decimal import Decimal

    from perfscore.language.moments import Moment

Kind = Literal[
    "bound", "range", "exact", "ratio", "change", "date", "period", "schedule", "list", "qualitative", "empty"
]
ValueRelation = Literal[">=", "<=", ">", "<", "=", "between", "in"]
Direction = Literal["up", "down"]
Empty = Literal["missing", "none", "not-applicable", "not-recorded", "elsewhere", "placeholder"]

#: What a note on a reading means, for the user.
NOTES: dict[str, str] = {
    "machine-noise": "数值带有浮点数尾差，已按最短的小数读取",
    "slip-sign": "书名号或尖括号写在数字前，按比较符号读取",
    "approximate": "带有约、左右、余等字样，按所写数字读取",
    "month-ambiguous": "“前”字前没有“底”，是否含该月（季、年）有两种理解",
    "percent-from-fraction": "百分比栏内写的是小数，按百分数读取（0.985读作98.5%）",
    "percent-as-written": "百分比栏内写的数按百分数读取，没有再乘以100",
    "placeholder-removed": "前面的模板占位符没有替换，已略去",
    "ends-swapped": "区间两端大小颠倒，已对调",
    "remark": "括号内的说明没有计入数值",
    "cause": "前面的原因没有计入",
    "remainder": "数值后面的文字没有计入",
    "double-relation": "比较符号与“以上、以下”等字样重复",
    "scale-word": "数值带有万、亿等数量级",
    "unit-differs": "所写单位与单位栏不同，按所写单位读取",
    "trailing-words": "截止时间后的文字没有计入",
}


@frozen
class Value:
    """An indicator value as it is written, a target or an actual.

    Attributes:
        kind: what sort of value it is (docs/language.md §2).
        relation: the relation that is written; for an actual without one "="; "between" for a range, "in" for
            a list; None for a bare target.
        low, high: the ends, after scale words; a lower bound has `low` alone, an upper bound `high` alone, an
            exact value has both equal; a ratio 1:15 has low 1 and high 15; a list has the sum where the units
            agree. Percent stays percent: 95% is 95 with the unit %.
        unit: canonical unit text, "" when there is none.
        low_open, high_open: ends of a range that do not belong to it.
        decimals: place of the last written digit: 2 for 94.00, −3 for 12.5万.
        direction: of a change, and of a level such as 提高到92%.
        word: the text of a qualitative value (第2位 has its place as `low` and `high` besides); of 未发生 and the like, which are exactly 0; or what a bound
            without number refers to (不低于上年度).
        label: what the text itself names before the number (好评率≥90%), and the name of a part of a list.
        base: what a change is measured against (比上年), "" when unnamed.
        empty: the sort of emptiness, for the kind `empty`.
        start, end: ends of a date range; a date has both equal, a deadline `end` alone, 以后 `start` alone.
        parts: of a list or a schedule of several moments; of words that say how much time was gained (提前3天), that time.
        scale: exponent of the scale word that the figure or its unit is written with (4 for 90万元), 0 for none.
        bare: whether the figure stands without a unit of its own and has taken the one of its column.
        notes: flags, keys of `NOTES`.
        raw: the source text.
    """

    kind: Kind
    relation: ValueRelation | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    low_open: bool = False
    high_open: bool = False
    decimals: int = 0
    direction: Direction | None = None
    word: str = ""
    label: str = ""
    base: str = ""
    empty: Empty | None = None
    start: Moment | None = None
    end: Moment | None = None
    parts: tuple[Value, ...] = ()
    scale: int = field(default=0, compare=False)
    bare: bool = field(default=False, compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)
    raw: str = field(default="", compare=False)

    @property
    def number(self) -> Decimal | None:
        """The one figure of a bound, an exact value, a change or a duration; None where there are two or none."""
        if self.kind == "ratio":
            return None
        if self.low is None:
            return self.high
        return self.low if self.high is None or self.low == self.high else None

    @property
    def measured(self) -> bool:
        """Whether the figure is measured or derived, and so stands for an interval of its last written digit.

        Counts, days and amounts in 元 are exact; rates, averages, scores, masses and amounts in 万元 are not.
        """
        if self.low == 0 and self.high == 0:
            return False  # 0% says that there was none
        if self.decimals < 0:
            return True
        if self.unit == "":
            return self.decimals > 0
        if self.unit == "元" or dimension_of(self.unit) in ("time", "months", "workdays"):
            return False
        return not is_counted(self.unit) or self.decimals > 0

    @cached_property
    def interval(self) -> Interval | None:
        """The values that the figure of an actual may stand for; None where there is no one figure.

        Targets are exact whatever their unit: use `Interval.point(value.number)` for them.
        """
        figure = self.number
        if figure is None:
            return None
        return Interval.around(figure, self.decimals) if self.measured else Interval.point(figure)

    @property
    def zero(self) -> bool:
        """Whether the value says that there was none: 0, 零, 无, 未发生, 无投诉."""
        return (self.kind == "exact" and self.low == 0) or self.empty == "none"

    def say(self) -> str:
        """Return the canonical Chinese text; reading it again gives an equal value."""
        from perfscore.language.values.saying import say

        return say(self)

    def __str__(self) -> str:
        return self.say()
