"""The figures of a base-data table that a self-assessment has too, by what they are."""

from __future__ import annotations

from typing import Final, Literal

from perfscore.checks.crossform.amounts import amount, total
from perfscore.core.text import squash
from perfscore.model import BaseRow, BaseTable, Breakdown, Funding, Number, Text

#: The parts of the spending that both forms name.
Part = Literal["basic", "project"]

#: The amounts of the total row of a form's funds.
AMOUNTS: Final = {"initial": "年初预算数", "budget": "全年预算数", "executed": "全年执行数"}
PARTS: Final[tuple[Part, ...]] = ("basic", "project")
_WORDS: tuple[tuple[str, Part], ...] = (("基本支出", "basic"), ("项目支出", "project"))


def part_of(label: str) -> Part | None:
    """Which part of the spending a label names, None where it names both or neither.

    >>> part_of("其中：项目支出："), part_of("部门基本支出预算调整"), part_of("基本支出和项目支出")
    ('project', 'basic', None)
    """
    found = [part for word, part in _WORDS if word in squash(label)]
    return found[0] if len(found) == 1 else None


def base_rows(table: BaseTable) -> dict[Part, BaseRow]:
    """The rows of a base-data table for the parts of the spending; a part with two rows is left out."""
    heads = [(part, row) for row in table.rows if row.level == 0 and (part := part_of(row.label.value))]
    parts = [part for part, _ in heads]
    return {part: row for part, row in heads if parts.count(part) == 1}


def breakdown_parts(funding: Funding) -> tuple[Breakdown, dict[Part, tuple[Text, Number]]] | None:
    """The list of a department's funds that says what was basic and what project spending."""
    for listing in funding.breakdowns:
        found = {part: (label, cell) for label, cell in listing.rows if (part := part_of(label.value))}
        if found:
            return listing, found
    return None


def columns_of(funding: Funding, listing: Breakdown, unit: str) -> frozenset[str]:
    """The amounts of the total row that a list explains: the one that the form says, else those that it adds up to."""
    if listing.column:
        return frozenset({listing.column})
    parts = [amount(cell, unit) for _, cell in listing.rows]
    known = [part for part in parts if part is not None]
    row = funding.total
    if row is None or len(known) != len(parts):
        return frozenset()
    summed = total(known)
    totals = {name: amount(getattr(row, name), unit) for name in AMOUNTS}
    return frozenset(name for name, whole in totals.items() if whole is not None and whole.within(summed))
