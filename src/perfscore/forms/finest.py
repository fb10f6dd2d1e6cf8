"""Which column names the rows of a table where several might: the finest that differs from row to row.

考核项目 beside 考核内容 may name its row, or be the level of several rows that 考核内容 names one by one. The words do not
say which, the cells do: a text that is merged over several rows, printed once above them or again in each of them is
their level.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from perfscore.forms.evidence import Evidence, are_explained, are_offices, are_rules, are_units, holds_words
from perfscore.forms.labels import words_of
from perfscore.forms.stacks import Stack
from perfscore.forms.vocabulary import vocabulary

#: What a column is called that says what each of its rows is about, and is the name where nothing finer or better is.
ITEM = "item"
_LEVELS = ("l1", "l2")
#: Columns of what is asked of a row or given to it: what names the row stands left of them.
_VALUES = frozenset({"target", "actual", "points", "score", "rule"})
_FEW = 2


def finest_names(stacks: Sequence[Stack], names: Sequence[str], evidence: Evidence) -> list[str]:
    """Give the name to the finest of the columns that may name the rows, levels to the coarser ones left of it.

    Args:
        stacks: the header cells over each column.
        names: the names by words, `item` among them.
        evidence: the cells below.
    """
    found = list(names)
    place = _named(stacks, found, evidence)
    if place is not None:
        coarser: list[int] = []
        while (finer := _finer(stacks, found, evidence, place)) is not None:
            coarser.append(place)
            place = finer
        coarser += [n for n in range(place) if found[n] == ITEM and _is_level(evidence, n, place)]
        if coarser or found[place] != "name":
            _give(stacks, found, evidence, place, coarser)
    return ["" if name == ITEM else name for name in found]


def _named(stacks: Sequence[Stack], names: Sequence[str], evidence: Evidence) -> int | None:
    """The column of names by its words; else the first that says what its rows are about; else the finest of any words."""
    if "name" in names:
        return names.index("name")
    items = [n for n, name in enumerate(names) if name == ITEM]
    worded = [n for n in items if holds_words(evidence, n)] or [n for n in items if not evidence.texts(n)]
    if worded:
        return worded[0]
    end = next((n for n, name in enumerate(names) if name in _VALUES), len(names))
    open_ones = [n for n in range(end) if not (names[n] or stacks[n].leaf.label.roles)]
    fine = [n for n in open_ones if _names_rows(evidence, names, n)]
    over = fine and any(_is_level(evidence, n, fine[0]) for n in open_ones if n < fine[0])
    return fine[0] if over and len(fine) == 1 else None


def _give(
    stacks: Sequence[Stack], names: list[str], evidence: Evidence, place: int, coarser: Collection[int]
) -> None:
    for other in coarser:
        names[other] = ""
    names[place] = "name"
    for level in _LEVELS:
        if level not in names:
            # Labels of a level say which it is: 产出指标, 数量指标.
            own = next((n for n in range(place) if not names[n] and _holds_labels(evidence, n, level)), None)
            if own is not None:
                names[own] = level
    over = {n for n in range(place) if not names[n] and _is_headed(stacks[n], evidence, n, place)}
    free = [level for level in _LEVELS if level not in names]
    # With the first level taken by its own words, what stands behind it is the second.
    for level, other in zip(free, sorted(n for n in {*coarser, *over} if not names[n]), strict=False):
        names[other] = level


def _is_headed(stack: Stack, evidence: Evidence, place: int, name: int) -> bool:
    """Whether a column without a name is a level by its words, and its cells are not finer than that."""
    return vocabulary().column_like(words_of(stack.leaf.text)) == "l1" and _is_level(evidence, place, name)


def _finer(stacks: Sequence[Stack], names: Sequence[str], evidence: Evidence, place: int) -> int | None:
    """The column right of one of names that names each row where that one names several, or None."""
    merged = any(piece.last_row > piece.row for piece in evidence.cells[place].values())
    if set(_LEVELS) <= set(names) and not merged:
        return None  # levels, names and a text beside them: a name that comes again is a slip
    for other in range(place + 1, len(names)):
        if names[other] in _VALUES:
            return None
        open_one = names[other] in (ITEM, "explanation") or not (names[other] or stacks[other].leaf.label.roles)
        if open_one and _names_rows(evidence, names, other) and _is_level(evidence, place, other):
            return other
    return None


def _holds_labels(evidence: Evidence, place: int, level: str) -> bool:
    """Whether every text of a column is a label of a level."""
    cells = evidence.cells[place]
    return bool(cells) and all(piece.named(level) for piece in cells.values())


def _is_level(evidence: Evidence, place: int, name: int) -> bool:
    """Whether the texts of a column stand for several of the rows that another one names: each once, or again in each."""
    cells, rows = evidence.cells[place], sorted(evidence.cells[name])
    if len(rows) < _FEW or not holds_words(evidence, place) or are_offices(evidence.texts(place)):
        return False
    if _holds_labels(evidence, place, "l2"):
        return True  # 数量指标, 质量指标: no row is called that
    groups = 0
    last = ""
    for row in rows:
        text = cells[row].text if row in cells else last
        groups += text != last
        last = text
    return groups > 0 and groups * 10 <= len(rows) * 8


def _names_rows(evidence: Evidence, names: Sequence[str], place: int) -> bool:
    """Whether a column holds a text in just the rows that are judged, each its own: no unit, rule or explanation."""
    texts = evidence.texts(place)
    return (
        len(texts) >= _FEW
        and len(set(texts)) * 10 >= len(texts) * 8
        and holds_words(evidence, place)
        and _judged(evidence, names) in (set(), set(evidence.cells[place]))
        and not are_offices(texts)
        and not are_units(texts)
        and not are_rules(texts)
        and not are_explained(texts)
    )


def _judged(evidence: Evidence, names: Sequence[str]) -> set[int]:
    """The rows that have points of their own, or scores where no points are printed."""
    columns = (evidence.numbers(names.index(name)) for name in ("points", "score") if name in names)
    return set(next((column for column in columns if column), ()))
