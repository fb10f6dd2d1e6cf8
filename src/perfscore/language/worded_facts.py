"""Whether words as typed say yes or no to a condition."""

from __future__ import annotations

import re

from perfscore.core.lazy import lazy_pattern
from perfscore.core.text import squash
from perfscore.language.clauses.words import LACKS, LATE, WITHOUT
from perfscore.language.facts import Actual
from perfscore.language.program import Need
from perfscore.language.shapes import NEITHER, ONLY
from perfscore.language.told import NO, YES

_YES = frozenset(
    ["是", "符合", "√", "满足", "达标", "符合要求", "达到要求", "对", "是的", "全部符合", "均符合", "合格", "达成"]
)
_NO = frozenset(
    ["否", "不符合", "×", "不满足", "不达标", "未达标", "不符合要求", "不是", "未达到要求", "不合格", "未达成"]
)
#: Yes and no without a word on what.
BARE = {"是": YES, "√": YES, "对": YES, "是的": YES, "否": NO, "×": NO, "不是": NO}
_HEDGE = lazy_pattern(r"基本|部分|大部|较|一般|有待|尚|大致|初步|约|不够|有所|正在|拟|计划|预计|仍|还|除|但")
#: Words that deny; 不良, 无人机 and 未成年 are the thing itself.
_NEGATION = lazy_pattern(rf"未能?(?!成年)|没有|不(?!良|动产|锈|可抗力|稳定因素|文明)|没(?!收)|{WITHOUT}")
_LACK = lazy_pattern(f"{WITHOUT}|没有|不存在|未(?:发生|发现|出现|存在)")
_EVENTS = lazy_pattern(r"^(?:发现|发生|出现|存在|有|造成|产生|查出)")
_DID_NOT = lazy_pattern(
    r"(?:未|没有|无|没)(?:再|被)?(?:发现|发生|出现|存在|造成|产生)(?:过|任何|其他|各类|1[起次件例])*(?P<thing>.*?)(?:的?(?:情况|情形|现象|行为))?"
)
_HAVING = lazy_pattern(r"有|成立|建立|制定|安排|设立|设置|出台|编制|配备|明确|纳入")
_PREDICATE = lazy_pattern(
    "(?:健全|完整|规范|合理|完善|齐全|准确|真实|及时|明确|科学|到位|有效|合规|充分|清晰|完备|齐备|良好|合法|正常)+"
)
_ON_TIME = lazy_pattern(r"按时|按期|及时|如期|准时")
_SPLIT = lazy_pattern(r"[,、;]|且|并(?!网)|和|及(?!时|其?以[上下])")


def _core(text: str) -> tuple[bool, str]:
    """A text without its negation, and whether it was negated."""
    bare = re.sub(r"^(?:已经?|均|全部|都|做到|实现)", "", text)
    match = _NEGATION.search(bare)
    if match is None or match.start() > 8:
        return False, bare
    return True, bare[: match.start()] + bare[match.end() :]


def denies(words: str, fault: str) -> bool:
    """Whether words say that a fault did not happen, in its own words.

    >>> denies("已考核", "未考核"), denies("考核", "考核不合格"), denies("齐备", "未考核")
    (True, False, False)
    """
    negated, core = _core(fault)
    mine, stem = _core(words)
    return negated and not mine and bool(stem) and stem == core


def in_order(characters: str, text: str) -> bool:
    """Whether a text contains the characters in order."""
    rest = iter(text)
    return all(char in rest for char in characters)


def answer(actual: Actual, need: Need, *, listed: bool) -> str | None:
    """是, 否 or None for what an actual says to a condition in words; `listed` where it answers one named item."""
    text = actual.text
    if need.bad:
        # The condition names what is wrong: 符合 denies it, and a bare 是 may mean either.
        if text in _YES - BARE.keys():
            return NO
        if text in BARE or text in _NO:
            return None
    elif text in _YES:
        return YES
    elif text in _NO:
        return NO
    # Whether 有 speaks of the point 无违规 or of the thing is not said.
    lack = _LACK.match(need.name) is not None
    if lack and text in ("有", "已有", "没有", "未有", "无", "具备"):
        return YES if text == "无" and need.name.startswith("无") else None
    if listed and re.fullmatch(r"(?:已|已经|全部)?(?:完成|落实|做到|具备|有)", text):
        return YES
    if listed and re.fullmatch(r"(?:未|未能|没有|没)(?:全部)?(?:完成|落实|做到|具备|有)?|无", text):
        return NO
    votes = {
        vote
        for phrase, flag in need.phrases
        for vote in _votes(actual, squash(phrase), flag=flag, fault=need.bad == flag)
    }
    if not votes and need.bad and _as_wanted(actual, need):
        return NO
    if votes == {True}:
        return YES
    return NO if votes == {False} else None


