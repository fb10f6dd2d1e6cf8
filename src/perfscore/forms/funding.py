"""Reading the money block of a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from itertools import pairwise

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.numbers import read_figure
from perfscore.core.records import mutable
from perfscore.core.sourced import Sourced
from perfscore.core.text import squash
from perfscore.forms.cells import no_number, piece_type, read_number, read_text
from perfscore.forms.fit import Placing, place_row
from perfscore.forms.fund_total import Found, adds_of, with_total
from perfscore.forms.grid import Columns, Piece, Row
from perfscore.forms.kinds import RowKind
from perfscore.forms.labels import points_in
from perfscore.forms.money import AMOUNTS, NUMBERS, is_heading_row, money_header
from perfscore.forms.money_pairs import read_labelled
from perfscore.forms.money_sides import beside, between, second_side
from perfscore.forms.paired import apart
from perfscore.model import Breakdown, Funding, FundingRow, Number, Repair, Text

_MONEY = lazy_pattern(r"[(:/,]?((?:百万|千万|[万亿千])?元)[)]?$|\(((?:百万|千万|[万亿千])?元)\)")
#: What a heading of money is made of, whatever else it says.
_MONEY_WORD = lazy_pattern(r"资金|经费|款项|收支|预算")
_NOT_PLACED = "金额与列不能唯一对应，未读入：请核对该行的列位置"
_MOST_SOURCES = 20
#: A source, its amount, a remark.
_WITH_REMARK = 3
#: What may stand below an amount that is the whole money of a form.
_BELOW = frozenset({RowKind.GOAL, RowKind.FOOT, RowKind.FIELD})
_AMOUNTS_LIKE = frozenset({"number", "percent", "formula"})
_WORDS = frozenset({"text", "value"})
_SCORED = ("points", "rate", "score")
_BY_NATURE = frozenset({"basic", "project"})


@mutable
class FundingBlock:
    """What a money block holds."""

    funding: Funding | None = None
    repairs: list[Repair] = field(default_factory=list)
    unplaced: list[tuple[Location, str]] = field(default_factory=list)
    columns: Columns = field(default_factory=Columns)
    guessed: tuple[tuple[str, Piece], ...] = ()
    #: Points, rate and score in cells that are merged over several rows: they are of the whole block.
    joint: dict[str, Number] = field(default_factory=dict)
    #: The labels stand beside their amounts: any that was not placed may be that of the points.
    paired: bool = False

    @property
    def lost(self) -> tuple[Location, ...]:
        """The rows that were not placed where one of them may hold the points or the score of the execution."""
        total = self.funding.total if self.funding else None
        scored = total is not None and any(
            number is not None and number.value is not None for number in (total.points, total.score)
        )
        columns = self.paired or "points" in self.columns or "score" in self.columns
        return tuple(at for at, _ in self.unplaced) if columns and not scored else ()


def money_unit(texts: Sequence[str]) -> str:
    """The money unit printed in the first of the texts that names one, or ""."""
    for text in texts:
        match = _MONEY.search(squash(text)) if "元" in text and len(text) < 40 else None
        if match:
            return match[1] or match[2]
    return ""


def read_funding(band: Sequence[Row], rows: Sequence[Row]) -> FundingBlock:
    """Read a money block: the band of its header, and the rows below it; its two sides where it has them."""
    unit = money_unit([piece.text for row in band for piece in row.pieces])
    pairs = read_labelled((*band, *rows), unit)
    if pairs is not None:
        odd = [(piece.at, _NOT_PLACED) for piece in pairs.odd]
        return FundingBlock(
            Funding(pairs.total, whole=not odd) if pairs.total else None, unplaced=odd, paired=True
        )
    second = second_side(band)
    if second is None:
        return _read_side(band, rows)
    edge = second.column
    left = _read_side(between(band, lambda at: at < edge), between(rows, lambda at: at < edge))
    right = _read_side(between(band, lambda at: at >= edge), between(rows, lambda at: at >= edge))
    return FundingBlock(
        beside(left.funding, right.funding, read_text(second)),
        [*left.repairs, *right.repairs],
        [*left.unplaced, *right.unplaced],
        Columns((*left.columns.spans, *right.columns.spans)),
        (*left.guessed, *right.guessed),
    )


def _read_side(band: Sequence[Row], rows: Sequence[Row]) -> FundingBlock:
    header = money_header(band, rows)
    columns = header.columns
    block = FundingBlock(columns=columns, guessed=header.guessed)
    unit = money_unit([piece.text for row in band for piece in row.pieces])
    found: list[Found] = []
    lists: dict[str, tuple[Text, list[tuple[Text, Number]]]] = {}
    right_of: int | None = None
    for row in rows:
        if is_heading_row(row, columns):
            # Another table begins: its rows are told as what was not read.
            break
        heads = [(name, piece) for piece in row.pieces if (name := piece.named("breakdown"))]
        for name, piece in heads:
            lists[name] = (read_text(piece), [])
            right_of = piece.column if len(heads) == 2 else right_of
        if heads:
            continue
        if lists:
            _list_row(apart(row, known=False), lists, right_of, unit)
        else:
            _amount_row(apart(row), columns, block, found, unit)
    total, sources = with_total(found)
    total = _points_from_header(_with_joint(total, block.joint), band)
    breakdowns = tuple(Breakdown(label, tuple(items)) for label, items in lists.values())
    if total is not None or sources or breakdowns:
        block.funding = Funding(total, sources, breakdowns, whole=not block.unplaced)
    return block


def _amount_row(row: Row, columns: Columns, block: FundingBlock, found: list[Found], unit: str) -> None:
    """Take one row of amounts: the label is the last text before the first number."""
    first_number = next((n for n, p in enumerate(row.pieces) if piece_type(p) in _AMOUNTS_LIKE), None)
    texts = row.pieces if first_number is None else row.pieces[:first_number]
    numbers = min((first for name in NUMBERS if (first := columns.first(name)) is not None), default=0)
    labels = [
        p
        for p in texts
        # 3个街道补助 left of all amounts is none.
        if (piece_type(p) in _WORDS and (columns.at(p.column) in ("label", None) or p.column < numbers))
        or (piece_type(p) == "text" and p.named("source"))
    ]
    labels = [p for p in labels if not p.named("funding") or p.named("source")]
    rest = [p for p in row.pieces if p not in labels and not _is_heading(p)]
    if not rest and not labels:
        return
    if not (labels and labels[-1].named("source")) and not any(piece_type(p) in _AMOUNTS_LIKE for p in rest):
        return  # words alone: no amount of it is lost
    placed = _placed(rest, labels, columns)
    if placed is None or "label" in placed.cells:
        block.unplaced.append((row.whole, _NOT_PLACED))
        return
    if placed.shift:
        note = f"该行的金额比表头偏 {abs(placed.shift)} 列，已按内容归位后读取"
        block.repairs.append(Repair(row.at, placed.shift, note, "the amounts of this row were read in place"))
    label = labels[-1] if labels else None
    text = read_text(label) if label else Sourced("", "", row.at)
    part = label is not None and label.label.of_which and any(not one.adds for one in found)
    joint = {name: piece for name, piece in placed.cells.items() if name in _SCORED and piece.last_row > piece.row}
    block.joint |= {name: read_number(piece, unit="分") for name, piece in joint.items()}
    if joint:
        cells = {name: piece for name, piece in placed.cells.items() if name not in joint}
        placed = replace(placed, cells=cells)
    entry = _funding_row(text, row, columns, placed, unit, partial=part)
    found.append(Found(adds_of(label) if label else "", entry))


def _placed(rest: Sequence[Piece], labels: Sequence[Piece], columns: Columns) -> Placing | None:
    """The columns of a row's amounts; one inside the cell of its label is of the only column of amounts."""
    if not rest:
        return Placing(0, {}, 0, clean=True)
    if labels and len(rest) == 1 and (rest[0].row, rest[0].column) == (labels[-1].row, labels[-1].column):
        names = [name for name in AMOUNTS if name in columns]
        return Placing(0, {names[0]: rest[0]}, 0, clean=True) if len(names) == 1 else None
    return place_row(rest, columns, evidence=2)


