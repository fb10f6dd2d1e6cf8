"""Facts that stand to the target because of the clauses beside them: 按期兑付 beside 每逾期1天, 未化解 beside 化解率."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.units import canonical, dimension
from perfscore.language.clauses.amounts import NONE, Amount
from perfscore.language.clauses.conditions import Quantity, Within
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.ranges import Measure
from perfscore.language.clauses.scope import scoped
from perfscore.language.clauses.yes_no import WHOLE, Against, Otherwise, Saying, Standing
from perfscore.language.statements import Element, Statement

#: In time, whatever is done; within what is due, whatever it is; and what is not done, whatever it is.
_IN_TIME = lazy_pattern(r"[^,未无没不]{0,10}(?:按期|按时|如期|及时|准时)[^,未无没不\d]{0,12}")
_OPEN = r"[^,:未无没不\d得扣]"
_DUE = r"(?:承诺|规定|约定|要求|计划|合同|标准|目标|限定|允许|合理|核定|下达|预算|概算)"
_MEASURE = "(?:[率度量数值额例价耗]|时间|时长|成本|费用|周期|价格)"
_WITHIN = lazy_pattern(
    rf"(?!{_OPEN}*(?:验收|检查|评[价审估定]|考核|监测|检[测验])){_OPEN}{{0,16}}(?:达标|{_DUE}{{1,2}}的?(?:时限|时间|期限|工期|时长|时效|范围|区间|标准|额度|限额|值|数)(?:范围)?(?:以?内|之内|之前|前){_OPEN}{{0,10}})"
    rf"|{_OPEN}{{0,12}}[未不](?:超出|超过|突破|高于|超)(?:{_DUE}{_OPEN}{{0,8}}|{_OPEN}{{1,6}}(?:标准|限值|限额|定额|上限|指标|预算|计划))|{_OPEN}{{0,12}}[未不]超标"
    rf"|{_OPEN}{{0,12}}(?:预算|概算|定额|限额|额度)(?:范围)?(?:以?内|之内)"
    rf"|{_OPEN}{{0,16}}{_MEASURE}(?:均|都)?(?:符合|达到|满足)(?:相关|有关|规定|设计|合同)*(?:要求|规定|标准)"
)
_ALL = lazy_pattern(r"(?:全部|足额|全额|如数)完成[^,未无没不\d]{0,12}")
#: The thing that reaches what is required of it.
_NAMED = lazy_pattern(
    r"[^,未没不]{1,20}?[率度例值数量额](?=(?:未能?|没有?|不能?)?(?:达到|完成|实现|达成|满足|符合))"
)
_DONE = lazy_pattern("^(?:实际|本年|年度)*(?:完成)?|的$")
_MEASURED = lazy_pattern(r"[率度例值数量额]$")
_NOT_DONE = lazy_pattern(r"未能?(?:按时|按期|及时|全部)?(?P<done>[^,未无没不\d]{2,6})")


def standing(elements: list[Element]) -> list[Element]:
    """The elements with the facts that are standings said as such.

    A fact in time beside a delay that is counted is the target met; what is not done beside its own rate that pays is
    the target missed; all of it done beside its opposite, alone, is the target met.
    """
    elements = _changes(_apart(_wholly(elements)))
    statements = [e for e in elements if isinstance(e, Statement) and e.outcome is not None]
    said = [s for s in statements if isinstance(s.condition, Saying)]
    if len(said) != 1 or len(statements) < 2:
        return elements
    only, others = said[0], [s for s in statements if s is not said[0]]
    if _none_of_it(only, others):
        return [replace(e, condition=_NOTHING) if e is only else e for e in elements]
    found = _standing(only, others)
    if found is None:
        return elements
    assert isinstance(only.condition, Saying)  # noqa: S101 - it was chosen for that
    new = replace(only, condition=Against(found, only.condition.text))
    return [new if e is only else e for e in elements]


#: A change without a number, and without what it is against: 持平的, 下降的; and time gained without saying how much.
_CHANGED = lazy_pattern(
    r"(?P<level>持平)|(?P<not>未|没有?|不|持平[或及和与])?(?:(?P<up>上升|增加|增长|提高|升高)|(?P<down>下降|减少|降低))"
)
_GAINED = lazy_pattern(r"[^,未无没不\d]{0,10}?提[前早](?:完成|完工|竣工|交付|提交|报送|办结|上报)")


def _changes(elements: list[Element]) -> list[Element]:
    """Facts beside changes against a base, or beside a delay, that are changes or time gained themselves."""
    ranges = [e.condition for e in elements if isinstance(e, Statement) and isinstance(e.condition, Within)]
    changes = [w for w in ranges if w.measure in ("up", "down")]
    based = any(w.low is None or w.low.value == 0 for w in changes)
    late = any(w.measure == "late" for w in ranges)
    return [_changed(e, based=based, late=late) for e in elements] if based or late else elements


def _changed(element: Element, *, based: bool, late: bool) -> Element:
    said = element.condition if isinstance(element, Statement) else None
    if (
        not isinstance(element, Statement)
        or not isinstance(said, Saying)
        or not isinstance(element.outcome, Amount)
    ):
        return element
    nothing = Quantity(Fraction(0))
    if based and (match := _CHANGED.fullmatch(said.text)) is not None:
        measure: Measure = "down" if match["down"] else "up"
        if match["not"] in ("未", "没", "没有", "不"):
            return replace(element, condition=Within(high=nothing, high_in=True, measure=measure))
        level = match["level"] is not None
        low_in = level or match["not"] is not None
        condition = Within(nothing, low_in, nothing if level else None, level or None, measure)
        return replace(element, condition=condition)
    if late and element.outcome.manner == "award" and _GAINED.fullmatch(said.text) and not scoped(said.text):
        return replace(element, condition=Within(nothing, False, measure="early"))
    return element


def _apart(elements: list[Element]) -> list[Element]:
    """Standings of several named things (数量达到要求, 质量达到要求) are facts: one target cannot tell them apart."""
    standings = {n: name for n, e in enumerate(elements) if (name := _name_of(e))}
    measured = {name for e in elements if (name := _measured(e))}
    facts = any(map(_paid_fact, elements))
    if not standings or (_one_thing({*standings.values(), *measured}) and not facts):
        ordered = {n: name for n, e in enumerate(elements) if (name := _thing_of(e))}
        if _one_thing({*ordered.values()}):
            return elements
        standings = ordered
    found = list(elements)
    for n in standings:
        element = found[n]
        if isinstance(element, Statement) and isinstance(element.condition, Against):
            found[n] = replace(element, condition=Saying(element.condition.text))
    return found


def _wholly(elements: list[Element]) -> list[Element]:
    """All of it (足额拨付, 配齐) is the target where the other clauses are about it too; else it is a fact."""
    paying = [e for e in elements if isinstance(e, Statement) and e.outcome is not None]
    whole = [e for e in paying if isinstance(e.condition, Against) and WHOLE.fullmatch(e.condition.text)]
    others = [e.condition for e in paying if e not in whole]
    own = all(
        c is None or isinstance(c, Against | Otherwise) or (isinstance(c, Within) and not c.subject)
        for c in others
    )
    if own and len(paying) > 1:
        return elements
    facts = [e for e in whole if isinstance(e.outcome, Amount)]
    return [
        replace(e, condition=Saying(e.condition.text))
        if isinstance(e, Statement) and e in facts and isinstance(e.condition, Against)
        else e
        for e in elements
    ]


def _paid_fact(element: Element) -> bool:
    """Whether a clause pays for a fact in words."""
    if not isinstance(element, Statement) or not isinstance(element.condition, Saying):
        return False
    outcome = element.outcome
    return isinstance(outcome, Amount) and outcome.manner == "award" and outcome != NONE


def _name_of(element: Element) -> str:
    """The thing that a standing names, empty where it names none."""
    condition = element.condition if isinstance(element, Statement) else None
    match = _NAMED.match(condition.text) if isinstance(condition, Against) else None
    return match[0] if match else ""


def _thing_of(element: Element) -> str:
    """The thing that a standing holds against its goal, without what says that it was done."""
    condition = element.condition if isinstance(element, Statement) else None
    return _DONE.sub("", condition.thing) if isinstance(condition, Against) else ""


def _one_thing(names: set[str]) -> bool:
    """Whether names may all be of one thing: each is the end of the longest."""
    return all(map(max(names, key=len, default="").endswith, names))


def _measured(element: Element) -> str:
    """The rate or number that a range or a step names, empty where it names none."""
    if not isinstance(element, Statement):
        return ""
    condition, outcome = element.condition, element.outcome
    subject = condition.subject if isinstance(condition, Within) else ""
    if isinstance(outcome, PerStep) and outcome.kind != "event":
        subject = subject or outcome.subject
    return subject if _MEASURED.search(subject) else ""


def _standing(only: Statement, others: list[Statement]) -> Standing | None:
    text = only.condition.text if isinstance(only.condition, Saying) else ""
    if scoped(text):
        return None
    awards = isinstance(only.outcome, Amount) and only.outcome.manner == "award" and only.outcome != NONE
    if awards and _IN_TIME.fullmatch(text) and all(map(_late, others)):
        return "met"
    if awards and _WITHIN.fullmatch(text) and all(_strays(text, one) for one in others):
        return "met"
    if awards and _ALL.fullmatch(text) and len(others) == 1 and _missed(others[0]):
        return "met"
    done = _NOT_DONE.fullmatch(text)
    if done is not None and only.outcome == NONE and all(_rate_of(done["done"], s) for s in others):
        return "unmet"
    return None


#: Nothing of it, or less than nothing.
_NOTHING = Within(high=Quantity(Fraction(0), "%"), high_in=True)


#: What is found of a thing, rather than done, may be found of one of many.
_JUDGED = lazy_pattern("合格|及格|达标|满意|通过|到位|完成|优")


def _none_of_it(only: Statement, others: list[Statement]) -> bool:
    """Whether words say that what a rate is of did not happen at all, beside steps of it: 未节约 beside 节约率达5%."""
    done = _NOT_DONE.fullmatch(only.condition.text) if isinstance(only.condition, Saying) else None
    if done is None or only.outcome != NONE or _JUDGED.search(done["done"]) or scoped(done[0]):
        return False
    steps = [s.outcome for s in others if isinstance(s.outcome, PerStep) and s.condition is None]
    ranges = [s for s in others if s.outcome not in steps]
    names = {step.subject for step in steps if step.subject} | {_measured(s) for s in ranges}
    short = bool(steps) and all(step.kind == "short" for step in steps)
    return short and bool(names) and all(_is_rate_of(done["done"], name) for name in names)


def _is_rate_of(done: str, name: str) -> bool:
    """Whether a name is the rate of what is done: 采集率 of 采集数据."""
    return any(name.endswith(f"{done[:end]}率") for end in range(2, len(done) + 1))


def _late(statement: Statement) -> bool:
    """Whether a clause is about delay alone."""
    condition, outcome = statement.condition, statement.outcome
    if isinstance(outcome, PerStep):
        timed = outcome.kind == "over" and dimension(canonical(outcome.step.unit)) in ("time", "workdays")
        return (outcome.kind in ("late", "early") or timed) and condition is None
    return isinstance(condition, Within) and condition.measure in ("late", "early")


def _strays(text: str, statement: Statement) -> bool:
    """Whether a clause takes off for each bit beyond the target, of what a standing names or of nothing it names."""
    step, within = statement.outcome, statement.condition
    if isinstance(within, Within) and within.measure in ("late", "over") and step == NONE:
        return within.low is not None and not within.subject
    if not isinstance(step, PerStep) or step.kind in ("event", "plain") or step.amount.manner == "award":
        return False
    own = statement.condition is None or (_missed(statement) and not step.subject)
    return own and (not step.subject or step.subject in text)


def _missed(statement: Statement) -> bool:
    return isinstance(statement.condition, Against) and statement.condition.standing == "unmet"


def _rate_of(done: str, statement: Statement) -> bool:
    """Whether a clause pays for the rate of what is done (化解率达100%)."""
    condition, outcome = statement.condition, statement.outcome
    return (
        isinstance(condition, Within)
        and isinstance(outcome, Amount)
        and outcome.manner == "award"
        and condition.subject.endswith(f"{done}率")
    )
