"""Points in words: `得满分`, `计8分`, `不得分`, `扣2分`, `扣10分的5%`, `得70%分值`, `加1分`."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Literal

import pyparsing as pp

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import plain
from perfscore.core.rational import rational
from perfscore.core.records import frozen
from perfscore.language.clauses.terminals import regex
from perfscore.language.clauses.words import ADD_VERB, AWARD_VERB, DEDUCT_VERB, NUMBER, WEIGHT, fraction

Manner = Literal["award", "deduct", "add"]


@frozen
class Amount:
    """A number of points.

    Attributes:
        manner: how it is given: as the score, off the score, on top of it.
        points: written points; None for a share.
        share: percent of `of`, or of the row's points where `of` is None.
        of: the written number that a share is taken of (10分的5%).
        high: the upper end of a range of points, which nobody can score by (2-3分).
        extra: 另加: on top of the points, whatever they are.
        judged: how many points is left to the scorer: 酌情扣分.
        each: 各扣: off for each of several things.
    """

    manner: Manner
    points: Fraction | None = None
    share: Fraction | None = None
    of: Fraction | None = None
    high: Fraction | None = None
    extra: bool = False
    judged: bool = False
    each: bool = False

    def value(self, row: Fraction) -> Fraction | None:
        """The points for a row of so many points; None for a range or a judgement."""
        if self.high is not None or self.judged:
            return None
        if self.points is not None:
            return self.points
        assert self.share is not None  # noqa: S101 - one of the two is always written
        return (row if self.of is None else self.of) * self.share / 100

    def say(self) -> str:
        """The amount in the canonical words."""
        verb = {"award": "得", "deduct": "各扣" if self.each else "扣", "add": "另加" if self.extra else "加"}[
            self.manner
        ]
        if self.judged:
            return "酌情扣分"
        if self.high is not None and self.points is not None:
            return f"{verb}{plain(self.points)}-{plain(self.high)}分"
        if self.points is not None:
            nothing = {"award": "不得分", "add": "不加分"}.get(self.manner) if self.points == 0 else None
            return nothing or f"{verb}{plain(self.points)}分"
        assert self.share is not None  # noqa: S101
        if self.of is not None:
            return f"{verb}{plain(self.of)}分的{plain(self.share)}%"
        if self.manner == "award" and self.share == 100:
            return "得满分"
        # Two thirds of the points are no percentage that can be written down.
        part = self.share / 100
        percent = 10**6 % self.share.denominator == 0
        return (
            f"{verb}分值的{plain(self.share)}%" if percent else f"{verb}分值的{part.numerator}/{part.denominator}"
        )


FULL = Amount("award", share=rational(100))
NONE = Amount("award", points=rational(0))
#: Nothing on top.
NO_MORE = Amount("add", points=rational(0))

_GUARD = r"(?!钟|数|以|及|的|制|类|别|值|档|管|以上|以下|以内)"
_NONE_WORDS = (
    r"(?:(?:该|本|此)(?:项|指标|小项)?,?(?:均)?)?(?:一律|全部|均|都)?"
    r"(?:不予?得分|不予?计分|不予?记分|不给分|不予?赋分|不能?得分|不给予?分|无分|(?:得分|分值|分数)为0分?|(?<=[项标])得?(?:分|分值|分数)?[记计得为按]?(?:为|作)?0分(?:计|处理|计算)?|取消得分|扣完(?:全部)?(?:分值)?(?![为止分\d])|扣除?全部分值?"
    r"|扣除?满分|扣除?该项(?:全部)?分值?|扣除?(?:该|本)(?:项|指标)(?:全部)?(?:分值|分数|得分)(?!的)"
    r"|(?:实行|执行|予以|给予|按)?[一1]票否决(?:制|处理)?(?:,?(?:则|即)?(?:(?:该|本|此)?(?:项|指标))?(?:不得分|不计分|(?:得|计|为)0分))?(?=[;。,)]|$))(?![值的\d])"
)
_FULL_WORDS = (
    rf"(?:(?:可)?{AWARD_VERB}(?:该|本|此)?(?:项|指标)?(?:所赋)?(?:全部|全额|满)(?:分值|分数|权重分|权重|得分|分)?(?:分)?(?!分?的?\d[\d.]*%)|满分(?!值|的?\d[\d.]*%)|全分"
    rf"|(?:得|计|记)(?:该|本|此)?(?:项|指标)?(?:的)?(?:权重分|分值|标准分|基本分|基准分)(?!的|\d|×|\*)|{AWARD_VERB}(?:该|本|此)(?:项|指标)(?:的)?(?:分数|分值)?的?满分|不扣分|按满分计(?:算)?分?|得全分|得分(?=[,;。](?:否则|反之)))"
    rf"(?:计(?:算|分)?)?(?:,?\(?(?P<full>{NUMBER})分(?!以[上下内]|至|到|-)\)?)?"
)

NOTHING = regex(_NONE_WORDS).set_name("nothing")
NOTHING.set_parse_action(lambda _: NONE)


def _full(tokens: pp.ParseResults) -> Amount:
    written = tokens[0]["full"]
    return Amount("award", points=fraction(written)) if written else FULL


EVERYTHING = regex(_FULL_WORDS).set_name("everything")
EVERYTHING.set_parse_action(_full)

_SHARE = (
    rf"(?:(?P<of>{NUMBER})分的?(?P<ofshare>{NUMBER})%"
    rf"|{WEIGHT}的?(?P<part>\d/\d)(?!\d)|(?P<partfront>\d/\d)的?{WEIGHT}|{WEIGHT}的?(?P<rowshare>{NUMBER})%|(?P<front>{NUMBER})%的?(?:{WEIGHT}|分(?![值数钟]))|(?P<bare>{NUMBER})%(?![\d分\-×*/]))"
)
_POINTS = rf"(?P<low>{NUMBER})(?:-(?P<high>{NUMBER}))?分{_GUARD}(?:计(?:算|分)?(?=[,;。)]|$))?"


def _amount(manner: Manner, match: re.Match[str]) -> Amount:
    if match["low"]:
        high = fraction(match["high"]) if match["high"] else None
        low = fraction(match["low"])
        if high is not None and high < low:
            low, high = high, low
        return Amount(manner, points=low, high=high)
    if match["of"]:
        return Amount(manner, share=fraction(match["ofshare"]), of=fraction(match["of"]))
    if part := match["part"] or match["partfront"]:
        return Amount(manner, share=fraction(part) * 100)
    share = match["rowshare"] or match["front"] or match["bare"] or match.groupdict().get("whole") or match["lone"]
    return Amount(manner, share=fraction(share))


_FILL = (
    r"(?:基本分|基础分|标准分|基准分|(?:该|本|此)(?:项目?|指标|小项)(?:的)?(?:得分|分值|分数)?|分值|分|满分|总分)?"
)

AWARD_POINTS = regex(
    rf"(?:{AWARD_VERB}{{0,2}}{_FILL})(?:{_POINTS}|(?<=[得计记给赋分])(?:{_SHARE})|(?<=为)(?P<whole>{NUMBER})%的?{WEIGHT})|(?P<lone>{NUMBER})%的?{WEIGHT}"
).set_name("award points")
AWARD_POINTS.set_parse_action(lambda t: _amount("award", t[0]))
BY_SHARE = regex(
    rf"(?:则|即|将)?按照?{WEIGHT}的?(?P<n>{NUMBER})%(?:进行)?(?:扣分|扣减|扣除|扣)",
    needs=r"[值重分数]的?\d[\d.]*%",
).set_name("deducted share")
BY_SHARE.set_parse_action(lambda t: Amount("deduct", share=fraction(t[0]["n"])))
DEDUCTION = regex(rf"(?:各|一次性|则|即|将|应)?{DEDUCT_VERB}{_FILL}(?:{_POINTS}|{_SHARE})").set_name("deduction")
DEDUCTION.set_parse_action(lambda t: replace(_amount("deduct", t[0]), each=t[0][0].startswith("各")))
ADDITION = regex(rf"(?:各|可|则|即|再)?{ADD_VERB}{_FILL}(?:{_POINTS}|{_SHARE})", needs="加|奖").set_name(
    "addition"
)
ADDITION.set_parse_action(lambda t: replace(_amount("add", t[0]), extra="另" in t[0][0]))

#: The score itself.
AWARD = (NOTHING | EVERYTHING | AWARD_POINTS).set_name("award")
#: Off or onto the score.
CHANGE = (BY_SHARE | DEDUCTION | ADDITION).set_name("change")
#: Nothing on top: the score stays what the other clauses give.
NO_BONUS = regex(r"(?:均|则)?不(?:再|予|另|得)?(?:另外|额外)?加分(?=$|[;。,)])", needs="加分").set_name("no bonus")
NO_BONUS.set_parse_action(lambda _: NO_MORE)
JUDGED = regex(r"酌情扣减?分(?=[;。]|$)").set_name("judgement")
JUDGED.set_parse_action(lambda _: Amount("deduct", judged=True))
#: Any of them.
AMOUNT = (NO_BONUS | NOTHING | EVERYTHING | CHANGE | AWARD_POINTS | JUDGED).set_name("amount")


_BARE = lazy_pattern(rf"\((?P<low>{NUMBER})(?:-(?P<high>{NUMBER}))?\)(?=[^\d.]|$)")


def bracketed(text: str, place: int) -> tuple[Amount, int] | None:
    """Points without their unit in brackets (完成50%及以上(5)完成30%及以上(4)), where more than one clause has them so."""
    match = _BARE.match(text, place)
    if match is None or len(_BARE.findall(text)) < 2:
        return None
    low, high = fraction(match["low"]), match["high"] and fraction(match["high"])
    return Amount("award", points=low, high=high or None), match.end()
