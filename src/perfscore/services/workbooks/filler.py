"""Scores into the cells of one form: what is written, what was there before, and what nobody can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from perfscore.core.location import Location, cell_name
from perfscore.core.numbers import Figure, plain, read_figure, round_to
from perfscore.core.records import frozen, mutable
from perfscore.model import Number
from perfscore.ooxml.patch import Book, PatchError
from perfscore.ooxml.ranges import Place
from perfscore.report.style import Style
from perfscore.scoring import RowScore
from perfscore.scoring.form import is_graded, why_open, why_total_open
from perfscore.scoring.rows import number
from perfscore.services.workbooks.addition import added as added_by
from perfscore.services.workbooks.addition import references
from perfscore.services.workbooks.cells import Cells, place_of
from perfscore.services.workbooks.column import ScoredForm

#: An execution rate is printed with two decimals, as 94.75%.
_RATE_DIGITS: Final = 2
_FULL: Final = Decimal(100)
#: How many rows a reason names.
_NAMED: Final = 3


@frozen
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


@mutable
class Filler:
    """Fills the forms of one workbook.

    Attributes:
        overwrite: write over scores that differ.
        written, kept, unchecked, unscored: as `perfscore.services.fill.Filled` names them.
    """

    book: Book
    cells: Cells
    style: Style
    overwrite: bool
    written: list[Entry] = field(default_factory=list)
    kept: list[Entry] = field(default_factory=list)
    unchecked: list[Entry] = field(default_factory=list)
    unscored: list[Entry] = field(default_factory=list)
    _seen: set[Location] = field(default_factory=set)
    _places: dict[int, Location] = field(default_factory=dict)
    _subtotal_cells: dict[tuple[str | None, Place], set[Place]] = field(default_factory=dict)

    def form(self, one: ScoredForm) -> None:
        """Fill one self-assessment: rows and execution first, then what adds up the scores that stand there now."""
        say = self.style.say
        stands: dict[int, Decimal | None] = {}
        self._places = {
            place: self.cells.anchor(row.score.at)
            for place, row, score in one.rows
            if row.score is not None and score.status != "joint"
        }
        shared = Counter(self._places.values())
        for place, row, score in one.rows:
            if score.status == "joint":
                continue  # written with the first row of its group
            what = f"{row.name.value} {say('得分', 'score')}"
            if row.score is not None and shared[self._places[place]] > 1:
                stands[place] = self._shared(self._places[place], what)
            else:
                stands[place] = self._score(score, row.score, what)
        funds = one.form.funding.total if one.form.funding else None
        for place, execution in one.others:
            if funds is not None and execution.kind == "execution":
                self._rate(one, execution)
                stands[place] = self._score(execution, funds.score, say("预算执行率 得分", "execution score"))
                if funds.score is not None:
                    self._places[place] = self.cells.anchor(funds.score.at)
        self._subtotals(one, stands)
        for _, total in one.others:
            if total.kind == "total":
                self._total(one, total, stands)

    # -- sums ------------------------------------------------------------------------------------------------

    def _subtotals(self, one: ScoredForm, stands: Mapping[int, Decimal | None]) -> None:
        """The rows 小计 of sections; which rows one governs is certain only where it stands alone below them all."""
        scores = [score for _, score in one.others if score.kind == "section"]
        for order, (section, score) in enumerate(zip(one.form.sections, scores, strict=True)):
            what = f"{section.name} {self.style.say('小计', 'subtotal')}"
            rows = [place_of(row.row)[0] for row in section.indicators if row.row.cell is not None]
            for subtotal in section.subtotals:
                cell = subtotal.score
                if cell is None:
                    continue
                below = cell.at.cell is not None and all(row < place_of(cell.at)[0] for row in rows)
                if (why := why_open(one.form, section.indicators)) is not None:
                    self._unknown(cell, what, *why)
                elif len(section.subtotals) == 1 and below:
                    self._sum(one, cell, what, {part: stands[part] for part in one.parts(score, order)})
                else:
                    self._unknown(cell, what, "看不出小计包括哪些行", "it is not clear which rows it adds")

    def _total(self, one: ScoredForm, total: RowScore, stands: Mapping[int, Decimal | None]) -> None:
        what = self.style.say("总分", "total")
        parts = {part: stands[part] for part in one.parts(total)}
        points = _sum([one.score(part).points for part in parts])
        row = one.form.total
        cell = row.score if row is not None else None
        why_not = why_total_open(one.form)
        if cell is None:
            added = None if why_not is not None else _sum(list(parts.values()))
            text = "" if added is None else plain(added)
            why = (
                ("表中没有总分行", "no total row")
                if row is None
                else ("总分行没有得分栏", "no score in the total row")
            )
            self.unscored.append(Entry(None, what, text, self.style.say(*why)))
        elif row is not None and cell.at.cell == row.label.at.cell:
            words = "总分与其名称写在一格，不改写", "the total stands in one cell with its label: left as it is"
            self._unknown(cell, what, *words)
            return
        elif why_not is not None:
            self._unknown(cell, what, *why_not)
            return
        elif row is not None and row.adjusted:
            words = "总分含加分、扣分，不改写", "the total counts bonuses and deductions: left as it is"
            self._unknown(cell, what, *words)
            return
        elif (printed := number(row.points) if row is not None else None) is not None and printed != points:
            self._other_basis(one, cell, parts, printed)
            return
        else:
            added = self._sum(one, cell, what, parts)
        if added is not None and points == _FULL and is_graded(one.form):
            self._grade(one, one.rules.grade(added), cell)

    def _other_basis(
        self, one: ScoredForm, cell: Number, parts: Mapping[int, Decimal | None], printed: Decimal
    ) -> None:
        """The total row's points are not those of the rows: what its score is to hold is not certain."""
        rows = {part: score for part, score in parts.items() if one.score(part).kind == "indicator"}
        without, added = _sum(list(rows.values())), _sum(list(parts.values()))
        if len(rows) < len(parts) and printed == _sum([one.score(part).points for part in rows]):
            reason = (
                f"总分行分值 {plain(printed)} 不含预算执行率，得分含不含不能确定",
                "with or without execution?",
            )
            if without is not None and added is not None:
                sums = (
                    f"不含 {plain(without)}，含 {plain(added)}",
                    f"{plain(without)} without, {plain(added)} with",
                )
                reason = f"{reason[0]}（{sums[0]}）", f"{reason[1]} ({sums[1]})"
        else:
            reason = (
                f"总分行分值 {plain(printed)} 与各项分值合计不符，请先核对分值",
                "its points are not the sum of the rows' points",
            )
        self._unknown(cell, self.style.say("总分", "total"), *reason)

    def _sum(
        self, one: ScoredForm, cell: Number, what: str, parts: Mapping[int, Decimal | None]
    ) -> Decimal | None:
        """Write the sum of the scores that stand in other cells; returns what stands in this one then.

        A formula that adds these very cells stays, with the sum as its result; any other is left as it is.
        """
        added = _sum(list(parts.values()))
        if added is None:
            blank = [one.score(part).indicator for part, score in parts.items() if score is None]
            names = "、".join(blank[:_NAMED]) + ("等" if len(blank) > _NAMED else "")
            rows = f"{len(blank)} 行没有得分（{names}）", f"{len(blank)} rows have no score"
            self._unknown(cell, what, *(rows if blank else ("没有可相加的得分", "there are no scores to add")))
            return None
        at = self.cells.anchor(cell.at)
        places = {place_of(self._places[part]) for part in parts if part in self._places}
        stands = self._added(cell, what, added, places if len(places) == len(parts) else set())
        if stands == added:
            # A total may add this cell in place of those.
            self._subtotal_cells[at.sheet, place_of(at)] = places
        return stands

    def _added(self, cell: Number, what: str, added: Decimal, places: set[Place]) -> Decimal | None:
        """Write a sum of some cells, which are none where not all are known; returns what stands there then."""
        formula = self.cells.formula(self.cells.anchor(cell.at))
        if formula is None or _figure(cell) == added:
            return self._number(cell, what, added)
        if not places or not self._adds(formula, self.cells.anchor(cell.at), places):
            self._unknown(
                cell,
                what,
                f"公式 {formula} 加的不是这些得分（它们合计 {plain(added)}），未改动",
                f"its formula {formula} does not add these scores ({plain(added)}): left as it is",
            )
            return None
        return added if self._put(cell.at, what, plain(added), added, formula=formula) else None

    def _adds(self, formula: str, at: Location, places: set[Place]) -> bool:
        """Whether a formula adds these cells, each once, and nothing else that holds a number."""
        cells = added_by(formula)
        if cells is None:
            return False
        found: Counter[Place] = Counter()
        for place, count in cells.items():
            subtotal = self._subtotal_cells.get((at.sheet, place))
            held = self.cells.cell(Location(at.file, at.sheet, cell_name(*place)))
            if subtotal is not None and place not in places:
                found.update(dict.fromkeys(subtotal, count))
            elif place in places or (held is not None and isinstance(held.value, Decimal)):
                found[place] += count
        return found == Counter(places)

    # -- single cells ----------------------------------------------------------------------------------------

    def _shared(self, at: Location, what: str) -> Decimal | None:
        """A cell that several rows share holds nobody knows whose score; what stands there counts once."""
        cell = self.cells.cell(at)
        reason = self.style.say(
            "几行共用一个得分格，不知道是哪一行的", "several rows share one cell for the score"
        )
        first = at not in self._seen
        self._seen.add(at)
        held = read_figure(cell.shown) if cell is not None else None
        (self.unscored if held is None else self.unchecked).append(Entry(at, what, "", reason))
        if held is None:
            return None
        return held.value if first else Decimal(0)

    def _score(self, score: RowScore, cell: Number | None, what: str) -> Decimal | None:
        """Write a recomputed score; returns the score that stands in the cell then, None where there is none."""
        if cell is None:
            nowhere = self.style.say("表中没有它的得分栏", "the form has no cell for it")
            reason = self.style.say(score.reason or "", score.reason_en or "")
            text = "" if score.recomputed is None else plain(score.recomputed)
            why = self.style.say("；", "; ").join(filter(None, (nowhere, reason)))
            self.unscored.append(Entry(None, what, text, why))
            return score.recomputed
        if score.recomputed is None:
            self._unknown(cell, what, score.reason or "", score.reason_en or "")
            return _figure(cell)
        return self._number(cell, what, score.recomputed)

    def _number(self, cell: Number, what: str, value: Decimal) -> Decimal | None:
        held = _figure(cell)
        if held == value:
            return value
        if not self._writable(cell.at, what, plain(value), cell.raw):
            return held
        code = self.cells.code_for(cell.at, value)
        return value if self._put(cell.at, what, plain(value), value, code=code) else held

    def _rate(self, one: ScoredForm, execution: RowScore) -> None:
        """The execution rate: a fraction that is shown in percent, or the number of percent under a head with %."""
        funds = one.form.funding.total if one.form.funding else None
        if funds is None or funds.rate is None or execution.recomputed is None:
            return
        base = number(funds.budget if one.rules.execution_base.value == "budget" else funds.initial)
        spent, cell = number(funds.executed), funds.rate
        if not base or spent is None:
            return
        rate = round_to(Fraction(spent) / Fraction(base) * 100, _RATE_DIGITS)
        what = self.style.say("预算执行率", "execution rate")
        if _figure(cell) == rate or not self._writable(cell.at, what, f"{rate}%", cell.raw):
            return
        bare = not self.cells.shows_percent(cell.at) and self.cells.head_has_percent(cell.at)
        value = rate if bare else rate / 100
        code = self.cells.code_for(cell.at, value, percent=not bare)
        self._put(cell.at, what, f"{rate}%", value, code=code)

    def _grade(self, one: ScoredForm, grade: str, total: Number | None) -> None:
        """The grade; a formula over the total alone stays, with the grade as its result."""
        cell = one.form.grade
        if cell is None or cell.at.span is not None or cell.value.strip() == grade:
            return
        what = self.style.say("等级", "grade")
        formula = self.cells.formula(self.cells.anchor(cell.at))
        if formula is not None and total is not None and references(formula) == {place_of(total.at)}:
            self._put(cell.at, what, grade, grade, formula=formula)
        elif self._writable(cell.at, what, grade, cell.raw):
            self._put(cell.at, what, grade, grade)

    def _unknown(self, cell: Number, what: str, reason: str, reason_en: str) -> None:
        """List a cell for which there is no number: it stays as it is, blank or not."""
        held, why = cell.raw.strip(), self.style.say(reason, reason_en)
        if held:
            holds = self.style.say(f"已填 {held}；{why}", f"holds {held}; {why}")
            self.unchecked.append(Entry(cell.at, what, "", holds))
        else:
            self.unscored.append(Entry(cell.at, what, "", why))

    def _writable(self, at: Location, what: str, text: str, held: str) -> bool:
        """Whether a cell may be written to: a blank one, or any with `overwrite`; the others are listed."""
        formula = self.cells.formula(self.cells.anchor(at))
        if self.overwrite or (formula is None and not held.strip()):
            return True
        reason = self.style.say(f"已填 {held}，未改动", f"holds {held}, left as it is")
        if not held.strip():
            reason = self.style.say("单元格里是公式，未改动", "holds a formula, left as it is")
        self.kept.append(Entry(at, what, text, reason))
        return False

    def _put(
        self,
        at: Location,
        what: str,
        text: str,
        value: Decimal | str,
        *,
        code: str | None = None,
        formula: str | None = None,
    ) -> bool:
        """Write a value; tells whether the workbook took it.

        Args:
            at: the cell; `what` it is, in words, and `text` the value in words.
            value: what is written.
            code: the number format that the cell needs to show it, None where its own does.
            formula: the cell's own, which stays with the value as its result.
        """
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
            return False
        note = self.style.say("保留原公式", "its formula stays") if formula is not None else ""
        self.written.append(Entry(at, what, text, note))
        return True


def _figure(cell: Number) -> Decimal | None:
    return cell.value.value if isinstance(cell.value, Figure) else None


def _sum(numbers: list[Decimal | None]) -> Decimal | None:
    """The sum, None where there is nothing to add or one of them is missing."""
    known = [one for one in numbers if one is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(numbers) else None
