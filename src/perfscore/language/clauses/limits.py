"""What bounds and shapes the score: `扣完为止`, `最多扣5分`, `最高30分`, `保留两位小数`, `不足1天按1天计`, `依次类推`."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Literal

import pyparsing as pp

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.language.clauses.scope import SCOPE, gap
from perfscore.language.clauses.terminals import regex
from perfscore.language.clauses.words import ADD_VERB, DEDUCT_VERB, EXCESS, NUMBER, TARGET, UNIT, WEIGHT, fraction

Bound = Literal[
    "floor", "most-off", "each-off", "most-on", "cap", "least", "down-to", "uncapped", "below-zero", "highest"
]


@frozen
class Limit:
    """A bound of the score; `points` is None where it is the row's points or zero, and percent of them for a share."""

    bound: Bound
    points: Fraction | None = None
    share: bool = False

    def say(self) -> str:
        """The bound in the canonical words."""
        points = "" if self.points is None else plain(self.points)
        if self.share:
            return f"最多扣分值的{points}%"
        return {
            "floor": f"扣完{points}分为止" if points else "扣完为止", "most-off": f"最多扣{points}分", "each-off": f"单项最多扣{points}分",
            "most-on": f"最多加{points}分",
            "cap": f"最高{points}分" if points else "满分为止", "least": f"最低{points}分", "down-to": f"最高扣至{points}分",
            "uncapped": "加分无上限", "below-zero": "可负分", "highest": "同一事项取最高分",
        }[self.bound]  # fmt: skip


@frozen
class Rounding:
    """The rule's own rounding of the score."""

    digits: int

    def say(self) -> str:
        """`保留2位小数`."""
        return f"保留{self.digits}位小数" if self.digits else "取整数"


@frozen
class PartOfStep:
    """What a part of a step costs."""

    mode: Literal["proportional", "whole", "started", "rung"]

    def say(self) -> str:
        """`不足1步按1步计`."""
        return {
            "proportional": "不足一个单位的按比例计算",
            "whole": "不足一个单位的不计",
            "started": "不足一个单位的按一个单位计",
            "rung": "按档计算",
        }[self.mode]


@frozen
class AndSoOn:
    """`依次类推`: the tiers go on at the same pace."""

    def say(self) -> str:
        """`依次类推`."""
        return "依次类推"


@frozen
class Starting:
    """A 减分 or 加分 item: it starts from zero."""

    down: bool

    def say(self) -> str:
        """`减分指标`."""
        return "减分指标" if self.down else "加分指标"


@frozen
class Standard:
    """The number that deductions count from, as the rule itself names it."""

    value: Fraction
    unit: str
    subject: str = ""

    def say(self) -> str:
        """`以95%为标准`."""
        return f"以{self.subject}{plain(self.value)}{self.unit}为标准"


def _limit(bound: Bound) -> Callable[[pp.ParseResults], Limit]:
    def act(tokens: pp.ParseResults) -> Limit:
        match: re.Match[str] = tokens[0]
        points = match.groupdict().get("n")
        return Limit(bound, fraction(points) if points else None)

    return act


def _rule(name: str, pattern: str, bound: Bound, needs: str = "") -> pp.ParserElement:
    element = regex(pattern, needs).set_name(name)
    element.set_parse_action(_limit(bound))
    return element


