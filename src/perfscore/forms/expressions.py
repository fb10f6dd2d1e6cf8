"""Formulas in words over the columns of a form: `年度指标值（A）/全年实际值（B）*该指标分值`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen

_TOKEN = lazy_pattern(
    r"(?P<number>\d+(?:\.\d+)?%?)|(?P<word>[\u4e00-\u9fff]+(?:\([A-Za-z]\))?|[A-Z](?![A-Za-z]))|(?P<mark>[-+×*xX÷/()])"
)
_TIMES = frozenset("×*xX")
_OVER = frozenset("÷/")


class NoFormulaError(ValueError):
    """The text is no formula over known columns."""


@frozen
class _Token:
    kind: str
    text: str


#: Says what a word stands for, None where it is no column.
Names = Callable[[str], str | None]


@frozen
class Expression:
    """A formula; it is known by its values, however it is written."""

    tokens: tuple[_Token, ...]

    def value(self, numbers: Mapping[str, Fraction]) -> Fraction:
        """The value of the formula.

        Raises:
            NoFormulaError: it is written wrongly, divides by zero, or speaks of a column without a number.
        """
        return _Evaluation(self.tokens, numbers).whole()

    def speaks_of(self, name: str) -> bool:
        """Whether a column stands in the formula."""
        return _Token("name", name) in self.tokens


def expression(text: str, names: Names) -> Expression:
    """Read a normalised text without blanks as a formula.

    Raises:
        NoFormulaError: something in it is no number, sign or column.
    """
    tokens: list[_Token] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise NoFormulaError(text)
        token = _Token(match.lastgroup, match[0])
        if token.kind == "word":
            name = names(token.text)
            if name is None:
                raise NoFormulaError(text)
            token = _Token("name", name)
        tokens.append(token)
        place = match.end()
    return Expression(tuple(tokens))


class _Evaluation:
    """Goes through the tokens once: sums of products of factors."""

    def __init__(self, tokens: tuple[_Token, ...], numbers: Mapping[str, Fraction]) -> None:
        self._tokens = tokens
        self._numbers = numbers
        self._place = 0

    def whole(self) -> Fraction:
        value = self._sum()
        if self._place < len(self._tokens):
            raise NoFormulaError
        return value

    def _next(self, marks: frozenset[str]) -> str | None:
        if self._place < len(self._tokens):
            token = self._tokens[self._place]
            if token.kind == "mark" and token.text in marks:
                self._place += 1
                return token.text
        return None

    def _sum(self) -> Fraction:
        value = self._product()
        while (mark := self._next(frozenset("+-"))) is not None:
            other = self._product()
            value = value + other if mark == "+" else value - other
        return value

    def _product(self) -> Fraction:
        value = self._factor()
        while (mark := self._next(_TIMES | _OVER)) is not None:
            other = self._factor()
            if mark in _TIMES:
                value *= other
            elif other:
                value /= other
            else:
                raise NoFormulaError
        return value

    def _factor(self) -> Fraction:
        if self._next(frozenset("(")):
            value = self._sum()
            if not self._next(frozenset(")")):
                raise NoFormulaError
            return value
        if self._place == len(self._tokens):
            raise NoFormulaError
        token = self._tokens[self._place]
        self._place += 1
        if token.kind == "number":
            number = Fraction(token.text.removesuffix("%"))
            return number / 100 if token.text.endswith("%") else number
        if token.kind != "name" or token.text not in self._numbers:
            raise NoFormulaError
        return self._numbers[token.text]
