"""The findings of a dossier as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from perfscore.core.records import frozen
from perfscore.core.trace import Step
from perfscore.core.waivers import VERDICTS_EN
from perfscore.formrows import counts
from perfscore.report.html.places import Places, located
from perfscore.report.style import Style
from perfscore.report.words import beside, check_name, other_label

Record = dict[str, Any]
#: The word of a severity in Chinese and English.
WORDS: Final = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("提示", "info")}
#: How grave, for sorting and for the mark of a cell with several.
RANKS: Final = {"error": 0, "warning": 1, "info": 2}


@frozen
class Shown:
    """A finding.

    Attributes:
        number: its place among the findings of the dossier; its name in the page is `f` and this.
        word: of its severity.
        place, cell: where it is in words, and the name of the drawn cell, "" where none is drawn.
        related: other places: in words, the drawn cell, the note.
        steps: the sum, as the record has it.
        remark: what a reviewer wrote.
        minor: a report lists it on request only: a rounding difference, or one that was known.
        counted: it counts: nobody rejected it, and it was not known before.
    """

    number: int
    severity: str
    word: str
    code: str
    title: str
    place: str
    cell: str
    message: str
    recorded: str | None
    recomputed: str | None
    other: str
    tolerance: str
    related: tuple[tuple[str, str, str], ...]
    steps: Line | None
    mend: str
    remark: str
    known: bool
    waived: bool
    minor: bool
    counted: bool
    unit: int


@frozen
class Line:
    """A step of a sum in a line, the drawn cell that it speaks of, and the steps on the way."""

    text: str
    cell: str
    children: tuple[Line, ...]


@frozen
class Group:
    """The findings of a form, or of what belongs to no form: heading, the form's number, findings gravest first."""

    title: str
    form: int | None
    findings: tuple[Shown, ...]


def unit_names(document: Record, style: Style) -> list[str]:
    """The units of a dossier; the last one stands for what belongs to no form."""
    names = [unit_of(form, style) for form in document["forms"]]
    return [*dict.fromkeys(names), style.say("（整套材料和文件）", "(the dossier and its files)")]


def unit_of(form: Record, style: Style) -> str:
    """The unit of a form."""
    return " ".join(form["unit"].split()) or style.say("（未注明单位）", "(unit not stated)")


def shown(document: Record, places: Places, style: Style) -> list[Shown]:
    """The findings of a dossier, in its order."""
    units = unit_names(document, style)
    made = []
    for number, one in enumerate(document["findings"]):
        form = one["form"]
        unit = len(units) - 1 if form is None else units.index(unit_of(document["forms"][form], style))
        made.append(_shown(one, number, unit, places, style))
    return made


def _shown(one: Record, number: int, unit: int, places: Places, style: Style) -> Shown:
    at = located(one["at"])
    tolerance = one["tolerance"]
    return Shown(
        number=number,
        severity=one["severity"],
        word=style.say(*WORDS[one["severity"]]),
        code=one["code"],
        title=check_name(one["code"], one["name"], style),
        place=at.place or at.file,
        cell=places.name(one["at"]),
        message=one["message"],
        recorded=one["recorded"],
        recomputed=one["recomputed"],
        other=other_label(one["code"], style),
        tolerance=tolerance if tolerance not in (None, "", "0") else "",
        related=tuple((beside(located(r["at"]), at), places.name(r["at"]), r["note"]) for r in one["related"]),
        steps=line_of(one["steps"], places),
        mend=one["help"],
        remark=_remark(one["waiver"], style),
        known=one["known"],
        waived=bool(one["waiver"] and one["waiver"]["waived"]),
        minor=style.hides_one(one["code"], one["severity"], known=one["known"]),
        counted=counts(one),
        unit=unit,
    )


def _remark(waiver: Record | None, style: Style) -> str:
    if waiver is None:
        return ""
    given: str = waiver["verdict"]
    verdict = style.say(given, VERDICTS_EN.get(given, given))
    return "  ".join(filter(None, (verdict, waiver["reason"], waiver["person"], waiver["date"])))


def line_of(step: Record | None, places: Places) -> Line | None:
    """A step of a record as the page shows it."""
    if step is None:
        return None
    children = tuple(line for child in step["children"] if (line := line_of(child, places)) is not None)
    return Line(Step(step["label"], step["formula"], step["value"]).line(), places.name(step["at"]), children)


def groups(document: Record, findings: Sequence[Shown], style: Style) -> list[Group]:
    """The findings by form, those of no form by their file, in the order of the files; none is left over."""
    kept: dict[tuple[int, object], list[Shown]] = {}
    files = {item["file"]: place for place, item in enumerate(document["inputs"])}
    for told, one in zip(document["findings"], findings, strict=True):
        form = told["form"]
        key = (0, form) if form is not None else (-1, files.get(told["at"]["file"], told["at"]["file"]))
        kept.setdefault(key, []).append(one)
    made = []
    for (kind, which), group in sorted(kept.items(), key=lambda item: _order(item[0])):
        form = which if kind == 0 and isinstance(which, int) else None
        title = _title(document, form, which)
        made.append(Group(title or style.say("其他", "Other"), form, tuple(sorted(group, key=_grave))))
    return made


def _title(document: Record, form: int | None, which: object) -> str:
    """What a group is called: its form, or else its file."""
    if form is not None:
        return form_title(document["forms"][form], form)
    name: str = document["inputs"][which]["file"] if isinstance(which, int) else str(which)
    return name


def _order(key: tuple[int, object]) -> tuple[int, int, str]:
    kind, which = key
    return kind, which if isinstance(which, int) else 1 << 30, str(which)


def _grave(one: Shown) -> int:
    return RANKS[one.severity]


def form_title(form: Record, number: int) -> str:
    """A form in a line: number, whose, what it is, year."""
    parts = (form["project"], form["unit"], form["title"], form["year"])
    return f"[{number + 1}] " + " · ".join(" ".join(part.split()) for part in parts if part)
