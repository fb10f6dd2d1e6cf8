"""Formulas as terms: each name by what it stands for on the row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.language import deviations
from perfscore.language.agreement import POINTS, RATE
from perfscore.language.clauses.conditions import Within
from perfscore.language.clauses.formula import Bounded, Constant, Distance, Expression, Formula, Name, Operation
from perfscore.language.clauses.formula import names as names_of
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.facts import in_unit
from perfscore.language.naming import Names, chained
from perfscore.language.program import Need, UnboundError
from perfscore.language.row import FULL, OF_RATES, Row, Variable
from perfscore.language.terms import (
    Absolute,
    Case,
    Chosen,
    Compare,
    Greatest,
    Input,
    Least,
    Named,
    NoScoreError,
    Not,
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

#: Units that the value of a rate may have.
_RATES = (*OF_RATES, "‰", "‱", "倍", "成", "分")
#: Subjects that name no quantity of their own: what stands last was defined.
_NO_NAME = lazy_pattern(r"[xX]|其|比例|达到?|比率")
_HUNDRED = number(FULL)
_RATIO = lazy_pattern(r"率|比例|占比|比重|幅度|度$")


@frozen
class _Meant:
    """How the names of a formula are taken.

    Attributes:
        open: the definitions under way, so that one that names itself is found.
        percent_weight: whether 权重 stands for its share of 100 (45分 for 45%).
    """

    names: Names
    open: tuple[str, ...] = ()
    percent_weight: bool = False

    @property
    def row(self) -> Row:
        return self.names.row


def defined_variable(names: Names, ranges: Sequence[Within]) -> Variable | None:
    """The defined quantity that the conditions compare, None where they compare the actual itself."""
    row = names.row
    subjects = [w.subject for w in ranges if w.subject and not _NO_NAME.fullmatch(w.subject)]
    shares = any(isinstance(s.outcome, Prorata) for s in row.statements)
    rates = all(q.unit in ("%", "", "个百分点") for w in ranges for q in w.ends)
    for name, expression in row.definitions.items():
        fits = all(name.endswith(s) or s.endswith(name) or names.definition(s) == name for s in subjects)
        if fits and rates and (ranges or shares):
            if _is_target(names, expression, ranges):
                # Beside a target of ≤3% what was reached is the deviation, and no number of which it is one.
                return None
            term: Term = Named(name, _term(_Meant(names), expression), percent=True)
            if deviations.named(name) and not deviations.sides_apart(row, [name]):
                term = Absolute(term)
            return _with_goal(names, Variable(times(number(100), term), "%", None, None), ranges)
    if names.ratio is not None and subjects and all(map(RATE.fullmatch, subjects)):
        return Variable(times(number(100), _named_ratio(names.ratio)), "%", FULL, None)
    return None


def _is_target(names: Names, expression: Expression, ranges: Sequence[Within]) -> bool:
    """Whether the target of the row is one of the rates that what was done of the plan is compared with."""
    goal = names.row.goal
    if goal.unit != "%" or goal.value is None or goal.value == FULL:
        return False
    known = all(names.is_actual(name) or names.is_target(name) for name in names_of(expression))
    return known and any(q.value == abs(goal.value) for w in ranges for q in w.ends)


def _named_ratio(ratio: tuple[str, str]) -> Term:
    """A ratio under a name of its own, so that a rate may be given for it."""
    top, bottom = ratio
    return Named(f"{top}/{bottom}", over(Input(top), Input(bottom)), percent=True)


def _with_goal(names: Names, variable: Variable, ranges: Sequence[Within]) -> Variable:
    goal, unit = names.row.goal.value, names.row.goal.unit
    if inputs(variable.term) == (names.own_name,):
        need = Need(names.own_name, unit=unit, target=goal)
        at_goal = None if goal is None else _at(variable.term, names.own_name, goal)
        return replace(variable, goal=at_goal, need=need)
    if unit not in ("%", "比例", "系数", "指数", ""):
        # The row's target is another quantity (money, pieces): it is no target of this rate.
        return variable
    if goal is not None and goal <= 1 and not unit and all(q.unit == "%" for w in ranges for q in w.ends):
        goal *= 100
    return replace(variable, goal=goal)


def _at(term: Term, name: str, actual: Fraction) -> Fraction | None:
    try:
        return value(term, {name: actual})
    except NoScoreError:
        return None


def score_of(names: Names, formula: Formula, variable: Variable) -> tuple[Term, str]:
    """The score that a formula gives, and why its numbers are not to be trusted, empty where they are.

    Raises:
        UnboundError: the formula is for the other kind of target, or gives a ratio instead of points.
    """
    row = names.row
    _check_sign(formula, row)
    meant = _Meant(names)
    if row.goal.value == 0 and _share_of_target(names, formula.expression):
        return at_zero(row, variable), ""
    term = _term(meant, formula.expression)
    lone, goal = names.single(variable), row.goal.value
    reached = _at(term, lone, goal) if lone and goal and inputs(term) == (lone,) else None
    if goal is None or reached is None:
        return term, ""
    weighed = any(POINTS.fullmatch(name) for name in names_of(formula.expression))
    ratio = reached == 1 or (0 < reached < 1 and _of_percentages(formula.expression))
    if ratio and row.points != 1 and not weighed:
        raise UnboundError("公式只给出比率，没有乘分值", "在公式里写明乘以分值")
    if not reached > row.points > 0:
        return term, ""
    other = _term(replace(meant, percent_weight=True), formula.expression)
    if other != term and value(other, {lone: goal}) == row.points:
        return other, ""
    given, points = plain(reached, 2), plain(row.points)
    doubt = f"公式在达到指标值时得{given}分，超过分值{points}分，怎样折算没有写明"
    return term, doubt


def at_zero(row: Row, variable: Variable) -> Term:
    """What a share of a target of zero is worth: there is none, so that reaching the target is all that can be held."""
    nothing = number(Fraction(0))
    held = Compare(variable.term, row.goal.sign if row.goal.sign not in ("", "=") else "≤", nothing)
    cases = (
        Case(held, number(row.points), "指标值为零，已达到"),
        Case(Not(held), nothing, "指标值为零，没有达到"),
    )
    return Chosen(cases, nothing)


def _share_of_target(names: Names, expression: Expression) -> bool:
    """Whether an expression is the row's points times a ratio of the actual and the target."""
    if not isinstance(expression, Operation):
        return False
    ratio: list[str] = []
    worth = Fraction(1)
    for sign, part in chained(expression):
        match part:
            case Constant(constant, percent) if sign in "*/":
                factor = constant / 100 if percent else constant
                worth = worth * factor if sign == "*" else worth / factor if factor else Fraction(0)
            case Name(text) if sign == "*" and POINTS.fullmatch(text):
                worth *= names.row.points
            case Name(text) if sign in "*/" and names.definition(text) is None:
                own = text == names.own or names.is_actual(text)
                rate = RATE.fullmatch(text) and sign == "*"
                ratio.append(
                    "rate" if rate else f"own{sign}" if own else f"goal{sign}" if names.is_target(text) else ""
                )
            case _:
                return False
    return worth == names.row.points and sorted(ratio) in (["rate"], ["goal*", "own/"], ["goal/", "own*"])


