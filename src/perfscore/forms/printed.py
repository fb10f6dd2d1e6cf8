"""The total, the score and the grade that a form prints in its head or below its table, not in the table itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Figure
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.forms.cells import read_text
from perfscore.forms.grid import Piece, Row
from perfscore.forms.sums import read_total, total_figure, without_full_marks
from perfscore.forms.vocabulary import label_of, vocabulary
from perfscore.model import Number, Text, TotalRow

_LONGEST = 60
#: A statement inside a cell: `自评总分：93.5分，自评等级：优`.
_STATEMENT = lazy_pattern(r"[^,，;；、\s]+(?:[:：][ \u3000]*[^,，;；、\s]+)?")
#: What stands behind the number of a total: `93.5分（优）`, `93.5分，等级：优`.
_BEHIND = lazy_pattern(
    r"\d分?[\s,，;；、/(（]*(?:(?:自评|评价)?等[级次][:：]?)?([^\s\d()（）,，分]{1,4})[)）]?\s*$"
)


@frozen
class Printed:
    """What rows outside of the table say of the result: a total with its score, and the grade beside the number."""

    total: TotalRow | None = None
    grade: Text | None = None


def printed_result(rows: Iterable[Row]) -> Printed:
    """The first total outside of the table: its label with a number right of it, or in one cell with it."""
    for row in rows:
        for label, score in _totals(row.pieces):
            text = score.raw
            found = _BEHIND.search(text)
            grade = None
            if found and vocabulary().is_grade(found[1]):
                grade = Sourced(found[1], text, replace(score.at, span=found.span(1)))
            return Printed(TotalRow(label, None, score), grade)
    return Printed()


def _totals(pieces: Sequence[Piece]) -> Iterator[tuple[Text, Number]]:
    for piece, after in zip(pieces, (*pieces[1:], None), strict=True):
        if len(piece.text) > _LONGEST:
            continue
        inside = _inside(piece)
        if inside is not None:
            yield read_text(piece), inside
        elif _is_result(piece.text) and after is not None and not after.label.roles:
            read = read_total(after)
            if not isinstance(read.value, Figure) and (found := _first_number(after)) is not None:
                read = found
            if isinstance(read.value, Figure):
                yield read_text(piece), read


def _is_result(text: str) -> bool:
    """Whether a text is the label of a total, or of a score, as it stands in the head of a form."""
    label = label_of(text)
    return label.named("total") == "total" or label.named("indicators") == "score"


def _inside(piece: Piece) -> Number | None:
    """The number behind the label of a total in the label's own cell; full marks in brackets are none."""
    whole = without_full_marks(piece.text)
    statements = [match for match in _STATEMENT.finditer(piece.text) if any(map(str.isdigit, match[0]))]
    for text, span in ((whole, None), *((match[0], match.span()) for match in statements)):
        head, _, said = text.partition("：") if "：" in text else text.partition(":")
        named = label_of(without_full_marks(text)).named("total") == "total" or (said and _is_result(head))
        if not named or not any(map(str.isdigit, without_full_marks(text))):
            continue
        figure = total_figure(said or without_full_marks(text))
        if figure is not None:
            at = piece.at if span is None or span == (0, len(piece.text)) else replace(piece.at, span=span)
            return Sourced(figure, piece.text, at)
    return None


def _first_number(piece: Piece) -> Number | None:
    """The score of a cell that holds a score and a grade: `93.5分，优`."""
    match = _BEHIND.search(piece.text)
    if match is None or not vocabulary().is_grade(match[1]):
        return None
    figure = total_figure(piece.text[: match.start() + 1])
    return None if figure is None else Sourced(figure, piece.text, piece.at)
