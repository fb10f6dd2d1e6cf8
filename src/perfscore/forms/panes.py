"""Forms that stand side by side in one sheet: the table is divided where each of them begins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from perfscore.core.records import replace
from perfscore.forms.cells import piece_type
from perfscore.forms.funding import amounts_only, begins_money, names_amount
from perfscore.forms.grid import Piece, Row
from perfscore.forms.kinds import RowKind, is_title, kind_of, names_columns
from perfscore.forms.names import spans

#: Columns that no block of money has.
_OWN = frozenset({"l1", "l2", "name", "target", "actual"})
#: Rows of a head, whose texts may be merged over all of a sheet.
_HEAD = frozenset({RowKind.FIELD, RowKind.TITLE, RowKind.GOAL, RowKind.FOOT})
_FEWEST = 3


def panes_of(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of a table, once for each form that stands beside others; mostly all rows as they are.

    Two titles or two headers with scores in one row are two forms; the two sides of a target sheet are not. A cell
    that is merged over several forms stays with the leftmost, unless it belongs to a row of cells: then nothing is
    divided there.
    """
    edges = _edges(rows)
    if not edges:
        yield _stacked(rows)
        return
    for pane in _divided(rows, edges):
        yield _stacked(pane)


def _of_head(row: Row) -> bool:
    """Whether a row is one of labels and values of a head, which stands over both sides."""
    return len(row.pieces) > 1 and kind_of(row) is RowKind.FIELD


def _divided(
    rows: Sequence[Row], edges: Sequence[int], whole: Callable[[Row], bool] = lambda _: False
) -> list[list[Row]]:
    """The rows left of the first edge, between the edges and right of the last one; `whole` ones stay on the left."""
    held: list[list[Row]] = [[] for _ in range(len(edges) + 1)]
    for row in rows:
        if whole(row):
            held[0].append(row)
            continue
        parts: dict[int, list[Piece]] = {}
        for piece in row.pieces:
            parts.setdefault(bisect_right(edges, piece.column), []).append(piece)
        for place, pieces in parts.items():
            held[place].append(replace(row, pieces=tuple(pieces)))
    return [pane for pane in held if pane]


def _stacked(rows: Sequence[Row]) -> list[Row]:
    """The rows of one form, money or a goal that stands beside its indicators put above them."""
    first = next((place for place, row in enumerate(rows) if _beside(row)), None)
    gutter = _gutter(rows[first:]) if first is not None else None
    if first is None or gutter is None:
        return list(rows)
    first = _band_above(rows, first, gutter)
    head, sides = list(rows[:first]), _divided(rows[first:], [gutter], whole=_of_head)
    left, right = sides if len(sides) > 1 else (sides[0], [])
    if not right:
        return list(rows)
    if any(map(_heads, right)):
        left, right = right, left
    blocks = any(map(_money_or_goal, right))
    whole = any(map(_heads, left)) and not any(map(_heads, right))
    # A header of unknown words: money beside rows of levels is no column of theirs.
    money = sum(map(_amounts, right)) > 1 or any(
        kind_of(row) is RowKind.FUNDING or names_amount(row) or begins_money(row) for row in right
    )
    apart = money and any(map(_levels, left)) and not any(map(_levels, right))
    if not (blocks and (whole or apart)):
        return list(rows)
    return [*head, *_interleaved(left, right)]


def _band_above(rows: Sequence[Row], first: int, gutter: int) -> int:
    """The first of the rows directly above a place that have cells of unknown words on both sides of the gutter."""
    while first and rows[first - 1].number == rows[first].number - 1:
        above = rows[first - 1]
        apart = [piece.column < gutter for piece in above.pieces]
        crossed = any(piece.column < gutter <= piece.last_column for piece in above.pieces)
        if (
            crossed
            or not any(apart)
            or all(apart)
            or kind_of(above) in (RowKind.FIELD, RowKind.TITLE, RowKind.GOAL)
        ):
            break
        first -= 1
    return first


def _interleaved(left: Sequence[Row], right: Sequence[Row]) -> Iterator[Row]:
    """The blocks of the right side, each above the row of the left side that it begins beside."""
    rest = list(left)
    for block in _begun(right):
        place = next((n for n, row in enumerate(rest) if row.number >= block[0].number), len(rest))
        yield from (*rest[:place], *block)
        rest = rest[place:]
    yield from rest


