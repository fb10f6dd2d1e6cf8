"""Scoring a row that states no rule: the rule set's formulas over target and actual.

The outcome is a list of readings, or a refusal that says why there is no defensible number. Nothing is assumed:
a completion rate against zero, a word against a quantity, a range missed, another unit are refusals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from perfscore.core.numbers import Interval, plain
from perfscore.core.rational import rational
from perfscore.core.records import frozen, replace
from perfscore.core.trace import Step
from perfscore.language.values import Value, in_scale, is_completion_rate, meets
from perfscore.language.values.compare import judged
from perfscore.language.values.convert import spans, whole
from perfscore.language.values.spans import Span
from perfscore.rulesets import RuleSet
from perfscore.scoring.direction import Direction, of_target
from perfscore.scoring.formulas import NAMED, Formula, Quantities, apply, formula
from perfscore.scoring.records import Status
from perfscore.scoring.standing import allowed

MET = "met"
ZERO = "zero-target"


@frozen
class Given:
    """An unrounded score under one reading.

    Attributes:
        leap: whether the score leaps within what the written actual may stand for, so that not all between can be had.
    """

    name: str
    value: Fraction
    interval: Interval
    step: Step
    leap: bool = False


@frozen
class Basis:
    """What a score rests on, before anything is computed.

    Attributes:
        names: `met`, `zero-target`, or the rule set's formulas for a missed target, its default first.
        given: computes the readings.
        points: computes their points alone, which takes a third of that.
    """

    names: tuple[str, ...]
    given: Callable[[], tuple[Given, ...]]
    points: Callable[[], tuple[Fraction, ...]]


@frozen
class Refused:
    """Why a row has no defensible number, in Chinese and English; `readings` where one of a few must be it."""

    status: Status
    reason: str
    reason_en: str
    readings: tuple[Given, ...] = ()


def score_by_default(
    target: Value,
    actual: Value,
    points: Fraction,
    ruleset: RuleSet,
    direction: Direction | None,
    year: int | None = None,
) -> tuple[Given, ...] | Refused:
    """Score by the rule set's formulas.

    Args:
        target, actual: as read; `direction` is what the indicator's name implies, used only where the target
            has no sign.
        points: the row's points.
        year: of the form, for dates that name none.

    Returns:
        The readings, the rule set's default first, or the refusal.
    """
    basis = basis_by_default(target, actual, points, ruleset, direction, year)
    return basis if isinstance(basis, Refused) else basis.given()


def points_by_default(
    target: Value, actual: Value, points: Fraction, ruleset: RuleSet, direction: Direction | None
) -> tuple[Fraction, ...] | Refused:
    """The points of every reading of `score_by_default`, without the sums behind them."""
    basis = basis_by_default(target, actual, points, ruleset, direction)
    return basis if isinstance(basis, Refused) else basis.points()


def basis_by_default(
    target: Value,
    actual: Value,
    points: Fraction,
    ruleset: RuleSet,
    direction: Direction | None,
    year: int | None = None,
) -> Basis | Refused:
    """Choose among the rule set's formulas; arguments and refusals are those of `score_by_default`."""
    refusal = _unusable(target, actual)
    if refusal is not None:
        return refusal
    actual = whole(target, actual)
    read = in_scale(target, actual)
    bases = [_basis(target, one, points, ruleset, direction, year) for _, one in read]
    first = bases[0]
    if len(bases) == 1 or isinstance(first, Refused):
        return first
    # Met on every scale, or zero on every scale: the scale does not matter. Otherwise no one number is defensible.
    if all(isinstance(one, Basis) and one.names == first.names in ((MET,), (ZERO,)) for one in bases):
        return first
    settled = [one for one in bases if isinstance(one, Basis)]
    scales = [scale for scale, _ in read]
    why, why_en = _open_scale(target, actual, [one.say() for _, one in read])
    return Refused(
        "undecided",
        why,
        why_en,
        tuple(
            replace(given, name=f"{given.name}; {scale}")
            for scale, one in zip(scales, settled, strict=True)
            for given in one.given()
        )
        if len(settled) == len(bases)
        else (),
    )


def _open_scale(target: Value, actual: Value, readings: Sequence[str]) -> tuple[str, str]:
    """Why the readings of a scale that one of the two does not write give no one number, in Chinese and English."""
    if target.scale < actual.scale:
        written, reached = target.say(), actual.say().lstrip("=")
        return (
            f"指标值“{written}”没有写单位，可能与完成值“{reached}”同级，也可能按基本单位计，得分不同",
            f'the target "{written}" has no unit: that of the actual "{reached}" or the base unit, with different scores',
        )
    words, words_en = "，也可能是".join(readings), " or ".join(readings)
    return (
        f"完成值“{actual.number}”没有写数量级，可能是{words}，得分不同",
        f'the actual "{actual.number}" has no scale word: it may be {words_en}, with different scores',
    )


