"""The commonest shapes without a grammar: a number with sign and unit, a day, a word without any figure.

Grammars take a fifth of a second to build, and most forms hold nothing else. Whatever is read here, the
constructions read alike; tests hold the two together. What might be anything else is left to them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from perfscore.core.lazy import lazy_pattern
from perfscore.core.units import canonical, dimension, is_known
from perfscore.language.moments import Moment
from perfscore.language.numerals import shifted
from perfscore.language.values.context import is_span_of_time
from perfscore.language.values.record import Value
from perfscore.language.vocab import SIGNS, SLIPS

if TYPE_CHECKING:
    from perfscore.language.values.record import Empty, Kind
    from perfscore.language.vocab import Relation

_EMPTIES: dict[str, Empty] = {
    "": "missing", "-": "missing", "--": "missing", "—": "missing", "——": "missing", "/": "missing", "\\": "missing",
    "无": "none", "没有": "none", "不适用": "not-applicable", "不涉及": "not-applicable",
}  # fmt: skip


def read_quick(text: str) -> Value | None:
    """Read a common shape, or return None and leave the text to the constructions."""
    if text in _EMPTIES:
        return Value("empty", empty=_EMPTIES[text])
    return _read_number(text) or _read_day(text) or _read_word(text)


_WORDED: dict[str, Relation] = {
    "不低于": ">=", "不少于": ">=", "大于等于": ">=", "不高于": "<=", "不超过": "<=", "不大于": "<=", "小于等于": "<=",
}  # fmt: skip
_SUFFIXES: dict[str, Relation] = {"以上": ">=", "以下": "<="}
_NUMBER = lazy_pattern(
    rf"(?P<sign>>=|<=|=>|=<|[≥≤<>=]|[{''.join(SLIPS)}]|{'|'.join(_WORDED)})?"
    r"(?P<number>\d{1,9}(?:\.\d{1,6})?)(?P<scale>[万亿])?(?P<unit>[^\d以]*)(?P<suffix>以[上下])?"
)
#: Measure words that mean nothing but a unit behind a number, and what may stand under their stroke.
_UNITS = frozenset(
    "%元人次个项家户起件台套场篇份名位本册批辆处条座所株头幅张块宗例吨克㎡亩米分天周"
) | {
    "人次", "批次", "场次", "人天", "标段", "课时", "学时", "公斤", "千克", "平方米", "公顷", "公里", "千米", "立方米",
    "小时", "分钟", "工作日", "个月",
}  # fmt: skip
_OVERS = frozenset("人户家次场个件项亩年月天日周")
_SCALED = frozenset("元人户亩吨株件份次") | {"人次", "公斤", "平方米"}


def _read_number(text: str) -> Value | None:
    """≥48公斤/月/人 · 95% · 12.5万元 · 》90% · 不低于3次 · 80%以上."""
    match = _NUMBER.fullmatch(text)
    if match is None or (match["sign"] and match["suffix"]) or not is_unit(match["unit"], match["scale"]):
        return None
    written, mark = match["number"], match["sign"] or ""
    if len(written) == 8 and written.startswith("20"):
        return None  # 20231231 may be a date
    unit = canonical(match["unit"])
    if match["suffix"] and dimension(unit) in ("time", "months", "workdays"):
        return None  # 3天以下 is a time limit
    sign = SIGNS.get(mark) or SLIPS.get(mark) or _WORDED.get(mark) or _SUFFIXES.get(match["suffix"] or "")
    exponent = {"万": 4, "亿": 8}.get(match["scale"] or "", 0)
    number, decimals = shifted(Decimal(written), exponent), len(written.partition(".")[2]) - exponent
    notes = ("scale-word",) if exponent else ()
    if mark in SLIPS:
        notes = (*notes, "slip-sign")
    if sign is None or sign == "=":
        kind: Kind = "period" if sign is None and is_span_of_time(unit) else "exact"
        return Value(kind, sign, number, number, unit, decimals=decimals, scale=exponent, notes=notes)
    lower = sign in (">=", ">")
    low, high = (number, None) if lower else (None, number)
    return Value("bound", sign, low, high, unit, decimals=decimals, scale=exponent, notes=notes)


def is_unit(run: str, scale: str | None) -> bool:
    """Whether what stands behind a number is a common unit, or nothing; `scale` is the 万 or 亿 before it."""
    head, *overs = run.split("/")
    if run and (head not in _UNITS or not _OVERS.issuperset(overs)):
        return False
    return scale is None or head in _SCALED


_DAY = lazy_pattern(r"(=)?(?:((?:19|20)\d\d)年)?(?:(\d{1,2})月)?(?:(\d{1,2})日|(底))?(之?前|以前)?")


def _read_day(text: str) -> Value | None:
    """=2023年 · 2023年12月31日 · 2023年12月底前."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    sign, year, month, day, end, before = match.groups()
    if not month and (not year or day or end or before):
        return None  # 15日 is a number of days
    if not 1 <= int(month or 1) <= 12 or not 1 <= int(day or 1) <= 31 or (sign and before):
        return None
    moment = Moment(
        int(year) if year else None, int(month) if month else None, int(day) if day else None, part=end or ""
    )
    if not before:
        return Value("date", "=" if sign else None, start=moment, end=moment)
    if moment.precise:
        return Value("date", "<=", end=moment)
    return Value("date", "<", end=moment, notes=("month-ambiguous",))


#: Characters of which a text may be more than a word: it may hold a number, a day, a relation, or say that nothing is
#: there. A few harmless words are caught with them; they take the long way.
_TELLING = frozenset(
    "零〇一二两三四五六七八九十廿卅壹贰叁肆伍陆柒捌玖拾百千万亿半佰仟翻负之"  # numbers, 正负, 翻番, 百分之
    "年月季周旬日号天前后起来始内截"  # moments, periods and schedules
    "于超至最上下限左右达"  # relations; 同上
    "无没未不非勿零杜"  # none of a bad thing; nothing was recorded
    "待缺略详请参附见填简概值"  # elsewhere; placeholders
)
_TELLING_WORDS = ("高过", "起码", "全程", "学期", "指标")


def _read_word(text: str) -> Value | None:
    """有效维护 · 及时、完整: words of Chinese characters among which nothing tells of a figure, a time or a comparison."""
    plain = text[-1] not in "、,;" and all("\u4e00" <= char <= "\u9fff" or char in "、,;" for char in text)
    if not plain or not _TELLING.isdisjoint(text) or any(word in text for word in _TELLING_WORDS):
        return None
    return None if is_known(text) else Value("qualitative", word=text)
