"""Which target sheet a self-assessment answers: same unit, same project, same year, or none.

A document of a run changes what is said of another only where unit and year are printed on both; an unknown
year keeps them apart, and the report says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from perfscore.core.records import frozen
from perfscore.core.text import is_blank_mark, squash
from perfscore.forms.head import bare_year
from perfscore.model import Form, FormHead, Indicator, SelfAssessment, TargetSheet


@frozen
class Answered:
    """The target sheet of a self-assessment with the evidence for it, or None and the reason why none was taken."""

    sheet: TargetSheet | None
    note: str = ""

    def indicator(self, name: str) -> Indicator | None:
        """The target sheet's row of that name, None when there is none or more than one."""
        rows = self._by_name.get(squash(name), ())
        return rows[0] if len(rows) == 1 else None

    @cached_property
    def _by_name(self) -> Mapping[str, list[Indicator]]:
        found: dict[str, list[Indicator]] = {}
        for row in self.sheet.indicators if self.sheet is not None else ():
            found.setdefault(squash(row.name.value), []).append(row)
        return found


def unit_of(head: FormHead) -> str:
    """The unit that a form belongs to: its own unit, else the department."""
    return named(head.text("unit")) or named(head.text("department"))


def named(text: str) -> str:
    """A name as names are compared, "" where a mark for nothing stands in its place.

    >>> named("某市 水务局"), named("—"), named("无")
    ('某市水务局', '', '')
    """
    return "" if is_blank_mark(text) or squash(text) == "无" else squash(text)


#: What is the same on a self-assessment and on the target sheet that it answers: kind of form, unit, project.
Identity = tuple[str, str, str]


def by_identity(forms: Iterable[Form]) -> dict[Identity, list[TargetSheet]]:
    """The target sheets among forms by what they say of unit and project; one without a unit answers to nobody."""
    found: dict[Identity, list[TargetSheet]] = {}
    for form in forms:
        if isinstance(form, TargetSheet) and unit_of(form.head):
            found.setdefault(_identity(form.head), []).append(form)
    return found


def answered_sheet(form: SelfAssessment, sheets: Mapping[Identity, list[TargetSheet]]) -> Answered:
    """Find the one target sheet that a self-assessment answers."""
    same = sheets.get(_identity(form.head), [])
    if not same:
        return Answered(None)
    dated = [sheet for sheet in same if sheet.head.text("year") and form.head.text("year")]
    if not dated:
        return Answered(None, "同一单位的目标表没有写明年度，未用来核对本表")
    year = bare_year(form.head.text("year"))
    fits = [sheet for sheet in dated if bare_year(sheet.head.text("year")) == year]
    if not fits:
        return Answered(None, "同一单位的目标表年度不同，未用来核对本表")
    if len(fits) > 1:
        return Answered(None, f"同一单位、同一年度的目标表有 {len(fits)} 张，无法确定对应哪一张")
    return Answered(fits[0], f"对应目标表：{fits[0].head.at}（单位、项目、年度相同）")


def _identity(head: FormHead) -> Identity:
    """What must be the same; forms of whole units have no project."""
    return head.kind.split("-")[0], unit_of(head), squash(head.text("project"))
