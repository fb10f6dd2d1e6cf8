"""Recognising forms in a document by their labels and shape, never by file, sheet or position."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.forms.budget import BudgetMatch, budget_tables
from perfscore.forms.grid import Row, rows_of
from perfscore.forms.head import fields_of
from perfscore.forms.header import header_of
from perfscore.forms.lift import lift
from perfscore.forms.regions import Region, RowKind, kind_of, regions_of, title_text
from perfscore.forms.vocabulary import Definition, is_telling, vocabulary
from perfscore.forms.wide import groups_of, wide_header
from perfscore.forms.wrapped import unwrap
from perfscore.model import Form
from perfscore.readers.document import Document

#: So many telling labels make a region look like a performance form.
_LOOKS_LIKE_ONE = 3
#: What a title says of the second part of a table: 续表, （续）, （续表1）.
_CONTINUED = lazy_pattern(r"[(（]?续表?[一二三四五\d]?[)）]?$")
_HEAD = (RowKind.FIELD, RowKind.FUNDING, RowKind.GOAL)


@dataclass(frozen=True)
class Match:
    """A region of a document that a definition recognises."""

    definition: Definition
    at: Location
    title: str
    _regions: tuple[Region, ...] = field(repr=False)
    _document: Document = field(repr=False)

    def extract(self) -> Form:
        """Read the form into the model."""
        return lift(self.definition, self._regions, self._document)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A region that holds labels of performance forms and that no definition reaches.

    Attributes:
        found: the labels found, as printed.
        nearest: name of the nearest kind of form.
        missing: what it would need, in words for the user.
    """

    at: Location
    found: tuple[str, ...]
    nearest: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
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
    return survey(document).near_misses


def survey(document: Document) -> Recognition:
    """Recognise the forms of a document and name the regions that look like one and are none."""
    found: list[tuple[Definition, list[Region]]] = []
    misses: list[NearMiss] = []
    seen = [(table, list(rows_of(table, document))) for table in document.tables]
    for table, rows in seen:
        unwrapped = unwrap(rows)
        page = _next_page(found[-1][1], unwrapped.rows, table.name) if found and document.kind == "docx" else None
        if page is not None:
            found[-1][1].append(page)
            continue
        regions = list(regions_of(unwrapped.rows, table.name, hidden=table.hidden))
        for region in _with_notes(regions, unwrapped.notes):
            judged = _judge(region)
            if isinstance(judged, NearMiss):
                misses.append(judged)
            elif judged is not None:
                if found and found[-1][0] is judged and _continues(found[-1][1], region):
                    found[-1][1].append(region)
                else:
                    wide = wide_header(region)
                    parts = groups_of(region, wide) if wide else (region,)
                    found.extend((judged, [part]) for part in parts)
    matches = tuple(
        Match(definition, regions[0].first.pieces[0].at, _title(regions[0]), tuple(regions), document)
        for definition, regions in found
    )
    return Recognition(matches, tuple(misses), partial(budget_tables, document, seen, _taken(found)))


def _taken(found: Sequence[tuple[Definition, list[Region]]]) -> dict[str, list[tuple[int, int]]]:
    """The rows that forms took, by the name of their table: first and last number of each region."""
    taken: dict[str, list[tuple[int, int]]] = {}
    for region in (region for _, regions in found for region in regions):
        last = region.rows[-1][1]
        first = min(region.first.number, region.rows[0][1].number)
        taken.setdefault(region.sheet, []).append((first, max(last.number, last.at.end_line or 0)))
    return taken


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


def _title(region: Region) -> str:
    return title_text(region.title) if region.title else ""


