"""Against the target in words, and plain statements of fact: `达到目标值得满分,否则不得分`, `未发生得满分`."""

from __future__ import annotations

import re
from typing import Literal

import pyparsing as pp

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.language.clauses.scope import SCOPE, gap
from perfscore.language.clauses.terminals import Ways, regex, tried
from perfscore.language.clauses.words import NOUNS, TARGET, TARGET_BEGINS

Standing = Literal[
    "met", "unmet", "better", "worse-high", "worse-low", "at-most", "at-least", "equal", "unequal", "inside",
    "outside", "negative",
]  # fmt: skip
#: Standings at which nothing is wrong with the target, and those of which one is all that the other is not.
REACHED: tuple[Standing, ...] = ("met", "equal", "inside", "at-most", "at-least")
OPPOSED: tuple[set[Standing], ...] = (
    {"met", "unmet"},
    {"at-most", "worse-high"},
    {"at-least", "worse-low"},
    {"met", "worse-high"},
    {"met", "worse-low"},
)


@frozen
class Against:
    """How the actual stands to the target, without a number.

    Attributes:
        thing: what is held against the target (*会议费*超过预算, 突破*工资总额*预算), empty where nothing is named.
    """

    standing: Standing
    text: str
    thing: str = ""

    def say(self) -> str:
        """The words as written."""
        return self.text


@frozen
class Otherwise:
    """Whatever no other clause covers: 否则, 其余."""

    def say(self) -> str:
        """`否则`."""
        return "否则"


@frozen
class Saying:
    """A statement of fact or a grade, in words; several parts are all meant at once."""

    text: str

    def say(self) -> str:
        """The words themselves."""
        return self.text


_ADVERB = r"(?:全部|全面|按时|按期|按计划|如期|及时|按要求|按规定|圆满|足额|均|已|能够?|顺利|按标准|超额(?=完成))*"
_DO = r"(?:完成|达到|达成|实现|满足|达|到达|符合)"
_GOAL = rf"(?:{TARGET}|工程量|工作量|采购任务|采购|工作任务|进度要求|进度计划|进度|年度任务|全部任务|建设任务|建设内容|计划|先进值|约定)(?:任务|值|要求|数)?"
#: How each of them begins.
_GOAL_BEGINS = f"(?:{TARGET_BEGINS}|工程|工作|采购|进度|建设)"
_SOME = gap(r"\d,;。:()得计记扣减加未不率", "{0,12}?")
_END = r"(?:的|者|时|,则|则)?(?=[,;。:()]|[该本此]项|得|计|记|[另再]?扣|减|[另再]?加|赋|给|满分|不|按|为|可[得计记]|\d|每|$)"
#: Words that join one more condition.
OR, AND = "或者|或是|或", "并且|而且|同时|但是|且|并(?!网)|但|而(?![成易])"
JOINS = f"{OR}|{AND}"
_NOT = r"(?:未能?|没有?|不能?|未按(?:时|期|计划|要求|规定))"

#: What is a standing only where this follows at once.
_PAID, _BY, _BY_MORE, _THAT = _ONLY = (
    r"(?=(?:的|者)?,?(?:[得计记给]|满分|不扣))",
    r"(?=的?,?(?:按|得分=))",
    r"(?=的?,?(?:按|得分=|每再?(?:超|增|高|多)))",
    r"(?=[的者],?(?:[得计记给扣减]|满分|不|按))",
)
#: Each way to say that the target is met, and what a text holds that says it so.
_MET = (
    (rf"{_ADVERB}{_DO}(?:了)?{_SOME}{_GOAL}(?:及以上|的?100%)?", f"{_DO}[^\\d,;。:()]{{0,20}}?{_GOAL_BEGINS}"),
    (rf"达标|{_ADVERB}(?:完成|完工|达成)", "达标|完成|完工|达成"),
    (rf"(?:{_GOAL})(?:已|均|全部|按期|按时|如期)*(?:完成|达成|实现)", f"{_GOAL_BEGINS}.{{0,60}}?(?:完成|达成|实现)"),
    (r"(?:已|能|能够)?达到" + _PAID, "达到[的者]?,?(?:[得计记给]|满分|不扣)"),
)  # fmt: skip
_UNMET = (
    rf"(?:若|如|凡|其余)?(?:{_NOT}{_ADVERB}{_DO}(?:了)?{_SOME}(?:{_GOAL})|{_NOT}{_ADVERB}(?:完成|达成|完工|达标|达到|实现)"
    rf"|未到达|达不到(?:{_GOAL})?|完不成(?:{_GOAL})?)"
)

