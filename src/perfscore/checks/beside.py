"""What is laid beside findings when all of them are made: words of reviewers, and that their cells are hidden."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import PurePath
from typing import Final

from perfscore.checks.subjects import InputFile
from perfscore.core.findings import Finding
from perfscore.core.location import Location
from perfscore.core.records import replace

#: The check that looks at what all the others found, last of its scope.
STALE: Final = "PS091"
#: So many hidden cells are named.
_FEW: Final = 3


def with_waivers(findings: tuple[Finding, ...], items: Sequence[InputFile]) -> tuple[Finding, ...]:
    """Findings with what was written beside them in the same file; a stale waiver stands beside its own report."""
    written = {(item.file, one.fingerprint): one for item in items for one in item.waivers if one.fingerprint}
    if not written:
        return findings
    return tuple(
        replace(finding, waiver=written.get((finding.at.file, _written_beside(finding)))) for finding in findings
    )


def with_hidden(findings: tuple[Finding, ...], items: Sequence[InputFile]) -> tuple[Finding, ...]:
    """Findings whose places, or the places that they rest on, are hidden from the person who opens the file."""
    hidden = frozenset[Location]().union(*(item.hidden for item in items))
    return tuple(map(partial(_told_hidden, hidden=hidden), findings)) if hidden else findings


def _told_hidden(finding: Finding, *, hidden: frozenset[Location]) -> Finding:
    if finding.at.anchor in hidden:
        cells, cells_en = "此处", "this cell"
    else:
        places = [_seen_from(finding.at, one.at) for one in finding.related if one.at in hidden]
        if not places:
            return finding
        cells_en = ", ".join(dict.fromkeys(places[:_FEW])) + (" …" if len(places) > _FEW else "")
        cells = cells_en.replace(", ", "、").replace(" …", f" 等 {len(places)} 格")
    return replace(
        finding,
        message=f"{finding.message}（{cells} 在隐藏的行、列或工作表里）".replace("此处 在", "此处在"),
        message_en=f"{finding.message_en} ({cells_en} is hidden from view)",
    )


def _seen_from(own: Location, at: Location) -> str:
    """A place as it is named beside another: the cell alone only in the same sheet."""
    if at.file != own.file:
        return f"{PurePath(at.file).name} {at.place}"
    return at.cell if at.cell and at.sheet == own.sheet else at.place


def _written_beside(finding: Finding) -> str:
    return finding.subject if finding.code == STALE else finding.fingerprint
