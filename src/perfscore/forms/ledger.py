"""Columns of a ledger that speak of a whole project: its total score and its grade, once a project.

A ledger prints a row an indicator. What is written once for all rows of a project, merged down or printed again in
each of them, is the project's and no indicator's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from perfscore.core.lazy import lazy_pattern
from perfscore.forms.cells import figure_in, piece_type
from perfscore.forms.evidence import Evidence
from perfscore.forms.grid import Piece
from perfscore.forms.stacks import Stack

#: Fields of which a new one begins another project.
IDENTITY = ("fields.project", "fields.project_code", "fields.unit", "fields.unit_code", "fields.implementing_unit")
TOTAL = "total.score"
EXECUTION = "funding.score"
GRADE = "foot.grade"
_GRADE = lazy_pattern(r"(?:优秀?|良好?|中等?|差|较好|较差|一般|合格|不合格|[A-D])级?")
_MOST = Decimal(120)

Key = TypeVar("Key", int, str)


def project_columns(stacks: Sequence[Stack], names: Sequence[str], evidence: Evidence) -> list[str]:
    """Name the columns of a ledger that hold one total and one grade for each project.

    Args:
        stacks: the header cells over each column.
        names: the names by words; several columns may have one name still.
        evidence: the cells below.
    """
    found = list(names)
    groups = _groups(names, evidence)
    if not any(end - start > 1 for start, end in pairwise(groups)):
        return found
    once = [
        place
        for place, name in enumerate(names)
        if name in ("", "score") and _once_a_group(evidence, place, groups)
    ]
    grades = [place for place in once if _holds(evidence, place, is_grade)]
    totals = [place for place in once if place not in grades and _holds(evidence, place, _is_score)]
    scores = [place for place, name in enumerate(names) if name == "score" and place not in totals]
    called = [place for place in totals if names[place] == "score" or stacks[place].leaf.named("total")]
    proven = [(total, more) for total in called or totals for more in _parts(totals, total, names)
              if len(scores) == 1 and _adds(evidence, total, (*more, scores[0]), groups)]  # fmt: skip
    if len(called) == 1:
        found[called[0]] = TOTAL
    elif len(proven) == 1:
        found[proven[0][0]] = TOTAL
    if len(proven) == 1 and proven[0][1] and found[proven[0][0]] == TOTAL:
        found[proven[0][1][0]] = EXECUTION
    if len(grades) == 1:
        found[grades[0]] = GRADE
    _name_blank(stacks, names, evidence, found)
    return found


def _name_blank(stacks: Sequence[Stack], names: Sequence[str], evidence: Evidence, found: list[str]) -> None:
    """Name the columns of the total and of the grade by their words where nobody has filled them in yet."""
    blank = [place for place, name in enumerate(found) if name in ("", "score") and not evidence.texts(place)]
    scores = sum(name == "score" for name in names)
    totals = [place for place in blank if stacks[place].leaf.named("total") and (names[place] == "" or scores > 1)]
    grades = [place for place in blank if stacks[place].leaf.named("foot") == "grade"]
    for name, places in ((TOTAL, totals), (GRADE, grades)):
        if name not in found and len(places) == 1:
            found[places[0]] = name


def _parts(totals: Sequence[int], total: int, names: Sequence[str]) -> list[tuple[int, ...]]:
    """What a total may count besides the scores of its rows: nothing, or the score of the execution."""
    if EXECUTION in names:
        return [(), (names.index(EXECUTION),)]
    return [(), *((place,) for place in totals if place != total and not names[place])]


def _groups(names: Sequence[str], evidence: Evidence) -> list[int]:
    """The numbers of the rows at which the projects begin, and one behind the last row."""
    last: dict[int, str] = {}
    starts: list[int] = []
    rows = sorted({number for cells in evidence.cells for number in cells})
    identity = [place for place, name in enumerate(names) if name in IDENTITY]
    for number in rows:
        named = {place: evidence.cells[place][number] for place in identity if number in evidence.cells[place]}
        if begins(last, named):
            starts.append(number)
    return [*starts, rows[-1] + 1] if starts else []


def begins(last: dict[Key, str], named: Mapping[Key, Piece], *, merged: bool = False) -> bool:
    """Whether the cells of a row that tell projects apart begin another one; `last` keeps what they said before.

    With `merged` a cell over several rows begins one though it holds the text of the cell above it.
    """
    another = any(
        last.get(key) != piece.text or (merged and piece.last_row > piece.row) for key, piece in named.items()
    )
    if another:
        last.update((key, piece.text) for key, piece in named.items())
    return another


def _once_a_group(evidence: Evidence, place: int, groups: Sequence[int]) -> bool:
    """Whether a column says one thing a project, in most of them something."""
    cells = evidence.cells[place]
    said = [
        {
            cells[number].text
            for number in range(start, end)
            if number in cells and piece_type(cells[number]) != "blank"
        }
        for start, end in pairwise(groups)
    ]
    if any(len(texts) > 1 for texts in said) or sum(map(bool, said)) * 2 < len(said):
        return False
    # One row a project says nothing about what is once a project.
    return any(texts for texts, (start, end) in zip(said, pairwise(groups), strict=True) if end - start > 1)


def _holds(evidence: Evidence, place: int, test: Callable[[str], bool]) -> bool:
    texts = evidence.texts(place)
    return bool(texts) and all(test(text) for text in texts)


def is_grade(text: str) -> bool:
    """Whether a text is the name of a grade."""
    return _GRADE.fullmatch(text.strip()) is not None


def _is_score(text: str) -> bool:
    figure = figure_in(text, "分")
    return figure is not None and not figure.percent and 0 <= figure.value <= _MOST


def _adds(evidence: Evidence, place: int, parts: Sequence[int], groups: Sequence[int]) -> bool:
    """Whether a column holds, for most projects, what their numbers in other columns add to."""
    totals, added = evidence.numbers(place), [evidence.numbers(part) for part in parts]
    right = 0
    for start, end in pairwise(groups):
        total = next((totals[number] for number in range(start, end) if number in totals), None)
        first = [{cells[n] for n in range(start, end) if n in cells} for cells in added[:-1]]
        rows = sum(added[-1].get(number, 0) for number in range(start, end))
        right += total is not None and total == rows + sum(next(iter(one), 0) for one in first)
    return right * 2 > len(groups) - 1