def _check_sign(formula: Formula, row: Row) -> None:
    """A formula for the other kind of target is no rule for this one."""
    groups = {"≥": ("≥", ">"), "≤": ("≤", "<"), "=": ("=",)}
    if formula.sign and row.goal.sign not in groups[formula.sign]:
        word = {"≥": "正向", "≤": "反向", "=": "等于"}[formula.sign]
        raise UnboundError(f"只写了{word}指标的公式，与指标值的方向不合", "写明本指标适用的公式")


def _term(meant: _Meant, expression: Expression) -> Term:
    match expression:
        case Constant(constant, percent, unit=unit):
            return number(constant / 100 if percent else _in_row(meant.row, constant, unit))
        case Name(text):
            return _name(meant, text)
        case Distance(of):
            return Absolute(_term(meant, of))
        case Bounded(largest, parts):
            bound = Greatest if largest else Least
            return bound(tuple(_term(meant, part) for part in parts))
        case Operation():
            return _operation(meant, expression)
        case _:
            assert_never(expression)


def _in_row(row: Row, constant: Fraction, unit: str) -> Fraction:
    """A number with a unit, in the row's.

    Raises:
        UnboundError: it is of another kind.
    """
    found = in_unit(constant, unit, row.goal.unit) if unit else constant
    if found is None:
        raise UnboundError(f"公式里的数的单位“{unit}”与指标的单位“{row.goal.unit}”不同", "统一单位")
    return found


def _operation(meant: _Meant, operation: Operation) -> Term:
    term = _term(meant, operation.first)
    wrapped = _wrapped(meant, operation)
    if wrapped is not None:
        return wrapped
    direct = _direct(meant, operation)
    for op, part in operation.rest:
        if direct and op == "/" and isinstance(part, Name) and meant.names.is_planned(part.text):
            continue
        right = _term(meant, part)
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


def _direct(meant: _Meant, operation: Operation) -> bool:
    """Whether 实际数/计划数 of a row that is a rate itself means that rate, and not its share of the target."""
    names, goal = meant.names, meant.row.goal
    texts = [(op, part.text) for op, part in chained(operation) if isinstance(part, Name)]
    done = any(op == "*" and names.is_actual(text) for op, text in texts)
    planned = any(op == "/" and names.is_planned(text) for op, text in texts)
    if goal.unit != "%" or goal.value == FULL or not (done and planned):
        return False
    return meant.row.pick("rate", ("actual", "of-target")) == "actual"


