"""Scores written into the form's own cells, for evaluators."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from perfscore.audit import audit_documents
from perfscore.core.errors import ReadingError
from perfscore.core.location import Location
from perfscore.core.numbers import Figure, plain, round_to
from perfscore.model import Number
from perfscore.ooxml import patch
from perfscore.ooxml.patch import Book, PatchError
from perfscore.outcome import AuditReport
from perfscore.report.style import Language, Style
from perfscore.rulesets import RuleSet, load_ruleset
from perfscore.scoring import RowScore
from perfscore.services.workbooks.cells import Cells, place_of
from perfscore.services.workbooks.column import ScoredForm, scored_forms
from perfscore.services.workbooks.redraw import redraw
from perfscore.services.workbooks.source import drawn_again, in_place, target_of

PathArgument = str | os.PathLike[str]
_SUFFIX: Final = "-评分"
#: An execution rate is printed with two decimals, as 94.75%.
_RATE_DIGITS: Final = 2
_RATE_FORMAT: Final = "0.00%"


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of a form: what it is, what is (or would be) written, and why it was left.

    Attributes:
        what: the row in words, such as `培训合格率 得分`.
        text: what was computed, "" where there is no defensible number.
        reason: why nothing was written, or what was left beside the value; "" where there is nothing to say.
    """

    at: Location | None
    what: str
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
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
    lang: Language = "zh",
) -> Filled:
    """Write a copy of a document with its scores filled in: rows, execution rate and score, total, grade.

    Only blank cells are written, unless `overwrite` is set. What cannot be scored stays empty and is listed. A cell
    that holds a formula keeps it, with the recomputed number as its result.

    Args:
        path: the document.
        out: the copy; beside the source as `…-评分.xlsx` when not given.
        ruleset: the rule set by id or TOML file.
        overwrite: write over scores that differ.
        lang: language of reasons and notes.

    Raises:
        ReadingError: the document cannot be read.
        UsageError: the copy would overwrite the source, or has an ending that Excel would not open.
        PatchError: the copy cannot be written.
    """
    source = os.fspath(path)
    report, documents = audit_documents(source, ruleset=ruleset)
    if not documents:
        raise ReadingError(source, report.inputs[0].reason or "")
    document = documents[0]
    target = target_of(source, out, document, _SUFFIX)
    given = load_ruleset(ruleset) if ruleset is not None else None
    rules = [given or load_ruleset(form.ruleset) for form in report.forms]
    style = Style(lang=lang)
    redrawn = document.kind != "xlsx"
    book_source = redraw(document, drawn_again(document, style)) if redrawn else in_place(document)
    book = patch.open(source, data=book_source.package)
    filler = _Filler(book, Cells(book_source.document(), book.view), style, overwrite)
    for one in scored_forms(book_source.report(report), rules):
        filler.form(one)
    book.save(target)
    return Filled(
        report,
        str(target),
        tuple(filler.written),
        tuple(filler.kept),
        tuple(filler.unchecked),
        tuple(filler.unscored),
        tuple(dict.fromkeys((*book_source.notes, *book.notes))),
        redrawn,
    )


