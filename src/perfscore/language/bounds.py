"""What no rule for one row needs: held against a text before any grammar sees it, or while it is read.

So reading a text, proving the rule and scoring by it take bounded time, whatever the text.
"""

from __future__ import annotations

import re

from perfscore.core.lazy import lazy_pattern

#: Longer texts are not read.
LONGEST = 2000
#: Brackets and bars deeper in one another are damage.
DEEPEST = 12
_MOST: tuple[tuple[re.Pattern[str], int, str], ...] = (
    (lazy_pattern(r"\d+(?:\.\d+)?"), 60, "个数字"),
    (lazy_pattern(r"[;。,、:\s]+"), 60, "处停顿"),
    (lazy_pattern(r"[-+*/×÷=<>≤≥]+"), 80, "个运算符号"),
)
#: More clauses are a table; more sentences that nothing reads are no remarks beside a rule.
MOST_CLAUSES = 40
MOST_PROSE = 8

SHORTEN = "缩短评分标准，或拆成几条指标"


def _depth(text: str) -> int:
    """How deep brackets may be nested; two bars are counted as one pair, whatever they enclose."""
    depth = deepest = 0
    for char in text:
        depth += (char == "(") - (char == ")" and depth > 0)
        deepest = max(deepest, depth)
    return deepest + text.count("|") // 2


def too_much(text: str) -> str:
    """Why a text is too much for one rule, empty where it is not."""
    if _depth(text) > DEEPEST:
        return f"括号套了{DEEPEST}层以上"
    for pattern, most, word in _MOST:
        if sum(1 for _ in pattern.finditer(text)) > most:
            return f"评分标准有{most}{word}以上"
    return ""
