"""What the checks of scores share."""

from __future__ import annotations

from fractions import Fraction

from perfscore.checks.subjects import View
from perfscore.core.findings import Related
from perfscore.core.numbers import Interval
from perfscore.core.rational import rational
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.forms.merged import together
from perfscore.language.values import Value, is_completion_rate
from perfscore.language.values.convert import spans
from perfscore.model import Indicator

#: Where `View.shared` keeps the rows that share a cell.
_JOINT = -1
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


def is_explained(indicator: Indicator) -> bool:
    """Whether the row says anything of how it was done, in its reason, its remark or its evidence."""
    cells = (indicator.remark, indicator.evidence)
    return has_reason(indicator) or any(cell is not None and squash(cell.value) not in NO_REASON for cell in cells)


def is_joint(indicator: Indicator, view: View) -> bool:
    """Whether a row shares a merged cell of points or scores with another, so that its own score is not written."""
    rows: frozenset[int] | None = view.shared.get(_JOINT)
    if rows is None:
        rows = view.shared[_JOINT] = frozenset(
            id(row) for group in together(view.rows) if len(group) > 1 for row in group
        )
    return id(indicator) in rows


@frozen
class Reached:
    """A target and an actual of one number each, in the target's unit; `spread` is what the actual may stand for."""

    goal: Fraction
    done: Fraction
    spread: Interval

    def at_least(self, percent: Fraction) -> bool:
        """Whether so many percent of the target were done."""
        return self.done * 100 >= self.goal * percent


def reached(target: Value, actual: Value) -> Reached | None:
    """The two numbers of a row, None where either is no one number or they cannot be told apart for certain.

    What is about so many (约100人) has no number, and 每月2次 beside 30次 may be met in two ways.
    """
    if target.kind not in ("bound", "exact") or actual.kind != "exact" or target.number is None:
        return None
    if "approximate" in (*target.notes, *actual.notes) or is_completion_rate(target, actual):
        return None
    if actual.bare and target.scale != actual.scale:
        return None  # 52000 beside ≥5万元 is in 元 or in 万元
    found = spans(target, actual)
    number = found[0].number if len(found) == 1 else None
    if number is None:
        return None
    return Reached(rational(target.number), number, found[0].spread or Interval.point(number))
