"""PS4xx: the date on which a form was filed: is it a date, and of this year's budget?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from perfscore.checks import needs
from perfscore.checks.periods import budget_year
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import doubt, notes
from perfscore.core.findings import Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.model import Form, Text

#: A stamp of a system, as it stands or cut off; a number of other length or beginning is none.
_STAMP = lazy_pattern(r"(?:19|20)\d{5,15}")
_WRITTEN = lazy_pattern(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:T?\d{1,2}:\d{2}(?::\d{2})?)?")
#: What the digits of a stamp mean, from the left: name, first digit, last digit, the greatest value.
_PARTS = (("月", 4, 6, 12), ("日", 6, 8, 31), ("时", 8, 10, 23), ("分", 10, 12, 59), ("秒", 12, 14, 59))
_LENGTHS = (8, 10, 12, 14, 17)


@frozen
class Filed:
    """A filing date as it stands: the day, None where it is none, with what is wrong with it."""

    day: date | None
    fault: str = ""
    fault_en: str = ""


def filed(text: str) -> Filed | None:
    """What a cell of a filing date says, None where it is no stamp and no full date (2024年3月, 年 月 日).

    >>> filed("20251224092965").fault, filed("2025年11月18日").day.isoformat(), filed("2025年11月")
    ('秒为 65', '2025-11-18', None)
    """
    plain = squash(text)
    if _STAMP.fullmatch(plain):
        return _stamped(plain)
    match = _WRITTEN.match(plain)
    if match is None or (len(plain) != match.end() and not plain[match.end() :].startswith(("(", "星期"))):
        return None
    return _day(*(int(part) for part in match.groups()))


def _stamped(digits: str) -> Filed:
    if len(digits) not in _LENGTHS:
        return Filed(None, f"是 {len(digits)} 位数字，既不是 8 位日期，也不是 14 位时间", f"{len(digits)} digits")
    for name, start, end, most in _PARTS[: (len(digits) - 4) // 2]:
        part = int(digits[start:end])
        if part > most or (part == 0 and name in "月日"):
            return Filed(None, f"{name}为 {part}", f"the part of {name} is {part}")
    return _day(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))


def _day(year: int, month: int, day: int) -> Filed:
    try:
        return Filed(date(year, month, day))
    except ValueError:
        return Filed(None, f"没有 {year}年{month}月{day}日 这一天", f"there is no day {year}-{month}-{day}")


@check(
    "PS427",
    "filing-time-malformed",
    Severity.WARNING,
    "form",
    title="The filing date is not a valid date",
)
def filing_time_malformed(form: Form, view: View) -> Iterator[Yielded]:
    """填报日期格式错误。

    ## 查什么
    填报日期是一串数字，却读不成年月日或年月日时分秒；或写出的年月日在日历上没有。
    只写到月、空着待填、不是日期的文字不报。

    ## 为什么要紧
    填报时间由系统生成，不成日期的多半是抄录或识别有误，其他数字也要核对。

    ## 反例
    ```form
    项目名称 | 社区食堂运营补助
    （表头）
    产出指标 | 数量指标 | 运营食堂数量 | ≥8家 | 9家 | 90 | 90
    总分 | | | | | 90 | 90
    经办人： | （已签字） | 填报日期： | 20240231
    ```

    ## 正例
    ```form
    项目名称 | 社区食堂运营补助
    （表头）
    产出指标 | 数量指标 | 运营食堂数量 | ≥8家 | 9家 | 90 | 90
    总分 | | | | | 90 | 90
    经办人： | （已签字） | 填报日期： | 20240229173058
    ```

    ## 依据
    惯例，待核（公开表样的填报日期）
    """
    cell = form.head.field("date")
    read = filed(cell.value) if cell is not None else None
    if cell is None or read is None or not read.fault:
        return
    yield found(
        cell,
        f"填报日期“{cell.raw.strip()}”不是有效的时间：{read.fault}",
        f'the filing date "{cell.raw.strip()}" is no valid time: {read.fault_en}',
        mend="按系统中的填报时间改正",
        mend_en="correct it from the system in which the form was filed",
        subject="form/date",
    )


@frozen
class _Filing:
    """A form with the day on which it was filed."""

    view: View
    cell: Text
    day: date


@check(
    "PS428",
    "filing-time-stale",
    Severity.WARNING,
    "dossier",
    title="The filing date is too old for the year",
    needs=(needs.GOVERNED,),
)
def filing_time_stale(views: tuple[View, ...]) -> Iterator[Yielded]:
    """填报日期过早。

    ## 查什么
    填报日期早于预算年度上一年的 1 月 1 日还不止评分规则集所容许的月数；或同一份文件里至少还有两张表写了填报日期，
    而这张表比它们的中位数早三百天以上。读不成日期的由 PS427 报；没有写年度的只与同一文件的其他表比。

    ## 为什么要紧
    过早的日期说明表是从往年抄来的，指标值可能没有更新。

    ## 反例
    ```form
    项目名称 | 河道保洁
    年度 | 2025
    （表头）
    产出指标 | 数量指标 | 保洁河段 | ≥8段 | 9段 | 90 | 90
    总分 | | | | | 90 | 90
    经办人： | （已签字） | 填报日期： | 2022年3月4日
    ```

    ## 正例
    ```form
    项目名称 | 河道保洁
    年度 | 2025
    （表头）
    产出指标 | 数量指标 | 保洁河段 | ≥8段 | 9段 | 90 | 90
    总分 | | | | | 90 | 90
    经办人： | （已签字） | 填报日期： | 2023年12月4日
    ```

    ## 依据
    惯例，待核
    """
    by_file: dict[str, list[_Filing]] = {}
    for view in views:
        cell = view.form.head.field("date")
        read = filed(cell.value) if cell is not None else None
        if cell is not None and read is not None and read.day is not None:
            by_file.setdefault(view.form.head.at.file, []).append(_Filing(view, cell, read.day))
    for filings in by_file.values():
        days = sorted(filing.day for filing in filings)
        for filing in filings:
            yield from _stale(filing, _median_of_others(days, filing.day))


def _median_of_others(days: Sequence[date], own: date) -> date | None:
    """The median of the sorted days without one of them, the earlier of two; None for fewer than two others."""
    others = len(days) - 1
    if others < 2:
        return None
    middle = (others - 1) // 2
    # Whichever of equal days is left out, the median is the same.
    return days[middle] if days[middle] < own else days[middle + 1]


def _stale(filing: _Filing, median: date | None) -> Iterator[Yielded]:
    rules, year, day = filing.view.ruleset, budget_year(filing.view.form), filing.day
    lead, spread = rules.limits["filing_lead"], rules.limits["filing_spread"]
    months = 0 if year is None else (year - 1) * 12 - (day.year * 12 + day.month - 1)
    gap = 0 if median is None else (median - day).days
    if months > lead.value:
        why = f"比 {year} 年预算早了一年多"
        why_en = f"more than a year before the budget of {year}"
        rests, related = lead, notes(("年度", filing.view.form.head.field("year")))
    elif median is not None and gap > spread.value:
        why = f"比同一文件其他表填报日期的中位数 {median.isoformat()} 早 {gap} 天"
        why_en = f"{gap} days before the median {median.isoformat()} of the other forms of the file"
        rests, related = spread, ()
    else:
        return
    yield found(
        filing.cell,
        f"填报日期“{filing.cell.raw.strip()}”过早：{why}",
        f'the filing date "{filing.cell.raw.strip()}" is too old: {why_en}',
        mend="核对是否照抄了往年的表；重新填报的，改为实际填报日期",
        mend_en="see whether the form was copied from an earlier year, and write the day on which it was filed",
        subject="form/date",
        related=related,
        conditions=doubt(rests),
        form=filing.view.number,
    )
