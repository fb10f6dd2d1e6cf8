"""What a check reports."""

from __future__ import annotations

from dataclasses import field
from enum import IntEnum

from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.core.trace import Step
from perfscore.core.waivers import REJECTED, Waiver


class Severity(IntEnum):
    """How grave a finding is; larger is graver."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The English word used in JSON and options."""
        return self.name.lower()

    @property
    def zh(self) -> str:
        """The Chinese word used in reports."""
        return {"INFO": "提示", "WARNING": "警告", "ERROR": "错误"}[self.name]


@frozen
class Related:
    """Another place that belongs to a finding, with a note that says why."""

    at: Location
    note: str


@frozen
class Finding:
    """One wrong or doubtful thing at one place.

    Attributes:
        message: one Chinese sentence that names the thing by its indicator; `message_en` is its English.
        recorded: the text that stands in the cell; `recomputed`: what it should be, as text.
        tolerance: half-width of the interval that was allowed, as text.
        steps: how the recomputed value came about.
        help: what to mend, in Chinese; `help_en` in English.
        form: number of the form in the report that the finding belongs to, None for a whole file.
        subject: what the finding is about (indicator and field); enters the fingerprint.
        fingerprint: stable identity: code, form (of a whole file what it says of whose it is, or its name), indicator, field and ordinal among equals.
        waiver: what a reviewer wrote beside it in an annotated copy.
        known: it stood in the report that this one is compared with.
    """

    code: str
    name: str
    severity: Severity
    message: str
    at: Location
    related: tuple[Related, ...] = ()
    recorded: str | None = None
    recomputed: str | None = None
    tolerance: str | None = None
    steps: Step | None = None
    help: str = ""
    message_en: str = ""
    help_en: str = ""
    form: int | None = None
    subject: str = ""
    fingerprint: str = field(default="", compare=False)
    waiver: Waiver | None = None
    known: bool = field(default=False, compare=False)

    @property
    def tag(self) -> str:
        """Code and name together, `PS304[score-exceeds-points]`."""
        return f"{self.code}[{self.name}]"

    @property
    def counts(self) -> bool:
        """Whether it counts: nobody rejected it, and it was not known before."""
        return not self.waived and not self.known

    @property
    def waived(self) -> bool:
        """Whether a reviewer rejected it: it is shown, and counts for nothing."""
        waiver = self.waiver
        return waiver is not None and waiver.verdict == REJECTED and waiver.fingerprint == self.fingerprint
