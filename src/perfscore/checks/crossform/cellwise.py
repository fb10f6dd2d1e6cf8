"""The cells of a form by what they are, so that two printings of one form can be laid side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any, Final, Literal

from perfscore.checks.crossform.amounts import Amount, amount
from perfscore.checks.crossform.base_items import AMOUNTS
from perfscore.checks.register import near
from perfscore.checks.sums import blank, figure
from perfscore.checks.words import bare, share
from perfscore.core.findings import Related
from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Figure
from perfscore.core.records import frozen, replace
from perfscore.core.sourced import Sourced
from perfscore.core.text import squash
from perfscore.language.values import Value
from perfscore.model import BaseTable, Funding, Indicator, Section, SelfAssessment, TargetSheet

#: Persons are not laid side by side: they may sign one copy and not the other.
_PERSONS: Final = frozenset({"leader", "handler", "phone", "finance_leader", "reviewer"})
#: What forms are matched by.
_KEYS: Final = frozenset(
    {"project", "titled_project", "unit", "implementing_unit", "department", "titled_unit", "year"}
)
_MONEY: Final = {"initial": "年初预算数", "budget": "全年预算数", "executed": "全年执行数", "score": "得分"}
_VALUES: Final = {"target": "指标值", "actual": "完成值", "points": "分值", "score": "得分"}
_TEXTS: Final = {"reason": "偏差原因", "rule": "评分标准", "explanation": "指标解释", "remark": "备注"}
_FIELDS: Final = {
    "date": "填报日期", "term": "项目期", "attribute": "项目属性", "overview": "项目概况", "basis": "立项依据",
    "necessity": "项目设立必要性", "safeguards": "保证项目实施的制度、措施", "plan": "项目实施计划",
}  # fmt: skip
_DIGITS: Final = lazy_pattern(r"[0-9]+(?:\.[0-9]+)?")
#: What some forms print before each name: 指标1：.
_NUMBERED: Final = lazy_pattern(r"^(?:指标)?[0-9]{1,2}[:、.]")
#: So many characters are quoted around the first difference of two texts.
_BEFORE: Final = 4
_QUOTED: Final = 14

Sort = Literal["number", "name", "text"]
Form = SelfAssessment | TargetSheet | BaseTable


@frozen
class Printed:
    """A cell with what it is called, and the unit of its money."""

    words: str
    cell: Sourced[Any]
    sort: Sort
    unit: str = ""


@frozen
class Difference:
    """A cell that two printings have otherwise; `other` is None where the second one has no such row."""

    words: str
    sort: Sort
    here: Sourced[Any]
    other: Sourced[Any] | None
    shown: tuple[str, str]

    @property
    def related(self) -> tuple[Related, ...]:
        """Its places in both printings."""
        first, second = self.shown
        there = () if self.other is None else near(self.other, f"{self.words}：另一份为“{second}”")
        return (*near(self.here, f"{self.words}：此处为“{first}”"), *there)


def differences(one: Form, other: Form) -> Iterator[Difference]:
    """The cells that both forms have and that say different things, in the order of the first form."""
    there = dict(_cells(other))
    for key, printed in _cells(one):
        second = there.get(key)
        if second is not None and (sort := _differ(printed, second)) is not None:
            yield Difference(
                printed.words, sort, printed.cell, second.cell, _excerpts(printed.cell.raw, second.cell.raw)
            )
    if not isinstance(one, BaseTable) and not isinstance(other, BaseTable):
        yield from _names(one, other)


def _cells(form: Form) -> Iterator[tuple[tuple[str, ...], Printed]]:
    """The cells of a form by keys that mean the same in another printing; what stands twice has no key."""
    found = list(_all_cells(form))
    times = Counter(key for key, _ in found)
    return ((key, cell) for key, cell in found if times[key] == 1)


def _all_cells(form: Form) -> Iterator[tuple[tuple[str, ...], Printed]]:
    unit = form.head.money_unit
    for name, text in form.head.fields:
        if name not in _PERSONS | _KEYS and text.value:
            yield ("field", name), Printed(_FIELDS.get(name, name), text, "text")
    if isinstance(form, BaseTable):
        for row in form.rows:
            label = bare(row.label.value)
            for name, cell in row.figures:
                yield ("base", label, name), Printed(row.label.value, cell, "number", unit)
        return
    for block, funding, sections in _parts(form):
        for label, name, cell in _funds(funding):
            yield (
                (block, "fund", label, name),
                Printed(f"{label}{_MONEY[name]}", cell, "number", unit if name in AMOUNTS else ""),
            )
        rows = list(_rows(sections))
        # A cell merged over several rows is theirs jointly, and may be divided among them in the other printing.
        shared = Counter(cell.at for row in rows for cell in (row.points, row.score) if cell is not None)
        for indicator in rows:
            for key, printed in _row(block, indicator):
                if shared[printed.cell.at] < 2:
                    yield key, printed
    if form.goal is not None and form.goal.value:
        yield ("goal",), Printed("总体目标", form.goal, "text")
    done = form.goal_actual if isinstance(form, SelfAssessment) else None
    if done is not None and done.value:
        yield ("goal-actual",), Printed("总体目标完成情况", done, "text")


def _parts(form: SelfAssessment | TargetSheet) -> Iterator[tuple[str, Funding | None, tuple[Section, ...]]]:
    if isinstance(form, TargetSheet) and form.blocks:
        for block in form.blocks:
            yield block.name, block.funding, block.sections
    else:
        yield "annual", form.funding, form.sections


def _funds(funding: Funding | None) -> Iterator[tuple[str, str, Sourced[Any]]]:
    if funding is None:
        return
    total = [("资金总额", funding.total)] if funding.total is not None else []
    rows = ((squash(row.label.value).removeprefix("其中").strip(":"), row) for row in funding.rows)
    for label, row in (*total, *rows):
        for name in _MONEY:
            cell = getattr(row, name)
            if cell is not None:
                yield label, name, cell


def _rows(sections: tuple[Section, ...]) -> Iterator[Indicator]:
    return (row for section in sections for row in section.indicators if row.name.value)


def _name(row: Indicator) -> str:
    """The name of a row as names are compared."""
    return bare(_NUMBERED.sub("", squash(row.name.value)))


def _row(block: str, row: Indicator) -> Iterator[tuple[tuple[str, ...], Printed]]:
    name = _name(row)
    for names, sort in ((_VALUES, "number"), (_TEXTS, "text")):
        for field, words in names.items():
            cell = getattr(row, field)
            if cell is not None and (sort == "number" or cell.value):
                kind: Sort = "number" if sort == "number" else "text"
                yield (block, "row", name, field), Printed(f"“{row.name.value}”{words}", cell, kind)


def _differ(one: Printed, other: Printed) -> Sort | None:
    """How two cells differ, None where they say the same."""
    if one.sort == "text":
        first, second = bare(one.cell.raw), bare(other.cell.raw)
        if first == second:
            return None
        numbers = [_DIGITS.findall(squash(cell.cell.raw)) for cell in (one, other)]
        return "number" if numbers[0] != numbers[1] else "text"
    if isinstance(one.cell.value, Value) and isinstance(other.cell.value, Value):
        equal = canonical(one.cell.value) == canonical(other.cell.value)
        return None if equal or _same(one, other) else "number"
    first_amount, second_amount = amount(one.cell, one.unit), amount(other.cell, other.unit)
    if one.unit and first_amount is not None and second_amount is not None:
        return None if _near(first_amount, second_amount) else "number"
    first_figure, second_figure = figure(one.cell), figure(other.cell)
    if first_figure is not None and second_figure is not None:
        return None if _rounded(first_figure, second_figure) else "number"
    # A blank cell and a nought say the same of money; a text that is no number is compared as it is written.
    if any(blank(cell.cell) for cell in (one, other)):
        left = first_figure or second_figure
        return None if left is None or not left.value else "number"
    return None if _same(one, other) else "number"


def canonical(value: Value) -> Value:
    """A value as what it says: 96% and 96.0% are one.

    >>> from perfscore.language.values import parse_value
    >>> canonical(parse_value("≥96.0%")) == canonical(parse_value("96%以上"))
    True
    """
    return replace(value, decimals=0)


def _near(one: Amount, other: Amount) -> bool:
    """Whether one amount is the other with a digit more or less; of equal digits each is meant."""
    coarser = max(one.half, other.half) if one.half != other.half else 0
    return abs(one.value - other.value) <= coarser


def _rounded(one: Figure, other: Figure) -> bool:
    coarser, finer = sorted((one, other), key=lambda figure: figure.decimals)
    return one.value == other.value or (coarser.decimals < finer.decimals and finer.value in coarser.interval)


def _same(one: Printed, other: Printed) -> bool:
    return bare(one.cell.raw) == bare(other.cell.raw)


def _texts(form: SelfAssessment | TargetSheet) -> str:
    """The names and targets of a form as they are printed, marks and blanks apart."""
    rows = (row for section in form.sections for row in (*section.indicators, *section.aside))
    return "\n".join(bare(cell.raw) for row in rows for cell in (row.name, row.target) if cell is not None)


def _names(one: SelfAssessment | TargetSheet, other: SelfAssessment | TargetSheet) -> Iterator[Difference]:
    """Indicators that stand in one printing alone; those that stand in for each other are one difference."""
    here, there = _by_place(one), _by_place(other)
    known, known_there = _known(here), _known(there)
    texts, texts_there = _texts(one), _texts(other)
    for place, rows in here.items():
        left = [row for row in rows if (place[0], _name(row)) not in known_there]
        right = [row for row in there.get(place, ()) if (place[0], _name(row)) not in known]
        for first, second in zip_longest(left, right):
            if first is not None and second is not None and 2 * share(first.name.value, second.name.value) >= 1:
                shown = _excerpts(first.name.value, second.name.value)
                yield Difference("指标名称", "name", first.name, second.name, shown)
            elif len(left) != len(right):
                for row, elsewhere in ((first, texts_there), (second, texts)):
                    # Two rows that were joined into one cell are there still.
                    if row is not None and bare(row.name.value) not in elsewhere:
                        yield Difference(
                            f"指标“{row.name.value}”只在一份中有", "name", row.name, None, (row.name.raw, "")
                        )
            elif first is not None and second is not None:
                shown = _excerpts(first.name.value, second.name.value)
                yield Difference("指标名称", "name", first.name, second.name, shown)


def _known(rows: Mapping[tuple[str, str], list[Indicator]]) -> set[tuple[str, str]]:
    """The names of each block; a row may stand under another label in the other printing."""
    return {(block, _name(row)) for (block, _), own in rows.items() for row in own}


def _by_place(form: SelfAssessment | TargetSheet) -> Mapping[tuple[str, str], list[Indicator]]:
    found: dict[tuple[str, str], list[Indicator]] = {}
    for block, _, sections in _parts(form):
        for row in _rows(sections):
            found.setdefault((block, row.l2), []).append(row)
    return found


def _excerpts(first: str, second: str) -> tuple[str, str]:
    """What two texts say where they begin to differ; short ones as a whole."""
    one, other = squash(first), squash(second)
    if max(len(one), len(other)) <= _QUOTED:
        return one, other
    pairs = enumerate(zip(one, other, strict=False))
    place = next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
    start = max(place - _BEFORE, 0)
    return _cut(one, start), _cut(other, start)


def _cut(text: str, start: int) -> str:
    end = start + _QUOTED
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
