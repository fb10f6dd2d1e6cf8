"""The full and the concise report for a terminal, a pipe or a text file."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.core.findings import Finding
from perfscore.core.location import Location
from perfscore.core.trace import Step
from perfscore.outcome import AuditReport, InputRecord
from perfscore.report.layout import flow, indent, one_line, width
from perfscore.report.scoretable import score_tables
from perfscore.report.shortened import Names, by_file_and_check, opening
from perfscore.report.style import Style
from perfscore.report.summary import counts, form_lines, headline, hints, missed, skipped, totals_of
from perfscore.report.words import beside, other_label, tag_of

#: Where short notes are broken when the report does not go to a terminal.
_PAGE = 120
#: How many related places are listed when not every detail is wanted.
_RELATED = 10


def full(report: AuditReport, style: Style) -> str:
    """Everything: coverage, findings by file and form, the grave ones first, what mends them, what was not checked."""
    if style.table == "scores":
        return score_tables(report, style)
    lines = [*headline(report, style), ""]
    for title, findings, note in _groups(report, style):
        lines += [*title, ""] if findings else title
        for finding in style.gravest_first(findings):
            lines += [*finding_lines(finding, style), ""]
        if note:
            lines += [note, ""]
    for block in (missed(report, style), skipped(report, style), hints(report, style)):
        lines += [*block, ""] if block else []
    lines += counts(report, style)
    return "\n".join(lines) + "\n"


def concise(report: AuditReport, style: Style) -> str:
    """One line for each finding, then coverage and counts; of several files how many findings each has."""
    if style.table == "scores":
        return score_tables(report, style)
    names = Names([record.file for record in report.inputs])
    lines = [
        f"{style.paint(names.place(finding.at), 'place')}  {_tag(finding, style)}  {one_line(style.message(finding))}"
        for finding in report.findings
        if not style.hides(finding)
    ]
    top = [*opening(report, names, style)] if lines else []
    sums = [*by_file_and_check(report, names, style)]
    return "\n".join([*top, *lines, *sums, *headline(report, style), *counts(report, style)]) + "\n"


def _groups(report: AuditReport, style: Style) -> Iterator[tuple[list[str], list[Finding], str]]:
    """Title, findings and closing note of each file and each form, in reading order; no finding is left over."""
    own: dict[int | str, list[Finding]] = {}
    for finding in report.findings:
        if not style.hides(finding):
            own.setdefault(finding.at.file if finding.form is None else finding.form, []).append(finding)
    forms: dict[str, list[int]] = {}
    for number, form in enumerate(report.forms):
        forms.setdefault(form.at.file, []).append(number)
    totals = totals_of(report)
    for record in report.inputs:
        numbers = forms.get(record.file, [])
        budgets = sum(table.at.file == record.file for table in report.budget_tables)
        yield [_file_title(record, len(numbers), budgets, style)], own.pop(record.file, []), ""
        for number in numbers:
            found = own.pop(number, [])
            yield form_lines(report, number, totals, style), found, "" if found else _clean(report, number, style)
    for rest in own.values():
        yield [style.say("其他", "Other")], rest, ""


def _clean(report: AuditReport, number: int, style: Style) -> str:
    own = [finding for finding in report.findings if finding.form == number]
    known = sum(finding.known for finding in own)
    hidden = len(own) - known
    more = (style.say(f"（原有 {known} 条未列出）", f" ({known} as before, not listed)") if known else "") + (
        style.say(f"（{hidden} 条舍入差异未列出）", f" ({hidden} rounding differences not listed)")
        if hidden
        else ""
    )
    nothing = style.say("没有新问题", "nothing new") if known else style.say("未发现问题", "nothing found")
    return "    " + style.paint(nothing, "good") + more


def _file_title(record: InputRecord, forms: int, budgets: int, style: Style) -> str:
    name = style.paint(one_line(record.file), "bold")
    if record.status == "unreadable":
        return f"━━ {name}  {style.paint(style.say('未能读取', 'could not be read'), 'error')}"
    found = [
        style.say(f"{number} {zh}", f"{number} {en}{'s' * (number != 1)}")
        for number, zh, en in ((forms, "张表", "form"), (budgets, "张预算表", "budget table"))
        if number
    ]
    what = style.say("，", ", ").join(found) or style.say("没有识别出表", "no form recognised")
    return f"━━ {name}  {record.kind or ''}  {what}"


def _tag(finding: Finding, style: Style) -> str:
    return f"{style.severity(finding.severity)} {style.paint(tag_of(finding.code, finding.name, style), 'bold')}"


def finding_lines(finding: Finding, style: Style) -> Iterator[str]:
    """A finding in full: place, message, recorded and recomputed values, related places, steps, what to mend."""
    head = f"{style.paint(str(finding.at), 'place')}  {_tag(finding, style)}"
    message = one_line(style.message(finding))
    if style.width is None or width(head) + 2 + width(message) <= style.width:
        yield f"{head}  {message}"
    else:
        yield head
        yield from indent(message, 4, style.width)
    limit = style.width or _PAGE
    yield from flow(_places(finding, style), 4, limit)
    if finding.known:
        yield from indent(style.say("基线中已有（不计入）", "stood in the baseline (not counted)"), 4, style.width)
    if finding.waiver is not None:
        yield from indent(_waiver(finding, style), 4, style.width)
    if finding.steps is not None:
        yield from _steps(finding.steps, 4, finding.at, style)
    mend = one_line(style.say(finding.help, finding.help_en))
    if mend:
        first, *rest = indent(f"{style.say('改法：', 'mend: ')}{mend}", 4, style.width)
        yield from (style.paint(line, "good") for line in (first, *rest))


def _waiver(finding: Finding, style: Style) -> str:
    """What a reviewer wrote, and whether the finding counts."""
    assert finding.waiver is not None  # noqa: S101 - asked before
    words = one_line(finding.waiver.say(english=style.lang == "en"))
    line = f"{style.say('处理意见：', 'verdict: ')}{words}"
    return line + (style.say("（不再计入）", " (waived, not counted)") if finding.waived else "")


def _places(finding: Finding, style: Style) -> Iterator[str]:
    """The cell's own text, what was recomputed, and the related places with their notes."""
    at = finding.at
    own = at.cell or (f"第{at.column}格" if at.column else "")
    if finding.recorded is not None:
        text = one_line(finding.recorded) or style.say("（空）", "(blank)")
        yield f"{own} {style.say('表中', 'recorded')} {text}".lstrip()
    if finding.recomputed is not None:
        tolerance = ""
        if finding.tolerance not in (None, "", "0"):
            tolerance = style.say(f"（容差 ±{finding.tolerance}）", f" (±{finding.tolerance})")
        yield f"{other_label(finding.code, style)} {one_line(finding.recomputed)}{tolerance}"
    shown = finding.related if style.verbose else finding.related[:_RELATED]
    for related in shown:
        yield f"{beside(related.at, at)} {one_line(related.note)}".strip()
    if rest := len(finding.related) - len(shown):
        yield style.say(f"……另有 {rest} 处（-v 全部列出）", f"... {rest} more places (-v lists them)")


def _steps(step: Step, blanks: int, at: Location, style: Style) -> Iterator[str]:
    line = one_line(step.line())
    if step.at is not None and step.at != at:
        line += style.say(f"（{beside(step.at, at)}）", f" ({beside(step.at, at)})")
    yield from (style.paint(part, "dim") for part in indent(line, blanks, style.width))
    for child in step.children:
        yield from _steps(child, blanks + 2, at, style)
