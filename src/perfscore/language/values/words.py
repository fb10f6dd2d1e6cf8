"""Values without a number: what is empty, what says zero in words, bounds against something unnamed, plain words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from perfscore.core.lazy import lazy_pattern
from perfscore.core.text import is_blank_mark
from perfscore.core.units import canonical, is_known
from perfscore.language.numerals import CHINESE, read_number
from perfscore.language.values.record import Value
from perfscore.language.values.trim import GAP, GAP_CHARACTERS
from perfscore.language.vocab import RELATION, SIGN, SIGNS, UNIT, relation_of

if TYPE_CHECKING:
    from perfscore.language.values.record import Empty

_NO_FIGURES = r"统计|测算|记录|填报|填列|测评|核算|评估|量化|提供|报送|上报|取得|获取"
_EMPTIES: tuple[tuple[str, Empty], ...] = (
    (r"(?:暂)?无|没有|暂没有", "none"),
    (r"不适用|[不未]涉及|本年度?不涉及|[Nn]/?[Aa]|[Nn]\.[Aa]\.?|无此项(?:内容|指标|业务)?", "not-applicable"),
    (r"[无不]需填[写报]|不考核|不[作做]要求|无要求", "not-applicable"),
    (
        rf"(?:暂|尚|暂时|目前)?[未无没]法?(?:做|作|作出|进行|有|能)?(?:{_NO_FIGURES})(?:数据|资料|数)?",
        "not-recorded",
    ),
    (r"(?:暂)?无(?:相关)?(?:数据|资料|统计)|数据(?:暂)?未(?:出|统计|公布)", "not-recorded"),
    (r"待(?:统计|核实|核算|评估|测算|上报|填报)|不详|未知|未填|缺失", "not-recorded"),
    (r"(?:具体|内容|情况)?(?:详|请|参|另|附|祥)见.{0,24}|参[照考](?:附|上|下).{0,12}|附[件表]\d*|略", "elsewhere"),
    (r"见(?:附|下|上|左|右|备注|说明|表|后|自评|报告|总结|佐证).{0,20}", "elsewhere"),
    (r"[同如与](?:上表|上述|上行|上|左|右|前|下)(?:相同|一致|所述|同|表|项|栏)?|〃|″|\"", "elsewhere"),
    (r"[…⋯]+|\.{3,}|。{3,}|\?+|□+|_+|待定|待填[写报]?|待补充?|待完善|待明确", "placeholder"),
    (r"指标值?\d?|年度指标值|目标值|实际(?:完成)?值|请(?:在此)?(?:如实)?填[写报列].{0,40}", "placeholder"),
    (r"填写(?:具体|实际|说明|完成|内容|指标|数值|年度).{0,40}|.{0,60}\d+字(?:以内|左右|内).{0,10}", "placeholder"),
    (r"请?(?:(?:简要|详细)(?:说明|描述|填写|介绍)|简述|概述).{2,60}", "placeholder"),
)
_EMPTY_RE = tuple((lazy_pattern(pattern), sort) for pattern, sort in _EMPTIES)

_TEMPLATE = lazy_pattern(rf"\(?(?P<sign>{SIGN})?(?:{GAP}|(?<=[≥≤<>=])[xXnN])(?P<unit>{UNIT})?(?:以[上下内])?\)?")
_BARE_SIGN = lazy_pattern(rf"(?P<sign>{SIGN})(?P<unit>{UNIT})?")
_ALL_GAPS = lazy_pattern(r"(?=[^\d]*(?:[*×]|[xX]+(?=[年月日个次%人元家项])))[^\d]*")
#: What stands where a number belongs; behind a sign a single letter will do.
_MAY_BE_GAPS = GAP_CHARACTERS | frozenset("nN")
#: Units that are also words.
_UNIT_WORDS = frozenset({"半年", *"对双级类方平省市县镇乡村校度本门队组"})
_GAP_IN_NUMBER = lazy_pattern(r"\d(?:[×*]{2,}|[xX]{2,})|(?:^|[\d年月至到-])(?:[×*]{1,2}|[xX]{1,2})[年月日]")

_BAD = (
    r"投诉|信访|上访|举报|事故|案件|事件|差错|错误|失误|违规|违纪|违法|犯罪|伤亡|死亡|伤害|受伤|缺陷|逃跑|脱逃|逃脱|纠纷|舆情|火灾|火情|感染|处罚|通报"
    r"|中毒|溺水|泄密|泄露|漏报|错报|迟报|瞒报|拖欠|欠薪|流失|浪费|问题|隐患|险情|疫情|污染|超标|冤假错案|灾害|停电|故障|复吸|上诉|污点|追责|问责|退件|返工"
)
_NO_BAD = lazy_pattern(
    rf"(?:(?:全年|年内|本年度?|年度)?(?:零|0|无|没有|未发生|未出现|未发现|不发生|杜绝)(?!障碍)[\u4e00-\u9fff、]{{0,10}}?(?:{_BAD})(?:发生|出现|现象|行为|情况|案件|事故|事件|记录|率)?)"
    r"|(?:全年|本年度?|年度|年内)?(?:未发生|没有发生|未出现|没有出现|未发现|不发生|零发生|0发生|零控制|零记录)"
    rf"|(?:[\u4e00-\u9fff]{{0,8}}(?:{_BAD})(?:数|次数|率|起数)?[:为]?零(?:发生)?)"
)
_ZERO = lazy_pattern(r"[=]?[零〇]")
_COMPARED = lazy_pattern(
    rf"(?P<name>[\u4e00-\u9fff]{{0,12}}?)(?P<words>{RELATION}|[≥≤<>])(?P<rest>[^≥≤<>=,;。\d]{{2,30}}|[^≥≤<>=,;。]{{2,40}})"
)
_IDENTIFIERS = lazy_pattern(
    r"(?:GB|CJJ?|JGJ|DB|HJ|JTG|TSG|SL|WS|ISO|T/|NY|AQ|DL|YY|QB)[A-Z/]*[\s-]?\d[\d.\-—]*|[〔\[(](?:19|20)\d\d[〕\])]\d+号|第?\d+号(?:文件?|令|公告)?"
    r"|(?:19|20)\d\d[-—~至](?:19|20)\d\d年度?|(?:19|20)\d\d年度?(?:\d{1,2}月(?:\d{1,2}日)?)?|PM\d+(?:\.\d)?|前\d+%|[第前]\d+[名位]?|\d+A级?|[A-Z]+\d+|\d+类|\d+级|\d+分位|\d+G|7[×*]24(?:小时)?|24小时(?=不间断|值|全天|运行|服务|在线|开放|轮|响应)|\d+期(?=工程|项目|建设)|\d+号[线楼]|\d年(?=规划|行动|计划)"
)


def read_empty(text: str) -> Value | int:
    """The sorts of empty: missing, none, not applicable, not recorded, elsewhere, a template left in place."""
    if is_blank_mark(text):
        return Value("empty", empty="missing")
    for pattern, sort in _EMPTY_RE:
        if pattern.fullmatch(text):
            return Value("empty", empty=sort)
    if found := _read_template(text):
        return found
    if _ALL_GAPS.fullmatch(text) or _GAP_IN_NUMBER.search(text):
        return Value("empty", empty="placeholder")
    if (
        is_known(text)
        and text not in _UNIT_WORDS
        and text[0] != "十"
        and len(text) <= 12
        and re.fullmatch(UNIT, text)
    ):
        # 万元: the template's unit, without a number
        return Value("empty", unit=canonical(text), empty="placeholder")
    return 0


def _read_template(text: str) -> Value | None:
    """≥**%, ≥ and ≥%: a template whose number is missing."""
    # The patterns are slow to compile; most texts hold no gap, or have a number behind the sign.
    unnumbered = None
    template = None if _MAY_BE_GAPS.isdisjoint(text) else _TEMPLATE.fullmatch(text)
    if template is None and text[0] in "≥≤<>=" and not text.lstrip("≥≤<>=")[:1].isdecimal():
        unnumbered = _BARE_SIGN.fullmatch(text)
        if unnumbered and unnumbered["unit"] and not is_known(unnumbered["unit"]):
            return None
    match = template or unnumbered
    if match is None:
        return None
    sign = SIGNS.get(match["sign"] or "")
    return Value("empty", sign, unit=canonical(match["unit"] or ""), empty="placeholder")


def read_zero(text: str) -> Value | int:
    """零, 零投诉, 未发生, 无重大安全责任事故: none of a bad thing, which is exactly 0."""
    if _ZERO.fullmatch(text) or _NO_BAD.fullmatch(text):
        word = "" if _ZERO.fullmatch(text) else text
        return Value("exact", "=" if word or text[0] == "=" else None, Decimal(0), Decimal(0), word=word)
    return 0


def read_comparison(text: str) -> Value | int:
    """不低于上年度: a bound without a number, against something that the text names."""
    match = _COMPARED.fullmatch(text)
    if not match or re.search(RELATION, match["name"]):
        return 0
    rest = match["rest"].strip()
    if _strip_identifiers(rest) != "" and re.search(r"\d", _strip_identifiers(rest)):
        return match.start("rest")
    sign = relation_of(match["words"])
    if _DENIED.search(match["name"]):
        return 0  # 无超出预算变更 denies a thing; it sets no bound
    if (
        sign is None
        or sign == "="
        or "分之" in rest
        or not re.search(r"[\u4e00-\u9fffA-Z]", rest)
        or rest[0] in "的了率额"
    ):
        return match.start("rest")
    # 不足之处, 超过预期 and the like compare with nothing that could be looked up.
    if match["words"] in (
        "不足",
        "不满",
        "不到",
        "最高",
        "最低",
        "最大",
        "最少",
        "最多",
        "至少",
        "至多",
        "起码",
        "未达到",
        "未达",
    ):
        return match.start("rest")
    if re.search(r"预期|期望|[,;]", rest):
        return match.start("rest")
    return Value("bound", sign, word=rest, label=match["name"])


#: What a comparison has before it where it is no comparison.
_DENIED = lazy_pattern(r"(?:无|没有?|零|杜绝|避免|防止)$")


def _strip_identifiers(text: str) -> str:
    return _IDENTIFIERS.sub("", text)


_MARKED = lazy_pattern(r"^(?:\(\d{1,2}\)|\d{1,2}[、.)]|[\u2460-\u2473])(?=[\u4e00-\u9fff])")


_RANK = lazy_pattern(rf"[\u4e00-\u9fff]{{0,8}}?第(\d{{1,4}}|{CHINESE})([位名])次?")


def read_qualitative(text: str) -> Value | int:
    """A word: no number stands in it, or only numbers that name something (a standard, a year, a class)."""
    bare = _strip_identifiers(_MARKED.sub("", text))
    if text.startswith("#") or "分之" in text:
        return 0
    if re.search(r"[\d%‰±≥≤<>=]", bare):
        first = re.search(r"[\d%‰±≥≤<>=]", text)
        return first.start() if first else 0
    if not re.search(r"[\u3400-\u9fffA-Za-z√✓✔]", text):
        return 0
    rank = _RANK.fullmatch(text)
    place = read_number(rank[1]) if rank else None
    if rank and place:
        # The place in a ranking goes along; it is no amount that could be reached or exceeded.
        return Value("qualitative", low=place.value, high=place.value, unit=rank[2], word=text)
    return Value("qualitative", word=text)
