"""Written numbers: Arabic with separators and scale words, Chinese, shares such as 百分之九十五 and 八成.

The functions take normalised text (`core.text.normalise`). Nothing here needs pyparsing.

    number  = share | arabic | chinese | half
    arabic  = digits [scale] {digits scale}          1,250,000 · 12.5万 · 1亿2000万 · 3千
    chinese = 十二 · 一百零五 · 廿二 · 伍拾万 · 三点五
    share   = 百分之 … | 千分之 … | 万分之 … | 五分之四 | 八成 | 八成五 | 一半
    half    = 半
"""

from __future__ import annotations

from decimal import Context, Decimal

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import MOST_DIGITS, without_noise
from perfscore.core.records import frozen

#: Exact for every sum, difference and shift of figures, whatever context the caller has set.
EXACT = Context(prec=100)


def shifted(value: Decimal, places: int) -> Decimal:
    """Move the decimal point to the right; a whole number is kept without exponent.

    >>> shifted(Decimal("12.5"), 4), shifted(Decimal("1250"), -2)
    (Decimal('125000'), Decimal('12.50'))
    """
    moved = value.scaleb(places, EXACT)
    exponent = moved.as_tuple().exponent
    return moved.quantize(Decimal(1), context=EXACT) if isinstance(exponent, int) and exponent > 0 else moved


@frozen
class Number:
    """A written number.

    Attributes:
        value: after scale words; a share stays in its own unit (八成 is 80 with the unit %).
        decimals: the place of the last written digit: 2 for 0.25, −3 for 12.5万.
        unit: `%`, `‰` or `‱` where the words name a share, else "".
        noise: whether machine noise was taken off (docs/language.md §1).
    """

    value: Decimal
    decimals: int = 0
    unit: str = ""
    noise: bool = False


_DIGITS = {
    char: n
    for n, chars in enumerate(["零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"])
    for char in chars
}
_TENS = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3}
_SCALES = {"万": 4, "亿": 8}
_CN_DIGIT = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_CN = f"[{_CN_DIGIT}十拾廿卅][{_CN_DIGIT}十百千万亿拾佰仟]*(?:点[{_CN_DIGIT}]+)?"
# 千克, 千瓦时, 百分点, 百分之, 万分之 are units and shares, not scales.
_SCALE = r"(?:[十百千]?[万亿](?!分之)亿?|千(?![克米瓦卡伏帕焦字帧赫分])|百(?![分帕]))"
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?!\.?\d)"
_ARABIC = rf"{_PLAIN}(?:{_SCALE}(?:{_PLAIN}{_SCALE})*(?!\d))?"
#: Fractions in words that are a whole number of percent, or end behind the point: 五分之四, 八分之三. A third is none.
_PARTS = "(?<![一二三四五六七八九十百])[二四五八十]分之[一二三四五六七八九]"
_SHARE = (
    rf"(?:百|千|万)分之(?:百|{_CN}|{_PLAIN})|百分百"
    rf"|{_PARTS}"
    rf"|[一二三四五六七八九十\d]成(?:[一二三四五六七八九半])?(?![员本立功交套效果人就绩])"
    r"|一半|半数"
)

#: A number as a regular expression without groups; `read_number` reads what it matches.
NUMBER = rf"(?:{_SHARE}|{_ARABIC}|{_CN}|半)"
#: An Arabic number with its scale words.
ARABIC = rf"(?:{_ARABIC})"
#: A Chinese numeral.
CHINESE = rf"(?:{_CN})"

_PIECE = lazy_pattern(rf"({_PLAIN})({_SCALE})?")
_SHARE_RE = lazy_pattern(rf"([百千万])分之(百|{_CN}|{_PLAIN})")
_PARTS_RE = lazy_pattern(_PARTS)
_TENTHS = lazy_pattern(r"([一二三四五六七八九十]|\d)成([一二三四五六七八九半])?")
_ARABIC_DIGITS = frozenset("0123456789")
#: 九千九百九十九万…亿…万九千九百九十九 has thirty-one characters.
_LONGEST_CHINESE = 40
_SHARE_UNITS = {"百": "%", "千": "‰", "万": "‱"}
_EXPONENTS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


