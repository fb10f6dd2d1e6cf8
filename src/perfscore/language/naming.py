"""What the names in a formula stand for: the actual, the target, the points, a defined quantity, or an input."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import plain
from perfscore.language import deviations
from perfscore.language.agreement import ACTUAL, PLANNED, POINTS, RATE, TARGET
from perfscore.language.clauses.formula import (
    Bounded,
    Constant,
    Distance,
    Expression,
    Formula,
    Name,
    Operation,
    names,
)
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.pairs import done_and_planned
from perfscore.language.program import Need, UnboundError
from perfscore.language.terms import (
    Absolute,
    Greatest,
    Input,
    Least,
    Named,
    NoScoreError,
    Number,
    Term,
    add,
    inputs,
    minus,
    number,
    over,
    times,
    value,
)

if TYPE_CHECKING:
    from perfscore.language.clauses.conditions import Within
    from perfscore.language.measured import Measured, Variable

FULL = Fraction(100)
#: Units that the value of a rate may have.
_OF_RATES = ("", "%", "‰", "‱", "百分点", "比例", "系数", "指数", "倍", "成", "分")
_COMPLETION = lazy_pattern(r"(?:完成|达成)(?:率|比例|度|进度)")


def completion(subject: str) -> bool:
    """Whether a subject names the share of the target that was reached."""
    return bool(_COMPLETION.search(subject))


class Names:
    """The names of one rule."""

    def __init__(self, rule: Measured) -> None:
        self.rule = rule
        #: The definitions under way, so that one that names itself is found.
        self.open: list[str] = []
        self.formulas = [s.outcome for s in rule.statements if isinstance(s.outcome, Formula)]
        #: Why no number that a formula gives is to be trusted, empty where there is no doubt.
        self.doubt = ""
        self.percent_weight = False
        expressions = [*rule.definitions.values(), *(f.expression for f in self.formulas)]
        self.used = tuple(dict.fromkeys(name for e in expressions for name in names(e)))
        goal = rule.goal
        self.pair = None if goal.value is None else done_and_planned(self.used, expressions, goal.unit)
        unknown = [name for name in self.used if self._unknown(name)]
        actual = any(
            self._is_actual(name) or (RATE.fullmatch(name) and self._definition(name) is None)
            for name in self.used
        )
        #: One name that nothing explains is the row's own quantity.
        self.own = unknown[0] if len(unknown) == 1 and not actual else ""
        plain_name = self.pair is None or goal.unit == "%" or ACTUAL.fullmatch(self.pair[0])
        self.own_name = self.own or ("实际完成值" if plain_name or self.pair is None else self.pair[0])
        self.unknown = tuple(name for name in unknown if name != self.own)
        self.ratio = next((found for e in expressions if (found := self._ratio(e))), None)

    def _definition(self, name: str) -> str | None:
        """The defined quantity that a name means: the same, or the same after 实际."""
        for defined in self.rule.definitions:
            if name in (defined, f"实际{defined}") or f"实际{name}" == defined:
                return defined
        short = [defined for defined in self.rule.definitions if len(name) > 2 and defined.endswith(name)]
        if len(short) == 1:
            return short[0]
        return None

    def _unknown(self, name: str) -> bool:
        known = (ACTUAL, TARGET, RATE, POINTS)
        return (
            self._definition(name) is None
            and name not in (self.pair or ())
            and not any(pattern.fullmatch(name) for pattern in known)
        )

    def _is_actual(self, name: str) -> bool:
        return ACTUAL.fullmatch(name) is not None or (self.pair is not None and name == self.pair[0])

    def _is_target(self, name: str) -> bool:
        return TARGET.fullmatch(name) is not None or (self.pair is not None and name == self.pair[1])

    def _ratio(self, expression: Expression) -> tuple[str, str] | None:
        """Two unexplained names, one over the other."""
        match expression:
            case Operation(first, rest):
                chain: list[tuple[str, Expression]] = [("*", first), *rest]
                plain = [
                    (op, part.text) for op, part in chain if isinstance(part, Name) and part.text in self.unknown
                ]
                tops = [t for op, t in plain if op == "*"]
                bottoms = [t for op, t in plain if op == "/"]
                if len(tops) == 1 and len(bottoms) == 1:
                    return tops[0], bottoms[0]
                for part in (first, *(p for _, p in rest)):
                    found = self._ratio(part)
                    if found:
                        return found
            case Distance(of):
                return self._ratio(of)
            case Bounded(_, parts):
                return next((found for part in parts if (found := self._ratio(part))), None)
            case Constant() | Name():
                pass
        return None

    # -- the variable of the tiers -------------------------------------------------------------------------

    def defined_variable(self, ranges: list[Within]) -> Variable | None:
        """The defined quantity that the conditions compare, None where they compare the actual itself."""
        from perfscore.language.measured import Variable

        rule = self.rule
        subjects = [
            w.subject for w in ranges if w.subject and not re.fullmatch(r"[xX]|其|比例|达到?|比率", w.subject)
        ]
        shares = any(isinstance(s.outcome, Prorata) for s in rule.statements)
        for name, expression in rule.definitions.items():
            fits = all(
                subject == name
                or self._definition(subject) == name
                or name.endswith(subject)
                or subject.endswith(name)
                for subject in subjects
            )
            if (
                not fits
                or not (ranges or shares)
                or any(q.unit not in ("%", "", "个百分点") for w in ranges for q in (w.low, w.high) if q)
            ):
                continue
            term: Term = Named(name, self._term(expression), percent=True)
            if deviations.named(name) and not deviations.sides_apart(rule, [name]):
                term = Absolute(term)
            return self._with_goal(Variable(times(number(100), term), "%", None, None), ranges)
        rates = [s for s in subjects if RATE.fullmatch(s)]
        if self.ratio is not None and rates and len(rates) == len(subjects):
            top, bottom = self.ratio
            term = Named(f"{top}/{bottom}", over(Input(top), Input(bottom)), percent=True)
            return Variable(times(number(100), term), "%", Fraction(100), None)
        return None

    def _with_goal(self, variable: Variable, ranges: list[Within]) -> Variable:
        rule = self.rule
        goal = rule.goal.value
        needed = inputs(variable.term)
        if needed == (self.own_name,):
            need = Need(self.own_name, unit=rule.goal.unit, target=goal)
            try:
                at_goal = value(variable.term, {self.own_name: goal}) if goal is not None else None
            except NoScoreError:
                at_goal = None
            return replace(variable, goal=at_goal, need=need)
        if goal is not None and rule.goal.unit not in ("%", "比例", "系数", "指数", ""):
            # The row's target is another quantity (money, pieces): it is no target of this rate.
            return replace(variable, goal=None)
        if (
            goal is not None
            and goal <= 1
            and rule.goal.unit == ""
            and not any(q.unit != "%" for w in ranges for q in (w.low, w.high) if q)
        ):
            goal *= 100
        return replace(variable, goal=goal)

    # -- terms ---------------------------------------------------------------------------------------------

    def score(self, formula: Formula, variable: Variable) -> Term:
        """The score that a formula gives."""
        term = self._term(formula.expression)
        lone = self.single(variable)
        goal = self.rule.goal.value
        if lone and goal and inputs(term) == (lone,):
            try:
                reached = value(term, {lone: goal})
            except NoScoreError:
                return term
            weighed = any(POINTS.fullmatch(name) for name in names(formula.expression))
            if reached == 1 and self.rule.points != 1 and not weighed:
                raise UnboundError("公式只给出比率，没有乘分值", "在公式里写明乘以分值")
            if reached > self.rule.points > 0:
                return self._within_points(formula, term, lone, reached)
        return term

    def _within_points(self, formula: Formula, term: Term, lone: str, reached: Fraction) -> Term:
        """A formula that passes the points at the target: 权重 may stand for its share of 100 (45分 for 45%)."""
        goal, points = self.rule.goal.value, self.rule.points
        self.percent_weight = True
        other = self._term(formula.expression)
        self.percent_weight = False
        if goal is not None and other != term and value(other, {lone: goal}) == points:
            return other
        self.doubt = f"公式在达到指标值时得{plain(reached, 2)}分，超过分值{plain(points)}分，怎样折算没有写明"
        return term

    def check_sign(self, formula: Formula) -> None:
        """A formula for the other kind of target is no rule for this one."""
        sign = self.rule.goal.sign
        if not formula.sign:
            return
        groups = {"≥": ("≥", ">"), "≤": ("≤", "<"), "=": ("=",)}
        if sign not in groups[formula.sign]:
            word = {"≥": "正向", "≤": "反向", "=": "等于"}[formula.sign]
            raise UnboundError(f"只写了{word}指标的公式，与指标值的方向不合", "写明本指标适用的公式")

    def _term(self, expression: Expression) -> Term:
        match expression:
            case Constant(constant, percent):
                return number(constant / 100 if percent else constant)
            case Name(text):
                return self._name(text)
            case Distance(of):
                return Absolute(self._term(of))
            case Bounded(largest, parts):
                bound = Greatest if largest else Least
                return bound(tuple(self._term(part) for part in parts))
            case Operation(first, rest):
                term = self._term(first)
                wrapped = self._wrapped(expression)
                if wrapped is not None:
                    return wrapped
                direct = self._direct(expression)
                for op, part in rest:
                    if direct and op == "/" and isinstance(part, Name) and self._planned(part.text):
                        continue
                    right = self._term(part)
                    match op:
                        case "+":
                            term = add(term, right)
                        case "-":
                            term = minus(term, right)
                        case "*":
                            term = times(term, right)
                        case "/":
                            if right == Number(Fraction(0)):
                                raise UnboundError("公式里的除数为零", "改正公式")
                            term = over(term, right)
                return term

    def _planned(self, name: str) -> bool:
        paired = self.pair is not None and name == self.pair[1] and "目标" not in name
        return PLANNED.fullmatch(name) is not None or paired

    def _direct(self, operation: Operation) -> bool:
        """Whether 实际数/计划数 of a row that is a rate itself means that rate, and not its share of the target."""
        goal = self.rule.goal
        chain: list[tuple[str, Expression]] = [("*", operation.first), *operation.rest]
        texts = [(op, part.text) for op, part in chain if isinstance(part, Name)]
        done = any(op == "*" and self._is_actual(text) for op, text in texts)
        planned = any(op == "/" and self._planned(text) for op, text in texts)
        if goal.unit != "%" or goal.value == FULL or not (done and planned):
            return False
        return self.rule.setting.pick("rate", ("actual", "of-target"), None) == "actual"

    def _wrapped(self, operation: Operation) -> Term | None:
        """A chain with an unexplained ratio: the ratio gets a name, so that a rate may be given for it."""
        if self.ratio is None:
            return None
        top, bottom = self.ratio
        chain: list[tuple[str, Expression]] = [("*", operation.first), *operation.rest]
        texts = [(op, part.text) for op, part in chain if isinstance(part, Name)]
        if ("*", top) not in texts or ("/", bottom) not in texts:
            return None
        term: Term = Named(f"{top}/{bottom}", over(Input(top), Input(bottom)), percent=True)
        for op, part in chain:
            if isinstance(part, Name) and part.text in (top, bottom):
                continue
            right = self._term(part)
            term = times(right, term) if op == "*" else over(term, right)
        return term

    def _name(self, text: str) -> Term:
        rule = self.rule
        defined = self._definition(text)
        if defined is not None and defined in self.open:
            raise UnboundError(f"“{defined}”的定义里又用到它自己", "改正公式")
        if defined is not None:
            self.open.append(defined)
            try:
                return Named(
                    defined,
                    self._term(rule.definitions[defined]),
                    percent=defined.endswith(("率", "比例", "占比", "比重")),
                )
            finally:
                self.open.pop()
        if text == self.own:
            ratio = re.search(r"率|比例|占比|比重|幅度|度$", text)
            if ratio and not text.endswith("度") and self.rule.goal.unit not in _OF_RATES:
                raise UnboundError(
                    f"“{text}”是比率，不是指标值的单位“{self.rule.goal.unit}”所计的量", "写明这个比率怎样计算"
                )
            if self.rule.goal.unit == "%" and re.search(r"(?<![指系分])数量?$", text):
                raise UnboundError(f"“{text}”是数量，不是指标值的单位“%”所计的比率", "写明这个数量从哪里来")
            return self._own(ratio=bool(ratio))
        if POINTS.fullmatch(text):
            share = self.percent_weight and "权重" in text
            return number(rule.points / 100 if share else rule.points)
        if self._is_actual(text):
            return self._own(ratio=rule.goal.unit == "%")
        if self._is_target(text):
            goal = self._goal()
            return number(goal / 100 if rule.goal.unit == "%" else goal)
        if RATE.fullmatch(text):
            return self._rate(text)
        return Input(text)

    def _goal(self) -> Fraction:
        goal = self.rule.goal.value
        if goal is None:
            raise UnboundError("公式用到目标值，而指标值没有数", "写明数值的指标值")
        if self.rule.goal.high is not None and self.rule.goal.high != goal:
            raise UnboundError("公式用到目标值，而指标值是一个区间", "写明用区间的哪一端计算")
        return goal

    def _own(self, *, ratio: bool) -> Term:
        """The row's own quantity; percent stands as 95, formulas want 0.95."""
        term = Input(self.own_name)
        percent = self.rule.goal.unit == "%" or (ratio and self.rule.goal.unit in ("", "%"))
        return over(term, number(100)) if percent else term

    def _rate(self, name: str) -> Term:
        goal = self._goal()
        compared = [w for w in self.rule.quantities() if w.subject == name]
        if self.rule.goal.unit == "%" and any(q.value == goal for w in compared for q in (w.low, w.high) if q):
            # The conditions compare this very rate with the target: it is the row's own quantity.
            return over(Input(self.own_name), number(100))
        if goal == 0:
            raise UnboundError("指标值为零，完成率没有意义", "写明零目标时怎样计分")
        if self.rule.goal.unit == "%" and goal != 100:
            choice = self.rule.setting.pick("rate", ("actual", "of-target"), None)
            if choice == "actual":
                return over(Input(self.own_name), number(100))
        return over(Input(self.own_name), number(goal))

    # -- inputs --------------------------------------------------------------------------------------------

    def needs(self, variable: Variable) -> tuple[Need, ...]:
        """The inputs in reading order."""
        found = [] if variable.need is None else [variable.need]
        if found and self.pair is not None and found[0].name == self.pair[0]:
            found = [replace(found[0], planned=self.pair[1])]
        return (*found, *(Need(name) for name in self.unknown if self._needed(name, variable)))

    def _needed(self, name: str, variable: Variable) -> bool:
        return bool(self.formulas) or name in inputs(variable.term)

    def single(self, variable: Variable) -> str:
        """The input that a lone actual gives."""
        if variable.need is not None and not self.unknown:
            return variable.need.name
        if self.ratio is not None and self.rule.goal.unit == "%" and len(self.unknown) == 2:
            return "/".join(self.ratio)
        defined = next(iter(self.rule.definitions), "")
        return defined if self.rule.goal.unit == "%" and len(self.rule.definitions) == 1 else ""
