"""Whose forms the forms of a run are: unit, project and year, and which of them may be laid side by side.

What `forms/matching.py` asks of a target sheet holds here too: unit and year are printed on both forms, or the forms
stand in one file and do not contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterable

from perfscore.checks.subjects import View
from perfscore.core.lazy import lazy_pattern
from perfscore.core.text import squash
from perfscore.forms.head import UNITS, bare_year
from perfscore.model import BaseTable, FormHead

#: The code before the name of a unit: 028-某市司法局.
_CODE = lazy_pattern(r"[0-9]{2,}\s*[-—–_]?\s*")
_NUMBER = lazy_pattern(r"[0-9.,Ee+-]*")
_YEAR = lazy_pattern(r"20[0-4][0-9](?=年)")


def unit_name(text: str) -> str:
    """The name of a unit as names are compared: without blanks and the code before it.

    >>> unit_name("028-某市 司法局"), unit_name("某市图书馆")
    ('某市司法局', '某市图书馆')
    """
    name = squash(text)
    code = _CODE.match(name)
    return name[code.end() :] if code is not None else name


def owner(head: FormHead) -> str:
    """The unit that a form is about: its own, else the one that carries the project out, else the department."""
    return next((name for field in UNITS if (name := unit_name(head.text(field)))), "")


def owners(head: FormHead) -> frozenset[str]:
    """All units that a form names as its own: a project's department and the unit that carries it out."""
    return frozenset(name for field in UNITS if (name := unit_name(head.text(field))))


def project(head: FormHead) -> str:
    """The project of a form, "" where it names none; a code alone (4.40123E+17) is no name."""
    name = squash(head.text("project") or head.text("titled_project"))
    return "" if _NUMBER.fullmatch(name) else name


def year(view: View) -> str:
    """The year of a form, "" where it prints none; a base-data table prints it over its columns."""
    stated = bare_year(view.form.head.text("year"))
    if stated or not isinstance(view.form, BaseTable):
        return stated
    over = [text.raw for name, text in view.form.head.columns if name in ("outturn", "budget")]
    years = {found[0] for text in over if (found := _YEAR.search(text)) is not None}
    return years.pop() if len(years) == 1 else ""


def file(view: View) -> str:
    """The file that a form stands in."""
    return view.form.head.at.file


def together(one: View, other: View) -> bool:
    """Whether two forms of one unit speak of one year: both print it, or they stand in one file and do not differ."""
    first, second = year(one), year(other)
    if first and second:
        return first == second
    return file(one) == file(other)


def having(views: Iterable[View], *limits: str) -> list[View]:
    """The forms whose rule set states all of these limits: by one that does not, nothing is judged."""
    return [view for view in views if view.ruleset.limits.keys() >= set(limits)]
