"""Ledgers of one row a project: money, scores by column, total and grade, no indicators.

They are looked for before any form is: their header names projects and scores side by side, which no form does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.core.text import squash
from perfscore.forms.cells import no_number, piece_type, read_number, read_text
from perfscore.forms.evidence import Evidence
from perfscore.forms.funding import money_unit
from perfscore.forms.grid import Columns, Piece, Row
from perfscore.forms.header import Header
from perfscore.forms.kinds import RowKind, title_piece
from perfscore.forms.ledger import is_grade
from perfscore.forms.names import Named, column_name
from perfscore.forms.regions import Region
from perfscore.forms.stacks import Stack, columns_of, stacks_of
from perfscore.forms.sums import read_total
from perfscore.forms.vocabulary import label_of
from perfscore.model import FundingRow, LedgerRow, Number, Text

LEDGER = "ledger"
_SCORE = "score."
_DEEPEST = 3
_FEWEST = 4
_ABOVE = 4
_LONGEST = 30
_FIELDS = frozenset({"fields.project", "fields.project_code", "fields.unit", "fields.unit_code", "fields.department",
                     "fields.implementing_unit"})  # fmt: skip
_MONEY = frozenset({"funding.initial", "funding.budget", "funding.executed", "funding.rate"})
#: Columns of the indicators of a form, of which a row of a project has none.
_OTHERS = frozenset({"l1", "l2", "name", "target", "actual"})
_SCORED = lazy_pattern(r"得分|评分|打分|总分|分数|分值|扣分|平均分|均分$|^(?:自评|复核|复评|抽评|核定|审定)分$")
#: Columns of reviewers hold the scores that each of them gives: 专家1, 评委二.
_REVIEWER = lazy_pattern(
    r"(?:评审|评分)?(?:专家|评委|评审员|评分人|打分人)[一二三四五六七八九十\dA-Ga-g甲乙丙丁戊]{1,2}(?:\(分\))?"
)
_TITLED = lazy_pattern(r"[表单册]$|台账|汇总|一览|清单|情况|结果")


def divided(rows: Sequence[Row], sheet: str, *, hidden: bool = False) -> Iterator[Region | list[Row]]:
    """Take the ledgers out of the rows of a table; what stands between them is given as it is."""
    left = 0
    place = 0
    while place < len(rows):
        cut = _ledger_at(rows, place, sheet, hidden=hidden) if _may_begin(rows[place]) else None
        if cut is None:
            place += 1
            continue
        region, end = cut
        start = place - _rows_above(rows, left, place)
        if start > left:
            yield list(rows[left:start])
        yield region
        left = place = end
    if left < len(rows):
        yield list(rows[left:])


def _may_begin(row: Row) -> bool:
    """Whether a row may be the first of a ledger's header: short texts, among them a project or a unit."""
    if len(row.pieces) < _FEWEST or not row.names("fields") & {
        "project",
        "unit",
        "department",
        "implementing_unit",
    }:
        return False
    return all(_may_head(piece) for piece in row.pieces)


def _goes_on(row: Row, below: Row) -> bool:
    """Whether a header goes on in the row below, also where no merge says so: a row of labels and no number.

    The rows of projects hold numbers. A cell that stands alone names the unit of the rows below it, and what stands
    below a field (主管部门 over 年初预算数) is another row of a form.
    """
    return (
        below.number == row.number + 1
        and len(below.pieces) > 1
        and all(_may_head(piece) and not _below_field(piece, row) for piece in below.pieces)
        and any(_known(piece) for piece in below.pieces)
    )


def _below_field(piece: Piece, row: Row) -> bool:
    """Whether a cell stands below a field of the row above, or below nothing."""
    over = [other for other in row.pieces if other.column <= piece.column]
    return not over or over[-1].named("fields") is not None


def _known(piece: Piece) -> bool:
    """Whether a cell is called what a column of amounts or of scores is called."""
    return column_name(piece.label) in _MONEY or bool(_SCORED.search(piece.text))


def _may_head(piece: Piece) -> bool:
    return len(piece.text) <= _LONGEST and piece_type(piece) == "text" and not piece.text.endswith(("。", "；"))


