"""Why a text could not be read as a value, and what would settle it."""

from __future__ import annotations

import re

from perfscore.core.lazy import lazy_pattern
from perfscore.core.sourced import Unreadable
from perfscore.core.text import Normal

_LETTER_FOR_DIGIT = lazy_pattern(r"(?<=\d)[OoQ〇○lI]+(?![A-Za-z])|(?<![A-Za-z])[OoQlI](?=\d)")
_DIGITS = {"O": "0", "o": "0", "Q": "0", "〇": "0", "○": "0", "l": "1", "I": "1"}


def unreadable(normal: Normal, start: int, body: str, place: int) -> Unreadable:
    """Say why a text could not be read, and what would settle it."""
    source = normal.source

    def at(begin: int, end: int) -> tuple[int, int]:
        return normal.span(start + begin, start + end)

    if re.fullmatch(r"#+|#(?:REF|N/A|VALUE|DIV/0|NAME|NULL|NUM)[!?]?", body):
        return Unreadable(source, "单元格显示为#号，看不到数值", settle="请加宽该列或更正公式后重新读取")
    if match := _LETTER_FOR_DIGIT.search(body):
        guess = body[: match.start()] + "".join(_DIGITS[letter] for letter in match[0]) + body[match.end() :]
        reason = f"数字中夹有字母“{match[0]}”"
        return Unreadable(source, reason, at(match.start(), match.end()), settle=f"是否为“{guess}”，请改正")
    if match := re.search(r"\d[ ]\d", body):
        guess = body[: match.start() + 1] + body[match.end() - 1 :]
        reason = "数字中间有空格或换行，可能是一个数，也可能是两个数"
        return Unreadable(source, reason, at(match.start(), match.end()), settle=f"是否为“{guess}”，请改正")
    if match := re.search(r"\d+\.\d+\.[\d.]+", body):
        return Unreadable(source, f"“{match[0]}”不是一个数", at(match.start(), match.end()), settle="请核对小数点")
    if match := re.search(r"[≥≤<>=]{2,}", body):
        return Unreadable(
            source, f"比较符号“{match[0]}”重复或矛盾", at(match.start(), match.end()), settle="请保留一个符号"
        )
    if match := re.search(r"[≥≤<>=]+$", body):
        settle = "比较符号请写在数字前，如“≥90%”"
        return Unreadable(source, f"比较符号“{match[0]}”后没有数字", at(match.start(), match.end()), settle=settle)
    if match := re.search(r"[\d一二三四五六七八九十]+分之[\d一二三四五六七八九十]+", body):
        reason = f"分数“{match[0]}”没有换算成百分数"
        return Unreadable(source, reason, at(match.start(), match.end()), settle="请写成百分数，如“≥66.67%”")
    if not body:
        return Unreadable(source, "只有标点，没有数值", settle="请填写数值")
    place = min(place, max(len(body) - 1, 0))
    rest = body[place:]
    stop = re.search(r"[,;。、\n]", rest[1:])
    end = place + (stop.start() + 1 if stop else len(rest))
    numbers = len(re.findall(r"\d+(?:\.\d+)?", body))
    if numbers > 1:
        reason = f"有{numbers}个数字，读到“{body[place:end]}”处不能确定各指什么"
        return Unreadable(
            source, reason, at(place, end), settle="请一格只写一个指标值，或逐项写明名称、数值和单位"
        )
    reason = f"读到“{body[place:end]}”处读不下去"
    return Unreadable(source, reason, at(place, end), settle="请写成“符号+数值+单位”，如“≥95%”")
