"""What the checks of scores share."""

from __future__ import annotations

from perfscore.core.findings import Related
from perfscore.model import Indicator

#: A reason that gives none.
NO_REASON = frozenset({"", "无", "无。", "/", "-", "—", "－", "——", "无偏差", "不适用"})


def notes(indicator: Indicator) -> tuple[Related, ...]:
    """Target, actual and points of a row with their texts."""
    cells = (
        ("指标值", indicator.target),
        ("完成值", indicator.actual),
        ("分值", indicator.points),
        ("评分标准", indicator.rule),
    )
    return tuple(Related(cell.at, f"{label} {cell.raw}") for label, cell in cells if cell is not None and cell.raw)


def has_reason(indicator: Indicator) -> bool:
    """Whether the row states a reason for a deviation."""
    return indicator.reason is not None and indicator.reason.value.strip() not in NO_REASON
