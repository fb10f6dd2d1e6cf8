"""A comparison as JSON (`docs/rounds.schema.json`), form by form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from perfscore.core.findings import Severity
from perfscore.formrows import FormRow
from perfscore.report.records import place
from perfscore.report.style import Style
from perfscore.report.words import number
from perfscore.services.rounds.comparing import Rounds
from perfscore.services.rounds.records import (
    CHANGES,
    STANDINGS,
    FindingRound,
    FormRound,
    RowRound,
    Seen,
    Summary,
    start,
)

SCHEMA: Final = "perfscore.rounds/1"

Record = dict[str, Any]


def as_json(rounds: Rounds, style: Style) -> Iterator[str]:
    """The whole comparison as one JSON document, in pieces: a line for each form."""
    head: Record = {"schema": SCHEMA}
    for name, source, run in zip(("old", "new"), (rounds.old, rounds.new), rounds.runs, strict=True):
        head[name] = {"path": rounds.hide(source.name), "run": dict(run)}
    head["summary"] = _summary(rounds.summary)
    yield f'{_text(head)[:-1]}, "forms": [\n'
    before = ""
    for form in rounds.forms():
        yield f"{before}{_text(_form(form, style))}"
        before = ",\n"
    yield "\n]}\n"


def _text(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False)


def _summary(one: Summary) -> Record:
    return {
        **{name: one.standings.get(name, 0) for name in STANDINGS},
        "changed": one.changed,
        "rejected": one.rejected,
        "to_mend": {level.word: one.counting.get(level, 0) for level in sorted(Severity, reverse=True)},
        "rows": {name: one.rows.get(name, 0) for name in CHANGES},
        "forms": {"both": one.forms, "added": one.forms_added, "removed": one.forms_removed},
    }


def _form(form: FormRound, style: Style) -> Record:
    return {
        "old": _side(form.old),
        "new": _side(form.new),
        "note": style.say(*form.note),
        "findings": [_finding(one, style) for one in form.findings],
        "rows": [_row(row) for row in form.rows],
    }


def _side(row: FormRow | None) -> Record | None:
    if row is None:
        return None
    return {
        "kind": row.kind,
        "title": row.title,
        "unit": row.unit,
        "project": row.project,
        "year": row.year,
        "at": place(start(row)),
        "recorded": row.recorded_text or None,
        "recomputed": number(row.recomputed),
        "grade": row.grade or None,
    }


def _finding(one: FindingRound, style: Style) -> Record:
    return {
        "standing": one.standing,
        "changes": [key for key, _ in one.changes],
        "counts": one.counts,
        "new": _seen(one.seen) if one.standing in ("new", "still") else None,
        "old": _seen(one.before) if one.before is not None else None,
        "why": style.say(*one.why),
    }


def _seen(seen: Seen) -> Record:
    waiver = seen.waiver
    return {
        "code": seen.code,
        "name": seen.name,
        "severity": seen.severity.word,
        "message": seen.message,
        "at": place(seen.at),
        "recorded": seen.recorded,
        "recomputed": seen.recomputed,
        "help": seen.help,
        "fingerprint": seen.fingerprint,
        "waiver": None
        if waiver is None
        else {
            "verdict": waiver.verdict,
            "reason": waiver.reason,
            "person": waiver.person,
            "date": waiver.date,
        },
    }


def _row(row: RowRound) -> Record:
    return {
        "change": row.change,
        "kind": row.kind,
        "name": row.name,
        "field": row.field or None,
        "old": row.old if row.field else None,
        "new": row.new if row.field else None,
        "values": dict(row.values),
        "old_at": place(row.old_at),
        "new_at": place(row.new_at),
    }
