"""The column of recomputed scores beside a form: where it fits, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from perfscore.core.location import Location, cell_name
from perfscore.core.numbers import read_figure
from perfscore.core.records import frozen
from perfscore.forms.matching import answered_sheet, by_identity
from perfscore.model import Form, Indicator, SelfAssessment, TargetSheet
from perfscore.ooxml.formula import MAX_COLUMN
from perfscore.outcome import AuditReport
from perfscore.readers.document import Table
from perfscore.rulesets import RuleSet, as_stated
from perfscore.scoring import RowScore
from perfscore.services.workbooks.cells import Cells, place_of
from perfscore.services.workbooks.live import Formulas, total_of
from perfscore.services.workbooks.scoresheet import LiveScores

WIDTH: Final = 11


@frozen
class Entry:
    """A cell of the added column.

    Attributes:
        at: the cell; `like` the one whose borders and font it takes.
        score: the recomputed row, None for the header.
        number: of the score in the report.
        formula: None where only a value is honest.
    """

    at: Location
    like: Location
    score: RowScore | None = None
    number: int = -1
    formula: str | None = None


@frozen
class ScoredForm:
    """A self-assessment with its scores by their number in the report."""

    form: SelfAssessment
    rules: RuleSet
    rows: tuple[tuple[int, Indicator, RowScore], ...]
    others: tuple[tuple[int, RowScore], ...]
    answered: TargetSheet | None

    def score(self, place: int) -> RowScore:
        """The score of a number."""
        rows = {number: score for number, _, score in self.rows}
        return rows[place] if place in rows else dict(self.others)[place]

    def parts(self, score: RowScore, order: int = 0) -> tuple[int, ...]:
        """The numbers of the scores that a section (by its place among the sections) or the total adds."""
        if score.kind == "total":
            execution = [number for number, one in self.others if one.kind == "execution"]
            return (*execution, *(number for number, _, score in self.rows if score.status != "joint"))
        section = {id(row) for row in self.form.sections[order].indicators}
        return tuple(n for n, row, one in self.rows if id(row) in section and one.status != "joint")


def scored_forms(report: AuditReport, rules: Sequence[RuleSet]) -> Iterator[ScoredForm]:
    """The self-assessments of a report; `rules` are the rule sets of its forms in order."""
    forms: list[Form | None] = [record.form for record in report.forms]
    sheets = by_identity(form for form in forms if form is not None)
    by_form: dict[int, list[tuple[int, RowScore]]] = {}
    for n, score in enumerate(report.scores):
        by_form.setdefault(score.form, []).append((n, score))
    for number, form in enumerate(forms):
        if not isinstance(form, SelfAssessment):
            continue
        own = by_form.get(number, [])
        scores = [(n, score) for n, score in own if score.kind == "indicator"]
        named = [row for row in form.indicators if row.name.value]
        rows = tuple((n, row, score) for (n, score), row in zip(scores, named, strict=True))
        others = tuple((n, score) for n, score in own if score.kind != "indicator")
        counting = as_stated(rules[number], form.head.conventions)
        yield ScoredForm(form, counting, rows, others, answered_sheet(form, sheets).sheet)


def sheets_of(cells: Cells, one: ScoredForm) -> tuple[str, ...]:
    """The sheets that the scores of a form stand in, in order: its tables may be several, and each has a sheet."""
    held = {at.sheet or "" for at in _places(one)}
    return tuple(table.name for table in cells.document.tables if table.name in held)


def start_in(one: ScoredForm, sheet: str) -> Location:
    """Where a form begins in a sheet: at its title, or with the first of its scores."""
    at = one.form.head.at
    first = (place for place in _places(one) if (place.sheet or "") == sheet)
    return at if at.cell is not None and (at.sheet or "") == sheet else next(first, at)


def free_column(cells: Cells, one: ScoredForm, sheet: str) -> int | None:
    """The column right of a form's tables in a sheet, where nothing stands in it beside them; None where it is taken."""
    form = one.form
    places = [at for at in _places(one) if (at.sheet or "") == sheet]
    table = cells.table(sheet)
    if table is None or not places:
        return None
    columns = _columns(one, sheet)
    heads = [cells.cell(at) for at in columns.values()]
    # The table of the money may be wider than that of the indicators.
    heads += [cells.cell(score.at) for _, score in one.others if score.kind == "execution" and score.at in places]
    top = min(place_of(at)[0] for at in columns.values() or places)
    # So may the columns that nothing reads, and the total and grade of a project in a ledger.
    others = (*form.head.unread, form.total.score if form.total else None, form.grade)
    heads += [cells.cell(text.at) for text in others if text is not None and _below(text.at, sheet, top)]
    if not columns:
        heads += [cells.cell(one) for at in places for one in _beside(table, at)]
    rights = [place_of(cell.at)[1] + cell.merge[1] - 1 for cell in heads if cell is not None]
    rows = [place_of(at)[0] for at in places]
    column = max(rights, default=0) + 1
    if column > MAX_COLUMN or cells.view.hides_column(table.name, column):
        return None
    area = range(min([top, *rows]), max([top, *rows]) + 1)
    return (
        None
        if any(table.get(row, column) is not None for row in area) or _taken(cells, table, column, area)
        else column
    )


