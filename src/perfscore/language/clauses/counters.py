"""A counter: points for each thing that happens, under whatever name: `设备故障每次扣1分`, `一例差错扣2分`, `扣0.5分/人次`.

One frame reads them all. Its function words are closed: 每 or one, what happens (发现, 发生 …), a unit, the points. What
stands between them are names, and open: before the unit, behind it, or on both sides. A name keeps all its words, so
that none vanishes, and holds neither points nor words that scope. A unit may be any word directly between 每 (or one)
and the points.
"""

from __future__ import annotations

import re
from fractions import Fraction

import pyparsing as pp

from perfscore.core.lazy import lazy_pattern
from perfscore.core.units import canonical, dimension, is_counted
from perfscore.language.clauses.amounts import AWARD_POINTS, CHANGE, Amount
from perfscore.language.clauses.conditions import Quantity
from perfscore.language.clauses.per_unit import Kind, PerStep, is_thing
from perfscore.language.clauses.scope import narrowed
from perfscore.language.clauses.terminals import first_of, regex
from perfscore.language.clauses.words import (
    ADD_VERB,
    BAN,
    DEDUCT_VERB,
    DEVIATION,
    EVENT,
    EXCESS,
    LATE,
    NUMBER,
    OVERDUE,
    SHORTFALL,
    TARGET,
    UNIT,
    WEIGHT,
    fraction,
)

#: Before a unit that no list knows, one is still a word; in these it is no number.
_CHINESE_ONE = "(?<![统唯万任同专逐划单])一(?![半等般致律定旦并直票带线流体些样切批把贯向经])"
_ONE = rf"(?:1(?![\d.])|{_CHINESE_ONE})"
#: A character of a name, or a remark in brackets that is part of one.
_WORD = r"(?:\([^()\d]{1,24}\)|[^\d,;。:()每扣=≥≤<>])"
#: 每餐未留样: what is missing each time is the name of the fault.
_TIME = r"(?:每[^\W\d_]{1,2}(?=[未无没漏]))?"
_NAME = rf"(?P<name>{_TIME}{_WORD}{{0,40}}?(?:[,:]{_WORD}{{1,30}}?){{0,3}}?)(?P<of>[的者]?)(?P<pause>[,:]*)"
_BEHIND = rf"(?P<tail>{_WORD}{{0,40}}?)[的者]?[,、]*"
_PERIOD = r"(?:(?P<period>每(?:个)?(?:季度|季|月|年度?|周|半年))的?)?"
_JOINS = "(?:可|则|即|就|各|均|一律|一次性)*"
#: Directly before these, whatever follows 每 or one is a unit.
_PAYS = rf"(?=[的者]?,?{_JOINS}(?:按(?=\d)|{DEDUCT_VERB}|{ADD_VERB}|[得计记给])?(?:{WEIGHT}的?)?\d[\d.]*(?:分(?!钟|值)|%))"
_OPEN = r"[^\W\d_扣减加得计记按的者每不未没一性]{1,3}"
_COUNTED = rf"(?!个?百分[点比])(?:人每1?次{_PAYS}|[^\W\d_]次{_PAYS}|{UNIT}(?!性)|{_OPEN}{_PAYS})"
#: These say only that something happens; 投诉, 通报 and the like say what does, and belong to its name.
_HAPPENED = rf"(?:(?!(?:被?投诉|被?通报))(?:{EVENT}))了?过?"
_HAPPEN = rf"(?P<happen>{_HAPPENED})?"
#: A gap is counted by its own construction; 超标, 超速 are things that happen.
_GAP = rf"(?!{LATE})(?:{SHORTFALL}|{EXCESS}|{DEVIATION})(?![标速员载限])"
#: 每发现1处, 每出现设备故障1次, 每次.
_EVERY = rf"(?:按照?|以)?每再?{_HAPPEN}(?!{_GAP}|{TARGET})(?P<mid>{_WORD}{{0,18}}?)(?P<n>{NUMBER}|{_CHINESE_ONE})?(?P<u>{_COUNTED})"
#: 发现1处, 发现2处, 算错1人, 一例差错.
_SINGLE = rf"(?:{_HAPPENED}(?P<n_of>{NUMBER})|{_HAPPEN}(?P<n>{_ONE}))(?P<u>{_COUNTED})"
#: Behind the points: 扣0.5分/人次, 扣1分(每处).
_RATE = rf"\(?(?:/|每)(?P<n>{_ONE})?(?P<u>{UNIT}|[^\W\d_]{{1,3}})\)?(?=[,;。)]|$)"
_BY = r"(?:按照?|以)"
_SOME = rf"{UNIT}|[^\W\d_的者不]"
_MAY = "(?:允许|容许)"
#: So many cost nothing: 允许缺陷不超过3处, 故障年度允许2起, 3次以内不扣分; or are the limit: 每班最多缺席3人.
_FREE = (
    rf"(?P<period>)(?:(?P<may>{_MAY})?(?P<name>(?:每[^\W\d_]{{1,2}}?)?{_WORD}{{0,40}}?)(?:(?:(?P<may_be>{_MAY})|(?P<most>最多|至多|不得?超过))(?P<thing>{_WORD}{{0,12}}?))?(?:不超过|≤|前)?(?P<free>\d+)(?P<free_unit>{_SOME})(?:及以下|及以内|以内|以下|之内|内)?(?:\(含(?:(?P=free)(?P=free_unit))?\))?(?P<behind>{_WORD}{{0,10}}?)(?:的|者)?,?"
    rf"(?P<nothing>(?:均|可)?(?:不予?扣分|免扣分?))?[,;。])"
)
#: Points are due beyond them: 从第4次起, 超过3处的部分.
_BEYOND = (
    rf"(?:(?:从|自)?第(?P<first>\d+)(?P<first_unit>{_SOME})(?:开始|起)"
    rf"|(?:超过|超出|多于|大于|>)(?:(?P<over>\d+)(?P<over_unit>{_SOME}))?(?:的|者|(?P<rest>部分)|以上|后|时)*|(?P<more>)(?=每[再多增超]))[,:]*"
)
#: Missing under a fault's name: 未制定计划的,每少1条.
_MISSING = rf"(?:按照?|以)?每?(?<!不)(?<!不得)(?:缺少?|少于?|低于|漏|欠缺?)(?P<n>{NUMBER}|{_CHINESE_ONE})(?P<u>{_COUNTED})"
_MORE = rf"每(?:再|多|增加|超过?|增)?{_HAPPEN}(?P<mid>{_WORD}{{0,18}}?)(?P<n>{NUMBER}|{_CHINESE_ONE})?(?P<u>{_COUNTED})"

