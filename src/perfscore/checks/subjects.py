"""What checks are run on, beside the forms themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from perfscore.core.errors import ReadingError
from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.core.waivers import Waiver
from perfscore.forms import NearMiss
from perfscore.model import Form, Indicator
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

    `budget_tables` counts the tables of a budget in it.
    `crashes` are the steps before the checks that failed on a part of it.
    `waivers` are what reviewers wrote into an annotated copy; `stale` those of them whose finding did not appear,
    which is known when every other check has run. `hidden` are the places of its hidden cells that hold something.
    """

    file: str
    error: ReadingError | None = None
    forms: int = 0
    budget_tables: int = 0
    near_misses: tuple[NearMiss, ...] = ()
    crashes: tuple[Crash, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    stale: tuple[Waiver, ...] = ()
    hidden: frozenset[Location] = frozenset()


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
