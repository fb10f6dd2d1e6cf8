"""Dates as conditions: `10月底前完成`, `6月30日前拨付到位`, `7月31日以后`, `次年1月`, `次年2月及以后`."""

from __future__ import annotations

import re
from typing import Literal

import pyparsing as pp

from perfscore.core.records import frozen
from perfscore.language.clauses.scope import gap
from perfscore.language.clauses.terminals import regex

#: Days are numbered month by month, 31 a month, so that they compare; `None` for a whole month or its end.
Side = Literal["before", "after", "in"]


@frozen
class Day:
    """A date without a year, or of the next year: the last day of the month where no day is written."""

    month: int
    day: int | None = None
    next_year: bool = False
    year: int | None = None

    def ordinal(self, *, end: bool = True) -> int:
        """A number that orders days: 31 a month; the end (or beginning) of the month where no day is written."""
        day = self.day if self.day is not None else (31 if end else 1)
        return (12 if self.next_year else 0) * 31 + (self.month - 1) * 31 + day

    def say(self) -> str:
        """`次年1月31日`, `10月`."""
        year = f"{self.year}年" if self.year else "次年" if self.next_year else ""
        return f"{year}{self.month}月" + (f"{self.day}日" if self.day is not None else "")


@frozen
class ByDate:
    """Before (that day included), after, or in a month; `marked` when 及 or 含 names the day itself.

    What was not done before a day was `missed`: it is done after that day, or never.
    """

    day: Day
    side: Side
    marked: bool = False
    subject: str = ""
    missed: bool = False

    def say(self) -> str:
        """`6月30日前`, `次年2月及以后`, `未在6月30日前`."""
        if self.missed:
            return f"{self.subject}未在{self.day.say()}{'' if self.day.day else '底'}前"
        if self.side == "in":
            return f"{self.subject}{self.day.say()}内"
        word = "前" if self.side == "before" else "以后"
        end = "底" if self.side == "before" and self.day.day is None else ""
        return f"{self.subject}{self.day.say()}{end}{'及' if self.marked else ''}{'以' if self.marked and word == '前' else ''}{word}"


_DATE = r"(?:(?P<y>\d{4})年|(?P<n>次年|下年|第二年|翌年)|当年|本年)?(?:度)?(?P<m>1[0-2]|[1-9])月份?(?:(?P<d>3[01]|[12]\d|[1-9])[日号])?"
_NAMING = gap(r"\d,;。:()得计记扣每未没", "{0,16}?")
#: Not done by the day: 未在6月30日前上报, 6月30日前未上报.
_NOT = "(?:未能?|没有?能?|不能|无法)"
_DONE = gap(r"\d,;。:()得计记扣加减每未没不", "{1,12}?") + "(?=的|者|,|扣|减|不得|不计|不给)"
#: Done in a quarter, or in half a year, is done by its end: 二季度完成, 上半年完成.
_ENDS = (
    "(?:之?前|以前|内|末|底|末前|底前)?"
    r"(?=[^\d,;。:()得计记扣加减每未没不率度量数值]{0,6}(?:完成|完工|竣工|建成|报送|上报|办结|交付|验收|开工|到位)(?:的|者)*,?[得计记为不\d])"
)
BY_DATE = regex(
    rf"(?:在|于)?(?:第?(?P<q>[1-4])季度|(?P<h>[上下])半年){_ENDS}|{_NAMING}(?P<not>{_NOT})?(?:在|于|到|至)?{_DATE}(?P<e>底|末)?"
    rf"(?:(?P<mark>\(含\)|含|及)?(?:之|以)?(?P<side>前|后|内)(?P<late>{_NOT}{_DONE})?)?",
    needs=r"\d月|\d季度|[上下]半年",
).set_name("date")


def _day(match: re.Match[str]) -> Day:
    day, year = (int(match[part]) if match[part] else None for part in "dy")
    return Day(int(match["m"]), day, bool(match["n"]), year)


def _by(tokens: pp.ParseResults) -> ByDate:
    match: re.Match[str] = tokens[0]
    if match["q"] or match["h"]:
        return ByDate(Day(int(match["q"]) * 3 if match["q"] else 6 if match["h"] == "上" else 12), "before")
    day = _day(match)
    side: Side = "before" if match["side"] == "前" else "after" if match["side"] == "后" else "in"
    if side == "before" and match["d"] is None and match["e"] is None and not match["mark"]:
        # 12月前 alone may mean before or at the end of December.
        raise pp.ParseException("前 without 底 is ambiguous by a month")
    if match["not"] or match["late"]:
        if side != "before" or (match["not"] and match["late"]):
            raise pp.ParseException("what was not done in time is said of a day before which it was due")
        if "、" in match[0]:
            raise pp.ParseException("beside the day something else is missing")
        return ByDate(day, "after", missed=True)
    return ByDate(day, side, marked=bool(match["mark"]), subject="")


BY_DATE.set_parse_action(_by)
#: Not done until then: 至年底仍未完成, 截至6月30日尚未报送.
MISSED = regex(
    rf"{_NAMING}(?:截至|截止到?|至|到)(?:{_DATE}|[当本]?年)(?P<e>底|末|终)?(?:仍|还|尚)?(?:{_NOT}){_DONE}",
    needs="[至到止].*(?:未|没|不能|无法)",
).set_name("missed date")


def _missed(tokens: pp.ParseResults) -> ByDate:
    match: re.Match[str] = tokens[0]
    if match["m"] is None and match["e"] is None:
        raise pp.ParseException("no day")
    return ByDate(_day(match) if match["m"] else Day(12), "after", missed=True)


MISSED.set_parse_action(_missed)
GRAMMAR = (MISSED | BY_DATE).set_name("date")