_MOST = r"(?:最多|最高|累计最多|累计最高|至多|最大|上限为?|不超过|以内|合计最多|总计不超过|总共最多|合计不超过|累计不超过|最高不超过|最多不超过|不得超过)"
#: The score, or the points that it is taken of, as a bound may name it again.
_SCORE = "(?:得分|扣分|分值|分数|权重分?|满分|(?:基本|基础|基准|标准)分值?)"
_ITS = f"(?:(?:该|本|此)(?:项目|项|指标|小项|条)?)?(?:的)?{_SCORE}?"
_ZERO = r"(?:0(?![\d.])|零)分?"
#: 最低得分为0, 最高扣至该指标得分为0, 此项扣分至基本分扣完为止, 本项分值扣完为止.
_DOWN_TO_ZERO = (
    rf"{_ITS}(?:最低|最少|至少)(?:得分|分值|分数|分)?(?:可?(?:为|得|计|记|是|到|至|不(?:得)?(?:低|少)于))*{_ZERO}(?:为止|止)?"
    rf"|{_ITS}(?:最高|最多|最低|最大)?(?:可)?(?:{DEDUCT_VERB})(?:分)?(?:至|到){_ITS}(?:为|是)?{_ZERO}(?:为止|止)?"
    rf"|{_ITS}(?:直?至|直?到)?{_ITS}(?:{DEDUCT_VERB})(?:完|光)(?:为止|止)"
)
_FLOOR = _rule(
    "floor",
    rf"{_DOWN_TO_ZERO}|(?:扣分)?以?{DEDUCT_VERB}(?:完|光)(?:{WEIGHT})?为限|(?:,|直至|直到|以|至)*(?:{DEDUCT_VERB}(?:完|光|至0分|到0分|到0分|减?至?零)(?:(?:该|本|此)(?:项|指标))?(?:(?:全部)?(?:权重分|分值|分数|分|{NUMBER}分|{WEIGHT}))?(?:为止|止|截止|即止|为限)?"
    rf"|(?:该项|本项|最低)?(?:得分)?(?:最低|最少|至)为?(?:得|计)?0分(?:为止)?|最低得?0分|(?:该项|本项)?(?:得分)?(?:最低|最少)(?:分)?(?:为|计|得|不得少于|不少于|不低于|不得低于)0分?(?![\d.])|最多扣[完光]|不倒扣(?:分)?|不出现负分|不计负分|不得负分|不(?:得)?为负)",
    "floor",
)
#: A floor below zero bounds the score, whatever its words: 最低扣至-10分, 最低得分为负5分, 扣到-6分为止.
_FLOOR_BELOW = regex(
    rf",?(?:直至)?(?:(?:该项|本项)?(?:得分|扣分|分值)?(?:最低|最少|下限|底限)(?:可|得分|分值|分数|分|为|计|记|得|不低于|不得低于)*(?:{DEDUCT_VERB})?(?:至|到)?为?"
    rf"|(?:{DEDUCT_VERB})(?:至|到)|(?:得分)?(?:不低于|不得低于))(?:-|负)(?P<n>{NUMBER})分(?:为止|止)?",
    needs="-|负",
).set_name("floor below zero")
_FLOOR_BELOW.set_parse_action(lambda t: Limit("least", -fraction(t[0]["n"])))
#: 最低得5分, 最低分为60分: the score itself. 最高扣至30分: down to that score, or so many points off.
_LEAST = _rule(
    "least",
    rf"{_ITS}最低(?:得分|分值|分数|分)?(?:可?(?:为|得|计|记|是|不(?:得)?低于))*(?P<n>{NUMBER})分(?![钟值数])(?:为止|止)?",
    "least",
    needs="最低",
)
_DOWN_TO = _rule(
    "down to",
    rf"(?:{_ITS}(?:最高|最多|最低)可?(?:{DEDUCT_VERB})(?:至|到){_ITS}(?:为|是)?(?P<n>{NUMBER})分(?![钟值数])(?:为止|止)?"
    rf"|{_ITS}(?:{DEDUCT_VERB})(?:至|到){_ITS}(?P<m>{NUMBER})分(?:为止|止))",
    "down-to",
    needs="扣至|扣到|减至|减到|除至|除到|掉至|掉到|去至|去到",
)
_DOWN_TO.set_parse_action(lambda t: Limit("down-to", fraction(t[0]["n"] or t[0]["m"])))
_FLOOR_NUMBER = _rule(
    "floor of so many", rf"{DEDUCT_VERB}(?:完|满)(?P<n>{NUMBER})分(?:为)?止", "floor", needs="完|满"
)
_MOST_OFF = _rule(
    "most off",
    rf"(?:累计|总共|合计|单次|本项)?(?:扣分)?{_MOST}(?:累计)?可?(?:{DEDUCT_VERB})(?:除|掉)?(?P<n>{NUMBER})分(?:为止)?|(?:累计)?扣分(?:总计|累计|合计|最高|最多)*(?:不超过|不得超过|上限为?|为)(?P<m>{NUMBER})分"
    rf"|(?:累计)?(?:扣分)?以(?:{DEDUCT_VERB})?(?P<l>{NUMBER})分为限|{_MOST}可?(?:{DEDUCT_VERB}){WEIGHT}的?(?P<share>{NUMBER})%",
    "most-off",
    needs=rf"{_MOST}(?:累计)?可?[扣倒减递]|扣分[总累合最不上为]|为限",
)
_MOST_OFF.set_parse_action(
    lambda t: Limit(
        "most-off", fraction(t[0]["n"] or t[0]["m"] or t[0]["l"] or t[0]["share"]), bool(t[0]["share"])
    )
)
_EACH_OFF = _rule(
    "most off by each clause",
    rf"(?:其中)?(?:单项|每1?项|各项|每类|每种)(?:累计|合计)?(?:扣分)?(?:最多|最高|至多|不超过)可?(?:{DEDUCT_VERB})?(?:除|掉)?(?P<n>{NUMBER})分(?:为止)?",
    "each-off",
    needs="[单每各1](?:项|类|种)(?:累计|合计)?(?:扣分)?(?:最|至|不)",
)
_MOST_ON = _rule(
    "most on",
    rf"(?:累计|总共|合计|单次|[本该此]项)*(?:{_MOST}可?{ADD_VERB}|(?:加分|奖励分?|奖分)(?:总计|累计|合计)?{_MOST})(?P<n>{NUMBER})分(?:为止)?",
    "most-on",
    needs="加|奖",
)
_CAP = _rule(
    "cap",
    rf"(?:得分|累计|合计|总分|本项|该项)*(?:{_MOST})(?:可?(?:得|计|记|追?加[至到]))?(?:分)?(?:为)?(?P<n>{NUMBER})分(?:为止|封顶)?|(?:加至|加到|加满)(?P<k2>{NUMBER})分(?:为)?止|(?P<k>{NUMBER})分封顶"
    rf"|{_ITS}(?:超过|超出|高于|大于)(?P<k3>{NUMBER})分(?:的|时|者)?,?(?:均|只|仅|一律)?(?:按照?|以)?(?P<k4>{NUMBER})分(?:计(?:算|分)?|为限|为准|封顶)",
    "cap",
    needs=rf"{_MOST}(?:可?[得计记])?分?为?\d|加[至到满]|封顶|(?:超[过出]|[高大]于)\d",
)


