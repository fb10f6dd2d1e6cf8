"""PS6xx: ledgers against the forms of their projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from perfscore.checks.crossform.lists import total_is_score
from perfscore.checks.crossform.partners import Owner, project_of, unit_name, year_of
from perfscore.checks.register import Absent, Yielded, check, found, near
from perfscore.checks.subjects import View
from perfscore.checks.sums import figure
from perfscore.checks.words import bare
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import plain
from perfscore.core.sourced import Sourced
from perfscore.core.text import squash
from perfscore.model import Ledger, LedgerRow, Number, SelfAssessment, Text

_ENOUGH = 2
_AMOUNTS = {"initial": "年初预算数", "budget": "全年预算数", "executed": "全年执行数"}


@check(
    "PS626",
    "ledger-row-differs",
    Severity.ERROR,
    "dossier",
    title="A ledger row differs from its form",
)
def ledger_row_differs(views: tuple[View, ...]) -> Iterator[Yielded]:
    """汇总表与单表不符。

    ## 查什么
    汇总表（一行一个项目）中一个项目的总分、等级、年初预算数、全年预算数、全年执行数，应与同名项目自评表的一致。项目名称相同
    （空格、标点不论）才比较；汇总表写明单位的，只与这个单位（或以它为主管部门）的自评表比较。同名的自评表不止一张、年度不同、
    金额单位不同或没有写明的不比较；按各自印出的小数位容许舍入。没有等级和其他得分列、只叫“合计”或“金额”的一列可能是金额，不当作总分。总分
    已经不同的，等级随之不同，不再报。

    ## 为什么要紧
    汇总表据以公开和安排预算，抄错一格，就与自评表各说各话。

    ## 反例
    ```form
    项目名称 | 教师培训 | 主管部门 | 某局
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 98人 | 100 | 98
    总分 | | | | | 100 | 98
    ---
    序号 | 项目名称 | 单位名称 | 自评得分 | 自评等级
    1 | 教师培训 | 某中心 | 100 | 优
    2 | 设备购置 | 某中心 | 95 | 优
    ```

    ## 正例
    ```form
    项目名称 | 教师培训 | 主管部门 | 某局
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 98人 | 100 | 98
    总分 | | | | | 100 | 98
    ---
    序号 | 项目名称 | 单位名称 | 自评得分 | 自评等级
    1 | 教师培训 | 某中心 | 98 | 优
    2 | 设备购置 | 某中心 | 95 | 优
    ```

    ## 依据
    表内勾稽（汇总表与自评表之间）
    """
    if not any(isinstance(view.form, Ledger) for view in views):
        yield Absent("没有汇总表", "no ledger")
        return
    forms = _Forms(view for view in views if isinstance(view.form, SelfAssessment))
    ledgers = [(view, view.form) for view in views if isinstance(view.form, Ledger)]
    units: defaultdict[str, set[str]] = defaultdict(set)
    for row in (row for _, ledger in ledgers for row in ledger.rows):
        units[_project(row)].add(unit_name(row.unit.value) if row.unit is not None else "")
    for view, ledger in ledgers:
        for row in ledger.rows:
            same = forms.of(ledger, row)
            if same is not None and isinstance(same.form, SelfAssessment):
                several = len(units[_project(row)]) > 1 or forms.several(row)
                yield from _row(view, ledger, row, same.form, _called(row, several=several))


def _project(row: LedgerRow) -> str:
    return bare(row.project.value) if row.project is not None else ""


def _called(row: LedgerRow, *, several: bool) -> str:
    """What a row is called: with its unit where several units have a project of its name."""
    unit = squash(row.unit.value) if several and row.unit is not None else ""
    name = row.label.value
    return f"{name}（{unit}）" if unit and unit not in squash(name) else name


class _Forms:
    """Self-assessments by project and unit."""

    def __init__(self, views: Iterable[View]) -> None:
        self._all: defaultdict[str, list[View]] = defaultdict(list)
        self._of: defaultdict[tuple[str, str], list[View]] = defaultdict(list)
        for view in views:
            project, owner = project_of(view.form.head), Owner.of(view.form.head)
            if not project:
                continue
            self._add(self._all[project], view)
            # Without a unit of its own it may be of any.
            for name in {*owner.own, owner.parent} - {""} if owner.own else ("",):
                self._add(self._of[project, name], view)

    @staticmethod
    def _add(views: list[View], view: View) -> None:
        """Of more than one none is taken, so that the others need not be known."""
        if len(views) < _ENOUGH:
            views.append(view)

    def several(self, row: LedgerRow) -> bool:
        """Whether more than one form is of a row's project."""
        return len(self._all[_project(row)]) > 1

    def of(self, ledger: Ledger, row: LedgerRow) -> View | None:
        """The only form of a row's project, of the unit that the row names and the year of the ledger."""
        project = _project(row)
        unit = unit_name(row.unit.value) if row.unit is not None else ""
        same = self._of[project, unit] + self._of[project, ""] if unit else self._all[project]
        if len(same) != 1:
            return None
        years = {year_of(ledger.head), year_of(same[0].form.head)} - {""}
        return same[0] if len(years) < 2 else None


def _row(view: View, ledger: Ledger, row: LedgerRow, form: SelfAssessment, name: str) -> Iterator[Yielded]:
    """Compare one project with its only form."""
    score = row.total if total_is_score(ledger) else None
    funds = form.funding.total if form.funding else None
    one_unit = ledger.head.money_unit and ledger.head.money_unit == form.head.money_unit
    pairs: list[tuple[str, Number | None, Number | None]] = [
        ("总分", score, form.result.score if form.result else None),
        *(
            (words, getattr(row.money, key, None), getattr(funds, key, None))
            for key, words in _AMOUNTS.items()
            if one_unit
        ),
    ]
    differing = set()
    for words, there, here in pairs:
        listed, stated = figure(there), figure(here)
        if there is None or listed is None or stated is None:
            continue
        first, second = listed.interval, stated.interval
        if first.low <= second.high and second.low <= first.high:
            continue
        differing.add(words)
        yield _finding(view, row, name, words, there, plain(stated.value), near(here, f"自评表{words}"))
    given, own = _grade(view, row.grade), _grade(view, form.grade)
    # A grade that follows from the ledger's own total is no second slip.
    if (
        given
        and own
        and given != own
        and "总分" not in differing
        and row.grade is not None
        and form.grade is not None
    ):
        yield _finding(view, row, name, "等级", row.grade, form.grade.value, near(form.grade, "自评表等级"))


def _grade(view: View, cell: Text | None) -> str:
    """The grade that a cell names, "" where it names none or several."""
    said = squash(cell.value) if cell is not None else ""
    names = [name for name, _ in view.ruleset.grades.value if name in said]
    return names[0] if len(names) == 1 and said.startswith(names[0]) else ""


def _finding(
    view: View,
    row: LedgerRow,
    name: str,
    words: str,
    there: Sourced[Any],
    stated: str,
    related: tuple[Related, ...],
) -> Yielded:
    return found(
        there,
        f"“{name}”的{words}，汇总表为 {there.raw}，自评表为 {stated}",
        f'the ledger has {there.raw} for "{name}", its form {stated}',
        mend="核对汇总表和自评表，改正其中写错的一处",
        mend_en="compare ledger and form, and correct the wrong one",
        subject=f"{row.label.value}/{words}",
        recomputed=stated,
        related=related,
        form=view.number,
    )
