"""What checks are run on, beside the forms themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from perfscore.core.errors import ReadingError
from perfscore.core.findings import Related
from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.core.text import squash
from perfscore.core.waivers import Waiver
from perfscore.forms import NearMiss
from perfscore.forms.budget.procured import Procured
from perfscore.forms.matching import Answered
from perfscore.forms.prose import Paragraph
from perfscore.forms.told import Told
from perfscore.model import BudgetTable, Form, Indicator, SelfAssessment, TargetSheet
from perfscore.readers.document import Table
from perfscore.rulesets import RuleSet
from perfscore.scoring import FormScores, RowScore

#: A cell with what it is called.
Labelled = tuple[str, Sourced[Any]]


@frozen
class Crash:
    """A check that raised, or a step before the checks: where it was looking, and the exception's own words.

    `tag` names the check, or the step in words that read “这里…时程序出错”.
    """

    tag: str
    at: Location
    error: str
    step: bool = False


@frozen
class InputFile:
    """A file of the run: what kept it from being read, how many forms it holds, what nearly was a form.

    `books` are the tables of a budget in it; `titles` the short texts of such a file that may be titles of tables, and
    the names of its sheets; `procured` what its text says of procurement; `ruleset` says what a budget must hold.
    `lifted` are its forms, `told` what its sentences say of them.
    `crashes` are the steps before the checks that failed on a part of it.
    `waivers` are what reviewers wrote into an annotated copy; `stale` those of them whose finding did not appear,
    which is known when every other check has run. `hidden` are the places of its hidden cells that hold something.
    `internal` are the marks in it that are not meant for the public (仅供内部审核).
    `prose` are the sentences around its tables.
    """

    file: str
    error: ReadingError | None = None
    forms: int = 0
    lifted: tuple[Form, ...] = ()
    books: tuple[BudgetTable, ...] = ()
    told: tuple[Told, ...] = ()
    titles: frozenset[str] = frozenset()
    procured: tuple[Sourced[Procured], ...] = ()
    ruleset: RuleSet | None = None
    near_misses: tuple[NearMiss, ...] = ()
    crashes: tuple[Crash, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    stale: tuple[Waiver, ...] = ()
    hidden: frozenset[Location] = frozenset()
    internal: tuple[Sourced[str], ...] = ()
    #: The sheets that hold formulas.
    sheets: tuple[Table, ...] = ()
    prose: tuple[Paragraph, ...] = ()
    #: What several checks work out of a file, by name, once: copies of an input share it.
    shared: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


#: Where `View.shared` keeps the rows of the form.
_ROWS = 0


#: What a row says: its name and its target.
_Said = tuple[str, str]


def _said(row: Indicator) -> _Said:
    return squash(row.name.value), squash(row.target.raw) if row.target else ""


@frozen
class _Rows:
    """The rows of a form, and where the other block of a sheet says the same as one of them."""

    once: tuple[Indicator, ...]
    again: Mapping[_Said, list[Indicator]]


def _rows(form: Form) -> _Rows:
    if not isinstance(form, SelfAssessment | TargetSheet):
        return _Rows((), {})
    once = [row for row in form.indicators if row.name.value]
    again: dict[_Said, list[Indicator]] = {_said(row): [] for row in once}
    blocks = (block.sections for block in form.blocks) if isinstance(form, TargetSheet) else ()
    others = (section for sections in blocks if sections is not form.sections for section in sections)
    for row in (row for section in others for row in section.indicators if row.name.value):
        said = _said(row)
        if said in again:
            again[said].append(row)
        else:
            again[said] = []
            once.append(row)
    return _Rows(tuple(once), again)


@frozen
class View:
    """A form with what the run knows of it.

    `earlier` maps codes to the subjects of the findings that checks declared in `after` have made on this form.
    """

    number: int
    form: Form
    ruleset: RuleSet
    scores: FormScores
    earlier: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Which target sheet the form answers, with the evidence, or why none was taken.
    note: str = ""
    #: The pass marks, in percent, that the lost rows of the document follow though nothing states them.
    pass_marks: frozenset[int] = frozenset()
    #: Formulas without results, a group for each sheet of which this is the first form with one.
    uncached: tuple[tuple[Labelled, ...], ...] = ()
    #: The target sheet of the run that the form answers.
    sheet: Answered = Answered(None)
    #: What the sentences of the form's document say of its forms and of spending.
    told: tuple[Told, ...] = ()
    #: What several checks read of a form, by its identity, once: copies of a view share it.
    shared: dict[int, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def rows(self) -> tuple[Indicator, ...]:
        """The rows that are indicators, with a third-level name, once each.

        Of a sheet with two blocks the rows of the whole term follow where they say something else than those of the
        year.
        """
        return self._all_rows().once

    def again(self, indicator: Indicator) -> tuple[Related, ...]:
        """Where the other block of a sheet gives the same target to the same name: it is to be mended there too."""
        same = self._all_rows().again.get(_said(indicator), ())
        places = dict.fromkeys(row.target.at for row in same if row.target is not None)
        own = None if indicator.target is None else indicator.target.at
        return tuple(Related(at, "另一栏的指标值相同") for at in places if at != own)

    def _all_rows(self) -> _Rows:
        made = self.shared.get(_ROWS)
        if made is None:
            made = self.shared[_ROWS] = _rows(self.form)
        return made

    def has_scored(self, indicator: Indicator) -> bool:
        """Whether the scores of the form have the row: those of the whole term (实施期) are not scored."""
        return self.scores.has(indicator)

    def score_of(self, indicator: Indicator) -> RowScore:
        """The recomputed score of an indicator of this form."""
        return self.scores.of(indicator)

    def answered(self, indicator: Indicator) -> bool:
        """Whether the row's own rule has scored its actual, so that the one answers the other, whatever the target says."""
        score = self.score_of(indicator)
        return score.recomputed is not None and score.basis in ("row", "target-sheet")

    def repeats(self, indicator: Indicator) -> bool:
        """Whether the target of a row is only copied from the target sheet of the run, where it is looked at."""
        there = self.sheet.indicator(indicator.name.value)
        if there is None or there.target is None or indicator.target is None:
            return False
        return squash(there.target.raw) == squash(indicator.target.raw)

    def has_found(self, code: str, subject: str | None = None) -> bool:
        """Whether an earlier check found something on this form, about this subject if one is given."""
        subjects = self.earlier.get(code, ())
        return bool(subjects) if subject is None else subject in subjects


@frozen
class Run:
    """All forms of a run beside the files that they came from, with the budget tables and the prose of these."""

    views: tuple[View, ...]
    inputs: tuple[InputFile, ...]
