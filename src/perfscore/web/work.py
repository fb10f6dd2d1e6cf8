"""What is done in another process: a dossier audited, its page drawn, a file of it written. It knows nothing of visitors.

A process is at one piece at a time, so that it can stand in the folder of the dossier: files are called as their senders
call them.
"""

from __future__ import annotations

import json
import os
import pickle
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from perfscore.core.errors import UsageError
from perfscore.core.findings import Severity
from perfscore.core.records import frozen
from perfscore.core.waivers import REJECTED, Waiver
from perfscore.outcome import AuditReport
from perfscore.readers.document import Document
from perfscore.report.style import Language, Style
from perfscore.web.remarks import Key, Remark, documents_of, keys, saying, with_remarks

if TYPE_CHECKING:
    from perfscore.gathering import Expanded

REPORT: Final = "report.pickle"
_PARTS: Final = "parts.pickle"
PROGRESS: Final = "progress.json"
#: What is said of files that the page of the visitor did not send.
PASSED: Final = "不是表格或文档，没有读入（no document, not taken in）"
_TRIES, _MOMENT = 40, 0.05
Told = Sequence[Remark]


def warm() -> None:
    """Load what an audit needs."""
    from perfscore import audit, drawing, material
    from perfscore.report import html

    del audit, drawing, html, material


@frozen
class AuditOrder:
    """A dossier to be audited: its folder, the rule set, each file by itself; what the visitor's page passed over."""

    folder: str
    ruleset: str | None
    alone: bool
    passed: tuple[str, ...] = ()


@frozen
class Outcome:
    """What an audit came to, as far as pages need it beside the report that lies with the dossier.

    Attributes:
        files, forms: how many there are.
        levels: of each finding the word of its severity.
        counted: of each finding whether it counts, whatever was written here.
        documents: SHA-256 of the documents that were read.
        keys: of each finding what a remark beside it is kept under.
        said: what the document itself says beside each finding.
    """

    files: int
    forms: int
    levels: tuple[str, ...]
    counted: tuple[bool, ...]
    documents: tuple[str, ...]
    keys: tuple[Key, ...]
    said: tuple[Waiver | None, ...]

    def severities(self, remarks: Mapping[Key, Remark]) -> dict[str, int]:
        """How many findings count, by the word of their severity, with what was written here."""
        found = Counter({one.word: 0 for one in Severity})
        for level, counts, key in zip(self.levels, self.counted, self.keys, strict=True):
            remark = remarks.get(key)
            found[level] += counts if remark is None else remark.verdict != REJECTED
        return found


def audit(order: AuditOrder) -> Outcome:
    """Read and audit the files of a dossier, and keep what was found beside them.

    Raises:
        UsageError: none of the files is a document.
    """
    from perfscore.audit import auditor_of
    from perfscore.config import configured
    from perfscore.drawing import pictures
    from perfscore.material import read_material

    folder = Path(order.folder)
    os.chdir(folder / "files")
    # The configuration of whoever sits at this machine is not that of the visitor.
    auditor = auditor_of(configured(False, ()), order.ruleset, alone=order.alone)
    inside = list(Path(os.curdir).iterdir())
    # A file alone is meant, whatever it is called; among others, what is no document is passed over.
    alone = len(inside) == 1 and inside[0].is_file()
    found = found_in(str(inside[0]) if alone else os.curdir)
    files = found.files
    tell = progress_of(folder)
    read = []
    for number, file in enumerate(files):
        tell(number, len(files))
        read.append(read_material(file))
    tell(len(files), len(files))
    made = auditor.audit(read)
    documents = {item.document.file: item.document for item in read if item.document is not None}
    report = made.report()
    report = replace(
        report,
        pictures=pictures(documents.values(), made.views),
        hints=(*found.notes(), *(f"{file}：{PASSED}" for file in order.passed), *report.hints),
    )
    keep = folder / "made"
    keep.mkdir(exist_ok=True)
    (keep / REPORT).write_bytes(pickle.dumps(report))
    (keep / _PARTS).write_bytes(pickle.dumps([(made.of(file), one) for file, one in documents.items()]))
    hashes = documents_of(report)
    return Outcome(
        len(files),
        len(report.forms) + len(report.budget_tables),
        tuple(one.severity.word for one in report.findings),
        tuple(one.counts for one in report.findings),
        tuple(sorted(set(hashes.values()))),
        tuple(keys(map(saying, report.findings), hashes)),
        tuple(one.waiver for one in report.findings),
    )


def found_in(path: str) -> Expanded:
    """The documents of a folder, or a file alone.

    Raises:
        UsageError: there is none.
    """
    from perfscore.gathering import expand

    try:
        return expand([path])
    except UsageError as error:
        raise UsageError(
            "没有可审核的文件：请拖入 Excel、Word 或文本的绩效表（nothing to audit: drop workbooks, Word documents or texts）；"
            + str(error).removeprefix(f"{os.curdir}：")
        ) from None


def progress_of(folder: str | Path) -> Callable[[int, int], None]:
    """What tells how many files of a dossier are done, of how many; whoever looks finds a whole line."""
    path = Path(folder, PROGRESS)
    part = path.with_suffix(".part")

    def tell(done: int, whole: int) -> None:
        # Progress is advice: no system that refuses it, because somebody reads it just now, ends an audit.
        with suppress(OSError):
            part.write_text(json.dumps([done, whole]), encoding="utf-8")
            part.replace(path)

    return tell


@frozen
class PageOrder:
    """The page of a dossier to be drawn: with these remarks, in this language, for this address."""

    folder: str
    lang: Language
    masked: bool
    remarks: Told
    facts: Mapping[str, object]


def draw(order: PageOrder) -> str:
    """Draw the page of a dossier.

    Returns:
        Where it lies.
    """
    from perfscore.report.html import as_page
    from perfscore.report.mask import mask, presentable
    from perfscore.web.pages import around

    report = report_of(order.folder, order.remarks)
    report = presentable(mask(report) if order.masked else report)
    path = Path(order.folder, "made", f"page-{order.lang}.html")
    style = Style(lang=order.lang)
    part = path.with_name(f"{os.getpid()}.part")
    part.write_text(as_page(report, style, around(order.facts)), encoding="utf-8", errors="backslashreplace")
    _placed(part, path)
    return str(path)


def _placed(part: Path, path: Path) -> None:
    """Put a file in the place of another, also of one that is being read, which some systems refuse for a moment."""
    for _ in range(_TRIES):
        try:
            part.replace(path)
        except PermissionError:
            time.sleep(_MOMENT)
        else:
            return
    part.replace(path)


def report_of(folder: str, remarks: Told) -> AuditReport:
    """The report of a dossier with its remarks."""
    report: AuditReport = kept(folder, REPORT)
    return with_remarks(report, {one.key: one for one in remarks})


def parts_of(folder: str) -> list[tuple[AuditReport, Document]]:
    """Each document with the report on it alone."""
    parts: list[tuple[AuditReport, Document]] = kept(folder, _PARTS)
    return parts


def kept(folder: str, name: str) -> Any:
    """What `audit` kept: the program's own file, in a folder that nobody else can write to."""
    return pickle.loads(Path(folder, "made", name).read_bytes())  # noqa: S301
