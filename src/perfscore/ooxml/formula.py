"""Formulas of shared ranges: only the first cell holds the text, the others are moved copies of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from perfscore.core.location import column_letters

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384


@lru_cache(maxsize=1)
def _parts() -> re.Pattern[str]:
    """Texts and quoted sheet names are passed over; a reference is neither part of a name nor a function."""
    before = r"(?<![\w.\\?])"
    after = r"(?![\w.(!])"
    return re.compile(
        r"""("(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\]]*\])"""
        rf"""|{before}(?:(\$?)([A-Za-z]{{1,3}})(\$?)([0-9]{{1,7}}){after}"""
        rf"""|(\$?)([A-Za-z]{{1,3}}):(\$?)([A-Za-z]{{1,3}}){after}"""
        rf"""|(\$?)([0-9]{{1,7}}):(\$?)([0-9]{{1,7}}){after})"""
    )


def column_number(letters: str) -> int:
    """The 1-based number of a column's letters; 0 for letters beyond the last column or none at all.

    >>> column_number("A"), column_number("XFD"), column_number("XFE")
    (1, 16384, 0)
    """
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - ord("A") + 1
    return number if number <= MAX_COLUMN else 0


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """A copy of a shared formula; its text is worked out when somebody asks for it.

    A sheet may hold a million copies of a long formula, and nearly nobody asks. It compares like its text.
    """

    formula: str
    rows: int
    columns: int

    def __str__(self) -> str:
        return moved(self.formula, self.rows, self.columns)

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | Moved) else NotImplemented

    def __hash__(self) -> int:
        return hash(str(self))


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula as it stands some rows further down and columns further right.

    >>> moved('SUM(A1:$B$2)*"A1"+LOG10(C3)', 1, 1)
    'SUM(B2:$B$2)*"A1"+LOG10(D4)'
    """

    def column(fixed: str, letters: str) -> str:
        number = column_number(letters)
        if fixed or not number:
            return fixed + letters
        number += columns
        return column_letters(number) if 1 <= number <= MAX_COLUMN else "#REF!"

    def row(fixed: str, digits: str) -> str:
        number = int(digits)
        if fixed or not 1 <= number <= MAX_ROW:
            return fixed + digits
        number += rows
        return str(number) if 1 <= number <= MAX_ROW else "#REF!"

    def move(match: re.Match[str]) -> str:
        if match[1] is not None:
            return match[1]
        if match[3] is not None:
            if not column_number(match[3]):
                return match[0]
            parts = [column(match[2], match[3]), row(match[4], match[5])]
            return "#REF!" if "#REF!" in parts else "".join(parts)
        if match[7] is not None:
            if not (column_number(match[7]) and column_number(match[9])):
                return match[0]
            parts = [column(match[6], match[7]), column(match[8], match[9])]
        else:
            parts = [row(match[10], match[11]), row(match[12], match[13])]
        return "#REF!" if "#REF!" in parts else ":".join(parts)

    return _parts().sub(move, formula) if rows or columns else formula
