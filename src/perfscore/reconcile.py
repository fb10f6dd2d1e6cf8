"""What would reproduce a recorded number that the stated or usual formula does not.

A closed list of hypotheses is tried, one at a time, two only when the second is a rounding: another pass mark,
the other budget, the rate rounded or cut first, the result rounded or cut coarsely, execution left out of a sum
or taken in. A fit names a possible origin, it proves nothing; so a number that many hypotheses reproduce, or a
whole score on two points or fewer, is left unexplained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial

from perfscore.core.numbers import Figure, Interval, plain, round_to
from perfscore.core.rational import rational
from perfscore.core.records import frozen
from perfscore.core.trace import Step

PASS_MARKS = (60, 80, 50, 70)
MOST_FITS = 3
SMALL_POINTS = 2


@frozen
class Fit:
    """A hypothesis that reproduces a recorded number; `cost` ranks them, the simplest first.

    `mark` is the pass mark in percent where the number follows from one, a formula that the rule set does not
    have. A result rounded to whole points names none: too many numbers are whole.
    """

    name: str
    zh: str
    en: str
    value: Fraction
    cost: int
    step: Step
    mark: int | None = None


#: The number that a hypothesis gives, and what tells it; few numbers fit, and the telling takes longer.
_Hypothesis = tuple[Fraction, Callable[[], Fit]]


def explain_score(recorded: Figure, digits: int, points: Decimal, rate: Fraction) -> tuple[Fit, ...]:
    """Explain the score of an indicator that was missed.

    Args:
        recorded: the score as written; `digits` are the decimals that its column asserts.
        points: the row's points.
        rate: the completion rate, 1 for the target reached.

    Returns:
        The fits, the simplest first; empty when there are none or too many.
    """
    if recorded.value == recorded.value.to_integral_value() and points <= SMALL_POINTS:
        return ()
    written = Interval.around(recorded.value, max(digits, recorded.decimals))
    hypotheses = _score_hypotheses(rational(points), rate)
    return _few(tell() for value, tell in hypotheses if written.meets(Interval.point(value)))


def explain_rate(
    printed: Figure, executed: Figure, budget: Figure | None, initial: Figure | None
) -> tuple[Fit, ...]:
    """Explain a printed execution rate (in percent) that is not executed ÷ adjusted budget."""
    written = printed.interval
    return _few(
        fit for fit in _rate_hypotheses(executed, budget, initial) if written.meets(Interval.point(fit.value))
    )


def explain_execution_score(
    recorded: Figure, digits: int, points: Decimal, executed: Figure, budget: Figure | None, initial: Figure | None
) -> tuple[Fit, ...]:
    """Explain the score of the execution row by the rate that it may have been taken from."""
    written = Interval.around(recorded.value, max(digits, recorded.decimals))
    full = rational(points)
    fits = []
    for fit in _rate_hypotheses(executed, budget, initial):
        score = full * min(fit.value / 100, rational(1))
        if written.meets(Interval.point(score)):
            step = Step("得分", f"{plain(full)} × {plain(fit.value, 4)}%", plain(score, 6), children=(fit.step,))
            fits.append(Fit(fit.name, fit.zh, fit.en, score, fit.cost, step))
    return _few(iter(fits))


def explain_total(printed: Figure, scores: list[Figure], execution: Figure | None) -> tuple[Fit, ...]:
    """Explain a printed total by leaving the execution score out."""
    if execution is None:
        return ()
    total = sum((rational(score.value) for score in scores), rational(0))
    words = " + ".join(plain(score.value) for score in scores)
    fit = Fit(
        "sum: without execution", "合计不含预算执行得分", "the sum leaves execution out", total, 1,
        Step("合计", words, plain(total)),
    )  # fmt: skip
    return (fit,) if rational(printed.value) == total else ()


def _few(fits: Iterator[Fit]) -> tuple[Fit, ...]:
    """The distinct fits by simplicity; more than three explain nothing."""
    ranked = sorted(fits, key=lambda fit: fit.cost)
    distinct: list[Fit] = []
    for fit in ranked:
        if all(fit.zh != other.zh for other in distinct):
            distinct.append(fit)
    simplest = [fit for fit in distinct if fit.cost == distinct[0].cost]
    return tuple(simplest) if len(simplest) <= MOST_FITS else ()


def _score_hypotheses(points: Fraction, rate: Fraction) -> Iterator[_Hypothesis]:
    """Pass marks; the plain ratio with a rate or result rounded coarsely; a pass mark with a rounding."""
    ratio = min(points * rate, points)
    yield from _roundings(ratio, partial(_in_proportion, points, rate, ratio))
    if rate < 1:
        for order, mark in enumerate(PASS_MARKS):
            floor = rational(mark, 100)
            value = points * (rate - floor) / (1 - floor) if rate >= floor else rational(0)
            tell = partial(_pass_mark, points, rate, mark, order, value)
            yield value, tell
            yield from _roundings(value, tell)
    for digits in (2, 1, 0):
        for word, en, coarse in _coarse(rate * 100, digits):
            score = min(points * coarse / 100, points)
            yield score, partial(_rate_first, points, coarse, score, word, en)


def _in_proportion(points: Fraction, rate: Fraction, value: Fraction) -> Fit:
    step = Step("按完成比例计分", f"{plain(points)} × {plain(rate * 100, 6)}%", plain(value, 6))
    return Fit("ratio", "按完成比例计分", "in proportion", value, 0, step)


def _rate_first(points: Fraction, rate: Fraction, value: Fraction, word: str, en: str) -> Fit:
    step = Step(f"完成率{word}", f"{plain(points)} × {plain(rate)}%", plain(value, 6))
    return Fit(f"rate-first: {en}", f"完成率先{word}再计分", f"the rate {en} first", value, 2, step)


def _pass_mark(points: Fraction, rate: Fraction, mark: int, order: int, value: Fraction) -> Fit:
    words = f"{plain(points)} × ({plain(rate * 100, 6)}% − {mark}%) ÷ (100% − {mark}%)"
    return Fit(
        f"pass-mark: {mark}",
        f"以 {mark}% 为及格线：({plain(rate * 100, 6)}% − {mark}%) ÷ (100% − {mark}%) × {plain(points)}",
        f"a pass mark of {mark} %",
        value,
        1 + (order > 1),
        Step(f"以 {mark}% 为及格线", words, plain(value, 6)),
        mark=mark,
    )


def _roundings(exact: Fraction, tell: Callable[[], Fit]) -> Iterator[_Hypothesis]:
    for digits in (2, 1, 0):
        for word, en, value in _coarse(exact, digits):
            yield value, partial(_rounded, tell, value, digits, word, en)


def _rounded(tell: Callable[[], Fit], value: Fraction, digits: int, word: str, en: str) -> Fit:
    fit = tell()
    step = Step(f"得分{word}", plain(fit.value, 6), plain(value), children=(fit.step,))
    return Fit(
        f"{fit.name}, {en}",
        f"{fit.zh}，得分{word}",
        f"{fit.en}, {en}",
        value,
        fit.cost + 2,
        step,
        mark=fit.mark if digits > 0 else None,
    )


def _coarse(value: Fraction, digits: int) -> Iterator[tuple[str, str, Fraction]]:
    """A number rounded, and cut where that is another number, at a digit; nothing where it already ends there."""
    scaled = value * 10**digits
    if scaled.denominator == 1:
        return
    rounded = rational(round_to(value, digits))
    cut = rational(scaled // 1, 10**digits)
    where = f"到 {digits} 位小数" if digits else "到整数"
    if rounded == cut:
        yield f"取{where}", f"to {digits} digits", cut
        return
    yield f"四舍五入{where}", f"rounded to {digits} digits", rounded
    yield f"截{where}（未四舍五入）", f"cut to {digits} digits", cut


def _rate_hypotheses(executed: Figure, budget: Figure | None, initial: Figure | None) -> Iterator[Fit]:
    for zh, en, base, cost in (
        ("全年预算数", "adjusted budget", budget, 0),
        ("年初预算数", "initial budget", initial, 1),
    ):
        if base is None or base.value <= 0:
            continue
        value = rational(executed.value) / rational(base.value) * 100
        step = Step("执行率", f"{executed} ÷ {base} × 100%", f"{plain(value, 4)}%")
        if cost:
            yield Fit(f"base: {en}", f"以{zh}为分母", f"divided by the {en}", value, cost, step)
        for digits in (2, 1, 0):
            for word, rounding_en, rounded in _coarse(value, digits):
                words = f"执行率{word.replace('整数', '整数百分比')}（{plain(rounded)}%）"
                zh_words = f"以{zh}为分母，{words}" if cost else words
                yield Fit(
                    f"rate {rounding_en}" if not cost else f"base: {en}, rate {rounding_en}",
                    zh_words,
                    f"the rate {rounding_en}",
                    rounded,
                    cost + 1,
                    Step(f"执行率{word}", f"{plain(value, 4)}%", f"{plain(rounded)}%", children=(step,)),
                )
