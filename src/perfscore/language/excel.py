"""A rule as a spreadsheet formula: the third view of the same tree.

Only functions that Excel 2010, WPS and LibreOffice all have. Every comparison, and everything that is cut to whole
steps or rounded, stands on ROUND(x,10), so that binary noise in the cell decides nothing. Where the rule has no
defensible number the formula shows an empty text; where no formula would be honest there is none.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.language.clauses.conditions import Either, Within
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.excel_agreed import agreed
from perfscore.language.piecewise import BeyondError, function
from perfscore.language.program import Need, OnRow, Program
from perfscore.language.terms import (
    Absolute,
    Case,
    Chosen,
    Compare,
    Greatest,
    Input,
    Is,
    Least,
    Named,
    Nothing,
    Number,
    Product,
    Quotient,
    Rounded,
    Sum,
    Term,
    Whole,
    inputs,
    number,
)
from perfscore.language.told import NO
from perfscore.language.worded_facts import aliases

ActualKind = Literal["number", "fraction", "percent-number", "text", "word"]
#: Excel takes 8192 characters; deep nests are beyond what anyone could check.
_LONGEST, _DEEPEST = 4000, 40
_SIGNS = {"<": "<", "≤": "<=", "=": "=", "≥": ">=", ">": ">"}
_EMPTY = '""'


class _NoFormulaError(Exception):
    """No honest formula exists; it never leaves the module."""


@frozen
class _Cells:
    """How the inputs are written: the number compared, the points and perhaps the target by reference."""

    x: str
    points: str
    row: Fraction
    target: str | None = None
    goal: Fraction | None = None


def formula(rule: OnRow, actual: str, points: str, *, target: str | None, actual_kind: ActualKind) -> str | None:
    """The formula of a rule, None where no formula is honest; see `Rule.to_excel`."""
    readings = rule.readings
    program = readings.branches[0].program
    need = next((n for n in program.needs if n.name == program.single), None)
    if program.doubt or need is None or any(name != need.name for name in inputs(program.raw)):
        return None
    try:
        if need.kind == "grade":
            return _words(rule, program, need, actual, points) if actual_kind in ("word", "text") else None
        # Words that say yes or no are an open class: no formula could know them all.
        if need.kind in ("day", "fact") or actual_kind == "word":
            return None
        term = _settled(rule, program)
        cells = _cells(rule, need, actual, points, target, actual_kind)
        body = _spread(term, cells, 0)
    except (_NoFormulaError, BeyondError):
        return None
    guards = _guards(need, cells.x)
    text = f'=IF({actual}="",{_EMPTY},{_guarded(body, guards)})'
    if actual_kind == "text":
        text = f"=IFERROR({text[1:]},{_EMPTY})"
    return text if len(text) <= _LONGEST else None


def _guarded(body: str, guards: list[str]) -> str:
    for guard in reversed(guards):
        body = f"IF({guard},{_EMPTY},{body})"
    return body


def _guards(need: Need, x: str) -> list[str]:
    if need.kind == "count":
        return [f"OR({x}<0,{x}<>INT({x}))"]
    if need.measure.startswith("change"):
        return [f"{x}<0"]
    return []


def _cells(rule: OnRow, need: Need, actual: str, points: str, target: str | None, kind: ActualKind) -> _Cells:
    if need.measure in ("late", "excess") or need.spoken:
        raise _NoFormulaError
    percent = need.unit == "%"
    cell, factor = actual, Fraction(1)
    if kind == "text":
        cell = _text_number(actual, need)
    elif kind == "fraction":
        factor = Fraction(100)
    if kind in ("fraction", "percent-number") and not percent:
        # A rate for a quantity is a rate of completion.
        if need.kind == "count" or not need.target or need.unit == "":
            raise _NoFormulaError
        factor *= need.target / 100
    x = f"ROUND(ABS({cell}){_factor(factor)},10)" if need.unsigned else f"ROUND({cell}{_factor(factor)},10)"
    goal = need.target
    usable = (
        target is not None
        and goal not in (None, 0)
        and kind in ("number", "percent-number", "fraction")
        and _follows_target(rule)
    )
    if kind in ("fraction", "percent-number") and not percent:
        usable = False
    reference = f"ROUND({target}*100,10)" if kind == "fraction" and percent else target
    return _Cells(x, points, Fraction(rule.points), reference if usable else None, goal)


def _text_number(actual: str, need: Need) -> str:
    text = f"TRIM({actual})"
    for unit in dict.fromkeys((need.unit, need.unit.split("/")[0])):
        if unit == "%":
            text = f'SUBSTITUTE({text},"％","%")'
        if unit:
            text = f'SUBSTITUTE({text},"{unit}","")'
    return f"VALUE({text})"


def _factor(factor: Fraction) -> str:
    return "" if factor == 1 else f"*{_constant(factor)}"


def _follows_target(rule: OnRow) -> bool:
    """Whether every number that comes from the target is the target itself, so that a reference may stand for it."""
    for statement in rule.template.statements:
        if isinstance(statement.condition, Within | Either):
            return False
        if (
            isinstance(statement.outcome, PerStep)
            and statement.outcome.step.unit in ("%", "个百分点")
            and rule.unit.strip() not in ("%", "％")
        ):
            return False
    return True


def _constant(value: Fraction) -> str:
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator == 1 and len(plain(abs(value)).replace(".", "").lstrip("0")) <= 14:
        return plain(value)
    return f"({value.numerator}/{value.denominator})"


# -- terms -------------------------------------------------------------------------------------------------


def _settled(rule: OnRow, program: Program) -> Term:
    """The score's term; where readings without a default differ there is nothing to show."""
    readings = rule.readings
    default = dict(readings.branches[0].choices)
    rivals = [
        branch.program
        for branch in readings.branches
        if all(default[axis] == option for axis, option in branch.choices if axis not in readings.undecided)
    ]
    if len(rivals) == 1 or all(r.term == program.term for r in rivals):
        return _pushed(program.raw, program.low, program.high)
    functions = [function(r.term) for r in rivals]
    if any(_rounds(r.raw) for r in rivals):
        raise _NoFormulaError
    names = {name for rival in rivals for name in inputs(rival.raw)}
    if len(names) != 1:
        raise _NoFormulaError
    return agreed(functions, names.pop())


