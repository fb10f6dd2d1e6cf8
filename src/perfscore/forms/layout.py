"""The rows of a form, block by block: head, money, goal, indicators, foot, in whatever order they stand."""

from __future__ import annotations

from perfscore.core.records import frozen
from perfscore.forms.funding import amounts_only, begins_amounts, heads_amounts
from perfscore.forms.grid import Row
from perfscore.forms.header import Header
from perfscore.forms.indicators import Table
from perfscore.forms.kinds import RowKind, heads_block, is_chapter
from perfscore.forms.regions import Region

#: What rows of amounts beside their labels may look like.
_PAIRED = frozenset({RowKind.OTHER, RowKind.TOTAL, RowKind.LABELS, RowKind.FOOT, RowKind.LEVEL})
#: Rows that may stand in a table of indicators.
BODY = frozenset({RowKind.INDICATORS, RowKind.LEVEL, RowKind.TOTAL, RowKind.OTHER})


@frozen
class Layout:
    """The rows of a region, block by block; the indicators with the header that they stand under."""

    head: tuple[Row, ...]
    funding: tuple[tuple[RowKind, Row], ...]
    goal: tuple[Row, ...]
    indicators: tuple[tuple[Header, tuple[tuple[RowKind, Row], ...]], ...]
    foot: tuple[Row, ...]

    @property
    def tables(self) -> list[Table]:
        """The indicator tables with their columns."""
        return [(header.indicators, rows) for header, rows in self.indicators]

    @property
    def money(self) -> tuple[list[Row], list[Row]]:
        """The header band of the money block, and the rows below it."""
        rows = [row for _, row in self.funding]
        depth = next((n for n, (kind, _) in enumerate(self.funding) if kind is not RowKind.FUNDING), len(rows))
        return rows[:depth], rows[depth:]

    @property
    def body(self) -> list[Row]:
        """The rows of all indicator tables."""
        return [row for _, rows in self.indicators for _, row in rows]


def layout_of(region: Region) -> Layout:
    """Divide the rows of a region between its blocks, wherever those stand."""
    head: list[Row] = []
    funding: list[tuple[RowKind, Row]] = []
    goal: list[Row] = []
    tables: list[tuple[Header, list[tuple[RowKind, Row]]]] = []
    foot: list[Row] = []
    headers = {header.last: header for header in region.headers}
    block: RowKind | None = None
    paired = False
    for place, (kind, row) in enumerate(region.rows):
        if kind is RowKind.INDICATORS:
            if place in headers:
                tables.append((headers[place], []))
            block = kind
        elif (
            block is not RowKind.FUNDING
            and kind in _PAIRED
            and (
                begins_amounts(region.rows, place, table=bool(tables))
                or heads_amounts(region.rows, place)
                or (paired and amounts_only(row))
            )
        ):
            head.append(row)
            paired, block = True, None if block is RowKind.GOAL else block
            continue
        elif (
            block is RowKind.INDICATORS
            and kind in BODY
            and not (kind is RowKind.OTHER and (foot or _heads_result(region, place)))
            and not _is_result(kind, row)
        ):
            tables[-1][1].append((kind, row))
        elif kind is RowKind.FUNDING and (not tables or not funding or block is kind):
            block = kind
            funding.append((kind, row))
        elif kind is RowKind.GOAL and (not tables or not goal or block is kind):
            block = kind
            goal.append(row)
        elif tables and (kind in (RowKind.FIELD, RowKind.FOOT) or block in (None, RowKind.INDICATORS)):
            block = block if block is RowKind.INDICATORS else None
            foot.append(row)
        elif (
            kind is RowKind.FIELD
            or block is None
            or (block is RowKind.GOAL and _heads_next(row))
            or (kind is RowKind.FOOT and not goal)
        ):
            block = None
            head.append(row)
        elif block is RowKind.FUNDING:
            funding.append((kind, row))
        else:
            goal.append(row)
        paired = False
    return Layout(
        tuple(head),
        tuple(funding),
        tuple(goal),
        tuple((header, tuple(rows)) for header, rows in tables),
        tuple(foot),
    )


def _is_result(kind: RowKind, row: Row) -> bool:
    """Whether a row is the result as pairs of a label and its value, not a row of the table: 自评总分, 98, 自评等级, 优."""
    pairs = row.pieces[::2]
    return (
        kind is RowKind.TOTAL and len(row.pieces) == len(pairs) * 2 > 2 and all(p.named("foot") for p in pairs[1:])
    )


def _heads_result(region: Region, place: int) -> bool:
    """Whether a row below the indicators is the heading of the result: 四、评价结果."""
    after = region.rows[place + 1][0] if place + 1 < len(region.rows) else None
    return after in (RowKind.TOTAL, RowKind.FOOT) and heads_block(region.rows[place][1])


def _heads_next(row: Row) -> bool:
    """Whether a row below a goal is no part of its text but the heading of the next block: 二、预算执行情况."""
    piece = row.pieces[0]
    return len(row.pieces) == 1 and is_chapter(piece.text) and bool(row.captioned or piece.label.roles)
