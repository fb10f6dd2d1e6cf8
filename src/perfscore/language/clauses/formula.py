"""Formulas: `得分=(完成率-60%)/(1-60%)*10`, `完成率=实际完成值/目标值*100%`, `|x|`, `得分(20分*执行率)`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal

import pyparsing as pp

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.language.clauses.scope import gap, scoped
from perfscore.language.clauses.terminals import regex
from perfscore.language.clauses.words import NUMBER, UNIT, fraction

Operator = Literal["+", "-", "*", "/"]


@frozen
class Constant:
    """A number; a percentage is a hundredth of its figure and keeps the sign for the canonical text.

    Attributes:
        unit: that of a number under a name of its own (基准值为28万元/人).
    """

    value: Fraction
    percent: bool = False
    points: bool = False
    unit: str = ""

    def say(self) -> str:
        """`60%`, `10`, `8分`."""
        return f"{plain(self.value)}{'%' if self.percent else ''}{'分' if self.points else ''}{self.unit}"


@frozen
class Name:
    """A named quantity, as written."""

    text: str

    def say(self) -> str:
        """The name."""
        return self.text


@frozen
class Distance:
    """The absolute value."""

    of: Expression

    def say(self) -> str:
        """`|实际值-目标值|`."""
        return f"|{self.of.say()}|"


@frozen
class Bounded:
    """The smallest or the largest of several."""

    largest: bool
    parts: tuple[Expression, ...]

    def say(self) -> str:
        """`min(完成率,1)`."""
        return f"{'max' if self.largest else 'min'}({','.join(part.say() for part in self.parts)})"


@frozen
class Operation:
    """A chain of operations of one rank, from left to right: sums or products."""

    first: Expression
    rest: tuple[tuple[Operator, Expression], ...]

    def say(self) -> str:
        """The chain, inner chains in brackets."""
        return _inner(self.first) + "".join(f"{op}{_inner(part)}" for op, part in self.rest)


Expression = Constant | Name | Distance | Bounded | Operation


def _inner(part: Expression) -> str:
    return f"({part.say()})" if isinstance(part, Operation) else part.say()


@frozen
class Formula:
    """The score as an expression.

    Attributes:
        sign: the sign of the targets that the formula is for (正向 ≥, 反向 ≤), empty for any.
    """

    expression: Expression
    sign: str = ""

    def say(self) -> str:
        """`得分=…`, with the kind of target before it."""
        lead = {"≥": "正向指标,", "≤": "反向指标,", "=": "等于指标,"}.get(self.sign, "")
        return f"{lead}得分={self.expression.say()}"


@frozen
class Definition:
    """A named quantity and how it is computed."""

    name: str
    expression: Expression

    def say(self) -> str:
        """`完成率=实际完成值/目标值*100%`."""
        return f"{self.name}={self.expression.say()}"


def names(expression: Expression) -> tuple[str, ...]:
    """The names in an expression, in reading order."""
    match expression:
        case Name(text):
            return (text,)
        case Distance(of):
            return names(of)
        case Operation(first, rest):
            found = dict.fromkeys(names(first))
            for _, part in rest:
                found.update(dict.fromkeys(names(part)))
            return tuple(found)
        case Bounded(_, parts):
            return tuple(dict.fromkeys(name for part in parts for name in names(part)))
        case Constant():
            return ()


_SIGNS: dict[str, Operator] = {
    "×": "*",
    "*": "*",
    "x": "*",
    "X": "*",
    "÷": "/",
    "/": "/",
    "+": "+",
    "-": "-",
    "−": "-",
}

_number = regex(rf"(?P<n>{NUMBER})(?:(?P<p>[%‰])|(?P<f>分))?(?![\d])")


def _constant(tokens: pp.ParseResults) -> Constant:
    match = tokens[0]
    number = fraction(match["n"])
    return Constant(
        number / 10 if match["p"] == "‰" else number, percent=bool(match["p"]), points=bool(match["f"])
    )


_number.set_parse_action(_constant)
#: A name may hold a bracketed remark that is no arithmetic: 全年实际值(B), 投入额(万元).
_name = regex(
    r"(?:[^\d\s+\-−×*÷/=()|,;。:、<>≤≥%‰按]|按(?=[时期质])|(?<=[^\d\s+\-−×*÷/=()|,;。:、<>≤≥%‰])按)"
    r"(?:[^+\-−×*÷/=()|,;。:、<>≤≥%‰]|\((?:[A-Za-z][1-9]?|万元|元|%|[^()\d+\-×*÷/=]{1,6}(?<!率))\))*"
)


#: What only a condition or a result has: 超时限的按目标值, 显著提高8分.
_CLAUSE = lazy_pattern(
    r"[的者时]按|\d分|不得分|不计分|得满分|否则|每[低超少增减]|[得计扣加]\d|^(?:若|如果|未完成的|超过的)"
)


def _named(tokens: pp.ParseResults) -> Name:
    if _CLAUSE.search(tokens[0][0]) or any(scoped(remark) for remark in re.findall(r"\([^()]*\)", tokens[0][0])):
        raise pp.ParseException("a clause, not the name of a quantity")
    text = re.sub(r"的?(?:绝对值)$", "", tokens[0][0])
    return Name(re.sub(r"\([^()]*\)", "", text).strip("的"))


_name.set_parse_action(_named)


def _chain(tokens: pp.ParseResults) -> Expression:
    parts = list(tokens)
    if len(parts) == 1:
        only: Expression = parts[0]
        return only
    return Operation(parts[0], tuple((_SIGNS[parts[i]], parts[i + 1]) for i in range(1, len(parts), 2)))


expression = pp.Forward()
expression.set_name("expression")
_bars = pp.Suppress("|") + expression + pp.Suppress("|")
_bars.set_parse_action(lambda t: Distance(t[0]))
#: One element for both, so that what stands in the brackets is read once, however deep they are nested.
_group = pp.Suppress("(") + expression + pp.Suppress(")") + pp.Opt(pp.Literal("的绝对值"))
_group.set_parse_action(lambda t: Distance(t[0]) if len(t) > 1 else t[0])
_many = pp.Suppress("(") + expression + pp.OneOrMore(pp.Suppress(",") + expression) + pp.Suppress(")")
_bounded = regex(r"(?i:(?P<min>min)|max)(?=\()") + _many
_bounded.set_parse_action(lambda t: Bounded(t[0]["min"] is None, tuple(t[1:])))
factor = (_bounded | _bars | _group | _number | _name).set_name("factor")
product = (factor + pp.ZeroOrMore(pp.one_of("× * ÷ / x X") + factor)).set_name("product")
product.set_parse_action(_chain)
sum_ = (product + pp.ZeroOrMore(pp.one_of("+ - −") + product)).set_name("sum")
sum_.set_parse_action(_chain)
expression <<= sum_
expression.leave_whitespace(recursive=True)

_GATE = regex(
    r"(?:若|如|如果)?(?:定量)?(?:指标)?(?:若)?(?:为)?(?:(?P<up>正向|正相关|越大越好)|(?P<down>反向|逆向|负向|负相关|越小越好)|(?P<same>等于|相等))型?(?:的)?(?:定量)?指标"
    r"(?:\((?:即)?(?:年度)?(?:目标值|指标值)?(?:为)?[≥≤<>=*Xx\d%NA-Z大于小等]+\)|\((?:即)?(?:年度)?(?:目标值|指标值)(?:为)?[≥≤<>=*XxNA-Z]+(?=,))?"
    r"(?:的)?[,:]?(?:则)?(?:得分(?=的?计算))?(?:的)?(?:计算方法|计算公式)?(?:应用|为|按|是)?[:,]?",
    needs="正向|反向|逆向|负向|正相关|负相关|越大越好|越小越好|等于|相等",
)
_RESULT = regex(
    r"(?:(?:计算|得分计算|计分|评分|具体)?(?:公式|方法)(?:为)?[:是]?)?(?:(?:该|本)?(?:项|指标)?"
    r"(?:实际|最终|考核|" + gap(r"\d,;。:()=<>≤≥", "{1,8}") + r")?)?(?:得分值?|分数|评分值|计分)=:?",
    needs="=",
)
_result_part = pp.Suppress(_RESULT) + expression


def _gated(tokens: pp.ParseResults) -> Formula:
    gate: re.Match[str] = tokens[0]
    return Formula(tokens[1], "≥" if gate["up"] else "≤" if gate["down"] else "=")


GATED = (_GATE + pp.Optional(pp.Suppress(_RESULT)) + expression + pp.Optional(pp.Suppress(")"))).set_name(
    "gated formula"
)
GATED.set_parse_action(_gated)
SCORE = _result_part.copy().set_name("score formula")
SCORE.set_parse_action(lambda t: Formula(t[0]))
#: 按(考核分-60)/40×10折算, 按实际标准/目标标准*分值计分, 得分(20分*执行率), 自评总分×20%计入…得分.
_ends = regex(r"(?:折算|计算|得出|计分|记分|得分|赋分|评分|给分|计)(?:[该本此](?:项|指标))?(?:的?得分|分)?")
_entered = regex(r"(?:计入|折算为|折合为?|作为)" + gap(r"\d,;。", "{0,12}") + r"(?:得分|分)")
_arith = expression.copy().add_condition(lambda t: isinstance(t[0], Operation))
_trim = lazy_pattern(
    r"(?:折算|计算|计分|记分|得分|赋分|评分|给分|计|计入.{0,12}得分|折算为.{0,12}分|计算得分|计算计分|得出(?:[该本此](?:项|指标))?的?(?:得分|分数))$"
)


def _trimmed(tokens: pp.ParseResults) -> Formula:
    found = cut(tokens[0])
    if found is None:
        raise pp.ParseException("no verb after the arithmetic")
    return Formula(found)


def cut(part: Expression) -> Expression | None:
    """Take the verb off the last name of an expression (分值计分 → 分值); None where there is none."""
    match part:
        case Name(text):
            short = _trim.sub("", text)
            return Name(short) if short and short != text else None
        case Operation(first, rest):
            last = cut(rest[-1][1])
            return None if last is None else Operation(first, (*rest[:-1], (rest[-1][0], last)))
        case _:
            return None


_ending = _arith + pp.Suppress(_entered | _ends)
_ending.set_parse_action(lambda t: Formula(t[0]))
_swallowed = _arith.copy()
_swallowed.add_parse_action(_trimmed)
BY = (pp.Suppress(regex("按照?|[以用](?=[^\\d,;。]{1,20}[×*÷/])")) + (_ending | _swallowed)).set_name("by formula")
BRACKETED = (pp.Suppress(regex(r"(?:该项|本项)?得分\(", needs=r"得分\(")) + _arith + pp.Suppress(")")).set_name(
    "bracketed formula"
)
BRACKETED.set_parse_action(lambda t: Formula(t[0]))
ENTERED = (_arith + pp.Suppress(_entered)).set_name("entered formula")
ENTERED.set_parse_action(lambda t: Formula(t[0]))
#: 人员/车辆进出必须登记 is a requirement.
_DUE = lazy_pattern("必须|应当|不得|严禁|不准")
_ratio = expression.copy().add_condition(
    lambda t: (
        isinstance(t[0], Operation)
        and t[0].rest[0][0] in ("*", "/")
        and bool(names(t[0]))
        and not any(map(_DUE.search, names(t[0])))
    )
)
BARE_PRODUCT = (
    _ratio + pp.Suppress(pp.Optional(regex("(?:计算)?得分"))) + regex(r"(?=[;。,]|$)").suppress()
).set_name("bare formula")
BARE_PRODUCT.set_parse_action(lambda t: Formula(t[0]))

_PLAIN = r"[^\d,;。:()=<>≤≥|+\-×*÷/%]"
_DEFINED = regex(rf"(?:其中[:,]?)?(?P<name>{_PLAIN}{{1,30}}(?:\([A-Za-z%]\))?)=", needs="=")
#: What a letter stands for, said behind its formula: A为实际完成数.
_LETTER = regex(
    r"(?:其中[:,]?)?(?P<name>[A-Za-z])(?:为|是|表示|代表|指)(?P<thing>"
    + gap(r"\d,;。:()扣得分=+\-×*÷/", "{2,30}")
    + r")(?=[,;。]|$)",
    needs="[A-Za-z][为是表代指]",
)
_LETTER.set_parse_action(lambda t: Definition(t[0]["name"], Name(t[0]["thing"])))
#: The unit that a rate is written in, behind the ratio that it is.
_IN = pp.Opt(regex(r"[%‰](?=[;。,)]|$)", needs="[%‰]").suppress())
_EQUATION = (_DEFINED + expression + _IN).set_name("equation")
#: A number under a name, which a formula uses: 基准值为28万元/人. What the target is the row says.
VALUED = regex(
    rf"(?:其中[:,]?)?(?P<name>(?!实际|完成|目标|计划|指标){_PLAIN}{{1,11}}[值数线价])(?:取值?|定|设)?[为是=](?P<n>{NUMBER})(?:(?P<p>%)|(?P<u>{UNIT}))?"
    r"(?=[;。)]|$|,(?![得计记给扣赋加减满不且并同但的则]|[该本]项|\d))",
    needs=r"[值数线价](?:取值?|定|设)?[为是=]\d",
).set_name("number with a name")


def _valued(tokens: pp.ParseResults) -> Definition:
    match: re.Match[str] = tokens[0]
    return Definition(
        match["name"], Constant(fraction(match["n"]), percent=bool(match["p"]), unit=match["u"] or "")
    )


VALUED.set_parse_action(_valued)
DEFINITION = (_LETTER | _EQUATION).set_name("definition")


#: What comes off is no score.
_TAKES = lazy_pattern("扣减?分|扣减|减分")


def _definition(tokens: pp.ParseResults) -> Definition:
    name = re.sub(r"\([^()]*\)", "", tokens[0]["name"])
    if isinstance(tokens[1], Constant) or name.endswith(("得分", "分数", "评分值")) or _TAKES.search(name):
        raise pp.ParseException("a condition or a score, not a definition")
    return Definition(name, tokens[1])


_EQUATION.set_parse_action(_definition)

#: As an outcome, after a condition or alone.
OUTCOME = (SCORE | BRACKETED | BY).set_name("formula")
