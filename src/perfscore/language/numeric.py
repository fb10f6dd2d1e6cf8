"""Rules over one number, lowered: every clause becomes an area of the line and a term that holds there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TypeVar

from perfscore.core.units import is_counted
from perfscore.language import plausible
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Within
from perfscore.language.clauses.formula import Formula
from perfscore.language.clauses.limits import AndSoOn, Rounding
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.yes_no import Otherwise, Saying
from perfscore.language.floors import capped, stated_base
from perfscore.language.measured import PERIODIC, Clause
from perfscore.language.open_ends import best_is_open, worst_is_open
from perfscore.language.paid import NO_BASE, Paid
from perfscore.language.program import Program, Setting, UnboundError
from perfscore.language.regions import Area, Holder, Piece, Span, complement, holders, named_twice, pieces
from perfscore.language.slopes import from_zero, sloped
from perfscore.language.statements import Statement, Template
from perfscore.language.terms import (
    Case,
    Chosen,
    Compare,
    Input,
    Least,
    Nothing,
    Number,
    Rounded,
    Term,
    add,
    number,
    times,
)

T = TypeVar("T")


class NumericRule(Paid):
    """One lowering of a rule over one number."""

    def program(self) -> Program:
        """Lower the rule in the reading under way."""
        opposite = self._opposite()
        clauses: list[Clause] = []
        pending: list[Statement] = []
        for statement in self.statements:
            if isinstance(statement.outcome, Amount) and not isinstance(statement.condition, Otherwise):
                clause = self._placed(statement, partial(self._tier, statement))
                if clause is not None:
                    clauses.append(clause)
            elif statement.outcome is not None:
                pending.append(statement)
        clauses = self._and_so_on(worst_is_open(best_is_open(clauses, self.direction), self.direction))
        for statement in pending:
            clauses.append(self._placed(statement, partial(self._rest, statement, clauses)))
        if self.tolerance is not None and not any(c.award for c in clauses):
            clauses.append(Clause(self.tolerance, number(self.points), "误差范围内", self.points))
        raw: Term = Nothing("扣分的方向与指标值相反", "opposite") if opposite else self._choose(clauses)
        digits = next((e.digits for e in self.template.elements if isinstance(e, Rounding)), None)
        low, high = self.bounds()
        if digits is not None:
            if high is not None:
                raw = Least((number(high), raw))
            raw = Rounded(raw, digits)
        needs = self.names.needs(self.variable)
        program = Program(
            raw, low, high, needs, single=self.names.single(self.variable), variable=self.variable.term, goal=self.variable.goal,
            direction=self.direction, stated_floor=any(e.bound == "floor" for e in self.limits),
            stated_cap=any(e.bound in ("cap", "most-on") for e in self.limits), steps=self.steps_open,
            counted=is_counted(self.variable.unit),
            doubt="" if any(e.bound in ("cap", "most-on", "uncapped") for e in self.limits) else self.names.doubt,
        )  # fmt: skip
        plausible.check(self, program)
        return program

    def _placed(self, statement: Statement, act: Callable[[], T]) -> T:
        """Do it; whatever stops it points at the clause."""
        try:
            return act()
        except UnboundError as stop:
            if stop.span is None:
                stop.span = statement.span
            raise

    def bounds(self) -> tuple[Fraction | None, Fraction | None]:
        """Floor and cap."""
        low: Fraction | None = Fraction(0)
        high: Fraction | None = self.points
        for limit in self.limits:
            if limit.bound == "below-zero":
                low = None if low == 0 else low
            elif limit.bound == "uncapped":
                high = None
            elif limit.bound == "cap" and limit.points is not None:
                high = capped(high, limit.points, self.template, self.points)
            elif limit.bound == "least" and limit.points is not None:
                low = limit.points
        return low, self._with_bonus(high)

    def _with_bonus(self, high: Fraction | None) -> Fraction | None:
        """Points on top of full marks: the words may lift the cap, or the row's points may hold."""
        amounts = [
            s.outcome.amount if isinstance(s.outcome, PerStep) else s.outcome
            for s in self.statements
            if isinstance(s.outcome, PerStep | Amount)
        ]
        adds = [amount for amount in amounts if amount.manner == "add" and amount.points != 0]
        capped = any(limit.bound in ("cap", "uncapped") for limit in self.limits)
        if high is None or capped or not adds or not self._has_base() or self.base() < self.points:
            return high
        extra = all(amount.extra for amount in adds)
        if not extra and self.setting.pick("bonus", ("within-points", "on-top"), None) == "within-points":
            return high
        most = next((e.points for e in self.limits if e.bound == "most-on" and e.points is not None), None)
        return None if most is None else high + most

    def _opposite(self) -> bool:
        sign = self.goal.sign
        steps = [
            s.outcome
            for s in self.statements
            if isinstance(s.outcome, PerStep)
            and s.outcome.kind in ("short", "over")
            and s.outcome.amount.manner == "deduct"
        ]
        kinds = {s.kind for s in steps}
        shown = (
            self._monotone() if isinstance(self.variable.term, Input) and self.variable.need is not None else ""
        )
        if shown and sign and self.variable.need is not None and self.variable.need.measure == "value":
            wanted = {"≥": "up", ">": "up", "≤": "down", "<": "down"}.get(sign, shown)
            if wanted != shown:
                return True
        return (sign in ("≥", ">") and kinds == {"over"}) or (
            sign in ("≤", "<") and kinds == {"short"} and self.goal.value != 0
        )

    def _tier(self, statement: Statement) -> Clause | None:
        amount = statement.outcome
        assert isinstance(amount, Amount)  # noqa: S101
        condition = statement.condition
        if condition is None:
            raise UnboundError("得分没有条件", "写明得分的条件", statement.span)
        area = self._area(statement.condition, [])
        made = partial(Clause, area, label=statement.say(), span=statement.span, statement=statement)
        if amount.high is not None:
            return made(Nothing("这一档只给了分值区间", "range"))
        value = self._amount(amount)
        subject = statement.condition.subject if isinstance(statement.condition, Within) else ""
        period = None if amount.manner == "award" and value >= self.points else PERIODIC.search(subject)
        if period and period[0] not in self.goal.text:
            return made(Nothing(f"“{period[0]}”分别计算，只有一个数", "period"), deducts=True)
        paid, award = self._paid(amount, value)
        return made(paid, award=award, deducts=amount.manner == "deduct")

    def _paid(self, amount: Amount, value: Fraction) -> tuple[Term, Fraction | None]:
        """What a fixed number of points gives, and how much of it is an award; changes count from the base."""
        match amount.manner:
            case "award":
                return number(value), value
            case "deduct":
                base = self.base()
                if base != self.points:
                    chosen = self.setting.pick("change-from", ("award", "points"), None)
                    base = base if chosen == "award" else self.points
                return number(base - value), None
            case "add":
                return number(self.base() + value), None

    def _rest(self, statement: Statement, clauses: list[Clause]) -> Clause:
        outcome, condition = statement.outcome, statement.condition
        label = statement.say()
        taken = [c.area for c in clauses]
        if isinstance(outcome, PerStep):
            if isinstance(condition, Saying):
                raise UnboundError(
                    "数值扣分带有文字条件", "把文字条件改写成数值条件，或另列一条指标", statement.span
                )
            area, term = self._stepped(outcome, None if isinstance(condition, Otherwise) else condition, clauses)
            if (
                outcome.period
                and outcome.period not in self.goal.text
                and f"/{outcome.period.lstrip('每个')}" not in self.goal.text
            ):
                term = Nothing(f"“{outcome.period}”分别计算，只有一个全年数", "period")
            deducts = outcome.amount.manner == "deduct"
            return Clause(area, term, label, None, deducts=deducts, span=statement.span, statement=statement)
        if condition is None:
            area = (Span(),)
        elif isinstance(condition, Otherwise):
            area = complement(taken)
        else:
            area = self._area(condition, taken)
        if isinstance(outcome, Prorata):
            line = sloped(self, outcome, area, clauses)
            term = from_zero(self, self._prorata(outcome, condition)) if line is None else line
        elif isinstance(outcome, Formula):
            self.names.check_sign(outcome)
            doubt = self.names.doubt
            term = from_zero(self, self.names.score(outcome, self.variable))
            goal = self.variable.goal
            if goal is not None and not any(span.covers(Piece(point=goal)) for span in area):
                # What the formula would give at the target is not what the target gets.
                self.names.doubt = doubt
        else:
            assert isinstance(outcome, Amount)  # noqa: S101
            paid, award = self._paid(outcome, self._amount(outcome))
            deducts = outcome.manner == "deduct"
            return Clause(area, paid, label, award, deducts=deducts, span=statement.span, statement=statement)
        return Clause(area, term, label, None, span=statement.span, statement=statement)

    def _and_so_on(self, clauses: list[Clause]) -> list[Clause]:
        if not any(isinstance(e, AndSoOn) for e in self.template.elements):
            return clauses
        listed = [
            c for c in clauses if isinstance(c.term, Number) and len(c.area) == 1 and c.area[0].low is not None
        ]
        if len(listed) < 2:
            raise UnboundError("“依次类推”之前的档次不足两档，无法类推", "把各档写全")
        last, before = listed[-1], listed[-2]
        assert isinstance(last.term, Number)  # noqa: S101
        assert isinstance(before.term, Number)  # noqa: S101
        a, b = before.area[0], last.area[0]
        assert a.low is not None  # noqa: S101
        assert b.low is not None  # noqa: S101
        pace, drop = b.low - a.low, last.term.value - before.term.value
        if pace == 0 or drop == 0:
            raise UnboundError("“依次类推”的步长看不出来", "把各档写全")
        ranged = b.high is not None and b.high != b.low
        extended = list(clauses)
        low, value = b.low + pace, last.term.value + drop
        while (
            len(extended) < 64 and value >= 0 and value <= max(self.points, self.base() + self.points) and low > 0
        ):
            high = low + abs(pace) if ranged else b.high if b.high is None else low
            extended.append(
                Clause(
                    (Span(low, b.low_in, high, b.high_in),),
                    number(value),
                    "依次类推",
                    value if value > 0 else None,
                    span=last.span,
                )
            )
            most = next((e.points for e in self.limits if e.bound == "most-on" and e.points is not None), None)
            if ranged and most is not None and value - self.base() >= most:
                extended[-1] = replace(extended[-1], area=(Span(low, b.low_in, None, True),))
                break
            low, value = low + pace, value + drop
        if not ranged and self.setting.pick("and-so-on", ("table", "line"), None) == "line":
            slope = drop / pace
            line = add(number(last.term.value - slope * b.low), times(number(slope), self.variable.term))
            top = max(a.low, b.low)
            extended = [c for c in clauses if c not in listed or c.area[0].low != min(a.low, b.low)]
            extended = [c for c in extended if c.area[0].low is None or c.area[0].low >= top]
            extended.append(Clause((Span(None, True, top, False),), line, "依次类推", None, span=last.span))
        return extended

    def _choose(self, clauses: list[Clause]) -> Term:
        areas = [c.area for c in clauses]
        atoms = pieces(areas)
        held = [self._holder(areas, clauses, atom) for atom in atoms]
        rewards = [c for c in clauses if c.award]
        full = number(stated_base(self.template, self.setting))
        outcome: list[tuple[Term, str]] = []
        covered = [n for n, h in enumerate(held) if h is not None]
        if not covered:
            raise UnboundError("没有读出得分条件", "写明得分条件")
        for n, h in enumerate(held):
            if h is not None:
                outcome.append((clauses[h].term, clauses[h].label))
                continue
            shares = any(
                isinstance(s.outcome, Formula) or (isinstance(s.outcome, Prorata) and not s.outcome.deduct)
                for s in self.statements
            )
            if not rewards and not shares and not self._has_base():
                bonus = any(e.bound == "most-on" and e.points == self.points for e in self.limits)
                outcome.append((number(0) if bonus else NO_BASE, ""))
                continue
            if not rewards and not shares and self._beyond_costs(atoms, held, clauses, n):
                outcome.append((Nothing("比列出的情形更差，怎样扣分没有写明", "gap"), ""))
                continue
            if not rewards and not shares:
                counts_up = any(
                    isinstance(s.outcome, PerStep) and s.outcome.amount.manner == "award" for s in self.statements
                )
                outcome.append((number(0), "") if counts_up else (full, "没有扣分的情形"))
                continue
            before, after = n > covered[-1], n < covered[0]
            if (before and self.direction == "up") or (after and self.direction == "down"):
                edge = held[covered[-1] if before else covered[0]]
                assert edge is not None  # noqa: S101
                outcome.append((clauses[edge].term, clauses[edge].label))
            elif before or after:
                if self.direction == "":
                    outcome.append((Nothing("这个数不在任何一档里", "gap"), ""))
                else:
                    outcome.append((number(0), "差于各档"))
            else:
                outcome.append((Nothing("这个数落在两档之间的空档里", "gap"), ""))
        return self._cases(atoms, outcome)

    def _beyond_costs(self, atoms: list[Piece], held: list[int | None], clauses: list[Clause], n: int) -> bool:
        """Whether a piece that no clause covers is worse than one that costs already, on the same side of the target."""
        if self.direction not in ("up", "down"):
            return False
        goal = self.variable.goal
        met = () if goal is None else self._met(goal)

        def meets(piece: Piece) -> bool:
            return any(span.covers(piece) is not False for span in met)

        def costly(m: int) -> bool:
            return (h := held[m]) is not None and (clauses[h].deducts or clauses[h].award == 0)

        better = range(n) if self.direction == "down" else range(n + 1, len(atoms))
        costs = [m for m in better if costly(m)]
        if not meets(atoms[n]):
            return bool(costs)
        # Steps that run on both sides of the target leave it alone, and so does what costs for being too good by far;
        # a tier that costs within the target does not.
        best = held[0 if self.direction == "down" else -1]
        tiers = [m for m in costs if (h := held[m]) is not None and h != best and not clauses[h].steps]
        return any(meets(atoms[m]) for m in tiers)

    def _holder(self, areas: list[Area], clauses: list[Clause], atom: Piece) -> int | None:
        found = holders(areas, atom, counted=is_counted(self.variable.unit))
        if not found:
            return None
        zero = next(
            (n for n, c in enumerate(clauses) if c.award == 0 and any(s.covers(atom) is True for s in c.area)),
            None,
        )
        if zero is not None and all(clauses[h.index].refines for h in found):
            # 不得分 holds against every step, whichever of the two is the narrower.
            return zero
        if len({(clauses[h.index].term) for h in found}) == 1:
            return found[0].index
        whole = [h for h in found if clauses[h.index].area != (Span(),)]
        found = whole or found
        refining = [h for h in found if clauses[h.index].refines]
        if refining and len(refining) < len(found) and all(self._same_ground(h, refining[0]) for h in found):
            found = refining
        if len(found) == 1:
            return found[0].index
        if atom.point is not None:
            if (twice := named_twice(found, atom.point)) is not None:
                alone, tier = twice
                if clauses[alone.index].award == self.points:
                    return alone.index  # 100%得满分,100%以下…: what earns everything is not among what earns less
                side = self.setting.pick("tier-end", ("lower-inclusive", "upper-inclusive"), None)
                return (tier if (side == "lower-inclusive") == (tier.span.high is None) else alone).index
            lows = [h for h in found if h.span.low == atom.point]
            highs = [h for h in found if h.span.high == atom.point and h.span.low != atom.point]
            if lows and highs:
                side = self.setting.pick("tier-end", ("lower-inclusive", "upper-inclusive"), None)
                return (lows if side == "lower-inclusive" else highs)[0].index
        return self._overlap(found)

    def _same_ground(self, one: Holder, other: Holder) -> bool:
        """Whether two spans are the same but for the marks of their ends."""
        return (one.span.low, one.span.high) == (other.span.low, other.span.high)

    def _overlap(self, found: list[Holder]) -> int:
        order = sorted(h.index for h in found)
        options = ("first-clause", "last-clause")
        return order[0] if self.setting.pick("overlap", options, None) == options[0] else order[-1]

    def _cases(self, atoms: list[Piece], outcome: list[tuple[Term, str]]) -> Term:
        variable = self.variable.term
        cases: list[Case] = []
        for n, (term, label) in enumerate(outcome[:-1]):
            if outcome[n + 1][0] == term and (outcome[n + 1][1] == label or not isinstance(term, Nothing)):
                continue
            atom = atoms[n]
            test = (
                Compare(variable, "≤", number(atom.point))
                if atom.point is not None
                else Compare(variable, "<", number(atom.high or 0))
            )
            cases.append(Case(test, term, label))
        last_term, last_label = outcome[-1]
        return Chosen(tuple(cases), last_term, last_label) if cases else last_term


def lower_numeric(template: Template, setting: Setting) -> Program:
    """Lower a rule over one number."""
    return NumericRule(template, setting).program()
