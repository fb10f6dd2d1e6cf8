"""The grammar written out as BNF, from the grammar itself: docs/grammar-bnf.md is made by this and held to it by a test."""

from __future__ import annotations

import re
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pyparsing as pp

from perfscore.language.clauses import (
    CONSTRUCTIONS,
    amounts,
    conditions,
    formula,
    notes,
    per_unit,
    points,
    scope,
    words,
)

#: Word lists that stand in many places, by the names under which the page shows them once.
FRAGMENTS: tuple[tuple[str, str], ...] = (
    ("目标", words.TARGET), ("计量单位", words.UNIT), ("单位词", words.UNITS), ("分值名", words.WEIGHT), ("关系词", words.SIGN),
    ("减少词", words.SHORTFALL), ("增加词", words.EXCESS), ("偏差词", words.DEVIATION), ("逾期词", words.LATE), ("事件词", words.EVENT),
    ("得分词", words.AWARD_VERB), ("扣分词", words.DEDUCT_VERB), ("加分词", words.ADD_VERB), ("数", words.NUMBER),
    ("比较方式", conditions.LEAD), ("条件开头", conditions.START), ("数的单位", conditions.TAIL), ("生僻单位", conditions.ODD),
    ("带单位的数", conditions.PLAIN), ("步长单位", per_unit.STEP_UNIT), ("下接分数", per_unit.PAID), ("说明开头", notes.LEADS),
    ("得分用语", notes.SCORING), ("限定词", scope.SCOPE),
)  # fmt: skip
#: Parts that several constructions share, by the names under which the page shows them once.
PARTS: tuple[tuple[str, pp.ParserElement], ...] = (
    ("主语", conditions.SUBJECT), ("单个区间", conditions.SIMPLE), ("若干区间", conditions.RANGE), ("分数", amounts.AMOUNT),
    ("扣加分", amounts.CHANGE), ("得分数", amounts.AWARD_POINTS), ("算式", formula.expression),
)  # fmt: skip
_BASE = 0xE000
_ROLES = {
    "text": "通篇", "whole": "独立成句", "note": "不影响得分", "list": "一次列出几句", "condition": "条件", "outcome": "结果", "amount": "分数", "filler": "连接",
}  # fmt: skip
_KINDS = {
    sre.CATEGORY_DIGIT: "数字", sre.CATEGORY_SPACE: "空白", sre.CATEGORY_WORD: "文字",
    sre.CATEGORY_NOT_DIGIT: "非数字", sre.CATEGORY_NOT_SPACE: "非空白", sre.CATEGORY_NOT_WORD: "非文字",
}  # fmt: skip


def page() -> str:
    """The whole grammar page."""
    for element in (*(c.grammar for c in CONSTRUCTIONS), *(part for _, part in PARTS)):
        element.streamline()  # as the first text does that is read: the page must not depend on whether one was
    lines = [
        "# 评分标准的文法，逐字 — the grammar of scoring rules, in full",
        "",
        "本页由 `perfscore.language.clauses.bnf` 从文法本身写出，并由测试核对；请勿手改。",
        "This page is written from the grammar itself and checked by a test. A page for people: [grammar.md](grammar.md).",
        "",
        "记法：`'…'` 原文，`[ ]` 可省，`{ }` 可重复，`|` 或，`( )` 分组，`<名>` 另列的词表，`[^…]` 不含这些字，",
        "`!(…)` 后面不得是，`&(…)` 后面必须是，`^(…)`、`^!(…)` 前面必须是、不得是。",
        "文法读的是统一写法的文字：全角变半角，中文数字变阿拉伯数字，换行与空格去掉。",
        "",
        "    评分标准 ::= { [列表号] 句 | 分隔符 }",
        "    句 ::= 独立成句 | 条件 [连接] ( 结果 | 分数 ) | 结果 | 事实 分数 | 不影响得分",
        "",
        "同类之内按下列次序，先读通的为准。没有句式读通的文字使整条标准不可读。",
        "",
        "## 词表",
        "",
    ]
    lines += [f"    <{name}> ::= {_regex(pattern, skip=name)}" for name, pattern in FRAGMENTS]
    lines += ["", "## 共用的部分", ""]
    lines += [f"    <{title}> ::= {_element(part, frozenset(), root=True)}" for title, part in PARTS]
    lines += ["", "## 句式", ""]
    for construction in CONSTRUCTIONS:
        lines += [
            f"### {construction.title} `{construction.name}`（{_ROLES[construction.role]}）",
            "",
            f"例：{construction.example}",
            "",
            f"    {construction.title} ::= {_element(construction.grammar, frozenset(), root=True)}",
            *(
                f"    要点的句 ::= {_regex(source)}"
                for _, source in points.CLAUSES
                if construction.name == "points"
            ),
            "",
        ]
    return "\n".join(lines).rstrip() + "\n"


