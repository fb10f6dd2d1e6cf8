"""Rows that add others: 总分, 合计 and 小计, where their numbers belong and what they add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from decimal import Decimal

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.numbers import Figure, read_figure
from perfscore.core.records import frozen, mutable
from perfscore.core.sourced import Sourced, Unreadable
from perfscore.core.text import squash
from perfscore.forms.cells import piece_type, read_number
from perfscore.forms.fit import Placing
from perfscore.forms.grid import Columns, Piece
from perfscore.forms.labels import label_key
from perfscore.model import FundingRow, Indicator, Number, Section, TotalRow

_REACH = 12


@frozen
class SumRow:
    """A row that adds others, where it stands.

    Attributes:
        section: the place among the sections of the one that was open there, or opened next.
        above: the number of rows above it.
        subtotal: it is called one.
        repeats: it repeats the row of the execution rate and adds no indicators.
    """

    row: TotalRow
    at: Location
    section: int
    above: int
    subtotal: bool = False
    repeats: bool = False


@mutable
class Settled:
    """The rows that add others, told apart; `others` are the places of rows that are neither."""

    total: TotalRow | None = None
    final: TotalRow | None = None
    subtotals: list[tuple[int, TotalRow]] = field(default_factory=list)
    others: list[Location] = field(default_factory=list)


class Above:
    """The numbers of the indicators above any place of a form, added once.

    A cell merged over several rows counts once. A number that is not known makes every sum over it unknown.
    """

    def __init__(self, sections: Sequence[Section], execution: FundingRow | None) -> None:
        rows = [row for section in sections for row in section.indicators]
        self._sums = {name: _running(rows, name) for name in ("points", "score")}
        self.starts = [0]
        for section in sections:
            self.starts.append(self.starts[-1] + len(section.indicators))
        self.execution = {
            "points": number_in(execution.points) if execution else None,
            "score": number_in(execution.score) if execution else None,
        }

    def between(self, name: str, start: int, end: int) -> Decimal | None:
        """The sum over the indicators from one place to before another; None where one is not known."""
        sums, unknown = self._sums[name]
        return sums[end] - sums[start] if end > start and unknown[end] == unknown[start] else None

    def holds(self, row: TotalRow, start: int, end: int, *, whole: bool) -> bool:
        """Whether a row holds what these indicators add to; `whole` with the execution rate or without."""
        name = "points" if number_in(row.points) is not None else "score"
        printed, added = number_in(getattr(row, name)), self.between(name, start, end)
        if printed is None or added is None:
            return False
        return printed == added or (whole and start == 0 and printed == added + (self.execution[name] or 0))

    def scored(self, row: TotalRow, end: int) -> bool:
        """Whether the score of a row is that of the indicators, with the execution rate or without."""
        printed, added = number_in(row.score), self.between("score", 0, end)
        return printed is not None and added is not None and printed - added in (0, self.execution["score"] or 0)


def _running(rows: Sequence[Indicator], name: str) -> tuple[list[Decimal], list[int]]:
    sums, unknown = [Decimal(0)], [0]
    before: Location | None = None
    for row in rows:
        cell: Number | None = getattr(row, name)
        joint = cell is not None and cell.at == before
        before = cell.at if cell is not None else None
        number = number_in(cell)
        lacking = number is None and bool(row.name.value)
        sums.append(sums[-1] + (Decimal(0) if joint or number is None else number))
        unknown.append(unknown[-1] + lacking)
    return sums, unknown


def settle(sums: Sequence[SumRow], sections: Sequence[Section], above: Above, adjusted: Sequence[int]) -> Settled:
    """Tell the total, the total after bonuses and deductions, and subtotals apart.

    A row called 小计 is a subtotal, and so is a row 合计 whose points are those of the section above it, or, where it
    has none, where more rows or another sum follow. Of what is left the first row called 总分 is the total, a later one
    below a bonus or a deduction the final total; one that only lacks the execution rate is a subtotal of all rows.

    Args:
        sums: the rows, `above` counting indicators.
        sections: the sections with their indicators.
        above: the sums over the indicators.
        adjusted: for each row how many bonuses and deductions stand above it.
    """
    done = Settled()
    between = len({one.above for one in sums}) > 1
    totals: list[tuple[int, SumRow]] = []
    for place, one in enumerate(sums):
        # The points of the last second level are told when the table ends, below the total.
        followed = any(later.above > one.above or not later.subtotal for later in sums[place + 1 :])
        own = above.starts[min(one.section, len(sections))]
        if one.repeats:
            done.subtotals.append((-1, one.row))
        elif one.subtotal or (_weak(one) and _adds(one, own, above, sections, between=between, followed=followed)):
            done.subtotals.append(_subtotal(one, sums[:place], above))
        else:
            totals.append((place, one))
    named = [pair for pair in totals if not _weak(pair[1])] or totals[-1:]
    if not named:
        _only_sum(done, above)
        return done
    place, chosen = named[0]
    for later, one in named[1:]:
        if adjusted[later] > adjusted[place] or one.row.score == chosen.row.score:
            done.final = replace(one.row, adjusted=adjusted[later] > 0)
        elif above.holds(chosen.row, 0, chosen.above, whole=False) and above.holds(
            one.row, 0, one.above, whole=True
        ):
            done.subtotals.append(_subtotal(chosen, [], above))
            place, chosen = later, one
    counts = adjusted[place] > 0 and not above.scored(chosen.row, chosen.above)
    done.total = replace(chosen.row, adjusted=counts)
    # 合计 of the table, and 自评总分 below it that says its score again.
    again = next((one.row for _, one in totals if _weak(one) and _repeats(one.row, chosen.row)), None)
    if again is not None and not _weak(chosen) and done.final is None and not counts:
        done.total, done.final = again, chosen.row
    taken = [done.total, done.final, *(row for _, row in done.subtotals)]
    done.others = [one.at for one in sums if not any(one.row.label is row.label for row in taken if row)]
    return done


def _repeats(row: TotalRow, total: TotalRow) -> bool:
    """Whether a row has points and the score of a total without points."""
    score = number_in(row.score)
    return score is not None and score == number_in(total.score) and number_in(total.points) is None


def _only_sum(done: Settled, above: Above) -> None:
    """Where no row is called a total, a subtotal of all rows of several sections is it."""
    for place, (section, row) in enumerate(done.subtotals):
        if section == -1 and row.over == (0, above.starts[-1]):
            done.total = row
            del done.subtotals[place]
            return


def _subtotal(one: SumRow, before: Sequence[SumRow], above: Above) -> tuple[int, TotalRow]:
    """A subtotal with its section and the rows that it equals: of the section, since the last sum, or of more.

    Its section is -1 where it adds rows of more than one. It may stand above its rows.
    """
    inside, end = min(one.section, len(above.starts) - 2), one.above
    own = above.starts[inside]
    starts = [own, before[-1].above if before else 0, *reversed(above.starts[: inside + 1])]
    spans = [(start, end) for start in starts]
    if end == own:
        spans.insert(0, (own, above.starts[inside + 1]))
    spans.append((0, above.starts[-1]))
    span = next((span for span in spans if above.holds(one.row, *span, whole=True)), None)
    if span is None:
        return inside, one.row
    return (inside if own <= span[0] and span[1] <= above.starts[inside + 1] else -1), replace(one.row, over=span)


def _adds(
    one: SumRow, own: int, above: Above, sections: Sequence[Section], *, between: bool, followed: bool
) -> bool:
    """Whether a row 合计 adds the indicators of its section, and no others."""
    if not own < one.above:
        return False
    printed = number_in(one.row.points)
    if printed is None:
        return between and followed
    heading = number_in(sections[one.section].points) if one.section < len(sections) else None
    end = above.starts[min(one.section + 1, len(sections))]
    if printed != heading and printed != above.between("points", own, end):
        return followed and above.holds(one.row, 0, one.above, whole=False)
    # The only section with anything in it: its sum is that of the form.
    return (between and followed) or printed != above.between("points", 0, above.starts[-1])


def _weak(one: SumRow) -> bool:
    return label_key(one.row.label.value) == "合计"


def number_in(cell: Number | None) -> Decimal | None:
    """The number in a cell, or None."""
    return cell.value.value if cell is not None and isinstance(cell.value, Figure) else None


def place_total(numbers: Sequence[Piece], columns: Columns) -> Placing | None:
    """Where the numbers of such a row belong: its only columns are points and score."""
    only = Columns(tuple(span for span in columns.spans if span[0] in ("points", "score")))
    held = [piece for piece in numbers if piece_type(piece) in ("number", "formula")]
    beside = {name: piece for piece in numbers if piece not in held and (name := only.at(piece.column))}
    if beside and not any(only.at(piece.column) in (None, *beside) for piece in held):
        return Placing(0, beside | {only.at(piece.column) or "": piece for piece in held}, len(held), clean=True)
    for shift in sorted(range(-_REACH, _REACH + 1), key=abs):
        cells = {only.at(piece.column + shift): piece for piece in held}
        if None not in cells and len(cells) == len(held) and (not shift or len(held) == 2):
            return Placing(shift, {name: piece for name, piece in cells.items() if name}, len(held), clean=True)
    kept = {name: piece for piece in numbers if (name := columns.at(piece.column)) in ("points", "score")}
    return Placing(0, kept, 0, clean=False) if kept or not held else None


_ONE = lazy_pattern(r"[^\d/.+\-%]{0,16}(\d{1,3}(?:\.\d+)?)分?(?:/\d{1,3}分?)?[^\d/%]{0,12}")
_FULL_MARKS = lazy_pattern(
    r"[(（\[【]\s*(?:(?:满分|总分|共|计)\s*(?:为|[:：])?\s*\d{1,3}|100)\s*分?制?\s*[)）\]】]",
    needs="满分|总分|共|计|100",
)
_OF_FULL = lazy_pattern(r"[(,;]?(?:满分|总分|卷面)\d{1,3}分?[)]?")


def total_figure(text: str) -> Figure | None:
    """The one number that a total's text holds, whatever stands around it; `99/100` is 99 of 100.

    >>> [str(total_figure(text)) for text in ("99/100", "得分：99分", "99.75分（优）", "98分（满分100分）")]
    ['99', '99', '99.75', '98']
    """
    plain = _OF_FULL.sub("", squash(text))
    match = _ONE.fullmatch(plain)
    return read_figure(match[1]) if match else None


def without_full_marks(text: str) -> str:
    """The label of a total without the marks that can be had at most: `总分（100分）`, `自评得分（满分110分）`."""
    return _FULL_MARKS.sub("", text)


def read_total(piece: Piece) -> Number:
    """Read a number of a row that adds others: words may stand around it."""
    number = read_number(piece, unit="分")
    if isinstance(number.value, Unreadable) and not piece.cell.uncached:
        figure = total_figure(piece.text)
        return number if figure is None else replace(number, value=figure)
    return number


def total_inside(label: Piece) -> Number | None:
    """The number behind the label of a total in the label's own cell (总分：99.75分)."""
    figure = total_figure(without_full_marks(label.text))
    return None if figure is None else Sourced(figure, label.text, label.at)
