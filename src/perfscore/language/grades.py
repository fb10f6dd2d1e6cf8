"""Which grade of a list words as typed name: the label itself, or the part of it that tells the grades apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from perfscore.core.lazy import lazy_pattern
from perfscore.core.text import squash
from perfscore.language.clauses.scope import scoped
from perfscore.language.program import Need
from perfscore.language.told import NO

_SCALE: tuple[tuple[str, ...], ...] = (
    ("优秀", "优"), ("良好", "良"), ("中等", "中", "一般", "合格", "及格"), ("较差",), ("差", "不合格", "不及格"),
)  # fmt: skip
_GRADES = frozenset(
    [
        "优秀",
        "优",
        "良好",
        "良",
        "中等",
        "中",
        "较好",
        "很好",
        "好",
        "一般",
        "较差",
        "很差",
        "差",
        "合格",
        "不合格",
        "基本合格",
        "及格",
        "不及格",
        "满意",
        "较满意",
        "基本满意",
        "不满意",
        "非常满意",
        "显著",
        "明显",
        "不明显",
        "较明显",
        "健全",
        "较健全",
        "不健全",
        "基本健全",
        "完善",
        "较完善",
        "不完善",
        "基本完善",
        "有效",
        "较有效",
        "无效",
        "高",
        "较高",
        "低",
        "较低",
    ]
)
#: One of a thing is the thing: 省级表彰1次.
_JUST_ONE = lazy_pattern(r"(?<=[^\W\d_])1[个项次篇条起件例]$")
_LONGEST_TAIL, _SHORTEST_END, _LONGEST_FAULT = 6, 4, 9
#: What says so of any list; a formula knows these alone.
NONE_SAID = ("否", "无", "没有", "未发生", "未发现", "未出现", "不存在")
_DENIES = lazy_pattern("[未不无没非]")
_QUOTES = lazy_pattern("[“”\"'‘’「」『』]")
_ABOVE = lazy_pattern(r"(.{2,}?)(?:及其?)?以上([^\d]{1,8})")
_AND = lazy_pattern("但是|并且|而且|但|并")
#: How an award is come by, which says nothing of which one it is.
_AWARDED = lazy_pattern(r"(?:在|被|荣获|获得|获评|获|得到|受到|受|发生|出现)")
_LISTED = lazy_pattern(
    r"(?P<lead>受到|受|获得|荣获|获|被)?(?P<names>[^、]+(?:(?:、|以及|及|和|或者?)[^、]+?)+)(?P<prize>通报表扬|表彰|表扬|奖励|嘉奖|批示|肯定)$"
)
#: A grade as it is given: 评为优秀等次, 被评定为良好.
_RANKED = lazy_pattern(
    r"(?:(?:考核|评价|验收|结果|等次|等级|档次|为)*(?:被|获)?(?:评|认|判|核)定?为|获评|获)?(?P<word>[^\W\d_]{1,6}?)(?P<rank>等次|等级|档次|等|档|级|)"
)
_DEGREE = lazy_pattern(r"^(?:比较|较为|较|不|未|基本|部分|有所|一般|非常|十分)")
_STRESS = lazy_pattern(r"^(?:明显|显著|有效|大幅|充分|持续|完全|全面|全部|切实|极大|非常|十分|很)")


def grade(text: str, need: Need, lexicon: Iterable[tuple[str, str]]) -> str | None:
    """The listed grade that a text names: the label itself, or the part of it that tells the grades apart."""
    said = _QUOTES.sub("", squash(text)).strip("。;")
    if said in need.marks:
        return need.words[need.marks.index(said)]
    table = aliases(need.words)
    said = next((one for one in (said, _JUST_ONE.sub("", said), _AND.sub("且", said)) if one in table), said)
    if said in table:
        return table[said]
    for word, label in lexicon:
        if squash(word) == said and squash(label) in table:
            return table[squash(label)]
    verdicts = {_VERDICT.sub("", squash(label)): label for label in need.words}
    if _VERDICT.search(said) and len(verdicts) == len(need.words) and (core := _VERDICT.sub("", said)) in verdicts:
        return verdicts[core]
    there = _there(said, need.words) or _so_much_of(said, need.words)
    if there is not None:
        return there
    return NO if NO in need.words and _none_of(said, need) else None


_NONE_OF = lazy_pattern(
    r"(?:未|没有?|无|不存在)(?:再|曾|被|有)?(?:发生|发现|出现|存在|造成|获得?|取得|得到)?过?(?P<rest>.*)"
)
#: What is denied where no listed thing is named: 没有加分情形, 无上述情况.
_ANY_CASE = lazy_pattern(r"(?:此类|任何|上述|以上|相关|加分|扣分)?(?:的)?(?:情形|情况|事项|现象|问题|项)?")


def _none_of(said: str, need: Need) -> bool:
    """Whether an actual says that nothing of a list is the case: 无, 未发生, 未获奖; 未发现严重问题 leaves the other degrees open.

    What it denies is what all of the list have in common, or what the list itself says is not there (未发生安全事故).
    A word more is narrower: 未发生死亡事故 leaves the others open, and 未整改 is something else.
    """
    number = _HOW_MANY.fullmatch(said)
    if said == "否" or (number is not None and not int(number["n"]) and any(map(_NONE_OF.fullmatch, need.words))):
        return True  # 0起, where 未发生 is one of the list
    denied = _NONE_OF.fullmatch(said)
    if denied is None:
        return False
    rest = denied["rest"]
    if _ANY_CASE.fullmatch(rest) or any(label.startswith("被") and label[-2:] == rest for label in need.words):
        return True  # 未被报道, where 被中央媒体报道 is followed by 省级媒体
    none = [match["rest"] for label in need.words if (match := _NONE_OF.fullmatch(label)) is not None]
    labels = [set(label) for label in need.words if label != NO and _NONE_OF.fullmatch(label) is None]
    return bool(labels) and set(rest) <= set.intersection(*labels).union(need.name, *none)


#: That there is some, and that there is none, as a label begins with it or as a whole actual says it.
_SOME, _NONE = lazy_pattern("有|存在|具有"), lazy_pattern("无|没有|没|不存在|未有")
_HOW_MANY = lazy_pattern(r"(?P<n>\d{1,6})[\u4e00-\u9fff]{0,2}")


#: What the three verdicts of the ministry's form say besides: 部分达成*预期指标并具有一定效果*.
_VERDICT = lazy_pattern("(?:年度|预期)?(?:绩效)?(?:指标|目标)(?:并具有一定效果|且效果较差)?$")


def _there(said: str, labels: tuple[str, ...]) -> str | None:
    """The label that 有 or 无 names, or so many of it, where one of two labels says the one and the other the other.

    >>> _there("有", ("有相关制度", "没有")), _there("0个", ("有", "没有")), _there("有", ("有问题", "有重大问题", "无问题"))
    ('有相关制度', '没有', None)
    """
    some, none = ([label for label in labels if way.match(label)] for way in (_SOME, _NONE))
    if len(labels) != 2 or len(some) != 1 or len(none) != 1:
        return None
    number = _HOW_MANY.fullmatch(said.removeprefix(_SOME.sub("", some[0], count=1)))
    if number is not None:
        return some[0] if int(number["n"]) else none[0]
    if _SOME.fullmatch(said):
        return some[0]
    return none[0] if _NONE.fullmatch(said) else None


def aliases(labels: tuple[str, ...]) -> dict[str, str]:
    """Every spelling that names one label alone."""
    found: dict[str, str | None] = {}
    exact = {squash(label): label for label in labels}
    for label in labels:
        for name in sorted(_names(squash(label), [squash(other) for other in labels if other != label])):
            if name in exact:
                continue
            found[name] = label if name not in found or found[name] == label else None
    return exact | {name: label for name, label in found.items() if label is not None}


#: The classes of surface water, the best first (GB 3838).
_WATER = ("Ⅰ类", "Ⅱ类", "Ⅲ类", "Ⅳ类", "Ⅴ类", "劣Ⅴ类")
_CLASS = lazy_pattern(r"(?P<class>劣?[Ⅰ-Ⅴ]类)(?:水质|标准)?(?P<above>及?以上|[或及]优于|[或及]更[优好])?")


def _classes(label: str) -> set[str]:
    """The classes of water that a label names, with the better ones where it says so: 达到Ⅲ类及以上, Ⅴ类及劣Ⅴ类."""
    found: set[str] = set()
    for one in _CLASS.finditer(label):
        place = _WATER.index(one["class"])
        found |= set(_WATER[: place + 1]) if one["above"] else {one["class"]}
    return found


def _either(label: str) -> set[str]:
    """An award from one or the other (受到党中央、国务院表彰) is one from each of them."""
    match = _LISTED.fullmatch(label)
    if match is None:
        return set()
    givers = [name for name in re.split(r"、|以及|及|和|或者?", match["names"]) if len(name) > 1]
    return {f"{match['lead'] or ''}{giver}{match['prize']}" for giver in givers}


_FAULTS = lazy_pattern(r"(?P<lead>存在|发生|出现|发现|有(?![效序力关]))(?P<faults>[^,()]{2,24})")
_AMOUNT = lazy_pattern(r"(?P<thing>[^\d]{2,16})(?P<n>\d{1,9}(?:\.\d{1,6})?)[\u4e00-\u9fff]{0,3}")


def _each_fault(label: str) -> set[str]:
    """Each of the faults that a label lists (存在挪用、挤占) is enough for it, said with what introduces them or alone."""
    match = _FAULTS.fullmatch(label)
    faults = re.split("、|或者?", match["faults"]) if match is not None else []
    each = faults if len(faults) > 1 and all(1 < len(fault) < _LONGEST_FAULT for fault in faults) else []
    return {f"{lead}{fault}" for fault in each for lead in ("", match["lead"] if match else "")}


def _so_much_of(said: str, labels: tuple[str, ...]) -> str | None:
    """The label that says of a fault that there was some, where an actual says how much: 挤占3万元, of 存在挪用、挤占."""
    amount = _AMOUNT.fullmatch(said)
    if amount is None or not amount["n"].strip("0."):
        return None
    thing = amount["thing"]
    found = []
    for label in labels:
        match = _FAULTS.fullmatch(label)
        whole = match["faults"] if match is not None else ""
        if thing in _each_fault(label) or (len(thing) >= _SHORTEST_END and whole.startswith(thing)):
            found.append(label)
    return found[0] if len(found) == 1 else None


def _names(label: str, others: list[str]) -> set[str]:
    names: set[str] = {f"未{label[1:]}"} if label.startswith("不超") else set()
    names |= _each_fault(label)
    if (ranked := _RANKED.fullmatch(label)) is not None:
        names |= {ranked["word"], ranked["word"] + ranked["rank"]}
    bracket = re.fullmatch(r"([^()]+)\(([^()]+)\)", label)
    if bracket:
        names |= {bracket[1], bracket[2]}
    better = re.fullmatch(r"(.+?)(?:及其?以上)", label)
    if better:
        for n, words in enumerate(_SCALE):
            if better[1] in words:
                names |= {word for above in _SCALE[: n + 1] for word in above if word not in others}
        names.add(better[1])
    for word in sorted(_GRADES, key=len, reverse=True):
        if label in _GRADES:
            break
        if label.endswith(word) and len(label) > len(word):
            # 较显著 is another one than 显著, and 首次显著 is less.
            front = label[: -len(word)]
            names |= set() if _DEGREE.fullmatch(front) or scoped(front) else {word}
            break
    for other in others:
        core = _DEGREE.sub("", other)
        weak = _DEGREE.match(label) or _STRESS.match(label) or re.match(r"无|没|未|不|否", label)
        if core and core != other and label.endswith(core) and not weak and not scoped(label.removesuffix(core)):
            names.add(core)
        topic = re.sub(r"(?:情况|程度|效果|水平)?(?:一般|较差|差|较好|不明显)$", "", other)
        adverb = re.match(r"^(?:有效|显著|明显|充分|切实|持续)", label)
        if adverb and topic != other and len(topic) > 2 and label == adverb[0] + topic:
            names |= {adverb[0], adverb[0] + topic[:2]}
    names |= _classes(label)
    above = _ABOVE.fullmatch(label)
    if above is not None:
        names.add(above[1] + above[2])  # 国家级以上奖项 holds 国家级奖项
    if "或" in label:
        # One of two is enough for the label, where each says something by itself.
        first, _, second = label.partition("或")
        names |= {first} if len(first) > 3 else set()
        # 未及时或足额拨付 denies what stands behind it as well.
        names |= {second} if len(second) > 1 and not (_DENIES.match(first) or scoped(first)) else set()
    if "但" in label:
        # What stands behind it is what tells the label from the others.
        front, _, last = label.rpartition("但")
        ends = range(0 if scoped(front) else len(last) - _SHORTEST_END + 1)
        names |= {last[n:] for n in ends if n == 0 or not _DENIES.match(last[n - 1])}
    led = _AWARDED.match(label)
    if led is not None:
        names.add(label[led.end() :])
    for name in [label, *sorted(names)]:
        names |= _either(name)
    return names | _spelled_out(label, others) | _without_topic(label, others)


def _without_topic(label: str, others: list[str]) -> set[str]:
    """A label without the words with which every one of them begins: 程序基本规范 beside 程序规范."""
    same = len(list(takewhile(lambda column: len(set(column)) == 1, zip(label, *others, strict=False))))
    rests = [one[same:] for one in (label, *others)]
    return {rests[0]} if same > 1 and others and min(map(len, rests)) > 1 else set()


#: How a level is named by its last character: 国家级, 省级.
_LEVEL_WORD = lazy_pattern("[级类等档]$")


def _spelled_out(label: str, others: list[str]) -> set[str]:
    """The names of a level with what one of several says for all: 被中央媒体报道, 省级媒体 (报道)."""
    long = [one for one in (label, *others) if one != NO]
    for whole in long if len(long) > 1 else ():
        short = [one for one in long if one != whole]
        for word in (short[0][-2:], *_LEVEL_WORD.findall(short[0])):
            head, _, tail = whole.rpartition(word)
            if head and tail and len(tail) <= _LONGEST_TAIL and all(one.endswith(word) for one in short):
                own = f"{_AWARDED.sub('', head, count=1)}{word}" if label == whole else label
                return {own, own + tail}
    return set()
