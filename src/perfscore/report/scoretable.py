"""The recomputed scores as tables: rows under their sections, execution, total, grade, readings, reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from perfscore.core.location import Location
from perfscore.core.numbers import plain
from perfscore.outcome import AuditReport
from perfscore.report.layout import Align, columns, indent, one_line, width
from perfscore.report.style import Style
from perfscore.report.summary import counts, form_lines, headline, totals_of
from perfscore.report.words import basis_words
from perfscore.scoring import RowScore
from perfscore.scoring.ranges import said
from perfscore.scoring.records import RowKind
from perfscore.scoring.wording import readings_words

_ALIGNS: tuple[Align, ...] = ("left", "left", "left", "left", "right", "right", "right", "left")
_CAPS = (14, 32, 22, 18, None, 10, None, 30)


def score_tables(report: AuditReport, style: Style) -> str:
    """One table for each form that has scores, below the coverage."""
    lines = [*headline(report, style), ""]
    findings: dict[Location, list[str]] = {}
    for finding in report.findings:
        if not style.hides(finding):
            findings.setdefault(finding.at, []).append(finding.code)
    scores: dict[int, list[RowScore]] = {}
    for score in report.scores:
        scores.setdefault(score.form, []).append(score)
    totals = totals_of(report)
    last = ""
    for number, form in enumerate(report.forms):
        rows = scores.get(number, [])
        if form.at.file != last:
            last = form.at.file
            lines += [f"━━ {style.paint(one_line(last), 'bold')}", ""]
        lines += form_lines(report, number, totals, style)
        if rows:
            lines += _table(rows, findings, style)
        else:
            lines.append("    " + style.say("此表没有可计分的行", "no row of this form can be scored"))
        lines.append("")
    for file in (record for record in report.inputs if record.status == "unreadable"):
        reason = one_line(file.reason or "")
        lines.append(
            style.paint(
                f"{one_line(file.file)}  {style.say('未能读取', 'not read')}{style.say('：', ': ')}{reason}",
                "error",
            )
        )
    lines += counts(report, style)
    if report.findings:
        lines.append(style.say("发现的内容用 perfscore audit 列出", "perfscore audit lists the findings"))
    return "\n".join(lines) + "\n"


def _table(rows: list[RowScore], findings: dict[Location, list[str]], style: Style) -> list[str]:
    sorted_rows = ordered(rows)
    head = (
        ("位置", "place"),
        ("指标", "indicator"),
        ("指标值", "target"),
        ("完成值", "actual"),
        ("分值", "points"),
        ("得分", "recorded"),
        ("重算", "recomputed"),
        ("相关发现", "findings"),
    )
    texts = [[style.say(zh, en) for zh, en in head], *(_cells(row, findings, style) for row in sorted_rows)]
    title, *bodies = columns(texts, _CAPS, _ALIGNS, limit=style.width)
    lines = [style.paint(line, "dim") for line in title]
    lead = max(width(text[0]) for text in texts) + 4
    bases = {row.basis for row in rows if row.basis and row.kind == "indicator"}
    for row, body in zip(sorted_rows, bodies, strict=True):
        ink = "bold" if row.kind in ("section", "total") else ""
        lines += [style.paint(line, ink) if ink else line for line in body]
        for note in _notes(row, style, with_basis=len(bases) > 1):
            lines += [style.paint(line, "dim") for line in indent(note, lead, style.width)]
    return lines


class Scored(Protocol):
    """What an order of rows looks at."""

    @property
    def kind(self) -> RowKind: ...  # noqa: D102
    @property
    def l1(self) -> str: ...  # noqa: D102


Row = TypeVar("Row", bound=Scored)


def ordered(rows: Sequence[Row]) -> list[Row]:
    """Execution, each section followed by its rows, the total; a row without a section stands before the total.

    The rows of a form without levels are one section without a name: its sum is the total once more.
    """
    indicators = [row for row in rows if row.kind == "indicator"]
    result = [row for row in rows if row.kind == "execution"]
    for section in (row for row in rows if row.kind == "section" and row.l1):
        own = [row for row in indicators if row.l1 == section.l1]
        indicators = [row for row in indicators if row.l1 != section.l1]
        result += [section, *own]
    return [*result, *indicators, *(row for row in rows if row.kind == "total")]


def _cells(row: RowScore, findings: dict[Location, list[str]], style: Style) -> list[str]:
    at = row.at
    place = (at.cell or at.place) if at is not None else ""
    again = format(row.recomputed, "f") if row.recomputed is not None else said(row.range) if row.range else "—"
    return [
        place,
        _name(row, style),
        one_line(row.target or ""),
        one_line(row.actual or ""),
        plain(row.points) if row.points is not None else "",
        one_line(row.recorded or ""),
        again,
        " ".join(dict.fromkeys(findings.get(at, ()))) if at is not None else "",
    ]


def _name(row: RowScore, style: Style) -> str:
    if row.kind == "section":
        return one_line(row.l1)
    if row.kind == "total":
        grade = style.say(f"（{row.grade}）", f" ({row.grade})") if row.grade else ""
        return style.say("总分", "total") + grade
    if row.kind == "execution":
        return style.say("预算执行率", "execution rate")
    return f"  {one_line(row.indicator)}"


def _notes(row: RowScore, style: Style, *, with_basis: bool) -> Iterator[str]:
    """Under a row: why it has no score, its other readings, its basis where rows differ in it."""
    colon = style.say("：", ": ")
    if row.recomputed is None:
        reason = one_line(style.say(row.reason or "", row.reason_en or ""))
        # The reason of a sum already says that rows of it were not recomputed.
        summed = row.kind in ("section", "total")
        yield reason if summed else f"{style.say('未重算', 'not recomputed')}{colon}{reason}"
    if len({reading.points for reading in row.readings}) > 1:
        shown = readings_words(row.readings, english=style.lang == "en")
        yield f"{style.say('读法', 'readings')}{colon}{one_line(shown)}"
    if with_basis and row.kind == "indicator" and row.basis:
        yield f"{style.say('依据', 'basis')}{colon}{basis_words(row.basis, style)}"
