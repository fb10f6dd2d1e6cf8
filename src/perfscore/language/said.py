"""Whether words say what a name says, or deny it: 归口科室已明确 denies 未明确归口科室, 未及时修剪 says 不及时修剪.

Words are compared by their characters, without those that carry nothing (已, 均, 的), with every denial on what it denies.
Whatever a statement says beyond the name makes it another statement: 基本完整 says nothing of 不完整.
"""

from __future__ import annotations

import re
from functools import lru_cache

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.language.clauses.words import AMISS, GRAVITY, LATE, WITHOUT

_TIMELY, _OVERDUE, _NOT = "↑", "↓", "¬"
#: In time, in one word for all of its wordings; what is late is another one.
_IN_TIME = lazy_pattern(
    "按时|按期|如期|准时|及时|按规定时[间限]|在?(?:规定|要求|约定|限定)的?(?:时间|期限|时限)内?", needs="时|期"
)
_LATE = lazy_pattern(LATE)
#: What brought a fault about is none of it: 因审查不到位导致….
_CAUSE = lazy_pattern(r"^(?:因|由于)[^,;]{1,24}?(?:导致|造成|致使|引起)")
#: Words that deny; 不良, 无人机 and 未成年 are the thing itself.
_DENIAL = lazy_pattern(
    rf"未(?!成年|来)[能曾]?|没有|不(?!良|动产|锈|可抗力|稳定因素|文明|定期|得)|没(?!收)|{WITHOUT}"
)
#: That something was there or came about, at the front, behind a denial or at the end.
_EVENT = lazy_pattern(
    r"(?P<lead>^|¬)(?:(?:再|被)?(?:发生|发现|出现|存在|产生|造成|查出|检出|收到|受到|有(?![效序力害关毒机限色]))过?)+"
    r"|(?<=[^¬]{2})有$"
)
#: What carries nothing.
_PARTICLES = lazy_pattern("已经|已|均|都|皆|全部|其中|以及|[的了过等、和与及或并且被“”\"'《》()]")
#: How a thing that was done came to its end: 整改到位.
_TO_ITS_END = lazy_pattern("(?<=..)(?:到位|完毕|完成|情况|现象|问题|情形|行为)$")
_SHORTEST, _SCATTERED = 2, 4


@frozen
class Words:
    """The characters of a text that carry something, and the places of those that are denied."""

    text: str
    denied: frozenset[int]


@frozen
class Relation:
    """How words stand to a name that holds all of them.

    Attributes:
        holds: whether they say it, rather than deny it.
        left: what the name says besides; its parts are apart by a blank.
        denying: whether the words deny what the name says plainly.
    """

    holds: bool
    left: str
    denying: bool


@lru_cache(maxsize=4096)
def words_of_text(text: str) -> Words:
    """A text without what carries nothing.

    >>> words_of_text("月报未按期报送"), words_of_text("未发生安全事故").text
    (Words(text='月报↑报送', denied=frozenset({2})), '安全事故')
    """
    text = _DENIAL.sub(_NOT, _LATE.sub(_OVERDUE, _IN_TIME.sub(_TIMELY, _CAUSE.sub("", text))))
    text = _PARTICLES.sub("", _EVENT.sub(lambda found: found["lead"] or "", _PARTICLES.sub("", text)))
    kept: list[str] = []
    denied: set[int] = set()
    for char in text:
        if char == _NOT:
            denied.add(len(kept))
        else:
            kept.append(char)
    return Words("".join(kept), frozenset(n for n in denied if n < len(kept)))


def _places(said: Words, mine: Words) -> list[int] | None:
    """Where the characters of words stand in a name: in blocks of two and more, or one by one in their order."""
    words, name = said.text, mine.text
    short = len(words) + len(said.denied) < _SHORTEST and words not in (_TIMELY, _OVERDUE)
    if short or len(words) > len(name):
        return None
    found: list[int] = []
    place = 0
    while place < len(words):
        length = len(words) - place
        alone = words[place] in (_TIMELY, _OVERDUE) or place in said.denied
        least = 1 if alone else _SHORTEST
        while length >= least:
            at = name.find(words[place : place + length])
            while at >= 0 and at in found:
                at = name.find(words[place : place + length], at + 1)
            if at >= 0:
                break
            length -= 1
        if length < least:
            return _in_order(words, name) if len(words) >= _SCATTERED else None
        found += range(at, at + length)
        place += length
    return found


