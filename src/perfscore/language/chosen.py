"""Clauses on one line as one term: which of them holds where, and what holds where none does."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from perfscore.core.units import is_counted
from perfscore.language.areas import met
from perfscore.language.clauses.formula import Formula
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.yes_no import Against
from perfscore.language.measured import Measured
from perfscore.language.program import UnboundError
from perfscore.language.regions import Area, Clause, Holder, Piece, Span, holders, named_twice, pieces
from perfscore.language.row import Row
from perfscore.language.steps import NO_BASE
from perfscore.language.terms import Case, Chosen, Compare, NoScoreError, Nothing, Number, Term, number, value

_GAP = Nothing("这个数落在两档之间的空档里", "gap")
_NO_TIER = Nothing("这个数不在任何一档里", "gap")
_WORSE = Nothing("比列出的情形更差，怎样扣分没有写明", "gap")


def chosen(rule: Measured, clauses: Sequence[Clause]) -> Term:
    """The clause that holds for each number.

    Raises:
        UnboundError: none holds for any.
    """
    areas = [c.area for c in clauses]
    atoms = pieces(areas)
    for tier in clauses:
        if tier.alone is not None and isinstance(tier.term, Number) and tier.term.value:
            _agrees(rule, tier, tier.alone, [c for c in clauses if c.steps])
    held = [_holder(rule, areas, clauses, atom) for atom in atoms]
    if all(holder is None for holder in held):
        raise UnboundError("没有读出得分条件", "写明得分条件")
    given = [
        (holder.term, holder.label) if holder is not None else _elsewhere(rule, clauses, atoms, held, n)
        for n, holder in enumerate(held)
    ]
    return _cases(rule, atoms, given)


def _agrees(rule: Measured, tier: Clause, place: Fraction, steps: Sequence[Clause]) -> None:
    """Whether a tier of one number pays there what the steps leave there.

    Raises:
        UnboundError: 每延迟1天扣10分,延迟3天得60分 of 100 says two things of three days.
    """
    asked = rule.variable.need
    for step in steps if asked is not None and rule.variable.plain else ():
        if any(span.covers(Piece(point=place)) is True for span in step.area):
            try:
                left = value(step.term, {asked.name: place}) if asked is not None else None
            except NoScoreError:
                continue
            if number(left or Fraction(0)) != tier.term:
                where = tier.statement.span if tier.statement is not None else None
                raise UnboundError("同一个数两处给出不同的得分", "统一每一步的扣分与这一档的得分", where)


# -- which clause holds ------------------------------------------------------------------------------------


def _holder(rule: Measured, areas: list[Area], clauses: Sequence[Clause], atom: Piece) -> Clause | None:
    """The clause that holds on a piece."""
    found = holders(areas, atom, counted=is_counted(rule.variable.unit))
    if not found:
        return None
    nothing = [c for c in clauses if c.award == 0 and any(s.covers(atom) is True for s in c.area)]
    if nothing and all(clauses[h.index].refines or clauses[h.index].award == 0 for h in found):
        # 不得分 holds against every step, whichever of the two is the narrower.
        return nothing[0]
    if len(found) == 1 or len({clauses[h.index].term for h in found}) == 1:
        return clauses[found[0].index]
    found = [h for h in found if clauses[h.index].area != (Span(),)] or found
    refining = [h for h in found if clauses[h.index].refines]
    if refining and len(refining) < len(found) and all(_same_ground(h, refining[0]) for h in found):
        found = refining
    if len(found) == 1:
        return clauses[found[0].index]
    end = _at_end(rule, clauses, found, atom)
    return clauses[_overlap(rule.row, found) if end is None else end]


def _same_ground(one: Holder, other: Holder) -> bool:
    """Whether two spans are the same but for the marks of their ends."""
    return (one.span.low, one.span.high) == (other.span.low, other.span.high)


def _at_end(rule: Measured, clauses: Sequence[Clause], found: list[Holder], atom: Piece) -> int | None:
    """The clause that holds on a number which ends one tier and begins another, or stands by itself as well."""
    if atom.point is None:
        return None
    twice = named_twice(found, atom.point)
    lows = [h for h in found if h.span.low == atom.point]
    highs = [h for h in found if h.span.high == atom.point and h.span.low != atom.point]
    if twice is not None:
        alone, tier = twice
        if clauses[alone.index].award == rule.row.points:
            return alone.index  # 100%得满分,100%以下…: what earns everything is not among what earns less
        lower, upper = (tier, alone) if tier.span.high is None else (alone, tier)
    elif lows and highs:
        lower, upper = lows[0], highs[0]
    else:
        return None
    side = rule.row.pick("tier-end", ("lower-inclusive", "upper-inclusive"))
    return (lower if side == "lower-inclusive" else upper).index


def _overlap(row: Row, found: list[Holder]) -> int:
    order = sorted(h.index for h in found)
    return order[0] if row.pick("overlap", ("first-clause", "last-clause")) == "first-clause" else order[-1]


# -- where none holds --------------------------------------------------------------------------------------


def _elsewhere(
    rule: Measured, clauses: Sequence[Clause], atoms: list[Piece], held: list[Clause | None], n: int
) -> tuple[Term, str]:
    """What a piece gives that no clause covers."""
    row = rule.row
    if not any(c.award for c in clauses) and not _pays_shares(row):
        if not row.has_base:
            return (number(0) if row.limit("most-on") == row.points else NO_BASE), ""
        if _beyond_costs(rule, atoms, held, n):
            return _WORSE, ""
        counts_up = any(step.amount.manner == "award" for step in row.steps)
        return (number(0), "") if counts_up else (number(row.start), "没有扣分的情形")
    covered = [m for m, holder in enumerate(held) if holder is not None]
    if covered[0] < n < covered[-1]:
        if atoms[n].point == rule.variable.goal is not None and any(map(_share_of_the_unmet, clauses)):
            return number(row.base), "达到指标值"  # 未完成的按比例计分,每超1%加1分: what is met has all of it
        return _GAP, ""
    edge = held[covered[-1] if n > covered[-1] else covered[0]]
    if rule.direction == ("up" if n > covered[-1] else "down") and edge is not None:
        return edge.term, edge.label
    return (_NO_TIER, "") if rule.direction == "" else (number(0), "差于各档")


def _share_of_the_unmet(clause: Clause) -> bool:
    """Whether a clause pays a share of all points where the target is not met."""
    said = clause.statement
    unmet = said is not None and isinstance(said.condition, Against) and said.condition.standing == "unmet"
    return said is not None and unmet and isinstance(said.outcome, Prorata) and not said.outcome.deduct


def _pays_shares(row: Row) -> bool:
    """Whether a formula or a share says what is earned."""
    return any(
        isinstance(s.outcome, Formula) or (isinstance(s.outcome, Prorata) and not s.outcome.deduct)
        for s in row.statements
    )


def _beyond_costs(rule: Measured, atoms: list[Piece], held: list[Clause | None], n: int) -> bool:
    """Whether a piece that no clause covers is worse than one that costs already, on the same side of the target."""
    if rule.direction not in ("up", "down"):
        return False
    target = () if rule.variable.goal is None else met(rule)
    better = range(n) if rule.direction == "down" else range(n + 1, len(atoms))
    costs = [(m, c) for m in better if (c := held[m]) is not None and (c.deducts or c.award == 0)]
    if not _meets(target, atoms[n]):
        return bool(costs)
    # Steps that run on both sides of the target leave it alone, and so does what costs for being too good by far;
    # a tier that costs within the target does not.
    best = held[0 if rule.direction == "down" else -1]
    return any(_meets(target, atoms[m]) for m, c in costs if c is not best and not c.steps)


def _meets(target: Area, piece: Piece) -> bool:
    return any(span.covers(piece) is not False for span in target)


def _cases(rule: Measured, atoms: list[Piece], given: list[tuple[Term, str]]) -> Term:
    """The pieces from below; what neighbours give alike is one case."""
    cases: list[Case] = []
    for atom, (term, label), (next_term, next_label) in zip(atoms, given, given[1:], strict=False):
        if next_term == term and (next_label == label or not isinstance(term, Nothing)):
            continue
        sign, end = ("<", atom.high or 0) if atom.point is None else ("≤", atom.point)
        cases.append(Case(Compare(rule.variable.term, sign, number(end)), term, label))
    last, label = given[-1]
    return Chosen(tuple(cases), last, label) if cases else last
