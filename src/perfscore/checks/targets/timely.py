"""PS4xx: targets of time (时效): are they times, and do they lie in the year and the term?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from perfscore.checks import needs
from perfscore.checks.periods import Term, budget_year, term_of
from perfscore.checks.register import Condition, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.targets.readings import ending, head_dimension, holds
from perfscore.checks.words import notes
from perfscore.core.findings import Severity
from perfscore.core.sourced import Sourced
from perfscore.core.text import squash
from perfscore.core.units import dimension
from perfscore.language.values import Value
from perfscore.model import Indicator, SelfAssessment, TargetSheet
from perfscore.rulesets import RuleSet

#: Dimensions of units of time.
TIMES = frozenset({"time", "months", "workdays"})
_DATED = frozenset({"date", "period", "schedule", "list", "ratio"})


def under_timeliness(row: Indicator) -> bool:
    """Whether a row stands under the second-level label 时效."""
    return "时效" in row.l2


def speaks_of_time(row: Indicator, target: Sourced[Value], rules: RuleSet) -> bool:
    """Whether the name or the target of a row says anything of when.

    A name that only says how long something goes on (长期开展) says nothing of when; a target that says so may.
    """
    name = squash(row.name.value)
    for word in rules.words("not_a_time"):
        name = name.replace(word, "")
    words = rules.words("on_time")
    return holds(name, words) or holds(target.raw, words)


def _is_time(value: Value) -> bool:
    if value.kind in _DATED:
        return True
    return value.unit != "" and not TIMES.isdisjoint(dimension(value.unit).split("/"))


@check(
    "PS417",
    "timeliness-not-a-time",
    Severity.WARNING,
    "row",
    title="A timeliness target is no date, period or on-time rate",
    needs=(needs.GOVERNED,),
    after=("PS419",),
)
def timeliness_not_a_time(row: Indicator, target: Sourced[Value], view: View) -> Iterator[Yielded]:
    """时效指标不是时间。

    ## 查什么
    时效指标的指标值既不是日期、时段、工作日，也不含“及时”“按时”“进度”一类说时间的字样，名称里也没有。
    百分比的归类由 PS420 看；指标值照抄名称的由 PS419 报；没有写单位的数可能是天数、月数，不报。

    ## 为什么要紧
    时效考核的是早晚，“保障”“稳定”说不出早晚。

    ## 反例
    ```form
    产出指标 | 时效指标 | 护林巡护 | 保障 | 保障 | 50 | 50
     | 数量指标 | 巡护里程 | ≥100公里 | 120公里 | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 时效指标 | 护林巡护 | 每月2次 | 每月2次 | 30 | 30
     | 时效指标 | 火情响应时间 | ≤30分钟 | 20分钟 | 30 | 30
     | 时效指标 | 护林员工资按时发放 | 保障 | 保障 | 30 | 30
    ```

    ## 依据
    惯例，待核
    """
    value = target.value
    counted = value.kind in ("exact", "bound", "range", "change") and value.number is not None
    if not under_timeliness(row) or _is_time(value) or head_dimension(value.unit) in ("share", "points"):
        return
    if (counted and value.unit == "") or speaks_of_time(row, target, view.ruleset):
        return
    subject = f"{row.name.value}/target"
    if view.has_found("PS419", subject):
        return
    yield found(
        target,
        f"“{row.name.value}”列为时效指标，指标值“{target.raw}”却不是日期、时限，也不是及时率",
        f'"{row.name.value}" is an indicator of timeliness, but its target "{target.raw}" is no time',
        mend="写明完成的日期或时限，如“12月底前”“≤5个工作日”；不考核早晚的，归入数量或质量指标",
        mend_en="write a date or a period, or list the indicator under quantity or quality",
        subject=subject,
        related=notes(("二级指标", row.l2_label)),
    )


@check(
    "PS418",
    "deadline-out-of-period",
    Severity.ERROR,
    "form",
    title="A deadline lies outside the project's term or year",
    needs=(needs.GOVERNED, needs.TARGETS),
    lowered={"minor": Severity.WARNING},
)
def deadline_out_of_period(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """时效目标超出项目期。

    ## 查什么
    指标值是写明年份的日期，而它晚于项目期的最后一天；或是年度指标，日期不在表头的年度之内。项目可能跨年的为警告：
    表中没有写项目期；只写“3年”而没有起止日期，晚了不到一年；落在下一年第一季度。自评表的日期都在上一年的，表头可能
    写的是填报年度，也为警告。没有写年份的日期、“次年”、开工和签订等起始日期、学年一类跨年的时段不报。

    ## 为什么要紧
    期限在年度之外，这一年就无从考核；早于年度的，多半是照抄了往年的表。

    ## 反例
    ```form
    项目名称 | 校舍加固
    年度 | 2025
    （表头）
    产出指标 | 时效指标 | 竣工时间 | 2023年10月底前 | 2025年9月 | 50 | 50
     | 数量指标 | 加固栋数 | ≥3栋 | 3栋 | 40 | 40
    ```

    ## 正例
    ```form
    项目名称 | 校舍加固
    年度 | 2025
    （表头）
    产出指标 | 时效指标 | 竣工时间 | 2025年10月底前 | 2025年9月 | 50 | 50
     | 时效指标 | 运行期 | 2024年9月至2025年7月 | 已运行 | 40 | 40
    ```

    ## 依据
    表内勾稽（指标值与年度、项目期）
    """
    year, term = budget_year(form), term_of(form)
    annual, period = _rows(form)
    dated = [(row, days) for row in annual if (days := _deadline(row, view.ruleset)) is not None]
    # A self-assessment may be headed by the year in which it was written: where all dates are a year back, that is so.
    shifted = (
        year is not None and isinstance(form, SelfAssessment) and all(d[1].year == year - 1 for _, d in dated)
    )
    for row, days in dated:
        if year is not None:
            running = term is not None and term.first is None and term.years != 1 and not _split(form)
            yield from _annual(form, row, days, year, term, ("minor",) if shifted or running else ())
    for row in period:
        last = _last_day(year, term)
        if last is not None and (days := _deadline(row, view.ruleset)) is not None and days[0] > last:
            yield _beyond(form, row, last, _may_begin_later(days[0], last, term))


def _rows(form: SelfAssessment | TargetSheet) -> tuple[list[Indicator], list[Indicator]]:
    """The rows of the year and those of the whole term."""
    period = [
        row
        for block in (form.blocks if isinstance(form, TargetSheet) else ())
        if block.name == "period"
        for section in block.sections
        for row in section.indicators
    ]
    return list(form.indicators), period


def _split(form: SelfAssessment | TargetSheet) -> bool:
    """Whether the targets of the year stand apart from those of the whole term."""
    return isinstance(form, TargetSheet) and bool(form.blocks)


def _last_day(year: int | None, term: Term | None) -> date | None:
    """The last day on which a project can end: as written, or that of a term that begins no later than this year."""
    if term is None:
        return None
    if term.last is not None or year is None or term.years is None:
        return term.last
    end = year + term.years - 1
    return date(end, 12, 31) if end <= date.max.year else None


def _may_begin_later(day: date, last: date, term: Term | None) -> tuple[Condition, ...]:
    """The condition of a term without dates, which may begin in the middle of a year and end in that of the next."""
    return ("minor",) if term is not None and term.last is None and day.year == last.year + 1 else ()


def _deadline(row: Indicator, rules: RuleSet) -> tuple[date, date] | None:
    """The earliest and the latest day that a target may mean by its deadline.

    None where the date is none: what is told of a year (审计年度), or when something begins.
    """
    target, name = row.target, row.name.value
    if ending(name, rules.words("year_names")) or holds(name, rules.words("start_words")):
        return None
    value = target.value if target is not None else None
    if not isinstance(value, Value) or value.kind != "date" or value.end is None or value.end.year is None:
        return None
    days = value.end.bounds()
    if days is None:
        return None
    first, last = days
    if value.relation == "<":  # 2025年1月前 may mean the last day of 2024
        first -= timedelta(days=1)
    elif value.relation == "<=" and value.end.precise:
        first = last
    return first, last


def _annual(
    form: SelfAssessment | TargetSheet,
    row: Indicator,
    days: tuple[date, date],
    year: int,
    term: Term | None,
    conditions: tuple[Condition, ...],
) -> Iterator[Yielded]:
    first, last = days
    split = _split(form)
    end = _last_day(year, term)
    if end is not None and first > end:
        yield _beyond(form, row, end, () if split else _may_begin_later(first, end, term))
    elif first.year > year and (split or end is None or end.year <= year):
        may = (first.year == year + 1 and first.month <= 3) or (end is None and not split)
        yield _beyond(form, row, date(year, 12, 31), ("minor",) if may else ())
    elif (
        row.target is not None
        and last.year < year
        and not (term is not None and term.first is not None and term.first.year < year)
    ):
        yield found(
            row.target,
            f"“{row.name.value}”的期限“{row.target.raw}”早于本表的年度 {year} 年",
            f'the deadline "{row.target.raw}" of "{row.name.value}" lies before the year {year} of the form',
            mend=f"改为 {year} 年之内的日期；照抄往年的，其他指标值也要核对",
            mend_en=f"write a date in {year}, and look whether other targets were copied as well",
            subject=f"{row.name.value}/target",
            related=notes(("年度", form.head.field("year"))),
            conditions=conditions,
        )


def _beyond(
    form: SelfAssessment | TargetSheet, row: Indicator, last: date, conditions: tuple[Condition, ...]
) -> Yielded:
    assert row.target is not None  # noqa: S101 - the caller read a deadline in it
    day = f"{last.year}年{last.month}月{last.day}日"
    return found(
        row.target,
        f"“{row.name.value}”的期限“{row.target.raw}”晚于{day}，超出本表的年度或项目期",
        f'the deadline "{row.target.raw}" of "{row.name.value}" lies after {last.isoformat()}, beyond year or term',
        mend="改正期限；项目跨年的，年度指标写本年度应完成的部分",
        mend_en="correct the deadline; of a longer project, write what is due this year",
        subject=f"{row.name.value}/target",
        related=notes(("年度", form.head.field("year")), ("项目期", form.head.field("term"))),
        conditions=conditions,
    )
