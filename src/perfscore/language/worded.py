"""Rules over counts, facts and grades, lowered: counters, checklists, yes or no, closed lists of grades."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction

from perfscore.core.units import canonical
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.limits import Limit, Starting
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.yes_no import Against, Otherwise, Saying
from perfscore.language.program import Need, Program, Setting, UnboundError
from perfscore.language.statements import Statement, Template
from perfscore.language.terms import (
    Case,
    Chosen,
    Greatest,
    Input,
    Is,
    Least,
    Nothing,
    Number,
    Term,
    Whole,
    add,
    minus,
    number,
    over,
    times,
)

YES, NO = "是", "否"


#: Words that take some of the events out of the count.
_SOME_TIMES = re.compile(r"首|初次|第\d|第[一二三]|前\d|允许|整改|补报|补正|轻微|\d")


def _value(amount: Amount, setting: Setting) -> Fraction:
    if (
        amount.of is not None
        and amount.of != setting.points
        and setting.pick("points", ("written", "row"), None) == "row"
    ):
        amount = replace(amount, of=None)
    value = amount.value(setting.points)
    if value is None:
        raise UnboundError("只给了分值区间", "写明区间内怎样定分")
    return value


def _said(statement: Statement) -> str:
    condition = statement.condition
    return condition.text if isinstance(condition, Saying | Against) else ""


def _limit(template: Template, bound: str) -> Fraction | None:
    limits = [e for e in template.elements if isinstance(e, Limit) and e.bound == bound]
    return next((e.points for e in limits if e.points is not None), None)


def _has(template: Template, bound: str) -> bool:
    return any(isinstance(e, Limit) and e.bound == bound for e in template.elements)


# -- counts ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Counter:
    """A counter: its input and what one event costs or earns."""

    need: Need
    step: PerStep
    each: Fraction

    @property
    def paid(self) -> Term:
        steps = over(Input(self.need.name), number(self.step.step.value))
        if self.step.step.value != 1:
            steps = Whole(steps, up=False)
        return times(number(self.each), steps)


def lower_counts(template: Template, setting: Setting) -> Program:
    """Counters of events, with the facts of a checklist beside them."""
    if setting.goal.sign in ("≥", ">") and setting.goal.value and not _earning(template):
        raise UnboundError("按发现的件数扣分，而指标值是越多越好的数", "写明扣分的件数从哪里来")
    down = next((e.down for e in template.elements if isinstance(e, Starting)), None)
    counters: list[_Counter] = []
    items: list[tuple[Statement, list[_Counter]]] = []
    for statement in template.statements:
        outcome = statement.outcome
        if isinstance(outcome, PerStep):
            if statement.condition is not None and not isinstance(
                statement.condition, Saying | Against | Otherwise
            ):
                raise UnboundError("计件扣分带有数值条件", "分开写")
            counter = _counter(statement, outcome, setting, len(counters))
            counters.append(counter)
            if items and items[-1][0].mark and not statement.mark and outcome.kind != "short":
                items[-1][1].append(counter)
        elif isinstance(statement.condition, Saying) and isinstance(outcome, Amount) and outcome.manner == "award":
            items.append((statement, []))
            if _SOME_TIMES.search(statement.condition.text):
                raise UnboundError("其中几次不扣分，怎样计数没有读懂", "写明从第几次起扣分", statement.span)
        elif isinstance(statement.condition, Against) and isinstance(outcome, Amount):
            continue
        elif outcome is not None:
            raise UnboundError("计件扣分之外还有别的得分条件", "分开写", statement.span)
    counters = _distinct(counters)
    total = sum((_value(s.outcome, setting) for s, _ in items if isinstance(s.outcome, Amount)), Fraction(0))
    checklist = len(items) > 1 and total == setting.points
    if checklist and any(own for _, own in items):
        return _mixed(template, setting, items)
    if checklist:
        _same_as_items(items, counters, setting)
    elif any(
        isinstance(s.outcome, Amount) and _value(s.outcome, setting) not in (0, setting.points) for s, _ in items
    ):
        raise UnboundError("得分与扣分合不到本行的分值", "核对分值")
    earning = any(c.step.amount.manner != "deduct" for c in counters)
    base = Fraction(0) if earning or down is not None else setting.points
    if earning and any(c.step.amount.manner == "deduct" for c in counters):
        raise UnboundError("既加分又扣分，起点没有写明", "写明基本分")
    paid = add(*(c.paid for c in counters))
    allowed = setting.goal.value or Fraction(0)
    limited = (
        setting.goal.sign in ("≤", "<", "") and setting.goal.unit != "%" and allowed > 0 and len(counters) == 1
    )
    if (
        limited
        and not earning
        and setting.pick("allowance", ("from-zero", "beyond-target"), None) == "beyond-target"
    ):
        beyond = Greatest((number(0), minus(Input(counters[0].need.name), number(allowed))))
        paid = times(number(counters[0].each / counters[0].step.step.value), beyond)
    most = _limit(template, "most-off")
    if most is not None and not earning:
        paid = Least((number(most), paid))
    raw = add(number(base), paid) if earning else minus(number(base), paid)
    vetoes = [] if checklist else [s for s, _ in items if _vetoes(s, counters, setting)]
    for veto in vetoes:
        raw = Chosen(
            (Case(Is(_said(veto), (YES,)), number(0), _said(veto)), Case(Is(_said(veto), (NO,)), raw, "")),
            Nothing(f"没有报告是否{_said(veto)}", "missing"),
        )
    low, high = _bounds(template, setting, down=bool(down))
    needs = (*(c.need for c in counters), *(replace(_fact(s), bad=True) for s in vetoes))
    only = needs[0].name if len(needs) == 1 else ""
    return Program(
        raw, low, high, needs, single=only, variable=Input(only) if only else None, goal=Fraction(0),
        direction="up" if earning else "down", stated_floor=_has(template, "floor"),
        stated_cap=_has(template, "cap"), counted=True,
    )  # fmt: skip


def _bounds(template: Template, setting: Setting, *, down: bool) -> tuple[Fraction | None, Fraction | None]:
    """Floor and cap; an item that only takes off runs from zero down to its points."""
    low: Fraction | None = -setting.points if down else Fraction(0)
    high: Fraction | None = Fraction(0) if down else setting.points
    cap = _limit(template, "cap")
    if cap is not None and high is not None:
        high = min(high, cap)
    return None if _has(template, "below-zero") else low, None if _has(template, "uncapped") else high


def _earning(template: Template) -> bool:
    return any(isinstance(s.outcome, PerStep) and s.outcome.amount.manner != "deduct" for s in template.statements)


def _counter(statement: Statement, step: PerStep, setting: Setting, index: int) -> _Counter:
    name = step.subject or f"第{index + 1}类次数"
    if isinstance(statement.condition, Saying | Against):
        name = statement.condition.text
    need = Need(name, "count", mark=statement.mark, unit=canonical(step.step.unit), measure="count")
    return _Counter(need, step, _value(step.amount, setting))


def _distinct(counters: list[_Counter]) -> list[_Counter]:
    if len(counters) == 1:
        only = counters[0]
        return [
            replace(
                only,
                need=replace(
                    only.need, name=only.need.name if not only.need.name.startswith("第1类") else "发生次数"
                ),
            )
        ]
    if any(n > 1 for n in Counter(c.need.name for c in counters).values()):
        raise UnboundError("几种扣分说的是同一件事", "写明各自数什么")
    return counters


def _vetoes(statement: Statement, counters: list[_Counter], setting: Setting) -> bool:
    """Whether a worded 不得分 beside counters is a fact of its own, and not the counted thing again."""
    if not isinstance(statement.outcome, Amount) or _value(statement.outcome, setting) != 0:
        return False
    return not any(_said(statement) in c.need.name or c.need.name in _said(statement) for c in counters)


def _same_as_items(
    items: list[tuple[Statement, list[_Counter]]], counters: list[_Counter], setting: Setting
) -> None:
    """Items that earn and a step that takes off for a missing one must say the same."""
    amounts = {_value(s.outcome, setting) for s, _ in items if isinstance(s.outcome, Amount)}
    if len(counters) != 1 or amounts != {counters[0].each}:
        raise UnboundError("逐项得分与逐项扣分的数额不同", "统一每项的分值")


def _mixed(template: Template, setting: Setting, items: list[tuple[Statement, list[_Counter]]]) -> Program:
    """A checklist whose items may lose points by count."""
    terms: list[Term] = []
    needs: list[Need] = []
    for statement, own in items:
        assert isinstance(statement.outcome, Amount)  # noqa: S101
        worth = _value(statement.outcome, setting)
        if own:
            name = _said(statement)
            counter = own[0]
            needs.append(replace(counter.need, name=name, mark=statement.mark))
            steps = over(Input(name), number(counter.step.step.value))
            terms.append(Greatest((number(0), minus(number(worth), times(number(counter.each), steps)))))
        else:
            needs.append(_fact(statement))
            terms.append(_if_yes(_said(statement), worth))
    return Program(add(*terms), Fraction(0), setting.points, tuple(needs), stated_floor=_has(template, "floor"))


# -- facts and grades --------------------------------------------------------------------------------------


def _fact(statement: Statement, *more: tuple[str, bool]) -> Need:
    said = _said(statement)
    return Need(said, "fact", mark=statement.mark, phrases=((said, True), *more))


def _if_yes(name: str, yes: Fraction, no: Fraction = Fraction(0)) -> Term:
    cases = (Case(Is(name, (YES,)), number(yes), name), Case(Is(name, (NO,)), number(no), f"不满足“{name}”"))
    return Chosen(cases, Nothing("没有报告是否满足", "missing"))


def lower_worded(template: Template, setting: Setting) -> Program:
    """Yes or no, a checklist, or a closed list of grades: the amounts tell them apart."""
    statements = [s for s in template.statements if s.outcome is not None]
    if any(not isinstance(s.outcome, Amount) for s in statements):
        raise UnboundError("文字条件和计算方法混在一起，没有读懂", "分开写", statements[0].span)
    said = [s for s in statements if isinstance(s.condition, Saying | Against)]
    rest = [s for s in statements if not isinstance(s.condition, Saying | Against | Otherwise)]
    if rest or not said:
        raise UnboundError("得分条件没有读懂", "写明得分条件", statements[0].span if statements else None)
    awards = [s for s in said if isinstance(s.outcome, Amount) and s.outcome.manner == "award"]
    manners = {s.outcome.manner for s in said if isinstance(s.outcome, Amount)}
    if manners == {"add"}:
        return _bonus(template, setting, said)
    if manners == {"deduct"}:
        return _deductions(setting, said)
    if manners != {"award"}:
        return _one(template, setting, said) if len(said) == 2 else _refuse("得分与扣分混在一起")
    if any(s.outcome.high is not None for s in awards if isinstance(s.outcome, Amount)):
        return _grades(template, setting, awards)
    values = [_value(s.outcome, setting) for s in awards if isinstance(s.outcome, Amount)]
    otherwise = any(isinstance(s.condition, Otherwise) for s in statements)
    if len(awards) == 1 or (len(awards) == 2 and _opposed(awards) and 0 in values):
        return _one(template, setting, awards)
    positive = [v for v in values if v > 0]
    if sum(positive) == setting.points and len(positive) > 1:
        return _checklist(template, setting, [s for s, v in zip(awards, values, strict=True) if v > 0])
    if max(values) == setting.points:
        return _grades(template, setting, awards)
    if all(s.mark for s in awards) and 0 not in values:
        return _checklist(template, setting, awards)
    if 0 in values and sorted(values, reverse=True) == values and len(values) > 2 and not otherwise:
        return _grades(template, setting, awards)
    raise UnboundError(f"各项得分合计{_plain(sum(positive))}分，与本行分值不符", "核对各项分值")


def _plain(value: Fraction | int) -> str:
    from perfscore.core.numbers import plain

    return plain(Fraction(value))


def _refuse(reason: str) -> Program:
    raise UnboundError(reason, "分开写明")


_NEGATIVE = re.compile(r"^(?:[^,]{0,12}?)(?:未|不|没有?|无|发现|存在|出现|发生|被)")


def _opposed(pair: list[Statement]) -> bool:
    """Whether two statements are one fact and its opposite."""
    first, second = (_said(s) for s in pair)
    if isinstance(pair[0].condition, Against) and isinstance(pair[1].condition, Against):
        return {pair[0].condition.standing, pair[1].condition.standing} == {"met", "unmet"}

    if any(re.fullmatch(r"发现|出现|发生|存在|有", t) for t in (first, second)):
        return bool(_NEGATIVE.search(first)) and bool(_NEGATIVE.search(second))

    def core(text: str) -> str:
        return re.sub(r"未|不|没有?|无|发现|存在|出现|发生|被|认定|全年|做到|的", "", text)

    one, other = core(first), core(second)
    negated = bool(_NEGATIVE.search(first)) or bool(_NEGATIVE.search(second))
    shared = sum((Counter(one) & Counter(other)).values())
    return negated and shared * 2 >= min(len(one), len(other)) and shared > 0


def _one(template: Template, setting: Setting, said: list[Statement]) -> Program:
    """One fact: met or not."""
    first = said[0]
    values = [_value(s.outcome, setting) for s in said if isinstance(s.outcome, Amount)]
    zero_only = len(said) == 1 and values[0] == 0
    if zero_only:
        term = _if_yes(_said(first), Fraction(0), setting.points)
    elif len(said) == 2:
        term = _if_yes(_said(first), values[0], values[1])
    else:
        otherwise = next((s for s in template.statements if isinstance(s.condition, Otherwise)), None)
        no = (
            _value(otherwise.outcome, setting)
            if otherwise is not None and isinstance(otherwise.outcome, Amount)
            else Fraction(0)
        )
        term = _if_yes(_said(first), values[0], no)
    more = ((_said(said[1]), False),) if len(said) == 2 else ()
    need = replace(_fact(first, *more), bad=zero_only or (len(said) == 2 and values[0] < values[1]))
    return Program(term, Fraction(0), setting.points, (need,), single=need.name)


def _checklist(template: Template, setting: Setting, items: list[Statement]) -> Program:
    names = [_said(s) for s in items]
    if len(set(names)) != len(names):
        raise UnboundError("清单里有两项同名", "区分两项")
    terms = [_if_yes(_said(s), _value(s.outcome, setting)) for s in items if isinstance(s.outcome, Amount)]
    high = setting.points
    cap = _limit(template, "cap")
    return Program(
        add(*terms), Fraction(0), high if cap is None else min(high, cap), tuple(_fact(s) for s in items)
    )


def _deductions(setting: Setting, items: list[Statement]) -> Program:
    """Facts that cost a fixed number of points."""
    terms = [_if_yes(_said(s), _value(s.outcome, setting)) for s in items if isinstance(s.outcome, Amount)]
    needs = tuple(replace(_fact(s), bad=True) for s in items)
    raw = minus(number(setting.points), add(*terms))
    return Program(raw, Fraction(0), setting.points, needs, single=needs[0].name if len(needs) == 1 else "")


def _bonus(template: Template, setting: Setting, items: list[Statement]) -> Program:
    """Listed bonus events: a lone actual names one of them."""
    values = [_value(s.outcome, setting) for s in items if isinstance(s.outcome, Amount)]
    labels = tuple(re.sub(r"^.*?(?=在|被|获|受|列)", "", _said(s)) for s in items)
    cases = tuple(
        Case(Is("加分情形", (label,)), number(v), label) for label, v in zip(labels, values, strict=True)
    )
    none = Case(Is("加分情形", (NO,)), number(0), "没有加分情形")
    need = Need("加分情形", "grade", words=(*labels, NO))
    high = None if _has(template, "uncapped") else setting.points
    return Program(
        Chosen((*cases, none), Nothing("这一情形不在加分条件里", "grade")),
        Fraction(0),
        high,
        (need,),
        single=need.name,
    )


def _grades(template: Template, setting: Setting, said: list[Statement]) -> Program:
    labels = tuple(_said(s) for s in said)
    if len(set(labels)) != len(labels):
        raise UnboundError("同一档次写了两次", "核对档次")
    cases: list[Case] = []
    for statement, label in zip(said, labels, strict=True):
        amount = statement.outcome
        assert isinstance(amount, Amount)  # noqa: S101
        term: Term = (
            Nothing("这一档只给了分值区间", "range")
            if amount.high is not None
            else Number(_value(amount, setting))
        )
        cases.append(Case(Is("档次", (label,)), term, label))
    otherwise = next((s for s in template.statements if isinstance(s.condition, Otherwise)), None)
    last: Term = Nothing("这个词不在所列档次里", "grade")
    need = Need("档次", "grade", words=labels)
    if otherwise is not None:
        # An unlisted word may be a synonym of a listed one: only the listed words are sure.
        last = Nothing("这个词不在所列档次里", "grade")
    if all(isinstance(c.term, Nothing) for c in cases):
        raise UnboundError("各档只给了分值区间", "写明区间内怎样定分")
    return Program(Chosen(tuple(cases), last), Fraction(0), setting.points, (need,), single=need.name)
