"""Recognising forms in a document by their labels and shape, never by file, sheet or position."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import field, replace
from functools import partial

from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.forms.budget import BudgetMatch, budget_tables, rows_beside
from perfscore.forms.cell_lines import cell_lines
from perfscore.forms.grid import Piece, Row, Stretch, rows_below, rows_of
from perfscore.forms.header import Header
from perfscore.forms.joined import Run, runs_of
from perfscore.forms.kinds import RowKind
from perfscore.forms.labels import POINTS_IN_NAME
from perfscore.forms.lift import lift
from perfscore.forms.notes import Begun, Note, notes_in, notes_of, with_notes
from perfscore.forms.pages import HEAD, Pages, like_sister, title_of
from perfscore.forms.panes import panes_of
from perfscore.forms.projects import divided
from perfscore.forms.regions import Region, regions_of
from perfscore.forms.sideways import sideways
from perfscore.forms.totals import with_totals
from perfscore.forms.vocabulary import Definition, Role, is_telling, vocabulary
from perfscore.forms.wide import groups_of
from perfscore.forms.wrapped import unwrap
from perfscore.model import Form, Text
from perfscore.readers.document import Document

#: So many telling labels make a region look like a performance form.
_LOOKS_LIKE_ONE = 3
#: Kinds of forms whose rows are no indicators.
_NAMELESS = frozenset({"base-data", "ledger"})


@frozen
class Match:
    """A region of a document that a definition recognises."""

    definition: Definition
    at: Location
    title: str
    _regions: tuple[Region, ...] = field(repr=False)
    _document: Document = field(repr=False)
    _notes: tuple[Text, ...] = field(default=(), repr=False)

    def extract(self) -> Form:
        """Read the form into the model."""
        form = lift(self.definition, self._regions, self._document)
        return with_notes(form, self._notes, self._regions[0].of_kind(RowKind.FUNDING))


@frozen
class NearMiss:
    """A region that holds labels of performance forms and that no definition reaches.

    Attributes:
        found: the labels found, as printed.
        nearest: name of the nearest kind of form, "" where the labels are those of the money of any.
        missing: what it would need, in words for the user.
        foreign: the title says that it is `nearest`, a kind of form that is not read.
        cell_lines: its cells stand line by line, so that its columns are not known.
        sideways: it has a column for each indicator instead of a row, and is not read.
        rows: the rows that the labels stand in.
    """

    at: Location
    found: tuple[str, ...]
    nearest: str
    missing: tuple[str, ...]
    foreign: bool = False
    rows: tuple[Location, ...] = ()
    cell_lines: bool = False
    sideways: bool = False


@frozen
class Recognition:
    """All that was recognised in a document, and what nearly was.

    `budget_tables` looks for budget tables in the rows that no form took; each call looks again.
    """

    matches: tuple[Match, ...]
    near_misses: tuple[NearMiss, ...]
    budget_tables: Callable[[], tuple[BudgetMatch, ...]] = field(default=tuple, repr=False, compare=False)


def recognise(document: Document) -> tuple[Match, ...]:
    """Return the forms of a document in reading order; `Match.extract` reads one into the model."""
    return survey(document).matches


def near_misses(document: Document) -> tuple[NearMiss, ...]:
    """Return the regions of a document that look like a form and that no definition reaches."""
    seen = survey(document)
    return left_over(seen.near_misses, seen.budget_tables())


def left_over(misses: Sequence[NearMiss], budgets: Sequence[BudgetMatch]) -> tuple[NearMiss, ...]:
    """The near misses without those whose labels all stand in budget tables: 合计, 预算数, 项目名称 are columns there."""
    if not misses or not budgets:
        return tuple(misses)
    taken = frozenset(row.at for match in budgets for row in match.rows)
    return tuple(miss for miss in misses if not miss.rows or not taken.issuperset(miss.rows))


def survey(document: Document) -> Recognition:
    """Recognise the forms of a document and name the regions that look like one and are none.

    What is a budget table beyond doubt is no part of a form, whatever labels they share.
    """
    found: list[Pages] = []
    misses: list[NearMiss] = []
    notes: list[Note] = []
    seen = [(table, list(rows_of(table, document))) for table in document.tables]
    ends = {id(rows[-1]) for _, rows in seen if rows}
    runs = list(runs_of(document, rows_beside(document, seen)))
    for run in runs:
        table, rows = run.table, run.rows
        whole = not rows or len(run.members) > 1 or id(rows[-1]) in ends
        notes += notes_in(rows, rows_below(table) if whole else (), table.name)
        lined = tuple(cell_lines(rows))
        misses += (_without_columns(rows, one) for one in lined)
        turned = tuple(sideways(rows))
        misses += (_turned(rows, one) for one in turned)
        unwrapped = unwrap(_outside(rows, (*lined, *turned)))
        page = found[-1].next_page(unwrapped.rows, table.name) if found else None
        if page is not None:
            found[-1].add(page)
            continue
        for pane in panes_of(unwrapped.rows):
            regions: list[Region] = []
            for part in divided(with_totals(pane), table.name, hidden=table.hidden):
                if isinstance(part, Region):
                    regions.append(part)
                else:
                    regions.extend(regions_of(part, table.name, hidden=table.hidden))
            for region in _with_notes(regions, unwrapped.notes):
                _take(region, found, misses)
    found, unnamed = _with_names(found)
    misses += unnamed
    begun = [Begun(pages.regions[0].sheet, pages.regions[0].first.number) for pages in found]
    matches = tuple(
        Match(
            pages.definition,
            pages.regions[0].first.pieces[0].at,
            pages.title,
            tuple(pages.regions),
            document,
            said,
        )
        for pages, said in zip(found, notes_of(begun, notes), strict=True)
    )
    return Recognition(matches, tuple(misses), partial(budget_tables, document, seen, _taken(found, runs)))


def _with_names(found: Sequence[Pages]) -> tuple[list[Pages], list[NearMiss]]:
    """The forms without those in whose tables no column names the indicators: nothing of them would be read."""
    kept: list[Pages] = []
    misses: list[NearMiss] = []
    for pages in found:
        headers = [header for region in pages.regions for header in region.headers]
        if headers and pages.definition.kind not in _NAMELESS and not any(map(_names, headers)):
            misses.append(_near_miss(pages.regions[0], pages.definition.name, (vocabulary().called("name"),)))
        else:
            kept.append(pages)
    return kept, misses


def _names(header: Header) -> bool:
    """Whether a header has a column of names, by its words or its values, or several that may be it."""
    return any("name" in names for names in (header.named.names, header.named.words, dict(header.named.open)))


def _taken(found: Sequence[Pages], runs: Sequence[Run]) -> dict[str, list[tuple[int, int]]]:
    """The rows that forms took, by the name of their table: first and last number of each region."""
    members = {run.table.name: run.members for run in runs}
    taken: dict[str, list[tuple[int, int]]] = {}
    for region in (region for pages in found for region in pages.regions):
        rows = [region.first, *(row for _, row in region.rows)]
        last = max(max(row.number, row.at.end_line or 0) for row in rows)
        for member in members[region.sheet]:
            first = min(row.number for row in rows)
            taken.setdefault(member.name, []).append((first - member.moved, last - member.moved))
    return taken


def _take(region: Region, found: list[Pages], misses: list[NearMiss]) -> None:
    """Add a region to the forms: as the next page of the last one, as one form, or as many that share a header."""
    if region.kind:
        kinds = vocabulary().definitions
        found.append(Pages(next(one for one in kinds if one.kind == region.kind), [region]))
        return
    if found and _untitled(region) and found[-1].goes_on(region):
        found[-1].add(region)
        return
    judged = _judge(region)
    if not isinstance(judged, Definition) and found:
        sister = like_sister(region, found)
        if sister is not None:
            region, judged = sister, _judge(sister)
    if isinstance(judged, NearMiss):
        misses.append(judged)
    elif judged is not None:
        if found and found[-1].definition is judged and found[-1].goes_on(region):
            found[-1].add(region)
        else:
            header = region.headers[0] if region.headers else None
            parts = groups_of(region, header) if header is not None and header.wide else (region,)
            found.extend(Pages(judged, [part]) for part in parts)


def _untitled(region: Region) -> bool:
    """Whether nothing above the indicators of a region says what it is: no title, no field, no money."""
    return region.title is None and not any(True for kind in HEAD for _ in region.of_kind(kind))


def _with_notes(regions: list[Region], notes: Sequence[tuple[Location, str]]) -> list[Region]:
    """Give each note on a wrapped table to the region that it stands in: the last that begins before it."""
    starts = [region.rows[0][1].number for region in regions]
    given: dict[int, list[tuple[Location, str]]] = {}
    for at, note in notes:
        given.setdefault(bisect_right(starts, at.line or 0) - 1, []).append((at, note))
    return [
        replace(region, notes=(*region.notes, *given[place])) if place in given else region
        for place, region in enumerate(regions)
    ]


def _judge(region: Region) -> Definition | NearMiss | None:
    """The definition that a region reaches best, a near miss, or nothing at all."""
    roles = {role for _, row in region.rows for role in row.roles}
    title = title_of(region)
    if foreign := vocabulary().foreign(title):
        return _near_miss(region, foreign, (), foreign=True)
    reached: list[tuple[int, int, Definition]] = []
    nearest: tuple[int, Definition, tuple[str, ...]] | None = None
    names = {f"{group}.{name}" for group, name in roles} | {
        f"{group}.*" for group, name in roles if name != "total"
    }
    if any(one.title_fit(title) for one in vocabulary().definitions):
        names.add("title.*")
    telling = len({role for role in roles if is_telling(role)})
    titled = False
    said = names.union(*({f"indicators.{name}" for name in one.named.words if name} for one in region.headers))
    if _names_carry_points(region):
        names.add("indicators.points")
    for header in region.headers:
        called = {*header.columns.names, *header.named.words}
        names |= {name if "." in name else f"indicators.{name}" for name in called if name}
    for definition in vocabulary().definitions:
        fit = definition.title_fit(title)
        titled = titled or fit > 0
        held = names | {"title"} if fit else names
        missing = tuple(need.say for need in definition.requirements if not held & set(need.any))
        # A level that the values alone give away (考核项目 over 考核指标) is none of the budget's.
        excluded = not fit and said & set(definition.excludes)
        if not missing and len(roles) >= definition.threshold and not excluded:
            reached.append((fit, len(held & set(definition.evidence)), definition))
        met = 0 if excluded else len(definition.requirements) - len(missing) + bool(fit)
        if nearest is None or met > nearest[0]:
            nearest = (met, definition, missing)
    if reached:
        return max(reached, key=lambda item: item[:2])[2]
    # A title that names a form tells as much as a label: where its header row was lost, little else may be left.
    if nearest is None or telling + titled < _LOOKS_LIKE_ONE:
        return None
    if not titled and all(map(_of_money, _telling_pieces(region))):
        return _near_miss(region, "", ("三级指标", "年度指标值")) if _is_funding(roles) else None
    return _near_miss(region, nearest[1].name, nearest[2])


def _of_money(piece: Piece) -> bool:
    """Whether a label is one of money, whatever else it may be: 分值 and 得分 stand in both headers."""
    return any(group in ("funding", "source") for group, _ in piece.label.roles)


def _is_funding(roles: Collection[Role]) -> bool:
    """Whether labels of money are those of a performance form, and not the columns of any list with amounts."""
    return any(
        (group == "source" and name != "total") or (group == "funding" and name in ("rate", "points", "score"))
        for group, name in roles
    )


def _names_carry_points(region: Region) -> bool:
    """Whether the names of the indicators have their points behind them: 家长满意度（15分）."""
    named = [
        piece.text
        for header in region.headers
        for _, row in region.rows[header.last + 1 :]
        for piece in row.pieces
        if header.indicators.at(piece.column) == "name"
    ]
    return sum(POINTS_IN_NAME.search(text) is not None for text in named) * 2 > len(named)


def _outside(rows: Sequence[Row], lined: Sequence[Stretch]) -> Sequence[Row]:
    """The rows that stand in no table whose cells stand line by line, or that lies on its side."""
    gone = {place for one in lined for place in range(one.start, one.end)}
    return [row for place, row in enumerate(rows) if place not in gone] if gone else rows


def _without_columns(rows: Sequence[Row], lined: Stretch) -> NearMiss:
    places = tuple(row.at for row in rows[lined.start : lined.end])
    return NearMiss(rows[lined.header].pieces[0].at, lined.labels, "", (), rows=places, cell_lines=True)


def _turned(rows: Sequence[Row], turned: Stretch) -> NearMiss:
    places = tuple(row.at for row in rows[turned.start : turned.end])
    return NearMiss(rows[turned.header].pieces[0].at, turned.labels, "", (), rows=places, sideways=True)


def _near_miss(region: Region, nearest: str, missing: tuple[str, ...], *, foreign: bool = False) -> NearMiss:
    rows = tuple(row.at for _, row in region.rows if any(map(is_telling, row.roles)))
    return NearMiss(region.first.pieces[0].at, tuple(_telling_labels(region)), nearest, missing, foreign, rows)


def _telling_labels(region: Region) -> Iterator[str]:
    yield from dict.fromkeys(piece.label.key for piece in _telling_pieces(region))


def _telling_pieces(region: Region) -> Iterator[Piece]:
    pieces = (piece for _, row in region.rows for piece in row.pieces)
    return (piece for piece in pieces if any(map(is_telling, piece.label.roles)))
