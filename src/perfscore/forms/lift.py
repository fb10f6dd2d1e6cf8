"""Lifting a recognised region into the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from perfscore.core.records import replace
from perfscore.core.sourced import Sourced
from perfscore.forms.basedata import read_base_data
from perfscore.forms.blocks import Sides, divide, sides_of
from perfscore.forms.cells import read_text
from perfscore.forms.funding import (
    FundingBlock,
    money_unit,
    read_funding,
    read_pairs,
)
from perfscore.forms.grid import Columns, Piece, Row
from perfscore.forms.head import (
    UNITS,
    Goal,
    fields_of,
    goal_of,
    goal_texts,
    owner_of,
    project_of,
    title_of,
    year_of,
)
from perfscore.forms.header import Header
from perfscore.forms.indicators import IndicatorTable, Table, read_indicators
from perfscore.forms.kinds import RowKind, heads_block
from perfscore.forms.layout import BODY, Layout, layout_of
from perfscore.forms.leftover import Part, below_title, leftovers
from perfscore.forms.names import Named
from perfscore.forms.pages import HEAD
from perfscore.forms.printed import printed_result
from perfscore.forms.projects import read_ledger
from perfscore.forms.regions import Region
from perfscore.forms.roles import Roles, decide
from perfscore.forms.rule_columns import with_rules
from perfscore.forms.sided import completed, read_sided, sided_goals
from perfscore.forms.stated_points import with_points
from perfscore.forms.sums import SumRow
from perfscore.forms.totals import is_named_by_sum
from perfscore.forms.vocabulary import Definition
from perfscore.forms.weights import with_weights
from perfscore.forms.wide import beside, joined, wide_fields, wide_funding, wide_total
from perfscore.model import (
    GOVERNED,
    BaseTable,
    Block,
    Form,
    FormHead,
    Ledger,
    SelfAssessment,
    TargetSheet,
    Text,
    TotalRow,
)
from perfscore.readers.document import Document

#: Kinds of forms of one project, whose titles may name it.
_OF_PROJECTS = frozenset({"project-self-assessment", "project-target", "scoring-sheet"})


def lift(definition: Definition, regions: Sequence[Region], document: Document) -> Form:
    """Read the regions of one form (more than one when its head is printed again) into the model."""
    if definition.kind == "base-data":
        return _lift_base(definition, regions, document)
    if definition.kind == "ledger":
        return _lift_ledger(definition, regions[0], document)
    if regions[0].headers and regions[0].headers[0].wide:
        return _lift_wide(definition, regions[0], regions[0].headers[0], document)
    blocks = [layout_of(region) for region in regions]
    first = blocks[0]
    sides = sides_of(regions[0].headers[0]) if regions[0].headers else None
    if sides is not None and definition.kind in ("unit-target", "project-target"):
        return _lift_sided(definition, regions, document, blocks, sides)
    funding = read_funding(*first.money) if first.funding else read_pairs((*first.head, *first.foot))
    goal = goal_of(first.goal)
    table = _table([table for block in blocks for table in block.tables], funding, document)
    foot = [row for block in blocks for row in block.foot]
    fields = _fields(first, foot)
    if goal.process is not None:
        fields = (*fields, ("process", goal.process))
    around = [row for row in (regions[0].title, *regions[0].above, *first.head) if row]
    band, amounts = first.money
    texts = [piece.text for row in (*band, *around, *amounts, *first.foot) for piece in row.pieces]
    head = _head(definition, regions, document, around, fields, table[0].columns, money_unit(texts))
    body = [row for block in blocks for row in block.body]
    unread = (*_unread(amounts, funding.columns), *_unread(body, table[0].columns))
    named = [header.named for block in blocks[:1] for header, _ in block.indicators[:1]]
    outside = (*first.head, *foot)
    head = _with_columns(head, unread, named, [*funding.guessed, *_totals(outside)])
    form = _form(definition, head, funding, table, goal, outside)
    parts: list[Part] = [
        (below_title((*regions[0].above[1:], *first.head)), None),
        (amounts, funding.columns),
        (goal_texts(first.goal), None),
    ]
    parts += [([row for _, row in rows], header.columns) for block in blocks for header, rows in block.indicators]
    parts += [(foot, None)]
    parts = [([row for row in rows if not heads_block(row)], columns) for rows, columns in parts]
    return replace(form, unplaced=(*form.unplaced, *leftovers(form, parts)))


def _lift_sided(
    definition: Definition, regions: Sequence[Region], document: Document, blocks: Sequence[Layout], sides: Sides
) -> TargetSheet:
    """Read a target sheet with the whole term and the year side by side."""
    intact = document.provenance == "native"
    first = blocks[0]
    foot = [row for block in blocks for row in block.foot]
    around = [row for row in (regions[0].title, *regions[0].above, *first.head) if row]
    band, amounts = first.money
    money = money_unit([piece.text for row in (*band, *around, *amounts, *first.foot) for piece in row.pieces])
    funds = read_sided((*first.head, *amounts, *first.foot), money)
    period_goal, annual_goal, strange = sided_goals(first.goal)
    tables = [pair for block in blocks for pair in block.indicators]
    divided = [divide(header, rows, sides_of(header) or sides, intact=intact) for header, rows in tables]
    read = []
    for columns, lists in (
        (sides.period, [d.period for d in divided]),
        (sides.annual, [d.annual for d in divided]),
    ):
        table = read_indicators([(columns, rows) for rows in lists], intact=True)
        table.sections = with_rules(with_points(table.sections, columns))
        read.append((table, decide(table.sections, table.sums, None)))
    (of_period, period), (of_annual, annual) = read
    both = [
        Block("period", funds.period, period_goal, period.sections),
        Block("annual", funds.annual, annual_goal, annual.sections),
    ]
    both, cut = (both, []) if intact else completed(both)
    lost = [entry for one in divided for entry in one.lost]
    head = _head(definition, regions, document, around, _fields(first, foot), sides.annual, money)
    unread = [text for header, rows in tables for text in _unread([row for _, row in rows], header.both_sides)]
    head = _with_columns(head, tuple(unread), [tables[0][0].named], _totals((*first.head, *amounts, *foot)))
    unplaced = [*strange, *funds.unplaced, *lost, *of_period.unplaced, *of_annual.unplaced]
    form = TargetSheet(
        head=head,
        funding=both[1].funding,
        sections=both[1].sections,
        repairs=tuple(repair for one in divided for repair in one.repairs),
        unplaced=tuple(unplaced),
        lost=(*(at for at, _ in lost), *of_annual.lost),
        goal=annual_goal,
        total=annual.total,
        blocks=tuple(both),
        completions=(*funds.completions, *cut),
    )
    parts: list[Part] = [(below_title((*regions[0].above[1:], *first.head)), None), (first.goal, None)]
    parts += [([row for _, row in rows], header.columns) for header, rows in tables]
    return replace(form, unplaced=(*unplaced, *leftovers(form, [*parts, (foot, None)])))


def _with_columns(
    head: FormHead, unread: tuple[Text, ...], named: Sequence[Named], money: Sequence[tuple[str, Piece]] = ()
) -> FormHead:
    """Record what is to be said of the columns: those without a meaning, and those that the values named."""
    guessed = [*money, *(guess for names in named for guess in names.guessed)]
    return replace(
        head,
        unread=unread,
        guessed=tuple((name, read_text(piece)) for name, piece in guessed),
        contested=tuple((name, tuple(map(read_text, pieces))) for names in named for name, pieces in names.open),
    )


def _totals(rows: Sequence[Row]) -> list[tuple[str, Piece]]:
    """The labels of totals of money that were named by the amounts."""
    return [("source.total", piece) for row in rows for piece in row.pieces if is_named_by_sum(piece)]


def _unread(rows: Sequence[Row], columns: Columns) -> tuple[Text, ...]:
    """The header cells of unknown columns in which something stands below the header."""
    heads = {
        piece.at: piece for name, _, _, piece in columns.spans if not name and piece.named("funding") != "label"
    }
    if not heads:
        return ()
    filled = {
        head.at
        for row in rows
        for piece in row.pieces
        if (head := columns.head(piece.column)) is not None and head.at in heads and piece.row > head.row
    }
    return tuple(read_text(piece) for at, piece in heads.items() if at in filled)


def _lift_wide(definition: Definition, region: Region, wide: Header, document: Document) -> Form:
    """Read a form that is one wide table."""
    above = [row for _, row in region.rows[: wide.first]]
    band = [row for _, row in region.rows[wide.first : wide.last + 1]]
    body = [(kind, row) for kind, row in region.rows[wide.last + 1 :] if kind in BODY]
    foot = [row for kind, row in region.rows[wide.last + 1 :] if kind not in BODY]
    rows = [row for _, row in body] or [band[-1]]
    cells = beside(wide, rows, region.owners)
    around = [row for row in (region.title, *region.above, *above) if row]
    unit = money_unit([piece.text for row in (*around, *band) for piece in row.pieces])
    funding = FundingBlock(wide_funding(wide, cells, rows, unit), unplaced=list(region.notes))
    goals = {name.removeprefix("goal."): joined(held) for name, held in cells.items() if name.startswith("goal.")}
    table = _table([(wide.indicators, body)], funding, document, wide_total(wide, cells, rows))
    printed = dict(fields_of(above))
    printed.update(
        (name, text) for name, text in wide_fields(wide, cells, rows) if text.value or name not in printed
    )
    printed.update((name, text) for name, text in fields_of(foot, groups=("foot",)) if name not in printed)
    head = _head(definition, (region,), document, around, tuple(printed.items()), table[0].columns, unit)
    head = _with_columns(head, _unread(rows, wide.columns), [wide.named], funding.guessed)
    around = [*above, *foot]
    return _form(definition, head, funding, table, Goal(goals.get("goal"), goals.get("goal_actual")), around)


def _table(
    tables: Sequence[Table], funding: FundingBlock, document: Document, total: TotalRow | None = None
) -> tuple[IndicatorTable, Roles]:
    """Read the indicator table; reading rows of a text in other columns revokes itself where it breaks the total.

    `total` is a total that stands beside the rows.
    """
    execution = funding.funding.total if funding.funding else None

    def read(*, intact: bool) -> tuple[IndicatorTable, Roles]:
        table = read_indicators(tables, intact=intact)
        table.sections = with_rules(with_points(table.sections, table.columns))
        if total is not None and total.score is not None:
            table.sums.append(SumRow(total, total.score.at, len(table.sections), table.count))
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
    data = read_base_data(body)
    around = [row for row in (regions[0].title, *rows[:start]) if row]
    fields = (*fields_of([row for row in rows if row in foot]), *data.notes)
    unit = money_unit([piece.text for row in (*around, *body) for piece in row.pieces])
    head = _head(definition, regions, document, around, fields, Columns(), unit)
    unread = tuple(text for part, columns in data.parts for text in _unread(part, columns))
    return BaseTable(
        replace(head, columns=tuple(data.columns), unread=unread), tuple(data.rows), tuple(data.unplaced)
    )


def _lift_ledger(definition: Definition, region: Region, document: Document) -> Ledger:
    """Read a ledger of one row a project."""
    read = read_ledger(region)
    above = [row for _, row in region.rows[: region.known[0].first]]
    around = [row for row in (region.title, *above) if row]
    fields = tuple(fields_of(above))
    columns = region.known[0].columns
    head = _head(definition, (region,), document, around, fields, columns, read.money_unit)
    body = [row for _, row in region.rows[region.known[0].last + 1 :]]
    return Ledger(replace(head, unread=_unread(body, columns)), read.rows, read.total)


def _form(
    definition: Definition,
    head: FormHead,
    funding: FundingBlock,
    read: tuple[IndicatorTable, Roles],
    goal: Goal,
    outside: Sequence[Row],
) -> SelfAssessment | TargetSheet:
    table, roles = read
    total, printed = roles.total, printed_result(outside)
    if total is None or (total.score is None and definition.kind == "project-self-assessment"):
        total = printed.total or total
    sheet: dict[str, Any] = {
        "head": head,
        "funding": funding.funding,
        "sections": roles.sections,
        "repairs": (*funding.repairs, *table.repairs),
        "unplaced": (*funding.unplaced, *goal.unplaced, *table.unplaced, *roles.unplaced),
        "lost": (*table.lost, *funding.lost),
        "adjustments": roles.adjustments,
        "subtotals": roles.subtotals,
        "goal": goal.expected,
        "total": total,
    }
    if definition.kind in ("unit-target", "project-target"):
        return TargetSheet(**sheet)
    form = SelfAssessment(
        **sheet,
        goal_actual=goal.actual,
        final=roles.final,
        grade=head.field("grade") or printed.grade,
        conclusion=head.field("conclusion"),
    )
    return with_weights(form) if definition.kind not in GOVERNED else form


def _fields(block: Layout, foot: Sequence[Row]) -> tuple[tuple[str, Text], ...]:
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
    title = title_of(region.heading) if region.heading else Sourced("", "", region.first.at)
    if printed.keys().isdisjoint(UNITS) and (owner := owner_of(title)) is not None:
        printed["titled_unit"] = owner
    if "project" not in printed and definition.kind in _OF_PROJECTS and (project := project_of(title)) is not None:
        printed["titled_project"] = project
    return FormHead(
        kind=definition.kind,
        title=title,
        definition=definition.id,
        at=region.first.pieces[0].at,
        provenance=document.provenance,
        fields=tuple(printed.items()),
        money_unit=unit,
        columns=tuple((name, read_text(piece)) for name, _, _, piece in columns.spans if name),
        continued=tuple(later.first.at for later in regions[1:]),
        headed=tuple(later.first.at for later in regions[1:] if _heads_again(later)),
    )


def _heads_again(page: Region) -> bool:
    """Whether a later part of a form has a title or head of its own; the next part of a cut table has neither."""
    return page.heading is not None or any(kind in HEAD for kind, _ in page.rows)
