"""Conditions as areas of the line."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.units import canonical
from perfscore.language import deviations
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Either, Within
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.yes_no import Against, Otherwise, Saying
from perfscore.language.measured import ZERO_WORDS, Measured
from perfscore.language.program import UnboundError
from perfscore.language.regions import Area, Span, complement
from perfscore.language.terms import Input

_FORMER = lazy_pattern(r"上年|去年|上一年|往年|同期|同比|环比|基期|上期|历年|前\d年")
#: Units in which a share is a number of the row itself, and none of its target.
_OF_RATES = ("%", "百分点", "", "比例", "系数", "指数")
_SHARES = lazy_pattern(r"完成|达成|执行|实现|控制率|到位率|目标|计划|任务|预算|进度")


class Areas(Measured):
    """The areas that the conditions of a rule cover."""

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
            case Saying(text) if ZERO_WORDS.search(text):
                return (Span(Fraction(0), True, Fraction(0), True),)
            case _:
                raise UnboundError("数值标准里夹有文字条件", "把文字条件改写成数值条件，或另列一条指标")

    def _range(self, within: Within) -> Area:
        low_in, high_in = within.low_in, within.high_in
        self._same_quantity(within)
        match within.measure:
            case "" | "late" if not (within.measure == "late" and self.variable.goal):
                if within.measure == "" and deviations.named(within.subject) and self._apart(within):
                    return self._off(within)
                if self._beyond_limit(within):
                    return (self._beyond(replace(within, measure="over"), Fraction(1)),)
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
            case "short" | "early":
                return (self._beyond(within, Fraction(-1)),)
            case "off":
                return self._off(within)
            case "around":
                return self._around_area(within)
            case "loose":
                assert within.low is not None  # noqa: S101
                if self._inherits_short():
                    return (self._beyond(replace(within, measure="short"), Fraction(-1)),)
                if self.setting.pick("percent", ("off-target", "of-target"), None) == "off-target":
                    return (self._beyond(within, Fraction(-1)),)
                return (Span(None, True, within.low.value * self._goal() / 100, False),)
            case "down" | "up":
                changed = self.variable.need is not None and self.variable.need.measure.startswith("change")
                if not changed and self.variable.goal is not None:
                    ends = [w.low or w.high for w in self.quantities() if w.measure in ("up", "down")]
                    changed = any(e is not None and e.unit and self._in(e) == self.variable.goal for e in ends)
                    if not changed and _FORMER.search(within.subject):
                        raise UnboundError("与上年相比的幅度不是指标值所说的量", "写明与指标值的关系", None)
                if changed or self.variable.goal is None:
                    low = None if within.low is None else self._in(within.low)
                    high = None if within.high is None else self._in(within.high)
                    span = Span(low, low_in, high, high_in)
                    return (span.turned if self._other_way(within) else span,)
                return (self._beyond(within, Fraction(-1 if within.measure == "down" else 1)),)
            case _:
                raise UnboundError("条件没有读懂")

    def _other_way(self, within: Within) -> bool:
        """Whether a change is the opposite of what the row counts: 增长 where it counts how much less there is."""
        measure = self.variable.need.measure if self.variable.need is not None else "value"
        return measure.startswith("change") and measure != f"change-{within.measure}"

    def _beyond_limit(self, within: Within) -> bool:
        """Whether 超过10% after 每超1% (超过5天 after 每延误1天) goes on counting from the target."""
        goal, low = self.variable.goal, within.low
        if goal is None or goal == 0 or low is None or within.high is not None or within.measure or within.subject:
            return False
        if canonical(low.unit) in ("%", "百分点") and self.variable.unit not in _OF_RATES:
            # Ten percent of a cost is no cost to be punished for: the limit is an excess.
            return self.direction == "down" and low.value < 100 and not self._rewarded(within)
        steps = {
            s.outcome.kind
            for s in self.statements
            if isinstance(s.outcome, PerStep) and s.outcome.amount.manner == "deduct"
        }
        if not steps & {"over", "late"} or self.variable.need is None or self.variable.need.measure != "value":
            return False
        if self._in(low) < goal:
            # Counted from zero, the limit would punish the target itself.
            return True
        if "late" in steps:
            return self.setting.pick("limit", ("from-target", "from-zero"), None) == "from-target"
        return False

    def _rewarded(self, within: Within) -> bool:
        """Whether a condition earns points rather than costing them."""
        outcome = next((s.outcome for s in self.statements if s.condition is within), None)
        return isinstance(outcome, Amount) and outcome.manner == "award" and self._award(outcome) != 0

    def _same_quantity(self, within: Within) -> None:
        """A rate of another name says nothing about an amount: 节约率≥5% is no condition on the cost itself."""
        units = {canonical(q.unit) for q in (within.low, within.high) if q is not None}
        rate = bool(units & {"%", "百分点"}) and self.variable.unit not in _OF_RATES
        if (
            rate
            and within.measure == ""
            and within.subject
            and not _SHARES.search(within.subject)
            and not self._derived()
        ):
            raise UnboundError(f"条件比较的“{within.subject}”不是指标值所说的量", "写明与指标值的关系")

    def _derived(self) -> bool:
        return not isinstance(self.variable.term, Input) or deviations.named(
            "".join(w.subject for w in self.quantities())
        )

    def _share_of_rate(self, share: Fraction) -> Fraction:
        """完成任务80%以上 where the row is a rate itself: the rate, if the tiers name the target; else two readings."""
        named = {q.value for w in self.quantities() if w.measure == "share" for q in (w.low, w.high) if q}
        if self.variable.goal in named or self.setting.pick("rate", ("actual", "of-target"), None) == "actual":
            return Fraction(1)
        return share

    def _extended(self, span: Span, within: Within) -> Area:
        """A tolerance line of its own (低于5%的 after 低于目标值5%以内的) is counted like the line before."""
        if (
            within.measure == ""
            and self._inherits_short()
            and self.variable.unit != "%"
            and within.high is not None
            and canonical(within.high.unit) == "%"
        ):
            return (self._beyond(Within(within.high, False, measure="short"), Fraction(-1)),)
        return (span,)

    def _inherits_short(self) -> bool:
        return any(w.measure == "short" for w in self.quantities())

    def _apart(self, within: Within) -> bool:
        """Whether a deviation named in a condition is not the row's own quantity."""
        goal = self.variable.goal
        if goal is None:
            return False
        if self.goal.high is not None and self.goal.high == -goal:
            # A target of ±N is a deviation itself.
            return False
        ends = {q.value for q in (within.low, within.high) if q is not None}
        if self.variable.unit == "%" and self.goal.sign in ("≤", "<"):
            return False
        return goal not in ends

    def _beyond(self, within: Within, side: Fraction) -> Span:
        goal = self._end(int(side))
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
        return self._beside(within, self._end(-1), self._end(1))

    def _around_area(self, within: Within) -> Area:
        """A deviation to either side: its size where its sign does not count, else both sides of the middle."""
        if not deviations.own(self):
            return self._beside(within, self._end(-1), self._end(1))
        need = self.variable.need
        if need is None or not need.unsigned:
            return self._beside(within, Fraction(0), Fraction(0))
        low = None if within.low is None else self._in(within.low)
        high = None if within.high is None else self._in(within.high)
        return (Span(low, within.low_in, high, within.high_in),)

    def _beside(self, within: Within, goal: Fraction, far: Fraction) -> Area:
        """So far from the nearer of two ends."""
        low = None if within.low is None or within.low.value <= 0 else self._distance(within.low)
        high = None if within.high is None else self._distance(within.high)
        if low is None and high is None:
            raise UnboundError("偏差的范围只写了一端", "写明偏差的两端")
        if low is None:
            assert high is not None  # noqa: S101 - one of the two is there
            return (Span(goal - high, within.high_in, far + high, within.high_in),)
        below = Span(None if high is None else goal - high, within.high_in, goal - low, within.low_in)
        above = Span(far + low, within.low_in, None if high is None else far + high, within.high_in)
        return (below, above)

    def _standing(self, standing: str) -> Area:
        if standing in ("inside", "outside"):
            if self.tolerance is None:
                raise UnboundError("没有写明误差范围", "写明允许误差是多少")
            return self.tolerance if standing == "inside" else complement([self.tolerance])
        if standing == "negative":
            return (Span(None, True, Fraction(0), False),)
        goal, far = self._end(-1), self._end(1)
        below, above = Span(None, True, goal, False), Span(far, False, None, True)
        match standing:
            case "worse-high":
                return (above,)
            case "worse-low":
                return (below,)
            case "equal":
                return (Span(goal, True, far, True),)
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
        if any(w.measure == "early" and w.low is not None and w.low.value == 0 for w in self.quantities()):
            return (
                Span(goal, True, goal, True),
            )  # 提前完成得10分,按时完成得8分: in time is neither early nor late
        if self.direction == "down":
            return (Span(None, True, goal, sign != "<"),)
        return (Span(goal, sign != ">", None, True),)
