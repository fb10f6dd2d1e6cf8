"""Draw slips over the clean samples and a dossier of two forms, damage copies, and look which are found."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from mutations import dossier
from mutations.slips import Slip, slips
from perfscore.audit import audit
from perfscore.core.findings import Finding

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
#: Stands for the forms of `mutations.dossier`.
DOSSIER = Path("dossier")
CLEAN = tuple(sorted(SAMPLES.glob("*/clean/*.xlsx")))


@dataclass(frozen=True)
class Tried:
    """A slip with what was found of it: the finding that names it, and the codes of all that is new."""

    sample: str
    slip: Slip
    found: Finding | None
    codes: tuple[str, ...]


def drawn(number: int, seed: int = 0) -> list[tuple[Path, Slip]]:
    """As many slips, spread over kinds and samples: the kinds take turns, so that a rare one is not drowned."""
    draw = random.Random(seed)  # noqa: S311 - repeatable, no secret
    by_kind: dict[str, list[tuple[Path, Slip]]] = {}
    for path in CLEAN:
        report = audit(path)
        forms = [record.form for record in report.forms if record.form is not None]
        books = [record.table for record in report.budget_tables if record.table is not None]
        for slip in slips(forms, books, draw):
            by_kind.setdefault(slip.kind, []).append((path, slip))
    for slip in dossier.slips():
        by_kind.setdefault(slip.kind, []).append((DOSSIER, slip))
    for group in by_kind.values():
        draw.shuffle(group)
    taken: list[tuple[Path, Slip]] = []
    while len(taken) < number and any(by_kind.values()):
        for group in by_kind.values():
            if group and len(taken) < number:
                taken.append(group.pop())
    return taken


def tried(path: Path, slip: Slip, folder: Path) -> Tried:
    """Damage a copy of the sample and audit it."""
    files = dossier.build(folder) if path == DOSSIER else [folder / path.name]
    copy = next(file for file in files if path != DOSSIER or file.name == slip.at.file)
    book = openpyxl.load_workbook(copy if path == DOSSIER else path)
    sheet = book[slip.at.sheet] if slip.at.sheet else book.worksheets[0]
    cell = sheet[slip.at.cell]
    cell.value = _stored(slip.text, cell.value)
    book.save(copy)
    findings = audit(files).findings
    found = next((one for one in findings if one.code in slip.codes and touches(one, slip)), None)
    return Tried(path.parent.parent.name or path.name, slip, found, tuple(one.code for one in findings))


def _stored(text: str, before: object) -> object:
    """A number stays a number where the cell held one."""
    if text == "":
        return None
    if isinstance(before, int | float) and not isinstance(before, bool):
        try:
            return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            return text
    return text


def touches(finding: Finding, slip: Slip) -> bool:
    """Whether a finding names the cell, as its own place or a related one."""
    places = [finding.at, *(related.at for related in finding.related)]
    return any((place.sheet, place.cell) == (slip.at.sheet, slip.at.cell) for place in places)


def measure(number: int, seed: int = 0) -> Iterator[Tried]:
    """Try as many slips."""
    with tempfile.TemporaryDirectory() as folder:
        for path, slip in drawn(number, seed):
            yield tried(path, slip, Path(folder))
