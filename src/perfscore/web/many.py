"""Hundreds of files at once, done in another process: a batch, with a row a form; each dossier can be opened by itself."""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from perfscore.auditor import Asked
from perfscore.core.errors import PerfscoreError, UsageError
from perfscore.core.filenames import file_name, spelling
from perfscore.core.findings import Severity
from perfscore.core.records import frozen
from perfscore.formrows import counts, form_rows
from perfscore.report.style import Language, Style
from perfscore.services.batch.results import Folder, common, shortened
from perfscore.web.remarks import Remark, documents_of, keys, saying_in, with_remarks
from perfscore.web.taking import TIME, is_workbook, sheet_name, taking
from perfscore.web.work import PASSED, Told, found_in, progress_of

_RESULTS: Final = "results"
#: What may be taken away: what it is called, in Chinese and English.
KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "ledger": ("汇总表", "ledger"),
    "papers": ("问题清单和审核底稿", "problem list and working papers"),
    "annotated": ("标注副本", "annotated copies"),
}


@frozen
class ManyOrder:
    """Files to be audited as a batch: their folder, how, by how many processes; what the visitor's page passed over."""

    folder: str
    ruleset: str | None
    alone: bool
    lang: Language
    masked: bool
    jobs: int
    passed: tuple[str, ...] = ()


@frozen
class Row:
    """A form in the list: its place among the dossiers, what it is, what was found."""

    dossier: int
    unit: str
    project: str
    year: str
    recorded: str
    recomputed: str
    errors: int
    warnings: int
    infos: int
    file: str


@frozen
class Many:
    """What a batch came to.

    Attributes:
        statuses: how many files were read, refused and so on.
        severities: how many findings count, by the word of their severity.
        rows: the forms, the worst first.
        members: the files of each dossier, as they are called in its folder.
        left: the files that were not audited, each with the reason.
        documents: SHA-256 of the documents that were read.
    """

    statuses: Mapping[str, int]
    severities: Mapping[str, int]
    rows: tuple[Row, ...]
    members: tuple[tuple[str, ...], ...]
    left: tuple[tuple[str, str], ...]
    documents: tuple[str, ...]


def audit(order: ManyOrder) -> Many:
    """Audit the files as `perfscore audit … --into` does.

    Raises:
        UsageError: none of the files is a document.
    """
    from perfscore.report.ledger.tables import severity_of
    from perfscore.services.batch.run import audit_folder
    from perfscore.services.batch.work import Wanted

    os.chdir(Path(order.folder, "files"))
    results = Path(order.folder, "made", _RESULTS)
    results.parent.mkdir(exist_ok=True)
    batch = audit_folder(
        found_in(os.curdir),
        [os.curdir],
        results,
        Wanted(Asked(order.ruleset, alone=order.alone), order.lang, order.masked),
        jobs=order.jobs,
        progress=progress_of(order.folder),
    )
    own = {
        one.sha256: one.file
        for one in reversed(batch.looked)
        if one.sha256 is not None and one.status != "duplicate"
    }
    severities: Counter[str] = Counter({one.word: 0 for one in Severity})
    rows: list[tuple[tuple[int, ...], Row]] = []
    members: list[tuple[str, ...]] = []
    style = Style(lang=order.lang)
    for number, document in enumerate(Folder(results).documents()):
        members.append(tuple(own.get(one["sha256"], one["file"]) for one in document["inputs"]))
        severities.update(one["severity"] for one in document["findings"] if counts(one))
        for row in form_rows(document):
            again = (
                f"{row.low:f}～{row.high:f}"
                if row.recomputed is None and row.low is not None
                else _text(row.recomputed)
            )
            told = Row(
                number, row.unit or style.say("（未注明单位）", "(not stated)"), row.project or row.title, row.year,
                row.recorded_text, again, row.errors, row.warnings, row.infos, row.file,
            )  # fmt: skip
            rows.append((severity_of(row), told))
    rows.sort(key=lambda one: (one[0], one[1].file))
    return Many(
        Counter(one.status for one in batch.looked),
        severities,
        tuple(row for _, row in rows),
        tuple(members),
        tuple(
            (one.shown or one.file, one.reason or "")
            for one in batch.looked
            if one.status in ("refused", "changed", "skipped", "hidden")
        )
        + tuple((file, PASSED) for file in ([] if order.masked else order.passed)),
        tuple(sorted(own)),
    )


def _text(number: object) -> str:
    return "" if number is None else f"{number:f}"


@frozen
class TakeOrder:
    """What is to be written of a batch, with these remarks; see `KINDS`, and `all`."""

    folder: str
    kind: str
    name: str
    lang: Language
    masked: bool
    alone: bool
    ruleset: str | None
    members: tuple[tuple[str, ...], ...]
    left: tuple[tuple[str, str], ...]
    remarks: Told


def take(order: TakeOrder) -> tuple[str, str]:
    """Write a file of a batch, or several as an archive.

    Returns:
        Where it lies and what it is to be called.

    Raises:
        UsageError: there is no such kind.
    """
    if order.kind not in KINDS and order.kind != "all":
        raise UsageError(f"没有“{order.kind}”这种文件（no such file）")
    with taking(order.folder) as into:
        return _take(order, into)