def _judge(region: Region) -> Definition | NearMiss | None:
    """The definition that a region reaches best, a near miss, or nothing at all."""
    roles = {role for _, row in region.rows for role in row.roles}
    title = _title(region)
    reached: list[tuple[int, int, Definition]] = []
    nearest: tuple[int, Definition, tuple[str, ...]] | None = None
    names = {f"{group}.{name}" for group, name in roles}
    for row in region.of_kind(RowKind.INDICATORS):
        names |= {f"indicators.{name}" for name in header_of([row], open_ended=True).names if name}
    for definition in vocabulary().definitions:
        fit = definition.title_fit(title)
        held = names | {"title"} if fit else names
        missing = tuple(need.say for need in definition.requirements if not held & set(need.any))
        excluded = not fit and held & set(definition.excludes)
        if not missing and len(roles) >= definition.threshold and not excluded:
            reached.append((fit, len(held & set(definition.evidence)), definition))
        met = len(definition.requirements) - len(missing) + bool(fit)
        if nearest is None or met > nearest[0]:
            nearest = (met, definition, missing)
    if reached:
        return max(reached, key=lambda item: item[:2])[2]
    if nearest is None or len({role for role in roles if is_telling(role)}) < _LOOKS_LIKE_ONE:
        return None
    return NearMiss(region.first.pieces[0].at, tuple(_telling_labels(region)), nearest[1].name, nearest[2])


def _telling_labels(region: Region) -> Iterator[str]:
    seen: set[str] = set()
    for _, row in region.rows:
        for piece in row.pieces:
            if piece.label.key not in seen and any(is_telling(role) for role in piece.label.roles):
                seen.add(piece.label.key)
                yield piece.label.key


def _continues(before: Sequence[Region], region: Region) -> bool:
    """Whether a region is the next page of a form.

    Its head says the same project and unit, or it has no head but the same title, 续表 or not; no row is printed
    twice. A table that is called 续表 may stand on the next sheet.
    """
    title = _title(region)
    continued = _CONTINUED.search(title) is not None
    if (before[0].sheet != region.sheet and not continued) or any(True for _ in before[-1].of_kind(RowKind.TOTAL)):
        return False
    headless = not any(True for kind in _HEAD for _ in region.of_kind(kind))
    if headless:
        same = region.title is not None and _CONTINUED.sub("", title) == _CONTINUED.sub("", _title(before[0]))
    else:
        identity = _identity(region)
        same = bool(identity) and identity == _identity(before[0])
    return same and not _bodies(before) & _bodies([region])


def _next_page(before: Sequence[Region], rows: Sequence[Row], sheet: str) -> Region | None:
    """A table that goes on with the rows of the form before it, without printing the head again.

    Word parts a table in two where a page ends. It has the columns of the table before and begins with a level.
    """
    header = next(before[-1].of_kind(RowKind.INDICATORS), None)
    if header is None or not rows or any(True for _ in before[-1].of_kind(RowKind.TOTAL)):
        return None
    kinds = [kind_of(row) for row in rows]
    if kinds[0] is not RowKind.LEVEL or RowKind.INDICATORS in kinds or _width(rows) != _width([header]):
        return None
    return Region(sheet, None, ((RowKind.INDICATORS, header), *zip(kinds, rows, strict=True)))


def _width(rows: Sequence[Row]) -> int:
    return max(piece.last_column for row in rows for piece in row.pieces)


def _identity(region: Region) -> tuple[tuple[str, str], ...]:
    rows = list(region.of_kind(RowKind.FIELD))
    found = {name: text.value for name, text in fields_of(rows, groups=("fields",))}
    return tuple(sorted(found.items())) if found.get("project") else ()


def _bodies(regions: Sequence[Region]) -> set[tuple[str, ...]]:
    """The indicator rows of regions as texts."""
    found: set[tuple[str, ...]] = set()
    for region in regions:
        kinds = [kind for kind, _ in region.rows]
        start = kinds.index(RowKind.INDICATORS) + 1 if RowKind.INDICATORS in kinds else len(kinds)
        found |= {
            tuple(piece.text for piece in row.pieces) for _, row in region.rows[start:] if len(row.pieces) > 2
        }
    return found
