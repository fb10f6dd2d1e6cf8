"""The sentences around the tables of a document, where they name projects and amounts.

A text breaks its paragraphs over lines; they are put together again, so that no name begins where a line does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.readers.document import Cell, Document, Table

#: Shorter lines are labels and headings.
_SENTENCE: Final = 10
#: A paragraph goes on over at most so many blank lines, unless a sentence ends.
_APART: Final = 3
_ENDS: Final = ("。", "!", "?", ";", ":", ")")


@frozen
class Paragraph:
    """A paragraph without its blanks, and where its lines begin in it."""

    text: str
    starts: tuple[int, ...]
    places: tuple[Location, ...]

    def at(self, place: int) -> Location:
        """The cell or line that holds a character."""
        return self.places[max(bisect_right(self.starts, place) - 1, 0)]


def prose_of(document: Document) -> tuple[Paragraph, ...]:
    """The paragraphs of a document, in reading order."""
    return tuple(_joined(cells) for table in document.tables for cells in _paragraphs(table))


def _joined(cells: list[Cell]) -> Paragraph:
    texts = [squash(cell.shown) for cell in cells]
    starts = [0]
    for one in texts[:-1]:
        starts.append(starts[-1] + len(one))
    return Paragraph("".join(texts), tuple(starts), tuple(cell.at for cell in cells))


def _paragraphs(table: Table) -> Iterator[list[Cell]]:
    """What stands before, between and behind the rows of a table; a sentence is the only cell of its row."""
    yield from ([cell] for cell in table.caption if len(cell.shown) >= _SENTENCE)
    lines: list[Cell] = []
    last = 0
    for row, cells in table:
        alone = cells[0][1] if len(cells) == 1 and isinstance(cells[0][1].value, str) else None
        if lines and (alone is None or row > last + _APART or squash(lines[-1].shown).endswith(_ENDS)):
            yield lines
            lines = []
        if alone is not None and (lines or len(alone.shown) >= _SENTENCE):
            lines.append(alone)
            last = row
    if lines:
        yield lines
    yield from ([cell] for cell in table.below if len(cell.shown) >= _SENTENCE)
