"""An actual in several parts, each of which answers one input of a rule: 违规处置2次,未造成国有资产流失; ①符合,②不符合.

Also what one sentence says of all points of a list, or of so many of them, where it does not matter of which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

from perfscore.core.lazy import lazy_pattern
from perfscore.core.units import canonical
from perfscore.language.counted import UNNAMED
from perfscore.language.facts import Actual, actual_of
from perfscore.language.keys import answers, assigned, by_name, candidates, names_it, of_other_gravity
from perfscore.language.numerals import read_number
from perfscore.language.program import Need, Program
from perfscore.language.terms import NoScoreError, value
from perfscore.language.told import NO, YES
from perfscore.language.values import parse_value
from perfscore.language.worded_facts import answer

_MOST_PARTS = 12
_BREAK = lazy_pattern(r"[,;。\n]+")
_MARKED_SOURCE = r"(?:[①-⑳](?:[、和及]?[①-⑳])*|\(\d\)|\d(?:[、和及]\d)*(?=[均都]?(?:不|未)?(?:符合|满足|达到|具备)))[:、.]?[^①-⑳\d()]+"
_MARKED = lazy_pattern(
    r"(?P<marks>[①-⑳](?:[、和及]?[①-⑳])*|\(\d\)|\d(?:[、和及]\d)*(?=[均都]?(?:不|未)?(?:符合|满足|达到|具备)))[:、.]?(?P<said>[^①-⑳\d()]+)"
)
_ALL_MARKED = lazy_pattern(f"(?:{_MARKED_SOURCE})+")
_MARK = lazy_pattern(r"[①-⑳]|\d")
#: All but some of them: 除③外均符合, 缺④.
_BUT_MARKED = lazy_pattern(
    r"除(?P<out>[①-⑳、和及]+)以?外,?(?:其余|其他)?(?:各项)?[均都]?(?:符合|满足|达到|具备)|缺少?(?P<lack>[①-⑳、和及]+)"
)
_MARKS_ALONE = lazy_pattern(r"[①-⑳](?:[、和及]?[①-⑳])*")
_DIGIT = lazy_pattern(r"\d")
_NUMBERED = lazy_pattern(r"(?P<label>[^\d]*?)\d")
_THERE = lazy_pattern(r"(?:有|存在|发生过?|出现过?)(?=..)")
_MEET = "(?:符合|满足|达到|达标|具备|做到|落实|完成|合格)(?:要求|条件|标准|规定)?"
_N = r"[\d一二两三四五六七八九]{1,3}"
_EVERY = f"(?:以上|上述)?(?:(?P<of>{_N})[项个条点]|各项|所有)?(?:要点|条件|要求|内容)?(?:全部|均|都|完全|全)"
_ALL = lazy_pattern(f"{_EVERY}已?{_MEET}")
_NONE = lazy_pattern(f"{_EVERY}(?:不|未能?|没有?){_MEET}")
_NONE_THERE = lazy_pattern(
    "(?:以上|上述)?(?:各项)?(?:问题|情况|情形)?(?:全部|均|都)(?:不存在|未发生|未出现|没有|无)"
)
_SOME = lazy_pattern(
    rf"(?:{_N}[项个条点]中)?(?:仅|只)?(?:{_MEET}(?:其中)?(?P<n>{_N})[项个条点](?:要点|要求|条件)?|(?:有|其中)?(?P<m>{_N})[项个条点](?:要点|要求|条件)?{_MEET})"
)
_BUT = lazy_pattern(
    rf"(?:仅|只)?(?:有|存在)?(?P<n>{_N})[项个条点](?:要点|要求|条件)?(?:不|未能?|没有?){_MEET}|(?:不|未能?|没有?){_MEET}(?P<m>{_N})[项个条点](?:要点|要求|条件)?"
)

#: What an actual says to the inputs of a rule: by the words, or as whether a fact holds.
Told = list[tuple[Need, Actual | str]]


@lru_cache(maxsize=1024)
def _parts(text: str) -> tuple[tuple[str, Actual], ...]:
    """The parts of a text, each with the words that name it: a list mark, or what stands before a number."""
    found: list[tuple[str, Actual]] = []
    for part in filter(None, _BREAK.split(text)):
        if _ALL_MARKED.fullmatch(part) is not None:
            for marked in _MARKED.finditer(part):
                said = _read(marked["said"])
                found += [(mark, said) for mark in _MARK.findall(marked["marks"])]
            continue
        numbered = _NUMBERED.match(part)
        label = numbered["label"] if numbered is not None else ""
        one = _read(part)
        if label and one.number is None:
            # Words that deny (着装不规范2次) are no label of a value; the input is asked for by them all the same.
            one = replace(_read(part.removeprefix(label)), label=label)
        found.append((label if one.number is not None else "", one))
    return tuple(found)


def _read(part: str) -> Actual:
    """A part with a number as the value that it is; words are compared as they stand: 无瞒报 is no number under a name."""
    return actual_of(parse_value(part, role="actual")) if _DIGIT.search(part) else Actual(part)


#: Words beside a number that take some of it back, or say that it is another one.
_HEDGES = lazy_pattern("但|除|其中|约|预计|计划|拟|部分|折|左右|平均|累计")


#: How much of the target that was, said again.
_COMPLETED = lazy_pattern(r"(?:任务|目标)?(?:完成|达成|执行|到位)(?:率|比例)(?:为|达到?)?\d[\d.]*%$")


#: What may stand beside a number and changes nothing of it: what did not come of it, and what says how much that was.
_NO_HARM = lazy_pattern(
    "(?:且|均)?(?:未|没有?)(?:造成|产生|引起|导致|带来)[^,;。]{2,}|(?:且)?无不良(?:影响|后果|反映)"
)
_SETTLES = lazy_pattern(
    "[未不没无非]|合格|达标|达到|完成|按时|按期|及时|如期|准时|全部|全年|去年|上年|今年|本年|[均都]"
)
_LEAD = lazy_pattern("(?:全年|本年|年内|共计?|累计|实际|已|有)*(?:发生|发现|出现|存在|完成)?")


def beside_words(actual: Actual, need: Need) -> Actual | None:
    """The one part with a number of what is asked for, where others say nothing of it: 违规2次,未造成损失; else None.

    A number under another name (检查3次,未发现违规) is no answer, and neither is one that words beside it deny.
    """
    if not _BREAK.search(actual.text):
        return None
    parts = _parts(actual.text)
    numbered = [(label, one) for label, one in parts if _DIGIT.search(one.text) and not _COMPLETED.match(one.text)]
    others = [one.text for _, one in parts if not _DIGIT.search(one.text)]
    if len(numbered) != 1 or any(map(_HEDGES.search, others)):
        return None
    label, one = numbered[0]
    name = _LEAD.sub("", label or one.label, count=1)
    harmless = all(_NO_HARM.fullmatch(said) or not _SETTLES.search(said) for said in others)
    return one if names_it(name, need) and harmless else None


def said_of(program: Program, actual: Actual) -> Told:
    """Every input of a rule with what an actual says to it, part by part; empty where a part or an input is left."""
    if program.single or len(program.needs) < 2:
        return []
    listed = by_name(program, actual)
    if listed and {need.name for need, _ in listed} == {need.name for need in program.needs}:
        return list(listed)
    return _of_all(program, actual) or _part_by_part(program, actual)


def _part_by_part(program: Program, actual: Actual) -> Told:
    if not _BREAK.search(actual.text) and not _ALL_MARKED.fullmatch(actual.text):
        return []
    parts = _parts(actual.text)
    if len(parts) != len(program.needs) or len(parts) > _MOST_PARTS:
        return []
    ways = {str(n): _ways(program, label, one) for n, (label, one) in enumerate(parts)}
    meant = assigned({n: list(found) for n, found in _needs(program, ways).items()})
    if len(meant) < len(parts):
        return []
    return [(need, ways[n][need.name]) for n, need in meant.items()]


def _needs(program: Program, ways: Mapping[str, Mapping[str, Actual | str]]) -> dict[str, list[Need]]:
    return {n: [need for need in program.needs if need.name in found] for n, found in ways.items()}


def _ways(program: Program, label: str, one: Actual) -> dict[str, Actual | str]:
    """The inputs that a part may answer, each with what it says."""
    if label:
        named = candidates(program, label)
        if not named:
            # What the rule counts without a name (每发生1次) may be called anything in the unit that is counted.
            named = [n for n in program.needs if n.name == UNNAMED and canonical(one.unit) == canonical(n.unit)]
        by_mark = _MARK.fullmatch(label) is not None
        return {need.name: one for need in named if by_mark or answers(need, label, one)}
    found: dict[str, Actual | str] = {}
    for need in program.needs:
        said = _worded(need, one)
        if said is not None:
            found[need.name] = said
    return found


def _worded(need: Need, one: Actual) -> str | None:
    """What a part in words says to an input: whether a fact holds."""
    if need.kind == "fact" and not of_other_gravity(need.name, one.text):
        there = _THERE.sub("", one.text, count=1)
        said = answer(one, need, listed=False)
        return said if said is not None or there == one.text else answer(_read(there), need, listed=False)
    return None


def _by_marks(needs: Sequence[Need], text: str) -> Told | None:
    """What a text says by marks alone: all of them, or all but some."""
    if _MARKS_ALONE.fullmatch(text) is not None:
        marks = _MARK.findall(text)
        return [(need, YES) for need in needs] if {n.mark for n in needs} == set(marks) else None
    but = _BUT_MARKED.fullmatch(text)
    if but is None:
        return None
    out = set(_MARK.findall(but["out"] or but["lack"]))
    return [(n, NO if n.mark in out else YES) for n in needs] if out < {n.mark for n in needs} else None


def _number(words: str) -> int:
    read = read_number(words)
    return -1 if read is None else int(read.value)


def _of_all(program: Program, actual: Actual) -> Told:
    """What one sentence says of all facts, or of so many of them where each so many give the same points."""
    needs = program.needs
    if all(need.kind == "fact" and need.bad for need in needs) and _NONE_THERE.fullmatch(actual.text):
        return [(need, NO) for need in needs]
    if any(need.kind != "fact" or need.bad for need in needs):
        return []
    text = actual.text
    if (marked := _by_marks(needs, text)) is not None:
        return marked
    for way, holds in ((_ALL, YES), (_NONE, NO)):
        every = way.fullmatch(text)
        if every is not None and _number(every["of"] or str(len(needs))) == len(needs):
            return [(need, holds) for need in needs]
    some, but = _SOME.fullmatch(text), _BUT.fullmatch(text)
    if some is None and but is None:
        return []
    said = some or but
    assert said is not None  # noqa: S101 - one of them was found
    counted = _number(said["n"] or said["m"])
    number = counted if some is not None else len(needs) - counted
    if not 0 <= number <= len(needs) or len(needs) > _MOST_PARTS:
        return []
    ways = [set(held) for held in combinations(range(len(needs)), number)]
    told = [[(need, YES if n in held else NO) for n, need in enumerate(needs)] for held in ways]
    try:
        points = {value(program.term, {need.name: said for need, said in one}) for one in told}
    except NoScoreError:
        return []
    return list(told[0]) if len(points) == 1 else []
