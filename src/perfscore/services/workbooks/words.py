"""The words of annotated copies: comments beside cells, headers, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from perfscore.core.findings import Finding, Severity
from perfscore.core.trace import Step
from perfscore.report.layout import one_line
from perfscore.report.style import Style
from perfscore.report.words import tag_of

AUTHOR: Final = "perfscore"
#: Backgrounds by severity: light enough to read black text on, and on a grey print.
FILLS: Final = {Severity.ERROR: "FFFFC7CE", Severity.WARNING: "FFFFEB9C", Severity.INFO: "FFDDEBF7"}
WAIVED: Final = "FFE7E6E6"
#: The added column, and in it a score that is another than the recorded one.
ADDED: Final = "FFE2EFDA"
DIFFERS: Final = "FFF8CBAD"
#: A comment longer than this hides the form; the rest stands in the results sheet.
_STEPS: Final = 2

COLUMN: Final = ("重算得分", "Recomputed")
RESULTS: Final = ("审核结果", "Audit results")
SCORES: Final = ("重算得分", "Recomputed scores")
NOT_LIVE: Final = ("数值，非公式", "a value, not a formula")


def comment(findings: Sequence[Finding], style: Style) -> str:
    """What is written beside a cell: each finding, the grave ones first, with its code, what it should be, how, and how to mend it."""
    return "\n\n".join("\n".join(_lines(finding, style)) for finding in style.gravest_first(findings))


def _lines(finding: Finding, style: Style) -> Iterator[str]:
    severity = style.say(finding.severity.zh, finding.severity.word)
    yield f"【{severity}】{tag_of(finding.code, finding.name, style)}"
    yield one_line(style.message(finding))
    colon = style.say("：", ": ")
    if finding.recomputed is not None:
        yield f"{style.say('重算', 'recomputed')}{colon}{one_line(finding.recomputed)}"
    if finding.steps is not None:
        lines = [one_line(step.line()) for step in _telling(finding.steps)][:_STEPS]
        yield from (f"{style.say('算式', 'steps')}{colon}{line}" for line in lines)
    help_ = one_line(style.say(finding.help, finding.help_en))
    if help_:
        yield f"{style.say('改法', 'mend')}{colon}{help_}"
    if finding.waiver is not None:
        yield f"{style.say('处理意见', 'verdict')}{colon}{one_line(finding.waiver.say(english=style.lang == 'en'))}"


def _telling(step: Step) -> Iterator[Step]:
    """A step and its children; a label that has neither sum nor value, such as “可能的算法”, gives way to its children."""
    for one in (step, *step.children):
        if one.line() != one.label:
            yield one
        elif one is not step:
            yield from _telling(one)


def fill(findings: Sequence[Finding]) -> str:
    """The background of a cell: that of its gravest finding; grey where all of them were waived."""
    counted = [finding.severity for finding in findings if not finding.waived]
    return FILLS[max(counted)] if counted else WAIVED
