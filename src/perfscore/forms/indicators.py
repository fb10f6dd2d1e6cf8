"""Reading the indicator table of a form: header, levels, rows, total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from types import MappingProxyType
from typing import Literal

from perfscore.core.location import Location
from perfscore.core.numbers import Figure, read_figure
from perfscore.core.records import mutable
from perfscore.core.sourced import NOWHERE, Sourced
from perfscore.forms.cells import (
    answered,
    no_number,
    no_value,
    piece_type,
    read_number,
    read_text,
    read_value,
    tidy,
)
from perfscore.forms.fit import REACH, Placing, place_row
from perfscore.forms.grid import Columns, Piece, Row
from perfscore.forms.kinds import RowKind
from perfscore.forms.leading import is_block, is_subtotal, only_adds, split_levels
from perfscore.forms.sums import SumRow, place_total, read_total, total_inside
from perfscore.forms.targets import target_of, unit_of
from perfscore.forms.vocabulary import vocabulary
from perfscore.model import Indicator, Number, Repair, Section, Text, TotalRow, Valued

#: The columns that a header names, and the rows below it.
Table = tuple[Columns, Sequence[tuple[RowKind, Row]]]

_TEXT_COLUMNS = ("reason", "rule", "explanation", "evidence", "value_type", "unit", "remark")
_PLAIN = frozenset({"number", "percent", "blank", "formula"})
_LEVEL_POINTS = frozenset({"l1_points", "l2_points"})
_NOTHING: Mapping[str, Piece] = MappingProxyType({})
#: The two numbers of a total row may have lost all the blank cells before them.
_SEVERAL = "各单元格与列不能唯一对应，未读入：请核对该行的列位置"
_NO_LEVEL = "该行的指标级别不能确定，未读入"


@mutable
class IndicatorTable:
    """What an indicator table holds: its sections with all of their rows, and the rows that add others.

    `count` is the number of its rows; `lost` are the places of rows that may hold numbers and could not be placed.
    """

    columns: Columns = field(default_factory=Columns)
    count: int = 0
    sections: list[Section] = field(default_factory=list)
    sums: list[SumRow] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    unplaced: list[tuple[Location, str]] = field(default_factory=list)
    lost: list[Location] = field(default_factory=list)

    def lose(self, at: Location, reason: str) -> None:
        """Note a row of cells that could not be placed."""
        self.unplaced.append((at, reason))
        self.lost.append(at)


class _Reader:
    """Goes through the rows of a table and carries the levels forward."""

    def __init__(self, *, intact: bool) -> None:
        self.table = IndicatorTable()
        self.intact = intact
        self.merged: dict[str, Piece] = {}
        self.l1 = ""
        self.l2: Text | None = None
        self.header: Text = Sourced("", "", NOWHERE)
        self.points: Number | None = None
        self.rows: list[Indicator] = []
        self.blanks: list[Text] = []
        self.level: tuple[Text, Number] | None = None
        self.count = 0
        self.begun = False

    def open_section(self, name: str, header: Text, points: str | None) -> None:
        """Start a first-level heading; the same heading again (on the next page) goes on."""
        if self.begun and name == self.l1 and (points is None or self.points is None or not self.rows):
            self.points = self.points or _points_of(points, header)
            return
        if self.begun and name == self.l1 and _same_points(self.points, points):
            return
        self.close_section()
        self.l1, self.header, self.points, self.begun = name, header, _points_of(points, header), True
        self.l2 = None

    def close_section(self) -> None:
        if self.begun:
            rows, blanks = tuple(self.rows), tuple(self.blanks)
            self.table.sections.append(Section(self.l1, self.header, self.points, rows, blanks))
        self.rows, self.blanks, self.begun = [], [], False

    def read(self, row: Row) -> None:
        """Take one row below the header."""
        columns = self.table.columns
        pieces = [
            piece
            for piece in row.pieces
            # 总分 may begin its row under 序号.
            if not (is_block(piece) and columns.at(piece.column) != "l2")
            and (columns.at(piece.column) not in ("", "number") or _begins_sum(piece, row))
        ]
        printed = {name: piece for piece in pieces if (name := columns.at(piece.column)) and name in _LEVEL_POINTS}
        pieces = [piece for piece in pieces if piece not in printed.values()] if printed else pieces
        if not pieces:
            return
        lead = self._total_label(pieces)
        if lead is not None:
            self._total(row, [lead, *(piece for piece in pieces if piece is not lead)])
            return
        place = next((n for n, piece in enumerate(pieces[:3]) if is_subtotal(piece, after=n)), None)
        if place is not None and only_adds(pieces[place + 1 :], columns):
            self._carry(self._levels(split_levels(pieces[:place], columns, intact=self.intact)[0]))
            self._total(row, pieces[place:], subtotal=True)
            return
        leading, rest = split_levels(pieces, self.table.columns, intact=self.intact)
        labels = self._levels(leading)
        headings = frozenset(name for piece in labels.values() if (name := piece.named("l1")))
        placed = place_row(
            rest,
            self.table.columns,
            taken=frozenset(labels),
            evidence=2 if labels else 3,
            headings=headings,
            reach=0 if self.intact else REACH,
        )
        if rest and placed is None:
            self.table.lose(row.whole, _SEVERAL)
            return
        shift = placed.shift if placed and rest else 0
        cells = dict(placed.cells) if placed and rest else {}
        moved = _name_out_of_level(cells, columns)
        shift = shift if self.intact else moved or shift
        misplaced = [
            (name, piece) for name, piece in labels.items() if self.table.columns.at(piece.column) != name
        ]
        if misplaced and not shift and not self.intact:
            name, piece = misplaced[-1]
            first = self.table.columns.first(name)
            shift = first - piece.column if first is not None else 0
        for name in ("l1", "l2"):
            if name in cells and name not in labels:
                labels[name] = cells.pop(name)
        self._carry(labels, printed)
        repair = _repair(row, shift) if shift else None
        if repair:
            self.table.repairs.append(repair)
        if not self.begun:
            self.open_section("", Sourced("", "", row.at), None)
        if any(name not in ("l1", "l2", "block") for name in cells):
            self.count += 1
            self.rows.append(
                self._indicator(row, _extent(row, pieces), cells, placed.shift if placed else 0, repair)
            )
        elif "l2" in labels:
            self.blanks.append(_level_text(labels["l2"], "l2"))
        elif "l1" not in labels:
            self.table.lose(row.whole, _NO_LEVEL)

    def _total_label(self, pieces: Sequence[Piece]) -> Piece | None:
        """The label of a row that adds the others: its first cell, or the first that is no number in an intact grid."""
        first = pieces[0]
        if self.intact and first.named("total") is None:
            first = next((piece for piece in pieces if piece_type(piece) not in _PLAIN), first)
        if not first.named("total") or first.named("l1"):
            return None
        return first if only_adds([piece for piece in pieces if piece is not first], self.table.columns) else None

    def _levels(self, labels: Sequence[Piece]) -> dict[str, Piece]:
        """Say which level each leading label is of; one word may name both (成本指标, 满意度指标)."""
        columns = {self.table.columns.at(piece.column): piece for piece in labels}
        if self.intact and columns.keys() <= {"l1", "l2"}:
            return {name: piece for name, piece in columns.items() if name is not None}
        if len(labels) >= 2:
            return {"l1": labels[0], "l2": labels[1]}
        if not labels:
            return {}
        (piece,) = labels
        first, second = piece.named("l1"), piece.named("l2")
        if first and second:
            column = self.table.columns.at(piece.column)
            if column in ("l1", "l2"):
                return {column: piece}
            return {"l1" if piece.label.points or "l2" not in self.table.columns else "l2": piece}
        return {"l1" if first else "l2": piece}

    def _carry(self, labels: Mapping[str, Piece], printed: Mapping[str, Piece] = _NOTHING) -> None:
        """Take the levels of a row, with the points that stand behind them."""
        if "l1" in labels:
            piece = labels["l1"]
            again = self.begun and piece.text == self.header.raw
            if not again:
                self._close_level()
            self.open_section(piece.named("l1") or tidy(piece.text), read_text(piece), piece.label.points)
            self.l2 = self.l2 if again else None
        if "l1_points" in printed and self.points is None:
            self.points = read_number(printed["l1_points"], unit="分")
        if "l2" in labels and (self.l2 is None or labels["l2"].text != self.l2.raw):
            self._close_level()
            if "l2_points" in printed:
                self.level = _level_text(labels["l2"], "l2"), read_number(printed["l2_points"], unit="分")
        if "l2" in labels:
            if "l1" not in self.table.columns:
                self._open_parent(labels["l2"])
            self.l2 = _level_text(labels["l2"], "l2")

    def _close_level(self) -> None:
        """End a second level: its printed points are a sum of the rows below it."""
        if self.level is not None:
            label, points = self.level
            total = TotalRow(label, points, None)
            self.table.sums.append(SumRow(total, label.at, len(self.table.sections), self.count, subtotal=True))
        self.level = None

    def _open_parent(self, piece: Piece) -> None:
        """In a table without a first level, open the section that a second-level name always belongs to."""
        parents = vocabulary().under.get(piece.named("l2") or "", ())
        if len(parents) == 1:
            self.open_section(parents[0], Sourced("", "", piece.at), None)

    def _indicator(
        self, row: Row, at: Location, cells: Mapping[str, Piece], shift: int, repair: Repair | None
    ) -> Indicator:
        """Make the indicator of a row from the cell of each column; an empty cell has a place too."""
        columns, cells = self.table.columns, self._covered(row, cells)

        def blank(column: str) -> Location:
            return row.place(max((columns.first(column) or 1) - shift, 1))

        def number(column: str) -> Number | None:
            if column not in columns:
                return None
            return read_number(cells[column], unit="分") if column in cells else no_number(blank(column))

        def text(column: str) -> Text | None:
            if column not in columns:
                return None
            return read_text(cells[column]) if column in cells else Sourced("", "", blank(column))

        def value(column: Literal["target", "actual"], unit: str) -> Valued | None:
            if column not in columns:
                return None
            if column not in cells:
                return no_value(blank(column), column)
            return target_of(cells, unit) if column == "target" else read_value(cells[column], column, unit)

        unit = unit_of(texts := {column: text(column) for column in _TEXT_COLUMNS})
        target, name = value("target", unit), text("name") or Sourced("", "", row.at)
        return Indicator(
            l1=self.l1,
            l2=self.l2.value if self.l2 else "",
            name=name,
            row=at,
            target=target,
            actual=answered(value("actual", unit), target, name.value),
            points=number("points"),
            score=number("score"),
            repair=repair,
            l2_label=self.l2,
            reason=texts["reason"],
            rule=texts["rule"],
            explanation=texts["explanation"],
            evidence=texts["evidence"],
            value_type=texts["value_type"],
            unit=texts["unit"],
            remark=texts["remark"],
        )

    def _covered(self, row: Row, cells: Mapping[str, Piece]) -> Mapping[str, Piece]:
        """The cells of a row, those that are merged down to it among them, blank ones too."""
        at = self.table.columns.at
        empty = {name: piece for piece in row.empty if (name := at(piece.column)) is not None}
        for name, piece in {**empty, **cells}.items():
            if piece.last_row > row.number and name not in ("l1", "l2", "block"):
                self.merged[name] = piece
        over = {name: piece for name, piece in self.merged.items() if piece.row <= row.number <= piece.last_row}
        return {**over, **cells}

    def _total(self, row: Row, pieces: Sequence[Piece], *, subtotal: bool = False) -> None:
        """Take a row that adds others."""
        label, numbers = pieces[0], pieces[1:]
        placed = place_total(numbers, self.table.columns)
        if placed is None:
            placed = Placing(0, {}, 0, clean=True)
            if len(numbers) == 1 and isinstance(read_total(numbers[0]).value, Figure) and not subtotal:
                # 总分 | 99.5分 beside its label; the total of a target sheet is one of points.
                own = "points" if "points" in self.table.columns and "score" not in self.table.columns else "score"
                placed = Placing(0, {own: numbers[0]}, 0, clean=True)
            else:
                self.table.lose(row.whole, _SEVERAL)
        elif placed.shift:
            self.table.repairs.append(_repair(row, placed.shift))
        found = {name: read_total(piece) for name, piece in placed.cells.items()}
        if not found and (inside := total_inside(label)) is not None:
            found["score"] = inside
        for name in ("points", "score"):
            first = self.table.columns.first(name)
            if first is not None:
                found.setdefault(name, no_number(row.place(max(first - placed.shift, 1))))
        total = TotalRow(read_text(label), found.get("points"), found.get("score"))
        called = subtotal or label.named("total") == "subtotal"
        self.table.sums.append(SumRow(total, row.at, len(self.table.sections), self.count, called))

    def finish(self) -> IndicatorTable:
        """The table, once all rows were read."""
        self._close_level()
        self.close_section()
        self.table.count = self.count
        return self.table


def _name_out_of_level(cells: dict[str, Piece], columns: Columns) -> int:
    """Move a name that stands one level too high back; the number of columns it was moved, or 0.

    A text of no level in a level column, with a value and without a name, is the name. A cell merged with that
    of the name stands where it should.
    """
    if "name" in cells or not ("target" in cells or "actual" in cells):
        return 0
    for level, distance in (("l2", 1), ("l1", 2)):
        piece = cells.get(level)
        if piece is not None and not piece.text.strip().endswith("指标"):
            cells["name"] = cells.pop(level)
            return 0 if piece.last_column >= (columns.first("name") or 0) else distance
    return 0


def _repair(row: Row, shift: int) -> Repair:
    side = "左" if shift > 0 else "右"
    return Repair(
        row.at,
        shift,
        f"该行的单元格比表头偏{side} {abs(shift)} 列，已按内容归位后读取",
        f"the cells of this row stand {abs(shift)} column(s) to the {'left' if shift > 0 else 'right'}; read in place",
    )


def _extent(row: Row, pieces: Sequence[Piece]) -> Location:
    """The place of a row: its first cell in a sheet, all lines that its cells stand on in a text."""
    at = row.at
    if at.line is None:
        return pieces[0].at
    first = min(piece.at.line or at.line for piece in pieces)
    last = max(piece.at.end_line or piece.at.line or first for piece in pieces)
    return replace(at, line=first, end_line=last, span=None)


def _level_text(piece: Piece, level: str) -> Text:
    return Sourced(piece.named(level) or tidy(piece.text), piece.text, piece.at)


def _points_of(points: str | None, header: Text) -> Number | None:
    figure = read_figure(points) if points else None
    return Sourced(figure, header.raw, header.at) if figure else None


def _same_points(known: Number | None, points: str | None) -> bool:
    return (
        known is not None
        and isinstance(known.value, Figure)
        and points is not None
        and (read_figure(points) == known.value)
    )


def read_indicators(tables: Sequence[Table], *, intact: bool = False) -> IndicatorTable:
    """Read the rows below the headers of an indicator table, which is more than one where the head is printed again.

    Args:
        tables: the columns that each header names, and the rows below it with their kinds.
        intact: the cells stand where their author put them (a workbook): no row is read in other columns.
    """
    reader = _Reader(intact=intact)
    for columns, rows in tables:
        reader.table.columns = columns
        for kind, row in rows:
            if kind is RowKind.OTHER and len(row.pieces) == 1 and _is_stray(row, columns):
                reader.table.unplaced.append((row.whole, "表内的文字不属于任何一栏，未读入"))
            else:
                reader.read(row)
    table = reader.finish()
    table.columns = tables[0][0] if tables else Columns()
    return table


def _begins_sum(piece: Piece, row: Row) -> bool:
    return piece is row.pieces[0] and piece.named("total") is not None


def _is_stray(row: Row, columns: Columns) -> bool:
    """Whether a row is one text over the whole table, no cell of it."""
    (piece,) = row.pieces
    return columns.at(piece.column) in (None, "block") or piece.cell.merge[1] > 4
