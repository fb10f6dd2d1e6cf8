"""Of which units a file speaks: what gathers files into dossiers."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks.crossform.partners import Owner, project_of, unit_name
from perfscore.core.records import frozen
from perfscore.material import Material
from perfscore.model import Form, Ledger


@frozen
class Names:
    """What a file says of whose it is.

    Attributes:
        own: what it is about: its units, or the department where only that is stated; projects of its forms.
        listed: what it names besides, which joins it to the file that is about that, but not to others that name the
            same: the department above, the units and projects that a list has.
    """

    own: frozenset[str]
    listed: frozenset[str]


def names_of(material: Material) -> Names:
    """The names that join a file to others of the same units."""
    own: set[str] = set()
    listed: set[str] = set()
    for form in material.forms:
        owner = Owner.of(form.head)
        own |= owner.own or {owner.parent}
        listed.add(owner.parent)
        if isinstance(form, Ledger):
            listed |= set(_of_ledger(form))
        elif project := project_of(form.head):
            own.add(_project(project))
    for table in material.budget_tables:
        if table.unit is not None:
            own.add(unit_name(table.unit.value))
        listed.update(unit_name(row.name.value) for side in table.sides for row in side.rows)
    return Names(frozenset(own - {""}), frozenset(listed - own - {""}))


def _of_ledger(form: Form) -> Iterator[str]:
    """The units that a ledger lists, and the projects of those rows that name none."""
    from perfscore.checks.words import bare

    for row in form.rows if isinstance(form, Ledger) else ():
        if row.unit is not None and (unit := unit_name(row.unit.value)):
            yield unit
        elif row.project is not None:
            yield _project(bare(row.project.value))


def _project(name: str) -> str:
    """A project among names of units; two forms are not of one dossier because their projects share a name."""
    return f"项目：{name}"