def _is_heading(piece: Piece) -> bool:
    """A heading merged down the block (项目资金（万元）), no amount."""
    return piece.named("funding") == "label" or (piece_type(piece) == "text" and piece.cell.merge[0] > 1)


def _funding_row(
    label: Text, row: Row, columns: Columns, placed: Placing, unit: str, *, partial: bool
) -> FundingRow:
    numbers: dict[str, Number] = {}
    for name in NUMBERS:
        first = columns.first(name)
        if first is None:
            continue
        piece = placed.cells.get(name)
        if piece is None:
            numbers[name] = no_number(row.place(max(first - placed.shift, 1)))
        else:
            numbers[name] = read_number(piece, unit="分" if name in ("points", "score") else unit)
    reason = placed.cells.get("reason")
    text = None
    if "reason" in columns:
        text = read_text(reason) if reason else Sourced("", "", row.place(columns.first("reason") or 1))
    return FundingRow(label, **numbers, reason=text, partial=partial, subtotal=False)


def _with_joint(total: FundingRow | None, joint: Mapping[str, Number]) -> FundingRow | None:
    """A total with what stands in cells merged over several rows, where its own are blank."""
    if total is None:
        return None
    held = {name: getattr(total, name) for name in _SCORED}
    free = {name: number for name, number in joint.items() if held[name] is None or not held[name].raw.strip()}
    return replace(
        total,
        points=free.get("points", total.points),
        rate=free.get("rate", total.rate),
        score=free.get("score", total.score),
    )


