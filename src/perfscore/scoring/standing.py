"""Whether a row met its target: a relation between target and actual alone, whatever a rule gives for it."""

from __future__ import annotations

from perfscore.core.conventions import Conventions
from perfscore.core.numbers import Interval, to_decimal
from perfscore.core.rational import rational
from perfscore.core.records import replace
from perfscore.core.units import is_counted
from perfscore.language.values import Value, is_completion_rate, meets
from perfscore.language.values.compare import admitted, judged
from perfscore.language.values.convert import spans, whole
from perfscore.language.values.polarity import undone
from perfscore.language.values.spans import Span
from perfscore.scoring.direction import Direction, of_target

_FULL = rational(100)


def standing(
    target: Value,
    actual: Value,
    *,
    direction: Direction | None = None,
    year: int | None = None,
    conventions: Conventions,
    name: str = "",
) -> bool | None:
    """Whether the actual met the target (True), certainly missed it (False), or neither can be told.

    Args:
        target, actual: as read.
        direction: what the indicator's name implies, used only where the target has no sign.
        year: of the form, for dates that name none.
        conventions: of the rule set: how far 约 reaches, which words are opposite.
        name: of the indicator, which may say what a frequency is for: 汛期巡查.
    """
    if target.kind == "empty" or (actual.kind == "empty" and not actual.zero):
        return None
    actual = whole(target, actual)
    if target.kind in ("bound", "exact", "range") and not target.label:
        target = replace(target, label=name)
    if is_completion_rate(target, actual):
        return _by_rate(target, actual, direction)
    if target.kind == "exact" and target.number is not None:
        return _by_number(target, actual, direction, conventions)
    verdict = meets(target, actual, year=year, conventions=conventions)
    if verdict is False and target.kind == "change":
        return None if _against_its_kind(target, direction) or _change_may_meet(target, actual) else False
    if verdict is False and actual.measured and target.kind in ("bound", "range"):
        return None if _may_meet(spans(target, actual), admitted(target, rational(0))) else False
    return verdict


def _against_its_kind(target: Value, direction: Direction | None) -> bool:
    """Whether a change without sign goes the way that its kind of indicator is worse: costs that rise by 3 %."""
    if target.relation not in ("=", None) or direction is None:
        return False
    return (target.direction == "up") != (direction == "larger")


def _change_may_meet(target: Value, actual: Value) -> bool:
    """Whether a change that was rounded when it was written may have been one that meets the target."""
    spread = actual.interval
    if spread is None or spread.low == spread.high:
        return False
    ends = (to_decimal(spread.low), to_decimal(spread.high))
    return any(meets(target, replace(actual, low=end, high=end)) is not False for end in ends)


def allowed(target: Value, direction: Direction | None, conventions: Conventions) -> Span:
    """The numbers that meet a target with one number; one without sign is met on its better side too (docs/language.md §8, Q1)."""
    wanted = admitted(target, rational(conventions.about) / 100)
    if wanted is None or target.relation not in ("=", None):
        return wanted or Span(None, None)
    if direction == "smaller" or target.number == 0:
        return Span(None, wanted.high)
    return Span(wanted.low, None)


def _by_rate(target: Value, actual: Value, direction: Direction | None) -> bool | None:
    """The actual is a completion rate of the target."""
    rate = actual.number
    if rate is None or target.number == 0 or (of_target(target) or direction) == "smaller":
        return None
    if rate >= _FULL:
        return True
    known = of_target(target) == "larger" or direction == "larger"
    spread = actual.interval or Interval.point(rate)
    return False if known and spread.high <= _FULL and target.kind in ("bound", "exact") else None


def _by_number(target: Value, actual: Value, direction: Direction | None, conventions: Conventions) -> bool | None:
    """A target that is one number without sign: which side is better must be known before a miss is certain."""
    goal = rational(target.number or 0)
    if actual.kind == "qualitative":
        return False if undone(actual.word) and goal > 0 and direction != "smaller" else None
    found = spans(target, actual) if actual.kind in ("exact", "bound", "range", "period") or actual.zero else ()
    if not found:
        return None
    wanted = allowed(target, direction, conventions)
    verdict = judged(found, wanted)
    if verdict is not False:
        return verdict
    sure = direction is not None or _sure_side(target, actual)
    hedged = "approximate" in target.notes or "approximate" in actual.notes
    return False if sure and not hedged and not _may_meet(found, wanted) else None


def _sure_side(target: Value, actual: Value) -> bool:
    """Whether a number says by itself which side is worse: more than none of things, less than all of them."""
    if target.number == 0:
        return is_counted(target.unit or actual.unit)
    return target.unit == "%" and target.number == _FULL


def _may_meet(found: tuple[Span, ...], wanted: Span | None) -> bool:
    """Whether a figure that was rounded when it was written may have been one that meets the target."""
    if wanted is None:
        return False
    return any(
        Span(end, end, spread=span.spread).judge(wanted) is not False
        for span in found
        if span.spread is not None
        for end in (span.spread.low, span.spread.high)
    )
