"""The problem list (问题清单) or the scores as a Markdown table, to be pasted into a report or an issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from perfscore.outcome import AuditReport
from perfscore.report.layout import one_line
from perfscore.report.style import Style
from perfscore.report.summary import counts, headline
from perfscore.report.words import kind_words, number, tag_of
from perfscore.scoring.ranges import said

_FINDINGS = (
    ("序号", "no."),
    ("级别", "severity"),
    ("检查项", "check"),
    ("位置", "place"),
    ("问题", "finding"),
    ("改法", "mend"),
)
_SCORES = (
    ("位置", "place"),
    ("类别", "kind"),
    ("指标", "indicator"),
    ("指标值", "target"),
    ("完成值", "actual"),
    ("分值", "points"),
    ("得分", "recorded"),
    ("重算", "recomputed"),
    ("说明", "note"),
)
#: Characters that mean something in Markdown wherever they stand; `<` begins a tag.
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_|~$"} | {"<": "&lt;"})


def as_markdown(report: AuditReport, style: Style) -> str:
    """A heading, the coverage, one row for each finding or score, and the counts."""
    style = replace(style, colour=False, width=None)  # a table, wherever it is shown
    scores = style.table == "scores"
    title = style.say("得分", "Scores") if scores else style.say("问题清单", "Findings")
    lines = [f"# {title}", "", *(f"{_text(line)}  " for line in headline(report, style)), ""]
    rows = list(_scores(report, style) if scores else _findings(report, style))
    if rows:
        head = [style.say(zh, en) for zh, en in (_SCORES if scores else _FINDINGS)]
        lines += [_row(head), _row(["---"] * len(head)), *map(_row, rows), ""]
    return "\n".join([*lines, *map(_text, counts(report, style))]) + "\n"


def _findings(report: AuditReport, style: Style) -> Iterator[list[str]]:
    shown = (finding for finding in report.findings if not style.hides(finding))
    for place, finding in enumerate(shown, 1):
        yield [
            str(place),
            style.say(finding.severity.zh, finding.severity.word),
            *_texts((tag_of(finding.code, finding.name, style), str(finding.at), style.message(finding))),
            _text(style.say(finding.help, finding.help_en)),
        ]


def _scores(report: AuditReport, style: Style) -> Iterator[list[str]]:
    for score in report.scores:
        reason = style.say(score.reason or "", score.reason_en or "")
        yield list(
            _texts(
                (
                    str(score.at or ""),
                    kind_words(score.kind, style),
                    score.indicator or score.l1,
                    score.target,
                    score.actual,
                    number(score.points),
                    score.recorded,
                    number(score.recomputed) if score.range is None else said(score.range),
                    score.grade or reason,
                )
            )
        )


def _texts(values: Iterable[str | None]) -> Iterator[str]:
    return (_text(value or "") for value in values)


def _text(text: str) -> str:
    # A bracket behind a bracket would be a link.
    return one_line(text).translate(_MARKS).replace("](", "]\\(")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
