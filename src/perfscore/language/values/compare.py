"""Whether an actual value answers its target, and whether it meets it.

All comparing is exact, in the target's unit. Nothing is assumed: where the words do not decide, the answer is None.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from perfscore.core.conventions import Conventions
from perfscore.core.lazy import lazy_pattern
from perfscore.core.rational import rational
from perfscore.core.records import replace
from perfscore.core.units import dimension, factor
from perfscore.language.moments import Moment
from perfscore.language.numerals import EXACT
from perfscore.language.values.convert import spans, whole
from perfscore.language.values.polarity import agree, late, undone
from perfscore.language.values.record import Value
from perfscore.language.values.scales import in_scale
from perfscore.language.values.spans import Span

_DONE = lazy_pattern(
    r"(?:均|都|已|已经|全部|全面|按时|按期|按质|按量|保质|保量|如期|及时|基本|圆满|顺利|超额|年度|预期|目标|任务|指标|工作|各项)*"
    r"(?:完成|达标|达成|达到|实现|落实|做到)(?:了)?"
    r"(?:年度|年初|全年|预期|既定|设定|规定|计划|绩效|的|总体)*(?:目标值?|指标值?|任务|要求|标准|工作|预期|计划)?"
)
_PLAIN = Conventions()
_MONTHS_OF_QUARTER = ("首月", "末月")
_NUMERIC = ("bound", "range", "exact", "period")


def is_completion_rate(target: Value, actual: Value) -> bool:
    """Whether an actual is a completion rate of its target instead of a value in the target's own terms.

    A percentage, or a word such as 完成 and 达标, against a quantity, a date, a period or a list. Against a target
    in percent, or one whose unit is unknown, a percentage is a value of its own.
    """
    if target.kind in ("empty", "qualitative", "change"):
        return False
    if target.kind in _NUMERIC and target.start is None and target.end is None:
        # A score out of a hundred may be answered by the same score in percent.
        own_share = dimension(target.unit) in ("share", "score") or (target.unit == "" and not target.word)
    else:
        own_share = target.kind == "list" and any(dimension(part.unit) == "share" for part in target.parts)
    if actual.kind == "qualitative":
        return _DONE.fullmatch(actual.word) is not None
    if actual.kind not in ("exact", "bound") or actual.unit != "%" or actual.number is None:
        return False
    return not own_share


def matched(target: Value, actual: Value) -> Value | None:
    """Return the actual in the unit of its target; None when the two cannot be compared.

    A bare number takes the target's unit with its scale (see `in_scale`). Against a target in percent, 0.985 is read as 98.5 % and 98.5 as it
    stands; the notes name which one was taken.
    """
    if actual.zero and actual.unit == "":
        return replace(actual, kind="exact", low=Decimal(0), high=Decimal(0), unit=target.unit, empty=None)
    actual = in_scale(target, actual)[0][1]
    if actual.unit == target.unit:
        return actual
    if actual.unit == "":
        from perfscore.language.values.context import with_unit

        return with_unit(actual, target.unit)
    if target.unit == "":
        return None if dimension(actual.unit) == "share" else actual
    ratio = factor(actual.unit, target.unit)
    if ratio is None:
        return None
    low = None if actual.low is None else _decimal(rational(actual.low) * ratio)
    high = None if actual.high is None else _decimal(rational(actual.high) * ratio)
    if (low is None) != (actual.low is None) or (high is None) != (actual.high is None):
        return None
    return replace(actual, low=low, high=high, unit=target.unit, decimals=actual.decimals - _digits(ratio))


def meets(
    target: Value, actual: Value, *, year: int | None = None, conventions: Conventions = _PLAIN
) -> bool | None:
    """Whether the written relation of the target holds for the actual.

    Args:
        target: a target as read.
        actual: an actual as read.
        year: the year of the form, for dates that name none.
        conventions: how far 约 reaches, and which words are opposite.

    Returns:
        None where it cannot be judged: a completion rate, units of different dimensions, a word against a number,
        a bare target number that was not hit exactly (its direction is unknown), an actual that is itself vague.
    """
    if target.kind == "empty" or (actual.kind == "empty" and not actual.zero):
        return None
    actual = whole(target, actual)
    if is_completion_rate(target, actual):
        return None
    if target.kind == "date" or target.start or target.end:
        return _meets_date(target, actual, year)
    if target.kind == "change":
        return _meets_change(target, actual)
    if target.kind == "ratio":
        return _meets_ratio(target, actual)
    if target.kind in _NUMERIC:
        return _meets_number(target, actual, rational(conventions.about) / 100)
    if target.kind == actual.kind == "qualitative":
        return _meets_words(target.word, actual.word, conventions)
    same = replace(target, relation=None) == replace(actual, relation=None)
    return True if same else None


def _meets_words(target: str, actual: str, conventions: Conventions) -> bool | None:
    verdict = agree(target, actual, conventions.words)
    return False if verdict is None and undone(actual) and not undone(target) else verdict


def _meets_number(target: Value, actual: Value, about: Fraction) -> bool | None:
    if actual.kind not in (*_NUMERIC, "empty"):
        return False if target.relation in (">=", ">") and undone(actual.word) else None
    wanted, found = admitted(target, about), spans(target, actual)
    if wanted is None or not found:
        return None
    verdict = judged(found, wanted)
    if verdict is False and target.relation is None:
        return None  # a bare number has no direction
    if verdict is False and "approximate" in actual.notes:
        return None if judged(tuple(_widened(span, about) for span in found), wanted) is not False else False
    return verdict


def admitted(target: Value, about: Fraction) -> Span | None:
    """The numbers that meet a target; one that is written with 约 or 左右 admits those near it."""
    span = Span.of(target)
    return span if span is None or "approximate" not in target.notes else _widened(span, about)


def judged(found: tuple[Span, ...], wanted: Span) -> bool | None:
    """Met or missed where every way to understand the actual says so."""
    verdicts = {span.judge(wanted) for span in found}
    return verdicts.pop() if len(verdicts) == 1 else None


def _widened(span: Span, about: Fraction) -> Span:
    low = None if span.low is None else span.low - abs(span.low) * about
    high = None if span.high is None else span.high + abs(span.high) * about
    return replace(span, low=low, high=high, spread=None)


def _meets_change(target: Value, actual: Value) -> bool | None:
    """The same direction and at least as much; an exact percentage says nothing about a change."""
    if actual.kind != "change" or target.number is None or actual.number is None:
        return None
    same_unit = matched(target, actual)
    if same_unit is None or same_unit.number is None:
        return None
    amount = rational(same_unit.number)
    if actual.direction != target.direction:
        amount = -amount
    wanted = rational(target.number)
    if target.relation in ("<=", "<"):
        return amount <= wanted if target.relation == "<=" else amount < wanted
    return amount > wanted if target.relation == ">" else amount >= wanted


def _meets_ratio(target: Value, actual: Value) -> bool | None:
    if actual.kind != "ratio" or not target.low or not actual.low or target.high is None or actual.high is None:
        return None
    wanted, given = rational(target.high) / rational(target.low), rational(actual.high) / rational(actual.low)
    if wanted == given:
        return target.relation not in (">", "<")
    # ≤1:45 limits the 45 in ordinary use; other ratios have no agreed order.
    if target.relation in (None, "=") or target.low != 1 or actual.low != 1:
        return False if target.relation == "=" else None
    return given < wanted if target.relation in ("<", "<=") else given > wanted


def _meets_date(target: Value, actual: Value, year: int | None) -> bool | None:
    if actual.kind not in ("date", "period"):
        return False if target.relation in ("<=", "<") and (undone(actual.word) or late(actual.word)) else None
    known = _year_of(target) or year
    if known is None and _year_of(actual) is not None:
        return None  # 12月底前 of which year?
    target, actual = _in_one_turn(target, actual)
    wanted, given = _days(target, known), _days(actual, known)
    if wanted is None or given is None:
        return None
    verdict = given.judge(wanted)
    if target.relation in (None, "between"):
        return True if verdict else None
    if "month-ambiguous" in target.notes and verdict is not True:
        # 12月前 may or may not mean the month itself.
        within = given.judge(_days(replace(target, relation="<=", notes=()), known) or wanted)
        return None if within is not False else False
    return verdict


def _in_one_turn(target: Value, actual: Value) -> tuple[Value, Value]:
    """What comes back, with the days of one turn: 每月10日前 and 每月8日前, 次月15日前 and 次月10日, 每年3月底前."""
    moments = [moment for value in (target, actual) for moment in (value.start, value.end) if moment is not None]
    turns = {(one.every, one.relative, one.part if one.part in _MONTHS_OF_QUARTER else "") for one in moments}
    every, relative, part = turns.pop() if len(turns) == 1 else ("", "", "")
    monthly = every == "月" or relative.endswith("月") or (every == "季度" and part != "")
    if not monthly and every != "年":
        return target, actual
    if any((one.month is None) != monthly or not (one.day or one.part) for one in moments):
        return target, actual

    def placed(moment: Moment | None) -> Moment | None:
        if moment is None:
            return None
        own = "" if moment.part in _MONTHS_OF_QUARTER else moment.part
        return replace(moment, every="", relative="", part=own, month=moment.month or 1)

    first, second = (replace(one, start=placed(one.start), end=placed(one.end)) for one in (target, actual))
    return first, second


def _year_of(value: Value) -> int | None:
    for moment in (value.end, value.start):
        if moment and moment.year:
            return moment.year
    return None


def _days(value: Value, year: int | None) -> Span | None:
    """The days that a date, deadline or date range allows, as ordinals; month and day of one year where none is known."""
    there = year if year is not None else 2000
    start = value.start.bounds(there) if value.start else None
    end = value.end.bounds(there) if value.end else None
    if (value.start and start is None) or (value.end and end is None):
        return None
    if value.relation in ("<=", "<"):
        if end is None:
            return None
        return Span(None, _ordinal(end[1] if value.relation == "<=" else end[0]), high_open=value.relation == "<")
    if value.relation in (">=", ">"):
        if start is None:
            return None
        return Span(
            _ordinal(start[0] if value.relation == ">=" else start[1]), None, low_open=value.relation == ">"
        )
    if start is None or end is None:
        return None
    return Span(_ordinal(start[0]), _ordinal(end[1]))


def _ordinal(day: date) -> Fraction:
    return rational(day.toordinal())


def _decimal(value: Fraction) -> Decimal | None:
    """A fraction as an exact Decimal; None when its digits do not end."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator)) if rest == 1 else None


def _digits(ratio: Fraction) -> int:
    """The least power of ten that is not below a ratio: converted figures are never taken for more precise."""
    power = 0
    while rational(10) ** power < ratio:
        power += 1
    while rational(10) ** (power - 1) >= ratio:
        power -= 1
    return power
