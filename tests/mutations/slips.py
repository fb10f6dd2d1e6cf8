"""The ways in which one cell of a right form goes wrong, and the codes under which that may be found.

A slip is drawn from the model, so that the role of the cell is known; it says what the cell holds afterwards. The
codes are those of the catalogue that an auditor would accept for it: the first is the closest.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfscore.core.location import Location
from perfscore.core.numbers import Figure
from perfscore.core.sourced import Sourced
from perfscore.language.values import Value
from perfscore.model import BudgetTable, Form, Indicator, Ledger, SelfAssessment, TargetSheet

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Slip:
    """One damaged cell: where, what it holds now, what kind of slip it is, and the codes that name it."""

    kind: str
    at: Location
    text: str
    codes: tuple[str, ...]


def slips(forms: list[Form], books: list[BudgetTable], draw: random.Random) -> Iterator[Slip]:
    """Every slip that can be made in what a document holds, in an order that the seed decides."""
    for form in forms:
        if isinstance(form, SelfAssessment | TargetSheet):
            for row in form.indicators:
                yield from _of_row(form, row, draw)
            yield from _of_funding(form, draw)
            yield from _of_head(form)
        if isinstance(form, SelfAssessment):
            yield from _of_total(form)
        if isinstance(form, Ledger):
            yield from _of_ledger(form, draw)
    for book in books:
        yield from _of_book(book, draw)


def _text(cell: Sourced | None) -> str:
    return "" if cell is None else cell.raw.strip()


def _figure(cell: Sourced | None) -> Decimal | None:
    return cell.value.value if cell is not None and isinstance(cell.value, Figure) else None


def _value(cell: Sourced | None) -> Value | None:
    said = None if cell is None else cell.value
    return said if isinstance(said, Value) and said.kind != "empty" else None


def _moved(text: str, change: Callable[[Decimal], Decimal]) -> str:
    """The text with its first number changed, its decimals kept."""

    def other(match: re.Match[str]) -> str:
        places = len(match[0].partition(".")[2])
        return f"{change(Decimal(match[0])):.{places}f}"

    return _NUMBER.sub(other, text, count=1)


def _digits_swapped(text: str) -> str | None:
    """The text with the first two neighbouring digits that differ exchanged, as fingers do."""
    for index in range(len(text) - 1):
        one, two = text[index : index + 2]
        if one.isdigit() and two.isdigit() and one != two and (index > 0 or two != "0"):
            return text[:index] + two + one + text[index + 2 :]
    return None


_SCORE = ("PS301", "PS302", "PS303", "PS304", "PS306", "PS307", "PS209", "PS201", "PS102")


def _of_row(form: SelfAssessment | TargetSheet, row: Indicator, draw: random.Random) -> Iterator[Slip]:
    name, points, score = row.name, _figure(row.points), _figure(row.score)
    if name.value:
        yield Slip("name blank", name.at, "", ("PS112",))
        yield Slip("name is a placeholder", name.at, "XX", ("PS113",))
        others = [
            other for other in form.indicators if other.l2 == row.l2 and other.name.value not in ("", name.value)
        ]
        if others:
            yield Slip("name of another row", name.at, draw.choice(others).name.value, ("PS119",))
    if row.points is not None and points:
        yield Slip(
            "points changed", row.points.at, f"{points + draw.choice((1, 2, 5))}", ("PS101", "PS102", "PS103")
        )
        yield Slip("points blank", row.points.at, "", ("PS107", "PS101", "PS102", "PS103"))
        yield Slip("points are a word", row.points.at, "十分多", ("PS033",))
    if row.score is not None and score is not None and points:
        yield Slip("score above points", row.score.at, f"{points + 1}", ("PS304",))
        if score == points:
            yield Slip("score lowered", row.score.at, f"{points - 1}", (*_SCORE, "PS308"))
        if _value(row.actual) is not None:
            yield Slip("score blank", row.score.at, "", ("PS132", "PS209"))
        yield Slip("score is a word", row.score.at, "优", ("PS033",))
    yield from _of_target(row, draw)
    yield from _of_actual(form, row, draw)


def _of_target(row: Indicator, draw: random.Random) -> Iterator[Slip]:
    cell, target, raw = row.target, _value(row.target), _text(row.target)
    if cell is None or target is None:
        return
    yield Slip("target blank", cell.at, "", ("PS111",))
    yield Slip("target is a placeholder", cell.at, "XX", ("PS113",))
    if raw[:1] in "≥≤" and target.kind == "bound":
        yield Slip(
            "sign turned",
            cell.at,
            ("≤" if raw[0] == "≥" else "≥") + raw[1:],
            ("PS306", "PS301", "PS408", "PS409", "PS412", "PS320", "PS505", "PS816"),
        )
        if target.unit == "%":
            yield Slip("target share above hundred", cell.at, raw[0] + "195%", ("PS410", "PS412", "PS306"))
        elif target.unit and raw.endswith(target.unit) and target.kind == "bound":
            yield Slip("unit left out", cell.at, raw[: -len(target.unit)], ("PS403", "PS414"))
            other = draw.choice([unit for unit in ("公斤", "平方米", "天", "万元") if unit not in target.unit])
            yield Slip(
                "unit of another thing",
                cell.at,
                raw[: -len(target.unit)] + other,
                ("PS313", "PS414", "PS312", "PS324"),
            )
        yield Slip("target cannot be read", cell.at, raw[0] + "八十O分之", ("PS032",))


def _of_actual(form: SelfAssessment | TargetSheet, row: Indicator, draw: random.Random) -> Iterator[Slip]:
    cell, target, actual = row.actual, _value(row.target), _value(row.actual)
    full = _figure(row.score) is not None and _figure(row.score) == _figure(row.points)
    if cell is None or actual is None or not isinstance(form, SelfAssessment):
        return
    yield Slip("actual blank", cell.at, "", ("PS131",))
    yield Slip("actual is a placeholder", cell.at, "XX", ("PS113",))
    if target is None or target.kind != "bound" or target.number is None or actual.kind != "exact":
        return
    worse = (
        (lambda number: number * Decimal("0.6")) if target.relation in (">=", ">") else (lambda number: number * 2)
    )
    if full:
        yield Slip("actual misses the target", cell.at, _moved(cell.raw, worse), ("PS306", "PS301", "PS322"))
    if actual.unit == "%" and target.relation in (">=", ">"):
        yield Slip("share above hundred", cell.at, "196%", ("PS322", "PS318"))
    elif actual.unit not in ("%", "") and actual.unit in cell.raw:
        yield Slip("actual is a rate", cell.at, "100%", ("PS312",))
        other = draw.choice([unit for unit in ("公斤", "平方米", "天") if unit not in actual.unit])
        yield Slip("actual in another unit", cell.at, _NUMBER.findall(cell.raw)[0] + other, ("PS313", "PS324"))
    yield Slip("actual is a word", cell.at, "已完成", ("PS314",))


def _of_funding(form: SelfAssessment | TargetSheet, draw: random.Random) -> Iterator[Slip]:
    funds = form.funding
    if funds is None or funds.total is None:
        return
    total = funds.total
    sums = ("PS202", "PS203", "PS204", "PS205", "PS207", "PS208", "PS217", "PS220", "PS802")
    for name in ("initial", "budget", "executed"):
        cell = getattr(total, name)
        amount = _figure(cell)
        if amount:
            yield Slip(f"total {name} changed", cell.at, f"{amount + draw.choice((1, 10))}", sums)
            swapped = _digits_swapped(cell.raw)
            if swapped is not None:
                yield Slip(f"total {name} with two digits exchanged", cell.at, swapped, sums)
    for row in funds.rows:
        for name in ("budget", "executed"):
            cell = getattr(row, name)
            amount = _figure(cell)
            if amount:
                yield Slip(f"source {name} changed", cell.at, f"{amount + 7}", sums)
    rate, score, points = total.rate, _figure(total.score), _figure(total.points)
    if rate is not None and _figure(rate):
        yield Slip(
            "execution rate changed", rate.at, _moved(rate.raw, lambda number: number - 3), ("PS203", "PS204")
        )
    if total.score is not None and score is not None and points:
        yield Slip(
            "execution score changed", total.score.at, f"{score - Decimal('0.5')}", ("PS204", "PS209", "PS201")
        )
        yield Slip("execution score above its points", total.score.at, f"{points + 1}", ("PS304", "PS204"))


def _of_head(form: SelfAssessment | TargetSheet) -> Iterator[Slip]:
    for key in ("project", "unit"):
        field = form.head.field(key)
        if field is not None and field.value:
            yield Slip(f"{key} blank", field.at, "", ("PS121",))
    if form.goal is not None and form.goal.value:
        yield Slip("goal blank", form.goal.at, "", ("PS124", "PS125"))


def _of_total(form: SelfAssessment) -> Iterator[Slip]:
    if form.total is None:
        return
    score, points = _figure(form.total.score), _figure(form.total.points)
    if form.total.score is not None and score is not None:
        yield Slip("total score changed", form.total.score.at, f"{score - 3}", ("PS209", "PS201", "PS206"))
        yield Slip("total score above its points", form.total.score.at, "103", ("PS209", "PS304", "PS305"))
    if form.total.points is not None and points is not None:
        yield Slip("total points changed", form.total.points.at, f"{points - 10}", ("PS101", "PS103", "PS104"))


def _of_ledger(form: Ledger, draw: random.Random) -> Iterator[Slip]:
    for row in form.rows:
        for name, cell in row.figures:
            amount = _figure(cell)
            if amount and name in ("initial", "budget", "executed"):
                codes = ("PS201", "PS202", "PS203", "PS205")
                yield Slip(f"ledger {name} changed", cell.at, f"{amount + draw.choice((1, 9))}", codes)


def _of_book(book: BudgetTable, draw: random.Random) -> Iterator[Slip]:
    codes = ("PS701", "PS702", "PS703", "PS704", "PS706", "PS708", "PS709", "PS711", "PS725")
    for side in book.sides:
        for row in side.rows:
            for cell in row.amounts:
                amount = _figure(cell)
                if amount:
                    yield Slip("budget amount changed", cell.at, f"{amount + draw.choice((1, 10))}", codes)
                    swapped = _digits_swapped(cell.raw)
                    if swapped is not None and abs(Decimal(swapped.replace(",", "")) - amount) > 1:
                        yield Slip("budget amount with two digits exchanged", cell.at, swapped, codes)