_LATER = regex(rf"{_BY}?(?P<d>{NUMBER})分(?P<verb>{DEDUCT_VERB}|加)分?(?!\d|[完至光到满])")
_LATER.set_parse_action(lambda t: Amount("add" if t[0]["verb"] == "加" else "deduct", points=fraction(t[0]["d"])))
_PAID = _LATER | CHANGE | regex("(?=可?[得计记给奖])").suppress() + AWARD_POINTS
#: Points without a verb are earned, unless what is counted is a fault.
_BARE = regex(rf"(?P<d>{NUMBER})分(?=[,;。)]|$)")
_BARE.set_parse_action(lambda t: Amount("award", points=fraction(t[0]["d"])))

#: Words of a name that are points, or a case of their own.
_NO_NAME = lazy_pattern(
    rf"^或|且|但|至少|最少|不得?[少低]于|满分|得分|全分|[扣加减]分|不[扣加减]|否则|(?:^|,)其[余他它]|(?<![级及])以上(?!各|几|情[况形])|以下(?!各|几|情[况形])|以内|范围|区间|此后|之后|^(?:超额|未达)的?$"
    rf"|(?<!未)(?:{SHORTFALL}|{EXCESS}|{DEVIATION}|达到)(?:或(?:{SHORTFALL}|{EXCESS}))?的?(?:{TARGET})(?:[的者,:值数量]|$)"
)
#: At the end of a name they belong to the number behind it (少1人), or are a standing towards the target.
_WAY = lazy_pattern(
    rf"(?<![遗错疏泄渗])(?:{SHORTFALL}|{EXCESS}|{DEVIATION}|(?<![不未])达标|达到?|达成|完成|实现"
    rf"|[≥≤><=第近至]|(?<![行作])为|(?<!落)后|(?<![圆饱爆])满|(?<![违合契预爽节公])约|(?<!提)前|(?<![迟报签])到)$"
)
#: What is beyond a bound that another clause states: 超过的每起扣1分.
_REST = lazy_pattern("超[过出]")
#: Behind the unit these join another case to the whole clause.
_JOINED = lazy_pattern("[或且]|并(?![网购轨联])|及(?![时格])")
#: What earns may be done, one by one: 每完成1篇得0.5分.
_DONE = lazy_pattern(r"(?:达成|完成|实现|新增)$")
#: Without 每, one of these is which, not how many: 1级, 1类.
_GRADES = frozenset("级类档等星期层")
_DENIED = lazy_pattern("[未不没无违]")
#: Behind these, time is a delay.
_LATE = lazy_pattern(rf"^(?:{LATE})|(?:{LATE})$")
#: What is done so often in a period is a duty that is met or not.
_PERIOD_NAME = lazy_pattern("个?(?:半?年|学期|季|月|周)度?(?=[^次])")
#: Time that is gained is a measure.
_EARLY = lazy_pattern("提[前早]")
_OVERDUE = lazy_pattern(f"{OVERDUE}[,:]?$")
#: What may free some of what is counted, in a phrase before its name.
_FREES = lazy_pattern(
    r"不[扣计减]|免|豁|减半|加倍|整改(?![不未])|补[报正交录]|允许|累计|上限|同时|如果|若|超过|低于|至少|最多|负(?![责担荷面债伤])"
)
#: What must not be done is what is counted where it is done: 不得迟到,发现1次.
_BANNED = lazy_pattern(rf"{BAN}(?=[^,:]{{2,}}$)")
_FAULT = lazy_pattern(r"[不未无没缺漏错违乱差误]|事故|投诉|问题|故障|迟|逾期|超|曝光|通报|处罚")


