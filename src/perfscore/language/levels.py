"""Facts of which one holds at most: awards by level, of which the highest counts; acts done alone, or neither.

受到国家级表彰加10分,受到省级表彰加5分,同一事项取最高分      one level, or none of them
只防疫,不填表扣6分; 只填表,不防疫扣15分; 既不防疫,也不填表扣30分    one of three, or none of them
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.joint import HowMany
from perfscore.language.clauses.limits import Limit
from perfscore.language.clauses.yes_no import Against, Saying
from perfscore.language.program import Need, Program, UnboundError
from perfscore.language.row import Row
from perfscore.language.shapes import NEITHER, ONLY
from perfscore.language.statements import Statement
from perfscore.language.terms import Nothing, Term, add, minus, number
from perfscore.language.told import fact, if_yes, one_of, words_of

#: Of more facts than these every combination would be too many.
_MOST_NAMES = 4
#: What an award is given for; before it stands what the row is about.
_LED = lazy_pattern(r"^.*?(?=在|被|获|受|列)")
_UNLISTED = Nothing("这一情形不在所列条件里", "grade")


def award_label(words: str) -> str:
    """What names an award among others, without what the row is about."""
    return _LED.sub("", words)


def lower_levels(row: Row) -> Program | None:
    """Lower a rule over facts of which one holds at most, or so many; None where the facts are of another kind."""
    if any(isinstance(s.condition, HowMany) for s in row.statements):
        return _how_many(row)
    said = [s for s in row.statements if isinstance(s.condition, Saying | Against) and s.outcome is not None]
    if row.has("highest"):
        return _highest(row, said)
    costs = all(isinstance(s.outcome, Amount) and s.outcome.manner == "deduct" for s in row.statements)
    if costs and _one_at_most(said):
        return _exclusive(
            row, said, [(words_of(s), row.amount(s.outcome)) for s in said if isinstance(s.outcome, Amount)]
        )
    pair = _graver(said)
    return None if pair is None else _degrees(row, said, pair)


def _highest(row: Row, said: Sequence[Statement]) -> Program:
    """Awards by level of which the highest counts: an actual names the highest one, or none.

    Raises:
        UnboundError: something else than awards stands beside the levels.
    """
    paid = [(award_label(words_of(s)), s.outcome) for s in said if isinstance(s.outcome, Amount)]
    manners = {amount.manner for _, amount in paid}
    if len(manners) != 1 or len(said) < 2:
        raise UnboundError("取最高分的是哪几项，没有读懂", "写明每一级别得几分")
    worths = [(label, row.amount(amount)) for label, amount in paid]
    if manners == {"award"} and max(worth for _, worth in worths) != row.points:
        raise UnboundError("最高一级的得分与本行分值不符", "核对各级别的分值")
    if len({label for label, _ in worths}) < len(worths):
        raise UnboundError("同一级别写了两次", "核对级别")
    if manners == {"deduct"}:
        return _exclusive(row, said, worths)
    options = [(label, number(worth)) for label, worth in worths]
    other, none = Nothing("这一级别不在所列条件里", "grade"), (number(0), "没有所列情形")
    term, need = one_of("加分情形" if manners == {"add"} else "级别", options, other, none)
    most = row.limit("most-on") or row.limit("cap")
    high = None if row.has("uncapped") else row.points if most is None else min(row.points, most)
    return Program(term, Fraction(0), high, (need,), single=need.name)


def _how_many(row: Row) -> Program:
    """Points by how many of the named facts hold; each of them is asked for.

    Raises:
        UnboundError: the numbers do not cover every case, or something else stands beside them.
    """
    paid: dict[int, Fraction] = {}
    names: tuple[str, ...] = ()
    for statement in row.statements:
        condition, outcome = statement.condition, statement.outcome
        same = isinstance(condition, HowMany) and condition.names == (names or condition.names)
        if not same or not isinstance(outcome, Amount) or outcome.manner != "award":
            raise UnboundError("满足几项得几分之外还有别的得分条件", "分开写", statement.span)
        assert isinstance(condition, HowMany)  # noqa: S101 - the line above
        names = condition.names
        if condition.number in paid:
            raise UnboundError("满足同样多项写了两次", "核对各项", statement.span)
        paid[condition.number] = row.amount(outcome)
    paid.setdefault(0, Fraction(0))
    if paid.keys() != set(range(len(names) + 1)) or paid[len(names)] != row.points or len(names) > _MOST_NAMES:
        raise UnboundError("没有写明满足每一种项数得几分", "写明满足几项得几分")
    needs = tuple(Need(name, "fact", phrases=((name, True),)) for name in names)
    return Program(by_number(names, paid, 0), *row.bounds(), needs)


def by_number(names: tuple[str, ...], paid: dict[int, Fraction], held: int) -> Term:
    """What is paid where so many facts hold, and the named ones are still to be asked for."""
    if not names:
        return number(paid[held])
    first, rest = names[0], names[1:]
    untold = Nothing(f"没有报告是否满足“{first}”", "missing")
    return if_yes(first, by_number(rest, paid, held + 1), by_number(rest, paid, held), untold)


def _one_at_most(said: Sequence[Statement]) -> bool:
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


def _graver(said: Sequence[Statement]) -> tuple[Statement, Statement] | None:
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


def _degrees(row: Row, said: Sequence[Statement], pair: tuple[Statement, Statement]) -> Program:
    """A fault of two degrees, of which one holds at most, with other faults beside it, off full marks.

    Raises:
        UnboundError: an award beside them is not full marks, or something else is paid.
    """
    paid = {s: row.amount(s.outcome) for s in said if isinstance(s.outcome, Amount)}
    awards = [s for s in paid if isinstance(s.outcome, Amount) and s.outcome.manner != "deduct"]
    if len(awards) > 1 or any(paid[s] != row.points for s in awards) or len(paid) < len(row.statements):
        raise UnboundError("得分与扣分混在一起", "分开写明", said[0].span)
    _check_limits(row)
    name = words_of(pair[0])
    options = [*((words_of(s), number(0)) for s in awards), *((words_of(s), number(paid[s])) for s in pair)]
    degree, need = one_of(name, options, _UNLISTED, (number(0), f"没有{name}"))
    others = [s for s in paid if s not in pair and s not in awards]
    off = add(degree, *(if_yes(words_of(s), number(paid[s])) for s in others))
    raw = minus(number(row.points), row.at_most(off, "most-off"))
    needs = (need, *(fact(s, bad=True) for s in others))
    return Program(raw, *row.bounds(), needs, single="" if others else name)


def _exclusive(row: Row, said: Sequence[Statement], costs: Sequence[tuple[str, Fraction]]) -> Program:
    """Faults of which one holds at most: an actual names it by its words or its mark, or says that none happened."""
    _check_limits(row)
    most = row.limit("most-off") or row.points
    options = [(label, number(row.points - min(most, cost))) for label, cost in costs]
    term, need = one_of("扣分情形", options, _UNLISTED, (number(row.points), "没有所列情形"))
    need = replace(need, marks=tuple(s.mark for s in said))
    return Program(term, *row.bounds(), (need,), single=need.name)


def _check_limits(row: Row) -> None:
    """Hold that what bounds the deductions is of all of them: it stands behind the last one."""
    elements = row.template.elements
    bounds = [n for n, e in enumerate(elements) if isinstance(e, Limit) and e.bound in ("most-off", "each-off")]
    if row.has("each-off") or (bounds and any(isinstance(e, Statement) for e in elements[bounds[0] :])):
        raise UnboundError("限额写在几项扣分之间，管哪几项没有写明", "每一项后写明最多扣几分")