def _ledger_at(rows: Sequence[Row], place: int, sheet: str, *, hidden: bool) -> tuple[Region, int] | None:
    """The ledger whose header begins at a row, and the place behind it; None where none does."""
    last = place
    depth = max(piece.last_row for piece in rows[place].pieces)
    while (
        last + 1 < len(rows)
        and last - place < _DEEPEST - 1
        and (rows[last + 1].number <= depth or _goes_on(rows[last], rows[last + 1]))
    ):
        last += 1
    stacks = stacks_of(rows[place : last + 1])
    named = _names(stacks)
    if named is None:
        return None
    columns = columns_of(named, stacks)
    key = "fields.project" if "fields.project" in named else next(n for n in named if n in _FIELDS)
    end = last + 1
    kinds: list[tuple[RowKind, Row]] = []
    projects = 0
    while end < len(rows) and (kind := _kind(rows[end], columns, key)) is not None:
        projects += kind is RowKind.OTHER
        kinds.append((kind, rows[end]))
        end += 1
    body = [row for kind, row in kinds if kind is RowKind.OTHER]
    if not projects or not _judged(Evidence(stacks, body), named):
        return None
    band = [(RowKind.LABELS, row) for row in rows[place : last + 1]]
    above = rows[place - _rows_above(rows, 0, place) : place]
    title = next(
        (row for row in above if (piece := title_piece(row)) and _TITLED.search(piece.text.strip())), None
    )
    head = [(RowKind.FIELD, row) for row in above if row is not title]
    header = Header(len(head), len(head) + len(band) - 1, columns, stacks, Named(tuple(named), wide=True))
    start = None if title else rows[place]
    return Region(sheet, title, (*head, *band, *kinds), hidden, start, (), (header,), kind=LEDGER), end


def _names(stacks: Sequence[Stack]) -> list[str] | None:
    """The names of the columns; None where they are not those of a ledger."""
    names: list[str] = []
    for stack in stacks:
        name = _name(stack)
        if name in _OTHERS:
            return None
        # Several columns hold scores: each keeps its place in its name. A second total (评审总分) is one of them.
        again = name == "total.score" and name in names
        names.append(f"{_SCORE}{len(names)}" if name == "score" or again else name)
    scored = any(_scores_of(name) or name == "foot.grade" for name in names)
    return names if scored and _FIELDS & set(names) else None


def _scores_of(name: str) -> bool:
    return name.startswith(_SCORE) or name == "total.score"


def _name(stack: Stack) -> str:
    label = stack.leaf.label
    if label.named("total") and not label.named("fields"):
        return "total.score"
    if label.named("foot") == "grade":
        return "foot.grade"
    if label.named("foot") == "remarks":
        return "remark"
    name = column_name(label)
    if name in _FIELDS or name in _MONEY or name in _OTHERS or name == "number":
        return name
    for heading in reversed(stack.headings):
        whole = column_name(label_of(heading.text + stack.leaf.text))
        if whole in _MONEY:
            return whole
    if (money := label.named("funding")) and f"funding.{money}" in _MONEY:
        return f"funding.{money}"
    scored = _SCORED.search(stack.leaf.text) or _REVIEWER.fullmatch(squash(stack.leaf.text))
    return "score" if name in ("score", "points", "funding.score") or scored else ""


def _kind(row: Row, columns: Columns, key: str) -> RowKind | None:
    """What a row below the header is: a project, a sum, the header again; None where the ledger has ended."""
    cells = {columns.at(piece.column): piece for piece in row.pieces}
    if any(piece.named("total") for piece in row.pieces[:3]):
        return RowKind.TOTAL
    if key in cells and cells[key].named("fields"):
        return RowKind.LABELS
    numbers = sum(piece_type(piece) in ("number", "percent", "formula") for piece in row.pieces)
    if key in cells and len(row.pieces) >= _FEWEST - 1 and numbers and None not in cells:
        return RowKind.OTHER
    return None


def _judged(evidence: Evidence, names: Sequence[str]) -> bool:
    """Whether scores or grades stand below the columns that are called so."""
    scores = [place for place, name in enumerate(names) if _scores_of(name)]
    grades = [place for place, name in enumerate(names) if name == "foot.grade"]
    # Two fields of a form side by side (项目名称 … 得分) have nothing below them that is a number.
    return any(evidence.numbers(place) for place in scores) or any(
        all(is_grade(text) for text in evidence.texts(place)) and evidence.texts(place) for place in grades
    )


