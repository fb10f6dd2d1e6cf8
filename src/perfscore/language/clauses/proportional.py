"""In proportion: `按完成比例得分`, `按照完成值与指标值的比例记分`, `按比例扣分`, `按超过比例扣分`, `按线性内插法计分`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal

import pyparsing as pp

from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.language.clauses.formula import Formula, Name, Operation
from perfscore.language.clauses.ranges import Quantity
from perfscore.language.clauses.scope import gap
from perfscore.language.clauses.terminals import regex
from perfscore.language.clauses.words import EXCESS, NUMBER, SHORTFALL, UNIT, WEIGHT, fraction


@frozen
class Prorata:
    """The score as a share of the points.

    Attributes:
        deduct: 按比例扣分: in proportion to what is missing or exceeded.
        excess: 按超过比例扣分: the points less the share of the excess.
        of: written points that the share is taken of, None for the row's.
        times: what is multiplied by points, so that no bound of a tier is its base: the share of the target that was
            reached (完成比例×8分), or a rate (完成率×8分), which on a row of rates may be the actual itself.
        share: how many percent of the proportion are paid (按完成比例的50%).
        over: the written number that the actual is held against (占90%的比例), None for the target.
        short: whether the words say that the actual falls short (每少一家按比例扣分).
        line: a straight line over the tier: between the points at its two ends (内插), or 线性 alone, which does not
            say so.
        ends: the points at its two ends, where the words give them (在6分与10分之间).
    """

    deduct: bool = False
    excess: bool = False
    of: Fraction | None = None
    times: Literal["", "ratio", "rate"] = ""
    share: Fraction = Fraction(100)
    over: Quantity | None = None
    short: bool = False
    line: Literal["", "between", "open"] = ""
    ends: tuple[Fraction, Fraction] | None = None

    def say(self) -> str:
        """`按完成比例得分`."""
        if self.ends is not None:
            return f"按线性内插在{plain(self.ends[0])}分至{plain(self.ends[1])}分之间得分"
        if self.line:
            return "按线性内插得分" if self.line == "between" else "按线性得分"
        if self.excess:
            return "按超过比例扣分"
        if self.short:
            return "每少1个单位按比例扣分"
        if self.deduct:
            return "按比例扣分"
        what = "按完成率" if self.times == "rate" else "按完成比例"
        if self.of is not None:
            return f"{what}×{plain(self.of)}分得分"
        if self.times:
            return f"{what}×分值得分"
        if self.over is not None:
            return f"按实际完成值占{self.over.say()}的比例得分"
        return "按完成比例得分" if self.share == FULL_SHARE else f"按完成比例的{plain(self.share)}%得分"


FULL_SHARE = Fraction(100)

_WHAT = r"(?:(?:实际)?(?:完成|达成|实现|执行)(?:情况|任务|目标|计划|工作|进度)?(?:的|同|等)*|实际|相应|同等?|等|对应|所占|其|该)?"
_RATIO = r"(?:百分比例?|比例|比率|占比|百分率|比重|完成率|达成率|执行率|完成度)"
_RATES = ("完成率", "达成率", "执行率", "完成度")
_OF = rf"(?P<times>[×*](?:{WEIGHT}|(?P<of>{NUMBER})分?))?"
_VERB = r"(?:折算|换算|核算|计算|确定)?(?:后)?(?:的)?(?:得分|计分|记分|赋分|给分|评分|计算|折算|计|得|打分)(?:得分|分值|分数|分)?"

_THING = gap(r"\d,;。:()扣", "{1,14}")

SHARE = regex(
    rf"(?:则)?(?:可)?(?:按照?|根据|依据)(?:(?:指标|目标|项目|任务)?{_WHAT}(?P<what>{_RATIO})|{_THING}(?:与|和|占){_THING}(?:的比例|之比|比例|比值|的比率|的比值|的百分比|的比重)"
    rf"|{_THING}(?:与|和|占|除以|/)(?P<over>{NUMBER})(?P<unit>%|{UNIT})?(?:的|之)?(?:比例|比值|比率|百分比|比重|比))"
    rf"(?:(?:的|[×*])(?P<share>{NUMBER})%)?{_OF},?{_VERB}(?:,?满分为止)?"
    rf"|(?:按|以)?(?:{_WHAT}{_RATIO})(?:折算|计算)(?:得分|计分)"
).set_name("in proportion")


def _share(tokens: pp.ParseResults) -> Prorata:
    match: re.Match[str] = tokens[0]
    times: Literal["", "ratio", "rate"] = ""
    if match["times"]:
        times = "rate" if (match["what"] or "") in _RATES else "ratio"
    if match["times"] and (match["share"] or match["over"]):
        raise pp.ParseException("a share of a product")
    share = fraction(match["share"]) if match["share"] else FULL_SHARE
    over = Quantity(fraction(match["over"]), match["unit"] or "") if match["over"] else None
    if over is not None and (share != FULL_SHARE or not over.value):
        raise pp.ParseException("a share of a share")
    return Prorata(of=fraction(match["of"]) if match["of"] else None, times=times, share=share, over=over)


SHARE.set_parse_action(_share)
_CUT = regex(
    rf"(?:每(?:(?P<less>{SHORTFALL})|(?P<more>{EXCESS}))1?(?:{UNIT}|个?单位|%|个百分点)的?,?)?"
    r"(?:则)?按照?(?P<excess>超(?:过|出|额)?(?:部分)?的?|超标)?(?:未完成|差额|低于|短少|不足|相差|偏离|缺口|未达标|未达到|实际|相应|完成)?(?:部分)?(?:的)?(?:同等|等|相应)?"
    r"(?:比例|比率|百分比)(?:相应|进行|予以|逐步|递减|依次)?(?:扣减|扣除|扣)(?:相应|该项|权重)?(?:分值|得分|分数|分)",
    needs="扣分|扣减|扣除|扣相|扣该|扣权|扣得",
).set_name("deducted in proportion")


def _cut(tokens: pp.ParseResults) -> Prorata:
    match: re.Match[str] = tokens[0]
    if match["excess"] and match["less"]:
        raise pp.ParseException("both more and less")
    return Prorata(deduct=True, excess=bool(match["excess"] or match["more"]), short=bool(match["less"]))


_CUT.set_parse_action(_cut)
#: 按B/A记分: which letter is the target is known by the direction. 按(实际/计划)折算 is as written.
_LETTERS = regex(rf"(?:则)?按照?\(?(?:A[/÷]B|B[/÷]A)\)?(?:的?(?:比例|比值|比率))?{_VERB}(?![*×])", needs="A|B")
_LETTERS.set_parse_action(lambda _: Prorata())
_DONE, _DUE = r"(?:实际|完成)(?:完成)?(?:值|数|量)?", r"(?:计划|目标|任务)(?:值|数|量)?"
_RATIO_WRITTEN = regex(
    rf"(?:则)?按照?\(?{_DONE}[/÷]{_DUE}\)?(?:的?(?:比例|比值|比率))?{_VERB}(?![*×])",
    needs="/计|/目|/任|÷计|÷目|÷任",
)
_RATIO_WRITTEN.set_parse_action(
    lambda _: Formula(Operation(Name("实际完成值"), (("/", Name("目标值")), ("*", Name("分值")))))
)
_LINE = regex(
    r"(?:则|可)?(?:按照?|采用|采取|根据|运用|通过|用|取|以)?(?:直线|线性)?(?P<between>(?:内插|插值|插入)(?:法|值|值法)?|(?<=线性)插法)?"
    rf"(?:法|方式|方法|关系|比例|函数)?,?(?:在(?P<first>{NUMBER})分?(?:与|和|至|到|-)(?P<last>{NUMBER})分(?:之间|区间内?|范围内?)?)?(?:进行)?(?:折算|计算|确定|核算)?(?:(?:得分|计分|记分|赋分|给分|评分|打分|计算|折算)(?:得分|分值|分数)?|(?<=内插)(?=[,;。]|$)|(?<=插值)(?=[,;。]|$)|(?<=[插值入]法)(?=[,;。]|$))",
    needs="线性|直线|内插|插值|插入",
)
#: In proportion from the points at one end of a tier to those at the other: 70%-90%按比例增分.
_RISING = regex(
    r"(?:则)?(?:按照?)?(?:相应|同等|等)?比例(?:相应|逐步|依次)?(?:增分|递增(?:得分|计分|加分|分值)?|增加(?:得分|分值|分数))(?=[,;。]|$)",
    needs="比例[相逐依]?[应步次]?[增递]",
)
_RISING.set_parse_action(lambda _: Prorata(line="between"))


def _line(tokens: pp.ParseResults) -> Prorata:
    match: re.Match[str] = tokens[0]
    if not match["between"] and re.search("线性|直线", match[0]) is None:
        raise pp.ParseException("no line")
    if match["first"]:
        low, high = sorted((fraction(match["first"]), fraction(match["last"])))
        return Prorata(line="between", ends=(low, high))
    return Prorata(line="between" if match["between"] else "open")


_LINE.set_parse_action(_line)
OUTCOME = (_LINE | _RISING | _CUT | _LETTERS | _RATIO_WRITTEN | SHARE).set_name("proportional")
