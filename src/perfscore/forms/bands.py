"""Finding the header bands of a table: rows that name columns, by their words or by what stands below them.

A band is one to four rows. One row of it names columns beyond doubt, or the rows below it begin with levels
(产出指标, 数量指标) and fit what its cells say.
"""

from __future__ import annotations

from collections.abc import Sequence

from perfscore.core.lazy import lazy_pattern
from perfscore.forms.cells import piece_type
from perfscore.forms.funding import amounts_only, heads_money
from perfscore.forms.grid import Piece, Row
from perfscore.forms.header import body_of
from perfscore.forms.kinds import RowKind, divides_base
from perfscore.forms.labels import label_key
from perfscore.forms.names import enough, is_heading, names_of, spans
from perfscore.forms.stacks import stacks_of

_DEEPEST = 4
_LONGEST_LABEL = 30
_FEWEST = 3
#: So many rows below a header of unknown words say what its columns are.
_REACH = 60
#: The row of numbers or letters below a header that formulas refer to: 1, 2, 3=2/1; A, B, C=B/A.
_NUMBERING = lazy_pattern(r"[(\[]?(?:\d{1,2}|[A-Z])[)\]]?(?:=.{1,16})?|栏次|行次")
#: Columns that no block of money has.
_OWN = frozenset({"l1", "l2", "name", "target", "actual"})
_IDENTITY = frozenset({"l1", "l2", "name"})
#: Columns that a header of names and levels alone leaves open.
_VALUES = frozenset({"target", "actual", "points", "score"})
#: Columns of which a table of indicators has two when it names neither its rows nor their levels.
_JUDGED = frozenset({"points", "score", "actual", "rule"})
#: Rows that go on with the block they stand in.
_INSIDE = frozenset({RowKind.LEVEL, RowKind.TOTAL, RowKind.OTHER, RowKind.LABELS, RowKind.INDICATORS})


def with_headers(rows: Sequence[Row], kinds: Sequence[RowKind]) -> list[RowKind]:
    """The kinds of rows, those that belong to a header band of an indicator table marked as such."""
    found = list(kinds)
    block: RowKind | None = None
    for place, kind in enumerate(kinds):
        row = rows[place]
        if place and found[place - 1] is RowKind.BASE and divides_base(row):
            found[place] = RowKind.BASE
        elif kind is RowKind.INDICATORS or (kind is not RowKind.LEVEL and _names_values(row, kind)):
            found[place] = block = RowKind.INDICATORS
            _widen(rows, found, place, place)
        elif kind is RowKind.LEVEL and block is not RowKind.INDICATORS and len(row.pieces) >= _FEWEST:
            block = RowKind.INDICATORS if _header_above(rows, found, place) else block
        elif (
            block is not RowKind.FUNDING
            and kind in (RowKind.OTHER, RowKind.TOTAL)
            and (_is_money(row) or (place and heads_money(rows[place - 1]) and _adds(row)))
        ):
            block = RowKind.FUNDING if _money_above(rows, found, place) else block
        elif kind not in _INSIDE:
            block = kind
    return found


def _is_money(row: Row) -> bool:
    """Whether a row is one source of money with its amounts."""
    sources = [piece for piece in row.pieces[:_FEWEST] if piece.named("source")]
    return len(sources) == 1 and sum(piece_type(piece) in ("number", "percent") for piece in row.pieces) >= 2


def _money_above(rows: Sequence[Row], kinds: list[RowKind], place: int) -> bool:
    """Mark the row above the first source of money as its header: as many words as there are amounts."""
    if not place:
        return False
    above, row = rows[place - 1], rows[place]
    # 预算执行情况 is a level, too; over columns of amounts it is the heading of money.
    headed = kinds[place - 1] is RowKind.LEVEL and above.pieces[0].named("funding") is not None
    if not headed and kinds[place - 1] not in (RowKind.OTHER, RowKind.LABELS, RowKind.FOOT):
        return False
    if above.names("indicators") & _OWN:
        return False  # a total of scores below the header of its table
    amounts = [piece for piece in row.pieces if piece_type(piece) in ("number", "percent")]
    columns = {piece.column for piece in above.pieces}
    if not all(_may_head(piece) for piece in above.pieces) or not columns.issuperset(p.column for p in amounts):
        return False
    kinds[place - 1] = RowKind.FUNDING
    return True


