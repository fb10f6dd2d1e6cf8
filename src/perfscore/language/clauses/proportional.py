"""In proportion: `按完成比例得分`, `按照完成值与指标值的比例记分`, `按比例扣分`, `按超过比例扣分`."""

from __future__ import annotations

import re
from fractions import Fraction

import pyparsing as pp

from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.language.clauses.formula import Formula, Name, Operation
from perfscore.language.clauses.scope import gap
from perfscore.language.clauses.terminals import regex
from perfscore.language.clauses.words import NUMBER, WEIGHT, fraction


@frozen
class Prorata:
    """The score as a share of the points.

    Attributes:
        deduct: 按比例扣分: in proportion to what is missing or exceeded.
        excess: 按超过比例扣分: the points less the share of the excess.
        of: written points that the share is taken of, None for the row's.
        rate: a rate is multiplied by points (完成率×8分), so that nothing but the whole is its base.
        measured: words that name what over what, empty for completion.
    """

    deduct: bool = False
    excess: bool = False
    of: Fraction | None = None
    rate: bool = False

    def say(self) -> str:
        """`按完成比例得分`."""
        if self.excess:
            return "按超过比例扣分"
        if self.deduct:
            return "按比例扣分"
        if self.of is not None:
            return f"按完成比例×{plain(self.of)}分得分"
        return "按完成比例×分值得分" if self.rate else "按完成比例得分"


_WHAT = r"(?:(?:实际)?(?:完成|达成|实现|执行)(?:情况|任务|目标|计划|工作)?(?:的)?|实际|相应|同等|对应|所占|其|该)?"
_RATIO = r"(?:百分比例?|比例|比率|占比|百分率|比重|完成率|达成率|执行率|完成度)"
_OF = rf"(?P<rate>[×*](?:{WEIGHT}|(?P<of>{NUMBER})分?))?"
_VERB = r"(?:折算|换算|核算|计算|确定)?(?:后)?(?:的)?(?:得分|计分|记分|赋分|给分|评分|计算|折算|计|得|打分)(?:得分|分值|分数|分)?"

_THING = gap(r"\d,;。:()扣", "{1,14}")

SHARE = regex(
    rf"(?:则)?(?:可)?(?:按照?|根据|依据)(?:(?:指标|目标|项目|任务)?{_WHAT}{_RATIO}|{_THING}(?:与|和|占){_THING}(?:的比例|之比|比例|比值|的比率|的比值|的百分比|的比重))"
    rf"{_OF},?{_VERB}(?:,?满分为止)?"
    rf"|(?:按|以)?(?:{_WHAT}{_RATIO})(?:折算|计算)(?:得分|计分)"
).set_name("in proportion")
SHARE.set_parse_action(lambda t: Prorata(of=fraction(t[0]["of"]) if t[0]["of"] else None, rate=bool(t[0]["rate"])))
_CUT = regex(
    r"(?:则)?按照?(?P<excess>超(?:过|出|额)?(?:部分)?的?|超标)?(?:未完成|差额|不足|相差|偏离|缺口|未达标|未达到|实际|相应|完成)?(?:部分)?(?:的)?(?:同等|等|相应)?"
    r"(?:比例|比率|百分比)(?:相应|进行|予以|逐步|递减|依次)?(?:扣减|扣除|扣)(?:相应|该项|权重)?(?:分值|得分|分数|分)"
).set_name("deducted in proportion")


def _cut(tokens: pp.ParseResults) -> Prorata:
    match: re.Match[str] = tokens[0]
    return Prorata(deduct=True, excess=bool(match["excess"]))


_CUT.set_parse_action(_cut)
#: 按B/A记分: which letter is the target is known by the direction. 按(实际/计划)折算 is as written.
_LETTERS = regex(rf"(?:则)?按照?\(?(?:A[/÷]B|B[/÷]A)\)?(?:的?(?:比例|比值|比率))?{_VERB}(?![*×])")
_LETTERS.set_parse_action(lambda _: Prorata())
_DONE, _DUE = r"(?:实际|完成)(?:完成)?(?:值|数|量)?", r"(?:计划|目标|任务)(?:值|数|量)?"
_RATIO_WRITTEN = regex(rf"(?:则)?按照?\(?{_DONE}[/÷]{_DUE}\)?(?:的?(?:比例|比值|比率))?{_VERB}(?![*×])")
_RATIO_WRITTEN.set_parse_action(
    lambda _: Formula(Operation(Name("实际完成值"), (("/", Name("目标值")), ("*", Name("分值")))))
)
OUTCOME = (_CUT | _LETTERS | _RATIO_WRITTEN | SHARE).set_name("proportional")
