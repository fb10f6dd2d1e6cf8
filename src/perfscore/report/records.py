"""The report as JSON (`docs/report.schema.json`) and as JSON lines.

Numbers of the documents are strings with their digits as computed; counts are integers. Keys are never left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from perfscore.core.findings import Finding
from perfscore.core.location import Location
from perfscore.core.trace import Step
from perfscore.model.annual import AnnualMoney
from perfscore.model.listed import TargetRow
from perfscore.outcome import (
    AuditReport,
    BudgetRecord,
    Coverage,
    FormRecord,
    InputRecord,
    Missed,
    RunRecord,
    SkippedCheck,
)
from perfscore.report.style import Style
from perfscore.report.words import number
from perfscore.scoring import RowScore, ScoreRange

SCHEMA = "perfscore.report/1"

Record = dict[str, Any]


def as_json(report: AuditReport, style: Style) -> str:
    """The whole report as one JSON document."""
    return json.dumps(document(report, style), ensure_ascii=False, indent=2) + "\n"


def as_json_lines(report: AuditReport, style: Style) -> str:
    """The same records one a line, each with its `record` type: run, input, form, score, finding, coverage."""
    lines = (json.dumps(record, ensure_ascii=False) for record in _lines(report, style))
    return "\n".join(lines) + "\n"


def _lines(report: AuditReport, style: Style) -> Iterator[Record]:
    whole = document(report, style)
    yield {"record": "run", "schema": SCHEMA, **whole["run"]}
    for plural, name in (("inputs", "input"), ("forms", "form"), ("scores", "score"), ("findings", "finding")):
        for item in whole[plural]:
            yield {"record": name, **item}
    yield {"record": "coverage", **whole["coverage"]}
    if whole["baseline"] is not None:
        yield {"record": "baseline", **whole["baseline"]}


def document(report: AuditReport, style: Style) -> Record:
    """The report as plain dictionaries, lists, strings and integers; messages in the style's language."""
    return {
        "schema": SCHEMA,
        "run": _run(report.run),
        "inputs": [_input(record) for record in report.inputs],
        "forms": [*map(_form, report.forms), *map(_budget, report.budget_tables)],
        "scores": [_score(score, style) for score in report.scores],
        "findings": [_finding(finding, style) for finding in report.findings],
        "coverage": _coverage(report.coverage, style),
        "hints": list(report.hints),
        "baseline": _baseline(report),
    }


def _run(run: RunRecord) -> Record:
    sets = [{"id": record.id, "sha256": record.sha256} for record in run.rulesets]
    return {
        "version": run.version,
        "date": run.date,
        "rulesets": sets,
        "config": run.config or None,
        "left_out": [*run.left_out],
    }


def _baseline(report: AuditReport) -> Record | None:
    """What became of the findings of an earlier report."""
    against = report.baseline
    if against is None:
        return None
    gone = [
        {
            "code": one.code,
            "name": one.name,
            "message": one.message,
            "file": one.file,
            "place": one.place,
            "fingerprint": one.fingerprint,
        }
        for one in against.gone
    ]
    return {"file": against.file, "still": len(against.still), "gone": gone, "unseen": against.unseen}


def _input(record: InputRecord) -> Record:
    return {
        "file": record.file,
        "sha256": record.sha256,
        "kind": record.kind,
        "status": record.status,
        "reason": record.reason,
    }


def _form(record: FormRecord) -> Record:
    return {
        "kind": record.kind,
        "title": record.title,
        "unit": record.unit,
        "project": record.project,
        "year": record.year,
        "at": place(record.at),
        "ruleset": record.ruleset,
        "note": record.note,
        "funding": _funding(record.money),
        "targets": [_target(row) for row in record.targets],
    }


def _target(row: TargetRow) -> Record:
    return {
        "block": row.block,
        "l1": row.l1,
        "l2": row.l2,
        "indicator": row.indicator,
        "at": place(row.at),
        "target": row.target,
        "points": number(row.points),
        "rule": row.rule,
    }


