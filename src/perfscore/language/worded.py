"""Rules over facts and grades, lowered: checklists, yes or no, closed lists of grades."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.limits import Limit, Starting
from perfscore.language.clauses.words import GRADE
from perfscore.language.clauses.yes_no import Against, Otherwise, Saying
from perfscore.language.program import Need, Program, Setting, UnboundError
from perfscore.language.shapes import REGULAR
from perfscore.language.statements import Statement, Template
from perfscore.language.terms import (
    Case,
    Chosen,
    Is,
    Least,
    Nothing,
    Number,
    Term,
    add,
    minus,
    number,
)

YES, NO = "是", "否"


def amount_of(amount: Amount, setting: Setting) -> Fraction:
    """The points of an amount, in the reading under way."""
    if (
        amount.of is not None
        and amount.of != setting.points
        and setting.pick("points", ("written", "row"), None) == "row"
    ):
        amount = replace(amount, of=None)
    value = amount.value(setting.points)
    if amount.judged:
        raise UnboundError("得分由评分人酌定", "写明每种情形扣几分")
    if value is None:
        raise UnboundError("只给了分值区间", "写明区间内怎样定分")
    return value


def words_of(statement: Statement) -> str:
    """The condition in words, empty where it is none."""
    condition = statement.condition
    return condition.text if isinstance(condition, Saying | Against) else ""


def limit(template: Template, bound: str) -> Fraction | None:
    """The points of a bound that the rule states."""
    limits = [e for e in template.elements if isinstance(e, Limit) and e.bound == bound]
    return next((e.points for e in limits if e.points is not None), None)


def own_limits(template: Template) -> dict[int, Fraction]:
    """The most that single clauses take off, by the place of the clause among the statements.

    One limit behind the last clause is of all of them; otherwise each is of the clause that it stands behind.

    Raises:
        UnboundError: a limit among several stands behind more than one clause.
    """
    found: dict[int, Fraction] = {}
    groups: list[list[int]] = [[]]
    for element in template.elements:
        if isinstance(element, Statement):
            groups[-1].append(sum(map(len, groups)))
        elif (
            isinstance(element, Limit)
            and element.bound == "most-off"
            and element.points is not None
            and groups[-1]
        ):
            found[groups[-1][-1]] = element.points
            groups.append([])
    *limited, rest = groups
    if len(limited) == 1 and not rest:
        return {}
    if any(len(group) > 1 for group in limited):
        raise UnboundError("限额写在几项扣分之间，管哪几项没有写明", "每一项后写明最多扣几分")
    return found


def has(template: Template, bound: str) -> bool:
    """Whether the rule states a bound of this kind."""
    return any(isinstance(e, Limit) and e.bound == bound for e in template.elements)


def bounds(template: Template, setting: Setting, *, down: bool) -> tuple[Fraction | None, Fraction | None]:
    """Floor and cap; an item that only takes off runs from zero down to its points."""
    low: Fraction | None = -setting.points if down else Fraction(0)
    high: Fraction | None = Fraction(0) if down else setting.points
    cap = limit(template, "cap")
    if cap is not None and high is not None:
        high = min(high, cap)
    least = limit(template, "least")
    if least is not None:
        low = least
    elif has(template, "below-zero"):
        low = None
    return low, None if has(template, "uncapped") else high


# -- facts and grades --------------------------------------------------------------------------------------


def fact(statement: Statement, *more: tuple[str, bool]) -> Need:
    """The input that a condition in words asks for; `more` are other words for it, or for its opposite."""
    said = words_of(statement)
    return Need(said, "fact", mark=statement.mark, phrases=((said, True), *more))


def if_yes(name: str, yes: Fraction, no: Fraction = Fraction(0)) -> Term:
    """What a fact gives where it holds and where it does not."""
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
    otherwise = [s for s in statements if isinstance(s.condition, Otherwise)]
    if len(said) == len(otherwise) == 1:
        return _one(setting, [*said, *otherwise])
    if any(_paid(s, setting) not in (0, setting.points) for s in otherwise):
        raise UnboundError("“否则”得几分没有读懂", "写明每种情形得几分", otherwise[0].span)
    if manners == {"deduct"}:
        return _deductions(template, setting, said)
    if manners == {"award", "deduct"} and _scale(said):
        return _grades(template, setting, said)
    if manners != {"award"}:
        if manners == {"award", "deduct"} and len(said) == 2 and opposed(said):
            return _one(setting, said)
        raise UnboundError("得分与扣分混在一起", "分开写明")
    if any(s.outcome.high is not None for s in awards if isinstance(s.outcome, Amount)):
        return _grades(template, setting, awards)
    values = [amount_of(s.outcome, setting) for s in awards if isinstance(s.outcome, Amount)]
    positive = [v for v in values if v > 0]
    _check_regular(awards, positive, setting)
    if len(awards) > 1 and not positive and not otherwise and not opposed(awards[:2]):
        return _vetoes(setting, awards)
    if len(awards) == 1 or (len(awards) == 2 and opposed(awards) and 0 in values):
        return _one(setting, awards)
    if sum(positive) == setting.points and len(positive) > 1:
        return _checklist(template, setting, [s for s, v in zip(awards, values, strict=True) if v > 0])
    if max(values) == setting.points:
        return _grades(template, setting, awards)
    if all(s.mark for s in awards) and 0 not in values:
        return _checklist(template, setting, awards)
    if 0 in values and sorted(values, reverse=True) == values and len(values) > 2 and not otherwise:
        return _grades(template, setting, awards)
    raise UnboundError(f"各项得分合计{_plain(sum(positive))}分，与本行分值不符", "核对各项分值")


def _check_regular(awards: list[Statement], positive: list[Fraction], setting: Setting) -> None:
    """What is done every week is one fact of a list whose points add up; alone it may be paid each time."""
    regular = next((s for s in awards if REGULAR.match(words_of(s))), None)
    if regular is not None and (len(positive) < 2 or sum(positive) != setting.points):
        raise UnboundError(
            "每次得几分还是做到了得几分，没有写明", "写明“每次得几分”或“做到的得几分”", regular.span
        )


def _plain(value: Fraction | int) -> str:
    from perfscore.core.numbers import plain

    return plain(Fraction(value))


_GRADE = lazy_pattern(rf"(?:(?:考核|评价|评定|考评|测评|检查)?(?:结果|等级|等次)?(?:为|是))?(?P<word>{GRADE})")
_NEGATIVE = lazy_pattern(r"^(?:[^,]{0,12}?)(?:未|不|没有?|无|发现|存在|出现|发生|被)")


def opposed(pair: list[Statement]) -> bool:
    """Whether two statements are one fact and its opposite."""
    first, second = (words_of(s) for s in pair)
    if isinstance(pair[0].condition, Against) and isinstance(pair[1].condition, Against):
        return {pair[0].condition.standing, pair[1].condition.standing} == {"met", "unmet"}

    if any(re.fullmatch(r"发现|出现|发生|存在|有", t) for t in (first, second)):
        return bool(_NEGATIVE.search(first)) and bool(_NEGATIVE.search(second))

    def core(text: str) -> str:
        return re.sub(r"未|不|没有?|无|发现|存在|出现|发生|被|认定|全年|做到|的", "", text)

    negated = bool(_NEGATIVE.search(first)) or bool(_NEGATIVE.search(second))
    return negated and alike(core(first), core(second))


def alike(one: str, other: str) -> bool:
    """Whether two names may mean one thing: they share half of the characters of the shorter one."""
    shared = sum((Counter(one) & Counter(other)).values())
    return shared * 2 >= min(len(one), len(other)) and shared > 0


def _paid(statement: Statement, setting: Setting, base: Fraction | None = None) -> Fraction:
    """What a clause gives: its points, or the base with its change; without a base the row's points."""
    amount = statement.outcome
    assert isinstance(amount, Amount)  # noqa: S101 - the caller has seen to it
    value = amount_of(amount, setting)
    base = setting.points if base is None else base
    match amount.manner:
        case "award":
            return value
        case "deduct":
            return base - value
        case "add":
            return base + value


