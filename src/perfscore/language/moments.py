"""Points of the calendar, as precise as they are written.

    moment = [每] [year] [month] [day] [part] | quarter | half year | clock | event

The functions take normalised text without blanks. Nothing here needs pyparsing.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.language.numerals import CHINESE, read_number


@frozen
class Moment:
    """A day, month, quarter, year, time of day or event.

    Attributes:
        year: four digits; None when it is not written.
        month, day, quarter, half: numbers from 1; None when not written.
        part: 初, 中, 底, 上旬, 中旬, 下旬, 首月 or 末月 (of a quarter); "" for the whole.
        relative: 当年, 次年, 上年, 当月, 次月 where the year or month is named by a word.
        every: 年, 月, 季度, 周 where the moment comes back, else "".
        clock: time of day as HH:MM.
        event: a named moment (春节, 汛期), for which there is no date.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    half: int | None = None
    part: str = ""
    relative: str = ""
    every: str = ""
    clock: str = ""
    event: str = ""

    @property
    def precise(self) -> bool:
        """Whether “before” it includes it without doubt: a day, the end of something, a time of day, an event.

        12月前 may mean before the first or the last day of December; 12月底前 and 12月5日前 may not.
        """
        return self.day is not None or self.part in ("底", "下旬") or bool(self.clock or self.event)

    def bounds(self, year: int | None = None) -> tuple[date, date] | None:
        """Return the first and the last day that the moment covers.

        Args:
            year: the year that stands in where none is written, and 当年 where a word names it.

        Returns:
            None for an event, a recurring moment, a bare time of day, or where no year is known.
        """
        if self.event or self.every or self.relative.endswith("月"):
            return None
        shift = {"次年": 1, "上年": -1}.get(self.relative, 0)
        there = self.year if self.year is not None else (year + shift if year is not None else None)
        if there is None or not 1 <= there <= 9999:
            return None
        first, last = self._months()
        if self.day is not None:
            if self.month is None or self.day > calendar.monthrange(there, self.month)[1]:
                return None
            whole = date(there, self.month, self.day)
            return whole, whole
        if self.clock and self.month is None and self.part == "":
            return None
        end = calendar.monthrange(there, last)[1]
        if self.month is not None and self.part:
            start_day, end_day = _PART_DAYS.get(self.part, (1, end))
            return date(there, first, min(start_day, end)), date(there, last, min(end_day, end))
        if self.part == "底":
            return date(there, last, 1), date(there, last, end)
        if self.part == "初":
            return date(there, first, 1), date(there, first, calendar.monthrange(there, first)[1])
        if self.part == "中" and self.month is None and self.quarter is None:
            return date(there, 6, 1), date(there, 7, 31)
        return date(there, first, 1), date(there, last, end)

    def _months(self) -> tuple[int, int]:
        """First and last month that the moment lies in."""
        if self.month is not None:
            return self.month, self.month
        if self.quarter is not None:
            return self.quarter * 3 - 2, self.quarter * 3
        if self.half is not None:
            return self.half * 6 - 5, self.half * 6
        return 1, 12

    def say(self) -> str:
        """Return the canonical Chinese text.

        >>> Moment(2023, 12, part="底").say(), Moment(every="月", day=5).say(), Moment(quarter=3, part="底").say()
        ('2023年12月底', '每月5日', '第三季度底')
        """
        words = f"每{self.every}" if self.every else ""
        if self.year is not None:
            words += f"{self.year}年"
        words += self.relative
        if self.quarter is not None:
            words += f"第{_NUMBERS[self.quarter]}季度"
        if self.half is not None:
            words += ("上半年", "下半年")[self.half - 1]
        if self.month is not None:
            words += f"{self.month}月"
        if self.part and self.day is None:
            words += self.part if words else f"年{self.part}"
        elif self.part:
            words += self.part
        if self.day is not None:
            words += f"{self.day}日"
        clock = f"{self.clock[:2]}时{self.clock[3:]}分" if self.clock else ""
        return words + clock + self.event


_NUMBERS = "零一二三四"
_PART_DAYS = {"初": (1, 10), "上旬": (1, 10), "中": (11, 20), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31)}
_SMALL = rf"\d{{1,2}}|{CHINESE}"
_YEAR_CN = r"[二][〇零][〇零一二三四五六七八九]{2}"

