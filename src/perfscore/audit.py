"""The one pipeline: documents, forms, scores, checks, report."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime
from functools import partial, reduce
from itertools import chain
from operator import or_

from perfscore import __version__
from perfscore.baseline import compared, read_baseline
from perfscore.checks.rules.common import rules
from perfscore.checks.runner import Outcome, Runner
from perfscore.checks.settings import chosen_checks, chosen_levels, general_sets
from perfscore.checks.subjects import Crash, InputFile, View
from perfscore.config import Config, read_config
from perfscore.core.errors import ReadingError
from perfscore.core.isolation import attempt
from perfscore.core.location import Location
from perfscore.core.persons import Found, found_in_rows
from perfscore.core.records import frozen, mutable
from perfscore.core.sourced import Unreadable
from perfscore.forms import Match, NearMiss, Recognition, left_over, survey
from perfscore.forms.budget import BudgetMatch
from perfscore.forms.budget.procured import procured_in
from perfscore.forms.budget.titles import titles_in
from perfscore.forms.head import bare_year
from perfscore.forms.marks import internal_marks
from perfscore.forms.matching import Answered, Identity, answered_sheet, by_identity
from perfscore.forms.prose import prose_of
from perfscore.forms.told import Told, told_in
from perfscore.model import BudgetTable, Form, SelfAssessment, TargetSheet
from perfscore.outcome import (
    AuditReport,
    BudgetRecord,
    Coverage,
    FormRecord,
    InputRecord,
    Missed,
    RuleSetRecord,
    RunRecord,
    UnreadColumn,
)
from perfscore.readers.document import Document
from perfscore.readers.intake import open_document
from perfscore.readers.reviewed import reviewed
from perfscore.rulesets import RuleSet, as_stated, load_ruleset
from perfscore.scoring import RowScore, Status, score_form
from perfscore.scoring.form import unscored
from perfscore.scoring.formulas import check_names

PathArgument = str | os.PathLike[str]

#: The fields that say which unit a form is about, best first: a department stands above it, a title may be short.
_OWNERS = ("unit", "implementing_unit", "department", "titled_unit", "assessing_unit")
#: So many characters of a note that was not understood are quoted.
_QUOTED = 40
#: So many cells of a budget table that were not understood are named.
_SHOWN_CELLS = 5


def audit(
    paths: PathArgument | Sequence[PathArgument],
    *,
    ruleset: str | os.PathLike[str] | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    severity: Mapping[str, str] | None = None,
    alone: bool = False,
    config: PathArgument | None = None,
    baseline: PathArgument | None = None,
) -> AuditReport:
    """Audit files together, as one dossier.

    Args:
        paths: a file or several.
        ruleset: the rule set by id or TOML file; without one, each form's own evidence chooses a general one.
        select, ignore: codes, names or code prefixes of checks.
        alone: audit each document by itself, without the rules of a matched target sheet.
        severity: levels that override the declared ones, `{"PS104": "info"}`.
        config: a configuration file (`perfscore.toml`); what is given here goes before what it says.
        baseline: an earlier report, as JSON or JSON lines: its findings are marked as known and do not count.

    Returns:
        The report. What cannot be read becomes a finding, nothing is raised for it.

    Raises:
        UsageError: a rule set, check or level does not exist; the configuration or the baseline cannot be used.
    """
    return audit_documents(
        paths,
        ruleset=ruleset,
        select=select,
        ignore=ignore,
        severity=severity,
        alone=alone,
        config=config,
        baseline=baseline,
        keep=False,
    )[0]


def audit_documents(
    paths: PathArgument | Sequence[PathArgument],
    *,
    ruleset: str | os.PathLike[str] | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    severity: Mapping[str, str] | None = None,
    alone: bool = False,
    config: PathArgument | None = None,
    baseline: PathArgument | None = None,
    keep: bool = True,
) -> tuple[AuditReport, tuple[Document, ...]]:
    """The same, with the documents that were read, for services that write beside their cells.

    Without `keep` they are let go as soon as their forms are lifted.
    """
    settings = read_config(config) if config is not None else Config()
    before = read_baseline(baseline) if baseline is not None else None
    ruleset = ruleset if ruleset is not None else settings.ruleset
    given = load_ruleset(ruleset).with_limits(settings.limits, settings.path) if ruleset is not None else None
    if given is not None:
        check_names(given)
    general = general_sets(settings)
    chosen = chosen_checks(settings, tuple(select), tuple(ignore))
    levels = chosen_levels(settings, severity or {})
    listed = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    inputs, read = _read([os.fspath(path) for path in listed], keep=keep)
    forms = [form for item in read for form in item.forms]
    budgets = [table for item in read for table in item.budget_tables]
    sheets = by_identity(() if alone else forms)
    told = {item.checked.file: item.checked.told for item in read}
    views = [
        _view(number, form, given or _general(form, general), sheets, told) for number, form in enumerate(forms)
    ]
    outcome = Runner(chosen, levels).run([_ruled(item.checked, given or general[0]) for item in read], views)
    scores = tuple(score for view in views for score in view.scores)
    used = {view.ruleset.id: view.ruleset for view in views}
    if given is not None:
        used[given.id] = given
    report = AuditReport(
        run=RunRecord(
            version=__version__,
            date=datetime.now(tz=UTC).astimezone().date().isoformat(),
            rulesets=tuple(RuleSetRecord(rules.id, rules.sha256) for rules in used.values()),
            config=settings.path,
        ),
        inputs=tuple(inputs),
        forms=tuple(_form_record(view) for view in views),
        scores=scores,
        findings=outcome.findings,
        coverage=_coverage(views, scores, outcome),
        budget_tables=tuple(map(_budget_record, budgets)),
        hints=tuple(hint for item in read for hint in item.hints),
        persons=reduce(or_, (item.persons for item in read), Found()),
    )
    if before is not None:
        codes = {one.code for one in chosen}
        findings, against = compared(
            report.findings,
            before,
            file=os.fspath(baseline or ""),
            codes=codes,
            files=(item.file for item in inputs),
        )
        report = replace(report, findings=findings, baseline=against)
    return report, tuple(item.document for item in read if item.document is not None)


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


@frozen
class _Read:
    """One file: what the checks of inputs look at, and its forms."""

    checked: InputFile
    forms: tuple[Form, ...] = ()
    budget_tables: tuple[BudgetTable, ...] = ()
    document: Document | None = None
    hints: tuple[str, ...] = ()
    persons: Found = field(default_factory=Found)


def _read(paths: Iterable[str], *, keep: bool) -> tuple[list[InputRecord], list[_Read]]:
    """Open every file and lift its forms; a file that cannot be read is recorded with the reason."""
    records, read = [], []
    for path in dict.fromkeys(paths):
        try:
            document = open_document(path)
        except ReadingError as error:
            records.append(InputRecord(path, None, None, "unreadable", error.reason))
            read.append(_Read(InputFile(path, error=error)))
            continue
        records.append(InputRecord(path, document.sha256, document.kind, "read"))
        item = _forms(document)
        read.append(item if keep else replace(item, document=None))
    return records, read


@mutable
class _Failures:
    """Steps before the checks that failed: each is told and left, the rest goes on."""

    file: str
    crashes: list[Crash] = field(default_factory=list)

    def of(self, step: str, at: Location | None = None) -> Callable[[str], None]:
        """What to do when a step fails."""

        def record(error: str) -> None:
            self.crashes.append(Crash(step, at or Location(self.file), error, step=True))

        return record


def _forms(document: Document) -> _Read:
    """What a document holds; a table, a form or a sheet of remarks that fails costs nothing else."""
    failures = _Failures(document.file)
    seen = attempt(partial(survey, document), lambda _: _by_table(document, failures))
    extracted = [attempt(match.extract, failures.of("读入表格", match.at)) for match in seen.matches]
    forms = tuple(form for form in extracted if form is not None)
    found = attempt(seen.budget_tables, failures.of("识别预算表")) or ()
    budgets = [attempt(match.extract, failures.of("读入预算表", match.at)) for match in found]
    tables = tuple(table for table in budgets if table is not None)
    left = attempt(partial(reviewed, document), failures.of("读取处理意见"))
    hidden = frozenset(
        cell.at for table in document.tables for cell in table.cells.values() if cell.hidden and cell.shown
    )
    prose = attempt(partial(prose_of, document), failures.of("读取正文")) or ()
    told = attempt(partial(told_in, prose), failures.of("读取正文"))
    item = InputFile(
        document.file,
        forms=len(forms),
        lifted=forms,
        told=told or (),
        books=tables,
        titles=titles_in(document) if tables else frozenset(),
        procured=tuple(procured_in(document)) if tables else (),
        near_misses=left_over(seen.near_misses, found),
        crashes=tuple(failures.crashes),
        waivers=left.waivers if left is not None else (),
        hidden=hidden,
        internal=attempt(partial(internal_marks, document), lambda _: ()),
        sheets=tuple(
            table for table in document.tables if any(cell.formula is not None for cell in table.cells.values())
        ),
        prose=prose,
    )
    persons = attempt(partial(_persons, document), lambda _: Found())
    hints = (*_hints(document), *(hint for table in tables for hint in _unread_cells(table)))
    return _Read(item, forms, tables, document, hints, persons)


def _hints(document: Document) -> tuple[str, ...]:
    """What a user should know of the reading of a whole file or sheet; what concerns one cell stands elsewhere."""
    whole = (note for note in document.notes if note[0].cell is None and note[0].line is None)
    return tuple(f"{at}：{words}" for at, words in whole)


def _unread_cells(table: BudgetTable) -> Iterator[str]:
    """The cells of a budget table that were not understood or belong to none of its columns, in one line."""
    read = (
        cell for side in table.sides for row in side.rows for cell in (row.code, *row.amounts) if cell is not None
    )
    strange = [
        (cell.at, f"“{cell.raw}”{cell.value.reason}") for cell in read if isinstance(cell.value, Unreadable)
    ]
    strange += [(at, reason) for at, reason in table.unplaced]
    if strange:
        shown = "；".join(f"{at.place} {words}" for at, words in strange[:_SHOWN_CELLS])
        more = f"等 {len(strange)} 处" if len(strange) > _SHOWN_CELLS else ""
        yield f"{table.at}：预算表里有没有读入的内容：{shown}{more}"


def _persons(document: Document) -> Found:
    """Who is named in a document, behind a label or in the cell beside one."""
    rows = ([cell.shown for _, cell in anchors if cell.shown] for table in document.tables for _, anchors in table)
    captions = ([cell.shown] for table in document.tables for cell in (*table.caption, *table.below))
    return found_in_rows(chain(rows, captions))


def _by_table(document: Document, failures: _Failures) -> Recognition:
    """The forms of a document of which some table cannot be looked at."""
    matches: list[Match] = []
    misses: list[NearMiss] = []
    finders: list[Callable[[], tuple[BudgetMatch, ...]]] = []
    for table in document.tables:
        alone = replace(document, tables=(table,))
        at = Location(document.file, table.name or None)
        seen = attempt(partial(survey, alone), failures.of("识别表格", at))
        if seen is not None:
            matches += seen.matches
            misses += seen.near_misses
            finders.append(seen.budget_tables)
    return Recognition(
        tuple(matches), tuple(misses), lambda: tuple(chain.from_iterable(find() for find in finders))
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
        unit=next(filter(None, map(head.text, _OWNERS)), ""),
        project=head.text("project") or head.text("titled_project"),
        year=bare_year(head.text("year")),
        at=head.at,
        ruleset=view.ruleset.id,
        note=view.note,
        form=view.form,
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
        passed=outcome.passed,
        found=outcome.found,
        skipped=len(outcome.skipped),
        skipped_checks=outcome.skipped,
    )


def _stated(view: View) -> list[object]:
    return (
        [rule for _, _, rule in rules(view.form, view)]
        if isinstance(view.form, SelfAssessment | TargetSheet)
        else []
    )