def _base(setting: Setting, said: list[Statement]) -> Fraction:
    """What changes count from: the award beside them, which is the row's points or another reading of them."""
    amounts = [s.outcome for s in said if isinstance(s.outcome, Amount)]
    awards = [amount_of(a, setting) for a in amounts if a.manner == "award"]
    best = max(awards, default=Fraction(0)) or setting.points
    if best == setting.points or len(awards) == len(amounts):
        return best
    return best if setting.pick("change-from", ("award", "points"), None) == "award" else setting.points


def _one(setting: Setting, said: list[Statement]) -> Program:
    """One fact: what it gives, and what its opposite (its own words, 否则, or nothing) gives."""
    base = _base(setting, said)
    paid = [_paid(s, setting, base) for s in said]
    first, yes = said[0], paid[0]
    alone = setting.points if yes == 0 else Fraction(0)
    no = paid[1] if len(said) == 2 else alone
    more = ((words_of(said[1]), False),) if len(said) == 2 and words_of(said[1]) else ()
    need = replace(fact(first, *more), bad=yes < no, wanted=setting.goal.text)
    return Program(if_yes(words_of(first), yes, no), Fraction(0), setting.points, (need,), single=need.name)


def _checklist(template: Template, setting: Setting, items: list[Statement]) -> Program:
    names = [words_of(s) for s in items]
    if len(set(names)) != len(names):
        raise UnboundError("清单里有两项同名", "区分两项")
    terms = [if_yes(words_of(s), amount_of(s.outcome, setting)) for s in items if isinstance(s.outcome, Amount)]
    high = setting.points
    cap = limit(template, "cap")
    return Program(
        add(*terms), Fraction(0), high if cap is None else min(high, cap), tuple(fact(s) for s in items)
    )


