"""Money, goals and names of a target sheet whose two blocks stand side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.records import frozen, mutable
from perfscore.core.sourced import Sourced
from perfscore.forms.cells import no_number, piece_type, read_number, read_text
from perfscore.forms.grid import Piece, Row, place
from perfscore.forms.paired import label_and_amount
from perfscore.forms.vocabulary import label_of, vocabulary
from perfscore.model import Block, Completion, Funding, FundingRow, Indicator, Number, Text

_PERIOD = lazy_pattern(r"实施期|中期|中长期|项目期")
_ANNUAL = lazy_pattern(r"年度|当年|本年")
#: So many characters of a name must be left for it to be known as cut off.
_SHORTEST = 4


#: A row of money, and whether it is the total.
_Entry = tuple[bool, FundingRow]


@mutable
class SidedFunds:
    """The money of the two blocks, and the cells of it that belong to neither."""

    period: Funding | None = None
    annual: Funding | None = None
    unplaced: list[tuple[Location, str]] = field(default_factory=list)
    completions: list[Completion] = field(default_factory=list)


@frozen
class _Pair:
    label: Piece
    amount: Piece | None
    row: Row
    inside: bool = False

    @property
    def cut(self) -> bool:
        """Whether the column cut the label off: it names a source that its own text does not."""
        return bool(self.label.text) and not self.inside and not label_of(self.label.text).roles


def read_sided(rows: Sequence[Row], unit: str) -> SidedFunds:
    """Read amounts beside their labels, two to a row: those of the whole term on one side, the year's on the other."""
    found = SidedFunds()
    pairs = [list(_pairs(row)) for row in rows]
    total = next((row for row in pairs if any(_source(pair) == "total" for pair in row)), None)
    if total is None or len(total) != 2:
        return found
    period = 1 if _PERIOD.search(total[1].label.text) and not _PERIOD.search(total[0].label.text) else 0
    columns = [pair.label.column for pair in total]
    held: tuple[list[_Entry], list[_Entry]] = ([], [])
    for row in pairs:
        if len(row) > 2:
            found.unplaced.append((row[0].row.whole, "金额属于两栏中的哪一栏不能确定，未读入"))
            continue
        for number, pair in enumerate(row):
            if pair.cut:
                found.completions.append(Completion(pair.label.at, pair.label.text, pair.label.label.key))
            side = number if len(row) == 2 else min((0, 1), key=lambda n: abs(columns[n] - pair.label.column))
            held[side].append((_source(pair) == "total", _funding_row(pair, unit, partial=bool(held[side]))))
    sides = [_funding(rows, whole=not found.unplaced) for rows in held]
    found.period, found.annual = sides[period], sides[1 - period]
    return found


def _source(pair: _Pair) -> str | None:
    return pair.label.named("source")


def _pairs(row: Row) -> Iterator[_Pair]:
    """The labels of sources in a row with what stands right of each, or inside the same cell."""
    for number, printed in enumerate(row.pieces):
        after = row.pieces[number + 1] if number + 1 < len(row.pieces) else None
        if (inside := label_and_amount(printed)) is not None:
            yield _Pair(*inside, row, inside=True)
            continue
        piece = printed if printed.named("source") or printed.label.roles else _whole(printed)
        if piece.named("source"):
            free = after is not None and not after.named("source") and piece_type(after) != "text"
            yield _Pair(piece, after if free else None, row)


def _whole(piece: Piece) -> Piece:
    """A label that its column cut off, with what it names; any other cell as it is."""
    whole = vocabulary().cut_off(piece.text) if piece.at.line is not None and piece_type(piece) == "text" else ""
    return replace(piece, label=label_of(whole)) if whole else piece


def _funding_row(pair: _Pair, unit: str, *, partial: bool) -> FundingRow:
    amount: Number = (
        no_number(pair.row.place(pair.label.last_column + 1))
        if pair.amount is None
        else read_number(pair.amount, unit=unit)
    )
    label = read_text(pair.label)
    label = replace(label, value=pair.label.label.key) if pair.cut else label
    return FundingRow(label, initial=amount, partial=partial and (pair.inside or pair.label.label.of_which))


def _funding(rows: Sequence[_Entry], *, whole: bool) -> Funding | None:
    """The money of one side."""
    total = next((row for is_total, row in rows if is_total), None)
    return Funding(total, tuple(row for _, row in rows if row is not total), whole=whole) if rows else None


def sided_goals(rows: Sequence[Row]) -> tuple[Text | None, Text | None, list[tuple[Location, str]]]:
    """The goals of the term and of the year: texts below 实施期目标 and 年度目标, in their order.

    Returns:
        The two goals, and the texts that are neither.
    """
    heads = [piece for row in rows for piece in row.pieces if piece.named("goal") in ("goal", "goal_period")]
    texts = [
        piece for row in rows for piece in row.pieces if not piece.named("goal") and not piece.named("indicators")
    ]
    period = next((piece for piece in heads if piece.named("goal") == "goal_period"), None)
    beside = [piece for piece in heads if period is not None and piece is not period and piece.row == period.row]
    # 总体目标 may stand in the same row, as the heading of both.
    beside = beside[1:] if len(beside) > 1 else beside
    annual = next(
        (piece for piece in beside if _ANNUAL.search(piece.text)), beside[0] if len(beside) == 1 else None
    )
    if period is None or annual is None:
        return None, None, []
    first, second = (period, annual) if period.column < annual.column else (annual, period)
    held: list[Piece | None]
    if len(texts) == 2:
        held = [*sorted(texts, key=lambda text: text.column)]
    elif len(texts) < 2 and period.at.line is None:
        # In a grid a text stands in the columns of its label, and where none stands the goal is blank.
        held = [
            next((one for one in texts if (one.column < second.column) is left), None) for left in (True, False)
        ]
    else:
        return None, None, [(piece.at, "总体目标属于两栏中的哪一栏不能确定，未读入") for piece in texts]
    read = {
        id(head): read_text(text) if text else Sourced("", "", place(head, head.last_row + 1, head.column))
        for head, text in zip((first, second), held, strict=True)
    }
    return read[id(period)], read[id(annual)], []


def completed(blocks: Sequence[Block]) -> tuple[list[Block], list[Completion]]:
    """Complete the names that were cut off in one block by those of the other that begin with them."""
    done: list[Completion] = []
    names = [{row.name.value for section in block.sections for row in section.indicators} for block in blocks]
    found: list[Block] = []
    for block, own, other in zip(blocks, names, reversed(names), strict=True):
        whole = {name: longer for name in own if (longer := _longer(name, own, other))}
        sections = []
        for section in block.sections:
            rows = [_complete(row, whole, done) for row in section.indicators]
            sections.append(replace(section, indicators=tuple(rows)))
        found.append(replace(block, sections=tuple(sections)))
    return found, done


def _longer(name: str, own: set[str], other: set[str]) -> str:
    if len(name) < _SHORTEST or name in other:
        return ""
    fitting = [one for one in other if one.startswith(name) and one not in own]
    return fitting[0] if len(fitting) == 1 else ""


def _complete(row: Indicator, whole: dict[str, str], done: list[Completion]) -> Indicator:
    longer = whole.get(row.name.value)
    if longer is None:
        return row
    done.append(Completion(row.name.at, row.name.value, longer))
    return replace(row, name=replace(row.name, value=longer))
