"""The words that values and scoring rules share, as grammar elements.

Each function returns one pyparsing element for normalised text, built on first use and named in Chinese, so that
the furthest error can be told in the user's words. An element yields one token:

    number()         Number                     12.5万 · 十二 · 百分之九十五 · 八成 · 半
    signed_number()  Number                     −0.5 · 3
    sign()           ">=" "<=" ">" "<" "="      ≥ · >= · =>
    relation()       the same                   a sign, or 不低于 · 不超过 · 大于等于 · 至少 …
    bound_suffix()   ">=" or "<="               以上 · 及以上 · 以下 · 以内 …
    unit()           canonical unit text        % · 个百分点 · 公斤/人/月 · 台(套)
    quantity()       (Number, canonical unit)   48公斤/人/月
    included()       True for 含, False for 不含   (含) · (含80%) · 不含
    list_mark()      the mark                   ① · 1. · (1) · 一、 · a.
    range_mark()     the mark                   至 · 到 · - · ~ · —
    moment()         Moment                     12月底 · 2023年12月31日 · 第三季度 · 每月5日

The regular expressions behind them stand above the functions, for code that needs no grammar.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from perfscore.core.units import canonical
from perfscore.language.moments import MOMENT, Moment, read_moment
from perfscore.language.numerals import NUMBER, Number, read_number

if TYPE_CHECKING:
    from pyparsing import ParserElement

Relation = Literal[">=", "<=", ">", "<", "="]

#: Signs as they stand in normalised text.
SIGNS: dict[str, Relation] = {
    "≥": ">=", ">=": ">=", "=>": ">=", "≥=": ">=", ">≥": ">=",
    "≤": "<=", "<=": "<=", "=<": "<=", "≤=": "<=",
    ">": ">", "<": "<", "=": "=", "==": "=",
}  # fmt: skip

#: 》 and 〈 before a number, without a partner, are signs whose key was missed (docs/language.md §1).
SLIPS: dict[str, Relation] = {"》": ">=", "〉": ">", "《": "<=", "〈": "<"}

_MAY = "(?:应该?|须|需|必须|要|得|可|能|可以|允许|宜|应当)?"

_MOST = "(?:最[高低多少大小长短]|至[多少])?"

#: Words before a number; the order of alternatives is the order of the table, longer words first.
RELATION_WORDS: tuple[tuple[str, Relation], ...] = (
    (r"(?:大于|高于|多于|超过|优于)(?:或者?|、|/)?等于|等于(?:或者?|、|/)?(?:大于|高于)|大等于", ">="),
    (r"(?:小于|低于|少于|短于)(?:或者?|、|/)?等于|等于(?:或者?|、|/)?(?:小于|低于)|小等于", "<="),
    (rf"{_MOST}(?:不{_MAY}|未|没有?|勿|无)(?:低于|少于|小于|短于|差于|弱于|逊于|下于|亚于|早于)", ">="),
    (rf"{_MOST}(?:不{_MAY}|未|没有?|勿)(?:超过|超出|高于|大于|多于|长于|晚于|迟于|突破|超|逾|高过)", "<="),
    (r"至少|最少|最低|起码", ">="),
    (r"至多|最多|最高|最大|上限为?", "<="),
    (r"大于|高于|多于|超过|超出|高过|长于|优于|晚于|迟于|超(?=[\d一二三四五六七八九十百半])", ">"),
    (rf"小于|低于|少于|短于|早于|不足|不满|不到|未满|未达到?|未到|没达到?|达不到|不{_MAY}达到?|不及", "<"),
    (r"等于|恰好?为|即为", "="),
)

#: Words behind a number. 内 and 前 need their neighbours and belong to the grammars of periods and dates.
SUFFIX_WORDS: tuple[tuple[str, Relation], ...] = (
    (r"(?:\(含\))?(?:及|或|和|及其|或其|以及)?(?:以上|之上|往上)", ">="),
    (r"(?:\(含\))?(?:及|或|和|及其|或其|以及)?(?:以下|之下|以内|之内|往下|为限)", "<="),
    (r"(?:以外|之外)", ">"),
)

RELATION = "|".join(f"(?:{pattern})" for pattern, _ in RELATION_WORDS)
SUFFIX = "|".join(f"(?:{pattern})" for pattern, _ in SUFFIX_WORDS)
SIGN = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))

#: What ends a unit: the words that may follow one in a value or in a rule; O and Q behind a digit are a slip for 0.
_UNIT_STOP = (
    r"以[上下内外前后]|之[上下内外间前后]|[及或和与][以其]|左右|上下|[内前后底末初的且并若则即为而不未无没含满超低高欠减扣加得计记给降增至到"
    r"余多近约]|(?<=\d)[OQ]|完成|完毕|[达实提]|合格|升[至到高幅]|每"
)
_LETTER = r"[\u3007\u3400-\u9fffA-Za-zμΩ°℃℉㎡㎥㎞㎏㎝㎜²³]"
_OTHER = r"(?:\([套件个只份人次辆户名场本项家期起批例处篇幅]\))?"
_RUN = rf"(?:(?!{_UNIT_STOP}){_LETTER}(?:(?<=[A-Za-z])[23](?![\d.]))?)+{_OTHER}"
_PERCENT = r"%|‰|‱|个?百分点|个?百分比|个?千分点"
#: A unit as a regular expression without groups: an open class.
#: Numbers stand only under a stroke (元/30天): 5次×20人 is no unit.
_OVER = rf"(?:/(?:每|[1-9]\d?\d?)?|[·.*×]){_RUN}"
UNIT = rf"(?:(?:{_PERCENT}|{_RUN})(?:{_OVER}|每{_RUN})*|/(?:每|[1-9]\d?\d?)?{_RUN}(?:{_OVER})*)"

_INCLUDED = (
    rf"\((不?(?:包?含|包括))(?:本数|此数|该数|端点|边界|等号|{NUMBER}(?:{UNIT})?)?\)"
    rf"|(不?包?含)(?:本数|(?={NUMBER}))(?:{NUMBER})?(?:{UNIT})?"
)

LIST_MARK = (
    r"[\u2460-\u24ff\u2776-\u2793\u3220-\u3229]"
    r"|\((?:\d{1,2}|[一二三四五六七八九十]{1,3}|[A-Za-z])\)[、.]?"
    r"|\d{1,2}(?:[、)]|\.(?!\d))"
    r"|[一二三四五六七八九十]{1,3}[、]"
    r"|[A-Za-z][、.)](?![A-Za-z])"
)
RANGE_MARK = r"—{1,2}|–|―|-{1,2}|~{1,2}|至|到"


def relation_of(words: str) -> Relation | None:
    """Return the sign that a relation word, before or behind a number, stands for.

    >>> relation_of("不低于"), relation_of("及以上"), relation_of("=>"), relation_of("达到")
    ('>=', '>=', '>=', None)
    """
    if words in SIGNS:
        return SIGNS[words]
    if words == "超":
        return ">"
    for pattern, sign in (*RELATION_WORDS, *SUFFIX_WORDS):
        if re.fullmatch(pattern, words):
            return sign
    return None


def _regex(pattern: str, name: str, flags: int = 0) -> ParserElement:
    import pyparsing as pp

    return pp.Regex(pattern, flags=flags).set_name(name)


@cache
def number() -> ParserElement:
    """A number without sign; a run of characters that is no number (二三, 1.2.3) does not match."""
    import pyparsing as pp

    def read(text: str, place: int, tokens: Any) -> Number:
        found = read_number(tokens[0])
        if found is None:
            raise pp.ParseException(text, place, "数字")
        return found

    return _regex(NUMBER, "数字").set_parse_action(read).set_name("数字")


@cache
def signed_number() -> ParserElement:
    """A number that may stand below zero."""
    import pyparsing as pp

    minus = _regex(r"[-+](?=[\d零一二两三四五六七八九十])", "正负号")

    def apply(tokens: Any) -> Number:
        found: Number = tokens[-1]
        return replace(found, value=-found.value) if tokens[0] == "-" else found

    return (pp.Optional(minus) + number().copy()).set_parse_action(apply).set_name("数字")


@cache
def sign() -> ParserElement:
    """A relation sign."""
    return _regex(SIGN, "比较符号").set_parse_action(lambda tokens: SIGNS[tokens[0]])


@cache
def relation() -> ParserElement:
    """A relation before a number, as sign or as word."""
    return _regex(f"{SIGN}|{RELATION}", "比较词").set_parse_action(lambda tokens: relation_of(tokens[0]))


@cache
def bound_suffix() -> ParserElement:
    """A relation behind a number: 以上, 及以上, 以下, 以内."""
    return _regex(SUFFIX, "以上、以下").set_parse_action(lambda tokens: relation_of(tokens[0]))


@cache
def unit() -> ParserElement:
    """A unit in its canonical text."""
    return _regex(UNIT, "计量单位").set_parse_action(lambda tokens: canonical(tokens[0]))


@cache
def quantity() -> ParserElement:
    """A number with its unit, "" where none is written; the unit of a share in words comes with it."""

    def pair(tokens: Any) -> list[tuple[Number, str]]:
        found: Number = tokens[0]
        return [(found, tokens[1] if len(tokens) > 1 else found.unit)]

    import pyparsing as pp

    return (signed_number().copy() + pp.Optional(unit().copy())).set_parse_action(pair).set_name("数量")


@cache
def included() -> ParserElement:
    """含 or 不含 behind the number that it binds: True when the number is included."""
    return _regex(_INCLUDED, "含或不含").set_parse_action(lambda tokens: "不" not in tokens[0])


def marked(relation: Relation, *, inside: bool) -> Relation:
    """A relation whose number is marked as included or not: 低于90%(含) is at most 90 %."""
    return _INCLUSIVE[relation] if inside else _STRICT[relation]


_STRICT: dict[str, Relation] = {">=": ">", "<=": "<", ">": ">", "<": "<", "=": "="}
_INCLUSIVE: dict[str, Relation] = {">=": ">=", "<=": "<=", ">": ">=", "<": "<=", "=": "="}


@cache
def list_mark() -> ParserElement:
    """The mark of a list item."""
    return _regex(LIST_MARK, "序号")


@cache
def range_mark() -> ParserElement:
    """What stands between the two ends of a range."""
    return _regex(RANGE_MARK, "至")


@cache
def moment() -> ParserElement:
    """A point of the calendar, without the words before or behind it (前, 截至)."""
    import pyparsing as pp

    def read(text: str, place: int, tokens: Any) -> Moment:
        found = read_moment(tokens[0])
        if found is None:
            raise pp.ParseException(text, place, "日期")
        return found[0]

    return _regex(rf"(?=.)(?:{MOMENT})", "日期", flags=re.VERBOSE).set_parse_action(read)
