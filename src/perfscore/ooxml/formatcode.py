"""Number format codes (`#,##0.00_);[Red]0.00"万元"`) taken apart into sections and tokens."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, Literal

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen

TokenKind = Literal[
    "literal", "pad", "digit", "point", "comma", "percent", "exponent", "slash", "general", "text",
    "date", "minute", "elapsed", "half", "fraction",
]  # fmt: skip

#: A kind and the characters: a placeholder `0 # ?`, a run such as `yyyy`, or the words that are shown.
Token = tuple[TokenKind, str]

Relation = Literal["<", "<=", ">", ">=", "=", "<>"]

_CONDITION = lazy_pattern(r"(<=|>=|<>|<|>|=)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")
_ELAPSED = lazy_pattern(r"h+|m+|s+", re.IGNORECASE)
_GENERAL = lazy_pattern(r"general|G/通用格式", re.IGNORECASE)
_HALVES = lazy_pattern(r"AM/PM|A/P|上午/下午", re.IGNORECASE)
_EXPONENT = lazy_pattern(r"[eE][+-](?=[0#?])")
_DATE_RUN = lazy_pattern(r"y+|m+|d+|h+|s+|e+|g+|aaaa?(?!a)", re.IGNORECASE)
_LOCALE = lazy_pattern(r"\$([^-\]]*)(?:-([^\]]*))?")
_CHINESE_LOCALE = lazy_pattern(r"(?i)(?:[0-9a-f]*0?(?:804|404|c04|1004|1404)|zh.*)")


class FormatCodeError(ValueError):
    """A format code that cannot be understood; numbers are then shown as in General."""


@frozen
class Section:
    """One section of a format code.

    Attributes:
        condition: `[>=100]` as relation and number; None where none is written.
        is_date: the section shows dates, times or elapsed times.
        chinese: a Chinese locale is named, so month and weekday names are Chinese.
    """

    tokens: tuple[Token, ...]
    condition: tuple[Relation, Decimal] | None = None
    is_date: bool = False
    chinese: bool = False

    def has(self, kind: TokenKind) -> bool:
        """Whether a token of the kind occurs."""
        return any(token[0] == kind for token in self.tokens)


def parse_code(code: str) -> tuple[Section, ...]:
    """Take a format code apart.

    Raises:
        FormatCodeError: a quotation or bracket does not end, or there are more than four sections.
    """
    sections = []
    position = 0
    while True:
        section, position = _parse_section(code, position)
        sections.append(section)
        if position >= len(code):
            break
        position += 1  # the semicolon
    if len(sections) > 4:
        raise FormatCodeError(code)
    return tuple(sections)


def _parse_section(code: str, position: int) -> tuple[Section, int]:
    tokens: list[Token] = []
    condition: tuple[Relation, Decimal] | None = None
    chinese = False
    while position < len(code) and code[position] != ";":
        char = code[position]
        if char == '"':
            end = _closing(code, '"', position)
            tokens.append(("literal", code[position + 1 : end]))
            position = end + 1
        elif char == "[":
            end = _closing(code, "]", position)
            inner = code[position + 1 : end]
            position = end + 1
            if match := _CONDITION.fullmatch(inner):
                relation: Relation = match[1]  # type: ignore[assignment]  # the pattern admits these alone
                condition = (relation, Decimal(match[2]))
            elif match := _LOCALE.fullmatch(inner):
                if match[1]:
                    tokens.append(("literal", match[1]))
                chinese = chinese or bool(_CHINESE_LOCALE.fullmatch(match[2] or ""))
            elif _ELAPSED.fullmatch(inner):
                tokens.append(("elapsed", inner.lower()))
            # What is left is a colour or a numeral style ([DBNum1]); the number stays the same.
        else:
            token, position = _parse_token(code, position)
            tokens.append(token)
    is_date = any(kind in {"date", "elapsed", "half"} for kind, _ in tokens)
    tokens = _as_date(tokens) if is_date else tokens
    return Section(tuple(tokens), condition, is_date, chinese), position


def _parse_token(code: str, position: int) -> tuple[Token, int]:
    char = code[position]
    if char in "\\!" and position + 1 < len(code):  # Chinese editions write ! where others write \
        return ("literal", code[position + 1]), position + 2
    if char == "_":
        return ("pad", " "), position + 2
    if char == "*":  # the next character fills the cell's width
        return ("pad", ""), position + 2
    for pattern, kind in _WORDS:
        match = pattern.match(code, position)
        if match:
            return (kind, match[0]), match.end()
    return (_SINGLE.get(char, "literal"), char), position + 1


_WORDS: Final[tuple[tuple[re.Pattern[str], TokenKind], ...]] = (
    (_GENERAL, "general"),
    (_EXPONENT, "exponent"),
    (_HALVES, "half"),
    (_DATE_RUN, "date"),
)

_SINGLE: Final[dict[str, TokenKind]] = {
    "0": "digit", "#": "digit", "?": "digit", ".": "point", ",": "comma",
    "%": "percent", "/": "slash", "@": "text",
}  # fmt: skip


def _closing(code: str, mark: str, position: int) -> int:
    end = code.find(mark, position + 1)
    if end < 0:
        raise FormatCodeError(code)
    return end


def _as_date(tokens: list[Token]) -> list[Token]:
    """Tell minutes from months, join `.00` behind seconds, and take other signs as they stand."""
    result: list[Token] = []
    for index, (kind, text) in enumerate(tokens):
        if kind == "date":
            lower = text.lower()
            if lower.startswith("m") and len(lower) <= 2 and _is_minute(tokens, index):
                result.append(("minute", lower))
            else:
                result.append(("date", lower))
        elif kind == "digit" and result and result[-1][0] == "fraction":
            result[-1] = ("fraction", result[-1][1] + text)
        elif kind == "point" and _follows_seconds(result) and tokens[index + 1 : index + 2] == [("digit", "0")]:
            result.append(("fraction", ""))
        elif kind == "digit":
            raise FormatCodeError("a number and a date in one section")
        elif kind in {"point", "comma", "slash", "percent", "exponent"}:
            result.append(("literal", text))
        else:
            result.append((kind, text))
    return result


def _follows_seconds(tokens: list[Token]) -> bool:
    return bool(tokens) and tokens[-1][0] in {"date", "elapsed"} and tokens[-1][1].startswith("s")


def _is_minute(tokens: list[Token], index: int) -> bool:
    def is_part(token: Token, letter: str) -> bool:
        return token[0] in {"date", "elapsed"} and token[1].lower().startswith(letter)

    before = next((token for token in reversed(tokens[:index]) if token[0] in {"date", "elapsed"}), None)
    after = next((token for token in tokens[index + 1 :] if token[0] in {"date", "elapsed"}), None)
    return (before is not None and is_part(before, "h")) or (after is not None and is_part(after, "s"))
