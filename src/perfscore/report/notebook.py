"""The report as a notebook shows it: coverage, totals and findings in two small tables, without scripts; or in lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from perfscore.core.findings import Finding
from perfscore.outcome import AuditReport
from perfscore.report.layout import one_line
from perfscore.report.mask import presentable
from perfscore.report.style import Style
from perfscore.report.summary import counts, headline, totals_of
from perfscore.report.words import check_name, number
from perfscore.scoring.ranges import said

#: So many rows of each table are shown; `to_frame` has all of them.
_MOST: Final = 50
_COLOURS: Final = {"error": "#f8cbad", "warning": "#ffe699", "info": "#ddebf7"}
_LEFT: Final = "text-align:left;vertical-align:top"


def as_text(report: AuditReport, style: Style | None = None) -> str:
    """The lines above the tables: all that there is of a report where nothing but text is shown."""
    style = style or Style()
    report = presentable(report)
    return "\n".join(map(one_line, [*headline(report, style), *counts(report, style)]))


def as_html(report: AuditReport, style: Style | None = None) -> str:
    """The report as a piece of HTML; whatever stands in a form is text and nothing else."""
    style = style or Style()
    report = presentable(report)
    parts = [f"<p>{'<br>'.join(map(_text, [*headline(report, style), *counts(report, style)]))}</p>"]
    if report.forms:
        parts += _table(
            (style.say("项目", "project"), style.say("单位", "unit"), style.say("总分", "total"),
             style.say("重算", "recomputed"), style.say("等级", "grade"), style.say("问题", "findings")),
            _forms(report),
            style.say("张表", "forms"),
            style,
        )  # fmt: skip
    shown = [finding for finding in report.findings if not style.hides(finding)]
    if shown:
        parts += _table(
            (style.say("级别", "severity"), style.say("检查项", "check"), style.say("位置", "place"),
             style.say("问题", "finding"), style.say("填报", "recorded"), style.say("重算", "recomputed")),
            (_finding(finding, style) for finding in style.gravest_first(shown)),
            style.say("条问题", "findings"),
            style,
        )  # fmt: skip
    return f'<div class="perfscore">{"".join(parts)}</div>'


def _forms(report: AuditReport) -> Iterator[list[str]]:
    totals = totals_of(report)
    found: dict[int | None, int] = {}
    for finding in report.findings:
        found[finding.form] = found.get(finding.form, 0) + finding.counts
    for place, form in enumerate(report.forms):
        total = totals.get(place)
        again = ""
        if total is not None:
            again = said(total.range) if total.range is not None else number(total.recomputed) or "—"
        recorded = (total.recorded or "") if total is not None else ""
        grade = (total.grade or "") if total is not None else ""
        whose = [form.project or form.title, form.unit, recorded, again, grade, str(found.get(place, 0))]
        yield [f"<td style='{_LEFT}'>{_text(text)}</td>" for text in whose]


def _finding(finding: Finding, style: Style) -> list[str]:
    colour = "#ededed" if not finding.counts else _COLOURS[finding.severity.word]
    texts = (
        f"{finding.code} {check_name(finding.code, finding.name, style)}",
        str(finding.at),
        style.message(finding),
        finding.recorded or "",
        finding.recomputed or "",
    )
    level = f"<td style='background:{colour};color:#000;white-space:nowrap'>{_text(style.say(finding.severity.zh, finding.severity.word))}</td>"
    return [level, *(f"<td style='{_LEFT}'>{_text(text)}</td>" for text in texts)]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], what: str, style: Style) -> Iterator[str]:
    """A table of the first rows, and how many there are besides."""
    names = "".join(f"<th style='{_LEFT};white-space:nowrap'>{_text(head)}</th>" for head in heads)
    yield f"<table><thead><tr>{names}</tr></thead><tbody>"
    rest = 0
    for place, row in enumerate(rows):
        if place < _MOST:
            yield f"<tr>{''.join(row)}</tr>"
        else:
            rest += 1
    yield "</tbody></table>"
    if rest:
        more = style.say(f"……另有 {rest} {what}，见 to_frame()", f"... {rest} more {what}: see to_frame()")
        yield f"<p>{_text(more)}</p>"


def _text(text: str) -> str:
    return escape(one_line(text))
