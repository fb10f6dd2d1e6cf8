"""Which cells a formula adds up, where it does nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from perfscore.ooxml.ranges import Place, parse_range

_MOST_CELLS: Final = 5_000
_TEXT = re.compile(r'"[^"]*"')
#: What may stand around a sum without changing it: a test whether there is anything to add, and rounding.
_COUNT = re.compile(r"\b(?:COUNT|COUNTA|ISNUMBER)\([^()]*\)", re.IGNORECASE)
_COMPARED = re.compile(r"[<>=]+\s*\d*")
_DIGITS = re.compile(r"\)\s*,\s*\d+\s*\)")
_KNOWN = re.compile(r"\b(?:IF|IFERROR|OR|AND|NOT|ROUND|SUM)\(|[(),+\s]", re.IGNORECASE)
_REFERENCE = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?", re.IGNORECASE)


def added(formula: str) -> Counter[Place] | None:
    """The cells of its own sheet that a formula adds, with how often; None where it does or may do something else.

    >>> added("ROUND(SUM(A1:A2,B1),2)+B2") == Counter([(1, 1), (2, 1), (1, 2), (2, 2)])
    True
    >>> added("SUM(A1:A2)*0.9"), added("SUM(A1:A2)+5"), added("其他!A1+A2")
    (None, None, None)
    """
    bare = _DIGITS.sub("))", _COMPARED.sub("", _COUNT.sub("", _TEXT.sub("", formula))))
    references = _REFERENCE.findall(bare)
    if _KNOWN.sub("", _REFERENCE.sub("", bare)) or not references:
        return None
    cells: Counter[Place] = Counter()
    for reference in references:
        places = list(_cells(reference))
        if not places:
            return None
        cells.update(places)
    return cells


def references(formula: str) -> set[Place]:
    """The cells of its own sheet that a formula names; nothing where it names other sheets."""
    bare = _TEXT.sub("", formula)
    return set() if "!" in bare else {place for one in _REFERENCE.findall(bare) for place in _cells(one)}


def _cells(reference: str) -> Iterator[Place]:
    area = parse_range(reference)
    if area is None or (area.bottom - area.top + 1) * (area.right - area.left + 1) > _MOST_CELLS:
        return
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column
