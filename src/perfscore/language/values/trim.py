"""Where a value begins and ends in its cell: without quotes, stops and a template in front of it."""

from __future__ import annotations

import re

from perfscore.core.lazy import lazy_pattern
from perfscore.language.vocab import SIGN, UNIT

#: ** and XX stand where a number belongs.
GAP = r"(?:[*×]+|[xX]{2,}|_{1,}|[…⋯]+|[○〇□◯]{2,})"
GAP_CHARACTERS = frozenset("*×xX_…⋯○〇□◯")
#: A template in front of the value that replaced it: （≥**%）>=85.
_TEMPLATE_BEFORE = lazy_pattern(rf"(?:\((?:{SIGN})?{GAP}(?:{UNIT})?\)|(?:{SIGN}){GAP}(?:{UNIT})?)\s*(?=[≥≤<>=\d])")

_TRIM_START = lazy_pattern(r"[\s'‘’\"“”;,。、:]*")
_TRIM_END = lazy_pattern(r"[\s'‘’\"“”;,。、:]*$")


def trimmed(text: str) -> tuple[int, int]:
    """Where the value begins and ends, without quotes, stops and a template in front of it."""
    start = _TRIM_START.match(text)
    begin = start.end() if start else 0
    # The pattern of templates is slow to compile; most texts hold no gap.
    template = None if GAP_CHARACTERS.isdisjoint(text) else _TEMPLATE_BEFORE.match(text, begin)
    if template:
        begin = template.end()
    stop = _TRIM_END.search(text, begin)
    end = stop.start() if stop else len(text)
    begin, end = _with_partners(text, begin, end)
    # A row of stops alone is a template, not an empty cell.
    if begin >= end and text:
        return 0, len(text)
    if text[begin:end][:1] == "(" and text[begin:end][-1:] == ")" and _one_bracket(text[begin:end]):
        return begin + 1, end - 1
    return begin, end


def _with_partners(text: str, begin: int, end: int) -> tuple[int, int]:
    """The value with the quotes around it whose partners stand inside: “双随机”抽查2次, 不低于"良好"."""
    body = text[begin:end]
    if begin and ((text[begin - 1], body.count("”") - body.count("“")) == ("“", 1)):
        begin -= 1
    last = text[end : end + 1]
    if (last == "”" and body.count("“") - body.count("”") == 1) or (last == '"' and body.count('"') == 1):
        end += 1
    return begin, end


def _one_bracket(text: str) -> bool:
    """Whether one pair of brackets embraces the whole text, and nothing of a list mark or an interval."""
    inner = text[1:-1]
    return bool(inner) and "(" not in inner and ")" not in inner and not re.search(r"[,、~—-]", inner)


def template_before(text: str, start: int) -> bool:
    """Whether a template was left out in front of the value that begins at `start`."""
    if start == 0 or GAP_CHARACTERS.isdisjoint(text):
        return False
    return _TEMPLATE_BEFORE.search(text, 0, start + 1) is not None
