"""What may stand behind a condition, and what the shape of a clause tells about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from perfscore.core.lazy import lazy_pattern
from perfscore.core.units import canonical, dimension
from perfscore.language.clauses.amounts import NONE, Amount
from perfscore.language.clauses.conditions import Either, Within
from perfscore.language.clauses.delay import ByDate
from perfscore.language.clauses.formula import Definition, Formula
from perfscore.language.clauses.formula import names as names_in
from perfscore.language.clauses.joined import Joined
from perfscore.language.clauses.limits import AndSoOn, Standard
from perfscore.language.clauses.per_unit import PerStep, is_thing
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.scope import SCOPE, gap, scoped
from perfscore.language.clauses.terminals import LeanPattern
from perfscore.language.clauses.words import AMISS, EVENT, GRADE, UNIT, WEIGHT
from perfscore.language.clauses.yes_no import Against, Saying
from perfscore.language.places import ranked
from perfscore.language.ratios import shared
from perfscore.language.statements import Condition, Element, Statement

#: What marks the parts of a list: ①, (1), 一、, a., and the names of tiers, whose range decides.
MARK = lazy_pattern(
    r"[①-⑳❶-❿]|\((?:\d{1,2}|[一二三四五六七八九十]{1,2})\)(?!分)|(?:\d{1,2}|[一二三四五六七八九十]{1,2})[、.](?!\d)|[a-zA-Z][.、)]"
    r"|第?\d[档等级]:(?=[^\d,;。]{0,12}?[≥≤<>=\d])"
)
#: A label before its range in brackets: 优(≥90%), 一档(≥95%).
_NO_LABEL = r"\d,;。:()"
LABELLED = LeanPattern(
    rf"(?:第?\d[档等级类]|{gap(_NO_LABEL, '{1,8}')}|{gap(_NO_LABEL, '{1,20}')}(?:相符|一致|持平|吻合|相等|平衡)的?)\((?=[^()]*\d)",
    needs=r"\(",
)
#: Without its word a list is not there; looking for it from every place reads the same numbers over again.
LISTS = tuple(
    (name, lazy_pattern(needed))
    for name, needed in (
        ("led", "分[:)]"),
        ("respective", "分别|依次|各|对应"), ("enumerated", "每"), ("above", "以上|上述|每|各"),
        ("each", r"(?:各|分别)[得计记扣减加\d]"), ("any-of", "之一"), ("how-many", r"\d项"),
    )
)  # fmt: skip
#: What may stand behind a standard to the end of its clause, and words that pay.
FREE_TO_END = LeanPattern(gap(r"\d,;。:()得计记扣加减每", "{0,14}") + r"(?=[,;。]|$)")
POINTS = lazy_pattern(
    r"\d分(?!钟|类|别|数)|[扣加减]\d|[得扣加减记计增]分|按比例|分值|权重|满分|否决|清零|归零|减半|折半|加倍|翻倍|全扣|降低?1?[档等级]"
)
#: A case put in words on the bad side: 如未按要求及时收治人员. Before a step down it says nothing that the step does not.
FALLS_SHORT = LeanPattern(
    rf"(?:如果?|若|凡)?(?:未|没有?)(?:能|按|及时|如期|达|完成|落实|做好|开展|履行|执行)(?:(?!不|超|{SCOPE})[\u4e00-\u9fff]){{1,24}}\Z",
    needs="未|没",
)
FALLING = lazy_pattern(
    r",?(?:[^\d,;。:()得扣每未没不]{2,12}(?:率|比例|占比))?每(?:下降|降低|低于?|减少|少于?|差|缺|欠)"
)
#: Words that only a deduction has.
TAKEN = lazy_pattern(r"[扣减](?:完|光)|(?:最多|最高|累计)扣")
#: Points for each of a thing without a verb: 设备故障每次1分.
VERBLESS = lazy_pattern(
    r"每[^\d;。,扣得加减计记给]{0,20}(?:1[^\d;。,扣得加减计记给]{1,16})?(?<!\d)\d[\d.]*分(?![扣加减])"
)
#: The deadline in a list item.
DEADLINE = lazy_pattern(r"\d+(?:\.\d+)?(?:个工作日|工作日|日|天|月|年|小时|季度)")
#: How often something is to be done, in a list item: 每年组织1次演练, 全年检查不少于4次.
_EACH_TIME = r"每(?:年|半年|学期|季度?|月|周)[^\d,;。每扣]{0,14}"
_TIMES = r"\d+(?:次|场|期|批|轮|个|项|名|人|篇|份)"
SO_OFTEN = lazy_pattern(rf"(?:{_EACH_TIME}|(?:至少|不得?少于|不低于)[^\d,每]{{0,8}}){_TIMES}(?=[^\d]*$)")
#: The same before the points of the item.
DUE_REGULARLY = lazy_pattern(rf"{_EACH_TIME}{_TIMES}[^\d,;。每扣]{{0,14}}?的?,?\(?(?:[得计记]?\d[\d.]*分(?!钟))")
#: Where points begin.
AMOUNT_AHEAD = lazy_pattern(
    r"(?:酌情扣减?分|\(?(?:各)?(?:可)?(?:另外?(?=[加扣])|再(?=[加扣]))?(?:得|计|记|给|赋|扣|(?<![压削缩裁])减|加|按满分)[^,;。:()的]{0,14}?(?:分|\d+(?:\.\d+)?%)|\(\d+(?:\.\d+)?分|(?<![\d.])\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)?分"
    r"|(?<=:)\d[\d.]*%的?(?:分值|权重|满分)|满分|不得分|不计分|不记分|不给分|该项不得分|不扣分|不(?:予|再)?加分|(?:实行|执行|予以|给予|按)?[一1]票否决(?:制|处理)?(?=[;。,)]|$))"
)


def _unused_scope(element: Element) -> str:
    """A name that holds a scoping word which nothing uses: only its number would count. Empty where there is none.

    A fact in words is asked for as it is written, and what is counted may be one thing or another.
    """
    names: list[str] = []
    match element:
        case Statement(condition, outcome):
            condition = condition.number if isinstance(condition, Joined) else condition
            if isinstance(condition, Within | Either):
                parts = condition.parts if isinstance(condition, Either) else (condition,)
                names += [part.subject for part in parts]
            if isinstance(outcome, Formula):
                names += names_in(outcome.expression)
        case Definition(name, expression):
            names += [name, *names_in(expression)]
        case Standard():
            names.append(element.subject)
        case _:
            pass
    return next((name for name in names if scoped(name)), "")


def reckoned(element: Element, text: str) -> bool:
    """Whether a formula of the text reckons with what an element names."""
    if not isinstance(element, Definition):
        return False
    name = re.escape(element.name)
    return re.search(rf"[-+×*÷/(]{name}[-+×*÷/)]|[=(]{name}[-+×*÷/]|[-+×*÷/]{name}(?=[,;。]|$)", text) is not None


#: One act of two, or neither of them, as the whole of a condition: 只防疫,不填表; 既不防疫,也不填表.
ONLY = lazy_pattern(r"只(?P<done>[^,不未没]{1,12}),?[不未没]有?(?P<left>[^,]{1,12})")
NEITHER = lazy_pattern(r"既?[不未没]有?(?P<one>[^,]{1,12}),?[也又][不未没]有?(?P<other>[^,]{1,12})")
#: What makes a fault of a state, or is one.
FAULT = lazy_pattern(r"[不未无没缺少漏错违乱差]|失误|事故|投诉|问题|迟|逾期|超期")


def unclear(element: Element) -> tuple[str, str] | None:
    """Why an element cannot be scored by though all its words were read, and what would settle it."""
    if name := _unused_scope(element):
        return f"“{name}”里有限定范围的话，没有读懂", "把限定写成单独的得分条件，或移到指标解释里"
    return None


#: Several things that share their points, in words that name none of them by itself.
_EACH_OF = lazy_pattern(r"[、和及与][^,;。]*?各(?:自)?[得计记扣减加]")


def unread(words: str) -> tuple[str, str]:
    """Why no construction takes these words, and what would settle it."""
    if VERBLESS.search(words):
        return "没有写明是得分还是扣分", "写明“得几分”或“扣几分”"
    if _EACH_OF.search(words):
        return "几项各得（扣）几分，没有逐项写明", "逐项写明得几分、扣几分"
    return "从这里起没有读懂", "改写成“条件+得（扣）几分”的句式"


def takes_more_words(condition: Condition) -> bool:
    """Whether words behind a number only go on naming what is counted, or what is done by then.

    Behind a rate or an amount of money they are a condition of their own (95%以上经验收合格的), which would be lost.
    """
    if isinstance(condition, ByDate):
        return True
    first = condition.parts[0] if isinstance(condition, Either) else condition
    end = (first.low or first.high) if isinstance(first, Within) else None
    return end is not None and canonical(end.unit) not in ("%", "百分点", "元", "万元", "亿元", "分", "")


def another_thing(before: str, noun: str) -> bool:
    """Whether a noun behind a count names another thing than an event counted before: 1盏红灯扣…,1盏灭灯…."""
    events = re.findall(rf"(?:{EVENT})\d+(?:{UNIT})([^\d,;。:()得计记扣加减每]{{2,14}})(?=[扣加减])", before)
    return any(event != noun for event in events)


def deducts(element: Element) -> bool:
    """Whether an element takes points off."""
    outcome = element.outcome if isinstance(element, Statement) else None
    amount = outcome.amount if isinstance(outcome, PerStep) else outcome
    return isinstance(amount, Prorata) or (isinstance(amount, Amount) and amount.manner == "deduct")


def bare_points(condition: Condition) -> bool:
    """A bare number of points is more likely a score than a condition."""
    return (
        isinstance(condition, Within)
        and condition.exact
        and condition.low is not None
        and condition.low.unit == "分"
    )


_SAID_OF_EVENTS = lazy_pattern(rf"(?:{EVENT})$|^(?:{EVENT})|满$")


def same_thing(one: str, other: str) -> bool:
    """Whether two counts count the same: by the same name, or one of them without a name goes on with the other."""
    bare = [_SAID_OF_EVENTS.sub("", name) for name in (one, other)]
    return not all(bare) or bare[0] == bare[1]


def counts_things(unit: str) -> bool:
    """Whether a unit counts what happens one by one: things, and the days and hours that an absence lasts."""
    return is_thing(unit) or dimension(canonical(unit)) == "time"


def counts(step: PerStep) -> bool:
    """Whether a step counts things by themselves, as far as its words tell: 每次, 每缺1项."""
    return step.kind in ("event", "plain") or (
        step.kind == "short" and not step.from_target and is_thing(step.step.unit)
    )


def tiers(elements: list[Element]) -> list[Element]:
    """What the text says, where points for so many of a thing (发现1处扣2分) may be one of a list of tiers.

    They are points each time, unless the list goes on with more of the same thing. A score for one of a thing beside
    other clauses may be a tier of theirs.
    """
    steps = [step for e in elements if (step := _single(e)) is not None]
    counted = [e.outcome for e in elements if isinstance(e, Statement) and isinstance(e.outcome, PerStep)]
    elements = [_vetoing(e, counted) for e in elements]
    if not steps:
        return elements
    if len(steps) == 1 and steps[0].amount.manner == "deduct" and any(isinstance(e, AndSoOn) for e in elements):
        # 迟到一次扣0.5分,以此类推: each time costs the same.
        return [replace_step(e, every=True) for e in elements if not isinstance(e, AndSoOn)]
    others = [c.subject for e in elements if (c := _count_of(e)) is not None and not _ends_it(e, c, steps)]
    paying = sum(isinstance(e, Statement) and e.outcome is not None for e in elements)

    def is_tier(step: PerStep) -> bool:
        more = others + [s.subject for s in steps if s.step.value != step.step.value]
        scores = step.amount.manner == "award" and step.kind == "plain" and paying > 1
        return scores or any(same_thing(subject, step.subject) for subject in more)

    return [_tier(e) if (step := _single(e)) is not None and is_tier(step) else e for e in elements]


def _ends_it(element: Element, count: Within, steps: list[PerStep]) -> bool:
    """Whether a count only ends the score, with numbers before it that have no tier: 1起扣1分,5起以上不得分."""
    nothing = isinstance(element, Statement) and element.outcome == NONE
    apart = count.low is not None and all(count.low.value > step.step.value + 1 for step in steps)
    return nothing and count.high is None and apart and len(steps) == 1 and steps[0].amount.manner == "deduct"


def _vetoing(element: Element, counted: Sequence[PerStep]) -> Element:
    """Nothing left for one of another thing than is counted besides (轻伤每人扣1分,死亡1人不得分) is a fact by itself."""
    one = _count_of(element)
    if one is None or not isinstance(element, Statement) or element.outcome != NONE or not one.exact:
        return element
    apart = bool(counted) and bool(one.subject) and one.low is not None and one.low.value == 1
    told = apart and not any(same_thing(step.subject, one.subject) for step in counted)
    return replace(element, condition=Saying(one.subject)) if told else element


def replace_step(element: Element, *, every: bool) -> Element:
    """A clause of so many of a thing, said of each time or not; any other clause as it is."""
    step = _single(element)
    return element if step is None else replace(cast("Statement", element), outcome=replace(step, every=every))


def _single(element: Element) -> PerStep | None:
    """Points for so many of a thing without 每: one of a list of tiers, or each of them."""
    step = element.outcome if isinstance(element, Statement) and element.condition is None else None
    single = isinstance(step, PerStep) and not step.every and step.kind in ("event", "plain")
    return step if single and isinstance(step, PerStep) else None


def _tier(element: Element) -> Element:
    step = _single(element)
    assert isinstance(element, Statement)  # noqa: S101 - it has a step
    assert step is not None  # noqa: S101
    within = Within(step.step, True, step.step, True, subject=happening(step.subject))
    return Statement(within, step.amount, element.mark, element.span)


def happening(fault: str) -> str:
    """The name of a count whose own name would deny the number before it: 有2项不达标 does not fall short."""
    return f"有{fault}" if fault.startswith(tuple("不未没无缺少多超低高除")) else fault


def fault_before(elements: list[Element]) -> str:
    """The fault that the last clause counts, with which the next one may go on: 有1项不达标扣2分,2项不达标扣5分."""
    last = elements[-1] if elements else None
    step = None if last is None else _single(last)
    count = None if last is None else _count_of(last)
    name = step.subject if step is not None else "" if count is None else count.subject.removeprefix("有")
    return name if FAULT.search(name) else ""


def _count_of(element: Element) -> Within | None:
    """The condition on a count of things, None where there is none."""
    condition = element.condition if isinstance(element, Statement) else None
    if not isinstance(condition, Within) or condition.measure:
        return None
    end = condition.low or condition.high
    return condition if end is not None and counts_things(end.unit) else None


def declares(condition: Within) -> bool:
    """Whether a condition without points may declare a standard."""
    end = condition.low or condition.high
    return (
        condition.measure in ("", "share", "off", "around")
        and not condition.exact
        and end is not None
        and end.unit != "分"
    )


def named(condition: Within, subject: str) -> Within:
    """The same range of a named quantity."""
    return Within(
        condition.low,
        condition.low_in,
        condition.high,
        condition.high_in,
        condition.measure,
        subject.strip("的,:"),
    )


#: The name of a tier, whose range decides: A:95%以上, 良好:80%-90%.
_TIER_NAME = lazy_pattern(rf"(?:第?[一二三四五甲乙丙丁][档等级]|{GRADE})")
#: What a share is taken of or a number multiplies, which is no name of a tier: 按完成比例的50%得分.
_SHARE_OF = lazy_pattern(r"按照?[^,;。]*(?:的|占)$|.*[×*÷/+=]$")
#: A comparison at the end of a name would be lost.
_COMPARES = lazy_pattern(
    r"(?:小于|大于|低于|高于|多于|少于|超过|超出|不足|不到|不满|未达到?|至少|至多|最多|最少|除|非|[↑↓])$"
)


#: Words that pay, at the end of a name: what follows is points, or a share of them (成效一般得分值的60%).
_PAYS = lazy_pattern(r"(?<![累合总预统会])[得计记给扣加减赋]$|否则")
_PAYS_SHARE = lazy_pattern(rf"(?<![累合总预统会])[得计记给扣加减赋](?:{WEIGHT}的?)?$|否则")


_AMISS = lazy_pattern(AMISS)
_MEASURE = lazy_pattern("(?:率|数|比例|占比|比重|次数|天数|时间|额|量|度)$")


def subject_of(tokens: list[object]) -> Within | Either | None:
    """A range with the name before it; None where the name says something of its own, which would be lost."""
    match, condition = tokens
    assert isinstance(match, re.Match)  # noqa: S101
    assert isinstance(condition, Within | Either)  # noqa: S101
    subject = match[0].rstrip(":")
    if match[0].endswith(":") and _TIER_NAME.fullmatch(subject):
        subject = ""
    subject = re.sub(r"^(?:若|如果|如(?!期)|当(?![年期月日季地])|凡|其中|按照?(?![时期质量规]))", "", subject)
    percent = isinstance(condition, Within) and all(end.unit == "%" for end in condition.ends)
    if (_PAYS_SHARE if percent else _PAYS).search(subject) or scoped(subject):
        return None
    if _COMPARES.search(subject) or _SHARE_OF.match(match[0]):
        return None
    subject = re.sub(r"^[^\w(]+", "", subject)
    subject = re.sub(r"(?:在|为|介于|处于)$|^(?:完成|达到|实现)$", "", subject)
    if subject.endswith("超支") and isinstance(condition, Within) and not condition.measure and condition.high:
        subject, condition = subject.removesuffix("超支"), replace(condition, measure="past")
    if isinstance(condition, Within) and condition.measure in ("late", "early"):
        # What is late stands on both sides of the word: 图纸延期交付3天.
        subject += condition.subject
    if subject.endswith("第") and isinstance(condition, Within) and not condition.measure and _happens(condition):
        return replace(named(condition, subject.removesuffix("第")), measure="nth")
    if isinstance(condition, Within) and (share := shared(subject, condition)) is not None:
        return share
    if isinstance(condition, Within) and (place := ranked(subject, condition)) is not None:
        return place
    if _AMISS.match(subject) and not _MEASURE.search(subject):
        # Mistakes are counted as they are; what is missing is missing from a number that another clause states.
        first = condition.parts[0] if isinstance(condition, Either) else condition
        end = first.low or first.high
        if subject[0] not in "错漏" or first.measure or end is None or not counts_things(end.unit):
            return None
    if isinstance(condition, Either):
        first = condition.parts[0]
        return Either((named(first, subject or first.subject), *condition.parts[1:]))
    return named(condition, subject or condition.subject)


def joined_of(tokens: list[object]) -> Joined | None:
    """A number and a fact at once; None where the name of the number says something of its own."""
    number, fact, either = cast("tuple[list[object], Saying, bool]", tokens[0])
    held = subject_of(number) if len(number) > 1 else number[0]
    ends = [end.unit for end in (held.low, held.high) if end] if isinstance(held, Within) else []
    if not isinstance(held, Within | Against) or "分" in ends:
        return None  # 延迟提交5分,未提交不得分 are points
    return Joined(held, fact, either)


def _happens(condition: Within) -> bool:
    """Whether the number counts what happens one after another: 第2次, no 第2名 and no 第2季度."""
    end = condition.low or condition.high
    return (
        end is not None and end.unit in ("次", "起", "例", "件", "宗", "桩", "回") and end.value.denominator == 1
    )


#: Words between a fact and its points; 本项不得分 are words of the points, and so is 为 (优秀为10分, no 行为).
_TIES = lazy_pattern(r"(?:的|者|,|:|(?<!规|原|准|细)则|即|就|(?<![行作成认因])为|[本该此](?:小?项|指标))+$")
_VERDICT = lazy_pattern(r",?(?:为|视为|视同|属于)不(?:合格|达标)$")


def fact_of(words: str) -> str:
    """The fact that words before points name, without what ties it to them.

    >>> fact_of("若出现安全事故的,本项"), fact_of("制度健全者")
    ('出现安全事故', '制度健全')
    """
    said = re.sub(r"^(?:若|如果|凡|其中)", "", _TIES.sub("", words).strip(",:的"))
    return _VERDICT.sub("", said)


#: What is done all the time is one fact of a list whose points add up: 每周召开班会2分.
REGULAR = lazy_pattern(r"每(?:日|天|周|月|年|季度?|学期|学年)(?=[^每\d]{2,}$)")
