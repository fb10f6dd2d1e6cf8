"""The rows of a target sheet beside those of its self-assessment: by name, by another name of the same, by what is left.

Only rows that are matched by name are compared; the other ways merely keep silent what may be a row under a new name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from perfscore.checks.crossform.near_names import alike
from perfscore.checks.crossform.partners import Pair, pairs
from perfscore.checks.register import Absent
from perfscore.checks.subjects import View
from perfscore.checks.sums import named
from perfscore.checks.words import bare
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.model import Indicator, SelfAssessment, TargetSheet
from perfscore.rulesets.names import bare_name


@frozen
class Aligned:
    """The rows of both forms.

    Attributes:
        same: rows of one name, the sheet's first.
        dropped: rows of the sheet that nothing in the self-assessment may be.
        added: rows of the self-assessment that nothing in the sheet may be.
    """

    same: tuple[tuple[Indicator, Indicator], ...]
    dropped: tuple[Indicator, ...]
    added: tuple[Indicator, ...]
    #: The rows of the sheet that have a name.
    rows: int

    @property
    def answers(self) -> bool:
        """Whether the self-assessment follows the sheet at all: at least half of the rows are found again."""
        return len(self.dropped) * 2 <= self.rows


NO_PAIR: Final = Absent(
    "没有能确定相互对应的目标表和自评表（单位、项目、年度）",
    "no target sheet that a self-assessment answers for certain",
)


def followed(views: Iterable[View]) -> list[tuple[Pair, Aligned]]:
    """The pairs of which the self-assessment follows the sheet row by row."""
    found = ((pair, aligned(pair)) for pair in pairs(views))
    return [(pair, rows) for pair, rows in found if rows.rows and rows.answers]


def aligned(pair: Pair) -> Aligned:
    """Match the rows of two forms, each way on what the ways before it have left."""
    asked, given = named(pair.target), named(pair.assessment)
    rows = len(asked)
    same: list[tuple[Indicator, Indicator]] = []
    synonyms = {bare(word) for word in pair.answer.ruleset.words("saving_rate")}

    def synonym(row: Indicator) -> str:
        return "saving_rate" if bare(bare_name(row.name.value)) in synonyms else ""

    for key in (_name, _name_in_level, synonym):
        found, asked, given = _by(key, asked, given)
        same += found
    # A name that one form has twice may answer either row.
    mentioned, known = _mentioned(pair.assessment), _mentioned(pair.target)
    asked = [row for row in asked if _name(row) not in mentioned]
    given = [row for row in given if _name(row) not in known]
    for key in (_without_brackets, _said):
        _, asked, given = _by(key, asked, given)
    asked, given = _without_nearest(asked, given)
    return Aligned(tuple(same), tuple(asked), tuple(given), rows)


def _name(row: Indicator) -> str:
    return bare(row.name.value)


def _name_in_level(row: Indicator) -> str:
    """A name that stands under several levels is told apart by them."""
    return f"{row.l1}|{row.l2}|{_name(row)}"


def _without_brackets(row: Indicator) -> str:
    return bare(bare_name(row.name.value))


def _said(row: Indicator) -> str:
    """Second level, target and points: a row under a new name is otherwise the same."""
    if row.target is None or not row.target.raw.strip():
        return ""
    return f"{row.l1}|{row.l2}|{squash(row.target.raw)}|{squash(row.points.raw) if row.points else ''}"


def _mentioned(form: SelfAssessment | TargetSheet) -> set[str]:
    """The names of all that stands in the indicator table, also of what is no indicator or of the other block."""
    blocks = form.blocks if isinstance(form, TargetSheet) else ()
    sections = (*form.sections, *(section for block in blocks for section in block.sections))
    rows: list[Indicator] = [*form.adjustments]
    for section in sections:
        rows += (*section.indicators, *section.aside)
    return {_name(row) for row in rows}


def _by(
    key: Callable[[Indicator], str], asked: Sequence[Indicator], given: Sequence[Indicator]
) -> tuple[list[tuple[Indicator, Indicator]], list[Indicator], list[Indicator]]:
    """Pairs of rows whose key no other row of either form has, and what is left of both."""
    here, there = _unique(key, asked), _unique(key, given)
    found = [(row, there[word]) for word, row in here.items() if word in there]
    met = {id(row) for pair in found for row in pair}
    return found, [row for row in asked if id(row) not in met], [row for row in given if id(row) not in met]


def _unique(key: Callable[[Indicator], str], rows: Iterable[Indicator]) -> dict[str, Indicator]:
    words = [(key(row), row) for row in rows]
    count = Counter(word for word, _ in words)
    return {word: row for word, row in words if word and count[word] == 1}


def _without_nearest(asked: list[Indicator], given: list[Indicator]) -> tuple[list[Indicator], list[Indicator]]:
    """What is left when rows of like names are taken for each other."""
    met = list(alike([_name(row) for row in asked], [_name(row) for row in given]))
    here, there = {place for place, _ in met}, {place for _, place in met}
    return (
        [row for place, row in enumerate(asked) if place not in here],
        [row for place, row in enumerate(given) if place not in there],
    )