def _rows_above(rows: Sequence[Row], first: int, place: int) -> int:
    """How many rows above a header are its title and the marks below that: few cells each, the title on top."""
    best = 0
    for count in range(1, min(_ABOVE, place - first) + 1):
        row = rows[place - count]
        if len(row.pieces) >= _FEWEST or rows[place - count + 1].number - row.number > 2:
            break
        if (piece := title_piece(row)) and _TITLED.search(piece.text.strip()):
            best = count
    return best


@frozen
class Read:
    """What the rows of a ledger say."""

    rows: tuple[LedgerRow, ...]
    total: FundingRow | None
    money_unit: str


def read_ledger(region: Region) -> Read:
    """Read the rows of a ledger."""
    header = region.known[0]
    columns = header.columns
    texts = [piece.text for row in (region.title, *(row for _, row in region.rows[: header.last + 1])) if row
             for piece in row.pieces]  # fmt: skip
    unit = money_unit(texts)
    rows: list[LedgerRow] = []
    owners: dict[str, Piece] = {}
    total: FundingRow | None = None
    subtotals = 0
    for kind, row in region.rows[header.last + 1 :]:
        cells = {name: piece for piece in row.pieces if (name := columns.at(piece.column))}
        if kind is RowKind.TOTAL:
            label = next(piece for piece in row.pieces if piece.named("total"))
            money = _money(columns, cells, row, unit, label)
            subtotals += label.named("total") == "subtotal" or total is not None
            total = money if label.named("total") != "subtotal" else total
        elif kind is RowKind.OTHER:
            # A unit merged down over its projects is the unit of each; a text prints it once, above blank cells.
            owners |= {name: piece for name, piece in cells.items() if name in _FIELDS}
            held = {
                name: piece
                for name, piece in owners.items()
                if piece.last_row >= row.number or piece.at.line is not None
            }
            rows.append(_row(header, {**held, **cells}, row, unit))
    if subtotals:
        total = None  # what of the rows it adds is not known
    return Read(tuple(rows), total, unit)


def _row(header: Header, cells: Mapping[str, Piece], row: Row, unit: str) -> LedgerRow:
    columns = header.columns
    fields = tuple((name.partition(".")[2], read_text(piece)) for name, piece in cells.items() if name in _FIELDS)
    found: dict[str, Any] = dict(fields)
    scores = tuple(_scores(header, row))
    total = _total(header, row, scores)
    label = cells.get("fields.project") or next(iter(cells.values()))
    place = columns.first("foot.grade")
    grade = None if place is None else Sourced("", "", row.place(place))
    if "foot.grade" in cells:
        grade = read_text(cells["foot.grade"])
    return LedgerRow(
        label=read_text(label),
        project=found.get("project"),
        unit=found.get("unit") or found.get("implementing_unit") or found.get("department"),
        money=_money(columns, cells, row, unit, label),
        scores=scores,
        total=total,
        grade=grade,
    )


def _scores(header: Header, row: Row) -> Iterator[tuple[str, Number]]:
    """The numbers of the columns of scores, each with the label of its column."""
    for name, first, last, label in header.columns.spans:
        if name.startswith(_SCORE):
            held = next((piece for piece in row.pieces if first <= piece.column <= last), None)
            yield label.label.key, read_number(held, unit="分") if held else no_number(row.place(first))


def _total(header: Header, row: Row, scores: Sequence[tuple[str, Number]]) -> Number | None:
    """The score of a project: the column of totals, or the only column of scores."""
    first = header.columns.first("total.score")
    if first is None:
        return scores[0][1] if len(scores) == 1 else None
    held = next((piece for piece in row.pieces if header.columns.at(piece.column) == "total.score"), None)
    return read_total(held) if held else no_number(row.place(first))


def _money(columns: Columns, cells: Mapping[str, Piece], row: Row, unit: str, label: Piece) -> FundingRow | None:
    """The amounts of a row."""
    found: dict[str, Any] = {}
    for name in _MONEY:
        first = columns.first(name)
        if first is not None:
            key = name.partition(".")[2]
            of = "" if key == "rate" else unit
            found[key] = read_number(cells[name], unit=of) if name in cells else no_number(row.place(first))
    text: Text = read_text(label)
    return FundingRow(text, **found) if found else None
