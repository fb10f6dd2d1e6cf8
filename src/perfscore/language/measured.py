"""What a rule over one number measures: its variable, the target, the direction, quantities in its unit."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.units import canonical, dimension
from perfscore.language import deviations, naming
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Either, Quantity, Within
from perfscore.language.clauses.formula import Definition, Formula
from perfscore.language.clauses.limits import Limit
from perfscore.language.clauses.notes import RANK
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.yes_no import Against, Saying
from perfscore.language.facts import in_unit
from perfscore.language.program import Direction, Measure, Need, Setting, UnboundError
from perfscore.language.regions import Area, Span
from perfscore.language.statements import Statement, Template
from perfscore.language.terms import (
    Absolute,
    Input,
    Product,
    Term,
    minus,
)

_BETWEEN = lazy_pattern(r"(?=.*(?:与|和|同))([^与和同]{2,12})(?:与|和|同)([^与和同]{2,12})")
PERIODIC = lazy_pattern(r"每(?:个)?(?:季度|月|年度?|周|半年)")
ZERO_WORDS = lazy_pattern(
    r"^(?:[^,]{0,6}?)(?:无(?!故|法|效)|没有|零|没|未(?:再|被)?(?:发生|发现|出现|开展|举办|组织|建成|实施|完成|报送|提交|培训|新增|引进|产生|存在|造成|安排|建设|购置|发放|采购|召开|建立))"
)
FULL = Fraction(100)


@frozen
class Clause:
    """A clause bound to the line: where it holds and what it gives there."""

    area: Area
    term: Term
    label: str
    award: Fraction | None = None
    deducts: bool = False
    span: tuple[int, int] = (0, 0)
    statement: Statement | None = None

    @property
    def steps(self) -> bool:
        """Whether it gives or takes points step by step."""
        return self.statement is not None and isinstance(self.statement.outcome, PerStep)

    @property
    def refines(self) -> bool:
        """Whether it counts from what another one awards."""
        outcome = self.statement.outcome if self.statement is not None else None
        return self.steps or (isinstance(outcome, Amount) and outcome.manner != "award")


@frozen
class Variable:
    """The quantity that the clauses compare."""

    term: Term
    unit: str
    goal: Fraction | None
    need: Need | None


class Measured:
    """A rule over one number in one reading: what is measured, and in which unit."""

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
        if deviations.unsigned(self) and self.variable.need is not None:
            self.variable = replace(self.variable, need=replace(self.variable.need, unsigned=True))
        self.tolerance = self._tolerance()
        self.steps_open = False
        #: What a condition before a step names as the standard.
        self.standard: Fraction | None = None

    # -- what is measured -------------------------------------------------------------------------------

    def quantities(self) -> list[Within]:
        """Every range that a condition names."""
        found: list[Within] = []
        for statement in self.statements:
            condition = statement.condition
            if isinstance(condition, Within):
                found.append(condition)
            elif isinstance(condition, Either):
                found += condition.parts
        return found

    def _variable(self) -> Variable:
        if RANK.search(self.goal.text):
            raise UnboundError("指标值是排名，要知道全体才能比较", "写明要达到的数值")
        ranges = self.quantities()
        steps = [s.outcome for s in self.statements if isinstance(s.outcome, PerStep)]
        between = next((m for w in ranges if w.measure == "off" and (m := _BETWEEN.fullmatch(w.subject))), None)
        if between is not None:
            self.between = True
            unit = next((canonical(q.unit) for w in ranges for q in (w.low, w.high) if q), "")
            self.names.unknown = (between[1], between[2])
            return Variable(Absolute(minus(Input(between[1]), Input(between[2]))), unit, Fraction(0), None)
        delays = [w for w in ranges if w.measure in ("late", "early")]
        late = bool(delays) or any(p.kind == "late" for p in steps)
        timed = self.goal.value is not None and dimension(self.goal.unit) in ("time", "workdays", "months")
        if late and not timed and not self._time_taken(ranges):
            units = [q.unit for w in delays for q in (w.low, w.high) if q]
            units += [p.step.unit for p in steps if p.kind == "late"]
            if any(w.measure not in ("late", "early", "around") for w in ranges):
                raise UnboundError("既有时间条件又有数值条件，需要两个数", "分别写成两条指标")
            unit = canonical(next(filter(None, units), "天"))
            return Variable(Input("逾期"), unit, Fraction(0), Need("逾期", unit=unit, measure="late"))
        against_only = all(w.measure in ("over", "short") for w in ranges) and bool(ranges)
        if self.goal.value is None and against_only:
            return Variable(Input("超出比例"), "%", Fraction(0), Need("超出比例", unit="%", measure="excess"))
        defined = self.names.defined_variable(ranges)
        if defined is not None:
            return defined
        return self._plain(ranges, steps)

    def _time_taken(self, ranges: list[Within]) -> bool:
        """Whether the limit itself is a time (收到批复后15日内办结得满分,每推迟1天…): what it took is the quantity."""
        ends = [q for w in ranges for q in (w.low, w.high) if q is not None]
        times = all(dimension(canonical(q.unit)) in ("time", "workdays", "months") for q in ends)
        return bool(ends) and times and self.goal.value is None and all(w.measure == "" for w in ranges)

    def _plain(self, ranges: list[Within], steps: list[PerStep]) -> Variable:
        unit = self.goal.unit
        shown = [
            canonical(q.unit)
            for w in ranges
            if w.measure in ("", "around")
            for q in (w.low, w.high)
            if q and q.unit
        ]
        if not unit or self.goal.value is None:
            unit = unit or next((u for u in shown if u != "百分点"), "")
            if not unit:
                plain = [canonical(p.step.unit) for p in steps]
                unit = next(("%" if u == "百分点" else u for u in plain if u), "")
        subjects = [w.subject for w in ranges if w.subject] + [p.subject for p in steps if p.subject]
        formulas = bool(self.names.used)
        name = (
            self.names.own_name
            if formulas
            else next((s for s in subjects if 1 < len(s) <= 20), "") or "实际完成值"
        )
        measure = self._change(
            [*subjects, *(s.condition.text for s in self.statements if isinstance(s.condition, Saying))]
        )
        spoken = self.goal.value is None and bool(self._changes_only())
        need = Need(name, unit=unit, target=self.goal.value, measure=measure, spoken=spoken)
        return Variable(Input(name), unit, self.goal.value, need)

    def _change(self, subjects: list[str]) -> Measure:
        texts = "".join(subjects) + "".join(self.names.used)
        negative = [
            s.condition.text
            for s in self.statements
            if isinstance(s.condition, Against) and s.condition.standing == "negative"
        ]
        if self.goal.change:
            return "change-down" if self.goal.change == "down" else "change-up"
        if self.goal.value is None and (way := self._changes_only()):
            return "change-down" if way == "down" else "change-up"
        if any("负增长" in said for said in negative):
            return "change-up"
        if re.search(r"下降(?:率|比例|幅度|目标)|降幅|降低率|减少率", texts) or negative:
            return "change-down"
        if re.search(r"增长率|增幅|提高率|上升率|提升率", texts):
            return "change-up"
        return "value"

    def _changes_only(self) -> str:
        """The better way of a rule whose conditions are all changes against a base: that of its best award."""
        paid = [
            (value, s.condition.measure)
            for s in self.statements
            if isinstance(s.condition, Within)
            and isinstance(s.outcome, Amount)
            and (value := self._award(s.outcome)) is not None
        ]
        measures = [w.measure for w in self.quantities()]
        if not paid or not all(m in ("up", "down") for m in measures) or len(set(measures)) < 2:
            return ""
        return max(paid)[1]

    def _tolerance(self) -> Area | None:
        for statement in self.statements:
            condition = statement.condition
            if (
                statement.outcome is None
                and isinstance(condition, Within)
                and re.search(r"误差|偏差", condition.subject)
                and condition.low is None
                and condition.high is not None
            ):
                reach = self._distance(condition.high)
                goal = self._goal()
                return (Span(goal - reach, True, goal + reach, True),)
        return None

    def _direction(self) -> Direction:
        sign = self.goal.sign
        if self.definitions and isinstance(self.variable.term, Product) and self.variable.goal == 0:
            return "down" if not any(w.low is not None and w.low.value < 0 for w in self.quantities()) else "equal"
        if self.between:
            return "down"
        if re.match(r"第\d", self.goal.text) or self.goal.unit in ("位次", "名次"):
            return "down"
        if self.variable.need is not None and self.variable.need.measure in ("late", "excess"):
            shorts = any(w.measure == "short" for w in self.quantities())
            return "up" if shorts and not any(w.measure == "over" for w in self.quantities()) else "down"
        if sign in ("≥", ">") or (self.goal.value is None and self._changes_only()):
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
            return "up" if self.goal.unit == "%" and self.goal.value == FULL else "equal"
        for statement in self.statements:
            condition = statement.condition
            if isinstance(condition, Against) and condition.standing == "worse-high":
                return "down"
            if isinstance(condition, Against) and condition.standing in ("unequal", "equal", "inside", "outside"):
                return "equal"
        if any(w.measure == "off" for w in self.quantities()):
            return "equal"
        return (
            "up"
            if any(
                isinstance(s.outcome, Prorata | Formula) or isinstance(s.condition, Against)
                for s in self.statements
            )
            else ""
        )

    def _monotone(self) -> Direction:
        """The direction that the tiers themselves show."""
        seen: list[tuple[Fraction, Fraction]] = []
        for statement in self.statements:
            condition, outcome = statement.condition, statement.outcome
            if (
                not isinstance(condition, Within)
                or not isinstance(outcome, Amount)
                or condition.measure not in ("", "around")
            ):
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

    def _end(self, side: int) -> Fraction:
        """The end of the target that a gap on one side counts from: a range has two."""
        high = self.goal.high
        own = self.variable.need is not None and self.variable.goal == self.goal.value
        return high if side > 0 and high is not None and own else self._goal()

    def _in(self, quantity: Quantity) -> Fraction:
        """A quantity of a condition as a value of the variable."""
        unit = canonical(quantity.unit)
        mine = self.variable.unit
        if unit in ("%", "百分点"):
            if mine in ("%", "百分点", ""):
                return quantity.value
            if mine in ("比例", "系数", "指数"):
                return quantity.value / 100
            return quantity.value * self._goal() / 100
        small = not unit and 0 < quantity.value <= Fraction(3, 2)
        if small and mine == "%" and (self.goal.fraction or self._bare_ratio()):
            return quantity.value * 100
        if small and mine != "%" and self._bare_ratio() and (self.variable.goal or 0) > FULL / 50:
            raise UnboundError("条件里的小数没有写明是什么的比率", "写成百分数，并写明是哪一个比率")
        found = in_unit(quantity.value, quantity.unit, mine)
        if found is None:
            raise UnboundError(f"条件的单位“{quantity.unit}”与指标的单位“{mine}”不同", "统一单位")
        return found

    def _bare_ratio(self) -> bool:
        """Whether the bare numbers of the conditions are shares of one: 0.8, 1."""
        bare = [q.value for w in self.quantities() for q in (w.low, w.high) if q is not None and not q.unit]
        return bool(bare) and all(b <= Fraction(3, 2) for b in bare) and (
            any(b.denominator != 1 for b in bare) or bool(self.definitions) or any("/" in w.subject for w in self.quantities())
        )  # fmt: skip

    def _distance(self, quantity: Quantity) -> Fraction:
        """A distance from the target, in the variable's unit."""
        unit = canonical(quantity.unit)
        mine = self.variable.unit
        if unit in ("%", "百分点"):
            if mine in ("%", "百分点"):
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

    def _amount(self, amount: Amount) -> Fraction:
        other = amount.of is not None and amount.of != self.points
        if other and self.setting.pick("points", ("written", "row"), None) == "row":
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
