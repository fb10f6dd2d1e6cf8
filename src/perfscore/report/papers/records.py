"""What stands in an auditor's papers: findings, scores and gaps of a form, the forms of a unit.

Everything is text, ready to be laid out; the writers of Word documents and workbooks compute nothing.
"""

from __future__ import annotations

from typing import Literal

from perfscore.core.records import frozen
from perfscore.core.waivers import VERDICTS_EN
from perfscore.report.style import Style


@frozen
class Run:
    """What the papers were made from: the version and date of the run, its rule sets."""

    version: str
    date: str
    rulesets: tuple[str, ...]


@frozen
class Remark:
    """What a reviewer wrote beside a finding."""

    verdict: str
    reason: str
    person: str
    date: str

    def say(self, style: Style) -> str:
        """The whole of it."""
        verdict = style.say(self.verdict, VERDICTS_EN.get(self.verdict, self.verdict))
        first = style.say("：", ": ").join(filter(None, (verdict, self.reason)))
        return "\n".join(filter(None, (first, " ".join(filter(None, (self.person, self.date))))))


@frozen
class Entry:
    """One finding.

    Attributes:
        severity: error, warning or info.
        title: what its check is called.
        file, place: where it is; the place without the file.
        recorded, recomputed: as printed; `other` is what the second value is called (recomputed, compared with).
        steps: the sum, a line each, with its depth.
        related: other places that belong to it, with their notes.
        basis: that of the check's manual page.
        waived: a reviewer rejected it.
        hidden: a report lists it on request only: a rounding difference, or one that was known.
    """

    severity: Literal["error", "warning", "info"]
    code: str
    title: str
    file: str
    place: str
    message: str
    recorded: str
    recomputed: str
    other: str
    steps: tuple[tuple[int, str], ...]
    related: tuple[str, ...]
    basis: str
    mend: str
    remark: Remark | None
    waived: bool
    hidden: bool

    @property
    def sums(self) -> str:
        """The steps in a line."""
        lines = [line for _, line in self.steps]
        head, rest = lines[:1], lines[1:]
        if rest and " = " not in lines[0]:  # a heading over the readings
            return f"{lines[0]}：{'；'.join(rest)}"
        return "；".join([*head, *rest])


@frozen
class ScoreLine:
    """A row with points: recorded beside recomputed, and why there is no number where there is none."""

    kind: Literal["indicator", "execution", "section", "total"]
    l1: str
    name: str
    target: str
    actual: str
    points: str
    recorded: str
    recomputed: str
    note: str


@frozen
class Gap:
    """Something that was not checked: what, where, why."""

    what: str
    place: str
    why: str


@frozen
class FormPart:
    """A form with all that is said of it; `kind` is "" for what concerns a whole dossier.

    Attributes:
        index: its number in the papers, `003-01`: the first form of the third unit.
        place: where the form begins in its file.
        matters: what was done with it, a line each.
    """

    index: str
    kind: str
    unit: str
    project: str
    year: str
    title: str
    ruleset: str
    note: str
    file: str
    place: str
    sha256: str
    matters: tuple[str, ...]
    entries: tuple[Entry, ...]
    scores: tuple[ScoreLine, ...]
    gaps: tuple[Gap, ...]

    @property
    def whose(self) -> str:
        """What a heading calls it: the project, or else the title of the form."""
        return self.project or self.title


@frozen
class UnitPart:
    """The forms of one unit."""

    number: int
    name: str
    forms: tuple[FormPart, ...]


def listed(entry: Entry, style: Style) -> bool:
    """Whether the problem list has a finding: grave enough, and not one that reports only count."""
    return not entry.hidden and _RANKS[entry.severity] >= _RANKS[style.listed_from]


def counted(entries: tuple[Entry, ...], style: Style) -> str:
    """How many findings there are, by severity: `错误 2，警告 1`."""
    words = {"error": "错误", "warning": "警告", "info": "提示"}
    parts = [
        style.say(f"{zh} {number}", f"{number} {name}{'s' * (number != 1)}")
        for name, zh in words.items()
        if (number := sum(entry.severity == name for entry in entries))
    ]
    return style.say("，", ", ").join(parts) or style.say("无", "none")


_RANKS = {"error": 3, "warning": 2, "info": 1}