def _columns(one: ScoredForm, sheet: str) -> dict[str, Location]:
    """The heads of the form's columns that stand in a sheet, by the names of the columns."""
    named = one.form.head.columns
    return {name: text.at for name, text in named if text.at.cell is not None and (text.at.sheet or "") == sheet}


def _head_of(one: ScoredForm, sheet: str) -> Location | None:
    """The head of the scores in a sheet, or of its last column."""
    columns = _columns(one, sheet)
    return columns.get("score", next(reversed(columns.values()), None))


def _below(at: Location, sheet: str, top: int) -> bool:
    return at.cell is not None and (at.sheet or "") == sheet and place_of(at)[0] >= top


def _beside(table: Table, at: Location) -> Iterator[Location]:
    """The cells of a place's row."""
    yield from (cell.at for _, cell in table.row(place_of(at)[0]))


def _places(one: ScoredForm) -> Iterator[Location]:
    yield from (row.row for _, row, _ in one.rows if row.row.cell is not None)
    for _, score in one.others:
        if score.kind != "section" and score.at is not None and score.at.cell is not None:
            yield score.at


def _taken(cells: Cells, table: Table, column: int, rows: range) -> bool:
    """Whether a picture, stamp or button lies over the column beside the form, or a table of another kind in it."""
    return any(
        area.left <= column <= area.right and area.top < rows.stop and area.bottom >= rows.start
        for area in cells.view.taken(table.name)
    )


def entries(
    cells: Cells, one: ScoredForm, sheet: str, column: int, placed: dict[int, Location]
) -> Iterator[Entry]:
    """The header and every score that has a row of its own in a sheet, in order; totals add the cells above.

    `placed` are the cells of the scores in the sheets before, and gets those of this one.
    """
    file = one.form.head.at.file
    formulas = Formulas(cells, one.rules)
    head = _head_of(one, sheet)
    top = 0 if head is None else place_of(head)[0]
    taken = {top}
    if head is not None:
        yield Entry(Location(file, sheet, cell_name(top, column)), cells.anchor(head))

    def at_row(place: Location) -> Location | None:
        if place.cell is None or (place.sheet or "") != sheet:
            return None
        row = place_of(place)[0]
        if row in taken:
            return None
        taken.add(row)
        return Location(file, sheet, cell_name(row, column))

    for number, row, score in one.rows:
        at = at_row(cells.anchor(score.at) if score.at is not None and score.at.cell else row.row)
        if at is not None:
            if head is None and len(taken) == 2:
                yield from _head_above(cells, _like(score, row), place_of(at)[0] - 1, column)
            placed[number] = at
            answered = _answered(one, row)
            yield Entry(at, _like(score, row), score, number, formulas.of_indicator(row, score, answered))
    for number, score in one.others:
        nowhere = score.kind == "section" or (score.kind == "total" and one.form.total is None)
        if nowhere or score.at is None or score.at.cell is None:
            continue
        at = at_row(cells.anchor(score.at))
        if at is None:
            continue
        formula = formulas.of_execution(one.form, score)
        if score.kind == "total":
            parts = one.parts(score)
            known = score.recomputed is not None and all(part in placed for part in parts)
            apart = any(placed[part].sheet != at.sheet for part in parts) if known else False
            formula = total_of([placed[part] for part in parts], sheet=apart) if known else None
        placed[number] = at
        if score.kind == "execution" and (head is None or place_of(at)[0] < top):
            yield from _funding_head(cells, one, score.at, column)
        yield Entry(at, score.at, score, number, formula)


