"""Target sheets with two blocks: the whole term (实施期) and the year (年度) side by side in one table.

The rows of the two sides are two lists: what stands beside each other need not be the same indicator. In a workbook
the columns say which side a cell belongs to. A text extraction moves cells; there the one way is taken in which a
row's labels, names and values can follow each other with the fewest moves, and a row with several such ways is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import combinations, pairwise

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.records import frozen, mutable
from perfscore.forms.cells import piece_type
from perfscore.forms.grid import Columns, Piece, Row
from perfscore.forms.header import Header
from perfscore.forms.kinds import RowKind
from perfscore.forms.leading import is_block
from perfscore.forms.vocabulary import label_of, vocabulary
from perfscore.model import Repair

_PERIOD = lazy_pattern(r"实施期|中期|中长期|项目期|总体|全周期|三年")
_ANNUAL = lazy_pattern(r"年度|当年|本年")
_ORDINAL = lazy_pattern(r"\d{1,3}[.、]?")
_SIDE = frozenset({"l2", "name", "target"})
_SEVERAL = "各单元格属于两栏中的哪一栏不能唯一确定，未读入：请核对该行的列位置"


@frozen
class Sides:
    """The columns of the two sides of a header; the first level stands once, left of both."""

    period: Columns
    annual: Columns


@mutable
class Divided:
    """The rows of a table, side by side no more."""

    period: list[tuple[RowKind, Row]] = field(default_factory=list)
    annual: list[tuple[RowKind, Row]] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    lost: list[tuple[Location, str]] = field(default_factory=list)


def sides_of(header: Header) -> Sides | None:
    """The two sides of a header whose columns come twice, or None."""
    words = header.named.words
    if words.count("target") != 2 or words.count("name") not in (1, 2) or {"actual", "score"} & set(words):
        return None
    spans = header.columns.spans
    again = _second(words)
    if again is None:
        return None
    shared = [
        n for n, name in enumerate(words) if n < again and name not in ("", "number") and words.count(name) == 1
    ]
    first = [n for n in range(again) if words[n] not in ("", "number") and n not in shared]
    second = [n for n in range(again, len(words)) if words[n] not in ("", "number")]
    left, right = (
        Columns(tuple((words[n], spans[n][1], spans[n][2], spans[n][3]) for n in sorted((*shared, *places))))
        for places in (first, second)
    )
    swapped = _ANNUAL.search(_said(header, first)) and _PERIOD.search(_said(header, second))
    return Sides(right, left) if swapped else Sides(left, right)


def _second(words: Sequence[str]) -> int | None:
    """The place at which the columns begin again."""
    seen: set[str] = set()
    for place, name in enumerate(words):
        if name in _SIDE and name in seen:
            return place
        seen.add(name)
    return None


def _said(header: Header, places: Sequence[int]) -> str:
    return "".join(piece.text for place in places for piece in header.stacks[place].pieces)


def divide(header: Header, rows: Sequence[tuple[RowKind, Row]], sides: Sides, *, intact: bool) -> Divided:
    """Divide the rows below a header between its sides."""
    done = Divided()
    if intact:
        for kind, row in rows:
            for columns, held in ((sides.period, done.period), (sides.annual, done.annual)):
                pieces = tuple(piece for piece in row.pieces if columns.at(piece.column) is not None)
                if pieces:
                    held.append((kind, Row(row.number, pieces)))
        return done
    placer = _Placer(sides, done, numbered="number" in header.named.words)
    for name, _, _, piece in header.columns.spans:
        if piece.named("indicators"):
            continue
        # A label of the first section that stands among the names of the columns, or in place of one.
        if piece.named("l1") and not (name == "l2" and piece.named("l2")):
            placer.pending = piece
        elif piece.named("l2"):
            placer.seconds.append(piece)
    for kind, row in rows:
        placer.take(kind, row)
    return done


@mutable
class _Placer:
    """Places the cells of the rows of a text, and carries the first level forward."""

    sides: Sides
    done: Divided
    pending: Piece | None = None
    seconds: list[Piece] = field(default_factory=list)
    numbered: bool = False
    l1: str = ""

    def take(self, kind: RowKind, row: Row) -> None:
        """Take one row."""
        slots = self._slots()
        pieces = [piece for piece in row.pieces if not is_block(piece)]
        if self.numbered and pieces and _ORDINAL.fullmatch(pieces[0].text.strip()):
            pieces = pieces[1:]
        if not pieces:
            return
        ways = list(_ways(pieces, slots))
        best = min((cost for cost, _ in ways), default=None)
        leaders = [way for cost, way in ways if cost == best]
        if len(leaders) != 1:
            self.done.lost.append((row.whole, _SEVERAL))
            return
        (way,) = leaders
        moved = [slots[slot][1] - piece.column for slot, piece in way.items()]
        if any(moved):
            shift = max(moved, key=abs)
            side = "左" if shift > 0 else "右"
            note = f"该行的单元格比表头偏{side}，最多 {abs(shift)} 列，已按内容归位后读取"
            self.done.repairs.append(Repair(row.at, shift, note, "the cells of this row were read in place"))
        placed = {slot: replace(piece, column=slots[slot][1]) for slot, piece in way.items()}
        if self.seconds and not any(slots[slot][0] == "l2" for slot in placed):
            places = [slot for slot, (name, _, _) in enumerate(slots) if name == "l2"]
            first = {slot: replace(piece, row=row.number, column=slots[slot][1])
                     for slot, piece in zip(places, self.seconds, strict=False)}  # fmt: skip
            placed |= first
        self.seconds = []
        placed |= _in_step(placed, slots)
        head = self._first_level(placed)
        for place, held in enumerate((self.done.period, self.done.annual)):
            pieces = [head] if head is not None else []
            pieces += [piece for slot, piece in placed.items() if slots[slot][2] == place]
            if pieces:
                ordered = tuple(sorted(pieces, key=lambda piece: piece.column))
                held.append((kind, Row(row.number, ordered)))

    def _slots(self) -> list[tuple[str, int, int]]:
        """The places that a row has: name, column, and side (-1 for the first level)."""
        own = [
            (name, first, side)
            for side, columns in enumerate((self.sides.period, self.sides.annual))
            for name, first, _, _ in columns.spans
            if name in _SIDE or name == "l1"
        ]
        found = {first: (name, first, -1 if name == "l1" else side) for name, first, side in own}
        return [found[first] for first in sorted(found)]

    def _first_level(self, placed: Mapping[int, Piece]) -> Piece | None:
        """The first level that begins at a row: printed in it, or above it where it does not suit its second level."""
        slots = self._slots()
        head = next((piece for slot, piece in placed.items() if slots[slot][0] == "l1"), None)
        second = next((piece for slot, piece in placed.items() if slots[slot][0] == "l2"), None)
        parents = _parents(second) if second is not None else ()
        column = next((first for name, first, _ in slots if name == "l1"), None)
        name = head.named("l1") if head is not None else None
        if head is not None and parents and name not in parents:
            # A label that is centred over the rows of its section: it begins below.
            self.pending, head, name = head, None, None
        if head is None and self.pending is not None and (not parents or self.pending.named("l1") in parents):
            head = self.pending
        if (
            head is None
            and len(parents) == 1
            and parents[0] != self.l1
            and second is not None
            and column is not None
        ):
            head = replace(
                second, column=column, cell=replace(second.cell, shown=parents[0]), label=label_of(parents[0])
            )
        if head is None:
            return None
        if self.pending is head:
            self.pending = None
        if second is None and head.named("l1") == self.l1:
            # Centred in the middle of its section: it begins nothing, and the second level goes on.
            return None
        self.l1 = head.named("l1") or head.text
        return replace(head, row=second.row if second else head.row, column=column or head.column)


def _in_step(placed: Mapping[int, Piece], slots: Sequence[tuple[str, int, int]]) -> dict[int, Piece]:
    """A second level that is printed on one side only, for the other side where that has an indicator in the row."""
    held = {side: piece for slot, piece in placed.items() for name, _, side in [slots[slot]] if name == "l2"}
    named = {slots[slot][2] for slot in placed if slots[slot][0] == "name"}
    if len(held) != 1:
        return {}
    ((side, piece),) = held.items()
    other = 1 - side
    slot = next((n for n, (name, _, of) in enumerate(slots) if name == "l2" and of == other), None)
    if slot is None or other not in named:
        return {}
    return {slot: replace(piece, column=slots[slot][1])}


def _parents(piece: Piece) -> tuple[str, ...]:
    """The first levels that a second level can belong to; costs stand under outputs where they are no level."""
    name = piece.named("l2") or ""
    return vocabulary().under.get(name, ("产出指标", "成本指标") if name == "成本指标" else ())


def _ways(
    pieces: Sequence[Piece], slots: Sequence[tuple[str, int, int]]
) -> Iterator[tuple[tuple[int, int, int], dict[int, Piece]]]:
    """Every way to put the cells of a row into its places in order, with what speaks against it.

    A name without a value, a value without a name and a second level that the other side lacks weigh most, then the
    number of times that the cells are moved by another number of columns, then how far.
    """
    if len(pieces) > len(slots):
        return
    for chosen in combinations(range(len(slots)), len(pieces)):
        way = dict(zip(chosen, pieces, strict=True))
        if not all(_suits(piece, slots[slot][0]) for slot, piece in way.items()):
            continue
        moves = [slots[slot][1] - piece.column for slot, piece in way.items()]
        changes = sum(one != other for one, other in pairwise([0, *moves]))
        # Where all cells stand in the columns that they suit, a blank value is a blank value.
        odd = 0 if not any(moves) and not _odd(way, slots)[0] else sum(_odd(way, slots))
        yield (odd, changes, max(map(abs, moves))), way


def _suits(piece: Piece, slot: str) -> bool:
    if slot in ("l1", "l2"):
        return piece.named(slot) is not None
    if slot == "name":
        return piece_type(piece) == "text"
    return not (piece.named("l1") or piece.named("l2"))


def _odd(way: Mapping[int, Piece], slots: Sequence[tuple[str, int, int]]) -> tuple[int, int]:
    """What speaks against a way by its labels, and by what it leaves blank."""
    held = {(slots[slot][0], slots[slot][2]): piece for slot, piece in way.items()}
    halves = sum((("name", side) in held) != (("target", side) in held) for side in (0, 1))
    # A second level is a name only beside one: 服务对象满意度 under 服务对象满意度.
    levels = sum(piece.named("l2") is not None and name == "name" and ("l2", side) not in held
                 for (name, side), piece in held.items())  # fmt: skip
    seconds = [piece.named("l2") for (name, _), piece in held.items() if name == "l2"]
    return 3 * levels + 2 * (len(set(seconds)) > 1), halves + (len(seconds) == 1)
