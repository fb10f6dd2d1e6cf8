"""The lines that every report for people shares: coverage, forms, what was not checked, counts."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.core.findings import Severity
from perfscore.core.numbers import read_figure
from perfscore.outcome import AuditReport, Coverage, Missed, SkippedCheck
from perfscore.report.layout import flow, indent, one_line, width
from perfscore.report.style import Style
from perfscore.report.words import not_recomputed, status_words, tag_of
from perfscore.scoring import RowScore, ScoreRange
from perfscore.scoring.ranges import holds, said

#: So many names of unread columns stand in the coverage line; JSON and the workbook have all of them with their places.
_MOST_NAMES = 6


def headline(report: AuditReport, style: Style) -> list[str]:
    """What was checked and what was not: indicators, checks, and the rule sets that were used."""
    coverage = report.coverage
    if not report.forms:
        nothing = style.paint(style.say("没有识别出可审核的表。", "No form was recognised."), "error")
        return budget_lines(report, style) or [nothing]
    parts = [
        style.say(f"{coverage.indicators} 个指标", f"{coverage.indicators} indicators"),
        style.say(f"重算 {coverage.recomputed} 个", f"{coverage.recomputed} recomputed"),
        *(
            style.say(f"{number} 个{status_words(status, style)}", f"{number} {status_words(status, style)}")
            for status, number in not_recomputed(coverage)
            if number
        ),
    ]
    ledgers = sum(form.kind == "ledger" for form in report.forms)
    if (coverage.targets or ledgers) and not coverage.indicators:
        parts = []  # target sheets and lists of projects alone: there is nothing to recompute
    if ledgers:
        parts.append(style.say(f"汇总表 {ledgers} 张", f"ledgers: {ledgers}"))
    if coverage.targets:
        parts.append(style.say(f"目标表 {coverage.targets} 个指标", f"{coverage.targets} targets"))
    if coverage.rules:
        read = coverage.rules_read
        parts.append(
            style.say(f"评分标准读懂 {read}/{coverage.rules} 条", f"{read} of {coverage.rules} rules read")
        )
    if coverage.unread_columns:
        parts.append(_unread_columns(coverage, style))
    # One check may find several things in a form; the findings themselves are counted at the end.
    checks = style.say(
        f"检查项次：通过 {coverage.passed}，有问题 {coverage.found}，跳过 {coverage.skipped}",
        f"checks: {coverage.passed} passed, {coverage.found} found something, {coverage.skipped} skipped",
    )
    indicators = style.say("，", ", ").join(parts)
    sets = style.say("、", ", ").join(record.id for record in report.run.rulesets)
    whole = f"{indicators}{style.say('；', '; ')}{checks}"
    lines = [style.paint(line, "bold") for line in indent(whole, 0, style.width)]
    if sets:
        run = f"perfscore {report.run.version}  {report.run.date}  {style.say('规则集', 'rule sets')} {sets}"
        if report.run.config:
            run += f"  {style.say('配置', 'configuration')} {one_line(report.run.config)}"
        lines.append(style.paint(run, "dim"))
    return [*lines, *budget_lines(report, style)]


def budget_lines(report: AuditReport, style: Style) -> list[str]:
    """How many budget tables were read and checked beside the forms."""
    number = len(report.budget_tables)
    line = style.say(
        f"预算表 {number} 张，合计和表间关系已核对", f"budget tables: {number}, their sums were checked"
    )
    return [style.paint(line, "dim")] if number else []


def _unread_columns(coverage: Coverage, style: Style) -> str:
    """The columns that nothing was read from, by name."""
    names = list(dict.fromkeys(one_line(column.name) for column in coverage.unread_columns))
    shown = style.say("、", ", ").join(names[:_MOST_NAMES])
    more = len(names) > _MOST_NAMES
    return style.say(
        f"{len(names)} 栏未读（{shown}{'等' if more else ''}）",
        f"columns not read: {len(names)} ({shown}{', …' if more else ''})",
    )


def totals_of(report: AuditReport) -> dict[int, RowScore]:
    """The total row of each form that has one."""
    return {score.form: score for score in report.scores if score.kind == "total"}


def form_lines(report: AuditReport, number: int, totals: dict[int, RowScore], style: Style) -> list[str]:
    """A form in a line or two: number, whose it is, what it is, place, rule set, recorded and recomputed total."""
    form = report.forms[number]
    whose = "  ".join(one_line(text) for text in (form.project, form.unit) if text)
    parts = [f"[{number + 1}]", style.paint(whose, "bold"), one_line(form.title), form.at.place]
    if form.ruleset:
        parts.append(f"{style.say('规则集', 'rule set')} {form.ruleset}")
    parts += [_total(totals.get(number), style), one_line(form.note)]
    line = "  ".join(part for part in parts if part)
    if style.width is None or width(line) <= style.width:
        return [line]
    return ["  ".join(part for part in parts[:3] if part), *flow(filter(None, parts[3:]), 4, style.width)]


def _total(row: RowScore | None, style: Style) -> str:
    if row is None:
        return ""
    recorded = one_line(row.recorded) if row.recorded else style.say("未填", "blank")
    if row.range is not None:
        return _ranged(row.range, row.recorded, recorded, style)
    if row.recomputed is None:
        return style.say(f"总分 {recorded}，未能重算", f"total {recorded}, not recomputed")
    again = format(row.recomputed, "f")
    return style.say(f"总分 {recorded}，重算 {again}", f"total {recorded}, recomputed {again}")


def _ranged(one: ScoreRange, written: str | None, recorded: str, style: Style) -> str:
    """A total that has no one number: its range, and whether what was recorded lies in it."""
    within = holds(one, written)
    if within is None:
        return style.say(f"总分 {recorded}，重算 {said(one)}", f"total {recorded}, recomputed {said(one)}")
    figure = read_figure(written or "")
    if not within:
        where = style.say("在外", "lies outside")
    elif figure is not None and figure.value in one:
        where = style.say("在内", "lies within")
    else:
        where = style.say("舍入后在内", "lies within when it is rounded")
    return style.say(
        f"总分重算 {said(one)}，填报 {recorded} {where}",
        f"total recomputed {said(one)}, recorded {recorded} {where}",
    )


def missed(report: AuditReport, style: Style) -> list[str]:
    """The rows that were not recomputed, each with its place, gathered by reason."""
    rows = report.coverage.not_recomputed
    if not rows:
        return []
    lines = [style.paint(style.say(f"未重算（{len(rows)} 行）", f"Not recomputed ({len(rows)} rows)"), "bold")]
    reasons: dict[str, list[Missed]] = {}
    for row in rows:
        reasons.setdefault(one_line(style.say(row.reason, row.reason_en)), []).append(row)
    for reason, group in reasons.items():
        number = style.say(f"（{len(group)} 行）", f" ({len(group)})") if len(group) > 1 else ""
        lines += indent(f"{reason}{number}", 4, style.width)
        for row in group:
            name = style.say(f"“{one_line(row.indicator)}”", f'"{one_line(row.indicator)}"')
            lines += indent(f"{row.at}  {name}", 8, style.width)
    return lines


def skipped(report: AuditReport, style: Style) -> list[str]:
    """The checks that did not run: gathered by reason, or each on its own line when every detail is wanted."""
    checks = report.coverage.skipped_checks
    if not checks:
        return []
    title = style.say(
        f"跳过的检查（{len(checks)} 项次；跳过不等于通过）",
        f"Skipped checks ({len(checks)}; skipped is not passed)",
    )
    lines = [style.paint(title, "bold")]
    texts = _each(checks, style) if style.verbose else _gathered(checks, style)
    return lines + [line for text in texts for line in indent(text, 4, style.width)]


def _each(checks: tuple[SkippedCheck, ...], style: Style) -> Iterator[str]:
    for check in checks:
        where = f"[{check.form + 1}] " if check.form is not None else ""
        reason = one_line(style.say(check.reason, check.reason_en))
        yield f"{where}{tag_of(check.code, check.name, style)}{style.say('：', ': ')}{reason}"


def _gathered(checks: tuple[SkippedCheck, ...], style: Style) -> Iterator[str]:
    reasons: dict[str, list[SkippedCheck]] = {}
    for check in checks:
        reasons.setdefault(one_line(style.say(check.reason, check.reason_en)), []).append(check)
    for reason, group in reasons.items():
        codes = style.say("、", ", ").join(dict.fromkeys(check.code for check in group))
        forms = _ranges(sorted({check.form + 1 for check in group if check.form is not None}))
        where = style.say(f"（表 {forms}）", f" (forms {forms})") if forms else ""
        yield f"{reason}{where}{style.say('：', ': ')}{codes}"


def _ranges(numbers: list[int]) -> str:
    """Write numbers in order with runs gathered: 1–3, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(low) if low == high else f"{low}–{high}" for low, high in runs)


