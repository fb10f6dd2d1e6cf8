"""Running checks: order, prerequisites, crash isolation, severity, fingerprints."""

from __future__ import annotations

import graphlib
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import partial

from perfscore.checks.arguments import ARGUMENTS, handed
from perfscore.checks.beside import STALE, with_hidden, with_waivers
from perfscore.checks.catalogue import CATALOGUE
from perfscore.checks.formulas import uncached_formulas
from perfscore.checks.needs import Need
from perfscore.checks.passmarks import pass_marks
from perfscore.checks.register import Absent, Check, Folded, Found, Yielded
from perfscore.checks.subjects import Crash, InputFile, Run, View
from perfscore.core.filenames import base_name
from perfscore.core.findings import Finding, Related, Severity
from perfscore.core.location import Location
from perfscore.core.records import frozen, mutable, replace
from perfscore.core.text import quoted_within
from perfscore.core.waivers import Waiver
from perfscore.model import BaseTable, FormHead, Ledger, SelfAssessment, TargetSheet

#: Scopes that look at files or at all forms together.
_NOT_OF_FORMS = ("input", "book", "dossier", "run", "crash")
#: So many rows of a gathered finding are named.
_NAMED = 3
_SCOPES: Mapping[str, tuple[type, ...]] = {
    "self-assessment": (SelfAssessment,),
    "target-sheet": (TargetSheet,),
    "base-table": (BaseTable,),
    "ledger": (Ledger,),
    "row": (SelfAssessment, TargetSheet),
}


#: A check of forms with what it needs of them, and the forms that it is of.
Ordered = tuple[Check, tuple[Need, ...], tuple[type, ...]]


@frozen
class SkippedCheck:
    """A check that could not run on a form: not the same as passed."""

    code: str
    name: str
    form: int | None
    reason: str
    reason_en: str = ""


@frozen
class Outcome:
    """What the checks of a run made: findings in order of place, and which were skipped.

    `passed` and `found` count checks by the form that they looked at, None for those of files and of all forms.
    """

    findings: tuple[Finding, ...]
    passed: Mapping[int | None, int]
    found: Mapping[int | None, int]
    skipped: tuple[SkippedCheck, ...]


@mutable
class _Made:
    """A finding in the making; folding adds related places to it."""

    check: Check
    found: Found
    form: int | None
    related: list[Related] = field(default_factory=list)


