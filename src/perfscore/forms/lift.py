"""Lifting a recognised region into the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from perfscore.core.location import Location
from perfscore.core.sourced import Sourced
from perfscore.forms.basedata import read_base_data
from perfscore.forms.cells import read_text
from perfscore.forms.funding import FundingBlock, money_unit, read_funding, read_pairs
from perfscore.forms.grid import Columns, Row
from perfscore.forms.head import Goal, fields_of, goal_of, title_of, year_of
from perfscore.forms.header import Header
from perfscore.forms.indicators import IndicatorTable, Table, read_indicators
from perfscore.forms.kinds import RowKind, kind_of
from perfscore.forms.regions import Region
from perfscore.forms.roles import Roles, decide
from perfscore.forms.sums import total_beside
from perfscore.forms.vocabulary import Definition
from perfscore.forms.wide import beside, joined, wide_fields, wide_funding
from perfscore.model import BaseTable, Form, FormHead, SelfAssessment, TargetSheet, Text
from perfscore.readers.document import Document

_BODY = frozenset({RowKind.INDICATORS, RowKind.LEVEL, RowKind.TOTAL, RowKind.OTHER})


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The rows of a region, block by block; the indicators with the header that they stand under."""

    head: tuple[Row, ...]
    funding: tuple[Row, ...]
    goal: tuple[Row, ...]
    indicators: tuple[tuple[Header, tuple[tuple[RowKind, Row], ...]], ...]
    foot: tuple[Row, ...]

    @property
    def tables(self) -> list[Table]:
        """The indicator tables with their columns."""
        return [(header.indicators, rows) for header, rows in self.indicators]

    @property
    def body(self) -> list[Row]:
        """The rows of all indicator tables."""
        return [row for _, rows in self.indicators for _, row in rows]


def _blocks(region: Region) -> _Blocks:
    head: list[Row] = []
    funding: list[Row] = []
    goal: list[Row] = []
    tables: list[tuple[Header, list[tuple[RowKind, Row]]]] = []
    foot: list[Row] = []
    headers = {header.last: header for header in region.headers}
    current = head
    in_table = False
    for place, (kind, row) in enumerate(region.rows):
        if kind is RowKind.INDICATORS:
            if place in headers:
                tables.append((headers[place], []))
            in_table = True
        elif in_table:
            if kind in _BODY and not (foot and kind is RowKind.OTHER):
                tables[-1][1].append((kind, row))
            elif kind is RowKind.FUNDING and not funding:
                in_table, current = False, funding
                current.append(row)
            elif kind is RowKind.GOAL and not goal:
                in_table, current = False, goal
                current.append(row)
            else:
                foot.append(row)
        else:
            if kind is RowKind.FIELD or (kind is RowKind.FOOT and (tables or not goal)):
                current = foot if tables else head
            elif kind is RowKind.FUNDING:
                current = funding
            elif kind is RowKind.GOAL:
                current = goal
            current.append(row)
    return _Blocks(
        tuple(head),
        tuple(funding),
        tuple(goal),
        tuple((header, tuple(rows)) for header, rows in tables),
        tuple(foot),
    )


def lift(definition: Definition, regions: Sequence[Region], document: Document) -> Form:
    """Read the regions of one form (more than one when its head is printed again) into the model."""
    if definition.kind == "base-data":
        return _lift_base(definition, regions, document)
    if regions[0].headers and regions[0].headers[0].wide:
        return _lift_wide(definition, regions[0], regions[0].headers[0], document)
    open_ended = document.kind in ("text", "pdf")
    blocks = [_blocks(region) for region in regions]
    first = blocks[0]
    funding = read_funding(first.funding, open_ended=open_ended) if first.funding else read_pairs(first.head)
    goal = goal_of(first.goal)
    table = _table([table for block in blocks for table in block.tables], funding, document)
    foot = [row for block in blocks for row in block.foot]
    fields = _fields(first, foot)
    if goal.process is not None:
        fields = (*fields, ("process", goal.process))
    around = [row for row in (regions[0].title, *first.head) if row]
    texts = [piece.text for row in (*first.funding[:1], *around, *first.funding[1:]) for piece in row.pieces]
    head = _head(definition, regions, document, around, fields, table[0].columns, money_unit(texts))
    body = [row for block in blocks for row in block.body]
    head = replace(head, unread=_unread(body, table[0].columns))
    outside = (*first.head, *foot)
    return _form(definition, head, funding, table, goal, outside, _strangers(first.head, funding))


