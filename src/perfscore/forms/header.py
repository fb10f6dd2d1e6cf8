"""The headers of the indicator tables of a region: for each band of header rows, what its columns are called."""

from __future__ import annotations

from collections.abc import Sequence

from perfscore.core.records import frozen
from perfscore.forms.funding import begins_amounts
from perfscore.forms.grid import Columns, Piece, Row
from perfscore.forms.kinds import RowKind
from perfscore.forms.names import Named, names_of
from perfscore.forms.stacks import Stack, columns_of, stacks_of


@frozen
class Header:
    """A header band and what it says.

    Attributes:
        first, last: places of the band among the rows of its region.
        columns: all columns; those beside the indicators are named with their group (`source.total`).
        stacks: the header cells over each column.
        named: how the columns got their names.
    """

    first: int
    last: int
    columns: Columns
    stacks: tuple[Stack, ...]
    named: Named

    @property
    def wide(self) -> bool:
        """Whether money, fields or goals stand in columns beside the indicators."""
        return self.named.wide

    @property
    def indicators(self) -> Columns:
        """The columns of the indicator table; the cells of all others are nobody's."""
        if not self.wide:
            return self.columns
        return Columns(
            tuple(("" if "." in n else n, first, last, piece) for n, first, last, piece in self.columns.spans)
        )

    @property
    def both_sides(self) -> Columns:
        """The columns with those of the second side of a target sheet under the names of the first."""
        spans = zip(self.named.words, self.columns.spans, strict=True)
        return Columns(tuple((name, first, last, piece) for name, (_, first, last, piece) in spans))

    def under(self, group: str) -> tuple[tuple[Piece, Piece], ...]:
        """The column cells that stand under a heading of a group, each with that heading."""
        return tuple(
            (stack.leaf, heading)
            for stack in self.stacks
            for heading in reversed(stack.headings)
            if heading.named(group)
        )


def headers_of(rows: Sequence[tuple[RowKind, Row]]) -> tuple[Header, ...]:
    """The headers among the rows of a region, top to bottom; one that is printed again is read again."""
    starts: list[tuple[int, int]] = []
    for place, (kind, row) in enumerate(rows):
        if kind is not RowKind.INDICATORS:
            continue
        if starts and starts[-1][1] == place - 1 and not _again(row, rows[starts[-1][0] : place]):
            starts[-1] = (starts[-1][0], place)
        else:
            starts.append((place, place))
    found: list[Header] = []
    for count, (first, last) in enumerate(starts):
        end = starts[count + 1][0] if count + 1 < len(starts) else len(rows)
        stacks = stacks_of([row for _, row in rows[first : last + 1]])
        same = next((known for known in found if _texts(known.stacks) == _texts(stacks)), None)
        # Where the head is printed again, the rows of all pages say what its columns are.
        body = body_of(rows[last + 1 : end if found else None])
        named = same.named if same is not None else names_of(stacks, body)
        found.append(Header(first, last, columns_of(named.names, stacks), stacks, named))
    return tuple(found)


def body_of(rows: Sequence[tuple[RowKind, Row]]) -> list[Row]:
    """The rows below a header up to another block of the form; where the head is printed again, they go on."""
    found: list[Row] = []
    inside = True
    for place, (kind, row) in enumerate(rows):
        if kind in (RowKind.FUNDING, RowKind.GOAL, RowKind.FIELD, RowKind.FOOT, RowKind.INDICATORS):
            inside = kind is RowKind.INDICATORS
        elif inside and begins_amounts(rows, place, table=True):
            inside = False
        elif inside:
            found.append(row)
    return found


def _texts(stacks: Sequence[Stack]) -> list[str]:
    return [stack.leaf.text for stack in stacks]


def _again(row: Row, above: Sequence[tuple[RowKind, Row]]) -> bool:
    """Whether a header row prints the names of the rows that stand above it once more."""
    identity = {"name", "l1"} & row.names("indicators")
    return bool(identity) and any(identity & high.names("indicators") for _, high in above)