def _in_time(written: str) -> bool:
    """Whether nothing is denied before a delay but that something was in time."""
    return _DENIED.search(written) is None or _OVERDUE.match(written) is not None


def _step(
    named: dict[str, str | None], amount: Amount, *, every: bool, earned: bool = True, missing: bool = False
) -> PerStep:
    """The step of a counter.

    Raises:
        pp.ParseException: the words are no counter, or hold more than names.
    """
    written, mid, tail = (named.get(part) or "" for part in ("name", "mid", "tail"))
    unit = "人次" if (named["u"] or "").startswith("人每") else named["u"] or ""
    several = named.get("n_of")
    written_size = several or named["n"]
    size = Fraction(1) if written_size in (None, "一") else fraction(written_size)
    before = "".join([written, named.get("thing") or "", named.get("behind") or ""]).rstrip("的者,:") + mid
    timed = dimension(canonical(unit)) == "time" and bool(mid or named.get("happen") if every else before)
    if (
        not (is_thing(unit) or (timed and not (_LATE.search(before) and _in_time(written))))
        or (timed and _EARLY.search(before) and not _DENIED.search(written))
        or _NO_NAME.search(unit)
        or (not every and unit in _GRADES)
    ):
        raise pp.ParseException("a measure, not a count")
    if (
        size == 0
        or amount.points == 0
        or amount.high is not None
        or (amount.manner == "award" and (not amount.points or _PERIOD_NAME.match(mid)))
    ):
        raise pp.ParseException("a step of nothing")
    of = (named.get("of") or "") if before and tail else ""
    if named.get("pause") and not mid and not tail:
        before = _BANNED.sub("", before)
    subject = re.sub(r"^(?:若|如果|如|凡)(?=[未没不有发出被])", "", before + of + tail)
    *phrases, _ = re.split("[,:]", before)
    if (
        _NO_NAME.search(subject)
        or narrowed(subject)
        or _JOINED.match(tail)
        or (
            _WAY.search(before)
            and not (every and _REST.fullmatch(before))
            and not (every and amount.manner != "deduct" and _DONE.search(before))
        )
        or any(_FREES.search(phrase) for phrase in phrases)
        or (not earned and _FAULT.search(subject))
        or (missing and not _DENIED.search(written))
    ):
        raise pp.ParseException("more than a name")
    beyond, all_beyond = _beyond(named, amount)
    event = bool(named.get("happen") or several or mid or beyond) or not (timed or is_counted(canonical(unit)))
    period = named.get("period") or ""
    kind: Kind = "short" if missing else "event" if event else "plain"
    return PerStep(kind, Quantity(size, unit), amount, False, subject, every, period, beyond, all_beyond)


def _beyond(named: dict[str, str | None], amount: Amount) -> tuple[Fraction, bool]:
    """How many cost nothing, and whether all may cost beyond them; the parts of the clause that say it must agree."""
    if "first" not in named:
        return Fraction(0), False
    said = [fraction(named[part] or "") for part in ("free", "over") if named.get(part)]
    said += [fraction(named["first"]) - 1] if named["first"] else []
    may = "free" not in named or named["may"] or named["may_be"]
    limited = not may and bool(named.get("most") and named["over"])
    freed = may or limited or (named["nothing"] and named.get("more") is None)
    units = {named[part] for part in ("free_unit", "over_unit", "first_unit") if named.get(part)}
    if (
        not said
        or len(set(said)) > 1
        or units != {named["u"]}
        or said[0] <= 0
        or not freed
        or amount.manner != "deduct"
    ):
        raise pp.ParseException("no allowance, or two")
    return said[0], limited and not named["rest"]


