"""Where all readings of a rule agree, as one branching term; elsewhere there is nothing to show."""

from __future__ import annotations

from perfscore.language.cuts import all_ends, line
from perfscore.language.piecewise import Function, Ratio
from perfscore.language.regions import Piece
from perfscore.language.terms import (
    Case,
    Chosen,
    Compare,
    Input,
    Nothing,
    Term,
    add,
    number,
    over,
    times,
)


def agreed(functions: list[Function], name: str) -> Term:
    """Where all functions agree, that; elsewhere nothing."""
    x = Input(name)
    ends = all_ends(*(f.ends for f in functions))
    pieces = list(line(ends))
    values: list[Term] = []
    for piece, *held in zip(pieces, *(f.over(ends) for f in functions), strict=True):
        first = held[0]
        same = all(_equal(first, h, piece) for h in held)
        values.append(_ratio(first, x) if same and isinstance(first, Ratio) else Nothing("有几种读法", "open"))
    cases: list[Case] = []
    for n, (piece, term) in enumerate(zip(pieces[:-1], values[:-1], strict=True)):
        if values[n + 1] == term:
            continue
        stop = piece.point if piece.point is not None else piece.high
        assert stop is not None  # noqa: S101 - only the last piece has no end
        cases.append(Case(Compare(x, "≤" if piece.point is not None else "<", number(stop)), term))
    return Chosen(tuple(cases), values[-1]) if cases else values[-1]


def _equal(one: Ratio | Nothing, other: Ratio | Nothing, piece: Piece) -> bool:
    if isinstance(one, Nothing) or isinstance(other, Nothing):
        return isinstance(one, Nothing) and isinstance(other, Nothing)
    return one == other or (piece.point is not None and one.at(piece.point) == other.at(piece.point))


def _ratio(ratio: Ratio, x: Input) -> Term:
    constant = ratio.constant
    if constant is not None:
        return number(constant)
    top = add(times(number(ratio.a), x), number(ratio.b))
    return over(top, add(times(number(ratio.c), x), number(ratio.d)))
