"""Why a number is what it is: the steps behind one cell and every finding that touches it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from perfscore.core.conventions import Conventions
from perfscore.core.errors import UsageError
from perfscore.core.findings import Finding
from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced, Unreadable
from perfscore.model import BaseRow, Breakdown, FundingRow, Indicator, Section, Text, TotalRow
from perfscore.outcome import AuditReport
from perfscore.scoring import RowScore
from perfscore.scoring.rows import number, place, stated_rule
from perfscore.scoring.stated import read_rule

if TYPE_CHECKING:
    from perfscore.language.evidence import Binding

_LINE = re.compile(r"第?(\d+)行?(?:[:：,，第](\d+)格?)?")
_CELL = re.compile(r"(?:(?P<sheet>.+)!)?(?P<cell>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})")


@frozen
class Spot:
    """A cell that the form read: where, what stands there, and what it is, such as “培训合格率 得分”."""

    at: Location
    text: str
    what: str


@frozen
class Why:
    """What is known of a place.

    Attributes:
        at: the place as asked for.
        spots: what the forms read there; several for a line of a text, none where no form reads it.
        scores: the recomputed rows that the cells belong to.
        findings: those at the place, then those that name it as a related place.
        names: where a row states a rule that was read, what each name in it was taken for, by the place of its score.
    """

    at: Location
    spots: tuple[Spot, ...]
    scores: tuple[RowScore, ...]
    findings: tuple[Finding, ...]
    names: tuple[tuple[Location, tuple[Binding, ...]], ...] = ()


def why(report: AuditReport, where: str) -> Why:
    """Look a cell up in a report of one file.

    Args:
        report: the report, with its forms.
        where: `H14`, `自评表!H14` or, in a text document, `199` or `199:7` (line and piece).

    Raises:
        UsageError: the place is not written so, or its sheet does not exist or must be named.
    """
    at = _place(report, where)
    found = [part for record in report.forms if record.form is not None for part in _parts(record.form, "", None)]
    read = [part for part in found if part.source.at.covers(at)]
    owners = {id(part.owner) for part in read if part.owner is not None}
    rows = [part.source.at for part in found if id(part.owner) in owners]
    scores = tuple(
        score for score in report.scores if score.at is not None and (score.at.covers(at) or score.at in rows)
    )
    direct = [finding for finding in report.findings if finding.at.covers(at)]
    related = [
        finding
        for finding in report.findings
        if finding not in direct and any(other.at.covers(at) for other in finding.related)
    ]
    names = tuple((place(row), said) for row in _rows(read) if (said := _names(row)))
    return Why(at, tuple(_spots(read)), scores, (*direct, *related), names)


def _rows(read: list[_Part]) -> list[Indicator]:
    owners = {id(part.owner): part.owner for part in read}
    return [owner for owner in owners.values() if isinstance(owner, Indicator)]


def _names(row: Indicator) -> tuple[Binding, ...]:
    """What the names in the rule of a row were taken for; none where it states no rule that can be read."""
    stated, points = stated_rule(row), number(row.points)
    rule = None if stated is None or points is None else read_rule(stated, points, Conventions())
    return (
        () if stated is None or rule is None or isinstance(rule, Unreadable) else rule.bindings(stated.indicator)
    )


def _place(report: AuditReport, place: str) -> Location:
    """Where a user means: a line of a text, a cell of everything else."""
    file, text = report.inputs[0].file, place.strip().replace("！", "!")
    if any(form.at.line is not None for form in report.forms):
        match = _LINE.fullmatch(text)
        if not match:
            raise UsageError(f"{file} 是文本：请写行号（199）或行号和格号（199:7），现为“{place}”")
        line = int(match[1])
        return Location(file, line=line, end_line=line, column=int(match[2]) if match[2] else None)
    match = _CELL.fullmatch(text)
    if not match:
        raise UsageError(f"单元格请写成 H14 或 工作表名!H14，现为“{place}”")
    cell = match["cell"].replace("$", "").upper()
    sheets = list(dict.fromkeys(form.at.sheet for form in report.forms if form.at.sheet))
    # Spreadsheet programs put names with blanks or signs between apostrophes and double those inside.
    sheet = re.sub(r"^'(.*)'$", r"\1", match["sheet"] or "").replace("''", "'")
    if not sheet and len(sheets) > 1:
        some = "、".join(f"{one}!{cell}" for one in sheets[:4])
        raise UsageError(
            f"{file} 有 {len(sheets)} 张工作表含绩效表，请写明是哪一张：{some}{'等' if len(sheets) > 4 else ''}"
        )
    if sheet and sheet not in sheets:
        raise UsageError(f"{file} 没有含绩效表的工作表“{sheet}”；有：{'、'.join(sheets) or '无'}")
    return Location(file, sheet=sheet or next(iter(sheets), None), cell=cell)


@frozen
class _Part:
    """A value of the model with its words and the row that it belongs to."""

    source: Sourced[object]
    what: str
    owner: object


def _spots(read: list[_Part]) -> Iterator[Spot]:
    """The cells in reading order; a cell that was read in two ways is one."""
    words: dict[Location, dict[str, None]] = {}
    texts: dict[Location, str] = {}
    for part in read:
        texts.setdefault(part.source.at, part.source.raw)
        words.setdefault(part.source.at, {})[part.what] = None
    for at, text in sorted(texts.items(), key=lambda item: (item[0].line or 0, item[0].column or 0)):
        yield Spot(at, text, "、".join(filter(None, words[at])))


#: What the parts of the model are called on a form.
_NAMES = {
    "title": "表名", "project": "项目名称", "department": "主管部门", "implementing_unit": "实施单位", "unit": "单位名称",
    "titled_unit": "单位名称", "titled_project": "项目名称", "assessing_unit": "考核单位",
    "unit_code": "单位编码", "year": "年度", "columns": "栏目", "header": "一级指标", "l2_label": "二级指标", "blanks": "二级指标",
    "name": "三级指标", "target": "指标值", "actual": "实际完成值", "points": "分值", "score": "得分", "reason": "偏差原因",
    "rule": "评分标准", "explanation": "指标解释", "evidence": "佐证材料", "value_type": "指标值类型", "remark": "备注",
    "initial": "年初预算数", "budget": "全年预算数", "executed": "全年执行数", "rate": "执行率", "label": "栏目",
    "goal": "年度总体目标", "goal_actual": "目标完成情况", "grade": "等级", "conclusion": "评价结论", "authorised": "编制数",
    "staff": "实际在职人数", "control_rate": "控制率", "last_outturn": "上年决算数", "outturn": "决算数",
    "thrift_measures": "厉行节约保障措施", "conventions": "计分约定", "unread_notes": "没有读懂的计分说明",
}  # fmt: skip
#: Names that mean something else in one part of the model.
_OWN_NAMES = {(Indicator, "unit"): "计量单位", (BaseRow, "budget"): "预算数"}


def _name(kind: type, name: str) -> str:
    return _OWN_NAMES.get((kind, name)) or _NAMES.get(name, "")


def _parts(part: object, what: str, owner: object) -> Iterator[_Part]:
    """Every sourced value inside a part of the model, with its words and the row that it belongs to."""
    match part:
        case Sourced():
            yield _Part(part, what, owner)
        case Breakdown():
            yield _Part(part.label, f"{_label(part.label)} {_NAMES['label']}", part)
            for label, amount in part.rows:
                yield _Part(label, _NAMES["label"], part)
                yield _Part(amount, _label(label), part)
        case BaseRow():
            yield _Part(part.label, _NAMES["label"], part)
            for name, figure in part.figures:
                yield _Part(figure, f"{_label(part.label)} {_name(BaseRow, name)}", part)
        case (str() as name, Sourced() as value):
            yield _Part(value, f"{what} {_NAMES.get(name, '')}".strip(), owner)
        case tuple():
            for one in part:
                yield from _parts(one, what, owner)
        case _ if is_dataclass(part) and not isinstance(part, type):
            whose, row = _row(part, owner)
            for one in fields(part):
                if one.name == "points_elsewhere":
                    continue  # they stand in cells that are parts of their own: name, remark, level, rule
                own = f"{whose} {_name(type(part), one.name)}".strip()
                yield from _parts(getattr(part, one.name), own, row)


def _label(label: Text) -> str:
    return label.value.strip(" :：")


def _row(part: object, owner: object) -> tuple[str, object]:
    """What the values of a part are introduced by, and the row that they belong to."""
    match part:
        case Indicator():
            return part.name.value, part
        case Section():
            return part.name, owner
        case FundingRow() | TotalRow():
            return _label(part.label), part
        case _:
            return "", owner
