"""Rules that ask about several kinds of facts, lowered: what one facet gives, less what the others take off.

Each facet is lowered as if it stood alone. Facts that cost points, and counted events, come off; a fact that leaves
nothing overrides the rest. Where the row's actual answers one facet and the others are only what may have gone wrong,
nobody need have reported them: then there are two readings, that nothing of it happened, and that it did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.rational import rational
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Within
from perfscore.language.clauses.per_unit import PerStep, is_thing
from perfscore.language.clauses.scope import scoped
from perfscore.language.facets import Asked, Facet
from perfscore.language.facts import Goal
from perfscore.language.program import Program, Setting, UnboundError
from perfscore.language.row import Row
from perfscore.language.several import subject_of
from perfscore.language.statements import Statement
from perfscore.language.terms import (
    Case,
    Chosen,
    Compare,
    Least,
    Nothing,
    Term,
    add,
    minus,
    number,
)
from perfscore.language.told import alike, fact, opposed, vetoed, words_of

_GRADED = lazy_pattern("[甲乙丙丁一二三四1-4A-D][级等类]")
#: Lowers the clauses of one facet.
Lower = Callable[[Row], Program]


def lower_combined(asked: Asked, setting: Setting, lower: Lower) -> Program:
    """Lower a rule of several facets in the reading under way; `outer` is what bounds the whole of it, on its row.

    Raises:
        UnboundError: what the facets give does not add up to the points, or one of them cannot be read alone.
    """
    outer = Row(asked.bounds, setting)
    if outer.has("each-off"):
        raise UnboundError("限额管哪几项没有写明", "每一项后写明最多扣几分")
    _check_apart(asked)
    earning = _earning(asked, outer, lower)
    costs = [_costs(facet, earning, outer, lower) for facet in asked.facets if facet.kind in ("count", "fault")]
    if len(earning) == 1 and asked.of("count") is not None and _only_full_marks(asked.of("number"), outer):
        earning = [_unless_short(earning[0], outer)]
    veto = asked.of("veto")
    if len(earning) == 1 and not costs and veto is None:
        return replace(earning[0], low=outer.bounds()[0], high=outer.bounds()[1])
    vetoes = [] if veto is None else list(veto.statements)
    base: Term = add(*(part.term for part in earning)) if earning else number(outer.points)
    raw = vetoed(_less(base, asked, costs, outer), vetoes)
    low, high = outer.bounds()
    faults = (*(need for cost in costs for need in cost.needs), *(fact(one, bad=True) for one in vetoes))
    needs = (*(need for part in earning for need in part.needs), *faults)
    if len({need.name for need in needs}) < len(needs):
        raise UnboundError("几种扣分说的是同一件事", "写明各自数什么")
    whole = Program(
        raw, low, high, needs, stated_floor=outer.has("floor"), stated_cap=outer.has("cap"),
        doubt=next((part.doubt for part in earning if part.doubt), ""), faults=tuple(one.name for one in faults),
    )  # fmt: skip
    if len(earning) != 1 or not earning[0].single:
        return whole
    return replace(whole, alone=_alone(earning[0], outer, low, high, vetoed=not costs))


def _only_full_marks(numbers: Facet | None, outer: Row) -> bool:
    """Whether all that is said of a number is where it has full marks: 准确率100%得8分,每发现1例错误扣0.2分."""
    said = [] if numbers is None else [one for one in numbers.statements if one.outcome is not None]
    amounts = [
        one.outcome for one in said if isinstance(one.condition, Within) and isinstance(one.outcome, Amount)
    ]
    full = [one for one in amounts if one.manner == "award" and outer.amount(one) == outer.points]
    return bool(said) and len(full) == len(said)


def _unless_short(part: Program, outer: Row) -> Program:
    """Full marks or no number: short of them it may be nothing, or full marks less what was counted."""
    full = number(outer.points)
    short = Nothing("没有达到得满分的数，是不得分还是只按件扣分，没有写明", "words")
    return replace(part, raw=Chosen((Case(Compare(part.term, "=", full), full),), short))


def _check_apart(asked: Asked) -> None:
    """What costs must be another thing than the number: 及时率100%得5分,每发现一例不及时扣1分 takes off twice."""
    numbers = asked.of("number")
    names = [] if numbers is None else [name for one in numbers.statements if (name := subject_of(one))]
    for facet in asked.facets:
        if facet.kind not in ("count", "fault", "veto"):
            continue
        for statement in facet.statements:
            outcome = statement.outcome
            thing = words_of(statement) or (outcome.subject if isinstance(outcome, PerStep) else "")
            if not any(alike(thing, name) and not _of_other_grades(thing, name) for name in names):
                continue
            if facet.kind == "veto":
                raise UnboundError(
                    "数值标准里夹有文字条件", "把文字条件改写成数值条件，或另列一条指标", statement.span
                )
            raise UnboundError("按数值得分，又按同一件事扣分，怎样合计没有写明", "只留一种算法", statement.span)


def _of_other_grades(thing: str, name: str) -> bool:
    """Whether two names differ in the grade that they say: 丙级病案 beside 甲级病案率."""
    mine, theirs = _GRADED.findall(thing), _GRADED.findall(name)
    return bool(mine and theirs) and set(mine).isdisjoint(theirs)


def _alone(main: Program, outer: Row, low: Fraction | None, high: Fraction | None, *, vetoed: bool) -> Program:
    """What the row's actual alone is scored by: that nothing went wrong, or that something did."""
    if outer.pick("veto", ("not-occurred", "occurred")) == "not-occurred":
        return replace(main, low=low, high=high)
    if vetoed:
        return replace(main, raw=number(0), low=low, high=high, doubt="")
    # How much came off is not known, except where nothing is left anyway.
    unknown = Nothing("没有报告扣了多少", "missing")
    nothing = () if low is None else (Case(Compare(main.raw, "≤", number(low)), number(low)),)
    return replace(main, raw=Chosen(nothing, unknown), low=low, high=high)