_OWN = r"(?:(?:实际)?完成(?:值|数|率|情况)|实际(?:值|数)?|指标值)?"
_NAMED = gap(r"\d,;。:()未不无没得计记扣每", "{1,16}?")
#: The name of a rate before the standing that it reaches.
_NAMED_LONG = gap(r"\d,;。:()未不无没得扣", "{1,20}?") + "(?<=[率度例值数量额])"

#: A relation of order, its denial, and its goal, composed: each of them is closed, and what they name is open.
_HIGH, _LOW = "高于|超过|超出|大于|多于|突破|超(?![额支标])|>", "低于|少于|小于|不足|<"
_DENIED = "(?:未曾?|不得?|没有?)"
_ORDER: tuple[tuple[Standing, str], ...] = (
    ("at-least", rf"{_DENIED}(?:{_LOW})(?:或等于)?|≥|大于等于|(?:{_HIGH})或等于|等于或者?(?:{_HIGH})"),
    ("at-most", rf"{_DENIED}(?:{_HIGH})|≤|小于等于|(?:{_LOW})或等于|(?:等于|达到)或者?(?:{_LOW})|控制在"),
    ("worse-high", _HIGH),
    ("worse-low", _LOW),
)
#: A relation alone: to what it is, the clauses beside it tell.
BARE = lazy_pattern(f"(?:{'|'.join(relation for _, relation in _ORDER)})的?")
_CHARACTERS = r"\d,;。:()未不无没得计记扣加减每"
_BEFORE = gap(_CHARACTERS, "{0,12}?") + f"(?:(?:{NOUNS}|(?<=[查价评度])得分)" + gap(_CHARACTERS, "{0,8}?") + ")?"
#: A goal of another time, or of others, is not the row's.
_BETWEEN = (
    rf"(?:(?!平均|上年|去年|前年|上一|上期|上届|往年|历年|历史|同期|同类|同行|{SCOPE})[^{_CHARACTERS}率]){{0,12}}?"
)
_LIMITED = "(?:目标|计划|预算|预定|控制|标准|定额|核定|限额|概算)"
_ANY_GOAL = rf"(?:{_GOAL}(?:{_GOAL})?|{_LIMITED}成本)"
#: The same thing as it is due: 实际用电量不超过*定额用电量*.
_OF_THE_SAME = _LIMITED + gap(_CHARACTERS, "{2,8}?")
_SAME = lazy_pattern(rf".*?(?P<thing>.+)(?:{'|'.join(relation for _, relation in _ORDER)}){_LIMITED}(?P=thing)")
_ORDERED = lazy_pattern(
    rf"(?:如果?|若|凡)?(?P<before>(?:{_BEFORE})?)(?:{'|'.join(relation for _, relation in _ORDER)})(?P<thing>.*?){_ANY_GOAL}.{{0,4}}"
)

#: What every relation that orders holds; few standings do.
_ORDERS = lazy_pattern("[于过出破超支足≥≤在]")

#: All of it, whatever it is: 足额拨付, 配齐人员, 招满. That it was done well (归档整齐) is another thing.
_DONE_WHOLE = (
    r"(?:足额|全额|如数|全部(?=落实|兑现|发放|到位|缴纳|拨付|支付|入库|配备|建成|开工))"
    + gap(_CHARACTERS, "{2,10}?")
    + "|[配备招补缴交种栽](?:齐|满|足)(?:全)?"
    + gap(_CHARACTERS, "{0,8}?")
)
WHOLE = lazy_pattern(
    r"(?!.*(?:完成|达成|完工|实现|达标))(?:未能?|没有?)?(?:足额|全额|如数|全部|[配备招补缴交种栽](?:齐|满|足)全?)(?P<thing>.*)"
)

