"""One number: bounds, exact values, ratios.

bound = [label] [每U] (relation amount [含] [以上] | amount [含] (以上 | 以下 | 内) [含] | 控制在 amount [以内]) [tail]
exact = [label] [每U] [=] amount [tail]
ratio = [label] [relation] N : N
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from perfscore.core.lazy import lazy_pattern
from perfscore.core.units import canonical, dimension
from perfscore.language.numerals import NUMBER, read_number
from perfscore.language.values.record import Value
from perfscore.language.values.shared import (
    CHANGE_VERB,
    EACH,
    EACH_VERBS,
    Amount,
    amount,
    bound,
    clean_label,
    exact,
    label,
    relation,
    tail,
)
from perfscore.language.vocab import RELATION, UNIT, bound_suffix, included, marked, relation_of

if TYPE_CHECKING:
    from pyparsing import ParserElement

    from perfscore.language.vocab import Relation

_EACH_VERBS = lazy_pattern(rf"(?:{EACH_VERBS})$")
_UNIT_OF_EACH = lazy_pattern(r"(?:每(\d{1,3}|[一两三四五六])?个?|^([一1])个?|^)([^每均]{1,4})均?")
_NAMED = lazy_pattern(r"[\u4e00-\u9fff]{2}")
#: 不低于平均水平和增长5% sets two conditions.
_TWO_THINGS = lazy_pattern(rf"[、和及或且]|(?:{CHANGE_VERB})$|控制在")
_COUNTS = {"一": "", "1": "", "两": "2", "三": "3", "四": "4", "五": "5", "六": "6"}


def with_each(value: Value, each: str) -> Value | None:
    """Put the denominators of 每人每月 under the unit; None when they name no unit."""
    each = _EACH_VERBS.sub("", each)
    if each[0] != "每" and dimension(value.unit) in ("time", "months", "workdays"):
        return None  # 1年6个月 is one period
    if not value.unit and not each.startswith("每"):
        return None
    overs = [_COUNTS.get(count, count) + canonical(name) for count, _, name in _UNIT_OF_EACH.findall(each)]
    if (
        not overs
        or _UNIT_OF_EACH.sub("", each)
        or not all(re.fullmatch(rf"\d{{0,3}}{UNIT}", over) for over in overs)
    ):
        return None
    return replace(value, unit=canonical("/".join([value.unit, *overs])), kind=_kind(value))


def _kind(value: Value) -> Any:
    return "exact" if value.kind == "period" else value.kind


@cache
def _head(*, before_sign: bool = False) -> ParserElement:
    """The optional label and the optional denominators before a number."""
    import pyparsing as pp

    each = pp.Regex(EACH).set_name("每")
    return pp.Optional(label(before_sign=before_sign))("label") + pp.Optional(each)("each")


def _finish(text: str, place: int, value: Value, tokens: Any) -> Value:
    """Attach denominators and the notes of what followed."""
    import pyparsing as pp

    notes = value.notes
    for found in tokens:
        if isinstance(found, tuple) and all(isinstance(item, str) for item in found):
            notes += found
    value = replace(value, notes=tuple(dict.fromkeys(notes)))
    if tokens.get("each"):
        made = with_each(value, tokens["each"])
        if made is None:
            raise pp.ParseException(text, place, "计量单位")
        return made
    return value


@cache
def signed_bound() -> ParserElement:
    """≥48公斤/人/月 · 不低于95% · <5%(不含) · 满意度≥90%."""
    import pyparsing as pp

    def build(text: str, place: int, tokens: Any) -> Value:
        sign, notes = tokens["relation"].relation, tokens["relation"].notes
        found: Amount = tokens["amount"]
        suffix: Relation | None = tokens.get("suffix")
        if suffix:
            if sign == "=" or suffix[0] != sign[0]:
                raise pp.ParseException(text, place, "比较词与“以上、以下”一致")
            notes += ("double-relation",)
        if "included" in tokens:
            sign = marked(sign, inside=tokens["included"])
        return _finish(text, place, bound(found, sign, name=tokens.get("label", ""), notes=notes), tokens)

    suffix = pp.Optional(bound_suffix() | inner_suffix())("suffix")
    end = pp.Optional(included())("included")
    grammar = _head(before_sign=True) + relation()("relation") + amount()("amount") + end + suffix + end + tail()
    return grammar.set_parse_action(build).set_name("带比较符号的数值")


@cache
def inner_suffix() -> ParserElement:
    """内 behind an amount that is no time: 5万元内."""
    import pyparsing as pp

    return pp.Regex(r"内(?![\u4e00-\u9fff]*率)").set_parse_action(lambda: "<=").set_name("以内")


@cache
def worded_bound() -> ParserElement:
    """98%以上 · 80%以上(含80%) · 控制在38人以内 · 不低于上年的95%."""
    import pyparsing as pp

    def build(text: str, place: int, tokens: Any) -> Value:
        found: Amount = tokens["amount"]
        sign: Relation = tokens["suffix"]
        if found.is_duration and sign == "<=":
            raise pp.ParseException(text, place, "期限")
        if "included" in tokens:
            sign = marked(sign, inside=tokens["included"])
        return _finish(text, place, bound(found, sign, name=tokens.get("label", "")), tokens)

    end = pp.Optional(included())("included")
    grammar = _head() + amount()("amount") + end + (bound_suffix() | inner_suffix())("suffix") + end + tail()
    return grammar.set_parse_action(build).set_name("带“以上、以下”的数值")


@cache
def held_bound() -> ParserElement:
    """控制在105以内 · 控制在5%: an upper bound with or without 以内."""
    import pyparsing as pp

    def build(text: str, place: int, tokens: Any) -> Value:
        sign: Relation = tokens.get("suffix") or "<="
        name = clean_label(tokens["held"][: -len("控制在")])
        if name is None:
            raise pp.ParseException(text, place, "指标名称")
        return _finish(text, place, bound(tokens["amount"], sign, name=name), tokens)

    held = pp.Regex(
        r"[\u4e00-\u9fffA-Za-z()（）:“”、]{0,30}?(?:控制[在到为]|压缩在|限制在|限定在)"
    ).set_parse_action(lambda tokens: re.sub(r"(?:控制[在到为]|压缩在|限制在|限定在)$", "控制在", tokens[0]))
    suffix = pp.Optional(bound_suffix() | pp.Regex("内").set_parse_action(lambda: "<="))("suffix")
    grammar = held("held") + amount()("amount") + suffix + tail()
    return grammar.set_parse_action(build).set_name("控制在…以内")


@cache
def share_of_base() -> ParserElement:
    """不低于上年的95% · 超过年度计划10%以下: a share of something that the text names, in its own words."""
    import pyparsing as pp

    def build(text: str, place: int, tokens: Any) -> Value:
        words, found = tokens["base"], tokens["amount"]
        match = re.match(RELATION, words)
        sign = relation_of(match[0]) if match else None
        suffix: Relation | None = tokens.get("suffix")
        if (
            match is None
            or sign is None
            or not _NAMED.search(words, match.end())
            or dimension(found.unit) != "share"
        ):
            raise pp.ParseException(text, place, "比较词")
        if _TWO_THINGS.search(words):
            raise pp.ParseException(text, place + match.end(), "一个条件")
        if suffix:
            return bound(found, suffix, name=words)
        # 超过计划10% may mean above 10 % or above 110 %; 不低于计划的90% has one meaning.
        if sign != ">=" and not words.endswith("的"):
            raise pp.ParseException(text, place + len(words), "“的”或“以上、以下”")
        return bound(found, sign, name=words[match.end() :])

    base = pp.Regex(r"[^\d≥≤<>=±,;。:]{3,30}")
    grammar = base("base") + amount()("amount") + pp.Optional(bound_suffix())("suffix")
    return grammar.set_parse_action(build).set_name("某数的百分之几")


@cache
def exact_value() -> ParserElement:
    """14人 · =0次 · 三家 · 每季度6篇 · 完成目标的90% · 95%(含95%)."""
    import pyparsing as pp

    def build(text: str, place: int, tokens: Any) -> Value:
        if tokens.get("restated", tokens["amount"].value) != tokens["amount"].value:
            raise pp.ParseException(text, place, "括号里重述的数")
        return _finish(text, place, exact(tokens["amount"], name=tokens.get("label", "")), tokens)

    grammar = _head() + amount()("amount") + pp.Optional(_restated())("restated") + tail()
    return grammar.set_parse_action(build).set_name("数值")


def _restated() -> ParserElement:
    """(含95%) behind a number without a relation: the number again, which says nothing more."""
    import pyparsing as pp

    def read(text: str, place: int, tokens: Any) -> Decimal:
        number = read_number(tokens["again"])
        if number is None:
            raise pp.ParseException(text, place, "括号里重述的数")
        return number.value

    pattern = rf"\((?:包?含|包括)(?P<again>{NUMBER})(?:{UNIT})?\)"
    return pp.Regex(pattern).set_parse_action(read).set_name("括号里重述的数")


@cache
def ratio() -> ParserElement:
    """1:15 · ≤1:45 · 1比3."""
    import pyparsing as pp

    def build(tokens: Any) -> Value:
        sign = tokens["relation"].relation if "relation" in tokens else None
        notes = tokens["relation"].notes if "relation" in tokens else ()
        low, high = Decimal(tokens["low"]), Decimal(tokens["high"])
        return Value("ratio", sign, low, high, label=tokens.get("label", ""), notes=notes)

    number = r"[1-9]\d*(?:\.\d+)?|0\.\d+"
    head = pp.Optional(label())("label") + pp.Optional(relation())("relation")
    grammar = (
        head
        + pp.Regex(rf"(?:{number})(?=[:比](?:{number}))")("low")
        + pp.Regex("[:比]")
        + pp.Regex(number)("high")
        + tail()
    )
    return grammar.set_parse_action(build).set_name("比")
