"""Pieces that the constructions of values share: amounts, labels, what may follow a number."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.units import canonical, dimension, is_known, split_noun
from perfscore.language.numerals import CHINESE, NUMBER, Number, read_number
from perfscore.language.values.context import is_span_of_time
from perfscore.language.values.record import Value
from perfscore.language.vocab import RELATION, SIGN, SLIPS, UNIT, marked, relation_of

if TYPE_CHECKING:
    from pyparsing import ParserElement

    from perfscore.language.vocab import Relation


@frozen
class Amount:
    """A number with its unit and the flags that its spelling raises.

    `scale` is the exponent of the scale word (4 for 万); `spelled` marks a Chinese numeral.
    """

    value: Decimal
    decimals: int
    unit: str
    notes: tuple[str, ...] = ()
    spelled: bool = False
    scale: int = 0

    @property
    def is_duration(self) -> bool:
        """Whether the unit is one of time."""
        return dimension(self.unit) in ("time", "months", "workdays")


@frozen
class Sign:
    """A relation before a number, with the flags that its spelling raises."""

    relation: Relation
    notes: tuple[str, ...] = ()


#: What may stand in front of a figure without changing it.
VERBS = (
    r"(?:年内|全年|今年|当年|本年|年度|累计|总共|一共|共计|合计|总计|平均|实际|原则上|力争|确保|保证|争取|基本|全部|已|必须|预计|预期|(?<![年月日人户季周亩])均|都|须|应|需|要"
    r"|保持在?|维持在?|稳定在?|控制在|限定在|达到了?|达|完成了?|实现|为|是|共|有|计|人民币)*"
)
NEGATIVE = lazy_pattern(r"[不未没无非勿莫欠缺]|剩余|其中|除外?")
_HEADS = lazy_pattern(
    r"(?:率|率的|数|度|量|额|比例|占比|比重|比|时间|时长|期限|面积|次数|人数|费|值|长度|浓度|指数|系数)(?:应|须|为|达到?|在|控制在|:)*$"
)
CHANGE_VERB = "提高|提升|增长|增加|上升|上涨|降低|下降|减少|缩短|压缩|压减|缩减|下调|上调|翻"
_CHANGE_VERB = lazy_pattern(rf"(?:{CHANGE_VERB})(?:了|约|近)?$")

#: 提高工作效率20% is a change; 提高覆盖率95% may be a change or a level.
CHANGED_THING = lazy_pattern(
    r"(?P<verb>提高|提升|增加|降低|减少|缩短)(?P<thing>(?![率幅值额量度]|工程|项目)[\u4e00-\u9fff]{2,16})$"
)

#: Words behind a complete value that do not change it.
TAIL = r"[\u4e00-\u9fff]{1,14}"
_TAIL_STOP = lazy_pattern(
    r"[不未没无非或且但除至前后]|(?<!参)与|及(?!时|格)|到(?![达位场账期])|低于|高于|超|少于|多于|以[上下内外前后]|提高|提升|增长|增加|上升|降低|下降|减少|缩短|分位|平均|之[间一]"
    r"|^(?:的?(?:文件|号|等|制))|\d|[^\u4e00-\u9fffA-Za-z]"
)
#: Counted things behind a Chinese numeral: 三个项目 is a number, 一次性 and 两个责任 are words.
_COUNTED_NOUN = lazy_pattern(
    r"(?:项目|工程|单位|部门|企业|乡镇|街道|社区|村|县|区|市|点|标段|课题|品种|产品|批次|班|班次|地区|国家|学校|医院|平台|系统|方案|报告|文件|制度|活动"
    r"|培训班?|会议|检查|演练|讲座|比赛)$"
)
_SPELLED_UNITS_BARRED = frozenset("级类等种层分点成对双面心口单片段门本度把方平时省市县镇乡校")

_APPROX_BEFORE = r"大约|(?<![节预合契条公])约为?|将近|接近|近(?=[\d一二三四五六七八九十百])|大概"
_APPROX_MIDDLE = r"[余多来]"
_APPROX_AFTER = r"左右|上下|余(?![\u4e00-\u9fff])"
_MONEY_BEFORE = r"人民币|RMB|[¥￥]"
_HALF = rf"(?P<whole>\d+|{CHINESE})(?:(?P<unit>个(?=半[月小学工])|[年天])半(?P<rest>月|个?小时|学期|个?工作日)?)"

_MIXED = r"(?P<large>\d{1,3})(?P<over>年|天|个?小时|分钟?(?=零?\d{1,2}秒))零?(?P<small>\d{1,2})(?P<unit>个月|个?小时|分钟|分(?![\u4e00-\u9fff])|秒)"
_PARTS_OF = {("年", "个月"): 12, ("天", "小时"): 24, ("小时", "分钟"): 60, ("分钟", "秒"): 60}

#: 低于(含)90%: the mark may stand before the number that it is of.
_MARK = r"(?:\(不?含\))?"
#: The beginning of a number behind a relation word or sign.
NUMBER_AHEAD = rf"(?=(?:{_APPROX_BEFORE})?[-+]?(?:{_MONEY_BEFORE})?{NUMBER})"


def _fail(text: str, place: int, expected: str) -> Exception:
    import pyparsing as pp

    return pp.ParseException(text, place, expected)


@cache
def amount() -> ParserElement:
    """A number with its unit, about or exactly: one `Amount`.

    amount = [约] [money mark] [-] number [余] [unit] [左右] | N个半月 | N年N个月
    """
    import pyparsing as pp

    half = pp.Regex(_HALF).set_parse_action(_half_amount)
    mixed = pp.Regex(_MIXED).set_parse_action(_mixed_amount)
    body = rf"(?:(?P<about>{_APPROX_BEFORE}))?(?P<money>{_MONEY_BEFORE})?(?P<minus>[-+])?(?P<number>{NUMBER})(?P<more>{_APPROX_MIDDLE})?"
    plain = pp.Regex(rf"{body}(?P<unit>{UNIT})?(?P<nearly>{_APPROX_AFTER})?").set_parse_action(_plain_amount)
    return (half | mixed | plain).set_name("数量")


def _half_amount(text: str, place: int, tokens: Any) -> Amount:
    whole = read_number(tokens["whole"])
    if whole is None:
        raise _fail(text, place, "数量")
    unit = canonical((tokens.get("unit") or "") + (tokens.get("rest") or ""))
    return Amount(whole.value + Decimal("0.5"), 1, unit, spelled=not tokens["whole"].isascii())


def _mixed_amount(text: str, place: int, tokens: Any) -> Amount:
    over = canonical("分钟" if tokens["over"] == "分" else tokens["over"])
    unit = canonical("分钟" if tokens["unit"] == "分" else tokens["unit"])
    parts = _PARTS_OF.get((over, unit))
    if parts is None or int(tokens["small"]) >= parts:
        raise _fail(text, place, "数量")
    return Amount(Decimal(int(tokens["large"]) * parts + int(tokens["small"])), 0, unit)


def _plain_amount(text: str, place: int, tokens: Any) -> Amount:
    number = read_number(tokens["number"])
    if number is None:
        raise _fail(text, place, "数字")
    run = tokens.get("unit") or ""
    spelled = not tokens["number"].isascii() and not number.unit and not re.search("[0-9]", tokens["number"])
    unit, noun = split_noun(run) if run else (number.unit, "")
    if "/" in noun:
        unit, noun = run, ""  # an open class: what stands over a stroke is one unit
    notes = _number_notes(number, tokens["number"])
    if tokens.get("about") or tokens.get("more") or tokens.get("nearly"):
        notes += ("approximate",)
    if number.unit and run:
        # 百分之九十五 has its unit; what follows is a noun.
        unit, noun = number.unit, run
    problem = _wrong_unit(number, unit, noun, spelled=spelled)
    if problem:
        raise _fail(text, place + len(tokens["number"]), problem)
    if noun:
        notes += ("remainder",)
    name = canonical(unit)
    if tokens.get("money") and not name:
        name = "元"
    value = -number.value if tokens.get("minus") == "-" else number.value
    return Amount(value, number.decimals, name, notes, spelled, _scale(tokens["number"]))


def _scale(written: str) -> int:
    """The exponent of the scale word that ends a number, 0 without one."""
    match = re.search(r"\d([十百千]?[万亿]亿?|[千百])$", written)
    return sum(_EXPONENTS[char] for char in match[1]) if match else 0


_EXPONENTS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


def _number_notes(number: Number, written: str) -> tuple[str, ...]:
    notes: tuple[str, ...] = ("machine-noise",) if number.noise else ()
    scaled = any(char in "万亿" for char in written) or written.endswith(("千", "百"))
    return (*notes, "scale-word") if scaled and not number.unit else notes


_ABSTRACT = lazy_pattern(r"的?(?:标准(?!煤|间|件|化)|规定|规划|行动|要求|计划|任务|目标)")


def _run_of_ordinal(unit: str, noun: str) -> bool:
    """Whether unit and noun name the n-th of something: 2期工程, 3号楼, 5级标准."""
    return (unit in ("级", "类", "等", "期") and noun != "") or unit.startswith("号")


def _wrong_unit(number: Number, unit: str, noun: str, *, spelled: bool) -> str:
    """Why these characters are no number with unit, "" when they are."""
    known = is_known(unit) or unit[:1] == "/"
    if noun and _TAIL_STOP.search(noun):
        return "单位后的文字"
    if noun and unit not in ("项", "个", "件", "条") and _ABSTRACT.match(noun):
        return "单位后的文字"  # 3类标准, 5年规划
    if _run_of_ordinal(unit, noun):
        return "数量"
    if spelled:
        # 十分, 一级, 两面 are words; 三家 is a number.
        if (unit and not known) or (unit in _SPELLED_UNITS_BARRED) or (noun and not _COUNTED_NOUN.fullmatch(noun)):
            return "数量"
        return ""
    year_like = number.decimals == 0 and 1990 <= number.value < 2100
    if year_like and (canonical(unit) == "年" or (unit and not known)):
        return "数量"
    if re.match(r"[A-Zkw](?![A-Za-z/])", unit) and not known:
        return "计量单位"
    if unit and not known and len(unit) > (16 if "/" in unit else 6):
        return "计量单位"
    return ""


@cache
def relation() -> ParserElement:
    """A relation before a number: one `Sign`. 》 and 〈 before a number are signs (docs/language.md §1)."""
    import pyparsing as pp

    def read(text: str, place: int, tokens: Any) -> Sign:
        words, _, mark = tokens[0].partition("(")
        if words in SLIPS:
            return Sign(SLIPS[words], ("slip-sign",))
        found = relation_of(words)
        if found is None:
            raise _fail(text, place, "比较词")
        return Sign(marked(found, inside=not mark.startswith("不")) if mark else found)

    slips = "".join(SLIPS)
    pattern = rf"(?:{SIGN}|{RELATION}){_MARK}{NUMBER_AHEAD}|[{slips}](?=\d)(?![^》〉]*[》〉])"
    return pp.Regex(pattern).set_parse_action(read).set_name("比较词")


#: 每人每月500元, 每季度6篇, 人均3次, 一年两次: denominators in front of the number.
EACH_VERBS = "补助|补贴|奖补|奖励|增收|支付|缴纳|投入|种植|救助|资助|发放|完成|开展|平均|应|标准"
_EACH_END = r"(?=\s*[\d一两二三四五六七八九十半约近不》〉《〈≥≤<>=至最超低高少多大小达])"
EACH = (
    rf"(?:每(?:\d{{1,3}}|[一两三四五六])?个?[\u4e00-\u9fff]{{1,4}}?){{1,3}}(?:{EACH_VERBS})?{_EACH_END}"
    rf"|(?<![\u4e00-\u9fff])[人户年月日周亩班季]均(?:每(?:人|年|月|周|日|天|季度?|户|次))?{_EACH_END}"
    r"|(?<![\u4e00-\u9fff\d])(?:[一1](?:年|周|个?星期|天|日|个月|个?学期|个季度|季)(?=[\d一两二三四五六七八九十])(?!\d{1,2}(?:个月|个?小时|分钟))|一月(?=[一两二三四五六七八九十]次)"
    r"|(?:半年|半个?月|季度|月度|年度)(?=(?:\d+|[一两二三四五六])[次期场篇])"
    r")"
)
_SHARE_AHEAD = r"[百千万]分之|百分百|[一二三四五六七八九]成(?=[一二三四五六七八九]?(?:以|$))"
#: A text that names what is measured; it ends before a number, a sign or a relation word with a number.
_NAME_WITH_DIGITS = (
    r"(?:[A-Z]{1,4}\d+(?:\.\d+)?(?=(?![至到])[\u4e00-\u9fff]|[≥≤<>=])"
    r"|(?<![\d.])\d{1,3}[A-Z](?=(?![以及至到])[\u4e00-\u9fff])"
    r"|(?<![\d.])\d{3,6}(?=(?!年)[\u4e00-\u9fff]{2,12}(?:率|度|比例|占比)[≥≤<>=不]))"
)
_NOT_IN_LABEL = rf"(?!(?:{SIGN}|{EACH}|(?:{RELATION}){_MARK}{NUMBER_AHEAD}|{_APPROX_BEFORE}(?=\d)|{_SHARE_AHEAD}))"
_LABEL_CHAR = rf"(?:{_NAME_WITH_DIGITS}|{_NOT_IN_LABEL}[^\d±,;。!?\n|{''.join(SLIPS)}¥￥+~\u2460-\u2473])"
_LABEL_END = rf"(?=[\d±+\-~¥￥{''.join(SLIPS)}]|{SIGN}|{RELATION}|{_SHARE_AHEAD}|{_APPROX_BEFORE}|每|人民币|正负)"
LABEL = rf"{_LABEL_CHAR}{{1,40}}{_LABEL_END}(?<![-—–])"
_SPELLED_LABEL = rf"(?:{VERBS}|开展|举办|召开|组织|建成|新建|新增|建设|培训|实施|编制|出台)(?={CHINESE})(?<=.)"


@cache
def label(*, before_sign: bool = False) -> ParserElement:
    """A label before a number, without the verbs that do not change the value; "" when only verbs stood there.

    A label with a relation word in it (超过年度计划) is admitted only before a sign.
    """
    import pyparsing as pp

    def read(text: str, place: int, tokens: Any) -> str:
        name = clean_label(tokens[0], loose=before_sign)
        if name is None:
            raise _fail(text, place, "指标名称")
        return name

    return pp.Regex(rf"{_SPELLED_LABEL}|{LABEL}").set_parse_action(read).set_name("指标名称")


def clean_label(words: str, *, loose: bool = False) -> str | None:
    """Take verbs and colons off a label; None when the words may change the meaning of the number."""
    words = words.strip().rstrip(":=").strip()
    stripped = (
        re.sub(rf"(?:{VERBS})$", "", words)
        if not _HEADS.search(words)
        else re.sub(r"(?:达到?|为|是|:)+$", "", words)
    )
    if re.search(r"(?:第|前|倒数|近|每|(?<![节预合契条公])约)$", stripped):
        return None  # 第1名 is a rank
    if re.search(r"(?:^|[还尚仍只共])(?:少|差|多|短|欠)了?$", stripped):
        return None  # 少3人 is not three persons
    if _CHANGE_VERB.search(stripped) or re.search(rf"(?:{RELATION})$" if loose else RELATION, stripped):
        return None
    if loose and re.search(RELATION, stripped):
        return stripped
    if NEGATIVE.search(stripped) and not _HEADS.search(stripped):
        return None
    latin = stripped[-1:].isascii() and stripped[-1:].isalpha() and not stripped.lower().endswith("ph")
    if "超额" in stripped or (latin and not loose):
        return None  # 超额完成20% may be 120 %; GB50300 and DN200 are names
    if loose and re.fullmatch(r"[A-Za-z]", stripped):
        return ""  # x≥95%
    if stripped and not re.search(r"[\u4e00-\u9fff]|[A-Za-z]{2}", stripped):
        return None
    if not loose and CHANGED_THING.match(stripped):
        return None
    if stripped.count("(") != stripped.count(")"):
        return None
    return stripped


@cache
def tail() -> ParserElement:
    """Words and bracketed remarks behind a value that do not change it: a tuple of notes."""
    import pyparsing as pp

    def words(text: str, place: int, tokens: Any) -> str:
        if _TAIL_STOP.search(tokens[0]):
            raise _fail(text, place, "数值到此为止")
        return "remainder"

    def remark(text: str, place: int, tokens: Any) -> str:
        if re.search(rf"{SIGN}|\*|^\(不?包?(?:含|括)(?:{NUMBER}|本数|\))", tokens[0]):
            raise _fail(text, place, "数值到此为止")
        return "remark"

    plain = pp.Regex(TAIL).set_parse_action(words)
    bracket = pp.Regex(r"\([^()]{1,60}\)").set_parse_action(remark)
    alternative = pp.Regex(r"\(或[^()\d]{1,40}\)").set_parse_action(lambda: "remark")
    whole = pp.ZeroOrMore(alternative | bracket | plain)
    return whole.set_parse_action(lambda tokens: [tuple(tokens)]).set_name("数值到此为止")


def exact(
    found: Amount, *, name: str = "", relation: Relation | None = None, notes: tuple[str, ...] = ()
) -> Value:
    """An exact value, or a duration where the unit is one of time longer or shorter than days."""
    value = Value(
        "exact", relation, found.value, found.value, found.unit,
        decimals=found.decimals, label=name, scale=found.scale, notes=found.notes + notes,
    )  # fmt: skip
    if relation is None and is_span_of_time(found.unit):
        return replace(value, kind="period")
    return value


def bound(found: Amount, sign: Relation, *, name: str = "", notes: tuple[str, ...] = ()) -> Value:
    """A bound: the number is the lower end of ≥ and >, the upper end of ≤ and <."""
    if sign == "=":
        return exact(found, name=name, relation="=", notes=notes)
    lower = sign in (">=", ">")
    return Value(
        "bound", sign, found.value if lower else None, None if lower else found.value, found.unit,
        decimals=found.decimals, label=name, scale=found.scale, notes=found.notes + notes,
    )  # fmt: skip
