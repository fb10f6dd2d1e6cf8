"""What is asked for point by point, and what each point is worth: `①…;②…;③…。每符合一项得1分`.

The points themselves say nothing of scores, so that any words may stand in them. The clauses beside them are of a few
kinds, and nothing else may stand there: what each point that is met gives, what each that is not met takes, what so
many of them give.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

import pyparsing as pp

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.language.clauses.amounts import AMOUNT, Amount
from perfscore.language.clauses.scope import scoped
from perfscore.language.clauses.terminals import regex
from perfscore.language.clauses.words import NUMBER, fraction


@frozen
class Listing:
    """Points that are met or not, in their order."""

    names: tuple[str, ...]

    def say(self) -> str:
        """`①有制度;②制度健全`."""
        return ";".join(f"{mark(n)}{name}" for n, name in enumerate(self.names))


@frozen
class Tally:
    """What the points of a list are worth.

    Attributes:
        each: what each point gives that is met; None where the text says it otherwise.
        lost: what each point takes that is not met.
        levels: what so many points give that are met.
        cut: of so many points that are not met and more nothing is left; 0 where the text says no such number.
        own: what each point gives by itself, in their order; empty where the text does not say it point by point.
    """

    each: Amount | None = None
    lost: Amount | None = None
    levels: tuple[tuple[int, Amount], ...] = ()
    cut: int = 0
    own: tuple[Amount, ...] = ()

    def say(self) -> str:
        """`每符合1项得1分`."""
        said = [f"符合{number}项{amount.say()}" for number, amount in self.levels]
        if self.each is not None:
            said.append(f"每符合1项{self.each.say()}")
        if self.lost is not None:
            said.append(f"每有1项不符合{self.lost.say()}")
        said += [f"符合{mark(n)}{amount.say()}" for n, amount in enumerate(self.own)]
        if self.cut:
            said.append(f"{self.cut}项及以上不符合,不得分")
        return ";".join(said)


def mark(place: int) -> str:
    """The mark of a point by its place: ① of the first."""
    return chr(ord("①") + place)


MOST = 9
_CHINESE = "一二三四五六七八九"
_MARK = lazy_pattern(
    r"(?P<ring>[①-⑨])|(?:(?<=[;。:,、])|^)(?:\((?P<in>\d|[一二三四五六七八九])\)|(?P<n>\d|[一二三四五六七八九])[、.](?!\d))"
)
#: Points, and what points are given for, within an item.
_PAYS = lazy_pattern(r"\d分(?!钟|类|别|数)|[扣加减]\d|[得扣计记][\d满]|得分|扣分|加分|不得分|权重|满分|否决")
_MEET = "(?:符合|满足|达到|具备|做到|达标|完成|落实)"
_MISS = f"(?:(?:不|未能?|没有?){_MEET}|不达标|缺失)"
_WHAT = "(?:(?:上述|以上|相关|规定的?)?(?:全部|所有)?(?:评价)?(?:要求|条件|标准|规定|要点|要素|内容))?"
_ONE = "(?:[项条个点](?:要点|要素|要求|条件|内容|标准|指标)?|要点|要素)"
#: How many they are; 两项各 keeps its numeral.
_N = r"[\d两二三四五六七八九]"
_THESE = f"(?:(?:{_MEET})?(?:以上|上述|前述|以下|下列|如下)(?:各|所有|全部)?(?:{_N}?{_ONE})?(?:评价)?(?:要点|要素|内容|条件|要求|标准|指标)?中?的?,?)?"
_THEN = "(?:的|者|时)?(?:,|:)?(?:则|可|即|均)?"
_ALL = (
    f"(?:{_THESE}(?:{_N}{_ONE})?(?:全部|均|都|同时|完全)(?:能|能够)?{_MEET}(?:上述|以上)?{_WHAT}|{_MEET}(?:上述|以上)(?:{_N}[项个条])?{_WHAT}"
    f"|{_MEET}(?:全部|所有)(?:要求|条件|要点|要素)?|{_MEET}{_WHAT}(?=的?,?(?:得|计)?满分|的?,?得分))"
)
#: The clauses, each before its points; what is left open in the words is closed here.
CLAUSES: tuple[tuple[str, str], ...] = (
    ("own", rf"(?:同时)?{_MEET}(?P<of>[①-⑨](?:[、和及,]?[①-⑨])*){_THEN}|(?P<all>[①-⑨](?:[、和及,]?[①-⑨])+)(?:均|都|全部|同时){_MEET}{_WHAT}{_THEN}"),
    ("cut", rf"(?:有|存在)?(?P<n>\d)[项条个点](?:及|或)?以上{_MISS}{_WHAT}{_THEN}(?=不得分|[得计]0分|不计分)"),
    ("cut", rf"(?:缺少?|少|欠缺|{_MISS})(?P<n>\d){_ONE}(?:及|或)?以上{_WHAT}{_THEN}(?=不得分|[得计]0分|不计分)"),
    ("level", rf"(?:仅|只)?{_MEET}(?:其中)?(?:的)?(?:任意|任何)?(?P<n>\d){_ONE}{_WHAT}{_THEN}"),
    (
        "each",
        (rf"{_THESE}(?:每(?:有)?{_MEET}1?{_ONE}|每1?{_ONE}{_MEET}?{_WHAT}|每有?1{_ONE}{_MEET}{_WHAT}"
            rf"|1{_ONE}{_MEET}{_WHAT}|{_MEET}1{_ONE}){_THEN}"
        ),
    ),
    ("each", rf"{_THESE}(?:{_N}[项条个]|各项)?(?:要点|要素|内容|条件|要求)?各(?:占|计)"),
    ("none", rf"(?:否则|反之|其[他它余](?:情况|情形)?|(?:均|全部|都)?{_MISS}{_WHAT}){_THEN}(?=不得分|[得计]0分|不计分)"),
    ("lost", rf"{_THESE}(?:每|任)?(?:有|发现|出现|存在)?(?:任何|任意|任)?(?:1{_ONE}|{_ONE}){_MISS}{_WHAT}{_THEN}"),
    ("lost", rf"{_THESE}(?:每|有)?(?:缺少?|少|欠缺){_ONE.replace('(?:', '(?:1?', 1)}{_THEN}"),
    ("all", _ALL + _THEN),
    ("stated", rf"(?:共|合计|满分|共计|总计)(?P<n>{NUMBER})分"),
    ("floor", "(?:直至|直到)?扣完(?:本项分值?)?为止|扣完即止"),
    (
        "label",
        (r"(?:评价|考核|评分|评估|计分|扣分)?(?:要点|内容|标准|要素|依据|方法|细则|规则|办法)(?:如下)?(?=[:;。]|$)"
            r"|(?:同时)?(?:符合|满足|具备)(?:以下|下列|如下)(?:各项)?(?:条件|要求|内容|要点|标准)(?:的|者)?(?=[:;。,])"
        ),
    ),
)  # fmt: skip
_READ = tuple((kind, lazy_pattern(source)) for kind, source in CLAUSES)
#: A clause: its kind, a number of points (or the places of some, as bits), and what it pays.
Clause = tuple[str, int, Amount | None]
_END = pp.Empty().set_parse_action(lambda _s, place, _t: place)
_BETWEEN = lazy_pattern(r"[;。,:、\s]+")
#: What stands before the list without a scope or a number names what the points are of.
_LEAD = lazy_pattern(r"(?:^|(?<=[;。,:]))[^\d;。,:()扣得]{2,24}:?$")
_SHARED = lazy_pattern(r"\d+(?:\.\d+)?%|\d/\d")


def _ordinal(found: re.Match[str]) -> int:
    if found["ring"]:
        return ord(found["ring"]) - ord("①") + 1
    said = found["in"] or found["n"]
    return int(said) if said.isdecimal() else _CHINESE.index(said) + 1


def _lists(text: str) -> Iterator[list[re.Match[str]]]:
    """The marks of each list of a text: from a first one on, as far as they run on."""
    found = list(_MARK.finditer(text))
    for first, one in enumerate(found):
        if _ordinal(one) == 1:
            run = takewhile(lambda numbered: _ordinal(numbered[1]) == numbered[0], enumerate(found[first:], 1))
            yield [each for _, each in run]


def _items(text: str) -> tuple[list[str], str, str] | None:
    """The points of the first list whose marks stand before words, with what stands before and behind it."""
    return next(filter(None, (_named(text, marks) for marks in _lists(text) if 2 <= len(marks) <= MOST)), None)


def _named(text: str, marks: list[re.Match[str]]) -> tuple[list[str], str, str] | None:
    starts = [found.end() for found in marks]
    ends = [found.start() for found in marks[1:]]
    named = [text[start:end].strip(";。,、") for start, end in zip(starts, ends, strict=False)]
    last, rest = _last(text[starts[-1] :])
    named.append(last)
    if any(len(name) < 2 or re.search("[;。]", name) or _PAYS.search(name) for name in named):
        return None
    return named, text[: marks[0].start()], rest


def _last(text: str) -> tuple[str, str]:
    """The last point, and what stands behind it: in a sentence of its own, or behind a comma."""
    found = re.search("[;。]", text)
    end = found.start() if found else len(text)
    parts = text[:end].split(",")
    held = 1
    while held < len(parts) and not (_PAYS.search(parts[held]) or _clause(parts[held], 0)):
        held += 1
    name = ",".join(parts[:held])
    return name.strip("、"), text[len(name) :]


def _clause(text: str, place: int) -> tuple[str, re.Match[str]] | None:
    for kind, pattern in _READ:
        found = pattern.match(text, place)
        if found is not None:
            return kind, found
    return None


@cache
def _paid() -> pp.ParserElement:
    """The grammar of an amount with its end, built when the first list is read: it is copied for that."""
    return (AMOUNT + _END).leave_whitespace()


def _amount(text: str, place: int) -> tuple[Amount, int] | None:
    ahead, more = text[place:], 0
    if _SHARED.match(ahead):
        ahead, more = f"得{ahead}", 1
    try:
        tokens = _paid().parse_string(ahead)
    except pp.ParseException:
        return None
    return tokens[0], place + tokens[1] - more


def _clauses(text: str) -> Iterator[Clause]:
    """The clauses of a text, each with its number (or the marks of its points) and its amount.

    Raises:
        pp.ParseException: something else stands there.
    """
    place = 0
    while place < len(text):
        if between := _BETWEEN.match(text, place):
            place = between.end()
            continue
        read = _clause(text, place)
        if read is None:
            raise pp.ParseException("other words beside the points")
        kind, found = read
        place = found.end()
        said = found.groupdict()
        number = int(fraction(said.get("n") or "0"))
        if of := said.get("of") or said.get("all"):
            number = sum(1 << ord(one) - ord("①") for one in of if one >= "①")
        if kind in ("floor", "label", "stated"):
            yield kind, number, None
            continue
        paid = _amount(text, place)
        if paid is None or paid[0].high is not None or paid[0].judged:
            raise pp.ParseException("no points behind it")
        amount, place = paid
        yield kind, number, amount


def _tally(clauses: list[Clause], count: int) -> Tally:
    """What the clauses say together.

    Raises:
        pp.ParseException: they do not go together.
    """
    each = lost = None
    levels: dict[int, Amount] = {}
    own: dict[int, Amount] = {}
    cut = 0
    several = sum(kind == "level" for kind, _, _ in clauses) > 1
    for kind, number, amount in clauses:
        if amount is None:
            continue
        nothing = amount.manner == "award" and amount.points == 0
        if kind == "each" or (kind == "level" and number == 1 and not several and count > 1):
            bad, each = each is not None or amount.manner == "deduct" or nothing, amount
        elif kind == "lost" and nothing:
            bad, cut = cut > 0, 1
        elif kind == "lost":
            bad, lost = lost is not None or amount.manner != "deduct", amount
        elif kind == "own" and number != (1 << count) - 1:
            bad, own[number] = number in own or amount.manner == "deduct", amount
        elif kind == "cut":
            bad, cut = cut > 0, number
        else:
            met = count if kind in ("all", "own") else 0 if kind == "none" else number
            bad = met in levels or amount.manner == "deduct" or met > count
            levels[met] = amount
        if bad:
            raise pp.ParseException("said twice, or the wrong way")
    levels.pop(0, None)
    if each is not None and (lost is not None or cut or set(levels) - {count}):
        raise pp.ParseException("points are given and taken")
    if lost is not None and set(levels) - {count}:
        raise pp.ParseException("points are given and taken")
    if own and (set(own) != {1 << n for n in range(count)} or each or lost or cut or set(levels) - {count}):
        raise pp.ParseException("not every point by itself")
    if each is None and lost is None and not (own or cut or len(levels) > 1):
        raise pp.ParseException("nothing by the point")
    if cut and count not in levels and lost is None:
        raise pp.ParseException("nothing by the point")
    award = None if each is None else Amount("award", each.points, each.share, each.of)
    return Tally(award, lost, tuple(sorted(levels.items())), cut, tuple(own[1 << n] for n in range(len(own))))


#: 是否存在截留 asks for what should not be, and 是否有制度 for what should.
_ASKS_FOR_A_FAULT = lazy_pattern(
    r".{0,12}?是否(?:存在|发生|出现|造成|有(?:截留|挤占|挪用|虚列|套取|违|超|重复|不|未|.{0,6}(?:问题|现象|行为|投诉|事故|差错)))"
)


def _points(tokens: pp.ParseResults) -> list[object]:
    text: str = tokens[0][0]
    found = _items(text)
    if found is None:
        raise pp.ParseException("no list")
    names, before, behind = found
    if any(map(_ASKS_FOR_A_FAULT.match, names)):
        raise pp.ParseException("whether 否 meets such a point is not said")
    names = [re.sub("^是否", "", name) for name in names]
    lead = _LEAD.search(before)
    if lead is not None and _clause(lead[0], 0) is None and not scoped(lead[0]):
        before = before[: lead.start()]
    if len(set(names)) < len(names):
        raise pp.ParseException("two points are the same")
    clauses = list(_clauses(f"{before};{behind}"))
    tally = _tally(clauses, len(names))
    stated = [number for kind, number, _ in clauses if kind == "stated"]
    worth = None if tally.each is None or tally.each.points is None else tally.each.points * len(names)
    if any(worth is not None and worth != number for number in stated):
        raise pp.ParseException("the list and its points differ")
    return [Listing(tuple(names)), tally]


#: The second mark of a list, as it may be written.
SECOND = ("②", "(2)", "(二)", "2.", "2、", "二.", "二、")
#: The first two marks of a list, which every such text holds.
_MARKS = r"(?:①|(?:(?<=[;。:,、])|^)(?:\([1一]\)|[1一][、.](?!\d)))(?s:.)+(?:②|(?<=[;。:,、])(?:\([2二]\)|[2二][、.](?!\d)))"
GRAMMAR = regex(f"(?s:.)*?{_MARKS}(?s:.)*", needs=_MARKS).set_name("points of a list")
GRAMMAR.set_parse_action(_points)
