"""Reading 部门整体支出绩效评价基础数据表: parts one below the other, each with columns of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.records import mutable
from perfscore.core.sourced import Sourced
from perfscore.forms.cells import no_number, piece_type, read_number, read_text
from perfscore.forms.fit import Placing, place_row
from perfscore.forms.grid import Columns, Piece, Row
from perfscore.forms.kinds import begins_base, divides_base
from perfscore.forms.stacks import Stack, columns_of, stacks_of
from perfscore.model import BaseRow, Number, Text

_YEAR = lazy_pattern(r"(\d{4})年")
_NUMBERED = lazy_pattern(r"^(?:\d{1,2}|\([一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十])[、.．]?")
_NOT_PLACED = "数字与列不能唯一对应，未读入：请核对该行的列位置"


@mutable
class BaseData:
    """What a base-data table holds.

    Attributes:
        notes: its texts (厉行节约保障措施) by name.
        parts: the rows of each part with their columns.
    """

    rows: list[BaseRow] = field(default_factory=list)
    columns: list[tuple[str, Text]] = field(default_factory=list)
    notes: list[tuple[str, Text]] = field(default_factory=list)
    parts: list[tuple[list[Row], Columns]] = field(default_factory=list)
    unplaced: list[tuple[Location, str]] = field(default_factory=list)


@mutable
class _Outline:
    """The levels of labels: 三公经费 is on 0, `1、…` on 1, 其中 one below the row before.

    Rows without a mark after 其中 stand beside it.
    """

    below: int = 1
    beside: int | None = None

    def place(self, label: Piece | None) -> tuple[int, bool]:
        """The level of the next row, and whether it is one of the parts that 其中 names."""
        if label is None or label.named("base_items") == "heads":
            self.below, self.beside = 1, None
            return 0, False
        if label.label.of_which:
            self.beside = self.below
            return self.below, True
        if _NUMBERED.match(label.text.strip()):
            self.below, self.beside = 2, None
            return 1, False
        if self.beside is not None:
            return self.beside, True
        self.below = 1
        return 0, False


def read_base_data(rows: Sequence[Row]) -> BaseData:
    """Read the rows of a base-data table."""
    data = BaseData()
    for band, body in _parts(rows):
        columns = _columns(band)
        outline = _Outline()
        data.parts.append((body, columns))
        data.columns += (
            (name, read_text(piece)) for name, _, _, piece in columns.spans if name not in ("", "label")
        )
        for row in body:
            first = row.pieces[0]
            if first.named("base_items") == "thrift":
                text = (
                    read_text(row.pieces[1])
                    if len(row.pieces) > 1
                    else Sourced("", "", row.place(first.last_column + 1))
                )
                data.notes.append(("thrift_measures", text))
            elif band:
                _item(data, row, band[0].pieces[0], columns, outline)
    return data


def _parts(rows: Sequence[Row]) -> list[tuple[list[Row], list[Row]]]:
    """The parts of a table, each with the band of its header and its rows; what stands above the first has no band."""
    parts: list[tuple[list[Row], list[Row]]] = [([], [])]
    for row in rows:
        band, body = parts[-1]
        if begins_base(row):
            parts.append(([row], []))
        elif band and not body and divides_base(row):
            band.append(row)
        else:
            body.append(row)
    return parts


def _columns(band: Sequence[Row]) -> Columns:
    """The columns of a part: those of the last year of their name, and the outturn of the year before."""
    stacks = stacks_of(band)
    texts = ["".join(piece.text for piece in stack.pieces) for stack in stacks]
    names = ["label" if not place else _name(stack) for place, stack in enumerate(stacks)]
    for name in set(names) - {"", "label"}:
        rivals = [place for place, known in enumerate(names) if known == name]
        ages = _ages([texts[place] for place in rivals])
        if name == "outturn" and ages == [0, 0] and not any(_YEAR.search(texts[place]) for place in rivals):
            ages = [1, 0]
        for place, age in zip(rivals, ages, strict=True):
            if age:
                names[place] = "last_outturn" if name == "outturn" and age == 1 else ""
    return columns_of(names, stacks)


def _name(stack: Stack) -> str:
    """What a column holds, by the lowest of its header cells that says so; "" where none does."""
    return next((name for piece in reversed(stack.pieces) if (name := piece.named("base_columns"))), "")


def _ages(texts: Sequence[str]) -> list[int]:
    """How many years columns of one name are older than the latest of them, by the years that they print or 上年."""
    years = [int(match[1]) if (match := _YEAR.search(text)) else None for text in texts]
    latest = max((year for year in years if year is not None), default=0)
    ages = [latest - year if year is not None else 0 for year in years]
    return [age or int("上年" in text) for age, text in zip(ages, texts, strict=True)]


def _item(data: BaseData, row: Row, part: Piece, columns: Columns, outline: _Outline) -> None:
    """Take one row of a part; a row of figures alone (编制数 …) carries the part's own label."""
    texts = [piece for piece in row.pieces if piece_type(piece) == "text"]
    label = row.pieces[0] if texts and texts[0] is row.pieces[0] else None
    rest = [piece for piece in row.pieces if piece is not label]
    placed = place_row(rest, columns, evidence=2) if rest else Placing(0, {}, 0, clean=True)
    if placed is None:
        data.unplaced.append((row.whole, _NOT_PLACED))
        return
    names = [name for name in columns.names if name not in ("", "label")]
    figures: list[tuple[str, Number]] = []
    for name in names:
        piece = placed.cells.get(name)
        place = max((columns.first(name) or 1) - placed.shift, 1)
        figures.append((name, read_number(piece) if piece is not None else no_number(row.place(place))))
    level, partial = outline.place(label)
    data.rows.append(BaseRow(read_text(label if label is not None else part), tuple(figures), level, partial))
