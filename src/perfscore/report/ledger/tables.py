"""The tables of a ledger: their columns, and their rows out of dossier documents.

A dossier document is what `perfscore.report.records.document` makes and what a folder of results keeps, a line each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, Literal

from perfscore.core.records import frozen
from perfscore.core.visible import clean
from perfscore.formrows import FormRow, counts
from perfscore.report.style import Style
from perfscore.report.words import check_name, kind_words, status_words

Document = Mapping[str, Any]
#: What a cell holds: a text, a number or nothing.
Value = str | int | Decimal | None
#: A path as people need it.
Shorten = Callable[[str], str]
#: How a column is shown: text, a count, a score, an amount in 万元, a percentage, a text with a link.
Kind = Literal["text", "count", "score", "amount", "percent", "link"]


@frozen
class Column:
    """A column: its headings, its width in characters, how it is shown; `printed` where it belongs to the printed page."""

    zh: str
    en: str
    width: float
    kind: Kind = "text"
    printed: bool = True


FORMS: Final = (
    Column("序号", "no.", 6, "count"),
    Column("单位", "unit", 24),
    Column("项目", "project", 24),
    Column("年度", "year", 7),
    Column("预算（万元）", "budget", 12, "amount"),
    Column("执行（万元）", "spent", 12, "amount"),
    Column("执行率", "rate", 9, "percent"),
    Column("自评分", "recorded", 9, "score"),
    Column("重算分", "recomputed", 13, "score"),
    Column("等级", "grade", 7),
    Column("错误", "errors", 6, "count"),
    Column("警告", "warnings", 6, "count"),
    Column("未读项", "not recomputed", 8, "count"),
    Column("文件", "file", 34, "link"),
    # From here on for the screen.
    Column("提示", "infos", 6, "count", printed=False),
    Column("指标数", "indicators", 8, "count", printed=False),
    Column("表", "form", 26, printed=False),
    Column("位置", "place", 16, printed=False),
    Column("规则集", "rule set", 14, printed=False),
)
INDICATORS: Final = (
    Column("单位", "unit", 22),
    Column("项目", "project", 22),
    Column("类别", "kind", 10),
    Column("一级指标", "level 1", 11),
    Column("二级指标", "level 2", 13),
    Column("三级指标", "indicator", 26),
    Column("指标值", "target", 14),
    Column("实际完成值", "actual", 14),
    Column("分值", "points", 7, "score"),
    Column("得分", "recorded", 8, "score"),
    Column("重算得分", "recomputed", 9, "score"),
    Column("状态", "status", 12),
    Column("未重算原因", "why not recomputed", 30, printed=False),
    Column("评分标准", "rule", 40, printed=False),
    Column("文件", "file", 30, printed=False),
    Column("位置", "place", 16, printed=False),
)
FINDINGS: Final = (
    Column("级别", "severity", 7),
    Column("编码", "code", 8),
    Column("检查项", "check", 20),
    Column("单位", "unit", 22),
    Column("项目", "project", 22),
    Column("位置", "place", 16, "link"),
    Column("问题", "finding", 60),
    Column("表中", "recorded", 12),
    Column("重算", "recomputed", 12),
    Column("改法", "mend", 36),
    Column("处理意见", "verdict", 14),
    Column("文件", "file", 30, printed=False),
    Column("指纹", "fingerprint", 15, printed=False),
)
FILES: Final = (
    Column("文件", "file", 60, "link"),
    Column("情况", "status", 14),
    Column("说明", "reason", 60),
    Column("种类", "kind", 8),
    Column("表数", "forms", 7, "count"),
    Column("SHA-256", "SHA-256", 40, printed=False),
)
CHECKS: Final = (
    Column("编码", "code", 9),
    Column("检查项", "check", 40),
    Column("错误", "errors", 8, "count"),
    Column("警告", "warnings", 8, "count"),
    Column("提示", "infos", 8, "count"),
    Column("涉及表数", "forms", 10, "count"),
)
#: What became of a file, as people say it.
STATUS: Final[Mapping[str, tuple[str, str]]] = {
    "read": ("已审核", "audited"),
    "no-form": ("没有识别出表", "no form"),
    "refused": ("无法读取", "refused"),
    "changed": ("审核时有改动", "changed meanwhile"),
    "duplicate": ("重复文件", "duplicate"),
    "skipped": ("未打开", "skipped"),
    "hidden": ("隐藏文件", "hidden"),
}


@frozen
class Named:
    """A place to link to: the file, the sheet and the cell; `shown` is what stands in the cell."""

    shown: str
    file: str
    sheet: str = ""
    cell: str = ""


def form_values(row: FormRow, number: int, short: str) -> tuple[Value | Named, ...]:
    """A form in the order of `FORMS`."""
    again: Value = row.recomputed
    if again is None and row.low is not None and row.high is not None:
        again = f"{row.low:f}～{row.high:f}"
    place = row.cell or (f"第{row.line}行" if row.line is not None else "")
    return (
        number,
        row.unit,
        row.project or row.title,
        row.year,
        row.budget,
        row.spent,
        row.rate,
        row.recorded if row.recorded is not None else row.recorded_text,
        again,
        row.grade,
        row.errors,
        row.warnings,
        row.not_recomputed,
        Named(short, row.file, row.sheet, row.cell),
        row.infos,
        row.indicators,
        row.title,
        "!".join(filter(None, (row.sheet, place))),
        row.ruleset,
    )


def severity_of(row: FormRow) -> tuple[int, int, int, int]:
    """Where a form stands in the ledger: the worst first."""
    return (-row.errors, -row.warnings, -row.infos, -row.not_recomputed)


def indicator_rows(document: Document, style: Style, shorten: Shorten) -> Iterator[tuple[Value, ...]]:
    """Indicators, executions, sections and totals of a dossier, in the order of `INDICATORS`."""
    forms = document["forms"]
    for score in document["scores"]:
        form = forms[score["form"]]
        yield (
            form["unit"],
            form["project"] or form["title"],
            kind_words(score["kind"], style),
            score["l1"],
            score["l2"],
            score["indicator"],
            score["target"],
            score["actual"],
            _number(score["points"]),
            _number(score["recorded"]),
            _number(score["recomputed"]),
            status_words(score["status"], style),
            score["reason"],
            score["rule"],
            _file(score["at"], shorten),
            place(score["at"]),
        )


def finding_rows(
    document: Document, style: Style, shorten: Shorten
) -> Iterator[tuple[str, tuple[Value | Named, ...]]]:
    """Findings of a dossier with their severities, in the order of `FINDINGS`; those known or rejected come last."""
    forms = document["forms"]
    for finding in document["findings"]:
        form = forms[finding["form"]] if finding["form"] is not None else {}
        waiver = finding.get("waiver") or {}
        level = finding["severity"] if counts(finding) else "known"
        yield (
            level,
            (
                SEVERITIES[finding["severity"]][style.lang == "en"],
                finding["code"],
                check_name(finding["code"], finding["name"], style),
                form.get("unit", ""),
                form.get("project") or form.get("title", ""),
                _named(finding["at"], shorten),
                finding["message"],
                finding["recorded"],
                finding["recomputed"],
                finding["help"],
                " ".join(filter(None, (waiver.get("verdict"), waiver.get("reason")))),
                _file(finding["at"], shorten),
                finding["fingerprint"],
            ),
        )


SEVERITIES: Final[Mapping[str, tuple[str, str]]] = {
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "info"),
}


def file_values(record: Mapping[str, Any], style: Style, short: str) -> tuple[Value | Named, ...]:
    """A file in the order of `FILES`."""
    status = STATUS[record["status"]][style.lang == "en"]
    reason = record["reason"] or ""
    if record["of"]:
        reason = style.say(f"与 {clean(record['of'])} 内容相同，只审一次", f"the same as {clean(record['of'])}")
    return (
        Named(short, record["file"]),
        status,
        reason,
        record["kind"],
        record["forms"] or None,
        record["sha256"],
    )


def place(at: Mapping[str, Any] | None) -> str:
    """Sheet and cell, or the line."""
    if not at:
        return ""
    if at.get("cell") or at.get("sheet"):
        return "!".join(filter(None, (at.get("sheet"), at.get("cell"))))
    return f"第{at['line']}行" if at.get("line") else ""


def _named(at: Mapping[str, Any], shorten: Shorten) -> Named:
    """A place with a link to it; the file where no cell and no line is meant."""
    return Named(place(at) or shorten(at["file"]), at["file"], at.get("sheet") or "", at.get("cell") or "")


def _file(at: Mapping[str, Any] | None, shorten: Shorten) -> str:
    return shorten(at["file"]) if at else ""


def _number(text: str | None) -> Value:
    """A score as a number where it is one, otherwise as it is written."""
    from perfscore.formrows import stated

    if not text:
        return None
    value = stated(text)
    return text if value is None else value
