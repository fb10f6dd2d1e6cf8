"""Which target sheet a self-assessment answers: same unit, same project, same year, or none.

A document of a run changes what is said of another only where unit and year are printed on both; an unknown
year keeps them apart, and the report says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfscore.core.text import squash
from perfscore.model import FormHead, Indicator, SelfAssessment, TargetSheet


@dataclass(frozen=True, slots=True)
class Answered:
    """The target sheet of a self-assessment with the evidence for it, or None and the reason why none was taken."""

    sheet: TargetSheet | None
    note: str = ""

    def indicator(self, name: str) -> Indicator | None:
        """The target sheet's row of that name, None when there is none or more than one."""
        if self.sheet is None:
            return None
        rows = [row for row in self.sheet.indicators if squash(row.name.value) == squash(name)]
        return rows[0] if len(rows) == 1 else None


def unit_of(head: FormHead) -> str:
    """The unit that a form belongs to: its own unit, else the department."""
    return squash(head.text("unit") or head.text("department"))


def answered_sheet(form: SelfAssessment, sheets: Sequence[TargetSheet]) -> Answered:
    """Find the one target sheet that a self-assessment answers."""
    same = [sheet for sheet in sheets if _alike(form.head, sheet.head)]
    if not same:
        return Answered(None)
    dated = [sheet for sheet in same if sheet.head.text("year") and form.head.text("year")]
    if not dated:
        return Answered(None, "同一单位的目标表没有写明年度，未用来核对本表")
    fits = [sheet for sheet in dated if sheet.head.text("year") == form.head.text("year")]
    if not fits:
        return Answered(None, "同一单位的目标表年度不同，未用来核对本表")
    if len(fits) > 1:
        return Answered(None, f"同一单位、同一年度的目标表有 {len(fits)} 张，无法确定对应哪一张")
    return Answered(fits[0], f"对应目标表：{fits[0].head.at}（单位、项目、年度相同）")


def _alike(form: FormHead, sheet: FormHead) -> bool:
    """Whether unit and project are the same; forms of whole units have no project."""
    if form.kind.split("-")[0] != sheet.kind.split("-")[0]:
        return False
    return (
        bool(unit_of(form))
        and unit_of(form) == unit_of(sheet)
        and (squash(form.text("project")) == squash(sheet.text("project")))
    )
