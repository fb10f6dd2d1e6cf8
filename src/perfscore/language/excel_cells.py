"""How a cell holds the number that a rule compares, and where a cell's number says nothing.

A formula reads a cell as `parse_value` and the evaluator do. Where they refuse what the cell holds, or would have to
choose, it shows an empty text.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.core.sourced import Unreadable
from perfscore.core.text import squash
from perfscore.core.units import canonical, factor
from perfscore.language.answers_in_units import SMALL
from perfscore.language.facts import actual_of, in_unit
from perfscore.language.program import Need, OnRow
from perfscore.language.values import Value, parse_value
from perfscore.language.values.scales import open_from

ActualKind = Literal["number", "fraction", "percent-number", "text", "word"]
EMPTY = '""'


class NoFormulaError(Exception):
    """No honest formula exists; it never leaves the view."""


@frozen
class Cells:
    """How the inputs are written: the number compared, the points and perhaps the target by reference.

    Attributes:
        x: what the rule compares; `signed` before its sign is taken off.
    """

    x: str
    signed: str
    points: str
    row: Fraction
    target: str | None = None
    goal: Fraction | None = None


def cells_of(rule: OnRow, need: Need, actual: str, points: str, target: str | None, kind: ActualKind) -> Cells:
    """The inputs of a rule as formulas.

    Raises:
        NoFormulaError: a cell of this kind does not hold what the rule compares.
    """
    if need.measure in ("late", "excess") or need.spoken:
        raise NoFormulaError
    if need.kind == "count" and need.target is not None:
        raise NoFormulaError  # the cell may as well hold a hundred percent, which is none of what is counted
    factor = _factor(rule, need, kind)
    if kind == "text" and factor != 1:
        raise NoFormulaError  # with its unit the text says another number than without it
    # Behind an exponent VALUE takes digits alone; without it, it takes 75%, 1/3 and 12:30 for numbers.
    cell = f'VALUE({_text(rule, need, actual)}&"E0")' if kind == "text" else actual
    scaled = cell if factor == 1 else f"{cell}*{constant(factor)}"
    digits = _digits(factor)
    signed = f"ROUND({scaled},{digits})"
    x = f"ROUND(ABS({scaled}),{digits})" if need.signless else signed
    usable = (
        target is not None
        and need.target not in (None, 0)
        and kind in ("number", "percent-number", "fraction")
        and factor == (100 if kind == "fraction" else 1)
        and _edge(rule, need, kind) is None
    )
    reference = f"ROUND({target}*100,10)" if kind == "fraction" else target
    return Cells(x, signed, points, Fraction(rule.points), reference if usable else None, need.target)


def _digits(factor: Fraction) -> int:
    """How many digits keep what the cell holds: ten, and one for each place by which it is made smaller."""
    digits = 10
    while factor < 1 and digits < _MOST_DIGITS:
        factor, digits = factor * 10, digits + 1
    return digits


#: A cell holds no more.
_MOST_DIGITS = 15


def _factor(rule: OnRow, need: Need, kind: ActualKind) -> Fraction:
    """What the number in the cell is multiplied by to be what the rule compares."""
    if kind in ("fraction", "percent-number") and need.unit != "%":
        percent = factor("%", need.unit)
        if percent is not None:  # ‰ beside a cell in %
            return percent * (100 if kind == "fraction" else 1)
        return _completion(need) * (100 if kind == "fraction" else 1)
    return Fraction(100) if kind == "fraction" else _bare(rule, need)


def _completion(need: Need) -> Fraction:
    """What one percent is of what the rule compares: where that is a quantity, a rate is one of completion."""
    if need.kind == "count" or need.measure.startswith("change") or not need.target or need.unit == "":
        raise NoFormulaError
    return Fraction(1, 100) if need.is_share else need.target / 100


def _one(rule: OnRow) -> Value:
    """A bare 1 in the column, as it is read."""
    one = parse_value("1", unit=rule.unit or None, role="actual")
    if isinstance(one, Unreadable):
        raise NoFormulaError
    return one


def _bare(rule: OnRow, need: Need) -> Fraction:
    """What a bare 1 in the column is in the unit of what the rule compares."""
    read = rule.scales(_one(rule))[0][1]
    said = actual_of(read)
    if said.number is None:
        raise NoFormulaError
    if need.kind == "count" and said.bare:
        return said.number
    unit = canonical(said.unit)
    if (unit == "%" and need.unit != "%") or (need.unit == "%" and unit not in ("%", "百分点", "")):
        raise NoFormulaError
    found = said.number if need.unit == "%" else in_unit(said.number, unit, need.unit)
    if found is None:
        raise NoFormulaError
    return found


def _text(rule: OnRow, need: Need, actual: str) -> str:
    """The text of a cell without the unit of what the rule compares, however the row spells it."""
    text = f"TRIM({actual})"
    own = squash(rule.unit)
    spellings = (
        need.unit,
        need.unit.split("/")[0],
        own if own and (in_unit(Fraction(1), own, need.unit) == 1 or own.startswith(need.unit)) else "",
    )
    for unit in sorted(dict.fromkeys(spellings), key=len, reverse=True):
        if unit == "%":
            text = f'SUBSTITUTE({text},"％","%")'
        if unit:
            text = f'SUBSTITUTE({text},"{unit}","")'
    return text


def guards_of(rule: OnRow, need: Need, cells: Cells, actual: str, kind: ActualKind) -> list[str]:
    """The tests of a cell that says nothing: a number that is no count, or that may be two numbers."""
    x, guards = cells.signed, []
    if need.kind == "count":
        guards.append(f"OR({x}<0,{x}<>INT({x}))")
    change = need.measure.startswith("change")
    if need.measure == "change-down":
        # A growth of -3% is a loss; a reduction of -3% may be one or not.
        guards.append(f"{x}<0")
    several: list[list[str]] = []
    if need.unit == "%" and not change and kind != "fraction":
        # 0.985 may be 98.5 %; beside a small target 1 is 1 %.
        small = need.target is not None and need.target <= SMALL
        several.append([f"{x}>0", f"{x}<=1.5", *([f"{x}<>1"] if small else [])])
    if (edge := _edge(rule, need, kind)) is not None:
        # 2.3 beside a target of 3万人次.
        square = constant(edge)
        several.append([f"{x}<>0", f"{x}^2<{square}"] if _one(rule).unit else [f"{x}^2>={square}"])
    bare = [f"{_text(rule, need, actual)}=TRIM({actual})"] if kind == "text" else []
    return guards + [f"AND({','.join([*tests, *bare])})" for tests in several]


def _edge(rule: OnRow, need: Need, kind: ActualKind) -> Fraction | None:
    """The square of the number at which another scale of a bare figure becomes possible; None where none is."""
    if kind not in ("number", "text") or not isinstance(rule.target, Value):
        return None
    edge = open_from(rule.target, _one(rule))
    return None if edge is None else edge * _bare(rule, need) ** 2


def constant(value: Fraction) -> str:
    """A number as a formula writes it: its digits where they end, a quotient otherwise."""
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator == 1 and len(plain(abs(value)).replace(".", "").lstrip("0")) <= 14:
        return plain(value)
    return f"({value.numerator}/{value.denominator})"
