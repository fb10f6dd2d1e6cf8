"""The projects that a budget table or a ledger lists: whose they are, of which year, with how much money.

A table says whose a project is by the row of the unit above it, by a column of units, or, where it has neither, by
whose table it is. A project under a row that is no known unit (特定目标类) belongs to nobody that can be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final, Literal

from perfscore.checks.crossform.partners import Owner, unit_name, year_of
from perfscore.checks.subjects import Run
from perfscore.checks.sums import figure
from perfscore.checks.words import bare
from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.numbers import Figure, Interval
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.core.units import split_scale
from perfscore.forms.head import bare_year
from perfscore.model import BudgetColumn, BudgetRow, BudgetSide, BudgetTable, Ledger, LedgerRow, Number, Text
from perfscore.rulesets import RuleSet

#: The header of a column of projects, and of one of units.
_PROJECT: Final = lazy_pattern(r"(?:二级|明细|预算|支出)?项目(?:支出)?名称|二级项目")
_UNIT: Final = lazy_pattern(r"(?:预算|项目|主管|承担|实施|使用|填报)?(?:单位|部门)(?:名称)?")

_BOOK: Final = ("预算的项目表", "project list of the budget")
_LEDGER: Final = ("汇总表", "ledger")
_PLAN: Final = ("项目清单", "list of projects")
#: The header of a column that adds money as well as it may add scores.
_ADDED: Final = lazy_pattern(r"合计|总计|小计|[^分]{0,12}(?:金额|资金|预算|经费)[^分]{0,8}")


@frozen
class Money:
    """An amount in 元, as the interval that it is written for; `cell` is what is printed, in `unit`."""

    cell: Number
    unit: str
    span: Interval

    @property
    def words(self) -> str:
        """The amount with its unit."""
        return f"{self.cell.raw.strip()}{self.unit}"

    @property
    def middle(self) -> Fraction:
        """The amount as it is written."""
        return (self.span.low + self.span.high) / 2

    def meets(self, other: Money) -> bool:
        """Whether both may stand for one amount."""
        return self.span.meets(other.span)


def money(cell: Number | None, unit: str) -> Money | None:
    """A cell's amount, None where it holds no number or nobody says in what it is.

    Amounts in whole 元 are exact, others stand for half a unit of their last digit either way.
    """
    read = figure(cell)
    if cell is None or read is None or read.percent or not unit:
        return None
    scale, rest = split_scale(unit)
    if rest != "元":
        return None
    return Money(cell, unit, _span(read, Fraction(scale)))


def _span(read: Figure, scale: Fraction) -> Interval:
    if scale == 1 and read.decimals == 0:
        return Interval.point(read.value)
    wide = read.interval
    return Interval(wide.low * scale, wide.high * scale)


@frozen
class Listed:
    """A project of a list.

    Attributes:
        key: its name as projects are compared.
        owner: the unit that the list gives it to, "" where that is not known.
        amount: the whole of its money; `others` are its parts by fund.
    """

    name: Text
    key: str
    owner: str
    amount: Money | None
    others: tuple[Money, ...] = ()


@frozen
class ProjectList:
    """A list of projects.

    Attributes:
        unit: whose list it is; `flat` says that it names no unit for its projects.
        called: what a reader calls it, in both languages.
        year: the year that it states, "" where it states none.
        whole: it can be said what is not in it, but for the units that are `unsure`: rows above its rows may be theirs.
        part: it lists some projects, or some of their money: what it holds is a project, and no more can be said.
        carried: it lists what was carried over from the year before.
        also: names in it that head others.
    """

    at: Location
    title: str
    unit: str
    year: str
    projects: tuple[Listed, ...]
    origin: Literal["book", "ledger"]
    called: tuple[str, str]
    whole: bool = True
    unsure: frozenset[str] = frozenset()
    part: bool = False
    carried: bool = False
    flat: bool = False
    also: frozenset[str] = frozenset()

    @property
    def assessed(self) -> bool:
        """Whether it lists what was reached, with scores or grades, and not what was planned."""
        return self.called == _LEDGER

    def tells_all_of(self, unit: str) -> bool:
        """Whether a project that is not in it is none of the unit's."""
        return self.whole and unit not in self.unsure


