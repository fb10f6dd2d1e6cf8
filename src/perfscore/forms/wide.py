"""Forms that are one wide table: fields, amounts, the goal and the indicators side by side, a row group a unit.

The header is a band of rows; the lowest cell over a column names it. Cells left of the indicators are merged
down over all rows of a unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from perfscore.core.sourced import Sourced
from perfscore.forms.cells import no_number, read_number, read_text
from perfscore.forms.grid import Columns, Piece, Row, columns_of
from perfscore.forms.regions import Region, RowKind
from perfscore.forms.vocabulary import Label
from perfscore.model import Breakdown, Funding, FundingRow, Number, Text

#: Groups in which a header cell of the band may be named, the first that knows it wins.
_GROUPS = ("indicators", "fields", "source", "goal", "breakdown", "funding")
#: Headings over several columns that name none of them.
SPANNING = frozenset({"年度预算申请", "整体绩效目标", "绩效目标", "年度绩效目标", "预算申请", "整体支出绩效目标"})


@dataclass(frozen=True)
class WideHeader:
    """The header of a wide table.

    Attributes:
        columns: all columns; those beside the indicators are named with their group (`source.total`).
        first, last: places of the band among the rows of the region.
        lists: the heading (按收入性质分) over each column of amounts that has one.
    """

    columns: Columns
    first: int
    last: int
    lists: tuple[tuple[str, Piece], ...]

    @property
    def indicators(self) -> Columns:
        """The columns of the indicator table; the cells of all others are nobody's."""
        return Columns(
            tuple(("" if "." in n else n, first, last, piece) for n, first, last, piece in self.columns.spans)
        )


def wide_header(region: Region) -> WideHeader | None:
    """The header band of a region whose amounts stand in columns beside the indicators, or None."""
    place = next((n for n, (kind, _) in enumerate(region.rows) if kind is RowKind.INDICATORS), None)
    if place is None:
        return None
    first = last = place
    while first > 0 and _is_band(region.rows[first - 1][1]):
        first -= 1
    while last + 1 < len(region.rows) and _is_band(region.rows[last + 1][1]):
        last += 1
    band = [row for _, row in region.rows[first : last + 1]]
    leaves = list(_leaves(band))
    if sum(name.startswith("source.") for name, _ in leaves) < 2:
        return None
    heads = [piece for row in band for piece in row.pieces if piece.named("breakdown")]
    named = [(name, piece) for name, piece in leaves if name.startswith("source.")]
    lists = tuple((name, head) for name, piece in named if (head := _above(piece, heads)) is not None)
    open_ended = region.rows[place][1].pieces[0].at.line is not None
    return WideHeader(columns_of(leaves, open_ended=open_ended), first, last, lists)


def _is_band(row: Row) -> bool:
    """Whether a row holds nothing but header cells; one alone must be the heading of a list."""
    if len(row.pieces) == 1:
        return row.pieces[0].named("breakdown") is not None
    return all(_name(piece) or piece.label.key in SPANNING for piece in row.pieces)


def column_name(label: Label) -> str:
    """The column that a label names, with its group unless it is one of the indicators (`source.total`)."""
    for group in _GROUPS:
        name = label.named(group)
        if name and (group, name) != ("indicators", "block"):
            return name if group == "indicators" else f"{group}.{name}"
    return ""


def _name(piece: Piece) -> str:
    return column_name(piece.label)


def _leaves(band: Sequence[Row]) -> Iterator[tuple[str, Piece]]:
    """The lowest header cell of each column."""
    for place, row in enumerate(band):
        below = {piece.column for lower in band[place + 1 :] for piece in lower.pieces}
        for piece in row.pieces:
            if not any(piece.column <= column <= piece.last_column for column in below):
                yield _name(piece), piece


def _above(piece: Piece, heads: Sequence[Piece]) -> Piece | None:
    """The heading of a list that a column stands under: the last one at or left of it."""
    left = [head for head in heads if head.row < piece.row and head.column <= piece.column]
    return max(left, key=lambda head: head.column, default=None)


def groups_of(region: Region, header: WideHeader) -> Iterator[Region]:
    """Divide the rows below the header at each unit that begins; every group keeps the header."""
    starts = [
        place
        for place in range(header.last + 1, len(region.rows))
        if any(
            (header.columns.at(piece.column) or "").startswith("fields.") for piece in region.rows[place][1].pieces
        )
        and region.rows[place][0] is not RowKind.TOTAL
    ]
    if len(starts) < 2:
        yield region
        return
    above = region.rows[: header.last + 1]
    for start, end in zip(starts, [*starts[1:], len(region.rows)], strict=True):
        first = region.rows[start][1] if start != starts[0] else None
        yield replace(region, rows=(*above, *region.rows[start:end]), start=first)


def beside(header: WideHeader, rows: Sequence[Row]) -> dict[str, list[Piece]]:
    """The cells beside the indicators by column name, top to bottom."""
    found: dict[str, list[Piece]] = {}
    for row in rows:
        for piece in row.pieces:
            name = header.columns.at(piece.column)
            if name and "." in name:
                found.setdefault(name, []).append(piece)
    return found


def wide_fields(
    header: WideHeader, cells: dict[str, list[Piece]], rows: Sequence[Row]
) -> Iterator[tuple[str, Text]]:
    """The header fields that are columns of the table."""
    for name, first, _, _ in header.columns.spans:
        if name.startswith("fields."):
            held = cells.get(name)
            yield name.removeprefix("fields."), joined(held) if held else Sourced("", "", rows[0].place(first))


def joined(pieces: Sequence[Piece]) -> Text:
    """A text that runs over several cells below each other."""
    texts = [read_text(piece) for piece in pieces]
    return Sourced("".join(text.value for text in texts), "\n".join(text.raw for text in texts), texts[0].at)


def wide_funding(
    header: WideHeader, cells: dict[str, list[Piece]], rows: Sequence[Row], unit: str
) -> Funding | None:
    """The amounts of the table: the total, and the lists that explain it."""
    total: FundingRow | None = None
    lists: dict[Piece, list[tuple[Text, Number]]] = {}
    sources: list[FundingRow] = []
    parents = dict(header.lists)
    for name, first, _, label in header.columns.spans:
        if not name.startswith("source."):
            continue
        held = cells.get(name)
        amount = read_number(held[0], unit=unit) if held else no_number(rows[0].place(first))
        if name == "source.total":
            total = FundingRow(read_text(label), initial=amount)
        elif name in parents:
            lists.setdefault(parents[name], []).append((read_text(label), amount))
        else:
            sources.append(FundingRow(read_text(label), initial=amount))
    breakdowns = tuple(Breakdown(read_text(head), tuple(items)) for head, items in lists.items())
    return Funding(total, tuple(sources), breakdowns)
