"""A rule as a spreadsheet formula: the third view of the same tree.

Only functions that Excel 2010, WPS and LibreOffice all have. Every comparison, and everything that is cut to whole
steps or rounded, stands on ROUND(x,10), so that binary noise in the cell decides nothing. Where the rule has no
defensible number the formula shows an empty text; where no formula would be honest there is none.
"""

from __future__ import annotations

from fractions import Fraction

from perfscore.core.text import squash
from perfscore.language.excel_agreed import agreed
from perfscore.language.excel_cells import EMPTY, ActualKind, Cells, NoFormulaError, cells_of, constant, guards_of
from perfscore.language.facts import TO_ONE
from perfscore.language.grades import NONE_SAID, aliases
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

#: Excel takes 8192 characters; deep nests are beyond what anyone could check.
_LONGEST, _DEEPEST = 4000, 40
#: Other targets, as shares of the target, at which a formula that follows the target must be the same.
_MOVED = (Fraction(9, 10), Fraction(4, 5))
_SIGNS = {"<": "<", "≤": "<=", "=": "=", "≥": ">=", ">": ">"}


def formula(rule: OnRow, actual: str, points: str, *, target: str | None, actual_kind: ActualKind) -> str | None:
    """The formula of a rule, None where no formula is honest; see `Rule.to_excel`."""
    found = _formula(rule, actual, points, target, actual_kind)
    if target is None or found is None:
        return found
    # The cell may stand for the target only where it stands for all that comes from the target.
    others = [rule.at_target(share) for share in _MOVED]
    follows = all(
        one is not None and _formula(one, actual, points, target, actual_kind) == found for one in others
    )
    return found if follows else _formula(rule, actual, points, None, actual_kind)


def _formula(rule: OnRow, actual: str, points: str, target: str | None, actual_kind: ActualKind) -> str | None:
    readings = rule.readings
    program = readings.branches[0].program
    need = next((n for n in program.needs if n.name == program.single), None)
    if program.doubt or need is None or any(name != need.name for name in inputs(program.raw)):
        return None
    try:
        if need.kind == "grade":
            return _words(rule, program, need, actual, points) if actual_kind in ("word", "text") else None
        # Words that say yes or no are an open class: no formula could know them all.
        # A spreadsheet takes 18:1 for a time of day.
        if need.kind in ("day", "fact") or need.unit == TO_ONE or actual_kind == "word":
            return None
        term = _settled(rule, program)
        cells = cells_of(rule, need, actual, points, target, actual_kind)
        guards = guards_of(rule, need, cells, actual, actual_kind)
        body = _spread(term, cells, 0)
    except (NoFormulaError, BeyondError):
        return None
    text = f'=IF({actual}="",{EMPTY},{_guarded(body, guards)})'
    if actual_kind == "text":
        text = f"=IFERROR({text[1:]},{EMPTY})"
    return text if len(text) <= _LONGEST else None


def _guarded(body: str, guards: list[str]) -> str:
    for guard in reversed(guards):
        body = f"IF({guard},{EMPTY},{body})"
    return body


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
        raise NoFormulaError
    names = {name for rival in rivals for name in inputs(rival.raw)}
    if len(names) != 1:
        raise NoFormulaError
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


def _spread(term: Term, cells: Cells, depth: int) -> str:
    """A branching term as nested IFs; leaves are rounded to ten digits."""
    if depth > _DEEPEST:
        raise NoFormulaError
    match term:
        case Chosen(cases, otherwise):
            if not cases:
                return _spread(otherwise, cells, depth)
            rest = _spread(Chosen(cases[1:], otherwise), cells, depth + 1)
            return f"IF({_test(cases[0], cells)},{_spread(cases[0].term, cells, depth + 1)},{rest})"
        case Nothing():
            return EMPTY
        case Number(value):
            return _score(value, cells)
        case Rounded():
            text = _term(term, cells)
            return f"IFERROR({text},{EMPTY})" if _divides(term) else text
        case _:
            text = f"ROUND({_term(term, cells)},10)"
            return f"IFERROR({text},{EMPTY})" if _divides(term) else text


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


def _test(case: Case, cells: Cells) -> str:
    test = case.test
    if not isinstance(test, Compare):
        raise NoFormulaError
    return f"{_compared(test.left, cells)}{_SIGNS[test.sign]}{_compared(test.right, cells)}"


def _compared(term: Term, cells: Cells) -> str:
    if isinstance(term, Input):
        return cells.x
    if isinstance(term, Number):
        return _threshold(term.value, cells)
    return f"ROUND({_term(term, cells)},10)"


def _threshold(value: Fraction, cells: Cells) -> str:
    if cells.target is not None and value == cells.goal:
        return cells.target
    return constant(value)


def _score(value: Fraction, cells: Cells) -> str:
    return cells.points if value == cells.row and value != 0 else constant(value)


def _term(term: Term, cells: Cells) -> str:
    match term:
        case Number(value):
            return constant(value) if cells.target is None else _threshold(value, cells)
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
            raise NoFormulaError


def _bound(part: Term, cells: Cells) -> str:
    return _score(part.value, cells) if isinstance(part, Number) else _term(part, cells)


def _product(parts: tuple[Term, ...], cells: Cells) -> str:
    first = parts[0]
    rest = parts[1:]
    if isinstance(first, Number) and cells.goal and first.value == cells.row / cells.goal and rest:
        # The points over the target, times the actual.
        below = cells.target or constant(cells.goal)
        return f"({cells.points}*{'*'.join(_term(p, cells) for p in rest)}/{below})"
    return "(" + "*".join(_term(p, cells) for p in parts) + ")"


# -- words -------------------------------------------------------------------------------------------------


def _words(rule: OnRow, program: Program, need: Need, actual: str, points: str) -> str | None:
    """A formula for a cell that holds a grade, or yes or no in words."""
    raw = program.raw
    if len(rule.readings.branches) > 1 or not isinstance(raw, Chosen):
        return None
    cells = Cells(actual, actual, points, Fraction(rule.points))
    spellings = aliases(need.words)
    for word, label in rule.conventions.lexicon:
        if squash(label) in spellings and squash(word) not in spellings:
            spellings[squash(word)] = spellings[squash(label)]
    body = EMPTY
    term = _pushed(raw, program.low, program.high)
    assert isinstance(term, Chosen)  # noqa: S101 - branches stay branches
    for case in reversed(term.cases):
        if not isinstance(case.test, Is):
            return None
        said = [word for word, label in spellings.items() if label in case.test.words]
        tests = [f'TRIM({actual})="{_quoted(word)}"' for word in said]
        if NO in case.test.words:
            tests += [f'TRIM({actual})="{word}"' for word in NONE_SAID]
        if not tests:
            continue
        test = tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
        value = EMPTY if isinstance(case.term, Nothing) else _spread(case.term, cells, 0)
        body = f"IF({test},{value},{body})"
    text = f'=IF({actual}="",{EMPTY},{body})'
    return text if len(text) <= _LONGEST else None


def _quoted(word: str) -> str:
    return word.replace('"', '""')