@dataclass(slots=True)
class _Filler:
    """Fills the forms of one workbook."""

    book: Book
    cells: Cells
    style: Style
    overwrite: bool
    written: list[Entry] = field(default_factory=list)
    kept: list[Entry] = field(default_factory=list)
    unchecked: list[Entry] = field(default_factory=list)
    unscored: list[Entry] = field(default_factory=list)

    def form(self, one: ScoredForm) -> None:
        """Fill one self-assessment."""
        say = self.style.say
        for _, row, score in one.rows:
            self._score(score, row.score, f"{row.name.value} {say('得分', 'score')}")
        self._subtotals(one)
        funds = one.form.funding.total if one.form.funding else None
        execution = next((score for _, score in one.others if score.kind == "execution"), None)
        if funds is not None and execution is not None:
            self._rate(one.rules, execution, funds.rate, funds.executed, funds.budget, funds.initial)
            self._score(execution, funds.score, say("预算执行率 得分", "execution score"))
        total = next((score for _, score in one.others if score.kind == "total"), None)
        if total is None:
            return
        self._score(total, one.form.total.score if one.form.total else None, say("总分", "total"))
        self._grade(one, total)

    def _subtotals(self, one: ScoredForm) -> None:
        """The rows 小计 of sections; which rows one governs is certain only where it stands alone below them all."""
        scores = [score for _, score in one.others if score.kind == "section"]
        for section, score in zip(one.form.sections, scores, strict=True):
            what = f"{section.name} {self.style.say('小计', 'subtotal')}"
            rows = [place_of(row.row)[0] for row in section.indicators if row.row.cell is not None]
            for subtotal in section.subtotals:
                cell = subtotal.score
                if cell is None:
                    continue
                below = cell.at.cell is not None and all(row < place_of(cell.at)[0] for row in rows)
                if len(section.subtotals) == 1 and below:
                    self._score(score, cell, what)
                else:
                    why = "看不出小计包括哪些行", "it is not clear which rows it adds"
                    self._unknown(cell, what, self.style.say(*why))

    def _unknown(self, cell: Number, what: str, reason: str) -> None:
        """List a cell for which there is no number: it stays as it is, blank or not."""
        held = cell.raw.strip()
        if not held:
            self.unscored.append(Entry(cell.at, what, "", reason))
            return
        holds = self.style.say(f"已填 {held}；{reason}", f"holds {held}; {reason}")
        self.unchecked.append(Entry(cell.at, what, "", holds))

    def _score(self, score: RowScore, cell: Number | None, what: str) -> None:
        reason = self.style.say(score.reason or "", score.reason_en or "")
        if cell is None:
            text = "" if score.recomputed is None else plain(score.recomputed)
            nowhere = self.style.say("表中没有它的得分栏", "the form has no cell for it")
            self.unscored.append(
                Entry(None, what, text, self.style.say("；", "; ").join(filter(None, (nowhere, reason))))
            )
            return
        if score.recomputed is None:
            self._unknown(cell, what, reason)
            return
        same = isinstance(cell.value, Figure) and cell.value.value == score.recomputed
        text, blank = plain(score.recomputed), cell.value is None
        self._put(cell.at, what, text, score.recomputed, blank=blank, same=same, held=cell.raw)

    def _rate(
        self,
        rules: RuleSet,
        execution: RowScore,
        cell: Number | None,
        executed: Number | None,
        budget: Number | None,
        initial: Number | None,
    ) -> None:
        base = budget if rules.execution_base.value == "budget" else initial
        spent = executed.value if executed is not None else None
        whole = base.value if base is not None else None
        if (
            cell is None
            or execution.recomputed is None
            or not isinstance(spent, Figure)
            or not isinstance(whole, Figure)
        ):
            return
        rate = round_to(Fraction(spent.value) / Fraction(whole.value) * 100, _RATE_DIGITS)
        same = isinstance(cell.value, Figure) and cell.value.value == rate
        what = self.style.say("预算执行率", "execution rate")
        code = None if self.cells.shows_percent(cell.at) else _RATE_FORMAT
        blank = cell.value is None
        self._put(cell.at, what, f"{rate}%", rate / 100, blank=blank, same=same, held=cell.raw, code=code)

    def _grade(self, one: ScoredForm, total: RowScore) -> None:
        cell, what = one.form.grade, self.style.say("等级", "grade")
        if cell is None or total.grade is None or cell.at.span is not None:
            return
        blank = not cell.value.strip()
        self._put(
            cell.at,
            what,
            total.grade,
            total.grade,
            blank=blank,
            same=cell.value.strip() == total.grade,
            held=cell.raw,
        )

    def _put(
        self,
        at: Location,
        what: str,
        text: str,
        value: Decimal | str,
        *,
        blank: bool,
        same: bool,
        held: str,
        code: str | None = None,
    ) -> None:
        """Write a value where it may be written, with a number format where the cell's own does not fit."""
        if same:
            return
        own = self.cells.cell(at)
        formula = own.formula if own is not None else None
        # A sum of blank scores shows nothing, or 0.
        empty = blank or (formula is not None and own is not None and own.value == 0)
        if not empty and not self.overwrite:
            reason = self.style.say(f"已填 {held}，未改动", f"holds {held}, left as it is")
            self.kept.append(Entry(at, what, text, reason))
            return
        place = self.cells.anchor(at)
        sheet, cell = place.sheet or "", place.cell or ""
        try:
            if code is not None:
                self.book.set_number_format(sheet, cell, code)
            if formula is None:
                self.book.set_value(sheet, cell, value)
            else:
                self.book.set_formula(sheet, cell, formula, value)
        except PatchError as error:
            self.unscored.append(Entry(at, what, text, error.reason))
            return
        kept = "" if formula is None else self.style.say("保留原公式", "its formula stays")
        self.written.append(Entry(at, what, text, kept))


def lines(title: str, entries: tuple[Entry, ...]) -> Iterator[str]:
    """Entries as lines for a person: place, what, value, reason."""
    if entries:
        yield f"{title}（{len(entries)}）"
    for entry in entries:
        place = entry.at.place if entry.at is not None else ""
        yield "  " + "  ".join(part for part in (place, entry.what, entry.text, entry.reason) if part)
