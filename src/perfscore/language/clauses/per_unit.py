"""A step of a gap and what it costs: `每低1个百分点扣0.5分`, `每超额1%加0.5分`, `下降1个百分点扣1分`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal

import pyparsing as pp

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.core.units import canonical, dimension, is_counted, is_known
from perfscore.language.clauses.amounts import AWARD_POINTS, CHANGE, Amount
from perfscore.language.clauses.conditions import Quantity
from perfscore.language.clauses.scope import gap, loose, narrowed, scoped
from perfscore.language.clauses.terminals import first_of, regex
from perfscore.language.clauses.words import (
    ADD_VERB,
    DEDUCT_VERB,
    DEVIATION,
    EVENT,
    EXCEPT,
    EXCESS,
    LATE,
    NO,
    NUMBER,
    OVERDUE,
    SHORTFALL,
    SUPPOSED,
    TARGET,
    UNIT,
    WEIGHT,
    fraction,
)

Kind = Literal["short", "over", "off", "late", "early", "event", "plain"]

_SAID: dict[Kind, str] = {
    "short": "低于", "over": "超过", "off": "偏离", "late": "逾期", "early": "提前", "event": "发现", "plain": "",
}  # fmt: skip


@frozen
class PerStep:
    """Points for each step of a gap or a count.

    Attributes:
        kind: what is counted: a shortfall, an excess, a distance, a delay, time gained, events, or not said.
        step: the size of one step.
        amount: points for one step, off or on the score; awarded where counting starts from zero.
        from_target: whether the words count from the target.
        subject: what is counted, as written.
        every: whether 每 is written; without it several steps are a list of tiers.
        period: 每季度, 每月 … when the step is judged period by period.
        beyond: how many of what is counted cost nothing.
        all_beyond: whether the words may as well charge all of them once there are more (最多3人,超过3人的,每人…).
    """

    kind: Kind
    step: Quantity
    amount: Amount
    from_target: bool = False
    subject: str = ""
    every: bool = True
    period: str = ""
    beyond: Fraction = Fraction(0)
    all_beyond: bool = False

    def say(self) -> str:
        """The step in the canonical words."""
        target = "目标值" if self.from_target else ""
        every = "每" if self.every else ""
        period = f"{self.period}的" if self.period else ""
        thing = self.subject + ("," if self.subject and self.every else "")
        amount = self.amount.say()
        if self.all_beyond:
            free = f"{plain(self.beyond)}{self.step.unit}"
            return f"{self.subject}最多{free},超过{free}的,每发现{self.step.say()}{amount}"
        if self.beyond:
            return f"{self.subject}从第{plain(self.beyond + 1)}{self.step.unit}起每发现{self.step.say()}{amount}"
        plain_name = self.subject and not _LOGIC.search(self.subject) and not re.search("[,:]|增$", self.subject)
        if self.kind == "event" and self.every and plain_name and _LISTED.fullmatch(self.step.unit):
            return f"{period}每发现{self.step.say()}{self.subject}{amount}"
        # Without 每, 低于1个 would be a condition.
        said = (
            {"short": "下降", "over": "增加"}.get(self.kind, _SAID[self.kind])
            if not self.every
            else _SAID[self.kind]
        )
        return f"{period}{thing}{every}{said}{target}{self.step.say()}{amount}"


def is_thing(unit: str) -> bool:
    """Whether a unit is of things, which are counted one by one; places in a ranking, time and measures are not."""
    known = canonical(unit)
    return (
        unit not in ("", "%", "个百分点", "位次", "名次", "位", "名")
        and dimension(known) != "time"
        and (is_counted(known) or not is_known(unit))
    )


_LISTED = lazy_pattern(UNIT)
_UNIT_RUN = gap(r"\d,;。:()%≥≤<>=扣减加得计记的按每不未没一-十", "{1,3}")
STEP_UNIT = rf"(?:%|个百分点|{UNIT}|分(?!值|别)|{_UNIT_RUN}(?=扣|减|加|得|计|记|的?,))"
PAID = (
    rf"(?=(?:各|可|则|即|就|将|均)?(?:按(?={NUMBER}分|{WEIGHT}的?{NUMBER}%[^\d;。,]{{0,4}}扣)|"
    rf"(?:每次|每项|一次性)?(?:{DEDUCT_VERB}|{ADD_VERB}|[得计记给赋]{{1,2}})[^\d;。,]{{0,10}}\d|\d[\d.]*分(?!钟)))"
)
_PERIOD = "(?:(?P<period>每(?:个)?(?:季度|季|月|年度?|周|半年))的?)?"
_HEAD = (
    rf"{_PERIOD}(?P<subject>(?:\([^()\d]{{1,24}}\)|[^\d,;。:()每扣]){{0,36}}?)[,:]?(?:按照?|以)?每"
    rf"(?P<mid>[^\d;。,扣每]{{0,18}}?)(?:(?P<n>{NUMBER})(?P<u>{STEP_UNIT})?|(?P<unit>{UNIT}|位次))"
    rf"(?P<tail>[^\d;。,扣]{{0,40}}?)[,、]?(?:则|即|就|将|均)?(?:标准分|基准分|基本分|基础分)?{PAID}"
)
_BARE = (
    rf"{_PERIOD}(?P<subject>[^\d,;。:()每扣得加]{{0,24}}?)"
    rf"(?P<mid>(?:下降|降低|减少|下滑|增加|上升|提高|增长|超额)(?:{TARGET})?|(?:超过|高于|超出|低于|少于|超|低)(?:{TARGET})?(?={NUMBER}个百分点)"
    rf"|(?:漏|缺少?|少|多)(?:完成|开展|报送|安装|建设|建|培训|发放|举办|组织|召开)?(?={NUMBER}(?!%|个百分点))|(?:{LATE})(?=1(?!\d|\.)))"
    rf"(?P<n>{NUMBER})(?P<u>{STEP_UNIT})?(?P<tail>[^\d;。,扣得]{{0,16}}?)[,、]?(?:则|即|就|将)?{PAID}"
)
#: A way before the first number, and no 每; few texts begin so.
_BARE_BEGINS = (
    r"(?=(?:每个?(?:季|月|年|周|半年)度?的?)?[^\d,;。:()每扣得]*\d)"
    rf"(?:每个?(?:季|月|年|周|半年)度?的?)?[^\d,;。:()每扣得]*(?:下降|降低|减少|下滑|增加|上升|提高|增长|[超低漏缺少多]|高于|{LATE})"
    r"[^\d,;。:()每扣得]*\d"
)
_BY = regex(rf"按(?P<d>{NUMBER})分(?:依次)?(?:递减|扣减|扣)")
_BY.set_parse_action(lambda t: Amount("deduct", points=fraction(t[0]["d"])))
_UP = regex(rf"按(?P<d>{NUMBER})分(?:依次)?(?:递增|加分|累加)")
_UP.set_parse_action(lambda t: Amount("add", points=fraction(t[0]["d"])))

_LOGIC = lazy_pattern(
    rf"且|并(?!处|网)|同时|但|{EXCEPT}|以上|以下|以内|不超过|另|仅|部分|上年|去年|平均|排名|同比|环比|累计超"
)
#: Words before 每 that say when the step applies.
_GUARD = lazy_pattern(
    rf"(?:的|者|时|后|前|内|情况下|情形)[,:]?$|有|{NO}|{SUPPOSED}|凡|当|因|且|但|{EXCEPT}|首次|之后|此后|其中|重大|逾期|投诉|事故"
)
#: A number of cases or a rate is a quantity, whatever the cases are: 客户投诉次数. The name of a rate may deny or have
#: something of its own: 无害化处理率, 不良贷款率, 有效投诉率.
_QUANTITY = lazy_pattern(
    r"[^的,者时后若如凡且但除有无未不没当因]*(?:次数|件数|起数|人数|数量|率)[,:]?$|[^的,者时后若如凡且但除当因:]{2,14}(?<!概)率[,:]?$"
)
#: Being short of the target is what a shortfall counts anyway.
_BELOW = lazy_pattern(
    rf"(?:{OVERDUE}|未达标|不达标|未完成(?:{TARGET})?|(?:未达到|低于|达不到){TARGET})(?:的|者|时)?[,:]?$",
    needs="未|没|不|低于",
)
#: Outside a range there are two sides.
_OUT_OF_RANGE = r"超[出过](?:[^\W\d_]{0,4})(?:范围|区间)|(?:范围|区间)(?:之|以)?外"
_ORDER: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("late", lazy_pattern(rf"^(?:{LATE})")),
    ("early", lazy_pattern("^提[前早]")),
    ("off", lazy_pattern(rf"^(?:{DEVIATION}|超过或低于|高于或低于|多于或少于)|{_OUT_OF_RANGE}")),
    ("short", lazy_pattern(rf"^(?:{SHORTFALL})")),
    ("over", lazy_pattern(rf"^(?:{EXCESS})")),
    ("event", lazy_pattern(rf"{EVENT}|错|未|不")),
)
_ANYWHERE: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("late", lazy_pattern(rf"(?:{LATE})$")),
    ("short", lazy_pattern(r"(?:低于|少于|下降|降低|减少|未达到|不足|未完成)")),
    ("over", lazy_pattern(r"(?:超过|高于|超出|增加|上升|超额)")),
)


#: What is beyond the bound or short of it, before the step that counts it: 超出部分每小时.
_REST: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("over", lazy_pattern("(?:超[出过额]?|高于|多出)的?部分")),
    ("short", lazy_pattern("(?:低于|不足|短缺|未(?:完成|达到?))的?部分")),
)
#: A part of the whole that was done: 每完成10%.
_DONE = lazy_pattern(rf"(?:实际)?(?:完成|达到|达成|实现)(?:{TARGET})?的?")
#: The words before the number that say which way is counted, and from where.
_WAY = lazy_pattern(rf"超过或低于|高于或低于|多于或少于|{LATE}|{DEVIATION}|{SHORTFALL}|{EXCESS}|{TARGET}")


def _kind(mid: str) -> Kind:
    for kind, pattern in _ORDER:
        if pattern.search(mid):
            return kind
    if mid:
        for kind, pattern in _ANYWHERE:
            if pattern.search(mid):
                return kind
    return "plain" if not mid else "event"


def _step(tokens: pp.ParseResults, *, every: bool) -> PerStep:
    """The step of a gap.

    Raises:
        pp.ParseException: things are counted, or the words hold more than a name and a way.
    """
    match: re.Match[str] = tokens[0]
    amount: Amount = tokens[1]
    named = match.groupdict()
    mid, tail = match["mid"] or "", match["tail"] or ""
    written = match["subject"] or ""
    subject = written.strip("的,:")
    period = named["period"] or ""
    each = r"个?(?:季度?|月|年度?|周|半年)(?!次)|[次期轮批](?=[^\W\d_])"  # 每次合格率低于90%: a bound, no step
    if re.match(each, mid + (named.get("unit") or "")):
        raise pp.ParseException("a period inside the step")
    if (
        amount.high is not None
        or _LOGIC.search(mid)
        or _LOGIC.search(tail)
        or re.search(rf"且|但|{EXCEPT}|仅|得满分|满分|不得分|得分", subject)
    ):
        raise pp.ParseException("conditions inside the step")
    alone = named.get("unit")
    unit = alone or match["u"] or ""
    percent = unit in ("%", "个百分点")
    kind = _kind(mid)
    from_target = bool(re.search(rf"(?:{TARGET})(?:的)?$", mid)) if mid else False
    if kind == "event" and percent and amount.manner == "award" and _DONE.fullmatch(mid):
        kind, mid, from_target = "plain", "", False
    if kind == "plain" and percent and subject:
        for other, pattern in _ANYWHERE:
            if pattern.search(subject[-4:]):
                kind = other
    rest = next((way for way, pattern in _REST if pattern.fullmatch(subject)), None)
    if rest is not None and kind in ("plain", rest):
        kind, written, subject = rest, "", ""
    if re.search(_OUT_OF_RANGE, subject) and kind in ("plain", "over"):
        kind = "off"
    if tail.startswith(("低于", "少于")) and kind == "plain":
        kind = "short"
    if tail.startswith(("超过", "高于")) and kind == "plain":
        kind = "over"
    things = is_thing(unit)
    if kind == "event" or (kind in ("late", "early") and things) or (kind == "plain" and things):
        # 迟到1次 counts how often, not how long.
        raise pp.ParseException("a count, not a gap")
    plain = kind == "plain" and not percent
    if not plain and _QUANTITY.match(written) is None and _GUARD.search(_BELOW.sub("", written)):
        raise pp.ParseException("the words before 每 are a condition, not a name")
    conditioned = (
        narrowed(written + tail)
        if plain
        else scoped(_BELOW.sub("", written)) or loose(_WAY.sub("", mid)) or loose(tail)
    )
    if conditioned:
        raise pp.ParseException("a condition in the name of what is counted or behind the step")
    step = Quantity(Fraction(1) if alone else fraction(match["n"]), unit)
    if step.value == 0 or amount.points == 0 or (amount.manner == "award" and amount.points is None):
        raise pp.ParseException("a step of nothing")
    thing = (written.strip(",:") + tail).strip("的,:+") if kind == "plain" else subject
    return PerStep(kind, step, amount, from_target, thing, every, period)


_PAY = CHANGE | _BY | _UP | AWARD_POINTS
EVERY = (regex(_HEAD, needs="每") + _PAY).set_name("per unit")
EVERY.set_parse_action(lambda t: _step(t, every=True))
BARE = (first_of((_BARE_BEGINS, _BARE)) + CHANGE).set_name("bare step")
BARE.set_parse_action(lambda t: _step(t, every=False))
GRAMMAR = (EVERY | BARE).set_name("step")
