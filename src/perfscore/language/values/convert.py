"""An actual in the terms of its target: every way in which the two units can be meant.

The forms are yearly. A frequency counts up over the year, a length in months has a fewest and a most days, an
amount for each may leave the “for each” out. Where the words admit several ways all of them are returned, and what
holds under all of them is certain.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.rational import rational
from perfscore.core.records import replace
from perfscore.core.units import dimension, factor, is_counted, parts, size
from perfscore.language.values.durations import LENGTHS, in_length
from perfscore.language.values.record import Value
from perfscore.language.values.scales import in_scale
from perfscore.language.values.spans import Span

_MONTHS_A_YEAR = rational(12)
#: So many answer 每天 and 每周 for certain; fewer may do, since days off and holidays are seldom counted.
_DAYS_A_YEAR, _WEEKS_A_YEAR = rational(366), rational(52)
#: A frequency of a season says nothing of the year.
_SEASON = lazy_pattern(r"(?<![定长按分同周到工中短日限])期|季(?!度)|[春夏秋冬假]|旺|淡|时段|周末")
_OF_THE_YEAR = lazy_pattern(r"全年|年度|年内|本年|今年|累计|合计|总计|共")
#: A bare target in these numbers that is answered in percent is itself in percent; below it may be a count.
_LIKELY_PERCENT = (rational(80), rational(100))
_WHOLE = rational(100)


def spans(target: Value, actual: Value) -> tuple[Span, ...]:
    """What the actual says, in the unit of the target, in every way that it may be meant; none where no way is known.

    A bare number takes the target's unit; against a target in percent, 0.985 is read as 98.5 % and 98.5 as it stands.
    A figure whose scale is open stands for each of its readings.
    """
    return tuple(span for _, one in in_scale(target, actual) for span in _spans(target, one))


def _spans(target: Value, actual: Value) -> tuple[Span, ...]:
    written = Span.of(actual)
    if actual.zero and actual.unit == "":
        return (Span.between(rational(0), rational(0)),)
    if written is None:
        return ()
    if actual.unit == target.unit:
        return (written,)
    if actual.unit == "":
        from perfscore.language.values.context import with_unit

        taken = Span.of(with_unit(actual, target.unit))
        return () if taken is None else (taken,)
    if target.unit == "":
        return _of_bare_target(target, actual, written)
    ratio = factor(actual.unit, target.unit)
    if ratio is not None:
        return (written.times(ratio),)
    length = in_length(written, actual.unit, target.unit)
    return (length,) if length is not None else _counted(target, actual, written)


def contradict(target: Value, actual: Value) -> bool:
    """Whether the two name different kinds of thing: a weight and a count, a rate and persons, a day and a number.

    Two measure words for countable things may count the same (40家 and 45户) and do not contradict.
    """
    if target.kind == "date" or actual.kind == "date":
        return _day_against_number(target, actual) or _day_against_number(actual, target)
    if not target.unit or not actual.unit or spans(target, actual):
        return False
    (one, one_for), (two, two_for) = parts(target.unit), parts(actual.unit)
    kinds = {dimension(one), dimension(two)}
    if len(kinds) == 1:
        return bool(one_for and two_for) and not _nested(set(one_for), set(two_for))
    if kinds <= LENGTHS or kinds == {"share", "score"}:
        return False
    if "persons" in kinds or "person-times" in kinds:
        return not kinds <= {"persons", "person-times", "households"}
    return not (_counts(one) and _counts(two))


def _day_against_number(day: Value, other: Value) -> bool:
    return (
        day.kind == "date"
        and other.kind in ("exact", "bound", "range")
        and other.unit != ""
        and dimension(other.unit) not in LENGTHS
        and other.unit != "%"
    )


def _counts(unit: str) -> bool:
    return is_counted(unit)


def _of_bare_target(target: Value, actual: Value, written: Span) -> tuple[Span, ...]:
    """A target without unit takes the unit of its actual; a percentage may also be its completion rate."""
    if dimension(actual.unit) != "share":
        return (written,)
    percent = written.times(factor(actual.unit, "%") or rational(1))
    goal = None if target.number is None else rational(target.number)
    if goal is None:
        return (percent,) if target.kind == "range" and _likely(target.low) and _likely(target.high) else ()
    if goal == 0:
        return () if percent.number == _WHOLE else (percent,)  # 100 % of nothing is a completion rate
    if _likely(target.number):
        return (percent,)
    if goal < 0 or target.relation in ("<=", "<"):
        return ()
    return (percent, percent.times(goal / _WHOLE))


def _likely(number: Decimal | None) -> bool:
    return number is not None and _LIKELY_PERCENT[0] <= number <= _LIKELY_PERCENT[1]


def _counted(target: Value, actual: Value, written: Span) -> tuple[Span, ...]:
    """Frequencies and amounts for each; the heads of the two units must be of one kind."""
    (wanted, wanted_for), (given, given_for) = parts(target.unit), parts(actual.unit)
    if not wanted_for and not given_for:
        return _persons(wanted, given, written)
    ratio = factor(given, wanted)
    if ratio is None:
        return ()
    per, other = _each(wanted_for), _each(given_for)
    if not _nested(set(per.things), set(other.things)):
        return ()
    found = [span for times in _times(per, other, target, actual) for span in [written.times(*_by(ratio, times))]]
    if set(per.things) != set(other.things):
        found = [span for span in found if _near(span, target)]
    return tuple(found)


def _by(ratio: Fraction, times: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    return ratio * times[0], ratio * times[1]


def _persons(wanted: str, given: str, written: Span) -> tuple[Span, ...]:
    """So many persons are at least as many person-times, and the other way round at most."""
    kinds = (dimension(given), dimension(wanted))
    if kinds == ("persons", "person-times"):
        return (Span(written.low, None, low_open=written.low_open),)
    if kinds == ("person-times", "persons"):
        return (Span(rational(0), written.high, high_open=written.high_open),)
    return ()


class _Each:
    """What stands below the stroke: the time, if any, and the things."""

    __slots__ = ("things", "time")

    def __init__(self, time: str, things: tuple[str, ...]) -> None:
        self.time = time
        self.things = things


def _each(over: tuple[str, ...]) -> _Each:
    times = [one for one in over if dimension(one) in LENGTHS]
    return _Each(times[0] if len(times) == 1 else "", tuple(one for one in over if one not in times[:1]))


def _times(per: _Each, other: _Each, target: Value, actual: Value) -> list[tuple[Fraction, Fraction]]:
    """By what the figure is multiplied to be for the target's time; least and most where a year has no fixed number.

    A time that only one side names is left out by the other, or the other is the sum of the year. A count of the
    whole year (全年2次) is the sum, and what is counted is never left out on the side of the target.
    """
    same = (rational(1), rational(1))
    if per.time == other.time:
        return [same]
    wanted = _a_year(per.time) if per.time else same
    given = _a_year(other.time) if other.time else same
    if wanted is None or given is None or _SEASON.search(target.label) or _SEASON.search(actual.label):
        return []
    converted = (given[0] / wanted[1], given[1] / wanted[0])
    if per.time and other.time:
        return [converted]
    summed_only = _OF_THE_YEAR.search(actual.raw if per.time else target.raw) is not None
    if summed_only or (other.time and is_counted(parts(target.unit)[0])):
        return [converted]
    return [converted, same]


def _a_year(time: str) -> tuple[Fraction, Fraction] | None:
    """How many of a length of time a year has, at least and at most."""
    kind = dimension(time)
    if kind == "months":
        return _MONTHS_A_YEAR / size(time), _MONTHS_A_YEAR / size(time)
    if kind != "time":
        return None
    weeks = size(time) / size("周")
    most = _WEEKS_A_YEAR / weeks if weeks >= 1 else _DAYS_A_YEAR * size("天") / size(time)
    return rational(1), most


def _nested(one: set[str], two: set[str]) -> bool:
    return one <= two or two <= one


def _near(span: Span, target: Value) -> bool:
    """Whether a figure without its “for each” is one, not the sum over two or more: that would be twice as much."""
    goal = target.number
    number = span.number if span.number is not None else span.high or span.low
    if goal is None or number is None or goal <= 0:
        return False
    return rational(goal) / 2 < number < rational(goal) * 2


#: All of them did: 全部达标, 均已完成, 全覆盖.
_ALL = lazy_pattern(
    r"(?:已)?(?:(?:全部|全数|全都|悉数|一律|[皆均都](?![匀衡价等市])|全(?=覆盖|达标|合格|完成|通过|到位|落实))(?:已经?|都|予以)?)"
    r"[^不未没无非除仅部基约近,，;；。、0-9%]{2,8}"
)


def whole(target: Value, actual: Value) -> Value:
    """A word for all of them is 100 % where the target is a share that is to be reached; else the actual itself."""
    if actual.kind != "qualitative" or dimension(target.unit) != "share":
        return actual
    if target.relation not in (">=", ">") and not (target.kind == "exact" and target.number == _WHOLE):
        return actual
    if not _ALL.fullmatch(actual.word) or target.unit != "%":
        return actual
    return replace(actual, kind="exact", relation="=", low=Decimal(100), high=Decimal(100), unit="%")