_THIS = "该" + gap(r"\d,;。得计", "{1,4}")
#: Each standing, how it is said, and what a text holds that says it so.
_STANDING: tuple[tuple[Standing, str, str], ...] = (
    ("negative", gap(r"\d,;。", "{0,8}?") + r"不降反升|(?:出现|为|呈)?负增长", "不降反升|负增长"),
    ("inside", r"(?:在)?(?:允许)?(?:误差|偏差)(?:允许)?(?:范围)(?:以?内)?", "误差|偏差"),
    ("met", rf"[在处]于?(?:{TARGET}|该|此)?的?(?:区间|范围)(?:之|以)?内", "区间|范围"),
    ("outside", r"(?:超出|超过)(?:允许)?(?:误差|偏差)(?:允许)?(?:范围|值)?", "误差|偏差"),
    ("unequal", rf"(?:(?:多于或少于|高于或低于|超过或低于|少于或多于|低于或高于)(?:{TARGET}|{_THIS})|(?:与)?{TARGET}不一致)", "或|不一致"),
    ("equal", rf"(?:刚好|恰好|正好){_DO}{_SOME}{_GOAL}", "刚好|恰好|正好"),
    ("equal", rf"(?:(?:完成值|实际值|实际完成值)?(?:与|同){TARGET}(?:相?一致|相同|相等|相符)|等于{TARGET})", "一致|相同|相等|相符|等于"),
    ("equal", r"(?:标准|基准|目标|计划|指标)(?:价格?|值)(?:所?对应的?(?:分数|分值|得分)|(?=[得计记]\d))", r"[价格值](?:所?对应|[得计记]\d)"),
    ("better", rf"(?:超额(?:完成)?(?:{_SOME}{_GOAL})?)", "超额"),
    ("unmet", r"(?:部分完成|(?:未能?|没有)(?:全部|足额)完成|完成不足)" + _BY, "部分完成|全部完成|足额完成|完成不足"),
    ("unmet", _UNMET, "未|没|达不到|完不成|不超额|不全|不按|不如|不及|不圆|不足|不均|不已|不能|不顺|不完|不达|不实|不满|不到|不符"),
    *(("met", f"(?:若|如|凡)?(?:{pattern})" if not pattern.endswith(_PAID) else pattern, needs) for pattern, needs in _MET),
    ("met",
     r"(?:在)?(?:规定|约定|计划|要求|合同){1,2}(?:的)?(?:时间|期限|时限|工期)(?:节点)?(?:以?内|之前|前)(?:完成|办结|完工|下达|拨付|报送|提交)?",
     "时间|期限|时限|工期"),
    ("met", r"按(?:规定|计划|要求|约定|合同){1,2}的?(?:时间|时限|期限|工期)(?:节点)?(?:以?内)?(?:完成|办结|完工|下达|拨付|报送|提交)?", "时间|期限|时限|工期"),
    ("met", rf"(?:{_BEFORE})?(?:完成|达到|达成|实现)或者?(?:超额完成|超额|超过|超出|高于|优于){_BETWEEN}{_GOAL}", "成或|到或|现或"),
    ("unmet", rf"{_NAMED}(?:达不到|未达到){TARGET}", "达不到|未达到"),
    ("met", rf"{_NAMED}(?:达到|完成|实现){TARGET}", f"(?:达到|完成|实现){TARGET_BEGINS}"),
    ("met", rf"{_NAMED_LONG}{_DO}{_SOME}{TARGET}", rf"[率度例值数量额]{_DO}[^\d,;。:()]{{0,12}}?{TARGET_BEGINS}"),
    ("unmet", rf"{_NAMED_LONG}{_NOT}{_DO}{_SOME}{TARGET}", f"[率度例值数量额]{_NOT}"),
    ("worse-high", r"(?:超出|超过|超支|超时限)(?:部分)?" + _BY_MORE, "超(?:[出过支]|时限)(?:部分)?的?,?(?:按|得分=|每)"),
    ("met", r"按(?:计划|规定|合同|时序)(?:的)?进度(?:要求)?(?:完成)?", "进度"),
    ("met", rf"{_NAMED}(?:按时|按期|如期|按计划)(?:完成|完工|建成|办结|交付)", "按时|按期|如期|按计划"),
    ("unmet", rf"{_NAMED}(?:未能?|没有?)(?:(?:达到|完成|实现){TARGET}|(?:按时|按期|如期|按计划)(?:完成|完工|建成|办结|交付))", "未|没"),
    ("unmet", r"超标(?!\d)", "超标"),
    ("met", r"[不未]超标", "超标"),
    ("worse-high", r"超(?:支|了)", "超[支了]"),
    ("unmet", f"(?:未能?|没有?)(?:{_DONE_WHOLE})", "[额数部齐满足]"),
    ("met", f"(?:{_DONE_WHOLE})", "[额数部齐满足]"),
    *(
        (standing, rf"(?:{_BEFORE})?(?:{relation}){_BETWEEN}{_ANY_GOAL}(?:范围)?(?:以?内|之内)?", f"(?:{relation})[^\\d,;。:()]{{0,13}}?{_GOAL_BEGINS}")
        for standing, relation in _ORDER
    ),
    *((standing, rf"(?:{_BEFORE})(?:{relation}){_OF_THE_SAME}", f"(?:{relation}){_LIMITED}") for standing, relation in _ORDER),
    *((standing, f"(?:{relation}){_PAID if standing in ('at-most', 'at-least') else _THAT}", f"(?:{relation})[的者,得计记给满不]") for standing, relation in _ORDER),
)  # fmt: skip
_STANDS = r"(?:如果|若|如|凡)?" + _OWN