def _element(element: Any, seen: frozenset[int], *, root: bool = False) -> str:
    """A grammar element as BNF; shared parts by their names."""
    shared = next((title for title, part in PARTS if part.name == element.name), "")
    if shared and not root:
        return f"<{shared}>"
    if id(element) in seen:
        return "<算式>"
    seen |= {id(element)}
    match element:
        case pp.Regex():
            return _regex(str(element.pattern))
        case pp.Literal():
            return f"'{element.match}'"
        case pp.And():
            return " ".join(_wrapped(e, seen) for e in element.exprs)
        case pp.MatchFirst() | pp.Or():
            return " | ".join(_element(e, seen) for e in element.exprs)
        case pp.Opt():
            return f"[{_element(element.expr, seen)}]"
        case pp.ZeroOrMore():
            return f"{{{_element(element.expr, seen)}}}"
        case pp.OneOrMore():
            inner = _element(element.expr, seen)
            return f"({inner}) {{{inner}}}"
        case pp.Empty():
            return ""
        case pp.ParseElementEnhance() if element.expr is not None:
            return _element(element.expr, seen)
        case _:
            return f"<{element.name}>"


def _wrapped(element: Any, seen: frozenset[int]) -> str:
    text = _element(element, seen)
    return f"({text})" if isinstance(element, pp.MatchFirst | pp.Or) else text


def _regex(pattern: str, skip: str = "") -> str:
    """A regular expression as BNF; known word lists by name."""
    longest = sorted(range(len(FRAGMENTS)), key=lambda n: -len(FRAGMENTS[n][1]))
    for n in longest:
        if FRAGMENTS[n][0] != skip:
            pattern = pattern.replace(FRAGMENTS[n][1], chr(_BASE + n))
    return _sequence(_parser.parse(pattern))


def _sequence(parsed: Any) -> str:
    parts: list[str] = []
    literal = ""
    for op, value in parsed:
        if op is sre.LITERAL and not _named(value):
            literal += chr(value)
            continue
        if literal:
            parts.append(f"'{literal}'")
            literal = ""
        text = _one(op, value)
        if text:
            parts.append(text)
    if literal:
        parts.append(f"'{literal}'")
    return " ".join(parts)


def _named(code: int) -> str:
    return f"<{FRAGMENTS[code - _BASE][0]}>" if _BASE <= code < _BASE + len(FRAGMENTS) else ""


def _one(op: Any, value: Any) -> str:
    if op is sre.LITERAL:
        return _named(value)
    if op is sre.NOT_LITERAL:
        return f"[^{chr(value)}]"
    if op is sre.IN:
        return _class(value)
    if op is sre.GROUPREF:
        return "同前"
    if op is sre.ANY:
        return "任意字"
    if op is sre.AT:
        return "开头" if value in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING) else "结尾"
    if op is sre.BRANCH:
        return "(" + " | ".join(_sequence(branch) or "空" for branch in value[1]) + ")"
    if op is sre.SUBPATTERN:
        inner = _sequence(value[3])
        return inner if len(value[3]) == 1 else f"({inner})"
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return _repeat(*value)
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        sign = ("^" if value[0] < 0 else "") + ("!" if op is sre.ASSERT_NOT else "" if value[0] < 0 else "&")
        return f"{sign}({_sequence(value[1])})"
    raise ValueError(op)


def _repeat(low: int, high: Any, inner: Any) -> str:
    text = _sequence(inner)
    if (low, high) == (0, 1):
        return f"[{text[1:-1] if text.startswith('(') and text.endswith(')') and _balanced(text[1:-1]) else text}]"
    if high == sre.MAXREPEAT:
        return f"{{{text}}}" if low == 0 else f"{text} {{{text}}}"
    return f"{text}×{low}" if low == high else f"{text}×{low}–{high}"


def _balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return depth == 0


def _class(items: list[Any]) -> str:
    negated = bool(items) and items[0][0] is sre.NEGATE
    shown = ""
    for op, value in items[1 if negated else 0 :]:
        if op is sre.LITERAL:
            shown += _named(value) or chr(value)
        elif op is sre.RANGE:
            shown += f"{chr(value[0])}-{chr(value[1])}"
        elif op is sre.CATEGORY:
            shown += _KINDS[value]
    return re.sub(r"\s", "␣", f"[^{shown}]" if negated else f"[{shown}]")
