"""Findings or scores as CSV for spreadsheet programs.

A text that a spreadsheet would run as a formula (`=100%`) is led by an apostrophe; plain numbers are not.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from perfscore.core.findings import Finding
from perfscore.core.location import Location
from perfscore.core.numbers import read_figure
from perfscore.outcome import AuditReport
from perfscore.report.style import Style
from perfscore.report.words import basis_words, kind_words, number, status_words
from perfscore.scoring import RowScore
from perfscore.scoring.wording import readings_words

_PLACE = (("文件", "file"), ("工作表", "sheet"), ("单元格", "cell"), ("行", "line"))
_FINDINGS = (
    ("严重程度", "severity"),
    ("代码", "code"),
    ("名称", "name"),
    *_PLACE,
    ("表号", "form"),
    ("项目", "project"),
    ("单位", "unit"),
    ("问题", "message"),
    ("表中", "recorded"),
    ("重算", "recomputed"),
    ("容差", "tolerance"),
    ("改法", "mend"),
    ("相关位置", "related"),
    ("指纹", "fingerprint"),
    ("处理意见", "verdict"),
)
_SCORES = (
    ("表号", "form"),
    ("项目", "project"),
    ("单位", "unit"),
    ("类别", "kind"),
    ("一级指标", "l1"),
    ("二级指标", "l2"),
    ("三级指标", "indicator"),
    *_PLACE,
    ("指标值", "target"),
    ("实际完成值", "actual"),
    ("分值", "points"),
    ("得分", "recorded"),
    ("重算得分", "recomputed"),
    ("等级", "grade"),
    ("各种读法", "readings"),
    ("评分标准", "rule"),
    ("依据", "basis"),
    ("状态", "status"),
    ("未重算原因", "reason"),
)
#: How a file of ours begins.
HEADS = tuple(",".join(names[:4]) for columns in (_FINDINGS, _SCORES) for names in zip(*columns, strict=True))
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(report: AuditReport, style: Style) -> str:
    """One row for each finding, or for each score; the first row names the columns."""
    scores = style.table == "scores"
    head = [style.say(zh, en) for zh, en in (_SCORES if scores else _FINDINGS)]
    rows = (
        [_score(report, score, style) for score in report.scores]
        if scores
        else [_finding(report, finding, style) for finding in report.findings]
    )
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(head)
    writer.writerows([safe(text) for text in row] for row in rows)
    return target.getvalue()


def safe(text: str) -> str:
    """A text as a spreadsheet may have it: what it would run as a formula is led by an apostrophe."""
    if text.startswith(_FORMULA_STARTS) and read_figure(text) is None:
        return f"'{text}"
    return text


def _whose(report: AuditReport, form: int | None) -> list[str]:
    if form is None:
        return ["", "", ""]
    record = report.forms[form]
    return [str(form + 1), record.project, record.unit]


def _place(at: Location | None) -> list[str]:
    if at is None:
        return ["", "", "", ""]
    return [at.file, at.sheet or "", at.cells or "", str(at.line or "")]


def _texts(values: Iterable[str | None]) -> list[str]:
    return ["" if value is None else value for value in values]


def _finding(report: AuditReport, finding: Finding, style: Style) -> list[str]:
    return [
        style.say(finding.severity.zh, finding.severity.word),
        finding.code,
        finding.name,
        *_place(finding.at),
        *_whose(report, finding.form),
        style.message(finding),
        *_texts((finding.recorded, finding.recomputed, finding.tolerance)),
        style.say(finding.help, finding.help_en),
        "；".join(f"{related.at} {related.note}" for related in finding.related),
        finding.fingerprint,
        finding.waiver.say(english=style.lang == "en") if finding.waiver is not None else "",
    ]


def _score(report: AuditReport, score: RowScore, style: Style) -> list[str]:
    return [
        *_whose(report, score.form),
        kind_words(score.kind, style),
        score.l1,
        score.l2,
        score.indicator,
        *_place(score.at),
        *_texts((score.target, score.actual, number(score.points), score.recorded, number(score.recomputed))),
        score.grade or "",
        readings_words(score.readings, english=style.lang == "en") if score.readings else "",
        score.rule or "",
        basis_words(score.basis, style),
        status_words(score.status, style),
        style.say(score.reason or "", score.reason_en or ""),
    ]