@mutable
class Runner:
    """Runs the chosen checks over inputs and forms.

    `levels` maps codes to severities that the user set; they override everything else. `ordered` are the checks of
    forms as `in_order` gives them, which a caller of many runs keeps.
    """

    checks: Sequence[Check]
    levels: Mapping[str, Severity] = field(default_factory=dict)
    ordered: Sequence[Ordered] = ()
    _made: list[_Made] = field(default_factory=list)
    #: The first finding of a check on a form, of all and of each subject: what is folded into the check goes there.
    _first: dict[tuple[str, int | None, str], _Made] = field(default_factory=dict)
    #: What a finding of no form belongs to, by file.
    _whose: dict[str, str] = field(default_factory=dict)
    _skipped: list[SkippedCheck] = field(default_factory=list)
    _passed: Counter[int | None] = field(default_factory=Counter)
    _found: Counter[int | None] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.ordered = self.ordered or in_order(self.checks)

    def run(self, inputs: Iterable[InputFile], views: Sequence[View]) -> Outcome:
        """Run every check once on each of its subjects; what reviewers wrote is laid beside the findings.

        A finding on cells that a reader does not see, because they are hidden, says so.
        """
        items = list(inputs)
        for item in items:
            for crash in item.crashes:
                self._report(crash, None)
        self._whose = {item.file: _whose(item) for item in items}
        marks = pass_marks(views)
        formulas = uncached_formulas(views)
        views = [
            replace(
                view,
                pass_marks=marks.get(view.form.head.at.file, frozenset()),
                uncached=formulas.get(view.number, ()),
            )
            for view in views
        ]
        needs = {id(need): need for _, wanted, _ in self.ordered for need in wanted}
        for view in views:
            self._run_form(view, {key for key, need in needs.items() if not need.holds(view.form)})
        for one in self.checks:
            for item in items:
                if item.books and one.books is not None:
                    self._try(one, None, Location(item.file), partial(one.books, item))
        for one in (*self._of("dossier"), *self._of("run")):
            self._run_dossier(one, views, items)
        for one in self._of("input"):
            asked = one.code == STALE and any(item.waivers for item in items)
            present = {finding.fingerprint for finding in self._findings(views)} if asked else set()
            for item in items:
                seen = replace(item, stale=self._stale(item, present)) if asked else item
                self._try(one, None, Location(item.file), partial(one.run, seen))
        findings = with_hidden(with_waivers(self._findings(views), items), items)
        return Outcome(findings, self._passed, self._found, tuple(self._skipped))

    def _stale(self, item: InputFile, present: Container[str]) -> tuple[Waiver, ...]:
        """The waivers of a file whose check has run and did not find the same again; `present` has been found."""
        if not item.waivers:
            return ()
        codes = {one.code for one in self.checks} - {check.code for check in self._skipped}
        known = (waiver for waiver in item.waivers if waiver.fingerprint and waiver.code in codes - {STALE})
        return tuple(waiver for waiver in known if waiver.fingerprint not in present)

    def _of(self, scope: str) -> list[Check]:
        return [one for one in self.checks if one.scope == scope]

    def _run_form(self, view: View, lacking: Collection[int]) -> None:
        earlier: dict[str, tuple[str, ...]] = {}
        seen = replace(view, earlier=earlier)
        for one, wanted, forms in self.ordered:
            if not isinstance(view.form, forms):
                continue
            missing = next((need for need in wanted if id(need) in lacking), None) if lacking else None
            if missing is not None:
                self._skipped.append(
                    SkippedCheck(one.code, one.name, view.number, missing.absent, missing.absent_en)
                )
                continue
            run = partial(_over_rows, one, seen) if one.scope == "row" else partial(one.run, view.form, seen)
            made = self._try(one, view.number, view.form.head.at, run)
            earlier[one.code] = tuple(item.subject for item in made)

    def _run_dossier(self, one: Check, views: Sequence[View], items: Sequence[InputFile]) -> None:
        able = tuple(view for view in views if all(need.holds(view.form) for need in one.needs))
        places = [view.form.head.at for view in able]
        if one.scope == "run":
            # Books of a budget can be laid beside each other without any form.
            places += [item.books[0].at for item in items if item.books]
        if not places:
            need = one.needs[0] if one.needs and views else None
            reason, reason_en = (need.absent, need.absent_en) if need else ("没有可用的表", "no form to check")
            self._skipped.append(SkippedCheck(one.code, one.name, None, reason, reason_en))
            return
        subject = able if one.scope == "dossier" else Run(able, tuple(items))
        self._try(one, None, places[0], partial(one.run, subject))

    def _try(
        self, one: Check, form: int | None, at: Location, run: Callable[[], Iterable[Yielded]]
    ) -> list[Found]:
        """Run one check; whatever it raises becomes a finding, and the check counts as skipped."""
        try:
            yielded: list[Yielded] = list(run())
        except Exception as error:  # noqa: BLE001 - one broken check must not silence the others
            self._crashed(Crash(one.tag, at, f"{type(error).__name__}: {error}"), one, form)
            return []
        if not yielded:
            self._passed[form] += 1
            return []
        absent = next((item for item in yielded if isinstance(item, Absent)), None)
        if absent is not None:
            self._skipped.append(SkippedCheck(one.code, one.name, form, absent.reason, absent.reason_en))
            return []
        made = [item for item in yielded if isinstance(item, Found)]
        for item in yielded:
            if isinstance(item, Folded):
                self._fold(item, form)
        self._keep(_Made(one, item, form if item.form is None else item.form) for item in made)
        if made:
            self._found[form] += 1
        else:
            self._passed[form] += 1
        return made

    def _crashed(self, crash: Crash, one: Check, form: int | None) -> None:
        self._report(crash, form)
        self._skipped.append(
            SkippedCheck(
                one.code, one.name, form, f"检查程序出错：{crash.error}", f"the check crashed: {crash.error}"
            )
        )

    def _report(self, crash: Crash, form: int | None) -> None:
        own = CATALOGUE["PS004"]
        self._keep(_Made(own, item, form) for item in own.run(crash) if isinstance(item, Found))

    def _fold(self, item: Folded, form: int | None) -> None:
        target = self._first.get((item.into, form, item.subject))
        if target is None:
            raise LookupError(f"{item.into} has no finding on form {form} to fold into")
        target.related.append(item.related)

    def _keep(self, made: Iterable[_Made]) -> None:
        for one in made:
            self._made.append(one)
            for subject in ("", one.found.subject):
                self._first.setdefault((one.check.code, one.form, subject), one)

    def _findings(self, views: Sequence[View]) -> tuple[Finding, ...]:
        by_number = {view.number: view for view in views}
        repaired = {_row_key(repair.at) for view in views for repair in getattr(view.form, "repairs", ())}
        ordinals: Counter[str] = Counter()
        findings = []
        for made in self._made:
            view = by_number.get(made.form) if made.form is not None else None
            identity = f"{made.check.code}|{self._identity(view, made.found.at)}|{made.found.subject}"
            ordinals[identity] += 1
            digest = hashlib.sha256(f"{identity}|{ordinals[identity]}".encode()).hexdigest()[:12]
            doubtful = (view is not None and view.form.head.provenance == "extracted") or (
                _row_key(made.found.at) in repaired
            )
            findings.append(_finding(made, self._severity(made, doubtful=doubtful), digest))
        return tuple(sorted(findings, key=_order))

    def _identity(self, view: View | None, at: Location) -> str:
        """What a finding belongs to: its form, or what the file at which it stands is known by."""
        if view is None:
            return self._whose.get(at.file) or base_name(at.file)
        return _of_head(view.form.head)

    def _severity(self, made: _Made, *, doubtful: bool) -> Severity:
        if made.check.code in self.levels:
            return self.levels[made.check.code]
        conditions = set(made.found.conditions)
        if doubtful and not made.found.confirmed:
            conditions.add("extracted")
        return min([made.check.severity, *(made.check.lowered.get(c, made.check.severity) for c in conditions)])


