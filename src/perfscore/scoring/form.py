"""The recomputed scores of a whole form: rows, execution, sections, total and grade."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from perfscore.core.isolation import attempt
from perfscore.core.location import Location
from perfscore.core.numbers import Figure, Interval, plain, round_to
from perfscore.core.rational import rational
from perfscore.core.records import frozen, replace
from perfscore.core.sourced import Unreadable
from perfscore.core.stated import StatedGrades
from perfscore.core.trace import Step
from perfscore.forms.matching import Answered
from perfscore.forms.merged import together
from perfscore.model import GOVERNED, Form, Indicator, Number, Section, SelfAssessment
from perfscore.rulesets import RuleSet
from perfscore.scoring.joint import jointly
from perfscore.scoring.ranges import added, shifted
from perfscore.scoring.records import RowReading, RowScore, Status
from perfscore.scoring.rows import as_recorded, notes_used, number, score_indicator, text

#: Amounts in 元 stand for themselves; in 万元 and larger units they were rounded when the form was drawn.
EXACT_UNITS = frozenset({"元"})


_NO_SHEET = Answered(None)
_EXECUTION = "预算执行率"
#: The reading of the execution row.
RATE = "ratio"
_EXECUTION_NAMES = frozenset({"预算执行率", "执行率", "资金执行率", "预算资金执行率", "项目预算执行率"})
_FULL = Decimal(100)


@frozen
class FormScores:
    """The scores of one form. `rows` follow the indicators; the others are None where the form has no such row."""

    rows: tuple[tuple[Indicator, RowScore], ...] = ()
    execution: RowScore | None = None
    sections: tuple[RowScore, ...] = ()
    total: RowScore | None = None

    def of(self, indicator: Indicator) -> RowScore:
        """The score of an indicator of this form."""
        return self._by_row[id(indicator)]

    def has(self, indicator: Indicator) -> bool:
        """Whether the indicator was scored; rows of the whole term (实施期) are not."""
        return id(indicator) in self._by_row

    @cached_property
    def _by_row(self) -> dict[int, RowScore]:
        """Rows by identity: equal rows of a form are two rows. `rows` keeps them alive."""
        return {id(row): score for row, score in self.rows}

    def __iter__(self) -> Iterator[RowScore]:
        """All scores in the order in which a report shows them."""
        if self.execution is not None:
            yield self.execution
        yield from (score for _, score in self.rows)
        yield from self.sections
        if self.total is not None:
            yield self.total


def score_form(
    form: Form, ruleset: RuleSet, number_of_form: int = 0, answered: Answered = _NO_SHEET
) -> FormScores:
    """Recompute every score of a self-assessment; other forms have none.

    `answered` is the target sheet that the form answers: its rules count for rows that state none.
    """
    if not isinstance(form, SelfAssessment):
        return FormScores()
    year = _year(form)
    rows = tuple(
        pair
        for group in together([row for row in form.indicators if row.name.value])
        for pair in _rows(group, ruleset, number_of_form, answered, year)
    )
    execution = _execution(form, ruleset, number_of_form)
    by_row = {id(row): score for row, score in rows}
    sections = tuple(_section(form, section, by_row, number_of_form) for section in form.sections)
    counted = [_counted(row, score) for row, score in rows]
    total = _total(form, counted, execution, ruleset, number_of_form)
    return FormScores(rows, execution, sections, total)


def _counted(row: Indicator, score: RowScore) -> RowScore:
    """A score as it counts in the total: by its weight where the rows have weights."""
    weight = number(row.weight)
    if weight is None:
        return score
    given = score.recomputed
    readings = tuple(
        replace(one, points=one.points * weight / _FULL, interval=_times(one.interval, weight))
        for one in score.readings
    )
    return replace(
        score,
        points=weight,
        recomputed=None if given is None else given * weight / _FULL,
        readings=readings,
    )


def _times(one: Interval, weight: Decimal) -> Interval:
    """What a score out of a hundred is worth at a weight in percent."""
    share = rational(weight) / rational(_FULL)
    return Interval(one.low * share, one.high * share)


def _rows(
    group: tuple[Indicator, ...], ruleset: RuleSet, form_number: int, answered: Answered, year: int | None
) -> Iterator[tuple[Indicator, RowScore]]:
    """The scores of a row, or of rows that share a cell of points or scores."""
    scored = [(row, _row(row, form_number, ruleset, answered, year)) for row in group]
    return iter(scored) if len(group) == 1 else zip(group, jointly(scored, ruleset), strict=True)


def _year(form: SelfAssessment) -> int | None:
    """The year in the form's heading."""
    found = re.search(r"(?:19|20)[0-9]{2}", form.head.text("year"))
    return int(found[0]) if found else None


def unscored(form: Form, error: str, number_of_form: int = 0) -> FormScores:
    """The rows of a form whose scores could not be worked out, each with the reason."""
    if not isinstance(form, SelfAssessment):
        return FormScores()
    return FormScores(tuple((i, _failed(i, number_of_form, error)) for i in form.indicators if i.name.value))


