"""Changes against something, and levels that a change leads to.

change = [label] [比上年] (提高 | 降低 | …) [率] [relation] amount [以上]  |  range  |  翻N番
level  = [label] (提高到 | 降至 | …) [relation] amount [以上]
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from perfscore.language.numerals import CHINESE, read_number
from perfscore.language.values.ranges import span
from perfscore.language.values.record import Value
from perfscore.language.values.shared import CHANGED_THING, amount, bound, clean_label, exact, relation, tail
from perfscore.language.vocab import RELATION, bound_suffix, included, range_mark

if TYPE_CHECKING:
    from pyparsing import ParserElement

    from perfscore.language.values.record import Direction

UP = r"提高|提升|增长|增加|上升|上涨|上调|递增|扩大|改善|增|升"
DOWN = r"降低|下降|减少|缩短|压缩|压减|压降|缩减|下调|递减|削减|减轻|减|降"
_BASE = (
    r"(?:(?:相)?[比较](?:上?年度?|去年|前年|往年|基期|基准年?|上期|同期|年初|期初|之前|以前|改造前|实施前|计划|目标|预算|\d{4}年度?|[\u4e00-\u9fff]{1,8}?)(?:同期|末|底|平均)?(?:水平|基数|基准|数|值)?(?:相比)?"
    r"|与[\u4e00-\u9fff\d]{1,12}(?:相?比|比较)|同比|环比|在[\u4e00-\u9fff\d]{1,10}基础上)"
)


def _direction(verb: str) -> Direction:
    return "up" if re.match(UP, verb) else "down"


@cache
def _head() -> ParserElement:
    """Label, base and verb. The label is what the change is of, or how often it happens (每年)."""
    import pyparsing as pp

    base = rf"(?P<base>{_BASE}),?"
    verb = rf"(?P<verb>{UP}|{DOWN})了?约?(?![率幅])"
    name = r"(?P<label>(?:[A-Z]{1,4}\d+(?:\.\d+)?(?=[\u4e00-\u9fff])|[^\d≥≤<>=±,;。!?\n]){0,24}?)"
    return pp.Regex(rf"{name}(?:{base})?{verb}").set_parse_action(_read_head).set_name("提高、降低")


def _read_head(text: str, place: int, tokens: Any) -> list[tuple[str, str, Direction]]:
    import pyparsing as pp

    words = tokens["label"]
    if re.search(r"[未没不无非]", words) or words.endswith(("超", "新", "净", "的")):
        raise pp.ParseException(text, place, "提高、降低")
    name = clean_label(words, loose=True)
    if name is None or re.search(RELATION, words):
        raise pp.ParseException(text, place, "指标名称")
    return [(name, tokens.get("base") or "", _direction(tokens["verb"]))]


def _as_change(value: Value, name: str, base: str, way: Direction) -> Value:
    return replace(value, kind="change", label=name, base=base, direction=way)


@cache
def change() -> ParserElement:
    """提高95% · 比上年增4%以上 · 下降3个百分点 · 增长1.5倍."""
    import pyparsing as pp

    def build(text: str, place: int, tokens: Any) -> Value:
        name, base, way = tokens["head"]
        found = tokens["amount"]
        sign = tokens["relation"].relation if "relation" in tokens else None
        notes = tokens["relation"].notes if "relation" in tokens else ()
        if "suffix" in tokens:
            if sign and sign[0] != tokens["suffix"][0]:
                raise pp.ParseException(text, place, "比较词与“以上、以下”一致")
            sign = sign or tokens["suffix"]
        if sign and "included" in tokens:
            sign = f"{sign[0]}=" if tokens["included"] else sign[0]
        value = bound(found, sign, notes=notes) if sign else replace(exact(found, notes=notes), kind="exact")
        extra = tuple(
            note
            for notes in tokens
            if isinstance(notes, tuple)
            for note in notes
            if note in ("remark", "remainder")
        )
        return _as_change(replace(value, notes=value.notes + extra), name, base, way)

    end = pp.Optional(included())("included")
    suffix = pp.Optional(bound_suffix())("suffix")
    nouns = pp.Optional(pp.Regex(r"(?:达到?|为|控制在)(?=[\d≥≤<>])")).suppress()
    grammar = (
        _head()("head")
        + nouns
        + pp.Optional(relation())("relation")
        + amount()("amount")
        + end
        + suffix
        + end
        + tail()
    )
    return grammar.set_parse_action(build).set_name("变化幅度")


@cache
def change_range() -> ParserElement:
    """比上年增2%-0% · 下降3至5个百分点."""
    import pyparsing as pp

    def build(text: str, place: int, tokens: Any) -> Value:
        name, base, way = tokens["head"]
        made = span(
            tokens["first"],
            tokens["second"],
            low_open=tokens.get("from", True) is False,
            high_open=tokens.get("to", True) is False,
        )
        if made is None:
            raise pp.ParseException(text, place, "两端单位一致的区间")
        return _as_change(made, name, base, way)

    one, two = pp.Optional(included())("from"), pp.Optional(included())("to")
    both = pp.Optional(pp.Regex(r"之间|以内")).suppress()
    grammar = (
        _head()("head")
        + amount()("first")
        + one
        + range_mark().suppress()
        + amount()("second")
        + two
        + both
        + tail()
    )
    return grammar.set_parse_action(build).set_name("变化区间")


@cache
def doubling() -> ParserElement:
    """翻一番 (twice as much, an increase by once), 翻两番 (four times as much)."""
    import pyparsing as pp

    def build(text: str, place: int, tokens: Any) -> Value:
        times = read_number(tokens["times"])
        name = clean_label(tokens["label"])
        if times is None or name is None or not 1 <= times.value <= 4 or times.decimals:
            raise pp.ParseException(text, place, "翻番")
        more = Decimal(2) ** int(times.value) - 1
        base = tokens.get("base") or ""
        return Value("change", None, more, more, "倍", direction="up", label=name, base=base)

    words = rf"(?P<label>[^\d,;。]{{0,20}}?)(?P<base>{_BASE})?(?:实现|完成)?翻(?:了|一)?(?P<times>{CHINESE}|\d)番"
    return (pp.Regex(words).set_parse_action(build) + tail().suppress()).set_name("翻番")


@cache
def departure() -> ParserElement:
    """低于计划3% · 超过预算5万元 · 比目标高2个百分点: a distance from a plan, not an amount of its own."""
    import pyparsing as pp

    def build(tokens: Any) -> Value:
        head = tokens["head"]
        return _as_change(replace(exact(tokens["amount"]), kind="exact"), "", head["base"], head["way"])

    def read_head(tokens: Any) -> list[dict[str, str]]:
        way = "up" if tokens.get("more") or tokens.get("higher") else "down"
        return [{"base": f"比{tokens.get('of') or tokens.get('than')}", "way": way}]

    noun = r"(?:年度|全年|年初|原定?)?(?:计划|目标|预算|任务|预期|上年度?|去年)(?:数|值|任务|目标|水平)?"
    words = (
        rf"(?:(?P<more>高于|多于|超过|超出)|低于|少于)(?P<of>{noun})"
        rf"|[比较](?P<than>{noun})(?:(?P<higher>高|多|超)|低|少)[了出]?"
    )
    head = pp.Regex(words).set_parse_action(read_head).set_name("高于、低于计划")
    return (head("head") + amount()("amount") + tail()).set_parse_action(build).set_name("与计划之差")


@cache
def level() -> ParserElement:
    """提高到92% · 降至3%以下: a level, with the direction in which it is reached."""
    import pyparsing as pp

    def build(text: str, place: int, tokens: Any) -> Value:
        words, way = tokens["label"], _direction(tokens["verb"])
        base = re.search(rf"{_BASE}$", words)
        name = clean_label(words[: base.start()] if base else words)
        against = tokens.get("since") or (base[0] if base else "")
        if name is None:
            raise pp.ParseException(text, place, "指标名称")
        sign = tokens["relation"].relation if "relation" in tokens else tokens.get("suffix")
        found = tokens["amount"]
        value = bound(found, sign, name=name) if sign else replace(exact(found, name=name), kind="exact")
        return replace(value, direction=way, base=against)

    since = r"(?P<since>[由从][^\d≥≤<>=±,;。]{0,12}\d+(?:\.\d+)?(?:%|[\u4e00-\u9fff]{1,4})?)?"
    verb = rf"(?P<label>[^\d≥≤<>=±,;。]{{0,24}}?){since}(?P<verb>{UP}|{DOWN})(?:控制|维持)?[到至]:?"
    grammar = (
        pp.Regex(verb).set_name("提高到、降至")
        + pp.Optional(relation())("relation")
        + amount()("amount")
        + pp.Optional(bound_suffix())("suffix")
        + tail()
    )
    return grammar.set_parse_action(build).set_name("达到的水平")


@cache
def changed_thing() -> ParserElement:
    """提高工作效率20% · 减少排放10吨: the verb in front of what changes.

    With a rate behind the verb (提高覆盖率95%) the text may name a change or a level: it is not read.
    """
    import pyparsing as pp

    def build(text: str, place: int, tokens: Any) -> Value:
        match = CHANGED_THING.fullmatch(tokens["thing"])
        found = tokens["amount"]
        if match is None or re.search(rf"(?:(?<!效)率|度|比例?|水平|达|[至到])$|{RELATION}", match["thing"]):
            raise pp.ParseException(text, place, "提高、降低的数量")
        sign = tokens["relation"].relation if "relation" in tokens else tokens.get("suffix")
        value = bound(found, sign) if sign else replace(exact(found), kind="exact")
        return _as_change(value, match["thing"], "", _direction(match["verb"]))

    thing = pp.Regex(
        r"(?:提高|提升|增加|降低|减少|缩短)[\u4e00-\u9fff]{2,16}?(?=[\d≥≤<>=]|不低于|不少于|至少|超过|不超过)"
    )
    suffix = pp.Optional(bound_suffix())("suffix")
    grammar = thing("thing") + pp.Optional(relation())("relation") + amount()("amount") + suffix + tail()
    return grammar.set_parse_action(build).set_name("变化幅度")
