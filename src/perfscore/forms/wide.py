"""Forms that are one wide table: fields, amounts, the goal and the indicators side by side, a row group a unit.

Cells left of the indicators are merged down over all rows of a unit or a project, or printed again in each row.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from perfscore.core.location import Location
from perfscore.core.numbers import Figure, plain
from perfscore.core.sourced import Sourced
from perfscore.forms.cells import no_number, read_number, read_text
from perfscore.forms.grid import Piece, Row
from perfscore.forms.header import Header
from perfscore.forms.kinds import RowKind
from perfscore.forms.ledger import IDENTITY, TOTAL, begins
from perfscore.forms.regions import Region
from perfscore.forms.sums import read_total
from perfscore.model import Breakdown, Funding, FundingRow, Number, Text, TotalRow

#: Fields that stand for the projects below until they are named again.
_OWNERS = frozenset({"fields.unit", "fields.unit_code", "fields.department", "fields.implementing_unit"})
_MONEY = ("funding.", "source.")
_RATIOS = frozenset({"funding.rate", "funding.points", "funding.score"})
_AMOUNTS = ("initial", "budget", "executed", "points", "rate", "score")


def groups_of(region: Region, header: Header) -> Iterator[Region]:
    """Divide the rows below the header at each unit or project that begins; every group keeps the header."""
    starts = list(_starts(region, header))
    if len(starts) < 2:
        yield region
        return
    kept, note = _without_sum(region, header, starts)
    region = replace(region, rows=kept)
    above = region.rows[: header.last + 1]
    owners: dict[str, Piece] = {}
    for start, end in zip(starts, [*starts[1:], len(region.rows)], strict=True):
        first = region.rows[start][1] if start != starts[0] else None
        own = _cells(header, region.rows[start][1], _OWNERS)
        owners = {name: piece for name, piece in owners.items() if name not in own}
        rows = (*above, *region.rows[start:end])
        notes = note if end == len(region.rows) else ()
        yield replace(region, rows=rows, start=first, known=(header,), owners=tuple(owners.values()), notes=notes)
        owners |= own


def _starts(region: Region, header: Header) -> Iterator[int]:
    """The places of the rows at which another unit or project is named."""
    last: dict[str, str] = {}
    page = False
    for place in range(header.last + 1, len(region.rows)):
        kind, row = region.rows[place]
        if kind is RowKind.INDICATORS:
            page = True
        if kind in (RowKind.TOTAL, RowKind.INDICATORS) or len(row.pieces) < 2:
            continue
        named = _cells(header, row, IDENTITY)
        # A project that is merged down once more is another one, unless a page began in between.
        if begins(last, named, merged=not page and "fields.project" in named):
            yield place
        page = False


def _without_sum(
    region: Region, header: Header, starts: Sequence[int]
) -> tuple[tuple[tuple[RowKind, Row], ...], tuple[tuple[Location, str], ...]]:
    """The rows of a ledger without the last, where it adds money of all projects; a note where it does not add up."""
    kind, row = region.rows[-1]
    held = [piece for piece in row.pieces if (header.columns.at(piece.column) or "").startswith(_MONEY)]
    if kind is not RowKind.TOTAL or not held or starts[-1] == len(region.rows) - 1:
        return region.rows, region.notes
    wrong = []
    for piece in held:
        name = header.columns.at(piece.column) or ""
        firsts = [_cells(header, region.rows[start][1], {name}).get(name) for start in starts]
        amounts = [read_number(first).value for first in firsts if first is not None]
        total = read_number(piece).value
        known = [amount.value for amount in amounts if isinstance(amount, Figure)]
        adds = name not in _RATIOS and isinstance(total, Figure) and len(known) == len(amounts)
        if adds and isinstance(total, Figure) and sum(known) != total.value:
            wrong.append(f"{piece.text}（各项目之和 {plain(sum(known, Decimal(0)))}）")
    note = ((row.whole, f"“{row.pieces[0].text}”与各项目之和不符：{'、'.join(wrong)}"),) if wrong else ()
    return region.rows[:-1], (*region.notes, *note)


def _cells(header: Header, row: Row, names: Container[str]) -> dict[str, Piece]:
    """The cells of a row in some columns, by their names."""
    return {name: piece for piece in row.pieces if (name := header.columns.at(piece.column) or "") in names}


def beside(header: Header, rows: Sequence[Row], owners: Sequence[Piece] = ()) -> dict[str, list[Piece]]:
    """The cells beside the indicators by column name, top to bottom; a text that is printed again counts once.

    `owners` are the cells above them that name their unit, too.
    """
    found: dict[str, list[Piece]] = {}
    for pieces in (owners, *(row.pieces for row in rows)):
        for piece in pieces:
            name = header.columns.at(piece.column)
            if name and "." in name:
                held = found.setdefault(name, [])
                if not held or held[-1].text != piece.text:
                    held.append(piece)
    return found


def wide_fields(header: Header, cells: dict[str, list[Piece]], rows: Sequence[Row]) -> Iterator[tuple[str, Text]]:
    """The header fields that are columns of the table."""
    for name, first, _, _ in header.columns.spans:
        group, _, field = name.partition(".")
        if group in ("fields", "foot") and field:
            held = cells.get(name)
            yield field, joined(held) if held else Sourced("", "", rows[0].place(first))


def wide_total(header: Header, cells: dict[str, list[Piece]], rows: Sequence[Row]) -> TotalRow | None:
    """The total that a project has in a column of its own."""
    label, first = header.columns.piece(TOTAL), header.columns.first(TOTAL)
    if label is None or first is None:
        return None
    held = cells.get(TOTAL)
    return TotalRow(read_text(label), None, read_total(held[0]) if held else no_number(rows[0].place(first)))


def joined(pieces: Sequence[Piece]) -> Text:
    """A text that runs over several cells below each other."""
    texts = [read_text(piece) for piece in pieces]
    return Sourced("".join(text.value for text in texts), "\n".join(text.raw for text in texts), texts[0].at)


def wide_funding(header: Header, cells: dict[str, list[Piece]], rows: Sequence[Row], unit: str) -> Funding | None:
    """The amounts of the table: the total, and the lists that explain it."""
    total: FundingRow | None = None
    lists: dict[Piece, list[tuple[Text, Number]]] = {}
    sources: list[FundingRow] = []
    parents = dict(header.under("breakdown"))
    for name, first, _, label in header.columns.spans:
        if not name.startswith("source."):
            continue
        held = cells.get(name)
        amount = read_number(held[0], unit=unit) if held else no_number(rows[0].place(first))
        if name == "source.total":
            total = FundingRow(read_text(label), initial=amount)
        elif label in parents:
            lists.setdefault(parents[label], []).append((read_text(label), amount))
        else:
            sources.append(FundingRow(read_text(label), initial=amount))
    breakdowns = tuple(Breakdown(read_text(head), tuple(items)) for head, items in lists.items())
    return Funding(total or _one_row(header, cells, rows, unit), tuple(sources), breakdowns)


def _one_row(header: Header, cells: dict[str, list[Piece]], rows: Sequence[Row], unit: str) -> FundingRow | None:
    """The money of a project where budget, outturn and rate are columns of the table."""
    found: dict[str, Any] = {}
    label: Piece | None = None
    for name, first, _, piece in header.columns.spans:
        group, _, column = name.partition(".")
        if group != "funding" or column not in _AMOUNTS:
            continue
        label = label or piece
        held = cells.get(name)
        of = "分" if column in ("points", "score") else unit
        found[column] = read_number(held[0], unit=of) if held else no_number(rows[0].place(first))
    return FundingRow(read_text(label), **found) if label is not None else None
