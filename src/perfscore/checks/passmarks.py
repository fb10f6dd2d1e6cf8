"""Whether a document scores its lost rows by a pass mark that nothing states.

A pass mark of 50, 60, 70 or 80 % explains one wrong score in ten by chance, so a single fit proves nothing: a
document is taken to follow a pass mark where at least two different lost rows fit it and no lost row contradicts it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from perfscore.checks.subjects import View
from perfscore.checks.sums import figure, named, score_digits
from perfscore.core.numbers import Figure
from perfscore.model import SelfAssessment
from perfscore.reconcile import Fit, explain_score
from perfscore.scoring import RowScore

#: So many different rows must fit.
_LEAST = 2


def outside_fits(score: RowScore, recorded: Figure, digits: int) -> tuple[Fit, ...]:
    """What would reproduce the score of a missed row, by the completion rate that the rule set's ratio used."""
    ratio = next((reading for reading in score.readings if reading.name == "formula: ratio"), None)
    if ratio is None or not score.points or score.basis in ("row", "target-sheet"):
        return ()
    return explain_score(recorded, digits, score.points, ratio.exact / Fraction(score.points))


def pass_marks(views: Sequence[View]) -> Mapping[str, frozenset[int]]:
    """The pass marks that each file's lost rows follow, by file."""
    fitting: dict[str, dict[tuple[object, ...], frozenset[int]]] = defaultdict(dict)
    for view in views:
        for row, marks in _lost(view):
            fitting[view.form.head.at.file].setdefault(row, marks)
    return {
        file: frozenset.intersection(*rows.values()) if len(rows) >= _LEAST else frozenset()
        for file, rows in fitting.items()
    }


def _lost(view: View) -> Iterator[tuple[tuple[object, ...], frozenset[int]]]:
    """The rows that lost points for a missed target, with the pass marks that give their scores.

    A row that stands in several forms is one row.
    """
    form = view.form
    if not isinstance(form, SelfAssessment):
        return
    digits = score_digits(form, view.ruleset.digits.value)
    for indicator in named(form):
        recorded, score = figure(indicator.score), view.score_of(indicator)
        if recorded is None or score.points is None or recorded.value >= score.points:
            continue
        if not any(reading.name == "formula: ratio" for reading in score.readings):
            continue
        marks = {fit.mark for fit in outside_fits(score, recorded, digits) if fit.mark is not None}
        yield (indicator.name.value, score.target, score.actual, score.points, recorded.value), frozenset(marks)
