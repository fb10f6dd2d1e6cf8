"""What is taken away of a dossier, written in another process: copies of its documents, papers, tables, all of it.

What could not be written is told, in the place of the file or in a text beside the others.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from perfscore.core.errors import PerfscoreError, UsageError
from perfscore.core.filenames import file_names
from perfscore.core.records import frozen
from perfscore.outcome import AuditReport
from perfscore.report.style import Language, Style
from perfscore.web import work
from perfscore.web.remarks import documents_of, with_remarks

#: The time that the members of an archive carry: the same files give the same bytes.
TIME: Final = (2000, 1, 1, 0, 0, 0)
#: How the folder of a file is called that is written for one visitor.
TAKEN: Final = "take-"


@frozen
class TakeOrder:
    """A file to be written of a dossier: which one, with what it is called; see `KINDS`."""

    folder: str
    kind: str
    name: str
    lang: Language
    masked: bool
    remarks: work.Told
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
    if len(written) == 1 and len(kinds) == 1 and not notes:
        return str(written[0][1]), written[0][0]
    name = f"{order.name}-{KINDS[order.kind][0] if order.kind in KINDS else '全部结果'}.zip"
    return str(_archive(into / "all.zip", written, notes)), name


def _take(kind: str, folder: Path, order: TakeOrder, notes: list[str]) -> list[tuple[str, Path]]:
    """The files of one kind, with the names that they are to have."""
    style = Style(lang=order.lang)
    if kind in ("annotated", "filled"):
        return list(_copies(kind, folder, order, notes))
    report = work.report_of(order.folder, order.remarks)
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
    """The copies of the documents, annotated or filled in; what was not written is noted."""
    from perfscore.report.mask import mask_of
    from perfscore.services import annotate, fill

    whole: AuditReport = work.kept(order.folder, work.REPORT)
    hide = mask_of(whole).text if order.masked else str
    hashes, remarks = documents_of(whole), {one.key: one for one in order.remarks}
    notes += [hide(f"{one.file}：{one.reason or ''}") for one in whole.inputs if one.status != "read"]
    parts = work.parts_of(order.folder)
    names = file_names([sheet_name(document.file, hide) for _, document in parts])
    for name, (report, document) in zip(names, parts, strict=True):
        ending = Path(document.file).suffix if is_workbook(document.file) else ".xlsx"
        out = folder / f"{name}{ending}"
        try:
            if kind == "annotated":
                how = annotate.Manner(force=True, lang=order.lang, masked=order.masked)
                said = with_remarks(report, remarks, hashes)
                copy = annotate.annotated_copy(said, document, out, how, ruleset=order.ruleset)
                yield f"{name}-审核{ending}", Path(copy.out)
            else:
                manner = fill.Manner(force=True, lang=order.lang, masked=order.masked)
                filled = fill.filled_copy(report, document, out, manner, ruleset=order.ruleset)
                if filled.written:
                    yield f"{name}-评分{ending}", Path(filled.out)
                else:
                    notes.append(hide(f"{document.file}：没有需要填入的空格（no blank score cell）"))
        except PerfscoreError as error:
            notes.append(hide(f"{document.file}：{error}"))


def is_workbook(file: str) -> bool:
    """Whether the copy of a file is the file itself with more in it, under its own ending."""
    return file.lower().endswith((".xlsx", ".xlsm"))


def sheet_name(file: str, hide: Callable[[str], str]) -> str:
    """What the copy of a file is called, without its ending: two files that differ in theirs are two."""
    path = Path(file)
    return hide(path.stem if is_workbook(file) else path.name).replace("*", "○")


def _archive(path: Path, written: Sequence[tuple[str, Path]], notes: Sequence[str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in written:
            archive.writestr(zipfile.ZipInfo(name, TIME), file.read_bytes(), zipfile.ZIP_DEFLATED)
        if notes:
            text = "\r\n".join(notes).encode("utf-8-sig")
            archive.writestr(zipfile.ZipInfo("说明.txt", TIME), text, zipfile.ZIP_DEFLATED)
    return path