def _funding_head(cells: Cells, one: ScoredForm, score: Location, column: int) -> Iterator[Entry]:
    """The header of an execution score that stands beside the money."""
    funding = one.form.funding
    if funding is None:
        return
    labels = [money.label.at for money in (*funding.rows, funding.total) if money is not None]
    tops = [place_of(at)[0] for at in labels if at.cell is not None and at.sheet == score.sheet]
    yield from _head_above(cells, score, min(tops, default=1) - 1, column)


def _head_above(cells: Cells, score: Location, row: int, column: int) -> Iterator[Entry]:
    """A header in a row where the scores have one; none where the place beside it is taken."""
    table = cells.table(score.sheet)
    if table is None or score.cell is None:
        return
    head = table.get(row, place_of(score)[1])
    area = range(row, row + 1)
    if head is None or not head.shown or read_figure(head.shown) is not None:
        return
    if table.get(row, column) is None and not _taken(cells, table, column, area):
        yield Entry(Location(score.file, score.sheet, cell_name(row, column)), head.at)


def between(one: ScoredForm, sheet: str, written: Sequence[Entry], column: int) -> Iterator[tuple[str, str]]:
    """Cells of the column between the header and the last row that hold nothing, each with the one it is to look like.

    Forms that share a header begin at their own first row: what stands above is another one's.
    """
    head = _columns(one, sheet).get("score")
    if head is None:
        return
    top, like = place_of(head)
    used = {place_of(entry.at)[0] for entry in written}
    start = start_in(one, sheet)
    first = place_of(start)[0] if start is one.form.head.at else top + 1
    for row in range(max(top + 1, first), max(used) + 1):
        if row not in used:
            yield cell_name(row, like), cell_name(row, column)


def _like(score: RowScore, row: Indicator) -> Location:
    return score.at if score.at is not None else row.row


def _answered(one: ScoredForm, row: Indicator) -> Indicator | None:
    if one.answered is None:
        return None
    same = [other for other in one.answered.indicators if other.name.value == row.name.value]
    return same[0] if len(same) == 1 else None


def live_scores(cells: Cells, forms: Sequence[ScoredForm], columns: Mapping[int, Entry]) -> LiveScores:
    """What the sheet of scores refers to.

    Args:
        cells: the workbook.
        forms: the scored forms.
        columns: the entries that were written beside forms, by number of the score.
    """
    formulas: dict[int, str] = {}
    parts: dict[int, tuple[int, ...]] = {}
    for one in forms:
        builder = Formulas(cells, one.rules, sheet=True)
        for number, row, score in one.rows:
            formula = builder.of_indicator(row, score, _answered(one, row)) if number not in columns else None
            if formula is not None:
                formulas[number] = formula
        order = -1
        for number, score in one.others:
            order += score.kind == "section"
            if score.kind == "execution":
                formula = builder.of_execution(one.form, score)
                if formula is not None:
                    formulas[number] = formula
            else:
                parts[number] = one.parts(score, order)
    places = {number: entry.at for number, entry in columns.items()}
    values = {n for n, entry in columns.items() if entry.formula is None}
    return LiveScores(places, formulas, parts, frozenset(values))
