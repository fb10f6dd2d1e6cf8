"""Values written back in plain Chinese, always in the same words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from perfscore.core.numbers import round_to
from perfscore.language.numerals import shifted

if TYPE_CHECKING:
    from collections.abc import Callable

    from perfscore.language.values.record import Value

_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "="}
_WORDS = {">=": "不低于", "<=": "不超过", ">": "高于", "<": "低于"}
_TIMES = {">=": "不早于", "<=": "不晚于", ">": "晚于", "<": "早于", "=": "="}
_VERBS = {"up": "提高", "down": "降低"}
_EMPTY = {
    "missing": "—",
    "none": "无",
    "not-applicable": "不适用",
    "not-recorded": "未统计",
    "elsewhere": "详见其他材料",
    "placeholder": "**",
}


def say(value: Value) -> str:
    """Return the canonical Chinese text of a value."""
    return _SAY[value.kind](value)


def write(figure: Decimal, decimals: int) -> str:
    """Write a figure with its written precision; a rounded one with the scale word that shows it.

    >>> write(Decimal("94"), 2), write(Decimal("125000"), -3), write(Decimal("3000000"), -6)
    ('94.00', '12.5万', '0.03亿')
    """
    if decimals >= 0:
        return format(round_to(figure, decimals), "f")
    word, exponent = ("万", 4) if decimals >= -4 else ("亿", 8) if decimals >= -8 else ("万亿", 12)
    return format(round_to(shifted(figure, -exponent), max(0, exponent + decimals)), "f") + word


def _sign(value: Value) -> str:
    return _SIGNS.get(value.relation or "", "")


def _amount(value: Value) -> str:
    figure = value.number
    # 3季度 is the third quarter.
    unit = "个季度" if value.unit == "季度" else value.unit
    return "" if figure is None else write(figure, value.decimals) + unit


def _range(value: Value) -> str:
    low = write(value.low or Decimal(0), value.decimals) + value.unit
    high = write(value.high or Decimal(0), value.decimals) + value.unit
    return f"{low}{'(不含)' if value.low_open else ''}至{high}{'(不含)' if value.high_open else ''}"


def _bound(value: Value) -> str:
    if value.number is None:
        return f"{value.label}{_WORDS[value.relation or '>=']}{value.word}"
    return f"{value.label}{_level(value)}{_sign(value)}{_amount(value)}"


def _level(value: Value) -> str:
    return f"{value.base}{_VERBS[value.direction]}到" if value.direction else ""


def _say_range(value: Value) -> str:
    return value.label + _range(value)


def _exact(value: Value) -> str:
    if value.word:
        return value.word
    # 提高到92% is a level; a written = would turn it into something nobody writes.
    return value.label + (_level(value) or _sign(value)) + _amount(value)


def _ratio(value: Value) -> str:
    low, high = value.low or Decimal(0), value.high or Decimal(0)
    return f"{value.label}{_sign(value)}{low:f}:{high:f}"


def _change(value: Value) -> str:
    head = f"{value.label}{value.base}{_VERBS[value.direction or 'up']}"
    return head + (_range(value) if value.relation == "between" else _sign(value) + _amount(value))


def _date(value: Value) -> str:
    moment = value.end or value.start
    text = moment.say() if moment else ""
    if value.relation is None:
        return value.label + text
    usual = "<=" if moment and moment.precise else "<"
    if value.relation == usual and not (moment and moment.precise and usual == "<"):
        return f"{value.label}{text}前"
    return f"{value.label}{_TIMES[value.relation]}{text}"


def _period(value: Value) -> str:
    if value.start and value.end:
        return f"{value.label}{value.start.say()}至{value.end.say()}"
    return f"{value.label}{_amount(value)}{'内' if value.relation == '<=' else ''}"


def _schedule(value: Value) -> str:
    return "、".join(part.say() for part in value.parts) or value.word


def _list(value: Value) -> str:
    return ";".join(f"{chr(0x2460 + n)}{part.say()}" for n, part in enumerate(value.parts))


def _qualitative(value: Value) -> str:
    return value.word


def _empty(value: Value) -> str:
    return f"{_sign(value)}{_EMPTY[value.empty or 'missing']}{value.unit}"


_SAY: dict[str, Callable[[Value], str]] = {
    "bound": _bound,
    "range": _say_range,
    "exact": _exact,
    "ratio": _ratio,
    "change": _change,
    "date": _date,
    "period": _period,
    "schedule": _schedule,
    "list": _list,
    "qualitative": _qualitative,
    "empty": _empty,
}
