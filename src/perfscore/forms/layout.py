"""The rows of a form, block by block: head, money, goal, indicators, foot, in whatever order they stand."""

from __future__ import annotations

from perfscore.core.frozen import frozen
from perfscore.forms.funding import amounts_only, begins_amounts, heads_amounts
from perfscore.forms.grid import Row
from perfscore.forms.header import Header
from perfscore.forms.indicators import Table
from perfscore.forms.kinds import RowKind
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
        elif block is RowKind.INDICATORS and kind in BODY and not (foot and kind is RowKind.OTHER):
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
        elif kind is RowKind.FIELD or block is None or (kind is RowKind.FOOT and not goal):
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