def _take(order: TakeOrder, into: Path) -> tuple[str, str]:
    style = Style(lang=order.lang)
    results = Folder(Path(order.folder, "made", _RESULTS))
    documents = partial(_documents, results, order.remarks)
    if order.kind == "ledger":
        _ledger(into / "made.xlsx", results, documents, style)
        return str(into / "made.xlsx"), f"{order.name}-{style.say(*KINDS['ledger'])}.xlsx"
    words = KINDS.get(order.kind, ("全部结果", "all results"))
    path = into / "made.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        if order.kind == "all":
            _ledger(into / "made.xlsx", results, documents, style)
            _add(archive, f"{style.say(*KINDS['ledger'])}.xlsx", into / "made.xlsx")
        if order.kind in ("papers", "all"):
            from perfscore.report.papers.folder import write_papers

            papers = into / "papers"
            write_papers(documents(), papers, style)
            for one in sorted(papers.rglob("*")):
                if one.is_file():
                    _add(archive, one.relative_to(papers).as_posix(), one)
        if order.kind in ("annotated", "all"):
            _copies(archive, order, into, style)
    return str(path), f"{order.name}-{style.say(*words)}.zip"


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    archive.writestr(zipfile.ZipInfo(name, TIME), path.read_bytes(), zipfile.ZIP_DEFLATED)
    path.unlink()


def _documents(results: Folder, remarks: Told) -> Iterator[dict[str, Any]]:
    """The dossiers with what was written beside their findings since."""
    said = {one.key: one for one in remarks}
    for document in results.documents():
        hashes = {one["file"]: one["sha256"] for one in document["inputs"] if one["sha256"] is not None}
        remarked = map(said.get, keys(map(saying_in, document["findings"]), hashes))
        findings = [
            one if remark is None else {**one, "waiver": _waiver(remark)}
            for one, remark in zip(document["findings"], remarked, strict=True)
        ]
        yield {**document, "findings": findings}


def _waiver(remark: Remark) -> dict[str, Any] | None:
    """A remark as a record has it."""
    from perfscore.core.waivers import REJECTED

    if remark.empty:
        return None
    return {
        "verdict": remark.verdict,
        "waived": remark.verdict == REJECTED,
        "reason": remark.reason,
        "person": remark.person,
        "date": remark.date,
    }


def _ledger(path: Path, results: Folder, documents: Any, style: Style) -> None:
    from perfscore.report.ledger.book import write_ledger
    from perfscore.report.ledger.pages import Results

    root = common(one["file"] for one in results.files())
    told = Results(documents, results.files, results.manifest, lambda file: shortened(file, root))
    with path.open("wb") as file:
        write_ledger(told, file, style)


def _copies(archive: zipfile.ZipFile, order: TakeOrder, into: Path, style: Style) -> None:
    """The annotated copies, one dossier after the other; what could not be written is listed."""
    from perfscore.audit import auditor_of
    from perfscore.config import configured
    from perfscore.material import read_materials
    from perfscore.report.mask import mask_of
    from perfscore.services import annotate

    os.chdir(Path(order.folder, "files"))
    auditor = auditor_of(configured(False, ()), order.ruleset, alone=order.alone)
    remarks = {one.key: one for one in order.remarks}
    taken: set[str] = set()
    notes = [f"{file}：{reason}" for file, reason in order.left]
    how = annotate.Manner(force=True, lang=order.lang, masked=order.masked)
    folder = style.say("标注副本", "annotated")
    for files in order.members:
        made = auditor.audit(read_materials(files, keep=True))
        whole = made.report()
        hide = mask_of(whole).text if order.masked else str
        for item in made.read:
            file = item.checked.file
            if item.document is None:
                continue  # told among those that were not audited
            if not (item.forms or item.budget_tables):
                notes.append(hide(f"{file}：没有识别出表，没有副本（no form in it, no copy）"))
                continue
            ending = Path(file).suffix if is_workbook(file) else ".xlsx"
            report = with_remarks(made.of(file), remarks, documents_of(whole))
            try:
                copy = annotate.annotated_copy(
                    report, item.document, into / f"copy{ending}", how, ruleset=order.ruleset
                )
            except PerfscoreError as error:
                notes.append(hide(f"{file}：{error}"))
                continue
            _add(archive, f"{folder}/{_free(file, hide, taken)}-审核{ending}", Path(copy.out))
    if notes:
        archive.writestr(zipfile.ZipInfo(f"{folder}/说明.txt", TIME), "\r\n".join(notes).encode("utf-8-sig"))


def _free(file: str, hide: Callable[[str], str], taken: set[str]) -> str:
    """What the copy of a file is called: in the folders that it lies in, and no two alike."""
    parts = [file_name(hide(part).replace("*", "○")) for part in Path(file).parent.parts]
    own = "/".join([*parts, file_name(sheet_name(file, hide))])
    name, number = own, 2
    while spelling(name) in taken:
        name, number = f"{own}({number})", number + 1
    taken.add(spelling(name))
    return name
