"""Copies of the files of a batch: annotated, or with their scores filled in, in a tree like that of the sources."""

from __future__ import annotations

import filecmp
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePath
from typing import Literal

from perfscore.core.errors import PerfscoreError
from perfscore.core.filenames import file_name
from perfscore.core.records import frozen
from perfscore.outcome import AuditReport
from perfscore.readers.document import Document
from perfscore.report.style import Language
from perfscore.services import annotate, fill
from perfscore.services.workbooks.source import beside, untouched_copy

#: The folder of the copies among the results, and what the names of the copies end with.
FOLDERS = {"annotate": "标注", "fill": "评分"}
_SUFFIXES = {"annotate": "-审核", "fill": "-评分"}
#: Workbooks whose copies keep their ending.
_SAME = (".xlsx", ".xlsm")
_NOTHING = "没有需要填入的空格，没有写副本（nothing to fill in）"


@frozen
class Copies:
    """Which copies are written, and how.

    Attributes:
        kind: annotated, or filled in.
        folder: where their tree begins.
        root: the folder that all sources lie in.
        sheet_only, colours: as `perfscore annotate` takes them.
        overwrite: as `perfscore fill` takes it.
    """

    kind: Literal["annotate", "fill"]
    folder: str
    root: str = ""
    sheet_only: bool = False
    colours: bool = True
    overwrite: bool = False


@frozen
class Copied:
    """A copy that was written, or why it was not."""

    path: str = ""
    reason: str = ""


def place(copies: Copies, file: str, shown: str, ours: Callable[[Path], bool] = lambda _: False) -> Path:
    """Where the copy of a file lies: below the folder as its source below the root, under a name that no other has.

    A copy that is there and is not `ours`, because somebody wrote into it, stays: the new one gets a number.

    >>> place(Copies("annotate", "结果/标注", "全县"), "全县/水务局/自评表.docx", "").as_posix()
    '结果/标注/水务局/自评表.docx-审核.xlsx'
    """
    relative = PurePath(file[len(copies.root) :].lstrip("/\\") if copies.root else PurePath(file).name)
    if shown:  # the last parts of the name that hides persons
        relative = PurePath(*PurePath(shown).parts[-len(relative.parts) :])
    same = relative.suffix.lower() in _SAME
    *folders, name = relative.parts
    # Names that no system refuses, with room for what stands behind them.
    own = Path(
        copies.folder, *(file_name(part) for part in folders), file_name(PurePath(name).stem if same else name)
    )
    # The dots of a name are no ending of it.
    source = own.with_name(f"{own.name}.xlsx")
    return beside(source, _SUFFIXES[copies.kind], relative.suffix if same else ".xlsx", ours, free=True)


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
    masked = bool(shown)
    try:
        if copies.kind == "annotate":
            path = place(copies, document.file, shown, partial(untouched_copy, source=document.file))
            path.parent.mkdir(parents=True, exist_ok=True)
            how = annotate.Manner(copies.sheet_only, copies.colours, lang=lang, masked=masked)
            annotate.annotated_copy(report, document, path, how, ruleset=ruleset)
            return Copied(str(path))
        return _filled(report, document, copies, ruleset=ruleset, lang=lang, shown=shown)
    except PerfscoreError as error:
        return Copied(reason=str(error))
    except OSError as error:
        return Copied(reason=f"{document.file}：副本写不进去（{error.strerror or error}；cannot be written）")


def _filled(
    report: AuditReport, document: Document, copies: Copies, *, ruleset: str | None, lang: Language, shown: str
) -> Copied:
    """Fill a copy in; where nothing was to be filled in there is none."""
    first = place(copies, document.file, shown, lambda _: True)
    first.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=first.parent) as scratch:
        made = Path(scratch, first.name)
        how = fill.Manner(copies.overwrite, lang=lang, masked=bool(shown))
        if not fill.filled_copy(report, document, made, how, ruleset=ruleset).written:
            return Copied(reason=_NOTHING)
        # The same copy of a run that was stopped is no other one.
        path = place(copies, document.file, shown, partial(_same, made))
        made.replace(path)
    return Copied(str(path))


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and filecmp.cmp(one, other, shallow=False)
