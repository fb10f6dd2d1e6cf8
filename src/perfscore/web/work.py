"""What is done in another process: a dossier audited, its page drawn, a file of it written. It knows nothing of visitors.

A process is at one piece at a time, so that it can stand in the folder of the dossier: files are called as their senders
call them.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from perfscore.core.errors import PerfscoreError, UsageError
from perfscore.core.filenames import file_names
from perfscore.core.findings import Severity
from perfscore.core.records import frozen
from perfscore.core.waivers import Waiver
from perfscore.outcome import AuditReport
from perfscore.readers.document import Document
from perfscore.report.style import Language, Style
from perfscore.web.remarks import Remark, documents_of, with_remarks

if TYPE_CHECKING:
    from perfscore.gathering import Expanded

_REPORT: Final = "report.pickle"
_PARTS: Final = "parts.pickle"
PROGRESS: Final = "progress.json"
#: How the folder of a file is called that is written for one visitor.
TAKEN: Final = "take-"
#: The time that the members of an archive carry: the same files give the same bytes.
TIME: Final = (2000, 1, 1, 0, 0, 0)
Told = Sequence[Remark]


def warm() -> None:
    """Load what an audit needs."""
    from perfscore import audit, drawing, material
    from perfscore.report import html

    del audit, drawing, html, material


@frozen
class AuditOrder:
    """A dossier to be audited: its folder, the rule set, each file by itself, where progress is told."""

    folder: str
    ruleset: str | None
    alone: bool


@frozen
class Outcome:
    """What an audit came to, as far as pages need it beside the report that lies with the dossier.

    Attributes:
        files, forms: how many there are.
        severities: how many findings count, by the word of their severity.
        documents: SHA-256 of the documents that were read.
        keys: of each finding the document, the fingerprint and the code: what a remark beside it is kept under.
        said: what the document itself says beside each finding.
    """

    files: int
    forms: int
    severities: Mapping[str, int]
    documents: tuple[str, ...]
    keys: tuple[tuple[str, str, str], ...]
    said: tuple[Waiver | None, ...]


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
        report, pictures=pictures(documents.values(), made.views), hints=(*found.notes(), *report.hints)
    )
    keep = folder / "made"
    keep.mkdir(exist_ok=True)
    (keep / _REPORT).write_bytes(pickle.dumps(report))
    (keep / _PARTS).write_bytes(pickle.dumps([(made.of(file), one) for file, one in documents.items()]))
    hashes = documents_of(report)
    return Outcome(
        len(files),
        len(report.forms) + len(report.budget_tables),
        {one.word: report.count(one) for one in Severity},
        tuple(sorted(set(hashes.values()))),
        tuple((hashes.get(one.at.file, ""), one.fingerprint, one.code) for one in report.findings),
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
    part.replace(path)
    return str(path)


@frozen
class TakeOrder:
    """A file to be written of a dossier: which one, with what it is called; see `KINDS`."""

    folder: str
    kind: str
    name: str
    lang: Language
    masked: bool
    remarks: Told
    ruleset: str | None = None


#: What may be taken away: the format and the ending, and what it is called in Chinese and English.
KINDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "annotated": ("标注副本", "annotated copy", ""),
    "filled": ("评分副本", "filled form", ""),
    "problems-docx": ("问题清单", "problem list", ".docx"),
    "problems-xlsx": ("问题清单", "problem list", ".xlsx"),
    "papers-docx": ("审核底稿", "working paper", ".docx"),
    "papers-xlsx": ("审核底稿", "working paper", ".xlsx"),
    "ledger": ("台账", "ledger", ".xlsx"),
    "html": ("网页报告", "report page", ".html"),
    "xlsx": ("审核结果", "results", ".xlsx"),
    "csv": ("发现", "findings", ".csv"),
    "json": ("数据", "data", ".json"),
}


def take(order: TakeOrder) -> tuple[str, str]:
    """Write a file of a dossier, or several as an archive.

    Returns:
        Where it lies and what it is to be called.

    Raises:
        UsageError: there is no such kind, or nothing can be written.
    """
    if order.kind not in KINDS and order.kind != "all":
        raise UsageError(f"没有“{order.kind}”这种文件（no such file）")
    os.chdir(Path(order.folder, "files"))
    with taking(order.folder) as into:
        return _taken(list(KINDS) if order.kind == "all" else [order.kind], into, order)


@contextmanager
def taking(folder: str) -> Iterator[Path]:
    """A folder for what is written for one visitor; it goes where nothing comes of it, and otherwise when it is sent."""
    into = Path(tempfile.mkdtemp(prefix=TAKEN, dir=Path(folder, "made")))
    try:
        yield into
    except BaseException:
        shutil.rmtree(into, ignore_errors=True)
        raise


def _taken(kinds: Sequence[str], into: Path, order: TakeOrder) -> tuple[str, str]:
    written: list[tuple[str, Path]] = []
    notes: list[str] = []
    for kind in kinds:
        folder = into / kind
        folder.mkdir()
        try:
            written += _take(kind, folder, order, notes)
        except PerfscoreError as error:
            if len(kinds) == 1:
                raise
            notes.append(f"{KINDS[kind][0]}：{error}")
    if not written:
        raise UsageError("；".join(notes) or "没有可写的内容（nothing to write）")
    if len(written) == 1 and len(kinds) == 1:
        return str(written[0][1]), written[0][0]
    name = f"{order.name}-{KINDS[order.kind][0] if order.kind in KINDS else '全部结果'}.zip"
    return str(_archive(into / "all.zip", written, notes)), name


def _take(kind: str, folder: Path, order: TakeOrder, notes: list[str]) -> list[tuple[str, Path]]:
    """The files of one kind, with the names that they are to have."""
    style = Style(lang=order.lang)
    if kind in ("annotated", "filled"):
        return list(_copies(kind, folder, order, notes))
    report = report_of(order.folder, order.remarks)
    ending = KINDS[kind][2]
    name = f"{order.name}-{style.say(*KINDS[kind][:2])}{ending}"
    path = folder / f"made{ending}"
    if kind == "ledger":
        path.write_bytes(_ledger(report, style, masked=order.masked))
    else:
        from perfscore.report import render_bytes

        made = kind.partition("-")[0]
        path.write_bytes(render_bytes(report, made, style, masked=order.masked, path=path))
    return [(name, path)]


def _ledger(report: AuditReport, style: Style, *, masked: bool) -> bytes:
    from perfscore.report.ledger.book import write_ledger
    from perfscore.report.ledger.pages import Results
    from perfscore.report.mask import mask, presentable
    from perfscore.report.records import document

    told = document(presentable(mask(report) if masked else report), style)
    results = Results(
        lambda: [told],
        lambda: [_seen(item, told) for item in told["inputs"]],
        {"version": told["run"]["version"], "date": told["run"]["date"]},
        lambda path: path,
    )
    buffer = io.BytesIO()
    write_ledger(results, buffer, style)
    return buffer.getvalue()


def _seen(item: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """A file as a ledger tells of it."""
    forms = sum(form["at"]["file"] == item["file"] for form in told["forms"])
    status = "refused" if item["status"] != "read" else "read" if forms else "no-form"
    return {**item, "status": status, "forms": forms, "of": None}


def _copies(kind: str, folder: Path, order: TakeOrder, notes: list[str]) -> Iterator[tuple[str, Path]]:
    """The copies of the documents, annotated or filled in."""
    from perfscore.services import annotate, fill

    remarks = {one.key: one for one in order.remarks}
    parts = _parts(order.folder)
    names = file_names([sheet_name(document.file, report, masked=order.masked) for report, document in parts])
    for name, (report, document) in zip(names, parts, strict=True):
        same = document.file.lower().endswith((".xlsx", ".xlsm"))
        ending = Path(document.file).suffix if same else ".xlsx"
        out = folder / f"{name}{ending}"
        try:
            if kind == "annotated":
                how = annotate.Manner(force=True, lang=order.lang, masked=order.masked)
                copy = annotate.annotated_copy(
                    with_remarks(report, remarks), document, out, how, ruleset=order.ruleset
                )
                yield f"{name}-审核{ending}", Path(copy.out)
            else:
                filled = fill.filled_copy(
                    report,
                    document,
                    out,
                    fill.Manner(force=True, lang=order.lang, masked=order.masked),
                    ruleset=order.ruleset,
                )
                if filled.written:
                    yield f"{name}-评分{ending}", Path(filled.out)
                else:
                    notes.append(f"{document.file}：没有需要填入的空格（no blank score cell）")
        except PerfscoreError as error:
            notes.append(f"{document.file}：{error}")


def sheet_name(file: str, report: AuditReport, *, masked: bool) -> str:
    """What the copy of a file is called, without its ending: two files that differ in theirs are two."""
    from perfscore.report.mask import mask_of

    path = Path(file)
    name = path.stem if path.suffix.lower() in (".xlsx", ".xlsm") else path.name
    return mask_of(report).text(name).replace("*", "○") if masked else name


def _archive(path: Path, written: Sequence[tuple[str, Path]], notes: Sequence[str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in written:
            archive.writestr(zipfile.ZipInfo(name, TIME), file.read_bytes(), zipfile.ZIP_DEFLATED)
        if notes:
            text = "\r\n".join(notes).encode("utf-8-sig")
            archive.writestr(zipfile.ZipInfo("说明.txt", TIME), text, zipfile.ZIP_DEFLATED)
    return path


def report_of(folder: str, remarks: Told) -> AuditReport:
    """The report of a dossier with its remarks."""
    report: AuditReport = _kept(folder, _REPORT)
    return with_remarks(report, {one.key: one for one in remarks})


def _parts(folder: str) -> list[tuple[AuditReport, Document]]:
    """Each document with the report on it alone."""
    parts: list[tuple[AuditReport, Document]] = _kept(folder, _PARTS)
    return parts


def _kept(folder: str, name: str) -> Any:
    """What `audit` kept: the program's own file, in a folder that nobody else can write to."""
    return pickle.loads(Path(folder, "made", name).read_bytes())  # noqa: S301