def project_lists(run: Run) -> list[ProjectList]:
    """The lists of a run, in reading order."""
    if not run.views:
        return []
    rules = run.views[0].ruleset
    units = _known_units(run)
    found = [
        made
        for item in run.inputs
        for table in item.books
        for side in table.sides
        if (made := _of_table(table, side, units, rules)) is not None
    ]
    ledgers = (view.form for view in run.views if isinstance(view.form, Ledger))
    found += [made for ledger in ledgers if (made := _of_ledger(ledger, units, rules)) is not None]
    return [one for one in found if one.projects]


def _known_units(run: Run) -> frozenset[str]:
    """All names of units that the heads of forms and tables give."""
    owners = [Owner.of(view.form.head) for view in run.views]
    named = {name for owner in owners for name in (*owner.own, owner.parent)}
    named |= {unit_name(table.unit.value) for item in run.inputs for table in item.books if table.unit is not None}
    return frozenset(named - {""})


def _of_table(table: BudgetTable, side: BudgetSide, units: frozenset[str], rules: RuleSet) -> ProjectList | None:
    title = squash(table.title.value) if table.title is not None else ""
    if side.kind or any(word in title for word in rules.words("list_final")):
        return None
    place = _project_column(side)
    if place is None:
        return None
    own = unit_name(table.unit.value) if table.unit is not None else ""
    money_unit = squash(table.money_unit.value) if table.money_unit is not None else ""
    part = any(word in title for word in rules.words("list_part"))
    carried = any(word in title for word in rules.words("list_carried")) and "不含" not in title
    rows, unsure = _owned(side, place, own, units)
    projects = tuple(
        Listed(name, bare(name.value), owner, *_amounts(side, row, money_unit, partial=part))
        for row, name, owner in rows
    )
    return ProjectList(
        table.at,
        title,
        own,
        _year(table, side),
        projects,
        "book",
        _BOOK,
        whole=not table.unplaced,
        part=part,
        unsure=unsure,
        carried=carried,
        flat=_unit_column(side) is None and all(owner == own for _, _, owner in rows),
        also=frozenset(bare(side.rows[row.parent].name.value) for row in side.rows if row.parent is not None),
    )


def _owned(
    side: BudgetSide, place: BudgetColumn, own: str, units: frozenset[str]
) -> tuple[list[tuple[BudgetRow, Text, str]], frozenset[str]]:
    """The rows of projects with their names and units, and the units of which there may be more."""
    column = _unit_column(side)
    parents = {row.parent for row in side.rows}
    found: list[tuple[BudgetRow, Text, str]] = []
    unsure: set[str] = set()
    current = own
    for number, row in enumerate(side.rows):
        name = _cell(side, row, place)
        if row.total or number in parents or not bare(name.value):
            continue
        if unit_name(name.value) in units:
            # Rows of units that do not add up are not known to stand over those below; which unit has all its rows
            # here cannot be told then.
            current = unit_name(name.value)
            unsure |= {own, current} if current != own else set()
            continue
        if column is not None:
            owner = unit_name(_cell(side, row, column).value)
        elif place.role == "text":
            owner = own  # the rows above are those of a classification
        elif row.parent is None:
            owner = current
        else:
            above = unit_name(side.rows[row.parent].name.value)
            owner = above if above in units else ""
        if not owner:
            unsure |= {own, *_above(side, row)}
        found.append((row, name, owner))
    return found, frozenset(unsure)


def _project_column(side: BudgetSide) -> BudgetColumn | None:
    return next((one for one in side.columns if one.role in ("name", "text") and _headed(one, _PROJECT)), None)


def _unit_column(side: BudgetSide) -> BudgetColumn | None:
    return next((one for one in side.columns if one.role in ("name", "text") and _headed(one, _UNIT)), None)


def _headed(column: BudgetColumn, pattern: re.Pattern[str]) -> bool:
    return bool(column.head) and pattern.fullmatch(squash(column.head[-1].value)) is not None


def _cell(side: BudgetSide, row: BudgetRow, column: BudgetColumn) -> Text:
    if column.role == "name":
        return row.name
    place = [one for one in side.columns if one.role == "text"].index(column)
    return row.texts[place]