def _names_values(row: Row, kind: RowKind) -> bool:
    """Whether a row names a target beside what it is judged by: the header of a table without levels."""
    if kind not in (RowKind.OTHER, RowKind.LABELS, RowKind.FOOT, RowKind.TOTAL, RowKind.GOAL) or not row.roles:
        return False
    names = row.names("indicators")
    # Without a target, a rule beside its points and their score says as much.
    return (
        len(names & _JUDGED) >= (2 if "target" in names else len(_JUDGED) - 1)
        and len(row.pieces) > _FEWEST
        and all(_may_head(piece) for piece in row.pieces)
    )


def _widen(rows: Sequence[Row], kinds: list[RowKind], first: int, last: int) -> None:
    """Take the rows above and below that belong to the band of the header rows from the first to the last."""
    lowest = last
    while lowest - first < _DEEPEST - 1 and first > 0 and kinds[first - 1] is not RowKind.INDICATORS:
        if not _stands_over(rows[first - 1], rows[first : lowest + 1], kinds[first - 1]):
            break
        if _ends_money(rows, first - 1):
            break
        first -= 1
        kinds[first] = RowKind.INDICATORS
    while last - first < _DEEPEST - 1 and last + 1 < len(rows):
        band, row = rows[first : last + 1], rows[last + 1]
        if not _divides(row, band) and not _names_levels(row, band, rows[last + 2 : last + 2 + _FEWEST]):
            break
        last += 1
        kinds[last] = RowKind.INDICATORS


def _ends_money(rows: Sequence[Row], place: int) -> bool:
    """Whether a row holds the last sources of a block of money, their amounts left blank."""
    return place > 0 and amounts_only(rows[place]) and amounts_only(rows[place - 1])


def _stands_over(row: Row, below: Sequence[Row], kind: RowKind) -> bool:
    """Whether a row holds headings over a header row, and nothing else."""
    if kind in (RowKind.TITLE, RowKind.BASE, RowKind.TOTAL):
        return False
    # Fields of a wide table stand in its header, too: all cells of the row are labels then.
    other = kind in (RowKind.FIELD, RowKind.FOOT, RowKind.FUNDING)
    if other and below[0].number - row.number > 1:
        return False
    if other and not _all_known(row):
        return _reaches_down(row, below)
    if len(row.pieces) == 1:
        (only,) = row.pieces
        if only.named("breakdown") is not None or only.named("indicators") == "block":
            return True
        if spans(only.label.key) and "指标" in only.label.key:
            return True
        return only.cell.merge[1] > 1 and is_heading(only) and only.named("goal") is None
    if _all_known(row):
        return True
    known = sum(is_heading(piece) for piece in row.pieces)
    # Where the row below leaves columns open, whatever stands over those may be a column of unknown words.
    open_ones = any(_fills(piece, below) for piece in row.pieces)
    lacking = not any(low.names("indicators") & _VALUES for low in below)
    enough_known = known * 2 >= len(row.pieces) or (open_ones and known > (0 if lacking else 1))
    return enough_known and all(
        _may_head(piece) and (is_heading(piece) or _merged_over(piece, below) or _fills(piece, below))
        for piece in row.pieces
    )


def _reaches_down(row: Row, below: Sequence[Row]) -> bool:
    """Whether every cell of a row is part of the header below it: it reaches down to it, or stands over cells of it.

    A field above a table stands over its first column and has its value beside it; as a column of a ledger it is
    merged down to the header, or has nothing of the header below it.
    """
    return len(row.pieces) >= _FEWEST and all(
        _may_head(piece)
        and (
            _fills(piece, below)
            or piece.last_row >= below[-1].number
            or (not piece.named("fields") and (is_heading(piece) or _several(below[-1], piece, after)))
        )
        for piece, after in zip(row.pieces, (*row.pieces[1:], None), strict=True)
    )


def _fills(piece: Piece, below: Sequence[Row]) -> bool:
    """Whether a cell stands over a column that the header row itself leaves open."""
    return not any(
        piece.column <= low.column <= piece.last_column or low.column <= piece.column <= low.last_column
        for row in below
        for low in row.pieces
    )


def _merged_over(piece: Piece, below: Sequence[Row]) -> bool:
    """Whether a cell is merged down to the header row, or over several cells of it."""
    if piece.last_row >= below[-1].number:
        return True
    under = [low for row in below for low in row.pieces if piece.column <= low.column <= piece.last_column]
    return piece.cell.merge[1] > 1 and len(under) > 1


def _all_known(row: Row) -> bool:
    return all(is_heading(piece) for piece in row.pieces)


