"""Reading a value: the common shapes, else the constructions in their order of precedence; then the context of unit column and role."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Literal

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import unfit_digits
from perfscore.core.records import replace
from perfscore.core.sourced import Unreadable
from perfscore.core.text import Normal, normalise, squash
from perfscore.language.values.context import in_context
from perfscore.language.values.quick import read_quick
from perfscore.language.values.record import Value
from perfscore.language.values.trim import template_before, trimmed

Role = Literal["target", "actual"]

LONGEST = 2000
#: More numbers are a table or a report in one cell; reading them all would take its time.
_MOST_FIGURES = 40
_FIGURES = lazy_pattern(r"\d+(?:\.\d+)?")


@lru_cache(maxsize=16384)
def read_value(text: str, unit: str, role: Role) -> Value | Unreadable:
    """Read a text in the context of its unit column ("" for none) and its role; see `parse_value`."""
    template = read_template(text)
    return template if isinstance(template, Unreadable) else in_context(template, unit, role)


@lru_cache(maxsize=16384)
def read_template(text: str) -> Value | Unreadable:
    """Read a text by itself, without unit column and role."""
    if len(text) > LONGEST:
        return Unreadable(text, f"文字超过{LONGEST}个字符，不是一个指标值", settle="请只填写指标值，说明文字另写")
    normal = _joined(text)
    unfit = unfit_digits(normal.text)
    if unfit is not None:
        return Unreadable(text, unfit[1], normal.span(*unfit[0]), settle="请用阿拉伯数字填写指标值")
    numbers = sum(1 for _ in _FIGURES.finditer(normal.text))
    if numbers > _MOST_FIGURES:
        return Unreadable(text, f"有{numbers}个数字，不是一个指标值", settle="请一格只写一个指标值")
    start, end = trimmed(normal.text)
    body = normal.text[start:end]
    found = _read_power(body) or read_quick(body) or _read_slowly(body)
    if not isinstance(found, Value) and (cause := _CAUSE.match(body)):
        behind = _read_slowly(body[cause.end() :])
        if isinstance(behind, Value) and behind.low is not None:
            found = replace(behind, notes=(*behind.notes, "cause"))
    if isinstance(found, Value):
        notes = ("placeholder-removed", *found.notes) if template_before(normal.text, start) else found.notes
        return replace(found, raw=text, notes=notes, parts=found.parts or _gained(found))
    from perfscore.language.values.refusal import unreadable

    return unreadable(normal, start, body, found)


#: Time gained has no number of its own kind among values: the number behind the word says how much.
_EARLY = lazy_pattern(r"(?:已|实际)?提[前早]了?(\d[^,;。前后]*?)(?:完成|完工|竣工|交付|办结|提交|报送)?")


def _gained(found: Value) -> tuple[Value, ...]:
    """The time that words say was gained (提前3天完成)."""
    match = _EARLY.fullmatch(squash(found.word)) if found.kind == "qualitative" and "提" in found.word else None
    gained = None if match is None else read_value(match[1], "", "actual")
    return (gained,) if isinstance(gained, Value) else ()


#: Why an actual is what it is, before it: 因疫情影响，完成80%. A cause with numbers of its own may be the actual.
_CAUSE = lazy_pattern(r"(?:因|由于|鉴于|受)[^\d,;。:≥≤<>=]{2,30}[,]")

#: A number as a spreadsheet shows a large one: 1.20E+06; without the sign of the exponent it may be a code.
_POWER = lazy_pattern(r"(?<![\dA-Za-z.])(\d{1,4})(?:\.(\d{1,6}))?[Ee]([+-]\d{1,2})(?![\dA-Za-z.])")


def _read_power(body: str) -> Value | None:
    """Read a text with one number in powers of ten; its last written digit says how exact it is."""
    match = _POWER.search(body)
    if match is None or _POWER.search(body, match.end()):
        return None
    digits, exponent = match[2] or "", int(match[3])
    spelled = format(Decimal(f"{match[1]}.{digits or 0}").scaleb(exponent).normalize(), "f")
    plain = f"{body[: match.start()]}{spelled}{body[match.end() :]}"
    found = read_quick(plain) or _read_slowly(plain)
    if not isinstance(found, Value) or (found.low is None and found.high is None):
        return None
    return replace(found, decimals=len(digits) - exponent - found.scale)


def _read_slowly(body: str) -> Value | int:
    """Read with all constructions; their grammars are loaded when the first text needs them."""
    from perfscore.language.values.constructions import read_body

    return read_body(body)


def _joined(text: str) -> Normal:
    """The normalised text; strokes of a table are blanks, and a blank before a number separates nothing.

    Only between two digits, and behind 1. at the beginning of a list, may a blank stand between two things.
    """
    normal = normalise(text.replace("|", " "))
    drop = {match.start() for match in _BLANK_BEFORE_NUMBER.finditer(normal.text)}
    kept = [place for place in range(len(normal.text)) if place not in drop]
    return Normal(text, "".join(normal.text[n] for n in kept), tuple(normal.back[n] for n in kept))


_BLANK_BEFORE_NUMBER = lazy_pattern(r"(?<![\d.A-Za-z]) (?=\d)")
