"""Lines of an extracted text as words with their places, and words put together again to cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.forms.grid import Piece, Row
from perfscore.forms.vocabulary import label_of
from perfscore.readers.document import Cell

_WORD = lazy_pattern(r"\S+")


@frozen
class Word:
    """A run of characters without a blank: its line, its range in the line, and the place of the line."""

    text: str
    line: int
    start: int
    end: int
    at: Location


@frozen
class Line:
    """A line of an extracted text."""

    number: int
    text: str
    words: tuple[Word, ...]

    @property
    def width(self) -> float:
        """The width as printed, in full-width characters."""
        return sum(1.0 if char > "\u2000" else 0.5 for char in self.text.strip())


def lines_of(rows: Sequence[Row]) -> list[Line]:
    """The lines of rows that hold one piece each."""
    return [_line(row) for row in rows]


def _line(row: Row) -> Line:
    piece = row.pieces[0]
    words = tuple(Word(match[0], row.number, *match.span(), piece.at) for match in _WORD.finditer(piece.text))
    return Line(row.number, piece.text, words)


def join(words: Sequence[Word]) -> str:
    """Words as one text: a blank stays only between Latin words and between numbers of one line.

    A number may be cut by the end of a line (`扣1` `0分`), a blank inside a line divides two.
    """
    text = ""
    before: Word | None = None
    for word in words:
        left, right = text[-1:], word.text[0]
        if left.isascii() and right.isascii() and left.isalnum() and right.isalnum():
            wrapped = before is not None and before.line != word.line and (left.isdigit() or right.isdigit())
            text += "" if wrapped else " "
        text += word.text
        before = word
    return text


def piece_of(words: Sequence[Word], row: int, column: int, text: str | None = None) -> Piece:
    """A cell put together from words; its place runs from the first of their lines to the last."""
    first, last = words[0], words[-1]
    span = (first.start, last.end) if first.line == last.line else None
    at = replace(first.at, line=first.line, end_line=last.line, column=None, span=span)
    shown = join(words) if text is None else text
    return Piece(row, column, Cell(shown, shown, at), label_of(shown))


def labels_in(words: Sequence[Word], groups: frozenset[str], most: int = 4) -> tuple[list[Sequence[Word]], int]:
    """Take labels of the vocabulary from the start of the words, each over at most `most` words.

    A label that was wrapped (`可持续影响指` `标`) is put together; longer labels win.

    Returns:
        The labels, and the number of words that they take.
    """
    found: list[Sequence[Word]] = []
    place = 0
    while place < len(words):
        for count in range(min(most, len(words) - place), 0, -1):
            label = label_of("".join(word.text for word in words[place : place + count]))
            if any(group in groups for group, _ in label.roles):
                found.append(words[place : place + count])
                place += count
                break
        else:
            return found, place
    return found, place


def segment(words: Sequence[Word], groups: frozenset[str], extra: frozenset[str]) -> list[Sequence[Word]] | None:
    """Divide all words into labels, or None when some word belongs to no label."""
    found: list[Sequence[Word]] = []
    place = 0
    while place < len(words):
        for count in range(min(4, len(words) - place), 0, -1):
            label = label_of("".join(word.text for word in words[place : place + count]))
            if label.key in extra or any(group in groups for group, _ in label.roles):
                found.append(words[place : place + count])
                place += count
                break
        else:
            return None
    return found


def words_of(lines: Sequence[Line]) -> Iterator[Word]:
    """All words of lines."""
    for line in lines:
        yield from line.words
