"""Copies of the files of a batch: annotated, or with their scores filled in, in a tree like that of the sources."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Literal

from perfscore.core.errors import PerfscoreError
from perfscore.core.records import frozen
from perfscore.outcome import AuditReport
from perfscore.readers.document import Document
from perfscore.report.style import Language
from perfscore.services import annotate, fill

#: The folder of the copies among the results, and what the names of the copies end with.
FOLDERS = {"annotate": "标注", "fill": "评分"}
_SUFFIXES = {"annotate": "-审核", "fill": "-评分"}
#: Workbooks whose copies keep their ending.
_SAME = (".xlsx", ".xlsm")


@frozen
class Copies:
    """Which copies are written, and how.

    Attributes:
        kind: annotated, or filled in.
        folder: where their tree begins.
        root: the folder that all sources lie in.
        sheet_only, colours: as `perfscore annotate` takes them.
        overwrite: as `perfscore fill` takes it.
        force: replace copies that somebody has changed since.
    """

    kind: Literal["annotate", "fill"]
    folder: str
    root: str = ""
    sheet_only: bool = False
    colours: bool = True
    overwrite: bool = False
    force: bool = False


@frozen
class Copied:
    """A copy that was written, or why it was not."""

    path: str = ""
    reason: str = ""


def place(copies: Copies, file: str, shown: str) -> Path:
    """Where the copy of a file lies: below the folder as its source below the root, under a name that no other has.

    >>> place(Copies("annotate", "结果/标注", "全县"), "全县/水务局/自评表.docx", "").as_posix()
    '结果/标注/水务局/自评表.docx-审核.xlsx'
    """
    relative = PurePath(file[len(copies.root) :].lstrip("/\\") if copies.root else PurePath(file).name)
    if shown:  # the last parts of the name that hides persons
        relative = PurePath(*PurePath(shown).parts[-len(relative.parts) :])
    ending = relative.suffix if relative.suffix.lower() in _SAME else ".xlsx"
    stem = relative.stem if relative.suffix.lower() in _SAME else relative.name
    return Path(copies.folder, *relative.parts[:-1], f"{stem}{_SUFFIXES[copies.kind]}{ending}")


def copied(
    report: AuditReport,
    document: Document,
    copies: Copies,
    *,
    ruleset: str | None,
    lang: Language,
    shown: str,
) -> Copied:
    """Write the copy of one file; what cannot be written says why, and stops nothing."""
    path = place(copies, document.file, shown)
    masked = bool(shown)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if copies.kind == "annotate":
            how = annotate.Manner(copies.sheet_only, copies.colours, copies.force, lang, masked)
            annotate.annotated_copy(report, document, path, how, ruleset=ruleset)
        else:
            filling = fill.Manner(copies.overwrite, copies.force, lang, masked)
            fill.filled_copy(report, document, path, filling, ruleset=ruleset)
    except PerfscoreError as error:
        return Copied(reason=str(error))
    except OSError as error:
        return Copied(reason=f"{path}：写不进去（{error.strerror or error}）")
    return Copied(str(path))