def _earning(asked: Asked, outer: Row, lower: Lower) -> list[Program]:
    """The facets that give points, each with its own worth."""
    numbers, award = asked.of("number"), asked.of("award")
    if award is not None and _restates(asked, award, outer):
        award = None
    if numbers is None and award is None:
        return []
    if award is None:
        assert numbers is not None  # noqa: S101 - one of the two is there
        return [lower(Row(numbers.template, outer.setting))]
    if numbers is None:
        return [lower(Row(award.template, outer.setting))]
    worths = _worths(award, outer)
    of_number = _stated_worth(numbers, outer)
    worth = next((one for one in worths if of_number is not None and one + of_number == outer.points), None)
    if worth is None or of_number is None:
        raise UnboundError("数值标准里夹有文字条件", "写明各部分的满分", award.statements[0].span)
    parts = (
        lower(outer.part(numbers.template, of_number, outer.goal)),
        lower(outer.part(award.template, worth, Goal())),
    )
    return [replace(part, raw=part.term, single="") for part in parts]


def _worths(award: Facet, outer: Row) -> tuple[Fraction, ...]:
    """What facts in words may be worth: the best of them, or all together."""
    values = [_points(one, outer) for one in award.statements]
    return max(values), sum(values, rational(0))


def _stated_worth(numbers: Facet, outer: Row) -> Fraction | None:
    """The best award that the clauses on a number state in points; None where they state none."""
    values = [
        one.outcome.points
        for one in numbers.statements
        if isinstance(one.outcome, Amount) and one.outcome.manner == "award" and one.outcome.points is not None
    ]
    shares = any(_is_share(one) for one in numbers.statements)
    best = max(values, default=None)
    return None if shares and best != outer.points else best


def _is_share(statement: Statement) -> bool:
    return (amount := statement.amount) is not None and amount.share is not None and amount.of is None


def _points(statement: Statement, outer: Row) -> Fraction:
    amount = statement.outcome
    if not isinstance(amount, Amount):
        raise UnboundError("文字条件和计算方法混在一起，没有读懂", "分开写", statement.span)
    return outer.amount(amount) if amount.manner == "award" else rational(0)


def _restates(asked: Asked, award: Facet, outer: Row) -> bool:
    """Whether full marks for a fact only say that nothing else happened: 未发生事故得满分,每发生一起扣2分.

    Or that nothing is missing: 签订责任状得8分,每少1项扣2分.
    """
    if len(award.statements) != 1 or _points(award.statements[0], outer) != outer.points:
        return False
    numbers = asked.of("number")
    if numbers is not None and all(map(_missing, numbers.statements)):
        return not scoped(_ALL_AT_ONCE.sub("", words_of(award.statements[0])))
    others = [
        one for kind in ("fault", "veto") if (facet := asked.of(kind)) is not None for one in facet.statements
    ]
    return numbers is None and any(opposed([award.statements[0], one]) for one in others)


#: What joins the parts of one requirement.
_ALL_AT_ONCE = lazy_pattern("并且|而且|同时|且|并")


def _missing(statement: Statement) -> bool:
    """Whether a clause counts what is missing from what is due, and names nothing of its own: 每少1项扣2分."""
    step = statement.outcome
    short = isinstance(step, PerStep) and step.kind == "short" and is_thing(step.step.unit) and not step.subject
    return short and statement.condition is None and _deducts(statement)


def _costs(facet: Facet, earning: list[Program], outer: Row, lower: Lower) -> Program:
    """What a facet takes off the row's points, lowered alone."""
    for statement in facet.statements:
        if not _deducts(statement):
            raise UnboundError("既加分又扣分，起点没有写明", "写明基本分", statement.span)
    # The row's target is what earns points; beside it events are counted from the first.
    goal = Goal(text=outer.goal.text) if earning else outer.goal
    return lower(outer.part(facet.template, outer.points, goal))


def _less(base: Term, asked: Asked, costs: list[Program], outer: Row) -> Term:
    """What is earned less everything that comes off; a most behind the last clause is of that clause or of all."""
    taken: list[Term] = [minus(number(outer.points), cost.raw) for cost in costs]
    most = outer.limit("most-off")
    if most is None or not taken:
        return minus(base, add(*taken))
    numbers = asked.of("number")
    steps = numbers is not None and any(map(_deducts, numbers.statements))
    if steps or len(taken) > 1:
        if outer.pick("most-of", ("all", "last")) == "last":
            return minus(base, add(*taken[:-1], Least((number(most), taken[-1]))))
        if steps:
            taken.append(minus(number(outer.points), base))
            base = number(outer.points)
    return minus(base, Least((number(most), add(*taken))))


def _deducts(statement: Statement) -> bool:
    """Whether a clause takes points off."""
    return statement.amount is not None and statement.amount.manner == "deduct"