def _row(
    indicator: Indicator, form_number: int, ruleset: RuleSet, answered: Answered, year: int | None
) -> RowScore:
    return attempt(
        lambda: score_indicator(indicator, form_number, ruleset, answered.indicator(indicator.name.value), year),
        lambda error: _failed(indicator, form_number, error),
    )


def _failed(indicator: Indicator, form_number: int, error: str) -> RowScore:
    return replace(
        as_recorded(indicator, form_number),
        status="unreadable",
        reason=f"程序计分时出错（{error}），请把这条信息反馈给 perfscore",
        reason_en=f"scoring this row failed: {error}",
    )


def rate_interval(executed: Figure, budget: Figure, *, exact: bool) -> Interval:
    """Every execution rate (a ratio, not a percentage) that two written amounts may stand for."""
    value = rational(executed.value) / rational(budget.value)
    low, high = budget.interval.low, budget.interval.high
    if exact or low <= 0:
        return Interval.point(value)
    return Interval(executed.interval.low / high, executed.interval.high / low)


def _execution(form: SelfAssessment, ruleset: RuleSet, form_number: int) -> RowScore | None:
    funds = form.funding.total if form.funding else None
    if funds is None or (funds.points is None and funds.score is None):
        return None
    if number(funds.points) is None and number(funds.score) is None and _scored_as_row(form):
        return None
    base = funds.budget if ruleset.execution_base.value == "budget" else funds.initial
    points = number(funds.points)
    row = RowScore(
        kind="execution",
        form=form_number,
        at=funds.score.at if funds.score is not None else funds.label.at,
        indicator="预算执行率",
        target=text(base),
        actual=text(funds.executed),
        points=points if points is not None else ruleset.execution_points.value,
        recorded=text(funds.score),
        basis=f"ruleset:{ruleset.id}",
    )
    budget, executed = _figure(base), _figure(funds.executed)
    if budget is None or executed is None:
        which, cell = ("预算数", base) if budget is None else ("执行数", funds.executed)
        unread = cell.value.reason if cell is not None and isinstance(cell.value, Unreadable) else ""
        why = f"读不成数：{unread}" if unread else "未填或读不成数"
        return replace(
            row,
            status="unreadable" if unread else "no-target" if budget is None else "no-actual",
            basis="",
            reason=f"{which}{why}",
            reason_en="an amount is missing or unreadable",
        )
    if budget.value <= 0:
        return replace(
            row, status="undecided", basis="", reason="预算数为零，执行率无从计算", reason_en="the budget is zero"
        )
    assert row.points is not None  # noqa: S101 - set above
    full = rational(row.points)
    spread = rate_interval(executed, budget, exact=form.head.money_unit in EXACT_UNITS)
    rate = rational(executed.value) / rational(budget.value)
    value = full * min(rate, rational(1))
    interval = Interval(full * min(spread.low, rational(1)), full * min(spread.high, rational(1)))
    digits = ruleset.digits.value
    points_given = round_to(value, digits, ruleset.rounding.value)
    capped = "（超过 100% 按 100% 计）" if rate > 1 else ""
    steps = Step(
        "得分",
        f"{plain(full)} × {plain(rate * 100, 4)}%{capped}",
        plain(points_given),
        children=(
            Step("执行率", f"{executed} ÷ {budget} × 100%", f"{plain(rate * 100, 4)}%"),
            *notes_used(ruleset, "execution_base", "execution_formula", "digits"),
        ),
    )
    return replace(
        row,
        recomputed=points_given,
        readings=(RowReading(RATE, points_given, interval, steps, value),),
        step=steps,
    )


def _scored_as_row(form: SelfAssessment) -> bool:
    """Whether the execution rate has points as an indicator: then the funding table has none for it."""
    return any(
        number(row.points) is not None and (section.name == _EXECUTION or row.name.value in _EXECUTION_NAMES)
        for section in form.sections
        for row in section.indicators
    )


def _figure(cell: Number | None) -> Figure | None:
    return cell.value if cell is not None and isinstance(cell.value, Figure) else None


def _section(form: SelfAssessment, section: Section, by_row: Mapping[int, RowScore], form_number: int) -> RowScore:
    own = [by_row[id(row)] for row in section.indicators if id(row) in by_row]
    points = number(section.points)
    if points is None and not form.lost:
        points = _sum([one.points for one in own if one.status != "joint"])
    row = _summed(
        RowScore(kind="section", form=form_number, at=section.header.at, l1=section.name, points=points), own
    )
    if form.weighted:
        row = replace(row, range=None)  # its rows are scored from nought to a hundred each
    return _whole(row, form, section.indicators)


def is_graded(form: SelfAssessment) -> bool:
    """Whether grades apply: a form outside the budget's regulations has none but those that it states."""
    stated = any(isinstance(one.value, StatedGrades) for one in form.head.conventions)
    return stated or form.head.kind in GOVERNED


