"""Dates as spreadsheets keep them: day numbers since 1900 or 1904, with the 29 February 1900 that never was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from perfscore.core.numbers import round_to
from perfscore.core.records import frozen
from perfscore.ooxml.formatcode import Section, Token

_DAY_SECONDS: Final = 86_400
#: 9999-12-31 in the system of 1900.
_LAST_DAY: Final = 2_958_465
_EPOCH_1904: Final = 1_462
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_CHINESE_DIGITS: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_CHINESE_WEEKDAYS: Final = "一二三四五六日"


@frozen
class Moment:
    """A day number taken apart. `weekday` is 0 on Mondays, `days` and `seconds` count from the epoch."""

    year: int
    month: int
    day: int
    weekday: int
    days: int
    seconds: Decimal

    @property
    def hour(self) -> int:
        """Hour of the day."""
        return int(self.seconds) // 3600

    @property
    def minute(self) -> int:
        """Minute of the hour."""
        return int(self.seconds) // 60 % 60


def take_apart(serial: Decimal, digits: int = 0, *, date1904: bool = False, clock: bool = True) -> Moment | None:
    """Take a day number apart; None where it is no date that a spreadsheet can show.

    Args:
        serial: days since the epoch.
        digits: decimals of the seconds that are shown; the time is rounded to them.
        date1904: the workbook counts from 1904.
        clock: a time is shown; without one the day is cut, never rounded up.
    """
    if not 0 <= serial < _LAST_DAY + 1:
        return None
    days = int(serial.to_integral_value(ROUND_FLOOR))
    seconds = round_to((serial - days) * _DAY_SECONDS, digits) if clock else Decimal(0)
    if seconds >= _DAY_SECONDS:
        days, seconds = days + 1, Decimal(0)
    number = days + _EPOCH_1904 if date1904 else days
    if number > _LAST_DAY:
        return None
    if number == 60:
        year, month, day = 1900, 2, 29
    elif number == 0:
        year, month, day = 1900, 1, 0
    else:
        calendar = date(1899, 12, 31 if number < 60 else 30) + timedelta(days=number)
        year, month, day = calendar.year, calendar.month, calendar.day
    return Moment(year, month, day, (number + 5) % 7, days, seconds)


def to_python(serial: Decimal, section: Section, *, date1904: bool = False) -> date | datetime | time | None:
    """The date or time that a day number stands for under a format; None for durations and impossible dates."""
    if section.has("elapsed"):
        return None
    dated = any(kind == "date" and text[0] in "ymdea" for kind, text in section.tokens)
    moment = take_apart(serial, 3, date1904=date1904)
    if moment is None:
        return None
    whole = int(moment.seconds)
    clock = time(whole // 3600, whole // 60 % 60, whole % 60, int((moment.seconds - whole) * 1000) * 1000)
    if not dated:
        return clock if moment.days == 0 else None
    if moment.day == 0 or (moment.year, moment.month, moment.day) == (1900, 2, 29):
        return None
    day = date(moment.year, moment.month, moment.day)
    return datetime.combine(day, clock) if moment.seconds else day


def to_serial(value: date | datetime, *, date1904: bool = False) -> Decimal:
    """The day number of a date, as formats need it."""
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    gone = moment.replace(tzinfo=None) - datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zones
    serial = Decimal(gone.days) + Decimal(gone.seconds) / _DAY_SECONDS
    if serial < 61:
        serial -= 1
    return serial - _EPOCH_1904 if date1904 else serial


def show_moment(section: Section, serial: Decimal, *, date1904: bool = False) -> str | None:
    """The text that a date section shows for a day number, None where there is no such date."""
    tokens = section.tokens
    digits = max((len(text) for kind, text in tokens if kind == "fraction"), default=0)
    clock = any(
        kind in {"minute", "elapsed", "half"} or (kind == "date" and text[0] in "hs") for kind, text in tokens
    )
    moment = take_apart(serial, digits, date1904=date1904, clock=clock)
    if moment is None:
        return None
    halved = section.has("half")
    return "".join(_show(token, moment, halved, section.chinese) for token in _without_era(tokens))


def _without_era(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if not (token[0] == "date" and token[1].startswith("g"))]


def _show(token: Token, moment: Moment, halved: bool, chinese: bool) -> str:
    kind, text = token
    match kind:
        case "literal" | "pad":
            return text
        case "minute":
            return _padded(moment.minute, text)
        case "fraction":
            places = len(text)
            part = int((moment.seconds % 1).scaleb(places))
            return f".{part:0{places}d}"
        case "elapsed":
            total = moment.days * _DAY_SECONDS + int(moment.seconds)
            return f"{total // {'h': 3600, 'm': 60, 's': 1}[text[0]]:0{len(text)}d}"
        case "half":
            early, late = text.split("/")
            return early if moment.hour < 12 else late
        case "date":
            return _show_date_part(text, moment, halved, chinese)
        case _:
            return ""


def _show_date_part(text: str, moment: Moment, halved: bool, chinese: bool) -> str:
    match text[0]:
        case "y" | "e":
            return f"{moment.year % 100:02d}" if text in {"y", "yy"} else f"{moment.year:04d}"
        case "m" if len(text) > 2:
            return _month_name(text, moment.month, chinese)
        case "m":
            return _padded(moment.month, text)
        case "d" if len(text) > 2:
            if chinese:
                return ("星期" if len(text) > 3 else "周") + _CHINESE_WEEKDAYS[moment.weekday]
            return _WEEKDAYS[moment.weekday] if len(text) > 3 else _WEEKDAYS[moment.weekday][:3]
        case "d":
            return _padded(moment.day, text)
        case "a":
            return ("星期" if len(text) > 3 else "") + _CHINESE_WEEKDAYS[moment.weekday]
        case "h":
            return _padded((moment.hour + 11) % 12 + 1 if halved else moment.hour, text)
        case _:
            return _padded(int(moment.seconds) % 60, text)


def _month_name(text: str, month: int, chinese: bool) -> str:
    if chinese:
        return f"{_CHINESE_DIGITS[month - 1]}月" if len(text) > 3 else f"{month}月"
    name = _MONTHS[month - 1]
    return {3: name[:3], 5: name[:1]}.get(len(text), name)


def _padded(number: int, text: str) -> str:
    return f"{number:02d}" if len(text) > 1 else str(number)
