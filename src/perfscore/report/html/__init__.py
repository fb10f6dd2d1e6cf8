"""The report as one page of HTML that needs nothing beside itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from perfscore.core.findings import Finding
from perfscore.core.location import Location
from perfscore.core.trace import Step
from perfscore.outcome import AuditReport
from perfscore.report.html.page import Around, Dossier, page
from perfscore.report.records import document, step_record
from perfscore.report.style import Style

__all__ = ["Around", "as_page"]

Record = dict[str, Any]


def as_page(report: AuditReport, style: Style, around: Around | None = None) -> str:
    """The report as a page, with the forms as they are drawn where the report has them; `around` see there."""
    record = document(report, style)
    for finding, told in zip(report.findings, record["findings"], strict=True):
        _add_columns(finding, told)
    for score, told in zip(report.scores, record["scores"], strict=True):
        _add_column(score.at, told["at"])
    steps = {
        place: told
        for place, score in enumerate(report.scores)
        if (told := step_record(score.step)) is not None and score.step is not None
    }
    return page(Dossier(record, report.pictures, steps), style, around)


def _add_columns(finding: Finding, told: Record) -> None:
    """Of places in a text, the cell of the line as well: the records of a report name the line alone."""
    _add_column(finding.at, told["at"])
    for related, one in zip(finding.related, told["related"], strict=True):
        _add_column(related.at, one["at"])
    _add_to_steps((finding.steps,), (told["steps"],))


def _add_to_steps(steps: Iterable[Step | None], told: Iterable[Record | None]) -> None:
    for step, one in zip(steps, told, strict=True):
        if step is not None and one is not None:
            _add_column(step.at, one["at"])
            _add_to_steps(step.children, one["children"])


def _add_column(at: Location | None, told: Record | None) -> None:
    if at is not None and told is not None and at.column is not None:
        told["column"] = at.column
