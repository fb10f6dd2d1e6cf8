"""What each row of an indicator table is, decided once: by what it says, and by what it equals.

A row is an indicator unless it says that nothing applies (无, 不适用, /), is a line of the template that was not
used (指标2, ……), details the row above it (其中), gives or takes points beside the hundred (加分项, 扣分项), or adds
other rows whatever it is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from perfscore.core.location import Location
from perfscore.core.numbers import Figure
from perfscore.core.records import frozen, replace
from perfscore.core.sourced import Unreadable
from perfscore.core.text import is_blank_mark
from perfscore.forms.merged import cells
from perfscore.forms.repeated import is_bare, take_repeated
from perfscore.forms.sums import Above, SumRow, number_in, settle
from perfscore.forms.vocabulary import label_of, vocabulary
from perfscore.language.values import Value
from perfscore.model import FundingRow, Indicator, Number, RowRole, Section, TotalRow, Valued

#: The points and the scores of some rows, None where one is not known.
_Sums = tuple[Decimal | None, Decimal | None]
_NOTHING: _Sums = (Decimal(0), Decimal(0))
#: Points that only a total has.
_WHOLES = (Decimal(100), Decimal(90))
#: What the execution of the budget carries where no money was read: ten points and any score.
_EXECUTION: _Sums = (Decimal(10), None)


@frozen
class Roles:
    """The rows of an indicator table, each with its role, and the rows that add them.

    `adds_up` says that a total is printed and that the rows add to it.
    """

    sections: tuple[Section, ...]
    adjustments: tuple[Indicator, ...]
    subtotals: tuple[TotalRow, ...]
    total: TotalRow | None
    final: TotalRow | None
    unplaced: tuple[tuple[Location, str], ...]
    adds_up: bool

    @property
    def named(self) -> int:
        """How many indicators have a name."""
        return sum(bool(row.name.value) for section in self.sections for row in section.indicators)


def decide(sections: Sequence[Section], sums: Sequence[SumRow], execution: FundingRow | None) -> Roles:
    """Tell the rows of a table apart.

    Args:
        sections: the sections with all of their rows.
        sums: the rows that add others, `above` counting all rows.
        execution: the row of the funds that carries the points of the execution rate.
    """
    bare = [
        row
        for section in sections
        for row in section.indicators
        if positive(row.points) and is_bare(row) and role_of(row) == "indicator"
    ]
    sections, sums = take_repeated(sections, sums, execution, bare)
    sections, sums = _sums_as_sections(*_bare_total(sections, sums, execution))
    told = [with_roles(section) for section in sections]
    rows = [row for section in sections for row in section.indicators]
    kept = {id_ for (section, _) in told for id_ in map(_key, section.indicators)}
    adjusting = {id_ for (_, adjusted) in told for id_ in map(_key, adjusted)}
    indicators = list(accumulate((_key(row) in kept for row in rows), initial=0))
    adjusted = list(accumulate((_key(row) in adjusting for row in rows), initial=0))
    places = [replace(one, above=indicators[one.above]) for one in sums]
    plain = [section for section, _ in told]
    above = Above(plain, execution)
    settled = settle(places, plain, above, [adjusted[one.above] for one in sums])
    done = []
    for place, (section, changes) in enumerate(told):
        own = tuple(row for inside, row in settled.subtotals if inside == place)
        empty = not (section.indicators or section.aside or section.blanks or own)
        if empty and (changes or not label_of(section.header.raw).named("l1")):
            continue  # a heading of bonuses alone, or a sum in place of one
        done.append(replace(section, subtotals=(*section.subtotals, *own)))
    return Roles(
        tuple(done),
        tuple(row for _, changes in told for row in changes),
        tuple(row for inside, row in settled.subtotals if inside == -1),
        settled.total,
        settled.final,
        tuple((at, "表中有多个总分行，只取其中一个") for at in settled.others),
        settled.total is not None and above.holds(settled.total, 0, above.starts[-1], whole=True),
    )


def _bare_total(
    sections: Sequence[Section], sums: Sequence[SumRow], execution: FundingRow | None
) -> tuple[Sequence[Section], Sequence[SumRow]]:
    """Take the first or the last row out where it has no name and holds what all others add to: a total by any label."""
    if any(not one.subtotal for one in sums) or not sections:
        return sections, sums
    count = sum(len(section.indicators) for section in sections)
    for place, last in ((len(sections) - 1, True), (0, False)):
        rows = sections[place].indicators
        if count < 3 or not rows or not _bare_number(rows[-1 if last else 0]):
            continue
        row = rows[-1 if last else 0]
        others = [one for section in sections for one in section.indicators if one is not row]
        added = _sum(cells(others, "points")), _sum(cells(others, "score"))
        carried = _EXECUTION
        if execution is not None:
            carried = number_in(execution.points) or _EXECUTION[0], number_in(execution.score)
        if not _adds(row, added, carried) and number_in(row.points) not in _WHOLES:
            continue
        kept = list(sections)
        kept[place] = replace(sections[place], indicators=rows[:-1] if last else rows[1:])
        total = SumRow(TotalRow(row.name, row.points, row.score), row.row, place, count - 1 if last else 0)
        below = [one if last else replace(one, above=one.above - 1) for one in sums]
        return kept, [*below, total] if last else [total, *below]
    return sections, sums


def _sums_as_sections(
    sections: Sequence[Section], sums: Sequence[SumRow]
) -> tuple[Sequence[Section], Sequence[SumRow]]:
    """Take headings out that hold one row, without name and values, of just what stands above: sums by any label."""
    found: list[SumRow] = []
    kept: list[Section] = []
    above = 0
    since, every = _NOTHING, _NOTHING
    for place, section in enumerate(sections):
        row = section.indicators[0] if len(section.indicators) == 1 else None
        known = label_of(section.header.raw).named("l1") is not None
        if row is not None and not known and _bare_number(row) and (_equals(row, since) or _equals(row, every)):
            total = TotalRow(section.header, row.points, row.score)
            found.append(SumRow(total, section.header.at, max(place - 1, 0), above, subtotal=True))
            kept.append(replace(section, indicators=()))
            since = _NOTHING
        else:
            kept.append(section)
            since = _sum(cells(section.indicators, "points")), _sum(cells(section.indicators, "score"))
            every = _plus(every[0], since[0]), _plus(every[1], since[1])
        above += len(section.indicators)
    if not found:
        return sections, sums
    gone = [one.above for one in found]
    moved = (replace(one, above=one.above - sum(at < one.above for at in gone)) for one in (*sums, *found))
    return kept, sorted(moved, key=lambda one: one.above)


def _adds(row: Indicator, added: _Sums, carried: _Sums) -> bool:
    """Whether a row holds what others add to; points and score may each count the execution or leave it out."""
    points, score = number_in(row.points), number_in(row.score)
    if points is None and row.points is None:
        # A table without points: the score alone says it, with what the execution may have got where that is not printed.
        if score is None or added[1] is None:
            return False
        most = _plus(added[1], carried[1] if carried[1] is not None else carried[0])
        return score in (added[1], most) or (carried[1] is None and most is not None and added[1] <= score <= most)
    if added[0] is None or points not in (added[0], _plus(added[0], carried[0])):
        return False
    return (
        score is None or added[1] is None or score in (added[1], _plus(added[1], carried[1])) or carried[1] is None
    )


def _bare_number(row: Indicator) -> bool:
    held = positive(row.points) or (row.points is None and positive(row.score))
    return not row.name.value and not _says(row.target) and not _says(row.actual) and held


def _equals(row: Indicator, sums: _Sums) -> bool:
    """Whether a row holds these points, and this score where both are known."""
    points, score = number_in(row.points), number_in(row.score)
    return points == sums[0] and (score is None or sums[1] is None or score == sums[1])


def _sum(numbers: Sequence[Number | None]) -> Decimal | None:
    known = [one for one in map(number_in, numbers) if one is not None]
    return sum(known, Decimal(0)) if len(known) == len(numbers) else None


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _key(row: Indicator) -> int:
    """What stays the same of a row when its role is set: its name is one object."""
    return id(row.name)


def role_of(row: Indicator) -> RowRole:
    """The role of a row by what it says itself."""
    kind = _adjusts(row)
    if kind is not None:
        return kind
    if not positive(row.points) and (_unnamed_and_empty(row) or _does_not_apply(row)):
        return "placeholder"
    if label_of(row.name.raw).of_which and not positive(row.points):
        return "part"
    return "indicator"


def with_roles(section: Section) -> tuple[Section, list[Indicator]]:
    """A section whose rows were told apart, and its bonuses and deductions."""
    rows = [
        replace(row, role=role) for row, role in zip(section.indicators, _roles(section.indicators), strict=True)
    ]
    rows, added = _sums_told(rows)
    indicators = tuple(row for row in rows if row.role == "indicator")
    aside = tuple(row for row in rows if row.role in ("part", "placeholder"))
    told = replace(section, indicators=indicators, aside=aside, subtotals=(*section.subtotals, *added))
    return told, [row for row in rows if row.role in ("bonus", "deduction")]


def _roles(rows: Sequence[Indicator]) -> list[RowRole]:
    """The roles of the rows of a section; parts that carry points are those whose points are the row's above them."""
    roles = [role_of(row) for row in rows]
    for place, row in enumerate(rows):
        before = roles[place - 1] if place else None
        if roles[place] == "indicator" and before == "part" and _marked_blank(row.points):
            roles[place] = "part"
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and label_of(rows[end].name.raw).of_which:
            end += 1
        points = [number_in(row.points) for row in rows[start:end]]
        known = [one for one in points if one is not None]
        if end > start + 1 and len(known) == len(points) and known[0] == sum(known[1:]) > 0:
            roles[start + 1 : end] = ["part"] * (end - start - 1)
        start = end
    return roles


