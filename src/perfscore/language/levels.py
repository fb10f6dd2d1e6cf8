"""Facts of which one holds at most: awards by level, of which the highest counts; acts done alone, or neither.

受到国家级表彰加10分,受到省级表彰加5分,同一事项取最高分      one level, or none of them
只防疫,不填表扣6分; 只填表,不防疫扣15分; 既不防疫,也不填表扣30分    one of three, or none of them
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.joint import HowMany
from perfscore.language.program import Need, Program, Setting, UnboundError
from perfscore.language.shapes import NEITHER, ONLY
from perfscore.language.statements import Statement, Template
from perfscore.language.terms import Case, Chosen, Is, Least, Nothing, Term, add, minus, number
from perfscore.language.worded import NO, YES, amount_of, bounds, fact, has, if_yes, limit, own_limits, words_of

#: Of more facts than these every combination would be too many.
_MOST_NAMES = 4
#: What an award is given for; before it stands what the row is about.
_LED = lazy_pattern(r"^.*?(?=在|被|获|受|列)")


def award_label(words: str) -> str:
    """What names an award among others, without what the row is about."""
    return _LED.sub("", words)


def lower_highest(template: Template, setting: Setting, said: list[Statement]) -> Program:
    """Awards by level of which the highest counts: an actual names the highest one, or none.

    Raises:
        UnboundError: something else than awards stands beside the levels.
    """
    manners = {s.outcome.manner for s in said if isinstance(s.outcome, Amount)}
    if len(manners) != 1 or manners == {"deduct"} or len(said) < 2:
        raise UnboundError("取最高分的是哪几项，没有读懂", "写明每一级别得几分")
    values = [amount_of(s.outcome, setting) for s in said if isinstance(s.outcome, Amount)]
    if manners == {"award"} and max(values) != setting.points:
        raise UnboundError("最高一级的得分与本行分值不符", "核对各级别的分值")
    labels = tuple(award_label(words_of(s)) for s in said)
    if len(set(labels)) < len(labels):
        raise UnboundError("同一级别写了两次", "核对级别")
    need = Need("加分情形" if manners == {"add"} else "级别", "grade", words=(*labels, NO))
    cases = [Case(Is(need.name, (label,)), number(v), label) for label, v in zip(labels, values, strict=True)]
    none = Case(Is(need.name, (NO,)), number(0), "没有所列情形")
    high = None if has(template, "uncapped") else setting.points
    most = limit(template, "most-on") or limit(template, "cap")
    if most is not None and high is not None:
        high = min(high, most)
    term = Chosen((*cases, none), Nothing("这一级别不在所列条件里", "grade"))
    return Program(term, Fraction(0), high, (need,), single=need.name)


def lower_how_many(template: Template, setting: Setting) -> Program:
    """Points by how many of the named facts hold; each of them is asked for.

    Raises:
        UnboundError: the numbers do not cover every case, or something else stands beside them.
    """
    paid: dict[int, Fraction] = {}
    names: tuple[str, ...] = ()
    for statement in template.statements:
        condition, outcome = statement.condition, statement.outcome
        same = isinstance(condition, HowMany) and condition.names == (names or condition.names)
        if not same or not isinstance(outcome, Amount) or outcome.manner != "award":
            raise UnboundError("满足几项得几分之外还有别的得分条件", "分开写", statement.span)
        assert isinstance(condition, HowMany)  # noqa: S101 - the line above
        names = condition.names
        if condition.number in paid:
            raise UnboundError("满足同样多项写了两次", "核对各项", statement.span)
        paid[condition.number] = amount_of(outcome, setting)
    paid.setdefault(0, Fraction(0))
    if paid.keys() != set(range(len(names) + 1)) or paid[len(names)] != setting.points or len(names) > _MOST_NAMES:
        raise UnboundError("没有写明满足每一种项数得几分", "写明满足几项得几分")
    low, high = bounds(template, setting, down=False)
    return Program(_by_number(names, paid, 0), low, high, tuple(map(_fact, names)))


def _fact(name: str) -> Need:
    return Need(name, "fact", phrases=((name, True),))


def _by_number(names: tuple[str, ...], paid: dict[int, Fraction], held: int) -> Term:
    """What is paid where so many facts hold, and the named ones are still to be asked for."""
    if not names:
        return number(paid[held])
    first, rest = names[0], names[1:]
    yes = Case(Is(first, (YES,)), _by_number(rest, paid, held + 1), first)
    no = Case(Is(first, (NO,)), _by_number(rest, paid, held), f"不满足“{first}”")
    return Chosen((yes, no), Nothing(f"没有报告是否满足“{first}”", "missing"))


def one_at_most(said: list[Statement]) -> bool:
    """Whether of facts in words one holds at most by their own words: only one act, only the other, neither."""
    acts: list[tuple[str, str]] = []
    for statement in said:
        words = words_of(statement)
        if match := ONLY.fullmatch(words):
            acts.append((match["done"], match["left"]))
        elif match := NEITHER.fullmatch(words):
            acts.append(("", "".join(sorted((match["one"], match["other"])))))
        else:
            return False
    alone = [pair for pair in acts if pair[0]]
    pairs = {"".join(sorted(pair)) for pair in alone} | {left for done, left in acts if not done}
    return len(acts) > 1 and len(pairs) == 1 and len(set(acts)) == len(acts)


_GRAVE = lazy_pattern("特别严重|严重|多次|重大|恶劣|长期")


def graver(said: list[Statement]) -> tuple[Statement, Statement] | None:
    """A fault, and the same one called grave: 工期滞后扣5分, 工期严重滞后造成影响扣10分. None where there is no such pair."""
    faults = [s for s in said if isinstance(s.outcome, Amount) and s.outcome.manner == "deduct"]
    pairs = [
        (less, more)
        for less in faults
        for more in faults
        if _GRAVE.search(words_of(more))
        and not _GRAVE.search(words_of(less))
        and _GRAVE.sub("", words_of(more), count=1).startswith(words_of(less))
    ]
    return pairs[0] if len(pairs) == 1 else None


def lower_graver(template: Template, setting: Setting, said: list[Statement]) -> Program:
    """A fault of two degrees, of which one holds at most, with other faults beside it, off full marks.

    Raises:
        UnboundError: an award beside them is not full marks, or something else is paid.
    """
    pair = graver(said)
    assert pair is not None  # noqa: S101 - the caller has seen to it
    paid = {s: amount_of(s.outcome, setting) for s in said if isinstance(s.outcome, Amount)}
    awards = [s for s in paid if isinstance(s.outcome, Amount) and s.outcome.manner != "deduct"]
    if len(awards) > 1 or any(paid[s] != setting.points for s in awards) or len(paid) < len(template.statements):
        raise UnboundError("得分与扣分混在一起", "分开写明", said[0].span)
    if own_limits(template):
        raise UnboundError("限额写在几项扣分之间，管哪几项没有写明", "每一项后写明最多扣几分")
    labels = tuple(words_of(s) for s in (*awards, *pair))
    need = Need(labels[-2], "grade", words=(*labels, NO))
    worths = (*(Fraction(0) for _ in awards), paid[pair[0]], paid[pair[1]])
    cases = [Case(Is(need.name, (label,)), number(v), label) for label, v in zip(labels, worths, strict=True)]
    none = Case(Is(need.name, (NO,)), number(0), f"没有{need.name}")
    degree = Chosen((*cases, none), Nothing("这一情形不在所列条件里", "grade"))
    others = [s for s in paid if s not in pair and s not in awards]
    off = add(degree, *(if_yes(words_of(s), paid[s]) for s in others))
    low, high = bounds(template, setting, down=False)
    most = limit(template, "most-off")
    off = off if most is None else Least((number(most), off))
    needs = (need, *(replace(fact(s), bad=True) for s in others))
    return Program(minus(number(setting.points), off), low, high, needs, single="" if others else need.name)


def lower_one_at_most(template: Template, setting: Setting, said: list[Statement]) -> Program:
    """Faults of which one holds at most: an actual names it by its words or its mark, or says that none happened."""
    if own_limits(template):
        raise UnboundError("限额写在几项扣分之间，管哪几项没有写明", "每一项后写明最多扣几分")
    labels = tuple(words_of(s) for s in said)
    most = limit(template, "most-off") or setting.points
    need = Need("扣分情形", "grade", words=(*labels, NO), marks=tuple(s.mark for s in said))
    cases = [
        Case(
            Is(need.name, (label,)),
            minus(number(setting.points), number(min(most, amount_of(s.outcome, setting)))),
            label,
        )
        for label, s in zip(labels, said, strict=True)
        if isinstance(s.outcome, Amount)
    ]
    none = Case(Is(need.name, (NO,)), number(setting.points), "没有所列情形")
    low, high = bounds(template, setting, down=False)
    term = Chosen((*cases, none), Nothing("这一情形不在所列条件里", "grade"))
    return Program(term, low, high, (need,), single=need.name)
