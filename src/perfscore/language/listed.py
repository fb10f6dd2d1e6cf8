"""Rules over the points of a list, lowered: each point is a fact, and what is paid goes by how many of them hold."""

from __future__ import annotations

from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.points import Listing, Tally, mark
from perfscore.language.clauses.yes_no import Saying
from perfscore.language.levels import by_number
from perfscore.language.program import Need, Program, UnboundError
from perfscore.language.row import Row
from perfscore.language.statements import Template
from perfscore.language.terms import Term, add, minus, number
from perfscore.language.told import if_yes

#: Of more points than these every combination would be too many.
_MOST_COMBINED = 6
#: What is not met, as a counter names it: 不符合, 缺.
_UNMET = lazy_pattern("(?:(?:不|未)(?:符合|满足|达到|具备|做到|达标)(?:要求|条件|标准)?|缺少?|缺失)?")


def lower_listed(row: Row) -> Program | None:
    """Lower a rule over the points of a list; None where it is no such rule.

    Raises:
        UnboundError: what the points are worth does not make the points of the row.
    """
    statement = row.statements[0] if row.statements else None
    if statement is None or not isinstance(statement.outcome, Tally):
        return None
    assert isinstance(statement.condition, Listing)  # noqa: S101 - the one goes with the other
    names, tally = statement.condition.names, statement.outcome
    needs = tuple(Need(name, "fact", mark=mark(n), phrases=((name, True),)) for n, name in enumerate(names))
    return Program(_score(row, names, tally), Fraction(0), row.points, needs)


def _score(row: Row, names: tuple[str, ...], tally: Tally) -> Term:
    levels = {met: row.amount(amount) for met, amount in tally.levels}
    full = levels.get(len(names), row.points)
    if full != row.points:
        raise UnboundError("全部符合的得分与本行分值不符", "核对各要点的得分")
    if tally.own:
        own = [row.amount(amount) for amount in tally.own]
        if sum(own) != row.points:
            raise UnboundError("各要点的得分合不到本行的分值", "核对每个要点得几分")
        return add(*(if_yes(name, number(worth)) for name, worth in zip(names, own, strict=True)))
    if tally.each is not None:
        each = row.amount(tally.each)
        if each * len(names) != row.points:
            raise UnboundError("各要点的得分合不到本行的分值", "核对每个要点得几分")
        return add(*(if_yes(name, number(each)) for name in names))
    if tally.lost is not None and not tally.cut:
        lost = row.amount(tally.lost)
        return minus(number(full), add(*(if_yes(name, number(0), number(lost)) for name in names)))
    if len(names) > _MOST_COMBINED:
        raise UnboundError("要点太多，各种组合列不完", "写明每个要点得几分")
    if tally.cut or tally.lost is not None:
        lost = Fraction(0) if tally.lost is None else row.amount(tally.lost)
        paid = {met: full - lost * (len(names) - met) for met in range(len(names) + 1)}
        paid |= {met: Fraction(0) for met in paid if tally.cut and len(names) - met >= tally.cut}
    else:
        paid = {0: Fraction(0), **levels}
    if paid.keys() != set(range(len(names) + 1)):
        raise UnboundError("没有写明满足每一种项数得几分", "写明满足几项得几分")
    return by_number(names, paid, 0)


def said_again(template: Template, points: Fraction) -> Template:
    """A checklist without the counter that says it again: ①…得2分;②…得2分。每有一项不符合扣2分."""
    paid = [s for s in template.statements if isinstance(s.condition, Saying)]
    steps = [s for s in template.statements if isinstance(s.outcome, PerStep)]
    if len(steps) != 1 or len(paid) < 2 or len(paid) + 1 != len(template.statements):
        return template
    worths = {s.outcome for s in paid}
    worth, step = paid[0].outcome, steps[0].outcome
    if len(worths) != 1 or not isinstance(worth, Amount) or not isinstance(step, PerStep):
        return template
    value, off = worth.value(points), step.amount.value(points)
    whole = worth.manner == "award" and value is not None and value * len(paid) == points
    again = (
        step.amount.manner == "deduct"
        and off == value
        and step.step.value == 1
        and step.step.unit in _ITEMS
        and step.kind != "short"
    )
    if not whole or not again or steps[0].condition is not None or not _UNMET.fullmatch(step.subject):
        return template
    return Template(tuple(e for e in template.elements if e is not steps[0]), template.spans, template.passed)


_ITEMS = frozenset("项条个点")
