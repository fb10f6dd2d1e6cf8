"""What `完成` or `未完成` is worth under a rule over one number: only where one number alone is possible."""

from __future__ import annotations

from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.units import canonical, is_counted
from perfscore.language.program import Need, Program
from perfscore.language.terms import Chosen, Compare, Greatest, Least, NoScoreError, Number, Rounded, Term, value

#: So many of the target are missing; what has become less (减少2份) is a change.
_SHORT = lazy_pattern(r"(?:还|仅|只)?(?:短?少|缺少?|欠缺?|差)了?(?P<n>\d{1,6})(?P<unit>[^\W\d_]{1,3})")


def short_of(program: Program, need: Need, text: str) -> Fraction | None:
    """What there is where so many of the target are missing (少1项); None where nothing has to be there."""
    lack = _SHORT.fullmatch(text)
    if lack is None:
        return None
    unit = canonical(lack["unit"])
    counted = need.kind == "number" and need.measure == "value" and is_counted(need.unit) and unit == need.unit
    if need.target is None or not counted or program.direction != "up" or need.target < int(lack["n"]):
        return None
    return need.target - int(lack["n"])


def points_of_word(program: Program, need: Need, *, met: bool) -> Fraction | None:
    """The points at the target and better, or worse than it, where they are all the same."""
    goal = program.goal if program.variable is not None else None
    if goal is None or program.direction not in ("up", "down", "equal"):
        return None
    try:
        target = (
            need.target if need.measure == "value" and need.target is not None and need.kind == "number" else goal
        )
        if met:
            return value(program.term, {need.name: target})
        worse = _worse(program, need, target)
    except NoScoreError:
        return None
    return worse


def _worse(program: Program, need: Need, target: Fraction) -> Fraction | None:
    """The one score of everything worse than the target."""
    if program.direction == "equal":
        return None
    edges = sorted(set(_edges(program.raw)))
    sign = -1 if program.direction == "up" else 1
    beyond = [e for e in edges if (e < target if sign < 0 else e > target)]
    if program.variable is None or not _plain(program.raw):
        return None
    probes = [target + sign * Fraction(1, 10**6)]
    for edge in beyond:
        probes += [edge, edge + sign * Fraction(1, 10**6)]
    values = {value(program.term, {need.name: p}) for p in probes}
    return values.pop() if len(values) == 1 else None


def _edges(term: Term) -> list[Fraction]:
    if not isinstance(term, Chosen):
        return []
    return [
        c.test.right.value for c in term.cases if isinstance(c.test, Compare) and isinstance(c.test.right, Number)
    ]


def _plain(term: Term) -> bool:
    """Whether every piece is a constant, so that one probe a piece tells all."""
    match term:
        case Chosen(cases, otherwise):
            return all(_plain(c.term) for c in cases) and _plain(otherwise)
        case Number():
            return True
        case Least(parts) | Greatest(parts):
            return all(_plain(p) for p in parts)
        case Rounded(of):
            return _plain(of)
        case _:
            return False
