"""Wide tables that a text extraction delivered cell by cell, one wrapped line below the other, without tabs.

The header's words, split by wrapping, are put together by the vocabulary. Below it every row has an anchor, the
line that ends in the short cells of the row (≥ 38 公斤): what stands before it since the last row are level labels
and the name, what stands after it are the texts, and a line such as `10分` closes the row where the table has a
column for it. The rows are laid out again as a grid, which is read like any other wide table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from itertools import combinations

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.records import frozen, mutable
from perfscore.forms.amounts import Figures, assign
from perfscore.forms.cells import figure_in, type_of
from perfscore.forms.fit import Fit, fit_of
from perfscore.forms.grid import Piece, Row
from perfscore.forms.lines import Line, Word, join, labels_in, lines_of, piece_of, segment, words_of
from perfscore.forms.names import SPANNING, column_name
from perfscore.forms.vocabulary import Label, label_of, vocabulary

_HEADER_GROUPS = frozenset({"indicators", "fields", "source", "goal", "breakdown", "funding"})
_LEVELS = frozenset({"l1", "l2"})
_HEADER_REACH = 40
_FEWEST_LABELS = 5
_SHORT = frozenset({"value_type", "target", "unit", "actual", "points", "score"})
_TEXTS = frozenset({"explanation", "rule", "evidence", "reason"})
_POINTS = lazy_pattern(r"\d{1,3}(?:\.\d+)?分?")
_CODE = lazy_pattern(r"[A-Za-z0-9][A-Za-z0-9-]{2,}")
_SENTENCE_END = ("。", "；", ";", "！", "!")
_SCORING = lazy_pattern(r"得\d|满分|不得分|扣|计分|分值|得分|记\d|赋分")
#: A row's texts are shorter than this; a table that has not closed a row by then has ended.
_LONGEST_ROW = 60
_NO_SPLIT = "指标解释与评分标准的分界不能确定，未读入"
_NOT_CLOSED = "该行之后没有找到单独成行的分值，该行及以下未读入"


@mutable
class Unwrapped:
    """Rows with wrapped tables laid out as grids; `notes` are words of them that could not be placed."""

    rows: list[Row] = field(default_factory=list)
    notes: list[tuple[Location, str]] = field(default_factory=list)


def unwrap(rows: Sequence[Row]) -> Unwrapped:
    """Lay out every wrapped table among the rows of a text; other rows stay as they are."""
    result = Unwrapped()
    place = 0
    while place < len(rows):
        header = _header_at(rows, place, first=len(result.rows) - place)
        if header is None:
            result.rows.append(rows[place])
            place += 1
            continue
        del result.rows[len(result.rows) - (place - header.start) :]
        table = _Table(header, result.notes)
        place = header.end + table.read(_single(rows, header.end))
        result.rows.extend(table.rows)
    return result


def _single(rows: Sequence[Row], start: int) -> list[Line]:
    """The lines from a place on, up to the first row that has cells of its own."""
    end = start
    while end < len(rows) and len(rows[end].pieces) == 1:
        end += 1
    return lines_of(rows[start:end])


@frozen
class _Header:
    """The header of a wrapped table: its labels, and the places of its first row and of the first row below."""

    labels: tuple[tuple[str, Sequence[Word]], ...]
    start: int
    end: int


def _header_at(rows: Sequence[Row], place: int, first: int) -> _Header | None:
    """The header that the row holding 三级指标 belongs to, or None."""
    row = rows[place]
    if len(row.pieces) != 1 or "三级指标" not in row.pieces[0].text.replace(" ", ""):
        return None
    start = end = place
    best: list[Sequence[Word]] | None = None
    for above in range(place, max(place - _HEADER_REACH, -first, -1) - 1, -1):
        if above < 0 or len(rows[above].pieces) != 1:
            break
        found = segment(list(words_of(lines_of(rows[above : place + 1]))), _HEADER_GROUPS, SPANNING)
        if found is not None:
            best, start = found, above
    for below in range(place + 1, min(place + 6, len(rows))):
        if best is None or len(rows[below].pieces) != 1:
            break
        found = segment(list(words_of(lines_of(rows[start : below + 1]))), _HEADER_GROUPS, SPANNING)
        if found is not None:
            best, end = found, below
    if best is None:
        return None
    labels = tuple((column_name(label_of(join(words))), words) for words in best)
    names = {name for name, _ in labels}
    if len(labels) < _FEWEST_LABELS or not {"name", "target"} <= names or len(labels) <= len(row.pieces):
        return None
    return _Header(labels, start, end + 1)


class _Table:
    """Reads the lines below a header and lays them out in the order of its columns."""

    def __init__(self, header: _Header, notes: list[tuple[Location, str]]) -> None:
        self.header = header
        self.notes = notes
        inner = {name: words for name, words in header.labels if name and "." not in name and name != "block"}
        # The lowest of several labels for the goal names the column; those above it span more.
        outer = dict(sorted({n: words for n, words in header.labels if "." in n}.items(), key=_outer_order))
        self.labels = outer | inner
        self.place = {name: column for column, name in enumerate(self.labels, 1)}
        after = list(inner)[list(inner).index("name") + 1 :]
        self.short = after[: next((n for n, name in enumerate(after) if name not in _SHORT), len(after))]
        rest = after[len(self.short) :]
        self.texts = [name for name in rest if name in _TEXTS]
        self.last = next((name for name in rest if name in ("remark", "points")), None)
        self.body: list[Row] = []
        self.beside: list[Piece] = []
        self.lost: set[str] = set()

    @property
    def rows(self) -> list[Row]:
        """The header as two rows and the rows below; columns whose amounts are uncertain are left out."""
        number = next(iter(self.labels.values()))[0].line
        kept = {name: words for name, words in self.labels.items() if name not in self.lost}
        top, low = [], []
        for name, words in kept.items():
            if not name.startswith("breakdown."):
                low.append(piece_of(words, number, self.place[name]))
                continue
            first = min((self.place[n] for n in kept if f"breakdown.{_list_of(n)}" == name), default=None)
            if first is not None:
                top.append(piece_of(words, number - 1, first))
        rows = [Row(number - 1, tuple(sorted(top, key=lambda piece: piece.column)))] if top else []
        return [*rows, Row(number, tuple(sorted(low, key=lambda piece: piece.column))), *self.body]

    def read(self, lines: Sequence[Line]) -> int:
        """Read the lines below the header; returns how many belong to the table."""
        place = next((n for n in range(len(lines)) if self._label_starts(lines, n)), None)
        if place is None:
            return 0
        self._beside(list(words_of(lines[:place])))
        taken = place
        while place < len(lines):
            anchor = self._anchor(lines, place)
            if anchor is None:
                break
            at, short = anchor
            end = self._end_of_row(lines, at)
            if end is None:
                self.notes.append((lines[at].words[0].at, _NOT_CLOSED))
                break
            head = [*words_of(lines[place:at]), *lines[at].words[: len(lines[at].words) - len(short)]]
            closing = lines[end - 1] if self.last else None
            texts = lines[at + 1 : end - 1 if self.last else end]
            self._row(head, lines[at], short, texts, closing)
            place = taken = end
        left, count = labels_in(list(words_of(lines[place:])), _LEVELS)
        if left:
            self._labels(left, following=())
            used = sum(1 for word in words_of(lines[place:]) if word.line <= left[-1][-1].line)
            if used == count:
                taken = place + sum(line.number <= left[-1][-1].line for line in lines[place:])
        return taken

    def _label_starts(self, lines: Sequence[Line], place: int) -> bool:
        """Whether a level label stands at the start of a line, alone or followed by another cell."""
        words = list(words_of(lines[place : place + 3]))
        found, count = labels_in(words, _LEVELS, most=3)
        if not found:
            return False
        following = words[count : count + 1]
        return len(found) > 1 or not following or following[0].line != found[0][-1].line or bool(self.short)

    def _anchor(self, lines: Sequence[Line], start: int) -> tuple[int, dict[str, Word]] | None:
        """The next line that ends in the short cells of a row, with the word of each column."""
        for place in range(start, min(start + 20, len(lines))):
            for count in range(min(len(self.short), len(lines[place].words)), 0, -1):
                cells = self._short_cells(lines[place].words[-count:], place)
                if cells:
                    return place, cells
        return None

    def _short_cells(self, words: Sequence[Word], row: int) -> dict[str, Word] | None:
        """The one way to put the words into the short columns, in order; None when there is none or several."""
        pieces = [piece_of([word], row, 1) for word in words]
        ways = []
        for columns in combinations(self.short, len(words)):
            fits = [fit_of(piece, column) for piece, column in zip(pieces, columns, strict=True)]
            signed = "value_type" not in self.short or columns[0] == "value_type"
            if signed and "target" in columns and all(fit > Fit.WRONG for fit in fits) and Fit.GOOD in fits:
                ways.append(columns)
        return dict(zip(ways[0], words, strict=True)) if len(ways) == 1 else None

    def _end_of_row(self, lines: Sequence[Line], anchor: int) -> int | None:
        """The place after the last line of the row."""
        reach = lines[anchor + 1 : anchor + 1 + _LONGEST_ROW]
        if self.last:
            for count, line in enumerate(reach):
                closes = len(line.words) == 1 and _POINTS.fullmatch(line.words[0].text)
                if closes and (count == 0 or reach[count - 1].text.rstrip().endswith(_SENTENCE_END)):
                    return anchor + count + 2
            return None
        following = self._anchor(lines, anchor + 1)
        limit = following[0] if following else min(anchor + 1 + _LONGEST_ROW, len(lines))
        ends = [n for n in range(anchor + 1, limit) if lines[n].text.rstrip().endswith(_SENTENCE_END)]
        return ends[-1] + 1 if ends else anchor + 1

    def _row(
        self,
        head: Sequence[Word],
        anchor: Line,
        short: Mapping[str, Word],
        texts: Sequence[Line],
        closing: Line | None,
    ) -> None:
        """Lay out one row: labels and name, short cells, texts, points."""
        labels, count = labels_in(head, _LEVELS)
        name = head[count:]
        cells = {column: [word] for column, word in short.items()}
        if name:
            cells["name"] = list(name)
        cells.update({column: list(words_of(held)) for column, held in self._texts(texts, anchor).items()})
        if closing is not None and self.last:
            cells[self.last] = list(closing.words)
        self._labels(labels, following=[(column, words) for column, words in cells.items() if words])

    def _texts(self, lines: Sequence[Line], anchor: Line) -> dict[str, Sequence[Line]]:
        """Divide the texts of a row among their columns."""
        if not lines or not self.texts:
            return {}
        if len(self.texts) == 1:
            return {self.texts[0]: lines}
        if set(self.texts) == {"explanation", "rule"} and self.texts[0] == "explanation":
            split = _split(lines)
            if split is not None:
                return {"explanation": lines[:split], "rule": lines[split:]}
        self.notes.append((anchor.words[0].at, _NO_SPLIT))
        return {}

    def _labels(self, labels: Sequence[Sequence[Word]], following: Sequence[tuple[str, Sequence[Word]]]) -> None:
        """Emit a row for each second-level label; the last one carries the cells that follow."""
        pending: list[tuple[str, Sequence[Word]]] = []
        for place, words in enumerate(labels):
            label = label_of(join(words))
            following_label = label_of(join(labels[place + 1])) if place + 1 < len(labels) else None
            first = _is_first_level(label, following_label)
            if (first and pending) or (not first and any(name == "l2" for name, _ in pending)):
                self._emit(pending)
                pending = []
            pending.append(("l1" if first else "l2", words))
        if pending or following:
            self._emit([*pending, *following])

    def _emit(self, cells: Sequence[tuple[str, Sequence[Word]]]) -> None:
        number = min(word.line for _, words in cells for word in words)
        pieces = [piece_of(words, number, self.place[name]) for name, words in cells if name in self.place]
        pieces += [Piece(number, piece.column, piece.cell, piece.label) for piece in self.beside]
        self.beside = []
        self.body.append(Row(number, tuple(sorted(pieces, key=lambda piece: piece.column))))

    def _beside(self, words: Sequence[Word]) -> None:
        """Read the cells before the first row: code, name of the unit, amounts, goal."""
        rest = list(words)
        if "fields.unit_code" in self.place and rest and _CODE.fullmatch(rest[0].text):
            self._hold("fields.unit_code", rest[:1])
            rest = rest[1:]
        start = next((n for n, word in enumerate(rest) if _is_amount(word)), None)
        sources = [name for name in self.place if name.startswith("source.")]
        if start is None or not sources:
            if rest:
                self.notes.append((rest[0].at, "单位名称与总体目标的分界不能确定，未读入"))
            return
        end = start
        while end < len(rest) and _is_amount(rest[end]):
            end += 1
        if "fields.unit" in self.place and start:
            self._hold("fields.unit", rest[:start])
        goal = next((name for name in self.place if name.startswith("goal.")), None)
        if goal and rest[end:]:
            self._hold(goal, rest[end:])
        self._amounts(rest[start:end], sources)

    def _amounts(self, words: Sequence[Word], sources: Sequence[str]) -> None:
        figures = [figure.value for word in words if (figure := figure_in(word.text)) is not None]
        lists = {name: _list_of(name) for name in sources}
        placed: Figures = assign(figures, sources, lists)
        for name, index in placed.certain.items():
            self._hold(name, [words[index]])
        open_ = [word for index, word in enumerate(words) if index not in placed.certain.values()]
        if open_:
            self.lost = set(sources) - set(placed.certain)
            names = "、".join(join(self.labels[name]) for name in sources if name in self.lost)
            amounts = "、".join(word.text for word in open_)
            self.notes.append((open_[0].at, f"金额 {amounts} 属于哪一栏不能确定（可能是 {names}），未读入"))

    def _hold(self, name: str, words: Sequence[Word]) -> None:
        self.beside.append(piece_of(words, words[0].line, self.place[name]))


def _is_first_level(label: Label, following: Label | None) -> bool:
    """Whether a label is a first-level one; a word of both levels (成本指标) is, when one of its own follows."""
    first, second = label.named("l1"), label.named("l2")
    if not first or not second:
        return first is not None
    below = following.named("l2") if following else None
    return below is not None and first in vocabulary().under.get(below, ())


def _is_amount(word: Word) -> bool:
    return type_of(word.text) == "number" and ("." in word.text or "," in word.text or len(word.text) < 10)


def _outer_order(label: tuple[str, Sequence[Word]]) -> tuple[int, int]:
    """Fields, amounts list by list, the goal: the order that the grid is laid out in."""
    group = label[0].split(".")[0]
    lists = ("", "by_revenue", "by_nature")
    return ("fields", "breakdown", "source", "funding", "goal").index(group), lists.index(_list_of(label[0]))


def _list_of(name: str) -> str:
    """The list of amounts that a source belongs to, "" for the total and for what is no source."""
    if not name.startswith("source.") or name == "source.total":
        return ""
    return "by_nature" if name in ("source.basic", "source.project") else "by_revenue"


def _split(lines: Sequence[Line]) -> int | None:
    """Where the explanation ends and the rule begins, or None when that is not certain.

    The explanation ends with a sentence and says nothing of points, the rule does; where several places would
    do, both texts must have been wrapped at a width of their own.
    """
    places = [
        place
        for place in range(1, len(lines))
        if lines[place - 1].text.rstrip().endswith(_SENTENCE_END)
        and not _SCORING.search(join(list(words_of(lines[:place]))))
        and _SCORING.search(join(list(words_of(lines[place:]))))
    ]
    if len(places) > 1:
        places = [place for place in places if _wrapped_evenly(lines[:place]) and _wrapped_evenly(lines[place:])]
    return places[0] if len(places) == 1 else None


def _wrapped_evenly(lines: Sequence[Line]) -> bool:
    """Whether all lines but the last fill the width of the column."""
    widest = max(line.width for line in lines)
    return all(line.width >= widest - 2 for line in lines[:-1])
