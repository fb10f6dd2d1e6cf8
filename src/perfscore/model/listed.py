"""The indicators of a target sheet in rows, as reports list them: there is nothing to recompute, but they are changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

from perfscore.core.location import Location
from perfscore.core.numbers import Figure
from perfscore.core.records import frozen
from perfscore.model.forms import Form, Section, TargetSheet


@frozen
class TargetRow:
    """An indicator of a target sheet.

    Attributes:
        block: `period` or `annual` where the sheet has both, otherwise "".
        target, rule: as printed, None where there is no such column.
        points: None where they are not stated.
    """

    l1: str
    l2: str
    indicator: str
    at: Location
    target: str | None = None
    points: Decimal | None = None
    rule: str | None = None
    block: Literal["", "period", "annual"] = ""


def target_rows(form: Form) -> tuple[TargetRow, ...]:
    """The indicators of a target sheet in reading order, those of both blocks; other forms have none."""
    if not isinstance(form, TargetSheet):
        return ()
    if form.blocks:
        return tuple(row for block in form.blocks for row in _rows(block.sections, block.name))
    return tuple(_rows(form.sections, ""))


def _rows(sections: Iterable[Section], block: Literal["", "period", "annual"]) -> Iterator[TargetRow]:
    for section in sections:
        for row in section.indicators:
            points = row.points.value if row.points is not None else None
            yield TargetRow(
                row.l1,
                row.l2,
                row.name.value,
                row.name.at,
                row.target.raw if row.target is not None else None,
                points.value if isinstance(points, Figure) else None,
                row.rule.raw if row.rule is not None else None,
                block,
            )