def _as_wanted(actual: Actual, need: Need) -> bool:
    """Whether an actual says that what is required beside a fault holds, in the words of the target."""
    if len(need.wanted) < 2:
        return False
    required = [part for phrase, flag in need.phrases if flag for part in _faults(squash(phrase))[1]]
    return any(need.wanted in part for part in required) and all(_one(actual, part) for part in required)


def _faults(phrase: str) -> tuple[list[str], list[str]]:
    """The parts of a fault in words, and those that may only say what is required.

    制度健全,无台账 joins a requirement and a fault; in 不按时限,程序报告 the negation runs on. Where some parts are
    negated and others are not, only the negated ones are surely the fault.
    """
    parts = [part for part in _SPLIT.split(phrase) if part]
    sure = [p for p in parts if _core(p)[0] or (_EVENTS.match(p) and not p.startswith("有"))]
    # 有 names what is required as often as what is wrong.
    sure = sure or [p for p in parts if p.startswith("有")]
    if not sure and len(parts) > 1 and "," in phrase:
        return [], parts
    return (sure, [part for part in parts if part not in sure]) if sure else (parts, [])


def _votes(actual: Actual, phrase: str, *, flag: bool, fault: bool) -> set[bool]:
    """What an actual says about one phrase, turned to the condition."""
    if squash(actual.text) == phrase:
        return {flag}
    if ONLY.fullmatch(phrase) or NEITHER.fullmatch(phrase):
        return set()  # a part of it says nothing of the other
    parts = _faults(phrase)[0] if fault else [part for part in _SPLIT.split(phrase) if part]
    found: set[bool] = set()
    for part in parts:
        holds = _one(actual, part)
        if holds is not None:
            found.add(holds == flag)
    return found


def said_not(actual: Actual, fault: str) -> bool:
    """Whether words deny a fault that denies something itself: 全部及时 of 拨付不及时."""
    return _core(fault)[0] and _HEDGE.search(actual.text) is None and _one(actual, fault) is False


def _one(actual: Actual, part: str) -> bool | None:
    """Whether a part of a condition holds by an actual, None where it says nothing about it."""
    text = actual.text
    negated, core = _core(part)
    harmful = (
        re.search(
            rf"(?:{LACKS}|没有)(?:再|被)?[^,]{{0,4}}?(?:发现|发生|出现|存在|违规|违纪|事故|问题|投诉|差错|超标)",
            part,
        )
        is not None
    )
    bad = bool(_EVENTS.match(part)) and not part.startswith("有")
    if bad and actual.number is None and not actual.several:
        if text in ("无", "没有", "零"):
            return False
        if (denied := _DID_NOT.fullmatch(text)) is not None:
            # 未发生事故 denies 发生重大事故; 未发生火灾 and 未造成严重影响 leave 造成影响 open.
            thing = denied["thing"]
            return False if in_order(thing, part) or thing == "任何问题" else None
        return True if _EVENTS.match(text) or (len(text) >= 2 and in_order(text, part)) else None
    if actual.number is not None or actual.several:
        match = re.fullmatch(r"(.*?)(\d+(?:\.\d+)?)(\D*)", text)
        if match is None:
            return None
        lead = match[1]
        happened = match[2].strip("0.") != ""
        if actual.verb == "late" or re.search(rf"(?:{LATE})", lead):
            return (not happened) != negated if _ON_TIME.search(part) else None
        if harmful and (not lead or _EVENTS.match(lead) or in_order(lead, part)):
            return not happened
        if bad and (not lead or _EVENTS.match(lead) or in_order(lead, part)):
            return happened
        if lead and in_order(lead, core) and not harmful and not bad:
            return happened
        return None
    if text in ("无", "没有", "零"):
        if harmful or re.search(r"无|没有|未(?:发生|发现|出现)", part):
            return True
        if bad:
            return False
        return False if _HAVING.search(part) and not negated else None
    if _HEDGE.search(text) and not in_order(text, part):
        return None
    if harmful and _EVENTS.match(text) and not _NEGATION.search(text):
        return False
    mine, stem = _core(text)
    if len(stem) >= 2 and in_order(stem, core):
        # 制度 names 制度健全, and says nothing of it.
        return mine == negated if _PREDICATE.fullmatch(core.removeprefix(stem)) is None else None
    said = [_core(one) for one in _SPLIT.split(text) if one]
    if len(said) > 1 and (False, core) in said and not any(denied for denied, _ in said):
        return not negated  # 已建立并执行 says 建立, and more
    about = {denied for denied, thing in said if len(thing) >= 2 and in_order(thing, core)}
    if len(said) > 1 and len(about) == 1:
        return about.pop() == negated  # 预案未修编、未组织演练 says of each that it is not
    if stem == "有" and core.startswith("有"):
        return not mine
    if negated and text == f"有{core}":
        return False
    return None