def _cap(tokens: pp.ParseResults) -> Limit:
    match: re.Match[str] = tokens[0]
    if match["k3"] != match["k4"]:
        raise pp.ParseException("more than so much counts as something else")
    return Limit("cap", fraction(match["n"] or match["k2"] or match["k"] or match["k3"]))


_CAP.set_parse_action(_cap)
_SOME = gap(r"\d,;。:()", "{0,6}")
_CAP_ROW = _rule(
    "cap at the points",
    rf"(?:最高得?|至|加至|以)?满分(?:为止|封顶|为限)|(?:最高|最多)加(?:至|到)(?:满分|{WEIGHT})|(?:(?:该|本)?(?:项|指标)?(?:总)?得分|累计得分|最高得?分?|最多得?分?|总分)?(?:最高)?(?:不能|不得|不|不可以?)(?:超过|突破|超出|高于)(?:{WEIGHT})(?:上限|总额|总分|值)?|最高得满分|(?:得分)?(?:超过|超出|高于|大于)(?:满分|{WEIGHT})(?:的|时|部分)?,?(?:均|只|一律)?(?:按照?|以)(?:满分|{WEIGHT})(?:计(?:算|分)?|为准)|(?:{_SOME}(?:率|比例))?超过100%(?:的|部分|时)*,?(?:均)?(?:按照?|以)100%(?:计算|计分|计)|(?:超额(?:完成)?|提前(?:完成)?|超过(?:目标值?|指标值|100%)|超出|超过)(?:的|部分)*,?(?:均)?不(?:再|予|另|得)?(?:加分|计分|重复计分|计算得分)(?=[;。,)]|$)|每再?(?:{EXCESS}|提前)(?:{TARGET})?{NUMBER}(?:%|个百分点|{UNIT})的?,?(?:均)?不(?:再|予|另|得)?加分(?=[;。,)]|$)|(?:但)?(?:最多|最高)(?:得|计)?(?:满分|{WEIGHT})",
    "cap",
    needs="满分为|满分封|最高|最多|超|提前|突破|高于|大于|加分",
)
_UNCAPPED = _rule(
    "no cap",
    r"(?:加分|得分)?(?:不设上限|无上限|上不封顶|不封顶)|可(?:以)?超过(?:满分|分值|权重分?)",
    "uncapped",
    needs="上限|封顶|可超过|可以超过",
)
_BELOW = _rule(
    "below zero",
    r"(?:得分|分值|分数|最后得分)?(?:可|可以|允许|直至|最低(?:得分|分值|分)?(?:可|可以)?)(?:计|得|为|是|出现|记|扣至|扣到|到)*负[分数值]|(?:扣分?)?(?:不设|没有|无)下限(?:\(可?(?:为|计|得|扣至|出现)?负分?数?\))?|可倒扣|倒扣(?:至负分)?(?=[;。,]|$)|扣至负分",
    "below-zero",
    needs="负|下限|倒扣",
)
#: 同一事项获得不同级别奖励的,以最高级别的奖励加分; 同一项目获多级奖项的取最高分,不重复计分.
_HIGHEST = _rule(
    "highest of several",
    rf"(?:(?:因|对|若)?(?:同一|同类|同项|多次|多个|多级|多项|不同|同时)(?:(?!最高|{SCOPE})[^\d,;。:()扣]){{0,20}}?,?)?(?:(?:(?:只|仅)?[取按以就]|[只仅]计)(?:其中)?最高(?:级别|等级|层次|奖项|奖励|荣誉|奖|级|档|项|的|扣分|分值?|1项|1级)*|按?就高(?:不就低)?(?:原则)?)"
    r"(?:奖励|奖项|荣誉)?(?:加分|得分|扣分计?|计分|记分|计算|给分|为准|计|算)?(?:,?不(?:再|得|予)?(?:重复|累计|累加)(?:加分|计分|记分|得分|计算|奖励)?)?(?=[;。,)]|$)",
    "highest",
    needs="[取按以就计](?:其中)?最高|就高",
)
LIMIT = (
    _HIGHEST
    | _FLOOR_BELOW
    | _FLOOR_NUMBER
    | _FLOOR
    | _LEAST
    | _DOWN_TO
    | _EACH_OFF
    | _MOST_OFF
    | _MOST_ON
    | _CAP_ROW
    | _CAP
    | _UNCAPPED
    | _BELOW
).set_name("limit")

