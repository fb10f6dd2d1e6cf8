"""Counted events and facts in words in one rule: awards add up to the points, what costs comes off, what ends it wins.

Every clause has a role by what it pays. Awards must make up the points of the row; of one award of all of them the
deductions are its breaches (零差错得5分,一般差错1次扣1分,重大差错扣5分). Where nothing rewards, deductions start from the
points. A rule whose clauses fit neither is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.rational import rational
from perfscore.core.records import frozen
from perfscore.language.clauses.limits import Limit, Starting
from perfscore.language.clauses.notes import Stated
from perfscore.language.clauses.per_unit import is_thing
from perfscore.language.floors import capped
from perfscore.language.paid import Paid, Way, all_paid
from perfscore.language.program import Direction, Program, UnboundError
from perfscore.language.row import Row
from perfscore.language.statements import Statement
from perfscore.language.terms import (
    Case,
    Chosen,
    Compare,
    Greatest,
    Input,
    Is,
    Least,
    Nothing,
    Number,
    Term,
    add,
    minus,
    number,
)
from perfscore.language.told import NO, YES, fact, vetoed, words_of

_ZERO = rational(0)


@frozen
class _Limits:
    """The bounds of all that is earned, added and taken off, beside those of single clauses.

    Attributes:
        last: the most that the last deduction takes off.
        all: the highest score.
    """

    earned: Fraction | None = None
    added: Fraction | None = None
    off: Fraction | None = None
    last: Fraction | None = None
    all: Fraction | None = None


@frozen
class _Sum:
    """What gives and takes, by its way, with its limits and the points from which it starts."""

    earn: list[Paid]
    add: list[Paid]
    off: list[Paid]
    base: Fraction
    limits: _Limits


def lower_mixed(row: Row) -> Program:
    """Lower a rule of counters and of facts in words.

    Raises:
        UnboundError: a clause has no role, or what the clauses pay does not fit the points.
    """
    paid, limits = _limited(row, all_paid(row))
    starting = row.template.first(Starting)
    if starting is not None and not all(one.counter for one in paid):
        raise UnboundError("加减分项的文字条件没有读懂", "写明每种情形扣几分")
    costs, vetoes = _of(paid, "off"), _of(paid, "veto")
    required = _required(row, _of(paid, "earn"), [*costs, *vetoes])
    given = _given(row, paid, limits, required)
    _check_sum(row, given)
    total = _total(row, given)
    needs = tuple(one.need for one in paid if one.need is not None and one is not required)
    if required is not None:
        none = (words_of(required.statement), False)
        needs = tuple(replace(need, phrases=(*need.phrases, none)) for need in needs)
        if not _breached(required, [*costs, *vetoes]):
            if any(_in_part(words_of(required.statement), one.thing) for one in (*costs, *vetoes)):
                # 配备得5分,没有配备且…的扣5分: it is denied in part.
                raise UnboundError("得分与扣分混在一起", "分开写明")
            total = _where_kept(row, required, total, _off(given))
            needs = (fact(required.statement), *needs)
    low, high = row.bounds(down=starting is not None and starting.down)
    if high is not None and starting is None:
        high = row.points if limits.all is None else capped(row.points, limits.all, row.template, row.points)
    if given.add and high is not None and not row.has("cap"):
        high = _with_bonus(row, limits)
    score = vetoed(total, [one.statement for one in reversed(vetoes)])
    whole = Program(score, low, high, needs, stated_floor=row.has("floor"), stated_cap=row.has("cap"))
    if len(needs) > 1:
        return replace(whole, faults=tuple(one.need.name for one in vetoes if one.need is not None))
    only, counted = needs[0].name, needs[0].kind == "count"
    if not counted:
        return replace(whole, single=only)
    way: Direction = "up" if given.earn else "down"
    return replace(whole, single=only, variable=Input(only), goal=_ZERO, direction=way, counted=True)


def _of(paid: Sequence[Paid], way: Way) -> list[Paid]:
    return [one for one in paid if one.way == way]


# -- limits ------------------------------------------------------------------------------------------------

#: Which clauses a bound may be of.
_BOUND: dict[str, tuple[Way, ...]] = {"cap": ("earn", "add"), "most-on": ("add",), "most-off": ("off",)}


def _limited(row: Row, paid: Sequence[Paid]) -> tuple[list[Paid], _Limits]:
    """The clauses within the limits of their own, and the limits of several together.

    Raises:
        UnboundError: a limit stands behind some of the clauses that it may be of.
    """
    each = row.limit("each-off")
    own = {id(p.statement): p if each is None or p.way != "off" else p.up_to(each) for p in paid}
    limits, since = _Limits(), list[Paid]()
    for element in row.template.elements:
        if isinstance(element, Statement) and id(element) in own:
            since.append(own[id(element)])
        ways = _BOUND.get(element.bound, ()) if isinstance(element, Limit) else ()
        mine = [one for one in since if one.way in ways]
        if not isinstance(element, Limit) or element.points is None or not mine:
            continue
        if len(mine) == sum(one.way in ways for one in paid):
            limits = _together(row, limits, element, since)
        elif len(mine) == 1:
            own[id(mine[0].statement)] = mine[0].up_to(element.points)
        else:
            raise UnboundError("限额写在几项扣分之间，管哪几项没有写明", "每一项后写明最多扣几分")
        since = []
    return [own[id(one.statement)] for one in paid], limits


def _together(row: Row, limits: _Limits, element: Limit, since: Sequence[Paid]) -> _Limits:
    """Limits with one more, of all that the clauses of one way pay."""
    most, costs = element.points, _of(since, "off")
    if element.bound == "most-on":
        return replace(limits, added=most)
    if element.bound == "most-off":
        # Behind a fact and a counter it may be of the counter alone.
        last = len({one.fact for one in costs}) > 1 and row.pick("most-of", ("all", "last")) == "last"
        return replace(limits, last=most) if last else replace(limits, off=most)
    # Behind deductions it may as well be of what is left.
    return replace(limits, all=most) if costs or not _of(since, "earn") else replace(limits, earned=most)


# -- what is required --------------------------------------------------------------------------------------


def _required(row: Row, earning: Sequence[Paid], costs: Sequence[Paid]) -> Paid | None:
    """The fact that earns all of the points, where the other clauses say what its breaches cost.

    Raises:
        UnboundError: something else earns too, or the facts are words of one scale.
    """
    whole = [one for one in earning if one.fact and one.most == row.points]
    if not whole or not costs:
        return None
    if len(earning) > 1:
        raise UnboundError("得分与扣分合不到本行的分值", "核对分值", whole[0].statement.span)
    said = words_of(whole[0].statement)
    if any(_other_grade(said, words_of(one.statement)) for one in costs):
        raise UnboundError("得分与扣分混在一起", "写明每种情形得几分")
    return whole[0]


_DENIES = lazy_pattern("[未没不无]能?")
_NONE = lazy_pattern(
    r"[^,、]*?(?:未|没有?|无|零)(?:发生|发现|出现|存在|造成|收到|受到)?(?P<thing>[^,、未没无零]{2,})"
)
#: Whatever goes wrong is one of these.
_ANY_FAULT = lazy_pattern("差错|错误|问题|失误|异常|违规(?:行为)?|违纪(?:行为)?")


def _other_grade(said: str, other: str) -> bool:
    """Whether two facts say different things of one subject: 态度热情, 态度一般. What is denied is a breach."""
    return said[:2] == other[:2] and len(said) == len(other) and _DENIES.search(other) is None


def _breached(required: Paid, costs: Sequence[Paid]) -> bool:
    """Whether the deductions are all that can be amiss with what is required, so that nobody has to be asked for it.

    Each part of it is denied (及时准确报送: 未及时报送, 未准确报送), what must not happen is what is charged for (零差错:
    重大差错), or all that costs is counted.
    """
    said, names = words_of(required.statement), [one.thing for one in costs]
    steps = [one.counter.step for one in costs if one.counter is not None]
    if len(steps) == len(costs) or any(step.kind == "short" and not step.subject for step in steps):
        return True
    if none := _NONE.fullmatch(said.rpartition(",")[2]):
        noun = none["thing"][-2:]
        return _ANY_FAULT.fullmatch(none["thing"]) is not None or any(name.endswith(noun) for name in names)
    denied: set[int] = set()
    for core in (_DENIES.sub("", name) for name in names if _DENIES.search(name)):
        denied |= set(_places(core, said) or ()) if len(core) > 1 else set()
    rest = "".join(" " if n in denied or mark in "、," else mark for n, mark in enumerate(said))
    return bool(denied) and all(len(left) < 2 for left in rest[min(denied) :].split())


def _in_part(said: str, other: str) -> bool:
    """Whether a fault denies some of what is required, with words of its own: 配备人员, 没有配备且不到岗."""
    shares = any(said[n : n + 2] in other for n in range(len(said) - 1))
    return shares and _DENIES.search(other) is not None


def _places(core: str, said: str) -> list[int] | None:
    """Where the characters of some words stand in others, in their order; None where they do not."""
    found: list[int] = []
    for mark in core:
        place = said.find(mark, found[-1] + 1 if found else 0)
        if place < 0:
            return None
        found.append(place)
    return found


def _where_kept(row: Row, required: Paid, total: Term, off: Term) -> Term:
    """The sum where what is required holds; where it does not, nobody has said what it costs besides."""
    name = words_of(required.statement)
    gone = Case(Compare(off, "≥", number(row.points)), number(0))
    unsaid = Chosen((gone,), Nothing(f"不满足“{name}”时得几分没有写明", "words"))
    cases = (Case(Is(name, (YES,)), total, name), Case(Is(name, (NO,)), unsaid, f"不满足“{name}”"))
    return Chosen(cases, Nothing("没有报告是否满足", "missing"))


# -- the sum -----------------------------------------------------------------------------------------------


def _given(row: Row, paid: Sequence[Paid], limits: _Limits, required: Paid | None) -> _Sum:
    """What gives and takes, and from where it starts.

    Raises:
        UnboundError: something is added and something taken off, and nothing says from where.
    """
    earn, adds, costs = (_of(paid, way) for way in ("earn", "add", "off"))
    if required is not None:
        earn = []
    based = _based(row)
    if earn:
        measured = any(one.counter is not None and not is_thing(one.counter.step.step.unit) for one in earn)
        if based or (measured and costs):
            raise UnboundError("既加分又扣分，起点没有写明", "写明基本分")
        return _Sum([*earn, *adds], [], costs, _ZERO, limits)
    if based:
        return _Sum([], adds, costs, row.start, limits)
    if row.template.first(Starting) is not None:
        return _Sum(adds, [], costs, _ZERO, limits)
    settled = required is not None or (bool(costs) and row.has("floor"))
    if not adds or settled:
        return _Sum([], adds, costs, row.points, limits)
    until_full = row.has("cap") and row.limit("cap") is None
    if until_full or not (costs or _of(paid, "veto")):
        return _Sum(adds, [], costs, _ZERO, limits)
    raise UnboundError("既加分又扣分，起点没有写明", "写明基本分")


def _based(row: Row) -> bool:
    return any(isinstance(e, Stated) and e.base for e in row.template.elements)


def _check_sum(row: Row, given: _Sum) -> None:
    """The best that can be earned is what the row is worth.

    Raises:
        UnboundError: it is more or less, or one more award may be for each of a thing as the one before it is.
    """
    if not given.earn:
        return
    stated = [e.points for e in row.template.elements if isinstance(e, Stated)]
    endless, facts = any(one.most is None for one in given.earn), any(one.fact for one in given.earn)
    best = given.limits.earned
    if best is None and not endless:
        best = sum((one.most or _ZERO for one in given.earn), _ZERO)
    open_end = best is None and facts and not stated and not row.has("cap")
    if open_end or best not in (None, row.points) or any(points != row.points for points in stated):
        raise UnboundError("得分与扣分合不到本行的分值", "核对分值")
    # 每建成1个甲类站得2分;乙类站得1分
    counted = {one.thing[-2:] for one in given.earn if one.counter is not None}
    if any(one.fact and one.thing[-2:] in counted for one in given.earn):
        raise UnboundError("每件得几分没有写明", "每一种都写明“每…得几分”")


def _total(row: Row, given: _Sum) -> Term:
    """What is given less what comes off."""
    earned = _within(add(*(one.term for one in given.earn)), given.limits.earned)
    added = _within(add(*(one.term for one in given.add)), given.limits.added)
    off = _off(given)
    raw = minus(add(number(given.base), earned, added), off)
    nothing, top = number(0), number(row.points)
    last = Greatest((nothing, Least((top, raw)) if given.earn else raw))
    if given.off and given.limits.earned is None and any(one.most is None for one in given.earn):
        # More than full marks may be cut before the deductions or behind them; where it matters, nobody has said which.
        first: Term = Greatest((nothing, minus(Least((top, earned)), off)))
        unsaid = "先封顶还是先扣分没有写明"
    elif given.off and given.add and not _based(row):
        # What is added may come on top of nothing left.
        first = add(Greatest((nothing, minus(number(given.base), off))), added)
        unsaid = "先扣完还是先加分没有写明"
    else:
        return raw
    return Chosen((Case(Compare(first, "=", last), raw),), Nothing(unsaid, "words"))


def _off(given: _Sum) -> Term:
    """What comes off, each within its own limit and all within one."""
    terms = [one.term for one in given.off]
    if given.limits.last is not None:
        return add(*terms[:-1], Least((number(given.limits.last), terms[-1])))
    return _within(add(*terms), given.limits.off)


def _within(term: Term, most: Fraction | None) -> Term:
    return term if most is None or isinstance(term, Number) else Least((number(most), term))


def _with_bonus(row: Row, limits: _Limits) -> Fraction | None:
    """Points on top of full marks: the row's points may hold."""
    if row.pick("bonus", ("within-points", "on-top")) == "within-points":
        return row.points
    return None if limits.added is None else row.points + limits.added
