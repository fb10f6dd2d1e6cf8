"""What a rule needs of a value that was read: the target as a goal, an actual as a number, a day or words.

Nothing is read here: `parse_value` has read the cell. Only the words around a figure are looked at, never its digits.
"""

from __future__ import annotations

import re
from dataclasses import field
from fractions import Fraction
from typing import Literal, assert_never

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Exact, plain
from perfscore.core.rational import rational
from perfscore.core.records import frozen, replace
from perfscore.core.sourced import Unreadable
from perfscore.core.text import squash
from perfscore.core.units import canonical, factor
from perfscore.language.clauses.delay import Day
from perfscore.language.clauses.words import LATE
from perfscore.language.moments import Moment
from perfscore.language.values import Value

Sign = Literal["≥", "≤", ">", "<", "=", ""]
Verb = Literal["", "down", "up", "late", "early"]

_VERBS: tuple[tuple[Verb, re.Pattern[str]], ...] = (
    (
        "late",
        lazy_pattern(rf".{{0,6}}?(?<![每当昨今夜傍])(?:{LATE})(?:了|完成|报送?|上报|提交|交付?|到)?"),
    ),
    ("down", lazy_pattern(r".{0,8}?(?:下降|降低|减少|低于|少于|缩短|压减|减)(?:了|率|幅度|目标|计划|目标值)*")),
    (
        "up",
        lazy_pattern(
            r".{0,8}?(?:上升|增长|增加|提高|提升|超过|超出|超支|超标|超额|高于|多于|超|增)(?:了|率|幅度|目标|计划|目标值)*"
        ),
    ),
)
RANKS = frozenset(["位", "名", "位次", "名次"])
_SCALES = {4: "万", 8: "亿"}
#: The unit of ratios to one: 18:1 is 18 of it. Of 1:18 nobody knows whether 1:20 is more.
TO_ONE = ":1"
_OF_RATIOS = ("", "比", "比例", "比值", "比率")


@frozen
class Goal:
    """The target of a row.

    Attributes:
        value: its number in `unit`, None where it has none.
        sign: the relation written; empty where none is.
        unit: canonical unit, of the unit column where there is one.
        fraction: a bare number up to 1 in a percent column, read as a share (1 is 100 %).
        change: 下降 or 增长 where the target is a change.
        high: the upper number of a range.
        day: the last day of a date target.
        text: the words, squashed.
    """

    value: Fraction | None = None
    sign: Sign = ""
    unit: str = ""
    fraction: bool = False
    change: Literal["down", "up", ""] = ""
    high: Fraction | None = None
    day: Day | None = None
    text: str = field(default="")


def in_unit(value: Fraction, source: str, unit: str) -> Fraction | None:
    """A value in another unit; a missing unit, or missing denominators, are taken as the other's."""
    mine, other = canonical(source), canonical(unit)
    if mine in RANKS and other in RANKS:
        return value
    if mine == other or not mine or not other:
        scaled = re.fullmatch(r"[万亿]", mine)
        return value * {"万": 10**4, "亿": 10**8}[mine] if scaled and not other else value
    if re.fullmatch(r"[万亿](?:/.*)?", mine):
        return value if other.startswith(mine[0]) else value * {"万": 10**4, "亿": 10**8}[mine[0]]
    found = factor(mine, other)
    if found is None:
        head, other_head = mine.partition("/")[0], other.partition("/")[0]
        if "/" in mine and "/" in other:
            return None
        found = factor(head, other_head)
    return None if found is None else value * found


def goal_of(target: Value | Unreadable | None, unit: str) -> Goal:
    """The goal that a target sets, in the unit of its unit column ("" for none)."""
    column = canonical(unit)
    if target is None:
        return Goal(unit=column)
    text = squash(target.raw)
    if isinstance(target, Unreadable):
        return Goal(unit=column, text=text)
    match target.kind:
        case "bound" | "range" | "exact" | "change":
            return _figures(target, column, text)
        case "period" if target.start is None and target.end is None:
            return _figures(target, column, text)
        case "date":
            return _deadline(target, column, text)
        case "qualitative":
            return _figures(target, column, text)
        case "ratio" if target.low is not None and target.high == 1 and column in _OF_RATIOS:
            # 18:1 is so many of one. Without a sign nobody knows which way is better.
            sign = _SIGNS[target.relation]
            return Goal(rational(target.low) if sign and sign != "=" else None, sign, TO_ONE, text=text)
        case "ratio" | "period" | "schedule" | "list" | "empty":
            return Goal(unit=column, text=text)
        case _:
            assert_never(target.kind)


_SIGNS: dict[str | None, Sign] = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "between": "=", None: ""}


