"""The one tree that a scoring rule is lowered to: arithmetic over named inputs, in exact fractions.

`value` evaluates it with its steps; `analyse` reads it as a piecewise function and `excel` writes it as a formula.
A percentage stands as its number (95 for 95%) wherever it is an input; formulas divide by 100 where they need to.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import field
from fractions import Fraction
from functools import reduce
from math import floor

from perfscore.core.numbers import round_to
from perfscore.core.rational import rational
from perfscore.core.records import frozen
from perfscore.core.trace import Lack

Fact = Fraction | str
Facts = Mapping[str, Fact]

COMPARE: dict[str, Callable[[Fraction | int, Fraction | int], bool]] = {
    "<": operator.lt,
    "≤": operator.le,
    "=": operator.eq,
    "≥": operator.ge,
    ">": operator.gt,
}


class NoScoreError(Exception):
    """Evaluation met a place where no number is defensible; the text says why. It never leaves the language.

    `clean` are the points if nothing of what was not reported happened, where that is all that is missing.
    """

    def __init__(self, reason: str, lack: Lack = "usable-actual", clean: Fraction | None = None) -> None:
        super().__init__(reason)
        self.lack: Lack = lack
        self.clean = clean


@frozen
class Number:
    """A constant."""

    value: Fraction

    def given(self, facts: Facts) -> Fraction:  # noqa: ARG002 - as all terms
        """Itself."""
        return self.value


@frozen
class Input:
    """A fact that the caller gives, by name."""

    name: str

    def given(self, facts: Facts) -> Fraction:
        """The fact, which has to be a number."""
        fact = facts.get(self.name)
        if fact is None:
            raise NoScoreError(f"缺少“{self.name}”，请填{self.name}", "facts")
        if isinstance(fact, str):
            raise NoScoreError(f"“{self.name}”不是数：{fact}")
        return fact


@frozen
class Sum:
    """The sum of the parts."""

    parts: tuple[Term, ...]

    def given(self, facts: Facts) -> Fraction:
        """All parts together."""
        return reduce(operator.add, [part.given(facts) for part in self.parts])


@frozen
class Product:
    """The product of the parts."""

    parts: tuple[Term, ...]

    def given(self, facts: Facts) -> Fraction:
        """All parts multiplied."""
        return reduce(operator.mul, [part.given(facts) for part in self.parts])


@frozen
class Quotient:
    """`top` over `bottom`; a zero below has no value."""

    top: Term
    bottom: Term

    def given(self, facts: Facts) -> Fraction:
        """The quotient, where there is one."""
        divisor = self.bottom.given(facts)
        if divisor == 0:
            raise NoScoreError("除数为零，比率没有意义")
        return self.top.given(facts) / divisor


@frozen
class Least:
    """The smallest part."""

    parts: tuple[Term, ...]

    def given(self, facts: Facts) -> Fraction:
        """The smallest."""
        return min([part.given(facts) for part in self.parts])


@frozen
class Greatest:
    """The largest part."""

    parts: tuple[Term, ...]

    def given(self, facts: Facts) -> Fraction:
        """The largest."""
        return max([part.given(facts) for part in self.parts])


@frozen
class Absolute:
    """The distance from zero."""

    of: Term

    def given(self, facts: Facts) -> Fraction:
        """Without its sign."""
        return abs(self.of.given(facts))


@frozen
class Whole:
    """A number of steps in whole steps, a started one counted when `up`."""

    of: Term
    up: bool

    def given(self, facts: Facts) -> Fraction:
        """In whole steps."""
        exact = self.of.given(facts)
        return rational(-floor(-exact) if self.up else floor(exact))


@frozen
class Rounded:
    """Rounded half away from zero, where the rule's own words round."""

    of: Term
    digits: int

    def given(self, facts: Facts) -> Fraction:
        """Rounded."""
        return rational(round_to(self.of.given(facts), self.digits))


@frozen
class Nothing:
    """A place without a defensible number."""

    reason: str
    kind: str = "gap"

    def given(self, facts: Facts) -> Fraction:  # noqa: ARG002 - as all terms
        """No number."""
        raise NoScoreError(self.reason, "facts" if self.kind == "missing" else "words")


@frozen
class Case:
    """One branch: taken when the test holds; the label is the rule's own words for it."""

    test: Test
    term: Term
    label: str = field(default="", compare=False)


@frozen
class Chosen:
    """The first case whose test holds, else `otherwise`."""

    cases: tuple[Case, ...]
    otherwise: Term
    label: str = field(default="", compare=False)

    def taken(self, facts: Facts) -> tuple[Term, str]:
        """The branch that applies, with the rule's own words for it."""
        for case in self.cases:
            if case.test.holds(facts):
                return case.term, case.label
        return self.otherwise, self.label

    def given(self, facts: Facts) -> Fraction:
        """The branch that applies."""
        return self.taken(facts)[0].given(facts)


