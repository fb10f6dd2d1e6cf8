"""How a report is to look: language, colour, width, detail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from perfscore.core.findings import Finding, Severity
from perfscore.core.records import frozen

Language = Literal["zh", "en"]
TableName = Literal["findings", "scores"]
SeverityWord = Literal["error", "warning", "info"]

#: Checks that only say that two numbers agree but for rounding; listed on request, always counted.
ROUNDING = frozenset({"PS227", "PS302"})

_CODES = {
    "bold": "1",
    "dim": "2",
    "error": "1;31",
    "warning": "1;33",
    "info": "36",
    "good": "32",
    "place": "1",
}


@frozen
class Style:
    """What a format needs to know besides the report.

    Attributes:
        table: what the report is about: the findings or the scores.
        lang: language of the words.
        verbose: nothing is left out or gathered: rounding differences and each skipped check on its own line.
        rounding: rounding differences alone are listed too.
        colour: paint for a terminal.
        width: columns of the terminal; None where lines may have any length (files, pipes).
        listed_from: the problem list has findings of this severity and above.
        template: the office's own Word document that a paper is filled into.
    """

    table: TableName = "findings"
    lang: Language = "zh"
    verbose: bool = False
    rounding: bool = False
    colour: bool = False
    width: int | None = None
    listed_from: SeverityWord = "warning"
    template: str | None = None

    def say(self, zh: str, en: str) -> str:
        """Choose the words of the report's language; Chinese where there is no English."""
        return en if self.lang == "en" and en else zh

    def paint(self, text: str, ink: str) -> str:
        """Colour a text, when colours are wanted."""
        return f"\x1b[{_CODES[ink]}m{text}\x1b[0m" if self.colour and text else text

    def severity(self, severity: Severity) -> str:
        """The painted word of a severity."""
        return self.paint(self.say(severity.zh, severity.word), severity.word)

    def message(self, finding: Finding) -> str:
        """The sentence of a finding."""
        return self.say(finding.message, finding.message_en)

    @staticmethod
    def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
        """Findings of one form, or one cell, as a person reads them: the grave ones first, each level by place."""
        return sorted(findings, key=lambda finding: -finding.severity)

    def hides(self, finding: Finding) -> bool:
        """Whether a finding is counted only: a rounding difference, or one that was known, that nobody asked to see."""
        return self.hides_one(finding.code, finding.severity.word, known=finding.known)

    def hides_one(self, code: str, severity: str, *, known: bool) -> bool:
        """The same of a finding that is given by its parts, as a document has them."""
        if known:
            return not self.verbose
        rounds = code in ROUNDING and severity == Severity.INFO.word
        return rounds and not (self.verbose or self.rounding)

    @staticmethod
    def rounds(finding: Finding) -> bool:
        """Whether a finding only says that two numbers agree but for rounding."""
        return finding.code in ROUNDING and finding.severity is Severity.INFO