def why_open(form: SelfAssessment, rows: Iterable[Indicator]) -> tuple[str, str] | None:
    """Why no sum over the rows is whole, in Chinese and English; None where it is.

    A row that was not read may be one of any section, and a row with points without a name is not scored.
    """
    if form.lost:
        return "表中有行没有读入，合计未重算", "a row was not read"
    if any(not row.name.value and number(row.points) for row in rows):
        return "有分值的一行没有指标名称，合计未重算", "a row with points has no name"
    return None


def why_total_open(form: SelfAssessment) -> tuple[str, str] | None:
    """Why no total is whole: as `why_open`, or because its points are more than those of all that was read."""
    if (why := why_open(form, form.indicators)) is not None:
        return why
    printed = number(form.total.points) if form.total else None
    known = _sum([number(row.points) for row in form.indicators])
    funds = form.funding.total if form.funding else None
    if form.unplaced and funds is None and printed is not None and known is not None and printed > known:
        return "表中有内容没有读入，总分未重算", "a part of the form was not read"
    return None


def _whole(row: RowScore, form: SelfAssessment, rows: Iterable[Indicator]) -> RowScore:
    """A sum of rows, without its number where rows are missing from it."""
    why = why_open(form, rows) if row.recomputed is not None or row.range is not None else None
    return row if why is None else _without_sum(row, *why)


def _without_sum(row: RowScore, why: str, why_en: str) -> RowScore:
    if row.recomputed is None:
        return replace(row, range=None)
    return replace(row, recomputed=None, basis="", step=None, status="undecided", reason=why, reason_en=why_en)


def _summed(row: RowScore, parts: list[RowScore]) -> RowScore:
    """A row that is the sum of others: no number unless every part has one, or is counted with another."""
    parts = [part for part in parts if part.status != "joint"]
    total = _sum([part.recomputed for part in parts])
    if total is None:
        open_rows = [part.indicator or part.l1 for part in parts if part.recomputed is None]
        statuses = {part.status for part in parts if part.recomputed is None}
        status: Status = statuses.pop() if len(statuses) == 1 else "undecided"
        names = "、".join(open_rows[:3]) + ("等" if len(open_rows) > 3 else "")
        reason = f"{len(open_rows)} 行未能重算（{names}）" if open_rows else "没有可计分的行"
        reason_en = f"{len(open_rows)} rows were not recomputed"
        return replace(row, status=status, reason=reason, reason_en=reason_en, range=added(parts))
    words = " + ".join(plain(part.recomputed) for part in parts if part.recomputed is not None)
    basis = parts[0].basis if len({part.basis for part in parts}) == 1 else "mixed"
    return replace(row, recomputed=total, basis=basis, step=Step("合计", words, plain(total)))


def _sum(numbers: list[Decimal | None]) -> Decimal | None:
    known = [one for one in numbers if one is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(numbers) else None


def _total(
    form: SelfAssessment, rows: list[RowScore], execution: RowScore | None, ruleset: RuleSet, form_number: int
) -> RowScore | None:
    parts = [*([execution] if execution is not None else []), *(one for one in rows if one.status != "joint")]
    if not parts:
        return None
    cell = form.total.score if form.total else None
    at: Location = cell.at if cell is not None else (form.total.label.at if form.total else form.head.at)
    row = _summed(
        RowScore(
            kind="total",
            form=form_number,
            at=at,
            points=number(form.total.points) if form.total else None,
            recorded=text(cell),
        ),
        parts,
    )
    if row.points is None and not form.lost:
        row = replace(row, points=_sum([part.points for part in parts]))
    if (row.recomputed is not None or row.range is not None) and (why := why_total_open(form)) is not None:
        row = _without_sum(row, *why)
    changes = [one.worth for one in form.adjustments]
    if form.total is not None and form.total.adjusted:
        row = _adjusted(row, changes)
    # A grade is a share of a hundred; points that add to another number have none.
    if not is_graded(form) or row.recomputed is None or _sum([part.points for part in parts]) != _FULL:
        return row
    later = [] if form.total is not None and form.total.adjusted else changes
    if None in later:
        return row
    return replace(row, grade=ruleset.grade(row.recomputed + sum((one for one in later if one), Decimal(0))))


def _adjusted(row: RowScore, changes: list[Decimal | None]) -> RowScore:
    """A total with the bonuses and deductions as they are recorded: no rule scores them."""
    change = _sum(changes)
    if row.recomputed is None:
        return replace(row, range=None if change is None else shifted(row.range, change))
    if change is None:
        return _without_sum(row, "加分或扣分没有写明，合计未重算", "a bonus or a deduction is not stated")
    steps = (row.step,) if row.step is not None else ()
    total = row.recomputed + change
    words = f"{plain(row.recomputed)} {'+' if change >= 0 else '-'} {plain(abs(change))}（加分、扣分）"
    return replace(row, recomputed=total, step=Step("总分", words, plain(total), children=steps))
