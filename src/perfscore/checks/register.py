"""Declaring a check, and what a check yields.

A check is a generator over one typed subject. It hands over sourced values and words; places, severities,
fingerprints and counting are the runner's work.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Any, Literal, TypeVar

from perfscore.checks.examples import with_heads
from perfscore.checks.needs import Need
from perfscore.core.findings import Related, Severity
from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.core.trace import Step

#: What a check is run on: a file of the run, one that holds tables of a budget (book), a form, each row of its
#: indicators, a self-assessment, … or all forms together (dossier), with the files that they came from (run).
Scope = Literal[
    "input",
    "crash",
    "book",
    "form",
    "row",
    "self-assessment",
    "target-sheet",
    "base-table",
    "ledger",
    "dossier",
    "run",
]

#: Reasons for which the severity of a declaration is lowered; the first three hold for every check.
Condition = Literal[
    "extracted",  # rests on one cell of an extracted text or of a repaired row
    "inferred",  # rests on an inferred value of a rule set
    "rounded-actual",  # the written actual stands at the end of a tier, and what it was rounded from may stand in the next
    "no-stated-rule",  # the document states no rule, only the rule set's formulas were tried
    "presumed",  # measured by weights, sections or limits that the form itself does not state
    "reason-given",  # the form explains the deviation
    "minor",  # the definition calls this case of the check a lesser one
    "slight",  # … a case that is only worth knowing
]

HEADINGS = ("查什么", "为什么要紧", "反例", "正例", "依据")

ANYWHERE: Mapping[Condition, Severity] = {"extracted": Severity.WARNING, "inferred": Severity.WARNING}


@frozen
class Found:
    """One finding as a check words it; `found` makes it from a sourced value."""

    at: Location
    message: str
    message_en: str
    help: str
    help_en: str
    subject: str
    recorded: str | None = None
    recomputed: str | None = None
    tolerance: str | None = None
    related: tuple[Related, ...] = ()
    steps: Step | None = None
    conditions: tuple[Condition, ...] = ()
    #: Other cells of the document say the same, so that a slip of the extraction is ruled out.
    confirmed: bool = False
    #: The forms that the finding concerns, where it is not the one that the check ran on.
    form: int | None = None


@frozen
class Folded:
    """A difference that an earlier finding already explains: it becomes a related place of that finding.

    `subject` tells which of several findings of the check it is; "" is the first on the form.
    """

    into: str
    related: Related
    subject: str = ""


@frozen
class Absent:
    """What documents lack that are laid beside each other: the check is skipped, and has not passed."""

    reason: str
    reason_en: str


Yielded = Found | Folded | Absent


@frozen
class Check:
    """A declared check. `page` is its docstring as it stands, the title in the first line."""

    code: str
    name: str
    severity: Severity
    scope: Scope
    run: Callable[..., Iterator[Yielded]]
    title_zh: str
    title_en: str
    page: str
    needs: tuple[Need, ...] = ()
    after: tuple[str, ...] = ()
    lowered: Mapping[Condition, Severity] = field(default_factory=lambda: ANYWHERE)
    #: The names of its parameters, for a check of rows.
    arguments: tuple[str, ...] = ()
    #: What it finds on the rows of a form is one finding with their places.
    gathered: bool = False
    #: The same kind of finding in the tables of a budget, for a check of forms.
    books: Callable[..., Iterator[Yielded]] | None = None

    @property
    def doc(self) -> str:
        """Its manual page without the title line; examples have the heads of their tables."""
        return with_heads(inspect.cleandoc(self.page).partition("\n")[2].strip())

    @property
    def tag(self) -> str:
        """Code and name together."""
        return f"{self.code}[{self.name}]"


F = TypeVar("F", bound=Callable[..., Iterator[Yielded]])


def check(
    code: str,
    name: str,
    severity: Severity,
    scope: Scope,
    *,
    title: str,
    needs: tuple[Need, ...] = (),
    after: tuple[str, ...] = (),
    lowered: Mapping[Condition, Severity] | None = None,
    gathered: bool = False,
    books: Callable[..., Iterator[Yielded]] | None = None,
) -> Callable[[Callable[..., Iterator[Yielded]]], Check]:
    """Declare a generator as a check.

    Args:
        code: its permanent code, as in the catalogue.
        name: what was found, never the remedy.
        severity: the highest severity; conditions lower it.
        scope: what it runs on.
        title: the English title; the Chinese one is the first line of the docstring.
        needs: parts of the subject without which it is skipped.
        after: checks whose findings it looks at, and which therefore run before it.
        lowered: conditions that lower the severity, besides those that hold for every check.
        gathered: what a check of rows finds on a form becomes one finding, at the first row, with the others as
            related places.
        books: a generator that finds the same kind of thing in a file with tables of a budget.
    """

    def declare(function: Callable[..., Iterator[Yielded]]) -> Check:
        page = function.__doc__ or ""
        return Check(
            code=code,
            name=name,
            severity=severity,
            scope=scope,
            run=function,
            title_zh=page.lstrip().partition("\n")[0].strip().rstrip("。"),
            title_en=title,
            page=page,
            needs=needs,
            after=after,
            lowered={**ANYWHERE, **(lowered or {})},
            arguments=tuple(inspect.signature(function).parameters) if scope == "row" else (),
            gathered=gathered,
            books=function if scope == "book" else books,
        )

    return declare


def sections_of(doc: str) -> dict[str, str]:
    r"""Split a manual page at its headings.

    >>> sections_of("## 查什么\n分值。\n## 依据\n表内勾稽")
    {'查什么': '分值。', '依据': '表内勾稽'}
    """
    parts = re.split(r"^## *(.+?) *$", doc, flags=re.MULTILINE)
    return {name: text.strip() for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def found(
    source: Sourced[Any] | Location,
    message: str,
    message_en: str,
    *,
    mend: str,
    mend_en: str,
    subject: str = "",
    recorded: str | None = None,
    **fields: Any,
) -> Found:
    """Make a finding at the place of a sourced value.

    `recorded` is the value's printed text unless it is given. `mend` says what to do, in Chinese.
    """
    at = source if isinstance(source, Location) else source.at
    raw = recorded if recorded is not None or isinstance(source, Location) else source.raw
    return Found(
        at=at,
        message=message,
        message_en=message_en,
        help=mend,
        help_en=mend_en,
        subject=subject,
        recorded=raw,
        **fields,
    )


def near(source: Sourced[Any] | None, note: str) -> tuple[Related, ...]:
    """The related place of a sourced value with its label and text, or nothing when there is no such value."""
    return () if source is None else (Related(source.at, note),)
