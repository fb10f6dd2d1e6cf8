"""Dates, periods and schedules.

date     = [label] (moment 前 | moment 后 | 不晚于 moment | 截至 moment | = moment | moment) [words]
period   = moment 至 moment | [label] amount-of-time 内
schedule = 按月 … | 每季度 | 全年 | moment 、 moment
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from perfscore.core.lazy import lazy_pattern
from perfscore.language.moments import Moment, read_moment
from perfscore.language.values.record import Value
from perfscore.language.values.shared import amount, label, tail

if TYPE_CHECKING:
    from pyparsing import ParserElement

    from perfscore.language.values.record import ValueRelation

_SIGNS: dict[str, ValueRelation] = {
    "≥": ">=",
    ">=": ">=",
    "≤": "<=",
    "<=": "<=",
    "<": "<",
    ">": ">",
    "=": "=",
    "==": "=",
}
_BEFORE = lazy_pattern(r"(?:之|以)?前|以内|之内|内")
_AFTER = lazy_pattern(r"(?:之|以)?后|起|以来|开始")
_DONE = (
    r"完成|办结|办理|建成|竣工|验收|到位|上报|报送|结束|启动|开工|交付|投入使用|投用|支付|发放|拨付|下达|缴纳|实施|开展|组织|提交|公开|公示|印发|使用|结算|决算|评审"
    r"|采购|安装|调试|运行|清零|归档|发布|出具|达标|落实|执行|完毕|完工|通过"
)
_DONE_TAIL = lazy_pattern(
    rf"(?:前)?(?:全部|全面|按时|如期|基本|正式|已|内|并|均|及时|工作|任务|项目|工程)*(?:(?:{_DONE})(?:、|并|并且|和)?)+(?:工作|任务)?"
)
_OPEN_TAIL = lazy_pattern(r"[\u4e00-\u9fff、()]{0,16}")
_NEGATIVE = lazy_pattern(r"[不未没无非]|至|到(?!位)|或")
_LEAD = lazy_pattern(
    r"(?P<name>[\u4e00-\u9fff()、]{0,16}?(?:时间|日期|期限|时限|进度|节点|完成|竣工|开工|工期|时点)(?:为|是|在)?[:,]?)?"
    r"(?P<words>(?:截至|截止(?:到|至|日期)?|在|于|须|应|要求|最迟|最晚|力争|确保|计划|预计|争取|预期)*)"
    r"(?P<sign>[≥≤<>=]{1,2}|不(?:得|能|应)?(?:晚于|迟于|超过)|不早于|早于|晚于|迟于)?"
)
_NO_LATER = lazy_pattern(r"不(?:得|能|应)?(?:晚于|迟于|超过)")


def _dated(moment: Moment, relation: ValueRelation | None, *, name: str, notes: tuple[str, ...] = ()) -> Value:
    after = relation in (">=", ">")
    before = relation in ("<=", "<")
    return Value(
        "date", relation, start=None if before else moment, end=None if after else moment, label=name, notes=notes,
    )  # fmt: skip


#: 2023.12 alone is a number; with 前 or a day behind it, it is a date.
_DECIMAL = lazy_pattern(r"[≥≤<>=]{0,2}\d+\.\d+")


def read_date(text: str) -> Value | int:
    """A date or a deadline; the place where the reading stopped when it is none."""
    if _DECIMAL.fullmatch(text):
        return 0
    lead = _LEAD.match(text)
    place = lead.end() if lead else 0
    found = read_moment(text, place)
    if found is None and place:
        lead, place = None, 0
        found = read_moment(text)
    if found is None:
        return place
    moment, end = found
    name = re.sub(r"[:,]$|(?:为|是|在)$", "", (lead["name"] or "").rstrip(":,")) if lead else ""
    sign = (lead["sign"] or "") if lead else ""
    words = (lead["words"] or "") if lead else ""
    return _deadline(text, moment, end, name=name, sign=sign, words=words)


def _deadline(text: str, moment: Moment, end: int, *, name: str, sign: str, words: str) -> Value | int:
    rest = text[end:]
    if sign:
        relation: ValueRelation | None = _SIGNS.get(sign)
        if relation is None and not sign[0].isascii() and sign not in _SIGNS:
            relation = (
                "<=" if _NO_LATER.fullmatch(sign) else ">=" if sign == "不早于" else "<" if sign == "早于" else ">"
            )
        if relation is None:
            return end
        if relation == "<=" and re.fullmatch(r"之?前|以前", rest):
            rest = ""
        # ≤12月 with a written sign includes the month; ≤15日 is a number of days.
        if moment.clock and moment.month is None:
            return end
        if sign in _SIGNS and moment == Moment(relative=moment.relative):
            return end
        # 不超过上年 compares with a figure of last year; only 晚于 and the signs are about time.
        if sign.endswith("超过") and moment.month is None:
            return end
        only_day = moment.day is not None and moment.month is None and not moment.every
        return end if only_day or not _harmless(rest, _DONE_TAIL) else _dated(moment, relation, name=name)
    if match := _BEFORE.match(rest):
        if match[0].endswith("内"):
            if (
                moment.year is None
                and not moment.relative
                and moment.quarter is None
                and moment.half is None
                and moment.month is None
            ):
                return end
            whole = _harmless(rest[match.end() :], _OPEN_TAIL)
            return (
                _dated(moment, "<=", name=name, notes=("trailing-words",) if rest[match.end() :] else ())
                if whole
                else end
            )
        after = rest[match.end() :]
        if not _harmless(after, _OPEN_TAIL):
            return end + match.end()
        notes = (("trailing-words",) if after else ()) + (() if moment.precise else ("month-ambiguous",))
        return _dated(moment, "<=" if moment.precise else "<", name=name, notes=notes)
    if match := _AFTER.match(rest):
        after = rest[match.end() :]
        return _dated(moment, ">=", name=name) if _harmless(after, _OPEN_TAIL) else end
    # 7:30 alone is a ratio; 07:30 and 7:00 can only be a time of day.
    bare_clock = (
        ":" in text and not words and not re.match(r"[早上中下晚凌]|0\d:|\d\d?:00", text) and moment.month is None
    )
    if moment.event or bare_clock:
        return 0  # 春节 alone is a word, 7:30 alone a ratio
    if moment.day is not None and moment.month is None and not moment.every:
        return 0  # 15日 alone is a number of days
    if not _harmless(rest, _DONE_TAIL):
        return end
    relation = "<=" if re.search(r"截[至止]|最[迟晚]", words) else None
    return _dated(moment, relation, name=name, notes=("trailing-words",) if rest else ())


def _harmless(rest: str, pattern: re.Pattern[str]) -> bool:
    return rest == "" or (pattern.fullmatch(rest) is not None and not _NEGATIVE.search(rest))


_YEAR_END = lazy_pattern(r"年(?:内|度内)(?P<rest>[\u4e00-\u9fff]{0,12})")


def read_within_year(text: str) -> Value | int:
    """年内完成, 当年: by the end of the year that the form is about."""
    match = _YEAR_END.fullmatch(text)
    if match and _harmless(match["rest"], _DONE_TAIL):
        return _dated(Moment(relative="当年"), "<=", name="", notes=("trailing-words",) if match["rest"] else ())
    return 0


_BETWEEN = lazy_pattern(r"—{1,2}|–|―|-{1,2}|~{1,2}|至|到")
_RANGE_TAIL = lazy_pattern(r"(?:期间|之间|内|止|期内)?(?:[\u4e00-\u9fff]{0,10})")


def read_date_range(text: str) -> Value | int:
    """2023年3月至2024年2月 · 1月1日至12月31日 · 1-12月 · 2021-2023年."""
    lead = _LEAD.match(text)
    place = lead.end() if lead and (lead["name"] or lead["words"]) and not lead["sign"] else 0
    name = re.sub(r"(?:为|是|在)?[:,]?$", "", (lead["name"] or "")) if lead and place else ""
    first, second, end = _two_moments(text, place)
    if first is None or second is None:
        return place
    rest = text[end:]
    if rest and not (_RANGE_TAIL.fullmatch(rest) and not _NEGATIVE.search(rest)):
        return end
    return Value("period", "between", start=first, end=second, label=name)


_YEARS = lazy_pattern(r"((?:19|20)\d\d)年?(?:—{1,2}|–|―|-{1,2}|~{1,2}|至|到)((?:19|20)\d\d)(年度?)?")
_BARE = lazy_pattern(r"(?:((?:19|20)\d\d)年)?(\d{1,2})(?:—{1,2}|–|―|-{1,2}|~{1,2}|至|到)(\d{1,2})月份?(?!\d)")
_SAME_MONTH = lazy_pattern(r"(\d{1,2})[日号]")


def _two_moments(text: str, place: int) -> tuple[Moment | None, Moment | None, int]:
    match = _YEARS.match(text, place)
    if match and (match[3] or int(match[1]) < int(match[2])):
        return Moment(int(match[1])), Moment(int(match[2])), match.end()
    if match := _BARE.match(text, place):
        year, low, high = int(match[1]) if match[1] else None, int(match[2]), int(match[3])
        if 1 <= low <= 12 and 1 <= high <= 12:
            return Moment(year, low), Moment(year, high), match.end()
    one = read_moment(text, place)
    if one is None:
        return None, None, place
    mark = _BETWEEN.match(text, one[1])
    if not mark:
        return None, None, one[1]
    if (same := _SAME_MONTH.match(text, mark.end())) and one[0].month and one[0].day:
        return one[0], replace(one[0], day=int(same[1])), same.end()
    two = read_moment(text, mark.end())
    if two is None:
        return None, None, mark.end()
    first, second = one[0], two[0]
    if second.event or first.event or (first.clock != "") != (second.clock != ""):
        return None, None, mark.end()
    if second.year is None and first.year is not None and not second.relative and _after(first, second):
        second = replace(second, year=first.year)
    return first, second, two[1]


def _after(first: Moment, second: Moment) -> bool:
    """Whether the second moment can lie in the year of the first."""
    return (second.month or 12, second.day or 31) >= (first.month or 1, first.day or 1)


@cache
def within() -> ParserElement:
    """15工作日内 · 三个月内 · 验收后30天内: a time limit."""
    import pyparsing as pp

    def build(text: str, place: int, tokens: Any) -> Value:
        found = tokens["amount"]
        if not found.is_duration or (found.unit == "年" and found.value >= 1990):
            raise pp.ParseException(text, place, "时间单位")
        name = tokens.get("label", "")
        notes = found.notes + tuple(
            note for item in tokens if isinstance(item, tuple) for note in item if isinstance(note, str)
        )
        return Value(
            "period", "<=", None, found.value, found.unit, decimals=found.decimals, label=name, notes=notes
        )

    within = pp.Regex(r"以内|之内|内").set_name("内").suppress()
    up_to = pp.Optional(pp.Regex(r"(?:控制在|不超过|≤)")).suppress()
    grammar = pp.Optional(label())("label") + up_to + amount()("amount") + within + tail()
    return grammar.set_parse_action(build).set_name("期限")


_EVERY = r"月|季度?|年度?|半年|周|天|日|旬|学期|学年"
_SCHEDULES = lazy_pattern(
    rf"按(?:{_EVERY})(?!度?(?:计划|任务|目标|要求|规定|标准|程|时序|照))(?:[\u4e00-\u9fff]{{0,8}})|(?:分|逐)(?:{_EVERY})(?:[\u4e00-\u9fff]{{0,8}})"
    rf"|每(?:个)?(?:{_EVERY})(?:[底末初])?(?:缴纳|发放|拨付|支付|上报|报送|开展|完成|结算|检查|更新|清理|巡查)?|全年(?:度)?(?:运行|运转|开展|实施|开放|保障)?|全天|全月|长年|常年(?:运行|开展|开放)?|全程|全天候"
    r"|四季度|各季度|各月|每周[一二三四五六日]"
)


def read_schedule(text: str) -> Value | int:
    """按月缴纳 · 每季度 · 全年 · 9、10月."""
    match = _SCHEDULES.fullmatch(text)
    if match and not re.search(r"[不未没无]|提高|增长|提升|下降|降低|减少|递", text):
        return Value("schedule", word=text)
    parts = _moments(text)
    if parts:
        return Value("schedule", parts=tuple(Value("date", start=moment, end=moment) for moment in parts))
    return 0


_JOINT = lazy_pattern(r"[、,;和及]")
_MONTHS = lazy_pattern(r"\d{1,2}(?:、\d{1,2})+月")


def _moments(text: str) -> list[Moment]:
    """Several moments: 3月、6月、9月, 9、10月."""
    if match := _MONTHS.fullmatch(text):
        months = [int(part) for part in match[0][:-1].split("、")]
        return [Moment(month=month) for month in months] if all(1 <= month <= 12 for month in months) else []
    pieces = _JOINT.split(text)
    if len(pieces) < 2:
        return []
    found = [read_moment(piece) for piece in pieces]
    if any(item is None or item[1] != len(piece) for item, piece in zip(found, pieces, strict=True)):
        return []
    moments = [item[0] for item in found if item is not None]
    vague = any(
        moment.event or (moment.clock and not moment.month) or (moment.day and not moment.month)
        for moment in moments
    )
    return [] if vague else moments