def _begun(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of one side as blocks: a heading below a gap begins another, of the next form below."""
    blocks = [[rows[0]]]
    for above, row in pairwise(rows):
        begins = _money_or_goal(row) or kind_of(row) is RowKind.FUNDING or _names_money(row)
        if row.number > above.number + 1 and begins:
            blocks.append([row])
        else:
            blocks[-1].append(row)
    return blocks


def _money_or_goal(row: Row) -> bool:
    """Whether a row begins a block of money, its header or a label with its amount, or of the goal."""
    first = row.pieces[0]
    named = first.named("funding") or first.named("source") or first.named("goal")
    return len(row.pieces) > 1 and (bool(named) or names_amount(row) or begins_money(row))


def _names_money(row: Row) -> bool:
    """Whether a row is a header of money, though its first word is known to no list."""
    worded = all(piece_type(piece) not in ("number", "percent", "formula") for piece in row.pieces)
    return len(row.pieces) > 1 and worded and any(map(_of_block, row.pieces))


def _heads(row: Row) -> bool:
    """Whether a row names columns that only a table of indicators has."""
    return names_columns(row) or len(row.names("indicators") & _OWN) >= 2


def _amounts(row: Row) -> bool:
    """Whether a row is a source of money with its amounts, or several beside each other."""
    first, *rest = row.pieces
    numbers = all(piece_type(piece) in ("number", "percent", "formula", "blank") for piece in rest)
    return (bool(first.named("source")) and numbers) or amounts_only(row)


def _levels(row: Row) -> bool:
    """Whether a row begins with a level of indicators, its number before it or none."""
    return any((piece.named("l1") or piece.named("l2")) and not piece.named("funding") for piece in row.pieces[:2])


def _beside(row: Row) -> bool:
    """Whether a row of indicators or their header may have labels of money or of a goal beside it."""
    if _MONEY_OR_GOAL.isdisjoint(row.groups):
        return False
    others = [piece for piece in row.pieces if not piece.named("indicators")]
    money = any(piece.named("funding") or piece.named("source") for piece in others)
    if _heads(row) or _levels(row):
        return any(map(_of_block, others))
    first = row.pieces[0]
    heads = first.named("indicators") in ("block", "l1", "number") or (
        spans(first.label.key) and "指标" in first.label.key
    )
    return money and heads and not first.named("goal")


#: The groups of labels that a block of money or of a goal has.
_MONEY_OR_GOAL = frozenset({"funding", "source", "goal"})


def _of_block(piece: Piece) -> bool:
    """Whether a cell is a label of money or of a goal."""
    return not _MONEY_OR_GOAL.isdisjoint(piece.label.groups)


def _gutter(rows: Sequence[Row]) -> int | None:
    """The column right of the last gap of columns that nothing stands in, left of what stands beside the first row.

    Texts of a head, merged over both sides, are left out.
    """
    taken = {
        column
        for row in rows
        if len(row.pieces) >= _FEWEST and kind_of(row) not in _HEAD
        for piece in row.pieces
        for column in range(piece.column, piece.last_column + 1)
    }
    first = rows[0].pieces
    blocks = [piece.column for piece in first if not piece.named("indicators") and _of_block(piece)]
    free = [column for column in range(first[0].column, blocks[-1]) if column not in taken]
    if not free:
        return None
    gutter = free[-1]
    while gutter - 1 in free:
        gutter -= 1
    return gutter + 1


def _edges(rows: Sequence[Row]) -> list[int]:
    """The first columns of the second and every later form, left to right."""
    begun = [begins for row in rows if len(row.pieces) > 1 and len(begins := _begins(row)) > 1]
    if not begun:
        return []
    most = max(map(len, begun))
    firsts = [min(columns) for columns in zip(*(begins for begins in begun if len(begins) == most), strict=True)]
    crossed = [
        (piece.column, piece.last_column)
        for row in rows
        if len(row.pieces) > 1
        for piece in row.pieces
        if piece.last_column > piece.column
    ]
    return [edge for edge in firsts[1:] if not any(first < edge <= last for first, last in crossed)]


def _begins(row: Row) -> list[int]:
    """The columns at which forms begin in a row, by their titles or the headers of their indicators."""
    titles = [piece.column for piece in row.pieces if is_title(piece)]
    if len(titles) > 1 or not names_columns(row):
        return titles
    firsts = [
        row.pieces[place - 1].column
        if place and row.pieces[place - 1].named("indicators") == "block"
        else piece.column
        for place, piece in enumerate(row.pieces)
        if piece.named("indicators") == "l1"
    ]
    scores = sum(piece.named("indicators") == "score" for piece in row.pieces)
    return firsts if scores == len(firsts) else []
