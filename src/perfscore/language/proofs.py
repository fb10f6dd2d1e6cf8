"""The proofs themselves: a rule over one number as an exact piecewise function."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from perfscore.core.numbers import plain, to_decimal
from perfscore.core.rational import rational
from perfscore.core.units import dimension, is_counted
from perfscore.language.clauses.amounts import NONE, Amount
from perfscore.language.clauses.conditions import Within
from perfscore.language.clauses.formula import Formula
from perfscore.language.clauses.limits import Limit
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.cuts import Part
from perfscore.language.deviations import named
from perfscore.language.piecewise import Function, Ratio, Value, bounded, clip, extreme, function, on
from perfscore.language.problem import Problem, ProblemKind
from perfscore.language.program import Branch, Need, OnRow
from perfscore.language.regions import Piece
from perfscore.language.statements import Statement
from perfscore.language.terms import Input, Nothing


def at(rule: OnRow, statement: Statement | None, kind: ProblemKind, message: str, *numbers: Fraction) -> Problem:
    """A problem at a clause, with its words."""
    span = statement.span if statement is not None else None
    words = rule.raw[span[0] : span[1]] if span else ""
    return Problem(kind, message, words, span, tuple(to_decimal(n) for n in numbers))


def _deducts(rule: OnRow) -> Statement | None:
    return next(
        (
            s
            for s in rule.template.statements
            if isinstance(s.outcome, PerStep) and s.outcome.amount.manner == "deduct"
        ),
        None,
    )


def _floored(rule: OnRow) -> bool:
    return any(
        isinstance(e, Limit) and e.bound in ("floor", "most-off", "least", "below-zero")
        for e in rule.template.elements
    )


def floor_by_words(rule: OnRow) -> list[Problem]:
    """Deductions without a stated floor."""
    statement = _deducts(rule)
    gated = any(s.outcome == NONE for s in rule.template.statements)
    if statement is None or _floored(rule) or gated:
        return []
    return [at(rule, statement, "no-floor", "扣分没有写明下限，按扣到0分为止计")]


class Proof:
    """The proofs of a rule over one number."""

    def __init__(self, rule: OnRow, branch: Branch, need: Need) -> None:
        self.rule = rule
        self.program = branch.program
        self.points = rational(rule.points)
        self.need = need
        self.goal = rule.goal
        self.raw = function(self.program.raw)
        #: The function of every branch between its bounds, once it was asked for.
        self._bounded: dict[int, Function] = {}
        self.score = self._score(branch)
        self.low, self.high = self._domain()
        # A distance from the target falls and rises again: no side is the better one.
        derived = not isinstance(self.program.variable, Input) and not self._rising()
        self.direction = "" if derived or self._two_sided() else self.program.direction
        self.counted = (need.kind == "count" or is_counted(need.unit)) and need.measure != "late"
        self.parts = clip(self.score, self.low, self.high)
        self.target = self._target()
        self.unit = need.unit

    def _score(self, branch: Branch) -> Function:
        program = branch.program
        if id(program) not in self._bounded:
            raw = self.raw if program is self.program else function(program.raw)
            self._bounded[id(program)] = bounded(raw, program.low, program.high)
        return self._bounded[id(program)]

    def _domain(self) -> tuple[Fraction | None, Fraction | None]:
        """Feasible actual values: none below zero, unless the rule itself, a change or a difference speaks of them."""
        breaks = self.raw.ends
        # A number of percentage points is the difference of two rates.
        differs = self.need.measure.startswith("change") or dimension(self.need.unit) == "points"
        signed = differs or self.need.measure == "excess" or any(b < 0 for b in breaks)
        zero_edge = any(b == 0 for b in breaks) and self.need.unit == "%" and self.program.direction == "up"
        return (None if signed or zero_edge else rational(0)), None

    def _two_sided(self) -> bool:
        """Whether both sides of the target are worse: a range, or words that take off on either side."""
        if self.goal.high is not None and self.goal.high != self.goal.value:
            return True
        statements = self.rule.template.statements
        steps = [s.outcome for s in statements if isinstance(s.outcome, PerStep)]
        costs = {step.kind for step in steps if step.amount.manner == "deduct"}
        ranges = [s.condition for s in statements if isinstance(s.condition, Within)]
        measures = {within.measure for within in ranges}
        beside = self.goal.unit != "%" and any(named(within.subject) for within in ranges)
        return beside or bool(measures & {"off", "around"}) or "off" in costs or {"short", "over"} <= costs

    def _rising(self) -> bool:
        """Whether the compared quantity grows with the actual."""
        if self.program.variable is None:
            return False
        return all(
            isinstance(p.value, Ratio) and p.value.slope() > 0
            for p in function(self.program.variable).parts
            if p.piece.point is None
        )

    def _bonus(self) -> bool:
        def adds(outcome: object) -> bool:
            amount = outcome.amount if isinstance(outcome, PerStep) else outcome
            return isinstance(amount, Amount) and amount.manner == "add"

        return any(adds(s.outcome) for s in self.rule.template.statements)

    def _target(self) -> Fraction | None:
        if self.need.measure == "late":
            return rational(0)
        # What a rule counts from by itself (no events at all) is no target of a row that has none.
        return self.goal.value if self.need.kind == "count" or self.goal.value is None else self.need.target

    def run(self) -> list[Problem]:
        """Every proof."""
        bounds = self._bounds()
        found = [*self._gaps(), *self._overlaps(), *bounds, *self._floor()]
        # A formula that passes the points at the target passes them before it as well: one cause, one problem.
        found += [p for p in self._at_target() if p.kind != "kinder" or not bounds]
        found += self._monotone()
        if not any(p.kind in ("gap", "exceeds-points") for p in found):
            found += self._reach()
        return found

    def _say(self, piece: Piece) -> str:
        unit = self.unit

        def number(x: Fraction) -> str:
            return f"{plain(x, 4)}{unit}"

        if piece.point is not None:
            return f"{number(piece.point)}"
        if piece.low is None:
            return f"低于{number(piece.high or rational(0))}"
        return (
            f"高于{number(piece.low)}" if piece.high is None else f"{number(piece.low)}与{number(piece.high)}之间"
        )

    def _feasible(self, piece: Piece) -> bool:
        if not self.counted:
            return True
        if piece.point is not None:
            return piece.point.denominator == 1
        if piece.low is None or piece.high is None:
            return True
        return piece.low // 1 + 1 < piece.high

    def _ends(self, piece: Piece) -> tuple[Decimal, ...]:
        ends = (piece.point,) if piece.point is not None else (piece.low, piece.high)
        return tuple(to_decimal(e) for e in ends if e is not None)

    def _gaps(self) -> list[Problem]:
        empty = [
            p.piece
            for p in self.parts
            if isinstance(p.value, Nothing) and p.value.kind == "gap" and self._feasible(p.piece)
        ]
        if not empty:
            return []
        listed = "、".join(self._say(p) for p in empty[:3])
        return [Problem("gap", f"{listed}没有得分", numbers=tuple(n for p in empty for n in self._ends(p)))]

    def _overlaps(self) -> list[Problem]:
        branches = self.rule.readings.branches
        for axis in ("tier-end", "overlap"):
            options: dict[str, Function] = {}
            for branch in branches:
                choices = dict(branch.choices)
                if axis in choices and choices.get("part-of-step", "proportional") == "proportional":
                    options.setdefault(choices[axis], self._score(branch))
            if len(options) < 2:
                continue
            one, other = list(options.values())[:2]
            shared: list[tuple[Piece, Ratio, Ratio]] = []
            for part in clip(one, self.low, self.high):
                value, twin = part.value, on(other, part.piece)
                if (
                    isinstance(value, Ratio)
                    and isinstance(twin, Ratio)
                    and value != twin
                    and self._feasible(part.piece)
                ):
                    shared.append((part.piece, value, twin))
            if shared:
                piece, value, twin = shared[0]
                a, b = value.at(piece.middle), twin.at(piece.middle)
                assert a is not None  # noqa: S101 - both are finite where the tiers are
                assert b is not None  # noqa: S101
                where = "、".join(
                    f"{self._say(p)}（{plain(v.at(p.middle) or 0, 4)}分或{plain(w.at(p.middle) or 0, 4)}分）"
                    for p, v, w in shared[:3]
                )
                message = f"有两种得分的数：{where}"
                return [Problem("overlap", message, numbers=(*self._ends(piece), to_decimal(a), to_decimal(b)))]
        return []

    def _bounds(self) -> list[Problem]:
        parts = clip(self.raw, self.low, self.high)
        top = extreme(parts, largest=True)
        if self.program.high is None or (top.value is not None and top.value <= self.points):
            return []
        formula = next((s for s in self.rule.template.statements if isinstance(s.outcome, Formula)), None)
        at_target = self._value(self.raw, self.target)
        if at_target is not None and at_target > self.points:
            if self.program.stated_cap:
                return []
            assert self.target is not None  # noqa: S101
            message = f"完成指标值（{plain(self.target)}{self.unit}）时公式得{plain(at_target, 2)}分，超过分值{plain(self.points)}分"
            return [_number(at(self.rule, formula, "exceeds-points", message), self.target, at_target)]
        if self.program.stated_cap or formula is None or at_target != self.points:
            return []  # a formula that gives less at the target has another fault than a missing cap
        if self.goal.sign == "=":
            return []  # an equality target has no beyond that could earn more
        best = "" if top.value is None else f"，最高{plain(top.value, 2)}分"
        return [at(self.rule, formula, "no-cap", f"超过指标值后公式得分超过分值{best}，没有写明上限")]

    def _value(self, f: Function, x: Fraction | None) -> Fraction | None:
        if x is None:
            return None
        value = on(f, Piece(point=x))
        return value.at(x) if isinstance(value, Ratio) else None

    def _floor(self) -> list[Problem]:
        if _floored(self.rule) or self.program.low is None:
            return []
        if _deducts(self.rule) is not None:
            return floor_by_words(self.rule)
        bottom = extreme(clip(self.raw, self.low, self.high), largest=False)
        if bottom.value is not None and bottom.value >= 0:
            return []
        formula = next((s for s in self.rule.template.statements if isinstance(s.outcome, Formula)), None)
        if formula is None:
            return []
        least = "" if bottom.value is None else f"（最低{plain(bottom.value, 2)}分）"
        return [at(self.rule, formula, "negative", f"公式可得负分{least}，没有写明下限")]

    def _full(self) -> list[Part[Value]]:
        return [p for p in self.parts if isinstance(p.value, Ratio) and p.value.constant == self.points] + [
            p
            for p in self.parts
            if isinstance(p.value, Ratio)
            and p.piece.point is not None
            and p.value.constant is None
            and p.value.at(p.piece.point) == self.points
        ]

    def _at_target(self) -> list[Problem]:
        target, direction = self.target, self.direction
        full = self._full()
        # With a bonus on top, meeting the target is not meant to give everything.
        if self._bonus():
            return []
        if (
            target is None
            or direction not in ("up", "down")
            or not full
            or (self.need.kind == "count" and self.goal.value is None)
        ):
            return []
        piece = Piece(point=target)
        if self.goal.sign in (">", "<"):
            near = next(
                (
                    p.piece
                    for p in self.parts
                    if (p.piece.low == target if direction == "up" else p.piece.high == target)
                ),
                None,
            )
            piece = near or piece
        value = on(self.score, piece)
        reached = value.at(piece.middle) if isinstance(value, Ratio) else None
        ambiguous = self._full_in_some_reading(target)
        if isinstance(value, Nothing) and value.kind != "gap":
            return []
        if reached != self.points and not ambiguous:
            shown = "没有得分" if reached is None else f"只得{plain(reached, 4)}分"
            message = f"达到指标值{plain(target)}{self.unit}时{shown}，不是满分{plain(self.points)}分"
            kind: ProblemKind = "of-a-hundred" if self._of_a_hundred(value, target) else "contradicts-target"
            return [_number(Problem(kind, message), target, *([] if reached is None else [reached]))]
        worse = [p.piece for p in full if _worse(p.piece, target, direction) and self._feasible(p.piece)]
        if worse:
            edges = [e for p in worse for e in (p.low, p.high, p.point) if e is not None]
            if (
                self.low is not None
                and any(p.low is None and p.point is None for p in worse)
                and direction == "up"
            ):
                edges.append(self.low)
            edge = min(edges) if direction == "up" else max(edges)
            message = f"未达到指标值{plain(target, 4)}{self.unit}，{plain(edge, 4)}{self.unit}起就得满分"
            return [_number(Problem("kinder", message), target, edge)]
        return []

    def _of_a_hundred(self, value: Value, target: Fraction) -> bool:
        """Whether a formula says how much of the points each part of a hundred is worth: 得分×分值÷100."""
        if self.unit not in ("%", "分") or not isinstance(value, Ratio) or not value.linear:
            return False
        return 0 < target < 100 and value.b == 0 and value.a * 100 == value.d * self.points

    def _full_in_some_reading(self, target: Fraction) -> bool:
        for branch in self.rule.readings.branches:
            if dict(branch.choices).get("part-of-step", "proportional") != "proportional":
                continue
            if self._value(self._score(branch), target) == self.points:
                return True
        return False

    def _monotone(self) -> list[Problem]:
        direction = self.direction
        if direction not in ("up", "down"):
            return []
        sign = 1 if direction == "up" else -1
        known = [p for p in self.parts if isinstance(p.value, Ratio) and self._feasible(p.piece)]
        last: tuple[Fraction, Fraction] | None = None
        for part in known:
            assert isinstance(part.value, Ratio)  # noqa: S101
            if part.piece.point is None and part.value.slope() * sign < 0:
                a, b = part.piece.middle, part.piece.high if part.piece.high is not None else part.piece.middle + 1
                return [self._rise(a, part.value.at(a), b, part.value.at(b))]
            for x in (part.piece.point if part.piece.point is not None else part.piece.middle,):
                y = part.value.at(x)
                if y is None:
                    continue
                if last is not None and (y - last[1]) * sign < 0:
                    return [self._rise(last[0], last[1], x, y)]
                last = (x, y)
        return []

    def _rise(self, a: Fraction, at_a: Fraction | None, b: Fraction, at_b: Fraction | None) -> Problem:
        y, z = at_a or rational(0), at_b or rational(0)
        worse, better = ((a, y), (b, z)) if self.direction == "up" else ((b, z), (a, y))
        message = f"较差的{plain(worse[0], 4)}{self.unit}得{plain(worse[1], 4)}分，较好的{plain(better[0], 4)}{self.unit}反而得{plain(better[1], 4)}分"
        return _number(Problem("not-monotone", message), worse[0], better[0], worse[1], better[1])

    def _reach(self) -> list[Problem]:
        top = extreme(self.parts, largest=True)
        found: list[Problem] = []
        if top.value is not None and top.value < self.points and self.program.high != 0:
            found.append(
                _number(
                    Problem("unreachable", f"最高只能得{plain(top.value, 4)}分，得不到满分{plain(self.points)}分"),
                    top.value,
                )
            )
        bottom = extreme(self.parts, largest=False)
        stated = _floored(self.rule)  # what a rule says itself is meant
        if bottom.value is not None and bottom.value > 0 and top.value != bottom.value and not stated:
            found.append(_number(Problem("zero-unreachable", f"最低也得{plain(bottom.value, 4)}分"), bottom.value))
        return found


def _number(problem: Problem, *numbers: Fraction) -> Problem:
    return Problem(
        problem.kind, problem.message, problem.words, problem.span, tuple(to_decimal(n) for n in numbers)
    )


def _worse(piece: Piece, target: Fraction, direction: str) -> bool:
    x = piece.middle
    return x < target if direction == "up" else x > target