def _points_from_header(total: FundingRow | None, band: Sequence[Row]) -> FundingRow | None:
    """Points printed in the header (预算执行情况（20分）, 得分(20分*执行率)) where the block has no column for them."""
    if total is None or (total.points is not None and total.points.value is not None):
        return total
    for piece in (piece for row in band for piece in row.pieces):
        points = points_in(squash(piece.text)) if len(piece.text) < 40 else None
        figure = read_figure(points) if points else None
        if figure:
            return replace(total, points=Sourced(figure, piece.text, piece.at))
    return total


def begins_money(row: Row, *, table: bool = False) -> bool:
    """Whether a row begins amounts beside their labels: a heading of money or with its unit, label and number.

    In a `table` of indicators a heading that may be a level is one.
    """
    first, *rest = row.pieces
    headed = bool(first.named("funding") or money_unit([first.text])) and not (table and first.named("l1"))
    if not headed or len(rest) not in (2, 4):
        return False
    return [piece_type(piece) for piece in rest] == ["text", "number"] * (len(rest) // 2)


def heads_money(row: Row) -> bool:
    """Whether a row begins with a heading of money, by its words or by its unit."""
    first = row.pieces[0]
    return len(row.pieces) > 1 and bool(first.named("funding") or money_unit([first.text]))


def heads_amounts(rows: Sequence[tuple[object, Row]], place: int) -> bool:
    """Whether a row is nothing but labels, 资金情况 the first, above amounts beside theirs: 资金来源 | 金额 | 备注."""
    row = rows[place][1]
    first = row.pieces[0].named("funding") == "label"
    words = all(piece_type(piece) == "text" for piece in row.pieces)
    return first and words and place + 1 < len(rows) and begins_amounts(rows, place + 1, table=True)


def begins_amounts(rows: Sequence[tuple[object, Row]], place: int, *, table: bool) -> bool:
    """Whether a row begins amounts beside their labels, without a header.

    Below a table of indicators 合计 may be its total: there a heading of money says what is added, or the sources that
    follow.
    """
    row = rows[place][1]
    if _ends_in_total(rows, place):
        return True
    if not (table and row.names("total")):
        return names_amount(row) or begins_money(row)
    if row.pieces[0].named("total"):
        return False
    kind, follows = rows[place + 1] if place + 1 < len(rows) else (None, None)
    if follows is None or kind in _BELOW:
        return begins_money(row, table=True) or (names_amount(row) and _of_money(row.pieces[0]))
    return begins_money(row, table=True) or (names_amount(row) and amounts_only(follows))


def _of_money(heading: Piece) -> bool:
    """Whether a heading before a label and its amount speaks of money, by a known name or by its words."""
    return heading.named("funding") is not None or (
        not heading.label.roles and _MONEY_WORD.search(heading.label.key) is not None
    )


def _ends_in_total(rows: Sequence[tuple[object, Row]], place: int) -> bool:
    """Whether a row is the first of several sources with their amounts, of which a later one is the total."""
    first = rows[place][1]
    own = first.pieces if first.pieces[0].named("source") else first.pieces[1:]
    if len(own) < 2 or not _amounts_only(own):
        return False
    for _, row in rows[place + 1 : place + 1 + _MOST_SOURCES]:
        if not amounts_only(row):
            return False
        if any(piece.named("source") == "total" for piece in row.pieces):
            return True
    return False


def amounts_only(row: Row) -> bool:
    """Whether a row is nothing but sources of money, each with its amount or a blank right of it.

    Behind one source with its amount a remark may stand.
    """
    return "source" in row.groups and _amounts_only(row.pieces)


def _amounts_only(pieces: Sequence[Piece]) -> bool:
    others = [piece for piece in pieces if piece.named("source") is None]
    sources = len(pieces) - len(others)
    if sources == 1 and len(pieces) == _WITH_REMARK and piece_type(pieces[-1]) == "text":
        others = others[:-1]
    if not (0 < sources <= 2 and len(others) <= sources):
        return False
    return all(piece_type(piece) in ("number", "formula", "blank") for piece in others)


def names_amount(row: Row) -> bool:
    """Whether a row is nothing but labels of money with their amounts right of them, the total among them.

    A heading of any words may stand before them.
    """
    if "source" not in row.groups:
        return False
    labels = [piece for piece in row.pieces if piece.named("source") or piece.named("funding")]
    if not any(piece.named("source") == "total" for piece in labels):
        return False
    amounts = [
        after
        for piece, after in pairwise(row.pieces)
        if piece.named("source") and piece_type(after) in ("number", "formula")
    ]
    first = row.pieces[0]
    heading = not first.label.roles and piece_type(first) == "text"
    return bool(amounts) and len(labels) + len(amounts) + heading == len(row.pieces)


def read_pairs(rows: Sequence[Row]) -> FundingBlock:
    """Read amounts that stand right of their labels, without a header: the declaration of a target sheet."""
    unit = money_unit([piece.text for row in rows for piece in row.pieces])
    found: list[Found] = []
    for row in map(apart, rows):
        headed = begins_money(row)
        for piece, after in zip(row.pieces, (*row.pieces[1:], None), strict=True):
            name = piece.named("source")
            unknown = headed and piece is row.pieces[1] and name is None
            if not (name or unknown) or after is None or piece_type(after) not in ("number", "formula"):
                continue
            part = piece.label.of_which and any(not one.adds for one in found)
            entry = FundingRow(read_text(piece), initial=read_number(after, unit=unit), partial=part)
            found.append(Found(adds_of(piece) if name == "total" else "", entry))
    total, sources = with_total(found)
    return FundingBlock(Funding(_points_beside(total, rows), sources) if found else None)


def _points_beside(total: FundingRow | None, rows: Sequence[Row]) -> FundingRow | None:
    """A total with the points of the execution that a cell beside the amounts says: 执行率分值（10）."""
    pieces = [piece for row in rows for piece in row.pieces if piece.named("funding") == "points"]
    figures = [
        (piece, figure) for piece in pieces if (figure := read_figure(piece.label.points or "")) is not None
    ]
    if total is None or len(figures) != 1:
        return total
    (piece, figure), *_ = figures
    return replace(total, points=Sourced(figure, piece.text, piece.at))


def _list_row(
    row: Row, lists: Mapping[str, tuple[Text, list[tuple[Text, Number]]]], right_of: int | None, unit: str
) -> None:
    """Take one row of two lists that stand side by side: each amount belongs to the label before it."""
    pieces = list(row.pieces)
    for place, piece in enumerate(pieces):
        if piece_type(piece) != "text":
            continue
        after = pieces[place + 1] if place + 1 < len(pieces) else None
        held = after if after is not None and piece_type(after) != "text" else None
        amount = read_number(held, unit=unit) if held is not None else no_number(row.place(piece.last_column + 1))
        names = list(lists)
        if len(names) == 1:
            name = names[0]
        elif piece.named("source") in _BY_NATURE:
            name = "by_nature"
        else:
            name = names[1] if right_of is not None and piece.column >= right_of else names[0]
        lists[name][1].append((read_text(piece), amount))
