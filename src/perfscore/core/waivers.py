"""What a reviewer wrote beside a finding, and the columns of the results sheet that hold it."""

from __future__ import annotations

from dataclasses import field
from typing import Final

from perfscore.core.location import Location
from perfscore.core.records import frozen

CONFIRMED: Final = "属实"
CORRECTED: Final = "已更正"
REJECTED: Final = "不采纳"
OPEN: Final = "待核实"
#: What may be chosen as 处理意见; only a rejected finding is waived.
VERDICTS: Final = (CONFIRMED, CORRECTED, REJECTED, OPEN)

VERDICTS_EN: Final = {CONFIRMED: "confirmed", CORRECTED: "corrected", REJECTED: "rejected", OPEN: "to be verified"}

#: The headers of what a finding is told by, and of the columns that are read back, Chinese and English.
FINDING_HEADERS: Final = (
    ("序号", "No."),
    ("级别", "Severity"),
    ("代码", "Code"),
    ("位置", "Place"),
    ("问题", "Finding"),
    ("填报", "Recorded"),
    ("重算", "Recomputed"),
    ("改法", "How to mend"),
)
VERDICT_HEADER: Final = ("处理意见", "Verdict")
REASON_HEADER: Final = ("说明", "Remark")
PERSON_HEADER: Final = ("经办人", "Person")
DATE_HEADER: Final = ("日期", "Date")
KEY_HEADER: Final = ("指纹", "Fingerprint")
#: The columns beside them where a copy is compared with the round before; they are written only.
ROUND_HEADERS: Final = (("状态", "Standing"), ("上次处理意见", "Verdict then"))
HEADERS: Final = (*FINDING_HEADERS, VERDICT_HEADER, REASON_HEADER, PERSON_HEADER, DATE_HEADER, KEY_HEADER)
#: What the sheet says in place of findings.
NOTHING: Final = ("没有发现问题", "nothing found")


@frozen
class Waiver:
    """A reviewer's word on one finding.

    Attributes:
        code, fingerprint: the finding it was written beside; an empty fingerprint where that is lost.
        verdict: one of `VERDICTS`, or what else was typed; "" when only a remark was made.
        reason, person, date: as typed.
        at: where it was written.
    """

    code: str
    fingerprint: str
    verdict: str
    reason: str = ""
    person: str = ""
    date: str = ""
    at: Location = field(default=Location(""), compare=False)

    @property
    def understood(self) -> bool:
        """Whether the verdict is one of those that mean something."""
        return not self.verdict or self.verdict in VERDICTS

    @property
    def key(self) -> str:
        """What the hidden column holds."""
        return f"{self.code}:{self.fingerprint}"

    def say(self, *, english: bool = False) -> str:
        """The whole of it in one line."""
        verdict = VERDICTS_EN.get(self.verdict, self.verdict) if english else self.verdict
        comma, colon = (", ", ": ") if english else ("，", "：")
        return comma.join(
            part for part in (colon.join(filter(None, (verdict, self.reason))), self.person, self.date) if part
        )
