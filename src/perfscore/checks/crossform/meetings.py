"""Lists of projects beside the forms of the same unit and year: which projects meet, which are left over.

A form meets the list of its own unit; one that only its department leads to a list is compared where it has a
namesake there, and never said to be missing from it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from perfscore.checks.crossform.lists import Listed, Money, ProjectList, money, project_lists
from perfscore.checks.crossform.near_names import alike, edits, longer_by
from perfscore.checks.crossform.partners import Owner, project_of, year_of
from perfscore.checks.register import Absent
from perfscore.checks.subjects import Run, View
from perfscore.checks.words import bare
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.model import SelfAssessment, TargetSheet

FormKind = Literal["target", "self"]
_OF_PROJECTS: Final = ("project-target", "project-self-assessment")
NO_LIST: Final = Absent(
    "没有同一单位、同一年度的项目清单（预算的项目表、汇总表）和项目绩效表",
    "no list of projects beside forms of the same unit and year",
)
#: Names that differ by more characters are two names.
MOST_EDITS: Final = 4
#: A longer text is no name.
_LONGEST: Final = 80
_NUMERALS: Final = lazy_pattern(r"[0-9一二三四五六七八九十〇零]+")


@frozen
class Meeting:
    """What the lists of one unit and year hold, and the forms of one kind.

    Attributes:
        listed: the projects by name; `carried` those that were carried over.
        forms: forms of the unit itself by project; `under` those that only name it as their department.
        heads: names in the lists that stand over others, or in lists of some projects only.
        elsewhere: the projects of all forms of the kind, of whatever unit.
    """

    owner: str
    kind: FormKind
    lists: tuple[ProjectList, ...]
    listed: Mapping[str, list[Listed]]
    carried: Mapping[str, list[Listed]]
    forms: Mapping[str, list[View]]
    under: Mapping[str, list[View]]
    heads: frozenset[str]
    elsewhere: frozenset[str]

    @property
    def origin(self) -> Literal["book", "ledger"]:
        """What the lists are."""
        return self.lists[0].origin

    @property
    def is_whole(self) -> bool:
        """Whether the lists name all projects that have such a form; a list of scores says nothing of target sheets."""
        plan = self.kind == "self" or not any(one.assessed for one in self.lists)
        return plan and all(one.tells_all_of(self.owner) for one in self.lists)

    def namesakes(self) -> Iterator[tuple[list[Listed], View, bool]]:
        """Forms with their namesakes in the lists, and whether only the department leads there."""
        for key, views in self.forms.items():
            yield from self._of_one_name(key, views, above=False)
        for key, views in self.under.items():
            if key not in self.forms:
                yield from self._of_one_name(key, views, above=True)

    def _of_one_name(
        self, key: str, views: list[View], *, above: bool
    ) -> Iterator[tuple[list[Listed], View, bool]]:
        """Of the lists those in the form's own file, else all; two forms of one name in question meet nothing."""
        rows = self.listed.get(key, [])
        beside: defaultdict[str, list[Listed]] = defaultdict(list)
        for row in rows:
            beside[row.name.at.file].append(row)
        files = Counter(view.form.head.at.file for view in views)
        for view in views if rows else ():
            file = view.form.head.at.file
            near = beside.get(file, [])
            rivals = files[file] if near else len(views)
            if rivals == 1 and not (above and len(near or rows) > 1):
                yield near or rows, view, above

    def left(self) -> tuple[list[Listed], list[View]]:
        """The projects without a form of the unit, and the forms of the unit that are in none of its lists."""
        known = self.listed.keys() | self.carried.keys() | self.heads
        rows = [found[0] for key, found in self.listed.items() if key not in self.forms and key not in self.under]
        views = [found[0] for key, found in self.forms.items() if key not in known]
        return rows, views

    def renamed(self) -> list[tuple[Listed, View]]:
        """Leftover projects and forms of one amount whose names differ by a few characters."""
        rows, views = self.left()
        pairs = [
            (row, view)
            for row, view in _like(rows, views)
            if (one := row.amount) is not None
            and any(one.meets(other) for other in amounts(view))
            and few_edits(row.key, project_of(view.form.head))
            and not self._names_the_unit(row.key, project_of(view.form.head))
        ]
        return _alone(pairs)

    def _names_the_unit(self, one: str, other: str) -> bool:
        """Whether two names differ by the unit that is put before or behind one of them (…经费-司法局)."""
        rest = longer_by(one, other)
        return bool(rest) and rest in bare(self.owner)

    def doubtful(self) -> tuple[set[str], set[int]]:
        """The names of projects and the numbers of forms that may be each other's under another name."""
        pairs = list(_like(*self.left()))
        return {row.key for row, _ in pairs}, {view.number for _, view in pairs}


