"""What audits: dossier after dossier in one way; the report on all files of one, or on each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial, reduce
from operator import or_

from perfscore.checks import catalogue
from perfscore.checks.rules.common import rules
from perfscore.checks.runner import Outcome, Runner, in_order
from perfscore.checks.settings import chosen_checks, chosen_levels, general_sets
from perfscore.checks.subjects import InputFile, View
from perfscore.config import Config, configured
from perfscore.core.isolation import attempt
from perfscore.core.persons import Found
from perfscore.core.records import frozen
from perfscore.core.sourced import Unreadable
from perfscore.core.version import __version__
from perfscore.forms.head import bare_year
from perfscore.forms.matching import Answered, Identity, answered_sheet, by_identity, named
from perfscore.forms.told import Told
from perfscore.material import Material
from perfscore.model import BudgetTable, Form, SelfAssessment, TargetSheet
from perfscore.model.annual import annual_money
from perfscore.model.listed import target_rows
from perfscore.outcome import (
    AuditReport,
    BudgetRecord,
    Coverage,
    FormRecord,
    Missed,
    RuleSetRecord,
    RunRecord,
    UnreadColumn,
)
from perfscore.rulesets import RuleSet, as_stated, load_ruleset
from perfscore.scoring import RowScore, Status, score_form
from perfscore.scoring.form import unscored
from perfscore.scoring.formulas import check_names

#: The fields that say which unit a form is about, best first: a department stands above it, a title may be short.
_OWNERS = ("unit", "implementing_unit", "department", "titled_unit", "assessing_unit")
#: So many characters of a note that was not understood are quoted.
_QUOTED = 40


@frozen
class Asked:
    """What a run is asked for, beside its files: the arguments of `audit` as plain values that any process takes.

    `config` is the path of the configuration, None where there is none.
    """

    ruleset: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    alone: bool = False
    config: str | None = None


class Auditor:
    """Audits dossiers, one after the other, in one way: rule sets, checks and levels are looked up once.

    Args:
        asked: how.
        settings: the configuration where it was read before.

    Raises:
        UsageError: a rule set, check or level does not exist; the configuration cannot be used.
    """

    def __init__(self, asked: Asked, settings: Config | None = None) -> None:
        settings = settings if settings is not None else configured(asked.config or False, ())
        ruleset = asked.ruleset if asked.ruleset is not None else settings.ruleset
        self._given = load_ruleset(ruleset).with_limits(settings.limits, settings.path) if ruleset else None
        if self._given is not None:
            check_names(self._given)
        self._general = general_sets(settings)
        self._chosen = chosen_checks(settings, asked.select, asked.ignore)
        self._levels = chosen_levels(settings, dict(asked.severity))
        self._ordered = in_order(self._chosen)
        self._alone = asked.alone
        self._config = settings.path
        self._left_out = tuple(sorted(catalogue.CATALOGUE.keys() - self.codes))

    @property
    def codes(self) -> frozenset[str]:
        """The checks that are run."""
        return frozenset(one.code for one in self._chosen)

    @property
    def rulesets(self) -> tuple[RuleSet, ...]:
        """The rule sets that forms may be judged by."""
        return (self._given,) if self._given is not None else tuple(self._general)

    def report(self, read: Sequence[Material]) -> AuditReport:
        """Audit what some files hold, together, as one dossier."""
        return self.audit(read).report()

    def audit(self, read: Sequence[Material]) -> Audit:
        """The same, of which the report can be had for each file as well."""
        given, general = self._given, self._general
        forms = [form for item in read for form in item.forms]
        sheets = by_identity(() if self._alone else forms)
        told = {item.checked.file: item.checked.told for item in read}
        views = [
            _view(number, form, given or _general(form, general), sheets, told)
            for number, form in enumerate(forms)
        ]
        outcome = Runner(self._chosen, self._levels, self._ordered).run(
            [_ruled(item.checked, given or general[0]) for item in read], views
        )
        return Audit(tuple(read), tuple(views), outcome, self._given, self._config, self._left_out)


@frozen
class Audit:
    """A dossier that was audited: its files, its forms with their scores, and what the checks found."""

    read: tuple[Material, ...]
    views: tuple[View, ...]
    outcome: Outcome
    given: RuleSet | None
    config: str
    left_out: tuple[str, ...]

    def report(self) -> AuditReport:
        """The report on all files."""
        scores = tuple(score for view in self.views for score in view.scores)
        return self._report(self.read, self.views, scores, self.outcome)

    def of(self, file: str) -> AuditReport:
        """The report on one of the files, with what the others say of it."""
        views = [view for view in self.views if view.form.head.at.file == file]
        numbers: dict[int | None, int | None] = {view.number: place for place, view in enumerate(views)}
        numbers[None] = None
        made = self.outcome
        outcome = Outcome(
            tuple(replace(one, form=numbers.get(one.form)) for one in made.findings if one.at.file == file),
            {number: made.passed.get(number, 0) for number in numbers},
            {number: made.found.get(number, 0) for number in numbers},
            tuple(replace(one, form=numbers[one.form]) for one in made.skipped if one.form in numbers),
        )
        scores = tuple(replace(score, form=place) for place, view in enumerate(views) for score in view.scores)
        return self._report([item for item in self.read if item.checked.file == file], views, scores, outcome)

    def _report(
        self, read: Sequence[Material], views: Sequence[View], scores: tuple[RowScore, ...], outcome: Outcome
    ) -> AuditReport:
        used = {view.ruleset.id: view.ruleset for view in views}
        if self.given is not None:
            used[self.given.id] = self.given
        budgets = [table for item in read for table in item.budget_tables]
        return AuditReport(
            run=RunRecord(
                version=__version__,
                date=datetime.now(tz=UTC).astimezone().date().isoformat(),
                rulesets=tuple(RuleSetRecord(rules.id, rules.sha256) for rules in used.values()),
                config=self.config,
                left_out=self.left_out,
            ),
            inputs=tuple(item.record for item in read),
            forms=tuple(_form_record(view) for view in views),
            scores=scores,
            findings=outcome.findings,
            coverage=_coverage(views, scores, outcome),
            budget_tables=tuple(map(_budget_record, budgets)),
            hints=tuple(hint for item in read for hint in item.hints),
            persons=reduce(or_, (item.persons for item in read), Found()),
        )


def _ruled(item: InputFile, rules: RuleSet) -> InputFile:
    """An input that holds a budget with the rule set that says what it must hold."""
    return replace(item, ruleset=rules) if item.books else item


def _view(
    number: int,
    form: Form,
    rules: RuleSet,
    sheets: Mapping[Identity, list[TargetSheet]],
    told: Mapping[str, tuple[Told, ...]],
) -> View:
    """A form with its scores, by its own rules or those of the target sheet that it answers, then by its notes."""
    rules = as_stated(rules, form.head.conventions)
    answered: Answered = attempt(
        lambda: answered_sheet(form, sheets) if isinstance(form, SelfAssessment) else Answered(None),
        lambda error: Answered(None, note=f"匹配目标表时程序出错（{error}），未匹配"),
    )
    scores = attempt(
        lambda: score_form(form, rules, number, answered), lambda error: unscored(form, error, number)
    )
    note = "；".join(filter(None, (answered.note, _unread(form))))
    return View(number, form, rules, scores, note=note, sheet=answered, told=told.get(form.head.at.file, ()))


def _unread(form: Form) -> str:
    """What the notes of a form say of scoring that was not understood, for the user to look at."""
    texts = [text for _, text in form.head.unread_notes]
    if not texts:
        return ""
    first = " ".join(texts[0].raw.split())
    quoted = first if len(first) <= _QUOTED else first[:_QUOTED] + "…"
    return f"注里有 {len(texts)} 处计分说明没有读懂，未采用：{texts[0].at.place}“{quoted}”" + (
        "等" if texts[1:] else ""
    )


def _general(form: Form, general: Sequence[RuleSet]) -> RuleSet:
    """The general rule set that the form's own evidence asks for: with or without a cost indicator."""
    cost = isinstance(form, SelfAssessment | TargetSheet) and any(
        section.name == "成本指标" and any(row.name.value for row in section.indicators)
        for section in form.sections
    )
    return next((rules for rules in general if rules.cost_indicator == cost), general[0])