def _sums_told(rows: list[Indicator]) -> tuple[list[Indicator], list[TotalRow]]:
    """Take a row out that has no target and no actual value and holds just what all others of its section add to."""
    for place in {0, len(rows) - 1} if len(rows) > 1 else ():
        row = rows[place]
        others = [one for one in rows if one is not row and one.role == "indicator"]
        if row.name.value and row.target is None and row.actual is None:
            continue  # no row of the table has a target
        if row.role != "indicator" or _says(row.target) or _says(row.actual) or not positive(row.points):
            continue
        points = [number_in(one.points) for one in others]
        known = [one for one in points if one is not None]
        if len(known) == len(points) >= (2 if row.name.value else 1) and sum(known) == number_in(row.points):
            label = row.name if row.name.value else replace(row.name, value=row.l1, raw=row.l1)
            return [one for one in rows if one is not row], [TotalRow(label, row.points, row.score)]
    return rows, []


def _adjusts(row: Indicator) -> RowRole | None:
    """Whether a row, or the level that it stands under, is called a bonus or a deduction."""
    for text in (row.l1, row.l2, row.name.value):
        word = vocabulary().adjusting(text)
        if word is not None:
            negative = any((number_in(cell) or 0) < 0 for cell in (row.points, row.score))
            return "deduction" if negative or word == "deduction" else "bonus"
    return None


