"""Which documents of a run speak of the same thing, and by what that is known.

Two forms are partners when unit, project and year say so and no third form could be meant. A form that states only
the department above its unit is matched through it, and what is said of the pair names that. Everything is looked up
by key: the forms of a run are gone through once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from perfscore.checks.register import Condition
from perfscore.checks.subjects import View
from perfscore.checks.words import bare
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.forms.head import bare_year
from perfscore.forms.matching import named
from perfscore.model import FormHead, SelfAssessment, TargetSheet

#: The code of a department before its name: 028-某某局.
_CODE = lazy_pattern(r"[0-9A-Za-z]{1,12}[-_—–]+")
#: The fields that name the unit itself; a title names it where none of them does.
_OWN: Final = ("unit", "implementing_unit")
#: More candidates than one are no partner; the others need not be known.
_ENOUGH: Final = 2
#: Two forms of so many indicators of the same names are about one thing.
_ALIKE_ROWS: Final = 4
_SAME, _SAME_EN = "单位、项目、年度相同", "same unit, project and year"
_ABOVE, _ABOVE_EN = (
    "项目、年度相同，一张只写明主管部门",
    "same project and year; one of them names only the department",
)


def unit_name(text: str) -> str:
    """A unit's name as names are compared, without the code of the department before it.

    >>> unit_name("028-某市 司法局（本级）"), unit_name("某市司法局")
    ('某市司法局(本级)', '某市司法局')

    A mark for nothing (—, /, 无) names none.
    """
    name = named(text)
    return _CODE.sub("", name, count=1) if _CODE.match(name) else name


@frozen
class Owner:
    """Whose form it is: the names of the unit itself, none where only the department above it is stated."""

    own: frozenset[str]
    parent: str

    @classmethod
    def of(cls, head: FormHead) -> Owner:
        """Read the head of a form."""
        own = {unit_name(head.text(name)) for name in _OWN} - {""}
        if not own and (titled := unit_name(head.text("titled_unit"))):
            own = {titled}
        return cls(frozenset(own), unit_name(head.text("department")))


def project_of(head: FormHead) -> str:
    """The project of a form as projects are compared; forms of whole units have none."""
    return bare(head.text("project") or head.text("titled_project"))


def year_of(head: FormHead) -> str:
    """The year of a form, "" where it states none."""
    return bare_year(head.text("year"))


@frozen
class Pair:
    """A target sheet and the self-assessment that answers it, with the words for how that is known.

    `above` says that one of them names no unit but the department over it, or that they are only `alike`: the two that
    are left of a year, with the same indicators under another project or unit.
    """

    sheet: View
    answer: View
    bond: str
    bond_en: str
    above: bool
    alike: bool = False

    @property
    def target(self) -> TargetSheet:
        """The target sheet."""
        assert isinstance(self.sheet.form, TargetSheet)  # noqa: S101 - pairs has looked
        return self.sheet.form

    @property
    def assessment(self) -> SelfAssessment:
        """The self-assessment."""
        assert isinstance(self.answer.form, SelfAssessment)  # noqa: S101 - pairs has looked
        return self.answer.form


#: Kind of form, project and year, then a name of a unit.
_Key = tuple[str, str, str, str]


class _Index:
    """The forms of one sort by unit, and by department with what they say of the unit."""

    def __init__(self, views: Iterable[View]) -> None:
        self._own: defaultdict[_Key, list[View]] = defaultdict(list)
        self._under: defaultdict[_Key, list[View]] = defaultdict(list)
        self._unnamed: defaultdict[_Key, list[View]] = defaultdict(list)
        for view in views:
            owner = Owner.of(view.form.head)
            for name in owner.own:
                _add(self._own[_key(view, name)], view)
            if owner.parent:
                _add(self._under[_key(view, owner.parent)], view)
                if not owner.own:
                    _add(self._unnamed[_key(view, owner.parent)], view)

    def fitting(self, view: View) -> list[View]:
        """The forms that may be the partner of one."""
        owner = Owner.of(view.form.head)
        found: list[View] = []
        for name in sorted(owner.own):
            found += self._own[_key(view, name)] + self._unnamed[_key(view, name)]
        if project_of(view.form.head) and owner.parent:
            found += (self._unnamed if owner.own else self._under)[_key(view, owner.parent)]
        if not owner.own and owner.parent:
            key = _key(view, owner.parent)
            found += self._own[key] + self._unnamed[key]
        return list({one.number: one for one in found}.values())


def _add(views: list[View], view: View) -> None:
    """Two are enough to know that neither is certain, however many copies a run holds."""
    if len(views) < _ENOUGH:
        views.append(view)


def _key(view: View, name: str) -> _Key:
    head = view.form.head
    return head.kind.split("-")[0], project_of(head), year_of(head), name


def pairs(views: Iterable[View]) -> Iterator[Pair]:
    """The target sheets with the self-assessments that answer them, where either has no other partner."""
    dated = [view for view in views if year_of(view.form.head)]
    sheets = [view for view in dated if isinstance(view.form, TargetSheet)]
    answers = [view for view in dated if isinstance(view.form, SelfAssessment)]
    if not sheets or not answers:
        return
    asked, given = _Index(sheets), _Index(answers)
    unmet = [answer for answer in answers if not asked.fitting(answer)]
    if len(unmet) <= 1:
        yield from _left_over([sheet for sheet in sheets if not given.fitting(sheet)], unmet)
    for answer in answers:
        fits = asked.fitting(answer)
        if len(fits) == 1 and len(given.fitting(fits[0])) == 1:
            (sheet,) = fits
            one, other = Owner.of(sheet.form.head), Owner.of(answer.form.head)
            same = one.own & other.own or one == other
            bond = (_SAME, _SAME_EN) if same else (_ABOVE, _ABOVE_EN)
            yield Pair(sheet, answer, *bond, above=not same)


def _left_over(sheets: list[View], answers: list[View]) -> Iterator[Pair]:
    """The one sheet and the one answer that are left of a year, where their indicators are the same.

    A name with a slip in it would else end the comparison that finds it.
    """
    if len(sheets) != 1 or len(answers) != 1:
        return
    (sheet,), (answer,) = sheets, answers
    one, other = sheet.form.head, answer.form.head
    if year_of(one) != year_of(other) or one.kind.split("-")[0] != other.kind.split("-")[0]:
        return
    names = [{squash(row.name.value) for row in view.rows} for view in (sheet, answer)]
    same, most = len(names[0] & names[1]), max(map(len, names))
    if same >= _ALIKE_ROWS and same * 10 >= most * 9:
        words = f"年度相同，{most} 个指标中 {same} 个同名，项目或单位的名称写得不同"
        words_en = (
            f"same year, {same} of {most} indicators of the same name; project or unit are named differently"
        )
        yield Pair(sheet, answer, words, words_en, above=True, alike=True)


def doubt(pair: Pair) -> tuple[Condition, ...]:
    """A finding rests on both forms: a slip of the reading of either, or a pair that a department joins, is less."""
    read = {view.form.head.provenance for view in (pair.sheet, pair.answer)}
    found: list[Condition] = ["extracted"] if "extracted" in read else []
    return (*found, "minor") if pair.above else tuple(found)
