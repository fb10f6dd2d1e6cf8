"""Forms that are one wide table: fields, amounts, the goal and the indicators side by side, a row group a unit.

Cells left of the indicators are merged down over all rows of a unit or a project, or printed again in each row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from perfscore.core.sourced import Sourced
from perfscore.forms.cells import no_number, read_number, read_text
from perfscore.forms.grid import Piece, Row
from perfscore.forms.header import Header
from perfscore.forms.kinds import RowKind
from perfscore.forms.regions import Region
from perfscore.model import Breakdown, Funding, FundingRow, Number, Text

#: Fields that tell one form of a table from the next.
_IDENTITY = (
    "fields.project",
    "fields.project_code",
    "fields.unit",
    "fields.unit_code",
    "fields.implementing_unit",
)
_AMOUNTS = ("initial", "budget", "executed", "points", "rate", "score")


def groups_of(region: Region, header: Header) -> Iterator[Region]:
    """Divide the rows below the header at each unit or project that begins; every group keeps the header."""
    starts = list(_starts(region, header))
    if len(starts) < 2:
        yield region
        return
    above = region.rows[: header.last + 1]
    for start, end in zip(starts, [*starts[1:], len(region.rows)], strict=True):
        first = region.rows[start][1] if start != starts[0] else None
        yield replace(region, rows=(*above, *region.rows[start:end]), start=first, known=(header,))


def _starts(region: Region, header: Header) -> Iterator[int]:
    """The places of the rows at which another unit or project is named."""
    last: dict[str, str] = {}
    for place in range(header.last + 1, len(region.rows)):
        kind, row = region.rows[place]
        if kind is RowKind.TOTAL or len(row.pieces) < 2:
            continue
        named = {
            name: piece.text for piece in row.pieces if (name := header.columns.at(piece.column)) in _IDENTITY
        }
        if any(last.get(name) != text for name, text in named.items()):
            last |= named
            yield place


def beside(header: Header, rows: Sequence[Row]) -> dict[str, list[Piece]]:
    """The cells beside the indicators by column name, top to bottom; a text that is printed again counts once."""
    found: dict[str, list[Piece]] = {}
    for row in rows:
        for piece in row.pieces:
            name = header.columns.at(piece.column)
            if name and "." in name:
                held = found.setdefault(name, [])
                if not held or held[-1].text != piece.text:
                    held.append(piece)
    return found


def wide_fields(header: Header, cells: dict[str, list[Piece]], rows: Sequence[Row]) -> Iterator[tuple[str, Text]]:
    """The header fields that are columns of the table."""
    for name, first, _, _ in header.columns.spans:
        if name.startswith("fields."):
            held = cells.get(name)
            yield name.removeprefix("fields."), joined(held) if held else Sourced("", "", rows[0].place(first))


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
