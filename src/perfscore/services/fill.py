"""Scores written into the form's own cells, for evaluators."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from perfscore.audit import audit_documents
from perfscore.config import Choice
from perfscore.core.errors import ReadingError
from perfscore.core.records import frozen
from perfscore.core.saving import claim
from perfscore.ooxml import patch
from perfscore.outcome import AuditReport
from perfscore.readers.document import Document
from perfscore.report.mask import mask_of, mask_part
from perfscore.report.style import Language, Style
from perfscore.rulesets import files as rule_files
from perfscore.services.workbooks.cells import Cells
from perfscore.services.workbooks.column import scored_forms
from perfscore.services.workbooks.filler import Entry, Filler
from perfscore.services.workbooks.masking import shown, told
from perfscore.services.workbooks.redraw import redraw
from perfscore.services.workbooks.source import chosen_ruleset, drawn_again, in_place, rules_used, target_of

PathArgument = str | os.PathLike[str]
_SUFFIX: Final = "-评分"


@frozen
class Filled:
    """What became of a filled copy.

    Attributes:
        written: the cells that were filled; `kept` those that held something else already and were left alone;
            `unchecked` those that hold something of which nobody can tell whether it is right; `unscored` what could
            not be scored and stays empty, each with the reason.
        redrawn: the source is no workbook that can be changed in place.
    """

    report: AuditReport
    out: str
    written: tuple[Entry, ...]
    kept: tuple[Entry, ...]
    unchecked: tuple[Entry, ...]
    unscored: tuple[Entry, ...]
    notes: tuple[str, ...]
    redrawn: bool


def fill(
    path: PathArgument,
    out: PathArgument | None = None,
    *,
    ruleset: PathArgument | None = None,
    overwrite: bool = False,
    config: Choice = None,
    force: bool = False,
    lang: Language = "zh",
    masked: bool = False,
) -> Filled:
    """Write a copy of a document with its scores filled in: rows, execution rate and score, total, grade.

    Only blank cells are written, unless `overwrite` is set. What cannot be scored stays empty and is listed. A formula
    stays; one of a total that adds these very scores gets their sum as its result.

    Args:
        path: the document.
        out: the copy; beside the source as `…-评分.xlsx` when not given.
        ruleset: the rule set by id or TOML file.
        overwrite: write over scores that differ.
        config: as `perfscore.audit` takes it.
        force: replace a file that is there.
        lang: language of reasons and notes.
        masked: hide persons in what is listed. The form's own cells stay as they are, unless the document is drawn
            again.

    Raises:
        ReadingError: the document cannot be read.
        UsageError: the copy would overwrite the source or another file, or has an ending that Excel would not open.
        PatchError: the copy cannot be written.
    """
    source = os.fspath(path)
    report, documents = audit_documents(source, ruleset=ruleset, config=config)
    if not documents:
        raise ReadingError(source, report.inputs[0].reason or "")
    how = Manner(overwrite, force, lang, masked)
    return filled_copy(report, documents[0], out, how, ruleset=ruleset)


@frozen
class Manner:
    """How a copy is filled; see `fill`."""

    overwrite: bool = False
    force: bool = False
    lang: Language = "zh"
    masked: bool = False


def filled_copy(
    report: AuditReport,
    document: Document,
    out: PathArgument | None,
    how: Manner,
    *,
    ruleset: PathArgument | None = None,
) -> Filled:
    """Fill the copy of a document that was audited.

    Args:
        report: the report on this document alone.
        document: as it was read.
        out, ruleset: as `fill` takes them.
        how: what is written into it.

    Raises:
        UsageError, PatchError: as `fill`.
    """
    source = document.file
    target = target_of(source, out, document, _SUFFIX, rule_files(chosen_ruleset(report, ruleset)))
    claim(target, force=how.force)
    rules = rules_used(report, ruleset)
    style = Style(lang=how.lang)
    redrawn = document.kind != "xlsx"
    hide = mask_of(report) if how.masked else None
    drawn = shown(document, hide)
    book_source = redraw(drawn, drawn_again(document, style)) if redrawn else told(in_place(document), style, hide)
    book = patch.open(source, data=book_source.package)
    filler = Filler(book, Cells(book_source.document(), book.view), style, how.overwrite)
    for one in scored_forms(book_source.report(report), rules):
        filler.form(one)
    book.save(target)
    filled = Filled(
        report,
        str(target),
        tuple(filler.written),
        tuple(filler.kept),
        tuple(filler.unchecked),
        tuple(filler.unscored),
        tuple(dict.fromkeys((*report.hints, *book_source.notes, *book.notes))),
        redrawn,
    )
    return _masked(filled) if how.masked else filled


def _masked(filled: Filled) -> Filled:
    """What was filled without persons in the words; the report itself and the name of the copy stay."""
    written, kept, unchecked, unscored, notes = mask_part(
        filled.report, (filled.written, filled.kept, filled.unchecked, filled.unscored, filled.notes)
    )
    return replace(filled, written=written, kept=kept, unchecked=unchecked, unscored=unscored, notes=notes)


def lines(title: str, entries: tuple[Entry, ...]) -> Iterator[str]:
    """Entries as lines for a person: place, what, value, reason."""
    if entries:
        yield f"{title}（{len(entries)}）"
    for entry in entries:
        place = entry.at.place if entry.at is not None else ""
        yield "  " + "  ".join(part for part in (place, entry.what, entry.text, entry.reason) if part)
