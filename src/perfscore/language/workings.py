"""The sum behind a score, with its numbers: what a reader would write on paper for the branch that applies."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from perfscore.core.numbers import plain
from perfscore.core.trace import Step
from perfscore.language.terms import (
    Absolute,
    Chosen,
    Facts,
    Greatest,
    Input,
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
    taken,
    value,
)

_MINUS = Number(Fraction(-1))


def steps(term: Term, facts: Facts, points: Fraction | None) -> tuple[Step, ...]:
    """The branches taken, the named quantities and the roundings on the way to the value, each once, in order."""
    return tuple(dict.fromkeys(_steps(term, facts, points)))


def _steps(term: Term, facts: Facts, points: Fraction | None) -> Iterator[Step]:
    match term:
        case Chosen():
            branch, label = taken(term, facts)
            if label:
                yield Step("适用", label, "")
            yield from _steps(branch, facts, points)
        case Named(name, of, percent):
            result = value(term, facts)
            shown = f"{plain(result * 100, 6)}%" if percent else plain(result, 6)
            given = isinstance(facts.get(name), Fraction)
            if not given:
                yield from _steps(of, facts, points)
            yield Step(name, "" if given else workings(of, facts, None), shown)
        case Rounded(of, digits):
            yield from _steps(of, facts, points)
            yield Step(
                "按规则修约", f"{workings(of, facts, points)} 保留{digits}位小数", plain(value(term, facts))
            )
        case Sum(parts) | Product(parts) | Least(parts) | Greatest(parts):
            for part in parts:
                yield from _steps(part, facts, points)
        case Quotient(top, bottom):
            yield from _steps(top, facts, points)
            yield from _steps(bottom, facts, points)
        case Absolute(of) | Whole(of):
            yield from _steps(of, facts, points)
        case Number() | Input() | Nothing():
            return


def workings(term: Term, facts: Facts, points: Fraction | None) -> str:
    """The term as arithmetic with the facts put in: `10 − (95 − 92.3) × 0.5`; `points` are those of the row."""
    match term:
        case Number() | Input() | Nothing():
            return plain(value(term, facts), 6)
        case Named(percent=percent):
            result = value(term, facts)
            return f"{plain(result * 100, 6)}%" if percent else plain(result, 6)
        case Sum(parts):
            return _sum(parts, facts, points)
        case Product() | Quotient():
            return _fraction(term, facts, points)
        case Least(parts) | Greatest(parts):
            return _extreme(parts, facts, points, largest=isinstance(term, Greatest))
        case Absolute(of):
            return f"|{workings(of, facts, points)}|"
        case Whole(of, up):
            return f"{'进一' if up else '取整'}({workings(of, facts, points)})"
        case Rounded(of):
            return workings(of, facts, points)
        case Chosen():
            return workings(taken(term, facts)[0], facts, points)


def _extreme(parts: tuple[Term, ...], facts: Facts, points: Fraction | None, *, largest: bool) -> str:
    """The part that counts; a bound that cuts a sum off is named with the sum."""
    chosen = (max if largest else min)(parts, key=lambda part: value(part, facts))
    others = [part for part in parts if part is not chosen and not isinstance(part, Number)]
    if not isinstance(chosen, Number) or not others:
        return workings(chosen, facts, points)
    if value(others[0], facts) == chosen.value:
        return workings(others[0], facts, points)
    return f"{workings(others[0], facts, points)}，{'不低于' if largest else '不超过'} {plain(chosen.value, 6)}"


def _sum(parts: tuple[Term, ...], facts: Facts, points: Fraction | None) -> str:
    """Terms joined by signs, one with a plus sign first; terms that are zero are left out."""
    shown = _days_apart([part for part in parts if value(part, facts) != 0] or list(parts[:1]), facts)
    shown.sort(key=_negative)
    # Beside a rate in percent a constant is a rate too: 97.16% − 60%.
    percent = any(isinstance(part, Named) and part.percent for part in shown)
    text = ""
    for part in shown:
        negative = _negative(part)
        term = _positive(part) if negative else part
        rate = percent and isinstance(term, Number)
        # A sum that is taken off keeps its brackets: 10 − (103 − 100).
        own = _inner(term, facts, points) if negative else workings(term, facts, points)
        body = f"{plain(value(term, facts) * 100, 6)}%" if rate else own
        if not text:
            text = f"−{body}" if negative else body
        else:
            text += f" {'−' if negative else '+'} {body}"
    return text


def _days_apart(parts: list[Term], facts: Facts) -> list[Term]:
    """Calendar days are counted from the year 1; what a reader wants is the days between two of them."""
    days = [part for part in parts if abs(value(part, facts)) > _DAY_NUMBER]
    if len(days) < 2:
        return parts
    apart = Number(sum((value(part, facts) for part in days), Fraction(0)))
    return [*(part for part in parts if part not in days), apart]


#: Day numbers of this century are above 730 000; no amount of a scoring rule comes near.
_DAY_NUMBER = 700_000


def _negative(part: Term) -> bool:
    """Whether the constant factor of a term is negative."""
    constant = Fraction(1)
    for factor in part.parts if isinstance(part, Product) else (part,):
        constant *= factor.value if isinstance(factor, Number) else 1
    return constant < 0


def _positive(part: Term) -> Term:
    """A term with a negative constant, without its sign."""
    if isinstance(part, Number):
        return Number(-part.value)
    if not isinstance(part, Product):
        return part
    flipped = False
    factors: list[Term] = []
    for factor in part.parts:
        if isinstance(factor, Number) and factor.value < 0 and not flipped:
            flipped = True
            if factor != _MINUS:
                factors.append(Number(-factor.value))
        else:
            factors.append(factor)
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def _fraction(term: Product | Quotient, facts: Facts, points: Fraction | None) -> str:
    """Factors above and below; a constant such as 1/95 divides by 95."""
    above: list[str] = []
    below: list[str] = []
    constant = Fraction(1)
    for factor, inverse in _factors(term):
        if isinstance(factor, Number):
            constant = constant / factor.value if inverse and factor.value else constant * factor.value
        else:
            (below if inverse else above).append(_inner(factor, facts, points))
    scale = _scale(constant, points)
    if scale is not None:
        above, below = [plain(scale[0], 6), *above], [*below, plain(scale[1], 6)]
    elif _ends(constant):
        above = [*above, plain(constant, 6)] if constant != 1 or not above else above
    else:
        if constant.numerator != 1 or not above:
            above.append(str(constant.numerator))
        below.append(str(constant.denominator))
    return " × ".join(above) + "".join(f" ÷ {part}" for part in below)


def _factors(term: Term) -> Iterator[tuple[Term, bool]]:
    """The factors of nested products and quotients, with whether each stands below."""
    match term:
        case Product(parts):
            for part in parts:
                yield from _factors(part)
        case Quotient(top, bottom):
            yield from _factors(top)
            for factor, inverse in _factors(bottom):
                yield factor, not inverse
        case _:
            yield term, False


def _scale(constant: Fraction, points: Fraction | None) -> tuple[Fraction, Fraction] | None:
    """The points and the target of a proportion that were folded into one constant: 2/19 as 10 of 95."""
    if points is None or _ends(constant):
        return None
    below = points / constant
    return (points, below) if _ends(below) else None


def _ends(number: Fraction) -> bool:
    """Whether a number has few decimals."""
    return (number * 10**6).denominator == 1


def _inner(term: Term, facts: Facts, points: Fraction | None) -> str:
    text = workings(term, facts, points)
    return f"({text})" if isinstance(term, Sum) and len(text.split()) > 1 else text