def few_edits(one: str, other: str) -> bool:
    """Whether two names are one but for a few characters; 一期 and 二期 are two projects."""
    if max(len(one), len(other)) > _LONGEST or _NUMERALS.sub("", one) == _NUMERALS.sub("", other):
        return False
    return edits(one, other, MOST_EDITS) not in (None, 0)


def amounts(view: View) -> list[Money]:
    """What the total of a form's funds may be compared with: all of a target sheet, the first budget of an answer."""
    form = view.form
    if not isinstance(form, SelfAssessment | TargetSheet) or form.funding is None or form.funding.total is None:
        return []
    total = form.funding.total
    cells = (total.initial, total.budget, total.executed) if isinstance(form, TargetSheet) else (total.initial,)
    return [one for cell in cells if (one := money(cell, form.head.money_unit)) is not None]


def _like(rows: list[Listed], views: list[View]) -> Iterator[tuple[Listed, View]]:
    keys = [project_of(view.form.head) for view in views]
    for here, there in alike([row.key for row in rows], keys):
        yield rows[here], views[there]


def _alone(pairs: list[tuple[Listed, View]]) -> list[tuple[Listed, View]]:
    """The pairs whose members stand in no other."""
    rows: defaultdict[str, set[int]] = defaultdict(set)
    forms: defaultdict[int, set[str]] = defaultdict(set)
    for row, view in pairs:
        rows[row.key].add(view.number)
        forms[view.number].add(row.key)
    found = {view.number: (row, view) for row, view in pairs}
    return [
        (row, view) for row, view in found.values() if len(rows[row.key]) == 1 and len(forms[view.number]) == 1
    ]


_Key = tuple[str, str]


def meetings(run: Run) -> Iterator[Meeting]:
    """Each unit and year that has a list, with the forms of each kind that it has."""
    lists = project_lists(run)
    if not lists:
        return
    views = [view for view in run.views if view.form.head.kind in _OF_PROJECTS and project_of(view.form.head)]
    years = _Years(lists, views)
    by_origin: defaultdict[tuple[str, _Key], list[tuple[ProjectList, Listed]]] = defaultdict(list)
    for one in lists:
        for row in one.projects:
            if row.owner:
                by_origin[one.origin, (row.owner, years.of(one.at.file, one.year))].append((one, row))
    for kind, form in (("target", TargetSheet), ("self", SelfAssessment)):
        own: defaultdict[_Key, list[View]] = defaultdict(list)
        under: defaultdict[_Key, list[View]] = defaultdict(list)
        of_kind = [view for view in views if isinstance(view.form, form)]
        for view in of_kind:
            owner = Owner.of(view.form.head)
            year = years.of(view.form.head.at.file, year_of(view.form.head))
            for name in owner.own:
                own[name, year].append(view)
            if owner.parent and owner.parent not in owner.own:
                under[owner.parent, year].append(view)
        elsewhere = frozenset(project_of(view.form.head) for view in of_kind)
        for (_, key), rows in by_origin.items():
            if key[1] and (own[key] or under[key]) and not all(one.part for one, _ in rows):
                flat = all(one.flat for one, _ in rows)
                below = [view for view in under[key] if flat or not Owner.of(view.form.head).own]
                yield _meeting(key[0], "target" if kind == "target" else "self", rows, own[key], below, elsewhere)


def _meeting(
    owner: str,
    kind: FormKind,
    rows: list[tuple[ProjectList, Listed]],
    own: list[View],
    under: list[View],
    elsewhere: frozenset[str],
) -> Meeting:
    lists = {id(one): one for one, _ in rows if not one.part}
    full = [(one, row) for one, row in rows if not one.part]
    heads = {name for one, _ in rows for name in one.also} | {row.key for one, row in rows if one.part}
    return Meeting(
        owner,
        kind,
        tuple(lists.values()),
        _by_key(row for one, row in full if not one.carried),
        _by_key(row for one, row in full if one.carried),
        _by_project(own),
        _by_project(under),
        frozenset(heads),
        elsewhere,
    )


def _by_key(rows: Iterable[Listed]) -> dict[str, list[Listed]]:
    found: dict[str, list[Listed]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    return found


def _by_project(views: list[View]) -> dict[str, list[View]]:
    found: dict[str, list[View]] = {}
    for view in views:
        found.setdefault(project_of(view.form.head), []).append(view)
    return found


class _Years:
    """The year of a list or form; one that states none has that of its file, where the file has only one."""

    def __init__(self, lists: Iterable[ProjectList], views: Iterable[View]) -> None:
        self._stated: defaultdict[str, set[str]] = defaultdict(set)
        for one in lists:
            self._stated[one.at.file].add(one.year)
        for view in views:
            self._stated[view.form.head.at.file].add(year_of(view.form.head))

    def of(self, file: str, stated: str) -> str:
        """The year that is stated, else the only one of the file, or the file itself where it has none; "" for none."""
        if stated:
            return stated
        years = self._stated[file] - {""}
        return years.pop() if len(years) == 1 else "" if years else file
