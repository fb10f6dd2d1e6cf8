"""What reviewers write beside findings in the window: kept when it is closed, found again with the document.

A remark belongs to the person who dropped the document, to the document by its content, and to what the finding says of
it: check, place, numbers, and the content of other documents that it speaks of. So it is there when the same file is dropped
the next day, whatever it is called and with whatever it is dropped; and it says nothing of a finding that nobody has judged.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from perfscore.core.errors import UsageError
from perfscore.core.findings import Finding
from perfscore.core.records import frozen
from perfscore.core.waivers import Waiver
from perfscore.outcome import AuditReport

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS remark (
    owner TEXT NOT NULL, document TEXT NOT NULL, finding TEXT NOT NULL, code TEXT NOT NULL,
    verdict TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL, date TEXT NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (owner, document, finding, code)
) WITHOUT ROWID, STRICT
"""
_COLUMNS: Final = "document, finding, code, verdict, reason, person, date, version"


#: What a remark is beside: the SHA-256 of the document ("" where the finding is in none), the finding, the check.
Key = tuple[str, str, str]


@frozen
class Remark:
    """A remark.

    Attributes:
        document: SHA-256 of the document that the finding is in.
        finding, code: the finding; see `keys`.
        verdict, reason, person, date: as a `Waiver` has them; all empty where it was taken back.
        version: counts how often it was written; 0 before the first time.
    """

    document: str
    finding: str
    code: str
    verdict: str = ""
    reason: str = ""
    person: str = ""
    date: str = ""
    version: int = 0

    @property
    def key(self) -> Key:
        """What it is beside."""
        return self.document, self.finding, self.code

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

    def of(self, owner: str, documents: Iterable[str]) -> dict[Key, Remark]:
        """The remarks of a person on some documents."""
        wanted = sorted(set(documents))
        found: list[Remark] = []
        with self._working() as base:
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
        with self._working() as base:
            return _written(base, owner, remark)

    def write_new(self, owner: str, remarks: Iterable[Remark]) -> int:
        """Write remarks where nobody has written since; gives how many, all of them in one transaction."""
        taken = 0
        with self._working() as base:
            for one in remarks:
                try:
                    _written(base, owner, one)
                except ConflictError:
                    continue
                taken += 1
        return taken

    @contextmanager
    def _working(self) -> Iterator[sqlite3.Connection]:
        """The file, in one transaction."""
        try:
            with closing(self._open()) as base, base:
                base.execute("BEGIN IMMEDIATE")
                yield base
        except sqlite3.Error as error:
            raise UsageError(
                f"处理意见存取不了（{error}）；请稍后再试，或检查磁盘（remarks cannot be read or written now; try again）"
            ) from None

    def _open(self) -> sqlite3.Connection:
        base = sqlite3.connect(self._path, timeout=5, isolation_level=None)
        base.execute("PRAGMA synchronous = FULL")
        return base


def _written(base: sqlite3.Connection, owner: str, remark: Remark) -> Remark:
    row = base.execute(
        f"SELECT {_COLUMNS} FROM remark WHERE owner = ? AND document = ? AND finding = ? AND code = ?",  # noqa: S608
        (owner, *remark.key),
    ).fetchone()
    now = Remark(*row) if row is not None else Remark(*remark.key)
    if now.version != remark.version:
        raise ConflictError(now)
    written = replace(remark, version=remark.version + 1)
    base.execute(
        f"INSERT OR REPLACE INTO remark (owner, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (owner, *written.key, written.verdict, written.reason, written.person, written.date, written.version),
    )
    return written


def documents_of(report: AuditReport) -> dict[str, str]:
    """The SHA-256 of the documents of a report, by file."""
    return {record.file: record.sha256 for record in report.inputs if record.sha256 is not None}


@frozen
class Saying:
    """What a finding says, as far as a remark beside it depends on it; the same of a record and of the finding itself."""

    file: str
    code: str
    sheet: str | None
    cell: str | None
    page: int | None
    line: int | None
    subject: str
    recorded: str | None
    recomputed: str | None
    beside: tuple[str, ...]


def saying(finding: Finding) -> Saying:
    """What a finding says."""
    at = finding.at
    return Saying(
        at.file, finding.code, at.sheet, at.cell, at.page, at.line, finding.subject, finding.recorded, finding.recomputed,
        tuple(one.at.file for one in finding.related),
    )  # fmt: skip


def saying_in(record: Mapping[str, Any]) -> Saying:
    """What the record of a finding says."""
    at = record["at"]
    return Saying(
        at["file"], record["code"], at["sheet"], at["cell"], at["page"], at["line"], record["subject"],
        record["recorded"], record["recomputed"], tuple(one["at"]["file"] for one in record["related"]),
    )  # fmt: skip


def keys(findings: Iterable[Saying], documents: Mapping[str, str]) -> list[Key]:
    """What remarks beside findings are kept under.

    Args:
        findings: of a dossier, or of one of its documents.
        documents: the SHA-256 of all documents of the dossier, by file.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    made = []
    for one in findings:
        own = documents.get(one.file, "")
        others = sorted({documents.get(file, "") for file in one.beside} - {own})
        parts = (own, one.code, *map(str, (one.sheet, one.cell, one.page, one.line, one.subject, one.recorded, one.recomputed)), *others)  # fmt: skip
        seen[parts] += 1  # several that say the same are told apart by their order
        digest = hashlib.sha256("\0".join((*parts, str(seen[parts]))).encode("utf-8", "surrogatepass")).hexdigest()
        made.append((own, digest[:24], one.code))
    return made


def with_remarks(
    report: AuditReport, remarks: Mapping[Key, Remark], documents: Mapping[str, str] | None = None
) -> AuditReport:
    """A report with remarks at its findings; one that was written here goes before what the document says.

    Args:
        report: of a dossier, or of one of its documents.
        remarks: by what they are kept under.
        documents: the SHA-256 of all documents of the dossier, where the report is on one of them.
    """
    own = keys(map(saying, report.findings), documents if documents is not None else documents_of(report))

    def remarked(finding: Finding, key: Key) -> Finding:
        one = remarks.get(key)
        if one is None:
            return finding
        if one.empty:
            return replace(finding, waiver=None)
        return replace(
            finding, waiver=Waiver(one.code, finding.fingerprint, one.verdict, one.reason, one.person, one.date)
        )

    return replace(report, findings=tuple(map(remarked, report.findings, own)))