def _basis(
    target: Value, actual: Value, points: Fraction, ruleset: RuleSet, direction: Direction | None, year: int | None
) -> Basis | Refused:
    """The formulas for an actual whose scale is settled."""
    if is_completion_rate(target, actual):
        return _by_completion(target, actual, points, ruleset)
    if target.kind == "qualitative" or actual.kind == "qualitative":
        return _words(target)
    if target.kind in ("bound", "exact") and (actual.kind in ("exact", "bound", "range") or actual.zero):
        return _by_numbers(target, actual, points, ruleset, of_target(target) or direction)
    if target.kind == "range" and actual.kind == "exact":
        return _by_range(target, actual, points)
    return _by_sameness(target, actual, points, year)


def _unusable(target: Value, actual: Value) -> Refused | None:
    if target.kind == "empty":
        return Refused("no-target", "指标值未填，无从计分", "the target is blank")
    if actual.kind == "empty" and not actual.zero:
        return Refused("no-actual", "实际完成值未填", "the actual value is blank")
    return None


def _words(target: Value) -> Refused:
    if target.kind == "qualitative":
        return Refused(
            "no-rule",
            "定性指标没有写明评分标准，只能核对档次，不能重算得分",
            "a qualitative indicator without a stated rule can be checked against its band, not scored",
        )
    return Refused(
        "not-comparable",
        "完成值是文字，没有与指标值可比的数",
        "the actual is a word, not a number comparable with the target",
    )


def _number(value: Value) -> Fraction | None:
    """The one number of a bound or exact value."""
    return None if value.number is None else rational(value.number)


def _by_completion(target: Value, actual: Value, points: Fraction, ruleset: RuleSet) -> Basis | Refused:
    """The actual is a completion rate of the target, which itself was not recorded."""
    rate = _number(actual)
    if rate is None:
        return Refused(
            "not-comparable",
            "完成值只写“完成”一类的字样，没有数",
            "the actual says only that it was done, without a number",
        )
    if _number(target) == 0:
        return Refused(
            "not-comparable",
            "目标为 0，完成值填的是百分比，实际值没有记录，无法比较",
            "the target is zero and the actual a percentage: the value itself was not recorded",
        )
    if of_target(target) == "smaller":
        return Refused(
            "not-comparable",
            "目标为上限，完成值填的是完成率，看不出实际值是否超过上限",
            "the target is an upper limit and the actual a completion rate: the value itself was not recorded",
        )
    if rate >= 100:
        return _full(points, lambda: f"完成率 {plain(rate)}%")
    q = Quantities(points, rational(100), max(rate, rational(0)), "%")
    names = ruleset.equality.value if target.relation in ("=", None) else ruleset.positive.value
    return _missed(names, q, lambda value: value >= 100, actual.interval or Interval.point(rate))


def _by_numbers(
    target: Value, actual: Value, points: Fraction, ruleset: RuleSet, direction: Direction | None
) -> Basis | Refused:
    """Two numbers in comparable units."""
    goal = _number(target)
    if goal is None:
        return Refused("not-comparable", "指标值没有具体的数", "the target has no number")
    found = spans(target, actual)
    if not found:
        return _other_unit(target, actual)
    relation = target.relation or "="
    wanted = allowed(target, direction, ruleset.conventions)
    verdict = judged(found, wanted)
    given = found[0]
    done = given.number if len(found) == 1 else None
    q = Quantities(points, goal, rational(0) if done is None else done, target.unit or actual.unit)
    if verdict:
        shown = actual.say() if done is None or "approximate" in target.notes else q.words(done)
        return _full(points, lambda: f"完成值 {shown}，{_sign(relation)} {q.words(goal)} 成立")
    if done is None:
        return _no_number(target, actual, verdict)
    holds = _holds(wanted)
    if goal == 0:
        return Basis((ZERO,), lambda: (_zero(q, relation),), lambda: (rational(0),))
    if goal < 0:
        return Refused(
            "no-rule", "指标值为负数且未达到，按比例计分没有意义", "a negative target was missed: no ratio applies"
        )
    spread = given.spread or Interval.point(done)
    if relation in (">=", ">"):
        return _missed(ruleset.positive.value, q, holds, spread)
    if relation in ("<=", "<"):
        return _missed(ruleset.negative.value, q, holds, spread)
    names = ruleset.negative.value if direction == "smaller" else ruleset.equality.value
    return _missed(names, q, holds, spread)