def counts(report: AuditReport, style: Style) -> list[str]:
    """The number of findings by severity, and how many of them were not listed."""
    parts = [
        style.paint(style.say(f"{severity.zh} {number}", f"{number} {severity.word}"), severity.word)
        for severity in sorted(Severity, reverse=True)
        if (number := report.count(severity))
    ]
    if report.waived:
        parts.append(style.say(f"不采纳 {report.waived}（不计入）", f"{report.waived} waived (not counted)"))
    against = baseline(report, style)
    if not parts:
        known = report.baseline is not None and report.baseline.still
        nothing = style.say("没有新问题", "Nothing new") if known else style.say("未发现问题", "Nothing found")
        return [*([style.paint(nothing, "good")] if report.forms else []), *against]
    hidden = sum(style.hides(finding) and not finding.known for finding in report.findings)
    note = style.say(
        f"（其中 {hidden} 条舍入差异未列出，加 -v 显示）",
        f" ({hidden} rounding differences not listed, -v shows them)",
    )
    number = sum(finding.counts for finding in report.findings)
    new, new_en = ("", "") if report.baseline is None else ("新", "new ")
    total = style.say(f"{new}问题 {number} 条：", f"{number} {new_en}finding{'s' * (number != 1)}: ")
    line = total + style.say("，", ", ").join(parts)
    if not hidden:
        return [line, *against]
    fits = style.width is None or width(line + note) <= style.width
    return [*([line + note] if fits else [line, note.strip()]), *against]


