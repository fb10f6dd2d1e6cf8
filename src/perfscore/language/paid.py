"""The clauses of a rule of counted events and facts in words, each with the role that it has by what it pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.units import dimension
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.yes_no import REACHED, Against, Otherwise, Saying
from perfscore.language.counted import (
    SOME_TIMES,
    Counter,
    alone,
    beyond_allowed,
    check_numbers,
    counter_of,
    restates,
)
from perfscore.language.program import Need, UnboundError
from perfscore.language.row import Row
from perfscore.language.statements import Statement
from perfscore.language.terms import Case, Chosen, Compare, Input, Least, Nothing, Term, number
from perfscore.language.told import fact, if_yes, words_of

Way = Literal["earn", "add", "off", "veto"]
_WAYS: dict[str, Way] = {"award": "earn", "add": "add", "deduct": "off"}


@frozen
class Paid:
    """What a clause gives or takes.

    Attributes:
        need: what it asks for; None where it asks again what a counter asks.
        most: all that it can give or take; None where there is no end of it.
        counter: what it counts; None for a fact.
    """

    statement: Statement
    way: Way
    need: Need | None
    term: Term
    most: Fraction | None = None
    counter: Counter | None = None

    @property
    def fact(self) -> bool:
        """Whether it asks for a fact in words."""
        return self.need is not None and self.counter is None

    @property
    def thing(self) -> str:
        """What it is about, without that it happened."""
        return "" if self.need is None else _EVENT.sub("", self.need.name)

    def up_to(self, most: Fraction) -> Paid:
        """The same within a limit of its own."""
        return replace(self, term=Least((number(most), self.term)), most=most)


_EVENT = lazy_pattern(r"^(?:发生|发现|出现|存在|造成|收到|受到|有|被)+")


def _counting(statement: Statement, counter: Counter) -> Paid:
    return Paid(statement, _WAYS[counter.step.amount.manner], counter.need, counter.paid, None, counter)


def all_paid(row: Row) -> list[Paid]:
    """Every clause that pays with its role.

    Raises:
        UnboundError: one of them has none, or two ask for the same.
    """
    found: list[Paid] = []
    for statement in row.statements:
        if statement.outcome is not None and not restates(row, statement):
            found.append(_paid(row, statement, found))
    counted = [one for one in found if one.counter is not None]
    if counted:
        check_numbers(row)
    if len(counted) == 1 and (counter := counted[0].counter) is not None:
        (only,) = alone([counter])
        own = _counting(counted[0].statement, only)
        if own.way == "off":
            own = replace(own, term=beyond_allowed(row, only))
        found = [own if one is counted[0] else one for one in found]
    found = [one for one in _told_apart(found) if not _said_again(one, counted)]
    _check_apart(row, found)
    return found


#: Nothing of it: 未提供, 没有开展, 不举办.
_NOT_DONE = lazy_pattern(r"(?:未能?|没有?|不)(?=[^\W\d_]{2})")


def _said_again(veto: Paid, counted: Sequence[Paid]) -> bool:
    """Whether a worded 不得分 beside counters is the counted thing again, and not a fact of its own."""
    if veto.way != "veto" or not counted:
        return False
    said, names = words_of(veto.statement), [one.need.name for one in counted if one.need is not None]
    if any(said in name or name in said for name in names):
        return True
    # What was not done at all (不提供的不得分) is none of it, where each of it earns.
    denied = _NOT_DONE.match(said)
    undone = denied is not None and any(said[denied.end() :] in name for name in names)
    return undone and all(one.way != "off" for one in counted)


def _paid(row: Row, statement: Statement, before: Sequence[Paid]) -> Paid:
    condition, outcome = statement.condition, statement.outcome
    counters = [one.counter for one in before if one.counter is not None]
    outcome = _each(before, statement) or outcome
    if isinstance(outcome, PerStep):
        if condition is not None and not isinstance(condition, Saying | Against | Otherwise):
            raise UnboundError("计件扣分带有数值条件", "分开写", statement.span)
        return _counting(statement, counter_of(row, statement, outcome, len(counters)))
    if not isinstance(condition, Saying | Against) or not isinstance(outcome, Amount):
        raise UnboundError("计件扣分之外还有别的得分条件", "分开写", statement.span)
    if isinstance(condition, Saying) and row.steps and SOME_TIMES.search(condition.text):
        raise UnboundError("其中几次不扣分，怎样计数没有读懂", "写明从第几次起扣分", statement.span)
    return _of_all(row, statement, outcome, counters) or _in_words(row, statement, outcome)


def _in_words(row: Row, statement: Statement, amount: Amount) -> Paid:
    """A fact that earns, adds, costs, or leaves nothing; the scorer may have to say how much it costs."""
    if isinstance(statement.condition, Against) and row.goal.value is not None:
        raise UnboundError("计件扣分之外还有别的得分条件", "分开写", statement.span)
    value = None if amount.judged else row.amount(amount)
    way: Way = "veto" if amount.manner == "award" and value == 0 else _WAYS[amount.manner]
    need = fact(statement, bad=way in ("off", "veto"), wanted=row.goal.text)
    yes = Nothing(f"“{need.name}”扣几分由评分人酌定", "range") if value is None else number(value)
    return Paid(statement, way, need, if_yes(need.name, yes), value)


#: 全部建成
_ALL_DONE = lazy_pattern("(?:全部|全都|均|都)(?P<what>[^,、]{2,6})")


#: More than that all of it was done.
_IN_TIME = lazy_pattern("按[时期质量]|如期|及时|优质|高质量")


def _of_all(row: Row, statement: Statement, amount: Amount, counters: Sequence[Counter]) -> Paid | None:
    """Points for all that was to be done, beside points for each of it: 每完成1个得2分,全部完成另加1分.

    Raises:
        UnboundError: both together are not the points of the row.
    """
    condition, goal = statement.condition, row.goal
    if amount.manner == "deduct" or goal.value is None or len(counters) != 1:
        return None
    (counter,) = counters
    done = _ALL_DONE.fullmatch(words_of(statement))
    over = isinstance(condition, Against) and condition.standing == "better"
    met = isinstance(condition, Against) and condition.standing in REACHED and not _IN_TIME.search(condition.text)
    met = met or (done is not None and counter.step.subject.startswith(done["what"]))
    earns = counter.step.amount.manner != "deduct" and counter.step.step.unit == goal.unit
    if not (met or over) or not earns:
        return None
    value = row.amount(amount)
    if amount.manner == "award" and value == row.points:
        value = Fraction(0)  # 每满足1项得1分,全部满足得4分 says the sum again
    if counter.each / counter.step.step.value * goal.value + value != row.points:
        raise UnboundError("每件得分与全部完成的得分合不到本行的分值", "核对各项分值", statement.span)
    test = Compare(Input(counter.need.name), ">" if over else "≥", number(goal.value))
    return Paid(statement, "earn", None, Chosen((Case(test, number(value), words_of(statement)),), number(0)))


#: What was not done of what is counted: 未达成, 逾期未办结.
_UNDONE = lazy_pattern(r"(?:逾期|到期|超期|其中)?(?:未能?|没有?|不)(?P<what>[^,、]{2,})")


def _each(before: Sequence[Paid], statement: Statement) -> PerStep | None:
    """What each of a thing costs that was not done, right behind what each of it earns: 每办结1件得2分,未办结扣1分."""
    amount, step = statement.outcome, before[-1].statement.outcome if before else None
    if (
        not isinstance(amount, Amount)
        or amount.manner != "deduct"
        or amount.judged
        or not isinstance(step, PerStep)
    ):
        return None
    undone = _UNDONE.fullmatch(words_of(statement))
    earns = step.amount.manner == "award" and step.every and step.step.value == 1
    if undone is None or not earns or not step.subject.startswith(undone["what"]):
        return None
    return replace(step, amount=amount, subject=words_of(statement))


def _told_apart(paid: Sequence[Paid]) -> list[Paid]:
    """The clauses with an input each; counters of one name in units of different things are told by their units.

    Raises:
        UnboundError: two of them ask for the same.
    """
    names = [one.need.name for one in paid if one.need is not None]
    twice = {name for name in names if names.count(name) > 1}
    found: list[Paid] = []
    for one in paid:
        counter = one.counter
        if counter is not None and counter.need.name in twice and dimension(counter.need.unit) != "time":
            need = replace(counter.need, name=f"{counter.need.name}{counter.need.unit}数")
            found.append(_counting(one.statement, replace(counter, need=need)))
        else:
            found.append(one)
    names = [one.need.name for one in found if one.need is not None]
    if len(set(names)) < len(names):
        raise UnboundError("几种扣分说的是同一件事", "写明各自数什么")
    return found


def _check_apart(row: Row, paid: Sequence[Paid]) -> None:
    """Two deductions of which one is for a kind of what the other counts take off twice: 投诉, 重大投诉.

    Raises:
        UnboundError: it is open what one of the kind costs.
    """
    costs = [one for one in paid if one.way == "off" and one.thing and one.most != row.points]
    for n, one in enumerate(costs):
        for other in costs[n + 1 :]:
            if one.fact != other.fact and (one.thing.endswith(other.thing) or other.thing.endswith(one.thing)):
                raise UnboundError("几种扣分说的是同一件事", "写明各自数什么", other.statement.span)
