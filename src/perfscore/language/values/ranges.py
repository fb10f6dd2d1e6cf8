"""Two numbers: ranges with marked ends.

range = [label] amount [含] 至 amount [含] [之间]        80-90% · 3至5个 · 10%(含)至20%
      | [label] amount (< | ≤) [x] (< | ≤) amount      90%≤x<100%
      | [label] relation amount , relation amount      ≥3%,<6% · 80%以上90%以下
      | ± amount | amount ± amount                     ±5%
      | ( or [ amount , amount ) or ]                  [80%,90%)
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from perfscore.core.records import frozen
from perfscore.core.units import factor
from perfscore.language.numerals import EXACT, shifted
from perfscore.language.values.figures import with_each
from perfscore.language.values.record import Value
from perfscore.language.values.shared import EACH, Amount, amount, clean_label, label, relation, tail
from perfscore.language.vocab import bound_suffix, included, range_mark, sign

if TYPE_CHECKING:
    from pyparsing import ParserElement


def span(
    low: Amount, high: Amount, *, low_open: bool = False, high_open: bool = False, name: str = ""
) -> Value | None:
    """The range between two amounts; None when their units do not go together.

    In 3-5万元 and 80-90% the unit and the scale word stand once, for both ends.
    """
    notes = tuple(dict.fromkeys(low.notes + high.notes))
    if (
        high.scale
        and not low.scale
        and low.unit in ("", high.unit)
        and low.value < shifted(high.value, -high.scale)
    ):
        if low.unit:
            return None  # 3元-5万元: whether the scale word is for both cannot be told
        low = replace(low, value=shifted(low.value, high.scale), decimals=low.decimals - high.scale)
    low = replace(low, unit=low.unit or high.unit)
    high = replace(high, unit=high.unit or low.unit)
    if low.unit != high.unit:
        if high.unit.startswith(f"{low.unit}/"):
            low = replace(low, unit=high.unit)
        elif low.unit.startswith(f"{high.unit}/"):
            high = replace(high, unit=low.unit)
        else:
            ratio = factor(low.unit, high.unit)
            if ratio is None or ratio != 1:
                return None
    if low.value > high.value:
        low, high, low_open, high_open = high, low, high_open, low_open
        notes = (*notes, "ends-swapped")
    return Value(
        "range", "between", low.value, high.value, high.unit, low_open, high_open,
        decimals=max(low.decimals, high.decimals), label=name, scale=high.scale, notes=notes,
    )  # fmt: skip


def _made(text: str, place: int, made: Value | None, tokens: Any) -> Value:
    import pyparsing as pp

    if made is None:
        raise pp.ParseException(text, place, "两端单位一致的区间")
    notes = made.notes
    for found in tokens:
        if isinstance(found, tuple) and all(isinstance(item, str) for item in found):
            notes += found
    return replace(made, notes=tuple(dict.fromkeys(notes)))


@cache
def between() -> ParserElement:
    """80-90% · 3至5个 · 10%(含)至20% · 介于3和5之间 · 每周3至5次."""
    import pyparsing as pp

    def build(text: str, place: int, tokens: Any) -> Value:
        name = tokens.get("label", "")
        made = span(
            tokens["first"],
            tokens["second"],
            low_open=tokens.get("from", True) is False,
            high_open=tokens.get("to", True) is False,
            name="" if name.endswith("介于") else name,
        )
        found = _made(text, place, made, tokens)
        under = with_each(found, tokens["each"]) if tokens.get("each") else found
        if under is None:
            raise pp.ParseException(text, place, "计量单位")
        return under

    among = pp.Regex(r"介于|位于|处于|在").suppress()
    both = pp.Regex(r"之间|区间内?|范围内|以内|内").set_name("之间").suppress()
    one = amount()("first") + pp.Optional(included())("from")
    two = amount()("second") + pp.Optional(included())("to")
    plain = one + range_mark().suppress() + two + pp.Optional(both)
    paired = pp.Optional(among) + one + pp.Regex("[和与、]").suppress() + two + both
    each = pp.Optional(pp.Regex(EACH).set_name("每"))("each")
    grammar = pp.Optional(label())("label") + each + pp.Optional(among) + (plain | paired) + tail()
    return grammar.set_parse_action(build).set_name("区间")


@cache
def around_variable() -> ParserElement:
    """90%≤x<100% · 100%>完成率≥90%."""
    import pyparsing as pp

    def build(text: str, place: int, tokens: Any) -> Value:
        left, right = tokens["left"], tokens["right"]
        if left[0] != right[0] or left == "=":
            raise pp.ParseException(text, place, "方向一致的比较符号")
        ends = (tokens["first"], tokens["second"])
        if left[0] == ">":
            ends, left, right = (ends[1], ends[0]), right, left
        made = span(
            *ends,
            low_open=len(left) == 1,
            high_open=len(right) == 1,
            name=tokens.get("variable", ""),
        )
        return _made(text, place, made, tokens)

    variable = pp.Regex(r"[A-Za-z]{1,2}(?=[<>≤≥])|[\u4e00-\u9fff]{1,12}").set_parse_action(
        lambda tokens: tokens[0] if len(tokens[0]) > 2 or not tokens[0].isascii() else ""
    )
    grammar = (
        amount()("first")
        + sign()("left")
        + pp.Optional(variable)("variable")
        + sign()("right")
        + amount()("second")
        + tail()
    )
    return grammar.set_parse_action(build).set_name("两个比较符号之间的区间")


@frozen
class _End:
    """One of two bounds: a number and its relation."""

    amount: Amount
    relation: str


@cache
def two_bounds() -> ParserElement:
    """≥3%,<6% · 大于80%小于90% · 80%以上90%以下."""
    import pyparsing as pp

    def build(text: str, place: int, tokens: Any) -> Value:
        first, one = tokens["first"].amount, tokens["first"].relation
        second, two = tokens["second"].amount, tokens["second"].relation
        if one[0] == two[0] or "=" in (one, two):
            raise pp.ParseException(text, place, "一个下限和一个上限")
        low, high = (first, second) if one[0] == ">" else (second, first)
        low_sign, high_sign = (one, two) if one[0] == ">" else (two, one)
        if low.value > high.value and (not low.unit or low.unit == high.unit or not high.unit):
            raise pp.ParseException(text, place, "下限小于上限")
        made = span(
            low, high, low_open=len(low_sign) == 1, high_open=len(high_sign) == 1, name=tokens.get("label", "")
        )
        return _made(text, place, made, tokens)

    def side(tokens: Any) -> _End:
        mark = tokens["relation"].relation if "relation" in tokens else tokens["suffix"]
        if "included" in tokens:
            mark = f"{mark[0]}=" if tokens["included"] else mark[0]
        return _End(tokens["amount"], mark)

    end = pp.Optional(included())("included")
    signed = relation()("relation") + amount()("amount") + end
    worded = amount()("amount") + end + bound_suffix()("suffix") + end
    one = (signed | worded).set_parse_action(side).set_name("上限或下限")
    joint = pp.Optional(pp.Regex(r"[,、;]?(?:且|并且?|同时|但|和|及)?[,、]?")).suppress()
    grammar = pp.Optional(label(before_sign=True))("label") + one("first") + joint + one.copy()("second") + tail()
    return grammar.set_parse_action(build).set_name("上限和下限")


_HELD, _AROUND = "≤|<=|不超过|不大于|不高于|(?:控制|保持|稳定|维持)?在", r"(?:±|\+/?-|正负)"


def _labelled(text: str, place: int, tokens: Any) -> str:
    import pyparsing as pp

    name = clean_label(tokens[0])
    if name is None:
        raise pp.ParseException(text, place, "指标名称")
    return name


@cache
def plus_minus() -> ParserElement:
    """±5% · 100±5个."""
    import pyparsing as pp

    def build(text: str, place: int, tokens: Any) -> Value:
        width: Amount = tokens["width"]
        if tokens.get("included") is False:
            raise pp.ParseException(text, place, "含界限的正负区间")
        middle: Amount = tokens["middle"] if "middle" in tokens else Amount(Decimal(0), 0, width.unit)
        if "middle" in tokens and middle.unit == "" and width.unit == "%":
            # 100±5% may mean 95 to 105 of anything.
            raise pp.ParseException(text, place, "两边单位一致的正负区间")
        low = replace(width, value=EXACT.subtract(middle.value, width.value), unit=width.unit or middle.unit)
        high = replace(width, value=EXACT.add(middle.value, width.value), unit=width.unit or middle.unit)
        if middle.unit and low.unit != middle.unit:
            raise pp.ParseException(text, place, "两边单位一致的正负区间")
        decimals = max(middle.decimals, width.decimals)
        made = span(
            replace(low, decimals=decimals), replace(high, decimals=decimals), name=tokens.get("label", "")
        )
        return _made(text, place, made, tokens)

    mark = pp.Regex(rf"(?:{_HELD})?{_AROUND}").set_name("±").suppress()
    # 误差不超过±3毫米, 误差正负3毫米: the label ends where the size begins.
    named = pp.Regex(
        rf"(?!(?:{_HELD}){_AROUND})[^\d,;。±≥≤<>=]{{1,30}}?(?=(?:{_HELD}){_AROUND}|正负)"
    ).set_parse_action(_labelled)
    both = pp.Regex(r"之间|以内|之内|范围内|内|区间").suppress()
    grammar = (
        pp.Optional(named | (~pp.Literal("正负") + label()))("label")
        + pp.Optional(amount()("middle"))
        + mark
        + amount()("width")
        + pp.Optional(included())("included")
        + pp.Optional(both)
        + tail()
    )
    return grammar.set_parse_action(build).set_name("正负区间")


@cache
def brackets() -> ParserElement:
    """[80%,90%) in mathematical notation."""
    import pyparsing as pp

    def build(text: str, place: int, tokens: Any) -> Value:
        made = span(
            tokens["first"],
            tokens["second"],
            low_open=tokens["open"] == "(",
            high_open=tokens["close"] == ")",
            name=tokens.get("label", ""),
        )
        return _made(text, place, made, tokens)

    start, stop = pp.Regex(r"[\[(]"), pp.Regex(r"[\])]")
    middle = pp.Regex(r"[,、;]|-{1,2}|~|—").suppress()
    plain = pp.Optional(label())("label")
    grammar = plain + start("open") + amount()("first") + middle + amount()("second") + stop("close")
    return grammar.set_parse_action(build).set_name("区间")