@frozen
class Named:
    """A quantity with a name of its own, which a caller may also give directly."""

    name: str
    of: Term
    percent: bool = False

    def given(self, facts: Facts) -> Fraction:
        """What the caller gave, else what it is made of."""
        fact = facts.get(self.name)
        return fact if isinstance(fact, Fraction) else self.of.given(facts)


@frozen
class Compare:
    """A comparison of two numbers."""

    left: Term
    sign: str
    right: Term

    def holds(self, facts: Facts) -> bool:
        """Whether the numbers stand to each other like this."""
        return COMPARE[self.sign](self.left.given(facts), self.right.given(facts))


@frozen
class Is:
    """Whether a fact is one of these words."""

    name: str
    words: tuple[str, ...]

    def holds(self, facts: Facts) -> bool:
        """Whether the fact is one of the words."""
        fact = facts.get(self.name)
        if fact is None:
            raise NoScoreError(f"缺少“{self.name}”，请填{self.name}", "facts")
        return fact in self.words


@frozen
class All:
    """Every test holds."""

    tests: tuple[Test, ...]

    def holds(self, facts: Facts) -> bool:
        """Whether all hold."""
        return all(test.holds(facts) for test in self.tests)


@frozen
class Some:
    """At least one test holds."""

    tests: tuple[Test, ...]

    def holds(self, facts: Facts) -> bool:
        """Whether one holds."""
        return any(test.holds(facts) for test in self.tests)


@frozen
class Not:
    """The test does not hold."""

    test: Test

    def holds(self, facts: Facts) -> bool:
        """Whether it does not."""
        return not self.test.holds(facts)


Term = (
    Number | Input | Sum | Product | Quotient | Least | Greatest | Absolute
    | Whole | Rounded | Nothing | Chosen | Named
)  # fmt: skip
Test = Compare | Is | All | Some | Not

ZERO = Number(rational(0))


def number(value: Fraction | int) -> Number:
    """A constant from an exact number."""
    return Number(rational(value))


def add(*parts: Term) -> Term:
    """A sum with its constants joined."""
    known = sum((p.value for p in parts if isinstance(p, Number)), rational(0))
    rest = tuple(p for p in parts if not isinstance(p, Number))
    if not rest:
        return Number(known)
    joined = rest if known == 0 else (Number(known), *rest)
    return joined[0] if len(joined) == 1 else Sum(joined)


def times(*parts: Term) -> Term:
    """A product with its constants joined."""
    known = rational(1)
    rest: list[Term] = []
    for part in (p for whole in parts for p in (whole.parts if isinstance(whole, Product) else (whole,))):
        if isinstance(part, Number):
            known *= part.value
        else:
            rest.append(part)
    if not rest or known == 0:
        return Number(known)
    joined = tuple(rest) if known == 1 else (Number(known), *rest)
    return joined[0] if len(joined) == 1 else Product(joined)


def minus(left: Term, right: Term) -> Term:
    """The difference."""
    return add(left, times(Number(rational(-1)), right))


def over(top: Term, bottom: Term) -> Term:
    """A quotient; by a constant it is a product, so that it stays linear."""
    if isinstance(bottom, Number) and bottom.value != 0:
        return times(Number(1 / bottom.value), top)
    return Quotient(top, bottom)


def value(term: Term, facts: Facts) -> Fraction:
    """Evaluate a term.

    Args:
        term: what to compute.
        facts: the given facts by name: exact numbers or words.

    Raises:
        NoScoreError: a fact is missing or of the wrong kind, a divisor is zero, or the rule gives nothing here.
    """
    return term.given(facts)


def taken(term: Chosen, facts: Facts) -> tuple[Term, str]:
    """The branch that applies, with the rule's own words for it."""
    return term.taken(facts)


def holds(test: Test, facts: Facts) -> bool:
    """Whether a test holds; raises like `value`."""
    return test.holds(facts)


def inputs(term: Term | Test) -> tuple[str, ...]:
    """The names of the facts that a term needs, in reading order."""
    found: dict[str, None] = {}
    _collect(term, found)
    return tuple(found)


def _collect(term: Term | Test, found: dict[str, None]) -> None:
    match term:
        case Input(name) | Is(name):
            found[name] = None
        case Sum(parts) | Product(parts) | Least(parts) | Greatest(parts):
            for part in parts:
                _collect(part, found)
        case Quotient(left, right) | Compare(left, _, right):
            _collect(left, found)
            _collect(right, found)
        case Absolute(of) | Whole(of) | Rounded(of) | Named(_, of):
            _collect(of, found)
        case Chosen(cases, otherwise):
            for case in cases:
                _collect(case.test, found)
                _collect(case.term, found)
            _collect(otherwise, found)
        case All(tests) | Some(tests):
            for test in tests:
                _collect(test, found)
        case Not(test):
            _collect(test, found)
        case Number() | Nothing():
            pass
