"""Calculations in words: 修复120册，每册3000元，小计36万元；购置24组，每组1.15万元，小计27.6万元；共需63.6万元.

A product is a number of things, what one of them costs, and what that comes to; a sum is the amounts that are called 小计
and the total behind the last of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final

from perfscore.checks.narrative.calculations import Calculation
from perfscore.checks.narrative.prose import read_prose
from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Interval
from perfscore.language.numerals import ARABIC, read_number

#: The scale word (万) is part of the number.
_MONEY: Final = "元"
_FILLER: Final = "(?:资金|经费|费用|金额|人民币|约|为|需|:)*"
_THING: Final = r"(?:(?!\d)\w){1,3}?"
_PRODUCT: Final = lazy_pattern(
    rf"(?<![\d.,])(?P<n>{ARABIC})(?P<u>{_THING})(?:[,、;]|(?=每)|[^\d。;]{{1,20}}?)(?:每(?P<v>{_THING})|(?:单价|均价|单位成本)[:为]?)"
    rf"(?P<p>{ARABIC}){_MONEY}(?:/(?P<w>{_THING}))?[,、;]?(?P<word>小计|合计|共计|共需|共|计){_FILLER}"
    rf"(?P<r>{ARABIC}){_MONEY}(?![/每])",
    needs="每|价|成本",
)
_PART: Final = lazy_pattern(rf"小计{_FILLER}(?P<r>{ARABIC}){_MONEY}(?![/每])", needs="小计")
_WHOLE: Final = lazy_pattern(
    rf"(?P<word>共需|合计|共计|总计|总共需?|合计需){_FILLER}(?P<r>{ARABIC}){_MONEY}(?![/每])", needs="共|计"
)
_ANY: Final = lazy_pattern(rf"{ARABIC}{_MONEY}")
_ABOUT: Final = lazy_pattern("约|左右|余|近|超")


@lru_cache(maxsize=512)
def worded_calculations(raw: str) -> tuple[Calculation, ...]:
    """The products and sums that a text states in words.

    >>> [(str(one.exact), one.unit) for one in worded_calculations("修复120册，每册3000元，小计39万元")]
    [('360000', '元')]
    """
    text = read_prose(raw).text
    products = list(_PRODUCT.finditer(text))
    made = [one for match in products if (one := _product(match, text)) is not None]
    whole = _sum(text, products)
    if whole is None or _only_for_a_part(whole, made):
        return tuple(made)
    return (*made, whole)


def _only_for_a_part(whole: Calculation, made: Sequence[Calculation]) -> bool:
    """Whether a sum is off only because one of its parts is: the part is told."""
    if whole.holds(Fraction(0)):
        return False
    lacking = (one.exact - one.result for one in made if not one.holds(Fraction(0)))
    return any(whole.printed.meets(Interval(whole.value.low + more, whole.value.high + more)) for more in lacking)


def is_sum(one: Calculation) -> bool:
    """Whether a calculation is one of amounts that are called 小计."""
    return one.words.startswith("小计")


def _product(match: re.Match[str], text: str) -> Calculation | None:
    """What so many cost at a price; None where the price is of something else."""
    if (match["v"] or match["w"] or match["u"]) != match["u"] or (match["w"] or match["u"]) != match["u"]:
        return None
    many, price = read_number(match["n"]), read_number(match["p"])
    if many is None or price is None or many.decimals < 0 or many.unit or price.unit:
        return None
    one = Interval.point(price.value) if price.decimals == 0 else Interval.around(price.value, price.decimals)
    times = Fraction(many.value)
    value = Interval(one.low * times, one.high * times)
    return _calculation(match, text, match.start(), value, Fraction(price.value) * times)


def _sum(text: str, products: list[re.Match[str]]) -> Calculation | None:
    """What the amounts called 小计 add to; None unless they are all the amounts in front of the one total."""
    parts = list(_PART.finditer(text))
    wholes = list(_WHOLE.finditer(text)) if len(parts) > 1 else []
    if len(wholes) != 1 or wholes[0].start() < parts[-1].end():
        return None
    (whole,) = wholes
    prices = {match.end("p") + len(_MONEY) for match in products}
    other = [
        match
        for match in _ANY.finditer(text, 0, whole.start())
        if match.end() not in prices and match.end() not in {part.end() for part in parts}
    ]
    if other:
        return None
    low = high = face = Fraction(0)
    for part in parts:
        number = read_number(part["r"])
        if number is None:
            return None
        shown = Interval.around(number.value, number.decimals)
        low, high, face = low + shown.low, high + shown.high, face + Fraction(number.value)
    return _calculation(whole, text, parts[0].start(), Interval(low, high), face)


def _calculation(
    match: re.Match[str], text: str, start: int, value: Interval, face: Fraction
) -> Calculation | None:
    number = read_number(match["r"])
    if number is None:
        return None
    said = text[start : match.end()]
    return Calculation(
        words=said,
        value=value,
        exact=face,
        result=Fraction(number.value),
        printed=Interval.around(number.value, number.decimals),
        unit=_MONEY,
        about=_ABOUT.search(said) is not None,
        start=start,
        end=match.end(),
    )