def _above(side: BudgetSide, row: BudgetRow) -> Iterator[str]:
    """The names of all rows that a row stands under."""
    while row.parent is not None:
        row = side.rows[row.parent]
        yield unit_name(row.name.value)


def _amounts(
    side: BudgetSide, row: BudgetRow, unit: str, *, partial: bool
) -> tuple[Money | None, tuple[Money, ...]]:
    """The whole of a project's money and its parts; without a column of totals only one amount can be the whole."""
    columns = side.amount_columns
    totals = [n for n, one in enumerate(columns) if one.kind("measure") == "total" and one.kind("fund") is None]
    whole = totals[:1] if len(totals) == 1 else [0] if len(columns) == 1 else []
    cells = [money(cell, unit) for cell in row.amounts]
    others = tuple(one for n, one in enumerate(cells) if one is not None and n not in whole)
    return (cells[whole[0]] if whole and not partial and whole[0] < len(cells) else None), others


def _year(table: BudgetTable, side: BudgetSide) -> str:
    stated = bare_year(table.year.value) if table.year is not None else ""
    years = {year for column in side.columns if (year := column.kind("year"))}
    return stated or (years.pop() if len(years) == 1 else "")


def _of_ledger(ledger: Ledger, units: frozenset[str], rules: RuleSet) -> ProjectList | None:
    """The projects of a ledger; a table of the budget with few columns is read as one too."""
    head = ledger.head
    title = squash(head.title.value)
    scored = total_is_score(ledger)
    if not scored and any(word in title for word in rules.words("list_final")):
        return None
    owner = Owner.of(head)
    own = next(iter(owner.own)) if len(owner.own) == 1 else owner.parent if not owner.own else ""
    listed = []
    flat = True
    for row in ledger.rows:
        name = row.project
        if name is None or not bare(name.value):
            continue
        if row.unit is None and unit_name(name.value) in units:
            # The row of a unit stands over those of its projects.
            own, flat = unit_name(name.value), False
            continue
        flat = flat and row.unit is None
        unit = unit_name(row.unit.value) if row.unit is not None else own
        parts = tuple(ledger_parts(ledger, row))
        listed.append(Listed(name, bare(name.value), unit, ledger_money(ledger, row), parts))
    part = not scored and any(word in title for word in rules.words("list_part"))
    carried = not scored and "不含" not in title and any(word in title for word in rules.words("list_carried"))
    whole = not ledger.unplaced and all(one.owner for one in listed)
    return ProjectList(
        head.at,
        title,
        own,
        year_of(head),
        tuple(listed),
        "ledger",
        _LEDGER if scored else _PLAN,
        whole,
        part=part,
        carried=carried,
        flat=flat,
    )


def ledger_money(ledger: Ledger, row: LedgerRow) -> Money | None:
    """What a ledger says that a project costs in the year: the budget of its beginning, or its only amount."""
    unit = ledger.head.money_unit
    if row.money is not None and row.money.initial is not None:
        return money(row.money.initial, unit)
    return None if total_is_score(ledger) or row.money is not None else money(row.total, unit)


def ledger_parts(ledger: Ledger, row: LedgerRow) -> Iterator[Money]:
    """The other amounts of a row."""
    for cell in (row.money.budget, row.money.executed) if row.money is not None else ():
        if (made := money(cell, ledger.head.money_unit)) is not None:
            yield made


def total_is_score(ledger: Ledger) -> bool:
    """Whether the column that is read as the total holds scores: one called 合计 without another score or a grade may be money."""
    label = next((text.value for name, text in ledger.head.columns if name == "total.score"), "")
    return _ADDED.fullmatch(squash(label)) is None or any(row.scores or row.grade for row in ledger.rows)


def sums(listed: Sequence[Listed]) -> Iterable[Money]:
    """The amounts that rows of one project may stand for: each alone, and all together."""
    amounts = [one.amount for one in listed if one.amount is not None]
    yield from amounts
    if len(amounts) > 1:
        spans = [one.span for one in amounts]
        yield Money(amounts[0].cell, amounts[0].unit, sum(spans[1:], spans[0]))
