"""Which input of a rule a name means under which a value is given, and what the name itself says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.units import canonical
from perfscore.language.clauses.words import BAN, EVENT, GRAVITY, LATE
from perfscore.language.counted import UNNAMED
from perfscore.language.facts import Actual
from perfscore.language.program import Need, Program
from perfscore.language.told import NO, YES
from perfscore.language.worded_facts import in_order
from perfscore.language.wording import wording

_DENIED = lazy_pattern(r"(?:没有|无|未|没|缺少?|不)")


def of_the_thing(need: Need, key: str, text: str) -> str | None:
    """What is said of a thing under its own name, where the condition is that it is missing: 规划=有 denies 无规划."""
    if (key, False) in need.phrases or _opposite(key, need):
        # Under words that deny the condition, 是 denies it.
        return {"是": NO, "√": NO, "对": NO, "是的": NO, "否": YES, "×": YES, "不是": YES}.get(text)
    lacking = re.search(rf"{_DENIED.pattern}{re.escape(key)}", need.name) is not None
    if (
        need.kind != "fact"
        or not (lacking or _DENIED.match(need.name))
        or _DENIED.match(key)
        or plain_mark(key) == plain_mark(need.mark)
    ):
        return None
    # A bare 是 may speak of the thing or of its lack.
    return {"有": NO, "已有": NO, "具备": NO, "无": YES, "没有": YES, "未有": YES}.get(text)


_HAPPENED = lazy_pattern(r"(?:发生|发现|出现|存在|造成|产生|收到|受到)")


def _opposite(key: str, need: Need) -> bool:
    """Whether a key says that something happened, where the condition is that it did not."""
    return (
        need.kind == "fact"
        and not need.bad
        and _DENIED.match(need.name) is not None
        and _HAPPENED.match(key) is not None
        and in_order(key, _DENIED.sub("", need.name, count=1))
    )


_DENIALS = lazy_pattern("[未不没无非]")


def own_words(key: str, name: str) -> bool:
    """Whether a key says what a condition says, in fewer of its words; without its 未 a 是 may mean either.

    What happens is named by its thing alone: 事故=是 says that 发生事故 holds.
    """
    if key == name:
        return True
    denials = _DENIALS.findall(name)
    if not denials and _HAPPENED.match(name):
        return not _DENIALS.findall(key) and in_order(key, name)
    said = _DENIALS.findall(key)
    # Of a list of faults (数据不准确、不完整) the first may stand for all.
    some = "、" in name and bool(said) and denials[: len(said)] == said
    return bool(denials) and key[:1] == name[:1] and (some or said == denials) and in_order(key, name)


def plain_mark(mark: str) -> str:
    """A circled number as a plain one."""
    return str(ord(mark) - ord("①") + 1) if len(mark) == 1 and "①" <= mark <= "⑳" else mark


def find_need(program: Program, key: str) -> Need | None:
    """The input that a name means: exactly, by list mark, then where one input alone holds its characters."""
    found = candidates(program, key)
    return found[0] if len(found) == 1 else None


def candidates(program: Program, key: str) -> list[Need]:
    """The inputs that a name may mean: the one that has it, or its list mark, else all that hold its characters."""
    for need in program.needs:
        if need.name == key or any(key == said for said, _ in need.phrases):
            return [need]
    named = (
        [Need(program.single)] if program.single and program.single not in {n.name for n in program.needs} else []
    )
    if named and named[0].name == key:
        return named
    marked = re.match(
        r"^[(（]?([①-⑳❶-❿]|\d{1,2}|[a-zA-Z]|[一二三四五六七八九十])(?:[)）、.．]|$)|^([①-⑳❶-❿])", key
    )
    if marked:
        mark = plain_mark(marked[1] or marked[2])
        found = [need for need in program.needs if need.mark and plain_mark(need.mark) == mark]
        if len(found) == 1:
            return found
    said = wording(key).text
    found = [need for need in program.needs if said and (in_order(key, need.name) or in_order(said, need.name))]
    if not found and (plain_name := _how_many(said)):
        found = [need for need in program.needs if in_order(plain_name, _how_many(need.name))]
    if not found and (done := _BANNED.sub("", said)) != said:
        # What is counted under a ban (不得迟到) is what was done all the same.
        found = [need for need in program.needs if need.kind == "count" and in_order(done, need.name)]
    return found


def assigned(ways: Mapping[str, Sequence[Need]]) -> dict[str, Need]:
    """Names with the inputs that they mean, each of which is meant by one name: 市级 is not what 镇江市级 means.

    Args:
        ways: what each of the names may mean by itself. A name that may still mean several inputs is left out.
    """
    found: dict[str, Need] = {}
    while True:
        taken = {need.name for need in found.values()}
        left = {key: [n for n in needs if n.name not in taken] for key, needs in ways.items() if key not in found}
        sure = {key: needs[0] for key, needs in left.items() if len(needs) == 1}
        if len({need.name for need in sure.values()}) < len(sure) or not sure:
            return found
        found |= sure


_BANNED = lazy_pattern(BAN)
_LATE, _NUMBER_OF = lazy_pattern(LATE), lazy_pattern("[^\\W\\d_率指倍系分]?数量?$")


def _how_many(name: str) -> str:
    """A name without the words for how many there are of it, in one word for being late: 迟交天数, 逾期."""
    return _LATE.sub("逾期", _NUMBER_OF.sub("", name))


_COUNTED = lazy_pattern(r"(?P<name>[^\d,、;。]{1,24}?)(?P<number>\d{1,6})(?P<unit>[^\W\d_]{0,3})")


_COUNTED_FIRST = lazy_pattern(r"(?P<number>\d{1,6})(?P<unit>[^\W\d_])(?P<name>[^\d,、;。]{2,24})")
_LACK = lazy_pattern(r"(?:短?少|缺少?|欠缺?|漏|差|未)[^\d,、;。]{0,8}?(?P<number>\d{1,6})(?P<unit>[^\W\d_]{0,8})")


def counted(text: str, need: Need) -> Fraction | None:
    """How many a text counts under the name of a counter, or under words of it: 缺失1项 of 保险缺失.

    >>> counted("缺失1项", Need("保险缺失", "count", unit="项")), counted("完成1项", Need("未完成", "count", unit="项"))
    (Fraction(1, 1), None)
    """
    if (need.spoken or ("缺", True) in need.phrases) and (lack := _LACK.fullmatch(text)) is not None:
        behind = lack["unit"]
        return (
            Fraction(lack["number"])
            if behind.startswith(need.unit) or canonical(behind) in ("", need.unit)
            else None
        )
    match = _COUNTED.fullmatch(text) or _COUNTED_FIRST.fullmatch(text)
    if match is None or not _part(match["name"], need.name) or canonical(match["unit"]) not in ("", need.unit):
        return None
    return Fraction(match["number"])


def _part(words: str, name: str) -> bool:
    """Whether words stand in a name and are not denied there, or are its characters with the same denials."""
    place = name.find(words)
    if place >= 0:
        return _DENIED_HERE.search(name, 0, place) is None
    return in_order(words, name) and _DENIALS.findall(words) == _DENIALS.findall(name)


#: A denial of what follows: 未按时 before 办结.
_DENIED_HERE = lazy_pattern("(?:[未不没非]能?|无)(?:按[时期]|及时|如期|按规定|按要求|全部|足额)?$")
#: What was done about it, or is as it should be, counts no fault.
_GOOD = lazy_pattern("完成|整改|解决|办结|通过|合格|达标|落实|足额")
#: What is there, or came in time, where faults are counted.
_AS_WANTED = lazy_pattern("符合|具备|满足|达到|(?<![不未])(?:及时|按时|按期|如期|准时)")


def counts_other(label: str, need: Need) -> bool:
    """Whether a number under a name of its own counts the opposite of a counter, or what was done about it."""
    if not label or _part(label, need.name):
        return False
    # 着装规范 is the opposite of 着装不规范.
    opposite = in_order(label, _DENIALS.sub("", need.name))
    wanted = need.kind == "count" and _AS_WANTED.search(label) is not None
    return (
        opposite
        or wanted
        or _GOOD.search(label) is not None
        or (need.kind == "count" and _of_another(label, need))
    )


_BARE_LEAD = lazy_pattern(rf"(?:{EVENT}|全年|本年|年内|年度|共计?|合计|累计|实际|已|仅|只|为|了|过|{LATE})*")


def _of_another(label: str, need: Need) -> bool:
    """Whether a number stands under the name of something else than what is counted: 支付20笔, where 逾期 is."""
    said, name = _how_many(label), _how_many(need.name)
    unnamed = need.name == UNNAMED or _BARE_LEAD.fullmatch(label) is not None
    return not unnamed and set(said).isdisjoint(name)


def answers(need: Need, label: str, one: Actual) -> bool:
    """Whether a number under a name is what an input asks for; of a fact it says how often it happened."""
    if need.kind == "fact":
        happens = need.bad and (
            _HAPPENED.match(need.name) is not None or need.name.startswith("有") or _part(label, need.name)
        )
        return happens and one.number is not None and not one.verb and one.unit != "%"
    return need.kind in ("count", "number") and not counts_other(label, need)


def by_name(program: Program, actual: Actual) -> list[tuple[Need, Actual]]:
    """The inputs of a rule that a list names one by one (迟到2次,早退1次); empty where it does not."""
    own = [need for need in program.needs if need.kind == "number"]
    meant = assigned({label: candidates(program, label) for label, _ in actual.named if label})
    found = [
        (meant.get(label) if label else own[0] if len(own) == 1 else None, one) for label, one in actual.named
    ]
    known = [
        (need, one)
        for (label, _), (need, one) in zip(actual.named, found, strict=True)
        if need is not None and answers(need, label, one)
    ]
    apart = len({need.name for need, _ in known}) == len(found)
    return known if apart else []


_GRAVITY = lazy_pattern(GRAVITY)


def of_other_gravity(name: str, said: str) -> bool:
    """Whether an actual tells of a fault of another gravity than the one asked for: 一般事故1起, where 重大事故 is counted.

    >>> of_other_gravity("重大事故", "发生一般事故1起"), of_other_gravity("较大及以上事故", "发生重大事故")
    (True, False)
    """
    asked = set(_GRAVITY.findall(name))
    told = set(_GRAVITY.findall(said))
    return bool(asked and told) and asked.isdisjoint(told) and not re.search("以[上下]|级别", name)


_THERE_ARE = lazy_pattern("(?:已|仅|只|共|实际)*(?:完成|符合|具备|满足|达到|落实|做到|有)")


def says_what_there_is(need: Need, text: str) -> bool:
    """Whether a text says how many there are, where the ones that are missing are counted: 完成1项."""
    return ("缺", True) in need.phrases and _THERE_ARE.match(text) is not None


def names_it(label: str, need: Need) -> bool:
    """Whether the words before a number are a name of what is asked for, or of nothing: 延迟 of 逾期."""
    if not label or need.name in (UNNAMED, "实际完成值"):
        return True
    late = need.kind == "day" and _LATE.fullmatch(label) is not None
    return late or in_order(_how_many(label), _how_many(need.name))


#: What turns the words before a number round, or makes them another thing.
_TURNS = lazy_pattern(
    "[未不非缺漏欠撤拟待]|无(?!故)|取消|归还|退回|结余|在建|计划|合规|合格|齐全|提供|正面|基本|疑似|初次|首次|办结"
)
#: How far something is from the target, which is not what it is.
_APART = lazy_pattern("^(?:比|较|与)?(?:目标值?|计划|指标值?)?(?:偏|相)?[低高差少多短](?!于|层|频|温|压|数)")


def said_of_another(label: str, name: str) -> bool:
    """Whether the words before a number say another thing than is asked for: 不合格率7%, 正面报道3次, 低2个百分点.

    >>> said_of_another("不合格率", "合格率"), said_of_another("合格率", "抽检合格率"), said_of_another("低", "满意度")
    (True, False, True)
    """
    turned = next((found[0] for found in _TURNS.finditer(label) if found[0] not in name), "")
    return bool(turned) or (_APART.match(label) is not None and label[:1] not in name)