def _other_unit(target: Value, actual: Value) -> Refused:
    if not target.unit:
        return Refused(
            "not-comparable",
            f"指标值没有单位，完成值“{actual.say()}”可能是完成率，不能确定怎样比较",
            "the target has no unit, and the actual may be a completion rate",
        )
    return Refused(
        "not-comparable",
        f"完成值的单位“{actual.unit}”与指标值的单位“{target.unit}”不能换算",
        f'units "{actual.unit}" and "{target.unit}" cannot be converted',
    )


def _no_number(target: Value, actual: Value, verdict: bool | None) -> Refused:
    """What is known of the actual is more or less than a number: a bound, a length in other days, several ways."""
    if verdict is False:
        return Refused(
            "no-rule",
            f"完成值“{actual.say()}”没有达到指标值“{target.say()}”，但没有确定的数，不能按公式计分",
            "missed, but without one certain number no formula applies",
        )
    if actual.kind == "range" or (actual.kind == "bound" and actual.relation != "="):
        return Refused(
            "not-comparable", "完成值写成了范围，没有具体的数", "the actual is a bound or range, not a number"
        )
    return Refused(
        "not-comparable",
        f"完成值“{actual.say()}”与指标值“{target.say()}”换算后有几种可能，不能确定是否达标",
        "converted, the actual may or may not meet the target",
    )


def _holds(wanted: Span) -> Callable[[Fraction], bool]:
    return lambda value: Span.between(value, value).inside(wanted)


def _sign(relation: str) -> str:
    return {">=": "≥", "<=": "≤"}.get(relation, relation)


def _by_range(target: Value, actual: Value, points: Fraction) -> Basis | Refused:
    inside = meets(target, actual)
    if inside is None:
        return Refused(
            "not-comparable", "完成值与区间目标不能比较", "the actual cannot be compared with the range"
        )
    if inside:
        return _full(points, lambda: f"完成值 {actual.say()} 在 {target.say()} 之内")
    return Refused(
        "no-rule",
        "完成值在区间目标之外，规则集没有规定怎样计分",
        "outside the target range: the rule set has no formula",
    )


def _by_sameness(target: Value, actual: Value, points: Fraction, year: int | None) -> Basis | Refused:
    """Dates, changes, periods, ratios, lists: full marks where the target holds, otherwise no formula applies."""
    holds = meets(target, actual, year=year)
    if holds or (target.kind == actual.kind and target.say() == actual.say()):
        return _full(points, lambda: f"完成值 {actual.say()}，满足指标值 {target.say()}")
    if holds is False:
        return Refused(
            "no-rule",
            f"完成值“{actual.say()}”没有达到指标值“{target.say()}”，规则集没有规定这类指标怎样扣分",
            "missed: the rule set has no formula for this kind of target",
        )
    return Refused(
        "not-comparable",
        f"指标值“{target.say()}”与完成值“{actual.say()}”不能比较",
        "target and actual cannot be compared",
    )


def _full(points: Fraction, why: Callable[[], str]) -> Basis:
    def given() -> tuple[Given, ...]:
        return (Given(MET, points, Interval.point(points), Step("达标得满分", why(), plain(points))),)

    return Basis((MET,), given, lambda: (points,))


def _zero(q: Quantities, relation: str) -> Given:
    why = f"目标为 0，完成值 {q.words(q.actual)} 不满足 {_sign(relation)} 0，任何比例公式都得 0 分"
    return Given(ZERO, rational(0), Interval.point(0), Step("零目标", why, "0"))


def _missed(names: tuple[str, ...], q: Quantities, holds: Callable[[Fraction], bool], spread: Interval) -> Basis:
    """Every formula of the rule set for a missed target; `spread` is what the written actual stands for."""

    def given() -> tuple[Given, ...]:
        return tuple(_reading(formula(name), q, holds, spread) for name in names)

    return Basis(names, given, lambda: tuple(_points(formula(name), q, q.actual, holds) for name in names))


def _points(one: Formula, q: Quantities, actual: Fraction, holds: Callable[[Fraction], bool]) -> Fraction:
    if holds(actual):
        return q.points
    if actual < 0 or (actual == 0 and one.name == "inverse-ratio"):
        return rational(0)
    return apply(one, Quantities(q.points, q.target, actual, q.unit))


def _reading(one: Formula, q: Quantities, holds: Callable[[Fraction], bool], spread: Interval) -> Given:
    value = _points(one, q, q.actual, holds)
    ends = [_points(one, q, spread.low, holds), value, _points(one, q, spread.high, holds)]
    step = Step(one.zh, one.words(q), plain(value, 6))
    return Given(f"{NAMED}{one.name}", value, Interval(min(ends), max(ends)), step)