def _form_record(view: View) -> FormRecord:
    head = view.form.head
    return FormRecord(
        kind=head.kind,
        title=head.title.value,
        unit=next(filter(named, map(head.text, _OWNERS)), ""),
        project=head.text("project") or head.text("titled_project"),
        year=bare_year(head.text("year")),
        at=head.at,
        ruleset=view.ruleset.id,
        note=view.note,
        form=view.form,
        money=annual_money(view.form),
        targets=target_rows(view.form),
    )


def _budget_record(table: BudgetTable) -> BudgetRecord:
    title, unit, year = (text.value if text is not None else "" for text in (table.title, table.unit, table.year))
    return BudgetRecord(title, unit, year, table.at, table)


def _coverage(views: Sequence[View], scores: Sequence[RowScore], outcome: Outcome) -> Coverage:
    rows = [score for score in scores if score.kind == "indicator"]
    count: Counter[Status] = Counter()
    last: Status = "no-rule"
    for row in rows:
        # A row that is counted with the one above was recomputed when that one was.
        last = last if row.status == "joint" else row.status
        count[last] += 1
    sheets = [view.form for view in views if isinstance(view.form, TargetSheet)]
    stated = [rule for view in views for rule in attempt(partial(_stated, view), lambda _: list[object]())]
    return Coverage(
        indicators=len(rows),
        recomputed=count["recomputed"],
        unreadable=count["unreadable"],
        no_target=count["no-target"],
        no_actual=count["no-actual"],
        no_points=count["no-points"],
        not_comparable=count["not-comparable"],
        unusable=count["unusable"],
        no_facts=count["no-facts"],
        no_rule=count["no-rule"],
        undecided=count["undecided"],
        targets=sum(bool(row.name.value) for sheet in sheets for row in sheet.indicators),
        rules=len(stated),
        rules_read=sum(not isinstance(rule, Unreadable) for rule in stated),
        not_recomputed=tuple(
            Missed(row.at, row.indicator, row.reason or "", row.reason_en or "")
            for row in scores
            if row.status not in ("recomputed", "joint")
            and row.kind in ("indicator", "execution")
            and row.at is not None
        ),
        unread_columns=tuple(UnreadColumn(text.at, text.raw) for view in views for text in view.form.head.unread),
        passed=sum(outcome.passed.values()),
        found=sum(outcome.found.values()),
        skipped=len(outcome.skipped),
        skipped_checks=outcome.skipped,
    )


def _stated(view: View) -> list[object]:
    return (
        [rule for _, _, rule in rules(view.form, view)]
        if isinstance(view.form, SelfAssessment | TargetSheet)
        else []
    )