ROUNDING = regex(
    r"\(?(?:(?:得分|结果|计算结果|分值)?(?:按)?四舍五入,?(?:后)?)?(?:得分|结果|计算结果)?(?:保留|精确到|取|精确至)(?:小数点?后?)?(?:(?P<n>\d)位(?:小数)?|(?P<w>整数|个位))(?:数)?(?:,?\(?四舍五入\)?)?\)?",
    needs="位|整数",
).set_name("rounding")
ROUNDING.set_parse_action(lambda t: Rounding(int(t[0]["n"]) if t[0]["n"] else 0))

_STEP = rf"(?:(?:{NUMBER}|一)(?:个?单位|%|个百分点|{UNIT})?|(?:一|该)?(?:个)?(?:单位|整数|百分点))"
_PART = r"(?:增加|超过|低于|减少|降低|下降|逾期|延迟|超出|其中|超)?(?:部分)?(?:不足|不到|不满|未满|未达到?|达不到|小于|少于|低于|<)"
PART = regex(
    rf"{_PART}{_STEP}(?:的)?(?:部分|零头|尾数)?,?(?:(?P<p>(?:也)?按(?:照)?(?:比例|实际比例|相应比例)(?:计算|扣分|扣减|折算|计扣|扣|加分|计)?(?:分)?)"
    rf"|(?P<s>(?:也)?(?:均)?(?:按|以|视为|视同|算)(?:{_STEP}|单位)(?:计算?|扣分?|扣减|计扣|算|加分)?(?:分)?)|(?P<w>不(?:予)?(?:扣分?|计算?|计扣|加分|扣减|算)(?:分)?|忽略不计|舍去))"
    r"|(?P<p2>按比例(?:扣分|扣减|计算)(?=[;。]|$))|(?P<rung>按档计算)",
    needs="不足|不到|不满|未满|未达|小于|少于|低于|<|按比例|按档",
).set_name("part of a step")


