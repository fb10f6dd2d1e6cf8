"""The workbook back: findings at their cells, recomputed scores beside the form, and a sheet for the reviewer."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from perfscore.audit import audit, audit_documents
from perfscore.config import Choice
from perfscore.core.errors import ReadingError
from perfscore.core.location import column_letters
from perfscore.core.records import frozen
from perfscore.core.saving import claim
from perfscore.ooxml import patch
from perfscore.ooxml.patch import PatchError, StripReport
from perfscore.outcome import AuditReport
from perfscore.readers.document import Document
from perfscore.readers.intake import open_document
from perfscore.readers.reviewed import reviewed
from perfscore.report.mask import mask_of
from perfscore.report.style import Language, Style
from perfscore.rulesets import files as rule_files
from perfscore.services.rounds.comparing import Rounds
from perfscore.services.rounds.sources import Held, Source, opened
from perfscore.services.workbooks.annotator import Annotator, Wanted
from perfscore.services.workbooks.before import Before, carried
from perfscore.services.workbooks.before import before as before_of
from perfscore.services.workbooks.cells import place_of
from perfscore.services.workbooks.masking import shown, told
from perfscore.services.workbooks.redraw import Redrawn, redraw
from perfscore.services.workbooks.source import (
    chosen_ruleset,
    drawn_again,
    rules_used,
    strays,
    target_of,
    unmarked,
    untouched_copy,
)

PathArgument = str | os.PathLike[str]
_SUFFIX: Final = "-审核"


@frozen
class Annotated:
    """What became of an annotated copy.

    Attributes:
        report: the audit.
        out: where the copy lies.
        notes: what the user should know: cells that were left alone, signatures, protection.
        redrawn: the source is no workbook that can be changed in place; its tables were drawn again.
        columns: where recomputed scores stand beside forms, such as `自评表!J`.
        live: how many recomputed scores are formulas; `values` how many are not.
        compared: what became of the findings of the round before, in one line; "" where there was none.
    """

    report: AuditReport
    out: str
    notes: tuple[str, ...]
    redrawn: bool
    columns: tuple[str, ...]
    live: int
    values: int
    compared: str = ""


def annotate(
    path: PathArgument,
    out: PathArgument | None = None,
    *,
    ruleset: PathArgument | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    severity: Mapping[str, str] | None = None,
    config: Choice = None,
    sheet_only: bool = False,
    colours: bool = True,
    force: bool = False,
    lang: Language = "zh",
    masked: bool = False,
    before: PathArgument | Source | None = None,
) -> Annotated:
    """Write a copy of a document with its findings.

    Workbooks (xlsx, xlsm) are changed in place: whatever perfscore does not touch keeps its bytes. A copy that was
    annotated before is annotated anew, with the reviewer's remarks carried over. Other documents are drawn again
    in a new workbook.

    Args:
        path: the document.
        out: the copy; beside the source as `…-审核.xlsx` when not given, beside such a copy as `…-审核2.xlsx`.
        ruleset, select, ignore, severity, config: as `perfscore.audit` takes them.
        sheet_only: add the result sheets alone, nothing in the form's own sheets.
        colours: give cells with findings a background.
        force: replace a file that is there, whatever it holds. Without, only an annotated copy is replaced that
            nobody has saved since.
        lang: language of the words that are written.
        masked: hide persons in all that is written. The form's own cells stay as they are, unless the document is
            drawn again.
        before: the round before: an annotated copy, a document, a report, results. Its remarks are carried over to the
            same findings, two columns say what is new and what was said then, and what was mended stands below.

    Returns:
        The audit and what the user should know of the copy.

    Raises:
        ReadingError: the document cannot be read.
        UsageError: the copy would overwrite the source or another file, or has an ending that Excel would not open.
        PatchError: the copy cannot be written.
    """
    source = os.fspath(path)
    report, documents = audit_documents(
        source, ruleset=ruleset, select=select, ignore=ignore, severity=severity, config=config
    )
    if not documents:
        raise ReadingError(source, report.inputs[0].reason or "")
    told_before = None
    style = Style(lang=lang)
    if before is not None:
        again = partial(audit, ruleset=ruleset, select=select, ignore=ignore, severity=severity, config=config)
        old = (
            opened(before, lambda paths: [again(paths)], lang) if isinstance(before, str | os.PathLike) else before
        )
        told_before = before_of(Rounds(old, Held(source, [report], lang), masked=masked), style)
        report = carried(report, told_before)
    how = Manner(sheet_only, colours, force, lang, masked)
    return annotated_copy(report, documents[0], out, how, ruleset=ruleset, before=told_before)


@frozen
class Manner:
    """How an annotated copy is written; see `annotate`."""

    sheet_only: bool = False
    colours: bool = True
    force: bool = False
    lang: Language = "zh"
    masked: bool = False


def annotated_copy(
    report: AuditReport,
    document: Document,
    out: PathArgument | None,
    how: Manner,
    *,
    ruleset: PathArgument | None = None,
    before: Before | None = None,
) -> Annotated:
    """Write the copy of a document that was audited.

    Args:
        report: the report on this document alone.
        document: as it was read.
        out, ruleset: as `annotate` takes them.
        how: what is written into it.
        before: what became of the findings of the round before.

    Raises:
        UsageError, PatchError: as `annotate`.
    """
    source = document.file
    untouched = partial(untouched_copy, source=source)
    target = target_of(source, out, document, _SUFFIX, rule_files(chosen_ruleset(report, ruleset)), ours=untouched)
    claim(target, force=how.force, ours=untouched)
    rules = rules_used(report, ruleset)
    style = Style(lang=how.lang)
    hide = mask_of(report) if how.masked else None
    wanted = Wanted(report, rules, style, how.sheet_only, how.colours, hide, before)
    if document.kind == "xlsx":
        try:
            return _write(wanted, told(unmarked(document, style), style, hide), target, redrawn=False)
        except PatchError as error:
            if error.file == str(target):
                raise
            note = style.say(
                f"不能在原工作簿上标注（{error.reason}），结果写入重新绘制的工作簿", f"drawn again: {error.reason}"
            )
            return _write(wanted, redraw(shown(document, hide), note), target, redrawn=True)
    return _write(wanted, redraw(shown(document, hide), drawn_again(document, style)), target, redrawn=True)


@frozen
class Stripped:
    """What taking an annotation back came to; `notes` are what the user should know besides."""

    report: StripReport
    notes: tuple[str, ...]


def strip(path: PathArgument, out: PathArgument, *, force: bool = False, lang: Language = "zh") -> Stripped:
    """Take everything back that `annotate` added; see `perfscore.ooxml.patch.strip`.

    Raises:
        ReadingError: the document cannot be read.
        UsageError: the target exists and `force` is not set.
        PatchError: the document carries no marks, or the target is the document or cannot be written.
    """
    document = open_document(path)
    if document.package is None:
        raise PatchError(document.file, "没有 perfscore 的标注，没有可去掉的内容")
    claim(out, sources=[document.file, *rule_files()], force=force)
    report = patch.strip(document.file, os.fspath(out))
    words = reviewed(document).waivers
    style = Style(lang=lang)
    notes = strays(document, style)
    if words:
        notes.append(
            style.say(
                f"审核结果表中的 {len(words)} 条处理意见随表去掉，原标注文件中仍有",
                f"the {len(words)} remarks went with the results sheet; the annotated file still holds them",
            )
        )
    return Stripped(report, tuple(notes))


def _write(wanted: Wanted, source: Redrawn, target: Path, *, redrawn: bool) -> Annotated:
    book = patch.open(source.file, reversible=True, data=source.package)
    annotator = Annotator(wanted, source, book)
    annotator.run()
    book.save(target)
    written = annotator.columns
    live = annotator.live
    return Annotated(
        wanted.report,
        str(target),
        tuple(dict.fromkeys((*wanted.report.hints, *source.notes, *annotator.notes, *book.notes))),
        redrawn,
        tuple(
            dict.fromkeys(
                f"{entry.at.sheet}!{column_letters(place_of(entry.at)[1])}" for entry in written.values()
            )
        ),
        live,
        sum(score.recomputed is not None for score in wanted.report.scores) - live,
        wanted.before.headline if wanted.before is not None else "",
    )