def _budget(record: BudgetRecord) -> Record:
    """A budget table as an entry behind all forms, whose numbers it leaves as they are."""
    return {
        "kind": "budget-table",
        "title": record.title,
        "unit": record.unit,
        "project": "",
        "year": record.year,
        "at": place(record.at),
        "ruleset": "",
        "note": "",
        "funding": _funding(AnnualMoney()),
        "targets": [],
    }


def _funding(money: AnnualMoney) -> Record:
    """The money of the year in 万元, and spent by budget in percent."""
    return {"budget": number(money.budget), "spent": number(money.spent), "rate": number(money.rate)}


def _score(score: RowScore, style: Style) -> Record:
    readings = [{"name": reading.name, "points": number(reading.points)} for reading in score.readings]
    return {
        "kind": score.kind,
        "form": score.form,
        "l1": score.l1,
        "l2": score.l2,
        "indicator": score.indicator,
        "at": place(score.at),
        "target": score.target,
        "actual": score.actual,
        "points": number(score.points),
        "recorded": score.recorded,
        "recomputed": number(score.recomputed),
        "range": _range(score.range),
        "readings": readings,
        "rule": score.rule,
        "basis": score.basis,
        "status": score.status,
        "reason": style.say(score.reason, score.reason_en or "") if score.reason is not None else None,
        "grade": score.grade,
    }


def _range(one: ScoreRange | None) -> Record | None:
    return None if one is None else {"low": number(one.low), "high": number(one.high)}


def _finding(finding: Finding, style: Style) -> Record:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.word,
        "message": style.message(finding),
        "help": style.say(finding.help, finding.help_en),
        "form": finding.form,
        "at": place(finding.at),
        "related": [{"at": place(related.at), "note": related.note} for related in finding.related],
        "recorded": finding.recorded,
        "recomputed": finding.recomputed,
        "tolerance": finding.tolerance,
        "steps": step_record(finding.steps),
        "subject": finding.subject,
        "fingerprint": finding.fingerprint,
        "waiver": _waiver(finding),
        "known": finding.known,
    }


def _waiver(finding: Finding) -> Record | None:
    waiver = finding.waiver
    if waiver is None:
        return None
    return {
        "verdict": waiver.verdict,
        "waived": finding.waived,
        "reason": waiver.reason,
        "person": waiver.person,
        "date": waiver.date,
    }


def step_record(step: Step | None) -> Record | None:
    """A step with those on the way, as every record gives it."""
    if step is None:
        return None
    return {
        "label": step.label,
        "formula": step.formula,
        "value": step.value,
        "at": place(step.at),
        "children": [step_record(child) for child in step.children],
    }


def _coverage(coverage: Coverage, style: Style) -> Record:
    return {
        "indicators": coverage.indicators,
        "recomputed": coverage.recomputed,
        "unreadable": coverage.unreadable,
        "no_target": coverage.no_target,
        "no_actual": coverage.no_actual,
        "no_points": coverage.no_points,
        "not_comparable": coverage.not_comparable,
        "unusable": coverage.unusable,
        "no_facts": coverage.no_facts,
        "no_rule": coverage.no_rule,
        "undecided": coverage.undecided,
        "targets": coverage.targets,
        "rules": coverage.rules,
        "rules_read": coverage.rules_read,
        "not_recomputed": [_missed(row, style) for row in coverage.not_recomputed],
        "unread_columns": [{"at": place(one.at), "name": one.name} for one in coverage.unread_columns],
        "checks": {"passed": coverage.passed, "found": coverage.found, "skipped": coverage.skipped},
        "skipped_checks": [_skipped(check, style) for check in coverage.skipped_checks],
    }


def _missed(row: Missed, style: Style) -> Record:
    return {"at": place(row.at), "indicator": row.indicator, "reason": style.say(row.reason, row.reason_en)}


def _skipped(check: SkippedCheck, style: Style) -> Record:
    reason = style.say(check.reason, check.reason_en)
    return {"code": check.code, "name": check.name, "form": check.form, "reason": reason}


def place(at: Location | None) -> Record | None:
    """A place as every record gives it."""
    if at is None:
        return None
    return {
        "file": at.file,
        "sheet": at.sheet,
        "cell": at.cell,
        "page": at.page,
        "line": at.line,
        "end_line": at.end_line,
        **({"end_cell": at.end_cell} if at.end_cell is not None else {}),
    }