def _rounds(term: Term) -> bool:
    match term:
        case Rounded() | Whole():
            return True
        case Chosen(cases, otherwise):
            return any(_rounds(c.term) for c in cases) or _rounds(otherwise)
        case Sum(parts) | Product(parts) | Least(parts) | Greatest(parts):
            return any(_rounds(p) for p in parts)
        case _:
            return False


def _pushed(term: Term, low: Fraction | None, high: Fraction | None) -> Term:
    """The bounds carried into every branch, so that an empty text is never compared."""
    if isinstance(term, Chosen):
        cases = tuple(Case(c.test, _pushed(c.term, low, high), c.label) for c in term.cases)
        return Chosen(cases, _pushed(term.otherwise, low, high))
    if isinstance(term, Nothing):
        return term
    if (
        isinstance(term, Rounded)
        and isinstance(term.of, Least)
        and any(isinstance(p, Chosen) for p in term.of.parts)
    ):
        inner = next(p for p in term.of.parts if isinstance(p, Chosen))
        cap = next((p.value for p in term.of.parts if isinstance(p, Number)), None)
        cases = tuple(
            Case(c.test, _pushed(_round_branch(c.term, cap, term.digits), low, high)) for c in inner.cases
        )
        return Chosen(cases, _pushed(_round_branch(inner.otherwise, cap, term.digits), low, high))
    if isinstance(term, Number):
        value = term.value if low is None else max(term.value, low)
        return number(value if high is None else min(value, high))
    if low is not None:
        term = Greatest((number(low), term))
    return term if high is None else Least((number(high), term))


def _round_branch(term: Term, cap: Fraction | None, digits: int) -> Term:
    if isinstance(term, Nothing):
        return term
    return Rounded(term if cap is None else Least((number(cap), term)), digits)


def _spread(term: Term, cells: _Cells, depth: int) -> str:
    """A branching term as nested IFs; leaves are rounded to ten digits."""
    if depth > _DEEPEST:
        raise _NoFormulaError
    match term:
        case Chosen(cases, otherwise):
            if not cases:
                return _spread(otherwise, cells, depth)
            rest = _spread(Chosen(cases[1:], otherwise), cells, depth + 1)
            return f"IF({_test(cases[0], cells)},{_spread(cases[0].term, cells, depth + 1)},{rest})"
        case Nothing():
            return _EMPTY
        case Number(value):
            return _score(value, cells)
        case Rounded():
            text = _term(term, cells)
            return f"IFERROR({text},{_EMPTY})" if _divides(term) else text
        case _:
            text = f"ROUND({_term(term, cells)},10)"
            return f"IFERROR({text},{_EMPTY})" if _divides(term) else text


