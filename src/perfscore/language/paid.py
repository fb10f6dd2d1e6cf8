"""Outcomes as terms: fixed points, steps, shares of the target."""

from __future__ import annotations

import re
from fractions import Fraction

from perfscore.core.numbers import plain
from perfscore.core.units import is_counted
from perfscore.language import deviations
from perfscore.language.areas import Areas
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Either, Quantity, Within
from perfscore.language.clauses.limits import PartOfStep, Standard
from perfscore.language.clauses.notes import Stated
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.yes_no import Against
from perfscore.language.events import allowed
from perfscore.language.floors import stated_base
from perfscore.language.measured import Clause
from perfscore.language.naming import FULL
from perfscore.language.program import UnboundError
from perfscore.language.regions import Area, Piece, Span, complement
from perfscore.language.terms import (
    Greatest,
    Least,
    Nothing,
    Term,
    Whole,
    add,
    minus,
    number,
    over,
    times,
)

#: Words of a standing that falls short, and never goes beyond.
_UNFINISHED = re.compile(r"完成|完工|达成|实现|足额")
#: Additions alone do not say what they are added to.
NO_BASE = Nothing("只写了加分，没有写明基本分", "base")


def _goes_on(span: Span, end: Fraction, side: int) -> bool:
    """Whether a span holds just beyond an end, on the given side of it."""
    if side > 0:
        return (span.low is None or span.low <= end) and (span.high is None or span.high > end)
    return (span.high is None or span.high >= end) and (span.low is None or span.low < end)


