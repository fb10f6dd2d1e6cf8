"""The workbook back: findings at their cells, recomputed scores beside the form, and a sheet for the reviewer."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from functools import partial
from pathlib import Path
from typing import Final

from perfscore.audit import audit, audit_documents
from perfscore.config import Choice
from perfscore.core.errors import ReadingError
from perfscore.core.findings import Finding
from perfscore.core.location import Location, column_letters
from perfscore.core.numbers import read_figure
from perfscore.core.persons import Mask
from perfscore.core.records import frozen, mutable
from perfscore.core.saving import claim
from perfscore.ooxml import patch
from perfscore.ooxml.patch import Book, PatchError, StripReport
from perfscore.outcome import AuditReport
from perfscore.readers.document import Document
from perfscore.readers.intake import open_document
from perfscore.readers.reviewed import reviewed
from perfscore.report.mask import mask, mask_of
from perfscore.report.style import Language, Style
from perfscore.rulesets import RuleSet
from perfscore.rulesets import files as rule_files
from perfscore.scoring import RowScore
from perfscore.services.rounds.comparing import Rounds
from perfscore.services.rounds.sources import Held, Source, opened
from perfscore.services.workbooks import words
from perfscore.services.workbooks.before import Before, carried
from perfscore.services.workbooks.before import before as before_of
from perfscore.services.workbooks.cells import Cells, place_of
from perfscore.services.workbooks.column import (
    WIDTH,
    Entry,
    ScoredForm,
    between,
    entries,
    free_column,
    live_scores,
    scored_forms,
    sheets_of,
    start_in,
)
from perfscore.services.workbooks.masking import shown, told
from perfscore.services.workbooks.redraw import Redrawn, redraw
from perfscore.services.workbooks.results import results_sheet
from perfscore.services.workbooks.scoresheet import score_sheet
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
#: How many cells a note names.
_NAMED: Final = 3


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
        old = opened(before, again, lang) if isinstance(before, str | os.PathLike) else before
        told_before = before_of(Rounds(old, Held(source, report, lang), masked=masked), style)
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
    wanted = _Wanted(report, rules, style, how.sheet_only, how.colours, hide, before)
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


@frozen
class _Wanted:
    """What is to be written."""

    report: AuditReport
    rules: list[RuleSet]
    style: Style
    sheet_only: bool
    colours: bool
    hide: Mask | None = None
    before: Before | None = None

    @property
    def written(self) -> AuditReport:
        """The report as it is written, with the places of cells that writing needs."""
        return self.report if self.hide is None else mask(self.report, addresses=False)


def _write(wanted: _Wanted, source: Redrawn, target: Path, *, redrawn: bool) -> Annotated:
    book = patch.open(source.file, reversible=True, data=source.package)
    annotator = _Annotator(wanted, source, book)
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


@mutable
class _Annotator:
    """Writes into one opened workbook; what a cell refuses becomes a note."""

    wanted: _Wanted
    source: Redrawn
    book: Book
    notes: list[str] = field(default_factory=list)
    columns: dict[int, Entry] = field(default_factory=dict)
    live: int = 0

    def run(self) -> None:
        cells = Cells(self.source.document(), self.book.view)
        located = self._located()
        forms = list(scored_forms(located, self.wanted.rules))
        if not self.wanted.sheet_only:
            # The column first: it takes over the looks of the form before findings are coloured.
            for one in forms:
                self._column(cells, one)
            self._mark(cells)
        self._sheets(cells, located, forms)

    def _located(self) -> AuditReport:
        """The report with the places of the workbook that is written."""
        return self.source.report(self.wanted.written)

    def _place(self, at: Location) -> tuple[str, str] | None:
        place = self.source.place(at)
        if place is None or place[0] not in self.book.sheets:
            return None
        return place

    # -- the form's own cells --------------------------------------------------------------------------------

    def _mark(self, cells: Cells) -> None:
        style = self.wanted.style
        by_cell: dict[tuple[str, str], list[Finding]] = {}
        for finding in self.wanted.written.findings:
            place = self._place(finding.at)
            if place is not None:
                anchor = cells.anchor(Location("", place[0], place[1]))
                by_cell.setdefault((place[0], anchor.cell or ""), []).append(finding)
        refused: dict[str, list[str]] = {}
        for (sheet, cell), findings in by_cell.items():
            try:
                if self.wanted.colours:
                    self.book.set_fill(sheet, cell, words.fill(findings))
                self.book.add_comment(sheet, cell, words.AUTHOR, words.comment(findings, style))
            except PatchError as error:
                refused.setdefault(error.reason, []).append(f"{sheet}!{cell}")
        for reason, places in refused.items():
            some = "、".join(places[:_NAMED]) + (f" 等 {len(places)} 格" if len(places) > _NAMED else "")
            self.notes.append(f"{some}：{reason}")

    def _column(self, cells: Cells, one: ScoredForm) -> None:
        placed: dict[int, Location] = {}
        for sheet in sheets_of(cells, one):
            column = free_column(cells, one, sheet)
            if column is None:
                place = start_in(one, sheet).place
                self.notes.append(
                    self.wanted.style.say(
                        f"{place} 的表右侧没有可用的空列（有内容、图形，或隐藏），重算得分只列在“重算得分”表中",
                        f"no room right of the form at {place}: its scores stand in the sheet of scores alone",
                    )
                )
                continue
            try:
                written = list(entries(cells, one, sheet, column, placed))
                for entry in written:
                    self._entry(cells, entry)
                for like, cell in between(one, sheet, written, column):
                    self.book.copy_format(sheet, like, cell)
                self.book.set_width(sheet, column_letters(column), WIDTH)
                self.book.extend_print_area(sheet, written[-1].at.cell or "")
            except PatchError as error:
                self.notes.append(f"{sheet}!{column_letters(column)}：{error.reason}")

    def _entry(self, cells: Cells, entry: Entry) -> None:
        sheet, cell = entry.at.sheet or "", entry.at.cell or ""
        style, score = self.wanted.style, entry.score
        shown = cells.decimals(entry.like)
        if score is None or shown is None or shown >= 2:
            with suppress(PatchError):
                self.book.copy_format(sheet, entry.like.cell or "", cell)
        # What was not recomputed is neither as recorded nor different.
        if self.wanted.colours and (score is None or score.recomputed is not None):
            self.book.set_fill(sheet, cell, words.ADDED if score is None or not _differs(score) else words.DIFFERS)
        if score is None:
            self.book.set_value(sheet, cell, style.say(*words.COLUMN))
            return
        self.columns[entry.number] = entry
        if score.recomputed is None:
            self.book.set_value(sheet, cell, "—")
        elif entry.formula is not None:
            self.book.set_formula(sheet, cell, entry.formula, score.recomputed)
        else:
            self.book.set_value(sheet, cell, score.recomputed)
            self.book.add_comment(sheet, cell, words.AUTHOR, style.say(*words.NOT_LIVE))

    # -- added sheets ----------------------------------------------------------------------------------------

    def _sheets(self, cells: Cells, located: AuditReport, forms: Sequence[ScoredForm]) -> None:
        style = self.wanted.style
        notes = [*self.source.notes, *self.notes, *self.book.notes]
        column, colours = bool(self.columns), self.wanted.colours
        rows, spec = results_sheet(
            self.wanted.written,
            notes,
            self._place,
            style,
            colours=colours,
            column=column,
            before=self.wanted.before,
        )
        self.book.add_sheet(style.say(*words.RESULTS), rows, spec)
        if not self.wanted.report.scores:
            return
        live = live_scores(cells, forms, self.columns)
        rows, spec = score_sheet(located, live, self._place, style)
        self.book.add_sheet(style.say(*words.SCORES), rows, spec)
        formulas = {number for number, entry in self.columns.items() if entry.formula is not None}
        formulas |= live.formulas.keys() | (live.parts.keys() - live.values)
        self.live = sum(located.scores[number].recomputed is not None for number in formulas)


def _differs(score: RowScore) -> bool:
    """Whether a recorded score is another number than the recomputed one."""
    figure = read_figure(score.recorded) if score.recorded else None
    return figure is not None and score.recomputed is not None and figure.value != score.recomputed