def _divides(row: Row, above: Sequence[Row]) -> bool:
    """Whether a row only divides or numbers the header above it: 指标值, 度量单位 under 年度指标值."""
    if all(_NUMBERING.fullmatch(label_key(piece.text)) for piece in row.pieces):
        return len(row.pieces) > _FEWEST
    names = row.names("indicators")
    named = {name for high in above for name in high.names("indicators")}
    if {"name", "l1", "l2"} & names & named or not all(_may_head(piece) for piece in row.pieces):
        return False
    if len(row.pieces) < 2 or any(piece.named("l1") or piece.named("l2") for piece in row.pieces):
        return False
    known = [piece for piece in row.pieces if piece.named("indicators") or piece.named("source")]
    if len(known) == len(row.pieces) and not {"name", "l1", "l2"} & names:
        return True
    # Beside cells that are merged down to it, a row is part of the header whatever its words.
    reached = any(piece.last_row >= row.number for high in above for piece in high.pieces)
    return (bool(known) or reached) and all(_under_heading(piece, row, above) for piece in row.pieces)


def _names_levels(row: Row, above: Sequence[Row], below: Sequence[Row]) -> bool:
    """Whether a row of unknown words names the levels that a header lacks: labels of levels stand in its columns."""
    if len(row.pieces) < 2 or any(high.names("indicators") & _IDENTITY for high in above):
        return False
    levels = {piece.column for low in below for piece in low.pieces if piece.named("l1") or piece.named("l2")}
    return bool(levels & {piece.column for piece in row.pieces}) and all(
        piece_type(piece) == "text"
        and _may_head(piece)
        and not piece.label.roles
        and _under_heading(piece, row, above)
        for piece in row.pieces
    )


def _under_heading(piece: Piece, beside: Row, above: Sequence[Row]) -> bool:
    """Whether a cell stands under a heading, merged or by its words, or under no cell of the header at all.

    A cell that is not merged is a heading where the row below it has several cells up to the next one of its row.
    """
    over = [
        (high, after)
        for row in above
        for high, after in zip(row.pieces, (*row.pieces[1:], None), strict=True)
        if high.column <= piece.column <= high.last_column
    ]
    return not over or any(
        high.cell.merge[1] > 1 or _is_over(high) or _several(beside, high, after) for high, after in over
    )


def _several(row: Row, high: Piece, after: Piece | None) -> bool:
    """Whether a row has several cells from a header cell up to the next one."""
    return (
        sum(high.column <= low.column and (after is None or low.column < after.column) for low in row.pieces) > 1
    )


def _is_over(piece: Piece) -> bool:
    """Whether a header cell is a heading by its words, and the name of a column only besides."""
    return piece.named("indicators") == "block" or spans(piece.label.key)


def _header_above(rows: Sequence[Row], kinds: list[RowKind], place: int) -> bool:
    """Mark the rows above the first row of levels as its header where they name enough of what stands below."""
    end = place
    while end > 0 and (kinds[end - 1] is RowKind.TOTAL or _adds(rows[end - 1])):
        end -= 1  # a total above the rows that it adds
    first = end
    while (
        end - first < _DEEPEST and first > 0 and kinds[first - 1] in (RowKind.OTHER, RowKind.LABELS, RowKind.GOAL)
    ):
        row = rows[first - 1]
        if len(row.pieces) < 2 or not all(map(_may_head, row.pieces)) or _ends_money(rows, first - 1):
            break
        first -= 1
    reach = slice(place, place + _REACH)
    body = body_of(list(zip(kinds[reach], rows[reach], strict=True)))
    for start in range(first, end):
        stacks = stacks_of(rows[start:end])
        if len(stacks) < max(_FEWEST, len(rows[place].pieces) - 1):
            continue
        if enough(names_of(stacks, body)):
            kinds[start:end] = [RowKind.INDICATORS] * (end - start)
            _widen(rows, kinds, start, end - 1)
            return True
    return False


def _adds(row: Row) -> bool:
    """Whether a row is nothing but numbers, behind a label or none: the total above the rows that it adds."""
    numbers = row.pieces[1:] if piece_type(row.pieces[0]) == "text" else row.pieces
    return bool(numbers) and all(piece_type(piece) in ("number", "percent") for piece in numbers)


def _may_head(piece: Piece) -> bool:
    """Whether a cell may be part of a header: a short text, no number."""
    if piece.label.roles:
        return True
    return (
        len(piece.text) <= _LONGEST_LABEL and piece_type(piece) == "text" and not piece.text.endswith(("。", "；"))
    )
