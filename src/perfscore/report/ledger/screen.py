"""The first lines of a ledger on a screen: what became of the files, the worst forms, the checks that found most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from perfscore.formrows import FormRow
from perfscore.report.layout import Align, columns, indent, one_line
from perfscore.report.ledger.summary import Summary
from perfscore.report.ledger.tables import SEVERITIES, STATUS
from perfscore.report.style import Style
from perfscore.report.words import tag_of

#: So many checks are shown; the workbook has all.
_CODES = 8
_HEADS: Final = (
    ("错误", "errors"),
    ("警告", "warnings"),
    ("未读项", "missed"),
    ("自评分", "recorded"),
    ("重算分", "recomputed"),
    ("单位", "unit"),
    ("项目", "project"),
    ("文件", "file"),
)
_ALIGNS: Final[tuple[Align, ...]] = ("right", "right", "right", "right", "right", "left", "left", "left")
_CAPS: Final = (None, None, None, None, None, 30, 30, 60)


def lines(summary: Summary, style: Style, shorten: Callable[[str], str]) -> Iterator[str]:
    """What a user sees at the end of a run."""
    english = style.lang == "en"
    number = sum(summary.files.values())
    files = [
        f"{words[english]} {summary.files[status]}" for status, words in STATUS.items() if summary.files[status]
    ]
    comma = style.say("，", ", ")
    yield style.paint(style.say(f"文件 {number} 个：", f"{number} files: ") + comma.join(files), "bold")
    covered = [style.say(f"表 {summary.forms} 张", f"{summary.forms} forms")]
    if summary.budget_tables:
        tables = summary.budget_tables
        covered.append(style.say(f"预算表 {tables} 张", f"{tables} budget tables"))
    covered.append(
        style.say(
            f"指标 {summary.indicators} 个，重算 {summary.recomputed} 个",
            f"{summary.indicators} indicators, {summary.recomputed} recomputed",
        )
    )
    if summary.rules:
        covered.append(
            style.say(
                f"评分标准读懂 {summary.rules_read}/{summary.rules} 条",
                f"{summary.rules_read} of {summary.rules} rules read",
            )
        )
    yield comma.join(covered)
    found = sum(summary.severities.values())
    levels = [
        style.paint(f"{words[english]} {summary.severities[level]}", level)
        for level, words in SEVERITIES.items()
        if summary.severities[level]
    ]
    yield (
        style.say(f"问题 {found} 条：", f"{found} findings: ") + comma.join(levels)
        if found
        else style.paint(style.say("未发现问题", "Nothing found"), "good")
    )
    yield from _worst(summary, style, shorten)
    yield from _codes(summary, style)


def _worst(summary: Summary, style: Style, shorten: Callable[[str], str]) -> Iterator[str]:
    worst, number = summary.worst, summary.forms
    if not worst:
        return
    yield ""
    title = style.say("问题最多的表", "the forms with most findings")
    yield style.paint(
        title
        + (
            style.say(f"（前 {len(worst)} 张，共 {number} 张）", f" ({len(worst)} of {number})")
            if number > len(worst)
            else ""
        ),
        "bold",
    )
    rows = [[style.say(*words) for words in _HEADS]]
    for row in worst:
        recorded = row.recorded_text if row.recorded is None else f"{row.recorded:f}"
        rows.append(
            [
                str(row.errors),
                str(row.warnings),
                str(row.not_recomputed),
                one_line(recorded),
                _again(row),
                one_line(row.unit),
                one_line(row.project or row.title),
                one_line(shorten(row.file)),
            ]
        )
    for cells in columns(rows, _CAPS, _ALIGNS, limit=style.width):
        yield from cells


def _again(row: FormRow) -> str:
    if row.recomputed is not None:
        return f"{row.recomputed:f}"
    return f"{row.low:f}～{row.high:f}" if row.low is not None and row.high is not None else ""


def _codes(summary: Summary, style: Style) -> Iterator[str]:
    counted = [(code, numbers) for code, numbers in summary.worst_codes() if numbers[0] + numbers[1]]
    if not counted:
        return
    counted.sort(key=lambda one: -(one[1][0] + one[1][1]))
    yield ""
    yield style.paint(style.say("错误和警告最多的检查项", "the checks with most errors and warnings"), "bold")
    for code, numbers in counted[:_CODES]:
        tag = tag_of(code, summary.names[code], style)
        text = style.say(
            f"{tag}  错误 {numbers[0]}，警告 {numbers[1]}，涉及 {summary.of_forms[code]} 张表",
            f"{tag}  {numbers[0]} errors, {numbers[1]} warnings on {summary.of_forms[code]} forms",
        )
        yield from indent(text, 4, style.width)
