"""Lifting a recognised region into the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfscore.core.location import Location
from perfscore.core.sourced import Sourced
from perfscore.forms.cells import read_text
from perfscore.forms.funding import FundingBlock, money_unit, read_funding
from perfscore.forms.grid import Columns, Row
from perfscore.forms.head import Goal, fields_of, goal_of, year_of
from perfscore.forms.indicators import IndicatorTable, read_indicators
from perfscore.forms.regions import Region, RowKind
from perfscore.forms.vocabulary import Definition
from perfscore.model import Form, FormHead, SelfAssessment, TargetSheet, Text
from perfscore.readers.document import Document

_BODY = frozenset({RowKind.INDICATORS, RowKind.LEVEL, RowKind.TOTAL, RowKind.OTHER})


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The rows of a region, block by block."""

    head: tuple[Row, ...]
    funding: tuple[Row, ...]
    goal: tuple[Row, ...]
    indicators: tuple[tuple[RowKind, Row], ...]
    foot: tuple[Row, ...]


def _blocks(region: Region) -> _Blocks:
    head: list[Row] = []
    funding: list[Row] = []
    goal: list[Row] = []
    indicators: list[tuple[RowKind, Row]] = []
    foot: list[Row] = []
    current = head
    in_table = False
    for kind, row in region.rows:
        if kind is RowKind.INDICATORS:
            in_table = True
        if in_table:
            if kind in _BODY and not (foot and kind is RowKind.OTHER):
                indicators.append((kind, row))
            elif kind is RowKind.FUNDING:
                in_table, current = False, funding
                current.append(row)
            else:
                foot.append(row)
            continue
        if kind is RowKind.FIELD:
            current = head
        elif kind is RowKind.FUNDING:
            current = funding
        elif kind is RowKind.GOAL:
            current = goal
        elif kind is RowKind.FOOT and not goal:
            current = head
        current.append(row)
    return _Blocks(tuple(head), tuple(funding), tuple(goal), tuple(indicators), tuple(foot))


def lift(definition: Definition, regions: Sequence[Region], document: Document) -> Form:
    """Read the regions of one form (more than one when its head is printed again) into the model."""
    open_ended = document.kind in ("text", "pdf")
    blocks = [_blocks(region) for region in regions]
    first = blocks[0]
    funding = read_funding(first.funding, open_ended=open_ended) if first.funding else FundingBlock()
    goal = goal_of(first.goal)
    rows = [row for block in blocks for row in block.indicators]
    table = read_indicators(rows, open_ended=open_ended)
    foot = [row for block in blocks for row in block.foot]
    fields = _fields(first, foot)
    head = _head(definition, regions, document, blocks, fields, table.columns)
    repairs = (*funding.repairs, *table.repairs)
    unplaced = (*funding.unplaced, *goal.unplaced, *table.unplaced)
    sections = tuple(table.sections)
    if definition.kind in ("unit-target", "project-target"):
        return TargetSheet(head, funding.funding, sections, repairs, unplaced, goal=goal.expected)
    return _self_assessment(head, funding, table, repairs, unplaced, goal)


def _self_assessment(
    head: FormHead,
    funding: FundingBlock,
    table: IndicatorTable,
    repairs: tuple[object, ...],
    unplaced: tuple[tuple[Location, str], ...],
    goal: Goal,
) -> SelfAssessment:
    return SelfAssessment(
        head,
        funding.funding,
        tuple(table.sections),
        repairs,  # type: ignore[arg-type]
        unplaced,
        goal=goal.expected,
        goal_actual=goal.actual,
        total=table.total,
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
    blocks: Sequence[_Blocks],
    fields: tuple[tuple[str, Text], ...],
    columns: Columns,
) -> FormHead:
    region, block = regions[0], blocks[0]
    around = ((region.title,) if region.title else ()) + block.head
    printed = dict(fields)
    if "year" not in printed or not printed["year"].value:
        year = year_of(around)
        if year:
            printed["year"] = year
    texts = [piece.text for row in (*block.funding[:1], *around, *block.funding[1:]) for piece in row.pieces]
    title: Text = read_text(region.title.pieces[0]) if region.title else Sourced("", "", region.first.at)
    if title.value.startswith("#"):
        title = Sourced(title.value.lstrip("# "), title.raw, title.at)
    return FormHead(
        kind=definition.kind,
        title=title,
        definition=definition.id,
        at=region.first.pieces[0].at,
        provenance=document.provenance,
        fields=tuple(printed.items()),
        money_unit=money_unit(texts),
        columns=tuple((name, read_text(piece)) for name, _, _, piece in columns.spans if name),
        continued=tuple(later.first.at for later in regions[1:]),
    )
