"""Forms whose blocks are tables of their own: head, money, indicators and result of one form, with headings between.

The tables of a Word file or a web page that are the blocks of one form become the rows of one table, as they would
stand in a sheet. No block may come twice, so that two forms stay two, and every table but that of the indicators
must be nothing but blocks of a form, so that a list of purchases stays what it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen, mutable
from perfscore.forms.bands import with_headers
from perfscore.forms.cells import piece_type
from perfscore.forms.grid import Row
from perfscore.forms.kinds import RowKind, kind_of, names_table
from perfscore.forms.money_pairs import is_paired
from perfscore.forms.notes import begins_note
from perfscore.forms.regions import regions_of
from perfscore.forms.totals import with_totals
from perfscore.readers.document import Document, Table

#: What a table holds of a form: identity, money, goal, indicators, result.
_Blocks = frozenset[str]
#: Documents in which tables follow each other with paragraphs between; sheets of a workbook stand apart.
_FLOWING = frozenset({"docx", "text"})
#: More paragraphs than these, or longer ones, are no headings between the blocks of a form.
_MOST_HEADINGS = 4
_LONGEST_HEADING = 40
_SENTENCE = lazy_pattern(r"[。；;]\s*$")
#: What may stand below the indicators of a form; a head begins the next one.
_BELOW = frozenset({"money", "goal", "result"})
#: The blocks that a form ends with where the next one begins with its money.
_ENDS = frozenset({"indicators", "result"})
#: What the next page of a table of indicators may hold.
_PAGE = frozenset({"indicators", "result"})
#: Kinds of rows that are a block by themselves.
_OF_KIND = {RowKind.FIELD: "head", RowKind.FUNDING: "money", RowKind.GOAL: "goal", RowKind.TOTAL: "result"}
#: Rows of one cell that may stand above the first block of a table: its title or heading.
_ABOVE = frozenset({RowKind.TITLE, RowKind.LEVEL, RowKind.OTHER})
#: What names a form: without one of them a table of fields is no head.
_IDENTITY = frozenset({"project", "unit", "implementing_unit", "department"})


@frozen
class Member:
    """A table of a form: its name, and how far its rows were moved down."""

    name: str
    moved: int


@frozen
class Run:
    """Rows that forms are looked for in: of one table, or of the tables of one form below each other."""

    table: Table
    rows: list[Row]
    members: tuple[Member, ...] = ()

    def __post_init__(self) -> None:
        """A run of one table is its own member."""
        if not self.members:
            object.__setattr__(self, "members", (Member(self.table.name, 0),))


@mutable
class _Open:
    """The tables that may be one form, with the blocks that each of them holds."""

    runs: list[Run] = field(default_factory=list)
    blocks: list[_Blocks] = field(default_factory=list)

    def goes_on(self, run: Run, blocks: _Blocks) -> bool:
        """Whether a table may be the next of the form."""
        if not blocks or not self.runs or not self.blocks[-1] or not _headings_only(self.runs[-1], run):
            return False
        held = _Blocks().union(*self.blocks)
        if blocks == {"result"} and "indicators" in self.blocks[-1]:
            return True  # the table of indicators may have a total of its own
        return held.isdisjoint(blocks) and ("indicators" not in held or blocks <= _BELOW)

    def pages_on(self, run: Run, blocks: _Blocks) -> bool:
        """Whether a table is the rest of the indicators, parted where a page ends: its header is printed again or not."""
        at = next((n for n, held in enumerate(self.blocks) if "indicators" in held), None)
        if at is None or self.blocks[-1] & _ENDS != {"indicators"} or not blocks <= _PAGE:
            return False
        above, table = self.runs[-1].rows, [row for row in run.rows if not row.captioned]
        if not table or not _headings_only(self.runs[-1], run):
            return False
        header = next((row for row in self.runs[at].rows if kind_of(row) is RowKind.INDICATORS), None)
        again = header is not None and _texts(table[0]) == _texts(header)
        if not (again or kind_of(table[0]) is RowKind.LEVEL) or _width(table) != _width(above):
            return False
        begun = [level for one in self.runs[at:] for level in _levels(one.rows)]
        levels = _levels(table)
        return (
            bool(levels)
            and set(levels).isdisjoint(begun[:-1])
            and not {*map(_texts, above)} & {*map(_texts, table[again:])}
        )

    def split(self) -> list[_Open]:
        """The tables down to the indicators and their result, and those below."""
        last = max((n for n, blocks in enumerate(self.blocks) if blocks & _ENDS), default=-1)
        return [_Open(self.runs[at], self.blocks[at]) for at in (slice(last + 1), slice(last + 1, None))]


def runs_of(document: Document, tables: Iterable[tuple[Table, list[Row]]]) -> Iterator[Run]:
    """The rows of each table, those of the tables of one form as one run."""
    runs = (Run(table, rows) for table, rows in tables)
    if document.kind not in _FLOWING or len(document.tables) == 1:
        yield from runs
        return
    opened = _Open()
    for run in runs:
        blocks = _blocks_of(run.rows)
        if opened.pages_on(run, blocks):
            opened.runs.append(run)
            total = any(kind_of(row) is RowKind.TOTAL for row in run.rows)
            opened.blocks.append(_PAGE if total else frozenset({"indicators"}))
            continue
        if "indicators" in blocks and not opened.goes_on(run, blocks):
            # What stands between the indicators of two forms and below the result of the first is of the second.
            done, opened = opened.split()
            yield from _closed(done)
        if not opened.goes_on(run, blocks):
            yield from _closed(opened)
            opened = _Open()
        opened.runs.append(run)
        opened.blocks.append(blocks)
    yield from _closed(opened)


def _closed(opened: _Open) -> Iterator[Run]:
    """One run of the most tables that are one form, the others each by itself."""
    runs = opened.runs
    at = next((n for n, blocks in enumerate(opened.blocks) if "indicators" in blocks), None)
    # Pages of indicators alone are joined where the pages of forms are.
    if at is not None and not all("indicators" in blocks for blocks in opened.blocks):
        ranges = ((first, end) for first in range(at + 1) for end in range(len(runs), at, -1) if end - first > 1)
        for first, end in sorted(ranges, key=lambda found: found[0] - found[1]):
            one = _joined(runs[first:end])
            if one is not None:
                yield from (*runs[:first], one, *runs[end:])
                return
    yield from runs


def _joined(runs: Sequence[Run]) -> Run | None:
    """The rows of several tables as those of the first, or None where they are not one form from first to last."""
    rows: list[Row] = []
    members: list[Member] = []
    last = 0
    for run in runs:
        moved = last + max(1 - run.rows[0].number, 0) if rows else 0
        rows += [_moved(row, moved) for row in run.rows]
        members.append(Member(run.table.name, moved))
        last = max(last, *(piece.last_row for piece in rows[-1].pieces))
    read = with_totals(rows)
    regions = list(regions_of(read, runs[0].table.name))
    if len(regions) != 1 or not regions[0].headers or regions[0].rows[-1][1] is not read[-1]:
        return None
    return Run(replace(runs[0].table, below=runs[-1].table.below), rows, tuple(members))


def _levels(rows: Sequence[Row]) -> list[str]:
    """The first levels of a table in the order that they are printed, each once."""
    found = (piece.named("l1") for row in rows if kind_of(row) is RowKind.LEVEL for piece in row.pieces[:2])
    return list(dict.fromkeys(filter(None, found)))


def _width(rows: Sequence[Row]) -> int:
    return max(piece.last_column for row in rows if not row.captioned for piece in row.pieces)


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(piece.text for piece in row.pieces)


def _moved(row: Row, down: int) -> Row:
    if not down:
        return row
    pieces, empty = ([replace(one, row=one.row + down) for one in held] for held in (row.pieces, row.empty))
    return Row(row.number + down, tuple(pieces), tuple(empty))


def _headings_only(above: Run, run: Run) -> bool:
    """Whether nothing but headings and notes stands between two tables: no title of a form, no text of a report."""
    between = [row for row in run.rows if row.captioned]
    if (
        above.table is run.table
        or len(above.table.below) > _MOST_HEADINGS
        or above.table.hidden != run.table.hidden
    ):
        return False
    first = next((row for row in run.rows if not row.captioned), None)
    return all(map(_is_heading, between)) and first is not None and kind_of(first) is not RowKind.TITLE


def _is_heading(row: Row) -> bool:
    if kind_of(row) is RowKind.TITLE or names_table(row):
        return False
    text = "".join(piece.text.strip() for piece in row.pieces)
    return begins_note(row.pieces[0]) or (len(text) <= _LONGEST_HEADING and _SENTENCE.search(text) is None)


def _blocks_of(rows: Sequence[Row]) -> _Blocks:
    """The blocks of a form that a table holds, none where it is not made of them alone."""
    rows = with_totals(rows)
    kinds = with_headers(rows, [kind_of(row) for row in rows])
    if RowKind.BASE in kinds or (RowKind.TITLE in kinds and kinds.count(RowKind.TITLE) > 1):
        return _Blocks()
    found: set[str] = set()
    if RowKind.INDICATORS in kinds:
        first = kinds.index(RowKind.INDICATORS)
        found |= {_OF_KIND[kind] for kind in kinds[:first] if kind in _OF_KIND and kind is not RowKind.TOTAL}
        found |= {_OF_KIND[kind] for kind in kinds[first:] if kind in _OF_KIND and kind is not RowKind.FIELD}
        return frozenset({*found, "indicators"})
    return _pure([(kind, row) for kind, row in zip(kinds, rows, strict=True) if not row.captioned])


def _pure(rows: Sequence[tuple[RowKind, Row]]) -> _Blocks:
    """The blocks of a table without indicators, none where more than a few of its rows are of no block.

    A head may have fields of no list, fewer than those known; money sources of no list, no more than those known.
    """
    known: Counter[str] = Counter()
    strange: Counter[str] = Counter()
    sources = 0
    block = ""
    for kind, row in rows:
        more = block == "money" and is_paired(row)
        if kind is not RowKind.FUNDING and block in ("", "money") and (more or _is_source(row)):
            block = "money"
            sources += not row.names("source") <= {"total"}
        elif kind in _OF_KIND:
            block = _OF_KIND[kind]
        elif kind is RowKind.FOOT:
            block = "head" if block == "head" else "result"
        elif not block and len(row.pieces) == 1 and kind in _ABOVE:
            continue
        elif kind is not RowKind.OTHER or block != "goal":
            strange[block] += 1
            continue
        known[block] += 1
    identified = any(row.names("fields") & _IDENTITY for _, row in rows)
    head = identified and strange["head"] < known["head"] if "head" in known else True
    pure = not (strange[""] or strange["result"]) and strange["money"] <= sources
    return frozenset(known) if head and pure else _Blocks()


def _is_source(row: Row) -> bool:
    """Whether a row is a source of money with amounts beside it."""
    source = any(piece.named("source") for piece in row.pieces[:2])
    return source and any(piece_type(piece) in ("number", "percent", "blank") for piece in row.pieces[1:])
