"""Why a number is what it is: the steps behind one cell and every finding that touches it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from perfscore.core.errors import UsageError
from perfscore.core.findings import Finding
from perfscore.core.location import Location
from perfscore.core.sourced import Sourced
from perfscore.model import Form, Indicator
from perfscore.outcome import AuditReport
from perfscore.scoring import RowScore

_LINE = re.compile(r"(?:第)?(\d+)(?:行)?(?:[:：,，第](\d+)(?:格)?)?")
_CELL = re.compile(r"(?:(?P<sheet>.+)!)?(?P<cell>[A-Za-z]{1,3}[1-9]\d{0,6})")


@dataclass(frozen=True, slots=True)
class Why:
    """What is known of a cell.

    Attributes:
        at: the place; `text` is what stands there, None when no form reads the cell.
        what: what the cell is in its form, such as “培训合格率 得分”.
        scores: the recomputed rows that the cell belongs to.
        findings: those at the cell, then those that name it as a related place.
    """

    at: Location
    text: str | None
    what: str
    scores: tuple[RowScore, ...]
    findings: tuple[Finding, ...]


def why(report: AuditReport, place: str) -> Why:
    """Look a cell up in a report of one file.

    Args:
        report: the report.
        place: `H14`, `自评表!H14` or, in a text document, `199` or `199:7` (line and piece).

    Raises:
        UsageError: the place is not written so, or its sheet does not exist or must be named.
    """
    at = _place(report, place)
    read = [(source, name, owner) for source, name, owner in _cells(report) if _touches(source.at, at)]
    owners = {id(owner): owner for _, _, owner in read if owner is not None}
    places = [source.at for owner in owners.values() for source, _, _ in _of(owner, "", owner)]
    scores = tuple(
        score for score in report.scores if score.at is not None and (_touches(score.at, at) or score.at in places)
    )
    direct = [finding for finding in report.findings if _touches(finding.at, at)]
    related = [
        finding
        for finding in report.findings
        if finding not in direct and any(_touches(other.at, at) for other in finding.related)
    ]
    first = read[0] if read else None
    return Why(
        at=first[0].at if first and at.line is None else at,
        text=first[0].raw if first else None,
        what="、".join(dict.fromkeys(name for _, name, _ in read)),
        scores=scores,
        findings=(*direct, *related),
    )


def _place(report: AuditReport, place: str) -> Location:
    file = report.inputs[0].file
    text = place.strip().replace("$", "").replace("！", "!").replace("'", "")
    if report.inputs[0].kind == "text":
        match = _LINE.fullmatch(text)
        if not match:
            raise UsageError(f"{file} 是文本：请写行号（199）或行号和格号（199:7），现为 {place!r}")
        line = int(match[1])
        return Location(file, line=line, end_line=line, column=int(match[2]) if match[2] else None)
    match = _CELL.fullmatch(text)
    if not match:
        raise UsageError(f"单元格请写成 H14 或 工作表名!H14，现为 {place!r}")
    sheets = list(dict.fromkeys(form.at.sheet for form in report.forms if form.at.sheet))
    sheet = match["sheet"]
    if sheet is None and len(sheets) != 1:
        raise UsageError(
            f"{file} 有 {len(sheets)} 张工作表含绩效表，请写明：{'、'.join(f'{s}!{text}' for s in sheets[:4])}"
        )
    if sheet is not None and sheet not in sheets:
        raise UsageError(f"{file} 没有含绩效表的工作表 {sheet!r}；有：{'、'.join(sheets)}")
    return Location(file, sheet=sheet or sheets[0], cell=match["cell"].upper())


def _touches(place: Location, wanted: Location) -> bool:
    if wanted.cell is not None:
        return (place.sheet, place.cell) == (wanted.sheet, wanted.cell)
    if (
        place.line is None
        or wanted.line is None
        or not place.line <= wanted.line <= (place.end_line or place.line)
    ):
        return False
    return wanted.column is None or place.column in (None, wanted.column)


def _cells(report: AuditReport) -> Iterator[tuple[Sourced[object], str, object]]:
    for record in report.forms:
        if record.form is not None:
            yield from _of(record.form, "", None)


#: What the fields of the model are called on a form.
_NAMES = {
    "target": "指标值", "actual": "实际完成值", "points": "分值", "score": "得分", "reason": "偏差原因", "rule": "评分标准",
    "name": "三级指标", "initial": "年初预算数", "budget": "全年预算数", "executed": "全年执行数", "rate": "执行率",
    "goal": "年度总体目标", "goal_actual": "目标完成情况", "total": "总分", "header": "一级指标", "label": "栏目",
    "explanation": "指标解释", "title": "表名", "grade": "等级", "unit": "计量单位", "value_type": "指标值类型", "remark": "备注",
}  # fmt: skip


def _of(part: object, name: str, owner: object) -> Iterator[tuple[Sourced[object], str, object]]:
    """Every sourced value inside a part of the model, with its words and the row that it belongs to."""
    if isinstance(part, Sourced):
        yield part, name, owner
        return
    if isinstance(part, tuple):
        for item in part:
            yield from _of(item, name, owner)
        return
    if not is_dataclass(part) or isinstance(part, type):
        return
    row = part if isinstance(part, Indicator) else owner
    prefix = f"{part.name.value} " if isinstance(part, Indicator) else ""
    label = getattr(part, "label", None)
    if isinstance(label, Sourced):
        prefix, row = f"{label.value} ", part
    for one in fields(part):
        if one.name not in ("head", "repair", "repairs", "unplaced") or isinstance(part, Form):
            yield from _of(getattr(part, one.name), f"{prefix}{_NAMES.get(one.name, '')}".strip() or name, row)