class Paid(Areas):
    """What the clauses of a rule give."""

    def base(self) -> Fraction:
        """The points from which changes count: what meeting the target gives."""
        for statement in self.statements:
            if (
                isinstance(statement.condition, Against)
                and statement.condition.standing in ("met", "equal", "inside")
                and isinstance(statement.outcome, Amount)
            ):
                value = self._award(statement.outcome)
                if value is not None:
                    return value
        awards = [
            value
            for s in self.statements
            if isinstance(s.outcome, Amount)
            and s.outcome.manner == "award"
            and (value := self._award(s.outcome)) is not None
        ]
        best = max(awards, default=Fraction(0))
        return best if best > 0 else stated_base(self.template, self.setting)

    def _reference(self, step: PerStep, condition: object, clauses: list[Clause]) -> tuple[Fraction, Fraction]:
        """Where the steps count from, and the points there."""
        side = self._side(step)
        goal = None if self.variable.goal is None else self._end(side)
        if self.standard is not None:
            return self.standard, self.base()
        written = next((e for e in self.template.elements if isinstance(e, Standard)), None)
        if written is not None and condition is None and not any(c.award for c in clauses):
            named = self._in(Quantity(written.value, written.unit))
            same = goal is None or named == goal
            if same or self.setting.pick("reference", ("threshold", "target"), None) == "threshold":
                return named, self.base()
        if step.from_target:
            return self._end(side), self._base_at(self._end(side), clauses)
        ends = {span.low if side > 0 else span.high for c in clauses if c.award for span in c.area} - {None}
        if isinstance(condition, Within | Either):
            spans = self._area(condition, [])
            own = spans[0].low if side > 0 else spans[-1].high
            if own is None or (
                isinstance(condition, Within) and not condition.measure and self._limits_only(condition, side)
            ):
                edges = {span.high if side > 0 else span.low for c in clauses if c.award for span in c.area} - {
                    None
                }
                if len(edges) == 1:
                    edge = edges.pop()
                    assert edge is not None  # noqa: S101
                    return edge, self._base_at(edge, clauses)
                return self._end(side), self.base()
            near = {span.high if side > 0 else span.low for c in clauses if c.award for span in c.area}
            if own == goal or own in near or goal is None or side > 0:
                return own, self._base_at(own, clauses)
            if self.setting.pick("reference", ("threshold", "target"), None) == "threshold":
                return own, self._base_at(own, clauses)
            return goal, self.base()
        del ends
        standards = [s.condition for s in self.statements if s.outcome is None and isinstance(s.condition, Within)]
        # A deduction counts from where the award ends, an addition from where it begins.
        upper = (side > 0) == (step.amount.manner == "deduct")
        near_ends = [
            edge
            for c in clauses
            if c.award
            for span in c.area
            if (edge := span.high if upper else span.low) is not None
        ]
        if near_ends:
            edge = max(near_ends) if side > 0 else min(near_ends)
            return edge, self._base_at(edge, clauses)
        if standards and self.tolerance is None:
            spans = self._range(standards[-1])
            own = spans[0].high if side > 0 else spans[0].low
            if own is not None:
                return own, self.base()
        return self._end(side), self.base()

    def _limits_only(self, condition: Within, side: int) -> bool:
        """A condition such as 不超过1%的 bounds where the steps run, it is not where they start."""
        return (side > 0 and condition.low is None) or (side < 0 and condition.high is None)

    def _base_at(self, edge: Fraction, clauses: list[Clause]) -> Fraction:
        best = [
            c.award
            for c in clauses
            if c.award is not None
            and any(
                span.covers(Piece(point=edge)) is not False or edge in (span.low, span.high) for span in c.area
            )
        ]
        return max(best, default=self.base()) or self.base()

    def _side(self, step: PerStep) -> int:
        """1 where larger values cost (or earn), -1 where smaller ones do."""
        match step.kind:
            case "short":
                return -1
            case "over" | "late":
                return 1
            case _:
                if step.amount.manner == "award" and self.direction in ("", "equal"):
                    return 1  # what earns points for each of it is the better the more there is
                if self.direction == "up":
                    return -1 if step.amount.manner == "deduct" else 1
                if self.direction == "down":
                    return 1 if step.amount.manner == "deduct" else -1
                raise UnboundError("没有写明是超过还是低于", "写明“每超过”或“每低于”")

    def _count(self, gap: Term, step: PerStep) -> Term:
        """The number of steps in a gap, in the reading under way."""
        size = self._distance(step.step)
        if size == 0:
            raise UnboundError("目标值为零，百分比没有意义", "写明每多少单位扣分")
        steps = over(gap, number(size))
        fixed = next((e.mode for e in self.template.elements if isinstance(e, PartOfStep)), None)
        whole = (
            is_counted(self.variable.unit)
            and size == 1
            and (self.variable.goal is None or self.variable.goal.denominator == 1)
        )
        if whole:
            return steps
        mode = fixed
        if mode is None:
            self.steps_open = True
            mode = self.setting.pick(
                "part-of-step", ("proportional", "whole", "started"), self.setting.conventions.part_of_step
            )  # type: ignore[assignment]
        elif mode == "rung":
            self.steps_open = True
            mode = self.setting.pick("part-of-step", ("whole", "started"), None)  # type: ignore[assignment]
        return steps if mode == "proportional" else Whole(steps, up=mode == "started")

    def _stepped(self, step: PerStep, condition: object, clauses: list[Clause]) -> tuple[Area, Term]:
        variable = self.variable.term
        no_change = any(
            w.measure in ("up", "down") and w.low is not None and not w.low.value and (w.exact or w.high is None)
            for w in self.quantities()
        )
        if step.kind in ("short", "over") and no_change:
            raise UnboundError("每升降一个单位从哪里起算没有写明", "写明从哪个数起，每多少计几分")
        each = self._amount(step.amount)
        tolerance = self.tolerance
        if isinstance(condition, Against) and condition.standing == "outside" and tolerance is not None:
            span = tolerance[0]
            gap: Term = Greatest((minus(number(span.low or 0), variable), minus(variable, number(span.high or 0))))
            return complement([tolerance]), minus(number(self.base()), times(number(each), self._count(gap, step)))
        self.standard = None
        guarded = self._guarded_side(step, condition)
        if guarded is None and (
            step.kind == "off"
            or (isinstance(condition, Within) and condition.measure in ("off", "around"))
            or self._two_sided(condition, clauses)
        ):
            beyond = condition if isinstance(condition, Within) and condition.measure == "around" else None
            return self._around(step, each, clauses, beyond)
        side = guarded or self._side(step)
        if isinstance(condition, Within) and self._is_standard(condition, side, clauses):
            condition = None
        reference, base = self._reference(step, condition, clauses)
        if step.amount.manner == "award":
            if step.kind not in ("event", "plain"):
                raise UnboundError("每增减一个单位得几分，起点没有写明", "写明从哪个数起、从几分起")
            base, reference = Fraction(0), Fraction(0)
        gap = minus(variable, number(reference)) if side > 0 else minus(number(reference), variable)
        if condition is None and side > 0 and any(c.award for c in clauses) and allowed(step, reference):
            first = self.setting.pick("allowance", ("from-zero", "beyond-target"), None)
            gap = variable if first == "from-zero" else gap
        cost = times(number(each), self._count(gap, step))
        plus = step.amount.manner != "deduct"
        if plus:
            most = next((e.points for e in self.limits if e.bound == "most-on" and e.points is not None), None)
            cost = cost if most is None else Least((number(most), cost))
        else:
            most = next((e.points for e in self.limits if e.bound == "most-off" and e.points is not None), None)
            cost = cost if most is None else Least((number(most), cost))
        term = add(number(base), cost) if plus else minus(number(base), cost)
        if step.amount.manner == "add" and not self._has_base():
            term = add(number(0), cost) if most == self.points else NO_BASE
        if isinstance(condition, Within | Either):
            area = self._area(condition, [])
        elif side > 0:
            area = (Span(reference, False, None, True),)
        else:
            area = (Span(None, True, reference, False),)
        return area, term

    def _has_base(self) -> bool:
        """Whether something besides additions says what the score is."""
        return any(isinstance(e, Stated) and e.base for e in self.template.elements) or any(
            (s.outcome.amount if isinstance(s.outcome, PerStep) else s.outcome).manner != "add"
            if isinstance(s.outcome, PerStep | Amount)
            else s.outcome is not None
            for s in self.statements
        )

    def _is_standard(self, condition: Within, side: int, clauses: list[Clause]) -> bool:
        """Whether a condition before a step names the standard (满意度≥90%,每低1个百分点…) and guards nothing.

        A step runs on the bad side only, so a condition that holds on the good side cannot say when it applies. Short
        of the target it may still bound the ground on which the steps run, where another clause holds beyond it.
        """
        if condition.measure or condition.exact or not self._limits_only(condition, side):
            return False
        edge = self._range(condition)[0]
        end = edge.high if side > 0 else edge.low
        goal = self.variable.goal
        assert end is not None  # noqa: S101 - the side is bounded there
        if goal is None or end == goal:
            self.standard = end
            return True
        worse = end > goal if side > 0 else end < goal
        if worse and any(_goes_on(span, end, side) for c in clauses for span in c.area):
            return False
        written = self.setting.pick("reference", ("threshold", "target"), None) == "threshold"
        self.standard = end if written else goal
        return True

    def _guarded_side(self, step: PerStep, condition: object) -> int | None:
        """The one side on which a distance from the target counts (未达标的,每相差1个百分点…), None for both."""
        if step.kind != "off":
            return None
        bad = {"up": -1, "down": 1}.get(self.direction)
        if isinstance(condition, Against):
            side = {"unmet": bad, "worse-high": 1, "worse-low": -1, "better": -bad if bad else None}
            if condition.standing not in ("equal", "unequal", "outside", "inside"):
                return side.get(condition.standing)
        if isinstance(condition, Within):
            if condition.measure in ("short", "loose", "over"):
                return 1 if condition.measure == "over" else -1
            if condition.measure == "" and not deviations.named(condition.subject):
                return 1 if condition.high is None else -1 if condition.low is None else None
        one_sided = self.goal.sign in ("≥", ">", "≤", "<") and self.variable.need is not None
        plain = not deviations.named(f"{step.subject}{self.goal.text}") and not self.definitions
        # Better than a one-sided target is no fault by itself, yet the words count every distance.
        if not (condition is None and bad and one_sided and plain and not self.goal.high):
            return None
        return bad if self.setting.pick("deviation", ("both-sides", "bad-side"), None) == "bad-side" else None

    def _two_sided(self, condition: object, clauses: list[Clause]) -> bool:
        """A step without side after a band around the target counts on both sides of it."""
        return condition is None and any(
            c.award and c.statement is not None and isinstance(c.statement.condition, Within) and len(c.area) == 1
            and c.area[0].low is not None and c.area[0].high is not None and self.variable.goal is not None
            and c.area[0].high - self.variable.goal == self.variable.goal - c.area[0].low and c.area[0].low != c.area[0].high
            and (c.statement.condition.measure == "off" or deviations.named(c.statement.condition.subject))
            for c in clauses
        )  # fmt: skip

    def _around(
        self, step: PerStep, each: Fraction, clauses: list[Clause], beyond: Within | None
    ) -> tuple[Area, Term]:
        """Steps on both sides of the target, or beyond so much of a deviation (超过±5%的,每1%…)."""
        if beyond is not None:
            return self._beyond_deviation(step, each, beyond)
        goal, far = self._end(-1), self._end(1)
        written = next((e for e in self.template.elements if isinstance(e, Standard)), None)
        if written is not None and not {self._in(Quantity(written.value, written.unit))} == {goal, far}:
            raise UnboundError("写明的标准与指标值不同", "统一标准与指标值")
        band = next(
            (
                c.area[0]
                for c in clauses
                if c.award and c.area and c.area[0].low is not None and c.area[0].high is not None
            ),
            None,
        )
        low, high = (band.low or goal, band.high or far) if band is not None else (goal, far)
        gap = Greatest((minus(number(low), self.variable.term), minus(self.variable.term, number(high))))
        term = minus(number(self.base()), times(number(each), self._count(gap, step)))
        return (Span(None, True, low, False), Span(high, False, None, True)), term

    def _beyond_deviation(self, step: PerStep, each: Fraction, beyond: Within) -> tuple[Area, Term]:
        area = self._range(beyond)
        gaps: list[Term] = [minus(self.variable.term, number(area[-1].low or 0))]
        if beyond.low is None or area[-1].low is None:
            raise UnboundError("偏差在范围以内怎样按每单位计分没有写明", "写明超过多少以后每多少计几分")
        if len(area) > 1:
            gaps.append(minus(number(area[0].high or 0), self.variable.term))
        return area, minus(number(self.base()), times(number(each), self._count(Greatest(tuple(gaps)), step)))

    def _prorata(self, share: Prorata, condition: object) -> Term:
        of = self.points if share.times else self._share_of(condition)
        of = of if share.of is None else share.of
        if of > self.points > 0:
            self.names.doubt = f"按比例算的分数{plain(of)}分超过分值{plain(self.points)}分，怎样折算没有写明"
        of = of * share.share / FULL
        reference = self._goal() if share.over is None else self._in(share.over)
        if share.short and self.direction != "up":
            raise UnboundError("扣分的方向与指标值相反", "核对是“每少”还是“每超”")
        if share.times:
            reference = self._whole() if share.times == "rate" and self.variable.unit == "%" else reference
        elif (
            share.over is None and isinstance(condition, Within) and not condition.measure and not condition.exact
        ):
            end = condition.high if self.direction != "down" else condition.low
            if end is not None:
                reference = self._in(end)
        x = self.variable.term
        if reference == 0:
            return number(0)
        # What was not finished, not reached is short of the target, whatever more than the target may be.
        said = condition.text if isinstance(condition, Against) and condition.standing == "unmet" else ""
        if self.direction == "equal" and not _UNFINISHED.search(said):
            raise UnboundError("指标值为等于，比例的方向不明", "写明超过目标时怎样计分")
        if self.direction != "down":
            return times(number(of), over(x, number(reference)))
        mirror = (
            share.excess
            or self.setting.pick(
                "negative-ratio", ("target-over-actual", "mirror"), self.setting.conventions.negative_ratio
            )
            == "mirror"
        )
        if mirror:
            return times(number(of), minus(number(2), over(x, number(reference))))
        return times(number(of * reference), over(number(1), x))

    def _whole(self) -> Fraction:
        """What a rate that is multiplied by points is taken of: itself, or the target where that is a rate too."""
        goal = self.goal.value if self.goal.unit == "%" else None
        if goal is None or goal in (0, FULL):
            return FULL
        return FULL if self.setting.pick("rate", ("actual", "of-target"), None) == "actual" else goal

    def _share_of(self, condition: object) -> Fraction:
        if isinstance(condition, Within):
            spans = self._area(condition, [])
            edge = spans[-1].high if self.direction != "down" else spans[0].low
            for s in self.statements:
                if isinstance(s.condition, Within) and isinstance(s.outcome, Amount) and edge is not None:
                    value = self._award(s.outcome)
                    near = self._range(s.condition)[0]
                    if value and edge in (near.low, near.high):
                        return value
        base = self.base()
        if base != self.points and self.setting.pick("share-of", ("base", "row"), None) == "row":
            return self.points
        return base