def _wrapped(meant: _Meant, operation: Operation) -> Term | None:
    """A chain with an unexplained ratio: the ratio gets a name, so that a rate may be given for it."""
    if meant.names.ratio is None:
        return None
    top, bottom = meant.names.ratio
    chain = chained(operation)
    if not {("*", Name(top)), ("/", Name(bottom))} <= {(op, part) for op, part in chain if isinstance(part, Name)}:
        return None
    term = _named_ratio(meant.names.ratio)
    for op, part in chain:
        if part not in (Name(top), Name(bottom)):
            right = _term(meant, part)
            term = times(right, term) if op == "*" else over(term, right)
    return term


def _name(meant: _Meant, text: str) -> Term:
    names, row = meant.names, meant.row
    unit = row.goal.unit
    defined = names.definition(text)
    if defined is not None and defined in meant.open:
        raise UnboundError(f"“{defined}”的定义里又用到它自己", "改正公式")
    if defined is not None:
        inner = _term(replace(meant, open=(*meant.open, defined)), row.definitions[defined])
        return Named(defined, inner, percent=defined.endswith(("率", "比例", "占比", "比重")))
    if text == names.own:
        if _LACKING.match(text) and row.goal.sign not in ("≤", "<") and row.goal.value:
            raise UnboundError(f"“{text}”说的是没有做到的部分，不是本行的完成值", "写明怎样由完成值算出")
        ratio = _RATIO.search(text)
        if ratio and unit not in _RATES and row.goal.value and _COMPLETED.search(text):
            return over(Input(names.own_name), number(_goal(row)))
        if ratio and not text.endswith("度") and unit not in _RATES:
            raise UnboundError(f"“{text}”是比率，不是指标值的单位“{unit}”所计的量", "写明这个比率怎样计算")
        if unit == "%" and re.search(r"(?<![指系分])数量?$", text):
            raise UnboundError(f"“{text}”是数量，不是指标值的单位“%”所计的比率", "写明这个数量从哪里来")
        return _own(names, ratio=bool(ratio))
    if POINTS.fullmatch(text):
        return number(row.points / 100 if meant.percent_weight and "权重" in text else row.points)
    if names.is_actual(text):
        return _own(names)
    if names.is_target(text):
        return number(_goal(row) / 100 if unit == "%" else _goal(row))
    return _rate(names, text) if RATE.fullmatch(text) else Input(text)


#: What was not done, or is too much: of a target to be reached it is the other part.
_LACKING = lazy_pattern("(?:未|不|缺|逾期|超期|超额?支|差额|投诉)(?!成年|良)")
#: The share of what was to be done, whatever it is: 选派进修完成率. What was done in time is another one.
_COMPLETED = lazy_pattern("^(?!.*(?:按[时期质量]|及时|如期|首次|[1一]次)).*(?:完成|达成)(?:率|比例)$")


def _goal(row: Row) -> Fraction:
    goal = row.goal.value
    if goal is None:
        raise UnboundError("公式用到目标值，而指标值没有数", "写明数值的指标值")
    if row.goal.high is not None and row.goal.high != goal:
        raise UnboundError("公式用到目标值，而指标值是一个区间", "写明用区间的哪一端计算")
    return goal


def _own(names: Names, *, ratio: bool = False) -> Term:
    """The row's own quantity; percent stands as 95, formulas want 0.95."""
    unit, term = names.row.goal.unit, Input(names.own_name)
    return over(term, _HUNDRED) if unit == "%" or (ratio and not unit) else term


def _rate(names: Names, name: str) -> Term:
    """The share of the target that was reached, or the row's own rate."""
    row, goal = names.row, _goal(names.row)
    own = Input(names.own_name)
    if row.goal.unit == "%" and any(q.value == goal for w in row.ranges if w.subject == name for q in w.ends):
        # The conditions compare this very rate with the target: it is the row's own quantity.
        return over(own, _HUNDRED)
    if goal == 0:
        raise UnboundError("指标值为零，完成率没有意义", "写明零目标时怎样计分")
    if row.goal.unit == "%" and goal != FULL and row.pick("rate", ("actual", "of-target")) == "actual":
        return over(own, _HUNDRED)
    return over(own, number(goal))


def _of_percentages(expression: Expression) -> bool:
    """Whether every number in an expression is a percentage, so that it gives a ratio and no points."""
    match expression:
        case Constant(percent=percent):
            return percent
        case Name():
            return True
        case Distance(of):
            return _of_percentages(of)
        case Bounded(_, parts):
            return all(map(_of_percentages, parts))
        case Operation(first, rest):
            return _of_percentages(first) and all(_of_percentages(part) for _, part in rest)
