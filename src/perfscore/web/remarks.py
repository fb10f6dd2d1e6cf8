"""What reviewers write beside findings in the window: kept when it is closed, found again with the document.

A remark belongs to the person who dropped the document, to the document by its content, and to the finding by its
fingerprint. So it is there when the same file is dropped the next day, and whatever the file is called.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from perfscore.core.errors import UsageError
from perfscore.core.findings import Finding
from perfscore.core.records import frozen
from perfscore.core.waivers import Waiver
from perfscore.outcome import AuditReport

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS remark (
    owner TEXT NOT NULL, document TEXT NOT NULL, fingerprint TEXT NOT NULL, code TEXT NOT NULL,
    verdict TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL, date TEXT NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (owner, document, fingerprint, code)
) WITHOUT ROWID, STRICT
"""
_COLUMNS: Final = "document, fingerprint, code, verdict, reason, person, date, version"


@frozen
class Remark:
    """A remark.

    Attributes:
        document: SHA-256 of the document that the finding is in.
        fingerprint, code: the finding.
        verdict, reason, person, date: as a `Waiver` has them; all empty where it was taken back.
        version: counts how often it was written; 0 before the first time.
    """

    document: str
    fingerprint: str
    code: str
    verdict: str = ""
    reason: str = ""
    person: str = ""
    date: str = ""
    version: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is beside."""
        return self.document, self.fingerprint, self.code

    @property
    def empty(self) -> bool:
        """Whether nothing is said."""
        return not (self.verdict or self.reason)


class ConflictError(UsageError):
    """Somebody else wrote the remark meanwhile; `now` is what it says."""

    def __init__(self, now: Remark) -> None:
        super().__init__("另一个窗口刚刚改过这条意见（another window has just changed this remark）")
        self.now = now


class Remarks:
    """The remarks of everybody, in a file. Each call is a transaction of its own: the file is never half written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._open()) as base, base:
                base.execute(_TABLE)
        except (OSError, sqlite3.Error) as error:
            raise UsageError(
                f"{path}：处理意见存不进去（{error}）；请用 --remarks 另给一个文件（cannot keep remarks there）"
            ) from None

    def of(self, owner: str, documents: Iterable[str]) -> dict[tuple[str, str, str], Remark]:
        """The remarks of a person on some documents."""
        wanted = sorted(set(documents))
        found: list[Remark] = []
        with closing(self._open()) as base:
            for start in range(0, len(wanted), 500):
                some = wanted[start : start + 500]
                marks = ", ".join("?" * len(some))
                rows = base.execute(
                    f"SELECT {_COLUMNS} FROM remark WHERE owner = ? AND document IN ({marks})",  # noqa: S608 - marks only
                    (owner, *some),
                )
                found += [Remark(*row) for row in rows]
        return {one.key: one for one in found}

    def write(self, owner: str, remark: Remark) -> Remark:
        """Write a remark over the one of its `version`.

        Returns:
            It with its new version.

        Raises:
            ConflictError: it has another version by now.
        """
        with closing(self._open()) as base, base:
            base.execute("BEGIN IMMEDIATE")
            row = base.execute(
                f"SELECT {_COLUMNS} FROM remark WHERE owner = ? AND document = ? AND fingerprint = ? AND code = ?",  # noqa: S608
                (owner, *remark.key),
            ).fetchone()
            now = Remark(*row) if row is not None else Remark(*remark.key)
            if now.version != remark.version:
                raise ConflictError(now)
            written = replace(remark, version=remark.version + 1)
            base.execute(
                f"INSERT OR REPLACE INTO remark (owner, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                (
                    owner,
                    *written.key,
                    written.verdict,
                    written.reason,
                    written.person,
                    written.date,
                    written.version,
                ),
            )
        return written

    def _open(self) -> sqlite3.Connection:
        base = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        base.execute("PRAGMA synchronous = FULL")
        return base


def documents_of(report: AuditReport) -> dict[str, str]:
    """The SHA-256 of the documents of a report, by file."""
    return {record.file: record.sha256 for record in report.inputs if record.sha256 is not None}


def with_remarks(report: AuditReport, remarks: Mapping[tuple[str, str, str], Remark]) -> AuditReport:
    """A report with remarks at its findings; one that was written here goes before what the document says."""
    documents = documents_of(report)

    def told(finding: Finding) -> Finding:
        one = remarks.get((documents.get(finding.at.file, ""), finding.fingerprint, finding.code))
        if one is None:
            return finding
        if one.empty:
            return replace(finding, waiver=None)
        return replace(
            finding, waiver=Waiver(one.code, one.fingerprint, one.verdict, one.reason, one.person, one.date)
        )

    return replace(report, findings=tuple(map(told, report.findings)))