def _figures(target: Value, column: str, text: str) -> Goal:
    end = target.low if target.low is not None else target.high
    if end is None:
        return Goal(unit=column, text=text)
    # As it is written: 90万元 is 90 in 万元.
    scale = _SCALES.get(target.scale, "") if target.unit else ""
    own = canonical(f"{scale}{target.unit}")
    shift = rational(10) ** (target.scale if scale else 0)

    def shown(number: Fraction, unit: str) -> Fraction | None:
        return in_unit(number / shift, own, unit)

    convertible = column and shown(rational(end), column) is not None
    unit = column if convertible else own or column
    ranged = target.low is not None and target.high is not None and target.low != target.high
    return Goal(
        shown(rational(end), unit),
        _SIGNS.get(target.relation, ""),
        unit,
        fraction="percent-from-fraction" in target.notes,
        change=(target.direction or "") if target.kind == "change" else "",
        high=shown(rational(target.high), unit) if ranged and target.high is not None else None,
        text=text,
    )


def _deadline(target: Value, column: str, text: str) -> Goal:
    """The last day of a deadline, and of a day or the end of a month without 前."""
    end = target.end
    if end is None or (target.relation not in ("<=", "<") and end.day is None and end.part != "底"):
        return Goal(unit=column, text=text)
    day = _day(end)
    return Goal(unit=column, text=text) if day is None else Goal(day=day, sign="≤", text=text)


def _day(moment: Moment) -> Day | None:
    """A moment as a day of a month; None for what is no month of one year."""
    if moment.month is None or moment.every or moment.clock or moment.part not in ("", "底"):
        return None
    if moment.relative not in ("", "次年"):
        return None
    return Day(moment.month, moment.day, moment.relative == "次年", moment.year)


@frozen
class Actual:
    """What an actual says to a rule: a number with its unit, a day, or words.

    Attributes:
        text: the words as typed, squashed; they are compared with words of the rule.
        verb: the change or delay before the number.
        none: nothing of the kind happened (无, 未发生).
        empty: nothing was recorded.
        several: more than one number, or one that is not the value itself: 约95%, 95%以上.
        bare: the unit is that of the column, not one that was typed.
        label: what the text names before its number.
        named: the parts of a list under their names; one of them may stand without, as the row's own.
    """

    text: str
    number: Fraction | None = None
    unit: str = ""
    decimals: int = 0
    verb: Verb = ""
    day: Day | None = None
    none: bool = False
    empty: bool = False
    several: bool = False
    bare: bool = False
    label: str = ""
    named: tuple[tuple[str, Actual], ...] = ()


def actual_of(value: Value | Unreadable) -> Actual:
    """What a value that was read says to a rule."""
    text = squash(value.raw)
    if isinstance(value, Unreadable):
        return Actual(text, several=any(char.isdigit() for char in text))
    match value.kind:
        case "empty":
            return Actual(text, none=value.zero, empty=not value.zero)
        case "bound" | "exact" | "change":
            return _figure(value, text)
        case "period" if value.start is None and value.end is None:
            return _figure(value, text)
        case "date":
            day = _day(value.end or value.start or Moment())
            return Actual(text, day=day, several=day is None)
        case "list" if sum(not part.label for part in value.parts) <= 1:
            return Actual(text, several=True, named=tuple((part.label, actual_of(part)) for part in value.parts))
        case "ratio" if value.low is not None and value.high == 1 and value.relation in (None, "="):
            return Actual(text, rational(value.low), TO_ONE)
        case "range" | "ratio" | "period" | "schedule" | "list":
            return Actual(text, several=True)
        case "qualitative":
            if value.number is not None:
                return Actual(text, rational(value.number), value.unit)
            if value.parts:
                return replace(actual_of(value.parts[0]), text=text, verb="early")
            return Actual(text, several=any(char.isdigit() for char in text))
        case _:
            assert_never(value.kind)


def _figure(value: Value, text: str) -> Actual:
    if value.number is None:
        return Actual(text)
    if value.word:
        return Actual(text, none=value.zero)
    written: Exact = value.number
    unit = value.unit
    if unit == "%" and value.bare:
        # A rule asks for itself what a bare number in a column of percentages may be.
        written, unit = (rational(written) / 100 if "percent-from-fraction" in value.notes else written), ""
    verb = value.direction if value.kind == "change" else _verb(value)
    digits = len(plain(written, 12).partition(".")[2])
    vague = "approximate" in value.notes or (value.kind == "bound" and value.relation != ">=" and not verb)
    return Actual(
        text, rational(written), unit, digits, verb or "", several=vague, bare=value.bare, label=value.label
    )


def _verb(value: Value) -> Verb:
    """The change or delay that stands before a number as its label (逾期5天), or as its relation (超出5%)."""
    lead = value.label or (re.split(r"\d", squash(value.raw), maxsplit=1)[0] if value.kind == "bound" else "")
    return next((verb for verb, words in _VERBS if words.fullmatch(lead)), "") if lead else ""