def _unread(rows: Sequence[Row], columns: Columns) -> tuple[Text, ...]:
    """The header cells of unknown columns in which something stands below the header."""
    heads = {piece.at: piece for name, _, _, piece in columns.spans if not name}
    filled = {
        head.at
        for row in rows
        for piece in row.pieces
        if (head := columns.head(piece.column)) is not None and head.at in heads and piece.row > head.row
    }
    return tuple(read_text(piece) for at, piece in heads.items() if at in filled)


def _strangers(rows: Sequence[Row], funding: FundingBlock) -> tuple[tuple[Location, str], ...]:
    """Rows of cells in the head that nothing was read from (年度主要任务), one entry for each run of rows."""
    taken = {row.label.at for row in (funding.funding.rows if funding.funding else ())}
    if funding.funding and funding.funding.total:
        taken.add(funding.funding.total.label.at)
    # What stands between the title and the first field are subtitles and marks.
    first = next((n for n, row in enumerate(rows) if kind_of(row) is RowKind.FIELD), len(rows))
    rows = rows[first:]
    runs: list[list[Row]] = []
    for before, row in zip((None, *rows), rows, strict=False):
        if len(row.pieces) < 2 or kind_of(row) is not RowKind.OTHER or any(p.at in taken for p in row.pieces):
            continue
        if runs and before is runs[-1][-1]:
            runs[-1].append(row)
        else:
            runs.append([row])
    return tuple(
        (run[0].at, f"“{run[0].pieces[0].label.key}”等 {len(run)} 行不在已知栏目内，未读入") for run in runs
    )


def _lift_wide(definition: Definition, region: Region, wide: Header, document: Document) -> Form:
    """Read a form that is one wide table."""
    above = [row for _, row in region.rows[: wide.first]]
    band = [row for _, row in region.rows[wide.first : wide.last + 1]]
    body = [(kind, row) for kind, row in region.rows[wide.last + 1 :] if kind in _BODY]
    foot = [row for kind, row in region.rows[wide.last + 1 :] if kind not in _BODY]
    rows = [row for _, row in body] or [band[-1]]
    cells = beside(wide, rows)
    around = [row for row in (region.title, *above) if row]
    unit = money_unit([piece.text for row in (*around, *band) for piece in row.pieces])
    funding = FundingBlock(wide_funding(wide, cells, rows, unit), unplaced=list(region.notes))
    goals = {name.removeprefix("goal."): joined(held) for name, held in cells.items() if name.startswith("goal.")}
    table = _table([(wide.indicators, body)], funding, document)
    printed = dict(fields_of(above))
    printed.update(
        (name, text) for name, text in wide_fields(wide, cells, rows) if text.value or name not in printed
    )
    printed.update((name, text) for name, text in fields_of(foot, groups=("foot",)) if name not in printed)
    head = _head(definition, (region,), document, around, tuple(printed.items()), table[0].columns, unit)
    head = replace(head, unread=_unread(rows, wide.columns))
    around = [*above, *foot]
    return _form(definition, head, funding, table, Goal(goals.get("goal"), goals.get("goal_actual")), around)


