"""Rules over one number, lowered: every clause becomes an area of the line and a term that holds there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from perfscore.core.units import canonical, dimension, is_counted
from perfscore.language import naming
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Either, Quantity, Within
from perfscore.language.clauses.formula import Definition, Formula
from perfscore.language.clauses.limits import AndSoOn, Limit, PartOfStep, Rounding
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.yes_no import Against, Otherwise, Saying
from perfscore.language.facts import in_unit
from perfscore.language.program import Direction, Need, Program, Setting, UnboundError
from perfscore.language.regions import Area, Holder, Piece, Span, complement, holders, pieces
from perfscore.language.template import Statement, Template
from perfscore.language.terms import (
    Absolute,
    Case,
    Chosen,
    Compare,
    Greatest,
    Input,
    Least,
    Nothing,
    Number,
    Product,
    Rounded,
    Term,
    Whole,
    add,
    minus,
    number,
    over,
    times,
)

_BETWEEN = re.compile(r"(?=.*(?:与|和|同))([^与和同]{2,12})(?:与|和|同)([^与和同]{2,12})")
_PERIODIC = re.compile(r"每(?:个)?(?:季度|月|年度?|周|半年)")
_ZERO_WORDS = re.compile(r"^(?:[^,]{0,6}?)(?:无|没有|未|零|没)")
_FULL = Fraction(100)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause bound to the line: where it holds and what it gives there."""

    area: Area
    term: Term
    label: str
    award: Fraction | None = None
    deducts: bool = False
    span: tuple[int, int] = (0, 0)
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """The quantity that the clauses compare."""

    term: Term
    unit: str
    goal: Fraction | None
    need: Need | None


