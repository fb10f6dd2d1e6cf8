"""PS808: words for a change against the two numbers that they stand between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from perfscore.checks.narrative.prose import Prose, Quantity, in_unit, is_year, read_prose
from perfscore.checks.narrative.texts import Passage, passages, remarks
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.core.findings import Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.units import dimension
from perfscore.model import Form
from perfscore.rulesets import RuleSet

Way = Literal["rise", "fall"]

_FROM: Final = lazy_pattern(r"[由从自][^由从自,]{0,12}$")
#: 203.9万元，比上年210.49万元增加: what the first is compared with.
_THAN: Final = lazy_pattern(r"[,、(]?(?:同比|相?比|较)(?:[^\d,。;]|(?:19|20)\d\d年){0,14}")
#: Between a number and the word for how it changed.
_AT_ONCE: Final = lazy_pattern(r"(?:的|水平|基础上|略有|有所|大幅|明显|共)*")
_ABOUT: Final = Fraction(1, 10)
_TIMES: Final = ("time", "months", "workdays")


@frozen
class _Change:
    """A change from one number to another, the word for it, and the difference where one is printed."""

    earlier: Quantity
    later: Quantity
    word: str
    way: Way
    by: Quantity | None


@check(
    "PS808",
    "change-word-contradicts",
    Severity.ERROR,
    "form",
    title="The word for the change contradicts the sign",
)
def change_word_contradicts(form: Form, view: View) -> Iterator[Yielded]:
    """增减用语与数据相反。

    ## 查什么
    表中文字里写明前后两个数的增减：由90%提高到85%，支出203.9万元、比上年197.31万元减少6.59万元。
    说增加、提高而后一个数小，或说减少、下降而后一个数大的报；写了差额而差额不是这两个数之差的，可能说的是别的数，不报。
    名次、等级、时限这类小了反而好的，约数和末位误差之内的，两个数单位不同的都不报。

    ## 为什么要紧
    方向说反，结论就反了。

    ## 反例
    ```form
    年度总体目标 | 预期目标 | 实际完成情况
     | 提高植被覆盖率 | 植被覆盖率由62.5%提高到60.8%
    （表头）
    产出指标 | 数量指标 | 造林面积 | ≥100亩 | 120亩 | 100 | 100
    ```

    ## 正例
    ```form
    年度总体目标 | 预期目标 | 实际完成情况
     | 提高植被覆盖率 | 植被覆盖率由60.8%提高到62.5%，管护费203.9万元，比上年210.49万元减少6.59万元
    （表头）
    产出指标 | 数量指标 | 造林面积 | ≥100亩 | 120亩 | 100 | 100
    ```

    ## 依据
    表内勾稽
    """
    told: set[str] = set()
    for passage in (*passages(form), *remarks(form)):
        prose = read_prose(passage.raw)
        for one in _changes(prose, view.ruleset):
            first, last = sorted((one.earlier, one.later), key=lambda each: each.start)
            words = prose.text[first.start : last.end]
            if words not in told and _contradicts(one):
                told.add(words)
                yield _wrong(passage, one, prose)


def _changes(prose: Prose, ruleset: RuleSet) -> Iterator[_Change]:
    ranks = ruleset.words("text_ranks")
    word_of = _pattern(ruleset.words("text_rises"), ruleset.words("text_falls"))
    rises = ruleset.words("text_rises")
    numbers = [one for one in prose.quantities if not is_year(one)]
    for count, (one, other) in enumerate(pairwise(numbers)):
        if not _alike(one, other) or any(word in other.lead for word in ranks):
            continue
        between = prose.text[one.end : other.start]
        if _FROM.search(one.phrase) and (met := word_of.fullmatch(between)):
            yield _Change(one, other, met[1], "rise" if met[1] in rises else "fall", None)
        elif _THAN.fullmatch(between):
            gap = _AT_ONCE.match(prose.text, other.end)
            met = word_of.match(prose.text, gap.end() if gap else other.end)
            follows = numbers[count + 2 : count + 3]
            by = follows[0] if met and follows and follows[0].start == met.end() else None
            if met is not None and (by is None or by.unit == other.unit):
                yield _Change(other, one, met[1], "rise" if met[1] in rises else "fall", by)


@lru_cache(maxsize=8)
def _pattern(rises: Sequence[str], falls: Sequence[str]) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, (*rises, *falls)), key=len, reverse=True))
    return re.compile(rf",?(?:逐步|大幅|进一步|显著|明显|有效|又|的)*({words})(?:到|至|为|成|了|约|的){{0,3}}")


def _alike(one: Quantity, other: Quantity) -> bool:
    if one.ranged or other.ranged or not one.unit or one.over != other.over or dimension(one.unit) in _TIMES:
        return False
    return one.unit == other.unit and in_unit(one, "/".join((other.unit, *other.over))) == 1


def _contradicts(one: _Change) -> bool:
    earlier, later = one.earlier.roughly(_ABOUT), one.later.roughly(_ABOUT)
    if one.by is not None:
        printed = one.by.roughly(_ABOUT)
        low, high = sorted((abs(earlier.low - later.high), abs(earlier.high - later.low)))
        if printed.high < low or printed.low > high:
            return False
    return later.high < earlier.low if one.way == "rise" else later.low > earlier.high


def _wrong(passage: Passage, one: _Change, prose: Prose) -> Yielded:
    earlier, later = prose.words(one.earlier), prose.words(one.later)
    real, real_en = ("减少", "fell") if one.way == "rise" else ("增加", "rose")
    return found(
        passage.cell,
        f"“{passage.label}”说“{one.word}”，但由 {earlier} 到 {later} 是{real}",
        f"the text says that it {'rose' if one.way == 'rise' else 'fell'}, from {earlier} to {later} it {real_en}",
        mend="核对前后两个数，改正数字或增减用语",
        mend_en="check the two numbers, and correct one of them or the word",
        subject=f"{passage.key}/{earlier}/{later}",
        recorded=one.word,
        recomputed=real,
    )