def _followed(behind: str, *, paid: bool = False) -> list[tuple[str, str]]:
    """What is needed and the pattern of each standing, before what follows it.

    Args:
        behind: what follows.
        paid: whether that may be what pays.
    """
    return [
        (needs, f"(?P<s{n}>{pattern}){behind}")
        for n, (_, pattern, needs) in enumerate(_STANDING)
        if paid or not pattern.endswith(_ONLY)
    ]


AGAINST = tried(_followed(_END, paid=True), head=_STANDS).set_name("standing")
STANDS = Ways(_followed(","), head=_STANDS)
#: The same before one more condition.
AGAINST_JOINED = tried(_followed(f"(?=的?,?(?:{JOINS}))"), head=_STANDS, needs=JOINS).set_name(
    "standing before a condition"
)


def _against(tokens: pp.ParseResults) -> Against:
    match: re.Match[str] = tokens[0]
    named = match.groupdict()
    for n, (standing, pattern, _) in enumerate(_STANDING):
        if named.get(f"s{n}") is not None:
            text = re.sub(r"(?:的|者|,|则)+$", "", match[0])
            text += "的" * pattern.endswith(_THAT)
            if pattern.endswith(_OF_THE_SAME) and _SAME.fullmatch(text) is None:
                raise pp.ParseException("another thing is due")
            whole = WHOLE.fullmatch(text)
            ordered = _ORDERED.fullmatch(text) if _ORDERS.search(text) else None
            if whole is not None:
                return Against(standing, text, whole["thing"])
            return Against(standing, text, "" if ordered is None else ordered["before"] or ordered["thing"])
    raise pp.ParseException("no standing")


AGAINST.set_parse_action(_against)
AGAINST_JOINED.set_parse_action(_against)

OTHERWISE = regex(
    r"(?:之后(?:完成|办理|下达|拨付|到位)?|此后|(?:超出|超过|超支|超标|未达)(?:的|部分)*(?=,?(?:不得分|不计分|得0分))|否则|反之|其余|其他|其它|除此之外|以外|不满足|未满足|不符合(?:要求|上述要求|以上要求|条件)?|均未完成"
    r"|(?:(?:超出|超过|高于)或(?:者)?(?:低于|少于)|不在)(?:该|此|上述|以上|这一)(?:范围|区间)(?:以?内)?)"
    r"(?:的|者|,则|则|情况|情形|均|一律|,)*",
    needs="之后|此后|超|未|否则|反之|其余|其他|其它|除此|以外|不满足|不符合|高于|不在",
).set_name("otherwise")
OTHERWISE.set_parse_action(lambda _: Otherwise())
