"""Columns of evaluators' scoring sheets: points printed again after each level, and the scores of several reviewers.

A column 分值 behind 一级指标 holds the points of the first level, one behind 二级指标 those of the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perfscore.core.numbers import round_to
from perfscore.forms.evidence import Evidence

#: What the points behind a level are called.
POINTS_OF = {"l1": "l1_points", "l2": "l2_points", "name": "points"}
_LEVELS = ("l1", "l2", "name")
_FEW = 2


def nested_columns(names: Sequence[str], evidence: Evidence) -> list[str]:
    """Name the columns of points by the level that they follow, and the average of several reviewers' scores."""
    return _average(_level_points(list(names), evidence), evidence)


def _level_points(names: list[str], evidence: Evidence) -> list[str]:
    """Each of several columns of points with the level before it; levels of unknown words where the sums agree."""
    places = [place for place, name in enumerate(names) if name == "points"]
    before = [place - 1 for place in places]
    if not _FEW <= len(places) <= len(_LEVELS) or before[0] < 0 or set(before) & set(places):
        return names
    wanted: tuple[str, ...] = _LEVELS if len(places) == len(_LEVELS) else (_LEVELS[0], _LEVELS[-1])
    known = [names[place] for place in before]
    if all(level in _LEVELS for level in known):
        wanted = tuple(known)
    elif not all(name in ("", level, "block", "item") for name, level in zip(known, wanted, strict=True)) or not (
        _agree(places, before, evidence)
    ):
        return names
    if len(set(wanted)) < len(wanted) or wanted[-1] == "l1":
        return names
    for place, level_place, level in zip(places, before, wanted, strict=True):
        names[level_place], names[place] = level, POINTS_OF[level]
    if "name" not in names and wanted[-1] == "l2":
        # Two levels: what the last points stand behind are the indicators.
        names[before[-1]], names[places[-1]] = "name", "points"
    return names


def _agree(places: Sequence[int], levels: Sequence[int], evidence: Evidence) -> bool:
    """Whether the points of all levels add to the same; what is printed again for a level counts once."""
    sums = set()
    for place, level in zip(places, levels, strict=True):
        numbers, texts = evidence.numbers(place), evidence.cells[level]
        last: str | None = None
        total = Decimal(0)
        for row in sorted(numbers):
            text = texts[row].text if row in texts else ""
            total += numbers[row] if not text or text != last else 0
            last = text
        sums.add(total)
    return len(sums) == 1 and sums != {Decimal(0)}


def _average(names: list[str], evidence: Evidence) -> list[str]:
    """Of several columns of scores that which is the average of the others; theirs are nobody's."""
    held = [place for place, name in enumerate(names) if name in ("", "score") and evidence.numbers(place)]
    if len(held) <= _FEW:
        return names
    means = [place for place in held if _is_mean(place, [other for other in held if other != place], evidence)]
    # The average stands behind the scores; one of those may be the mean of the others, too.
    if means and (means[-1] == held[-1] or len(means) == 1):
        for place in held:
            names[place] = "score" if place == means[-1] else ""
    return names


def _is_mean(place: int, others: Sequence[int], evidence: Evidence) -> bool:
    """Whether a column holds the mean of others in every row, to the decimals that it is printed with."""
    columns = [evidence.numbers(other) for other in others]
    rows = [row for row in evidence.numbers(place) if all(row in column for column in columns)]
    if len(rows) < _FEW or len(rows) < len(evidence.numbers(place)):
        return False
    differ = False
    for row in rows:
        printed = evidence.numbers(place)[row]
        given = [column[row] for column in columns]
        differ = differ or len(set(given)) > 1
        exponent = printed.as_tuple().exponent
        digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        mean = sum(given, Decimal(0)) / len(given)
        if round_to(mean, max(digits, 0)) != printed and round_to(mean, _FEW) != printed:
            return False
    return differ