def _deductions(template: Template, setting: Setting, items: list[Statement]) -> Program:
    """Facts that cost a fixed number of points."""
    if any(isinstance(e, Starting) for e in template.elements):
        raise UnboundError("加减分项的文字条件没有读懂", "写明每种情形扣几分", items[0].span)
    own = own_limits(template)
    taken = {
        place: _judged(words_of(s)) if s.outcome.judged else if_yes(words_of(s), amount_of(s.outcome, setting))
        for place, s in enumerate(template.statements)
        if s in items and isinstance(s.outcome, Amount)
    }
    off: Term = add(*(Least((number(own[n]), one)) if n in own else one for n, one in taken.items()))
    most = None if own else limit(template, "most-off")
    off = off if most is None else Least((number(most), off))
    needs = tuple(replace(fact(s), bad=True, wanted=setting.goal.text) for s in items)
    low, high = bounds(template, setting, down=False)
    raw = minus(number(setting.points), off)
    return Program(raw, low, high, needs, single=needs[0].name if len(needs) == 1 else "")


def _judged(name: str) -> Term:
    """What a fact takes off where the scorer has to say how much: nothing where it does not hold."""
    cases = (Case(Is(name, (YES,)), Nothing(f"“{name}”扣几分由评分人酌定", "range"), name),)
    no = Case(Is(name, (NO,)), number(0), f"不满足“{name}”")
    return Chosen((*cases, no), Nothing("没有报告是否满足", "missing"))


def _bonus(template: Template, setting: Setting, items: list[Statement]) -> Program:
    """Listed bonus events: a lone actual names one of them."""
    values = [amount_of(s.outcome, setting) for s in items if isinstance(s.outcome, Amount)]
    labels = tuple(re.sub(r"^.*?(?=在|被|获|受|列)", "", words_of(s)) for s in items)
    cases = tuple(
        Case(Is("加分情形", (label,)), number(v), label) for label, v in zip(labels, values, strict=True)
    )
    none = Case(Is("加分情形", (NO,)), number(0), "没有加分情形")
    need = Need("加分情形", "grade", words=(*labels, NO))
    high = None if has(template, "uncapped") else setting.points
    return Program(
        Chosen((*cases, none), Nothing("这一情形不在加分条件里", "grade")),
        Fraction(0),
        high,
        (need,),
        single=need.name,
    )


def _word(said: str) -> str:
    """The word of a scale without what gives it: 评价等级为优 is 优."""
    found = _GRADE.fullmatch(said)
    return found["word"] if found is not None else said


def _scale(said: list[Statement]) -> bool:
    """Whether the conditions are the words of one scale: one of them holds, so that 良好减2分 is a grade, no fact."""
    return len(said) > 2 and all(_GRADE.fullmatch(words_of(s)) for s in said)


def _vetoes(setting: Setting, items: list[Statement]) -> Program:
    """Facts each of which leaves nothing."""
    term: Term = number(setting.points)
    for item in reversed(items):
        words = words_of(item)
        cases = (Case(Is(words, (YES,)), number(0), words), Case(Is(words, (NO,)), term, ""))
        term = Chosen(cases, Nothing(f"没有报告是否{words}", "missing"))
    needs = tuple(replace(fact(s), bad=True, wanted=setting.goal.text) for s in items)
    return Program(term, Fraction(0), setting.points, needs)


def _grades(template: Template, setting: Setting, said: list[Statement]) -> Program:
    """A closed list of words; a change counts from what the best of them gives."""
    changes = any(isinstance(s.outcome, Amount) and s.outcome.manner != "award" for s in said)
    base = _base(setting, said) if changes else setting.points
    labels = tuple(_word(words_of(s)) for s in said)
    if len(set(labels)) != len(labels):
        raise UnboundError("同一档次写了两次", "核对档次")
    cases: list[Case] = []
    for statement, label in zip(said, labels, strict=True):
        amount = statement.outcome
        assert isinstance(amount, Amount)  # noqa: S101
        term: Term = (
            Nothing("这一档只给了分值区间", "range")
            if amount.high is not None
            else Number(_paid(statement, setting, base))
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
