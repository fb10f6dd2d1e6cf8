"""What a comparison of two rounds says of each form."""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from typing import Literal

from perfscore.core.findings import Severity
from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.core.waivers import REJECTED, Waiver
from perfscore.formrows import FormRow, stated

#: What became of a finding; `unseen` stood before and was not looked for in the new round.
Standing = Literal["new", "still", "mended", "unseen"]
#: What became of a row of a form.
Change = Literal["changed", "added", "removed"]

STANDINGS: dict[Standing, tuple[str, str]] = {
    "new": ("新增", "new"),
    "still": ("仍存在", "still there"),
    "mended": ("已整改", "mended"),
    "unseen": ("未查", "not looked for"),
}
CHANGES: dict[Change, tuple[str, str]] = {
    "changed": ("改动", "changed"),
    "added": ("增加", "added"),
    "removed": ("删去", "removed"),
}


def same(one: str | None, other: str | None) -> bool:
    """Whether two texts say the same, blank or not there being one: 10 and 10.00, ≥95% and ≥ 95％ do.

    >>> same("10", "10.00"), same("≥95%", "≥ 95％"), same(None, ""), same("10", "11")
    (True, True, True, False)
    """
    first, second = squash(one or ""), squash(other or "")
    if first == second:
        return True
    number = stated(first)
    return number is not None and number == stated(second)


@frozen
class Seen:
    """A finding as one round saw it."""

    code: str
    name: str
    severity: Severity
    message: str
    at: Location
    recorded: str | None = None
    recomputed: str | None = None
    help: str = ""
    fingerprint: str = ""
    waiver: Waiver | None = None
    counts: bool = True


@frozen
class FindingRound:
    """A finding in two rounds.

    Attributes:
        standing: what became of it.
        seen: as the new round saw it; of one that is gone, as the old round did.
        before: as the old round saw it, None for a new one.
        why: why a finding of the old round was not looked for.
    """

    standing: Standing
    seen: Seen
    before: Seen | None = None
    why: tuple[str, str] = ("", "")

    @property
    def verdict(self) -> Waiver | None:
        """What the reviewer wrote in the old round."""
        return self.before.waiver if self.before is not None else None

    @property
    def changes(self) -> tuple[tuple[str, str], ...]:
        """What is no longer as it was: `level`, `recorded`, `recomputed`, each with the old text."""
        if self.standing != "still" or self.before is None:
            return ()
        old, new = self.before, self.seen
        found = []
        if old.severity != new.severity:
            found.append(("level", old.severity.word))
        if not same(old.recorded, new.recorded):
            found.append(("recorded", old.recorded or ""))
        if not same(old.recomputed, new.recomputed):
            found.append(("recomputed", old.recomputed or ""))
        return tuple(found)

    @property
    def rejected(self) -> bool:
        """Whether the reviewer rejected it in the old round and it is as it was then."""
        return self.verdict is not None and self.verdict.verdict == REJECTED and not self.changes

    @property
    def counts(self) -> bool:
        """Whether it is something to be mended yet."""
        return self.standing in ("new", "still") and self.seen.counts and not self.rejected


@frozen
class RowRound:
    """A row of a form, or something of its head, that is not as it was.

    Attributes:
        kind: indicator, execution, section, total, target, form.
        name: the indicator, or the section.
        field: what was changed; see `FIELDS`; "" for a row that was added or removed.
        old, new: as printed in either round.
        values: of a row that was added or removed, what stands in it, by field.
        old_at, new_at: where.
    """

    change: Change
    kind: str
    name: str
    field: str = ""
    old: str = ""
    new: str = ""
    old_at: Location | None = None
    new_at: Location | None = None
    values: tuple[tuple[str, str], ...] = ()


#: What may be changed, Chinese and English.
FIELDS: dict[str, tuple[str, str]] = {
    "name": ("指标名称", "name"),
    "target": ("指标值", "target"),
    "actual": ("完成值", "actual"),
    "points": ("分值", "points"),
    "recorded": ("得分", "score"),
    "rule": ("评分标准", "rule"),
    "planned": ("预算数", "budget"),
    "spent": ("执行数", "spent"),
    "unit": ("单位", "unit"),
    "project": ("项目", "project"),
    "year": ("年度", "year"),
    "title": ("表名", "title"),
}


@frozen
class FormRound:
    """A form in two rounds: in both, only in one, or in neither for what is said of whole files.

    Attributes:
        note: how the two were matched, where they are not the same by name.
    """

    old: FormRow | None
    new: FormRow | None
    findings: tuple[FindingRound, ...] = ()
    rows: tuple[RowRound, ...] = ()
    note: tuple[str, str] = ("", "")

    @property
    def row(self) -> FormRow | None:
        """The form as it is now; one that is gone as it was."""
        return self.new if self.new is not None else self.old

    @property
    def totals(self) -> tuple[Decimal | None, Decimal | None]:
        """The recorded total of either round."""
        return (
            self.old.recorded if self.old is not None else None,
            self.new.recorded if self.new is not None else None,
        )


@frozen
class Summary:
    """How many there are of each.

    Attributes:
        standings: findings by what became of them; `changed` of those that stand have another level or number.
        counting: findings that are to be mended yet, by level; `rejected` are those that a reviewer rejected.
        rows: changed values; `added` and `removed` rows.
        forms: forms of both rounds; `forms_added` and `forms_removed` are in one alone.
    """

    standings: dict[Standing, int] = field(default_factory=dict)
    counting: dict[Severity, int] = field(default_factory=dict)
    changed: int = 0
    rejected: int = 0
    rows: dict[Change, int] = field(default_factory=dict)
    forms: int = 0
    forms_added: int = 0
    forms_removed: int = 0

    @property
    def worst(self) -> Severity | None:
        """The gravest finding that is to be mended yet, None where there is none."""
        return max(self.counting, default=None)


def start(row: FormRow) -> Location:
    """Where a form begins."""
    return Location(row.file, row.sheet or None, row.cell or None, line=row.line)
