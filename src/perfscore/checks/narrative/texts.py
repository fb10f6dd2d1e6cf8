"""The texts of a form in which people write about the project, each with what the form calls it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.model import Form, SelfAssessment, TargetSheet, Text

#: Fields of the head that hold prose, with their usual label.
FIELDS: Final = {
    "overview": "项目概况",
    "basis": "立项依据",
    "estimate": "测算依据",
    "necessity": "项目设立必要性",
    "safeguards": "保证项目实施的制度、措施",
    "plan": "项目实施计划",
    "problems": "存在问题",
    "measures": "改进措施",
    "remarks": "备注",
    "notes": "说明",
}
#: Fields in which a project is described and asked for.
ASKING: Final = ("overview", "basis", "estimate", "necessity", "safeguards", "plan", "goal", "goal-period")


@frozen
class Passage:
    """A text of a form: its stable key, what the form calls it, and the cell."""

    key: str
    label: str
    cell: Text

    @property
    def raw(self) -> str:
        """The text as printed."""
        return self.cell.raw or self.cell.value


def passages(form: Form) -> tuple[Passage, ...]:
    """The texts of the head and the goals; a text that is printed in both blocks stands for both."""
    return tuple(_once(_passages(form)))


def _passages(form: Form) -> Iterator[Passage]:
    if not isinstance(form, SelfAssessment | TargetSheet):
        return
    for key, cell in form.head.fields:
        if key in FIELDS:
            yield Passage(key, FIELDS[key], cell)
    if form.goal is not None:
        yield Passage("goal", "年度总体目标", form.goal)
    if isinstance(form, TargetSheet):
        for block in form.blocks:
            if block.name == "period" and block.goal is not None:
                yield Passage("goal-period", "实施期总体目标", block.goal)
    elif form.goal_actual is not None:
        yield Passage("goal-actual", "目标完成情况", form.goal_actual)
    if isinstance(form, SelfAssessment) and form.conclusion is not None:
        yield Passage("conclusion", "评价结论", form.conclusion)


def _once(all_of: Iterator[Passage]) -> Iterator[Passage]:
    seen: set[tuple[str, object]] = set()
    for one in all_of:
        key = one.cell.value.strip(), one.cell.at
        if one.cell.value.strip() and key not in seen:
            seen.add(key)
            yield one


def remarks(form: Form) -> Iterator[Passage]:
    """The texts beside the figures: reasons of deviations, explanations and remarks, once each."""
    if not isinstance(form, SelfAssessment | TargetSheet):
        return
    seen: set[str] = set()
    if form.funding is not None:
        for row in (*([form.funding.total] if form.funding.total else []), *form.funding.rows):
            if row.reason is not None:
                yield from _new(f"{row.label.value}/reason", f"“{row.label.value}”的原因说明", row.reason, seen)
    for item in form.indicators:
        name = item.name.value
        for field, label in (("reason", "偏差原因"), ("explanation", "指标解释"), ("remark", "备注")):
            cell: Text | None = getattr(item, field)
            if cell is not None:
                yield from _new(f"{name}/{field}", f"“{name}”的{label}", cell, seen)


def _new(key: str, label: str, cell: Text, seen: set[str]) -> Iterator[Passage]:
    said = squash(cell.value)
    if said and said not in seen:
        seen.add(said)
        yield Passage(key, label, cell)