def _counter(
    first: str, head: str, points: pp.ParserElement, *, every: bool = True, missing: bool = False
) -> pp.ParserElement:
    """A counter whose text begins with a short pattern; names hold no digits, so that it is soon looked up."""
    element = first_of((first, head + _BEHIND + _PAYS)) + pp.Suppress(regex(_JOINS)) + points
    element.set_parse_action(
        lambda t: _step(t[0].groupdict(), t[1], every=every, earned="verbless" not in t, missing=missing)
    )
    return element


EACH = _counter(
    rf"(?:每[^\W\d_]{{1,2}}[未无没漏])?[^\d;。扣]*?每(?![^\d;。扣减加得计记给]{{0,24}}\d[\d.]*(?:%|个?百分)|再?{_GAP})[^;。]*?\d[\d.]*[分%]",
    _PERIOD + _NAME + _EVERY,
    _PAID | _BARE("verbless"),
)
ONE = _counter(
    rf"[^\d;。每扣]*(?:1(?![\d.%、)]|个?百分|分)|{_CHINESE_ONE}|(?<=发现|查出|出现|发生|存在|查实|核实|通报|投诉|造成|产生|收到|接到|检出)\d|(?<=[有了过])\d)[^;。]{{1,60}}?\d[\d.]*[分%]",
    _NAME + _SINGLE,
    _PAID,
    every=False,
)
MISSING = _counter(
    r"(?=[^\d;。扣]*?[缺少漏欠低]于?[\d一])[^\d;。每扣]{0,140}?[未不没无违][^\d;。扣]{0,140}?[缺少漏欠低]于?[\d一]",
    _NAME + _MISSING,
    _PAID,
    missing=True,
)
#: 从第3次起每次扣2分 after what says how many are free, or after a name.
ALLOWED = _counter(
    r"(?>[^;。]*?(?:允许|容许|扣|最多|至多|超过))[^;。]*?[,;。](?:[从自]?第\d|超过|超出|多于|大于|>|每[再多增超])",
    _FREE + _BEYOND + _MORE,
    _PAID,
) | _counter(
    r"[^\d;。]*第\d+[^\d;。,]{1,3}?(?:开始|起)",
    rf"(?P<name>(?:每[^\W\d_]{{1,2}}?)?{_WORD}{{0,40}}?)(?P<of>[的者]?)[,:]*(?:从|自)?第(?P<first>\d+)(?P<first_unit>{_SOME})(?:开始|起)[,:]*{_MORE}",
    _PAID,
)
#: 最多缺席3人,超过3人的,扣0.5分/人.
_ALLOWED_RATE = (
    regex(r"(?=.*?(?:分|%)\(?[/每])" + _FREE + _BEYOND + _PAYS, needs=r"(?:分|%)\(?[/每]")
    + pp.Suppress(regex(_JOINS))
    + CHANGE
    + regex(_RATE)
)
#: 扣0.5分/人次.
RATE = (
    regex(r"(?=[^\d;。]*\d[\d.]*(?:分|%)\(?[/每])" + _NAME + _PAYS, needs=r"(?:分|%)\(?[/每]")
    + pp.Suppress(regex(_JOINS))
    + CHANGE
    + regex(_RATE)
)
for _rated in (_ALLOWED_RATE, RATE):
    _rated.set_parse_action(lambda t: _step({**t[0].groupdict(), **t[2].groupdict()}, t[1], every=True))
#: 按0.5分/人次扣分.
BY_RATE = regex(
    rf"{_NAME}{_BY}(?P<d>{NUMBER})分(?:/|每)(?P<n>{_ONE})?(?P<u>{_OPEN}),?(?P<verb>{DEDUCT_VERB}|加)分?(?=[,;。)]|$)",
    needs="分/|分每",
)
BY_RATE.set_parse_action(
    lambda t: _step(
        t[0].groupdict(),
        Amount("add" if t[0]["verb"] == "加" else "deduct", points=fraction(t[0]["d"])),
        every=True,
    )
)
GRAMMAR = (ALLOWED | EACH | ONE | MISSING | _ALLOWED_RATE | RATE | BY_RATE).set_name("counter")
