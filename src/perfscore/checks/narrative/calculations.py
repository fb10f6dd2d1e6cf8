"""Calculations as people write them into a text: 14人*2150元*12个月小计361200元.

    calculation = sum ("=" | 小计 | 合计 | …) result
    sum         = product {("+" | "-") product}
    product     = factor {("×" | "*" | "x" | "÷") factor}
    factor      = number [unit] [noun] | "(" sum ")" [unit]

The unit words must cancel: what is given for each of something (2150元/人/月) needs that something among the factors,
and the result is in a unit of one of them. A calculation of other shapes, or with units that do not fit, is none.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Final

from perfscore.checks.narrative.prose import read_prose, read_unit
from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Interval
from perfscore.core.records import frozen, mutable, replace
from perfscore.core.units import dimension, factor, is_counted
from perfscore.language.numerals import ARABIC, read_number

_NUMBER: Final = lazy_pattern(ARABIC)
_START: Final = lazy_pattern(r"(?<![A-Za-z\d.+\-*×÷=/)~—_#])(?<!\d,)[(]?\d")
_TIMES: Final = lazy_pattern(r" ?([×*╳÷]|[xX](?= ?[\d(])) ?")
_PLUS: Final = lazy_pattern(r" ?([+-]) ?(?=[\d(])")
#: What a factor counts, in front of the next sign: 14名护士×2150元.
_NOUN: Final = lazy_pattern(r"[一-鿿]{1,6}(?=\)?[×*╳÷xX+])|\([^()\d]{1,12}\)")
_EQUALS: Final = lazy_pattern(r" ?(?:=|≈|等于)")
_WORDS: Final = lazy_pattern(r"[,:]?(?:小计|合计|共计|总计|共需|共|计)")
_FILLER: Final = lazy_pattern(r"(?:资金|经费|费用|金额|人民币|约为?|为|需|:| )*")
_SUMS: Final = ("合计", "共计", "总计", "共")
_AGAIN: Final = lazy_pattern(r"[A-Za-z一-鿿%/]{0,8} ?[×*╳÷+=]")
#: Deeper brackets are no calculation that a text holds.
_DEPTH = 4
_PERCENT: Final = {"%": 100, "‰": 1000}
_PERSON_TIMES: Final = "人次"


@frozen
class Calculation:
    """A calculation with the result that is printed behind it.

    `words` is what is written, `value` what it makes in the unit of the result, `result` what is printed there.
    """

    words: str
    value: Interval
    exact: Fraction
    result: Fraction
    printed: Interval
    unit: str
    about: bool
    start: int
    end: int

    def holds(self, about: Fraction) -> bool:
        """Whether the result may be what the calculation makes, `about` being the leeway of one given roughly."""
        slack = abs(self.result) * about if self.about else Fraction(0)
        return self.value.meets(Interval(self.printed.low - slack, self.printed.high + slack))


@frozen
class _Part:
    """A part of a calculation: its interval, its value on its face, and the units that were met in it."""

    low: Fraction
    high: Fraction
    face: Fraction
    units: tuple[str, ...]
    overs: tuple[str, ...]
    scaled: bool = False


@mutable
class _Reader:
    """Reads one calculation; `at` is where it stands."""

    text: str
    at: int
    signs: int = 0
    times: int = 0
    minus: int = 0

    def sum(self, depth: int = 0) -> _Part | None:
        left = self.product(depth)
        while left is not None and (sign := _PLUS.match(self.text, self.at)):
            self.at, self.signs = sign.end(), self.signs + 1
            self.minus += sign[1] == "-" and not depth
            right = self.product(depth)
            if right is None:
                return None
            left = _added(left, right, sign[1])
        return left

    def product(self, depth: int) -> _Part | None:
        left = self.factor(depth)
        while left is not None and (sign := _TIMES.match(self.text, self.at)):
            self.at, self.signs, self.times = sign.end(), self.signs + 1, self.times + 1
            right = self.factor(depth)
            if right is None:
                return None
            left = _multiplied(left, right) if sign[1] != "÷" else _divided(left, right)
        return left

    def factor(self, depth: int) -> _Part | None:
        if self.text[self.at : self.at + 1] == "(":
            self.at += 1
            inner = self.sum(depth + 1) if depth < _DEPTH else None
            if inner is None or self.text[self.at : self.at + 1] != ")":
                return None
            self.at += 1
            unit, over, self.at = read_unit(self.text, self.at)
            return _Part(
                inner.low,
                inner.high,
                inner.face,
                (*inner.units, *filter(None, [unit])),
                (*inner.overs, *over),
                inner.scaled,
            )
        match = _NUMBER.match(self.text, self.at)
        number = read_number(match[0]) if match else None
        if match is None or number is None:
            return None
        unit, over, self.at = read_unit(self.text, match.end())
        if noun := _NOUN.match(self.text, self.at):
            self.at = noun.end()
        share = _PERCENT.get(unit, 1)
        face = Fraction(number.value) / share
        exact = number.decimals == 0
        own = Interval.point(face) if exact else Interval.around(face * share, number.decimals)
        low, high = (own.low, own.high) if exact else (own.low / share, own.high / share)
        units = () if unit in _PERCENT or not unit else (unit,)
        return _Part(low, high, face, units, over, scaled=number.decimals < 0)


def _added(left: _Part, right: _Part, sign: str) -> _Part | None:
    # 13万+17万元: one of the addends has the unit of all. Amounts add however they were made, other things do not.
    if left.units and right.units and set(left.units) != set(right.units) and not (_money(left) and _money(right)):
        return None
    units, overs = tuple(dict.fromkeys(left.units + right.units)), (*left.overs, *right.overs)
    if sign == "+":
        low, high, face = left.low + right.low, left.high + right.high, left.face + right.face
    else:
        low, high, face = left.low - right.high, left.high - right.low, left.face - right.face
    return _Part(low, high, face, units, overs, scaled=left.scaled or right.scaled)


def _money(part: _Part) -> bool:
    return any(dimension(unit) == "money" for unit in part.units)


def _multiplied(left: _Part, right: _Part) -> _Part:
    ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return _Part(
        min(ends), max(ends), left.face * right.face, left.units + right.units, left.overs + right.overs,
        scaled=left.scaled or right.scaled,
    )  # fmt: skip


def _divided(left: _Part, right: _Part) -> _Part | None:
    if right.low <= 0:
        return None
    turned = _Part(1 / right.high, 1 / right.low, 1 / right.face, (), (), scaled=right.scaled)
    return _multiplied(left, turned) if left.low >= 0 else None


@lru_cache(maxsize=512)
def read_calculations(raw: str) -> tuple[Calculation, ...]:
    """Read the calculations of a text that have a result.

    >>> [(str(one.exact), str(one.result)) for one in read_calculations("14人*2150元*12个月小计361200元")]
    [('361200', '361200')]
    >>> read_calculations("5米×8米，共3处"), read_calculations("3万元/年×6个月=3万元")
    ((), ())
    """
    text = read_prose(raw).text
    found: list[Calculation] = []
    place = pending = 0
    while start := _START.search(text, place):
        reader = _Reader(text, start.start())
        part = reader.sum()
        place = max(reader.at, start.end())
        # 600-900元×3件 is a range, no difference.
        if part is None or not reader.signs or (reader.minus and reader.times):
            continue
        one = _with_result(text, start.start(), reader.at, part)
        if one is None:
            pending += 1
            continue
        found.append(one)
        place = one.end
    return () if pending and _adds_several(text, found) else tuple(found)


def _adds_several(text: str, found: list[Calculation]) -> bool:
    """Whether a result may be that of several calculations: 7*2590*12,7*1035*12,共计304500元."""
    return any(word in one.words for one in found for word in _SUMS)


def _with_result(text: str, start: int, end: int, part: _Part) -> Calculation | None:
    """The calculation with what is printed behind it, None where nothing is, or nothing that can be compared."""
    equals = _EQUALS.match(text, end)
    link = equals or _WORDS.match(text, end)
    if link is None:
        return None
    filler = _FILLER.match(text, link.end())
    place = filler.end() if filler else link.end()
    match = _NUMBER.match(text, place)
    number = read_number(match[0]) if match else None
    if match is None or number is None or number.unit:
        return None
    unit, _, stop = read_unit(text, match.end())
    if _AGAIN.match(text, stop) or text[stop : stop + 1] in ("-", "~"):
        return None
    size = _size(part, unit) if equals or dimension(unit) == "money" else None
    if size is None or not _cancels(part):
        return None
    share = _PERCENT.get(unit, 1)
    printed = Interval.around(number.value, number.decimals)
    about = "约" in text[link.start() : place] or "≈" in link[0] or text[stop : stop + 1] in ("余", "多", "左")
    made = Calculation(
        words=text[start:stop],
        value=Interval(part.low * size * share, part.high * size * share),
        exact=part.face * size * share,
        result=Fraction(number.value),
        printed=printed,
        unit=unit,
        about=about,
        start=start,
        end=stop,
    )
    return _at_scale(made, part, number.decimals)


def _at_scale(made: Calculation, part: _Part, decimals: int) -> Calculation | None:
    """The calculation in the scale that its result is meant in, None where another scale makes it right.

    Bare factors may be meant in ten thousands (3×12.5=37.5万元), and a bare result of factors in 元 in 万元.
    """
    size = Fraction(1)
    if not part.units and decimals < 0 and not part.scaled:
        size = Fraction(10**4)
    elif not made.unit and _money(part):
        size = Fraction(1, 10**4)
    other = replace(made, value=Interval(made.value.low * size, made.value.high * size), exact=made.exact * size)
    if size != 1 and other.value.meets(made.printed):
        return None
    return min((made, other), key=lambda one: abs(one.exact - one.result))


def _cancels(part: _Part) -> bool:
    """Whether all that is given for each of something has that something among the factors."""
    return all(
        any(dimension(unit) == dimension(over) and factor(unit, over) == 1 for unit in part.units)
        for over in part.overs
    )


def _size(part: _Part, unit: str) -> Fraction | None:
    """What the calculation is multiplied by to stand in the unit of the result; None where the units do not fit."""
    if not unit or not part.units or unit in _PERCENT:
        return Fraction(1) if not unit or not part.units or all(map(is_counted, part.units)) else None
    same = [size for own in part.units if (size := factor(own, unit)) is not None]
    if len(same) == 1:
        return same[0]
    if same and all(size == 1 for size in same):
        return Fraction(1) if len(set(part.units)) == 1 else None
    if unit == _PERSON_TIMES and {dimension(own) for own in part.units} <= {
        "persons",
        "events",
        "sessions",
        "classes",
        "time",
    }:
        return Fraction(1)
    return None
