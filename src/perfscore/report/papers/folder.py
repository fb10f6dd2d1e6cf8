"""The papers of many dossiers, written into a folder: one dossier at a time comes in, one unit at a time goes out.

The forms of each unit are laid by on the disk as they come, since a unit's forms may be spread over dossiers; memory
holds one dossier, or so many forms of one unit as go into one document. A paper that somebody has changed since is
never replaced: the new one lies beside it under the next number.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, count, islice
from pathlib import Path
from typing import Final

from perfscore.core.errors import UsageError
from perfscore.core.filenames import file_names
from perfscore.core.records import frozen, mutable
from perfscore.core.saving import claim, save, spelling
from perfscore.report.ours import is_report
from perfscore.report.papers.formats import problem_word, working_word
from perfscore.report.papers.names import BEYOND, FOLDERS
from perfscore.report.papers.problem_list import listed_of
from perfscore.report.papers.reading import parts_of, run_of
from perfscore.report.papers.records import FormPart, Run, UnitPart, listed
from perfscore.report.papers.texts import Record
from perfscore.report.style import Style

#: So many forms go into one working paper; a unit with more has several.
_MOST_FORMS: Final = 300
#: The papers that an office may have a template for.
_TEMPLATES: Final = ("problems", "papers")


@frozen
class Written:
    """What was written, and what older papers lie beside it.

    Attributes:
        files: what was written.
        stale: papers of an earlier run that this one did not write.
        kept: what somebody has changed, beside which the new paper has a number.
    """

    files: tuple[Path, ...]
    stale: tuple[Path, ...]
    kept: tuple[Path, ...] = ()


@mutable
class _Unit:
    """A unit whose forms lie on the disk."""

    name: str
    file: Path
    forms: int = 0
    findings: int = 0


def write_papers(
    documents: Iterable[Record],
    folder: str | Path,
    style: Style,
    *,
    templates: Mapping[str, str] | None = None,
    most: int = BEYOND,
) -> Written:
    """Write the problem list and the working papers of many dossiers.

    `问题清单.xlsx` has everything. `问题清单.docx` has it as well, or, beyond `most` findings, `问题清单/` has a document
    for each unit. `审核底稿/` has one for each unit. Where somebody has changed one of them, or something else has its
    name, it stays: the new one is `甲局2.docx`, or has the next number that is free.

    Args:
        documents: dossier documents, in any number; each is looked at once.
        folder: where to; it is made when it is not there.
        style: language, what is listed, what is hidden.
        templates: the office's own Word documents, for `problems` and `papers`.
        most: so many findings go into one Word document.

    Raises:
        UsageError: nothing was given, a template is for no paper, or a file must not or cannot be written; claims are
            made before any is written.
    """
    target = Path(folder)
    own = dict(templates or {})
    if strange := own.keys() - _TEMPLATES:
        raise UsageError(
            f"没有叫“{'、'.join(sorted(strange))}”的文书；模板可用于 {'、'.join(_TEMPLATES)}（no such paper）"
        )
    with tempfile.TemporaryDirectory(prefix="perfscore-papers-") as spool:
        inputs: dict[str, str] = {}
        run, units = _spooled(_watched(documents, inputs), Path(spool), style)
        if run is None:
            raise UsageError("没有审核结果，无从编制问题清单和底稿（no results to make papers of）")
        jobs = list(_jobs(target, units, style, whole=sum(unit.findings for unit in units) <= most))
        taken = {spelling(path) for path, _ in jobs}
        placed: list[tuple[Path, _Part]] = []
        kept: list[Path] = []
        for path, part in jobs:
            _make(path.parent)
            free, changed = _free(path, taken)
            taken.add(spelling(free))
            for one in (*changed, free):
                source = inputs.get(spelling(one))
                # What is kept is claimed as well: an input or a template that lies there is told.
                claim(one, sources=[*own.values(), *([source] if source else [])], force=True)
            placed.append((free, part))
            kept += changed
        for path, part in placed:
            save(path, _content(part, units, run, style, own))
    written = tuple(path for path, _ in placed)
    return Written(written, tuple(_stale(target, (*written, *kept), style)), tuple(kept))


def _free(path: Path, taken: set[str]) -> tuple[Path, list[Path]]:
    """Where a paper goes: its own name or the next number at which nothing is lost; and what lies there and is kept."""
    kept: list[Path] = []
    for one in chain((path,), (path.with_name(f"{path.stem}{number}{path.suffix}") for number in count(2))):
        if one != path and spelling(one) in taken:
            continue
        if one.is_file() and one.stat().st_size and not is_report(one):
            kept.append(one)
            continue
        return one, kept
    raise AssertionError("numbers do not end")


@frozen
class _Part:
    """What a file holds: which paper, of which unit (None for all), and its forms from a first one on."""

    paper: str
    unit: int | None = None
    first: int = 0


def _jobs(target: Path, units: list[_Unit], style: Style, *, whole: bool) -> Iterator[tuple[Path, _Part]]:
    problems, papers = (style.say(*names) for names in FOLDERS)
    yield target / f"{problems}.xlsx", _Part("book")
    names = file_names([unit.name for unit in units], style.say("未注明单位", "unit not stated"))
    if whole:
        yield target / f"{problems}.docx", _Part("problems")
    else:
        for number, name in enumerate(names):
            yield target / problems / f"{name}.docx", _Part("problems", number)
    firsts = [(number, first) for number, unit in enumerate(units) for first in range(0, unit.forms, _MOST_FORMS)]
    split = [
        f"{units[number].name}-{first // _MOST_FORMS + 1}"
        if units[number].forms > _MOST_FORMS
        else units[number].name
        for number, first in firsts
    ]
    for (number, first), name in zip(
        firsts, file_names(split, style.say("未注明单位", "unit not stated")), strict=True
    ):
        yield target / papers / f"{name}.docx", _Part("papers", number, first)


def _content(part: _Part, units: list[_Unit], run: Run, style: Style, templates: Mapping[str, str]) -> bytes:
    chosen = range(len(units)) if part.unit is None else [part.unit]
    if part.paper == "book":
        from perfscore.report.papers.books import problem_book

        return problem_book((listed_of(_read(units, number), style) for number in chosen), run, style)
    own = replace(style, template=templates.get(part.paper))
    if part.paper == "problems":
        return problem_word((_read(units, number) for number in chosen), run, own)
    forms = (_read(units, number, part.first, _MOST_FORMS) for number in chosen)
    return working_word(forms, run, own)


def _spooled(documents: Iterable[Record], spool: Path, style: Style) -> tuple[Run | None, list[_Unit]]:
    """Lay the forms of each unit by, in the order in which they come."""
    run: Run | None = None
    sets: dict[str, None] = {}
    units: dict[str, _Unit] = {}
    for document in documents:
        own = run_of(document)
        sets |= dict.fromkeys(own.rulesets)
        run = own if run is None else run
        for name, part in parts_of(document, style):
            unit = units.setdefault(name, _Unit(name, spool / f"{len(units)}"))
            unit.forms += 1
            unit.findings += sum(listed(entry, style) for entry in part.entries)
            with unit.file.open("ab") as file:
                pickle.dump(part, file, pickle.HIGHEST_PROTOCOL)
    return (None if run is None else replace(run, rulesets=tuple(sets))), list(units.values())


def _read(units: list[_Unit], number: int, first: int = 0, most: int | None = None) -> UnitPart:
    """A unit with its forms, or so many of them from a first one on."""
    unit = units[number]
    forms = islice(_laid_by(unit.file), first, None if most is None else first + most)
    numbered = (
        replace(form, index=f"{number + 1:03d}-{place:02d}") for place, form in enumerate(forms, first + 1)
    )
    return UnitPart(number + 1, unit.name, tuple(numbered))


def _laid_by(path: Path) -> Iterator[FormPart]:
    with path.open("rb") as file:
        while file.peek(1):
            part: FormPart = pickle.load(file)  # noqa: S301 - a file of this run, in a folder that only its user may enter
            yield part


def _watched(documents: Iterable[Record], inputs: dict[str, str]) -> Iterator[Record]:
    """The documents, with the files that they are of noted by their spelling: none is written over."""
    for document in documents:
        inputs |= {spelling(item["file"]): item["file"] for item in document["inputs"]}
        yield document


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}：建不了文件夹（{error.strerror}）（cannot make the folder）") from error


def _stale(target: Path, known: tuple[Path, ...], style: Style) -> Iterator[Path]:
    """Papers of an earlier run that this one neither wrote nor kept: units that are gone, a list no longer whole."""
    problems, papers = (style.say(*names) for names in FOLDERS)
    places = [
        target / f"{problems}.docx",
        *sorted(target.glob(f"{problems}[0-9]*.docx")),
        *sorted(target.glob(f"{problems}[0-9]*.xlsx")),
        *sorted((target / problems).glob("*.docx")),
        *sorted((target / papers).glob("*.docx")),
    ]
    yield from (path for path in places if path.is_file() and path not in known)