class NumericRule:
    """One lowering of a rule over one number."""

    def __init__(self, template: Template, setting: Setting) -> None:
        self.template = template
        self.setting = setting
        self.points = setting.points
        self.goal = setting.goal
        self.statements = template.statements
        self.limits = [e for e in template.elements if isinstance(e, Limit)]
        self.definitions = {e.name: e.expression for e in template.elements if isinstance(e, Definition)}
        self.between = False
        self.names = naming.Names(self)
        self.variable = self._variable()
        self.direction = self._direction()
        self.tolerance = self._tolerance()
        self.steps_open = False

    # -- what is measured -------------------------------------------------------------------------------

    def _quantities(self) -> list[Within]:
        found: list[Within] = []
        for statement in self.statements:
            condition = statement.condition
            if isinstance(condition, Within):
                found.append(condition)
            elif isinstance(condition, Either):
                found += condition.parts
        return found

    def _variable(self) -> Variable:
        ranges = self._quantities()
        steps = [s.outcome for s in self.statements if isinstance(s.outcome, PerStep)]
        between = next((m for w in ranges if w.measure == "off" and (m := _BETWEEN.fullmatch(w.subject))), None)
        if between is not None:
            self.between = True
            unit = next((canonical(q.unit) for w in ranges for q in (w.low, w.high) if q), "")
            self.names.unknown = (between[1], between[2])
            return Variable(Absolute(minus(Input(between[1]), Input(between[2]))), unit, Fraction(0), None)
        late = any(w.measure == "late" for w in ranges) or any(p.kind == "late" for p in steps)
        timed = self.goal.value is not None and dimension(self.goal.unit) in ("time", "workdays", "months")
        if late and not timed:
            units = [q.unit for w in ranges if w.measure == "late" for q in (w.low, w.high) if q]
            units += [p.step.unit for p in steps if p.kind == "late"]
            if any(w.measure not in ("late",) for w in ranges):
                raise UnboundError("既有时间条件又有数值条件，需要两个数", "分别写成两条指标")
            unit = canonical(units[0]) if units else "天"
            return Variable(Input("逾期"), unit, Fraction(0), Need("逾期", unit=unit, measure="late"))
        against_only = all(w.measure in ("over", "short") for w in ranges) and bool(ranges)
        if self.goal.value is None and against_only:
            return Variable(Input("超出比例"), "%", Fraction(0), Need("超出比例", unit="%", measure="excess"))
        defined = self.names.defined_variable(ranges)
        if defined is not None:
            return defined
        return self._plain(ranges, steps)

    def _plain(self, ranges: list[Within], steps: list[PerStep]) -> Variable:
        unit = self.goal.unit
        shown = [canonical(q.unit) for w in ranges if not w.measure for q in (w.low, w.high) if q and q.unit]
        if not unit or self.goal.value is None:
            unit = unit or next((u for u in shown if u != "百分点"), "")
            if not unit:
                plain = [canonical(p.step.unit) for p in steps]
                unit = next(("%" if u == "百分点" else u for u in plain if u), "")
        subjects = [w.subject for w in ranges if w.subject] + [p.subject for p in steps if p.subject]
        formulas = bool(self.names.used)
        name = self.names.own_name if formulas else next((s for s in subjects if 1 < len(s) <= 20), "") or "实际完成值"
        measure = self._change([*subjects, *(s.condition.text for s in self.statements if isinstance(s.condition, Saying))])
        need = Need(name, unit=unit, target=self.goal.value, measure=measure)
        return Variable(Input(name), unit, self.goal.value, need)

    def _change(self, subjects: list[str]) -> str:  # type: ignore[return]
        texts = "".join(subjects) + "".join(self.names.used)
        negative = any(isinstance(s.condition, Against) and s.condition.standing == "negative" for s in self.statements)
        if self.goal.change:
            return f"change-{self.goal.change}"  # type: ignore[return-value]
        if re.search(r"下降(?:率|比例|幅度|目标)|降幅|降低率|减少率", texts) or negative:
            return "change-down"
        if re.search(r"增长率|增幅|提高率|上升率|提升率", texts):
            return "change-up"
        return "value"

    def _tolerance(self) -> Area | None:
        for statement in self.statements:
            condition = statement.condition
            if statement.outcome is None and isinstance(condition, Within) and re.search(r"误差|偏差", condition.subject):
                symmetric = condition.low is not None and condition.high is not None and condition.low.value == -condition.high.value
                if symmetric or condition.low is None:
                    assert condition.high is not None  # noqa: S101
                    reach = self._distance(condition.high)
                    goal = self._goal()
                    return (Span(goal - reach, True, goal + reach, True),)
        return None

    def _direction(self) -> Direction:
        sign = self.goal.sign
        if self.definitions and isinstance(self.variable.term, Product) and self.variable.goal == 0:
            return "down" if not any(w.low is not None and w.low.value < 0 for w in self._quantities()) else "equal"
        if self.between:
            return "down"
        if re.match(r"第\d", self.goal.text) or self.goal.unit in ("位次", "名次"):
            return "down"
        if self.variable.need is not None and self.variable.need.measure in ("late", "excess"):
            shorts = any(w.measure == "short" for w in self._quantities())
            return "up" if shorts and not any(w.measure == "over" for w in self._quantities()) else "down"
        if sign in ("≥", ">"):
            return "up"
        if sign in ("≤", "<"):
            return "down"
        if self.setting.direction:
            return self.setting.direction
        for statement in self.statements:
            step = statement.outcome
            if isinstance(step, PerStep) and step.kind in ("short", "over"):
                up = (step.kind == "short") == (step.amount.manner == "deduct")
                return "up" if up else "down"
        monotone = self._monotone()
        if monotone:
            return monotone
        if self.goal.value == 0:
            return "down"
        if sign == "=":
            return "up" if self.goal.unit == "%" and self.goal.value == _FULL else "equal"
        for statement in self.statements:
            condition = statement.condition
            if isinstance(condition, Against) and condition.standing in ("worse-high",):
                return "down"
            if isinstance(condition, Against) and condition.standing in ("unequal", "equal", "inside", "outside"):
                return "equal"
        if any(w.measure == "off" for w in self._quantities()):
            return "equal"
        return "up" if any(isinstance(s.outcome, Prorata | Formula) or isinstance(s.condition, Against) for s in self.statements) else ""

    def _monotone(self) -> Direction:
        """The direction that the tiers themselves show."""
        seen: list[tuple[Fraction, Fraction]] = []
        for statement in self.statements:
            condition, outcome = statement.condition, statement.outcome
            if not isinstance(condition, Within) or not isinstance(outcome, Amount) or condition.measure:
                continue
            value = self._award(outcome)
            end = condition.low or condition.high
            if value is not None and end is not None:
                other = condition.high or condition.low
                assert other is not None  # noqa: S101
                seen.append(((end.value + other.value) / 2, value))
                if condition.low is None:
                    seen[-1] = (end.value - Fraction(1, 1000), value)
                elif condition.high is None:
                    seen[-1] = (end.value + Fraction(1, 1000), value)
        ordered = [value for _, value in sorted(seen)]
        if len(set(ordered)) < 2:
            return ""
        if ordered == sorted(ordered):
            return "up"
        return "down" if ordered == sorted(ordered, reverse=True) else ""

    # -- numbers of the text in the variable's unit ------------------------------------------------------

    def _goal(self) -> Fraction:
        if self.variable.goal is None:
            raise UnboundError("指标值没有数，无法与目标比较", "写明数值的指标值")
        return self.variable.goal

    def _in(self, quantity: Quantity) -> Fraction:
        """A quantity of a condition as a value of the variable."""
        unit = canonical(quantity.unit)
        mine = self.variable.unit
        if unit in ("%", "百分点"):
            if mine in ("%", ""):
                return quantity.value
            if mine in ("比例", "系数", "指数"):
                return quantity.value / 100
            return quantity.value * self._goal() / 100
        if not unit and mine == "%" and self.goal.fraction and 0 < quantity.value <= 1:
            return quantity.value * 100
        found = in_unit(quantity.value, quantity.unit, mine)
        if found is None:
            raise UnboundError(f"条件的单位“{quantity.unit}”与指标的单位“{mine}”不同", "统一单位")
        return found

    def _distance(self, quantity: Quantity) -> Fraction:
        """A distance from the target, in the variable's unit."""
        unit = canonical(quantity.unit)
        mine = self.variable.unit
        if unit in ("%", "百分点"):
            if mine == "%":
                return quantity.value
            if mine in ("比例", "系数", "指数") and unit == "百分点":
                return quantity.value / 100
            if not mine:
                if self.setting.pick("percent", ("of-target", "point"), None) == "point":
                    return quantity.value
                return quantity.value * abs(self._goal()) / 100
            return quantity.value * abs(self._goal()) / 100
        found = in_unit(quantity.value, quantity.unit, mine)
        if found is None:
            raise UnboundError(f"扣分的单位“{quantity.unit}”与指标的单位“{mine}”不同", "统一单位")
        return found

    # -- areas ---------------------------------------------------------------------------------------------

    def _area(self, condition: object, taken: list[Area]) -> Area:
        match condition:
            case Within():
                return self._range(condition)
            case Either(parts):
                return tuple(span for part in parts for span in self._range(part))
            case Against(standing, _):
                return self._standing(standing)
            case Otherwise():
                return complement(taken)
            case Saying(text) if _ZERO_WORDS.search(text):
                return (Span(Fraction(0), True, Fraction(0), True),)
            case _:
                raise UnboundError("数值标准里夹有文字条件", "把文字条件改写成数值条件，或另列一条指标")

    def _range(self, within: Within) -> Area:
        low_in, high_in = within.low_in, within.high_in
        match within.measure:
            case "" | "late" if not (within.measure == "late" and self.variable.goal):
                if within.measure == "" and naming.deviation(within.subject) and self._apart(within):
                    return self._off(within)
                low = None if within.low is None else self._in(within.low)
                high = None if within.high is None else self._in(within.high)
                if within.measure == "late" and low is None:
                    return (Span(Fraction(0), False, high, high_in),)
                return self._extended(Span(low, low_in, high, high_in), within)
            case "share":
                share = self._goal() / 100
                if self.variable.unit == "%" and share != 1:
                    share = self._share_of_rate(share)
                low = None if within.low is None else within.low.value * share
                high = None if within.high is None else within.high.value * share
                return (Span(low, low_in, high, high_in),)
            case "over" | "late":
                return (self._beyond(within, Fraction(1)),)
            case "short":
                return (self._beyond(within, Fraction(-1)),)
            case "off":
                return self._off(within)
            case "loose":
                assert within.low is not None  # noqa: S101
                if self._inherits_short():
                    return (self._beyond(replace(within, measure="short"), Fraction(-1)),)
                if self.setting.pick("percent", ("off-target", "of-target"), None) == "off-target":
                    return (self._beyond(within, Fraction(-1)),)
                return (Span(None, True, within.low.value * self._goal() / 100, False),)
            case "down" | "up":
                changed = self.variable.need is not None and self.variable.need.measure.startswith("change")
                if changed or self.variable.goal is None:
                    low = None if within.low is None else self._in(within.low)
                    high = None if within.high is None else self._in(within.high)
                    return (Span(low, low_in, high, high_in),)
                return (self._beyond(within, Fraction(-1 if within.measure == "down" else 1)),)
            case _:
                raise UnboundError("条件没有读懂")

    def _share_of_rate(self, share: Fraction) -> Fraction:
        """完成任务80%以上 where the row is a rate itself: the rate, if the tiers name the target; else two readings."""
        named = {q.value for w in self._quantities() if w.measure == "share" for q in (w.low, w.high) if q}
        if self.variable.goal in named or self.setting.pick("rate", ("actual", "of-target"), None) == "actual":
            return Fraction(1)
        return share

    def _extended(self, span: Span, within: Within) -> Area:
        """A tolerance line of its own (低于5%的 after 低于目标值5%以内的) is counted like the line before."""
        if within.measure == "" and self._inherits_short() and self.variable.unit != "%" and within.high is not None and canonical(within.high.unit) == "%":
            return (self._beyond(Within(within.high, False, measure="short"), Fraction(-1)),)
        return (span,)

    def _inherits_short(self) -> bool:
        return any(w.measure == "short" for w in self._quantities())

    def _apart(self, within: Within) -> bool:
        """Whether a deviation named in a condition is not the row's own quantity."""
        goal = self.variable.goal
        if goal is None:
            return False
        ends = {q.value for q in (within.low, within.high) if q is not None}
        if self.variable.unit == "%" and self.goal.sign in ("≤", "<"):
            return False
        return goal not in ends

    def _beyond(self, within: Within, side: Fraction) -> Span:
        goal = self._goal()
        near = None if within.low is None else goal + side * self._distance(within.low)
        far = None if within.high is None else goal + side * self._distance(within.high)
        near_in = within.low_in
        if near is None:
            near, near_in = goal, False
        if side > 0:
            return Span(near, near_in, far, within.high_in)
        return Span(far, within.high_in, near, near_in)

    def _off(self, within: Within) -> Area:
        if self.between:
            low = None if within.low is None else self._in(within.low)
            high = None if within.high is None else self._in(within.high)
            return (Span(low, within.low_in, high, within.high_in),)
        goal = self._goal()
        low = None if within.low is None or within.low.value <= 0 else self._distance(within.low)
        high = None if within.high is None else self._distance(within.high)
        if low is None:
            assert high is not None  # noqa: S101
            return (Span(goal - high, within.high_in, goal + high, within.high_in),)
        below = Span(None if high is None else goal - high, within.high_in, goal - low, within.low_in)
        above = Span(goal + low, within.low_in, None if high is None else goal + high, within.high_in)
        return (below, above)

    def _standing(self, standing: str) -> Area:
        if standing in ("inside", "outside"):
            if self.tolerance is None:
                raise UnboundError("没有写明误差范围", "写明允许误差是多少")
            return self.tolerance if standing == "inside" else complement([self.tolerance])
        if standing == "negative":
            return (Span(None, True, Fraction(0), False),)
        goal = self._goal()
        below, above = Span(None, True, goal, False), Span(goal, False, None, True)
        match standing:
            case "worse-high":
                return (above,)
            case "worse-low":
                return (below,)
            case "equal":
                return (Span(goal, True, goal, True),)
            case "unequal":
                return (below, above)
            case "better":
                return (above,) if self.direction != "down" else (below,)
        met = self._met(goal)
        return met if standing == "met" else complement([met])

    def _met(self, goal: Fraction) -> Area:
        sign = self.goal.sign
        if sign == "=" and self.goal.high is not None:
            return (Span(goal, True, self.goal.high, True),)
        if sign == "=" and self.direction == "equal":
            if self.setting.pick("equality", ("at-least", "exact"), None) == "exact":
                return (Span(goal, True, goal, True),)
            return (Span(goal, True, None, True),)
        if self.direction == "down":
            return (Span(None, True, goal, sign != "<"),)
        return (Span(goal, sign != ">", None, True),)

    # -- outcomes ------------------------------------------------------------------------------------------

    def _amount(self, amount: Amount) -> Fraction:
        if amount.of is not None and amount.of != self.points:
            if self.setting.pick("points", ("written", "row"), None) == "row":
                amount = replace(amount, of=None)
        value = amount.value(self.points)
        if value is None:
            raise UnboundError("只给了分值区间", "写明区间内怎样定分")
        return value

    def _award(self, amount: Amount) -> Fraction | None:
        if amount.high is not None:
            return None
        value = amount.value(self.points)
        if value is None:
            return None
        return value if amount.manner == "award" else self.points - value if amount.manner == "deduct" else None

    def _base(self) -> Fraction:
        """The points from which changes count: what meeting the target gives."""
        for statement in self.statements:
            if isinstance(statement.condition, Against) and statement.condition.standing in ("met", "equal", "inside") and isinstance(statement.outcome, Amount):
                value = self._award(statement.outcome)
                if value is not None:
                    return value
        awards = [
            value
            for s in self.statements
            if isinstance(s.outcome, Amount) and s.outcome.manner == "award" and (value := self._award(s.outcome)) is not None
        ]
        best = max(awards, default=Fraction(0))
        return best if best > 0 else self.points

    def _reference(self, step: PerStep, condition: object, clauses: list[Clause]) -> tuple[Fraction, Fraction]:
        """Where the steps count from, and the points there."""
        goal = self.variable.goal
        side = self._side(step)
        if step.from_target:
            return self._goal(), self._base_at(self._goal(), clauses)
        ends = {span.low if side > 0 else span.high for c in clauses if c.award for span in c.area} - {None}
        if isinstance(condition, Within | Either):
            spans = self._area(condition, [])
            own = spans[0].low if side > 0 else spans[-1].high
            if own is None or (isinstance(condition, Within) and not condition.measure and self._limits_only(condition, side)):
                edges = {span.high if side > 0 else span.low for c in clauses if c.award for span in c.area} - {None}
                if len(edges) == 1:
                    edge = edges.pop()
                    assert edge is not None  # noqa: S101
                    return edge, self._base_at(edge, clauses)
                return self._goal(), self._base()
            near = {span.high if side > 0 else span.low for c in clauses if c.award for span in c.area}
            if own == goal or own in near or goal is None or side > 0:
                return own, self._base_at(own, clauses)
            if self.setting.pick("reference", ("threshold", "target"), None) == "threshold":
                return own, self._base_at(own, clauses)
            return goal, self._base()
        del ends
        standards = [s.condition for s in self.statements if s.outcome is None and isinstance(s.condition, Within)]
        near_ends = [
            span.high if side > 0 else span.low
            for c in clauses
            if c.award
            for span in c.area
            if (span.high if side > 0 else span.low) is not None
        ]
        if near_ends:
            edge = (max if side > 0 else min)(e for e in near_ends if e is not None)
            return edge, self._base_at(edge, clauses)
        if standards and self.tolerance is None:
            spans = self._range(standards[-1])
            own = spans[0].high if side > 0 else spans[0].low
            if own is not None:
                return own, self._base()
        return self._goal(), self._base()

    def _limits_only(self, condition: Within, side: int) -> bool:
        """A condition such as 不超过1%的 bounds where the steps run, it is not where they start."""
        return (side > 0 and condition.low is None) or (side < 0 and condition.high is None)

    def _base_at(self, edge: Fraction, clauses: list[Clause]) -> Fraction:
        best = [
            c.award
            for c in clauses
            if c.award is not None and any(span.covers(Piece(point=edge)) is not False or edge in (span.low, span.high) for span in c.area)
        ]
        return max(best, default=self._base()) or self._base()

    def _side(self, step: PerStep) -> int:
        """1 where larger values cost (or earn), -1 where smaller ones do."""
        match step.kind:
            case "short":
                return -1
            case "over" | "late":
                return 1
            case _:
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
        whole = is_counted(self.variable.unit) and size == 1 and (self.variable.goal is None or self.variable.goal.denominator == 1)
        if whole:
            return steps
        mode = fixed
        if mode is None:
            self.steps_open = True
            mode = self.setting.pick("part-of-step", ("proportional", "whole", "started"), self.setting.conventions.part_of_step)  # type: ignore[assignment]
        return steps if mode == "proportional" else Whole(steps, up=mode == "started")

    def _stepped(self, step: PerStep, condition: object, clauses: list[Clause]) -> tuple[Area, Term]:
        variable = self.variable.term
        each = self._amount(step.amount)
        tolerance = self.tolerance
        if isinstance(condition, Against) and condition.standing == "outside" and tolerance is not None:
            span = tolerance[0]
            gap: Term = Greatest((minus(number(span.low or 0), variable), minus(variable, number(span.high or 0))))
            return complement([tolerance]), minus(number(self._base()), times(number(each), self._count(gap, step)))
        if step.kind == "off" or (isinstance(condition, Within) and condition.measure == "off") or self._two_sided(condition, clauses):
            return self._around(step, each, clauses)
        side = self._side(step)
        reference, base = self._reference(step, condition, clauses)
        if step.amount.manner == "award":
            base, reference = Fraction(0), Fraction(0)
        gap = minus(variable, number(reference)) if side > 0 else minus(number(reference), variable)
        cost = times(number(each), self._count(gap, step))
        plus = step.amount.manner != "deduct"
        if plus:
            most = next((e.points for e in self.limits if e.bound == "most-on" and e.points is not None), None)
            cost = cost if most is None else Least((number(most), cost))
        else:
            most = next((e.points for e in self.limits if e.bound == "most-off" and e.points is not None), None)
            cost = cost if most is None else Least((number(most), cost))
        term = add(number(base), cost) if plus else minus(number(base), cost)
        if isinstance(condition, Within | Either):
            area = self._area(condition, [])
        elif side > 0:
            area = (Span(reference, False, None, True),)
        else:
            area = (Span(None, True, reference, False),)
        return area, term

    def _two_sided(self, condition: object, clauses: list[Clause]) -> bool:
        """A step without side after a band around the target counts on both sides of it."""
        return condition is None and any(
            c.award and c.statement is not None and isinstance(c.statement.condition, Within) and len(c.area) == 1
            and c.area[0].low is not None and c.area[0].high is not None and self.variable.goal is not None
            and c.area[0].high - self.variable.goal == self.variable.goal - c.area[0].low and c.area[0].low != c.area[0].high
            and (c.statement.condition.measure == "off" or naming.deviation(c.statement.condition.subject))
            for c in clauses
        )  # fmt: skip

    def _around(self, step: PerStep, each: Fraction, clauses: list[Clause]) -> tuple[Area, Term]:
        goal = self._goal()
        band = next((c.area[0] for c in clauses if c.award and c.area and c.area[0].low is not None and c.area[0].high is not None), None)
        low, high = (band.low or goal, band.high or goal) if band is not None else (goal, goal)
        gap = Greatest((minus(number(low), self.variable.term), minus(self.variable.term, number(high))))
        term = minus(number(self._base()), times(number(each), self._count(gap, step)))
        return (Span(None, True, low, False), Span(high, False, None, True)), term

    def _prorata(self, share: Prorata, condition: object) -> Term:
        of = share.of if share.of is not None else self._share_of(condition)
        reference = self._goal()
        if isinstance(condition, Within) and not condition.measure and not condition.exact:
            end = condition.high if self.direction != "down" else condition.low
            if end is not None:
                reference = self._in(end)
        x = self.variable.term
        if reference == 0:
            return number(0)
        if self.direction == "equal":
            raise UnboundError("指标值为等于，比例的方向不明", "写明超过目标时怎样计分")
        if self.direction != "down":
            return times(number(of), over(x, number(reference)))
        mirror = share.excess or self.setting.pick("negative-ratio", ("target-over-actual", "mirror"), self.setting.conventions.negative_ratio) == "mirror"
        if mirror:
            return times(number(of), minus(number(2), over(x, number(reference))))
        return times(number(of * reference), over(number(1), x))

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
        return self._base()

    # -- all together --------------------------------------------------------------------------------------

    def program(self) -> Program:
        """Lower the rule in the reading under way."""
        opposite = self._opposite()
        clauses: list[Clause] = []
        pending: list[Statement] = []
        for statement in self.statements:
            if isinstance(statement.outcome, Amount) and not isinstance(statement.condition, Otherwise):
                clause = self._tier(statement)
                if clause is not None:
                    clauses.append(clause)
            elif statement.outcome is not None:
                pending.append(statement)
        clauses = self._and_so_on(self._best_is_open(clauses))
        for statement in pending:
            clauses.append(self._rest(statement, clauses))
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
        return Program(
            raw, low, high, needs, single=self.names.single(self.variable), variable=self.variable.term, goal=self.variable.goal,
            direction=self.direction, stated_floor=any(e.bound == "floor" for e in self.limits),
            stated_cap=any(e.bound in ("cap", "most-on") for e in self.limits), steps=self.steps_open,
            counted=is_counted(self.variable.unit),
        )  # fmt: skip

    def bounds(self) -> tuple[Fraction | None, Fraction | None]:
        """Floor and cap."""
        low: Fraction | None = Fraction(0)
        high: Fraction | None = self.points
        for limit in self.limits:
            if limit.bound == "below-zero":
                low = None
            elif limit.bound == "uncapped":
                high = None
            elif limit.bound == "cap" and limit.points is not None:
                high = limit.points if high is None else min(high, limit.points)
            elif limit.bound == "least" and limit.points is not None:
                low = limit.points
        return low, high

    def _opposite(self) -> bool:
        sign = self.goal.sign
        steps = [
            s.outcome
            for s in self.statements
            if isinstance(s.outcome, PerStep) and s.outcome.kind in ("short", "over") and s.outcome.amount.manner == "deduct"
        ]
        kinds = {s.kind for s in steps}
        return (sign in ("≥", ">") and kinds == {"over"}) or (sign in ("≤", "<") and kinds == {"short"} and self.goal.value != 0)

    def _tier(self, statement: Statement) -> Clause | None:
        amount = statement.outcome
        assert isinstance(amount, Amount)  # noqa: S101
        if statement.condition is None:
            raise UnboundError("得分没有条件", "写明得分的条件", statement.span)
        area = self._area(statement.condition, [])
        label = statement.say()
        if amount.high is not None:
            return Clause(area, Nothing("这一档只给了分值区间", "range"), label, None, span=statement.span, statement=statement)
        value = self._amount(amount)
        subject = statement.condition.subject if isinstance(statement.condition, Within) else ""
        period = _PERIODIC.search(subject)
        full = amount.manner == "award" and value >= self.points
        if period and not full and period[0] not in self.goal.text:
            return Clause(area, Nothing(f"“{period[0]}”分别计算，只有一个数", "period"), label, None, deducts=True, span=statement.span, statement=statement)
        match amount.manner:
            case "award":
                return Clause(area, number(value), label, value, span=statement.span, statement=statement)
            case "deduct":
                return Clause(area, number(self._base() - value), label, None, deducts=True, span=statement.span, statement=statement)
            case _:
                return Clause(area, number(self._base() + value), label, None, span=statement.span, statement=statement)

    def _rest(self, statement: Statement, clauses: list[Clause]) -> Clause:
        outcome, condition = statement.outcome, statement.condition
        label = statement.say()
        taken = [c.area for c in clauses]
        if isinstance(outcome, PerStep):
            inner = condition
            area, term = self._stepped(outcome, None if isinstance(condition, Against | Otherwise | Saying) and not (isinstance(condition, Against) and condition.standing == "outside") else inner, clauses)
            if outcome.period and outcome.period not in self.goal.text:
                term = Nothing(f"“{outcome.period}”分别计算，只有一个全年数", "period")
            return Clause(area, term, label, None, deducts=outcome.amount.manner == "deduct", span=statement.span, statement=statement)
        if condition is None:
            area = (Span(),)
        elif isinstance(condition, Otherwise):
            area = complement(taken)
        else:
            area = self._area(condition, taken)
        if isinstance(outcome, Prorata):
            term: Term = self._prorata(outcome, condition)
        elif isinstance(outcome, Formula):
            self.names.check_sign(outcome)
            term = self.names.score(outcome, self.variable)
        else:
            assert isinstance(outcome, Amount)  # noqa: S101
            value = self._amount(outcome)
            paid = value if outcome.manner == "award" else self._base() - value
            return Clause(area, number(paid), label, paid if outcome.manner == "award" else None, deducts=outcome.manner == "deduct", span=statement.span, statement=statement)
        return Clause(area, term, label, None, span=statement.span, statement=statement)

    def _best_is_open(self, clauses: list[Clause]) -> list[Clause]:
        """The best tier of one number (100%计20分) goes on towards the better side: more never earns less."""
        if self.direction not in ("up", "down"):
            return clauses
        best = max((c.award for c in clauses if c.award is not None), default=None)
        opened: list[Clause] = []
        for clause in clauses:
            point = clause.area[0].low if len(clause.area) == 1 else None
            lone = point is not None and clause.area == (Span(point, True, point, True),)
            better = [c for c in clauses if c is not clause and any(self._beats(s, point) for s in c.area if s.low == s.high)] if lone else []
            if lone and clause.award == best and best and not better:
                span = Span(point, True, None, True) if self.direction == "up" else Span(None, True, point, True)
                clause = replace(clause, area=(span,))  # noqa: PLW2901
            opened.append(clause)
        return opened

    def _beats(self, span: Span, point: Fraction | None) -> bool:
        if point is None or span.low is None:
            return False
        return span.low > point if self.direction == "up" else span.low < point

    def _and_so_on(self, clauses: list[Clause]) -> list[Clause]:
        if not any(isinstance(e, AndSoOn) for e in self.template.elements):
            return clauses
        listed = [c for c in clauses if isinstance(c.term, Number) and len(c.area) == 1 and c.area[0].low is not None]
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
        while len(extended) < 64 and 0 <= value and value <= max(self.points, self._base() + self.points) and low > 0:
            high = low + abs(pace) if ranged else b.high if b.high is None else low
            extended.append(Clause((Span(low, b.low_in, high, b.high_in),), number(value), "依次类推", value if value > 0 else None, span=last.span))
            most = next((e.points for e in self.limits if e.bound == "most-on" and e.points is not None), None)
            if ranged and most is not None and value - self._base() >= most:
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
        full = number(self.points)
        outcome: list[tuple[Term, str]] = []
        covered = [n for n, h in enumerate(held) if h is not None]
        if not covered:
            raise UnboundError("没有读出得分条件", "写明得分条件")
        for n, h in enumerate(held):
            if h is not None:
                outcome.append((clauses[h].term, clauses[h].label))
                continue
            shares = any(isinstance(s.outcome, Formula) or (isinstance(s.outcome, Prorata) and not s.outcome.deduct) for s in self.statements)
            if not rewards and not shares:
                counts_up = any(isinstance(s.outcome, PerStep) and s.outcome.amount.manner == "award" for s in self.statements)
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
                    good = self._good_gap(clauses)
                    outcome.append((good, "") if good is not None else (number(0), "差于各档"))
            else:
                outcome.append((Nothing("这个数落在两档之间的空档里", "gap"), ""))
        return self._cases(atoms, outcome)

    def _good_gap(self, clauses: list[Clause]) -> Term | None:
        """Deductions alone outside the covered ground leave the points; a list of awards leaves nothing."""
        deducts = [c for c in clauses if c.deducts]
        awards = [c for c in clauses if c.award]
        if deducts and not awards:
            return number(self.points)
        return None

    def _holder(self, areas: list[Area], clauses: list[Clause], atom: Piece) -> int | None:
        found = holders(areas, atom)
        if not found:
            return None
        if len({(clauses[h.index].term) for h in found}) == 1:
            return found[0].index
        whole = [h for h in found if clauses[h.index].area != (Span(),)]
        found = whole or found
        refining = [h for h in found if _refines(clauses[h.index])]
        if refining and len(refining) < len(found) and all(self._same_ground(h, refining[0]) for h in found):
            found = refining
        if len(found) == 1:
            return found[0].index
        if atom.point is not None:
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
            test = Compare(variable, "≤", number(atom.point)) if atom.point is not None else Compare(variable, "<", number(atom.high or 0))
            cases.append(Case(test, term, label))
        last_term, last_label = outcome[-1]
        return Chosen(tuple(cases), last_term, last_label) if cases else last_term


def _refines(clause: Clause) -> bool:
    """Whether a clause counts from what another one awards."""
    outcome = clause.statement.outcome if clause.statement is not None else None
    return isinstance(outcome, PerStep) or (isinstance(outcome, Amount) and outcome.manner != "award")


def lower_numeric(template: Template, setting: Setting) -> Program:
    """Lower a rule over one number."""
    return NumericRule(template, setting).program()
