"""Reading 部门整体支出绩效评价基础数据表: parts one below the other, each with columns of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.sourced import Sourced
from perfscore.forms.cells import no_number, piece_type, read_number, read_text
from perfscore.forms.fit import Placing, place_row
from perfscore.forms.grid import Columns, Piece, Row, columns_of
from perfscore.model import BaseRow, Number, Text

_YEAR = lazy_pattern(r"(\d{4})年")
_NUMBERED = lazy_pattern(r"^(?:\d{1,2}|\([一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十])[、.．]?")
_NOT_PLACED = "数字与列不能唯一对应，未读入：请核对该行的列位置"


@dataclass
class BaseData:
    """What a base-data table holds; `notes` are its texts (厉行节约保障措施) by name."""

    rows: list[BaseRow] = field(default_factory=list)
    columns: list[tuple[str, Text]] = field(default_factory=list)
    notes: list[tuple[str, Text]] = field(default_factory=list)
    unplaced: list[tuple[Location, str]] = field(default_factory=list)


@dataclass
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


def read_base_data(rows: Sequence[Row], *, open_ended: bool) -> BaseData:
    """Read the rows of a base-data table."""
    data = BaseData()
    columns = Columns()
    part: Piece | None = None
    outline = _Outline()
    for row in rows:
        first = row.pieces[0]
        if first.named("base") and len(row.pieces) > 1:
            part, columns, outline = first, _columns(row, open_ended=open_ended), _Outline()
            data.columns += [
                (name, read_text(piece)) for name, _, _, piece in columns.spans if name not in ("", "label")
            ]
            continue
        if first.named("base_items") == "thrift":
            text = (
                read_text(row.pieces[1])
                if len(row.pieces) > 1
                else Sourced("", "", row.place(first.last_column + 1))
            )
            data.notes.append(("thrift_measures", text))
            continue
        if part is not None:
            _item(data, row, part, columns, outline)
    return data


def _columns(row: Row, *, open_ended: bool) -> Columns:
    """The columns of a part; of two columns of outturn the earlier year is the last one's."""
    named = [("label", row.pieces[0])]
    years = [_YEAR.search(piece.text) for piece in row.pieces if piece.named("base_columns") == "outturn"]
    printed = sorted({match[1] for match in years if match})
    outturns = 0
    for piece in row.pieces[1:]:
        name = piece.named("base_columns") or ""
        if name == "outturn":
            match = _YEAR.search(piece.text)
            earlier = match[1] == printed[0] if match and len(printed) > 1 else "上年" in piece.text
            name = "last_outturn" if earlier or (len(years) == 2 and not printed and not outturns) else name
            outturns += 1
        named.append((name, piece))
    return columns_of(named, open_ended=open_ended)


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