def _in_order(words: str, name: str) -> list[int] | None:
    found: list[int] = []
    at = -1
    for char in words:
        at = name.find(char, at + 1)
        if at < 0:
            return None
        found.append(at)
    return found


#: The degrees of an accident, the lightest first.
_DEGREES = ("轻微", "一般", "较大", "重大", "特大")
_ABOVE = lazy_pattern(f"(?P<degree>{GRAVITY})以上")
_DEGREE = lazy_pattern(GRAVITY)


def _in_degree(words: Words, name: str) -> Words:
    """Words of a degree as the name says it that holds this one: 重大事故 is 较大以上事故."""
    above, own = _ABOVE.search(name), _DEGREE.search(words.text)
    if above is None or own is None or _ABOVE.search(words.text) or words.denied:
        return words
    known = above["degree"] in _DEGREES and own[0] in _DEGREES
    if not known or _DEGREES.index(own[0]) < _DEGREES.index(above["degree"]):
        return words
    return Words(words.text.replace(own[0], above[0], 1), words.denied)


def relation(text: str, name: str) -> Relation | None:
    """How a text stands to a name; None where it says nothing of it, or says more than the name.

    >>> relation("归口科室已明确", "未明确归口科室").holds, relation("记录基本完整", "记录不完整")
    (False, None)
    """
    mine = words_of_text(name)
    said = _in_degree(words_of_text(text), mine.text)
    places = _places(said, mine)
    if places is None and _TO_ITS_END.search(said.text) is not None:
        said = Words(_TO_ITS_END.sub("", said.text), said.denied)
        places = _places(said, mine)
    if places is None or not mine.denied <= set(places):
        return None  # what the name denies must be spoken of
    apart = [n for n, place in enumerate(places) if (n in said.denied) != (place in mine.denied)]
    if len(apart) > 1 and not said.denied.issuperset(apart):
        return None  # 未修编、未组织演练 denies both parts of one
    left = "".join(char if n not in places else " " for n, char in enumerate(mine.text))
    return Relation(not apart, " ".join(left.split()), bool(apart) and apart[0] in said.denied)


#: Words of a name that make it less than the thing alone.
_LESS = lazy_pattern(
    rf"{GRAVITY}|\d|以[上下内外]|首|[仅只再除超]|擅自|私自|故意|恶意|无故|违规|违法|非法|多次|屡次|长期|经常|连续|虚假|弄虚|恶性"
)
_WRONG = lazy_pattern(rf"{_OVERDUE}|{AMISS}|虚|假")


def narrowed(left: str) -> bool:
    """Whether what a name says besides makes it less than what was said."""
    return _LESS.search(left) is not None


def goes_wrong(left: str) -> bool:
    """Whether what a name says besides is itself what is wrong: 未报 is no denial of 迟报."""
    return _WRONG.search(left) is not None


_BETWEEN = lazy_pattern("、|或者?|以及|和|与|(?<![涉普])及(?![时其以])")


@lru_cache(maxsize=1024)
def ways(name: str) -> tuple[str, ...]:
    """What tells the alternatives of a name apart: 国抽 and 省抽 of 国抽、省抽不合格; none where it has no list.

    What they share stands before the first or behind the last, so that the end of the first and the front of the others
    are their own.
    """
    parts = [words_of_text(part).text for part in _BETWEEN.split(_CAUSE.sub("", name))]
    if len(parts) < 2 or not all(parts):
        return ()
    return (parts[0][-_SHORTEST:], *(part[:_SHORTEST] for part in parts[1:]))


def named_ways(text: str, name: str) -> frozenset[int]:
    """Which of the alternatives of a name a text speaks of."""
    said = words_of_text(text).text
    return frozenset(n for n, way in enumerate(ways(name)) if way in said)


def of_degree(text: str, name: str) -> bool:
    """Whether words deny one degree of all that a name holds: 无较大事故, of 较大及以上事故."""
    said, mine = words_of_text(text).text, words_of_text(name).text
    return _ABOVE.search(mine) is not None and _DEGREE.search(said) is not None and _ABOVE.search(said) is None


def leads_with_denial(text: str) -> bool:
    """Whether a text says from its first word on that something is not: 未发生事故."""
    return (
        re.match(r"(?:全年|年内|均|都|皆)*(?:未|没|无|不存在)", text) is not None
        and 0 in words_of_text(text).denied
    )
