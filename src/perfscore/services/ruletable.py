"""Scoring a column of actual values by one rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfscore.core.errors import UsageError
from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.core.trace import Score
from perfscore.language.rules import Rule
from perfscore.readers.document import Document, Table

_LETTERS = re.compile(r"[A-Za-z]{1,3}")


@frozen
class TableRow:
    """One actual of the column with its score."""

    at: Location
    actual: str
    score: Score


def score_column(document: Document, rule: Rule, column: str) -> Iterator[TableRow]:
    """Score every filled cell below a header, or of a column by its letter.

    Args:
        document: a workbook or a CSV file.
        rule: the rule that each cell is an actual for.
        column: the header's text, or a column letter.

    Raises:
        UsageError: no table has such a header.
    """
    for table in document.tables:
        found = _header(table, column)
        if found is None:
            continue
        row, number = found
        for cells_row, cells in table:
            if cells_row <= row:
                continue
            for place, cell in cells:
                if place == number and cell.shown.strip():
                    yield TableRow(cell.at, cell.shown.strip(), rule.score(cell.shown.strip()))
        return
    raise UsageError(f"{document.file} 里没有名为“{column}”的列；请写表头的文字，或列的字母（如 C）")


def _header(table: Table, column: str) -> tuple[int, int] | None:
    for row, cells in table:
        for number, cell in cells:
            if squash(cell.shown) == squash(column):
                return row, number
    if not _LETTERS.fullmatch(column):
        return None
    number = 0
    for letter in column.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return (0, number) if any(place == number for _, cells in table for place, _ in cells) else None
