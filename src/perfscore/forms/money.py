"""The header of a money block: what its columns are called, by their words and by the amounts below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfscore.forms.cells import piece_type
from perfscore.forms.evidence import Evidence
from perfscore.forms.grid import Columns, Piece, Row, columns_of
from perfscore.forms.stacks import Stack, stacks_of

#: Columns of numbers, in the order that forms print them.
NUMBERS = ("initial", "budget", "executed", "points", "rate", "score")
_AMOUNTS = NUMBERS[:3]
_MOST_POINTS = Decimal(30)
_HUNDRED = Decimal(100)
#: How far a printed rate may be from the one of its amounts: forms cut and round it to whole percents.
_NEAR = Decimal(1)


@dataclass(frozen=True, slots=True)
class MoneyHeader:
    """The columns of a money block, and which of them were named by the values below."""

    columns: Columns
    guessed: tuple[tuple[str, Piece], ...] = ()


def money_header(band: Sequence[Row], body: Sequence[Row]) -> MoneyHeader:
    """Name the columns of a money block."""
    stacks = stacks_of(band)
    names = [_by_words(stack, [mate.leaf for mate in stacks]) for stack in stacks]
    guessed = _by_amounts(stacks, names, Evidence(stacks, body, sums=True))
    first = next((place for place, name in enumerate(names) if name in NUMBERS), 0)
    named = [
        ("label" if n < first else name, s.leaf) for n, (name, s) in enumerate(zip(names, stacks, strict=True))
    ]
    open_ended = band[0].pieces[0].at.line is not None
    return MoneyHeader(
        columns_of(named, open_ended=open_ended),
        tuple((f"funding.{names[place]}", stacks[place].leaf) for place in guessed),
    )


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
    names = {other for kind, other in piece.label.roles if kind == "funding"}
    if "label" in names and len(names) > 1:
        known = {
            other for mate in others if mate is not piece for kind, other in mate.label.roles if kind == "funding"
        }
        other = next(iter(sorted(names - {"label"})))
        return "label" if other in known else other
    return name


def _by_amounts(stacks: Sequence[Stack], names: list[str], evidence: Evidence) -> list[int]:
    """Name columns of unknown words by what stands below; returns the places that were named."""
    unknown = [n for n, name in enumerate(names) if not name and not stacks[n].leaf.label.roles]
    if not unknown:
        return []
    named: list[int] = []

    def take(name: str, fitting: Sequence[int]) -> None:
        if name not in names and len(fitting) == 1:
            names[fitting[0]] = name
            named.append(fitting[0])

    percents = [n for n in unknown if _all(evidence, n, "percent")]
    take("rate", percents)
    amounts = [n for n, name in enumerate(names) if name in _AMOUNTS or (not name and _amount(evidence, n))]
    loose = [n for n in amounts if not names[n] and n in unknown]
    marks = [n for n in loose if _marks(evidence, n, amounts)]
    amounts = [n for n in amounts if n not in marks]
    expected = _AMOUNTS[-len(amounts) :] if 2 <= len(amounts) <= len(_AMOUNTS) else ()
    if expected and all(names[n] in ("", name) for n, name in zip(amounts, expected, strict=True)):
        for n, name in zip(amounts, expected, strict=True):
            take(name, [n] if n in loose else [])
    if "rate" not in names and {"budget", "executed"} <= set(names):
        take("rate", [n for n in unknown if not names[n] and _is_rate(evidence, names, n)])
    marks = [n for n in marks if not names[n]]
    if len(marks) == 2 and not {"points", "score"} & set(names):
        take("points", marks[:1])
        take("score", marks[1:])
    else:
        take("points", marks)
        take("score", [n for n in marks if not names[n]])
    return named


def _all(evidence: Evidence, place: int, kind: str) -> bool:
    kinds = evidence.kinds(place)
    return bool(kinds) and all(known == kind for known in kinds)


def _amount(evidence: Evidence, place: int) -> bool:
    return bool(evidence.numbers(place))


def _marks(evidence: Evidence, place: int, amounts: Sequence[int]) -> bool:
    """Whether a column holds points or a score: one small number where the amounts of several rows stand."""
    numbers = list(evidence.numbers(place).values())
    rows = max((len(evidence.numbers(n)) for n in amounts if n != place), default=0)
    return len(numbers) == 1 < rows and 0 <= numbers[0] <= _MOST_POINTS


def _is_rate(evidence: Evidence, names: Sequence[str], place: int) -> bool:
    """Whether the numbers of a column are the executed parts of the budgets in percent."""
    budget, executed = (evidence.numbers(names.index(name)) for name in ("budget", "executed"))
    rates = evidence.numbers(place)
    both = [row for row in rates if budget.get(row) and row in executed]
    return bool(both) and all(abs(executed[row] * _HUNDRED / budget[row] - rates[row]) <= _NEAR for row in both)


def is_heading_row(row: Row, columns: Columns) -> bool:
    """Whether a row below a money block holds headings of another table: words where amounts should stand."""
    words = [
        piece
        for piece in row.pieces
        if columns.at(piece.column) in NUMBERS and piece_type(piece) == "text" and not piece.named("source")
    ]
    numbers = any(piece_type(piece) in ("number", "percent", "formula") for piece in row.pieces)
    return len(words) >= 2 and not numbers and not any(piece.named("source") for piece in row.pieces)
