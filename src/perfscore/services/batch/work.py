"""What is done in another process: a piece of work in, its lines out. Nothing here knows of the other pieces."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from perfscore.auditor import Asked, Audit, Auditor
from perfscore.checks.subjects import InputFile
from perfscore.core.errors import ReadingError
from perfscore.core.persons import Found
from perfscore.core.records import frozen, replace
from perfscore.material import Material, read_material
from perfscore.outcome import AuditReport, InputRecord
from perfscore.readers.document import Document
from perfscore.readers.remote import is_remote, state
from perfscore.report.mask import mask
from perfscore.report.records import document
from perfscore.report.style import Language, Style
from perfscore.services.batch.copies import Copies, copied
from perfscore.services.batch.plan import Listed, Looked, dossiers, without_copies
from perfscore.services.batch.whose import names_of

CHANGED = "审核期间文件有改动，没有采用；请在文件不再改动后用同一命令再运行一次（the file changed during the run）"

GONE = (
    "文件已不在，或者做审核的那台机器上看不到它；请检查路径后再运行一次（gone, or not to be seen by the worker）"
)

#: The generations of objects that Python looks through for cycles: what was made since it was last asked.
_YOUNG = 1


@frozen
class Wanted:
    """How every dossier of a batch is audited and told."""

    asked: Asked
    lang: Language = "zh"
    masked: bool = False
    copies: Copies | None = None
    #: Whom all files of the run name, where persons are hidden.
    persons: Found = Found()

    @property
    def late(self) -> bool:
        """Whether dossiers are only told when all files are known."""
        return self.copies is not None or self.masked


@frozen
class Piece:
    """Files to be read, grouped among themselves and audited; or dossiers whose files are known."""

    wanted: Wanted
    files: tuple[Listed, ...]
    dossiers: tuple[tuple[int, ...], ...] | None = None

    def split(self) -> tuple[Piece, ...]:
        """The same work in the smallest pieces: a file each, or a dossier each and then its files."""
        if self.dossiers is None:
            return tuple(Piece(self.wanted, (file,)) for file in self.files) if len(self.files) > 1 else ()
        if len(self.dossiers) > 1:
            return tuple(
                Piece(self.wanted, tuple(self.files[place] for place in one), (tuple(range(len(one))),))
                for one in self.dossiers
            )
        if len(self.files) > 1:
            return tuple(Piece(self.wanted, (file,), ((0,),)) for file in self.files)
        return ()


@frozen
class Done:
    """A piece of work that is done: its files as they were read, and the dossiers made of them.

    `members` are places in `files`; `lines` the dossiers as JSON, one a line.
    """

    files: tuple[Looked, ...]
    members: tuple[tuple[int, ...], ...]
    lines: tuple[bytes, ...]


def audited(piece: Piece) -> Done:
    """Read the files of a piece and audit them, dossier by dossier.

    Where copies are written or persons hidden, files are only read as long as the others are not known.
    """
    wanted = piece.wanted
    writing = wanted.copies is not None and piece.dossiers is not None
    read = [_read(file, keep=writing) for file in piece.files]
    files = [one for one, _ in read]
    if piece.dossiers is None:
        files = without_copies(files)
        members = [] if wanted.late else dossiers(files, alone=wanted.asked.alone)
        if wanted.masked:
            files = [_with_persons(one, material) for one, (_, material) in zip(files, read, strict=True)]
    else:
        left = ([place for place in one if files[place].status != "changed"] for one in piece.dossiers)
        members = [tuple(one) for one in left if one]
    lines = []
    for one in members:
        materials = [material for place in one if (material := read[place][1]) is not None]
        audit = _auditor(wanted.asked).audit(materials)
        report, line = told(audit.report(), wanted)
        lines.append(line)
        for place, record, material in zip(one, report.inputs, materials, strict=True):
            if wanted.masked:
                files[place] = replace(files[place], shown=record.file)
            if wanted.copies is not None and material.document is not None and files[place].forms:
                files[place] = _with_copy(files[place], audit, material.document, wanted)
    # Documents and views hold each other. A batch goes on for hours, and cycles are looked for seldom while it works. What
    # is remembered of texts and rules is older than this piece, and looking through it again took a fifth of the time.
    del read
    gc.collect(_YOUNG)
    return Done(tuple(files), tuple(members), tuple(lines))


def _with_persons(looked: Looked, material: Material | None) -> Looked:
    """A file with whom it names."""
    if material is None:
        return looked
    found = material.persons
    return replace(looked, persons=tuple(tuple(sorted(one)) for one in (found.names, found.loose, found.numbers)))


def _with_copy(looked: Looked, audit: Audit, document: Document, wanted: Wanted) -> Looked:
    """A file whose copy is written."""
    if wanted.copies is None:
        return looked
    made = copied(
        audit.of(looked.file),
        document,
        wanted.copies,
        ruleset=wanted.asked.ruleset,
        lang=wanted.lang,
        shown=looked.shown,
    )
    return replace(looked, copy=made.path, uncopied=made.reason)


def told(report: AuditReport, wanted: Wanted) -> tuple[AuditReport, bytes]:
    """A dossier as it is told, and as a line of JSON without what differs between runs of the same: the day."""
    if wanted.masked:
        report = mask(replace(report, persons=report.persons | wanted.persons))
    whole: dict[str, Any] = document(report, Style(lang=wanted.lang))
    whole["run"] = {**whole["run"], "date": None}
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return report, text.encode("utf-8", "backslashreplace") + b"\n"


@lru_cache(maxsize=4)
def _auditor(asked: Asked) -> Auditor:
    return Auditor(asked)


def _read(file: Listed, *, keep: bool) -> tuple[Looked, Material | None]:
    """Read a file that has to be as it was listed, before and after; its document is only kept where it is needed."""
    if (now := stamp(file.file)) != file:
        return _changed(file, CHANGED if now.size >= 0 else GONE), None
    material = read_material(file.file)
    if stamp(file.file) != file:
        return _changed(file, CHANGED), None
    if not keep:
        material = replace(material, document=None)
    record = material.record
    looked = Looked(file.file, file.size, file.modified, record.sha256, record.kind, "read")
    if record.status != "read":
        return replace(looked, status="refused", reason=record.reason), material
    forms = len(material.forms) + len(material.budget_tables)
    if not forms:
        return replace(looked, status="no-form"), material
    names = names_of(material)
    own, listed = tuple(sorted(names.own)), tuple(sorted(names.listed))
    return replace(looked, forms=forms, own=own, listed=listed), material


def _changed(file: Listed, reason: str) -> Looked:
    return Looked(file.file, file.size, file.modified, None, None, "changed", reason)


def stamp(path: str) -> Listed:
    """A file as it lies there: one that is not there, or cannot be looked at, has no size."""
    if is_remote(path):
        return Listed(path, *state(path))
    try:
        seen = os.stat(path)  # noqa: PTH116 - a path may be no valid one
    except (OSError, ValueError):
        return Listed(path, -1, 0)
    return Listed(path, seen.st_size, seen.st_mtime_ns)


def joined(parts: Iterable[Done]) -> Done:
    """The pieces into which one was split, as one again."""
    files: list[Looked] = []
    members: list[tuple[int, ...]] = []
    lines: list[bytes] = []
    for part in parts:
        start = len(files)
        files += part.files
        members += [tuple(start + place for place in one) for one in part.members]
        lines += part.lines
    return Done(tuple(files), tuple(members), tuple(lines))


def refused(piece: Piece, reason: str) -> Done:
    """Files that ended the process that read them, each with the finding that says so."""
    auditor = _auditor(piece.wanted.asked)
    files, lines = [], []
    for one in piece.files:
        record = InputRecord(one.file, None, None, "unreadable", reason)
        material = Material(InputFile(one.file, error=ReadingError(one.file, reason)), record)
        report, line = told(auditor.report([material]), piece.wanted)
        shown = report.inputs[0].file if piece.wanted.masked else ""
        files.append(Looked(one.file, one.size, one.modified, None, None, "refused", reason, shown=shown))
        lines.append(line)
    return Done(tuple(files), tuple((place,) for place in range(len(files))), tuple(lines))
