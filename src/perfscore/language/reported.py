"""What an actual reports to the inputs of a rule, statement by statement: 轻伤2起,无重伤、死亡; 数据准确,月报未按期报送.

Each statement has to find its input, and the inputs that it may mean must be told apart by the others; otherwise the
whole actual says nothing. An input of which nothing is said stays unknown: only 其余均符合要求 speaks of the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.units import canonical
from perfscore.language.clauses.words import UNIT
from perfscore.language.counted import UNNAMED
from perfscore.language.facts import Actual, actual_of, in_unit
from perfscore.language.keys import assigned
from perfscore.language.numerals import read_number
from perfscore.language.program import Need, Program
from perfscore.language.said import (
    Relation,
    goes_wrong,
    leads_with_denial,
    named_ways,
    narrowed,
    of_degree,
    relation,
    ways,
    words_of_text,
)
from perfscore.language.told import NO, YES, happened
from perfscore.language.values import parse_value

#: What a statement says to an input: how many, whether it holds, or a number that is read for it.
Reported = Fraction | str | Actual

_MOST_STATEMENTS = 12
_BREAK = lazy_pattern(r"[,;。\n]+")
_REST = lazy_pattern(
    r"(?:其余|其他|其它)(?:各项|各个?方面|方面|项目|指标|内容|情况|问题|情形|要求)?(?P<said>(?:[均都]|全部|完全)*(?P<core>.{1,12}))"
)
#: What is said of the rest whatever it is: that all is well, or that nothing of it is there.
_WELL = lazy_pattern(
    r"符合(?:要求|规定|标准)?|正常|无|没有|未(?:发生|发现|出现)(?:过|任何)?(?:问题|异常|情况|此类情况)?|无(?:问题|异常|扣分)|不存在"
)
_NUMBERED = lazy_pattern(rf"(?P<lead>[^\d]*?)(?P<n>\d{{1,9}}(?:\.\d{{1,6}})?)(?P<unit>%|{UNIT}|)(?P<tail>[^\d]*)")
#: One predicate for several things: 定向培训、创业培训均已完成; 漏登、错登均无.
_SHARED = lazy_pattern(r"(?P<things>[^已均都皆未没不无]+?)(?P<said>(?:已|均|都|皆|全部|未|没|不|无).+)")
_NONE_OF_THEM = lazy_pattern(r"(?:[均都皆]|全部)?(?:无|没有|未(?:发生|发现|出现)|不存在)")
_DENIED_LIST = lazy_pattern(
    r"(?P<lead>(?:全年|均)?(?:未|没有?|无|不存在)(?:再|被)?(?:发生|发现|出现|存在|有)?过?)(?P<things>.+)"
)
_AND = lazy_pattern("、|以及|和|与|或|(?<![涉普])及(?![时其以])")
_EVERY = lazy_pattern("全部|所有")
#: Something done about a fault, or to find one, counts none.
_DONE = lazy_pattern(
    "检查|抽查|抽检|巡查|督查|核查|排查|检测|整改|完成|开展|组织|培训|通过|合格|达标|解决|办结|[未没不无]"
)


@frozen
class _Said:
    """What a statement says to one input.

    Attributes:
        ways: which of the alternatives that the input lists it speaks of.
        exact: whether it says all that the input's name says.
        broad: whether it may deny several inputs at once: 未发生事故.
    """

    need: Need
    value: Reported
    ways: frozenset[int] = frozenset()
    exact: bool = True
    broad: bool = False

    @property
    def fault(self) -> bool:
        """Whether it is the bad news of its input."""
        if self.need.kind == "fact":
            return self.value == (YES if self.need.bad else NO)
        return self.value != 0


def reported(program: Program, actual: Actual) -> list[tuple[Need, Reported]]:
    """The inputs that an actual tells of with what it says to each; empty where a statement finds none.

    Args:
        program: the rule over several inputs.
        actual: what the cell says.
    """
    statements = [one for one in _BREAK.split(actual.text) if one]
    if not statements or len(statements) > _MOST_STATEMENTS:
        return []
    if (each := _of_each(program, actual.text)) is not None:
        return each
    rests = [rest for one in statements if (rest := _REST.fullmatch(one)) is not None]
    claims: list[list[_Said]] = []
    for statement in statements:
        if _REST.fullmatch(statement) is not None:
            continue
        found = _claims(program, statement, actual)
        if not found:
            return []
        claims += found
    told = _settled(claims)
    if told is None or not rests:
        return [] if told is None else list(told.items())
    others = _of_the_rest(program, told, rests[0]) if len(rests) == 1 else []
    return [*told.items(), *others] if others else []


#: One predicate for all that the rule lists: 两项均未完成.
_EACH = lazy_pattern(
    r"(?:以上|上述)?(?:(?P<of>[\d一二两三四五六七八九]{1,2})[项个条点]|各项)(?:全部|[均都])(?P<said>.{2,10})"
)


def _of_each(program: Program, text: str) -> list[tuple[Need, Reported]] | None:
    """What one predicate says of every input; None where it is not one for all of them."""
    each = _EACH.fullmatch(text)
    number = None if each is None else read_number(each["of"] or str(len(program.needs)))
    if each is None or number is None or number.value != len(program.needs):
        return None
    said = [one for need in program.needs for one in _worded(each["said"], need)]
    return [(one.need, one.value) for one in said] if len(said) == len(program.needs) else None


def counted_in(text: str, need: Need) -> Fraction | None:
    """How many a text counts of one input, by its own words: 10份全部不合格 of 不合格; None where it says something else."""
    found = (
        [one for one in _numbered(text, need) if isinstance(one.value, Fraction)] if need.kind == "count" else []
    )
    return found[0].value if found and isinstance(found[0].value, Fraction) else None


def counts_opposite(text: str, need: Need) -> bool:
    """Whether a number stands beside words that deny what is counted: 18户达标, of 不达标."""
    read = _number(text, need.unit)
    found = None if read is None or not read[0] else relation(read[0], need.name)
    return found is not None and not found.holds


def _of_the_rest(
    program: Program, told: Mapping[Need, Reported], rest: re.Match[str]
) -> list[tuple[Need, Reported]]:
    """That nothing was wrong with what is not named; empty where the words are not about all of it."""
    found: list[tuple[Need, Reported]] = []
    for need in program.needs:
        if need in told:
            continue
        if need.kind not in ("count", "fact") or (need.kind == "count" and program.direction == "up"):
            return []
        if _WELL.fullmatch(rest["core"]) is None:
            said = [one for one in _worded(rest["said"], need) if not one.fault]
            if not said:
                return []
        found.append((need, Fraction(0) if need.kind == "count" else NO if need.bad else YES))
    return found


def _settled(claims: Sequence[Sequence[_Said]]) -> dict[Need, Reported] | None:
    """Every input that is told of with what is said of it; None where a claim stays open or two do not agree."""
    broad = [claim for claim in claims if len(claim) > 1 and all(one.broad for one in claim)]
    others = [claim for claim in claims if claim not in broad]
    found: dict[Need, list[_Said]] = {}
    open_ones = {str(n): _best(claim) for n, claim in enumerate(others)}
    meant: dict[str, Need] = {}
    for name, claim in open_ones.items():
        if len(claim) == 1:
            meant[name] = claim[0].need
    left = {
        name: [one.need for one in claim if one.need not in meant.values()]
        for name, claim in open_ones.items()
        if name not in meant
    }
    meant |= assigned(left)
    if len(meant) < len(others):
        return None
    for name, need in meant.items():
        found.setdefault(need, []).extend(one for one in open_ones[name] if one.need == need)
    for claim in broad:
        for one in claim:
            found.setdefault(one.need, [one])
    told = {need: _together(need, said) for need, said in found.items()}
    return None if None in told.values() else {need: one for need, one in told.items() if one is not None}


def _best(claim: Sequence[_Said]) -> Sequence[_Said]:
    exact = [one for one in claim if one.exact]
    return exact if len(exact) == 1 else claim


def _together(need: Need, said: Sequence[_Said]) -> Reported | None:
    """What several statements on the alternatives of one input say of it."""
    faults = [one for one in said if one.fault]
    known = len(ways(need.name))
    if len(said) == 1 and (faults or not known or isinstance(said[0].value, Actual)):
        return said[0].value
    if any(not one.ways for one in said) or sum(len(one.ways) for one in said) != len(
        frozenset[int]().union(*(one.ways for one in said))
    ):
        return None if len(said) > 1 or known else said[0].value
    if faults and need.kind == "count":
        return sum((one.value for one in faults if isinstance(one.value, Fraction)), Fraction(0))
    if faults:
        return faults[0].value if len(faults) == len(said) else None
    return said[0].value if sum(len(one.ways) for one in said) == known else None


# -- one statement -----------------------------------------------------------------------------------------


def _claims(program: Program, text: str, whole: Actual) -> list[list[_Said]]:
    """What a statement says, or its parts one by one; empty where it is not all understood."""
    at_once = _of(program, text, whole)
    if at_once:
        return [at_once]
    for parts in _parted(text):
        found = [_of(program, part, whole) for part in parts]
        if all(found):
            return found
    return []


def _parted(text: str) -> Iterator[list[str]]:
    """The ways in which a statement is several: one denial or one predicate for a list, or a list of statements."""
    denied = _DENIED_LIST.fullmatch(text)
    if denied is not None and len(things := _AND.split(denied["things"])) > 1:
        yield [denied["lead"] + thing for thing in things]
    shared = _SHARED.fullmatch(text)
    if shared is not None and len(things := _AND.split(shared["things"])) > 1:
        none = _NONE_OF_THEM.fullmatch(shared["said"]) is not None
        yield [f"无{thing}" if none else thing + shared["said"] for thing in things]
    if len(parts := [part for part in text.split("、") if part]) > 1:
        yield parts


def _of(program: Program, text: str, whole: Actual) -> list[_Said]:
    """The inputs that one statement may be about, each with what it says."""
    numbered = any(char.isdigit() for char in text)
    found = [one for need in program.needs for one in (_numbered if numbered else _worded)(text, need)]
    if found or not numbered:
        return found
    return _own_number(program, text, whole) or _unnamed(program, text)


def _own_number(program: Program, text: str, whole: Actual) -> list[_Said]:
    """The number that the rule compares, or counts without a name, in its own unit: 8次; 巡查10次."""
    own = [need for need in program.needs if need.kind == "number"]
    one = whole if text == whole.text else _part(text)
    if len(own) != 1 or one.number is None or one.several or one.verb or one.day:
        return []
    (need,) = own
    label = one.label
    unit = canonical(one.unit)
    fits = unit == need.unit or (not label and in_unit(one.number, unit, need.unit) is not None)
    plain = _NUMBERED.fullmatch(text)
    open_name = need.name == _OWN and bool(unit) and _NOT_OWN.search(label) is None
    named = not label or open_name or relation(label, need.name) is not None
    return [_Said(need, one)] if fits and named and plain is not None and not plain["tail"] else []


_OWN = "实际完成值"
#: What a number stands under that is another one than the row's own.
_NOT_OWN = lazy_pattern(
    "[未没不无]|整改|[违漏错误差]|投诉|事故|处罚|扣|目标|计划|应|上年|去年|上期|指标值|预算|[同环]比|其中|预计|平均|累计"
)


def _unnamed(program: Program, text: str) -> list[_Said]:
    """What the rule counts without a name (每发生1次) may be called anything in the unit that is counted."""
    read = _number(text)
    own = [need for need in program.needs if need.name == UNNAMED]
    if read is None or len(own) != 1 or _DONE.search(read[0]) or read[1].denominator != 1:
        return []
    return [_Said(own[0], read[1])] if read[2] == own[0].unit else []


@lru_cache(maxsize=1024)
def _part(text: str) -> Actual:
    return actual_of(parse_value(text, role="actual"))


@lru_cache(maxsize=1024)
def _number(text: str, counted: str = "") -> tuple[str, Fraction, str, bool] | None:
    """The words around a number, the number, its unit (the one that is counted first), and whether it is all of them."""
    match = _NUMBERED.fullmatch(text)
    if match is None:
        return None
    behind = match["unit"] + match["tail"]
    unit = counted if counted and behind.startswith(counted) else match["unit"]
    tail = behind[len(unit) :]
    return match["lead"] + tail, Fraction(match["n"]), canonical(unit), _EVERY.match(tail) is not None


def _numbered(text: str, need: Need) -> list[_Said]:
    """What a number under words says to an input: how many there were of it, or whether there was any."""
    read = _number(text, need.unit)
    if read is None or need.kind not in ("count", "fact"):
        return []
    words, number, unit, every = read
    if unit == "%" or (need.kind == "count" and not _same_unit(unit, need.unit)):
        return []
    found = relation(words, need.name)
    if found is None or (number and narrowed(found.left)):
        return []
    if not found.holds:
        return _opposite(found, number, need, every=every)
    if number and need.kind == "fact" and not need.bad and words_of_text(need.name).denied != frozenset({0}):
        return []  # how many of them are as they should be does not say that all are
    covered = named_ways(words, need.name)
    if not number and (of_degree(words, need.name) or goes_wrong(found.left)):
        return []
    exact = not found.left
    if need.kind == "count":
        whole = number if number.denominator == 1 else None
        return [] if whole is None else [_Said(need, whole, covered, exact)]
    if words_of_text(need.name).denied == frozenset({0}) and not words_of_text(words).denied:
        return []
    return [_Said(need, happened(number, need), covered, exact)]


def _opposite(found: Relation, number: Fraction, need: Need, *, every: bool) -> list[_Said]:
    """A number of what the input denies: 投诉2起, of 未发生投诉; of a predicate that all are as they should be."""
    if need.kind == "count":
        return [_Said(need, Fraction(0))] if every and number and not found.denying else []
    if found.denying or words_of_text(need.name).denied != frozenset({0}) or need.bad:
        return []
    return [_Said(need, NO if number else YES, exact=not found.left)]


def _same_unit(unit: str, other: str) -> bool:
    if not unit or not other or unit == other:
        return True
    return in_unit(Fraction(1), unit.removesuffix("次") or unit, other.removesuffix("次") or other) is not None


def _worded(text: str, need: Need) -> list[_Said]:
    """What words say to an input: whether it holds, or that there was none of what is counted."""
    if need.kind not in ("count", "fact"):
        return []
    found = relation(text, need.name) or _of_bare_fault(text, need)
    if found is None:
        return []
    good = found.holds != (need.bad or need.kind == "count")
    if not found.denying and narrowed(found.left):
        return []
    if found.denying and (of_degree(text, need.name) or (good and goes_wrong(found.left))):
        return []
    if found.holds and (need.kind == "count" or not _says_all(found, need, good=good)):
        return []
    covered = named_ways(text, need.name)
    if good and ways(need.name) and not covered:
        return []
    value: Reported = Fraction(0) if need.kind == "count" else YES if found.holds else NO
    return [_Said(need, value, covered, not found.left, good and found.denying and leads_with_denial(text))]


_EVENTS = lazy_pattern(r"[^ ]*(?:事件|事故|案件|情况|行为|问题|现象|情形)")


def _says_all(found: Relation, need: Need, *, good: bool) -> bool:
    """Whether words that say what a name says say enough of it: 制度 alone does not say 制度健全, 瞒报 does 瞒报不良事件."""
    if not found.left:
        return True
    mine = words_of_text(need.name)
    ends = mine.text.endswith(found.left) and _EVENTS.fullmatch(found.left) is not None
    return not good and (bool(mine.denied) or ends)


_OPEN_SUBJECT = lazy_pattern(r"[^\d未没不无非]{1,6}?")
_DOUBT = lazy_pattern("基本|部分|大[部致多]|较|一般|有待|尚|初步|约|[不有][够所]|正在|[拟计划预还但除其]")
_LONGEST_BARE = 4


def _of_bare_fault(text: str, need: Need) -> Relation | None:
    """How words stand to a fault that names no thing of its own: 记录详实 denies 不详实."""
    mine, said = words_of_text(need.name), words_of_text(text)
    if mine.denied != frozenset({0}) or len(mine.text) > _LONGEST_BARE or need.kind != "fact" or not need.bad:
        return None
    subject = said.text.removesuffix(mine.text)
    at = len(subject)
    if subject == said.text or not subject or _DOUBT.search(subject) or not _OPEN_SUBJECT.fullmatch(subject):
        return None
    return Relation(at in said.denied, "", denying=False) if said.denied <= {at} else None
