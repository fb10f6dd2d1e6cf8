"""Cells of points and scores that are merged over several rows: they belong to the rows jointly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfscore.core.location import Location
from perfscore.model import Indicator, Number


def together(rows: Sequence[Indicator]) -> Iterator[tuple[Indicator, ...]]:
    """The rows in groups: those that share a cell of points or of scores with the row above, others alone."""
    group: list[Indicator] = []
    for row in rows:
        if group and not (_shared(group[-1].points, row.points) or _shared(group[-1].score, row.score)):
            yield tuple(group)
            group = []
        group.append(row)
    if group:
        yield tuple(group)


def cells(rows: Sequence[Indicator], name: str) -> tuple[Number | None, ...]:
    """The cells of points or scores of rows, a merged one once."""
    if len(rows) == 1:
        return (getattr(rows[0], name),)
    found: dict[object, Number | None] = {}
    for place, row in enumerate(rows):
        cell: Number | None = getattr(row, name)
        found.setdefault(place if cell is None else cell.at, cell)
    return tuple(found.values())


def by_cell(rows: Sequence[Indicator], name: str) -> Iterator[tuple[Number, tuple[Indicator, ...]]]:
    """Each cell of points or scores with the rows whose cell it is."""
    found: dict[Location, list[Indicator]] = {}
    held: dict[Location, Number] = {}
    for row in rows:
        cell: Number | None = getattr(row, name)
        if cell is not None:
            held.setdefault(cell.at, cell)
            found.setdefault(cell.at, []).append(row)
    for at, cell in held.items():
        yield cell, tuple(found[at])


def _shared(above: Number | None, cell: Number | None) -> bool:
    """Whether two cells are one."""
    return above is not None and cell is not None and above.at == cell.at
