"""Writing findings, recomputed scores and the sheet of results into an opened workbook."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import field
from typing import Final

from perfscore.core.findings import Finding
from perfscore.core.location import Location, column_letters
from perfscore.core.numbers import read_figure
from perfscore.core.persons import Mask
from perfscore.core.records import frozen, mutable
from perfscore.ooxml.patch import Book, PatchError
from perfscore.outcome import AuditReport
from perfscore.report.mask import mask
from perfscore.report.style import Style
from perfscore.rulesets import RuleSet
from perfscore.scoring import RowScore
from perfscore.services.workbooks import words
from perfscore.services.workbooks.before import Before
from perfscore.services.workbooks.cells import Cells
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
from perfscore.services.workbooks.redraw import Redrawn
from perfscore.services.workbooks.results import results_sheet
from perfscore.services.workbooks.scoresheet import score_sheet

#: How many cells a note names.
_NAMED: Final = 3


@frozen
class Wanted:
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


@mutable
class Annotator:
    """Writes into one opened workbook; what a cell refuses becomes a note."""

    wanted: Wanted
    source: Redrawn
    book: Book
    notes: list[str] = field(default_factory=list)
    columns: dict[int, Entry] = field(default_factory=dict)
    live: int = 0

    def run(self) -> None:
        """Write everything that is wanted."""
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
