"""Words against words: whether an actual says the target, the opposite of it, or something else.

不, 未, 没有 and 无 turn a word round; that is grammar. Which words are opposite and which are stronger is a lexicon
(`perfscore.core.conventions.Words`). Two texts contradict each other only where both speak of one thing: the same
word, or two opposites, with the same words before it or none.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen

if TYPE_CHECKING:
    from perfscore.core.conventions import Words

_NOT = lazy_pattern(
    r"(?:并|尚|仍|还|暂|从|均|全部|全都|都|依然|仍然)?(?:未能|未曾|没能|没有|不能|未|没|不|无)(?:得到|予以|能够)?"
)
#: Before these the same words may say the opposite (防止恶化, 未免), so nothing is concluded.
_TURNING = lazy_pattern(
    r"[不未没无非免]|防止|防范|预防|避免|禁止|杜绝|遏制|抑制|制止|停止|阻止|控制|扭转|减[少轻缓弱]|降低|消除|缓解|化解|解决|摆脱|克服"
)
_SHORTEST, _LONGEST = 2, 12  # of what two texts name first

_UNDONE = lazy_pattern(
    r"(?:目前|至今|年内|全年|本年度?)?(?:并|尚|仍|还|暂)?(?:未能?|没有|没能?)(?:正式|实际)?"
    r"(?:完成|达标|达成|达到|实现|开展|实施|启动|落实|建成|动工|开工)(?:了)?"
    r"(?:年度|年初|全年|预期|既定|设定|规定|计划|绩效|的|总体)*(?:目标值?|指标值?|任务|要求|标准|工作|预期|计划)?"
)


_LATE = lazy_pattern(
    r"(?:尚|仍|还)?(?:未能?|没有|没能?)(?:按期|按时|如期|及时)完成(?:任务|工作|目标)?|已?(?:逾期|延期)(?:完成)?"
)


def late(word: str) -> bool:
    """Whether a word says that a day was not kept: 未按时完成, 逾期完成.

    >>> late("未按时完成"), late("按时完成")
    (True, False)
    """
    return _LATE.fullmatch(word) is not None


def undone(word: str) -> bool:
    """Whether a word says that nothing was done or reached: 未完成, 尚未开展, 未达到预期目标.

    >>> undone("未完成"), undone("尚未开展"), undone("未完成部分已整改"), undone("完成")
    (True, True, False, False)
    """
    return _UNDONE.fullmatch(word) is not None


@frozen
class _Claim:
    """A word taken apart: turned round or not, how strong, in what manner, and what is claimed."""

    negative: bool
    degree: int | None
    manners: frozenset[str]
    stem: str


def agree(target: str, actual: str, words: Words) -> bool | None:
    """Whether the actual says what the target says (True), the opposite or clearly less (False), or neither.

    Args:
        target, actual: words without numbers.
        words: the lexicon; without one, only the same word with and without 不 is judged.
    """
    if target == actual:
        return True
    for cut in _cuts(target, actual):
        verdict = _compare(_claim(target[cut:], words), _claim(actual[cut:], words), words)
        if verdict is not None:
            return verdict
    return None


def _cuts(target: str, actual: str) -> list[int]:
    """Where the two texts may leave off naming the same thing: nowhere, or behind the same first words."""
    shared = 0
    while shared < min(len(target), len(actual), _LONGEST) and target[shared] == actual[shared]:
        shared += 1
    free = [cut for cut in range(_SHORTEST, shared + 1) if not _TURNING.search(target[:cut])]
    return [0, *free]


def _claim(text: str, words: Words) -> _Claim:
    found = _NOT.match(text)
    rest = text[found.end() :] if found else text
    degree: int | None = None
    manners: set[str] = set()
    while True:
        adverb = next((one for one in _adverbs(words) if rest.startswith(one) and len(rest) > len(one) + 1), None)
        if adverb is None:
            return _Claim(found is not None, degree, frozenset(manners), rest)
        rest = rest[len(adverb) :].removeprefix("地")
        rank = next((place for place, group in enumerate(words.degrees) if adverb in group), None)
        if rank is None:
            manners.add(adverb)
        else:
            degree = rank


@lru_cache(maxsize=32)
def _adverbs(words: Words) -> tuple[str, ...]:
    return tuple(
        sorted({*words.manners, *(one for group in words.degrees for one in group)}, key=len, reverse=True)
    )


def _compare(target: _Claim, actual: _Claim, words: Words) -> bool | None:
    if not target.stem or not actual.stem:
        return None
    if target.stem == actual.stem:
        if target.negative == actual.negative:
            return None if target.negative else _as_strong(target, actual)
        return None if _weaker_denial(target, actual) else False
    if not _opposite(target.stem, actual.stem, words) or actual.negative:
        return None
    if not target.negative:
        return False
    return True if target.degree is None and not target.manners else None


def _as_strong(target: _Claim, actual: _Claim) -> bool | None:
    """The same claim: at least as strong, less, or not to be told."""
    if target.degree is None:
        return True if not target.manners or target.manners <= actual.manners else None
    if actual.degree is None:
        return None
    return actual.degree <= target.degree


def _weaker_denial(target: _Claim, actual: _Claim) -> bool:
    """Whether the denied text denies more than the other claims: 未明显改善 does not contradict 改善."""
    denied, claimed = (actual, target) if actual.negative else (target, actual)
    if denied.degree is not None and (claimed.degree is None or claimed.degree > denied.degree):
        return True
    return not denied.manners <= claimed.manners


def _opposite(one: str, two: str, words: Words) -> bool:
    return (one, two) in words.opposites or (two, one) in words.opposites
