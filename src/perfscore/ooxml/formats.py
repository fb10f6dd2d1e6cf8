"""What a spreadsheet shows for a number: `94.00%` for 0.94 under `0.00%`.

Everything is computed on the written digits. A spreadsheet keeps fifteen significant digits and rounds half away
from zero on them, so 0.28499999999999998 shows as 0.29 under `0.00`; the same is done here.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import round_to
from perfscore.core.records import frozen
from perfscore.ooxml.dates import show_moment
from perfscore.ooxml.formatcode import FormatCodeError, Section, Token, parse_code

_FIFTEEN: Final = Context(prec=15, rounding=ROUND_HALF_UP)
_SIX: Final = Context(prec=6, rounding=ROUND_HALF_UP)
_HUNDRED: Final = Decimal(100)
_MOST_PLACEHOLDERS: Final = 30
#: Power of ten beyond which a number is shown as General shows it; no form holds such.
_LARGEST: Final = 20

#: `0`, `#,##0.00%`, `0.00"万元"`: nearly all codes in use, shown without walking through their tokens.
_SIMPLE = lazy_pattern(r'(?:"([^"]*)")?(0|#,##0)(?:\.(0+))?(%)?(?:"([^"]*)")?')


@frozen
class Simple:
    """A code of one section with a plain number between two words."""

    decimals: int
    grouped: bool
    percent: bool
    before: str
    behind: str

    def show(self, number: Decimal) -> str:
        """The text that is shown for a number."""
        size = abs(number) * _HUNDRED if self.percent else abs(number)
        digits = format(round_to(size, self.decimals), ",f" if self.grouped else "f")
        sign = "-" if number < 0 else ""
        return f"{sign}{self.before}{digits}{'%' if self.percent else ''}{self.behind}"


@frozen
class NumberFormat:
    """A compiled format code; `sections` is empty where the code is General, simple or cannot be understood."""

    code: str
    sections: tuple[Section, ...] = ()
    simple: Simple | None = None

    @property
    def date_section(self) -> Section | None:
        """The first section when it shows dates or times."""
        return self.sections[0] if self.sections and self.sections[0].is_date else None

    def show(self, number: Decimal, *, date1904: bool = False) -> str:
        """The text that is shown for a number, without the blanks that only align it."""
        number = _FIFTEEN.plus(number)
        if number.adjusted() > _LARGEST:
            return show_general(number)
        if self.simple is not None:
            return self.simple.show(number)
        if not self.sections:
            return show_general(number)
        section, magnitude = self._choose(number)
        if section is None:
            return show_general(number)
        if section.is_date:
            shown = show_moment(section, number, date1904=date1904)
            return show_general(number) if shown is None else shown.strip()
        return _show_number(section, magnitude).strip()

    def show_text(self, text: str) -> str:
        """The text that is shown for a text: as it stands, unless the code has a section for texts."""
        section = self._text_section
        if section is None:
            return text
        return "".join(
            text if kind == "text" else words for kind, words in section.tokens if kind in {"text", "literal"}
        )

    @property
    def _text_section(self) -> Section | None:
        if len(self.sections) == 4:
            return self.sections[3]
        last = self.sections[-1] if self.sections else None
        return last if last is not None and last.has("text") else None

    def _choose(self, number: Decimal) -> tuple[Section | None, Decimal]:
        """The section for a number, and the number with the sign that is still to be shown."""
        numeric = [section for section in self.sections[:3] if not section.has("text")] or list(self.sections[:1])
        if not any(section.condition for section in numeric):
            if number < 0 and len(numeric) > 1:
                return numeric[1], -number
            return numeric[2 if number == 0 and len(numeric) > 2 else 0], number
        for index, section in enumerate(numeric):
            if (
                section.condition is None
                and index + 1 < len(numeric)
                and not _default_holds(index, numeric, number)
            ):
                continue
            if section.condition is None or _holds(section.condition, number):
                return section, abs(number) if _only_negatives(section) or (index and number < 0) else number
        return None, number


def _default_holds(index: int, sections: Sequence[Section], number: Decimal) -> bool:
    """A section without condition beside one with: the first takes positive numbers, the second negative ones."""
    return number > 0 if index == 0 else number < 0 or len(sections) == 2


def _holds(condition: tuple[str, Decimal], number: Decimal) -> bool:
    relation, limit = condition
    return {
        "<": number < limit,
        "<=": number <= limit,
        ">": number > limit,
        ">=": number >= limit,
        "=": number == limit,
        "<>": number != limit,
    }[relation]


def _only_negatives(section: Section) -> bool:
    condition = section.condition
    return condition is not None and (
        (condition[0] == "<" and condition[1] <= 0) or (condition[0] in {"<=", "="} and condition[1] < 0)
    )


@lru_cache(maxsize=4096)
def compile_format(code: str) -> NumberFormat:
    """Compile a format code; a code that cannot be understood shows numbers as General does.

    >>> compile_format("0.00%").show(Decimal("0.94"))
    '94.00%'
    >>> compile_format('0.00"万元"').show(Decimal("452.1733873242646"))
    '452.17万元'
    """
    stripped = code.strip()
    if stripped.lower() in {"", "general", "g/通用格式"}:
        return NumberFormat(code)
    if match := _SIMPLE.fullmatch(stripped):
        before, whole, part, percent, behind = match.groups(default="")
        if len(part) > _MOST_PLACEHOLDERS:
            return NumberFormat(code)
        return NumberFormat(code, simple=Simple(len(part), whole != "0", bool(percent), before, behind))
    try:
        sections = parse_code(code)
    except FormatCodeError:
        return NumberFormat(code)
    if any(sum(kind == "digit" for kind, _ in section.tokens) > _MOST_PLACEHOLDERS for section in sections):
        return NumberFormat(code)
    return NumberFormat(code, sections)


def show_general(number: Decimal) -> str:
    """The text that General shows: at most eleven characters beside the sign, then powers of ten.

    >>> show_general(Decimal("0.30000000000000004")), show_general(Decimal("429.9898331862717"))
    ('0.3', '429.9898332')
    >>> show_general(Decimal("123456789012")), show_general(Decimal("0.0000123456"))
    ('1.23457E+11', '1.23456E-05')
    """
    number = _FIFTEEN.plus(number)
    if not number:
        return "0"
    magnitude = number.adjusted()
    size = abs(number)
    sign = "-" if number < 0 else ""
    if magnitude > 10 or magnitude < -9:
        return sign + _scientific_general(size)
    text = _trimmed(size)
    if len(text) <= 11:
        return sign + text
    if magnitude < -4:
        return sign + _scientific_general(size)
    text = _trimmed(round_to(size, 9 if magnitude < 0 else max(9 - magnitude, 0)))
    return sign + (text if len(text) <= 11 else _scientific_general(size))


def _trimmed(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scientific_general(size: Decimal) -> str:
    rounded = _SIX.plus(size)
    exponent = rounded.adjusted()
    return f"{_trimmed(rounded.scaleb(-exponent))}E{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _show_number(section: Section, number: Decimal) -> str:
    tokens = section.tokens
    kinds = [kind for kind, _ in tokens]
    sign = "-" if number < 0 else ""
    size = abs(number)
    if "general" in kinds or "text" in kinds:
        body = "".join(show_general(size) if kind in {"general", "text"} else text for kind, text in tokens)
        return sign + body
    size *= _HUNDRED ** kinds.count("percent")
    if "exponent" in kinds:
        return sign + _show_exponent(tokens, size)
    slash = _fraction_slash(tokens)
    if slash is not None:
        return sign + _show_fraction(tokens, slash, size)
    return (sign if size else "") + _show_decimal(tokens, size)


def _show_decimal(tokens: Sequence[Token], size: Decimal) -> str:
    """Lay the digits of a number over the placeholders; literals between them stay where they are."""
    point = next((index for index, token in enumerate(tokens) if token[0] == "point"), len(tokens))
    whole_slots = [index for index in range(point) if tokens[index][0] == "digit"]
    part_slots = [index for index in range(point, len(tokens)) if tokens[index][0] == "digit"]
    out = ["" if kind in {"digit", "comma"} else text for kind, text in tokens]
    grouped = False
    for index, (kind, text) in enumerate(tokens):
        if kind == "comma":
            if whole_slots and whole_slots[0] < index < whole_slots[-1]:
                grouped = True
            elif _behind_digit(tokens, index):
                size /= 1000
            else:
                out[index] = text
    rounded = round_to(size, len(part_slots))
    whole, _, part = format(rounded, "f").partition(".")
    _lay_whole(out, tokens, whole_slots, whole.lstrip("0"), grouped)
    if not whole_slots and point < len(tokens) and whole != "0":
        out[point] = whole + out[point]
    _lay_part(out, tokens, part_slots, part)
    return "".join(out)


def _behind_digit(tokens: Sequence[Token], index: int) -> bool:
    while index and tokens[index][0] == "comma":
        index -= 1
    return tokens[index][0] == "digit"


def _lay_whole(out: list[str], tokens: Sequence[Token], slots: Sequence[int], digits: str, grouped: bool) -> None:
    place = 0
    for slot in reversed(slots):
        if slot == slots[0]:
            run = digits or ("" if tokens[slot][1] == "#" else " " if tokens[slot][1] == "?" else "0")
        elif digits:
            digits, run = digits[:-1], digits[-1]
        else:
            run = {"0": "0", "?": " "}.get(tokens[slot][1], "")
        for char in reversed(run):
            if grouped and place and place % 3 == 0 and char != " ":
                out[slot] = "," + out[slot]
            out[slot] = char + out[slot]
            place += 1


def _lay_part(out: list[str], tokens: Sequence[Token], slots: Sequence[int], digits: str) -> None:
    for position, slot in enumerate(slots):
        rest = slots[position:]
        needed = digits[position:].strip("0") or any(tokens[index][1] == "0" for index in rest)
        out[slot] = digits[position] if needed else " " if tokens[slot][1] == "?" else ""


def _show_exponent(tokens: Sequence[Token], size: Decimal) -> str:
    at = next(index for index, token in enumerate(tokens) if token[0] == "exponent")
    point = next((index for index in range(at) if tokens[index][0] == "point"), at)
    step = max(sum(kind == "digit" for kind, _ in tokens[:point]), 1)
    decimals = sum(kind == "digit" for kind, _ in tokens[point:at])
    exponent = (size.adjusted() // step) * step if size else 0
    if size and round_to(size.scaleb(-exponent), decimals).adjusted() >= step:
        exponent += step
    mantissa = _show_decimal(tokens[:at], size.scaleb(-exponent))
    width = next((n for n, token in enumerate(tokens[at + 1 :]) if token[0] != "digit"), len(tokens) - at - 1)
    sign = "-" if exponent < 0 else "+" if tokens[at][1].endswith("+") else ""
    tail = "".join(text for kind, text in tokens[at + 1 + width :] if kind != "comma")
    return f"{mantissa}E{sign}{abs(exponent):0{max(width, 1)}d}{tail}"


def _fraction_slash(tokens: Sequence[Token]) -> int | None:
    for index, (kind, _) in enumerate(tokens[:-1]):
        if kind == "slash" and index and tokens[index - 1][0] == "digit":
            after, text = tokens[index + 1]
            if after == "digit" or (after == "literal" and text in set("123456789")):
                return index
    return None


def _show_fraction(tokens: Sequence[Token], slash: int, size: Decimal) -> str:
    start = slash
    while start and tokens[start - 1][0] == "digit":
        start -= 1
    end = slash + 1
    while end < len(tokens) and (tokens[end][0] == "digit" or tokens[end][1].isdecimal()):
        end += 1
    below = "".join(text for _, text in tokens[slash + 1 : end])
    mixed = any(kind == "digit" for kind, _ in tokens[:start])
    whole = size.to_integral_value(ROUND_DOWN) if mixed else Decimal(0)
    rest = Fraction(size) - Fraction(whole)
    if below.isdecimal() and below.strip("0"):
        bottom = int(below)
        top = int(round_to(rest * bottom, 0))
    else:
        nearest = rest.limit_denominator(10 ** len(below) - 1)
        top, bottom = nearest.numerator, nearest.denominator
    if mixed and top == bottom:
        whole, top = whole + 1, 0
    parts = []
    if mixed:
        shown = _show_decimal(tokens[:start], whole).strip()
        parts.append(shown if shown or top else "0")
    if top or not mixed:
        parts.append(f"{top}/{bottom}")
    tail = "".join(text for kind, text in tokens[end:] if kind != "comma")
    return " ".join(part for part in parts if part) + tail