def baseline(report: AuditReport, style: Style) -> list[str]:
    """What became of the findings of an earlier report: how many stand, and each that is gone."""
    against = report.baseline
    if against is None:
        return []
    still, gone, unseen = len(against.still), against.gone, against.unseen
    listed = (
        "" if style.verbose or not still else style.say("（未列出，加 -v 显示）", " (not listed, -v shows them)")
    )
    parts = [
        style.say(f"原有 {still} 条仍在{listed}", f"{still} stand as before{listed}"),
        style.say(f"{len(gone)} 条已消除", f"{len(gone)} are gone"),
    ]
    if unseen:
        parts.append(style.say(f"{unseen} 条这次没有查（文件或检查项不在内）", f"{unseen} were not looked for"))
    said = style.say("，", ", ").join(parts)
    lines = indent(
        f"{style.say('与', 'against ')} {one_line(against.file)} {style.say('相比：', ': ')}{said}", 0, style.width
    )
    for one in gone:
        where = " ".join(filter(None, (one.file, one.place)))
        text = (
            f"{style.say('已消除', 'gone')}  {where}  {tag_of(one.code, one.name, style)}  {one_line(one.message)}"
        )
        lines += indent(text, 4, style.width)
    return lines


def hints(report: AuditReport, style: Style) -> list[str]:
    """What the user may want to try."""
    return [line for hint in report.hints for line in indent(one_line(hint), 0, style.width)]
