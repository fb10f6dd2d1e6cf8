"""The header of a money block: what its columns are called, by their words and by the amounts below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations, permutations
from typing import Final

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.forms.cells import piece_type
from perfscore.forms.evidence import Evidence
from perfscore.forms.grid import Columns, Piece, Row
from perfscore.forms.labels import words_of
from perfscore.forms.stacks import Stack, columns_of, stacks_of
from perfscore.forms.vocabulary import vocabulary

#: Columns of numbers, in the order that forms print them.
AMOUNTS: Final = ("initial", "budget", "executed")
NUMBERS: Final = (*AMOUNTS, "points", "rate", "score")
#: Columns of amounts that are known and not read.
_ASIDE = frozenset({"change", "balance"})
_MOST_POINTS = Decimal(30)
_HUNDRED = Decimal(100)
#: How far a printed rate may be from the one of its amounts: forms cut and round it to whole percents.
_NEAR = Decimal(1)
#: An amount of a row is no less than this part of another one of it, or nothing: points beside amounts are less.
_MOST_TIMES = Decimal(50)

#: An amount that was added to the budget or taken from it, where the budget stands beside it; 调整后预算数 is none.
_CHANGE = lazy_pattern(
    r".{0,4}(?:预算|资金|经费)?(?:追加|调整|调增|调减)(?:[(（].*[)）])?(?:预算)?(?:数|额|金额)?"
)


@frozen
class MoneyHeader:
    """The columns of a money block, and which of them were named by the values below."""

    columns: Columns
    guessed: tuple[tuple[str, Piece], ...] = ()


def money_header(band: Sequence[Row], body: Sequence[Row]) -> MoneyHeader:
    """Name the columns of a money block."""
    stacks = stacks_of(band)
    names = [_by_words(stack, [mate.leaf for mate in stacks]) for stack in stacks]
    _by_likely_words(stacks, names)
    _without_changes(stacks, names)
    evidence = Evidence(stacks, body, sums=True)
    guessed = _by_amounts(stacks, names, evidence)
    first = next((place for place, name in enumerate(names) if name in NUMBERS), 0)
    named = [
        # A column of numbers left of the known ones is one of unknown words, and told as such.
        "label" if n < first and not (evidence.numbers(n) and not name) else name
        for n, name in enumerate(names)
    ]
    _one_label(named, evidence)
    return MoneyHeader(
        columns_of(named, stacks),
        tuple((f"funding.{names[place]}", stacks[place].leaf) for place in guessed),
    )


def _one_label(named: list[str], evidence: Evidence) -> None:
    """Of several columns of labels the one that holds most is meant: the others are headings of the block."""
    labels = [place for place, name in enumerate(named) if name == "label"]
    held = [len(evidence.texts(place)) for place in labels]
    if any(held) and held.count(max(held)) == 1:
        for place, count in zip(labels, held, strict=True):
            named[place] = "label" if count == max(held) else ""


def _by_words(stack: Stack, others: Sequence[Piece]) -> str:
    """The name by the words of a header cell, or of the heading over it alone."""
    name = column_word(stack.leaf, others)
    if name or not stack.headings:
        return name
    return column_word(stack.headings[-1], others) if stack.headings[-1].cell.merge[1] == 1 else ""


def column_word(piece: Piece, others: Sequence[Piece]) -> str:
    """The column of a money block that a header cell names, "" when no list knows it.

    年度预算数（万元） above the names of sources is no amount where another cell is the adjusted budget.
    """
    name = piece.named("funding") or ""
    if name in _ASIDE:
        return ""
    names = {other for kind, other in piece.label.roles if kind == "funding"}
    if "label" in names and len(names) > 1:
        known = {
            other for mate in others if mate is not piece for kind, other in mate.label.roles if kind == "funding"
        }
        other = next(iter(sorted(names - {"label"})))
        return "label" if other in known else other
    return name


def _by_likely_words(stacks: Sequence[Stack], names: list[str]) -> None:
    """Name columns whose text is no synonym by the words it is made of, where no other column has that name."""
    for place, stack in enumerate(stacks):
        if names[place] or stack.leaf.label.roles:
            continue
        words = words_of(stack.leaf.text)
        name = vocabulary().money_like(words)
        if name is None and (column := vocabulary().column_like(words)) in ("points", "score"):
            name = column
        if name and name not in names:
            names[place] = name


def _without_changes(stacks: Sequence[Stack], names: list[str]) -> None:
    """Take the name from a column of what was adjusted (预算调整数) that stands beside the adjusted budget itself."""
    budgets = [place for place, name in enumerate(names) if name == "budget"]
    changes = [place for place in budgets if _CHANGE.fullmatch(words_of(stacks[place].leaf.text))]
    if len(changes) < len(budgets):
        for place in changes:
            names[place] = ""


def _by_amounts(stacks: Sequence[Stack], names: list[str], evidence: Evidence) -> list[int]:
    """Name columns of unknown words by what stands below; returns the places that were named.

    Every way to give the missing names to the unknown columns of numbers is tried against what must hold: a rate is
    the executed part of the budget, a score is not above its points, points are few and stand once, amounts are
    printed from left to right as they come to be. The names are taken where the fullest of those ways is one.
    """
    unknown = [
        n for n, name in enumerate(names) if not name and not stacks[n].leaf.label.roles and _held(evidence, n)
    ]
    missing = [name for name in NUMBERS if name not in names]
    if not unknown or len(unknown) > len(NUMBERS) or not missing:
        return []
    if len(unknown) == 1 and not set(NUMBERS) & set(names) and not _rate_like(evidence, unknown[0]):
        names[unknown[0]] = "initial"  # 金额, the only column of numbers: what a target sheet asks for
        return unknown
    for count in range(min(len(unknown), len(missing)), 0, -1):
        ways = [
            way
            for places in combinations(unknown, count)
            for chosen in permutations(missing, count)
            if _holds(way := dict(zip(places, chosen, strict=True)), names, evidence)
        ]
        # An executed amount is measured by the budget that it is part of: a budget is there before an initial one.
        fullest = max((_measured(way, names) for way in ways), default=0)
        ways = [way for way in ways if _measured(way, names) == fullest]
        if len(ways) == 1:
            for place, name in ways[0].items():
                names[place] = name
            return list(ways[0])
        if ways:
            return []
    return []


def _measured(way: Mapping[int, str], names: Sequence[str]) -> int:
    return len({"budget", "executed"} & {*way.values(), *names})


def _held(evidence: Evidence, place: int) -> bool:
    return _rate_like(evidence, place) or bool(evidence.numbers(place))


def _rate_like(evidence: Evidence, place: int) -> bool:
    kinds = evidence.kinds(place)
    return bool(kinds) and all(kind == "percent" for kind in kinds)


def _holds(way: Mapping[int, str], names: Sequence[str], evidence: Evidence) -> bool:
    """Whether the columns can be what a way calls them."""
    places = {name: place for place, name in enumerate(names) if name in NUMBERS}
    places |= {name: place for place, name in way.items()}
    amounts = [places[name] for name in AMOUNTS if name in places]
    rows = max((len(evidence.numbers(place)) for place in amounts), default=0)
    percents = _rate_like(evidence, places["rate"]) if "rate" in places else False
    if any(_rate_like(evidence, place) != (name == "rate" and percents) for place, name in way.items()):
        return False
    if amounts != sorted(amounts) or not all(evidence.numbers(place) for place in amounts):
        return False
    if not {"budget", "executed"} <= places.keys() and not amounts:
        return False
    return (
        _few_points(places, evidence, rows)
        and _rate_holds(places, evidence)
        and all(
            _larger(places, evidence, name) and _adds_alike(places, evidence, name)
            for name in AMOUNTS
            if name in way.values()
        )
    )


def _few_points(places: Mapping[str, int], evidence: Evidence, rows: int) -> bool:
    """Whether points and score are small numbers that do not stand in every row, the score within the points."""
    points = _only(evidence, places.get("points"))
    score = _only(evidence, places.get("score"))
    for name, number in (("points", points), ("score", score)):
        if name in places and (
            number is None or not 0 <= number <= _MOST_POINTS or _many(evidence, places[name], rows)
        ):
            return False
    if "points" in places and points is not None and points != points.to_integral_value():
        return False
    return points is None or score is None or score <= points


def _only(evidence: Evidence, place: int | None) -> Decimal | None:
    """The number that a column repeats, None where it has several."""
    numbers = set(evidence.numbers(place).values()) - {Decimal(0)} if place is not None else set()
    return next(iter(numbers)) if len(numbers) == 1 else None


def _many(evidence: Evidence, place: int, rows: int) -> bool:
    """Whether a column has as many different numbers as there are rows of amounts."""
    return rows > 1 and len(set(evidence.numbers(place).values())) >= rows


def _rate_holds(places: Mapping[str, int], evidence: Evidence) -> bool:
    """Whether the rates are the executed parts of the budgets, where all three stand."""
    if not {"rate", "budget", "executed"} <= places.keys():
        return True
    budget, executed = (evidence.numbers(places[name]) for name in ("budget", "executed"))
    rates = evidence.percents(places["rate"])
    both = [row for row in rates if budget.get(row) and row in executed]
    return bool(both) and all(abs(executed[row] * _HUNDRED / budget[row] - rates[row]) <= _NEAR for row in both)


def _larger(places: Mapping[str, int], evidence: Evidence, name: str) -> bool:
    """Whether an amount is none of the points: where both stand in a row, it is not the smaller by far."""
    amounts = evidence.numbers(places[name])
    known = [evidence.numbers(places[other]) for other in AMOUNTS if other in places and other != name]
    return all(
        not other.get(row) or amounts[row] * _MOST_TIMES >= other[row] or amounts[row] == 0
        for other in known
        for row in amounts
    )


def _adds_alike(places: Mapping[str, int], evidence: Evidence, name: str) -> bool:
    """Whether numbers that could be points as well have a total and its parts in the rows where the amounts have them."""
    numbers = evidence.numbers(places[name])
    if not any(numbers.values()) or max(numbers.values()) > _MOST_POINTS:
        return True
    known = [evidence.numbers(places[other]) for other in AMOUNTS if other in places and other != name]
    totals = {row for amounts in known if amounts for row in (min(amounts), max(amounts)) if _adds(amounts, row)}
    return all(_adds(numbers, row) for row in totals)


def _adds(amounts: Mapping[int, Decimal], total: int) -> bool:
    """Whether the number of a row is the sum of those of the others."""
    parts = [amount for row, amount in amounts.items() if row != total]
    return bool(parts) and amounts.get(total) == sum(parts)


def is_heading_row(row: Row, columns: Columns) -> bool:
    """Whether a row below a money block holds headings of another table: words where amounts should stand."""
    words = [
        piece
        for piece in row.pieces
        if columns.at(piece.column) in NUMBERS and piece_type(piece) == "text" and not piece.named("source")
    ]
    numbers = any(piece_type(piece) in ("number", "percent", "formula") for piece in row.pieces)
    return len(words) >= 2 and not numbers and not any(piece.named("source") for piece in row.pieces)
