"""Scoring a row by the rule that its form, or the matched target sheet, states."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from perfscore.core.choices import reading_words, told
from perfscore.core.conventions import Conventions
from perfscore.core.numbers import Interval, plain, to_decimal
from perfscore.core.rational import rational
from perfscore.core.records import frozen, replace
from perfscore.core.sourced import Unreadable
from perfscore.core.trace import Lack, Step
from perfscore.language.values import Value
from perfscore.scoring.defaults import Given, Refused
from perfscore.scoring.direction import Direction
from perfscore.scoring.english import in_english
from perfscore.scoring.records import Status

if TYPE_CHECKING:
    from perfscore.core.trace import Score
    from perfscore.language.rules import Rule


@frozen
class Stated:
    """A rule text with what its row says besides: the target as read, unit, explanation and indicator as printed, the kind of indicator."""

    text: str
    basis: Literal["row", "target-sheet"]
    target: Value | Unreadable | None = None
    unit: str = ""
    explanation: str = ""
    direction: Direction | None = None
    indicator: str = ""


#: Where a rule gives no number: the status of the row, what leads the rule's own reason, and the English words.
_LACKING: dict[Lack, tuple[Status, str, str]] = {
    "actual": ("no-actual", "", "the actual value is blank"),
    "usable-actual": (
        "unusable",
        "完成值不能用于这条评分标准：",
        "the scoring rule cannot be applied to the actual value",
    ),
    "facts": ("no-facts", "", ""),
    "words": ("undecided", "评分标准定不出一个得分：", "the rule does not settle one score"),
}
_DIRECTIONS: dict[Direction, Literal["up", "down"]] = {"larger": "up", "smaller": "down"}


def read_rule(stated: Stated, points: Decimal, conventions: Conventions) -> Rule | Unreadable:
    """Read a stated rule for its row."""
    # The grammar of rules is the dearest import there is, and most self-assessments state no rule.
    from perfscore.language.rules import parse_rule

    return parse_rule(
        stated.text,
        points=points,
        target=stated.target,
        unit=stated.unit or None,
        direction=_DIRECTIONS[stated.direction] if stated.direction else None,
        conventions=conventions,
        explanation=stated.explanation or None,
        indicator=stated.indicator,
    )


def score_by_rule(
    stated: Stated, actual: Value | Unreadable, points: Decimal, conventions: Conventions
) -> tuple[Given, ...] | Refused:
    """Score by a stated rule: every reading that its words admit, the default one first.

    Returns:
        The readings, or the refusal: a rule that cannot be read, or an actual that it cannot be applied to.
    """
    rule = read_rule(stated, points, conventions)
    return unread(rule) if isinstance(rule, Unreadable) else answers_of(rule, actual)


def unread(rule: Unreadable) -> Refused:
    """Why a rule that cannot be read gives nothing."""
    reason_en = _english("the scoring rule cannot be read", rule.reason)
    return Refused("unreadable", f"评分标准读不懂：{rule.reason}", reason_en)


def answers_of(rule: Rule, actual: Value | Unreadable) -> tuple[Given, ...] | Refused:
    """What a rule that was read gives for an actual: every reading, the default one first, or why there is none."""
    written = (actual.scale, actual.bare, actual.notes) if isinstance(actual, Value) else ()
    return _answer(_Same(rule), actual, (actual.raw, *written))


class _Same:
    """A rule as a key: the reader gives one object for equal rules, and comparing whole rules takes longer than scoring."""

    __slots__ = ("rule",)

    def __init__(self, rule: Rule) -> None:
        self.rule = rule

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.rule is other.rule

    def __hash__(self) -> int:
        return id(self.rule)


#: Rows of a form, and of forms beside each other, may state the same rule and report the same value. An answer holds its
#: sums and its rule, a hundred records, and in a county only every thirtieth is asked for again, mostly at once.
@lru_cache(maxsize=128)
def _answer(
    same: _Same,
    actual: Value | Unreadable,
    written: tuple[object, ...],  # noqa: ARG001 - a part of the key: what equal values do not compare, and steps show
) -> tuple[Given, ...] | Refused:
    """What a rule gives for an actual."""
    rule = same.rule
    score = rule.score(actual)
    if score.points is None:
        readings = _given(rule, score, actual) if _all_told(score) else _at_most(rule, score, actual)
        return replace(refusal_of(score), readings=readings)
    default = rational(score.points)
    return tuple(sorted(_given(rule, score, actual), key=lambda one: one.value != default))


def refusal_of(score: Score) -> Refused:
    """Why a score has no number: the status of the row, and the words."""
    status, lead, english = _LACKING[score.lack or "words"]
    return Refused(status, f"{lead}{score.reason}", _reason(english, score))


def _reason(lead: str, score: Score) -> str:
    """The English of why a rule gives no number, with the readings where they are what is open."""
    words = _english(lead, score.reason)
    if "读法" not in score.reason:
        return words
    shown = [(one.name, "none" if one.points is None else plain(one.points, 4)) for one in score.readings]
    return f"{words} ({told(shown, english=True)})"


def _english(lead: str, reason: str) -> str:
    """What leads a reason, and the reason itself where it says more."""
    own = in_english(reason)
    return lead if own is None or own == lead else f"{lead}: {own}" if lead else own


def _all_told(score: Score) -> bool:
    """Whether every reading gives a number, so that one of them must be the score: which one, the words leave open."""
    vetoed = any("veto: " in one.name for one in score.readings)
    return bool(score.readings) and not vetoed and all(one.points is not None for one in score.readings)


def _at_most(rule: Rule, score: Score, actual: Value | Unreadable) -> tuple[Given, ...]:
    """Where only faults were not reported: anything up to what the row gets without them."""
    low = rule.readings.branches[0].program.low
    if low is None or not all("veto: " in one.name for one in score.readings):
        return ()
    clean = [one for one in _given(rule, score, actual) if "veto: not-occurred" in one.name]
    return tuple(replace(one, interval=Interval(min(low, one.interval.low), one.interval.high)) for one in clean)


def _given(rule: Rule, score: Score, actual: Value | Unreadable) -> tuple[Given, ...]:
    """Every reading with a number, with what the written actual may stand for."""
    places = _spread(rule, actual)
    spread = [rule.numbers(end) for end in places]
    given = []
    for reading in score.readings:
        if reading.points is None:
            continue
        exact = rational(reading.points)
        ends = [rational(found) for end in spread if (found := end.get(reading.name)) is not None]
        step = reading.step or score.step or Step("得分", "", plain(exact, 6))
        if len(score.readings) > 1:
            step = step.renamed(reading_words(reading.name))
        interval = Interval(min([exact, *ends]), max([exact, *ends]))
        leap = interval.high - interval.low >= _LEAST_LEAP and _leaps(rule, reading.name, places)
        given.append(Given(reading.name, exact, interval, step, leap))
    return tuple(given)


#: Smaller differences are not looked at: a step of a tenth of a point is rounding to whoever reads it.
_LEAST_LEAP = Fraction(1, 2)
_HALVINGS = 6


def _leaps(rule: Rule, name: str, places: tuple[Value, ...]) -> bool:
    """Whether a score leaps between two actuals: halved again and again, the greater half still holds most of the change."""
    low, high = (rational(one.low) for one in places if one.low is not None)
    model = places[0]

    def at(number: Fraction) -> Fraction:
        readings = rule.each(replace(model, low=to_decimal(number), high=to_decimal(number)))
        found = next((points() for own, points in readings if own == name), None)
        return rational(0) if found is None else rational(found)

    first, last = at(low), at(high)
    whole = abs(last - first)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        between = at(middle)
        if abs(between - first) >= abs(last - between):
            high, last = middle, between
        else:
            low, first = middle, between
    return abs(last - first) * 4 >= whole


def _spread(rule: Rule, actual: Value | Unreadable) -> tuple[Value, ...]:
    """The two ends of what a measured actual stands for; none where it is exact."""
    interval = actual.interval if isinstance(actual, Value) else None
    if not isinstance(actual, Value) or interval is None or interval.low == interval.high or len(rule.inputs) > 1:
        return ()
    return tuple(
        replace(actual, low=to_decimal(end), high=to_decimal(end)) for end in (interval.low, interval.high)
    )
