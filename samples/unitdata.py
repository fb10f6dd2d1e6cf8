"""The forms of a whole unit behind the samples: what each cell shows, read from the data files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from formdata import IndicatorRow, Section


@dataclass(frozen=True, slots=True)
class UnitForm:
    """One 部门整体支出绩效自评表 as printed.

    `total` and `money_header` are 年初预算数, 全年预算数, 全年执行数, 分值, 执行率, 得分. `lists` are the two
    lists of amounts side by side, a row each: revenue, amount, nature, amount. `shifts` says by how many columns
    an extraction to text moved the row of a label, positive to the right.
    """

    sheet: str
    title: str
    unit: tuple[str, str]
    money_label: str
    money_header: tuple[str, ...]
    total_label: str
    total: tuple[str, ...]
    list_labels: tuple[str, str]
    lists: tuple[tuple[str, ...], ...]
    goal_expected: str
    goal_actual: str
    sections: tuple[Section, ...]
    shifts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class BaseForm:
    """One 部门整体支出绩效评价基础数据表 as printed; `marks` are what an extraction makes of some words."""

    sheet: str
    title: str
    staff_header: tuple[str, ...]
    staff: tuple[str, ...]
    expense_header: tuple[str, ...]
    expenses: tuple[tuple[str, ...], ...]
    building_header: tuple[str, ...]
    thrift: tuple[str, str]
    marks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One row of a target table; a blank second-level row has only `l2`. Line breaks are those of the print.

    `value` is the type (a relation sign or 定性), the value and the unit.
    """

    l2: str
    name: str = ""
    value: tuple[str, ...] = ()
    explanation: str = ""
    rule: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TargetForm:
    """One 整体支出绩效目标表 as printed, with the lines that an extraction makes of its header.

    `by_revenue` and `by_nature` are labels with their amounts.
    """

    sheet: str
    title: str
    entity: str
    money_unit: str
    unit_code: str
    unit_name: str
    goal: str
    total: tuple[str, str]
    by_revenue: tuple[tuple[str, str], ...]
    by_nature: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[TargetRow, ...]], ...]
    header_lines: tuple[str, ...]


def load_unit(path: Path) -> UnitForm:
    """Read a unit's self-assessment.

    Raises:
        KeyError, TypeError: The data file lacks a key or a row has the wrong number of cells.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return UnitForm(
        sheet=data["sheet"],
        title=data["title"],
        unit=(data["unit_label"], data["unit"]),
        money_label=data["money_label"],
        money_header=tuple(data["money_header"]),
        total_label=data["total_label"],
        total=tuple(data["total"]),
        list_labels=tuple(data["list_labels"]),
        lists=tuple(tuple(row) for row in data["lists"]),
        goal_expected=data["goal_expected"],
        goal_actual=data["goal_actual"],
        sections=tuple(
            Section(section["header"], tuple(IndicatorRow(*row) for row in section["rows"]))
            for section in data["sections"]
        ),
        shifts=data["text"]["shifts"],
    )


def load_base(path: Path) -> BaseForm:
    """Read a base-data table.

    Raises:
        KeyError: The data file lacks a key.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return BaseForm(
        sheet=data["sheet"],
        title=data["title"],
        staff_header=tuple(data["staff_header"]),
        staff=tuple(data["staff"]),
        expense_header=tuple(data["expense_header"]),
        expenses=tuple(tuple(row) for row in data["expenses"]),
        building_header=tuple(data["building_header"]),
        thrift=(data["thrift_label"], data["thrift"]),
        marks=data["text"]["marks"],
    )


def load_target(path: Path) -> TargetForm:
    """Read a target table.

    Raises:
        KeyError, TypeError: The data file lacks a key or holds one that a row does not know.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    money = data["money"]
    return TargetForm(
        sheet=data["sheet"],
        title=data["title"],
        entity=data["entity"],
        money_unit=data["money_unit"],
        unit_code=data["unit_code"],
        unit_name=data["unit_name"],
        goal=data["goal"],
        total=tuple(money["total"]),
        by_revenue=tuple(tuple(pair) for pair in money["by_revenue"]),
        by_nature=tuple(tuple(pair) for pair in money["by_nature"]),
        sections=tuple(
            (
                section["l1"],
                tuple(TargetRow(**{**row, "value": tuple(row.get("value", ()))}) for row in section["rows"]),
            )
            for section in data["sections"]
        ),
        header_lines=tuple(data["text"]["header"]),
    )