EVENTS = (
    r"春节|元旦|国庆节?|五一|劳动节|十一|中秋节?|端午节?|清明节?|建党节|建军节|双节|两节|主?汛期|防火期|雨季|供暖[季期]?|采暖[季期]?"
    r"|(?:[春秋]季)?开学|学期末|学期结束|放假|暑假|寒假|暑期|入冬|冬季|入夏|入汛|高考|中考|两会|春耕|三夏|秋收|种植季?|汛前"
)
#: A moment as a verbose regular expression; `read_moment` reads what it matches.
MOMENT = rf"""
      (?P<event>{EVENTS})
    | (?P<iso>(?P<iy>(?:19|20)\d\d)[-./](?P<im>\d{{1,2}})(?:[-./](?P<id>\d{{1,2}})日?)?(?!\d|[./]\d|-\d{{1,2}}(?!\d)))
    | (?P<compact>(?P<cy>20\d\d)(?P<cm>[01]\d)(?P<cd>[0-3]\d))(?!\d)
    | (?:每(?P<every>年度?|月|季度?|周|学期|半年))?
      (?:(?P<year>(?:19|20)\d\d|{_YEAR_CN})年度?|(?P<short>\d\d)年(?=\d{{1,2}}月)
        |(?P<relative>当年|本年度?|今年|次年|翌年|第二年|来年|下一?年度?|上年度?|去年|次月|当月|本月|下月)(?!度))?
      (?:(?:第?(?P<quarter>[一二三四1-4])季度?|Q(?P<q>[1-4]))|(?P<half>[上下])半年
        |(?P<month>{_SMALL})月份?)?
      (?P<part>末月|首月|上旬|中旬|下旬|月?[底末初]|年[底末终初中]|中(?!旬|[\u4e00-\u9fff]*率))?
      (?:(?P<day>{_SMALL})(?:[日号]|(?<=月\d\d)(?=(?:之|以)?前|$)))?
      (?:(?P<noon>早上|早|上午|中午|下午|晚上|晚|凌晨)?(?P<hour>\d{{1,2}})(?::(?P<minute>[0-5]\d)|[时点](?:(?P<min>\d\d?)分|整)?))?
    """
_MOMENT = lazy_pattern(MOMENT, re.VERBOSE)
_PARTS = {"末": "底", "终": "底", "底": "底", "初": "初", "中": "中"}
_RELATIVE = {"本": "当", "今": "当", "翌": "次", "第": "次", "来": "次", "下": "次", "去": "上"}


def read_moment(text: str, place: int = 0) -> tuple[Moment, int] | None:
    """Read the moment at a place of a normalised text; returns it with the place where it ends.

    >>> read_moment("2023年12月底前")[0].say(), read_moment("每月5日")[0].say(), read_moment("5天") is None
    ('2023年12月底', '每月5日', True)
    """
    match = _MOMENT.match(text, place)
    if not match or match.end() == place:
        return None
    moment = _of(match)
    return (moment, match.end()) if moment else None


def _number(text: str | None) -> int | None:
    found = read_number(text) if text else None
    return int(found.value) if found and found.value == found.value.to_integral_value() else None


def _of(match: re.Match[str]) -> Moment | None:
    got = match.groupdict()
    if got["event"]:
        return Moment(event=got["event"])
    if got["iso"] or got["compact"]:
        last = got["id"] or got["cd"]
        return _checked(
            Moment(int(got["iy"] or got["cy"]), int(got["im"] or got["cm"]), int(last) if last else None)
        )
    year = (got["year"] or (f"20{got['short']}" if got["short"] else "")).translate(_CN_DIGITS)
    relative = _relative(got["relative"] or "")
    every = {"年度": "年", "季": "季度"}.get(got["every"] or "", got["every"] or "")
    quarter = _number(got["quarter"]) or (int(got["q"]) if got["q"] else None)
    half = {"上": 1, "下": 2}.get(got["half"] or "")
    month, day, clock = _number(got["month"]), _number(got["day"]), _clock(got)
    part = _part(
        got["part"] or "",
        month=month,
        inner=bool(month or quarter or half),
        every=every,
        outer=bool(year or relative),
    )
    if part is None or clock is None or not any((year, relative, month, day, quarter, half, part, clock)):
        return None
    return _checked(Moment(int(year) if year else None, month, day, quarter, half, part, relative, every, clock))


def _relative(words: str) -> str:
    """当年, 次年, 上年, 当月, 次月 or "" for the many words that mean them."""
    if not words:
        return ""
    return _RELATIVE.get(words[0], words[0]) + ("月" if words.endswith("月") else "年")


def _part(written: str, *, month: int | None, inner: bool, every: str, outer: bool) -> str | None:
    """The part of a year, quarter or month in its one spelling, "" for none, None where it belongs to nothing."""
    if not written or written in ("末月", "首月"):
        return written
    part = written.lstrip("年月")
    if written[0] == "年":
        return None if inner else _PARTS[part]
    if written[0] == "月" and month is None and every != "月" and not outer:
        return None
    if part.endswith("旬") or part == "中":
        return part if month is not None else None
    return _PARTS[part] if inner or every or outer else None


_CN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def _clock(got: dict[str, str | None]) -> str | None:
    """Time of day as HH:MM, "" when none is written, None when it is not one."""
    if not got["hour"]:
        return None if got["noon"] else ""
    hour, minute = int(got["hour"]), int(got["minute"] or got["min"] or 0)
    if got["noon"] in ("下午", "晚上", "晚") and hour < 12:
        hour += 12
    return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None


def _checked(moment: Moment) -> Moment | None:
    if moment.month is not None and not 1 <= moment.month <= 12:
        return None
    if moment.day is not None and not 1 <= moment.day <= 31:
        return None
    return moment