def read_number(text: str) -> Number | None:
    """Read a text that is one number and nothing else, without sign; None when it is not.

    >>> read_number("12.5万")
    Number(value=Decimal('125000'), decimals=-3, unit='', noise=False)
    >>> read_number("百分之九十五").value, read_number("八成五").value, read_number("廿二").value
    (Decimal('95'), Decimal('85'), Decimal('22'))
    >>> read_number("1.2.3") is None, read_number("二三") is None
    (True, True)
    """
    if text[:1] in _ARABIC_DIGITS:
        return _arabic(text) or _share(text)
    if text == "半":
        return Number(Decimal("0.5"), 1)
    return _share(text) or _chinese(text)


def _arabic(text: str) -> Number | None:
    if sum(char in _ARABIC_DIGITS for char in text) > MOST_DIGITS:
        return None
    total, decimals, place, last = Decimal(0), 0, 0, 99
    noise = False
    while place < len(text):
        match = _PIECE.match(text, place)
        if not match or (place and not match[2]):
            return None
        digits, scale = match[1].replace(",", ""), match[2] or ""
        exponent = sum(_EXPONENTS[char] for char in scale)
        if exponent >= last:
            return None
        last, place = exponent, match.end()
        clean = without_noise(digits)
        noise = noise or clean is not None
        value = Decimal(digits) if clean is None else clean
        total = EXACT.add(total, shifted(value, exponent))
        decimals = _decimals(value) - exponent
    return Number(total, decimals, "", noise)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _share(text: str) -> Number | None:
    if text in ("一半", "半数"):
        return Number(Decimal(50), 0, "%")
    if _PARTS_RE.fullmatch(text):
        found = Decimal(100) * int(_DIGITS[text[3]]) / (10 if text[0] == "十" else _DIGITS[text[0]])
        return Number(found, _decimals(found), "%") if found <= Decimal(100) else None
    if text == "百分百":
        return Number(Decimal(100), 0, "%")
    if match := _SHARE_RE.fullmatch(text):
        number = Number(Decimal(100)) if match[2] == "百" else read_number(match[2])
        return number and Number(number.value, number.decimals, _SHARE_UNITS[match[1]], number.noise)
    if match := _TENTHS.fullmatch(text):
        tenths = 10 if match[1] == "十" else int(match[1]) if match[1].isascii() else _DIGITS[match[1]]
        rest = 5 if match[2] == "半" else _DIGITS[match[2]] if match[2] else 0
        return Number(Decimal(tenths * 10 + rest), 0, "%")
    return None


def _chinese(text: str) -> Number | None:
    whole, point, fraction = text.partition("点")
    if point and not all(char in _DIGITS for char in fraction):
        return None
    number = _chinese_whole(whole) if len(text) <= _LONGEST_CHINESE else None
    if number is None or number >= 10**MOST_DIGITS or (point and not fraction):
        return None
    if not point:
        return Number(Decimal(number))
    digits = "".join(str(_DIGITS[char]) for char in fraction)
    return Number(Decimal(f"{number}.{digits}"), len(digits))


def _chinese_whole(text: str) -> int | None:
    """A whole Chinese numeral; None where the characters do not follow its grammar (二三, 百二)."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not text or (len(text) > 1 and all(char in _DIGITS for char in text)):
        return None
    for scale in "亿万":
        head, mark, tail = text.rpartition(scale) if scale == "亿" else text.partition(scale)
        if mark:
            left = _chinese_whole(head)
            right = _chinese_whole(tail.lstrip("零〇")) if tail else 0
            if left is None or right is None or right >= 10 ** _SCALES[scale]:
                return None
            return left * int(10 ** _SCALES[scale]) + right
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last, zero = 0, None, 4, False
    for place, char in enumerate(text):
        if char in _TENS:
            power = _TENS[char]
            if digit is None and not (char in "十拾" and place == 0):
                return None
            if power >= last:
                return None
            total, digit, last, zero = total + (digit or 1) * 10**power, None, power, False
        elif char in "零〇":
            if digit is not None:
                return None
            zero = True
            if len(text) == 1:
                return 0
        elif char in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[char]
        else:
            return None
    if digit is None:
        return None if zero else total
    # 一百二 is 120 in speech and could be 102 in a slip: refused.
    if last > 1 and last < 4 and not zero:
        return None
    return total + digit
