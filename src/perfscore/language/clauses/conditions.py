"""Conditions on one number: `≥85%`, `75%(含)-85%`, `超过目标值30%以上`, `80%≤x<90%`, `低于90%或高于110%`."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

import pyparsing as pp

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.ranges import Condition, Either, Measure, Quantity, Within, below, same_unit
from perfscore.language.clauses.scope import gap, scoped
from perfscore.language.clauses.terminals import first_of, regex
from perfscore.language.clauses.words import NUMBER, SIGN, SIGNS, TARGET, TARGET_BEGINS, UNIT, fraction, sign_of

__all__ = ["RANGE", "SUBJECT", "Condition", "Either", "Quantity", "Within"]

TAIL = (
    r"(?:分(?!别|值|钟|数|贝)|[%‰]|个百分点|[℃μµ][A-Za-z]{0,2}(?:/[A-Za-z]{1,2}[³²23]?)?|[A-Za-z]{1,3}/[A-Za-z]{1,2}[³²23]?|"
    + UNIT
    + r"|[A-Za-z]{1,4}(?=[;。,)以]|$)|:1(?![\d.:分]))"
)
ODD = (
    "(?:"
    + gap(r"\d,;:。、()≥≤<>=%得计记扣减加以及含至到~\-—内的每超低为是且或分之", "{1,3}")
    + r"(?=以上|及以上|以下|及以下|以内|\(含|\(不含|的?[,:]?(?:[得计记扣减加赋]\d|不得分|满分)))"
)


def _quantity(name: str) -> str:
    return rf"(?P<{name}>-?{NUMBER})(?P<{name}_u>{TAIL}|{ODD})?"


PLAIN = rf"(?:-?{NUMBER}(?:{TAIL})?)"


def _mark(name: str) -> str:
    return rf"(?:\((?P<{name}>不?含)(?:本数|端点|{PLAIN})?\)|(?P<{name}b>不?含)(?:本数)?(?=[以\-至到]))?"


def _own_mark(name: str) -> str:
    """A mark that names no number; one that does, behind a range, says itself which end it means."""
    return rf"(?:\((?P<{name}>不?含)(?:本数|端点)?\)|(?P<{name}b>不?含)(?:本数)?(?=[以\-至到]))?"


_BOUND = (
    r"(?P<suffix>及其?以上|\(?含\)?以上|或以上|以上|及其?以下|含以下|或以下|以下|及其?以内|以内|之内|内|以外|之外|之间|左右"
    r"|及其?以后|以后|之后|后(?=的?[得计扣]|[到完]))?"
)
_NAME = gap(_IN_NAME := r"\d;。,:<>≤≥=()每扣得或", "{0,24}?")

_SIGNED = rf"(?P<size>±)?{_quantity('a')}(?P<s1>[<≤>≥]){_NAME}(?P<s2>[<≤>≥])(?P<sized>±)?{_quantity('b')}"
_UNEQUAL = rf"(?!{SIGNS['=']})(?:{SIGN})"
#: The same number twice is a bound said over again: 不低于800件,低于800件的.
_TWICE = rf"(?![^{_IN_NAME}]{{0,24}}?{_UNEQUAL}(?P=c)(?![.\d]))"
_PAIR = rf"(?P<p1>{_UNEQUAL}){_quantity('c')}{_mark('m0')}[,、]?(?:且|并且|同时|但是?|而)?{_TWICE}{_NAME}(?P<p2>{_UNEQUAL}){_quantity('d')}{_mark('m8')}"
#: `90%(含)以上不足100%`, `80%以上、90%以下`.
_UPTO = (
    rf"(?:在|为|达到?|完成)?{_quantity('i')}{_mark('m6')}(?P<upmark>及|含|\(含\))?以上(?:\((?P<m10>不?含)\))?[,、]?(?:但|且|至|到|,)?"
    rf"(?:(?:不足|不满|未满|低于|小于|少于|未达到?|不到|<){_quantity('k')}|{_quantity('l')}{_mark('m7')}(?:及)?以[下内])"
)
#: The same from above: `95%以下、90%以上`.
_FROM = (
    rf"(?:在|为)?{_quantity('v')}{_mark('m11')}(?:及|含)?以[下内](?:\((?P<m12>不?含)\))?[,、]?(?:但|且|而)?"
    rf"{_quantity('w')}{_mark('m13')}(?P<fromup>及|含|\(含\))?以上(?:\((?P<m14>不?含)\))?"
)
_SPAN = (
    rf"(?P<past>超过|超出|超支)?(?:(?:控制|保持|稳定|维持)?在|为|介于|达到?|完成)?{_quantity('e')}{_mark('m1')}(?:以上)?(?:-|至|到|[和与](?=-?{PLAIN}(?:\(不?含\))?之?间))第?"
    rf"(?P<neg>-)?{_quantity('f')}{_own_mark('m2')}(?:以下|以内|之?间|区间|范围)*"
    rf"(?P<tailmark>[,、]?\(不?含{PLAIN}(?:[,、;]?不?含{PLAIN})?\)|[,、]不?含{PLAIN})?"
)
_ONE = (
    rf"(?:(?:控制|保持|稳定|维持)?(?P<sign>{SIGN}|控制在|控制到|保持在|稳定在|维持在|在|降至|降到|提高到|提升至)(?:了|到)?(?:\((?P<m9>不?含)\))?)?{_quantity('g')}{_mark('m3')}{_BOUND}"
    rf"(?:[,、]?\((?P<m5>不?含)(?:本数|{PLAIN})?\)|[,、](?P<m5b>不?含)(?:本数|{PLAIN}))?"
)
#: A deviation to either side: `±5%以内`, `超过±5%`, `±30%至±35%(含)`.
_AROUND = (
    rf"(?:控制|保持|稳定|维持)?(?P<psign>{SIGN})?(?:了|到)?±{_quantity('p')}{_mark('n1')}"
    rf"(?:(?:以上[,、]?(?:但|且)?|(?:以上)?(?:-|至|到)|[,、]?(?:且|并且|同时|但是?|而)?(?P<pmost>{SIGNS['≤']}|{SIGNS['<']}))"
    rf"±?{_quantity('r')}{_mark('n2')})?"
    rf"(?P<psuffix>及?以上|以外|之外|及?以下|及?以内|之内|内|之间|区间内?|范围内?)*(?:[,、]?\((?P<n3>不?含)(?:本数|±?{PLAIN})?\))?"
)
#: The number before the sign: `60%>完成率`.
_TURNED = (
    rf"{_quantity('h')}(?P<s3>[<≤>≥])(?P<name>[^\d;。,:<>≤≥=()每扣得计记或且]{{1,24}}?)"
    r"(?=[,;。:(]|的|者|时|则|得|计|记|扣|为|不得|不计|满分|\d|$)"
)
#: What follows 含 is named only where a number follows it, and so is what follows 和 in a range.
_NAMED_END = {PLAIN: r"(?:含(?:本数|端点)?±?|[和与])-?\d"}
_RANGE = first_of(
    (r"[±-]?\d[\s\S]*?[<≤>≥]", _SIGNED),
    (r"-?\d[\s\S]*?[<≤>≥]", _TURNED),
    (r"[\s\S]*?以上", _UPTO),
    (r"[\s\S]*?以[下内][^;。得扣]*?以上", _FROM),
    (r"[^;。,\d]{0,8}±", _AROUND),
    (rf"(?:{SIGN})-?\d[^;。扣]*?(?:{SIGN})-?\d", _PAIR),
    (r"[\s\S]*?[-至到和与]", _SPAN),
    ("", _ONE),
    parts=_NAMED_END,
)


def _q(match: re.Match[str], name: str) -> Quantity:
    return Quantity(fraction(match[name]), match[f"{name}_u"] or "")


def _marked(*texts: str | None) -> bool | None:
    for text in texts:
        if text:
            return not text.startswith("不")
    return None


def _one_side(quantity: Quantity, sign: str) -> Within:
    match sign:
        case "≥" | ">":
            return Within(low=quantity, low_in=sign == "≥")
        case "≤" | "<":
            return Within(high=quantity, high_in=sign == "≤")
        case _:
            return Within(low=quantity, low_in=True, high=quantity, high_in=True)


def _range(tokens: pp.ParseResults) -> Within:
    match: re.Match[str] = tokens[0]
    groups = match.re.groupindex
    if "p" in groups:
        return _around(match)
    if "a" in groups:
        between = _between(same_unit(_q(match, "a"), _q(match, "b")), match["s1"], match["s2"])
        if bool(match["size"]) != bool(match["sized"]):
            raise pp.ParseException("a deviation on one side of the signs")
        return replace(between, measure="around") if match["size"] else between
    if "h" in groups:
        turned = _one_side(_q(match, "h"), {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}[match["s3"]])
        return replace(turned, subject=match["name"].strip("的"))
    if "c" in groups:
        return _both(match)
    if "i" in groups:
        return _up_to(match)
    if "v" in groups:
        return _down_from(match)
    if "e" in groups:
        return _dash(match)
    return _single(match)


def _around(match: re.Match[str]) -> Within:
    """The size of a deviation; beyond it with 超过, 以上, 以外, within it in all other words."""
    first, sign, suffix = _q(match, "p"), sign_of(match["psign"]) if match["psign"] else "", match["psuffix"] or ""
    tail = _marked(match["n3"])
    if match["r"] is not None:
        first, second = same_unit(first, _q(match, "r"))
        most = sign_of(match["pmost"]) if match["pmost"] else ""
        if not below(first, second) or (sign not in ("≥", ">") if most else sign in ("≥", ">", "≤", "<")):
            raise pp.ParseException("the ends are the wrong way round")
        low_in = _marked(match["n1"], match["n1b"])
        high_in = _marked(match["n2"], match["n2b"], match["n3"])
        if most:
            low_in = sign == "≥" if low_in is None else low_in
            high_in = most == "≤" if high_in is None else high_in
        return Within(first, low_in, second, high_in, "around")
    mark = _marked(match["n1"], match["n1b"]) if tail is None else tail
    if sign in ("≥", ">") or suffix.endswith(("上", "外")):
        closed = None if suffix.endswith("上") and "及" not in suffix else sign == "≥" or "及" in suffix
        return Within(low=first, low_in=closed if mark is None else mark, measure="around")
    closed = sign == "≤" or "及" in suffix or (not suffix and sign != "<") or None
    if sign == "<":
        closed = False
    return Within(high=first, high_in=closed if mark is None else mark, measure="around")


def _between(ends: tuple[Quantity, Quantity], left: str, right: str) -> Within:
    first, second = ends
    if below(first, second) != (left in "<≤") or (left in "<≤") != (right in "<≤"):
        raise pp.ParseException("the ends contradict the signs")
    if left in "<≤":
        return Within(first, left == "≤", second, right == "≤")
    return Within(second, right == "≥", first, left == "≥")


def _remarked(side: Within, mark: bool | None) -> Within:
    """含 or 不含 behind a number goes over the sign before it."""
    if mark is None:
        return side
    return replace(side, low_in=mark) if side.low is not None else replace(side, high_in=mark)


def _reaching(word: str) -> str:
    """The sign of a word between two bounds, where 达到 is a lower one: 达到70%但未达到85%."""
    sign = sign_of(word)
    return "≥" if sign == "reach" else sign


def _both(match: re.Match[str]) -> Within:
    first, second = same_unit(_q(match, "c"), _q(match, "d"))
    left, right = (_one_side(q, _reaching(match[p])) for q, p in ((first, "p1"), (second, "p2")))
    left = _remarked(left, _marked(match["m0"], match["m0b"]))
    right = _remarked(right, _marked(match["m8"], match["m8b"]))
    for one, other in ((left, right), (right, left)):
        if one.high is None and other.low is None and one.low and other.high and below(one.low, other.high):
            return Within(one.low, one.low_in, other.high, other.high_in)
    raise pp.ParseException("two conditions on the same side")


def _up_to(match: re.Match[str]) -> Within:
    below = match["k"] is not None
    ends = _ascending(_q(match, "i"), _q(match, "k" if below else "l"))
    low_in = True if match["upmark"] else _marked(match["m10"], match["m6"], match["m6b"])
    return Within(ends[0], low_in, ends[1], False if below else _marked(match["m7"], match["m7b"]))


def _down_from(match: re.Match[str]) -> Within:
    ends = _ascending(_q(match, "w"), _q(match, "v"))
    low_in = True if match["fromup"] else _marked(match["m14"], match["m13"], match["m13b"])
    return Within(ends[0], low_in, ends[1], _marked(match["m12"], match["m11"], match["m11b"]))


def _ascending(low: Quantity, high: Quantity) -> tuple[Quantity, Quantity]:
    low, high = same_unit(low, high)
    if not below(low, high):
        raise pp.ParseException("the ends are the wrong way round")
    return low, high


#: `(含80%,不含90%)` behind a range.
_MARKED = lazy_pattern(rf"(不?)含(-?{NUMBER})")


def _dash(match: re.Match[str]) -> Within:
    first, second = same_unit(_q(match, "e"), _q(match, "f"))
    if match["neg"]:
        second = replace(second, value=-second.value)
    first_in, second_in = _marked(match["m1"], match["m1b"]), _marked(match["m2"], match["m2b"])
    for mark, number in _MARKED.findall(match["tailmark"] or ""):
        if fraction(number) == first.value:
            first_in = not mark
        elif fraction(number) == second.value:
            second_in = not mark
        else:
            raise pp.ParseException("含 names another number")
    if below(second, first):
        first, second, first_in, second_in = second, first, second_in, first_in
    return Within(first, first_in, second, second_in, "past" if match["past"] else "")


def _single(match: re.Match[str]) -> Within:
    quantity = _q(match, "g")
    word = match["sign"] or ""
    suffix = match["suffix"] or ""
    mark = _marked(match["m9"], match["m3"], match["m3b"], match["m5"], match["m5b"])
    if suffix == "左右":
        raise pp.ParseException("左右 has no ends")
    within = {"控制在": "within", "控制到": "within", "保持在": "within", "稳定在": "within", "维持在": "within",
              "在": "within", "降至": "within", "降到": "within", "提高到": "reach", "提升至": "reach"}  # fmt: skip
    sign = within.get(word) or (sign_of(word) if word else "")
    if suffix:
        if "上" in suffix:
            closed = True if "及" in suffix or "含" in suffix or "或" in suffix or sign == "≥" else mark
            if sign == ">" and mark is None:
                closed = None
            return Within(low=quantity, low_in=closed if mark is None else mark)
        if "下" in suffix or "内" in suffix:
            closed = True if "及" in suffix or "含" in suffix or "或" in suffix or sign == "≤" else mark
            measure: Measure = "past" if word.startswith("超") else ""
            return Within(high=quantity, high_in=closed if mark is None else mark, measure=measure)
        if "外" in suffix:
            return Within(low=quantity, low_in=False if mark is None else mark)
        if "后" in suffix:
            return Within(low=quantity, low_in=True if "及" in suffix else mark)
        raise pp.ParseException("之间 with one number")
    if sign in ("≥", ">", "≤", "<"):
        inside = sign in "≥≤" if mark is None else mark
        return _one_side(quantity, {True: {"≥": "≥", ">": "≥", "≤": "≤", "<": "≤"}, False: {"≥": ">", ">": ">", "≤": "<", "<": "<"}}[inside][sign])  # fmt: skip
    if sign == "reach":
        return Within(low=quantity, low_in=True if mark is None else mark)
    if sign == "within" and word in ("控制在", "控制到"):
        return Within(high=quantity, high_in=True if mark is None else mark)
    return Within(low=quantity, low_in=True, high=quantity, high_in=True)


_RANGE.set_parse_action(_range)

_OFF = "(?:超过或低于|低于或超过|高于或低于|低于或高于|多于或少于|少于或多于|超出或低于|偏离|偏差(?!率)|相差)"
_OVER = "(?:超额完成|超额|超过|超出|高于|多于|大于|超|突破)"
_SHORT = "(?:低于|少于|小于|未达到|未达|不足|少|差|未完成|落后于?|低)"
_LATE = "(?:逾期|延迟|滞后|推迟|超期|延期|拖延|延后|延误|超时|迟延)"
_REACH = "(?:达到|达|完成|实现|完成率达到?|到达)"
_POINTS_AHEAD = rf"(?={NUMBER}个百分点)"

_AHEAD = rf"(?=(?:{SIGN})?{NUMBER})"
#: What is done late or early: 延期竣工5天, 提前交图3天.
_DONE = r"[^\d,;。:()≥≤<>=±每扣得或超率数量额比次]{0,4}?"
_SHORT_BEGINS = "(?:[低少小后]于?|未达到?|不足|差|未完成)"
_BY = rf"(?:{TARGET_BEGINS}[^;。,]{{0,40}}\d|\d[\d.]*个百分点)"
#: Each way with what a text that holds it holds.
_WAYS = (
    (rf"(?P<off>{_OFF}(?:{TARGET})?的?){_AHEAD}", "或|偏|相差"),
    (rf"(?:(?P<late>{_LATE})|(?P<early>提[前早]))(?P<done>{_DONE})(?:超过(?=\d)|在)?{_AHEAD}", "逾期|延|滞后|推迟|超期|超时|提前|提早"),
    (rf"(?P<over>{_OVER}(?:{TARGET})的?(?:超过)?|超额(?:完成)?(?:{TARGET})?(?:超过|达到?)?|{_OVER}{_POINTS_AHEAD}){_AHEAD}",
     f"超额|(?:[额成过出超破]|[高多大]于){_BY}"),
    (rf"(?P<shortof>{_SHORT}(?:{TARGET})的)(?={NUMBER}%)", "|".join(f"的{n}" for n in range(10))),
    (rf"(?P<short>{_SHORT}(?:{TARGET})|{_SHORT}{_POINTS_AHEAD}){_AHEAD}", f"{_SHORT_BEGINS}{_BY}"),
    (rf"(?P<lack>缺少?|少|漏|欠缺?)(?=\d+(?:{UNIT}))", r"[缺少漏欠]\d"),
    (rf"(?P<down>降低|下降|减少){_AHEAD}", "降|减少"),
    (rf"(?P<up>提高|增长|增加|上升){_AHEAD}", "提高|增|上升"),
    (rf"(?P<share>{_REACH}?(?:{TARGET})的?(?:{SIGN}|达到?)?)(?={NUMBER}%)", r"[标划算准务书额求值数量价格间长限]的?[^\d,;。]{0,6}\d[\d.]*%"),
)  # fmt: skip
_RELATION = "|".join(way for way, _ in _WAYS)
#: Before points of percent no target is named.
_OF_TARGET = {rf"{_SHORT}(?:{TARGET})": f"{_SHORT_BEGINS}{TARGET_BEGINS}"}
#: The way a condition measures, before its range.
RELATION = first_of((r"[^;。,\d]{1,40}\d", _RELATION), parts={**dict(_WAYS), **_OF_TARGET}).set_name("relation")


#: The sign before the number of a share of the target: 计划低于90%.
_LAST_SIGN = lazy_pattern(rf"(?:{SIGN})$")


def _relate(tokens: pp.ParseResults) -> Within:
    relation: re.Match[str] = tokens[0]
    within: Within = tokens[1]
    text, named = relation[0], defaultdict(str, relation.groupdict(""))
    if named["down"] or named["up"]:
        return replace(_reached(within), measure="down" if named["down"] else "up")
    if named["off"]:
        return _distance(within, "off")
    if named["lack"]:
        return Within(within.low, True, measure="short") if within.exact else replace(within, measure="short")
    if scoped(named["done"]):
        raise pp.ParseException("a condition in the name of what is late")
    if named["late"]:
        done = re.sub("完成|办理|时间", "", named["done"])
        late = _beyond(within) if "超过" in text else _open_low(within)
        return replace(late, measure="late", subject=done)
    if named["early"]:
        gained = _beyond(within) if "超过" in text else _reached(within)
        return replace(gained, measure="early", subject=named["done"])
    if named["over"]:
        return _distance(within, "over")
    if named["shortof"]:
        return replace(_one_side(within.low, "<") if within.exact and within.low else within, measure="share")
    if named["short"]:
        return _distance(within, "short", loose="个百分点" not in _unit(within))
    if within.exact and within.low is not None:
        said = _LAST_SIGN.search(text)
        sign = "reach" if said is None else sign_of(said[0])
        side = {"reach": "≥", "within": "≤"}.get(sign, sign) if not text.endswith("在") else "="
        return replace(_one_side(within.low, side), measure="share")
    return replace(within, measure="share")


def _unit(within: Within) -> str:
    quantity = within.low or within.high
    return quantity.unit if quantity else ""


def _beyond(within: Within) -> Within:
    """`超过目标值10%` alone means more than 10 %."""
    return Within(low=within.low, low_in=False) if within.exact else within


def _reached(within: Within) -> Within:
    """`下降5%` as a condition means at least so much."""
    no_change = within.low is not None and within.low.value == 0
    return Within(low=within.low, low_in=True) if within.exact and not no_change else within


def _open_low(within: Within) -> Within:
    return Within(high=within.high, high_in=True, low=within.low, low_in=True) if within.exact else within


def _distance(within: Within, measure: Measure, *, loose: bool = False) -> Within:
    if within.exact:
        return replace(_beyond(within), measure="loose" if loose and measure == "short" else measure)
    return replace(within, measure=measure)


RELATED = (RELATION + _RANGE).set_name("relative range")
RELATED.set_parse_action(_relate)

SIMPLE = (RELATED | _RANGE).set_name("range")
_OR = regex(r"[,、]?(?:或者?)")
RANGE = (SIMPLE + pp.ZeroOrMore(pp.Suppress(_OR) + SIMPLE)).set_name("ranges")
RANGE.set_parse_action(lambda t: t[0] if len(t) == 1 else Either(tuple(t)))

#: Where a condition may begin; what stands before it names the quantity, a rate by itself too (执行率,达到90%得满分).
START = (
    rf"(?:控制|保持|稳定|维持)?(?:(?:{SIGN}|控制在|控制到|保持在|稳定在|维持在|在|达)(?:了|到)?(?:\(不?含\))?)?"
    r"(?:(?<!超支)[≥≤<>=]|[±-]?\d(?!\d{3}年)(?!\d?季度|\d?年度))"
)
_LEADS = {re.sub(r"\?P<\w+>", "?:", way): need for way, need in _WAYS}
LEAD = "|".join(_LEADS)
SUBJECT = regex(
    rf"(?:第\d+项|\d{{4}}年度?|前\d季度|每(?:个)?(?:季度|月|年度?|周|半年|学期|学年)|每\d*[十百千万亿]+[人元户吨亩名](?=[^\d,;。扣得]{{2}})|\((?!不?含)[^()]{{1,30}}\)|[^\d,;。()≥≤<>=每扣]){{0,48}}?(?::|(?:(?<=率)|(?<=比例)|(?<=占比)|(?<=比重)|(?<=相比)),)?(?=(?:{LEAD})|{START})",
    parts={**_LEADS, **_OF_TARGET},
).set_name("subject")