def _unnamed_and_empty(row: Indicator) -> bool:
    """Whether neither the name nor any value of a row says something."""
    if not names_nothing(row.name.value):
        return False
    cells = [cell for cell in (row.target, row.actual) if cell is not None]
    return all(says_nothing(cell) for cell in cells) and not positive(row.score)


def _does_not_apply(row: Indicator) -> bool:
    """Whether a named row says that it does not apply: in words, or by marks in all of its cells."""
    if not row.name.value or positive(row.score):
        return False
    cells = [cell for cell in (row.target, row.actual) if cell is not None]
    if not cells or not all(says_nothing(cell) for cell in cells):
        return False
    if any(_inapplicable(cell) for cell in cells):
        return True
    written = [cell.raw for cell in (*cells, row.points, row.score) if cell is not None]
    return len(written) > len(cells) and all(text.strip() for text in written)


def names_nothing(name: str) -> bool:
    """Whether a name is none: a mark, a word for none, or the name that a template prints."""
    return is_blank_mark(name) or vocabulary().absent(name) or vocabulary().unused(name)


def says_nothing(cell: Valued) -> bool:
    """Whether a value is blank, a mark, a word for none or not applicable, or a template's."""
    if isinstance(cell.value, Unreadable):
        return False
    empty = cell.value.kind == "empty" and cell.value.empty not in ("elsewhere", "not-recorded")
    return empty or cell.raw.strip() in ("0", "0%") or names_nothing(cell.raw)


def _inapplicable(cell: Valued) -> bool:
    value = cell.value
    return (isinstance(value, Value) and value.empty == "not-applicable") or vocabulary().absent(
        cell.raw, named=True
    )


def _says(cell: Valued | None) -> bool:
    return cell is not None and not is_blank_mark(cell.raw)


def positive(cell: Number | None) -> bool:
    """Whether a cell holds a number above zero, or something that is neither a number nor a word for none."""
    if cell is None or cell.value is None:
        return False
    if isinstance(cell.value, Figure):
        return cell.value.value > 0
    return not names_nothing(cell.raw)


def _marked_blank(cell: Number | None) -> bool:
    return cell is not None and bool(cell.raw.strip()) and is_blank_mark(cell.raw)