def _forms(one: Check) -> tuple[type, ...]:
    """The forms that a check is of, whichever they are where its scope is any form."""
    if one.scope == "form":
        return (object,)
    if any(ARGUMENTS[name].assessed for name in one.arguments):
        return (SelfAssessment,)
    return _SCOPES.get(one.scope, ())


def _needs(one: Check) -> tuple[Need, ...]:
    """What a check needs of a form: what it declares, then what its arguments stand on."""
    own = (ARGUMENTS[name].need for name in one.arguments)
    return (*one.needs, *(need for need in own if need is not None))


def _over_rows(one: Check, view: View) -> Iterator[Yielded]:
    """What a check of rows finds on a form."""
    made = [item for arguments in handed(one.arguments, view) for item in one.run(*arguments)]
    found = [item for item in made if isinstance(item, Found)]
    if not one.gathered or len(found) < 2:
        yield from made
        return
    first = found[0]
    rows = [item.subject.partition("/")[0] for item in found]
    shown = "、".join(rows[:_NAMED]) + (" 等" if len(rows) > _NAMED else "")
    yield replace(
        first,
        message=f"{one.title_zh}，共 {len(found)} 行：{shown}。{first.message}",
        message_en=f"{one.title_en}: {len(found)} rows. {first.message_en}",
        subject=one.name,
        related=(
            *first.related,
            *(one for item in found[1:] for one in (Related(item.at, item.message), *item.related)),
        ),
    )


def in_order(checks: Sequence[Check]) -> list[Ordered]:
    """Checks of forms, each after those whose findings it looks at, otherwise by code; with what they look at."""
    by_code = {one.code: one for one in checks if one.scope not in _NOT_OF_FORMS}
    graph = {code: [other for other in one.after if other in by_code] for code, one in sorted(by_code.items())}
    ordered = (by_code[code] for code in graphlib.TopologicalSorter(graph).static_order())
    return [(one, _needs(one), _forms(one)) for one in ordered]


def _of_head(head: FormHead) -> str:
    return "|".join((head.kind, head.text("unit"), head.text("project"), head.text("year")))


def _whose(item: InputFile) -> str:
    """What a file is known by: what it says of whose it is, so that it may be renamed; else its name.

    The next file that is unreadable is not the same one.
    """
    if item.lifted:
        return _of_head(item.lifted[0].head)
    for table in item.books:
        if table.unit is not None and table.unit.value:
            return "|".join(("budget", table.unit.value, table.year.value if table.year is not None else ""))
    return base_name(item.file)


def _row_key(at: Location) -> tuple[str, str | None, str | int | None]:
    row = at.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") if at.cell else at.line
    return at.file, at.sheet, row


def _order(finding: Finding) -> tuple[object, ...]:
    """By file, then form, then place; within a place by code."""
    at = finding.at
    row = int(at.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) if at.cell else at.line or 0
    form = -1 if finding.form is None else finding.form
    return at.file, form, at.sheet or "", row, at.cell or "", at.column or 0, finding.code


def _finding(made: _Made, severity: Severity, fingerprint: str) -> Finding:
    found = made.found
    return Finding(
        code=made.check.code,
        name=made.check.name,
        severity=severity,
        message=quoted_within(found.message),
        at=found.at,
        related=(*found.related, *made.related),
        recorded=found.recorded,
        recomputed=found.recomputed,
        tolerance=found.tolerance,
        steps=found.steps,
        help=quoted_within(found.help),
        message_en=found.message_en,
        help_en=found.help_en,
        form=made.form,
        subject=found.subject,
        fingerprint=fingerprint,
    )