#: So large a percentage is no step.
_LARGE, _PERCENTS = 20, lazy_pattern(rf"({NUMBER})%")


def _part(tokens: pp.ParseResults) -> PartOfStep:
    match: re.Match[str] = tokens[0]
    if (match["p"] or match["p2"]) and any(fraction(n) >= _LARGE for n in _PERCENTS.findall(match[0])):
        raise pp.ParseException("a share below a threshold, and no part of a step")
    if match["rung"]:
        return PartOfStep("rung")
    return PartOfStep("proportional" if match["p"] or match["p2"] else "started" if match["s"] else "whole")


PART.set_parse_action(_part)

AND_SO_ON = regex(
    r"(?:,)?(?:以此类推|依次类推|依此类推|以次类推|其余类推|其他类推|依次递减|类推)(?=[;。,)]|$)",
    needs="类推|依次递减",
).set_name("and so on")
AND_SO_ON.set_parse_action(lambda _: AndSoOn())

STARTING = regex(
    r"(?:第\d+项|该项|本项|该指标|本指标|此项)?(?:为|属于|是|属)?(?:(?P<down>减分|扣分|负分|倒扣分)|(?P<up>奖励加分|加分|奖励))(?:指标|项目|项)(?=[,;。:]|$)|(?:奖励)?加分(?=:)",
    needs="分指|分项|奖励|加分:",
).set_name("starting point")
STARTING.set_parse_action(lambda t: Starting(down=bool(t[0]["down"])))
_NAMING = r"[^\d,;。:()每扣得]"
_NUMBERED = rf"(?P<n{{0}}>{NUMBER})(?P<u{{0}}>%|个百分点|{UNIT})?"
STANDARD = regex(
    rf"(?P<p1>{_NAMING}{{0,14}}?)以(?P<s1>{_NAMING}{{0,12}}?){_NUMBERED.format(1)}(?:作)?为(?:标准|基准|基数|基点|目标|起点|界)(?:值|线)?(?=[,;。]|$)"
    rf"|(?P<s2>{_NAMING}{{0,8}}?)(?:(?:目标值|指标值|标准值|基准值|计划数)(?:为|是|:|=)|目标(?=\d)){_NUMBERED.format(2)}(?=[,;。]|$)"
    rf"|(?P<s3>{_NAMING}{{2,14}}?(?:率|度|数|量|值|覆盖面)){_NUMBERED.format(3)}(?=[,;。]每(?:降?低|减?少|下降|超|高|增加))",
    needs=r"为[标基目起界]|[值数][为是:=]\d|目标\d|[率度数量值面]\d",
).set_name("written standard")


def _standard(tokens: pp.ParseResults) -> Standard:
    match: re.Match[str] = tokens[0]
    form = next(n for n in "123" if match[f"n{n}"])
    subject = (match["p1"] or match["s1"]) if form == "1" else match[f"s{form}"]
    return Standard(fraction(match[f"n{form}"]), match[f"u{form}"] or "", subject or "")


STANDARD.set_parse_action(_standard)
_MINUS_MOST = regex(rf"{_MOST}减(?P<n>{NUMBER})分", needs="减")
_MINUS_MOST.set_parse_action(lambda t: Limit("most-off", fraction(t[0]["n"])))

ANY = (STANDARD | PART | ROUNDING | STARTING | _MINUS_MOST | LIMIT | AND_SO_ON).set_name("limits")
