"""What the round before says beside the findings of a copy: whether each is new, what the reviewer wrote, what is gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from perfscore.core.findings import Finding
from perfscore.core.records import frozen
from perfscore.core.waivers import CORRECTED, ROUND_HEADERS
from perfscore.ooxml.patch import SheetCell
from perfscore.outcome import AuditReport
from perfscore.report.layout import one_line
from perfscore.report.style import Style
from perfscore.report.words import check_name
from perfscore.services.rounds import words
from perfscore.services.rounds.comparing import Rounds
from perfscore.services.rounds.records import STANDINGS, FindingRound
from perfscore.services.workbooks.looks import BODY, CENTRE, INPUT, filled

#: The widths of the columns that are added.
WIDTHS: Final = (11, 26)
HEADERS: Final = ROUND_HEADERS
_MENDED: Final = "FFE2EFDA"
_UNSEEN: Final = "FFEDEDED"


@frozen
class Before:
    """The round before, as the results sheet tells it.

    Attributes:
        standings: what became of each finding of the copy, by fingerprint.
        gone: findings that are no longer there, or were not looked for.
        headline: all of it in one line.
    """

    standings: Mapping[str, FindingRound]
    gone: tuple[FindingRound, ...]
    headline: str

    def cells(self, finding: Finding, style: Style) -> list[SheetCell]:
        """The two cells beside a finding."""
        one = self.standings.get(finding.fingerprint)
        if one is None:
            return [SheetCell(None, look=CENTRE), SheetCell(None, look=BODY)]
        standing = style.say(*STANDINGS[one.standing])
        was = words.changes(one, style)
        shown = f"{standing}\n{style.say('上次', 'before: ')}{was}" if was else standing
        return [SheetCell(shown, look=CENTRE), SheetCell(words.verdict(one, style) or None, look=BODY)]


def before(rounds: Rounds, style: Style) -> Before:
    """What the round before says of the one document of this round."""
    standings: dict[str, FindingRound] = {}
    gone: list[FindingRound] = []
    for form in rounds.forms():
        for one in form.findings:
            if one.standing in ("new", "still"):
                standings[one.seen.fingerprint] = one
            else:
                gone.append(one)
    return Before(standings, tuple(gone), words.headline(rounds, style))


def carried(report: AuditReport, told: Before) -> AuditReport:
    """The report with the reviewer's remarks of the round before at the same findings.

    A remark that was written into this document goes before it. What was to be corrected and stands again, or is not as
    it was then, wants a new word: its old one only stands beside it.
    """

    def with_remark(finding: Finding) -> Finding:
        one = told.standings.get(finding.fingerprint)
        if finding.waiver is not None or one is None or one.verdict is None or one.changes:
            return finding
        if one.verdict.verdict == CORRECTED:
            return finding
        return replace(finding, waiver=replace(one.verdict, fingerprint=finding.fingerprint))

    return replace(report, findings=tuple(map(with_remark, report.findings)))


def gone_row(number: int, one: FindingRound, style: Style) -> list[SheetCell]:
    """A finding of the round before that is gone, below those of this one."""
    seen = one.seen
    fill = filled(_MENDED if one.standing == "mended" else _UNSEEN)
    standing = style.say(*STANDINGS[one.standing])
    why = style.say(*one.why)
    return [
        SheetCell(number, look=CENTRE),
        SheetCell(style.say(seen.severity.zh, seen.severity.word), look=fill),
        SheetCell(f"{seen.code}\n{check_name(seen.code, seen.name, style)}", look=BODY),
        SheetCell(place_of(one, style), look=BODY),
        SheetCell(one_line(seen.message), look=BODY),
        SheetCell(one_line(seen.recorded or "") or None, look=CENTRE),
        SheetCell(one_line(seen.recomputed or "") or None, look=CENTRE),
        SheetCell(why or None, look=BODY),
        SheetCell(standing, look=fill),
        SheetCell(words.verdict(one, style) or None, look=BODY),
        *[SheetCell(None, look=INPUT)] * 4,
        # The key says that the row is of a finding and not one that the reviewer added.
        SheetCell(f"{seen.code}:{seen.fingerprint}", look=BODY),
    ]


def place_of(one: FindingRound, style: Style) -> str:
    """Where a finding that is gone stood."""
    return style.say(f"上次 {one.seen.at.place}", f"before: {one.seen.at.place}")
