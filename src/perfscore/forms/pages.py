"""Forms that go on: on the next page, under 续表, in the next table of a Word file or on the next sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import mutable
from perfscore.core.text import squash
from perfscore.forms.fit import Fit, fit_of
from perfscore.forms.grid import Row
from perfscore.forms.head import fields_of
from perfscore.forms.header import Header
from perfscore.forms.kinds import RowKind, kind_of, title_text
from perfscore.forms.regions import Region
from perfscore.forms.vocabulary import Definition

#: What a title says of the second part of a table: 续表, （续）, （续表1）.
_CONTINUED = lazy_pattern(r"[(（]?续表?[一二三四五\d]?[)）]?$")
#: Rows that stand above the indicators of a form.
HEAD = (RowKind.FIELD, RowKind.FUNDING, RowKind.GOAL)
_NEXT = frozenset({RowKind.LEVEL, RowKind.TOTAL, RowKind.OTHER, RowKind.FOOT, RowKind.FIELD})
#: Fields that are the same on every page of a form.
_TELLING = frozenset({"project_code", "unit", "unit_code", "department", "implementing_unit", "year"})
#: So many cells show that a row is one of the table.
_FEW = 3


@mutable
class Pages:
    """The regions of one form, page by page."""

    definition: Definition
    regions: list[Region]
    _rows: set[tuple[str, ...]] = field(default_factory=set)
    _levels: list[str] = field(default_factory=list)
    _seen: int = 0

    def add(self, region: Region) -> None:
        """Take a region as the next page."""
        self.regions.append(region)

    @property
    def finished(self) -> bool:
        """Whether the total of the form was printed."""
        return any(True for _ in self.regions[-1].of_kind(RowKind.TOTAL))

    @cached_property
    def title(self) -> str:
        """The normalised title of the first page."""
        return title_of(self.regions[0])

    @cached_property
    def _identity(self) -> Mapping[str, str]:
        return _identity(self.regions[0])

    def goes_on(self, region: Region) -> bool:
        """Whether a region is the next page of the form.

        Its head says the same project and unit, or it has no head and the same title, 续表 or not, or the same
        columns. No row is printed twice; on another sheet that is not called 续表 the levels go on, too.
        """
        if self.finished or self.regions[0].kind:
            return False
        title = title_of(region)
        called = _CONTINUED.search(title) is not None
        headless = not any(True for kind in HEAD for _ in region.of_kind(kind))
        untitled = headless and region.title is None
        if untitled:
            same = _columns(region) == _columns(self.regions[0]) != []
        elif headless:
            same = _CONTINUED.sub("", title) == _CONTINUED.sub("", self.title)
        else:
            same = _agree(self._identity, _identity(region))
        if not same or not self._printed().isdisjoint(_bodies(region)):
            return False
        elsewhere = self.regions[0].sheet != region.sheet
        return not (untitled or (elsewhere and not called)) or self._continues(region)

    def _printed(self) -> set[tuple[str, ...]]:
        """The indicator rows of all pages as texts; each page is gone through once."""
        for region in self.regions[self._seen :]:
            self._rows.update(_bodies(region))
            self._levels += _levels(region)
        self._seen = len(self.regions)
        return self._rows

    def _continues(self, region: Region) -> bool:
        """Whether the first levels of a region are none that stand on the pages before, the last one apart."""
        self._printed()
        theirs = set(_levels(region))
        return bool(theirs) and theirs.isdisjoint(self._levels[:-1] if self._levels else ())

    def next_page(self, rows: Sequence[Row], sheet: str) -> Region | None:
        """A table that goes on with the rows of the form, without printing its head again, or None.

        Word parts a table in two where a page ends, and some sheets hold what another had no room for. It begins
        with a level and its cells fit the columns of the form.
        """
        if self.finished or not rows or not self.regions[-1].headers or self.regions[-1].kind:
            return None
        header = self.regions[-1].headers[-1]
        kinds = [kind_of(row) for row in rows]
        # What stands above the table of the next page (续, a page number) is no row of it; a title or a field begins a form.
        above = next((place for place, row in enumerate(rows) if row.number > 0), len(rows))
        if above == len(rows) or {RowKind.TITLE, RowKind.FIELD} & set(kinds[:above]):
            return None
        rows, kinds = rows[above:], kinds[above:]
        if kinds[0] is not RowKind.LEVEL or not _NEXT.issuperset(kinds) or not _fits(rows, kinds, header):
            return None
        band = self.regions[-1].rows[header.first : header.last + 1]
        known = (Header(0, len(band) - 1, header.columns, header.stacks, header.named),)
        page = Region(sheet, None, (*band, *zip(kinds, rows, strict=True)), known=known)
        self._printed()
        return page if self._continues(page) and self._rows.isdisjoint(_bodies(page)) else None


def like_sister(region: Region, found: Sequence[Pages]) -> Region | None:
    """A form whose header the text extraction lost, with the header of the last form of its title, or None."""
    title = title_of(region)
    place = next((n for n, (kind, _) in enumerate(region.rows) if kind is RowKind.LEVEL), None)
    if not title or place is None or region.headers or region.first.pieces[0].at.line is None:
        return None
    sister = next(
        (pages.regions[0] for pages in reversed(found) if pages.title == title and pages.regions[0].headers), None
    )
    if sister is None:
        return None
    header = sister.headers[0]
    band = sister.rows[header.first : header.last + 1]
    known = (replace(header, first=place, last=place + len(band) - 1),)
    return replace(region, rows=(*region.rows[:place], *band, *region.rows[place:]), known=known)


def title_of(region: Region) -> str:
    """The normalised title of a region, or ""."""
    return title_text(region.title) if region.title else ""


def _columns(region: Region) -> list[str]:
    return [stack.leaf.label.key or stack.leaf.text for header in region.headers[:1] for stack in header.stacks]


def _fits(rows: Sequence[Row], kinds: Sequence[RowKind], header: Header) -> bool:
    """Whether the cells of the first rows of a table can stand in the columns of a header."""
    body = [row for kind, row in zip(kinds, rows, strict=True) if kind in (RowKind.LEVEL, RowKind.OTHER)][:_FEW]
    columns = header.indicators
    if not any(len(row.pieces) > _FEW for row in body):
        return False
    numbers = 0
    for piece in (piece for row in body for piece in row.pieces):
        name = columns.at(piece.column)
        if name is None:
            return False
        if piece.named("l1") or piece.named("l2") or not name:
            continue
        fit = fit_of(piece, name)
        if fit <= Fit.WRONG:
            return False
        numbers += fit is Fit.GOOD and name in ("target", "points", "score")
    return numbers > 0


def _levels(region: Region) -> list[str]:
    """The first levels of a region in the order that they are printed, each once."""
    found = [
        name for row in region.of_kind(RowKind.LEVEL) for piece in row.pieces[:2] if (name := piece.named("l1"))
    ]
    return list(dict.fromkeys(found))


def _identity(region: Region) -> Mapping[str, str]:
    rows = list(region.of_kind(RowKind.FIELD))
    return {name: squash(text.value) for name, text in fields_of(rows, groups=("fields",)) if text.value}


def _agree(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two heads name the same project, and contradict each other in nothing that tells forms apart."""
    named = "project" in one and one["project"] == other.get("project")
    return named and all(one[name] == other[name] for name in _TELLING & one.keys() & other.keys())


def _bodies(region: Region) -> Iterator[tuple[str, ...]]:
    """The indicator rows of a region as texts."""
    kinds = [kind for kind, _ in region.rows]
    start = kinds.index(RowKind.INDICATORS) + 1 if RowKind.INDICATORS in kinds else len(kinds)
    for kind, row in region.rows[start:]:
        if kind is not RowKind.INDICATORS and len(row.pieces) > 2:
            yield tuple(piece.text for piece in row.pieces)