def _divides(term: Term) -> bool:
    """Whether a term divides by something that may be zero."""
    match term:
        case Quotient():
            return True
        case Sum(parts) | Product(parts) | Least(parts) | Greatest(parts):
            return any(_divides(p) for p in parts)
        case Absolute(of) | Whole(of) | Rounded(of) | Named(_, of):
            return _divides(of)
        case _:
            return False


def _test(case: Case, cells: _Cells) -> str:
    test = case.test
    if not isinstance(test, Compare):
        raise _NoFormulaError
    return f"{_compared(test.left, cells)}{_SIGNS[test.sign]}{_compared(test.right, cells)}"


def _compared(term: Term, cells: _Cells) -> str:
    if isinstance(term, Input):
        return cells.x
    if isinstance(term, Number):
        return _threshold(term.value, cells)
    return f"ROUND({_term(term, cells)},10)"


def _threshold(value: Fraction, cells: _Cells) -> str:
    if cells.target is not None and value == cells.goal:
        return cells.target
    return _constant(value)


def _score(value: Fraction, cells: _Cells) -> str:
    return cells.points if value == cells.row and value != 0 else _constant(value)


def _term(term: Term, cells: _Cells) -> str:
    match term:
        case Number(value):
            return _constant(value) if cells.target is None else _threshold(value, cells)
        case Input():
            return cells.x
        case Sum(parts):
            return "(" + "+".join(_term(p, cells) for p in parts) + ")"
        case Product(parts):
            return _product(parts, cells)
        case Quotient(top, bottom):
            return f"({_term(top, cells)}/{_term(bottom, cells)})"
        case Least(parts):
            return f"MIN({','.join(_bound(p, cells) for p in parts)})"
        case Greatest(parts):
            return f"MAX({','.join(_bound(p, cells) for p in parts)})"
        case Absolute(of):
            return f"ABS({_term(of, cells)})"
        case Whole(of, up):
            inner = f"ROUND({_term(of, cells)},10)"
            return f"(-INT(-{inner}))" if up else f"INT({inner})"
        case Rounded(of, digits):
            return f"ROUND(ROUND({_term(of, cells)},10),{digits})"
        case Named(_, of):
            return _term(of, cells)
        case _:
            raise _NoFormulaError


def _bound(part: Term, cells: _Cells) -> str:
    return _score(part.value, cells) if isinstance(part, Number) else _term(part, cells)


def _product(parts: tuple[Term, ...], cells: _Cells) -> str:
    first = parts[0]
    rest = parts[1:]
    if isinstance(first, Number) and cells.goal and first.value == cells.row / cells.goal and rest:
        # The points over the target, times the actual.
        below = cells.target or _constant(cells.goal)
        return f"({cells.points}*{'*'.join(_term(p, cells) for p in rest)}/{below})"
    return "(" + "*".join(_term(p, cells) for p in parts) + ")"


# -- words -------------------------------------------------------------------------------------------------


def _words(rule: OnRow, program: Program, need: Need, actual: str, points: str) -> str | None:
    """A formula for a cell that holds a grade, or yes or no in words."""
    raw = program.raw
    if len(rule.readings.branches) > 1 or not isinstance(raw, Chosen):
        return None
    cells = _Cells(actual, points, Fraction(rule.points))
    spellings = aliases(need.words)
    for word, label in rule.conventions.lexicon:
        if squash(label) in spellings and squash(word) not in spellings:
            spellings[squash(word)] = spellings[squash(label)]
    body = _EMPTY
    term = _pushed(raw, program.low, program.high)
    assert isinstance(term, Chosen)  # noqa: S101 - branches stay branches
    for case in reversed(term.cases):
        if not isinstance(case.test, Is):
            return None
        said = [word for word, label in spellings.items() if label in case.test.words]
        tests = [f'TRIM({actual})="{_quoted(word)}"' for word in said]
        if NO in case.test.words:
            tests += [
                f'LEFT(TRIM({actual}),1)="未"',
                f'LEFT(TRIM({actual}),2)="没有"',
                f'LEFT(TRIM({actual}),1)="无"',
                f'TRIM({actual})="否"',
            ]
        if not tests:
            continue
        test = tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
        value = _EMPTY if isinstance(case.term, Nothing) else _spread(case.term, cells, 0)
        body = f"IF({test},{value},{body})"
    text = f'=IF({actual}="",{_EMPTY},{body})'
    return text if len(text) <= _LONGEST else None


def _quoted(word: str) -> str:
    return word.replace('"', '""')
