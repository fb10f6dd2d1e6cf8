"""What a run delivers: findings, scores, forms, inputs, coverage. Reports render it and compute nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, get_args

from perfscore.baseline import Comparison
from perfscore.checks.runner import SkippedCheck
from perfscore.core.errors import UsageError
from perfscore.core.findings import Finding, Severity
from perfscore.core.location import Location
from perfscore.core.persons import Found
from perfscore.core.pictures import Pictures
from perfscore.core.records import frozen
from perfscore.formrows import FormRow, form_rows
from perfscore.model import BudgetTable, Form
from perfscore.model.annual import AnnualMoney
from perfscore.model.listed import TargetRow
from perfscore.scoring import RowScore

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "AuditReport", "BudgetRecord", "Coverage", "FailOn", "FormRecord", "InputRecord", "Missed", "RuleSetRecord", "RunRecord", "SkippedCheck",
    "UnreadColumn", "total_of",
]  # fmt: skip

FailOn = Literal["error", "warning", "info", "never"]


@frozen
class RuleSetRecord:
    """A rule set that was used: its id and the hash of its file."""

    id: str
    sha256: str


@frozen
class RunRecord:
    """What produced the report: enough to repeat it."""

    version: str
    date: str
    rulesets: tuple[RuleSetRecord, ...]
    #: The configuration file that was used, "" where none was.
    config: str = ""
    #: The checks that were left out, by code: what they look for is not gone because it was not found.
    left_out: tuple[str, ...] = ()


@frozen
class InputRecord:
    """A file of the run. `status` is read or unreadable; `reason` says why in the second case."""

    file: str
    sha256: str | None
    kind: str | None
    status: Literal["read", "unreadable"]
    reason: str | None = None


@frozen
class FormRecord:
    """A recognised form: what it is, whose, where, the rule set that it was judged by, its money of the year."""

    kind: str
    title: str
    unit: str
    project: str
    year: str
    at: Location
    ruleset: str
    note: str = ""
    form: Form | None = field(default=None, compare=False, repr=False)
    money: AnnualMoney = field(default_factory=AnnualMoney)
    #: The rows of a target sheet; those of other forms have scores.
    targets: tuple[TargetRow, ...] = ()


@frozen
class BudgetRecord:
    """A budget table that was read: what it is called, whose, of which year, where. No check speaks of it."""

    title: str
    unit: str
    year: str
    at: Location
    table: BudgetTable | None = field(default=None, compare=False, repr=False)


@frozen
class Missed:
    """A row that was not recomputed, with the reason (Chinese, English)."""

    at: Location
    indicator: str
    reason: str
    reason_en: str = ""


@frozen
class UnreadColumn:
    """A column of an indicator table that holds something and is none that is known: nothing of it was read."""

    at: Location
    name: str


@frozen
class Coverage:
    """What was and what was not checked.

    `indicators` counts the rows with a name; each is `recomputed`, `unreadable`, without a target (`no_target`),
    an actual value (`no_actual`) or points (`no_points`), has an actual that cannot be compared with its target
    (`not_comparable`) or used by its rule (`unusable`), lacks facts that its rule asks for (`no_facts`), has no rule
    for what happened (`no_rule`), or one that settles no number (`undecided`). Target sheets have nothing to recompute: `targets` counts their rows.
    `rules` are the scoring rules that the forms state, `rules_read` those that were understood. `passed`, `found`
    and `skipped` count checks, each check once a form.
    """

    indicators: int = 0
    recomputed: int = 0
    unreadable: int = 0
    no_target: int = 0
    no_actual: int = 0
    no_points: int = 0
    not_comparable: int = 0
    unusable: int = 0
    no_facts: int = 0
    no_rule: int = 0
    undecided: int = 0
    targets: int = 0
    rules: int = 0
    rules_read: int = 0
    not_recomputed: tuple[Missed, ...] = ()
    unread_columns: tuple[UnreadColumn, ...] = ()
    passed: int = 0
    found: int = 0
    skipped: int = 0
    skipped_checks: tuple[SkippedCheck, ...] = ()


@frozen
class AuditReport:
    """The result of `perfscore.audit`; complete, frozen, and the same for every report format."""

    run: RunRecord
    inputs: tuple[InputRecord, ...]
    forms: tuple[FormRecord, ...]
    scores: tuple[RowScore, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage
    budget_tables: tuple[BudgetRecord, ...] = ()
    hints: tuple[str, ...] = ()
    #: What became of the findings of an earlier report, where one was given.
    baseline: Comparison | None = None
    #: The persons that the documents name, for hiding them; no report shows it.
    persons: Found = field(default_factory=Found, compare=False, repr=False)
    #: The forms as they are drawn, and the curves of their rules, where they were asked for; only a page shows them.
    pictures: Pictures | None = field(default=None, compare=False, repr=False)

    def count(self, severity: Severity) -> int:
        """The number of findings of one severity that count: not waived, not known from the baseline."""
        return sum(finding.severity == severity and finding.counts for finding in self.findings)

    @property
    def waived(self) -> int:
        """The number of findings that a reviewer rejected."""
        return sum(finding.waived for finding in self.findings)

    def exit_code(self, fail_on: FailOn = "error") -> int:
        """Derive the exit code from the whole report (DESIGN.md §6).

        Returns:
            2 when no input could be read, 3 when neither a form nor a budget table was recognised in what was
            read, 1 when a finding at or above `fail_on` counts, 0 otherwise.

        Raises:
            UsageError: there is no such level.
        """
        if fail_on not in get_args(FailOn):
            raise UsageError(
                f"fail_on 不能是 {fail_on!r}；可用的有 {'、'.join(get_args(FailOn))}（no such level）"
            )
        if not any(record.status == "read" for record in self.inputs):
            return 2
        if not self.forms and not self.budget_tables:
            return 3
        if fail_on == "never":
            return 0
        floor = Severity[fail_on.upper()]
        return int(any(finding.severity >= floor and finding.counts for finding in self.findings))

    def to_frame(self, table: Literal["scores", "findings", "forms"]) -> pd.DataFrame:
        """Return all scores, findings or forms as a pandas frame, one row each; numbers are exact Decimals.

        A form's row is `perfscore.formrows.FormRow`: whose it is, its money, its totals, what was found in it.

        Raises:
            UsageError: the table has another name.
        """
        import pandas as pd

        if table == "scores":
            return pd.DataFrame([_score_row(score) for score in self.scores], dtype=object)
        if table == "findings":
            return pd.DataFrame([_finding_row(finding) for finding in self.findings], dtype=object)
        if table == "forms":
            columns = [one.name for one in fields(FormRow)]
            rows = [[getattr(row, name) for name in columns] for row in form_rows(self.to_dict())]
            return pd.DataFrame(rows, columns=columns, dtype=object)
        raise UsageError(
            f"没有名为 {table!r} 的表：可用 scores、findings、forms（no such table: scores, findings or forms）"
        )

    def _repr_html_(self) -> str:
        """The report as a notebook shows it."""
        # Reports stand above their result: what draws one is looked up by name, as the formats are.
        made: str = import_module("perfscore.report.notebook").as_html(self)
        return made

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """The report as IPython prints it: a saved notebook keeps this text beside the tables."""
        del cycle
        printer.text(import_module("perfscore.report.notebook").as_text(self))

    def to_dict(self, lang: Literal["zh", "en"] = "zh") -> dict[str, Any]:
        """Return the report as `docs/report.schema.json` describes it: what `--format json` writes, as a dictionary."""
        made: dict[str, Any] = import_module("perfscore.report").as_dict(self, lang)
        return made


def _place(at: Location | None) -> Mapping[str, object]:
    if at is None:
        return {"file": None, "sheet": None, "cell": None, "line": None}
    return {"file": at.file, "sheet": at.sheet, "cell": at.cell, "line": at.line}


def _score_row(score: RowScore) -> dict[str, object]:
    readings = "；".join(f"{reading.name}={reading.points}" for reading in score.readings)
    return {
        "kind": score.kind,
        "form": score.form,
        "l1": score.l1,
        "l2": score.l2,
        "indicator": score.indicator,
        **_place(score.at),
        "target": score.target,
        "actual": score.actual,
        "points": score.points,
        "recorded": score.recorded,
        "recomputed": score.recomputed,
        "readings": readings,
        "rule": score.rule,
        "basis": score.basis,
        "status": score.status,
        "reason": score.reason,
        "grade": score.grade,
    }


def _finding_row(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.word,
        "message": finding.message,
        **_place(finding.at),
        "form": finding.form,
        "recorded": finding.recorded,
        "recomputed": finding.recomputed,
        "tolerance": finding.tolerance,
        "help": finding.help,
        "fingerprint": finding.fingerprint,
        "waiver": finding.waiver.say() if finding.waiver is not None else None,
    }


def total_of(scores: tuple[RowScore, ...], form: int) -> Decimal | None:
    """The recomputed total of a form, or None when it has none."""
    return next((s.recomputed for s in scores if s.form == form and s.kind == "total"), None)
