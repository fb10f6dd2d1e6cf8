"""The points of an indicator from wherever they stand: column, header, remark, level, the name itself, the rule.

The first of them in that order are the indicator's points, all others are kept beside them. A number in a remark or
a name is the row's points only where that is the habit of the table: a name may hold a pass mark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Figure, read_figure
from perfscore.core.records import frozen, replace
from perfscore.core.sourced import Sourced
from perfscore.core.text import squash
from perfscore.forms.cells import figure_in
from perfscore.forms.grid import Columns
from perfscore.forms.labels import POINTS_IN_NAME
from perfscore.forms.vocabulary import label_of
from perfscore.model import Indicator, Number, Section, Text

_IN_REMARK = lazy_pattern(r"(?:满分|分值|权重|标准分)[:：为]?\s*(\d{1,3}(?:\.\d+)?)\s*分?")
_IN_RULE = lazy_pattern(
    r"(?:(?:本|该|此)(?:项|指标)|满分|分值)(?:满分|分值|共|计)?[:：为是]*\s*(\d{1,3}(?:\.\d+)?)\s*分(?![钟*×÷/])"
)
_EACH = lazy_pattern(r"每[项个条]?(?:三级)?(?:指标)?\s*(\d{1,3}(?:\.\d+)?)\s*分")

_Found = Mapping[int, Number]
#: What the points of a form add up to, with the ten of the execution and without.
_WHOLES = (Decimal(100), Decimal(90))


@frozen
class _Place:
    """A place where points may stand, with the points of each row that has any there.

    `loose` places may hold other numbers: they count where the table has the habit.
    """

    points: _Found
    loose: bool = False


def with_points(sections: Sequence[Section], columns: Columns) -> list[Section]:
    """The sections of a table with the points of their rows."""
    rows = [row for section in sections for row in section.indicators if row.name.value]
    known = {id(row): row.points for row in rows if row.points is not None and _figure(row.points)}
    names = {id(row): number for row in rows if (number := _of_name(row.name)) is not None}
    places = (
        _Place(_of_header(rows, columns)),
        _Place(_each(rows, lambda row: _of_remark(row.remark)), loose=True),
        _Place(_of_levels(sections)),
        _Place(names, loose=True),
        _Place(_each(rows, lambda row: _of_rule(row.rule))),
    )
    # 权重 beside names with points: where the column's numbers add to nothing and the names' do, it holds none.
    wrong = (
        bool(known) and not _is_habit(names, known, rows) and _is_whole(names, rows) and not _is_whole(known, rows)
    )
    known = {} if wrong else known
    habits = [place.points for place in places if not place.loose or _is_habit(place.points, known, rows)]
    named = any(points is names for points in habits)

    def settled(row: Indicator) -> Indicator:
        stated = [points[id(row)] for points in habits if id(row) in points]
        if named and id(row) in names:
            row = replace(
                row, name=replace(row.name, value=POINTS_IN_NAME.sub("", row.name.value, count=1).strip())
            )
        if not stated:
            return row
        # A cell of the column that was not read as a number is told as such, and stays.
        given = not wrong and row.points is not None and row.points.value is not None
        return replace(
            row,
            points=row.points if given else stated[0],
            points_elsewhere=tuple(stated if given else stated[1:]),
        )

    return [replace(section, indicators=tuple(map(settled, section.indicators))) for section in sections]


def _is_whole(found: _Found, rows: Sequence[Indicator]) -> bool:
    """Whether all rows have points and they add up to the points of a form, with the execution or without."""
    figures = [number.value.value for number in found.values() if isinstance(number.value, Figure)]
    return len(figures) == len(rows) > 1 and sum(figures) in _WHOLES


def _is_habit(found: _Found, known: _Found, rows: Sequence[Indicator]) -> bool:
    """Whether the numbers at a place are points: half of the rows have one, or half of them are what the column says."""
    both = [(number, known[row]) for row, number in found.items() if row in known]
    if both:
        agree = sum(_figure(number) == _figure(other) for number, other in both)
        return len(both) > 1 and 2 * agree >= len(both)
    return bool(found) and 2 * len(found) >= len(rows)


def _each(rows: Sequence[Indicator], read: Callable[[Indicator], Number | None]) -> _Found:
    return {id(row): number for row in rows if (number := read(row)) is not None}


def _of_name(name: Text) -> Number | None:
    match = POINTS_IN_NAME.search(name.value)
    return None if match is None or not match.start() else _number(match[1], name)


def _of_remark(remark: Text | None) -> Number | None:
    if remark is None:
        return None
    match = _IN_REMARK.fullmatch(remark.value.strip())
    if match:
        return _number(match[1], remark)
    figure = figure_in(remark.value, "分") if remark.value.endswith("分") else None
    return Sourced(figure, remark.raw, remark.at) if figure else None


def _of_rule(rule: Text | None) -> Number | None:
    found = {match[1] for match in _IN_RULE.finditer(rule.value)} if rule is not None else set()
    return _number(found.pop(), rule) if rule is not None and len(found) == 1 else None


def _of_header(rows: Sequence[Indicator], columns: Columns) -> _Found:
    """Points that a header says of every row: `得分（每项5分）`."""
    for name in ("points", "score", "name"):
        piece = columns.piece(name)
        match = _EACH.search(piece.text) if piece is not None else None
        if piece is not None and match:
            figure = read_figure(match[1])
            stated: Number = Sourced(figure, piece.text, replace(piece.at, span=match.span(1)))
            return {id(row): stated for row in rows}
    return {}


def _of_levels(sections: Sequence[Section]) -> _Found:
    """Points in a level's label that has a single row below it; those of a section are compared with its rows."""
    return dict(pair for section in sections for pair in _of_level(section))


def _of_level(section: Section) -> Iterator[tuple[int, Number]]:
    rows = [row for row in section.indicators if row.name.value]
    under: dict[str, list[Indicator]] = {}
    for row in rows:
        if row.l2_label is not None:
            # A label may be printed again for every row.
            under.setdefault(squash(row.l2_label.raw), []).append(row)
    alone = len(rows) == 1 and rows[0].points is None
    if alone and section.points is not None and _figure(section.points):
        yield id(rows[0]), section.points
    for group in under.values():
        label = group[0].l2_label
        points = label_of(label.raw).points if label is not None else None
        if label is not None and points is not None and len(group) == 1:
            yield id(group[0]), _number(points, label)


def _number(text: str, cell: Text) -> Number:
    start = cell.raw.find(text)
    at = cell.at if start < 0 or cell.at.span is not None else replace(cell.at, span=(start, start + len(text)))
    return Sourced(read_figure(text), cell.raw, at)


def _figure(number: Number) -> object:
    return number.value.value if isinstance(number.value, Figure) else None
