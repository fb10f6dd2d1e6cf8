"""The page of one dossier: what it shows, and how it is put together.

Everything that documents say passes through a template that escapes it; the script of the page reads no data but the
text of its own elements. A policy in the page allows this one script and this one style sheet, and nothing from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from perfscore.core.pictures import Curve, DrawnTable, Pictures
from perfscore.core.records import frozen
from perfscore.core.version import __version__
from perfscore.core.visible import clean
from perfscore.report.html import cover, scores
from perfscore.report.html.findings import Shown, form_title, groups, shown, unit_names
from perfscore.report.html.grids import Grid, Mark, grid
from perfscore.report.html.ledger import ledger
from perfscore.report.html.places import Places
from perfscore.report.html.problems import problems
from perfscore.report.html.scores import Row, rows_of
from perfscore.report.style import Style

if TYPE_CHECKING:
    from jinja2 import Environment, Template

Record = dict[str, Any]
_GRAVEST: Final = {"error": 0, "warning": 1, "info": 2}


@frozen
class Dossier:
    """A dossier as a page needs it.

    Attributes:
        record: what `perfscore.report.records.document` makes; the place of a text may have its `column` besides.
        pictures: its forms as they are drawn, None where they were not kept.
        steps: the sums of its scores, by their place in the record.
    """

    record: Record
    pictures: Pictures | None = None
    steps: Mapping[int, Record] = field(default_factory=dict)


@frozen
class FormPart:
    """A form below its table: its number, what it is called, what is said of it, its scores."""

    number: int
    title: str
    note: str
    ruleset: str
    rows: tuple[Row, ...]


@frozen
class TablePart:
    """A drawn table with the forms that were lifted from it; `grid` is None where nothing was drawn."""

    number: int
    title: str
    hidden: bool
    above: tuple[str, ...]
    below: tuple[str, ...]
    grid: Grid | None
    forms: tuple[FormPart, ...]


@frozen
class Around:
    """What a program that shows the page puts around it.

    Attributes:
        template: extends `page.html` and fills its blocks.
        load: the text of a template by its name; those of the page itself need not be known to it.
        facts: what the template needs besides.
        sources: what the page may load and call besides its own script and style sheet, by directive of its policy.
    """

    template: str
    load: Callable[[str], str | None]
    facts: Mapping[str, object]
    sources: Mapping[str, str]


def page(dossier: Dossier, style: Style, around: Around | None = None) -> str:
    """The page of a dossier; alone, or within what a program puts around it."""
    record, pictures = dossier.record, dossier.pictures
    tables = pictures.tables if pictures is not None else ()
    places = Places(tables)
    found = shown(record, places, style)
    # Whatever points at a cell names it, so that the tables are laid out when all of it was looked at.
    missed, unread = cover.not_recomputed(record, places), cover.unread_columns(record, places)
    parts = _tables(dossier, tables, places, found, style)
    css, js = asset("page.css"), asset("page.js")
    template = _template() if around is None else environment(around.load).get_template(around.template)
    return template.render(
        say=style.say,
        lang=style.say("zh-CN", "en"),
        version=__version__,
        css=css,
        js=js,
        policy=policy({} if around is None else around.sources),
        run=cover.run_line(record, style),
        severities=cover.severities(record, style),
        facts=cover.coverage(record, style),
        inputs=record["inputs"],
        hints=record["hints"],
        baseline=cover.baseline_line(record, style),
        gone=record["baseline"]["gone"] if record["baseline"] is not None else [],
        units=list(enumerate(unit_names(record, style))),
        checks=sorted({(one.code, one.title) for one in found}),
        minor=sum(one.minor for one in found),
        findings=found,
        by_number={one.number: one for one in found},
        groups=groups(record, found, style),
        tables=parts,
        homes=_homes(parts),
        drawn=pictures is not None,
        failed=pictures.failed if pictures is not None else (),
        ledger=ledger(record, style),
        problems=problems(record, style),
        missed=missed,
        unread=unread,
        skipped=cover.skipped(record, style),
        manuals=cover.manuals(record, style),
        canvas=scores,
        **({} if around is None else around.facts),
    )


def policy(sources: Mapping[str, str]) -> str:
    """The policy of the page: its one script and its one style sheet by their hashes, nothing from elsewhere.

    Args:
        sources: what is allowed besides, by directive.

    >>> policy({"connect-src": "'self'"}).split("; ")[-1]
    "connect-src 'self'"
    """
    own = {
        "default-src": "'none'",
        "style-src": _hash(asset("page.css")),
        "script-src": _hash(asset("page.js")),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    named = {**own, **{name: f"{own.get(name, '')} {more}".strip() for name, more in sources.items()}}
    return "; ".join(f"{name} {what}" for name, what in named.items())


def _tables(
    dossier: Dossier, tables: tuple[DrawnTable, ...], places: Places, found: list[Shown], style: Style
) -> list[TablePart]:
    """The tables that a form was lifted from or that something points at, in their order; forms that lie in none last."""
    record = dossier.record
    marks = _marks(record, places, found)
    curves: dict[int, Curve] = {}
    if dossier.pictures is not None:
        curves = {one.score: one for one in dossier.pictures.curves}
    at: dict[str, tuple[tuple[int, str], ...]] = {}
    for one in found:
        if one.cell:
            at[one.cell] = (*at.get(one.cell, ()), (one.number, one.code))
    homes: dict[int | None, list[FormPart]] = {}
    for number, form in enumerate(record["forms"]):
        rows = rows_of(record, number, places, style, curves=curves, steps=dossier.steps, at=at)
        part = FormPart(number, form_title(form, number), form["note"], form["ruleset"], tuple(rows))
        homes.setdefault(places.table(form["at"]), []).append(part)
    names = places.names
    parts = []
    for number, table in enumerate(tables):
        forms = tuple(homes.pop(number, ()))
        if not forms and not any(id(cell) in names for cell in table.cells):
            continue
        title = " · ".join(filter(None, (table.file, table.sheet)))
        drawn = grid(table, names, marks)
        parts.append(TablePart(number, title, table.hidden, table.above, table.below, drawn, forms))
    for number, rest in enumerate(homes.values(), len(tables)):
        where = style.say("没有画出的表", "Forms that are not drawn")
        parts.append(TablePart(number, where, hidden=False, above=(), below=(), grid=None, forms=tuple(rest)))
    return parts


def _homes(parts: list[TablePart]) -> dict[int, str]:
    """Where a form begins in the page: its table, or of a table with several its own part below it."""
    return {
        form.number: f"t{part.number}" if len(part.forms) == 1 and part.grid is not None else f"v{form.number}"
        for part in parts
        for form in part.forms
    }


def _marks(record: Record, places: Places, found: list[Shown]) -> dict[int, Mark]:
    """What is said of each drawn cell, by its identity; findings that are listed on request mark nothing alone."""
    direct: dict[int, list[int]] = {}
    named: dict[int, list[int]] = {}
    scored: dict[int, int] = {}
    for told, one in zip(record["findings"], found, strict=True):
        cell = places.find(told["at"])
        if cell is not None and not one.minor:
            direct.setdefault(id(cell[1]), []).append(one.number)
        for related in told["related"]:
            other = places.find(related["at"])
            if other is not None and other != cell and not one.minor:
                named.setdefault(id(other[1]), []).append(one.number)
    for number, score in enumerate(record["scores"]):
        cell = places.find(score["at"])
        if cell is not None:
            scored.setdefault(id(cell[1]), number)
    by_number = {one.number: one for one in found}
    return {
        key: Mark(
            tuple(direct.get(key, ())),
            tuple(dict.fromkeys(named.get(key, ()))),
            scored.get(key),
            min((_severity(by_number[one]) for one in direct.get(key, ())), key=_rank, default=""),
        )
        for key in direct.keys() | named.keys() | scored.keys()
    }


def _severity(one: Shown) -> str:
    """How a finding colours its cell: one that does not count like a hint."""
    return one.severity if one.counted else "info"


def _rank(severity: str) -> int:
    return _GRAVEST[severity]


@cache
def asset(name: str) -> str:
    """A template, style sheet or script of the page."""
    return resources.files(__package__).joinpath("assets", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """How a policy names the very text of a script or a style sheet."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def _template() -> Template:
    return environment(_nothing).get_template("page.html")


def _nothing(_: str) -> None:
    """There is no other template."""


@cache
def environment(load: Callable[[str], str | None]) -> Environment:
    """What fills templates in: every text is escaped, and a name that is not there is an error.

    Args:
        load: the text of a template by its name, None where it knows none; those of the page are known besides.
    """
    from jinja2 import ChoiceLoader, Environment, FunctionLoader, StrictUndefined

    made = Environment(
        autoescape=True,
        loader=ChoiceLoader([FunctionLoader(load), FunctionLoader(asset)]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.filters["raw_asset"] = _raw
    return made


def _shown(value: object) -> object:
    """What a page cannot hold is taken out of every text, wherever it comes from."""
    return clean(value) if type(value) is str else value


def _raw(text: str) -> object:
    """A script or a style sheet of the program itself, which is no data."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - our own files, named in `page`
