"""The cells of a form that should hold numbers, and formulas whose results were never saved, by sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from perfscore.checks.subjects import Labelled, View
from perfscore.core.location import Location
from perfscore.core.sourced import Sourced, Unreadable
from perfscore.forms.cells import UNCACHED
from perfscore.model import BaseTable, Form, Ledger, Number, SelfAssessment

_MONEY = {
    "initial": "年初预算数",
    "budget": "全年预算数",
    "executed": "全年执行数",
    "points": "分值",
    "rate": "执行率",
    "score": "得分",
}


def number_cells(form: Form) -> Iterator[tuple[str, str, Number]]:
    """Every cell of a form that should hold a number, with what it is called."""
    if isinstance(form, BaseTable):
        for row in form.rows:
            for name, cell in row.figures:
                yield f"“{row.label.value}”的数字", f"{row.label.value}/{name}", cell
        return
    if isinstance(form, Ledger):
        for project in form.rows:
            for name, cell in project.figures:
                yield f"“{project.label.value}”的数字", f"{project.label.value}/{name}", cell
        return
    seen: set[Location] = set()
    funds = form.funding
    for money in (*(funds.rows if funds else ()), *([funds.total] if funds and funds.total else [])):
        for name, zh in _MONEY.items():
            number: Number | None = getattr(money, name)
            if number is not None:
                yield f"“{money.label.value}”的{zh}", f"{money.label.value}/{name}", number
    for indicator in (*form.indicators, *form.adjustments):
        for name, zh in (("points", "分值"), ("score", "得分")):
            number = getattr(indicator, name)
            if number is not None and number.at not in seen:
                seen.add(number.at)
                yield f"“{indicator.name.value}”的{zh}", f"{indicator.name.value}/{name}", number
    sums = [("总分行", "total", form.total)]
    if isinstance(form, SelfAssessment):
        sums.append(("最终得分行", "final", form.final))
    added = (*form.subtotals, *(one for section in form.sections for one in section.subtotals))
    sums += [("小计行", f"subtotal/{place}", one) for place, one in enumerate(added)]
    for label, subject, total in sums:
        for zh, number in (("分值", total.points), ("得分", total.score)) if total is not None else ():
            if number is not None:
                yield f"{label}的{zh}", f"{subject}/{zh}", number


def uncached_formulas(views: Sequence[View]) -> Mapping[int, tuple[tuple[Labelled, ...], ...]]:
    """The formulas without results of each sheet, with the first form of the sheet that has one.

    A sheet is one cause, however many forms stand on it: opening and saving the file mends all of its cells.
    """
    sheets: dict[tuple[str, str | None], list[Labelled]] = {}
    owners: dict[tuple[str, str | None], int] = {}
    seen: set[Location] = set()
    for view in views:
        for label, cell in _valued(view.form):
            if not isinstance(cell.value, Unreadable) or cell.value.reason != UNCACHED or cell.at in seen:
                continue
            seen.add(cell.at)
            sheet = (cell.at.file, cell.at.sheet)
            sheets.setdefault(sheet, []).append((label, cell))
            owners.setdefault(sheet, view.number)
    found: dict[int, list[tuple[Labelled, ...]]] = {}
    for sheet, cells in sheets.items():
        found.setdefault(owners[sheet], []).append(tuple(cells))
    return {number: tuple(groups) for number, groups in found.items()}


def _valued(form: Form) -> Iterator[tuple[str, Sourced[Any]]]:
    for label, _, cell in number_cells(form):
        yield label, cell
    if isinstance(form, BaseTable | Ledger):
        return
    for row in form.indicators:
        for label, value in (("指标值", row.target), ("完成值", row.actual)):
            if value is not None:
                yield f"“{row.name.value}”的{label}", value
