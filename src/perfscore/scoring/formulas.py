"""The formulas that a rule set names for a missed target.

Each takes exact numbers and gives an exact number; capping at the points and flooring at zero is done once,
by `apply`. Sources of the formulas: docs/language.md §8 (P1, P2, N1, N2); a rule set says where it has
each from.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Final

from perfscore.core.errors import UsageError
from perfscore.core.numbers import plain
from perfscore.core.rational import rational
from perfscore.core.records import frozen
from perfscore.rulesets import RuleSet, wrong

#: What the name of a reading begins with that is a formula of the rule set.
NAMED: Final = "formula: "


@frozen
class Quantities:
    """Points, target and actual of one row, in one unit; `unit` is for the words only."""

    points: Fraction
    target: Fraction
    actual: Fraction
    unit: str = ""

    def words(self, value: Fraction) -> str:
        """A number with its unit."""
        return f"{plain(value, 6)}{self.unit}"


@frozen
class Formula:
    """A formula by name, in Chinese and English words; `words` is its sum with numbers."""

    name: str
    zh: str
    en: str
    value: Callable[[Quantities], Fraction]
    words: Callable[[Quantities], str]


def _ratio(q: Quantities) -> Fraction:
    return q.points * q.actual / q.target


def _inverse(q: Quantities) -> Fraction:
    return q.points * q.target / q.actual


def _mirror(q: Quantities) -> Fraction:
    return q.points * (1 - (q.actual - q.target) / q.target)


def _pass_mark(mark: Fraction) -> Formula:
    def value(q: Quantities) -> Fraction:
        rate = q.actual / q.target
        return q.points * (rate - mark) / (1 - mark) if rate >= mark else rational(0)

    percent = plain(mark * 100)

    def words(q: Quantities) -> str:
        rate = plain(q.actual / q.target * 100, 6)
        if q.actual / q.target < mark:
            return f"完成率 {rate}% 低于 {percent}%，不得分"
        return f"{plain(q.points)} × ({rate}% − {percent}%) ÷ (100% − {percent}%)"

    return Formula(
        f"pass-mark:{percent}",
        f"以 {percent}% 为及格线按超过部分计分",
        f"in proportion above a pass mark of {percent}%",
        value,
        words,
    )


_FIXED = {
    formula.name: formula
    for formula in (
        Formula(
            "ratio",
            "按完成比例计分",
            "in proportion to the actual",
            _ratio,
            lambda q: f"{plain(q.points)} × {q.words(q.actual)} ÷ {q.words(q.target)}",
        ),
        Formula(
            "inverse-ratio",
            "按指标值与完成值之比计分",
            "by the target over the actual",
            _inverse,
            lambda q: f"{plain(q.points)} × {q.words(q.target)} ÷ {q.words(q.actual)}",
        ),
        Formula(
            "mirror",
            "按超出比例扣分",
            "less the share in excess",
            _mirror,
            lambda q: (
                f"{plain(q.points)} × (1 − ({q.words(q.actual)} − {q.words(q.target)}) ÷ {q.words(q.target)})"
            ),
        ),
        Formula(
            "all-or-nothing",
            "直接判定，未达标不得分",
            "all or nothing",
            lambda _: rational(0),
            lambda _: "未达标，不得分",
        ),
    )
}


@lru_cache(maxsize=64)  # as many as rule sets name
def formula(name: str) -> Formula:
    """Return the formula that a rule set names: ratio, pass-mark:N, inverse-ratio, mirror, all-or-nothing.

    Raises:
        UsageError: there is no such formula.
    """
    head, _, parameter = name.partition(":")
    if head == "pass-mark" and parameter.isdecimal() and len(parameter) < 3 and int(parameter) > 0:
        return _pass_mark(Fraction(int(parameter), 100))
    if name in _FIXED:
        return _FIXED[name]
    raise UsageError(f"没有名为“{name}”的公式；可用：{'、'.join(_FIXED)}、pass-mark:60（及格线百分数）")


def check_names(ruleset: RuleSet, fail: Callable[[str, str], UsageError] | None = None) -> None:
    """Look up every formula that a rule set names; loading a rule set cannot, it knows no formulas.

    Args:
        ruleset: as it was loaded.
        fail: makes the error for a key; None looks the key up in the file of the rule set.

    Raises:
        UsageError: there is no such formula; the message names the file and the line.
    """
    for key, setting in (
        ("formulas.positive", ruleset.positive),
        ("formulas.negative", ruleset.negative),
        ("formulas.equality", ruleset.equality),
    ):
        for name in setting.value:
            try:
                formula(name)
            except UsageError as error:
                told = str(error)
                raise (wrong(ruleset, key, told) if fail is None else fail(key, told)) from None


def apply(one: Formula, q: Quantities) -> Fraction:
    """The points that a formula gives for a missed target, between zero and the row's points."""
    return min(max(one.value(q), rational(0)), q.points)
