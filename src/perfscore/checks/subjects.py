"""What checks are run on, beside the forms themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from perfscore.core.errors import ReadingError
from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.core.text import squash
from perfscore.core.waivers import Waiver
from perfscore.forms import NearMiss
from perfscore.forms.budget.procured import Procured
from perfscore.model import BudgetTable, Form, Indicator, SelfAssessment, TargetSheet
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
    `crashes` are the steps before the checks that failed on a part of it.
    `waivers` are what reviewers wrote into an annotated copy; `stale` those of them whose finding did not appear,
    which is known when every other check has run. `hidden` are the places of its hidden cells that hold something.
    """

    file: str
    error: ReadingError | None = None
    forms: int = 0
    books: tuple[BudgetTable, ...] = ()
    titles: frozenset[str] = frozenset()
    procured: tuple[Sourced[Procured], ...] = ()
    ruleset: RuleSet | None = None
    near_misses: tuple[NearMiss, ...] = ()
    crashes: tuple[Crash, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    stale: tuple[Waiver, ...] = ()
    hidden: frozenset[Location] = frozenset()
    #: What several checks work out of a file, by name, once: copies of an input share it.
    shared: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


#: Where `View.shared` keeps the rows of the form.
_ROWS = 0


def _rows(form: Form) -> Iterator[Indicator]:
    if not isinstance(form, SelfAssessment | TargetSheet):
        return
    seen = set()
    blocks = (block.sections for block in form.blocks) if isinstance(form, TargetSheet) else ()
    for sections in (form.sections, *blocks):
        for row in (row for section in sections for row in section.indicators if row.name.value):
            said = squash(row.name.value), squash(row.target.raw) if row.target else ""
            if sections is form.sections or said not in seen:
                seen.add(said)
                yield row


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
    #: What several checks read of a form, by its identity, once: copies of a view share it.
    shared: dict[int, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def rows(self) -> tuple[Indicator, ...]:
        """The rows that are indicators, with a third-level name, once each.

        Of a sheet with two blocks the rows of the whole term follow where they say something else than those of the
        year.
        """
        made = self.shared.get(_ROWS)
        if made is None:
            made = self.shared[_ROWS] = tuple(_rows(self.form))
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

    def has_found(self, code: str, subject: str | None = None) -> bool:
        """Whether an earlier check found something on this form, about this subject if one is given."""
        subjects = self.earlier.get(code, ())
        return bool(subjects) if subject is None else subject in subjects
