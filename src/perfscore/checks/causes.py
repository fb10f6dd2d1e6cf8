"""One wrong score is one cause: what else is off only because of it belongs to its finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from perfscore.checks.subjects import View
from perfscore.checks.sums import value
from perfscore.core.records import frozen
from perfscore.model import SelfAssessment

#: The checks that find a wrong score of a row, and the one of the execution, which others also look at.
SCORES: Final = ("PS304", "PS306", "PS307", "PS301")
EXECUTION: Final = "PS204"


@frozen
class Cause:
    """A finding on a score: its check and what it is about."""

    code: str
    subject: str


def wrong_score(form: SelfAssessment, view: View, explains: Callable[[Decimal], bool]) -> Cause | None:
    """The one finding on a score by whose correction something else comes right; None where there is none or several.

    Args:
        form: the form.
        view: with the findings that were made on it so far.
        explains: whether adding so many points to the recorded scores makes it right.
    """
    found = {cause for cause, right in _corrections(form, view) if right != 0 and explains(right)}
    return found.pop() if len(found) == 1 else None


def _corrections(form: SelfAssessment, view: View) -> Iterator[tuple[Cause, Decimal]]:
    """Each wrong score with what it lacks, by the recomputed score and by its points."""
    for row in form.indicators:
        recorded, subject = value(row.score), f"{row.name.value}/score"
        code = next((code for code in SCORES if view.has_found(code, subject)), None)
        if recorded is None or code is None or not view.has_scored(row):
            continue
        score = view.score_of(row)
        for right in {score.recomputed, score.points if code in ("PS304", "PS307") else None} - {None}:
            assert right is not None  # noqa: S101 - taken out before
            yield Cause(code, subject), right - recorded
    execution, funds = view.scores.execution, form.funding.total if form.funding else None
    recorded = value(funds.score) if funds else None
    code = next((code for code in (EXECUTION, "PS304") if view.has_found(code, "funding/score")), None)
    if execution is not None and execution.recomputed is not None and recorded is not None and code is not None:
        yield Cause(code, "funding/score"), execution.recomputed - recorded