def _table(tables: Sequence[Table], funding: FundingBlock, document: Document) -> tuple[IndicatorTable, Roles]:
    """Read the indicator table; reading rows of a text in other columns revokes itself where it breaks the total."""
    execution = funding.funding.total if funding.funding else None

    def read(*, intact: bool) -> tuple[IndicatorTable, Roles]:
        table = read_indicators(tables, intact=intact)
        return table, decide(table.sections, table.sums, execution)

    table, roles = read(intact=document.provenance == "native")
    if table.repairs and not roles.adds_up:
        where_they_stand, theirs = read(intact=True)
        if theirs.adds_up and not where_they_stand.lost and theirs.named >= roles.named:
            return where_they_stand, theirs
    return table, roles


def _lift_base(definition: Definition, regions: Sequence[Region], document: Document) -> BaseTable:
    """Read a base-data table."""
    rows = [row for region in regions for _, row in region.rows]
    start = next(place for place, row in enumerate(rows) if row.pieces[0].named("base"))
    foot = [row for region in regions for kind, row in region.rows if kind in (RowKind.FOOT, RowKind.FIELD)]
    body = [row for row in rows[start:] if row not in foot]
    data = read_base_data(body, open_ended=document.kind in ("text", "pdf"))
    around = [row for row in (regions[0].title, *rows[:start]) if row]
    fields = (*fields_of([row for row in rows if row in foot]), *data.notes)
    unit = money_unit([piece.text for row in (*around, *body) for piece in row.pieces])
    head = _head(definition, regions, document, around, fields, Columns(), unit)
    return BaseTable(replace(head, columns=tuple(data.columns)), tuple(data.rows), tuple(data.unplaced))


def _form(
    definition: Definition,
    head: FormHead,
    funding: FundingBlock,
    read: tuple[IndicatorTable, Roles],
    goal: Goal,
    outside: Sequence[Row],
    strangers: tuple[tuple[Location, str], ...] = (),
) -> SelfAssessment | TargetSheet:
    table, roles = read
    total = roles.total
    if total is None or (total.score is None and definition.kind == "project-self-assessment"):
        total = total_beside(outside) or total
    sheet: dict[str, Any] = {
        "head": head,
        "funding": funding.funding,
        "sections": roles.sections,
        "repairs": (*funding.repairs, *table.repairs),
        "unplaced": (*strangers, *funding.unplaced, *goal.unplaced, *table.unplaced, *roles.unplaced),
        "lost": tuple(table.lost),
        "adjustments": roles.adjustments,
        "subtotals": roles.subtotals,
        "goal": goal.expected,
        "total": total,
    }
    if definition.kind in ("unit-target", "project-target"):
        return TargetSheet(**sheet)
    return SelfAssessment(
        **sheet,
        goal_actual=goal.actual,
        final=roles.final,
        grade=head.field("grade"),
        conclusion=head.field("conclusion"),
    )


def _fields(block: _Blocks, foot: Sequence[Row]) -> tuple[tuple[str, Text], ...]:
    found: dict[str, Text] = {}
    for name, text in fields_of(block.head):
        found.setdefault(name, text)
    for name, text in fields_of(foot, groups=("foot",)):
        if not (name in found and found[name].value):
            found[name] = text
    return tuple(found.items())


def _head(
    definition: Definition,
    regions: Sequence[Region],
    document: Document,
    around: Sequence[Row],
    fields: tuple[tuple[str, Text], ...],
    columns: Columns,
    unit: str,
) -> FormHead:
    region = regions[0]
    printed = dict(fields)
    if "year" not in printed or not printed["year"].value:
        year = year_of(around)
        if year:
            printed["year"] = year
    return FormHead(
        kind=definition.kind,
        title=title_of(region.title) if region.title else Sourced("", "", region.first.at),
        definition=definition.id,
        at=region.first.pieces[0].at,
        provenance=document.provenance,
        fields=tuple(printed.items()),
        money_unit=unit,
        columns=tuple((name, read_text(piece)) for name, _, _, piece in columns.spans if name),
        continued=tuple(later.first.at for later in regions[1:]),
    )
