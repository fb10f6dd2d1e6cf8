"""What the cost targets of a form let it spend: by the blocks in which they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from perfscore.checks.pairs import filled, paired
from perfscore.checks.subjects import View
from perfscore.checks.sums import figure, named, value
from perfscore.core.numbers import Figure
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.core.units import convert, dimension
from perfscore.language.values import Value
from perfscore.model import Indicator, Number, SelfAssessment, TargetSheet
from perfscore.rulesets.names import bare_name

#: Second-level costs that the project's money pays; costs to society and nature are not outlays.
_OUTLAYS = frozenset({"", "成本指标", "经济成本指标"})


@frozen
class Side:
    """One block of a form, or the whole of a form that has none: its money and its rows.

    `costs` are the rows that stand among the costs, in this block or in the other.
    """

    name: str
    name_en: str
    total: Number
    money: Figure
    rows: tuple[Indicator, ...]
    costs: tuple[Indicator, ...]

    @property
    def spoken(self) -> str:
        """The name of the total."""
        return f"{self.name}资金总额" if self.name else "资金总额"


def sides(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Side]:
    """The blocks of a form whose total is a number, the year's first."""
    both = paired(view)
    if both is None:
        total = form.funding.total if form.funding else None
        rows = tuple(named(form))
        costs = tuple(row for row in rows if is_cost(row))
        yield from _side("", "", (total.initial, total.budget) if total else (), rows, costs)
        return
    costs_by_name = {squash(row.name.value) for rows in both.rows for row in rows if is_cost(row)}
    for name, name_en, block in (("年度", "annual ", both.annual), ("实施期", "period ", both.period)):
        total = block.funding.total if block.funding else None
        rows = filled(block)
        # An extraction that moved a row away from the costs has left it there on the other side.
        costs = tuple(row for row in rows if is_cost(row) or squash(row.name.value) in costs_by_name)
        yield from _side(name, name_en, (total.initial, total.budget) if total else (), rows, costs)


def _side(
    name: str,
    name_en: str,
    cells: Iterable[Number | None],
    rows: tuple[Indicator, ...],
    costs: tuple[Indicator, ...],
) -> Iterator[Side]:
    known = [cell for cell in cells if cell is not None and figure(cell) is not None]
    if not known:
        return
    largest = max(known, key=lambda cell: value(cell) or 0)
    money = figure(largest)
    if money is not None:
        yield Side(name, name_en, largest, money, rows, costs)


def is_cost(row: Indicator) -> bool:
    """Whether a row stands among the costs that the project's money pays."""
    return (row.l1 == "成本指标" or row.l2 == "成本指标") and row.l2 in _OUTLAYS


def amount_of(row: Indicator, unit: str, view: View) -> Fraction | None:
    """What a cost target lets the project spend in all, in the form's unit; None where it is no such amount."""
    target = row.target.value if row.target is not None else None
    if not isinstance(target, Value) or target.kind not in ("bound", "exact") or target.number is None:
        return None
    name = bare_name(row.name.value).replace("每年", "")
    kind = view.ruleset.name_class(row.name.value)
    words = (*view.ruleset.words("cost_per_unit"), *view.ruleset.words("cost_not_spent"))
    if (kind is not None and kind.name == "price") or any(word in name for word in words):
        return None
    money = target.unit.removesuffix("/年")
    if dimension(money) != "money" or target.number < 0:
        return None
    return convert(target.number, money, unit)


def is_floor(row: Indicator) -> bool:
    """Whether a target says what is spent at least."""
    target = row.target.value if row.target is not None else None
    return isinstance(target, Value) and target.relation in (">=", ">")


def without_totals(
    outlays: Sequence[tuple[Indicator, Fraction]], money: Fraction, bound: Fraction, words: Sequence[str]
) -> list[tuple[Indicator, Fraction]]:
    """The rows to add up: none that is the whole of the money, the sum of the others, called a total, or a part.

    A row is a part of another whose name its own begins with (设备购置费, 设备购置费中的电脑), or that is marked 其中.
    """
    whole = sum((worth for _, worth in outlays), Fraction(0))
    parts = _parts(squash(row.name.value) for row, _ in outlays)
    return [
        (row, worth)
        for row, worth in outlays
        if abs(worth - money) > bound
        and 2 * worth != whole
        and not any(word in row.name.value for word in words)
        and "其中" not in row.name.value
        and squash(row.name.value) not in parts
    ]


def _parts(names: Iterable[str]) -> set[str]:
    """The names that begin with another of the names."""
    found: set[str] = set()
    root = ""
    for name in sorted(set(names)):
        if root and name.startswith(root):
            found.add(name)
        else:
            root = name
    return found
