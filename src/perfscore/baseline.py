"""An earlier report as the ground of the next one: what still stands, what is new, what is gone.

Findings are told by their fingerprints: check, form, indicator and field, not the place, so that a row that was
inserted makes nothing new.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Any

from perfscore.core.findings import Finding
from perfscore.core.records import frozen, replace
from perfscore.stored import no_report, refs


@frozen
class Earlier:
    """A finding of an earlier report: what is told of it when it is gone."""

    code: str
    name: str
    message: str
    file: str
    place: str
    fingerprint: str


@frozen
class Comparison:
    """A report against an earlier one.

    Attributes:
        file: the earlier report.
        still: fingerprints of findings that stood there, too.
        gone: what stood there, was looked for and is no longer found.
        unseen: how many findings stood there that this run did not look for: another file, a check left out.
    """

    file: str
    still: frozenset[str]
    gone: tuple[Earlier, ...]
    unseen: int = 0


def read_baseline(path: str | os.PathLike[str]) -> tuple[Earlier, ...]:
    """Read the findings of a report that was written with `--format json` or `jsonl`, or of a folder of results.

    Raises:
        UsageError: it cannot be read or is no such report.
    """
    name = os.fspath(path)
    try:
        return tuple(
            _earlier(record)
            for _, document in refs(path)
            for record in document["findings"]
            if not (record.get("waiver") or {}).get("waived")
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise no_report(name) from None


def earlier(findings: Iterable[Finding]) -> tuple[Earlier, ...]:
    """The findings of an audit as a baseline; what a reviewer rejected is none."""
    return tuple(
        Earlier(one.code, one.name, one.message, one.at.file, one.at.place, one.fingerprint)
        for one in findings
        if not one.waived
    )


def _earlier(record: Mapping[str, Any]) -> Earlier:
    at = record["at"]
    place = "!".join(str(part) for part in (at.get("sheet"), at.get("cell")) if part)
    line = at.get("line")
    return Earlier(
        str(record["code"]),
        str(record["name"]),
        str(record["message"]),
        str(at["file"]),
        place or ("" if line is None else f"第{line}行"),
        str(record["fingerprint"]),
    )


def compared(
    findings: Iterable[Finding],
    earlier: Iterable[Earlier],
    *,
    file: str,
    codes: Container[str],
    files: Iterable[str],
) -> tuple[tuple[Finding, ...], Comparison]:
    """Mark the findings that stood in an earlier report, and tell what is gone.

    Args:
        findings: those of this run.
        earlier: those of the earlier report, which is called `file`.
        codes: the checks of this run.
        files: its inputs; they are known by their names, for folders are moved.
    """
    before = {one.fingerprint: one for one in earlier}
    marked = tuple(replace(one, known=True) if one.fingerprint in before else one for one in findings)
    still = frozenset(one.fingerprint for one in marked if one.known)
    names = {Path(path).name for path in files}
    left = [one for one in before.values() if one.fingerprint not in still]
    gone = tuple(one for one in left if one.code in codes and Path(one.file).name in names)
    return marked, Comparison(file, still, gone, len(left) - len(gone))
